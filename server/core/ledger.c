/*
 * ledger.c - movements between the buckets of a credit account (law 1, R-101, R-146).
 */
#include "server/core/ledger.h"

/* One entry: the bucket's counter and the ledger grow together. */
static struct exposure_row *entry(struct work *w, int64_t account_id, enum bucket bucket,
                                  int64_t amount)
{
    struct credit_account_row *a = find_credit_account(w, account_id);
    struct exposure_row *e = add_exposure(w);
    struct money *counters[] = { [BUCKET_R] = &a->reserved,
                                 [BUCKET_S] = &a->shipped,
                                 [BUCKET_I] = &a->invoiced,
                                 [BUCKET_D] = &a->deposit,
                                 [BUCKET_E] = &a->earmarked };

    counters[bucket]->fen += amount;
    e->account_id = account_id;
    e->bucket = bucket;
    e->amount = fen(amount);
    e->at = w->now;
    a->last_entry_id = e->id;
    assert(bucket == BUCKET_D || bucket == BUCKET_E ? counters[bucket]->fen <= 0
                                                    : counters[bucket]->fen >= 0);
    return e;
}

struct money ledger_exposure(const struct credit_account_row *a)
{
    return fen(a->reserved.fen + a->shipped.fen + a->invoiced.fen + a->deposit.fen);
}

struct money ledger_free(const struct credit_account_row *a)
{
    return fen(-a->deposit.fen);
}

void ledger_reserve(struct work *w, struct order_row *o, struct money amount)
{
    if (amount.fen == 0)
        return;
    entry(w, o->account_id, BUCKET_R, amount.fen)->order_id = o->id;
    o->reserved.fen += amount.fen;
}

void ledger_release(struct work *w, struct order_row *o, struct money amount)
{
    if (amount.fen == 0)
        return;
    assert(amount.fen <= o->reserved.fen);
    entry(w, o->account_id, BUCKET_R, -amount.fen)->order_id = o->id;
    o->reserved.fen -= amount.fen;
}

void ledger_ship(struct work *w, struct order_row *o, struct receivable_row *r,
                 struct money reserved)
{
    struct exposure_row *e;

    ledger_release(w, o, reserved);
    e = entry(w, r->account_id, BUCKET_S, r->amount.fen);
    e->order_id = r->order_id;
    e->receivable_id = r->id;
    r->open_s = r->amount;
}

/* Brings one open amount of a receivable to what it must be; the entry names its order too. */
static void open_entry(struct work *w, struct receivable_row *r, enum bucket bucket,
                       int64_t target)
{
    struct money *open = bucket == BUCKET_S ? &r->open_s : &r->open_i;
    struct exposure_row *e;

    if (target == open->fen)
        return;
    assert(target >= 0);
    e = entry(w, r->account_id, bucket, target - open->fen);
    e->receivable_id = r->id;
    e->order_id = r->order_id;
    open->fen = target;
}

/* The one place that splits what is open into S and I (see ledger.h). */
static void rebalance(struct work *w, struct receivable_row *r)
{
    int64_t open = r->amount.fen - r->paid.fen - r->credited.fen - r->written_off.fen;
    int64_t not_invoiced = r->amount.fen - r->credited.fen - r->invoiced.fen;
    int64_t in_s = not_invoiced < 0 ? 0 : open < not_invoiced ? open : not_invoiced;

    open_entry(w, r, BUCKET_S, in_s);
    open_entry(w, r, BUCKET_I, open - in_s);
}

void ledger_invoice(struct work *w, struct receivable_row *r, struct money amount)
{
    r->invoiced.fen += amount.fen;
    rebalance(w, r);
}

void ledger_raise(struct work *w, struct receivable_row *r, struct money amount)
{
    assert(amount.fen >= 0);
    r->amount.fen += amount.fen;
    rebalance(w, r);
}

void ledger_open(struct work *w, struct receivable_row *r)
{
    ledger_invoice(w, r, r->invoiced_before);
}

void ledger_receive(struct work *w, struct receipt_row *r)
{
    entry(w, r->account_id, BUCKET_D, -r->amount.fen)->receipt_id = r->id;
    r->free = r->amount;
}

static struct earmark_row *earmark_of(struct work *w, const struct receipt_row *r,
                                      const struct order_row *o)
{
    struct earmark_row *e;

    for (size_t i = 0; i < w->earmark.n; i++)
        if (w->earmark.v[i]->receipt_id == r->id && w->earmark.v[i]->order_id == o->id)
            return w->earmark.v[i];
    e = add_earmark(w);
    e->receipt_id = r->id;
    e->account_id = r->account_id;
    e->order_id = o->id;
    return e;
}

