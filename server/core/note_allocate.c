/*
 * note_allocate.c - SP2: stock is reserved for a note; what is missing waits.
 *
 * What was approved is not asked about credit again (T15, T31). Only a back order that waited
 * longer than sp.rejudge_days is looked at once more, and only for what became worse since the
 * order was signed: a new overdue, a lowered limit, a receipt that was taken back.
 */
#include "server/core/credit.h"
#include "server/core/note.h"
#include "server/core/order_common.h"

static const struct load allocate_loads[] = {
    NOTE_LOADS,
    SHIPMENT_LOADS,
    RECEIVABLE_LOADS(READ_FIRST),
    LOCK(STOCK, ANY_OF(BY_FACT(stock, product_id, NOTE_LINE, note_line, product_id))),
    NOTE_PRODUCT_LOADS,
    { .table = TABLE_WAREHOUSE, .hold = HOLD_READ },
};

/* The warehouse that is named, else the actor's own, else the only one. */
static const struct warehouse_row *warehouse_of(struct work *w)
{
    const struct arg *named = &w->args->v[P_warehouse];
    const struct warehouse_row *own = find_warehouse(w, w->actor->warehouse_id);

    if (!named->given && own)
        return own;
    if (!named->given && w->warehouse.n == 1)
        return w->warehouse.v[0];
    for (size_t i = 0; named->given && i < w->warehouse.n; i++)
        if (str_eq(w->warehouse.v[i]->code, named->s))
            return w->warehouse.v[i];
    if (named->given)
        refused_missing(w, "warehouse", named->s);
    else
        refused_error(w, ERR_PARAMS, "warehouse", STR("there are several: name one"));
    return NULL;
}

/* What is wanted of each line: wants[i] of w->note_line.v[i]. */
static bool wants_read(struct work *w, struct qty *wants)
{
    const struct arg *lines = &w->args->v[P_lines];
    int64_t sum = 0;

    for (size_t i = 0; !lines->given && i < w->note_line.n; i++)
        sum += (wants[i] = note_line_open(w->note_line.v[i])).n;
    for (size_t k = 0; lines->given && k < lines->item_count; k++) {
        const struct item *item = &lines->items[k];
        const struct note_line_row *l = note_line_of(w, item);
        size_t i = 0;

        if (!l)
            return false;
        while (w->note_line.v[i] != l)
            i++;
        wants[i].n += item->has_qty ? item->qty.n : note_line_open(l).n;
        if (BREAKS(RULE_OPEN_QTY, wants[i].n > note_line_open(l).n)) {
            say_count(w, "line", line_no_of(w, l->order_line_id));
            say_qty(w, "open", note_line_open(l));
            say_qty(w, "asked", wants[i]);
            refused(w, RULE_OPEN_QTY);
            return false;
        }
        sum += wants[i].n;
    }
    if (BREAKS(RULE_NOTHING_OPEN, sum <= 0)) {
        refused(w, RULE_NOTHING_OPEN);
        return false;
    }
    return true;
}

static void credit_remedies(struct work *w, const struct order_row *o,
                            const struct credit_worse *x)
{
    say_money(w, "overdue", x->overdue_now);
    say_money(w, "overdue_signed", o->signed_overdue);
    say_money(w, "excess", x->excess_now);
    say_money(w, "signed_excess", o->signed_excess);
    if (x->overdue)
        remedy_money(w, "pay", "overdue", fen(x->overdue_now.fen - o->signed_overdue.fen),
                     OP_RECEIPT_RECORD);
    else
        remedy_money(w, "pay", "excess", fen(x->excess_now.fen - o->signed_excess.fen),
                     OP_RECEIPT_RECORD);
    remedy_plain(w, "short_close", OP_NOTE_SHORT_CLOSE);
}

/* sp.rejudge_days: an old back order meets facts that became worse. Money that was paid before
 * the goods is not asked about. */
static bool credit_still_good(struct work *w, const struct shipping *sp,
                              struct note_line_row *l)
{
    struct day judged =
        l->judged.n ? l->judged : calendar_today(&w->calendar, sp->n->printed_at);
    struct credit_worse x;

