/*
 * order_amend.c - an order changes before its note is printed, goes to the checks again, is
 * cancelled or lapses.
 *
 * An amendment never passes a check that the order has not passed: it goes to its state's own
 * re-entry, with everything given back first and the new amounts judged (T02, T03, T05). Every
 * signature is void, an exception granted before included (law 5, T11).
 */
#include "common/catalog_roles.h"
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/document.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"

/* --- whose word it is ---------------------------------------------------------------- */

/* The field people who may change the order themselves in a state. Elsewhere the secretaries
 * do it, and name who asked for it: an order on its way is not changed behind their
 * backs. */
static role_set field_amends(enum order_state state)
{
    switch (state) {
    case ORDER_DRAFT:
        return FIELD_;
    case ORDER_VERIFIED:
    case ORDER_RETURNED:
    case ORDER_HOLD_CREDIT: /* the area's manager has to choose */
        return KAM_ | UM_ | MM_;
    case order_state_none:
    case ORDER_RECEIVED:
    case ORDER_QUOTA_CHOICE:
    case ORDER_WAIT_QUOTA_UM:
    case ORDER_WAIT_QUOTA_SLT:
    case ORDER_REJECTED:
    case ORDER_WAIT_MA:
    case ORDER_WAIT_MGR:
    case ORDER_WAIT_ST:
    case ORDER_WAIT_FUNDS:
    case ORDER_APPROVED:
    case ORDER_FIN_QUEUE:
    case ORDER_BILLED:
    case ORDER_HANDED_OVER:
    case ORDER_CLOSED:
    case ORDER_CANCELLED:
    case order_state_count:
        break;
    }
    return 0;
}

static bool may_amend(struct work *w, const struct order_row *o)
{
    const role_set field = field_amends(o->state);
    const struct arg *requester = &w->args->v[P_requester];

    if (w->roles & field & (KAM_ | UM_ | MM_)) {
        actor_act_own(w, field);
        return true;
    }
    if (w->roles & field & SR_) {
        if (BREAKS(RULE_DRAFT_OF_OTHERS, o->keyed_by != w->actor_id)) {
            say_name(w, "keyed_by", user_name(w, o->keyed_by));
            refused(w, RULE_DRAFT_OF_OTHERS);
            return false;
        }
        actor_act_own(w, SR_);
        return true;
    }
    if (BREAKS(RULE_AMEND_FIELD, !(w->roles & SSG_))) {
        remedy_who(w, "ask", ROLE_CSR, OP_ORDER_AMEND);
        refused(w, RULE_AMEND_FIELD);
        return false;
    }
    if (BREAKS(RULE_AMEND_REQUESTER, str_empty(str_trim(requester->s)))) {
        refused_at(w, RULE_AMEND_REQUESTER, "requester", STR(""));
        return false;
    }
    actor_act_own(w, SSG_);
    return true;
}

/* --- what becomes of it -------------------------------------------------------------- */

static struct str amend_text(struct work *w, const struct changes *changes)
{
    struct str by = str_trim(w->args->v[P_requester].s);
    struct str remark = str_trim(w->args->v[P_remark].s);

    return str_format(w->arena, "%.*s%s%.*s%s%.*s", STR_ARG(changes->text),
                      by.n ? "; asked by " : "", STR_ARG(by), remark.n ? "; " : "",
                      STR_ARG(remark));
}

/* the new version needs somebody of the field who answers for it. The area
 * manager's amendment stands for verification and approval, and so does the market manager's;
 * each signs this version for both. A secretary changes it at the word of somebody who is named
 * . What a KAM changed alone is not approved. Who verified and approved the plan itself
 * stays on the order. */
static void plan_answered_for(struct work *w, struct order_row *o)
{
    if (w->as.role == ROLE_KAM || o->state == ORDER_DRAFT || o->state == ORDER_VERIFIED)
        return;
    o->approved_version = o->version;
    if (o->state != ORDER_RETURNED || !(ROLE_BIT(w->as.role) & (UM_ | MM_)))
        return;
    plan_signed(w, o, SIGN_VERIFY);
    plan_signed(w, o, SIGN_APPROVE);
}

/* The state's own re-entry (decisions 2). */
static void amended(struct work *w, struct order_row *o, struct str text)
{
    switch (o->state) {
    case ORDER_DRAFT:
    case ORDER_VERIFIED: /* what was verified is another plan now */
        o->verified_by = 0;
        o->verified_at = (struct instant){ 0 };
        order_move(w, o, EVENT_AMEND, ORDER_DRAFT, STEP_OG, text);
        done(w);
        return;
    case ORDER_RECEIVED:
    case ORDER_RETURNED:
        order_move(w, o, EVENT_AMEND, o->state, STEP_OA, text);
        done(w);
        return;
    case ORDER_HOLD_CREDIT:
    case ORDER_WAIT_ST:
        o->returned_for = text;
        order_move(w, o, EVENT_AMEND, ORDER_RETURNED, STEP_OA, text);
        remedy_plain(w, "resubmit", OP_ORDER_RESUBMIT);
        done(w);
        return;
    case ORDER_QUOTA_CHOICE:
    case ORDER_WAIT_QUOTA_UM:
    case ORDER_WAIT_QUOTA_SLT:
    case ORDER_WAIT_MA:
    case ORDER_WAIT_MGR:
    case ORDER_WAIT_FUNDS:
    case ORDER_APPROVED:
    case ORDER_FIN_QUEUE:
        order_step(w, o, STEP_OA, OUTCOME_DONE, RULE_NONE, text);
        checks_run(w, o, EVENT_AMEND);
        return;
    case order_state_none:
    case ORDER_REJECTED:
    case ORDER_BILLED:
    case ORDER_HANDED_OVER:
    case ORDER_CLOSED:
    case ORDER_CANCELLED:
    case order_state_count:
        break; /* flow_ready() refused them */
    }
    refused(w, RULE_FLOW);
    w->ruling.code = ERR_STATE;
}

