/*
 * receipt.c - BC5: money comes in, and is promised to an order or set free again.
 *
 * A receipt is never blocked by credit, state or mark of the customer (law 4, T28); only the
 * same bank reference twice is refused (T46). Until it is allocated the money is a deposit
 * that lowers exposure at once, of paper from the day it clears (receipt_clear.c).
 * Earmarked, it serves its order alone (R-107, T23). Money whose customer is not known belongs
 * to no account and lowers nobody's exposure before it is claimed (receipt_pool.c).
 */
#include "common/json.h"
#include "common/limits.h"
#include "server/core/billing.h"
#include "server/core/document.h"
#include "server/core/note.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

/* --- record -------------------------------------------------------------------------- */

static const struct load record_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, CUSTOMER, customer, account_id))),
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer))),
    READ(RECEIPT, ANY_OF(BY_ARG(receipt, bank_ref, P_bank_ref)),
         ANY_OF(BY_CONST(receipt, state, RECEIPT_OPEN),
                BY_CONST(receipt, state, RECEIPT_TO_CLEAR))),
    SERIES_LOCK(RC),
    PEOPLE_LOADS,
};

static bool day_ok(struct work *w, struct day received_on)
{
    int32_t oldest = w->args->v[P_remark].s.n ? LIMIT_RECEIPT_YEAR : LIMIT_RECEIPT_DAYS;

    if (BREAKS(RULE_RECEIPT_DAY, received_on.n > w->today.n)) {
        say_day(w, "today", w->today);
        refused_at(w, RULE_RECEIPT_DAY, "received_on", STR(""));
        return false;
    }
    if (BREAKS(RULE_RECEIPT_OLD, received_on.n < w->today.n - oldest)) {
        say_day(w, "oldest", day_add(w->today, -oldest));
        refused_at(w, RULE_RECEIPT_OLD, "received_on", STR(""));
        return false;
    }
    return true;
}

/* A cheque or draft is paid when it is shown, unless it says another day. */
static bool paper_ok(struct work *w)
{
    enum pay_method method = (enum pay_method)w->args->v[P_pay_method].n;
    bool drawn = w->args->v[P_drawer].s.n, matures = w->args->v[P_maturity].given;
    struct str name = str_of(enum_name(ENUM_pay_method, method));

    if (BREAKS(RULE_PAPER_ONLY, !is_paper(method) && (drawn || matures))) {
        refused_at(w, RULE_PAPER_ONLY, drawn ? "drawer" : "maturity", name);
        return false;
    }
    if (BREAKS(RULE_PAPER_DRAWER, is_paper(method) && !drawn)) {
        refused_at(w, RULE_PAPER_DRAWER, "drawer", name);
        return false;
    }
    if (BREAKS(RULE_PAPER_MATURITY, method == PAY_ACCEPTANCE && !matures)) {
        refused_at(w, RULE_PAPER_MATURITY, "maturity", name);
        return false;
    }
    return true;
}

/* Into the pool goes what the bank reports, not what somebody brings by hand. */
static bool pool_ok(struct work *w)
{
    enum pay_method method = (enum pay_method)w->args->v[P_pay_method].n;

    if (w->args->v[P_customer].given)
        return true;
    if (BREAKS(RULE_POOL_PAPER, is_paper(method))) {
        refused_at(w, RULE_POOL_PAPER, "customer", str_of(enum_name(ENUM_pay_method, method)));
        return false;
    }
    if (BREAKS(RULE_POOL_PAYER, !w->args->v[P_payer].s.n)) {
        refused_at(w, RULE_POOL_PAYER, "payer", w->args->v[P_bank_ref].s);
        return false;
    }
    return true;
}

