/*
 * note_consign.c - to the carrier and on: station, consignment, waybill, feedback (SP5, SP6:
 *
 */
#include "server/core/billing.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/ledger.h"
#include "server/core/note.h"
#include "server/core/note_copies.h"
#include "server/core/order_common.h"

/* The station of P_station, or NULL with the refusal said. */
static const struct station_row *station_named(struct work *w)
{
    struct str code = w->args->v[P_station].s;

    for (size_t i = 0; i < w->station.n; i++)
        if (str_eq(w->station.v[i]->code, code) && w->station.v[i]->active)
            return w->station.v[i];
    refused_missing(w, "station", code);
    return NULL;
}

static const struct load station_loads[] = { NOTE_LOADS, SHIPMENT_LOADS, STATION_LOADS };

/* another station than the order's takes the CSR's word. */
static void note_station(struct work *w)
{
    const struct station_row *st;
    struct shipping sp;

    if (!shipping_part(w, EVENT_STATION, &sp))
        return;
    st = station_named(w);
    if (!st)
        return;
    sp.s->station_id = st->id;
    sp.s->station_ok_by = w->actor_id;
    say_name(w, "station", st->code);
    shipment_move(w, sp.s, EVENT_STATION, sp.s->state, STEP_SP5, w->args->v[P_reason].s);
    done(w);
}
OPERATION(NOTE_STATION) = { LOADS(station_loads), .decide = note_station };

/* --- consignment ------------------------------------------------------------------------ */

static const struct load consign_loads[] = { CONSIGN_LOADS };

/* Goods go where the order says, or where the CSR agreed; nowhere else. */
static const struct station_row *station_agreed(struct work *w, struct shipment_row *s)
{
    const struct station_row *agreed = find_station(w, s->station_id);
    const struct station_row *to = agreed;

    if (w->args->v[P_station].given)
        to = station_named(w);
    else if (!to)
        refused_error(w, ERR_PARAMS, "station", STR("the order names none"));
    if (!to)
        return NULL;
    if (BREAKS(RULE_STATION, to != agreed)) {
        say_name(w, "station", to->code);
        say_name(w, "agreed", agreed ? agreed->code : STR(""));
        remedy_who(w, "ask", ROLE_CSR, OP_NOTE_STATION);
        refused(w, RULE_STATION);
        return NULL;
    }
    if (to != agreed) {
        s->station_id = to->id;
        s->accurate = false;
    }
    return to;
}

/*
 * basis day + term, as the customer has them now: what he changes later is for
 * what ships later. A term that runs from the signed slip starts from the day on which the slip
 * is due until it is there; one that runs from the invoice starts from shipment until it is
 * issued. Goods paid before they left are due at once, and so is a signed shortfall.
 */
static void receivable_due(const struct work *w, const struct shipping *sp,
                           struct receivable_row *r)
{
    bool term = sp->c->has_term && !sp->o->cash_basis;

    r->due_from = term ? sp->c->due_from : BASIS_SHIP;
    r->term_days = term ? sp->c->term_days : 0;
    r->basis_day = r->due_from == BASIS_SIGN_OFF ? sp->s->slip_due : w->today;
    r->due = day_add(r->basis_day, (int32_t)r->term_days);
}

/* The money that waits for this order pays its receivable at once. */
static void receivable_fund(struct work *w, const struct shipping *sp, struct receivable_row *r)
{
    bool paid = false;

    for (size_t i = 0; i < w->earmark.n && r->open_s.fen > 0; i++) {
        struct earmark_row *e = w->earmark.v[i];
        int64_t take = e->amount.fen < r->open_s.fen ? e->amount.fen : r->open_s.fen;

        if (e->order_id != sp->o->id || take <= 0)
            continue;
        ledger_allocate(w, find_receipt(w, e->receipt_id), r, fen(take), e, sp->o);
        paid = true;
    }
    if (paid)
        receivable_settle(w, r, EVENT_SETTLE, STEP_BC6, STR("earmarked money"));
}

/* BC1: the value of what was shipped moves from R to S in the same breath (law 1, T13). A
 * cash order holds no R: what R the order has is given up, and no more. */
static void receivable_arise(struct work *w, const struct shipping *sp)
{
    struct receivable_row *r = add_receivable(w);

    r->no = shipment_no(w, sp->s);
    r->kind = DEBT_GOODS;
    r->account_id = sp->o->account_id;
    r->customer_id = sp->o->customer_id;
    r->order_id = sp->o->id;
    r->shipment_id = sp->s->id;
    r->bcr_id = sp->o->bcr_id;
    r->opened_at = w->now;
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp->s, l));)
        r->amount.fen += l->amount.fen;
    receivable_due(w, sp, r);
    sp->s->receivable_id = r->id;
    say_money(w, "receivable", r->amount);
    say_day(w, "due", r->due);
    if (r->amount.fen == 0) { /* goods that cost nothing owe nothing */
        receivable_move(w, r, EVENT_ARISE, RECEIVABLE_PAID, STEP_BC1, STR(""));
        return;
    }
    ledger_ship(w, sp->o, r, r->amount.fen < sp->o->reserved.fen ? r->amount : sp->o->reserved);
    receivable_move(w, r, EVENT_ARISE, RECEIVABLE_OPEN, STEP_BC1, STR(""));
    receivable_fund(w, sp, r);
}

