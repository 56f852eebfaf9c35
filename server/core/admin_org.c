/*
 * admin_org.c - markets, areas, and who answers for them.
 *
 * An assignment runs from a day on and ends the one before it. A market has one MM, one BCR and
 * one responsible leader (DIR or DDIR), an area one UM; a leader's assignment to a customer
 * stands above his market's.
 */
#include "server/core/master.h"

/* --- markets and areas --------------------------------------------------------------- */

static const struct load market_loads[] = {
    LOCK(MARKET, ANY_OF(BY_ARG(market, code, P_market))),
};

static void market_put(struct work *w)
{
    struct market_row *m = ONE(w->market);

    if (!m) {
        m = add_market(w);
        m->code = w->args->v[P_market].s;
    }
    m->name = w->args->v[P_name].s;
    say_name(w, "market", m->code);
    master_event(w, m->id, m->name);
    done(w);
}

OPERATION(MARKET_PUT) = { LOADS(market_loads), .decide = market_put };

static const struct load area_loads[] = {
    READ(MARKET, ANY_OF(BY_ARG(market, code, P_market))),
    LOCK(AREA, ANY_OF(BY_ARG(area, code, P_area))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, area_id, AREA, area, id))),
};

static void area_put(struct work *w)
{
    struct area_row *a = ONE(w->area);
    const struct arg *market = &w->args->v[P_market];
    const struct market_row *m = ONE(w->market);

    if ((market->given || !a) && !m) {
        refused_missing(w, "market", market->s);
        return;
    }
    if (a && m && BREAKS(RULE_AREA_MOVED, a->market_id != m->id && w->customer.n > 0)) {
        say_count(w, "customers", (int64_t)w->customer.n);
        refused_at(w, RULE_AREA_MOVED, "market", a->code);
        return;
    }
    if (!a) {
        a = add_area(w);
        a->code = w->args->v[P_area].s;
    }
    if (m)
        a->market_id = m->id;
    a->name = w->args->v[P_name].s;
    say_name(w, "area", a->code);
    master_event(w, a->id, a->name);
    done(w);
}

OPERATION(AREA_PUT) = { LOADS(area_loads), .decide = area_put };

/* --- assignments --------------------------------------------------------------------- */

static const struct load assign_loads[] = {
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_code))),
    READ(APP_USER, ANY_OF(BY_ACTOR(app_user, id), BY_ARG(app_user, login, P_user),
                          BY_FACT(app_user, id, ASSIGNMENT, assignment, user_id))),
    READ(USER_ROLE, ANY_OF(BY_ACTOR(user_role, user_id),
                           BY_FACT(user_role, user_id, APP_USER, app_user, id))),
    READ(MARKET, ANY_OF(BY_ARG(market, code, P_code))),
    READ(AREA, ANY_OF(BY_ARG(area, code, P_code))),
    LOCK(ASSIGNMENT, ANY_OF(BY_FACT(assignment, unit_id, MARKET, market, id),
                            BY_FACT(assignment, unit_id, AREA, area, id),
                            BY_FACT(assignment, unit_id, CUSTOMER, customer, id))),
};

static const role_set leaders = ROLE_BIT(ROLE_DIR) | ROLE_BIT(ROLE_DDIR);
static const role_set market_roles = ROLE_BIT(ROLE_MM) | ROLE_BIT(ROLE_BCR);

/* The unit that the role answers for; 0 when it was refused. */
static int64_t unit_of(struct work *w, enum role role)
{
    const struct market_row *m = ONE(w->market);
    const struct area_row *a = ONE(w->area);
    const struct customer_row *c = ONE(w->customer);
    role_set bit = ROLE_BIT(role);

    if (!m && !a && !c) {
        refused_missing(w, "code", w->args->v[P_code].s);
        return 0;
    }
    if (m && bit & (market_roles | leaders))
        return m->id;
    if (a && role == ROLE_UM)
        return a->id;
    if (c && bit & leaders) {
        if (!BREAKS(RULE_ASSIGN_OVERRIDE, !(w->roles & (leaders | ROLE_BIT(ROLE_GM)))))
            return c->id;
        remedy_who(w, "ask", ROLE_DIR, OP_UNIT_ASSIGN);
        refused_at(w, RULE_ASSIGN_OVERRIDE, "code", c->code);
        w->ruling.code = ERR_RIGHTS;
        return 0;
    }
    if (BREAKS(RULE_ASSIGN_UNIT, true)) {
        refused_at(w, RULE_ASSIGN_UNIT, "role", w->args->v[P_code].s);
        return 0;
    }
    return m ? m->id : a ? a->id : c->id;
}

