/*
 * note_reduce.c - a reduction of the price, before the slip that claims it is registered
 * (R-140, App. 4).
 *
 * The area's manager consents to an amount, then the customer's responsible manager approves
 * it, or less. Only then does note.confirm post a reduction, up to that amount. Another amount
 * of the area's manager begins anew: what was approved was approved for the one before.
 */
#include "server/core/actor.h"
#include "server/core/note.h"
#include "server/core/order_people.h"

static const struct load reduce_loads[] = {
    NOTE_LOADS,
    SHIPMENT_LOADS,
    READ(RECEIVABLE, ANY_OF(BY_FACT(receivable, order_id, ORDER, order, id))),
    PEOPLE_LOADS,
};

/* Above zero, and no more than the shipment was billed or will be. */
static bool amount_is_sound(struct work *w, const struct shipment_row *s, struct money amount)
{
    const struct receivable_row *r = find_receivable(w, s->receivable_id);

    if (!BREAKS(RULE_REDUCTION, amount.fen <= 0 || amount.fen > r->amount.fen))
        return true;
    say_money(w, "amount", r->amount);
    say_money(w, "reduction", amount);
    refused(w, RULE_REDUCTION);
    return false;
}

static bool consents(struct work *w, const struct shipping *sp, struct money amount)
{
    struct duty area = manager_duty(w, sp->o);

    if (!actor_act_for(w, area.user_id, area.role, false))
        return false;
    sp->s->reduction = amount;
    sp->s->reduce_um = w->as.principal_id;
    sp->s->reduce_by = 0;
    return true;
}

static bool approves(struct work *w, const struct shipping *sp, struct money amount)
{
    struct duty leader = leader_duty(w, sp->o);

    if (!actor_act_for(w, leader.user_id, leader.role, true))
        return false;
    if (BREAKS(RULE_REDUCE_CONSENT, amount.fen > sp->s->reduction.fen)) {
        say_money(w, "consented", sp->s->reduction);
        remedy_who(w, "ask", manager_duty(w, sp->o).role, OP_NOTE_REDUCE);
        refused(w, RULE_REDUCE_CONSENT);
        return false;
    }
    sp->s->reduction = amount;
    sp->s->reduce_by = w->as.principal_id;
    return true;
}

static void note_reduce(struct work *w)
{
    const role_set field = ROLE_BIT(ROLE_UM) | ROLE_BIT(ROLE_MM) | ROLE_BIT(ROLE_KAM);
    struct money amount = arg_money(w->args, P_amount);
    struct shipping sp;

    if (!shipping_part(w, EVENT_CONFIRM, &sp) || !actor_in_scope(w, sp.c) ||
        !amount_is_sound(w, sp.s, amount))
        return;
    if (!(w->roles & field ? consents(w, &sp, amount) : approves(w, &sp, amount)))
        return;
    say_money(w, "reduction", amount);
    order_step(w, sp.o, STEP_SP7, OUTCOME_DONE, RULE_NONE, w->args->v[P_reason].s);
    if (!sp.s->reduce_by) {
        struct duty leader = leader_duty(w, sp.o);

        tell_duty(w, MESSAGE_TO_SIGN, sp.o, leader, told_promptly(w),
                  str_format(w->arena, "%.*s: a reduction of %.*s waits for your approval",
                             STR_ARG(shipment_no(w, sp.s)),
                             STR_ARG(money_text(amount, w->arena))));
    }
    w->ruling.note_id = sp.n->id;
    done(w);
}
OPERATION(NOTE_REDUCE) = { LOADS(reduce_loads), .decide = note_reduce };
