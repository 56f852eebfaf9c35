/*
 * receipt_allocate.c - BC6: money pays receivables, oldest due first or as the customer states.
 *
 * Compared is always what remains open and what remains free, after each row (T21, T47). What
 * is over stays with the receipt as deposit. A receivable of an order whose shortfall a leader
 * tolerated (5-6) gives that room back when it is paid. A debt that was written off is named to
 * be paid: money for it lowers what was given up.
 */
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/closing.h"
#include "server/core/order_common.h"
#include "server/core/write_off.h"

/* Open receivables of the account, and those that the command names. */
static const struct load allocate_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, RECEIPT, receipt, account_id))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, RECEIPT, receipt, customer_id))),
    OWNED(ORDER, ANY_OF(BY_FACT(order, id, RECEIVABLE, receivable, order_id))),
    CLOSING_NOTE_LOADS,
    OWNED_FIRST(RECEIVABLE, receivable, due, 1000,
                ANY_OF(BY_FACT(receivable, account_id, RECEIPT, receipt, account_id)),
                ANY_OF(BY_POSITIVE(receivable, open_s), BY_POSITIVE(receivable, open_i),
                       BY_ITEM_REFS(receivable, no, P_lines))),
    OWNED(RECEIPT, ANY_OF(BY_ARG(receipt, no, P_receipt))),
};

/* A payment of a tolerated shortfall makes room for the next one. */
static void shortfall_paid(struct work *w, struct order_row *o, struct money amount)
{
    struct credit_account_row *a = find_credit_account(w, o->account_id);
    struct allocation_row *row = w->allocation.v[w->allocation.n - 1];
    int64_t part = amount.fen < o->tolerated.fen ? amount.fen : o->tolerated.fen;

    if (part <= 0)
        return;
    o->tolerated.fen -= part;
    a->shortfall.fen -= part;
    row->shortfall = fen(part);
}

/* the customer kept back a bank's charge or a few fen. Two people saw the payment, who
 * recorded it and who allocates it: they need no third for that. */
static void short_payment(struct work *w, struct receivable_row *d, struct order_row *o)
{
    struct money rest = receivable_open(d);
    struct write_off_row *off;

    if (rest.fen == 0 || rest.fen > w->pol->small_write_off.fen || w->write_off.n)
        return; /* one payment is short once */
    off = write_off_born(w, d, WRITE_OFF_DONE);
    off->small = true;
    off->reason = STR("short payment");
    off->decided_by = w->actor_id;
    off->decided_at = w->now;
    write_off_post(w, off, d, o);
    say_money(w, "written_off", rest);
}

static void pay(struct work *w, struct receipt_row *r, struct receivable_row *d,
                struct money amount)
{
    struct order_row *o = find_order(w, d->order_id);

    bool recovers = d->state == RECEIVABLE_WRITTEN_OFF;

    if (recovers)
        ledger_write_back(w, d, amount);
    ledger_allocate(w, r, d, amount, NULL, NULL);
    if (o)
        shortfall_paid(w, o, amount);
    if (!recovers && w->args->v[P_short].n)
        short_payment(w, d, o);
    receivable_settle(w, d, recovers ? EVENT_RECOVER : EVENT_SETTLE, STEP_BC6, r->no);
}

/* Without a due day last; then by day, then by birth. */
static bool is_older(const struct receivable_row *a, const struct receivable_row *b)
{
    if (a->due.n != b->due.n)
        return a->due.n && (!b->due.n || a->due.n < b->due.n);
    return a->id < b->id;
}

/* The open receivable that was due first, or NULL when nothing is open. */
static struct receivable_row *oldest_open(const struct work *w)
{
    struct receivable_row *oldest = NULL;

    for (size_t i = 0; i < w->receivable.n; i++) {
        struct receivable_row *d = w->receivable.v[i];

        if (receivable_open(d).fen > 0 && (!oldest || is_older(d, oldest)))
            oldest = d;
    }
    return oldest;
}

static bool pay_oldest(struct work *w, struct receipt_row *r)
{
    struct receivable_row *d = oldest_open(w);

    if (BREAKS(RULE_ALLOCATE_NO_DEBT, !d)) {
        say_money(w, "free", r->free);
        refused_at(w, RULE_ALLOCATE_NO_DEBT, "receipt", r->no);
        return false;
    }
    for (; d && r->free.fen > 0; d = oldest_open(w)) {
        struct money open = receivable_open(d);

        pay(w, r, d, open.fen < r->free.fen ? open : r->free);
    }
    return true;
}

static struct receivable_row *receivable_named(const struct work *w, struct str no)
{
    for (size_t i = 0; i < w->receivable.n; i++)
        if (str_eq(w->receivable.v[i]->no, no))
            return w->receivable.v[i];
    return NULL;
}

