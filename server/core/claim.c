/*
 * claim.c - claims are recorded: with the slip, after it, or because the goods were lost
 * (R-140, R-370).
 */
#include "server/core/claim.h"

#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/claim_duty.h"
#include "server/core/goods_return.h"

struct claim_row *claim_open(struct work *w, const struct shipping *sp,
                             enum claim_action remedy, struct str reason)
{
    struct claim_row *c = add_claim(w);

    c->no = str_format(w->arena, "CL%lld", (long long)(c->id / ID_BLOCK));
    c->order_id = sp->o->id;
    c->account_id = sp->o->account_id;
    c->note_id = sp->n->id;
    c->shipment_id = sp->s->id;
    c->remedy = remedy;
    c->reason = reason;
    c->recorded_by = w->actor_id;
    c->recorded_at = w->now;
    sp->o->claims++;
    return c;
}

struct claim_line_row *claim_add(struct work *w, struct claim_row *c,
                                 const struct shipment_line_row *l, enum diff_kind kind,
                                 struct qty q, struct money amount)
{
    struct claim_line_row *line = add_claim_line(w);

    line->claim_id = c->id;
    line->shipment_line_id = l->id;
    line->product_id = l->product_id;
    line->kind = kind;
    line->qty = q;
    line->amount = amount;
    c->amount.fen += amount.fen;
    return line;
}

struct claim_line_row *claim_next(const struct work *w, const struct claim_row *c,
                                  const struct claim_line_row *after)
{
    for (size_t i = 0; i < w->claim_line.n; i++) {
        struct claim_line_row *l = w->claim_line.v[i];

        if (l->claim_id == c->id && (!after || l->id > after->id))
            return l;
    }
    return NULL;
}

/* --- the claim at hand ------------------------------------------------------------------- */

bool claim_ready(struct work *w, enum flow_event event, struct case_at_hand *out)
{
    struct claim_row *c = ONE(w->claim);

    if (!c) {
        refused_missing(w, "claim", w->args->v[P_claim].s);
        return false;
    }
    out->claim = c;
    out->sp = (struct shipping){ .n = find_note(w, c->note_id),
                                 .o = find_order(w, c->order_id),
                                 .s = find_shipment(w, c->shipment_id) };
    assert(out->sp.n && out->sp.o && out->sp.s);
    out->sp.c = find_customer(w, out->sp.o->customer_id);
    assert(out->sp.c);
    return flow_ready(w, MACHINE_CLAIM, c->state, c->no, event) && actor_in_scope(w, out->sp.c);
}

/* --- what the rows of `lines` say -------------------------------------------------------- */

struct shipment_line_row *claim_line_in(const struct work *w, const struct shipment_row *s,
                                        const struct note_line_row *n)
{
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, s, l));)
        if (l->note_line_id == n->id)
            return l;
    return NULL;
}

/* An earlier claim on the line that nobody decided; NULL when there is none. Until then nobody
 * knows what the line is worth. */
static const struct claim_row *undecided(const struct work *w, const struct claim_row *but,
                                         const struct shipment_line_row *l)
{
    for (size_t i = 0; i < w->claim_line.n; i++) {
        const struct claim_line_row *line = w->claim_line.v[i];
        const struct claim_row *c = find_claim(w, line->claim_id);

        if (line->shipment_line_id == l->id && c != but &&
            (c->state == CLAIM_IS_OPEN || c->state == CLAIM_IS_CONSENTED))
            return c;
    }
    return NULL;
}

bool claim_decided(struct work *w, const struct claim_row *but,
                   const struct shipment_line_row *l)
{
    const struct claim_row *before = undecided(w, but, l);

    if (!BREAKS(RULE_CLAIM_LINE, before))
        return true;
    say_count(w, "line", line_no_of(w, l->order_line_id));
    say_name(w, "claim", before ? before->no : STR(""));
    remedy_plain(w, "decide", OP_CLAIM_ACCEPT);
    refused(w, RULE_CLAIM_LINE);
    return false;
}

bool claim_line_free(struct work *w, const struct claim_row *but,
                     const struct shipment_line_row *l)
{
    const struct goods_return_row *back = return_awaited(w, l);

    if (!claim_decided(w, but, l))
        return false;
    if (!BREAKS(RULE_RETURN_OPEN, back))
        return true;
    say_count(w, "line", line_no_of(w, l->order_line_id));
    say_name(w, "return", back ? back->no : STR(""));
    remedy_plain(w, "receive", OP_RETURN_RECEIVE);
    refused(w, RULE_RETURN_OPEN);
    return false;
}

bool claim_names(const struct work *w, const struct claim_row *c,
                 const struct shipment_line_row *l)
{
    for (size_t i = 0; i < w->claim_line.n; i++)
        if (w->claim_line.v[i]->claim_id == c->id &&
            w->claim_line.v[i]->shipment_line_id == l->id)
            return true;
    return false;
}

