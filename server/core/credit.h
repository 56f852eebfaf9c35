/*
 * credit.h - CC: judging an order, keeping the verdict, and where it leaves the order
 * (R-100 .. R-108, Appendix 3.2). The judgement itself is credit_judge() in checks.h.
 *
 * Needs ORDER_LOADS, RECEIVABLE_LOADS, RECEIPT_LOADS, EARMARK_LOADS, PEOPLE_LOADS.
 */
#ifndef OSB_CORE_CREDIT_H
#define OSB_CORE_CREDIT_H

#include "server/core/checks.h"

/*
 * Judges the order on its present basis (o->cash_basis) and moves it by `event` to WAIT_MA,
 * WAIT_MGR or HOLD_CREDIT. What it held of the limit is given back first; where it may pass by
 * a signature the amount is reserved again, in the same act as the verdict is written
 * (law 2, T16, T44). On credit basis nothing stays earmarked for it then. An order whose whole
 * amount was promised to it by name goes on cash basis whatever CC would say.
 */
void credit_settle(struct work *w, struct order_row *o, enum flow_event event, enum step step);
/* The same for an order that the command is not about: its verdict says nothing of it. */
void credit_resettle(struct work *w, struct order_row *o, enum flow_event event,
                     enum step step);
/*
 * What of a credit-basis order's money is worse than its verdict or signature says.
 * Others who reserved later do not make it worse. Needs the account's open receivables.
 */
struct credit_worse {
    bool overdue; /* more than was signed */
    bool limit;   /* lowered, and what is over it is more than was signed */
    bool cash;    /* the customer pays before goods since then, and no leaders' grant knew it */
    bool bounced; /* receipts that the verdict counted on were reversed, and it is over by more
                   */
    struct money overdue_now, excess_now;
};
struct credit_worse credit_worse_of(const struct work *w, const struct order_row *o);
/* Stores the facts that were seen, the result, and the ledger's place; with `reserve` the order
 * takes its amount of the limit in that place (I05). The row belongs to the command. */
struct verdict_row *credit_record(struct work *w, struct order_row *o,
                                  const struct credit_facts *f, enum credit_result result,
                                  bool reserve);
/* The facts of a stored verdict, for judging it again. */
struct credit_facts credit_facts_stored(const struct work *w, const struct verdict_row *v);
/* Numbers and ways out of the judgement, for the verdict of the command. */
void credit_say(struct work *w, const struct order_row *o, const struct credit_facts *f,
                const struct credit_view *v);
/* From now on the order is paid before the goods go, for that reason; or, with
 * cash_reason_none, on credit. The content hash follows: terms are content (law 5). */
void order_basis(struct work *w, struct order_row *o, enum cash_reason reason);
/* What is still missing of a cash-basis order, after the account's free receipts were taken for
 * it. An order that 5-4 switched to cash lives by what was promised to it by name: free money
 * pays its account's debts first. */
struct money order_missing(struct work *w, struct order_row *o);
/* The signed shortfall is `missing` now; 0 when the money came. */
void order_tolerate(struct work *w, struct order_row *o, struct money missing);
/* Gives back what is earmarked beyond the order's total. */
void order_trim_funds(struct work *w, struct order_row *o);
/* Its whole amount was promised to it by name. */
bool order_wholly_earmarked(const struct order_row *o);
/* What the order's customer is by himself: CASH_CUSTOMER or cash_reason_none. */
enum cash_reason customer_basis(const struct work *w, const struct order_row *o);
/* The account that the order draws on. */
struct credit_account_row *order_account(const struct work *w, const struct order_row *o);

#endif
