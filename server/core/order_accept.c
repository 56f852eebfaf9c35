/*
 * order_accept.c - OA: the memo, the three people of the order, and the duty to tell market and
 * customer; then the checks run.
 *
 * Telling is a duty with a time and logged attempts. It never stops an order: a phone that
 * nobody answers is no reason to keep goods (decisions 1).
 */
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/paper_sign.h"
#include "server/core/signing.h"

/* The coordinator of the warehouse that ships: the house's first that has one. Goods may be
 * allocated from another later; the coordinator of the order stays. */
static int64_t warehouse_scr(const struct work *w)
{
    for (size_t i = 0; i < w->warehouse.n; i++)
        if (w->warehouse.v[i]->scr_id)
            return w->warehouse.v[i]->scr_id;
    return 0;
}

/* thirty minutes of working time from the paper's arrival. */
static void receipt_told(struct work *w, const struct order_row *o)
{
    const struct customer_row *c = find_customer(w, o->customer_id);
    struct instant due = clock_notify(w, o);
    struct str body = str_format(w->arena, "%.*s of %.*s was received, %.*s", STR_ARG(o->no),
                                 STR_ARG(c->name), STR_ARG(money_text(o->total, w->arena)));

    /* a vacant post is no reason to tell nobody: the duty stays in the group's list */
    tell_role(w, MESSAGE_RECEIVED, o, ROLE_MM, market_duty(w, o).user_id, due, body);
    tell_customer(w, MESSAGE_RECEIVED, o, due, body);
}

/* an order without plan and contract is executed only on the word of the sales
 * department's manager or a leader, given by himself for this version. */
static bool direct_confirmed(struct work *w, const struct order_row *o)
{
    bool confirmed = o->approved_by != 0; /* the field took it over */

    for (size_t i = 0; i < w->signature.n; i++)
        confirmed |= signature_live(w->signature.v[i], o, SIGN_CONFIRM);
    if (!BREAKS(RULE_DIRECT_CONFIRMED, order_is_direct(o) && !confirmed))
        return true;
    remedy_who(w, "ask", ROLE_SDM, OP_ORDER_CONFIRM);
    refused_at(w, RULE_DIRECT_CONFIRMED, "order", o->no);
    return false;
}

static void order_accept(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_ACCEPT);
    const struct customer_row *c;
    struct str memo = str_trim(w->args->v[P_memo].s);

    if (!o)
        return;
    if (BREAKS(RULE_MEMO, text_blank(memo))) {
        refused_at(w, RULE_MEMO, "memo", STR(""));
        return;
    }
    if (!direct_confirmed(w, o))
        return;
    c = find_customer(w, o->customer_id);
    if (!seats_filled(w, o, w->actor_id, warehouse_scr(w),
                      assigned_user(w, c->market_id, ROLE_BCR)))
        return;
    o->memo = memo;
    o->checked_by = w->actor_id;
    receipt_told(w, o);
    order_step(w, o, STEP_OA, OUTCOME_DONE, RULE_NONE, memo);
    checks_run(w, o, EVENT_ACCEPT);
    paper_signature_counts(w, o);
}

static const struct load accept_loads[] = {
    CHECK_LOADS,
    AUTHOR_LOADS,
    { .table = TABLE_WAREHOUSE, .hold = HOLD_READ }, /* a handful, first by id */
    READ(USER_ROLE,
         ANY_OF(BY_ACTOR(user_role, user_id), BY_CONST(user_role, role, ROLE_GM),
                BY_CONST(user_role, role, ROLE_DIR), BY_CONST(user_role, role, ROLE_DDIR),
                BY_CONST(user_role, role, ROLE_SSGL), BY_CONST(user_role, role, ROLE_CSR),
                BY_CONST(user_role, role, ROLE_BCR), BY_CONST(user_role, role, ROLE_SCR),
                BY_CONST(user_role, role, ROLE_STO), BY_CONST(user_role, role, ROLE_WH))),
};
OPERATION(ORDER_ACCEPT) = { LOADS(accept_loads), .decide = order_accept };

/* --- telling ------------------------------------------------------------------------- */

/* An attempt, successful or not; the first that reached someone ends the duty. */
static void order_tell(struct work *w)
{
    struct message_row *m = ONE(w->message);
    const struct customer_row *c = m ? find_customer(w, m->customer_id) : NULL;
    const struct order_row *o = m ? find_order(w, m->order_id) : NULL;
    const struct args *a = w->args;
    struct instant at = a->v[P_at].given ? arg_time(a, P_at) : w->now;
    int64_t earliest = 0;
    struct telling_row *t;

    if (!m) {
        refused_missing(w, "message",
                        str_format(w->arena, "%lld", (long long)a->v[P_message].n));
        return;
    }
    if (c && !actor_in_scope(w, c))
        return;
    /* the call may come before the acceptance that makes the duty, not before the paper */
    earliest = o && o->arrival.us ? o->arrival.us : m->at.us;
    if (BREAKS(RULE_TOLD_WHEN, at.us > w->now.us || at.us < earliest)) {
        say_time(w, "told", at);
        say_time(w, "now", w->now);
        refused_at(w, RULE_TOLD_WHEN, "at", STR(""));
        return;
    }
    t = add_telling(w);
    t->message_id = m->id;
    t->order_id = m->order_id;
    t->told_by = w->actor_id;
    t->told_whom = a->v[P_whom].s;
    t->method = (enum tell_method)a->v[P_method].n;
    t->result = (enum tell_result)a->v[P_result].n;
    t->told_at = at;
    t->remark = a->v[P_remark].s;
    /* the duty ends no earlier than it began; when the call really was, the telling says */
    if (t->result == TOLD_REACHED && m->done_at.us == 0)
        m->done_at = at.us < m->at.us ? m->at : at;
    done(w);
}

/* The message has a lock of its own: a phone call waits for nobody's credit account. */
static const struct load tell_loads[] = {
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, MESSAGE, message, customer_id))),
    READ(ORDER, ANY_OF(BY_FACT(order, id, MESSAGE, message, order_id))),
    LOCK(MESSAGE, ANY_OF(BY_ARG(message, id, P_message))),
    PEOPLE_LOADS,
};
OPERATION(ORDER_TELL) = { LOADS(tell_loads), .decide = order_tell };