static bool pay_stated(struct work *w, struct receipt_row *r, const struct item *row)
{
    struct receivable_row *d = receivable_named(w, row->ref);
    struct money open;

    if (BREAKS(RULE_ALLOCATE_AMOUNT, !row->ref.n || !row->has_amount || row->amount.fen <= 0)) {
        refused_at(w, RULE_ALLOCATE_AMOUNT, "lines", row->ref);
        return false;
    }
    if (!d) {
        refused_missing(w, "receivable", row->ref);
        return false;
    }
    open = d->state == RECEIVABLE_WRITTEN_OFF ? d->written_off : receivable_open(d);
    if (BREAKS(RULE_ALLOCATE_OPEN, row->amount.fen > open.fen)) {
        say_money(w, "open", open);
        remedy_money(w, "cut_to", "amount", open, OP_RECEIPT_ALLOCATE);
        refused_at(w, RULE_ALLOCATE_OPEN, "lines", d->no);
        return false;
    }
    if (BREAKS(RULE_ALLOCATE_FREE, row->amount.fen > r->free.fen)) {
        say_money(w, "free", r->free);
        remedy_money(w, "cut_to", "amount", r->free, OP_RECEIPT_ALLOCATE);
        refused_at(w, RULE_ALLOCATE_FREE, "lines", d->no);
        return false;
    }
    pay(w, r, d, row->amount);
    return true;
}

static bool pay_all_stated(struct work *w, struct receipt_row *r)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++)
        if (!pay_stated(w, r, &lines->items[i]))
            return false;
    return true;
}

static int64_t close_what_is_paid(struct work *w)
{
    int64_t closed = 0;

    for (size_t i = 0; i < w->order.n; i++)
        if (w->order.v[i]->state == ORDER_HANDED_OVER && order_close_if_done(w, w->order.v[i]))
            closed++;
    return closed;
}

static bool allocation_ok(struct work *w, const struct receipt_row *r)
{
    if (!receipt_claimed(w, r) || !receipt_cleared(w, r))
        return false;
    if (BREAKS(RULE_ALLOCATE_APART, w->pol->receipt_apart && r->recorded_by == w->actor_id)) {
        remedy_who(w, "ask", ROLE_BCR, OP_RECEIPT_ALLOCATE);
        refused_at(w, RULE_ALLOCATE_APART, "receipt", user_name(w, r->recorded_by));
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    if (BREAKS(RULE_ALLOCATE_EMPTY, r->free.fen == 0)) {
        say_money(w, "earmarked", r->earmarked);
        say_money(w, "allocated", r->allocated);
        refused_at(w, RULE_ALLOCATE_EMPTY, "receipt", r->no);
        return false;
    }
    return true;
}

/* Who says that the payment is short names one that is, within the tolerance. */
static bool short_was_found(struct work *w, size_t written_before)
{
    struct money rest = fen(0);

    for (size_t i = 0; i < w->receivable.n; i++) {
        struct money open = receivable_open(w->receivable.v[i]);

        if (w->receivable.v[i]->state == RECEIVABLE_PART_PAID &&
            (!rest.fen || open.fen < rest.fen))
            rest = open;
    }
    if (BREAKS(RULE_SHORT_MONEY, w->write_off.n > written_before &&
                                     ledger_free(ONE(w->credit_account)).fen > 0)) {
        say_money(w, "free", ledger_free(ONE(w->credit_account)));
        refused_at(w, RULE_SHORT_MONEY, "short", STR(""));
        return false;
    }
    if (!BREAKS(RULE_WRITE_OFF_SMALL,
                w->args->v[P_short].n && w->write_off.n == written_before))
        return true;
    say_money(w, "short_by", rest);
    say_money(w, "tolerance", w->pol->small_write_off);
    remedy_plain(w, "ask_leaders", OP_WRITE_OFF_ASK);
    refused_at(w, RULE_WRITE_OFF_SMALL, "short", STR(""));
    return false;
}

static void receipt_allocate(struct work *w)
{
    struct receipt_row *r = receipt_at_hand(w);
    int64_t free_before;
    size_t written_before;

    if (!r || !allocation_ok(w, r))
        return;
    free_before = r->free.fen;
    written_before = w->write_off.n;
    if (!(w->args->v[P_lines].item_count ? pay_all_stated(w, r) : pay_oldest(w, r)))
        return;
    if (!short_was_found(w, written_before))
        return;
    say_money(w, "allocated", fen(free_before - r->free.fen));
    say_money(w, "free", r->free);
    say_count(w, "closed", close_what_is_paid(w));
    receipt_step(w, r, r->state, STEP_BC6, STR(""));
    done(w);
}

OPERATION(RECEIPT_ALLOCATE) = { LOADS(allocate_loads), .decide = receipt_allocate,
                                .frees = true };
