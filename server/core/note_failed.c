/*
 * note_failed.c - deliveries that did not arrive: refused by the customer, lost on the way
 * (R-370).
 */
#include "server/core/goods_return.h"
#include "server/core/note_copies.h"

static const struct load refused_loads[] = {
    NOTE_LOADS,         COPY_LOADS,           SHIPMENT_LOADS,
    CREDIT_MONEY_LOADS, SHIPMENT_STOCK_LOADS, COUNTER_LOADS3(RO, RI, PC),
    CREDIT_PAPER_LOADS, NOTE_RETURN_READS,
};

static void refusal_tell(struct work *w, const struct shipping *sp, struct str reason)
{
    struct str body = str_format(w->arena, "%.*s was refused: %.*s",
                                 STR_ARG(shipment_no(w, sp->s)), STR_ARG(reason));

    tell_csr(w, MESSAGE_DIFFERENCE, sp->o, body);
    tell_kam(w, MESSAGE_DIFFERENCE, sp, body);
}

static void goods_return(struct work *w, const struct shipping *sp, struct str reason)
{
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp->s, l));) {
        struct stock_row *st = stock_of(w, l->product_id, sp->s->warehouse_id);

        assert(st);
        stock_quarantine(w, st, MOVE_RETURN, l->qty, l->id, reason);
    }
}

/* Who sent them away does not say as well that they are here again. */
static bool another_has_them(struct work *w, const struct shipping *sp)
{
    if (!BREAKS(RULE_REFUSED_OWN, sp->s->consigned_by == w->actor_id))
        return true;
    say_name(w, "shipment", shipment_no(w, sp->s));
    remedy_plain(w, "ask", OP_NOTE_REFUSED);
    refused(w, RULE_REFUSED_OWN);
    return false;
}

/* The goods come back into quarantine by a red outbound order and the receivable goes
 * down by all of them. Quota stays used: what was ordered was sold and refused, not released
 * . Only the store, which has them in its hands, books that; one who did not consign
 * them is the second pair of eyes, so no claim is needed. */
static void note_refused(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct note_credit credit;
    struct shipping sp;

    if (!shipping_part(w, EVENT_REFUSE, &sp) || !another_has_them(w, &sp) ||
        !return_is_none(w, sp.s))
        return;
    note_credit_init(w, &credit, &sp);
    credit.whole = true;
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp.s, l));)
        note_credit_line(w, &credit, l, CLAIM_CREDIT, l->qty, note_credit_share(l, l->qty));
    sp.s->due_at = (struct instant){ 0 };
    goods_return(w, &sp, reason);
    copies_came_back(w, sp.s);
    note_credit_post(w, &credit, SERIES_RO, reason);
    shipment_move(w, sp.s, EVENT_REFUSE, SHIPMENT_REFUSED, STEP_SP7, reason);
    refusal_tell(w, &sp, reason);
    note_finish(w, &sp);
    done(w);
}
OPERATION(NOTE_REFUSED) = { LOADS(refused_loads), .decide = note_refused, .frees = true };

/* --- lost --------------------------------------------------------------------------------- */

static const struct load lost_loads[] = {
    NOTE_LOADS,         SHIPMENT_LOADS,        NOTE_CLAIM_LOADS,  PEOPLE_LOADS,
    NOTE_PRODUCT_LOADS, NOTE_CLAIM_LINE_LOADS, NOTE_RETURN_READS,
};

/* Reported by whom the carrier told; the customer owes the goods until another accepts the
 * loss. Then he pays nothing for what he never got, and the carrier is asked for it. */
static void note_lost(struct work *w)
{
    enum claim_action remedy = (enum claim_action)w->args->v[P_remedy].n;
    struct str reason = w->args->v[P_reason].s;
    struct claim_row *c;
    struct shipping sp;

    if (!shipping_part(w, EVENT_LOSE, &sp) || !return_is_none(w, sp.s))
        return;
    if (remedy != CLAIM_CREDIT && remedy != CLAIM_REPLACE) {
        refused_error(w, ERR_PARAMS, "remedy", STR("lost goods are credited or replaced"));
        return;
    }
    c = claim_open(w, &sp, remedy, reason);
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp.s, l));) {
        if (!claim_line_free(w, c, l))
            return;
        (void)claim_add(w, c, l, DIFF_LOST, l->qty, shipment_line_worth(l));
    }
    claim_recorded(w, c, &sp);
    sp.s->due_at = (struct instant){ 0 };
    shipment_move(w, sp.s, EVENT_LOSE, SHIPMENT_LOST, STEP_SP7, reason);
    done(w);
}
OPERATION(NOTE_LOST) = { LOADS(lost_loads), .decide = note_lost };
