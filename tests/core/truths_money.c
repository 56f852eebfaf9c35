/*
 * truths_money.c - buckets, receivables and receipts counted again from their ledgers.
 */
#include "tests/core/truths_parts.h"

static bool right_sign(enum bucket bucket, int64_t sum)
{
    return bucket == BUCKET_D || bucket == BUCKET_E ? sum <= 0 : sum >= 0;
}

/* What an entry is about: the order in R, the receivable in S and I, the receipt in D and E. */
static int64_t paper_of(const struct exposure_row *e)
{
    switch (e->bucket) {
    case BUCKET_R:
        return e->order_id;
    case BUCKET_S:
    case BUCKET_I:
        return e->receivable_id;
    case BUCKET_D:
    case BUCKET_E:
        return e->receipt_id;
    case bucket_none:
    case bucket_count:
        break;
    }
    return 0;
}

/* I03 of the account: its counters are its ledger's sums, no bucket ever had the wrong sign;
 * I05's chain: last_entry_id is the newest. Open shortfalls are those of its orders. */
void account_holds(struct truths *t, const struct credit_account_row *a)
{
    int64_t sum[bucket_count] = { 0 }, last = 0, shortfall = 0;

    EACH(t, TABLE_EXPOSURE, exposure_row, e)
    {
        if (e->account_id != a->id)
            continue;
        sum[e->bucket] += e->amount.fen;
        last = e->id;
        must(t, right_sign(e->bucket, sum[e->bucket]), "I03 a bucket changed its sign", e->id);
    }
    EACH(t, TABLE_ORDER, order_row, o)
    {
        if (o->account_id == a->id)
            shortfall += o->tolerated.fen;
    }
    must(t,
         sum[BUCKET_R] == a->reserved.fen && sum[BUCKET_S] == a->shipped.fen &&
             sum[BUCKET_I] == a->invoiced.fen && sum[BUCKET_D] == a->deposit.fen &&
             sum[BUCKET_E] == a->earmarked.fen,
         "I03 the account's buckets are not its ledger", a->id);
    must(t, last == a->last_entry_id, "I05 the account's last entry is not the newest", a->id);
    must(t, shortfall == a->shortfall.fen,
         "I03 the account's shortfalls are not those of its orders", a->id);
}

/* The order that an entry names is its receivable's, and promised money names one. */
static bool names_its_order(const struct truths *t, const struct exposure_row *e)
{
    const struct receivable_row *d = model_find(t->m, TABLE_RECEIVABLE, e->receivable_id);

    if (e->bucket == BUCKET_S || e->bucket == BUCKET_I)
        return d && d->order_id == e->order_id;
    return e->bucket != BUCKET_E || e->order_id != 0;
}

/* I03 of the paper. */
void entry_holds(struct truths *t, const struct exposure_row *e)
{
    int64_t paper = paper_of(e), sum = 0;

    must(t, paper != 0, "I03 a ledger entry is about nothing", e->id);
    must(t, e->amount.fen != 0, "I03 a ledger entry moves nothing", e->id);
    must(t, names_its_order(t, e), "I04 a ledger entry names another order", e->id);
    EACH(t, TABLE_EXPOSURE, exposure_row, x)
    {
        if (x->bucket == e->bucket && x->account_id == e->account_id && x->id <= e->id &&
            paper_of(x) == paper)
            sum += x->amount.fen;
    }
    must(t, right_sign(e->bucket, sum), "I03 more went out of a paper than was in it", e->id);
}

/* --- verdicts -------------------------------------------------------------------------------
 */

/* I06: Appendix 3.2 again over the stored facts, under the policy that it names. */
static enum credit_result result_of(const struct verdict_row *v, const struct policy_row *p)
{
    int64_t over = v->exposure.fen + v->amount.fen - v->lim.fen;

    if (v->cash_basis)
        return v->funds.fen < v->amount.fen ? CREDIT_CASH : CREDIT_PASS;
    if (v->overdue.fen > 0 || (v->lim.fen == 0 && v->amount.fen > 0))
        return CREDIT_HOLD; /* limit 0 allows nothing, whatever was paid in */
    if (over <= 0)
        return CREDIT_PASS;
    return v->lim.fen > 0 && over * 100 <= v->lim.fen * p->over_pct ? CREDIT_MANAGER
                                                                    : CREDIT_HOLD;
}

