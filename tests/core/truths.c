/*
 * truths.c - invariants counted again from the ledgers.
 */
#include "tests/core/truths.h"

#include <string.h>

#include "server/core/document.h"
#include "server/core/flow.h"

#define EACH(m, table, type, row)                                                              \
    for (size_t row##_i = 0; row##_i < (m)->tables[table].n; row##_i++)                        \
        for (const struct type *row = (m)->tables[table].rows[row##_i], *row##_once = row;     \
             row##_once; row##_once = NULL)

static const char *say(struct arena *arena, const char *what, int64_t id)
{
    return str_text(arena, str_format(arena, "%s (row %lld)", what, (long long)id));
}

/* I03: the account's counters are its ledger's sums; E and D never above, the others never
 * below zero, at any point. I05's chain: last_entry_id is the newest. */
static const char *account_holds(const struct model *m, const struct credit_account_row *a,
                                 struct arena *arena)
{
    int64_t sum[bucket_count] = { 0 }, last = 0;

    EACH(m, TABLE_EXPOSURE, exposure_row, e)
    {
        if (e->account_id != a->id)
            continue;
        sum[e->bucket] += e->amount.fen;
        last = e->id;
        if ((e->bucket == BUCKET_D || e->bucket == BUCKET_E) ? sum[e->bucket] > 0
                                                             : sum[e->bucket] < 0)
            return say(arena, "I03 a bucket changed its sign", e->id);
    }
    if (sum[BUCKET_R] != a->reserved.fen || sum[BUCKET_S] != a->shipped.fen ||
        sum[BUCKET_I] != a->invoiced.fen || sum[BUCKET_D] != a->deposit.fen ||
        sum[BUCKET_E] != a->earmarked.fen)
        return say(arena, "I03 the account's buckets are not its ledger", a->id);
    if (last != a->last_entry_id)
        return say(arena, "I05 the account's last entry is not the newest", a->id);
    return NULL;
}

static bool reserves(const struct order_row *o)
{
    switch (o->state) {
    case ORDER_WAIT_MA:
    case ORDER_WAIT_MGR:
    case ORDER_APPROVED:
    case ORDER_FIN_QUEUE:
    case ORDER_BILLED:
    case ORDER_HANDED_OVER:
        return !o->cash_basis;
    case order_state_none:
    case ORDER_DRAFT:
    case ORDER_VERIFIED:
    case ORDER_RECEIVED:
    case ORDER_RETURNED:
    case ORDER_QUOTA_CHOICE:
    case ORDER_WAIT_QUOTA_UM:
    case ORDER_WAIT_QUOTA_SLT:
    case ORDER_REJECTED:
    case ORDER_HOLD_CREDIT:
    case ORDER_WAIT_ST:
    case ORDER_WAIT_FUNDS:
    case ORDER_CLOSED:
    case ORDER_CANCELLED:
    case order_state_count:
        break;
    }
    return false;
}

/* I04: each unit in one bucket. R is what is granted, not shipped and not closed. */
static const char *order_money(const struct model *m, const struct order_row *o,
                               struct arena *arena)
{
    int64_t r = 0, total = 0, open = 0, ledger = 0;

    EACH(m, TABLE_EXPOSURE, exposure_row, e)
    {
        if (e->order_id == o->id && e->bucket == BUCKET_R)
            r += e->amount.fen;
        if (e->order_id == o->id && (e->bucket == BUCKET_S || e->bucket == BUCKET_I))
            ledger += e->amount.fen;
    }
    EACH(m, TABLE_ORDER_LINE, order_line_row, l)
    {
        if (l->order_id == o->id && !l->removed)
            total += l->amount.fen;
    }
    EACH(m, TABLE_RECEIVABLE, receivable_row, d)
    {
        if (d->order_id != o->id)
            continue;
        open += d->open_s.fen + d->open_i.fen;
        if (d->amount.fen != d->open_s.fen + d->open_i.fen + d->paid.fen + d->credited.fen)
            return say(arena, "I04 a receivable is not the sum of its parts", d->id);
    }
    if (ledger != open)
        return say(arena, "I04 S and I of the order are not its open receivables", o->id);
    if (r != o->reserved.fen)
        return say(arena, "I04 the order's reservation is not its ledger", o->id);
    if (!reserves(o) && r != 0)
        return say(arena, "I04 an order reserves in a state that must not", o->id);
    if (reserves(o) && o->state != ORDER_HANDED_OVER && r != o->total.fen)
        return say(arena, "I04 an order does not reserve its total", o->id);
    if (r > o->total.fen)
        return say(arena, "I04 an order reserves more than it is worth", o->id);
    if (total != o->total.fen)
        return say(arena, "I13 the order's total is not its lines", o->id);
    return NULL;
}

/* I13 lines, I15 never ship twice. */
static const char *order_goods(const struct model *m, const struct order_row *o,
                               struct arena *arena)
{
    EACH(m, TABLE_ORDER_LINE, order_line_row, l)
    {
        int64_t noted = 0;
        struct money amount;

        if (l->order_id != o->id || l->removed)
            continue;
        if (l->granted.n < 0 || l->granted.n > l->ordered.n)
            return say(arena, "I13 granted is not within ordered", l->id);
        if (!money_of(l->price, l->price_per, l->granted, &amount))
            return say(arena, "I13 an amount overflows", l->id);
        EACH(m, TABLE_NOTE_LINE, note_line_row, n)
        {
            const struct note_row *note = model_find(m, TABLE_NOTE, n->note_id);

            if (n->order_line_id == l->id && note->state != NOTE_VOID)
                noted += n->qty.n;
            if (n->order_line_id == l->id && n->issued.n + n->closed.n > n->qty.n)
                return say(arena, "I15 issued and closed are more than the note says", n->id);
        }
        if (noted > l->granted.n)
            return say(arena, "I15 notes say more than was granted", l->id);
    }
    return NULL;
}

/* I11: dense events, each a road of the flow table, the last one where the order stands. */
static const char *order_road(const struct model *m, const struct order_row *o,
                              struct arena *arena)
{
    struct str last = STR("");
    int64_t seq = 0;

    EACH(m, TABLE_EVENT, event_row, e)
    {
        if (e->machine != MACHINE_ORDER || e->entity_id != o->id)
            continue;
        if (e->seq != ++seq)
            return say(arena, "I11 the order's events have a gap", e->id);
        if (!str_eq(e->from_state, last) && seq > 1)
            return say(arena, "I11 the order's road is broken", e->id);
        last = e->to_state;
    }
    if (seq != o->seq || !str_eq(last, str_of(enum_name(ENUM_order_state, o->state))))
        return say(arena, "I11 the order does not stand where its road ends", o->id);
    return NULL;
}

static bool past_approval(const struct order_row *o)
{
    return o->state == ORDER_APPROVED || o->state == ORDER_FIN_QUEUE ||
           o->state == ORDER_BILLED || o->state == ORDER_HANDED_OVER ||
           o->state == ORDER_CLOSED;
}

/* I07: past APPROVED only with the live signatures on this version and content: MA, or three
 * of ST. I08: a person signs once, for one principal. I10: not in his own right on what he
 * keyed or checked. */
static const char *order_signed(const struct model *m, const struct order_row *o,
                                struct arena *arena)
{
    unsigned ma = 0, st = 0;

    EACH(m, TABLE_SIGNATURE, signature_row, s)
    {
        if (s->order_id != o->id || s->void_at.us)
            continue;
        if (s->version == o->version && str_eq(s->content_hash, o->content_hash)) {
            ma += s->kind == SIGN_MA;
            st += s->kind == SIGN_ST;
        }
        if ((s->kind == SIGN_MA || s->kind == SIGN_ST) &&
            (s->signer_id == o->keyed_by || s->signer_id == o->checked_by) &&
            (s->signer_id == s->principal_id || !s->flagged))
            return say(arena, "I10 signed by who keyed or checked, not flagged", s->id);
        EACH(m, TABLE_SIGNATURE, signature_row, t)
        {
            if (t->id > s->id && t->order_id == o->id && !t->void_at.us && t->kind == s->kind &&
                t->version == s->version && t->case_id == s->case_id &&
                (t->signer_id == s->signer_id || t->principal_id == s->principal_id))
                return say(arena, "I08 a person signed twice", t->id);
        }
    }
    if (past_approval(o) && ma == 0 && st < 3)
        return say(arena, "I07 approved without its signatures", o->id);
    return NULL;
}

/* I06: each verdict replays by table 3.2 under the policy it names. */
static const char *verdict_holds(const struct model *m, const struct verdict_row *v,
                                 struct arena *arena)
{
    const struct policy_row *p = model_find(m, TABLE_POLICY, v->policy_id);
    int64_t after = v->exposure.fen + v->amount.fen, over = after - v->lim.fen;
    enum credit_result must = CREDIT_HOLD;
    int64_t seen = 0;

    if (v->cash_basis)
        must = v->funds.fen < v->amount.fen ? CREDIT_CASH : CREDIT_PASS;
    else if (v->overdue.fen > 0 || (v->lim.fen == 0 && v->amount.fen > 0))
        must = CREDIT_HOLD; /* limit 0 allows nothing, whatever was paid in */
    else if (over <= 0)
        must = CREDIT_PASS;
    else if (v->lim.fen > 0 && over * 100 <= v->lim.fen * p->over_pct)
        must = CREDIT_MANAGER;
    if (v->result != must)
        return say(arena, "I06 a verdict does not replay", v->id);
    if (v->cash_basis)
        return NULL;
    EACH(m, TABLE_EXPOSURE, exposure_row, e)
    { /* I05: what it saw is what was there */
        if (e->account_id == v->account_id && e->id <= v->seen_id && e->bucket != BUCKET_E)
            seen += e->amount.fen;
    }
    if (seen != v->exposure.fen)
        return say(arena, "I05 a verdict did not see the true exposure", v->id);
    return NULL;
}

/* I12. */
static const char *cell_holds(const struct model *m, const struct quota_cell_row *c,
                              struct arena *arena)
{
    int64_t used = 0;

    EACH(m, TABLE_QUOTA_ENTRY, quota_entry_row, e)
    {
        if (e->cell_id == c->id)
            used += e->qty.n;
    }
    if (used != c->used.n || used < 0 || used > c->allotted.n)
        return say(arena, "I12 a quota cell is not its entries, or over", c->id);
    return NULL;
}

/* I14. */
static const char *stock_holds(const struct model *m, const struct stock_row *s,
                               struct arena *arena)
{
    int64_t moved = 0, promised = 0;

    EACH(m, TABLE_STOCK_MOVE, stock_move_row, v)
    {
        if (v->product_id == s->product_id && v->warehouse_id == s->warehouse_id)
            moved += v->qty.n;
    }
    EACH(m, TABLE_SHIPMENT_LINE, shipment_line_row, l)
    {
        const struct shipment_row *h = model_find(m, TABLE_SHIPMENT, l->shipment_id);

        if (l->product_id == s->product_id && h->warehouse_id == s->warehouse_id &&
            (h->state == SHIPMENT_ALLOCATED || h->state == SHIPMENT_PICKED ||
             h->state == SHIPMENT_CHECKED))
            promised += l->qty.n;
    }
    if (moved != s->on_hand.n || s->on_hand.n < 0)
        return say(arena, "I14 stock is not its moves", s->id);
    if (promised != s->reserved.n || s->reserved.n > s->on_hand.n)
        return say(arena, "I14 reserved stock is not what shipments hold", s->id);
    return NULL;
}

/* I16, I17. */
static const char *money_holds(const struct model *m, struct arena *arena)
{
    EACH(m, TABLE_SHIPMENT_LINE, shipment_line_row, l)
    {
        int64_t invoiced = 0;

        EACH(m, TABLE_INVOICE_LINE, invoice_line_row, v)
        {
            if (v->shipment_line_id == l->id)
                invoiced += v->qty.n;
        }
        if (invoiced != l->invoiced.n || l->invoiced.n < 0 || l->returned.n > l->qty.n)
            return say(arena, "I16 invoiced is not the invoice lines, or over", l->id);
    }
    EACH(m, TABLE_RECEIPT, receipt_row, r)
    {
        int64_t allocated = 0;

        EACH(m, TABLE_ALLOCATION, allocation_row, a)
        {
            if (a->receipt_id == r->id)
                allocated += a->amount.fen;
        }
        if (allocated != r->allocated.fen || r->free.fen < 0 || r->earmarked.fen < 0)
            return say(arena, "I17 a receipt is not its allocations", r->id);
        if (r->state == RECEIPT_OPEN &&
            r->amount.fen != r->free.fen + r->earmarked.fen + r->allocated.fen)
            return say(arena, "I17 money of a receipt was lost", r->id);
    }
    EACH(m, TABLE_RECEIVABLE, receivable_row, d)
    {
        int64_t paid = 0;

        EACH(m, TABLE_ALLOCATION, allocation_row, a)
        {
            if (a->receivable_id == d->id)
                paid += a->amount.fen;
        }
        if (paid != d->paid.fen || d->open_s.fen < 0 || d->open_i.fen < 0)
            return say(arena, "I17 a receivable's paid money is not its allocations", d->id);
    }
    EACH(m, TABLE_ORDER, order_row, o)
    {
        int64_t earmarked = 0;

        EACH(m, TABLE_EARMARK, earmark_row, e)
        {
            if (e->order_id == o->id)
                earmarked += e->amount.fen;
        }
        if (earmarked != o->earmarked.fen)
            return say(arena, "I17 an order's earmarked money is not its earmarks", o->id);
    }
    return NULL;
}

/* I18, I19. */
static const char *papers_hold(const struct model *m, struct arena *arena)
{
    EACH(m, TABLE_DOCUMENT, document_row, d)
    {
        int64_t before = 0;

        if (!str_eq(d->sha256, sha256_hex(d->body, arena)))
            return say(arena, "I19 a posted document was changed", d->id);
        EACH(m, TABLE_DOCUMENT, document_row, e)
        {
            if (e->series == d->series && str_eq(e->period, d->period) && e->id < d->id) {
                before++;
                if (e->posted_at.us > d->posted_at.us)
                    return say(arena, "I18 a document is older than its predecessor", d->id);
            }
            if (e->id == d->reverses_id && e->total.fen != -d->total.fen)
                return say(arena, "I19 a reversal is not the exact negative", d->id);
            if (e->id > d->id && e->reverses_id && e->reverses_id == d->reverses_id &&
                e->series == d->series)
                return say(arena, "I19 a document was reversed twice", d->reverses_id);
        }
        if (d->no != before + 1)
            return say(arena, "I18 a series has a gap", d->id);
    }
    return NULL;
}

static const char *order_holds(const struct model *m, const struct order_row *o,
                               struct arena *arena)
{
    const char *fault = order_money(m, o, arena);

    fault = fault ? fault : order_goods(m, o, arena);
    fault = fault ? fault : order_road(m, o, arena);
    return fault ? fault : order_signed(m, o, arena);
}

const char *truths_broken(const struct model *m, struct arena *arena)
{
    const char *fault = NULL;

    EACH(m, TABLE_CREDIT_ACCOUNT, credit_account_row, a)
    fault = fault ? fault : account_holds(m, a, arena);
    EACH(m, TABLE_ORDER, order_row, o)
    fault = fault ? fault : order_holds(m, o, arena);
    EACH(m, TABLE_VERDICT, verdict_row, v)
    fault = fault ? fault : verdict_holds(m, v, arena);
    EACH(m, TABLE_QUOTA_CELL, quota_cell_row, c)
    fault = fault ? fault : cell_holds(m, c, arena);
    EACH(m, TABLE_STOCK, stock_row, s)
    fault = fault ? fault : stock_holds(m, s, arena);
    fault = fault ? fault : money_holds(m, arena);
    return fault ? fault : papers_hold(m, arena);
}

const char *truths_broken_by(const struct model *m, const struct effects *e,
                             struct arena *arena)
{
    const char *fault = NULL;

    for (size_t i = 0; i < e->n && !fault; i++) {
        const void *row = e->v[i].row;

        if (e->v[i].table == TABLE_CREDIT_ACCOUNT)
            fault = account_holds(m, row, arena);
        else if (e->v[i].table == TABLE_ORDER)
            fault = order_holds(m, row, arena);
        else if (e->v[i].table == TABLE_VERDICT)
            fault = verdict_holds(m, row, arena);
        else if (e->v[i].table == TABLE_QUOTA_CELL)
            fault = cell_holds(m, row, arena);
        else if (e->v[i].table == TABLE_STOCK)
            fault = stock_holds(m, row, arena);
    }
    return fault;
}
