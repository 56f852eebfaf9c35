/*
 * admin_delegate.c - who stands in for whom, and who is away.
 *
 * A secretary signs for one leader who is away; a substitute does the work of a field manager
 * or of a secretary; an acting holder fills a vacant leader's post. Nobody delegates to
 * himself, nobody passes on what he has only been lent, and nobody records his own gain.
 */
#include "server/core/actor.h"
#include "server/core/master.h"

static const struct load delegate_loads[] = {
    EVERY(APP_USER, app_user, READ),
    EVERY(USER_ROLE, user_role, READ),
    EVERY(DELEGATION, delegation, LOCK),
};

/* What the command asks for. */
struct lending {
    const struct app_user_row *principal, *delegate;
    enum delegation_kind kind;
    enum role role;
    struct instant from, to;
};

static const role_set leader_seats =
    ROLE_BIT(ROLE_GM) | ROLE_BIT(ROLE_DIR) | ROLE_BIT(ROLE_DDIR);
static const role_set group = ROLE_BIT(ROLE_SSGL) | ROLE_BIT(ROLE_CSR) | ROLE_BIT(ROLE_BCR);
static const role_set field = ROLE_BIT(ROLE_MM) | ROLE_BIT(ROLE_UM) | ROLE_BIT(ROLE_KAM);

static bool lending_read(struct work *w, struct lending *out)
{
    const struct args *a = w->args;

    *out = (struct lending){ .principal = user_named(w, P_principal),
                             .kind = (enum delegation_kind)a->v[P_kind].n,
                             .role = (enum role)a->v[P_role].n,
                             .from = a->v[P_from].given ? arg_time(a, P_from) : w->now,
                             .to = arg_time(a, P_to) };
    if (!out->principal)
        return false;
    out->delegate = user_named(w, P_delegate);
    if (!out->delegate)
        return false;
    say_name(w, "principal", out->principal->login);
    say_name(w, "delegate", out->delegate->login);
    say_name(w, "role", str_of(enum_name(ENUM_role, out->role)));
    return true;
}

static bool runs_in(const struct delegation_row *d, const struct lending *x)
{
    return !d->revoked_at.us && (d->valid_to.us == 0 || x->from.us < d->valid_to.us) &&
           (x->to.us == 0 || d->valid_from.us < x->to.us);
}

static struct delegation_row *standing(const struct work *w, const struct lending *x)
{
    for (size_t i = 0; i < w->delegation.loaded; i++) {
        struct delegation_row *d = w->delegation.v[i];

        if (d->kind == x->kind && d->role == x->role && d->delegate_id == x->delegate->id &&
            d->principal_id == x->principal->id && !d->revoked_at.us &&
            (d->valid_to.us == 0 || d->valid_to.us > w->now.us))
            return d;
    }
    return NULL;
}

