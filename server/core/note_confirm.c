/*
 * note_confirm.c - SP7: the customer's signed slip, with or without differences; no slip for
 * too long.
 */
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/note_copies.h"
#include "server/core/note_credit.h"

static const struct load confirm_loads[] = {
    NOTE_LOADS,
    COPY_LOADS,
    SHIPMENT_LOADS,
    CREDIT_MONEY_LOADS,
    COUNTER_LOADS2(CN, RI),
    PEOPLE_LOADS,
    CREDIT_PAPER_LOADS,
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

static struct shipment_line_row *line_in(const struct work *w, const struct shipment_row *s,
                                         const struct note_line_row *n)
{
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, s, l));)
        if (l->note_line_id == n->id)
            return l;
    return NULL;
}

/* What a row of `lines` says: which line differs, how, and by how many units. */
static bool diff_is_sound(struct work *w, const struct item *item,
                          const struct shipment_line_row *l)
{
    if (!l || l->diff) {
        refused_error(w, ERR_PARAMS, "lines",
                      l ? STR("a line is named twice") : STR("the shipment has no such line"));
        return false;
    }
    if (item->diff != DIFF_SHORT && item->diff != DIFF_DAMAGED && item->diff != DIFF_WRONG) {
        refused_error(w, ERR_PARAMS, "lines", STR("a difference is SHORT, DAMAGED or WRONG"));
        return false;
    }
    if (BREAKS(RULE_DIFF_QTY, !item->has_qty || item->qty.n <= 0 || item->qty.n > l->qty.n)) {
        say_count(w, "line", line_no_of(w, l->order_line_id));
        say_qty(w, "shipped", l->qty);
        say_qty(w, "differs", item->qty);
        refused(w, RULE_DIFF_QTY);
        return false;
    }
    return true;
}

/* A reduction may be bargained; otherwise the units' share of the line's amount comes back. */
static bool diff_amount(struct work *w, const struct item *item, enum claim_action claim,
                        const struct shipment_line_row *l, struct money *out)
{
    *out = note_credit_share(l, item->qty);
    if (claim == CLAIM_REDUCE && item->has_amount)
        *out = item->amount;
    if (!BREAKS(RULE_REDUCTION, out->fen < 0 || out->fen > l->amount.fen))
        return true;
    say_count(w, "line", line_no_of(w, l->order_line_id));
    say_money(w, "amount", l->amount);
    say_money(w, "reduction", *out);
    refused(w, RULE_REDUCTION);
    return false;
}

static bool diffs_take(struct work *w, const struct shipping *sp, struct note_credit *credit,
                       enum claim_action claim)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++) {
        const struct item *item = &lines->items[i];
        const struct note_line_row *n = note_line_of(w, item);
        struct shipment_line_row *l;
        struct money amount;

        if (!n)
            return false;
        l = line_in(w, sp->s, n);
        if (!diff_is_sound(w, item, l) || !diff_amount(w, item, claim, l, &amount))
            return false;
        note_credit_line(w, credit, l, (enum diff_kind)item->diff, claim, item->qty, amount);
        l->received.n -= claim == CLAIM_REDUCE && l->diff != DIFF_SHORT ? 0 : item->qty.n;
    }
    return true;
}

/* Goods to be sent again have the shipping time of a note that is handed over now. */
static void replacement_due(struct work *w, const struct shipping *sp)
{
    sp->o->ship_due_at = clock_shipping(w, w->now, w->pol->ship_hours);
    sp->o->due_at = sp->o->ship_due_at;
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

static void difference_tell(struct work *w, const struct shipping *sp, struct str what)
{
    struct str body =
        str_format(w->arena, "%.*s: %.*s", STR_ARG(shipment_no(w, sp->s)), STR_ARG(what));

    tell_csr(w, MESSAGE_DIFFERENCE, sp->o, body);
    tell_kam(w, MESSAGE_DIFFERENCE, sp, body);
}

/* What is bargained off the price is nobody's own word (R-014, App. 4). */
static bool reduction_approved(struct work *w, const struct shipment_row *s, struct money total)
{
    struct money approved = s->reduce_by ? s->reduction : fen(0);

    if (!BREAKS(RULE_REDUCE_APPROVED, total.fen > approved.fen))
        return true;
    say_money(w, "reduction", total);
    say_money(w, "approved", approved);
    remedy_plain(w, "approve", OP_NOTE_REDUCE);
    refused(w, RULE_REDUCE_APPROVED);
    return false;
}

static void confirm_with_differences(struct work *w, const struct shipping *sp)
{
    enum claim_action claim = (enum claim_action)w->args->v[P_claim].n;
    struct str remark = w->args->v[P_remark].s;
    struct note_credit credit;

    if (BREAKS(RULE_CLAIM, claim == claim_action_none)) {
        refused(w, RULE_CLAIM);
        return;
    }
    note_credit_init(w, &credit, sp);
    if (!diffs_take(w, sp, &credit, claim))
        return;
    if (claim == CLAIM_REDUCE && !reduction_approved(w, sp->s, credit.total))
        return;
    note_credit_post(w, &credit, SERIES_CN, remark);
    if (claim == CLAIM_REPLACE)
        replacement_due(w, sp);
    shipment_move(w, sp->s, EVENT_CONFIRM, SHIPMENT_CONFIRMED_DIFF, STEP_SP7, remark);
    difference_tell(
        w, sp,
        str_format(w->arena, "%s, %.*s", enum_name(ENUM_claim_action, claim), STR_ARG(remark)));
    note_finish(w, sp);
    done(w);
}

static void note_confirm(struct work *w)
{
    struct day received =
        w->args->v[P_received_on].given ? arg_day(w->args, P_received_on) : w->today;
    struct shipping sp;

    if (!shipping_part(w, EVENT_CONFIRM, &sp) || !actor_in_scope(w, sp.c) ||
        !day_is_sound(w, sp.s, received))
        return;
    slip_file(w, &sp, received);
    copies_signed(w, sp.n);
    if (w->args->v[P_lines].item_count) {
        confirm_with_differences(w, &sp);
        return;
    }
    shipment_move(w, sp.s, EVENT_CONFIRM, SHIPMENT_CONFIRMED, STEP_SP7, w->args->v[P_remark].s);
    note_finish(w, &sp);
    done(w);
}
OPERATION(NOTE_CONFIRM) = { LOADS(confirm_loads), .decide = note_confirm, .frees = true };

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
