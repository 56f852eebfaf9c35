/*
 * order_intake.c - OG: how an order comes in (R-085 .. R-089).
 *
 * Three doors: a plan is keyed in the field as a draft, verified by the customer's manager and
 * approved by the market manager, which transmits it; or a paper that came by fax or phone is
 * keyed by the secretaries as received, its verification and approval attested; or an order
 * that was open at go-live is taken over as received when it arrived.
 */
#include "server/core/actor.h"
#include "server/core/attest.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/document.h"
#include "server/core/opening.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/paper_sign.h"

static const struct customer_row *customer_at_hand(struct work *w)
{
    const struct customer_row *c = ONE(w->customer);

    if (!c) {
        refused_missing(w, "customer", w->args->v[P_customer].s);
        return NULL;
    }
    if (!actor_in_scope(w, c))
        return NULL;
    if (BREAKS(RULE_NO_ACCOUNT, c->account_id == 0)) {
        remedy_who(w, "ask", ROLE_SSGL, OP_CUSTOMER_PUT);
        refused_at(w, RULE_NO_ACCOUNT, "customer", c->code);
        return NULL;
    }
    return c;
}

/* Origin, header, lines, total and hash of an order that was just born. */
static bool order_filled(struct work *w, struct order_row *o, const struct customer_row *c)
{
    const struct arg *origin = &w->args->v[P_origin];

    o->origin = origin->given ? (enum origin)origin->n : ORIGIN_PLAN;
    if (!order_header(w, o, NULL))
        return false;
    if (BREAKS(RULE_CONTRACT_MISSING, o->origin == ORIGIN_CONTRACT && str_empty(o->contract))) {
        refused_at(w, RULE_CONTRACT_MISSING, "contract", STR(""));
        return false;
    }
    if (!order_lines_new(w, o, c))
        return false;
    order_recount(w, o);
    o->content_hash = order_content_hash(w, o);
    return true;
}

/* --- a plan from the field ----------------------------------------------------------- */

static void order_plan(struct work *w)
{
    const struct customer_row *c = customer_at_hand(w);
    struct order_row *o;

    if (!c)
        return;
    o = order_born(w, c);
    o->channel = CHANNEL_TERMINAL;
    if (!order_filled(w, o, c))
        return;
    if (BREAKS(RULE_DIRECT_IS_KEYED, order_is_direct(o))) {
        remedy_who(w, "ask", ROLE_CSR, OP_ORDER_KEY);
        refused_at(w, RULE_DIRECT_IS_KEYED, "origin", STR(""));
        return;
    }
    say_money(w, "total", o->total);
    order_move(w, o, EVENT_PLAN, ORDER_DRAFT, STEP_OG, w->args->v[P_remark].s);
    done(w);
}

/* --- a paper keyed by the secretaries ------------------------------------------------- */

/* it waits for the word of the sales department's manager, who is told. */
static void confirmation_asked(struct work *w, const struct order_row *o,
                               const struct customer_row *c)
{
    if (order_is_direct(o))
        tell_role(w, MESSAGE_TO_SIGN, o, ROLE_SDM, 0, told_promptly(w),
                  str_format(w->arena,
                             "%.*s of %.*s was given directly, without contract: %.*s",
                             STR_ARG(o->no), STR_ARG(c->name),
                             STR_ARG(money_text(o->total, w->arena))));
}

static struct instant arrival_of(const struct work *w)
{
    return w->args->v[P_arrival].given ? arg_time(w->args, P_arrival) : w->now;
}

/* The clocks run from the paper's arrival, not from the keying (decisions 1). */
static bool arrived_before(struct work *w, struct order_row *o)
{
    struct instant at = arrival_of(w);

    if (BREAKS(RULE_ARRIVAL_LATER, at.us > w->now.us)) {
        say_time(w, "arrival", at);
        say_time(w, "now", w->now);
        refused_at(w, RULE_ARRIVAL_LATER, "arrival", STR(""));
        return false;
    }
    order_arrives(w, o, at);
    return true;
}

static bool paper_arrived(struct work *w, struct order_row *o)
{
    struct instant at = arrival_of(w);
    struct day since = calendar_workday_before(&w->calendar, w->today, 1);
    bool old = calendar_today(&w->calendar, at).n < since.n;

    if (BREAKS(RULE_ARRIVAL_OLD, old && text_blank(w->args->v[P_remark].s))) {
        say_time(w, "arrival", at);
        say_day(w, "earliest", since);
        remedy_plain(w, "give_remark", OP_ORDER_KEY);
        refused_at(w, RULE_ARRIVAL_OLD, "arrival", STR(""));
        return false;
    }
    return arrived_before(w, o);
}

