/*
 * order_people.c - who answers for an order's customer, and telling them.
 */
#include "server/core/order_people.h"

#include "common/catalog_roles.h"
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/order_common.h"

struct duty field_duty(const struct work *w, const struct order_row *o)
{
    const struct customer_row *c = find_customer(w, o->customer_id);

    return (struct duty){ ROLE_KAM, c->kam_id ? c->kam_id : c->manager_id };
}

struct duty area_duty(const struct work *w, int64_t area_id, int64_t market_id)
{
    int64_t um = area_id ? assigned_user(w, area_id, ROLE_UM) : 0;

    if (um)
        return (struct duty){ ROLE_UM, um };
    return (struct duty){ ROLE_MM, assigned_user(w, market_id, ROLE_MM) };
}

struct duty manager_duty(const struct work *w, const struct order_row *o)
{
    const struct customer_row *c = find_customer(w, o->customer_id);

    return area_duty(w, c->area_id, c->market_id);
}

struct duty market_duty(const struct work *w, const struct order_row *o)
{
    const struct customer_row *c = find_customer(w, o->customer_id);

    return (struct duty){ ROLE_MM, assigned_user(w, c->market_id, ROLE_MM) };
}

struct duty leader_duty(const struct work *w, const struct order_row *o)
{
    struct duty d;

    d.role = responsible_slt(w, find_customer(w, o->customer_id), &d.user_id);
    return d;
}

struct duty secretary_duty(const struct order_row *o)
{
    return (struct duty){ ROLE_CSR, o->csr_id };
}

struct instant told_promptly(const struct work *w)
{
    return calendar_add_working(&w->calendar, w->now, w->pol->notify_minutes);
}

void tell_duty(struct work *w, enum message_kind kind, const struct order_row *o,
               struct duty duty, struct instant due, struct str body)
{
    if (duty.user_id)
        tell_role(w, kind, o, duty.role, duty.user_id, due, body);
}

void tell_leaders(struct work *w, enum message_kind kind, const struct order_row *o,
                  struct instant due, struct str body)
{
    static const enum role leaders[] = { ROLE_GM, ROLE_DIR, ROLE_DDIR };

    for (size_t i = 0; i < COUNT(leaders); i++)
        tell_duty(w, kind, o, (struct duty){ leaders[i], holder_of(w, leaders[i]) }, due, body);
}

/* --- the order's own three ------------------------------------------------------------- */

/* One of the three: the login that is given, else who answers by the house's rules. */
struct seat {
    enum param param;
    role_set may;
    int64_t by_rule;
    int64_t *place;
};

static bool seat_filled(struct work *w, const struct seat *seat)
{
    const struct arg *given = &w->args->v[seat->param];
    const struct app_user_row *u = user_by_login(w, given->s);

    if (given->given && !u) {
        refused_missing(w, params[seat->param].name, given->s);
        return false;
    }
    if (BREAKS(RULE_SEAT_ROLE, u && !user_holds(w, u->id, seat->may))) {
        refused_at(w, RULE_SEAT_ROLE, params[seat->param].name, u->login);
        return false;
    }
    *seat->place = u ? u->id : seat->by_rule;
    if (BREAKS(RULE_SEAT_EMPTY, *seat->place == 0)) {
        remedy_plain(w, "name", (int)w->op);
        say_name(w, "missing", str_of(params[seat->param].name));
        refused_at(w, RULE_SEAT_EMPTY, params[seat->param].name, STR(""));
        return false;
    }
    return true;
}

/* Exactly one of each, never empty after OA. */
bool seats_filled(struct work *w, struct order_row *o, int64_t csr, int64_t scr, int64_t bcr)
{
    const struct seat seats[] = {
        { P_csr, ROLE_BIT(ROLE_CSR), csr, &o->csr_id },
        { P_scr, ROLE_BIT(ROLE_SCR), scr, &o->scr_id },
        { P_bcr, ROLE_BIT(ROLE_BCR), bcr, &o->bcr_id },
    };

    for (size_t i = 0; i < COUNT(seats); i++)
        if (!seat_filled(w, &seats[i]))
            return false;
    return true;
}