/* Goods that were sent right at a wrong price are only made cheaper. */
static const char *kind_unfit(unsigned kind, enum claim_action remedy)
{
    if (kind == DIFF_PRICE)
        return remedy == CLAIM_REDUCE ? NULL : "a wrong price is reduced";
    if (kind != DIFF_SHORT && kind != DIFF_DAMAGED && kind != DIFF_WRONG)
        return "a difference is SHORT, DAMAGED, WRONG or PRICE";
    return NULL;
}

static bool line_is_sound(struct work *w, const struct claim_row *c, const struct item *item,
                          const struct shipment_line_row *l)
{
    const char *unfit = kind_unfit(item->diff, c->remedy);

    if (!l || claim_names(w, c, l))
        unfit = l ? "a line is named twice" : "the shipment has no such line";
    if (unfit) {
        refused_error(w, ERR_PARAMS, "lines", str_of(unfit));
        return false;
    }
    if (!claim_line_free(w, c, l))
        return false;
    if (BREAKS(RULE_DIFF_QTY,
               !item->has_qty || item->qty.n <= 0 || item->qty.n > l->qty.n - l->returned.n)) {
        say_count(w, "line", line_no_of(w, l->order_line_id));
        say_qty(w, "shipped", qty(l->qty.n - l->returned.n));
        say_qty(w, "differs", item->qty);
        refused(w, RULE_DIFF_QTY);
        return false;
    }
    return true;
}

/* A reduction may be bargained; otherwise the units' share of the line's amount comes back. */
static bool line_amount(struct work *w, const struct claim_row *c, const struct item *item,
                        const struct shipment_line_row *l, struct money *out)
{
    struct money worth = shipment_line_worth(l);

    *out = note_credit_share(l, item->qty);
    if (c->remedy != CLAIM_REDUCE)
        return true;
    if (item->has_amount)
        *out = item->amount;
    if (!BREAKS(RULE_REDUCTION, out->fen <= 0 || out->fen > worth.fen))
        return true;
    say_count(w, "line", line_no_of(w, l->order_line_id));
    say_money(w, "amount", worth);
    say_money(w, "reduction", *out);
    refused(w, RULE_REDUCTION);
    return false;
}

static bool lines_taken(struct work *w, struct claim_row *c, const struct shipping *sp)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++) {
        const struct item *item = &lines->items[i];
        const struct note_line_row *n = note_line_of(w, item);
        const struct shipment_line_row *l;
        struct money amount;

        if (!n)
            return false;
        l = claim_line_in(w, sp->s, n);
        if (!line_is_sound(w, c, item, l) || !line_amount(w, c, item, l, &amount))
            return false;
        (void)claim_add(w, c, l, (enum diff_kind)item->diff, item->qty, amount);
    }
    return true;
}

void claim_recorded(struct work *w, struct claim_row *c, const struct shipping *sp)
{
    struct str body = str_format(w->arena, "%.*s on %.*s: %s, %.*s", STR_ARG(c->no),
                                 STR_ARG(shipment_no(w, sp->s)),
                                 enum_name(ENUM_claim_action, c->remedy), STR_ARG(c->reason));

    say_name(w, "claim", c->no);
    say_money(w, "claimed", c->amount);
    claim_move(w, c, EVENT_CLAIM, CLAIM_IS_OPEN, c->reason);
    tell_csr(w, MESSAGE_DIFFERENCE, sp->o, body);
    tell_kam(w, MESSAGE_DIFFERENCE, sp, body);
    tell_duty(w, MESSAGE_TO_SIGN, sp->o, claim_consents(w, c, sp->o), told_promptly(w), body);
}

bool claim_as_said(struct work *w, const struct shipping *sp, struct str reason)
{
    enum claim_action remedy = (enum claim_action)w->args->v[P_remedy].n;
    struct claim_row *c;

    if (BREAKS(RULE_CLAIM,
               remedy == claim_action_none || w->args->v[P_lines].item_count == 0)) {
        refused(w, RULE_CLAIM);
        return false;
    }
    c = claim_open(w, sp, remedy, reason);
    if (!lines_taken(w, c, sp))
        return false;
    claim_recorded(w, c, sp);
    return true;
}

/* --- after the slip ---------------------------------------------------------------------- */

static const struct load record_loads[] = {
    NOTE_LOADS,         SHIPMENT_LOADS,        NOTE_CLAIM_LOADS,  PEOPLE_LOADS,
    NOTE_PRODUCT_LOADS, NOTE_CLAIM_LINE_LOADS, NOTE_RETURN_READS,
};

/* Damage is often found behind the slip, and on a paid order as well: nothing is open again
 * before the claim is accepted. */
static void claim_record(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct shipping sp;

    if (!shipping_part(w, EVENT_CLAIM, &sp) || !actor_in_scope(w, sp.c) ||
        !claim_as_said(w, &sp, reason))
        return;
    shipment_move(w, sp.s, EVENT_CLAIM, SHIPMENT_CONFIRMED_DIFF, STEP_SP7, reason);
    done(w);
}
OPERATION(CLAIM_RECORD) = { LOADS(record_loads), .decide = claim_record };