/* What a carrier counts and asks is not negative. */
static bool way_is_sound(struct work *w)
{
    static const enum param counted[] = { P_packages, P_weight, P_freight };

    for (size_t i = 0; i < COUNT(counted); i++) {
        if (w->args->v[counted[i]].n >= 0)
            continue;
        refused_error(w, ERR_PARAMS, params[counted[i]].name, STR("it cannot be negative"));
        return false;
    }
    return true;
}

static void way_set(struct work *w, const struct customer_row *c, struct shipment_row *s,
                    const struct station_row *to)
{
    const struct arg *a = w->args->v;

    s->waybill = a[P_waybill].s;
    s->carrier = a[P_carrier].s;
    s->packages = a[P_packages].n;
    s->weight_g = a[P_weight].n;
    s->freight = arg_money(w->args, P_freight);
    s->consigned_by = w->actor_id;
    s->consigned_at = w->now;
    s->expected = day_add(w->today, (int32_t)transit_days(to, station_of(w, c->id, to->id)));
    s->slip_due = day_add(s->expected, (int32_t)w->pol->slip_days);
}

/* SP5. The clock of the shipment stops; what is due next is the word to the CSR, the same
 * day. When nothing of the note is in the house any more, the order's shipping is done. */
static void note_consign(struct work *w)
{
    const struct station_row *to;
    struct shipping sp;

    if (!shipping_part(w, EVENT_CONSIGN, &sp) || !shipping_may_go(w, sp.n) || !way_is_sound(w))
        return;
    to = station_agreed(w, sp.s);
    if (!to)
        return;
    say_time(w, "ship_due", sp.s->due_at);
    way_set(w, sp.c, sp.s, to);
    receivable_arise(w, &sp);
    copies_consigned(w, &sp);
    sp.s->due_at = clock_due(w, CLOCK_FEEDBACK, w->now);
    shipment_move(w, sp.s, EVENT_CONSIGN, SHIPMENT_CONSIGNED, STEP_SP5, sp.s->waybill);
    if (!note_has_goods(w, sp.n))
        sp.o->ship_due_at = sp.o->due_at = (struct instant){ 0 };
    note_free_surplus(w, sp.n, sp.o);
    done(w);
}
OPERATION(NOTE_CONSIGN) = { LOADS(consign_loads), .decide = note_consign, .frees = true };

/* --- afterwards ------------------------------------------------------------------------- */

static const struct load road_loads[] = { NOTE_LOADS, SHIPMENT_LOADS };

/* a wrong waybill is mended by a recorded correction: the event keeps both. */
static void note_waybill(struct work *w)
{
    const struct arg *a = w->args->v;
    struct str remark;
    struct shipping sp;

    if (!shipping_part(w, EVENT_WAYBILL, &sp))
        return;
    remark =
        str_format(w->arena, "%.*s (%.*s) -> %.*s: %.*s", STR_ARG(sp.s->waybill),
                   STR_ARG(sp.s->carrier), STR_ARG(a[P_waybill].s), STR_ARG(a[P_reason].s));
    sp.s->waybill = a[P_waybill].s;
    if (a[P_carrier].given)
        sp.s->carrier = a[P_carrier].s;
    shipment_move(w, sp.s, EVENT_WAYBILL, sp.s->state, STEP_SP5, remark);
    tell_csr(w, MESSAGE_SHIPPED, sp.o,
             str_format(w->arena, "%.*s: waybill %.*s", STR_ARG(shipment_no(w, sp.s)),
                        STR_ARG(remark)));
    done(w);
}
OPERATION(NOTE_WAYBILL) = { LOADS(road_loads), .decide = note_waybill };

static bool expected_is_sound(struct work *w, const struct shipment_row *s)
{
    struct day left = calendar_today(&w->calendar, s->consigned_at);

    if (!BREAKS(RULE_EXPECTED,
                w->args->v[P_expected].given && arg_day(w->args, P_expected).n < left.n))
        return true;
    say_day(w, "consigned", left);
    refused(w, RULE_EXPECTED);
    return false;
}

/* SP6: the CSR, the KAM and the customer learn waybill and expected day. */
static void note_feedback(struct work *w)
{
    struct shipping sp;
    struct str body;

    if (!shipping_part(w, EVENT_FEEDBACK, &sp) || !expected_is_sound(w, sp.s))
        return;
    if (w->args->v[P_expected].given) {
        sp.s->expected = arg_day(w->args, P_expected);
        sp.s->slip_due = day_add(sp.s->expected, (int32_t)w->pol->slip_days);
    }
    sp.s->fed_back_at = w->now;
    sp.s->due_at = calendar_close(&w->calendar, sp.s->slip_due);
    say_day(w, "expected", sp.s->expected);
    shipment_move(w, sp.s, EVENT_FEEDBACK, SHIPMENT_FED_BACK, STEP_SP6, w->args->v[P_remark].s);
    body = str_format(w->arena, "%.*s: %.*s %.*s, expected %.*s", STR_ARG(shipment_no(w, sp.s)),
                      STR_ARG(sp.s->carrier), STR_ARG(sp.s->waybill),
                      STR_ARG(day_text(sp.s->expected, w->arena)));
    tell_csr(w, MESSAGE_SHIPPED, sp.o, body);
    tell_kam(w, MESSAGE_SHIPPED, &sp, body);
    tell_customer(w, MESSAGE_SHIPPED, sp.o, clock_same_day(w, w->now), body);
    done(w);
}
OPERATION(NOTE_FEEDBACK) = { LOADS(road_loads), .decide = note_feedback };
