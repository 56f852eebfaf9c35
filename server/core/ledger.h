/*
 * ledger.h - the one number for exposure (law 1): every movement between the buckets.
 *
 * R reserved, S shipped-not-invoiced, I invoiced-unpaid, D free receipts (<= 0), E receipts
 * promised to one order (<= 0). What other orders see is R + S + I + D: money in E belongs
 * to its order and lowers nobody else's exposure. Each function writes the exposure entry,
 * keeps the account's counters and, where named, the order's, receivable's or receipt's.
 * All amounts are positive; an amount that the bucket does not hold stops the program.
 */
#ifndef OSB_CORE_LEDGER_H
#define OSB_CORE_LEDGER_H

#include "server/core/work.h"

/* R + S + I + D: what CC compares with the limit. */
struct money ledger_exposure(const struct credit_account_row *a);
/* Money that a cash order may still take: free receipts of the account, as a positive. */
struct money ledger_free(const struct credit_account_row *a);

/* R of the order up (entry into a state that may pass by a signature) or down (release). */
void ledger_reserve(struct work *w, struct order_row *o, struct money amount);
void ledger_release(struct work *w, struct order_row *o, struct money amount);
/* Consignment: R down by `reserved` (0 for cash basis), S up by the receivable's amount. */
void ledger_ship(struct work *w, struct order_row *o, struct receivable_row *r,
                 struct money reserved);
/* What was owed before go-live: I up by what was invoiced before, S by the rest. */
void ledger_open(struct work *w, struct receivable_row *r);
/*
 * What of a receivable is open stands in S as far as it is not invoiced, the rest in I:
 * open = amount - paid - credited - written_off; open_s = min(open, amount - credited -
 * invoiced), not below 0; open_i = open - open_s. Every function below keeps that and enters
 * the differences. What a red invoice took back is no longer invoiced.
 */
/* Invoice: S to I; a negative amount for a red one, after its credit. */
void ledger_invoice(struct work *w, struct receivable_row *r, struct money amount);
/* A corrected price made the debt larger: amount and S up; the invoice that is issued
 * anew then moves it to I. */
void ledger_raise(struct work *w, struct receivable_row *r, struct money amount);
/* Money recorded: D down by the amount; r->free = amount. */
void ledger_receive(struct work *w, struct receipt_row *r);
/* D to E for an order and back. Both keep receipt.free/earmarked, order.earmarked and the
 * earmark row (made where missing). */
void ledger_earmark(struct work *w, struct receipt_row *r, struct order_row *o,
                    struct money amount);
void ledger_unearmark(struct work *w, struct earmark_row *e, struct order_row *o,
                      struct money amount);
/* Receipt to receivable from D, or from the earmark's E: D/E up, I and S down; allocation
 * row. `o` is the earmark's order, NULL without one. */
void ledger_allocate(struct work *w, struct receipt_row *r, struct receivable_row *d,
                     struct money amount, struct earmark_row *e, struct order_row *o);
/* Takes an allocation back (bounce): receivable open again, D down by the amount. */
void ledger_unallocate(struct work *w, const struct allocation_row *a, struct receipt_row *r,
                       struct receivable_row *d);
/* A reversed receipt leaves D: needs all its money free. */
void ledger_unreceive(struct work *w, struct receipt_row *r);
/* Paid back to the customer: free money leaves the house, D up by the amount. */
void ledger_refund(struct work *w, struct receipt_row *r, struct money amount);
/* Red document: the open amount down, by at most what is open; what was paid already comes
 * back as free money of its receipts only by ledger_unallocate, which the caller does first. */
void ledger_credit(struct work *w, struct receivable_row *r, struct money amount);

/* What is open of a debt is given up: I and S down. It stays on file as written_off. */
void ledger_write_off(struct work *w, struct receivable_row *r, struct money amount);
/* So much of what was given up is owed again, because it is paid or credited in the same act:
 * the caller does that next. At most what is written off. */
void ledger_write_back(struct work *w, struct receivable_row *r, struct money amount);

#endif
