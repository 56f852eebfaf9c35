/*
 * quota_ops.c - the CSR's choices when quota is short: take the cut, or ask another area
 * and the month that ends meanwhile.
 */
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/quota.h"
#include "server/core/quota_ask.h"
#include "server/core/signing.h"
#include "server/core/st_record.h"

/* --- the cut ------------------------------------------------------------------------- */

/* Less than the CSR was shown: others took of the same cells meanwhile. */
static bool worse_than_shown(const struct quota_plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        if (plan->v[i].granted.n < plan->v[i].line->granted.n)
            return true;
    return false;
}

static void order_cut(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_CUT);
    struct quota_plan plan;

    if (!o || !quota_month_runs(w, o)) /* what is left of a month that is over has lapsed */
        return;
    plan = quota_plan(w, o, cut_cause_none);
    if (BREAKS(RULE_QUOTA_WORSE, worse_than_shown(&plan))) {
        quota_stop(w, o, EVENT_CUT, &plan, RULE_QUOTA_WORSE);
        return;
    }
    order_written(w, o);
    quota_settle(w, o, EVENT_CUT, &plan);
}

/* --- asking an area ------------------------------------------------------------------ */

static const struct area_row *area_named(const struct work *w)
{
    for (size_t i = 0; i < w->area.n; i++)
        if (str_eq(w->area.v[i]->code, w->args->v[P_area].s))
            return w->area.v[i];
    return NULL;
}

/* The giving area's cell for the same thing in the same month. */
static struct quota_cell_row *twin_cell(const struct work *w, const struct quota_cell_row *cell,
                                        int64_t area_id)
{
    for (size_t i = 0; i < w->quota_cell.n; i++) {
        struct quota_cell_row *c = w->quota_cell.v[i];

        if (c->holder == HOLDER_AREA && c->holder_id == area_id &&
            c->month.n == cell->month.n && c->product_id == cell->product_id &&
            str_eq(c->class, cell->class))
            return c;
    }
    return NULL;
}

static struct quota_request_row *request_new(struct work *w, const struct order_row *o,
                                             enum request_kind kind, int64_t line_id, int64_t n)
{
    struct quota_request_row *r = add_quota_request(w);

    r->kind = kind;
    r->order_id = o->id;
    r->order_line_id = line_id;
    r->qty = qty(n);
    r->state = REQUEST_OPEN;
    r->asked_by = w->actor_id;
    r->asked_at = w->now;
    return r;
}

/* One cell of the order's own area: each line is helped by what the cell lacks for it, as far
 * as the giver has it unused. `wanted` is what all other cells would allow. */
static int64_t ask_for_cell(struct work *w, const struct order_row *o,
                            const struct quota_plan *wanted, const struct quota_cell_row *to,
                            const struct area_row *giver)
{
    struct quota_cell_row *from = twin_cell(w, to, giver->id);
    int64_t unused = from ? quota_rest(from).n : 0;
    int64_t rest = quota_rest(to).n, asked = 0;

    for (size_t i = 0; i < wanted->n && unused > asked; i++) {
        const struct quota_share *s = &wanted->v[i];
        struct quota_request_row *r;
        int64_t lacks;

        if (!quota_binds(w, o, s->line, to))
            continue;
        lacks = s->granted.n > rest ? s->granted.n - rest : 0;
        rest -= s->granted.n < rest ? s->granted.n : rest;
        if (lacks == 0)
            continue;
        r = request_new(w, o, ASK_TRANSFER, s->line->id,
                        lacks < unused - asked ? lacks : unused - asked);
        r->from_cell_id = from->id;
        r->to_cell_id = to->id;
        r->from_area_id = giver->id;
        r->reason = w->args->v[P_remark].s;
        asked += r->qty.n;
    }
    return asked;
}

static int64_t ask_area(struct work *w, const struct order_row *o, const struct area_row *giver)
{
    const struct customer_row *c = find_customer(w, o->customer_id);
    struct quota_plan wanted = quota_plan(w, o, CUT_AREA);
    int64_t asked = 0;

    for (size_t i = 0; i < w->quota_cell.n; i++)
        if (w->quota_cell.v[i]->holder == HOLDER_AREA &&
            w->quota_cell.v[i]->holder_id == c->area_id)
            asked += ask_for_cell(w, o, &wanted, w->quota_cell.v[i], giver);
    return asked;
}