static bool holds_on(const struct work *w, int64_t user_id, enum role role, struct day on)
{
    for (size_t i = 0; i < w->user_role.n; i++) {
        const struct user_role_row *r = w->user_role.v[i];

        if (r->user_id == user_id && r->role == role &&
            days_meet(on, on, r->valid_from, r->valid_to))
            return true;
    }
    return false;
}

/* One leader answers for a unit: DIR and DDIR end each other. */
static bool same_seat(enum role a, enum role b)
{
    return a == b || ((leaders & ROLE_BIT(a)) && (leaders & ROLE_BIT(b)));
}

static bool end_former(struct work *w, int64_t unit, enum role role, struct day from,
                       int64_t *former)
{
    for (size_t i = 0; i < w->assignment.loaded; i++) {
        struct assignment_row *a = w->assignment.v[i];
        const struct day for_ever = { 0 };

        if (a->unit_id != unit || !same_seat(a->role, role) ||
            !days_meet(from, for_ever, a->valid_from, a->valid_to))
            continue;
        if (BREAKS(RULE_ASSIGN_LATER, a->valid_from.n >= from.n)) {
            say_day(w, "from", a->valid_from);
            refused_at(w, RULE_ASSIGN_LATER, "valid_from", STR(""));
            return false;
        }
        a->valid_to = day_add(from, -1);
        say_name(w, "former", user_name(w, a->user_id));
        *former = a->user_id;
    }
    return true;
}

/* a leader of a customer's own is decided with its reason, and kept in his history. */
static bool leader_kept(struct work *w, int64_t unit, int64_t former,
                        const struct app_user_row *u, struct day from)
{
    const struct customer_row *c = ONE(w->customer);
    const struct app_user_row *was = former ? find_app_user(w, former) : NULL;

    if (!c || c->id != unit)
        return true;
    if (BREAKS(RULE_REASON_GIVEN, text_blank(w->args->v[P_reason].s))) {
        refused_at(w, RULE_REASON_GIVEN, "reason", c->code);
        return false;
    }
    change_kept(w, c->id, 0, FACT_LEADER, was ? was->login : STR(""), u->login, from);
    return true;
}

static void unit_assign(struct work *w)
{
    const struct app_user_row *u = user_named(w, P_user);
    enum role role = (enum role)w->args->v[P_role].n;
    struct day from = first_day(w);
    struct assignment_row *a;
    int64_t unit, former = 0;

    if (!u || !not_backdated(w))
        return;
    say_name(w, "user", u->login);
    say_name(w, "role", str_of(enum_name(ENUM_role, role)));
    unit = unit_of(w, role);
    if (!unit)
        return;
    if (BREAKS(RULE_ROLE_SELF, u->id == w->actor_id && !(w->roles & leaders))) {
        remedy_who(w, "ask", ROLE_ADM, OP_UNIT_ASSIGN);
        refused_at(w, RULE_ROLE_SELF, "user", u->login);
        return;
    }
    if (BREAKS(RULE_ASSIGN_HOLDS, !holds_on(w, u->id, role, from))) {
        remedy_who(w, "ask", ROLE_ADM, OP_USER_ROLE);
        refused_at(w, RULE_ASSIGN_HOLDS, "user", u->login);
        return;
    }
    if (!end_former(w, unit, role, from, &former) || !leader_kept(w, unit, former, u, from))
        return;
    a = add_assignment(w);
    a->unit_id = unit;
    a->role = role;
    a->user_id = u->id;
    a->valid_from = from;
    say_day(w, "from", from);
    master_event(w, unit, w->args->v[P_code].s);
    done(w);
}

OPERATION(UNIT_ASSIGN) = { LOADS(assign_loads), .decide = unit_assign };
