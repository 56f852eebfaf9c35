/*
 * truths_order.c - an order: what it holds, its lines, its road, who signed it, its quota.
 */
#include <string.h>

#include "server/core/flow.h"
#include "tests/core/truths_parts.h"

/* --- what it holds --------------------------------------------------------------------------
 */

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

static bool was_consigned(enum shipment_state state)
{
    switch (state) {
    case SHIPMENT_CONSIGNED:
    case SHIPMENT_FED_BACK:
    case SHIPMENT_CONFIRMED:
    case SHIPMENT_CONFIRMED_DIFF:
    case SHIPMENT_REFUSED:
    case SHIPMENT_LOST:
        return true;
    case shipment_state_none:
    case SHIPMENT_ALLOCATED:
    case SHIPMENT_PICKED:
    case SHIPMENT_CHECKED:
    case SHIPMENT_ISSUED:
    case SHIPMENT_VOIDED:
    case shipment_state_count:
        break;
    }
    return false;
}

/* What of a line's amount still has to leave: neither closed nor consigned for good. Goods to
 * be sent again take their amount back. */
static int64_t amount_to_leave(const struct truths *t, const struct order_line_row *l)
{
    int64_t rest = l->amount.fen;

    EACH(t, TABLE_NOTE_LINE, note_line_row, n)
    {
        const struct note_row *note = model_find(t->m, TABLE_NOTE, n->note_id);

        if (n->order_line_id == l->id && note && note->state != NOTE_VOID)
            rest -= n->closed_amount.fen;
    }
    EACH(t, TABLE_SHIPMENT_LINE, shipment_line_row, s)
    {
        const struct shipment_row *h = model_find(t->m, TABLE_SHIPMENT, s->shipment_id);

        if (s->order_line_id == l->id && h && was_consigned(h->state))
            rest -= s->amount.fen - (s->claim == CLAIM_REPLACE ? s->returned_amount.fen : 0);
    }
    return rest;
}

static int64_t in_ledger(const struct truths *t, const struct order_row *o, enum bucket bucket)
{
    int64_t sum = 0;

    EACH(t, TABLE_EXPOSURE, exposure_row, e)
    {
        if (e->order_id == o->id && e->bucket == bucket)
            sum += e->amount.fen;
    }
    return sum;
}

/* I04: each unit in one bucket. R is what is granted, not consigned and not closed. */
static void order_money(struct truths *t, const struct order_row *o)
{
    int64_t earmarked = 0, total = 0, to_leave = 0;

    EACH(t, TABLE_EARMARK, earmark_row, e)
    {
        if (e->order_id == o->id)
            earmarked += e->amount.fen;
    }
    EACH(t, TABLE_ORDER_LINE, order_line_row, l)
    {
        if (l->order_id != o->id || l->removed)
            continue;
        total += l->amount.fen;
        to_leave += amount_to_leave(t, l);
    }
    must(t, total == o->total.fen, "I13 the order's total is not its lines", o->id);
    must(t, in_ledger(t, o, BUCKET_R) == o->reserved.fen,
         "I04 the order's reservation is not its ledger", o->id);
    must(t, o->reserved.fen == (reserves(o) ? to_leave : 0),
         "I04 the order does not reserve what is to leave", o->id);
    must(t, earmarked == o->earmarked.fen && earmarked == -in_ledger(t, o, BUCKET_E),
         "I17 an order's earmarked money is not its earmarks", o->id);
    must(t, o->tolerated.fen >= 0, "I17 a shortfall is below zero", o->id);
}

/* --- lines ----------------------------------------------------------------------------------
 */

/* Quantity times price, half up, without the house's own arithmetic. */
static int64_t worth(const struct order_line_row *l, int64_t n)
{
    return l->price_per > 0 ? (2 * n * l->price.fen + l->price_per) / (2 * l->price_per) : -1;
}

/* I13 of a line; I15: notes say at most what was granted, and what was closed is theirs. */
static void line_holds(struct truths *t, const struct order_line_row *l)
{
    int64_t noted = 0, closed = 0;

    must(t, l->granted.n >= 0 && l->granted.n <= l->ordered.n,
         "I13 granted is not within ordered", l->id);
    must(t, l->removed ? l->amount.fen == 0 : true, "I13 a removed line costs something",
         l->id);
    must(t,
         l->removed || l->amount.fen == worth(l, l->granted.n) ||
             (l->granted.n == 0 && !l->cut_for && l->amount.fen == worth(l, l->ordered.n)),
         "I13 an amount is not quantity times price", l->id);
    EACH(t, TABLE_NOTE_LINE, note_line_row, n)
    {
        const struct note_row *note = model_find(t->m, TABLE_NOTE, n->note_id);

        if (n->order_line_id != l->id || !note || note->state == NOTE_VOID)
            continue;
        noted += n->qty.n;
        closed += n->closed.n;
    }
    must(t, noted <= l->granted.n, "I15 notes say more than was granted", l->id);
    must(t, closed == l->closed.n, "I15 a line's closed units are not its notes'", l->id);
}

