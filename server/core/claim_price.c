/*
 * claim_price.c - price.correct: what lines of a shipment should have cost.
 */
#include "server/core/claim_price.h"

#include "server/core/actor.h"
#include "server/core/invoice.h"
#include "server/core/order_common.h"

static const struct load correct_loads[] = {
    NOTE_LOADS,
    SHIPMENT_LOADS,
    NOTE_CLAIM_LOADS,
    READ(RECEIVABLE, ANY_OF(BY_FACT(receivable, order_id, ORDER, order, id))),
    PEOPLE_LOADS,
    NOTE_PRODUCT_LOADS,
    NOTE_CLAIM_LINE_LOADS,
    NOTE_RETURN_READS,
};

static struct qty kept_of(const struct shipment_line_row *l)
{
    return qty(l->qty.n - l->returned.n);
}

/* The customer has the goods, or they are on their way to him. */
static bool is_delivered(struct work *w, const struct shipping *sp)
{
    if (!BREAKS(RULE_PRICE_SHIPPED, !shipment_delivered(sp->s->state)))
        return true;
    say_name(w, "state", str_of(enum_name(ENUM_shipment_state, sp->s->state)));
    if (w->op == OP_CLAIM_ACCEPT) { /* the goods went back meanwhile */
        remedy_plain(w, "refuse", OP_CLAIM_REFUSE);
        remedy_plain(w, "withdraw", OP_CLAIM_WITHDRAW);
    }
    refused_at(w, RULE_PRICE_SHIPPED, "part", shipment_no(w, sp->s));
    return false;
}

/* A debt that was given up is not billed anew: that would ask for what nobody expects. What he
 * paid too much of it a claim still gives back. */
static bool is_owed(struct work *w, const struct shipping *sp)
{
    const struct receivable_row *r = find_receivable(w, sp->s->receivable_id);

    assert(r);
    if (!BREAKS(RULE_PRICE_GIVEN_UP, r->written_off.fen > 0))
        return true;
    say_money(w, "written_off", r->written_off);
    remedy_plain(w, "claim", OP_CLAIM_RECORD);
    refused_at(w, RULE_PRICE_GIVEN_UP, "part", r->no);
    return false;
}

bool price_may_change(struct work *w, const struct shipping *sp)
{
    return is_delivered(w, sp) && is_owed(w, sp);
}

/* --- recording --------------------------------------------------------------------------- */

static void say_line(struct work *w, const struct shipment_line_row *l)
{
    say_count(w, "line", line_no_of(w, l->order_line_id));
    say_money(w, "costs", shipment_line_worth(l));
}

/* Was the line made cheaper because of the goods? Then no price tells what it costs. */
static bool is_reduced(const struct work *w, const struct shipment_line_row *l)
{
    for (size_t i = 0; i < w->claim_line.n; i++) {
        const struct claim_line_row *x = w->claim_line.v[i];
        const struct claim_row *c = find_claim(w, x->claim_id);

        if (x->shipment_line_id == l->id && x->kind != DIFF_PRICE &&
            c->remedy == CLAIM_REDUCE && c->state == CLAIM_IS_SETTLED)
            return true;
    }
    return false;
}

static bool price_fits(struct work *w, const struct item *item,
                       const struct shipment_line_row *l)
{
    if (!BREAKS(RULE_PRICE_REDUCED, item->has_price && is_reduced(w, l)))
        return true;
    say_line(w, l);
    remedy_plain(w, "amount", OP_PRICE_CORRECT);
    refused(w, RULE_PRICE_REDUCED);
    return false;
}

