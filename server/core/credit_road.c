/*
 * credit_road.c - where CC leaves an order, whom it tells, and the ways out it names
 * (R-102 .. R-105, law 7).
 */
#include "server/core/credit.h"
#include "server/core/order_people.h"

/* --- numbers and ways out ------------------------------------------------------------ */

/* The most that the limit and the manager's band allow together. */
static int64_t ceiling_of(const struct credit_facts *f)
{
    return f->lim.fen + f->lim.fen * f->over_pct / 100;
}

/* What frees an order that 5-4 holds, with exact amounts. */
static void hold_remedies(struct work *w, const struct order_row *o,
                          const struct credit_facts *f, const struct credit_view *v)
{
    int64_t beyond = f->exposure.fen + f->amount.fen - ceiling_of(f);
    int64_t room = ceiling_of(f) - f->exposure.fen;

    if (f->overdue.fen > 0)
        remedy_money(w, "pay_overdue", "pay", f->overdue, OP_RECEIPT_RECORD);
    else if (v->rule == RULE_CC_FAR_OVER && beyond > 0)
        remedy_money(w, "pay", "pay", fen(beyond), OP_RECEIPT_RECORD);
    if (v->rule == RULE_CC_FAR_OVER && room > 0)
        remedy_money(w, "cut_to", "cut_to", fen(room), OP_ORDER_AMEND);
    remedy_money(w, "cash_first", "earmark", fen(f->amount.fen - o->earmarked.fen),
                 OP_RECEIPT_EARMARK);
    remedy_plain(w, "apply_st", OP_ST_APPLY);
    remedy_plain(w, "cancel", OP_ORDER_CANCEL);
}

static void funds_remedies(struct work *w, const struct credit_facts *f,
                           const struct credit_view *v)
{
    remedy_money(w, "pay", "pay", v->shortfall, OP_RECEIPT_RECORD);
    if (v->shortfall.fen <= f->tolerance.fen)
        remedy_money(w, "sign_tolerance", "shortfall", v->shortfall, OP_ORDER_SIGN);
    remedy_plain(w, "apply_st", OP_ST_APPLY);
}

void credit_say(struct work *w, const struct order_row *o, const struct credit_facts *f,
                const struct credit_view *v)
{
    say_money(w, "order", f->amount);
    if (f->cash_basis) {
        say_money(w, "funds", f->funds);
        say_money(w, "shortfall", v->shortfall);
        if (v->shortfall.fen) {
            say_money(w, "tolerance", f->tolerance);
            funds_remedies(w, f, v);
        }
        return;
    }
    say_money(w, "limit", f->lim);
    say_money(w, "exposure", f->exposure);
    say_money(w, "excess", v->excess);
    say_percent(w, "excess_pct", v->excess, f->lim);
    say_money(w, "overdue", f->overdue);
    if (v->result == CREDIT_HOLD)
        hold_remedies(w, o, f, v);
}

/* --- telling ------------------------------------------------------------------------- */

/* The same day to the responsible manager. */
static void to_sign_told(struct work *w, const struct order_row *o, const struct credit_view *v)
{
    const struct customer_row *c = find_customer(w, o->customer_id);
    struct str over = v->excess.fen ? str_format(w->arena, ", %.*s over the limit",
                                                 STR_ARG(money_text(v->excess, w->arena)))
                                    : STR("");

    tell_duty(w, MESSAGE_TO_SIGN, o, leader_duty(w, o), o->due_at,
              str_format(w->arena, "%.*s of %.*s waits for your signature: %.*s%.*s",
                         STR_ARG(o->no), STR_ARG(c->name),
                         STR_ARG(money_text(o->total, w->arena)), STR_ARG(over)));
}

/* the area's manager hears that cash comes before goods. */
static void hold_told(struct work *w, const struct order_row *o, const struct credit_facts *f,
                      const struct credit_view *v)
{
    struct str body = str_format(
        w->arena, "%.*s is held: cash before goods (overdue %.*s, over the limit %.*s)",
        STR_ARG(o->no), STR_ARG(money_text(f->overdue, w->arena)),
        STR_ARG(money_text(v->excess, w->arena)));

    tell_duty(w, MESSAGE_HELD, o, manager_duty(w, o), told_promptly(w), body);
}

/* --- the road ------------------------------------------------------------------------ */

/* The facts as they are when the order itself holds nothing of the limit. */
static struct credit_facts facts_afresh(struct work *w, struct order_row *o)
{
    order_release_credit(w, o);
    if (!o->cash_basis && order_wholly_earmarked(o))
        order_basis(w, o, CASH_HELD);
    return credit_facts_of(w, o);
}

static void take_road(struct work *w, struct order_row *o, const struct credit_facts *f,
                      const struct credit_view *v, enum flow_event event, enum step step)
{
    bool signable = v->result == CREDIT_PASS || v->result == CREDIT_MANAGER;
    struct str why = str_of(rules[v->rule].text);

    if (signable && !o->cash_basis)
        order_release_funds(w, o);
    (void)credit_record(w, o, f, v->result, signable && !o->cash_basis);
    if (v->result == CREDIT_HOLD) {
        order_move(w, o, event, ORDER_HOLD_CREDIT, step, why);
        hold_told(w, o, f, v);
        return;
    }
    order_move(w, o, event, v->result == CREDIT_MANAGER ? ORDER_WAIT_MGR : ORDER_WAIT_MA, step,
               why);
    to_sign_told(w, o, v);
}

void credit_settle(struct work *w, struct order_row *o, enum flow_event event, enum step step)
{
    struct credit_facts f = facts_afresh(w, o);
    struct credit_view v = credit_judge(&f);

    credit_say(w, o, &f, &v);
    take_road(w, o, &f, &v, event, step);
    if (v.result == CREDIT_HOLD) {
        held(w, v.rule);
        return;
    }
    done(w);
    w->ruling.rule = v.rule; /* what the signer decides about: 5-3, or funds to come */
}

void credit_resettle(struct work *w, struct order_row *o, enum flow_event event, enum step step)
{
    struct credit_facts f = facts_afresh(w, o);
    struct credit_view v = credit_judge(&f);

    take_road(w, o, &f, &v, event, step);
}

void checks_from_credit(struct work *w, struct order_row *o, enum flow_event event)
{
    order_release_credit(w, o);
    order_tolerate(w, o, fen(0));
    order_trim_funds(w, o);
    order_basis(w, o, customer_basis(w, o));
    credit_settle(w, o, event, STEP_CC);
}
