/*
 * admin_user.c - people and their roles.
 *
 * An administrator keeps accounts and roles but gives himself nothing: a second one must. Roles
 * have days, both inclusive; nothing is given into the past. The seats GM, DIR and DDIR have
 * one holder each: who takes one ends the former holder's days. And they are three
 * people, or what takes three signatures could never be signed.
 */
#include "server/core/master.h"

/* --- accounts ------------------------------------------------------------------------ */

static const struct load user_loads[] = {
    LOCK(APP_USER, ANY_OF(BY_ACTOR(app_user, id), BY_ARG(app_user, login, P_user))),
    READ(WAREHOUSE, ANY_OF(BY_ARG(warehouse, code, P_warehouse))),
};

static struct app_user_row *user_or_new(struct work *w)
{
    const struct arg *login = &w->args->v[P_user];
    struct app_user_row *u;

    for (size_t i = 0; i < w->app_user.n; i++)
        if (str_eq(w->app_user.v[i]->login, login->s))
            return w->app_user.v[i];
    if (BREAKS(RULE_USER_NEW_NAME, !w->args->v[P_name].s.n)) {
        refused_at(w, RULE_USER_NEW_NAME, "name", login->s);
        return NULL;
    }
    u = add_app_user(w);
    u->login = login->s;
    u->active = true;
    return u;
}

static void user_put(struct work *w)
{
    const struct arg *active = &w->args->v[P_active], *house = &w->args->v[P_warehouse];
    struct app_user_row *u;

    if (house->given && house->s.n && !ONE(w->warehouse)) {
        refused_missing(w, "warehouse", house->s);
        return;
    }
    u = user_or_new(w);
    if (!u)
        return;
    if (BREAKS(RULE_USER_SELF, active->given && !active->n && u->id == w->actor_id)) {
        refused_at(w, RULE_USER_SELF, "active", u->login);
        return;
    }
    /* Held orders would never be judged again, nor anything lapse. */
    if (BREAKS(RULE_USER_SYSTEM, active->given && !active->n && u->id == SYSTEM_USER_ID)) {
        refused_at(w, RULE_USER_SYSTEM, "active", u->login);
        return;
    }
    take_text(w, P_name, &u->name);
    take_bool(w, P_active, &u->active);
    if (house->given)
        u->warehouse_id = house->s.n ? ONE(w->warehouse)->id : 0;
    say_name(w, "user", u->login);
    say_count(w, "active", u->active);
    master_event(w, u->id, u->name);
    done(w);
}

OPERATION(USER_PUT) = { LOADS(user_loads), .decide = user_put };

/* --- sessions ------------------------------------------------------------------------ */

static const struct load log_out_loads[] = {
    LOCK(APP_USER, ANY_OF(BY_ACTOR(app_user, id), BY_ARG(app_user, login, P_user))),
};

/* The shell ends the sessions; what it does not reach, a token in somebody's file, is void by
 * this row (login.c). Roles and account stay: who must not come back is switched off. */
static void user_log_out(struct work *w)
{
    struct app_user_row *u = user_named(w, P_user);

    if (!u)
        return;
    u->out_at = w->now;
    say_name(w, "user", u->login);
    master_event(w, u->id, w->args->v[P_reason].s);
    done(w);
}

OPERATION(USER_LOG_OUT) = { LOADS(log_out_loads), .decide = user_log_out };

/* --- roles --------------------------------------------------------------------------- */

static const struct load role_loads[] = {
    EVERY(APP_USER, app_user, READ),
    LOCK(USER_ROLE,
         ANY_OF(BY_ACTOR(user_role, user_id), BY_CONST(user_role, role, ROLE_ADM),
                BY_ARG(user_role, role, P_role), BY_CONST(user_role, role, ROLE_GM),
                BY_CONST(user_role, role, ROLE_DIR), BY_CONST(user_role, role, ROLE_DDIR))),
    READ(MARKET, ANY_OF(BY_ARG(market, code, P_code))),
    READ(AREA, ANY_OF(BY_ARG(area, code, P_code))),
};

/* What the command asks for. */
struct wish {
    const struct app_user_row *user;
    enum role role;
    int64_t unit_id;
    struct day from, to;
};

static bool wish_read(struct work *w, struct wish *out)
{
    const struct arg *code = &w->args->v[P_code];
    const struct app_user_row *u = user_named(w, P_user);

    if (!u)
        return false;
    if (code->given && !ONE(w->market) && !ONE(w->area)) {
        refused_missing(w, "code", code->s);
        return false;
    }
    *out = (struct wish){ .user = u,
                          .role = (enum role)w->args->v[P_role].n,
                          .unit_id = ONE(w->market) ? ONE(w->market)->id
                                     : ONE(w->area) ? ONE(w->area)->id
                                                    : 0,
                          .from = first_day(w),
                          .to = arg_day(w->args, P_valid_to) };
    return true;
}

static bool is_seat(enum role role)
{
    return role == ROLE_GM || role == ROLE_DIR || role == ROLE_DDIR;
}

/* His row of that role and unit that is running or to come, or NULL. */
static struct user_role_row *role_held(const struct work *w, const struct wish *x)
{
    for (size_t i = 0; i < w->user_role.loaded; i++) {
        struct user_role_row *r = w->user_role.v[i];

        if (r->user_id == x->user->id && r->role == x->role && r->unit_id == x->unit_id &&
            (r->valid_to.n == 0 || r->valid_to.n >= w->today.n))
            return r;
    }
    return NULL;
}

