/*
 * billing.h - what the money commands share: the road of receivables and receipts, and whom
 * money news is told.
 */
#ifndef OSB_CORE_BILLING_H
#define OSB_CORE_BILLING_H

#include "server/core/flow.h"
#include "server/core/ledger.h"
#include "server/core/load.h"

/* A receivable's account, customer, and who answers for him. */
#define RECEIVABLE_ONE_LOADS                                                                   \
    LOCK(CREDIT_ACCOUNT,                                                                       \
         ANY_OF(BY_FACT(credit_account, id, RECEIVABLE, receivable, account_id))),             \
        READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, RECEIVABLE, receivable, customer_id))),    \
        OWNED(RECEIVABLE, ANY_OF(BY_ARG(receivable, no, P_receivable)))
/* The counter of a series, in the lock order behind all but master data. */
#define SERIES_LOCK(name) LOCK(COUNTER, ANY_OF(BY_CONST(counter, series, SERIES_##name)))

/* What the customer still owes on it: S and I together. */
struct money receivable_open(const struct receivable_row *r);
/* Moves it by SETTLE or BOUNCE to the state that its paid and open amounts say. */
void receivable_settle(struct work *w, struct receivable_row *r, enum flow_event event,
                       enum step step, struct str remark);
/* An act on it that changes no state: a call, a mark. */
void receivable_step(struct work *w, struct receivable_row *r, enum step step,
                     struct str remark);
/* An act on a receipt; `from` is its state before (none at its birth). */
void receipt_step(struct work *w, const struct receipt_row *r, enum receipt_state from,
                  enum step step, struct str remark);
/* A cheque, an acceptance bill or a bank draft: money when it is cleared. */
bool is_paper(enum pay_method method);
/* Records the command's amount under its bank reference: the RC document, the receipt, and D
 * down, but of paper only when it clears. Without a customer (c NULL) it goes into the pool and
 * no ledger knows of it. The RC counter must be locked. */
struct receipt_row *receipt_born(struct work *w, const struct customer_row *c,
                                 enum pay_method method, struct day received_on, bool opening);
/* The command's receipt: there and not reversed; NULL when it was refused. */
struct receipt_row *receipt_at_hand(struct work *w);
/* It is a customer's; false when it was refused because it still waits in the pool. */
bool receipt_claimed(struct work *w, const struct receipt_row *r);
/* Its money counts; false when it was refused because it is paper that is not cleared. */
bool receipt_cleared(struct work *w, const struct receipt_row *r);

/*
 * The order lost money that was promised to it. What may still be stopped is: an order
 * that was cash-first by 5-4 goes back to HOLD_CREDIT, a signed one of a cash-first customer to
 * WAIT_FUNDS, and printed paper whose goods are still here is stopped. Needs the order's
 * lines, notes with theirs, shipments and signatures: UNFUNDED_NOTES, UNFUNDED_SIGNATURES.
 */
void order_lost_funds(struct work *w, struct order_row *o, struct str why);
/*
 * The credit that the account's orders stand on became less by a reversed receipt: each
 * that passed or was signed only thanks to it is judged again; of a printed one the goods that
 * are still here stop. The newest verdict goes first, for it counted on the room that the older
 * had left. `overdue_rose`: the reversal made something overdue, which stops printed paper too.
 * Returns how many orders it touched. Needs besides: the account's orders, their ST cases.
 */
int64_t orders_lost_credit(struct work *w, bool overdue_rose, struct str why);
#define UNFUNDED_NOTES                                                                         \
    READ(ORDER_LINE, ANY_OF(BY_FACT(order_line, order_id, ORDER, order, id))),                 \
        OWNED(NOTE, ANY_OF(BY_FACT(note, order_id, ORDER, order, id))),                        \
        READ(NOTE_LINE, ANY_OF(BY_FACT(note_line, note_id, NOTE, note, id))),                  \
        READ(SHIPMENT, ANY_OF(BY_FACT(shipment, note_id, NOTE, note, id))),                    \
        READ(SHIPMENT_LINE,                                                                    \
             ANY_OF(BY_FACT(shipment_line, shipment_id, SHIPMENT, shipment, id)))
#define UNFUNDED_SIGNATURES                                                                    \
    OWNED(SIGNATURE, ANY_OF(BY_FACT(signature, order_id, ORDER, order, id)))

/* The collection representative of the order, or of the customer's market now. */
int64_t bcr_of(const struct work *w, const struct customer_row *c, const struct order_row *o);
/* A message with the same-day clock. `o` may be NULL. */
void tell_money(struct work *w, enum message_kind kind, const struct customer_row *c,
                const struct order_row *o, enum role to, int64_t user_id, struct str body);

#endif