static bool area_can_give(struct work *w, const struct order_row *o,
                          const struct area_row *giver)
{
    struct duty consents = area_duty(w, giver->id, giver->market_id);

    if (BREAKS(RULE_TRANSFER_SELF, giver->id == find_customer(w, o->customer_id)->area_id)) {
        refused_at(w, RULE_TRANSFER_SELF, "area", giver->code);
        return false;
    }
    if (BREAKS(RULE_TRANSFER_NOBODY, !consents.user_id)) {
        remedy_who(w, "ask", ROLE_ADM, OP_UNIT_ASSIGN);
        refused_at(w, RULE_TRANSFER_NOBODY, "area", giver->code);
        return false;
    }
    return true;
}

static void order_ask_transfer(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_ASK_TRANSFER);
    const struct area_row *giver = area_named(w);
    int64_t asked;

    if (!o)
        return;
    if (!giver) {
        refused_missing(w, "area", w->args->v[P_area].s);
        return;
    }
    if (!quota_month_runs(w, o) || !area_can_give(w, o, giver))
        return;
    asked = ask_area(w, o, giver);
    if (BREAKS(RULE_TRANSFER_NOTHING, asked == 0)) {
        remedy_plain(w, "cut", OP_ORDER_CUT);
        remedy_who(w, "ask_slt", ROLE_DIR, OP_ORDER_ASK_SLT);
        refused_at(w, RULE_TRANSFER_NOTHING, "area", giver->code);
        return;
    }
    say_qty(w, "asked", qty(asked));
    say_name(w, "area", giver->code);
    order_move(w, o, EVENT_ASK_TRANSFER, ORDER_WAIT_QUOTA_UM, STEP_AC, giver->code);
    tell_duty(w, MESSAGE_ASKED, o, area_duty(w, giver->id, giver->market_id), o->due_at,
              str_format(w->arena, "%.*s asks area %.*s for %lld of its unused quota",
                         STR_ARG(o->no), STR_ARG(giver->code), (long long)asked));
    done(w);
}

/* --- the giving area decides --------------------------------------------------------- */

static const struct quota_request_row *open_request(const struct work *w,
                                                    const struct order_row *o)
{
    for (size_t i = 0; i < w->quota_request.n; i++)
        if (w->quota_request.v[i]->order_id == o->id &&
            w->quota_request.v[i]->state == REQUEST_OPEN)
            return w->quota_request.v[i];
    return NULL;
}

/* The order is another area's, so the consenting UM has no scope over its customer: his right
 * is over what is asked of him. */
static struct order_row *order_asked(struct work *w, enum flow_event event, enum op elsewhere)
{
    struct order_row *o = ONE(w->order);
    const struct quota_request_row *asked;
    const struct area_row *giver;
    struct duty duty;

    if (!o) {
        refused_missing(w, "order", w->args->v[P_order].s);
        return NULL;
    }
    if (!flow_ready(w, MACHINE_ORDER, o->state, o->no, event) || !order_version_ok(w, o) ||
        !order_state_served(w, o, o->state == ORDER_WAIT_QUOTA_UM, elsewhere))
        return NULL;
    asked = open_request(w, o);
    giver = asked ? find_area(w, asked->from_area_id) : NULL;
    if (!giver) {
        refused_missing(w, "open request of", o->no);
        return NULL;
    }
    duty = area_duty(w, giver->id, giver->market_id);
    return actor_act_for(w, duty.user_id, duty.role, false) ? o : NULL;
}

void quota_change_note(struct work *w, const struct order_row *o, enum quota_change_kind kind,
                       const struct quota_cell_row *cell, int64_t other_id, int64_t n)
{
    struct quota_change_row *c = add_quota_change(w);

    c->cell_id = cell->id;
    c->other_cell_id = other_id;
    c->kind = kind;
    c->qty = qty(n);
    c->order_id = o->id;
    c->made_by = w->as.principal_id ? w->as.principal_id : w->actor_id;
    c->at = w->now;
}