/* --- quota ----------------------------------------------------------------------------------
 */

/* I12 of a cell. */
void cell_holds(struct truths *t, const struct quota_cell_row *c)
{
    int64_t used = 0;

    EACH(t, TABLE_QUOTA_ENTRY, quota_entry_row, e)
    {
        if (e->cell_id == c->id)
            used += e->qty.n;
    }
    must(t, used == c->used.n && used >= 0 && used <= c->allotted.n,
         "I12 a quota cell is not its entries, or over", c->id);
}

static int64_t booked_in(const struct truths *t, const struct quota_cell_row *c,
                         const struct order_line_row *l)
{
    int64_t sum = 0;

    EACH(t, TABLE_QUOTA_ENTRY, quota_entry_row, e)
    {
        if (e->cell_id == c->id && e->order_line_id == l->id)
            sum += e->qty.n;
    }
    return sum;
}

static int64_t returned_of(const struct truths *t, const struct order_line_row *l)
{
    int64_t sum = 0;

    EACH(t, TABLE_SHIPMENT_LINE, shipment_line_row, s)
    {
        if (s->order_line_id == l->id)
            sum += s->returned.n;
    }
    return sum;
}

/* I12 of a line: in each cell that has anything booked for it stands what it took and did not
 * give back; nothing stands of an order that holds no quota. */
static void line_quota(struct truths *t, const struct order_row *o,
                       const struct order_line_row *l)
{
    int64_t most = l->granted.n - l->closed.n, least = most - returned_of(t, l);

    EACH(t, TABLE_QUOTA_CELL, quota_cell_row, c)
    {
        int64_t n = booked_in(t, c, l);

        if (o->quota_held && !l->removed && c->month.n == o->quota_month.n)
            must(t, n == 0 || (n >= least && n <= most),
                 "I12 a line has too much or too little quota", l->id);
        else
            must(t, n == 0, "I12 a line holds quota that it must not", l->id);
    }
}

static bool binds(const struct truths *t, const struct order_row *o,
                  const struct order_line_row *l, const struct quota_cell_row *c)
{
    const struct product_row *p = model_find(t->m, TABLE_PRODUCT, l->product_id);
    const struct customer_row *who = model_find(t->m, TABLE_CUSTOMER, o->customer_id);
    bool product =
        c->product_id ? c->product_id == p->id : c->class.n > 0 && str_eq(c->class, p->class);

    return product && c->month.n == o->quota_month.n &&
           (c->holder == HOLDER_EVERYONE ||
            (c->holder == HOLDER_AREA && c->holder_id == who->area_id) ||
            (c->holder == HOLDER_CUSTOMER && c->holder_id == who->id));
}

/* Asked when the command booked: the line stands in all cells that bind it, wholly. */
void booking_holds(struct truths *t, const struct quota_entry_row *e)
{
    const struct order_line_row *l = model_find(t->m, TABLE_ORDER_LINE, e->order_line_id);
    const struct order_row *o = l ? model_find(t->m, TABLE_ORDER, l->order_id) : NULL;

    must(t, o != NULL && o->id == e->order_id, "I12 a booking of no line", e->id);
    if (!o || e->qty.n < 0 || !o->quota_held || l->removed)
        return;
    EACH(t, TABLE_QUOTA_CELL, quota_cell_row, c)
    {
        if (binds(t, o, l, c))
            must(t, booked_in(t, c, l) == l->granted.n, "I12 a cell that binds has no booking",
                 l->id);
    }
}

/* --- road -----------------------------------------------------------------------------------
 */

/* I11: any event may take a road that the table has. */
static bool is_road(enum machine machine, struct str from, struct str to)
{
    enum enum_id states = flow_states(machine);

    for (size_t i = 0; i < flow_row_count; i++)
        if (flow_rows[i].machine == machine &&
            str_eq(from, str_of(enum_name(states, flow_rows[i].from))) &&
            str_eq(to, str_of(enum_name(states, flow_rows[i].to))))
            return true;
    return false;
}

void road_holds(struct truths *t, enum machine machine, int64_t id, unsigned state, int64_t seq)
{
    struct str last = STR("");
    int64_t n = 0;

    EACH(t, TABLE_EVENT, event_row, e)
    {
        if (e->entity_id != id || e->machine != machine)
            continue;
        must(t, e->seq == ++n, "I11 a document's events have a gap", e->id);
        must(t, n == 1 || str_eq(e->from_state, last), "I11 a document's road is broken",
             e->id);
        must(t,
             (n > 1 && str_eq(e->from_state, e->to_state)) ||
                 str_eq(e->command_id, STR("seed")) ||
                 is_road(machine, e->from_state, e->to_state),
             "I11 a road that the flow table does not have", e->id);
        last = e->to_state;
    }
    must(t, n == seq && str_eq(last, str_of(enum_name(flow_states(machine), state))),
         "I11 a document does not stand where its road ends", id);
}