/* I05: what it saw is what was there, and nothing came between it and its entry. */
static void verdict_saw(struct truths *t, const struct verdict_row *v)
{
    int64_t seen = 0, before = 0;

    EACH(t, TABLE_EXPOSURE, exposure_row, e)
    {
        if (e->account_id != v->account_id)
            continue;
        if (e->id <= v->seen_id && e->bucket != BUCKET_E)
            seen += e->amount.fen;
        if (e->id < v->entry_id)
            before = e->id;
        must(t, e->id <= v->seen_id || e->id / ID_BLOCK >= v->id / ID_BLOCK,
             "I05 someone came between the facts and the verdict", v->id);
    }
    must(t, seen == v->exposure.fen, "I05 a verdict did not see the true exposure", v->id);
    must(t, !v->entry_id || before == v->seen_id,
         "I05 someone came between the verdict and its reservation", v->id);
}

void verdict_holds(struct truths *t, const struct verdict_row *v)
{
    const struct policy_row *p = model_find(t->m, TABLE_POLICY, v->policy_id);

    must(t, p != NULL, "I06 a verdict names no policy", v->id);
    if (!p)
        return;
    must(t, v->result == result_of(v, p), "I06 a verdict does not replay", v->id);
    verdict_saw(t, v);
}

/* --- receivables ----------------------------------------------------------------------------
 */

static int64_t paid_on(const struct truths *t, const struct receivable_row *d)
{
    int64_t sum = 0;

    EACH(t, TABLE_ALLOCATION, allocation_row, a)
    {
        if (a->receivable_id == d->id)
            sum += a->amount.fen;
    }
    return sum;
}

static int64_t billed_on(const struct truths *t, const struct receivable_row *d)
{
    int64_t sum = 0;

    EACH(t, TABLE_INVOICE_LINE, invoice_line_row, l)
    {
        if (l->receivable_id == d->id)
            sum += l->amount.fen;
    }
    return sum;
}

/* What left the receipt towards that receivable, by its allocations and by the ledger. */
static void payment_holds(struct truths *t, const struct allocation_row *of)
{
    int64_t allocated = 0, left = 0;

    EACH(t, TABLE_ALLOCATION, allocation_row, a)
    {
        if (a->receipt_id == of->receipt_id && a->receivable_id == of->receivable_id)
            allocated += a->amount.fen;
    }
    EACH(t, TABLE_EXPOSURE, exposure_row, e)
    {
        if ((e->bucket == BUCKET_D || e->bucket == BUCKET_E) &&
            e->receipt_id == of->receipt_id && e->receivable_id == of->receivable_id)
            left += e->amount.fen;
    }
    must(t, allocated == left, "I17 an allocation is not its ledger", of->id);
}

/* I04 of a debt: open in S and I is what neither was paid, credited nor given up. */
static void debt_is_its_ledger(struct truths *t, const struct receivable_row *d)
{
    int64_t s = 0, i = 0;

    EACH(t, TABLE_EXPOSURE, exposure_row, e)
    {
        if (e->receivable_id == d->id && e->bucket == BUCKET_S)
            s += e->amount.fen;
        if (e->receivable_id == d->id && e->bucket == BUCKET_I)
            i += e->amount.fen;
        must(t, e->receivable_id != d->id || e->account_id == d->account_id,
             "I04 a receivable in another account's ledger", d->id);
    }
    must(t, s == d->open_s.fen && i == d->open_i.fen, "I04 a receivable is not its ledger",
         d->id);
    must(t,
         d->open_s.fen + d->open_i.fen + d->written_off.fen ==
             d->amount.fen - d->paid.fen - d->credited.fen,
         "I04 a receivable is not the sum of its parts", d->id);
}