/* Never more than is unused now, under the cells' locks (R-173, T44). */
static bool quota_moved(struct work *w, const struct order_row *o, struct quota_request_row *r)
{
    struct quota_cell_row *from = find_quota_cell(w, r->from_cell_id);
    struct quota_cell_row *to = find_quota_cell(w, r->to_cell_id);

    /* the customer was put into another area meanwhile, or the product into another class */
    if (BREAKS(RULE_TRANSFER_MOVED, !from || !to)) {
        remedy_plain(w, "refuse", OP_ORDER_REFUSE_TRANSFER);
        remedy_plain(w, "withdraw", OP_ORDER_WITHDRAW);
        refused(w, RULE_TRANSFER_MOVED);
        return false;
    }
    if (BREAKS(RULE_TRANSFER_UNUSED, quota_rest(from).n < r->qty.n)) {
        say_qty(w, "asked", r->qty);
        say_qty(w, "unused", quota_rest(from));
        remedy_plain(w, "refuse", OP_ORDER_REFUSE_TRANSFER);
        remedy_plain(w, "withdraw", OP_ORDER_WITHDRAW);
        refused(w, RULE_TRANSFER_UNUSED);
        return false;
    }
    from->allotted.n -= r->qty.n;
    to->allotted.n += r->qty.n;
    quota_change_note(w, o, QCHANGE_TRANSFER_OUT, from, to->id, r->qty.n);
    quota_change_note(w, o, QCHANGE_TRANSFER_IN, to, from->id, r->qty.n);
    r->given = r->qty;
    return true;
}

/* Across markets both responsible leaders hear of it. */
static void transfer_told(struct work *w, const struct order_row *o,
                          const struct area_row *giver)
{
    const struct customer_row *c = find_customer(w, o->customer_id);
    struct customer_row other = { .market_id = giver->market_id };
    struct str body = str_format(w->arena, "area %.*s gave quota to %.*s", STR_ARG(giver->code),
                                 STR_ARG(o->no));
    struct duty theirs;

    tell_duty(w, MESSAGE_DECIDED, o, secretary_duty(o), told_promptly(w), body);
    if (giver->market_id == c->market_id)
        return;
    theirs.role = responsible_slt(w, &other, &theirs.user_id);
    tell_duty(w, MESSAGE_DECIDED, o, leader_duty(w, o), told_promptly(w), body);
    tell_duty(w, MESSAGE_DECIDED, o, theirs, told_promptly(w), body);
}

static void order_consent(struct work *w)
{
    struct order_row *o = order_asked(w, EVENT_CONSENT, OP_ORDER_SIGN_QUOTA);
    const struct area_row *giver;

    if (!o || !quota_month_runs(w, o))
        return;
    giver = find_area(w, open_request(w, o)->from_area_id);
    for (size_t i = 0; i < w->quota_request.n; i++) {
        struct quota_request_row *r = w->quota_request.v[i];

        if (r->state == REQUEST_OPEN && !quota_moved(w, o, r))
            return;
    }
    requests_end(w, o, REQUEST_GIVEN, w->args->v[P_remark].s);
    order_step(w, o, STEP_AC, OUTCOME_DONE, RULE_NONE,
               str_format(w->arena, "consent of area %.*s", STR_ARG(giver->code)));
    transfer_told(w, o, giver);
    checks_from_quota(w, o, EVENT_CONSENT);
}

static void order_refuse_transfer(struct work *w)
{
    struct order_row *o = order_asked(
        w, EVENT_REFUSE,
        ONE(w->order) && ONE(w->order)->state == ORDER_WAIT_QUOTA_SLT ? OP_ORDER_REFUSE_QUOTA
                                                                      : OP_ORDER_REFUSE);
    struct str reason = w->args->v[P_reason].s;

    if (!o)
        return;
    requests_end(w, o, REQUEST_REFUSED, reason);
    order_move(w, o, EVENT_REFUSE, ORDER_QUOTA_CHOICE, STEP_AC, reason);
    tell_duty(w, MESSAGE_DECIDED, o, secretary_duty(o), told_promptly(w),
              str_format(w->arena, "no quota for %.*s: %.*s", STR_ARG(o->no), STR_ARG(reason)));
    done(w);
}

/* --- withdrawing, month's end -------------------------------------------------------- */

