/*
 * return_decide.c - a return is confirmed, verified, examined, reviewed, refused or withdrawn
 * (R-177 .. ).
 */
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/claim_duty.h"
#include "server/core/clocks.h"
#include "server/core/goods_return.h"
#include "server/core/order_common.h"

static const struct load decide_loads[] = { RETURN_LOADS, PEOPLE_LOADS, NOTE_PRODUCT_LOADS };

/* --- the two managers -------------------------------------------------------------------- */

/* As of a claim: who applied has recorded it, who confirmed has consented. */
static struct claim_row spoken(const struct goods_return_row *r)
{
    return (struct claim_row){ .recorded_by = r->applied_by, .consented_by = r->confirmed_by };
}

static struct duty confirms(const struct work *w, const struct return_at_hand *k)
{
    const struct claim_row asks = spoken(k->r);

    return claim_consents(w, &asks, k->sp.o);
}

static struct duty reviews(const struct work *w, const struct return_at_hand *k)
{
    const struct claim_row asks = spoken(k->r);

    return claim_accepts(w, &asks, k->sp.o);
}

/* A leader's own secretary signs for him; in the field a substitute does. */
static bool acts_for(struct work *w, struct duty who)
{
    bool leads = who.role == ROLE_GM || who.role == ROLE_DIR || who.role == ROLE_DDIR;

    return actor_act_for(w, who.user_id, who.role, leads);
}

static bool is_another(struct work *w, const struct goods_return_row *r)
{
    int64_t hand = w->actor_id, head = w->as.principal_id;
    bool own = hand == r->applied_by || head == r->applied_by ||
               (r->confirmed_by && (hand == r->confirmed_by || head == r->confirmed_by));

    if (!BREAKS(RULE_RETURN_OWN, own))
        return true;
    say_name(w, "return", r->no);
    remedy_plain(w, "ask", (int)w->op);
    refused(w, RULE_RETURN_OWN);
    return false;
}

static bool decides(struct work *w, const struct return_at_hand *k, struct duty who)
{
    return acts_for(w, who) && is_another(w, k->r);
}

static void return_confirm(struct work *w)
{
    struct str words = w->args->v[P_remark].s;
    struct return_at_hand k;

    if (!return_ready(w, EVENT_CONFIRM, &k) || !decides(w, &k, confirms(w, &k)))
        return;
    k.r->confirmed_by = w->as.principal_id;
    k.r->confirmed_at = w->now;
    say_money(w, "amount", k.r->amount);
    return_move(w, k.r, EVENT_CONFIRM, RETURN_IS_CONFIRMED, words);
    return_tell(w, &k, "was confirmed", words);
    done(w);
}
OPERATION(RETURN_CONFIRM) = { LOADS(decide_loads), .decide = return_confirm };

static void return_review(struct work *w)
{
    struct str words = w->args->v[P_remark].s;
    struct return_at_hand k;

    if (!return_ready(w, EVENT_REVIEW, &k) || !decides(w, &k, reviews(w, &k)))
        return;
    k.r->reviewed_by = w->as.principal_id;
    k.r->reviewed_at = w->now;
    say_money(w, "amount", k.r->amount);
    return_move(w, k.r, EVENT_REVIEW, RETURN_IS_REVIEWED, words);
    return_tell(w, &k, "was reviewed", words);
    done(w);
}
OPERATION(RETURN_REVIEW) = { LOADS(decide_loads), .decide = return_review };

/* What was applied for the area's manager refuses, what was verified who reviews it. */
static void return_refuse(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct return_at_hand k;

    if (!return_ready(w, EVENT_REFUSE, &k) ||
        !decides(w, &k, k.r->state == RETURN_IS_APPLIED ? confirms(w, &k) : reviews(w, &k)))
        return;
    return_over(w, k.r, reason);
    return_move(w, k.r, EVENT_REFUSE, RETURN_IS_REFUSED, reason);
    return_tell(w, &k, "was refused", reason);
    done(w);
}
OPERATION(RETURN_REFUSE) = { LOADS(decide_loads), .decide = return_refuse };

/* --- name, specification, quantity ------------------------------------------------------- */

static bool line_verified(struct work *w, struct goods_return_row *r, const struct item *item)
{
    struct goods_return_line_row *l = return_line_of(w, r, item);

    if (!l)
        return false;
    if (BREAKS(RULE_RETURN_VERIFIED,
               !item->has_qty || item->qty.n < 0 || item->qty.n > l->accepted.n)) {
        say_qty(w, "applied", l->accepted);
        say_qty(w, "verified", item->qty);
        refused_at(w, RULE_RETURN_VERIFIED, "lines", STR(""));
        return false;
    }
    return_fewer(r, l, item->qty);
    return true;
}

static bool something_is_left(struct work *w, const struct goods_return_row *r)
{
    int64_t left = 0;

    for (const struct goods_return_line_row *l = NULL; (l = return_next(w, r, l));)
        left += l->accepted.n;
    if (!BREAKS(RULE_RETURN_VERIFIED, left == 0))
        return true;
    say_qty(w, "verified", qty(left));
    remedy_plain(w, "withdraw", OP_RETURN_WITHDRAW);
    refused_at(w, RULE_RETURN_VERIFIED, "lines", STR(""));
    return false;
}

static bool is_examined(const struct goods_return_row *r)
{
    return r->why == WHY_QUALITY || r->why == WHY_DOUBT;
}

static void examination_asked(struct work *w, const struct return_at_hand *k)
{
    tell_role(w, MESSAGE_TO_SIGN, k->sp.o, ROLE_TECH, 0, told_promptly(w),
              str_format(w->arena, "%.*s: goods are to be examined: %.*s", STR_ARG(k->r->no),
                         STR_ARG(k->r->reason)));
}