    if (l->backorder.n == 0 || w->today.n - judged.n <= w->pol->rejudge_days)
        return true;
    x = credit_worse_of(w, sp->o);
    if (BREAKS(RULE_BACKORDER_CREDIT,
               !sp->o->cash_basis && (x.overdue || x.limit || x.bounced || x.cash))) {
        say_day(w, "judged", judged);
        credit_remedies(w, sp->o, &x);
        refused(w, RULE_BACKORDER_CREDIT);
        return false;
    }
    l->judged = w->today;
    return true;
}

/* Never more than stands there unreserved. Where nothing is known of the stock, nothing is
 * taken. */
static struct qty on_hand_for(const struct work *w, const struct note_line_row *l,
                              const struct warehouse_row *house, struct qty want)
{
    const struct stock_row *st = stock_of(w, l->product_id, house->id);
    struct qty free = qty(st ? st->on_hand.n - st->reserved.n : 0);

    if (!st || free.n < 0)
        return qty(0);
    return BREAKS(RULE_STOCK_SHORT, want.n > free.n) ? free : want;
}

static int64_t next_part(const struct work *w)
{
    int64_t last = 0;

    for (size_t i = 0; i < w->shipment.n; i++)
        if (w->shipment.v[i]->part > last)
            last = w->shipment.v[i]->part;
    return last + 1;
}

static struct shipment_row *shipment_new(struct work *w, const struct shipping *sp,
                                         const struct warehouse_row *house)
{
    int64_t part = next_part(w);
    struct shipment_row *s = add_shipment(w);

    s->part = part;
    s->note_id = sp->n->id;
    s->order_id = sp->o->id;
    s->account_id = sp->n->account_id;
    s->warehouse_id = house->id;
    s->allocated_by = w->actor_id;
    s->station_id = sp->n->station_id;
    s->accurate = true;
    s->due_at = sp->o->ship_due_at.us ? sp->o->ship_due_at : sp->n->due_at;
    return s;
}

static void line_take(struct work *w, const struct shipment_row *s, struct note_line_row *l,
                      struct qty got)
{
    struct shipment_line_row *sl = add_shipment_line(w);

    sl->shipment_id = s->id;
    sl->note_line_id = l->id;
    sl->order_line_id = l->order_line_id;
    sl->product_id = l->product_id;
    sl->qty = got;
    l->allocated.n += got.n;
    stock_of(w, l->product_id, s->warehouse_id)->reserved.n += got.n;
}

/* Missing now, or waiting from before and still not there. True when something changed. */
static bool line_backorder(struct work *w, struct note_line_row *l, struct qty want,
                           struct qty got)
{
    const struct arg *promised = &w->args->v[P_promised];
    struct note_line_row was = *l;
    int64_t waiting = l->backorder.n - got.n;

    l->backorder = qty(want.n - got.n > waiting ? want.n - got.n : waiting);
    if (l->backorder.n == 0)
        l->promised = (struct day){ 0 };
    else if (promised->given)
        l->promised = arg_day(w->args, P_promised);
    return l->backorder.n != was.backorder.n || l->promised.n != was.promised.n;
}

static bool promise_is_sound(struct work *w)
{
    if (!BREAKS(RULE_PROMISED,
                w->args->v[P_promised].given && arg_day(w->args, P_promised).n < w->today.n))
        return true;
    say_day(w, "today", w->today);
    refused(w, RULE_PROMISED);
    return false;
}

static void allocate_tell(struct work *w, const struct shipping *sp, struct qty missing)
{
    if (missing.n == 0)
        return;
    say_qty(w, "backorder", missing);
    tell_csr(w, MESSAGE_BACKORDER, sp->o,
             str_format(w->arena, "%.*s: %lld units are not in stock", STR_ARG(sp->n->no),
                        (long long)missing.n));
}

/* --- a customer who takes the goods only as a whole ----------------------------------------
 */

/* Would this allocation leave something open that the customer wants in the same delivery? He
 * may be asked; his word goes with the command. */
static bool leaves_part(const struct work *w, const struct shipping *sp,
                        const struct warehouse_row *house, const struct qty *wants)
{
    if (!sp->o->complete || !text_blank(w->args->v[P_agreed_by].s))
        return false;
    for (size_t i = 0; i < w->note_line.n; i++) {
        const struct note_line_row *l = w->note_line.v[i];

        if (on_hand_for(w, l, house, wants[i]).n < note_line_open(l).n)
            return true;
    }
    return false;
}

