/*
 * return_goods.c - the red outbound order, the goods' receipt with all its effects, and what
 * becomes of them (R-181 .. R-183).
 */
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/closing.h"
#include "server/core/goods_return.h"
#include "server/core/order_common.h"
#include "server/core/quota.h"

/* --- the red outbound order -------------------------------------------------------------- */

static const struct load issue_loads[] = {
    RETURN_LOADS,
    COUNTER_LOADS(RO),
    PEOPLE_LOADS,
    NOTE_PRODUCT_LOADS,
};

/* What it says of each line: units and amount, to stand below zero. */
static struct str red_order_paper(struct work *w, const struct return_at_hand *k)
{
    struct note_credit red = { .sp = &k->sp };

    red.back = ARENA_ARRAY(w->arena, w->goods_return_line.n, struct red_line);
    for (const struct goods_return_line_row *l = NULL; (l = return_next(w, k->r, l));)
        if (l->accepted.n > 0)
            red.back[red.back_count++] =
                (struct red_line){ find_shipment_line(w, l->shipment_line_id), l->accepted,
                                   l->amount };
    return note_credit_paper(w, &red, k->r->reason);
}

static void return_issue(struct work *w)
{
    const struct document_row *d;
    struct return_at_hand k;

    if (!return_ready(w, EVENT_ISSUE, &k))
        return;
    d = document_post(w, &(struct document_draft){ .series = SERIES_RO,
                                                   .order_id = k.sp.o->id,
                                                   .customer_id = k.sp.c->id,
                                                   .total = fen(-k.r->amount.fen),
                                                   .body = red_order_paper(w, &k) });
    k.r->document_id = d->id;
    k.r->issued_by = w->actor_id;
    k.r->issued_at = d->posted_at;
    say_name(w, "paper", d->number);
    say_money(w, "amount", k.r->amount);
    return_move(w, k.r, EVENT_ISSUE, RETURN_IS_ISSUED, w->args->v[P_remark].s);
    tell_role(w, MESSAGE_DIFFERENCE, k.sp.o, ROLE_SCR, k.sp.o->scr_id,
              clock_same_day(w, w->now),
              str_format(w->arena, "%.*s: goods come back by %.*s", STR_ARG(k.r->no),
                         STR_ARG(d->number)));
    done(w);
}
OPERATION(RETURN_ISSUE) = { LOADS(issue_loads), .decide = return_issue };

/* --- the goods are here ------------------------------------------------------------------ */

static const struct load receive_loads[] = {
    RETURN_LOADS,      CREDIT_MONEY_LOADS, QUOTA_BACK_LOADS,   SHIPMENT_STOCK_LOADS,
    COUNTER_LOADS(RI), PEOPLE_LOADS,       CREDIT_PAPER_LOADS, QUOTA_ENTRY_LOADS,
};

/* in the month whose quota they took, units that came back may be ordered again; what is
 * left of a month that is over has lapsed. */
static void line_gives_quota(struct work *w, const struct order_row *o,
                             const struct shipment_line_row *sl, struct qty q)
{
    if (w->pol->quota_restore && o->quota_month.n == day_month_start(w->today).n)
        quota_give_back(w, o, find_order_line(w, sl->order_line_id), q);
}

static void line_received(struct work *w, const struct return_at_hand *k,
                          struct note_credit *credit, const struct goods_return_line_row *l)
{
    struct shipment_line_row *sl = find_shipment_line(w, l->shipment_line_id);
    struct stock_row *st = stock_of(w, l->product_id, k->sp.s->warehouse_id);

    assert(sl && st);
    note_credit_line(w, credit, sl, CLAIM_CREDIT, l->accepted, l->amount);
    stock_quarantine(w, st, MOVE_RETURN, l->accepted, sl->id, k->r->no);
    line_gives_quota(w, k->sp.o, sl, l->accepted);
}

/* Who collects the debt learns that it is smaller. */
static void receipt_tell(struct work *w, const struct return_at_hand *k)
{
    struct str body = str_format(w->arena, "%.*s came back: %.*s off", STR_ARG(k->r->no),
                                 STR_ARG(money_text(k->r->amount, w->arena)));

    tell_csr(w, MESSAGE_DIFFERENCE, k->sp.o, body);
    tell_kam(w, MESSAGE_DIFFERENCE, &k->sp, body);
    tell_money(w, MESSAGE_MONEY, k->sp.c, k->sp.o, ROLE_BCR, bcr_of(w, k->sp.c, k->sp.o), body);
}

