/*
 * credit.c - CC: the decision table of Appendix 3.2, its facts, and what an order holds of
 * limit and deposit.
 */
#include "server/core/credit.h"

#include "server/core/document.h"
#include "server/core/ledger.h"

/* --- the table ----------------------------------------------------------------------- */

static struct credit_view judge_cash(const struct credit_facts *f)
{
    struct credit_view v = { .result = CREDIT_PASS };

    if (BREAKS(RULE_CC_FUNDS, f->funds.fen < f->amount.fen)) { /* the goods wait */
        v.result = CREDIT_CASH;
        v.shortfall = fen(f->amount.fen - f->funds.fen);
        v.rule = RULE_CC_FUNDS;
    }
    return v;
}

/* max(0, exposure + amount - limit). Sums are far inside int64_t (MONEY_MAX_FEN). */
static struct money excess_of(const struct credit_facts *f)
{
    int64_t over = f->exposure.fen + f->amount.fen - f->lim.fen;

    return fen(over > 0 ? over : 0);
}

struct credit_view credit_judge(const struct credit_facts *f)
{
    struct credit_view v = { .result = CREDIT_PASS };

    if (f->cash_basis)
        return judge_cash(f);
    v.excess = excess_of(f);
    if (BREAKS(RULE_CC_OVERDUE, f->overdue.fen > 0)) /* R-105, 5-4 */
        v.rule = RULE_CC_OVERDUE;
    else if (BREAKS(RULE_CC_LIMIT_ZERO, f->lim.fen == 0 && f->amount.fen > 0))
        v.rule = RULE_CC_LIMIT_ZERO; /* limit 0 allows nothing (T34) */
    else if (BREAKS(RULE_CC_FAR_OVER, !money_within_percent(v.excess, f->lim, f->over_pct)))
        v.rule = RULE_CC_FAR_OVER;
    if (v.rule) {
        v.result = CREDIT_HOLD;
    } else if (BREAKS(RULE_CC_OVER, v.excess.fen > 0)) { /* R-103, 5-3 */
        v.result = CREDIT_MANAGER;
        v.rule = RULE_CC_OVER;
    }
    return v;
}

/* --- the facts ----------------------------------------------------------------------- */

struct credit_account_row *order_account(const struct work *w, const struct order_row *o)
{
    struct credit_account_row *a = find_credit_account(w, o->account_id);

    assert(a);
    return a;
}

/* a leader's word for a disputed debt ends with its day, with no act of anybody. */
static bool is_exempt(const struct work *w, const struct receivable_row *r)
{
    return r->exempt_to.n && !BREAKS(RULE_EXEMPT_OVER, r->exempt_to.n < w->today.n);
}

struct money overdue_of(const struct work *w)
{
    struct money sum = { 0 };

    for (size_t i = 0; i < w->receivable.n; i++) {
        const struct receivable_row *r = w->receivable.v[i];

        if (r->due.n && r->due.n + w->pol->grace_days < w->today.n &&
            !is_exempt(w, r)) /* T40 */
            sum.fen += r->open_s.fen + r->open_i.fen;
    }
    return sum;
}

/* What other orders of the account may still leave unpaid, by signed shortfall together. */
static struct money tolerance_left(const struct work *w, const struct order_row *o)
{
    int64_t others = order_account(w, o)->shortfall.fen - o->tolerated.fen;
    int64_t left = w->pol->tolerance.fen - others;

    if (o->cash_reason == CASH_HELD) /* the tolerance is the cash-first customer's */
        return fen(0);
    return fen(left > 0 ? left : 0);
}

struct credit_facts credit_facts_of(const struct work *w, const struct order_row *o)
{
    const struct credit_account_row *a = order_account(w, o);
    int64_t exposure = ledger_exposure(a).fen - o->reserved.fen;

    /* Money promised to this order lowers nobody else's exposure, but it is paid: on credit
     * basis it is given back to D before the order passes. */
    if (!o->cash_basis)
        exposure -= o->earmarked.fen;
    return (struct credit_facts){ .cash_basis = o->cash_basis,
                                  .lim = a->lim,
                                  .exposure = fen(exposure),
                                  .amount = o->total,
                                  .overdue = overdue_of(w),
                                  .funds = fen(ledger_free(a).fen + o->earmarked.fen),
                                  .tolerance = tolerance_left(w, o),
                                  .over_pct = w->pol->over_pct };
}

struct credit_facts credit_facts_stored(const struct work *w, const struct verdict_row *v)
{
    return (struct credit_facts){ .cash_basis = v->cash_basis,
                                  .lim = v->lim,
                                  .exposure = v->exposure,
                                  .amount = v->amount,
                                  .overdue = v->overdue,
                                  .funds = v->funds,
                                  .tolerance = w->pol->tolerance,
                                  .over_pct = w->pol->over_pct };
}

/* What the limit still has beside the order: so much may bounce without touching its verdict.
 */