static bool people_ok(struct work *w, const struct lending *x)
{
    if (BREAKS(RULE_DELEGATE_SELF, x->principal == x->delegate)) {
        refused_at(w, RULE_DELEGATE_SELF, "delegate", x->delegate->login);
        return false;
    }
    if (BREAKS(RULE_DELEGATE_GRAB, x->delegate->id == w->actor_id)) {
        refused_at(w, RULE_DELEGATE_GRAB, "delegate", x->delegate->login);
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    return true;
}

static bool kind_ok(struct work *w, const struct lending *x)
{
    bool leader = leader_seats & ROLE_BIT(x->role);
    bool fits =
        x->kind == DELEGATION_SUBSTITUTE ? ((field | group) & ROLE_BIT(x->role)) != 0 : leader;

    if (BREAKS(RULE_DELEGATE_KIND, !fits)) {
        refused_at(w, RULE_DELEGATE_KIND, "kind", STR(""));
        return false;
    }
    if (BREAKS(RULE_DELEGATE_VACANT,
               x->kind == DELEGATION_ACTING && holder_of(w, x->role) != 0)) {
        const struct app_user_row *u = find_app_user(w, holder_of(w, x->role));

        refused_at(w, RULE_DELEGATE_VACANT, "role", u ? u->login : STR(""));
        return false;
    }
    if (BREAKS(RULE_DELEGATE_ROLE, x->kind != DELEGATION_ACTING &&
                                       !user_holds(w, x->principal->id, ROLE_BIT(x->role)))) {
        refused_at(w, RULE_DELEGATE_ROLE, "principal", x->principal->login);
        return false;
    }
    if (BREAKS(RULE_DELEGATE_GROUP,
               x->kind == DELEGATION_SECRETARY && !user_holds(w, x->delegate->id, group))) {
        refused_at(w, RULE_DELEGATE_GROUP, "delegate", x->delegate->login);
        return false;
    }
    return true;
}

/* Three signatures are three people: who has one of the three posts, or acts in one, acts in no
 * other. */
static bool sits_once(struct work *w, const struct lending *x)
{
    enum role other = role_none;

    for (size_t i = 0; i < w->user_role.n; i++) {
        const struct user_role_row *r = w->user_role.v[i];

        if (r->user_id == x->delegate->id && leader_seats & ROLE_BIT(r->role) &&
            r->role != x->role && (!r->valid_to.n || r->valid_to.n >= w->today.n))
            other = r->role;
    }
    for (size_t i = 0; i < w->delegation.loaded; i++) {
        const struct delegation_row *d = w->delegation.v[i];

        if (d->kind == DELEGATION_ACTING && d->delegate_id == x->delegate->id &&
            d->role != x->role && runs_in(d, x))
            other = d->role;
    }
    if (!BREAKS(RULE_ROLE_THREE, x->kind == DELEGATION_ACTING && other != role_none))
        return true;
    say_name(w, "holds", str_of(enum_name(ENUM_role, other)));
    refused_at(w, RULE_ROLE_THREE, "delegate", x->delegate->login);
    return false;
}

/* A leader's own secretary may also represent another secretary; only the same role chains. */
static bool no_chain(struct work *w, const struct lending *x)
{
    for (size_t i = 0; i < w->delegation.loaded; i++) {
        const struct delegation_row *d = w->delegation.v[i];

        if (d->role != x->role || !runs_in(d, x))
            continue;
        if (BREAKS(RULE_DELEGATE_CHAIN,
                   d->principal_id == x->delegate->id || d->delegate_id == x->principal->id)) {
            refused_at(w, RULE_DELEGATE_CHAIN, "delegate", x->delegate->login);
            return false;
        }
    }
    return true;
}

static bool time_ok(struct work *w, const struct lending *x)
{
    bool past = w->args->v[P_from].given && x->from.us < w->now.us;

    if (!BREAKS(RULE_DELEGATE_TIME, past || (x->to.us && x->to.us <= x->from.us)))
        return true;
    say_time(w, "now", w->now);
    refused_at(w, RULE_DELEGATE_TIME, past ? "from" : "to", STR(""));
    return false;
}

/* A new end for one that stands; one that is not later than now revokes it. */
static void end_standing(struct work *w, struct delegation_row *d, struct instant to)
{
    if (to.us <= w->now.us)
        d->revoked_at = w->now.us < d->valid_from.us ? d->valid_from : w->now;
    else
        d->valid_to = to;
    say_time(w, "ends", to.us <= w->now.us ? w->now : to);
    master_event(w, d->id, STR("delegation ended"));
    done(w);
}

static void user_delegate(struct work *w)
{
    struct lending x;
    struct delegation_row *d;

    if (!lending_read(w, &x))
        return;
    d = standing(w, &x);
    if (d && x.to.us && x.to.us > d->valid_from.us && !w->args->v[P_from].given) {
        end_standing(w, d, x.to);
        return;
    }
    if (BREAKS(RULE_DELEGATE_TWICE, d && runs_in(d, &x))) {
        refused_at(w, RULE_DELEGATE_TWICE, "to", x.delegate->login);
        return;
    }
    if (!people_ok(w, &x) || !time_ok(w, &x) || !kind_ok(w, &x) || !sits_once(w, &x) ||
        !no_chain(w, &x))
        return;
    d = add_delegation(w);
    d->kind = x.kind;
    d->role = x.role;
    d->principal_id = x.principal->id;
    d->delegate_id = x.delegate->id;
    d->valid_from = x.from;
    d->valid_to = x.to;
    say_time(w, "from", x.from);
    master_event(w, d->id, STR("delegation given"));
    done(w);
}

OPERATION(USER_DELEGATE) = { LOADS(delegate_loads), .decide = user_delegate };

/* --- away ---------------------------------------------------------------------------- */

static const struct load away_loads[] = {
    READ(APP_USER, ANY_OF(BY_ACTOR(app_user, id), BY_ARG(app_user, login, P_user))),
    LOCK(AWAY, ANY_OF(BY_FACT(away, user_id, APP_USER, app_user, id))),
};

/* His absence that is running or to come and meets the times, or NULL. */
static struct away_row *away_now(const struct work *w, int64_t user_id, struct instant from,
                                 struct instant to)
{
    for (size_t i = 0; i < w->away.loaded; i++) {
        struct away_row *a = w->away.v[i];

        if (a->user_id == user_id && (a->away_to.us == 0 || from.us < a->away_to.us) &&
            (to.us == 0 || a->away_from.us < to.us))
            return a;
    }
    return NULL;
}

static void user_away(struct work *w)
{
    const struct args *args = w->args;
    const struct app_user_row *u = user_named(w, P_user);
    struct instant from = args->v[P_from].given ? arg_time(args, P_from) : w->now;
    struct instant to = arg_time(args, P_to);
    struct away_row *a;

    if (!u)
        return;
    say_name(w, "user", u->login);
    if (BREAKS(RULE_AWAY_SAID, u->id != w->actor_id && !args->v[P_said_by].s.n)) {
        refused_at(w, RULE_AWAY_SAID, "said_by", u->login);
        return;
    }
    a = away_now(w, u->id, from, (struct instant){ 0 });
    if (a && to.us && !args->v[P_from].given && to.us > a->away_from.us) { /* he is back */
        /* never back before now: what his secretary signed meanwhile stands */
        a->away_to = to.us < w->now.us && a->away_from.us < w->now.us ? w->now : to;
        say_time(w, "back", a->away_to);
        master_event(w, a->id, args->v[P_said_by].s);
        done(w);
        return;
    }
    if (BREAKS(RULE_AWAY_TIME, to.us && to.us <= from.us)) {
        refused_at(w, RULE_AWAY_TIME, "to", u->login);
        return;
    }
    if (BREAKS(RULE_AWAY_TWICE, away_now(w, u->id, from, to) != NULL)) {
        say_time(w, "since", away_now(w, u->id, from, to)->away_from);
        refused_at(w, RULE_AWAY_TWICE, "user", u->login);
        return;
    }
    a = add_away(w);
    a->user_id = u->id;
    a->away_from = from;
    a->away_to = to;
    a->recorded_by = w->actor_id;
    a->said_by = args->v[P_said_by].s;
    say_time(w, "from", from);
    master_event(w, a->id, a->said_by);
    done(w);
}

OPERATION(USER_AWAY) = { LOADS(away_loads), .decide = user_away };
