/*
 * order_revoke.c - a signature is taken back before the next act.
 *
 * Who signed takes it back, and so does he for whom it was signed. A grant of three is open
 * until the third has signed: one of the first two that is taken back is asked for again, the
 * other stands. What the responsible manager signed alone is open until the print.
 */
#include "server/core/credit.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/quota_ask.h"
#include "server/core/signing.h"

/* The kinds that wait for the next act in a state. */
static unsigned kinds_open(enum order_state state)
{
    return state == ORDER_WAIT_ST          ? KIND_BIT(SIGN_ST)
           : state == ORDER_WAIT_QUOTA_SLT ? KIND_BIT(SIGN_QUOTA)
                                           : MANAGER_KINDS;
}

static bool is_mine(const struct work *w, const struct signature_row *s)
{
    return s->signer_id == w->actor_id || s->principal_id == w->actor_id;
}

/* The newest of them, now void, or NULL. */
static const struct signature_row *own_ended(struct work *w, const struct order_row *o)
{
    const unsigned kinds = kinds_open(o->state);
    const struct signature_row *ended = NULL;

    for (size_t i = 0; i < w->signature.n; i++) {
        struct signature_row *s = w->signature.v[i];

        if (!(kinds & KIND_BIT(s->kind)) || !signature_live(s, o, s->kind) || !is_mine(w, s))
            continue;
        s->void_at = w->now;
        if (!ended || ended->id < s->id)
            ended = s;
    }
    return ended;
}

static bool stands(const struct work *w, const struct order_row *o, enum sign_kind kind)
{
    for (size_t i = 0; i < w->signature.n; i++)
        if (signature_live(w->signature.v[i], o, kind))
            return true;
    return false;
}

/* One of three: the case, or what was asked of the leaders, stays open. */
static void one_less(struct work *w, struct order_row *o, const struct signature_row *s)
{
    if (s && o->state == ORDER_WAIT_QUOTA_SLT)
        requests_restored(w, o, s);
    order_move(w, o, EVENT_REVOKE, o->state, o->state == ORDER_WAIT_ST ? STEP_ST : STEP_AC,
               w->args->v[P_reason].s);
}

/* A shortfall that he signed is open no more; without MA it cannot stand at all. */
static void manager_unsigned(struct work *w, struct order_row *o)
{
    bool band = !o->cash_basis && !o->granted_at.us && o->signed_excess.fen > 0;

    order_tolerate(w, o, fen(0));
    if (stands(w, o, SIGN_MA)) { /* another signed it; his word was the shortfall alone */
        order_move(w, o, EVENT_REVOKE, ORDER_WAIT_FUNDS, STEP_MA, w->args->v[P_reason].s);
        return;
    }
    (void)signatures_end(w, o, MANAGER_KINDS, 0);
    order_signed(w, o, fen(0), fen(0), fen(0));
    o->signed_at = (struct instant){ 0 };
    order_move(w, o, EVENT_REVOKE, band ? ORDER_WAIT_MGR : ORDER_WAIT_MA, STEP_MA,
               w->args->v[P_reason].s);
}

static void order_revoke(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_REVOKE);
    const struct signature_row *s;

    if (!o)
        return;
    s = own_ended(w, o);
    if (BREAKS(RULE_REVOKE_OWN, !s)) {
        refused(w, RULE_REVOKE_OWN);
        w->ruling.code = ERR_RIGHTS;
        return;
    }
    if (kinds_open(o->state) != MANAGER_KINDS)
        one_less(w, o, s);
    else
        manager_unsigned(w, o);
    tell_duty(w, MESSAGE_DECIDED, o, secretary_duty(o), told_promptly(w),
              str_format(w->arena, "the signature on %.*s was taken back", STR_ARG(o->no)));
    done(w);
}

static const struct load revoke_loads[] = {
    ORDER_LOADS,
    SIGNATURE_LOADS,
    REQUEST_LOADS,
    PEOPLE_LOADS,
};
OPERATION(ORDER_REVOKE) = { LOADS(revoke_loads), .decide = order_revoke };