static struct money room_of(const struct credit_facts *f)
{
    int64_t room = f->lim.fen - f->exposure.fen - f->amount.fen;

    return fen(room > 0 ? room : 0);
}

struct verdict_row *credit_record(struct work *w, struct order_row *o,
                                  const struct credit_facts *f, enum credit_result result,
                                  bool reserve)
{
    const struct credit_account_row *a = order_account(w, o);
    struct verdict_row *v = add_verdict(w);

    v->order_id = o->id;
    v->version = o->version;
    v->account_id = a->id;
    v->policy_id = w->pol->id;
    v->at = w->now;
    v->cash_basis = f->cash_basis;
    v->lim = f->lim;
    v->exposure = ledger_exposure(a); /* as the ledger stands at seen_id */
    v->amount = f->amount;
    v->overdue = f->overdue;
    v->funds = f->funds;
    v->result = result;
    v->seen_id = a->last_entry_id;
    if (reserve && o->total.fen > 0) {
        ledger_reserve(w, o, o->total);
        v->entry_id = a->last_entry_id;
    }
    o->verdict_id = v->id;
    o->bounce_most = fen(a->bounced.fen + room_of(f).fen);
    return v;
}

struct credit_worse credit_worse_of(const struct work *w, const struct order_row *o)
{
    const struct credit_account_row *a = order_account(w, o);
    int64_t over = ledger_exposure(a).fen - a->lim.fen;
    struct credit_worse x = { .overdue_now = overdue_of(w),
                              .excess_now = fen(over > 0 ? over : 0) };
    bool more = x.excess_now.fen > o->signed_excess.fen;
    const struct customer_row *c = find_customer(w, o->customer_id);

    x.cash = c && c->cash_first && !o->granted_at.us;
    x.overdue = x.overdue_now.fen > o->signed_overdue.fen;
    x.limit = more && a->lim.fen < o->signed_limit.fen;
    x.bounced = more && a->bounced.fen > o->bounce_most.fen;
    return x;
}

/* --- basis --------------------------------------------------------------------------- */

enum cash_reason customer_basis(const struct work *w, const struct order_row *o)
{
    const struct customer_row *c = find_customer(w, o->customer_id);

    return c->cash_first ? CASH_CUSTOMER : cash_reason_none;
}

void order_basis(struct work *w, struct order_row *o, enum cash_reason reason)
{
    o->cash_basis = reason != cash_reason_none;
    o->cash_reason = reason;
    o->content_hash = order_content_hash(w, o);
}

/* --- what the order holds ------------------------------------------------------------ */

void order_release_credit(struct work *w, struct order_row *o)
{
    ledger_release(w, o, o->reserved);
}

void order_tolerate(struct work *w, struct order_row *o, struct money missing)
{
    if (o->tolerated.fen == missing.fen)
        return;
    order_account(w, o)->shortfall.fen += missing.fen - o->tolerated.fen;
    o->tolerated = missing;
}

bool order_wholly_earmarked(const struct order_row *o)
{
    return o->total.fen > 0 && o->earmarked.fen >= o->total.fen;
}

/* A cut made it cheaper than what was promised to it: the rest is free again. */
void order_trim_funds(struct work *w, struct order_row *o)
{
    for (size_t i = w->earmark.n; i-- > 0 && o->earmarked.fen > o->total.fen;) {
        struct earmark_row *e = w->earmark.v[i];
        int64_t surplus = o->earmarked.fen - o->total.fen;

        if (e->order_id == o->id)
            ledger_unearmark(w, e, o, fen(e->amount.fen < surplus ? e->amount.fen : surplus));
    }
}

void order_release_funds(struct work *w, struct order_row *o)
{
    for (size_t i = 0; i < w->earmark.n; i++) {
        struct earmark_row *e = w->earmark.v[i];

        if (e->order_id == o->id)
            ledger_unearmark(w, e, o, e->amount);
    }
    order_tolerate(w, o, fen(0));
}

struct money order_fund(struct work *w, struct order_row *o, struct money amount)
{
    for (size_t i = 0; i < w->receipt.n && o->earmarked.fen < amount.fen; i++) {
        struct receipt_row *r = w->receipt.v[i];
        int64_t missing = amount.fen - o->earmarked.fen;

        if (r->account_id == o->account_id && r->state == RECEIPT_OPEN && r->free.fen > 0)
            ledger_earmark(w, r, o, fen(r->free.fen < missing ? r->free.fen : missing));
    }
    return fen(o->earmarked.fen < amount.fen ? amount.fen - o->earmarked.fen : 0);
}

struct money order_missing(struct work *w, struct order_row *o)
{
    if (o->cash_reason != CASH_HELD)
        return order_fund(w, o, o->total);
    return fen(o->earmarked.fen < o->total.fen ? o->total.fen - o->earmarked.fen : 0);
}
