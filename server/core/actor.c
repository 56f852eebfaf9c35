/*
 * actor.c - roles, responsibility and delegation as facts of the transaction.
 */
#include "server/core/actor.h"

static bool day_live(const struct work *w, struct day from, struct day to)
{
    return (from.n == 0 || from.n <= w->today.n) && (to.n == 0 || w->today.n <= to.n);
}

static bool time_live(const struct work *w, struct instant from, struct instant to)
{
    return from.us <= w->now.us && (to.us == 0 || w->now.us < to.us);
}

role_set roles_held(const struct work *w, int64_t user_id)
{
    role_set all = 0;

    for (size_t i = 0; i < w->user_role.n; i++) {
        const struct user_role_row *r = w->user_role.v[i];

        if (r->user_id == user_id && day_live(w, r->valid_from, r->valid_to))
            all |= role_covers(r->role);
    }
    for (size_t i = 0; i < w->delegation.n; i++) {
        const struct delegation_row *d = w->delegation.v[i];

        if (d->kind == DELEGATION_ACTING && d->delegate_id == user_id && !d->revoked_at.us &&
            time_live(w, d->valid_from, d->valid_to))
            all |= role_covers(d->role);
    }
    return all;
}

void actor_today(struct work *w)
{
    struct calendar_day *days =
        ARENA_ARRAY(w->arena, w->calendar_day.n + 1, struct calendar_day);

    w->pol = ONE(w->policy); /* the newest row whose day has come: see common_loads */
    assert(w->pol);
    for (size_t i = 0; i < w->calendar_day.n; i++)
        days[i] =
            (struct calendar_day){ w->calendar_day.v[i]->day, w->calendar_day.v[i]->open };
    w->calendar = (struct calendar){ .utc_offset_min = (int)w->pol->utc_offset_min,
                                     .weekdays = (unsigned)w->pol->weekdays,
                                     .open_min = (int)w->pol->open_min,
                                     .close_min = (int)w->pol->close_min,
                                     .days = days,
                                     .day_count = w->calendar_day.n };
    w->today = calendar_today(&w->calendar, w->now);
}