/* Who verified and approved on paper, as the secretary reads it there: the right persons, or
 * the paper goes back to the field before it is an order. */
static bool paper_attested(struct work *w, struct order_row *o, const struct customer_row *c)
{
    const struct args *a = w->args;
    struct instant at = arg_time(a, P_approved_at);

    if (BREAKS(RULE_PAPER_CHANNEL, a->v[P_channel].n == CHANNEL_TERMINAL)) {
        remedy_plain(w, "plan", OP_ORDER_PLAN);
        refused_at(w, RULE_PAPER_CHANNEL, "channel", STR(""));
        return false;
    }
    if (BREAKS(RULE_ATTESTED, str_empty(str_trim(a->v[P_reference].s)) ||
                                  str_empty(str_trim(a->v[P_approver].s)))) {
        refused_at(w, RULE_ATTESTED,
                   str_empty(str_trim(a->v[P_approver].s)) ? "approver" : "reference", STR(""));
        return false;
    }
    if (BREAKS(RULE_APPROVED_LATER, at.us > w->now.us)) {
        say_time(w, "approved", at);
        say_time(w, "now", w->now);
        refused_at(w, RULE_APPROVED_LATER, "approved_at", STR(""));
        return false;
    }
    if (!attested_rightly(w, c, at))
        return false;
    o->channel = (enum channel)a->v[P_channel].n;
    o->reference = str_trim(a->v[P_reference].s);
    o->attested_by = str_trim(a->v[P_approver].s);
    o->approved_version = o->version;
    o->approved_at = at;
    return true;
}

/* The same customer, channel and reference within policy double_days: perhaps one fax keyed
 * twice. A warning, because a fax number may be used again (decisions 4). */
static void doubles_warned(struct work *w, const struct order_row *o)
{
    const struct order_row *last = NULL;
    int64_t doubles = 0;
    int64_t within = w->pol->double_days * INSTANT_DAY;

    for (size_t i = 0; i < w->order.loaded; i++) {
        const struct order_row *e = w->order.v[i];
        int64_t apart = o->arrival.us - e->arrival.us;

        if (e->customer_id != o->customer_id || e->channel != o->channel ||
            !str_eq(e->reference, o->reference) || e->state == ORDER_CANCELLED ||
            apart > within || apart < -within)
            continue;
        doubles++;
        last = e;
    }
    if (!last)
        return;
    say_count(w, "same_reference", doubles);
    say_name(w, "keyed_before", last->no);
    remedy_plain(w, "cancel_double", OP_ORDER_CANCEL);
}

static struct str attested_text(struct work *w, const struct order_row *o)
{
    struct str verifier = str_trim(w->args->v[P_verifier].s);
    struct str remark = str_trim(w->args->v[P_remark].s);

    return str_format(w->arena, "%s %.*s; approved by %.*s%s%.*s%s%.*s",
                      enum_name(ENUM_channel, o->channel), STR_ARG(o->reference),
                      STR_ARG(o->attested_by), verifier.n ? "; verified by " : "",
                      STR_ARG(verifier), remark.n ? "; " : "", STR_ARG(remark));
}

/* The plan reached the house past his desk: the UM gets his copy, and approves nothing.
 */
static void area_told(struct work *w, const struct order_row *o, const struct customer_row *c)
{
    struct duty um = manager_duty(w, o);

    if (um.role == ROLE_UM)
        tell_duty(w, MESSAGE_RECEIVED, o, um, told_promptly(w),
                  str_format(w->arena, "%.*s of %.*s was keyed from %.*s, %.*s", STR_ARG(o->no),
                             STR_ARG(c->name), STR_ARG(o->reference),
                             STR_ARG(money_text(o->total, w->arena))));
}

static void order_key(struct work *w)
{
    const struct customer_row *c = customer_at_hand(w);
    struct order_row *o;

    w->ruling.order_id = 0; /* what was loaded are earlier orders */
    if (!c)
        return;
    o = order_born(w, c);
    if (!paper_attested(w, o, c) || !paper_arrived(w, o) || !order_filled(w, o, c) ||
        !verifier_named(w, o))
        return;
    doubles_warned(w, o);
    say_money(w, "total", o->total);
    order_move(w, o, EVENT_KEY, ORDER_RECEIVED, STEP_OG, attested_text(w, o));
    area_told(w, o, c);
    confirmation_asked(w, o, c);
    done(w);
}