static bool receipt_ok(struct work *w, struct day received_on)
{
    if (BREAKS(RULE_RECEIPT_AMOUNT, arg_money(w->args, P_amount).fen <= 0)) {
        refused_at(w, RULE_RECEIPT_AMOUNT, "amount", STR(""));
        return false;
    }
    if (!day_ok(w, received_on) || !pool_ok(w) || !paper_ok(w))
        return false;
    if (BREAKS(RULE_RECEIPT_TWICE, w->receipt.n > 0)) {
        const struct receipt_row *r = w->receipt.v[0];

        say_name(w, "receipt", r->no);
        say_money(w, "amount", r->amount);
        refused_at(w, RULE_RECEIPT_TWICE, "bank_ref", r->bank_ref);
        return false;
    }
    return true;
}

static struct str receipt_paper(const struct work *w, const struct receipt_row *r,
                                const struct customer_row *c)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "customer", c ? c->code : STR(""));
    json_field_str(&out, "name", c ? c->name : STR(""));
    if (r->payer.n)
        json_field_str(&out, "payer", r->payer);
    json_field_str(&out, "method", str_of(enum_name(ENUM_pay_method, r->method)));
    json_field_str(&out, "bank_ref", r->bank_ref);
    json_field_day(&out, "received_on", r->received_on);
    if (is_paper(r->method)) {
        json_field_str(&out, "drawer", r->drawer);
        json_field_day(&out, "maturity", r->maturity);
        json_field_str(&out, "brought_by", r->brought_by);
    }
    json_field_str(&out, "words", money_words_zh(r->amount, w->arena));
    json_field_bool(&out, "opening", r->opening);
    json_field_str(&out, "remark", w->args->v[P_remark].s);
    json_end_object(&out);
    return json_text(&out);
}

struct receipt_row *receipt_born(struct work *w, const struct customer_row *c,
                                 enum pay_method method, struct day received_on, bool opening)
{
    struct receipt_row *r = add_receipt(w);
    const struct document_row *d;

    r->account_id = c ? c->account_id : 0;
    r->customer_id = c ? c->id : 0;
    r->method = method;
    r->payer = w->args->v[P_payer].s;
    r->bank_ref = w->args->v[P_bank_ref].s;
    r->received_on = received_on;
    r->amount = arg_money(w->args, P_amount);
    r->recorded_by = w->actor_id;
    r->opening = opening;
    if (is_paper(method)) {
        r->maturity = arg_day(w->args, P_maturity);
        r->drawer = w->args->v[P_drawer].s;
        r->brought_by = w->args->v[P_brought_by].s;
    } else {
        r->cleared_on = received_on;
    }
    d = document_post(w, &(struct document_draft){ .series = SERIES_RC,
                                                   .customer_id = r->customer_id,
                                                   .total = r->amount,
                                                   .body = receipt_paper(w, r, c) });
    r->no = d->number;
    r->document_id = d->id;
    r->recorded_at = d->posted_at;
    r->state = is_paper(method) ? RECEIPT_TO_CLEAR : RECEIPT_OPEN;
    if (!c)
        r->free = r->amount;
    else if (!is_paper(method))
        ledger_receive(w, r);
    return r;
}

static void receipt_record(struct work *w)
{
    const struct customer_row *c = ONE(w->customer);
    const struct credit_account_row *a = ONE(w->credit_account);
    bool pool = !w->args->v[P_customer].given;
    const struct arg *day = &w->args->v[P_received_on];
    struct day received_on = day->given ? arg_day(w->args, P_received_on) : w->today;
    struct receipt_row *r;

    if (!pool && (!c || !a)) {
        refused_missing(w, "customer", w->args->v[P_customer].s);
        return;
    }
    if (!receipt_ok(w, received_on))
        return;
    r = receipt_born(w, c, (enum pay_method)w->args->v[P_pay_method].n, received_on, false);
    say_money(w, "amount", r->amount);
    receipt_step(w, r, receipt_state_none, STEP_BC5, w->args->v[P_remark].s);
    if (pool) {
        w->frees_nothing = true;
        done(w);
        return;
    }
    say_money(w, "exposure", ledger_exposure(a));
    tell_money(w, MESSAGE_MONEY, c, NULL, ROLE_BCR, bcr_of(w, c, NULL),
               str_format(w->arena, "%.*s: %.*s received from %.*s%s", STR_ARG(r->no),
                          STR_ARG(money_text(r->amount, w->arena)), STR_ARG(c->name),
                          is_paper(r->method) ? ", not cleared yet" : ""));
    done(w);
}

