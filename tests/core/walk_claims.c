/*
 * walk_claims.c - right and words of claims and of corrected prices.
 */
#include <string.h>

#include "tests/core/truths_parts.h"
#include "tests/core/walk_parts.h"

/* All that was accepted about the claim's shipment, this one included. */
static int64_t accepted_now(struct truths *t, const struct claim_row *c)
{
    int64_t sum = 0;

    EACH(t, TABLE_CLAIM, claim_row, x)
    {
        bool posted = x->state == CLAIM_IS_ACCEPTED || x->state == CLAIM_IS_SETTLED ||
                      x->state == CLAIM_IS_FOUND;

        sum += posted && x->shipment_id == c->shipment_id ? x->amount.fen : 0;
    }
    return sum;
}

/* what is claimed is worth something, once at a time, and wanted back in some way; what
 * is more than small has both managers' word when it is posted. */
static void claim_says(struct truths *t, const struct step_made *s, const struct claim_row *c)
{
    const struct claim_row *was = model_find(s->before, TABLE_CLAIM, c->id);
    const struct policy_row *policy = walk_last(s->after, TABLE_POLICY);

    must(t, c->remedy != claim_action_none, "a difference without a claim", c->id);
    must(t, c->remedy != CLAIM_REDUCE || c->amount.fen > 0, "a reduction of nothing", c->id);
    must(t,
         c->state == CLAIM_IS_OPEN || c->state == CLAIM_IS_REFUSED ||
             c->state == CLAIM_IS_WITHDRAWN || (was && was->consented_by) ||
             c->state == CLAIM_IS_CONSENTED || accepted_now(t, c) <= policy->claim_small.fen ||
             (was && was->state != CLAIM_IS_OPEN),
         "a large claim was accepted without consent", c->id);
}

static bool is_undecided(const struct model *m, const struct claim_line_row *x)
{
    const struct claim_row *c = model_find(m, TABLE_CLAIM, x->claim_id);

    return c && (c->state == CLAIM_IS_OPEN || c->state == CLAIM_IS_CONSENTED);
}

static bool is_delivered(enum shipment_state state)
{
    return state == SHIPMENT_CONSIGNED || state == SHIPMENT_FED_BACK ||
           state == SHIPMENT_CONFIRMED || state == SHIPMENT_CONFIRMED_DIFF;
}

/* prices are corrected of goods that a customer has and that are still owed, when it is
 * recorded and when it is posted. */
static void correction_says(struct truths *t, const struct step_made *s,
                            const struct claim_row *c)
{
    const struct claim_row *was = model_find(s->before, TABLE_CLAIM, c->id);
    const struct shipment_row *h = model_find(s->before, TABLE_SHIPMENT, c->shipment_id);
    const struct receivable_row *d =
        h && h->receivable_id ? model_find(s->before, TABLE_RECEIVABLE, h->receivable_id)
                              : NULL;

    if (c->remedy != CLAIM_CORRECT || (was && c->state != CLAIM_IS_SETTLED))
        return;
    must(t, h && is_delivered(h->state), "goods that nobody has were priced anew", c->id);
    must(t, d && d->written_off.fen == 0, "a debt that was given up was billed anew", c->id);
}

/* Who did not record it takes it back only as the secretaries' leader. */
static void withdrawal_says(struct truths *t, const struct step_made *s,
                            const struct claim_row *c)
{
    bool leads = false;

    EACH(t, TABLE_USER_ROLE, user_role_row, r)
    {
        leads |= r->user_id == s->actor_id && r->role == ROLE_SSGL;
    }
    must(t, c->state != CLAIM_IS_WITHDRAWN || c->recorded_by == s->actor_id || leads,
         "a claim of another was taken back", c->id);
}

/* The price of a line says what it costs only where nothing else was bargained about. */
static void price_says(struct truths *t, const struct claim_line_row *l)
{
    EACH(t, TABLE_CLAIM_LINE, claim_line_row, x)
    {
        const struct claim_row *c = model_find(t->m, TABLE_CLAIM, x->claim_id);

        must(t,
             !l->price_per || x->shipment_line_id != l->shipment_line_id || x->id >= l->id ||
                 x->kind == DIFF_PRICE || !c || c->remedy != CLAIM_REDUCE ||
                 c->state != CLAIM_IS_SETTLED,
             "a price undid a reduction", l->id);
    }
}

static void claim_line_says(struct truths *t, const struct step_made *s,
                            const struct claim_line_row *l)
{
    EACH(t, TABLE_CLAIM_LINE, claim_line_row, x)
    {
        must(t,
             x->id >= l->id || x->shipment_line_id != l->shipment_line_id ||
                 !is_undecided(s->before, x),
             "a line was claimed twice at a time", l->id);
    }
}

void walk_claim_holds(struct truths *t, const struct step_made *s, const struct claim_row *c)
{
    claim_says(t, s, c);
    correction_says(t, s, c);
    withdrawal_says(t, s, c);
}

void walk_claim_line_holds(struct truths *t, const struct step_made *s,
                           const struct claim_line_row *l)
{
    claim_line_says(t, s, l);
    price_says(t, l);
}

/* --- what its acts need -------------------------------------------------------------------
 */

void walk_slip_args(struct world *c, const struct act *a)
{
    struct item *item;

    if (!a->text)
        return;
    item = give_item(c, P_lines);
    item->has_line = item->has_qty = true;
    item->line = 1;
    item->qty = qty(1);
    item->diff = !strcmp(a->text, "short")     ? DIFF_SHORT
                 : !strcmp(a->text, "damaged") ? DIFF_DAMAGED
                 : !strcmp(a->text, "price")   ? DIFF_PRICE
                                               : DIFF_WRONG;
    give_number(c, P_remedy, a->n);
}

/* Line 1 at another price. */
void walk_price_args(struct world *c, const struct act *a)
{
    struct item *item = give_item(c, P_lines);

    item->has_line = item->has_price = true;
    item->line = 1;
    item->price = fen(a->n);
    give_text(c, P_agreed, a->text);
}