static bool another_adm(const struct work *w, int64_t user_id)
{
    for (size_t i = 0; i < w->user_role.n; i++) {
        const struct user_role_row *r = w->user_role.v[i];
        const struct app_user_row *u = find_app_user(w, r->user_id);

        if (r->role == ROLE_ADM && r->user_id != user_id && u && u->active &&
            days_meet(r->valid_from, r->valid_to, w->today, w->today) && r->valid_to.n == 0)
            return true;
    }
    return false;
}

/* Ends a role with its last day: today at the earliest, since what he did this morning he did
 * in it (I09). Who must stop at once is switched off (user.put). */
static void end_role(struct work *w, const struct wish *x, struct user_role_row *r)
{
    if (BREAKS(RULE_ROLE_DAYS, x->to.n < r->valid_from.n || x->to.n < w->today.n)) {
        say_day(w, "since", r->valid_from);
        refused_at(w, RULE_ROLE_DAYS, "valid_to", x->user->login);
        return;
    }
    if (BREAKS(RULE_ROLE_LAST_ADM, r->role == ROLE_ADM && !another_adm(w, x->user->id))) {
        refused_at(w, RULE_ROLE_LAST_ADM, "role", x->user->login);
        return;
    }
    r->valid_to = x->to;
    say_day(w, "last_day", r->valid_to);
    master_event(w, x->user->id, STR("role ended"));
    done(w);
}

/* Who sits there now goes the day before, which is today at the earliest (I09); who comes later
 * stands in the way. */
static bool free_seat(struct work *w, const struct wish *x)
{
    for (size_t i = 0; is_seat(x->role) && i < w->user_role.loaded; i++) {
        struct user_role_row *r = w->user_role.v[i];
        const struct app_user_row *u = find_app_user(w, r->user_id);

        if (r->role != x->role || !days_meet(x->from, x->to, r->valid_from, r->valid_to))
            continue;
        if (BREAKS(RULE_ROLE_SEAT, r->valid_from.n >= x->from.n || x->from.n <= w->today.n)) {
            say_day(w, "since", r->valid_from);
            refused_at(w, RULE_ROLE_SEAT, "role", u ? u->login : STR(""));
            return false;
        }
        r->valid_to = day_add(x->from, -1);
        say_name(w, "former", u ? u->login : STR(""));
    }
    return true;
}

/* Another of the three is his in that time, for good or until it has a holder again. */
static bool sits_once(struct work *w, const struct wish *x)
{
    enum role other = role_none;

    for (size_t i = 0; is_seat(x->role) && i < w->user_role.n; i++) {
        const struct user_role_row *r = w->user_role.v[i];

        if (r->user_id == x->user->id && is_seat(r->role) && r->role != x->role &&
            days_meet(x->from, x->to, r->valid_from, r->valid_to))
            other = r->role;
    }
    for (size_t i = 0; is_seat(x->role) && i < w->delegation.n; i++) {
        const struct delegation_row *d = w->delegation.v[i];

        if (d->kind == DELEGATION_ACTING && d->delegate_id == x->user->id &&
            d->role != x->role && !d->revoked_at.us &&
            (!d->valid_to.us || d->valid_to.us > w->now.us))
            other = d->role;
    }
    if (!BREAKS(RULE_ROLE_THREE, other != role_none))
        return true;
    say_name(w, "holds", str_of(enum_name(ENUM_role, other)));
    refused_at(w, RULE_ROLE_THREE, "role", x->user->login);
    return false;
}

static void give_role(struct work *w, const struct wish *x)
{
    struct user_role_row *r;

    if (!not_backdated(w))
        return;
    if (BREAKS(RULE_ROLE_DAYS, x->to.n && x->to.n < x->from.n)) {
        refused_at(w, RULE_ROLE_DAYS, "valid_to", x->user->login);
        return;
    }
    if (!sits_once(w, x) || !free_seat(w, x))
        return;
    r = add_user_role(w);
    r->user_id = x->user->id;
    r->role = x->role;
    r->unit_id = x->unit_id;
    r->valid_from = x->from;
    r->valid_to = x->to;
    say_day(w, "from", x->from);
    master_event(w, x->user->id, STR("role given"));
    done(w);
}

static void user_role(struct work *w)
{
    struct wish x;
    struct user_role_row *held_now;

    if (!wish_read(w, &x))
        return;
    say_name(w, "user", x.user->login);
    say_name(w, "role", str_of(enum_name(ENUM_role, x.role)));
    if (BREAKS(RULE_ROLE_SYSTEM, x.role == ROLE_SYSTEM)) {
        refused_at(w, RULE_ROLE_SYSTEM, "role", x.user->login);
        return;
    }
    held_now = role_held(w, &x);
    if (held_now && w->args->v[P_valid_to].given && !w->args->v[P_valid_from].given) {
        end_role(w, &x, held_now);
        return;
    }
    if (BREAKS(RULE_ROLE_SELF, x.user->id == w->actor_id)) {
        remedy_who(w, "ask", ROLE_ADM, OP_USER_ROLE);
        refused_at(w, RULE_ROLE_SELF, "user", x.user->login);
        return;
    }
    if (BREAKS(RULE_ROLE_HELD,
               held_now && days_meet(x.from, x.to, held_now->valid_from, held_now->valid_to))) {
        say_day(w, "since", held_now->valid_from);
        refused_at(w, RULE_ROLE_HELD, "role", x.user->login);
        return;
    }
    if (BREAKS(RULE_ROLE_NONE, !held_now && x.to.n && x.to.n < w->today.n)) {
        refused_at(w, RULE_ROLE_NONE, "role", x.user->login);
        return;
    }
    give_role(w, &x);
}

OPERATION(USER_ROLE) = { LOADS(role_loads), .decide = user_role };
