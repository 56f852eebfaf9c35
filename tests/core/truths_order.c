/*
 * truths_order.c - an order: what it holds, its lines, its road, who signed it, its quota.
 */
#include <string.h>

#include "server/core/document.h"
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
            rest -= s->amount.fen - s->replaced_amount.fen;
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

static bool is_verdict_of(const struct truths *t, const struct order_row *o)
{
    const struct verdict_row *v = model_find(t->m, TABLE_VERDICT, o->verdict_id);

    return v && v->order_id == o->id;
}

/* I04: each unit in one bucket. R is what is granted, not consigned and not closed. */
static void order_money(struct truths *t, const struct order_row *o)
{
    int64_t earmarked = 0, total = 0, to_leave = 0, open = 0;

    EACH(t, TABLE_RECEIVABLE, receivable_row, d)
    {
        if (d->order_id == o->id)
            open += d->open_s.fen + d->open_i.fen;
    }
    must(t, in_ledger(t, o, BUCKET_S) + in_ledger(t, o, BUCKET_I) == open,
         "I04 S and I of the order are not its open receivables", o->id);

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
    must(t, !o->verdict_id || is_verdict_of(t, o), "I06 the order's verdict is not there",
         o->id);
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

/* */
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

/* --- version, content, what is asked for ----------------------------------------------------
 */

/* The hash is computed again from the lines as they are stored. */
static bool reads_as_hashed(const struct truths *t, const struct order_row *o)
{
    struct work *w = ARENA_NEW(t->arena, struct work);

    w->arena = t->arena;
    EACH(t, TABLE_ORDER_LINE, order_line_row, l)
    {
        if (l->order_id == o->id)
            work_load(w, TABLE_ORDER_LINE, l);
    }
    return str_eq(o->content_hash, order_content_hash(w, o));
}

/* From AC on the order holds its quota, until it ends or is returned. */
static bool is_behind_ac(const struct order_row *o)
{
    return o->state == ORDER_WAIT_MGR || o->state == ORDER_WAIT_MA ||
           o->state == ORDER_HOLD_CREDIT || o->state == ORDER_WAIT_ST ||
           o->state == ORDER_WAIT_FUNDS || o->state == ORDER_APPROVED ||
           o->state == ORDER_FIN_QUEUE || o->state == ORDER_BILLED ||
           o->state == ORDER_HANDED_OVER || o->state == ORDER_CLOSED;
}

/* The last event knows the version, the last that moved the order knows since when it stands.
 */
static void version_holds(struct truths *t, const struct order_row *o)
{
    const struct event_row *last = NULL, *moved = NULL;

    EACH(t, TABLE_EVENT, event_row, e)
    {
        if (e->machine != MACHINE_ORDER || e->entity_id != o->id ||
            str_eq(e->command_id, STR("seed")))
            continue;
        must(t, !last || last->version <= e->version, "I11 an event of an older version",
             e->id);
        last = e;
        moved = str_eq(e->from_state, e->to_state) ? moved : e;
    }
    must(t, !last || last->version == o->version,
         "I11 the order is another version than its road", o->id);
    must(t, !moved || moved->at.us == o->state_since.us,
         "I11 the order does not know since when it stands", o->id);
    must(t, !last || reads_as_hashed(t, o), "I07 the order does not read as it was hashed",
         o->id);
    must(t, !last || o->quota_held == is_behind_ac(o),
         "I12 an order holds quota in a state that must not, or lacks it", o->id);
    must(t, o->cash_basis == (o->cash_reason != cash_reason_none),
         "I04 a cash basis without its reason", o->id);
}

/* What waits for an answer has a question, and nothing else has one. */
static void questions_hold(struct truths *t, const struct order_row *o)
{
    int64_t cases = 0, passed = 0, transfers = 0, grants = 0;

    EACH(t, TABLE_ST_CASE, st_case_row, c)
    {
        cases += c->order_id == o->id && c->state == CASE_OPEN;
        passed += c->order_id == o->id && c->state == CASE_PASSED;
    }
    EACH(t, TABLE_QUOTA_REQUEST, quota_request_row, r)
    {
        transfers +=
            r->order_id == o->id && r->state == REQUEST_OPEN && r->kind == ASK_TRANSFER;
        grants += r->order_id == o->id && r->state == REQUEST_OPEN && r->kind == ASK_SLT;
    }
    must(t, cases == (o->state == ORDER_WAIT_ST), "an open case without its order's waiting",
         o->id);
    /* it is granted to an order as it reads, and ends with that */
    must(t, passed == (o->granted_at.us != 0), "a granted case without its order's grant",
         o->id);
    must(t, (transfers > 0) == (o->state == ORDER_WAIT_QUOTA_UM),
         "an open transfer without its order's waiting", o->id);
    /* a leader may grant nothing for a line: then it is asked no more while others still sign
     */
    must(t, grants == 0 || o->state == ORDER_WAIT_QUOTA_SLT,
         "an open over-quota without its order's waiting", o->id);
}

/* A question is open until somebody answered, and a line has one at a time. */
static void asked_once(struct truths *t, const struct order_row *o)
{
    EACH(t, TABLE_QUOTA_REQUEST, quota_request_row, r)
    {
        if (r->order_id != o->id)
            continue;
        must(t, (r->state == REQUEST_OPEN) == (r->decided_at.us == 0),
             "I12 quota that was asked for is open and answered, or neither", r->id);
        EACH(t, TABLE_QUOTA_REQUEST, quota_request_row, x)
        {
            must(t,
                 x->id >= r->id || x->order_line_id != r->order_line_id || x->kind != ASK_SLT ||
                     r->kind != ASK_SLT || x->state != REQUEST_OPEN || r->state != REQUEST_OPEN,
                 "I12 a line asks twice for over-quota", r->id);
        }
    }
}

/* While the leaders are asked for over-quota, each line that is short has its question, open
 * until the first of them has answered. */
static void over_quota_holds(struct truths *t, const struct order_row *o)
{
    int64_t asked = 0, open = 0, lines = 0, answers = 0;

    if (o->state != ORDER_WAIT_QUOTA_SLT)
        return;
    EACH(t, TABLE_QUOTA_REQUEST, quota_request_row, r)
    {
        if (r->order_id != o->id || r->kind != ASK_SLT || r->asked_at.us != o->state_since.us)
            continue;
        asked++;
        open += r->state == REQUEST_OPEN;
    }
    EACH(t, TABLE_ORDER_LINE, order_line_row, l)
    {
        lines += l->order_id == o->id && !l->removed && l->granted.n < l->ordered.n;
    }
    EACH(t, TABLE_SIGNATURE, signature_row, s)
    {
        answers += s->order_id == o->id && s->kind == SIGN_QUOTA && !s->void_at.us;
    }
    must(t, asked >= lines && asked > 0, "a short line was not asked for", o->id);
    must(t, answers > 0 || open >= lines, "an over-quota answered by nobody", o->id);
}

/* A number names one order. */
static void named_once(struct truths *t, const struct order_row *o)
{
    EACH(t, TABLE_ORDER, order_row, x)
    {
        must(t, x->id == o->id || !str_eq(x->no, o->no), "two orders of one number", o->id);
    }
    must(t,
         o->no.n && model_find(t->m, TABLE_CUSTOMER, o->customer_id) &&
             model_find(t->m, TABLE_CREDIT_ACCOUNT, o->account_id),
         "an order of nobody", o->id);
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
    named_once(t, o);
    version_holds(t, o);
    questions_hold(t, o);
    asked_once(t, o);
    over_quota_holds(t, o);
    signatures_hold(t, o);
    order_claims(t, o);
    order_over(t, o);
}