static void review_asked(struct work *w, const struct return_at_hand *k)
{
    const struct claim_row asks = spoken(k->r);

    tell_duty(w, MESSAGE_TO_SIGN, k->sp.o, claim_waits_for(w, &asks, k->sp.o), told_promptly(w),
              str_format(w->arena, "%.*s: a return of %.*s waits for you", STR_ARG(k->r->no),
                         STR_ARG(money_text(k->r->amount, w->arena))));
}

static void return_verify(struct work *w)
{
    const struct arg *lines = &w->args->v[P_lines];
    struct str words = w->args->v[P_remark].s;
    struct return_at_hand k;

    if (!return_ready(w, EVENT_VERIFY, &k))
        return;
    for (size_t i = 0; i < lines->item_count; i++)
        if (!line_verified(w, k.r, &lines->items[i]))
            return;
    if (!something_is_left(w, k.r))
        return;
    k.r->verified_by = w->actor_id;
    k.r->verified_at = w->now;
    say_money(w, "amount", k.r->amount);
    if (is_examined(k.r)) {
        return_move(w, k.r, EVENT_VERIFY, RETURN_IS_TO_EXAMINE, words);
        examination_asked(w, &k);
    } else {
        return_move(w, k.r, EVENT_VERIFY, RETURN_IS_VERIFIED, words);
        review_asked(w, &k);
    }
    done(w);
}
OPERATION(RETURN_VERIFY) = { LOADS(decide_loads), .decide = return_verify };

/* --- authenticity ------------------------------------------------------------------------ */

/* What is said is said of the lines that are named; the others are genuine. None named: all. */
static bool lines_examined(struct work *w, struct goods_return_row *r)
{
    const struct arg *lines = &w->args->v[P_lines];
    enum authenticity found = (enum authenticity)w->args->v[P_authenticity].n;
    struct goods_return_line_row *l;

    for (l = NULL; (l = return_next(w, r, l));)
        l->authenticity = lines->item_count ? FOUND_TO_BE_GENUINE : found;
    for (size_t i = 0; i < lines->item_count; i++) {
        l = return_line_of(w, r, &lines->items[i]);
        if (!l)
            return false;
        l->authenticity = found;
    }
    return true;
}

/* Goods of another's making are not the house's to take back. True when some are left.
 */
static bool genuine_left(struct work *w, struct goods_return_row *r)
{
    int64_t left = 0;

    for (struct goods_return_line_row *l = NULL; (l = return_next(w, r, l));) {
        if (l->authenticity == FOUND_TO_BE_NOT_GENUINE)
            return_fewer(r, l, qty(0));
        left += l->accepted.n;
    }
    return left > 0;
}

static void return_examine(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct return_at_hand k;

    if (!return_ready(w, EVENT_EXAMINE, &k) || !lines_examined(w, k.r))
        return;
    k.r->examined_by = w->actor_id;
    k.r->examined_at = w->now;
    k.r->finding = reason;
    if (genuine_left(w, k.r)) {
        return_move(w, k.r, EVENT_EXAMINE, RETURN_IS_VERIFIED, reason);
        review_asked(w, &k);
    } else {
        return_over(w, k.r, reason);
        return_move(w, k.r, EVENT_EXAMINE, RETURN_IS_REFUSED, reason);
        return_tell(w, &k, "is not genuine", reason);
    }
    say_money(w, "amount", k.r->amount);
    done(w);
}
OPERATION(RETURN_EXAMINE) = { LOADS(decide_loads), .decide = return_examine };

/* --- taking it back ---------------------------------------------------------------------- */

static const struct load withdraw_loads[] = {
    RETURN_LOADS,
    COUNTER_LOADS(RO),
    PEOPLE_LOADS,
    NOTE_PRODUCT_LOADS,
    READ(DOCUMENT, ANY_OF(BY_FACT(document, id, GOODS_RETURN, goods_return, document_id))),
};

/* The red outbound order is no more: one that is its exact negative says so (law 6). */
static void red_order_reversed(struct work *w, const struct return_at_hand *k,
                               struct str reason)
{
    const struct document_row *red = find_document(w, k->r->document_id), *d;

    assert(red);
    d = document_post(w, &(struct document_draft){ .series = SERIES_RO,
                                                   .order_id = k->sp.o->id,
                                                   .customer_id = k->sp.c->id,
                                                   .reverses_id = red->id,
                                                   .total = fen(-red->total.fen),
                                                   .body = shipment_paper(w, &k->sp, reason) });
    say_name(w, "paper", d->number);
}

static void return_withdraw(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct return_at_hand k;

    if (!return_ready(w, EVENT_WITHDRAW, &k))
        return;
    if (BREAKS(RULE_RETURN_MINE,
               k.r->applied_by != w->actor_id && !(w->roles & ROLE_BIT(ROLE_SSGL)))) {
        say_name(w, "return", k.r->no);
        remedy_who(w, "ask", ROLE_SSGL, OP_RETURN_WITHDRAW);
        refused(w, RULE_RETURN_MINE);
        w->ruling.code = ERR_RIGHTS;
        return;
    }
    if (k.r->state == RETURN_IS_ISSUED)
        red_order_reversed(w, &k, reason);
    return_over(w, k.r, reason);
    return_move(w, k.r, EVENT_WITHDRAW, RETURN_IS_WITHDRAWN, reason);
    return_tell(w, &k, "was withdrawn", reason);
    done(w);
}
OPERATION(RETURN_WITHDRAW) = { LOADS(withdraw_loads), .decide = return_withdraw };