static void order_amend(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_AMEND);
    const struct customer_row *c;
    struct changes changes = { STR(""), 0 };
    struct money before;
    size_t header;

    if (!o || !may_amend(w, o))
        return;
    c = find_customer(w, o->customer_id);
    before = o->total;
    order_release_all(w, o); /* by what it held as it was */
    if (!order_header(w, o, &changes))
        return;
    header = changes.count;
    if (!order_lines_amend(w, o, c, &changes))
        return;
    if (BREAKS(RULE_AMEND_NOTHING, changes.count == 0)) {
        refused(w, RULE_AMEND_NOTHING);
        return;
    }
    if (changes.count > header && !w->args->v[P_stated].given)
        o->has_stated = false; /* it was the sum of other lines */
    order_recount(w, o);
    order_new_version(w, o);
    o->changed_by = w->actor_id;
    order_written(w, o);
    plan_answered_for(w, o);
    say_money(w, "total_before", before);
    say_money(w, "total", o->total);
    say_count(w, "version", o->version);
    amended(w, o, amend_text(w, &changes));
}

/* New lines bring products whose quota cells and prices the checks need too. */
static const struct load amend_loads[] = {
    CHECK_LOADS,
    READ(STATION, ANY_OF(BY_ARG(station, code, P_station),
                         BY_FACT(station, id, ORDER, order, station_id))),
    DESTINATION_LOADS,
};
OPERATION(ORDER_AMEND) = { LOADS(amend_loads), .decide = order_amend, .frees = true };

/* --- again, never, too late ---------------------------------------------------------- */

static void order_resubmit(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_RESUBMIT);

    if (!o)
        return;
    if (BREAKS(RULE_RESUBMIT_SAME, o->refused_version == o->version)) { /* decisions 2 */
        say_count(w, "version", o->version);
        say_name(w, "refused_for", o->returned_for);
        remedy_who(w, "amend", ROLE_UM, OP_ORDER_AMEND);
        refused(w, RULE_RESUBMIT_SAME);
        return;
    }
    order_step(w, o, STEP_OA, OUTCOME_DONE, RULE_NONE, w->args->v[P_remark].s);
    order_written(w, o);
    o->returned_for = STR("");
    checks_run(w, o, EVENT_RESUBMIT); /* the first arrival time is kept */
}

static const struct load check_loads[] = { CHECK_LOADS };
OPERATION(ORDER_RESUBMIT) = { LOADS(check_loads), .decide = order_resubmit };

/* Who must know that the order is no more: its manager, the customer, and finance where it
 * lay ready for print. */
static void cancel_told(struct work *w, const struct order_row *o, struct str why)
{
    struct instant due = told_promptly(w);
    struct str body =
        str_format(w->arena, "%.*s is cancelled: %.*s", STR_ARG(o->no), STR_ARG(why));

    tell_duty(w, MESSAGE_CANCELLED, o, field_duty(w, o), due, body);
    tell_customer(w, MESSAGE_CANCELLED, o, due, body);
    if (o->state == ORDER_FIN_QUEUE)
        tell_role(w, MESSAGE_CANCELLED, o, ROLE_FIN, 0, due, body);
}

static void cancelled(struct work *w, struct order_row *o, enum flow_event event,
                      struct str why)
{
    cancel_told(w, o, why);
    order_release_all(w, o); /* each reservation exactly once: what is held is zero after */
    order_move(w, o, event, ORDER_CANCELLED, STEP_OA, why);
    done(w);
}

static void order_cancel(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_CANCEL);
    struct str reason = str_trim(w->args->v[P_reason].s);
    struct str by = str_trim(w->args->v[P_requester].s);
    bool own = (w->roles & (KAM_ | UM_ | MM_)) != 0;

    if (!o)
        return;
    if (BREAKS(RULE_CANCEL_REASON, text_blank(reason))) {
        refused_at(w, RULE_CANCEL_REASON, "reason", STR(""));
        return;
    }
    /* a fax keyed twice the secretary sees herself; the rest is the field's decision */
    if (BREAKS(RULE_CANCEL_REQUESTER, !own && str_empty(by) && o->state != ORDER_RECEIVED)) {
        refused_at(w, RULE_CANCEL_REQUESTER, "requester", STR(""));
        return;
    }
    cancelled(w, o, EVENT_CANCEL,
              by.n ? str_format(w->arena, "%.*s; asked by %.*s", STR_ARG(reason), STR_ARG(by))
                   : reason);
}
OPERATION(ORDER_CANCEL) = { LOADS(check_loads), .decide = order_cancel, .frees = true };

/* The last day of the hold is still the customer's (T52). */
static void order_lapse(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_LAPSE);
    struct day last;

    if (!o)
        return;
    last = day_add(calendar_today(&w->calendar, o->state_since), (int32_t)w->pol->hold_days);
    if (BREAKS(RULE_HOLD_DAYS, w->today.n <= last.n)) {
        say_day(w, "last_day", last);
        say_count(w, "hold_days", w->pol->hold_days);
        remedy_plain(w, "wait", -1);
        refused(w, RULE_HOLD_DAYS);
        return;
    }
    say_day(w, "last_day", last);
    cancelled(w, o, EVENT_LAPSE, STR("held longer than a held order may wait"));
}
OPERATION(ORDER_LAPSE) = { LOADS(check_loads), .decide = order_lapse, .frees = true };