/* Nothing is taken from the shelves. What is not there becomes known as back order, once. */
static void whole_waits(struct work *w, const struct shipping *sp,
                        const struct warehouse_row *house, const struct qty *wants)
{
    struct qty missing = { 0 };
    bool changed = false;

    for (size_t i = 0; i < w->note_line.n; i++) {
        struct note_line_row *l = w->note_line.v[i];
        struct qty there = on_hand_for(w, l, house, wants[i]);

        if (wants[i].n == there.n)
            continue;
        changed |= line_backorder(w, l, wants[i], there);
        missing.n += wants[i].n - there.n;
    }
    if (missing.n)
        remedy_plain(w, "wait", OP_STOCK_RECEIVE);
    remedy_plain(w, "short_close", OP_NOTE_SHORT_CLOSE);
    remedy_plain(w, "agree_to_part", OP_NOTE_ALLOCATE);
    if (!changed) {
        say_qty(w, "backorder", missing);
        refused(w, RULE_COMPLETE_DELIVERY);
        return;
    }
    allocate_tell(w, sp, missing);
    note_move(w, sp->n, EVENT_ALLOCATE, sp->n->state, STEP_SP2, STR(""));
    held(w, RULE_COMPLETE_DELIVERY);
}

/* --- the whole -----------------------------------------------------------------------------
 */

/* Whose word stands behind a part of an order that was to go as a whole. */
static struct str part_agreed(const struct work *w, const struct shipping *sp)
{
    struct str by = str_trim(w->args->v[P_agreed_by].s);

    if (!sp->o->complete || str_empty(by))
        return STR("");
    return str_format(w->arena, "a part is agreed by %.*s", STR_ARG(by));
}

static void allocate_lines(struct work *w, const struct shipping *sp,
                           const struct warehouse_row *house, const struct qty *wants)
{
    struct shipment_row *s = NULL;
    struct qty missing = { 0 };
    bool changed = false;

    for (size_t i = 0; i < w->note_line.n; i++) {
        struct note_line_row *l = w->note_line.v[i];
        struct qty got = { 0 };

        if (wants[i].n == 0)
            continue;
        if (!credit_still_good(w, sp, l))
            return;
        got = on_hand_for(w, l, house, wants[i]);
        if (got.n > 0 && !s)
            s = shipment_new(w, sp, house);
        if (got.n > 0)
            line_take(w, s, l, got);
        changed |= line_backorder(w, l, wants[i], got) || got.n > 0;
        missing.n += wants[i].n - got.n;
    }
    if (BREAKS(RULE_NO_STOCK, !changed)) { /* asked again, and nothing came meanwhile */
        say_qty(w, "backorder", missing);
        remedy_plain(w, "short_close", OP_NOTE_SHORT_CLOSE);
        refused(w, RULE_NO_STOCK);
        return;
    }
    allocate_tell(w, sp, missing);
    if (s)
        shipment_move(w, s, EVENT_ALLOCATE, SHIPMENT_ALLOCATED, STEP_SP2, STR(""));
    note_move(w, sp->n, EVENT_ALLOCATE, sp->n->state, STEP_SP2, part_agreed(w, sp));
    if (BREAKS(RULE_BACKORDER, missing.n > 0))
        held(w, RULE_BACKORDER);
    else
        done(w);
}

static void note_allocate(struct work *w)
{
    struct qty *wants = ARENA_ARRAY(w->arena, w->note_line.n + 1, struct qty);
    const struct warehouse_row *house;
    struct shipping sp;

    if (!shipping_note(w, EVENT_ALLOCATE, &sp) || !shipping_may_go(w, sp.n))
        return;
    house = warehouse_of(w);
    if (!house || !promise_is_sound(w) || !wants_read(w, wants))
        return;
    if (BREAKS(RULE_COMPLETE_DELIVERY, leaves_part(w, &sp, house, wants)))
        whole_waits(w, &sp, house, wants);
    else
        allocate_lines(w, &sp, house, wants);
}
OPERATION(NOTE_ALLOCATE) = { LOADS(allocate_loads), .decide = note_allocate };
