/*
 * note_confirm.c - SP7: the customer's signed slip, with or without differences; no slip for
 * too long.
 */
#include "server/core/actor.h"
#include "server/core/claim.h"
#include "server/core/closing.h"
#include "server/core/note_copies.h"

static const struct load confirm_loads[] = {
    NOTE_LOADS,
    COPY_LOADS,
    SHIPMENT_LOADS,
    NOTE_CLAIM_LOADS,
    CLOSING_RECEIVABLE_LOADS,
    PEOPLE_LOADS,
    NOTE_PRODUCT_LOADS,
    NOTE_CLAIM_LINE_LOADS,
    NOTE_RETURN_READS,
};

static bool day_is_sound(struct work *w, const struct shipment_row *s, struct day received)
{
    struct day left = calendar_today(&w->calendar, s->consigned_at);

    if (!BREAKS(RULE_RECEIVED_ON, received.n < left.n || received.n > w->today.n))
        return true;
    say_day(w, "consigned", left);
    say_day(w, "today", w->today);
    refused(w, RULE_RECEIVED_ON);
    return false;
}

static void slip_file(struct work *w, const struct shipping *sp, struct day received)
{
    struct receivable_row *r = find_receivable(w, sp->s->receivable_id);

    sp->s->confirmed_on = received;
    sp->s->signer = w->args->v[P_signer].s;
    sp->s->due_at = (struct instant){ 0 };
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp->s, l));)
        l->received = l->qty;
    if (r->due_from == BASIS_SIGN_OFF) {
        r->basis_day = received; /* the term runs from the slip */
        r->due = day_add(received, (int32_t)r->term_days);
    }
}

/* What differs is claimed, and posted when the claim is accepted: another's word. */
static void note_confirm(struct work *w)
{
    struct day received =
        w->args->v[P_received_on].given ? arg_day(w->args, P_received_on) : w->today;
    bool differs = w->args->v[P_lines].item_count > 0;
    struct shipping sp;

    if (!shipping_part(w, EVENT_CONFIRM, &sp) || !actor_in_scope(w, sp.c) ||
        !day_is_sound(w, sp.s, received))
        return;
    slip_file(w, &sp, received);
    copies_signed(w, sp.s);
    if (differs && !claim_as_said(w, &sp, w->args->v[P_remark].s))
        return;
    shipment_move(w, sp.s, EVENT_CONFIRM,
                  differs ? SHIPMENT_CONFIRMED_DIFF : SHIPMENT_CONFIRMED, STEP_SP7,
                  w->args->v[P_remark].s);
    note_finish(w, &sp);
    done(w);
}
OPERATION(NOTE_CONFIRM) = { LOADS(confirm_loads), .decide = note_confirm };

/* --- deemed receipt --------------------------------------------------------------------- */

static const struct load deem_loads[] = {
    NOTE_LOADS,
    SHIPMENT_LOADS,
    OWNED(RECEIVABLE, ANY_OF(BY_FACT(receivable, order_id, ORDER, order, id))),
};

/* no slip for sp.deemed_days after it was due. The flag stays visible. */
static void note_deem(struct work *w)
{
    struct shipping sp;
    struct day from;

    if (!shipping_part(w, EVENT_DEEM, &sp))
        return;
    from = day_add(sp.s->slip_due, (int32_t)w->pol->deemed_days);
    if (BREAKS(RULE_DEEM_EARLY, w->today.n <= from.n)) {
        say_day(w, "slip_due", sp.s->slip_due);
        say_day(w, "not_before", day_add(from, 1));
        remedy_plain(w, "confirm", OP_NOTE_CONFIRM);
        refused(w, RULE_DEEM_EARLY);
        return;
    }
    sp.s->deemed = true;
    sp.s->confirmed_on = w->today;
    sp.s->due_at = (struct instant){ 0 };
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp.s, l));)
        l->received = l->qty;
    shipment_move(w, sp.s, EVENT_DEEM, SHIPMENT_CONFIRMED, STEP_SP7, STR("deemed received"));
    note_finish(w, &sp);
    done(w);
}
OPERATION(NOTE_DEEM) = { LOADS(deem_loads), .decide = note_deem };
