/*
 * goods_return.c - a return is applied for; finding it, its lines, and what they cost.
 */
#include "server/core/goods_return.h"

#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/claim_duty.h"
#include "server/core/invoice.h"

/* --- the return at hand ------------------------------------------------------------------ */

bool return_ready(struct work *w, enum flow_event event, struct return_at_hand *out)
{
    struct goods_return_row *r = ONE(w->goods_return);

    if (!r) {
        refused_missing(w, "goods_return", w->args->v[P_goods_return].s);
        return false;
    }
    out->r = r;
    out->sp = (struct shipping){ .n = find_note(w, r->note_id),
                                 .o = find_order(w, r->order_id),
                                 .s = find_shipment(w, r->shipment_id) };
    assert(out->sp.n && out->sp.o && out->sp.s);
    out->sp.c = find_customer(w, out->sp.o->customer_id);
    assert(out->sp.c);
    return flow_ready(w, MACHINE_RETURN, r->state, r->no, event) &&
           actor_in_scope(w, out->sp.c);
}

struct goods_return_line_row *return_next(const struct work *w,
                                          const struct goods_return_row *r,
                                          const struct goods_return_line_row *after)
{
    for (size_t i = 0; i < w->goods_return_line.n; i++) {
        struct goods_return_line_row *l = w->goods_return_line.v[i];

        if (l->return_id == r->id && (!after || l->id > after->id))
            return l;
    }
    return NULL;
}

struct goods_return_line_row *return_line_of(struct work *w, const struct goods_return_row *r,
                                             const struct item *item)
{
    const struct note_line_row *n = note_line_of(w, item);

    for (struct goods_return_line_row *l = NULL; n && (l = return_next(w, r, l));)
        if (find_shipment_line(w, l->shipment_line_id)->note_line_id == n->id)
            return l;
    if (n)
        refused_error(w, ERR_PARAMS, "lines", STR("the return has no such line"));
    return NULL;
}

void return_over(struct work *w, struct goods_return_row *r, struct str answer)
{
    r->ended_by = w->as.principal_id ? w->as.principal_id : w->actor_id;
    r->ended_at = w->now;
    r->answer = answer;
}

void return_tell(struct work *w, const struct return_at_hand *k, const char *what,
                 struct str words)
{
    struct str body =
        str_format(w->arena, "%.*s %s: %.*s", STR_ARG(k->r->no), what, STR_ARG(words));

    tell_csr(w, MESSAGE_DECIDED, k->sp.o, body);
    tell_kam(w, MESSAGE_DECIDED, &k->sp, body);
}

/* --- what others bring ------------------------------------------------------------------- */

/* Its goods are not here yet, and not given up; also of one that was not moved yet. */
static bool is_awaited(const struct goods_return_row *r)
{
    return r->state < RETURN_IS_RECEIVED;
}

/* Units of the line that returns still bring, and what they cost. */
static struct qty brought(const struct work *w, const struct shipment_line_row *l,
                          struct money *amount)
{
    struct qty sum = { 0 };

    *amount = fen(0);
    for (size_t i = 0; i < w->goods_return_line.n; i++) {
        const struct goods_return_line_row *x = w->goods_return_line.v[i];

        if (x->shipment_line_id != l->id || !is_awaited(find_goods_return(w, x->return_id)))
            continue;
        sum.n += x->accepted.n;
        amount->fen += x->amount.fen;
    }
    return sum;
}

/* Their share of what the customer keeps otherwise: the last ones take all that is left. */
static struct money cost_of(const struct work *w, const struct shipment_line_row *l,
                            struct qty q)
{
    struct money taken;
    struct qty others = brought(w, l, &taken);

    return share_of(fen(shipment_line_worth(l).fen - taken.fen),
                    qty(l->qty.n - l->returned.n - others.n), q);
}

void return_fewer(struct goods_return_row *r, struct goods_return_line_row *l, struct qty q)
{
    struct money left = share_of(l->amount, l->accepted, q);

    r->amount.fen -= l->amount.fen - left.fen;
    l->amount = left;
    l->accepted = q;
}

const struct goods_return_row *return_awaited(const struct work *w,
                                              const struct shipment_line_row *l)
{
    for (size_t i = 0; i < w->goods_return_line.n; i++) {
        const struct goods_return_line_row *x = w->goods_return_line.v[i];
        const struct goods_return_row *r = find_goods_return(w, x->return_id);

        if (x->shipment_line_id == l->id && is_awaited(r) && x->accepted.n > 0)
            return r;
    }
    return NULL;
}

bool return_is_none(struct work *w, const struct shipment_row *s)
{
    const struct goods_return_row *found = NULL;

    for (size_t i = 0; i < w->goods_return.n; i++) {
        const struct goods_return_row *r = w->goods_return.v[i];

        if (r->shipment_id == s->id && r->state <= RETURN_IS_SETTLED)
            found = r;
    }
    if (!BREAKS(RULE_RETURN_OPEN, found))
        return true;
    say_name(w, "return", found->no);
    refused(w, RULE_RETURN_OPEN);
    return false;
}

/* --- applying ---------------------------------------------------------------------------- */