static bool state_fits(const struct receivable_row *d)
{
    int64_t open = d->open_s.fen + d->open_i.fen;

    switch (d->state) {
    case RECEIVABLE_OPEN:
        return open > 0 && d->paid.fen == 0;
    case RECEIVABLE_PART_PAID:
        return open > 0 && d->paid.fen > 0;
    case RECEIVABLE_PAID:
        return open == 0 && d->written_off.fen == 0;
    case RECEIVABLE_WRITTEN_OFF:
        return open == 0 && d->written_off.fen > 0;
    case receivable_state_none:
    case receivable_state_count:
        break;
    }
    return false;
}

/* What is of an order is of the order's account, and so is what pays it. */
static void of_one_account(struct truths *t, const struct receivable_row *d)
{
    const struct order_row *o = d->order_id ? model_find(t->m, TABLE_ORDER, d->order_id) : NULL;

    must(t, d->order_id ? o && o->account_id == d->account_id : d->kind == DEBT_OPENING,
         "I04 a receivable of another account", d->id);
    EACH(t, TABLE_ALLOCATION, allocation_row, a)
    {
        const struct receipt_row *r =
            a->receivable_id == d->id ? model_find(t->m, TABLE_RECEIPT, a->receipt_id) : NULL;

        must(t,
             a->receivable_id != d->id ||
                 (r && r->account_id == d->account_id && a->order_id == d->order_id),
             "I17 an allocation between two accounts", a->id);
    }
}

/* I16 of what another system billed: the whole of an opening item, and never again here. */
static void billed_elsewhere(struct truths *t, const struct receivable_row *d)
{
    if (d->invoiced_before.fen == 0)
        return;
    must(t, d->kind == DEBT_OPENING && d->invoiced_before.fen == d->amount.fen,
         "I16 billed before go-live, but no opening item or not whole", d->id);
    must(t, billed_on(t, d) == 0, "I16 billed before go-live and here again", d->id);
}

void receivable_holds(struct truths *t, const struct receivable_row *d)
{
    int64_t invoiced = billed_on(t, d) + d->invoiced_before.fen;

    billed_elsewhere(t, d);

    debt_is_its_ledger(t, d);
    of_one_account(t, d);
    must(t, d->paid.fen == paid_on(t, d) && d->paid.fen >= 0 && d->paid.fen <= d->amount.fen,
         "I17 a receivable's paid money is not its allocations", d->id);
    must(t, invoiced == d->invoiced.fen && invoiced >= 0 && invoiced <= d->amount.fen,
         "I16 a receivable's invoiced amount is not its invoice lines", d->id);
    must(t, state_fits(d), "I11 a receivable's state is not its money's", d->id);
    given_up_by_decision(t, d);
    road_holds(t, MACHINE_RECEIVABLE, d->id, d->state, d->seq);
}

/* --- receipts -------------------------------------------------------------------------------
 */

struct money_of_receipt {
    int64_t allocated, earmarked, in_d, in_e;
    int64_t refunded;
    size_t entries, astray; /* astray: left in an account that is not its own */
};

/* What of the receipt is left in an account: 0 where a claim was taken back. */
static int64_t left_in(const struct truths *t, const struct exposure_row *of)
{
    int64_t sum = 0;

    EACH(t, TABLE_EXPOSURE, exposure_row, e)
    {
        if (e->receipt_id == of->receipt_id && e->account_id == of->account_id)
            sum += e->amount.fen;
    }
    return sum;
}

static struct money_of_receipt count_receipt(const struct truths *t,
                                             const struct receipt_row *r)
{
    struct money_of_receipt c = { 0 };

    EACH(t, TABLE_ALLOCATION, allocation_row, a)
    {
        if (a->receipt_id == r->id)
            c.allocated += a->amount.fen;
    }
    EACH(t, TABLE_EARMARK, earmark_row, e)
    {
        if (e->receipt_id == r->id)
            c.earmarked += e->amount.fen;
    }
    EACH(t, TABLE_REFUND, refund_row, f)
    {
        if (f->receipt_id == r->id && f->state == REFUND_PAID)
            c.refunded += f->amount.fen;
    }
    EACH(t, TABLE_EXPOSURE, exposure_row, e)
    {
        if (e->receipt_id != r->id)
            continue;
        if (e->account_id != r->account_id) {
            c.astray += e->bucket != BUCKET_D || left_in(t, e) != 0;
            continue;
        }
        c.entries++;
        if (e->bucket == BUCKET_D)
            c.in_d += e->amount.fen;
        if (e->bucket == BUCKET_E)
            c.in_e += e->amount.fen;
    }
    return c;
}