OPERATION(RECEIPT_RECORD) = { LOADS(record_loads), .decide = receipt_record, .frees = true };

/* --- earmark and release ------------------------------------------------------------- */

/* The receipt's account is locked, and the order's: they must be the same (ascending ids). */
static const struct load earmark_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, RECEIPT, receipt, account_id),
                                BY_FACT(credit_account, id, ORDER, order, account_id))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, ORDER, order, customer_id))),
    OWNED(ORDER, ANY_OF(BY_ARG(order, no, P_order))),
    UNFUNDED_NOTES,
    OWNED(RECEIPT, ANY_OF(BY_ARG(receipt, no, P_receipt))),
    OWNED(EARMARK, ANY_OF(BY_FACT(earmark, order_id, ORDER, order, id))),
    UNFUNDED_SIGNATURES,
    PEOPLE_LOADS,
};

/* Where money decides whether the order goes on, or will when its checks run. */
static bool waits_for_money(const struct order_row *o)
{
    switch (o->state) {
    case ORDER_RECEIVED:
    case ORDER_QUOTA_CHOICE:
    case ORDER_WAIT_QUOTA_UM:
    case ORDER_WAIT_QUOTA_SLT:
    case ORDER_HOLD_CREDIT:
    case ORDER_WAIT_ST:
    case ORDER_WAIT_FUNDS:
        return true;
    case ORDER_WAIT_MA:
    case ORDER_BILLED: /* money that was taken back comes again */
    case ORDER_HANDED_OVER:
        return o->cash_basis;
    case order_state_none:
    case ORDER_DRAFT:
    case ORDER_VERIFIED:
    case ORDER_RETURNED:
    case ORDER_REJECTED:
    case ORDER_WAIT_MGR:
    case ORDER_APPROVED:
    case ORDER_FIN_QUEUE:
    case ORDER_CLOSED:
    case ORDER_CANCELLED:
    case order_state_count:
        break;
    }
    return false;
}

/* What it may still take: of a printed order only the goods that have not left. What quota
 * proposes to cut may cost less than the order has already. */
static struct money earmark_need(const struct work *w, const struct order_row *o)
{
    const struct note_row *n = find_note(w, o->note_id);
    bool printed = o->state == ORDER_BILLED || o->state == ORDER_HANDED_OVER;
    struct money whole = printed && n ? note_left(w, n) : o->total;

    return fen(whole.fen > o->earmarked.fen ? whole.fen - o->earmarked.fen : 0);
}

/* The command's order of the receipt's account; NULL when it was refused. */
static struct order_row *order_of_account(struct work *w, const struct receipt_row *r)
{
    struct order_row *o = ONE(w->order);

    if (!o) {
        refused_missing(w, "order", w->args->v[P_order].s);
        return NULL;
    }
    if (!receipt_claimed(w, r))
        return NULL;
    if (BREAKS(RULE_EARMARK_ACCOUNT, o->account_id != r->account_id)) {
        refused_at(w, RULE_EARMARK_ACCOUNT, "order", o->no);
        return NULL;
    }
    return o;
}

