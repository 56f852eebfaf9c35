/*
 * order_assign.c - another secretary, coordinator or collector takes an order over.
 *
 * From its acceptance to its closing an order has exactly one of each, and who had it before is
 * in its history. Nothing else changes: no version, no signature, no state.
 */
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"
#include "server/core/order_people.h"

/* Accepted, and there is still something to do. */
static bool has_people(const struct order_row *o)
{
    return o->csr_id && o->state != ORDER_CLOSED && o->state != ORDER_CANCELLED &&
           o->state != ORDER_REJECTED;
}

/* Who had a place and who has it now; and both are told, in the place's role. */
struct handed {
    const char *place;
    enum role role;
    int64_t from, to;
};

static struct str handed_text(struct work *w, const struct handed *h, size_t n)
{
    struct str text = STR("");

    for (size_t i = 0; i < n; i++) {
        struct str from = user_name(w, h[i].from), to = user_name(w, h[i].to);

        if (h[i].from != h[i].to)
            text =
                str_format(w->arena, "%.*s%s%s: %.*s -> %.*s", STR_ARG(text),
                           str_empty(text) ? "" : "; ", h[i].place, STR_ARG(from), STR_ARG(to));
    }
    return text;
}

static void handed_told(struct work *w, const struct order_row *o, const struct handed *h,
                        struct str changes, struct str reason)
{
    struct str body = str_format(w->arena, "%.*s: %.*s (%.*s)", STR_ARG(o->no),
                                 STR_ARG(changes), STR_ARG(reason));

    if (h->from == h->to)
        return;
    if (h->from)
        tell_role(w, MESSAGE_ASSIGNED, o, h->role, h->from, told_promptly(w), body);
    tell_role(w, MESSAGE_ASSIGNED, o, h->role, h->to, told_promptly(w), body);
}

static void order_assign(struct work *w)
{
    struct order_row *o = ONE(w->order);
    const struct customer_row *c = o ? find_customer(w, o->customer_id) : NULL;
    struct str reason = str_trim(w->args->v[P_reason].s);
    struct str changes;

    if (!c) {
        refused_missing(w, "order", w->args->v[P_order].s);
        return;
    }
    w->ruling.order_id = o->id;
    if (!order_version_ok(w, o) || !actor_in_scope(w, c))
        return;
    if (BREAKS(RULE_ASSIGN_STATE, !has_people(o))) {
        refused_at(w, RULE_ASSIGN_STATE, "order",
                   str_of(enum_name(ENUM_order_state, o->state)));
        return;
    }
    struct handed handed[] = {
        { "csr", ROLE_CSR, o->csr_id, 0 },
        { "scr", ROLE_SCR, o->scr_id, 0 },
        { "bcr", ROLE_BCR, o->bcr_id, 0 },
    };

    if (!seats_filled(w, o, o->csr_id, o->scr_id, o->bcr_id))
        return;
    handed[0].to = o->csr_id;
    handed[1].to = o->scr_id;
    handed[2].to = o->bcr_id;
    changes = handed_text(w, handed, COUNT(handed));
    if (BREAKS(RULE_ASSIGN_NOTHING, str_empty(changes))) {
        refused_at(w, RULE_ASSIGN_NOTHING, "order", o->no);
        return;
    }
    if (BREAKS(RULE_ASSIGN_REASON, text_blank(reason))) {
        refused_at(w, RULE_ASSIGN_REASON, "reason", STR(""));
        return;
    }
    for (size_t i = 0; i < COUNT(handed); i++)
        handed_told(w, o, &handed[i], changes, reason);
    order_step(w, o, STEP_OA, OUTCOME_DONE, RULE_NONE,
               str_format(w->arena, "%.*s (%.*s)", STR_ARG(changes), STR_ARG(reason)));
    done(w);
}

/* The people of the order, to say who it was, and those who are named. */
static const struct load assign_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, ORDER, order, account_id))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, ORDER, order, customer_id))),
    OWNED(ORDER, ANY_OF(BY_ARG(order, no, P_order))),
    READ(APP_USER,
         ANY_OF(BY_ACTOR(app_user, id), BY_FACT(app_user, id, ORDER, order, csr_id),
                BY_FACT(app_user, id, ORDER, order, scr_id),
                BY_FACT(app_user, id, ORDER, order, bcr_id), BY_ARG(app_user, login, P_csr),
                BY_ARG(app_user, login, P_scr), BY_ARG(app_user, login, P_bcr))),
    READ(USER_ROLE, ANY_OF(BY_ACTOR(user_role, user_id),
                           BY_FACT(user_role, user_id, APP_USER, app_user, id))),
    PEOPLE_LOADS,
};
OPERATION(ORDER_ASSIGN) = { LOADS(assign_loads), .decide = order_assign };
