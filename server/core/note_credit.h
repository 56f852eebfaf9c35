/*
 * note_credit.h - goods or money that come back after consignment (R-140, R-370, law 6).
 *
 * Lines are named one by one, then the papers are posted and the money follows:
 * - not yet invoiced: a credit note (CN), or a red outbound order (RO) where goods came back;
 * - invoiced: a red invoice (RI) for that part, since no invoice is edited;
 * - the receivable goes down; what was paid on it comes back as free money of its receipts;
 * - goods to be sent again are held again: R of a credit order, earmarks of a cash order.
 */
#ifndef OSB_CORE_NOTE_CREDIT_H
#define OSB_CORE_NOTE_CREDIT_H

#include "server/core/document.h"
#include "server/core/note.h"

/* The receivables of the order, what was paid on them, and their invoices. The counters of the
 * papers go between the two. */
#define CREDIT_MONEY_LOADS                                                                     \
    OWNED(RECEIVABLE, ANY_OF(BY_FACT(receivable, order_id, ORDER, order, id))),                \
        OWNED(RECEIPT, ANY_OF(BY_FACT(receipt, id, ALLOCATION, allocation, receipt_id),        \
                              BY_FACT(receipt, id, EARMARK, earmark, receipt_id))),            \
        EARMARK_LOADS
#define CREDIT_PAPER_LOADS                                                                     \
    NOTE_PRODUCT_LOADS,                                                                        \
        READ(INVOICE, ANY_OF(BY_FACT(invoice, id, INVOICE_LINE, invoice_line, invoice_id))),   \
        READ(INVOICE_LINE, ANY_OF(BY_FACT(invoice_line, shipment_line_id, SHIPMENT_LINE,       \
                                          shipment_line, id))),                                \
        READ(ALLOCATION,                                                                       \
             ANY_OF(BY_FACT(allocation, receivable_id, RECEIVABLE, receivable, id)))

struct red_line {
    struct shipment_line_row *l;
    struct qty qty;
    struct money amount;
};
struct note_credit {
    const struct shipping *sp;
    struct receivable_row *r;
    struct money total;  /* of all lines */
    struct money again;  /* of lines that are to be sent again */
    struct money red;    /* of what was invoiced */
    struct money raised; /* of lines that cost more: note_reprice.h */
    bool whole;          /* the red outbound order reverses the shipment's own */
    struct red_line *reds;
    size_t red_count;
    struct red_line *back; /* each line as it comes back, for the paper */
    size_t back_count;
};

/* For the shipment in sp; its receivable must be loaded. */
void note_credit_init(struct work *w, struct note_credit *c, const struct shipping *sp);
/* What the customer does not pay for `q` units of the line: their share of its amount. */
struct money note_credit_share(const struct shipment_line_row *l, struct qty q);
/* Marks what comes back of the line. REDUCE leaves the goods with the customer; REPLACE opens
 * the quantity again. */
void note_credit_line(struct work *w, struct note_credit *c, struct shipment_line_row *l,
                      enum claim_action remedy, struct qty q, struct money amount);
/* The invoice line that billed the shipment line last; it must have been billed. */
const struct invoice_line_row *note_billed_by(const struct work *w,
                                              const struct shipment_line_row *l);
/* The money alone: the debt up by `raised` and down by `total`, of which what was paid comes
 * back as free money, and `invoiced` more (or less) of it stands on invoices. */
void note_credit_money(struct work *w, struct note_credit *c, enum flow_event event,
                       struct money invoiced);
/* Posts the papers (`series` CN or RO for what is not a red invoice) and moves the money. A red
 * outbound order of the whole shipment reverses the one by which it left. */
void note_credit_post(struct work *w, struct note_credit *c, enum series_name series,
                      struct str reason);

/* What a red outbound order says: the shipment's paper, and the lines of c->back below zero. */
struct str note_credit_paper(const struct work *w, const struct note_credit *c,
                             struct str reason);
/* A line of a price correction's paper: so many units cost `worth` and not `was`. */
void note_credit_change(const struct work *w, struct json_out *out,
                        const struct shipment_line_row *l, struct qty q, struct money was,
                        struct money worth);
/* The same of goods whose paper was posted before they came: red invoices, and money.
 */
void note_credit_received(struct work *w, struct note_credit *c, struct str reason);

#endif