/* --- signatures -----------------------------------------------------------------------------
 */

static bool past_approval(const struct order_row *o)
{
    return o->state == ORDER_APPROVED || o->state == ORDER_FIN_QUEUE ||
           o->state == ORDER_BILLED || o->state == ORDER_HANDED_OVER ||
           o->state == ORDER_CLOSED;
}

struct signed_by {
    unsigned ma, cc53, tolerance, st;
};

static bool binds_order(const struct signature_row *s, const struct order_row *o)
{
    return s->order_id == o->id && !s->void_at.us && s->version == o->version &&
           str_eq(s->content_hash, o->content_hash);
}

static struct signed_by count_signatures(const struct truths *t, const struct order_row *o)
{
    struct signed_by n = { 0 };

    EACH(t, TABLE_SIGNATURE, signature_row, s)
    {
        if (!binds_order(s, o))
            continue;
        n.ma += s->kind == SIGN_MA;
        n.cc53 += s->kind == SIGN_CC53;
        n.tolerance += s->kind == SIGN_TOLERANCE;
        n.st += s->kind == SIGN_ST;
    }
    return n;
}

/* I07: past APPROVED only with the live signatures that its verdict asks for. */
static void order_approved_rightly(struct truths *t, const struct order_row *o)
{
    const struct verdict_row *v =
        o->verdict_id ? model_find(t->m, TABLE_VERDICT, o->verdict_id) : NULL;
    struct signed_by n = count_signatures(t, o);
    bool enough = false;

    if (!past_approval(o))
        return;
    if (v && v->order_id == o->id)
        enough = (v->result == CREDIT_PASS && n.ma > 0) ||
                 (v->result == CREDIT_MANAGER && n.ma > 0 && n.cc53 > 0) ||
                 (v->result == CREDIT_CASH && n.ma > 0 &&
                  (o->tolerated.fen == 0 || n.tolerance > 0));
    must(t, enough || n.st == 3, "I07 approved without its signatures", o->id);
}

/* What the leaders sign; a plan's verification and approval are the field's own. */
static bool by_leader(const struct signature_row *s)
{
    return s->kind == SIGN_MA || s->kind == SIGN_CC53 || s->kind == SIGN_TOLERANCE ||
           s->kind == SIGN_ST || s->kind == SIGN_QUOTA;
}

/* I08: a person signs once for one matter, for one principal. I10: not in his own right on
 * what he keyed or checked. */
static void signatures_hold(struct truths *t, const struct order_row *o)
{
    EACH(t, TABLE_SIGNATURE, signature_row, s)
    {
        if (s->order_id != o->id)
            continue;
        must(t,
             !by_leader(s) || (s->signer_id != o->keyed_by && s->signer_id != o->checked_by) ||
                 (s->signer_id != s->principal_id && s->flagged),
             "I10 signed by who keyed or checked, not flagged", s->id);
        EACH(t, TABLE_SIGNATURE, signature_row, x)
        {
            must(t,
                 x->id <= s->id || x->order_id != o->id || x->void_at.us || s->void_at.us ||
                     x->kind != s->kind || x->version != s->version ||
                     (x->signer_id != s->signer_id && x->principal_id != s->principal_id),
                 "I08 a person signed twice", x->id);
        }
    }
    must(t, !o->verified_by || o->verified_by != o->approved_by,
         "I10 verified and approved by one person", o->id);
}

/* --- the end --------------------------------------------------------------------------------
 */

/* CLOSED: nothing to leave, nothing held, nothing owed. */
static void order_over(struct truths *t, const struct order_row *o)
{
    const struct note_row *n = o->note_id ? model_find(t->m, TABLE_NOTE, o->note_id) : NULL;

    if (o->state != ORDER_CLOSED)
        return;
    must(t, n && n->state == NOTE_DONE, "closed with goods to come", o->id);
    must(t, o->closed_at.us > 0, "closed without its time", o->id);
    must(t, !o->earmarked.fen && !o->tolerated.fen, "closed holding money", o->id);
    EACH(t, TABLE_RECEIVABLE, receivable_row, d)
    {
        must(t, d->order_id != o->id || d->open_s.fen + d->open_i.fen == 0,
             "closed owing money", o->id);
    }
    EACH(t, TABLE_ORDER_LINE, order_line_row, l)
    {
        must(t, l->order_id != o->id || l->removed || amount_to_leave(t, l) == 0,
             "closed with an amount to leave", l->id);
    }
}

void order_holds(struct truths *t, const struct order_row *o)
{
    order_money(t, o);
    EACH(t, TABLE_ORDER_LINE, order_line_row, l)
    {
        if (l->order_id != o->id)
            continue;
        line_holds(t, l);
        line_quota(t, o, l);
    }
    road_holds(t, MACHINE_ORDER, o->id, o->state, o->seq);
    signatures_hold(t, o);
    order_approved_rightly(t, o);
    order_over(t, o);
}
