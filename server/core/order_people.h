/*
 * order_people.h - who answers for an order's customer, and telling them.
 *
 * Needs CUSTOMER and PEOPLE_LOADS (order_facts.h).
 */
#ifndef OSB_CORE_ORDER_PEOPLE_H
#define OSB_CORE_ORDER_PEOPLE_H

#include "server/core/work.h"

/* A post and who holds it now; user_id 0 when nobody does. */
struct duty {
    enum role role;
    int64_t user_id;
};

/* The customer's KAM, or the field manager who is responsible for him. */
struct duty field_duty(const struct work *w, const struct order_row *o);
/* The UM of an area, or the MM of its market where the area has none. */
struct duty area_duty(const struct work *w, int64_t area_id, int64_t market_id);
/* The same for the order's customer: who amends and is told to collect (5-3, 5-4). */
struct duty manager_duty(const struct work *w, const struct order_row *o);
struct duty market_duty(const struct work *w, const struct order_row *o);
/* The responsible SLT member now; role_none when no one answers. */
struct duty leader_duty(const struct work *w, const struct order_row *o);
/* The secretary who follows the order. */
struct duty secretary_duty(const struct order_row *o);

/* Gives the order its CSR, SCR and BCR: whom the parameters of those names say, who
 * must hold the place's role today, else the one given here. A place that stays empty or is
 * given to somebody without the role is refused, and false returned. Needs USER_ROLE of those
 * named. */
NODISCARD bool seats_filled(struct work *w, struct order_row *o, int64_t csr, int64_t scr,
                            int64_t bcr);

/* When "promptly" ends: op.notify_minutes of working time from now. */
struct instant told_promptly(const struct work *w);
/* A message that the post must be given; nothing when nobody holds it. */
void tell_duty(struct work *w, enum message_kind kind, const struct order_row *o,
               struct duty duty, struct instant due, struct str body);
/* To each of the three sales leaders. */
void tell_leaders(struct work *w, enum message_kind kind, const struct order_row *o,
                  struct instant due, struct str body);

#endif
