/*
 * order_sign.c - MA: the responsible manager signs or refuses (R-102 ..,
 * R-115 .. R-117).
 *
 * One act serves MA and what CC asks for: the excess of 5-3, the shortfall of 5-7. Each is a
 * signature of its own, so that the paper can say what was signed.
 */
#include "server/core/actor.h"
#include "server/core/credit.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/signing.h"

/* --- signing ------------------------------------------------------------------------- */

/* What the manager had before him is the verdict of CC, not today's figures: if something
 * became worse since, the print notices. */
static struct money facts_signed(struct work *w, struct order_row *o, struct money *limit)
{
    const struct verdict_row *v = find_verdict(w, o->verdict_id);
    struct credit_facts f = v ? credit_facts_stored(w, v) : credit_facts_of(w, o);
    struct credit_view view = credit_judge(&f);

    order_signed(w, o, view.excess, f.overdue, f.lim);
    *limit = f.lim;
    return view.excess;
}

static void sign_facts(struct work *w, struct order_row *o)
{
    struct money limit, excess = facts_signed(w, o, &limit);

    say_money(w, "order", o->total);
    if (!o->cash_basis) {
        say_money(w, "limit", limit);
        say_money(w, "excess", excess);
    }
}

static void sign_credit(struct work *w, struct order_row *o)
{
    struct str remark = w->args->v[P_remark].s;

    if (o->state == ORDER_WAIT_MGR) { /* both records are written */
        signature_write(w, o, SIGN_CC53, 0);
        order_step(w, o, STEP_CC, OUTCOME_DONE, RULE_CC_OVER, remark);
    }
    signature_write(w, o, SIGN_MA, 0);
    order_approved(w, o, EVENT_SIGN, STEP_MA, remark);
    done(w);
}

/* the shortfall is the manager's own act, never the daemon's; all open ones of the
 * account together stay within cc.prepay_tolerance. */
static void sign_tolerance(struct work *w, struct order_row *o, struct money missing)
{
    (void)signatures_end(w, o, KIND_BIT(SIGN_TOLERANCE), 0);
    signature_write(w, o, SIGN_TOLERANCE, 0);
    order_tolerate(w, o, missing);
    say_money(w, "shortfall", missing);
}

/* RULE_NONE, or why this shortfall cannot be signed. */
static enum rule tolerance_barred(struct work *w, const struct order_row *o,
                                  struct money missing)
{
    struct credit_facts f = credit_facts_of(w, o);

    if (BREAKS(RULE_TOLERANCE_HELD, o->cash_reason == CASH_HELD)) /* */
        return RULE_TOLERANCE_HELD;
    if (BREAKS(RULE_TOLERANCE_OVER, missing.fen > f.tolerance.fen))
        return RULE_TOLERANCE_OVER;
    return RULE_NONE;
}

static void say_missing(struct work *w, const struct order_row *o, struct money missing)
{
    struct credit_facts f = credit_facts_of(w, o);
    struct credit_view v = { .result = CREDIT_CASH, .shortfall = missing };

    credit_say(w, o, &f, &v);
    say_money(w, "earmarked", o->earmarked);
}

/* MA on cash basis: the goods go when the money is there, or its lack is signed. */
static void sign_cash(struct work *w, struct order_row *o)
{
    bool wants = w->args->v[P_tolerance].given && w->args->v[P_tolerance].n;
    struct money missing = order_missing(w, o);
    enum rule barred = missing.fen && wants ? tolerance_barred(w, o, missing) : RULE_NONE;

    signature_write(w, o, SIGN_MA, 0);
    say_missing(w, o, missing);
    if (missing.fen && wants && !barred)
        sign_tolerance(w, o, missing);
    if (BREAKS(RULE_CC_FUNDS, missing.fen > o->tolerated.fen)) {
        order_move(w, o, EVENT_SIGN, ORDER_WAIT_FUNDS, STEP_MA, w->args->v[P_remark].s);
        held(w, barred ? barred : RULE_CC_FUNDS);
        return;
    }
    order_approved(w, o, EVENT_SIGN, STEP_MA, w->args->v[P_remark].s);
    done(w);
}

/* MA is on record; what is signed now is the shortfall alone. */
static void sign_shortfall(struct work *w, struct order_row *o)
{
    struct money missing = order_missing(w, o);
    enum rule barred = missing.fen ? tolerance_barred(w, o, missing) : RULE_NONE;

    say_missing(w, o, missing);
    if (barred) {
        refused(w, barred);
        return;
    }
    if (missing.fen)
        sign_tolerance(w, o, missing);
    order_approved(w, o, EVENT_SIGN, STEP_MA, w->args->v[P_remark].s);
    done(w);
}

static enum op signing_op(const struct order_row *o)
{
    return o->state == ORDER_WAIT_ST ? OP_ST_SIGN : OP_ORDER_SIGN_QUOTA;
}

static void order_sign(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_SIGN);

    if (!o ||
        !order_state_served(w, o,
                            o->state == ORDER_WAIT_MA || o->state == ORDER_WAIT_MGR ||
                                o->state == ORDER_WAIT_FUNDS,
                            signing_op(o)) ||
        !sign_as_leader(w, o))
        return;
    if (o->state == ORDER_WAIT_FUNDS) {
        sign_shortfall(w, o);
        return;
    }
    sign_facts(w, o);
    if (o->cash_basis)
        sign_cash(w, o);
    else
        sign_credit(w, o);
}