static const struct load apply_loads[] = {
    NOTE_LOADS,   SHIPMENT_LOADS,     NOTE_CLAIM_LOADS,      NOTE_RETURN_LOADS,
    PEOPLE_LOADS, NOTE_PRODUCT_LOADS, NOTE_CLAIM_LINE_LOADS,
};

static bool is_with_customer(struct work *w, const struct shipping *sp)
{
    if (!BREAKS(RULE_RETURN_SHIPPED, !shipment_delivered(sp->s->state)))
        return true;
    say_name(w, "state", str_of(enum_name(ENUM_shipment_state, sp->s->state)));
    refused(w, RULE_RETURN_SHIPPED);
    return false;
}

static bool is_named(const struct work *w, const struct goods_return_row *r,
                     const struct shipment_line_row *l)
{
    for (const struct goods_return_line_row *x = NULL; (x = return_next(w, r, x));)
        if (x->shipment_line_id == l->id)
            return true;
    return false;
}

/* R-177, T48: the units that are still with the customer and not on their way already. */
static bool fits_what_is_left(struct work *w, const struct item *item,
                              const struct shipment_line_row *l)
{
    struct money unused;
    struct qty coming = brought(w, l, &unused);
    int64_t left = l->qty.n - l->returned.n - coming.n;

    if (!BREAKS(RULE_RETURN_QTY, !item->has_qty || item->qty.n <= 0 || item->qty.n > left))
        return true;
    say_count(w, "line", line_no_of(w, l->order_line_id));
    say_qty(w, "shipped", l->qty);
    say_qty(w, "returned", qty(l->returned.n + coming.n));
    say_qty(w, "qty", item->qty);
    refused(w, RULE_RETURN_QTY);
    return false;
}

static bool line_taken(struct work *w, struct goods_return_row *r, const struct shipping *sp,
                       const struct item *item)
{
    const struct note_line_row *n = note_line_of(w, item);
    const struct shipment_line_row *l = n ? claim_line_in(w, sp->s, n) : NULL;
    struct goods_return_line_row *x;
    struct money cost;

    if (!n)
        return false;
    if (!l || is_named(w, r, l)) {
        refused_error(w, ERR_PARAMS, "lines",
                      l ? STR("a line is named twice") : STR("the shipment has no such line"));
        return false;
    }
    if (!claim_decided(w, NULL, l) || !fits_what_is_left(w, item, l))
        return false;
    cost = cost_of(w, l, item->qty);
    x = add_goods_return_line(w);
    x->return_id = r->id;
    x->shipment_line_id = l->id;
    x->product_id = l->product_id;
    x->qty = x->accepted = item->qty;
    x->amount = cost;
    r->amount.fen += cost.fen;
    return true;
}

static struct goods_return_row *return_born(struct work *w, const struct shipping *sp)
{
    struct goods_return_row *r = add_goods_return(w);

    r->no = str_format(w->arena, "RT%lld", (long long)(r->id / ID_BLOCK));
    r->order_id = sp->o->id;
    r->account_id = sp->o->account_id;
    r->note_id = sp->n->id;
    r->shipment_id = sp->s->id;
    r->why = (enum return_why)w->args->v[P_return_for].n;
    r->reason = w->args->v[P_reason].s;
    r->applied_by = w->actor_id;
    r->applied_at = w->now;
    return r;
}

/* Whom it waits for: who would consent to a claim. */
static void confirmation_asked(struct work *w, const struct return_at_hand *k)
{
    const struct claim_row asks = { .recorded_by = k->r->applied_by };
    struct str body =
        str_format(w->arena, "%.*s: a return of %.*s waits for you", STR_ARG(k->r->no),
                   STR_ARG(money_text(k->r->amount, w->arena)));

    tell_duty(w, MESSAGE_TO_SIGN, k->sp.o, claim_consents(w, &asks, k->sp.o), told_promptly(w),
              body);
}

/* A return of no line would bring nothing for ever (T48). */
static bool names_lines(struct work *w, const struct arg *lines)
{
    if (!BREAKS(RULE_RETURN_QTY, lines->item_count == 0))
        return true;
    say_qty(w, "qty", qty(0));
    refused(w, RULE_RETURN_QTY);
    return false;
}

static void return_apply(struct work *w)
{
    const struct arg *lines = &w->args->v[P_lines];
    struct return_at_hand k;

    if (!shipping_part_any(w, &k.sp) || !actor_in_scope(w, k.sp.c) ||
        !is_with_customer(w, &k.sp) || !names_lines(w, lines))
        return;
    k.r = return_born(w, &k.sp);
    for (size_t i = 0; i < lines->item_count; i++)
        if (!line_taken(w, k.r, &k.sp, &lines->items[i]))
            return;
    say_name(w, "return", k.r->no);
    say_money(w, "amount", k.r->amount);
    return_move(w, k.r, EVENT_APPLY, RETURN_IS_APPLIED, k.r->reason);
    confirmation_asked(w, &k);
    done(w);
}
OPERATION(RETURN_APPLY) = { LOADS(apply_loads), .decide = return_apply };