/* --- an order that was open at go-live -------------------------------------------------- */

/* One customer's reference names one open order: a table that is sent under another name
 * brings nothing twice. */
static bool not_taken_over(struct work *w, const struct order_row *o)
{
    for (size_t i = 0; i < w->order.loaded; i++) {
        const struct order_row *e = w->order.v[i];

        if (BREAKS(RULE_OPENING_ORDER, e->customer_id == o->customer_id &&
                                           str_eq(e->reference, o->reference) &&
                                           e->state != ORDER_CANCELLED)) {
            say_name(w, "order", e->no);
            refused_at(w, RULE_OPENING_ORDER, "reference", o->reference);
            return false;
        }
    }
    return true;
}

/* It keeps its arrival, and with it its place in every queue; but the quota of a month that
 * is over has lapsed, so that it takes the month's in which the house goes live; and the
 * same-day target counts from the day on which this house can do anything about it. */
static bool arrived_before_go_live(struct work *w, struct order_row *o,
                                   const struct opening_row *b)
{
    struct day month = day_month_start(w->today);

    if (!arrived_before(w, o))
        return false;
    if (BREAKS(RULE_OPENING_ARRIVED, calendar_today(&w->calendar, o->arrival).n > b->as_of.n)) {
        say_time(w, "arrival", o->arrival);
        say_day(w, "batch", b->as_of);
        remedy_plain(w, "key", OP_ORDER_KEY);
        refused_at(w, RULE_OPENING_ARRIVED, "arrival", STR(""));
        return false;
    }
    if (o->quota_month.n < month.n)
        o->quota_month = month;
    o->op_due_at = clock_same_day(w, w->now);
    return true;
}

static void opening_order(struct work *w)
{
    struct opening_row *b = batch_at_hand(w);
    const struct customer_row *c = b ? customer_at_hand(w) : NULL;
    struct order_row *o;

    w->ruling.order_id = 0; /* what was loaded are earlier orders */
    if (!c)
        return;
    o = order_born(w, c);
    if (!paper_attested(w, o, c) || !not_taken_over(w, o) || !arrived_before_go_live(w, o, b) ||
        !order_filled(w, o, c) || !verifier_named(w, o) || !paper_signature_possible(w))
        return;
    say_money(w, "order_total", o->total);
    batch_counts(w, b, o->total);
    order_move(
        w, o, EVENT_KEY, ORDER_RECEIVED, STEP_OG,
        str_format(w->arena, "%.*s: %.*s", STR_ARG(b->kind), STR_ARG(attested_text(w, o))));
    confirmation_asked(w, o, c);
    done(w);
    paper_signature_kept(w, o, c);
}

/* --- loads --------------------------------------------------------------------------- */

/* The account's lock keeps two secretaries from keying the same fax unseen by each other. */
#define INTAKE_LOADS                                                                           \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, CUSTOMER, customer, account_id))), \
        READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer)))
#define INTAKE_MASTER_LOADS                                                                    \
    PEOPLE_LOADS, READ(PRODUCT, ANY_OF(BY_ITEMS(product, code, P_lines))), PRICE_LOADS,        \
        READ(STATION, ANY_OF(BY_ARG(station, code, P_station))), DESTINATION_LOADS

static const struct load plan_loads[] = { INTAKE_LOADS, INTAKE_MASTER_LOADS };
OPERATION(ORDER_PLAN) = { LOADS(plan_loads), .decide = order_plan };

/* Earlier orders with the reference. */
#define SAME_REFERENCE                                                                         \
    READ(ORDER, ANY_OF(BY_ARG(order, reference, P_reference)),                                 \
         ANY_OF(BY_FACT(order, customer_id, CUSTOMER, customer, id)))
static const struct load key_loads[] = {
    INTAKE_LOADS,
    SAME_REFERENCE,
    INTAKE_MASTER_LOADS,
    ATTEST_LOADS,
};
OPERATION(ORDER_KEY) = { LOADS(key_loads), .decide = order_key };

static const struct load opening_loads[] = {
    INTAKE_LOADS, SAME_REFERENCE, BATCH_LOCK, INTAKE_MASTER_LOADS, ATTEST_LOADS,
};
OPERATION(OPENING_ORDER) = { LOADS(opening_loads), .decide = opening_order };
