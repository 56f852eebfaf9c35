/*
 * note_failed.c - deliveries that did not arrive: refused by the customer, lost on the way
 * (R-370).
 */
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/note_copies.h"
#include "server/core/note_credit.h"

/* Every line comes back whole. */
static void whole_shipment(struct work *w, struct note_credit *credit,
                           const struct shipping *sp, enum diff_kind diff,
                           enum claim_action claim)
{
    note_credit_init(w, credit, sp);
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp->s, l));)
        note_credit_line(w, credit, l, diff, claim, l->qty, note_credit_share(l, l->qty));
    sp->s->due_at = (struct instant){ 0 };
}

static void failed_tell(struct work *w, const struct shipping *sp, const char *what,
                        struct str reason)
{
    struct str body = str_format(w->arena, "%.*s %s: %.*s", STR_ARG(shipment_no(w, sp->s)),
                                 what, STR_ARG(reason));

    tell_csr(w, MESSAGE_DIFFERENCE, sp->o, body);
    tell_kam(w, MESSAGE_DIFFERENCE, sp, body);
}

static const struct load refused_loads[] = {
    NOTE_LOADS,         COPY_LOADS,           SHIPMENT_LOADS,
    CREDIT_MONEY_LOADS, SHIPMENT_STOCK_LOADS, COUNTER_LOADS2(RO, RI),
    CREDIT_PAPER_LOADS,
};

static void goods_return(struct work *w, const struct shipping *sp, struct str reason)
{
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp->s, l));) {
        struct stock_row *st = stock_of(w, l->product_id, sp->s->warehouse_id);

        assert(st);
        stock_book(w, st, MOVE_RETURN, l->qty, l->id, reason);
    }
}

/* The goods come back into stock by a red outbound order and the receivable goes down by all
 * of them. Quota stays used: what was ordered was sold and refused, not released. */
static void note_refused(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct note_credit credit;
    struct shipping sp;

    if (!shipping_part(w, EVENT_REFUSE, &sp))
        return;
    whole_shipment(w, &credit, &sp, DIFF_REFUSED, CLAIM_CREDIT);
    goods_return(w, &sp, reason);
    copies_came_back(w, sp.n);
    note_credit_post(w, &credit, SERIES_RO, reason);
    shipment_move(w, sp.s, EVENT_REFUSE, SHIPMENT_REFUSED, STEP_SP7, reason);
    failed_tell(w, &sp, "was refused", reason);
    note_finish(w, &sp);
    done(w);
}
OPERATION(NOTE_REFUSED) = { LOADS(refused_loads), .decide = note_refused, .frees = true };

static const struct load lost_loads[] = {
    NOTE_LOADS, SHIPMENT_LOADS, CREDIT_MONEY_LOADS, COUNTER_LOADS2(CN, RI), CREDIT_PAPER_LOADS,
};

/* The customer pays nothing for what he never got; the carrier is asked for it. Goods to be
 * replaced are open again on the same note. */
static void note_lost(struct work *w)
{
    enum claim_action claim = (enum claim_action)w->args->v[P_claim].n;
    struct str reason = w->args->v[P_reason].s;
    struct note_credit credit;
    struct shipping sp;

    if (!shipping_part(w, EVENT_LOSE, &sp))
        return;
    if (claim != CLAIM_CREDIT && claim != CLAIM_REPLACE) {
        refused_error(w, ERR_PARAMS, "claim", STR("lost goods are credited or replaced"));
        return;
    }
    whole_shipment(w, &credit, &sp, DIFF_LOST, claim);
    note_credit_post(w, &credit, SERIES_CN, reason);
    if (claim == CLAIM_REPLACE)
        sp.o->due_at = sp.o->ship_due_at = clock_shipping(w, w->now, w->pol->ship_hours);
    shipment_move(w, sp.s, EVENT_LOSE, SHIPMENT_LOST, STEP_SP7, reason);
    failed_tell(w, &sp, "was lost", reason);
    tell_role(w, MESSAGE_DIFFERENCE, sp.o, ROLE_SCR, sp.o->scr_id, clock_same_day(w, w->now),
              str_format(w->arena, "%.*s was lost: claim on %.*s, waybill %.*s",
                         STR_ARG(shipment_no(w, sp.s)), STR_ARG(sp.s->carrier),
                         STR_ARG(sp.s->waybill)));
    note_finish(w, &sp);
    done(w);
}
OPERATION(NOTE_LOST) = { LOADS(lost_loads), .decide = note_lost, .frees = true };