/* The delivery was right: that goods come back does not spoil its accuracy. */
static void return_receive(struct work *w)
{
    struct note_credit credit;
    struct return_at_hand k;
    bool accurate;

    if (!return_ready(w, EVENT_RECEIVE, &k))
        return;
    accurate = k.sp.s->accurate;
    note_credit_init(w, &credit, &k.sp);
    for (const struct goods_return_line_row *l = NULL; (l = return_next(w, k.r, l));)
        if (l->accepted.n > 0)
            line_received(w, &k, &credit, l);
    k.sp.s->accurate = accurate;
    note_credit_received(w, &credit, k.r->no);
    k.r->received_by = w->actor_id;
    k.r->received_at = w->now;
    return_move(w, k.r, EVENT_RECEIVE, RETURN_IS_RECEIVED, w->args->v[P_remark].s);
    receipt_tell(w, &k);
    (void)order_close_if_done(w, k.sp.o);
    done(w);
}
OPERATION(RETURN_RECEIVE) = { LOADS(receive_loads), .decide = return_receive, .frees = true };

/* --- good stock, or scrap ---------------------------------------------------------------- */

static const struct load settle_loads[] = {
    RETURN_LOADS,
    SHIPMENT_STOCK_LOADS,
    PEOPLE_LOADS,
    NOTE_PRODUCT_LOADS,
};

static bool line_sorted(struct work *w, struct goods_return_row *r, const struct item *item)
{
    struct goods_return_line_row *l = return_line_of(w, r, item);

    if (!l)
        return false;
    if (BREAKS(RULE_RETURN_GOOD,
               !item->has_qty || item->qty.n < 0 || item->qty.n > l->accepted.n)) {
        say_qty(w, "came", l->accepted);
        say_qty(w, "good", item->qty);
        refused_at(w, RULE_RETURN_GOOD, "lines", STR(""));
        return false;
    }
    l->good = item->qty;
    l->scrap = qty(l->accepted.n - item->qty.n);
    return true;
}

/* Somebody may have taken units of the product out of quarantine by hand. */
static bool lies_there(struct work *w, const struct stock_row *st, struct qty q)
{
    if (!BREAKS(RULE_QUARANTINE_QTY, q.n > st->quarantine.n))
        return true;
    say_qty(w, "quarantine", st->quarantine);
    say_qty(w, "qty", q);
    refused(w, RULE_QUARANTINE_QTY);
    return false;
}

static bool goods_sorted(struct work *w, const struct return_at_hand *k,
                         const struct goods_return_line_row *l, struct str reason)
{
    struct stock_row *st = stock_of(w, l->product_id, k->sp.s->warehouse_id);

    assert(st);
    if (!lies_there(w, st, l->accepted))
        return false;
    if (l->good.n > 0) {
        stock_quarantine(w, st, MOVE_RELEASE, qty(-l->good.n), 0, reason);
        stock_book(w, st, MOVE_RELEASE, l->good, 0, reason);
    }
    if (l->scrap.n > 0)
        stock_quarantine(w, st, MOVE_WRITE_OFF, qty(-l->scrap.n), l->shipment_line_id, reason);
    return true;
}

/* A line that is not named is good as a whole. */
static void return_settle(struct work *w)
{
    const struct arg *lines = &w->args->v[P_lines];
    struct str reason = w->args->v[P_reason].s;
    struct goods_return_line_row *l;
    struct return_at_hand k;

    if (!return_ready(w, EVENT_SETTLE, &k))
        return;
    for (l = NULL; (l = return_next(w, k.r, l));)
        l->good = l->accepted;
    for (size_t i = 0; i < lines->item_count; i++)
        if (!line_sorted(w, k.r, &lines->items[i]))
            return;
    for (l = NULL; (l = return_next(w, k.r, l));)
        if (!goods_sorted(w, &k, l, reason))
            return;
    return_over(w, k.r, reason);
    return_move(w, k.r, EVENT_SETTLE, RETURN_IS_SETTLED, reason);
    done(w);
}
OPERATION(RETURN_SETTLE) = { LOADS(settle_loads), .decide = return_settle };
