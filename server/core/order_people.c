/*
 * order_people.c - who answers for an order's customer, and telling them.
 */
#include "server/core/order_people.h"

#include "server/core/actor.h"
#include "server/core/checks.h"

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