/* D to E (positive) or E to D (negative). */
static void earmark_entries(struct work *w, const struct receipt_row *r,
                            const struct order_row *o, int64_t amount)
{
    struct exposure_row *d = entry(w, r->account_id, BUCKET_D, amount);
    struct exposure_row *e = entry(w, r->account_id, BUCKET_E, -amount);

    d->receipt_id = e->receipt_id = r->id;
    d->order_id = e->order_id = o->id;
}

void ledger_earmark(struct work *w, struct receipt_row *r, struct order_row *o,
                    struct money amount)
{
    if (amount.fen == 0)
        return;
    assert(amount.fen <= r->free.fen);
    earmark_entries(w, r, o, amount.fen);
    r->free.fen -= amount.fen;
    r->earmarked.fen += amount.fen;
    o->earmarked.fen += amount.fen;
    earmark_of(w, r, o)->amount.fen += amount.fen;
}

void ledger_unearmark(struct work *w, struct earmark_row *e, struct order_row *o,
                      struct money amount)
{
    struct receipt_row *r = find_receipt(w, e->receipt_id);

    if (amount.fen == 0)
        return;
    assert(amount.fen <= e->amount.fen);
    earmark_entries(w, r, o, -amount.fen);
    r->free.fen += amount.fen;
    r->earmarked.fen -= amount.fen;
    o->earmarked.fen -= amount.fen;
    e->amount.fen -= amount.fen;
}

void ledger_allocate(struct work *w, struct receipt_row *r, struct receivable_row *d,
                     struct money amount, struct earmark_row *e, struct order_row *o)
{
    struct allocation_row *a;
    struct exposure_row *x = entry(w, r->account_id, e ? BUCKET_E : BUCKET_D, amount.fen);

    x->receipt_id = r->id;
    x->receivable_id = d->id;
    x->order_id = e ? e->order_id : 0;
    if (e) {
        assert(amount.fen <= e->amount.fen);
        e->amount.fen -= amount.fen;
        e->used.fen += amount.fen;
        r->earmarked.fen -= amount.fen;
        o->earmarked.fen -= amount.fen;
    } else {
        assert(amount.fen <= r->free.fen);
        r->free.fen -= amount.fen;
    }
    r->allocated.fen += amount.fen;
    d->paid.fen += amount.fen;
    rebalance(w, d);
    a = add_allocation(w);
    a->receipt_id = r->id;
    a->receivable_id = d->id;
    a->order_id = d->order_id;
    a->amount = amount;
    a->made_by = w->actor_id;
    a->at = w->now;
}

void ledger_unallocate(struct work *w, const struct allocation_row *a, struct receipt_row *r,
                       struct receivable_row *d)
{
    struct allocation_row *back = add_allocation(w);
    struct exposure_row *x = entry(w, r->account_id, BUCKET_D, -a->amount.fen);

    x->receipt_id = r->id;
    x->receivable_id = d->id;
    r->free.fen += a->amount.fen;
    r->allocated.fen -= a->amount.fen;
    d->paid.fen -= a->amount.fen;
    rebalance(w, d);
    back->receipt_id = r->id;
    back->receivable_id = d->id;
    back->order_id = d->order_id;
    back->amount = fen(-a->amount.fen);
    back->reverses_id = a->id;
    back->made_by = w->actor_id;
    back->at = w->now;
}

void ledger_unreceive(struct work *w, struct receipt_row *r)
{
    assert(r->free.fen == r->amount.fen && !r->earmarked.fen && !r->allocated.fen);
    entry(w, r->account_id, BUCKET_D, r->amount.fen)->receipt_id = r->id;
    r->free = fen(0);
}

void ledger_refund(struct work *w, struct receipt_row *r, struct money amount)
{
    assert(amount.fen <= r->free.fen);
    entry(w, r->account_id, BUCKET_D, amount.fen)->receipt_id = r->id;
    r->free.fen -= amount.fen;
    r->refunded.fen += amount.fen;
}

void ledger_credit(struct work *w, struct receivable_row *r, struct money amount)
{
    assert(amount.fen <= r->open_s.fen + r->open_i.fen);
    r->credited.fen += amount.fen;
    rebalance(w, r);
}

void ledger_write_off(struct work *w, struct receivable_row *r, struct money amount)
{
    assert(amount.fen <= r->open_s.fen + r->open_i.fen);
    r->written_off.fen += amount.fen;
    rebalance(w, r);
}

void ledger_write_back(struct work *w, struct receivable_row *r, struct money amount)
{
    assert(amount.fen <= r->written_off.fen);
    r->written_off.fen -= amount.fen;
    rebalance(w, r);
}