static void order_withdraw(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_WITHDRAW);
    struct str reason = w->args->v[P_reason].s;

    if (!o)
        return;
    if (o->state == ORDER_WAIT_ST) {
        st_withdraw(w, o, reason);
        return;
    }
    requests_end(w, o, REQUEST_WITHDRAWN, reason);
    (void)signatures_end(w, o, KIND_BIT(SIGN_QUOTA), 0);
    order_move(w, o, EVENT_WITHDRAW, ORDER_QUOTA_CHOICE, STEP_AC, reason);
    done(w);
}

/* Unused quota ends with its month: the order chooses again, with the new month's. */
static void order_quota_month(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_QUOTA_MONTH);
    struct day month = day_month_start(w->today);
    struct quota_plan plan;

    if (!o)
        return;
    if (BREAKS(RULE_QUOTA_MONTH_RUNS, o->quota_month.n >= month.n)) {
        say_day(w, "month", o->quota_month);
        refused(w, RULE_QUOTA_MONTH_RUNS);
        return;
    }
    requests_end(w, o, REQUEST_LAPSED, STR("the month ended"));
    (void)signatures_end(w, o, KIND_BIT(SIGN_QUOTA), 0);
    o->quota_month = month;
    say_day(w, "month", month);
    plan = quota_plan(w, o, cut_cause_none);
    quota_stop(w, o, EVENT_QUOTA_MONTH, &plan, RULE_QUOTA_MONTH_OVER);
}

/* --- loads --------------------------------------------------------------------------- */

static const struct load check_loads[] = { CHECK_LOADS };
OPERATION(ORDER_CUT) = { LOADS(check_loads), .decide = order_cut };
OPERATION(ORDER_WITHDRAW) = { LOADS(check_loads), .decide = order_withdraw };

/* The checks' facts, with the giving area (named, or of the open request), its cells and its
 * people beside the customer's. */
#define GIVER_PEOPLE_LOADS                                                                     \
    READ(MARKET, ANY_OF(BY_FACT(market, id, CUSTOMER, customer, market_id),                    \
                        BY_FACT(market, id, AREA, area, market_id))),                          \
        READ(AREA, ANY_OF(BY_FACT(area, id, CUSTOMER, customer, area_id),                      \
                          BY_ARG(area, code, P_area),                                          \
                          BY_FACT(area, id, QUOTA_REQUEST, quota_request, from_area_id))),     \
        READ(ASSIGNMENT, ANY_OF(BY_FACT(assignment, unit_id, CUSTOMER, customer, market_id),   \
                                BY_FACT(assignment, unit_id, CUSTOMER, customer, id),          \
                                BY_FACT(assignment, unit_id, AREA, area, id),                  \
                                BY_FACT(assignment, unit_id, AREA, area, market_id)))
static const struct load giver_loads[] = {
    ORDER_LOADS,        RECEIVABLE_LOADS(READ_FIRST),
    RECEIPT_LOADS,      EARMARK_LOADS,
    SIGNATURE_LOADS,    CASE_LOADS,
    REQUEST_LOADS,      QUOTA_LOADS,
    GIVER_PEOPLE_LOADS, PRODUCT_LOADS,
    QUOTA_ENTRY_LOADS,
};
OPERATION(ORDER_ASK_TRANSFER) = { LOADS(giver_loads), .decide = order_ask_transfer };
OPERATION(ORDER_CONSENT) = { LOADS(giver_loads), .decide = order_consent };
OPERATION(ORDER_REFUSE_TRANSFER) = { LOADS(giver_loads), .decide = order_refuse_transfer };

/* Cells of every month: which one is the new one, the decision knows, the load does not. */
static const struct load month_loads[] = {
    ORDER_LOADS,
    SIGNATURE_LOADS,
    REQUEST_LOADS,
    LOCK(QUOTA_CELL,
         ANY_OF(BY_FACT(quota_cell, product_id, PRODUCT, product, id),
                BY_FACT(quota_cell, class, PRODUCT, product, class)),
         ANY_OF(BY_FACT(quota_cell, holder_id, CUSTOMER, customer, id),
                BY_FACT(quota_cell, holder_id, AREA, area, id),
                BY_CONST(quota_cell, holder, HOLDER_EVERYONE))),
    PEOPLE_LOADS,
    PRODUCT_LOADS,
};
OPERATION(ORDER_QUOTA_MONTH) = { LOADS(month_loads), .decide = order_quota_month };
