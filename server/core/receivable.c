/*
 * receivable.c - BC3 and BC4: notices, calls, promises; and the mark of a dispute.
 *
 * What was read out and what was promised is a row of the call log for ever; the
 * receivable keeps the newest promise, so that a work list can ask who did not keep it. A
 * dispute is a mark beside the state: the amount goes on counting as overdue, unless a sales
 * leader exempts it until a day.
 */
#include "common/catalog_roles.h"

#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

static const struct load receivable_loads[] = { RECEIVABLE_ONE_LOADS, PEOPLE_LOADS };

/* The receivable, with its customer in the actor's scope; NULL when it was refused. */
static struct receivable_row *receivable_at_hand(struct work *w)
{
    struct receivable_row *r = ONE(w->receivable);
    const struct customer_row *c = r ? find_customer(w, r->customer_id) : NULL;

    if (!r || !c) {
        refused_missing(w, "receivable", w->args->v[P_receivable].s);
        return NULL;
    }
    return actor_in_scope(w, c) ? r : NULL;
}

/* A promise has an amount and a day, both of this world. */
static bool promise_ok(struct work *w, const struct receivable_row *r)
{
    const struct arg *amount = &w->args->v[P_promised_amount], *on = &w->args->v[P_promised];
    struct money open = receivable_open(r);

    if (BREAKS(RULE_PROMISE_WHOLE, amount->given != on->given)) {
        refused_at(w, RULE_PROMISE_WHOLE, amount->given ? "promised" : "promised_amount",
                   r->no);
        return false;
    }
    if (!amount->given || !on->given)
        return true;
    if (BREAKS(RULE_PROMISE_AMOUNT, amount->n <= 0 || amount->n > open.fen)) {
        say_money(w, "open", open);
        refused_at(w, RULE_PROMISE_AMOUNT, "promised_amount", r->no);
        return false;
    }
    if (BREAKS(RULE_PROMISE_DAY, on->n < w->today.n)) {
        say_day(w, "today", w->today);
        refused_at(w, RULE_PROMISE_DAY, "promised", r->no);
        return false;
    }
    return true;
}

static void log_call(struct work *w, struct receivable_row *r, enum step step)
{
    const struct arg *method = &w->args->v[P_method];
    struct call_log_row *log = add_call_log(w);
    struct str remark = w->args->v[P_remark].s;

    if (method->given)
        remark =
            str_format(w->arena, "%s%s%.*s", enum_name(ENUM_tell_method, (unsigned)method->n),
                       remark.n ? ": " : "", STR_ARG(remark));
    log->customer_id = r->customer_id;
    log->receivable_id = r->id;
    log->step = step;
    log->at = w->now;
    log->made_by = w->actor_id;
    log->contact = w->args->v[P_whom].s;
    log->read_out = receivable_open(r);
    log->promised = arg_money(w->args, P_promised_amount);
    log->promised_on = arg_day(w->args, P_promised);
    log->remark = remark;
}

static void call_or_urge(struct work *w, enum step step)
{
    struct receivable_row *r = receivable_at_hand(w);

    if (!r)
        return;
    if (BREAKS(RULE_CALL_SETTLED, receivable_open(r).fen == 0)) {
        refused_at(w, RULE_CALL_SETTLED, "receivable", r->no);
        return;
    }
    if (!promise_ok(w, r))
        return;
    log_call(w, r, step);
    say_money(w, "open", receivable_open(r));
    if (w->args->v[P_promised_amount].given) {
        r->promised = arg_money(w->args, P_promised_amount);
        r->promised_on = arg_day(w->args, P_promised);
        say_money(w, "promised", r->promised);
        say_day(w, "promised_on", r->promised_on);
    }
    receivable_step(w, r, step, w->args->v[P_remark].s);
    done(w);
}

static void receivable_call(struct work *w)
{
    call_or_urge(w, STEP_BC3);
}

static void receivable_urge(struct work *w)
{
    call_or_urge(w, STEP_BC4);
}

static void receivable_dispute(struct work *w)
{
    struct receivable_row *r = receivable_at_hand(w);
    bool active = w->args->v[P_active].n != 0;

    if (!r)
        return;
    if (BREAKS(RULE_DISPUTE_SAME, r->disputed == active)) {
        refused_at(w, RULE_DISPUTE_SAME, "active", r->no);
        return;
    }
    r->disputed = active;
    if (!active) { /* nothing is left to exempt */
        r->exempt_to = (struct day){ 0 };
        r->exempt_by = 0;
        r->exempt_for = STR("");
    }
    say_money(w, "open", receivable_open(r));
    receivable_step(w, r, STEP_BC7,
                    str_format(w->arena, "%s: %.*s", active ? "disputed" : "dispute over",
                               STR_ARG(w->args->v[P_reason].s)));
    done(w);
}

/* what stands in dispute is not held against the customer until that day. Afterwards, or
 * when the dispute is over, it counts again. */
/* by the leader who answers for the customer. The debt's orders may go on for it, so any
 * leader's word would be a way around that one's. */
static bool exempts_as_leader(struct work *w, const struct receivable_row *r)
{
    int64_t user;
    enum role role = responsible_slt(w, find_customer(w, r->customer_id), &user);

    return actor_act_for(w, user, role, false);
}

static void receivable_exempt(struct work *w)
{
    struct receivable_row *r = receivable_at_hand(w);
    struct day to = arg_day(w->args, P_valid_to);

    if (!r)
        return;
    if (BREAKS(RULE_EXEMPT_DISPUTED, !r->disputed)) {
        remedy_who(w, "ask", ROLE_BCR, OP_RECEIVABLE_DISPUTE);
        refused_at(w, RULE_EXEMPT_DISPUTED, "receivable", r->no);
        return;
    }
    if (BREAKS(RULE_EXEMPT_DAY, to.n < w->today.n)) {
        say_day(w, "today", w->today);
        refused_at(w, RULE_EXEMPT_DAY, "valid_to", r->no);
        return;
    }
    if (!exempts_as_leader(w, r))
        return;
    r->exempt_to = to;
    r->exempt_by = w->actor_id;
    r->exempt_for = w->args->v[P_reason].s;
    say_money(w, "open", receivable_open(r));
    say_day(w, "until", to);
    receivable_step(w, r, STEP_BC7,
                    str_format(w->arena, "not counted until %.*s: %.*s",
                               STR_ARG(day_text(to, w->arena)), STR_ARG(r->exempt_for)));
    done(w);
}

OPERATION(RECEIVABLE_EXEMPT) = { LOADS(receivable_loads), .decide = receivable_exempt,
                                 .frees = true };
OPERATION(RECEIVABLE_CALL) = { LOADS(receivable_loads), .decide = receivable_call };
OPERATION(RECEIVABLE_URGE) = { LOADS(receivable_loads), .decide = receivable_urge };
OPERATION(RECEIVABLE_DISPUTE) = { LOADS(receivable_loads), .decide = receivable_dispute };
