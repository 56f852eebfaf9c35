/*
 * checks.h - QC, AC and CC as one act of the daemon (R-081, R-092 .. R-108).
 *
 * They run when an order is accepted and again at every re-entry, and stop where a rule asks
 * for a person. The operation that calls them must have loaded: ORDER_LOADS, SIGNATURE_LOADS,
 * CASE_LOADS, REQUEST_LOADS, EARMARK_LOADS, RECEIVABLE_LOADS, RECEIPT_LOADS, QUOTA_LOADS,
 * PEOPLE_LOADS, PRODUCT_LOADS, QUOTA_ENTRY_LOADS: CHECK_LOADS below, in lock order.
 */
#ifndef OSB_CORE_CHECKS_H
#define OSB_CORE_CHECKS_H

#include "server/core/flow.h"
#include "server/core/order_facts.h"

#define CHECK_LOADS                                                                            \
    ORDER_LOADS, RECEIVABLE_LOADS(READ_FIRST), RECEIPT_LOADS, EARMARK_LOADS, SIGNATURE_LOADS,  \
        CASE_LOADS, REQUEST_LOADS, QUOTA_LOADS, PEOPLE_LOADS, PRODUCT_LOADS, QUOTA_ENTRY_LOADS

/* Runs QC, AC, CC on the order and moves it by `event` to where they stop; sets the verdict:
 * DONE when it may be signed, HELD where a person must choose, hold or amend. What the order
 * still holds of quota and limit is released first; money that was promised to it by name stays
 * until CC has judged. */
void checks_run(struct work *w, struct order_row *o, enum flow_event event);
/* The same from AC (after a quota transfer) or from CC (after a cut or an over-quota grant). */
void checks_from_quota(struct work *w, struct order_row *o, enum flow_event event);
void checks_from_credit(struct work *w, struct order_row *o, enum flow_event event);

/* --- the parts, public for tests and for other decisions ----------------------------- */

/* Appendix 3.2 over the facts: nothing is changed. */
struct credit_facts {
    bool cash_basis;
    struct money lim, exposure, amount, overdue, funds, tolerance;
    int64_t over_pct;
};
struct credit_view {
    enum credit_result result; /* PASS, MANAGER, HOLD; CASH for cash basis with enough funds
                                  to come: see shortfall */
    struct money excess;       /* over the limit, credit basis */
    struct money shortfall;    /* funds missing, cash basis */
    enum rule rule;
};
struct credit_view credit_judge(const struct credit_facts *f);
/* The facts of that order now: exposure without what the order itself reserves. */
struct credit_facts credit_facts_of(const struct work *w, const struct order_row *o);
/* Sum of open receivables due before today less grace (due today is not overdue). A disputed
 * one counts, unless a leader exempts it and his day is not over. */
struct money overdue_of(const struct work *w);
/* Quota, limit and deposit that the order holds are given back (each exactly once). */
void order_release_quota(struct work *w, struct order_row *o);
void order_release_credit(struct work *w, struct order_row *o);
void order_release_funds(struct work *w, struct order_row *o);
/* All three, and every live signature, open ST case and quota request voided: the order
 * leaves the states that hold them (amend, cancel, return). */
void order_release_all(struct work *w, struct order_row *o);
/* Any change of lines, price, terms or customer: version + 1, new hash, signatures void. */
void order_new_version(struct work *w, struct order_row *o);
/* Line amounts and the order's total from granted (or ordered) quantities. */
void order_recount(struct work *w, struct order_row *o);
/* Takes free receipts, oldest first, as earmarks until the order has `amount`; returns what
 * is still missing. */
struct money order_fund(struct work *w, struct order_row *o, struct money amount);
/* Notifies: a message row with due time by the calendar. */
void tell_role(struct work *w, enum message_kind kind, const struct order_row *o, enum role to,
               int64_t user_id, struct instant due, struct str body);
void tell_customer(struct work *w, enum message_kind kind, const struct order_row *o,
                   struct instant due, struct str body);

#endif
