/*
 * claim_duty.c - whose words a claim takes, and who speaks in their stead.
 */
#include "server/core/claim_duty.h"

#include "server/core/actor.h"

static bool has_spoken(const struct claim_row *c, int64_t user_id)
{
    return user_id == c->recorded_by || user_id == c->consented_by;
}

/* A leader who has not spoken; not `but`, for whom there may be something else to say. */
static struct duty another_leader(const struct work *w, const struct claim_row *c, int64_t but)
{
    static const enum role seats[] = { ROLE_GM, ROLE_DIR, ROLE_DDIR };
    struct duty found = { ROLE_GM, 0 };

    for (size_t i = 0; i < COUNT(seats); i++) {
        struct duty d = { seats[i], holder_of(w, seats[i]) };

        if (!d.user_id || d.user_id == but || has_spoken(c, d.user_id))
            continue;
        if (!found.user_id || actor_stands_for(w, d.user_id, d.role, true))
            found = d;
    }
    return found;
}

static bool leads(const struct work *w, int64_t user_id)
{
    return user_id && (user_id == holder_of(w, ROLE_GM) || user_id == holder_of(w, ROLE_DIR) ||
                       user_id == holder_of(w, ROLE_DDIR));
}

/* His word is needed as a leader's: nobody else could accept. */
static bool is_the_last(const struct work *w, const struct claim_row *c, int64_t user_id)
{
    return leads(w, user_id) && !another_leader(w, c, user_id).user_id;
}

/* The area's word is the first: only who recorded the claim has spoken before it. */
static bool may_consent(const struct work *w, const struct claim_row *c, struct duty d)
{
    return d.user_id && d.user_id != c->recorded_by && !is_the_last(w, c, d.user_id);
}

struct duty claim_consents(const struct work *w, const struct claim_row *c,
                           const struct order_row *o)
{
    struct duty area = manager_duty(w, o), market = market_duty(w, o), leader;

    if (!area.user_id || may_consent(w, c, area))
        return area;
    if (area.user_id == c->recorded_by && actor_stands_for(w, area.user_id, area.role, false))
        return area;
    if (may_consent(w, c, market))
        return market;
    leader = another_leader(w, c, leader_duty(w, o).user_id);
    return may_consent(w, c, leader) ? leader : (struct duty){ market.role, 0 };
}

struct duty claim_waits_for(const struct work *w, const struct claim_row *c,
                            const struct order_row *o)
{
    struct duty own = leader_duty(w, o), other = another_leader(w, c, own.user_id);

    return own.user_id && has_spoken(c, own.user_id) && other.user_id ? other : own;
}

struct duty claim_accepts(const struct work *w, const struct claim_row *c,
                          const struct order_row *o)
{
    struct duty own = leader_duty(w, o);

    return actor_stands_for(w, own.user_id, own.role, true) ? own : claim_waits_for(w, c, o);
}
