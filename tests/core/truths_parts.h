/*
 * truths_parts.h - what the files of truths share: one fault, the first, with its row.
 *
 * Each function below counts one document or balance again, from the ledgers and the rows that
 * hang on it, and says what does not hold. Nothing here uses the functions of server/core that
 * made the rows.
 */
#ifndef OSB_TESTS_TRUTHS_PARTS_H
#define OSB_TESTS_TRUTHS_PARTS_H

#include "server/core/model.h"

struct truths {
    const struct model *m;
    struct arena *arena;
    const struct work *w; /* of the command that is asked about, NULL when the world is */
    const char *fault;    /* the first, NULL when none */
};

/* `row` runs over the table's rows, a pointer to const. */
#define EACH(t, table, type, row)                                                              \
    for (size_t row##_i = 0; row##_i < (t)->m->tables[table].n; row##_i++)                     \
        for (const struct type *row = (t)->m->tables[table].rows[row##_i], *row##_once = row;  \
             row##_once; row##_once = NULL)

/* Says what is wrong with the row when the truth does not hold. */
void must(struct truths *t, bool holds, const char *what, int64_t id);

/* --- truths_money.c: I03, I05, I06, I17 --- */
void account_holds(struct truths *t, const struct credit_account_row *a);
/* The paper of a ledger entry never had the wrong sign up to that entry. */
void entry_holds(struct truths *t, const struct exposure_row *e);
void verdict_holds(struct truths *t, const struct verdict_row *v);
void receivable_holds(struct truths *t, const struct receivable_row *d);
void receipt_holds(struct truths *t, const struct receipt_row *r);
/* truths_write_off.c: no more was given up than was decided; by whom it takes (I04, I08, I10).
 */
void given_up_by_decision(struct truths *t, const struct receivable_row *d);
void write_off_holds(struct truths *t, const struct write_off_row *f);
void write_offs_are_acts(struct truths *t, const struct effects *e);
/* truths_refund.c: money is paid back by two, and from nothing else than it came (I10, I17). */
void refund_holds(struct truths *t, const struct refund_row *f);
void refunds_are_acts(struct truths *t, const struct effects *e);
/* truths_limit.c: limits are decided by whom it takes (I08, I10). */
void limit_holds(struct truths *t, const struct limit_decision_row *d);
void proposal_holds(struct truths *t, const struct limit_proposal_row *p);
void limits_are_decided(struct truths *t, const struct effects *e);
void earmark_holds(struct truths *t, const struct earmark_row *e);

/* --- truths_order.c: I04, I11, I13; what is closed is finished --- */
void order_holds(struct truths *t, const struct order_row *o);
/* --- truths_signed.c: I07, I08, I10 --- */
void signatures_hold(struct truths *t, const struct order_row *o);
/* Each act of signing left the signatures that it is, and no other act left any. */
void acts_are_signed(struct truths *t, const struct effects *e);
/* --- truths_quota.c: I12 --- */
void cell_holds(struct truths *t, const struct quota_cell_row *c);
void line_quota(struct truths *t, const struct order_row *o, const struct order_line_row *l);
/* A controlled line is booked in every cell that binds it: asked when its quota was taken. */
void booking_holds(struct truths *t, const struct quota_entry_row *e);
/* What was allotted was allotted to a cell. */
void change_holds(struct truths *t, const struct quota_change_row *e);
/* --- truths_order.c: I11. Dense events that join, each a road of the flow table, the last one
 * where it stands. */
void road_holds(struct truths *t, enum machine machine, int64_t id, unsigned state,
                int64_t seq);

/* --- truths_goods.c: I14, I15, I16 --- */
void note_holds(struct truths *t, const struct note_row *n);
void shipment_holds(struct truths *t, const struct shipment_row *s);
void stock_holds(struct truths *t, const struct stock_row *s);

/* --- truths_claims.c: I10, I14, I15, I16 --- */
void claim_holds(struct truths *t, const struct claim_row *c);
void carrier_claim_holds(struct truths *t, const struct carrier_claim_row *c);
/* truths_problem.c */
void problem_holds(struct truths *t, const struct problem_row *p);
void line_claimed(struct truths *t, const struct shipment_row *s,
                  const struct shipment_line_row *l);
void order_claims(struct truths *t, const struct order_row *o);

/* --- truths_returns.c: I10, I14, I15, I16 --- */
void goods_return_holds(struct truths *t, const struct goods_return_row *r);
/* Adds what returns took of the line, and asks that those under way fit it. */
void line_brought_back(struct truths *t, const struct shipment_line_row *l, int64_t *returned,
                       int64_t *amount);

/* --- truths_paper.c: I13, I18, I19 --- */
void document_holds(struct truths *t, const struct document_row *d);
void counter_holds(struct truths *t, const struct counter_row *c);
/* A paper's document: of that series, with its number and total. */
void paper_holds(struct truths *t, int64_t document_id, enum series_name series, struct str no,
                 struct money total, int64_t id);
void invoice_holds(struct truths *t, const struct invoice_row *v);

/* --- truths_print.c: forms, printings, copies --- */
void form_holds(struct truths *t, const struct form_row *f);
void paper_of_note_holds(struct truths *t, const struct note_row *n);

/* The parameters of that day, and the business day of that time. */
const struct policy_row *policy_at(const struct truths *t, struct day today);
struct day day_at(const struct truths *t, struct instant at);

/* --- truths_command.c: I02, I09, I10, while roles and duties are those of the command --- */
void command_holds(struct truths *t, const struct effects *e);

#endif