/* What the kept units of the line should cost; false when it was refused. */
static bool right_amount(struct work *w, const struct item *item,
                         const struct shipment_line_row *l, int64_t per, struct money *out)
{
    *out = item->amount;
    if (item->has_price && !money_of(item->price, per, kept_of(l), out)) {
        refused_error(w, ERR_PARAMS, "lines", STR("the price is too large"));
        return false;
    }
    if (BREAKS(RULE_PRICE_ZERO, out->fen <= 0)) {
        say_line(w, l);
        refused(w, RULE_PRICE_ZERO);
        return false;
    }
    if (!BREAKS(RULE_PRICE_SAME, out->fen == shipment_line_worth(l).fen))
        return true;
    say_line(w, l);
    refused(w, RULE_PRICE_SAME);
    return false;
}

/* The row names one line of the shipment that has goods, once, and one way to say its cost. */
static bool row_is_sound(struct work *w, const struct claim_row *c, const struct item *item,
                         const struct shipment_line_row *l)
{
    const char *unfit = !l                                    ? "the shipment has no such line"
                        : claim_names(w, c, l)                ? "a line is named twice"
                        : item->has_price == item->has_amount ? "say a price or an amount"
                        : item->has_qty && item->qty.n != kept_of(l).n
                            ? "a price is for all units of the line"
                            : NULL;

    if (unfit) {
        refused_error(w, ERR_PARAMS, "lines", str_of(unfit));
        return false;
    }
    if (BREAKS(RULE_PRICE_SHIPPED, kept_of(l).n <= 0)) {
        say_line(w, l);
        refused(w, RULE_PRICE_SHIPPED);
        return false;
    }
    return claim_line_free(w, c, l);
}

static bool line_corrected(struct work *w, struct claim_row *c, const struct item *item,
                           const struct shipment_line_row *l)
{
    struct money was = shipment_line_worth(l), right;
    const struct order_line_row *ordered = find_order_line(w, l->order_line_id);
    struct claim_line_row *x;

    assert(ordered);
    if (!price_fits(w, item, l) || !right_amount(w, item, l, ordered->price_per, &right))
        return false;
    x = claim_add(w, c, l, DIFF_PRICE, kept_of(l),
                  fen(right.fen > was.fen ? right.fen - was.fen : was.fen - right.fen));
    x->was = was;
    x->worth = right;
    if (item->has_price) {
        x->price = item->price;
        x->price_per = ordered->price_per;
    }
    return true;
}

static bool lines_corrected(struct work *w, struct claim_row *c, const struct shipping *sp)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++) {
        const struct item *item = &lines->items[i];
        const struct note_line_row *n = note_line_of(w, item);
        const struct shipment_line_row *l = n ? claim_line_in(w, sp->s, n) : NULL;

        if (!n || !row_is_sound(w, c, item, l) || !line_corrected(w, c, item, l))
            return false;
    }
    return true;
}

/* The customer knows what he ordered at; he is not billed more behind his back. */
static bool rise_is_agreed(struct work *w, const struct claim_row *c)
{
    struct money raised = fen(0);

    for (const struct claim_line_row *x = NULL; (x = claim_next(w, c, x));)
        if (x->worth.fen > x->was.fen)
            raised.fen += x->worth.fen - x->was.fen;
    if (!BREAKS(RULE_PRICE_AGREED, raised.fen > 0 && str_empty(str_trim(c->agreed))))
        return true;
    say_money(w, "raised", raised);
    refused_at(w, RULE_PRICE_AGREED, "agreed", STR(""));
    return false;
}

static void price_correct(struct work *w)
{
    struct claim_row *c;
    struct shipping sp;

    if (!shipping_part_any(w, &sp) || !actor_in_scope(w, sp.c) || !price_may_change(w, &sp))
        return;
    c = claim_open(w, &sp, CLAIM_CORRECT, w->args->v[P_reason].s);
    c->agreed = w->args->v[P_agreed].s;
    if (!lines_corrected(w, c, &sp) || !rise_is_agreed(w, c))
        return;
    claim_recorded(w, c, &sp);
    done(w);
}
OPERATION(PRICE_CORRECT) = { LOADS(correct_loads), .decide = price_correct };