static bool earmark_fits(struct work *w, const struct receipt_row *r, const struct order_row *o)
{
    struct money amount = arg_money(w->args, P_amount);
    struct money need = earmark_need(w, o);

    if (!receipt_cleared(w, r))
        return false;
    say_money(w, "free", r->free);
    say_money(w, "needed", need);
    if (BREAKS(RULE_EARMARK_APART, w->pol->receipt_apart && r->recorded_by == w->actor_id)) {
        remedy_who(w, "ask", ROLE_BCR, OP_RECEIPT_EARMARK);
        refused_at(w, RULE_EARMARK_APART, "receipt", user_name(w, r->recorded_by));
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    if (BREAKS(RULE_EARMARK_STATE, !waits_for_money(o))) {
        refused_at(w, RULE_EARMARK_STATE, "order",
                   str_of(enum_name(ENUM_order_state, o->state)));
        w->ruling.code = ERR_STATE;
        return false;
    }
    if (BREAKS(RULE_EARMARK_AMOUNT, amount.fen <= 0)) {
        refused_at(w, RULE_EARMARK_AMOUNT, "amount", STR(""));
        return false;
    }
    if (BREAKS(RULE_EARMARK_FREE, amount.fen > r->free.fen)) {
        remedy_money(w, "cut_to", "amount", r->free, OP_RECEIPT_EARMARK);
        refused_at(w, RULE_EARMARK_FREE, "amount", r->no);
        return false;
    }
    if (BREAKS(RULE_EARMARK_NEED, amount.fen > need.fen)) {
        remedy_money(w, "cut_to", "amount", need, OP_RECEIPT_EARMARK);
        refused_at(w, RULE_EARMARK_NEED, "amount", o->no);
        return false;
    }
    return true;
}

static void receipt_earmark(struct work *w)
{
    struct receipt_row *r = receipt_at_hand(w);
    struct order_row *o = r ? order_of_account(w, r) : NULL;

    if (!o || !earmark_fits(w, r, o))
        return;
    ledger_earmark(w, r, o, arg_money(w->args, P_amount));
    say_money(w, "free", r->free);
    say_money(w, "earmarked", o->earmarked);
    say_money(w, "needed", earmark_need(w, o));
    say_name(w, "order", o->no);
    w->ruling.order_id = o->id;
    receipt_step(w, r, r->state, STEP_BC5, o->no);
    done(w);
}

OPERATION(RECEIPT_EARMARK) = { LOADS(earmark_loads), .decide = receipt_earmark, .frees = true };

/* From the signature that sent it on, the order stands on its money (law 5). */
static bool signed_on_money(const struct order_row *o)
{
    return o->state == ORDER_APPROVED || o->state == ORDER_FIN_QUEUE ||
           o->state == ORDER_BILLED || o->state == ORDER_HANDED_OVER ||
           o->state == ORDER_CLOSED;
}

static struct money earmarked_by(const struct work *w, const struct receipt_row *r,
                                 const struct order_row *o)
{
    struct money sum = fen(0);

    for (size_t i = 0; i < w->earmark.n; i++)
        if (w->earmark.v[i]->receipt_id == r->id && w->earmark.v[i]->order_id == o->id)
            sum.fen += w->earmark.v[i]->amount.fen;
    return sum;
}

static void receipt_release(struct work *w)
{
    struct receipt_row *r = receipt_at_hand(w);
    struct order_row *o = r ? order_of_account(w, r) : NULL;
    struct str reason = w->args->v[P_reason].s;

    if (!o)
        return;
    if (BREAKS(RULE_RELEASE_NONE, earmarked_by(w, r, o).fen == 0)) {
        refused_at(w, RULE_RELEASE_NONE, "order", o->no);
        return;
    }
    if (BREAKS(RULE_RELEASE_SIGNED, signed_on_money(o))) {
        remedy_plain(w, "revoke", OP_ORDER_REVOKE);
        refused_at(w, RULE_RELEASE_SIGNED, "order",
                   str_of(enum_name(ENUM_order_state, o->state)));
        w->ruling.code = ERR_STATE;
        return;
    }
    say_money(w, "released", earmarked_by(w, r, o));
    for (size_t i = 0; i < w->earmark.n; i++)
        if (w->earmark.v[i]->receipt_id == r->id)
            ledger_unearmark(w, w->earmark.v[i], o, w->earmark.v[i]->amount);
    say_money(w, "free", r->free);
    say_name(w, "order", o->no);
    order_lost_funds(w, o, reason);
    w->ruling.order_id = o->id;
    receipt_step(w, r, r->state, STEP_BC5, reason);
    done(w);
}

OPERATION(RECEIPT_RELEASE) = { LOADS(earmark_loads), .decide = receipt_release, .frees = true };
