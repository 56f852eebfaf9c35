/*
 * attest.c - the persons whom a paper names as its verifier and approver.
 */
#include "server/core/attest.h"

#include "server/core/order_common.h"

/* By login, whether he is active still: what he signed then stays signed. */
int64_t person_named(const struct work *w, enum param p)
{
    struct str login = str_trim(w->args->v[p].s);

    for (size_t i = 0; i < w->app_user.n; i++)
        if (str_eq(w->app_user.v[i]->login, login))
            return w->app_user.v[i]->id;
    return 0;
}

/* Who had one of these roles for the unit on that day. Of days before the first that is on
 * file, whoever was the first: the house went live with papers that were approved before. */
static const struct assignment_row *assigned_then(const struct work *w, int64_t unit_id,
                                                  role_set roles, struct day on)
{
    const struct assignment_row *then = NULL, *first = NULL;

    for (size_t i = 0; i < w->assignment.n; i++) {
        const struct assignment_row *a = w->assignment.v[i];

        if (a->unit_id != unit_id || !(ROLE_BIT(a->role) & roles))
            continue;
        if (!first || a->valid_from.n < first->valid_from.n)
            first = a;
        if (a->valid_from.n <= on.n && (a->valid_to.n == 0 || on.n <= a->valid_to.n) &&
            (!then || then->valid_from.n < a->valid_from.n))
            then = a;
    }
    return !then && first && on.n < first->valid_from.n ? first : then;
}

static int64_t manager_then(const struct work *w, int64_t market_id, struct day on)
{
    const struct assignment_row *a = assigned_then(w, market_id, ROLE_BIT(ROLE_MM), on);

    return a ? a->user_id : 0;
}

static bool stood_in(const struct work *w, int64_t user_id, int64_t principal_id,
                     role_set roles, struct instant at)
{
    for (size_t i = 0; principal_id && i < w->delegation.n; i++) {
        const struct delegation_row *d = w->delegation.v[i];

        if (d->kind == DELEGATION_SUBSTITUTE && d->principal_id == principal_id &&
            d->delegate_id == user_id && (ROLE_BIT(d->role) & roles) &&
            d->valid_from.us <= at.us && (d->valid_to.us == 0 || at.us < d->valid_to.us) &&
            (d->revoked_at.us == 0 || at.us < d->revoked_at.us))
            return true;
    }
    return false;
}

static bool is_or_stood_in(const struct work *w, int64_t user_id, int64_t principal_id,
                           role_set roles, struct instant at)
{
    return user_id &&
           (user_id == principal_id || stood_in(w, user_id, principal_id, roles, at));
}

static bool another_answers(struct work *w, enum rule rule, enum param p, enum role role,
                            int64_t user_id, struct instant at)
{
    const struct app_user_row *u = find_app_user(w, user_id);

    say_name(w, "role", str_of(enum_name(ENUM_role, role)));
    say_time(w, "at", at);
    if (u) {
        say_name(w, "who", u->login);
        remedy_who(w, "ask", role, -1);
    } else {
        remedy_who(w, "appoint", ROLE_ADM, OP_UNIT_ASSIGN); /* the post is vacant */
    }
    refused_at(w, rule, params[p].name, w->args->v[p].s);
    return false;
}

bool verifier_named(struct work *w, const struct order_row *o)
{
    const struct arg *verifier = &w->args->v[P_verifier];
    bool named = verifier->given && !text_blank(verifier->s);

    if (!BREAKS(RULE_ATTEST_VERIFIED, !named && o->origin != ORIGIN_CUSTOMER))
        return true;
    remedy_who(w, "ask", ROLE_KAM, -1);
    refused_at(w, RULE_ATTEST_VERIFIED, "verifier", STR(""));
    return false;
}

bool attested_rightly(struct work *w, const struct customer_row *c, struct instant at)
{
    const role_set field = ROLE_BIT(ROLE_KAM) | ROLE_BIT(ROLE_UM) | ROLE_BIT(ROLE_MM);
    int64_t mm = manager_then(w, c->market_id, calendar_today(&w->calendar, at));
    int64_t approver = person_named(w, P_approver), verifier = person_named(w, P_verifier);

    if (BREAKS(RULE_ATTEST_APPROVER, !is_or_stood_in(w, approver, mm, ROLE_BIT(ROLE_MM), at)))
        return another_answers(w, RULE_ATTEST_APPROVER, P_approver, ROLE_MM, mm, at);
    if (!w->args->v[P_verifier].given)
        return true;
    if (BREAKS(RULE_ATTEST_VERIFIER,
               !is_or_stood_in(w, verifier, c->kam_id, ROLE_BIT(ROLE_KAM), at) &&
                   !is_or_stood_in(w, verifier, c->manager_id, field, at)))
        return another_answers(w, RULE_ATTEST_VERIFIER, P_verifier, ROLE_KAM,
                               c->kam_id ? c->kam_id : c->manager_id, at);
    if (BREAKS(RULE_VERIFY_APPROVE, approver && verifier == approver)) { /* */
        say_name(w, "verified_by", w->args->v[P_verifier].s);
        refused_at(w, RULE_VERIFY_APPROVE, "verifier", w->args->v[P_approver].s);
        return false;
    }
    return true;
}

static bool acted_as(const struct work *w, int64_t user_id, enum role role, struct instant at)
{
    for (size_t i = 0; i < w->delegation.n; i++) {
        const struct delegation_row *d = w->delegation.v[i];

        if (d->kind == DELEGATION_ACTING && d->delegate_id == user_id && d->role == role &&
            d->valid_from.us <= at.us && (d->valid_to.us == 0 || at.us < d->valid_to.us) &&
            (d->revoked_at.us == 0 || at.us < d->revoked_at.us))
            return true;
    }
    return false;
}

enum role leader_then(const struct work *w, const struct customer_row *c, int64_t user_id,
                      struct instant at)
{
    const role_set leaders = ROLE_BIT(ROLE_DIR) | ROLE_BIT(ROLE_DDIR);
    struct day on = calendar_today(&w->calendar, at);
    const struct assignment_row *a = assigned_then(w, c->id, leaders, on);

    if (!a)
        a = assigned_then(w, c->market_id, leaders, on);
    if (a && (a->user_id == user_id || acted_as(w, user_id, a->role, at)))
        return a->role;
    return role_none;
}
