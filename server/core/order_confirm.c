/*
 * order_confirm.c - the word for an order that the customer gave directly, by phone or fax,
 * without contract: an act of the sales department's manager or a leader
 * himself. It is a signature, so it is bound to the version that he saw (law 5).
 */
#include "common/catalog_roles.h"
#include "server/core/actor.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"
#include "server/core/signing.h"

static void order_confirm(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_CONFIRM);

    if (!o)
        return;
    if (BREAKS(RULE_CONFIRM_NOTHING, !order_is_direct(o))) {
        refused_at(w, RULE_CONFIRM_NOTHING, "order", o->no);
        return;
    }
    actor_act_own(w, SDM_ | SLT_ | LEAD_);
    if (BREAKS(RULE_SELF_APPROVAL, actor_touched(w, o, w->actor_id))) { /* */
        refused(w, RULE_SELF_APPROVAL);
        return;
    }
    for (size_t i = 0; i < w->signature.n; i++)
        if (BREAKS(RULE_SIGNED_ALREADY, signature_live(w->signature.v[i], o, SIGN_CONFIRM))) {
            refused(w, RULE_SIGNED_ALREADY);
            return;
        }
    plan_signed(w, o, SIGN_CONFIRM);
    o->confirmed_by = find_app_user(w, w->actor_id)->login;
    order_move(w, o, EVENT_CONFIRM, o->state, STEP_OG, w->args->v[P_remark].s);
    done(w);
}

static const struct load confirm_loads[] = { ORDER_LOADS, SIGNATURE_LOADS, PEOPLE_LOADS,
                                             AUTHOR_LOADS };
OPERATION(ORDER_CONFIRM) = { LOADS(confirm_loads), .decide = order_confirm };