/* --- signed on paper before go-live (R-383) ------------------------------------------ */

static void taken_from_paper(struct work *w, const struct order_row *o, enum sign_kind kind,
                             const struct signature_row *paper)
{
    struct signature_row *s = add_signature(w);
    int64_t id = s->id;

    *s = *paper;
    s->id = id;
    s->version = o->version;
    s->content_hash = o->content_hash;
    s->kind = kind;
    s->at = w->now;
}

/* The leader is not asked for what he gave: he is told that it was taken. */
static void leader_told(struct work *w, const struct order_row *o)
{
    for (size_t i = w->message.loaded; i < w->message.n; i++) {
        struct message_row *m = w->message.v[i];

        if (m->order_id != o->id || m->kind != MESSAGE_TO_SIGN)
            continue;
        m->kind = MESSAGE_DECIDED;
        m->body = str_format(w->arena, "%.*s was signed on paper before go-live, and goes on",
                             STR_ARG(o->no));
    }
}

void order_sign_by_paper(struct work *w, struct order_row *o, const struct signature_row *paper)
{
    const struct str remark = STR("signed on paper");
    struct money limit, missing = o->cash_basis ? order_missing(w, o) : fen(0);

    (void)facts_signed(w, o, &limit);
    if (o->state == ORDER_WAIT_MGR) {
        taken_from_paper(w, o, SIGN_CC53, paper);
        order_step(w, o, STEP_CC, OUTCOME_DONE, RULE_CC_OVER, remark);
    }
    taken_from_paper(w, o, SIGN_MA, paper);
    leader_told(w, o);
    w->ruling.rule = RULE_NONE;
    if (BREAKS(RULE_CC_FUNDS, missing.fen > 0)) {
        order_move(w, o, EVENT_SIGN, ORDER_WAIT_FUNDS, STEP_MA, remark);
        held(w, RULE_CC_FUNDS);
        return;
    }
    order_approved(w, o, EVENT_SIGN, STEP_MA, remark);
    done(w);
}

/* --- refusing ------------------------------------------------------------------------ */

static enum op refusing_op(const struct order_row *o)
{
    if (o->state == ORDER_WAIT_ST)
        return OP_ST_REFUSE;
    return o->state == ORDER_WAIT_QUOTA_UM ? OP_ORDER_REFUSE_TRANSFER : OP_ORDER_REFUSE_QUOTA;
}

/* the area's manager is told by how much it is over, and amends. */
static void refusal_told(struct work *w, const struct order_row *o, struct money excess)
{
    struct instant due = told_promptly(w);
    struct str over = excess.fen ? str_format(w->arena, " (%.*s over the limit)",
                                              STR_ARG(money_text(excess, w->arena)))
                                 : STR("");
    struct str body = str_format(w->arena, "%.*s was not signed%.*s: %.*s", STR_ARG(o->no),
                                 STR_ARG(over), STR_ARG(o->returned_for));

    tell_duty(w, MESSAGE_RETURNED, o, manager_duty(w, o), due, body);
    tell_duty(w, MESSAGE_RETURNED, o, field_duty(w, o), due, body);
    tell_duty(w, MESSAGE_RETURNED, o, secretary_duty(o), due, body);
}

static void order_refuse(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_REFUSE);
    enum step step;
    struct credit_facts f;
    struct credit_view v;

    if (!o ||
        !order_state_served(w, o, o->state == ORDER_WAIT_MA || o->state == ORDER_WAIT_MGR,
                            refusing_op(o)) ||
        !sign_as_leader(w, o))
        return;
    step = o->state == ORDER_WAIT_MGR ? STEP_CC : STEP_MA;
    f = credit_facts_of(w, o);
    v = credit_judge(&f);
    say_money(w, "order", o->total);
    say_money(w, "excess", v.excess);
    order_release_all(w, o); /* quota, limit and deposit go back */
    o->returned_for = w->args->v[P_reason].s;
    o->refused_version = o->version;
    order_move(w, o, EVENT_REFUSE, ORDER_RETURNED, step, w->args->v[P_reason].s);
    refusal_told(w, o, v.excess);
    remedy_who(w, "amend", ROLE_UM, OP_ORDER_AMEND);
    done(w);
}

/* --- loads --------------------------------------------------------------------------- */

static const struct load sign_loads[] = {
    ORDER_LOADS,
    RECEIVABLE_LOADS(READ_FIRST),
    RECEIPT_LOADS,
    EARMARK_LOADS,
    SIGNATURE_LOADS,
    PEOPLE_LOADS,
    READ(VERDICT, ANY_OF(BY_FACT(verdict, id, ORDER, order, verdict_id))),
    AUTHOR_LOADS,
};
OPERATION(ORDER_SIGN) = { LOADS(sign_loads), .decide = order_sign };

static const struct load refuse_loads[] = { CHECK_LOADS, AUTHOR_LOADS };
OPERATION(ORDER_REFUSE) = { LOADS(refuse_loads), .decide = order_refuse, .frees = true };
