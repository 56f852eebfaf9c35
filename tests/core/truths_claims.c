/*
 * truths_claims.c - claims: what was accepted is what came back, by two people, to the unit and
 * the fen (I10, I14, I15, I16).
 */
#include "tests/core/truths_parts.h"

static bool is_posted(const struct claim_row *c)
{
    return c->state == CLAIM_IS_ACCEPTED || c->state == CLAIM_IS_SETTLED ||
           c->state == CLAIM_IS_FOUND;
}

static bool is_dropped(const struct claim_row *c)
{
    return c->state == CLAIM_IS_REFUSED || c->state == CLAIM_IS_WITHDRAWN;
}

/* A line of a claim whose goods are still on their way back. */
static bool is_awaited(const struct claim_row *c, const struct claim_line_row *x)
{
    return c->state == CLAIM_IS_ACCEPTED && (x->kind == DIFF_DAMAGED || x->kind == DIFF_WRONG);
}

/* What all claims did to the line, counted again. */
void line_claimed(struct truths *t, const struct shipment_row *s,
                  const struct shipment_line_row *l)
{
    int64_t returned = 0, amount = 0, raised = 0;
    int64_t again = 0, again_amount = 0, awaited = 0, back = 0, lost = 0, found = 0;

    EACH(t, TABLE_CLAIM_LINE, claim_line_row, x)
    {
        const struct claim_row *c =
            x->shipment_line_id == l->id ? model_find(t->m, TABLE_CLAIM, x->claim_id) : NULL;

        if (!c || !is_posted(c))
            continue;
        if (x->worth.fen > x->was.fen)
            raised += x->amount.fen;
        else
            amount += x->amount.fen;
        returned += c->remedy == CLAIM_REDUCE || c->remedy == CLAIM_CORRECT ? 0 : x->qty.n;
        again += c->remedy == CLAIM_REPLACE ? x->qty.n : 0;
        again_amount += c->remedy == CLAIM_REPLACE ? x->amount.fen : 0;
        awaited += is_awaited(c, x) ? x->qty.n : 0;
        lost += x->kind == DIFF_LOST ? x->qty.n : 0;
    }
    EACH(t, TABLE_STOCK_MOVE, stock_move_row, v)
    {
        back += v->shipment_line_id == l->id && v->kind == MOVE_RETURN ? v->qty.n : 0;
        found += v->shipment_line_id == l->id && v->kind == MOVE_FOUND ? v->qty.n : 0;
    }
    line_brought_back(t, l, &returned, &amount);
    if (s->state == SHIPMENT_REFUSED) { /* all of it, whatever it cost by then */
        returned = l->qty.n;
        amount = l->amount.fen + l->raised.fen;
    }
    must(t, l->raised.fen == raised, "I16 what a line costs more was not corrected", l->id);
    must(t, found <= lost, "I15 more was found than was lost", l->id);
    must(t, l->returned.n == returned && l->returned_amount.fen == amount,
         "I16 what came back is not what was accepted", l->id);
    must(t, l->replaced.n == again && l->replaced_amount.fen == again_amount,
         "I16 what goes once more is not what was accepted", l->id);
    must(t, back + awaited == returned, "I15 returned goods are neither here nor awaited",
         l->id);
    must(t, l->received.n >= 0 && l->received.n <= l->qty.n, "I15 more was received than sent",
         l->id);
}

/* I10: recorded, consented to and decided by different people. */
static void by_others(struct truths *t, const struct claim_row *c)
{
    bool decided = c->decided_by != 0, withdrawn = c->state == CLAIM_IS_WITHDRAWN;

    must(t,
         c->recorded_by && (c->decided_by != c->recorded_by || withdrawn) &&
             c->consented_by != c->recorded_by,
         "I10 a claim was decided by who recorded it", c->id);
    must(t, !decided || withdrawn || c->decided_by != c->consented_by,
         "I10 a claim was decided by who consented to it", c->id);
    must(t, decided == (c->state != CLAIM_IS_OPEN && c->state != CLAIM_IS_CONSENTED),
         "a claim was decided by nobody", c->id);
}

/* a correction says what the goods cost and should cost, a claim does not. */
static void correction_holds(struct truths *t, const struct claim_row *c,
                             const struct claim_line_row *x)
{
    int64_t more = x->worth.fen - x->was.fen;

    if (c->remedy != CLAIM_CORRECT) {
        must(t, !more && !x->worth.fen && !x->price.fen && !x->price_per && !c->agreed.n,
             "a claim that sets a price", x->id);
        return;
    }
    must(t, x->kind == DIFF_PRICE && x->worth.fen > 0 && x->was.fen >= 0,
         "a correction to no price", x->id);
    must(t, more != 0 && x->amount.fen == (more < 0 ? -more : more),
         "a correction is not its difference", x->id);
    must(t, more < 0 || c->agreed.n, "a price went up that nobody agreed to", x->id);
    must(t, c->state != CLAIM_IS_ACCEPTED && c->goods == goods_way_none,
         "a correction that waits for goods", c->id);
}

