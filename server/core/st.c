/*
 * st.c - ST: special treatment, applied for by the secretaries, granted by all three leaders
 * (CC 5-5, 5-6; R-109 .. ).
 *
 * A grant delivers this one order on credit: its amount enters R, the limit stays what it is.
 * Nothing is reserved before. Silence never grants; one refusal ends it.
 */
#include "server/core/actor.h"
#include "server/core/clocks.h"
#include "server/core/credit.h"
#include "server/core/ledger.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/signing.h"
#include "server/core/st_record.h"

/* The case that the order's leaders decide; a waiting order has exactly one. */
static struct st_case_row *open_case(struct work *w, const struct order_row *o)
{
    for (size_t i = 0; i < w->st_case.n; i++)
        if (w->st_case.v[i]->order_id == o->id && w->st_case.v[i]->state == CASE_OPEN)
            return w->st_case.v[i];
    refused_missing(w, "open special treatment of", o->no);
    return NULL;
}

/* --- applying ------------------------------------------------------------------------ */

/* what was refused on these grounds is not asked again on them. */
static bool grounds_new(struct work *w, const struct order_row *o, struct str grounds)
{
    for (size_t i = 0; i < w->st_case.n; i++) {
        const struct st_case_row *c = w->st_case.v[i];

        if (BREAKS(RULE_ST_NEW_GROUNDS, c->order_id == o->id && c->state == CASE_REFUSED &&
                                            str_eq(str_trim(c->grounds), grounds))) {
            say_time(w, "refused_at", c->decided_at);
            refused_at(w, RULE_ST_NEW_GROUNDS, "grounds", c->grounds);
            return false;
        }
    }
    return true;
}

static struct st_case_row *case_opened(struct work *w, struct order_row *o, struct str grounds)
{
    struct day second = calendar_workday_after(&w->calendar, w->today, 1);
    struct st_case_row *c = add_st_case(w);

    c->order_id = o->id;
    c->version = o->version;
    c->reason = (enum st_reason)w->args->v[P_why].n;
    c->grounds = grounds;
    c->record = st_record(w, o);
    c->state = CASE_OPEN;
    c->applied_by = w->actor_id;
    c->applied_at = w->now;
    c->due_at = clock_due(w, CLOCK_ST, w->now); /* */
    c->strict_due_at = calendar_at(&w->calendar, second, 0);
    return c;
}

static void st_apply(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_APPLY_ST);
    struct str grounds = str_trim(w->args->v[P_grounds].s);
    const struct st_case_row *c;

    if (!o)
        return;
    if (BREAKS(RULE_ST_GROUNDS, str_empty(grounds))) { /* */
        refused_at(w, RULE_ST_GROUNDS, "grounds", STR(""));
        return;
    }
    if (!grounds_new(w, o, grounds))
        return;
    /* From WAIT_FUNDS: what was signed was signed for goods paid before. */
    (void)signatures_end(w, o, MANAGER_KINDS, 0);
    order_tolerate(w, o, fen(0));
    order_basis(w, o, cash_reason_none);
    c = case_opened(w, o, grounds);
    say_money(w, "order", o->total);
    say_time(w, "due", c->due_at);
    order_move(w, o, EVENT_APPLY_ST, ORDER_WAIT_ST, STEP_ST, grounds);
    tell_leaders(w, MESSAGE_TO_SIGN, o, c->due_at,
                 str_format(w->arena, "special treatment is asked for %.*s, %.*s: %.*s",
                            STR_ARG(o->no), STR_ARG(money_text(o->total, w->arena)),
                            STR_ARG(grounds)));
    done(w);
}

/* --- granting ------------------------------------------------------------------------ */

/* the responsible manager's signature there is also his MA, with the same hand, time and
 * consent. */
static void also_ma(struct work *w, const struct order_row *o, const struct st_case_row *c,
                    enum role leader)
{
    for (size_t i = 0; i < w->signature.n; i++) {
        const struct signature_row *s = w->signature.v[i];
        struct signature_row *ma;
        int64_t id;

        if (!signature_live(s, o, SIGN_ST) || s->case_id != c->id || s->role != leader)
            continue;
        ma = add_signature(w);
        id = ma->id;
        *ma = *s;
        ma->id = id;
        ma->kind = SIGN_MA;
        return;
    }
}

/* field manager, area and customer hear the result promptly. */
static void decided_told(struct work *w, const struct order_row *o, const char *what)
{
    struct instant due = told_promptly(w);
    struct str body =
        str_format(w->arena, "special treatment of %.*s: %s", STR_ARG(o->no), what);

    tell_duty(w, MESSAGE_DECIDED, o, manager_duty(w, o), due, body);
    tell_duty(w, MESSAGE_DECIDED, o, field_duty(w, o), due, body);
    tell_duty(w, MESSAGE_DECIDED, o, secretary_duty(o), due, body);
    tell_customer(w, MESSAGE_DECIDED, o, due, body);
}

static void case_ends(struct work *w, struct st_case_row *c, enum case_state state)
{
    c->state = state;
    c->decided_at = w->now;
}

static void st_granted(struct work *w, struct order_row *o, struct st_case_row *c,
                       enum role leader)
{
    struct credit_facts f;
    struct credit_view v;

