/*
 * order_approve.c - OG: a draft is verified, approved and transmitted, sent back or discarded
 * (R-086, R-087).
 */
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/document.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"

static void order_verify(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_VERIFY);

    if (!o || !actor_act_for(w, field_duty(w, o).user_id, ROLE_KAM, false))
        return;
    o->verified_by = w->actor_id;
    o->verified_at = w->now;
    plan_signed(w, o, SIGN_VERIFY);
    order_move(w, o, EVENT_VERIFY, ORDER_VERIFIED, STEP_OG, w->args->v[P_remark].s);
    done(w);
}

/* the area's manager hears of what his market manager sent. */
static void area_told(struct work *w, const struct order_row *o)
{
    int64_t um = assigned_user(w, find_customer(w, o->customer_id)->area_id, ROLE_UM);
    const struct instant no_duty = { 0 };

    if (um && um != w->actor_id)
        tell_role(w, MESSAGE_RECEIVED, o, ROLE_UM, um, no_duty,
                  str_format(w->arena, "%.*s was approved and transmitted, %.*s",
                             STR_ARG(o->no), STR_ARG(money_text(o->total, w->arena))));
}

/* A returned order that a KAM amended: the market's manager answers for the new version, and
 * the order may be submitted again. */
static void amendment_approved(struct work *w, struct order_row *o)
{
    if (BREAKS(RULE_APPROVED_ALREADY, o->approved_version == o->version)) {
        say_count(w, "version", o->version);
        remedy_plain(w, "resubmit", OP_ORDER_RESUBMIT);
        refused(w, RULE_APPROVED_ALREADY);
        return;
    }
    o->approved_version = o->version;
    plan_signed(w, o, SIGN_APPROVE);
    order_move(w, o, EVENT_APPROVE, ORDER_RETURNED, STEP_OG, w->args->v[P_remark].s);
    tell_duty(w, MESSAGE_DECIDED, o, secretary_duty(o), told_promptly(w),
              str_format(w->arena, "the amendment of %.*s is approved", STR_ARG(o->no)));
    done(w);
}

static void order_approve(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_APPROVE);
    int64_t before;

    if (!o || !actor_act_for(w, market_duty(w, o).user_id, ROLE_MM, false))
        return;
    before = o->state == ORDER_RETURNED ? o->changed_by : o->verified_by;
    if (BREAKS(RULE_VERIFY_APPROVE, before == w->actor_id)) { /* */
        say_name(w, "verified_by", user_name(w, before));
        remedy_who(w, "ask_substitute", ROLE_MM, OP_USER_DELEGATE);
        refused(w, RULE_VERIFY_APPROVE);
        return;
    }
    if (o->state == ORDER_RETURNED) {
        amendment_approved(w, o);
        return;
    }
    o->approved_by = w->actor_id;
    o->approved_at = w->now;
    o->approved_version = o->version;
    order_arrives(w, o, w->now); /* transmitted over the terminal: it arrives now */
    plan_signed(w, o, SIGN_APPROVE);
    order_move(w, o, EVENT_APPROVE, ORDER_RECEIVED, STEP_OG, w->args->v[P_remark].s);
    area_told(w, o);
    done(w);
}

static void order_send_back(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_SEND_BACK);
    struct str reason = w->args->v[P_reason].s;
    const struct instant no_duty = { 0 };

    if (!o || !actor_act_for(w, market_duty(w, o).user_id, ROLE_MM, false))
        return;
    for (size_t i = 0; i < w->signature.n; i++)
        if (w->signature.v[i]->void_at.us == 0)
            w->signature.v[i]->void_at = w->now; /* it must be verified again */
    tell_duty(w, MESSAGE_RETURNED, o, field_duty(w, o), no_duty, reason);
    o->verified_by = 0;
    o->verified_at = (struct instant){ 0 };
    o->returned_for = reason;
    order_move(w, o, EVENT_SEND_BACK, ORDER_DRAFT, STEP_OG, reason);
    done(w);
}

static void order_discard(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_DISCARD);
    const role_set managers = ROLE_BIT(ROLE_KAM) | ROLE_BIT(ROLE_UM) | ROLE_BIT(ROLE_MM);

    if (!o)
        return;
    if (BREAKS(RULE_DRAFT_OF_OTHERS, !(w->roles & managers) && o->keyed_by != w->actor_id)) {
        say_name(w, "keyed_by", user_name(w, o->keyed_by));
        remedy_who(w, "ask", ROLE_KAM, OP_ORDER_DISCARD);
        refused(w, RULE_DRAFT_OF_OTHERS);
        return;
    }
    order_move(w, o, EVENT_DISCARD, ORDER_CANCELLED, STEP_OG, w->args->v[P_reason].s);
    done(w);
}

static const struct load plan_step_loads[] = { ORDER_LOADS, SIGNATURE_LOADS, PEOPLE_LOADS };
OPERATION(ORDER_VERIFY) = { LOADS(plan_step_loads), .decide = order_verify };
OPERATION(ORDER_APPROVE) = { LOADS(plan_step_loads), .decide = order_approve };
OPERATION(ORDER_SEND_BACK) = { LOADS(plan_step_loads), .decide = order_send_back };
OPERATION(ORDER_DISCARD) = { LOADS(plan_step_loads), .decide = order_discard };