void claim_holds(struct truths *t, const struct claim_row *c)
{
    const struct shipment_row *s = model_find(t->m, TABLE_SHIPMENT, c->shipment_id);
    int64_t amount = 0, lost = 0, lines = 0;

    EACH(t, TABLE_CLAIM_LINE, claim_line_row, x)
    {
        const struct shipment_line_row *l =
            x->claim_id == c->id ? model_find(t->m, TABLE_SHIPMENT_LINE, x->shipment_line_id)
                                 : NULL;

        if (!l)
            continue;
        lines++;
        amount += x->amount.fen;
        lost += x->kind == DIFF_LOST;
        must(t, l->shipment_id == c->shipment_id && l->product_id == x->product_id,
             "I16 a claim about another shipment's line", x->id);
        must(t, x->qty.n > 0 && x->qty.n <= l->qty.n, "I16 a claim of more than was sent",
             x->id);
        must(t,
             x->kind != DIFF_PRICE || c->remedy == CLAIM_REDUCE || c->remedy == CLAIM_CORRECT,
             "a wrong price that is neither reduced nor corrected", x->id);
        correction_holds(t, c, x);
    }
    must(t, lines > 0 && amount == c->amount.fen, "I16 a claim is not its lines", c->id);
    must(t, s && s->note_id == c->note_id && s->order_id == c->order_id && s->consigned_at.us,
         "I16 a claim about goods that did not leave", c->id);
    must(t, !lost || is_dropped(c) || (s && s->state == SHIPMENT_LOST),
         "goods that are lost are somewhere", c->id);
    must(t,
         (c->settled_at.us != 0) ==
             (c->state == CLAIM_IS_SETTLED || is_dropped(c) || c->state == CLAIM_IS_FOUND),
         "a claim that does not know its end", c->id);
    must(t, c->state != CLAIM_IS_FOUND || lost, "goods were found that were not lost", c->id);
    by_others(t, c);
    road_holds(t, MACHINE_CLAIM, c->id, c->state, c->seq);
}

/* The carrier pays for goods once. */
static void carriers_sum(struct truths *t, int64_t shipment_id)
{
    int64_t asked = 0, worth = 0;

    EACH(t, TABLE_CARRIER_CLAIM, carrier_claim_row, c)
    {
        asked += c->shipment_id == shipment_id &&
                         (c->state == CARRIER_OPEN || c->state == CARRIER_PAID)
                     ? c->amount.fen
                     : 0;
    }
    EACH(t, TABLE_SHIPMENT_LINE, shipment_line_row, l)
    {
        worth += l->shipment_id == shipment_id ? l->amount.fen : 0;
    }
    must(t, asked <= worth, "more is asked of a carrier than the goods were worth",
         shipment_id);
}

void carrier_claim_holds(struct truths *t, const struct carrier_claim_row *c)
{
    must(t, c->amount.fen > 0 && c->paid.fen >= 0 && c->paid.fen <= c->amount.fen,
         "a carrier paid more than was claimed", c->id);
    must(t,
         (c->state == CARRIER_PAID) == (c->paid.fen > 0) &&
             (c->paid.fen > 0) == (c->bank_ref.n > 0),
         "a carrier's payment that nobody can find", c->id);
    must(t, (c->state == CARRIER_OPEN) == !c->settled_by, "a carrier's claim settled by nobody",
         c->id);
    must(t,
         c->state == CARRIER_OPEN || c->state == CARRIER_PAID ||
             c->settled_by != c->recorded_by,
         "I10 a carrier's claim was given up by who recorded it", c->id);
    carriers_sum(t, c->shipment_id);
    road_holds(t, MACHINE_CARRIER, c->id, c->state, c->seq);
}

/* The order counts what keeps it open. */
void order_claims(struct truths *t, const struct order_row *o)
{
    int64_t open = 0, awaited = 0;

    EACH(t, TABLE_CLAIM, claim_row, c)
    {
        if (c->order_id != o->id)
            continue;
        open += c->state < CLAIM_IS_SETTLED;
        awaited += c->state == CLAIM_IS_ACCEPTED;
    }
    must(t, open == o->claims, "I16 an order forgot a claim", o->id);
    must(t, o->state != ORDER_CLOSED || !awaited, "closed while goods come back", o->id);
}
