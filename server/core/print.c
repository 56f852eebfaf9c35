/*
 * print.c - BG: an approved order goes to finance and becomes a delivery note (OP 7-1, 7-2;
 *
 *
 * The printing act asks again only what became worse than what was signed: an excess, an
 * overdue or a shortfall that someone signed is not asked twice (T15, T31). Worse facts send
 * the order back to where the table of Appendix 3.2 puts it now.
 */
#include "server/core/actor.h"
#include "server/core/clocks.h"
#include "server/core/credit.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/print_paper.h"
#include "server/core/signing.h"

/* --- to finance ---------------------------------------------------------------------- */

static void order_send(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_SEND);

    if (!o)
        return;
    order_move(w, o, EVENT_SEND, ORDER_FIN_QUEUE, STEP_BG, STR(""));
    done(w);
}

/* --- what became worse --------------------------------------------------------------- */

/* No order is printed without MA on just this version and content (R-043, R-115, law 5). */
static bool ma_stands(const struct work *w, const struct order_row *o)
{
    for (size_t i = 0; i < w->signature.n; i++)
        if (signature_live(w->signature.v[i], o, SIGN_MA) &&
            str_eq(w->signature.v[i]->content_hash, order_content_hash(w, o)))
            return true;
    return false;
}

static enum rule worse_funds(struct work *w, struct order_row *o)
{
    struct money missing = order_missing(w, o);

    if (BREAKS(RULE_PRINT_FUNDS, missing.fen > o->tolerated.fen)) {
        say_money(w, "signed_shortfall", o->tolerated);
        say_money(w, "shortfall", missing);
        return RULE_PRINT_FUNDS;
    }
    if (missing.fen < o->tolerated.fen) /* money came after all: less is left open */
        order_tolerate(w, o, missing);
    return RULE_NONE;
}

/* a grant that was not used for st.valid_days is signed again. */
static bool grant_stale(const struct work *w, const struct order_row *o)
{
    struct day given = calendar_today(&w->calendar, o->granted_at);

    return o->granted_at.us && given.n + w->pol->st_valid_days < w->today.n;
}

static enum rule worse_credit(struct work *w, struct order_row *o)
{
    struct credit_worse x = credit_worse_of(w, o);

    if (BREAKS(RULE_PRINT_GRANT, grant_stale(w, o))) {
        say_time(w, "granted", o->granted_at);
        say_count(w, "valid_days", w->pol->st_valid_days);
        return RULE_PRINT_GRANT;
    }
    if (BREAKS(RULE_PRINT_CASH, x.cash))
        return RULE_PRINT_CASH;
    if (BREAKS(RULE_PRINT_OVERDUE, x.overdue)) {
        say_money(w, "signed_overdue", o->signed_overdue);
        return RULE_PRINT_OVERDUE;
    }
    /* Others who reserved after this order do not make it worse; a lowered limit does, and a
     * receipt that was taken back. */
    if (BREAKS(RULE_PRINT_LIMIT, x.limit)) {
        say_money(w, "signed_limit", o->signed_limit);
        say_money(w, "signed_excess", o->signed_excess);
        return RULE_PRINT_LIMIT;
    }
    if (BREAKS(RULE_PRINT_BOUNCED, x.bounced)) {
        say_money(w, "signed_excess", o->signed_excess);
        return RULE_PRINT_BOUNCED;
    }
    return RULE_NONE;
}

/* --- back ---------------------------------------------------------------------------- */

static void sent_back(struct work *w, struct order_row *o, enum rule worse)
{
    if (o->cash_reason == CASH_CUSTOMER) { /* MA stands; the goods wait for money again */
        order_move(w, o, EVENT_PRINT, ORDER_WAIT_FUNDS, STEP_BG, str_of(rules[worse].text));
    } else {
        order_unsigned(w, o);
        order_basis(w, o, customer_basis(w, o));
        credit_settle(w, o, EVENT_PRINT, STEP_BG);
    }
    tell_duty(
        w, MESSAGE_HELD, o, secretary_duty(o), told_promptly(w),
        str_format(w->arena, "%.*s was not printed: %s", STR_ARG(o->no), rules[worse].text));
    held(w, worse);
}

/* --- printing ------------------------------------------------------------------------ */

static void order_print(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_PRINT);
    enum rule worse;

    if (!o)
        return;
    if (BREAKS(RULE_PRINT_MA, !ma_stands(w, o))) {
        remedy_plain(w, "reject", OP_ORDER_REJECT);
        refused(w, RULE_PRINT_MA);
        return;
    }
    worse = o->cash_basis ? worse_funds(w, o) : worse_credit(w, o);
    if (worse) {
        sent_back(w, o, worse);
        return;
    }
    say_money(w, "total", o->total);
    note_print(w, o);
    order_move(w, o, EVENT_PRINT, ORDER_BILLED, STEP_BG, STR(""));
    done(w);
}

/* --- finance refuses ----------------------------------------------------------------- */

static void order_reject(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_REJECT);
    struct str reason = w->args->v[P_reason].s;
    struct str body;

    if (!o)
        return;
    order_release_all(w, o);
    o->returned_for = reason;
    order_move(w, o, EVENT_REJECT, ORDER_RETURNED, STEP_BG, reason);
    body =
        str_format(w->arena, "finance sent %.*s back: %.*s", STR_ARG(o->no), STR_ARG(reason));
    tell_duty(w, MESSAGE_RETURNED, o, secretary_duty(o), told_promptly(w), body);
    tell_duty(w, MESSAGE_RETURNED, o, manager_duty(w, o), told_promptly(w), body);
    tell_duty(w, MESSAGE_RETURNED, o, field_duty(w, o), told_promptly(w), body);
    done(w);
}

/* --- loads --------------------------------------------------------------------------- */

static const struct load send_loads[] = { ORDER_LOADS };
OPERATION(ORDER_SEND) = { LOADS(send_loads), .decide = order_send };

static const struct load print_loads[] = {
    ORDER_LOADS,
    RECEIVABLE_LOADS(READ_FIRST),
    RECEIPT_LOADS,
    EARMARK_LOADS,
    SIGNATURE_LOADS,
    CASE_LOADS,
    LOCK(COUNTER, ANY_OF(BY_CONST(counter, series, SERIES_DN))),
    PEOPLE_LOADS,
    READ(PRODUCT, ANY_OF(BY_FACT(product, id, ORDER_LINE, order_line, product_id))),
    NOTE_STATION_LOADS,
    SIGNER_LOADS,
};
OPERATION(ORDER_PRINT) = { LOADS(print_loads), .decide = order_print, .frees = true };

static const struct load reject_loads[] = { CHECK_LOADS };
OPERATION(ORDER_REJECT) = { LOADS(reject_loads), .decide = order_reject, .frees = true };