    order_release_funds(w, o); /* it goes on credit: what was promised to it is free again */
    order_basis(w, o, cash_reason_none);
    f = credit_facts_of(w, o);
    v = credit_judge(&f);
    (void)credit_record(w, o, &f, v.result, true);
    case_ends(w, c, CASE_PASSED);
    also_ma(w, o, c, leader);
    order_signed(w, o, v.excess, f.overdue, f.lim);
    o->granted_at = w->now;
    say_money(w, "order", o->total);
    say_money(w, "limit", f.lim);
    say_money(w, "excess", v.excess);
    say_money(w, "overdue", f.overdue);
    order_approved(w, o, EVENT_SIGN, STEP_ST, w->args->v[P_remark].s);
    decided_told(w, o, "granted by all three");
    done(w);
}

static void st_sign(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_SIGN);
    struct st_case_row *c;
    struct duty leader;

    if (!o ||
        !order_state_served(w, o, o->state == ORDER_WAIT_ST,
                            o->state == ORDER_WAIT_QUOTA_SLT ? OP_ORDER_SIGN_QUOTA
                                                             : OP_ORDER_SIGN) ||
        !sign_as_one_of_three(w, o))
        return;
    c = open_case(w, o);
    if (!c)
        return;
    leader = leader_duty(w, o);
    switch (three_sign(w, o, SIGN_ST, c->id)) {
    case 0:
        return;
    case 3:
        st_granted(w, o, c, leader.role);
        return;
    default:
        order_move(w, o, EVENT_SIGN, ORDER_WAIT_ST, STEP_ST, w->args->v[P_remark].s);
        done(w);
    }
}

/* --- not granting -------------------------------------------------------------------- */

static void st_refuse(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_REFUSE);
    struct st_case_row *c;

    if (!o ||
        !order_state_served(w, o, o->state == ORDER_WAIT_ST,
                            o->state == ORDER_WAIT_QUOTA_UM    ? OP_ORDER_REFUSE_TRANSFER
                            : o->state == ORDER_WAIT_QUOTA_SLT ? OP_ORDER_REFUSE_QUOTA
                                                               : OP_ORDER_REFUSE) ||
        !actor_act_slt(w))
        return;
    c = open_case(w, o);
    if (!c)
        return;
    case_ends(w, c, CASE_REFUSED);
    c->refused_by = w->as.principal_id;
    (void)signatures_end(w, o, KIND_BIT(SIGN_ST), 0);
    order_move(w, o, EVENT_REFUSE, ORDER_HOLD_CREDIT, STEP_ST, w->args->v[P_reason].s);
    decided_told(w, o, "refused; cash before goods, amendment or cancellation remain");
    remedy_money(w, "cash_first", "earmark", fen(o->total.fen - o->earmarked.fen),
                 OP_RECEIPT_EARMARK);
    remedy_plain(w, "amend", OP_ORDER_AMEND);
    remedy_plain(w, "cancel", OP_ORDER_CANCEL);
    done(w);
}

void st_withdraw(struct work *w, struct order_row *o, struct str reason)
{
    struct st_case_row *c = open_case(w, o);

    if (!c)
        return;
    case_ends(w, c, CASE_WITHDRAWN);
    (void)signatures_end(w, o, KIND_BIT(SIGN_ST), 0);
    order_move(w, o, EVENT_WITHDRAW, ORDER_HOLD_CREDIT, STEP_ST, reason);
    tell_leaders(
        w, MESSAGE_DECIDED, o, told_promptly(w),
        str_format(w->arena, "special treatment of %.*s is asked no more", STR_ARG(o->no)));
    done(w);
}

void st_paid(struct work *w, struct order_row *o)
{
    struct st_case_row *c = open_case(w, o);

    if (!c)
        return;
    case_ends(w, c, CASE_PAID);
    (void)signatures_end(w, o, KIND_BIT(SIGN_ST), 0);
    decided_told(w, o, "paid meanwhile; it goes on as cash before goods");
}

/* --- loads --------------------------------------------------------------------------- */

/* All receivables of the account, paid ones too: they are the sales history. */
static const struct load apply_loads[] = {
    ORDER_LOADS,
    { .table = TABLE_RECEIVABLE,
      .hold = HOLD_READ,
      .order_by = COL_receivable_due,
      .newest = true,
      .matches = { ANY_OF(
          BY_FACT(receivable, account_id, CREDIT_ACCOUNT, credit_account, id)) } },
    SIGNATURE_LOADS,
    CASE_LOADS,
    PEOPLE_LOADS,
    { .table = TABLE_VERDICT,
      .hold = HOLD_READ,
      .limit = 1000,
      .newest = true,
      .matches = { ANY_OF(BY_FACT(verdict, account_id, CREDIT_ACCOUNT, credit_account, id)) } },
};
OPERATION(ST_APPLY) = { LOADS(apply_loads), .decide = st_apply };

static const struct load decide_loads[] = {
    ORDER_LOADS,     RECEIVABLE_LOADS(READ_FIRST),
    RECEIPT_LOADS,   EARMARK_LOADS,
    SIGNATURE_LOADS, CASE_LOADS,
    PEOPLE_LOADS,    AUTHOR_LOADS,
};
OPERATION(ST_SIGN) = { LOADS(decide_loads), .decide = st_sign };
OPERATION(ST_REFUSE) = { LOADS(decide_loads), .decide = st_refuse };