/* I17. */
void receipt_holds(struct truths *t, const struct receipt_row *r)
{
    struct money_of_receipt c = count_receipt(t, r);
    int64_t whole = r->state == RECEIPT_OPEN ? r->amount.fen : 0;

    must(t, r->allocated.fen == c.allocated && r->allocated.fen >= 0,
         "I17 a receipt is not its allocations", r->id);
    must(t, r->earmarked.fen == c.earmarked && r->earmarked.fen >= 0,
         "I17 a receipt is not its earmarks", r->id);
    must(t,
         r->free.fen >= 0 && r->earmarked.fen == -c.in_e &&
             (!r->account_id || r->free.fen == -c.in_d),
         "I17 a receipt is not its ledger", r->id);
    must(t, r->account_id || (!r->earmarked.fen && !r->allocated.fen && !r->claimed_by),
         "I17 money that nobody claimed was used", r->id);
    must(t, c.astray == 0, "I17 money of a receipt in another account", r->id);
    must(t, r->account_id || (!r->customer_id && r->payer.n),
         "I17 money that nobody claimed, and a customer", r->id);
    must(t, r->refunded.fen == c.refunded, "I17 a receipt is not its refunds", r->id);
    must(t, r->free.fen + r->earmarked.fen + r->allocated.fen + r->refunded.fen == whole,
         "I17 money of a receipt was lost", r->id);
    must(t, r->state == RECEIPT_REVERSED || (r->state == RECEIPT_OPEN) == (r->cleared_on.n > 0),
         "I17 money before it cleared", r->id);
    must(t,
         r->cleared_by ? r->cleared_on.n >= r->received_on.n
                       : !r->cleared_on.n || r->cleared_on.n == r->received_on.n,
         "I17 cleared on another day", r->id);
    must(t, (r->state == RECEIPT_REVERSED) == (r->reversed_for.n > 0),
         "I17 a receipt reversed and not", r->id);
    must(t, r->cleared_on.n || c.entries == 0, "I17 entries of what did not clear", r->id);
    must(t, r->method >= PAY_CHEQUE || (r->cleared_on.n && !r->cleared_by && !r->drawer.n),
         "I17 money that had to clear", r->id);
    paper_holds(t, r->document_id, SERIES_RC, r->no, r->amount, r->id);
    EACH(t, TABLE_ALLOCATION, allocation_row, a)
    {
        const struct allocation_row *b =
            a->receipt_id == r->id && a->reverses_id
                ? model_find(t->m, TABLE_ALLOCATION, a->reverses_id)
                : NULL;

        if (a->receipt_id == r->id)
            payment_holds(t, a);
        must(t, a->receipt_id != r->id || (a->amount.fen < 0) == (a->reverses_id != 0),
             "I17 money came back from nowhere", a->id);
        must(t,
             !b || (b->amount.fen == -a->amount.fen && b->receipt_id == a->receipt_id &&
                    b->receivable_id == a->receivable_id),
             "I17 an allocation was not taken back whole", a->id);
    }
}

/* I17 of a promise: what left E towards a receivable is what was used, and D gave all of it. */
void earmark_holds(struct truths *t, const struct earmark_row *e)
{
    int64_t left = 0, used = 0, given = 0;

    EACH(t, TABLE_EXPOSURE, exposure_row, x)
    {
        if (x->receipt_id != e->receipt_id || x->order_id != e->order_id)
            continue;
        given += x->bucket == BUCKET_D ? x->amount.fen : 0;
        if (x->bucket != BUCKET_E)
            continue;
        left -= x->amount.fen;
        used += x->receivable_id ? x->amount.fen : 0;
    }
    must(t, given == e->amount.fen + e->used.fen, "I17 promised money came from nowhere",
         e->id);
    must(t, e->amount.fen == left && e->used.fen == used && e->amount.fen >= 0,
         "I17 an earmark is not its ledger", e->id);
}
