/*
 * walk_returns.c - right and words of goods that are brought back (R-177 .. R-182).
 */
#include "tests/core/truths_parts.h"
#include "tests/core/walk_parts.h"

/* Who did not apply for it takes it back only as the secretaries' leader. */
static void withdrawal_says(struct truths *t, const struct step_made *s,
                            const struct goods_return_row *r)
{
    bool leads = false;

    EACH(t, TABLE_USER_ROLE, user_role_row, x)
    {
        leads |= x->user_id == s->actor_id && x->role == ROLE_SSGL;
    }
    must(t, r->state != RETURN_IS_WITHDRAWN || r->applied_by == s->actor_id || leads,
         "a return of another was taken back", r->id);
}

/* Nothing is decided about a line that is on its way back, nor brought back of one that is
 * claimed. */
static void alone_on_its_lines(struct truths *t, const struct goods_return_row *r)
{
    EACH(t, TABLE_CLAIM, claim_row, c)
    {
        must(t,
             c->shipment_id != r->shipment_id ||
                 (c->state != CLAIM_IS_OPEN && c->state != CLAIM_IS_CONSENTED) ||
                 r->state >= RETURN_IS_RECEIVED,
             "goods were claimed while they came back", r->id);
    }
}

/* Who confirmed, or applied, neither reviews nor refuses. */
static void by_another(struct truths *t, const struct step_made *s,
                       const struct goods_return_row *r)
{
    bool spoke = s->actor_id == r->applied_by ||
                 (s->op != OP_RETURN_CONFIRM && s->actor_id == r->confirmed_by);

    must(t,
         (s->op != OP_RETURN_CONFIRM && s->op != OP_RETURN_REVIEW &&
          s->op != OP_RETURN_REFUSE) ||
             !spoke,
         "who had spoken about a return decided on it", r->id);
}

void walk_return_holds(struct truths *t, const struct step_made *s,
                       const struct goods_return_row *r)
{
    withdrawal_says(t, s, r);
    alone_on_its_lines(t, r);
    by_another(t, s, r);
}

bool walk_return_args(struct world *c, const struct act *a)
{
    struct item *item;

    if (a->op == OP_RETURN_EXAMINE) {
        give_number(c, P_authenticity, a->n);
        return true;
    }
    item = give_item(c, P_lines);
    item->has_line = item->has_qty = true;
    item->line = 1;
    item->qty = qty(a->n);
    if (a->op == OP_RETURN_APPLY) {
        item->qty = qty(10);
        give_number(c, P_return_for, a->n);
    }
    return true;
}