bool actor_prepare(struct work *w)
{
    role_set allowed = catalog[w->op].roles;

    actor_today(w);
    w->actor = find_app_user(w, w->actor_id);
    if (BREAKS(RULE_ACTOR_INACTIVE, !w->actor || !w->actor->active)) {
        refused(w, RULE_ACTOR_INACTIVE);
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    w->roles = roles_held(w, w->actor_id);
    if (BREAKS(RULE_ACTOR_ROLE, allowed && !(w->roles & allowed))) {
        refused(w, RULE_ACTOR_ROLE);
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    actor_act_own(w, allowed);
    return true;
}

void actor_act_own(struct work *w, role_set allowed)
{
    enum role first = role_none;

    for (enum role r = 1; r < role_count; r++)
        if (w->roles & ROLE_BIT(r) && (!allowed || allowed & ROLE_BIT(r))) {
            first = r;
            break;
        }
    w->as = (struct capacity){ first, w->actor_id, 0 };
}

int64_t assigned_user(const struct work *w, int64_t unit_id, enum role role)
{
    const struct assignment_row *best = NULL;

    for (size_t i = 0; i < w->assignment.n; i++) {
        const struct assignment_row *a = w->assignment.v[i];

        if (a->unit_id != unit_id || a->role != role ||
            !day_live(w, a->valid_from, a->valid_to))
            continue;
        if (!best || best->valid_from.n < a->valid_from.n)
            best = a;
    }
    return best ? best->user_id : 0;
}

int64_t holder_of(const struct work *w, enum role role)
{
    for (size_t i = 0; i < w->user_role.n; i++) {
        const struct user_role_row *r = w->user_role.v[i];
        const struct app_user_row *u = find_app_user(w, r->user_id);

        if (r->role == role && day_live(w, r->valid_from, r->valid_to) && u && u->active)
            return r->user_id;
    }
    /* a vacant post has an acting holder */
    for (size_t i = 0; i < w->delegation.n; i++) {
        const struct delegation_row *d = w->delegation.v[i];

        if (d->kind == DELEGATION_ACTING && d->role == role && !d->revoked_at.us &&
            time_live(w, d->valid_from, d->valid_to))
            return d->delegate_id;
    }
    return 0;
}

enum role responsible_slt(const struct work *w, const struct customer_row *c, int64_t *user_id)
{
    static const enum role leaders[] = { ROLE_DIR, ROLE_DDIR, ROLE_GM };
    const int64_t units[] = { c->id, c->market_id }; /* the override first */

    for (size_t u = 0; u < COUNT(units); u++)
        for (size_t i = 0; i < COUNT(leaders); i++)
            if (units[u] && assigned_user(w, units[u], leaders[i])) {
                *user_id = holder_of(w, leaders[i]);
                return leaders[i];
            }
    *user_id = 0;
    return role_none;
}

/* Field people see what is theirs: a customer, an area or a market. */
static bool field_scope(const struct work *w, const struct customer_row *c)
{
    if (c->manager_id == w->actor_id || c->kam_id == w->actor_id)
        return true;
    if (assigned_user(w, c->market_id, ROLE_MM) == w->actor_id ||
        assigned_user(w, c->area_id, ROLE_UM) == w->actor_id)
        return true;
    for (size_t i = 0; i < w->user_role.n; i++) {
        const struct user_role_row *r = w->user_role.v[i];

        if (r->user_id == w->actor_id && r->unit_id &&
            day_live(w, r->valid_from, r->valid_to) &&
            (r->unit_id == c->area_id || r->unit_id == c->market_id))
            return true;
    }
    for (size_t i = 0; i < w->delegation.n; i++) { /* a substitute sees what he stands in for */
        const struct delegation_row *d = w->delegation.v[i];

        if (d->delegate_id == w->actor_id && d->kind == DELEGATION_SUBSTITUTE &&
            !d->revoked_at.us && time_live(w, d->valid_from, d->valid_to) &&
            (c->manager_id == d->principal_id || c->kam_id == d->principal_id ||
             assigned_user(w, c->market_id, ROLE_MM) == d->principal_id ||
             assigned_user(w, c->area_id, ROLE_UM) == d->principal_id))
            return true;
    }
    return false;
}

bool actor_in_scope(struct work *w, const struct customer_row *c)
{
    const role_set inside = ~(ROLE_BIT(ROLE_MM) | ROLE_BIT(ROLE_UM) | ROLE_BIT(ROLE_KAM) |
                              ROLE_BIT(ROLE_SR) | ROLE_BIT(ROLE_BRM));

    if (!BREAKS(RULE_SCOPE, !(w->roles & inside) && !field_scope(w, c)))
        return true;
    refused(w, RULE_SCOPE);
    w->ruling.code = ERR_SCOPE;
    detail(w, str_format(w->arena, "customer %.*s belongs to others", STR_ARG(c->code)));
    return false;
}

static const struct app_user_row *principal_named(const struct work *w)
{
    struct str login = w->args->v[P_principal].s;

    for (size_t i = 0; i < w->app_user.n; i++)
        if (str_eq(w->app_user.v[i]->login, login))
            return w->app_user.v[i];
    return NULL;
}

static bool is_away(const struct work *w, int64_t user_id)
{
    for (size_t i = 0; i < w->away.n; i++)
        if (w->away.v[i]->user_id == user_id &&
            time_live(w, w->away.v[i]->away_from, w->away.v[i]->away_to))
            return true;
    return false;
}

static const struct delegation_row *delegation_for(const struct work *w, int64_t user_id,
                                                   enum role role, enum delegation_kind kind)
{
    for (size_t i = 0; i < w->delegation.n; i++) {
        const struct delegation_row *d = w->delegation.v[i];

        if (d->principal_id == user_id && d->delegate_id == w->actor_id && d->role == role &&
            d->kind == kind && !d->revoked_at.us && time_live(w, d->valid_from, d->valid_to))
            return d;
    }
    return NULL;
}

static bool not_the_signer(struct work *w, int64_t user_id, enum role role)
{
    const struct app_user_row *u = find_app_user(w, user_id);

    refused(w, RULE_SIGNER);
    w->ruling.code = ERR_RIGHTS;
    say_name(w, "role", str_of(enum_name(ENUM_role, role)));
    if (u)
        say_name(w, "who", u->login);
    detail(w, user_id ? STR("someone else answers for this") : STR("the post is vacant"));
    remedy_who(w, "ask", role, -1);
    return false;
}

/* only while the principal is away, with his consent by phone on record. */
static bool secretary_may(struct work *w, int64_t user_id)
{
    const struct arg *at = &w->args->v[P_consent_at], *by = &w->args->v[P_consent_by];

    if (BREAKS(RULE_PRINCIPAL_HERE, !is_away(w, user_id))) {
        refused(w, RULE_PRINCIPAL_HERE);
        remedy_plain(w, "record_away", OP_USER_AWAY);
        return false;
    }
    if (BREAKS(RULE_DELEGATE_CONSENT, !at->given || !by->given || at->n > w->now.us)) {
        refused(w, RULE_DELEGATE_CONSENT);
        w->ruling.field = at->given ? by->given ? "consent_at" : "consent_by" : "consent_at";
        return false;
    }
    return true;
}

/* A post that someone was left in after his role ended gives no right. What a KAM does, the
 * customer's field manager does as the UM or MM that he is. role_none: he holds none. */
static enum role role_held(const struct work *w, int64_t user_id, enum role role)
{
    static const enum role field[] = { ROLE_KAM, ROLE_UM, ROLE_MM };
    role_set held = roles_held(w, user_id);

    if (held & ROLE_BIT(role) || !RULE_LIVE(RULE_ROLE_GONE))
        return role;
    for (size_t i = 0; role == ROLE_KAM && i < COUNT(field); i++)
        if (held & ROLE_BIT(field[i]))
            return field[i];
    return role_none;
}

static bool act_as(struct work *w, enum role role, int64_t user_id, int64_t delegation_id)
{
    enum role held = role_held(w, user_id, role);

    if (BREAKS(RULE_ROLE_GONE, held == role_none)) {
        refused(w, RULE_ROLE_GONE);
        w->ruling.code = ERR_RIGHTS;
        say_name(w, "role", str_of(enum_name(ENUM_role, role)));
        return false;
    }
    w->as = (struct capacity){ held, user_id, delegation_id };
    return true;
}

bool actor_act_for(struct work *w, int64_t user_id, enum role role, bool secretary)
{
    const struct app_user_row *named = principal_named(w);
    const struct delegation_row *d;

    if (w->args->v[P_principal].given &&
        (!named || (named->id != user_id && RULE_LIVE(RULE_SIGNER))))
        return not_the_signer(w, user_id, role);
    if (user_id && user_id == w->actor_id)
        return act_as(w, role, user_id, 0);
    d = delegation_for(w, user_id, role,
                       secretary ? DELEGATION_SECRETARY : DELEGATION_SUBSTITUTE);
    if (!user_id || (!d && !w->args->v[P_principal].given)) {
        if (BREAKS(RULE_SIGNER, true))
            return not_the_signer(w, user_id, role);
        w->as = (struct capacity){ role, w->actor_id, 0 };
        return true;
    }
    if (BREAKS(RULE_DELEGATION, !d)) {
        refused(w, RULE_DELEGATION);
        w->ruling.code = ERR_RIGHTS;
        remedy_who(w, "ask", role, -1);
        return false;
    }
    if (secretary && !secretary_may(w, user_id))
        return false;
    return act_as(w, role, user_id, d ? d->id : 0);
}

bool actor_stands_for(const struct work *w, int64_t user_id, enum role role, bool secretary)
{
    const struct app_user_row *named = principal_named(w);

    if (!user_id || (w->args->v[P_principal].given && (!named || named->id != user_id)))
        return false;
    return user_id == w->actor_id ||
           delegation_for(w, user_id, role,
                          secretary ? DELEGATION_SECRETARY : DELEGATION_SUBSTITUTE);
}

bool actor_act_slt(struct work *w)
{
    static const enum role leaders[] = { ROLE_GM, ROLE_DIR, ROLE_DDIR };
    const struct app_user_row *named = principal_named(w);

    if (w->args->v[P_principal].given && named)
        for (size_t i = 0; i < COUNT(leaders); i++)
            if (holder_of(w, leaders[i]) == named->id)
                return actor_act_for(w, named->id, leaders[i], true);
    for (size_t i = 0; !w->args->v[P_principal].given && i < COUNT(leaders); i++)
        if (holder_of(w, leaders[i]) == w->actor_id)
            return actor_act_for(w, w->actor_id, leaders[i], true);
    return not_the_signer(w, 0, ROLE_GM);
}

bool actor_touched(const struct work *w, const struct order_row *o, int64_t user_id)
{
    for (size_t i = 0; i < w->author.n; i++)
        if (w->author.v[i]->order_id == o->id && w->author.v[i]->user_id == user_id)
            return true;
    return o->keyed_by == user_id || o->checked_by == user_id || o->changed_by == user_id;
}
