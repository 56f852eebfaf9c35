/*
 * whatif.c - which commands a question stands for, who would give them, and what they say.
 */
#include "server/core/whatif.h"

#include "common/json.h"
#include "server/core/actor.h"
#include "server/core/order_people.h"

#define ACTS 16
#define SAID "what-if" /* where a command asks for words */

struct asking {
    struct work *facts;
    const struct args *q;
    const struct customer_row *c;
    struct rehearsal r;
    struct str no; /* the order's number in the rehearsal */
    struct work *acts[ACTS];
    int64_t by[ACTS];
    size_t act_count;
    struct work *its; /* the last that was about the order */
    bool stopped;     /* a command was refused: what follows would not happen */
    size_t freed;
};

static bool asks(const struct asking *a, enum param p)
{
    return a->q->v[p].given;
}

static bool asks_yes(const struct asking *a, enum param p)
{
    return a->q->v[p].given && a->q->v[p].n;
}

/* --- who would do it -----------------------------------------------------------------------
 */

/* The asker where he may; otherwise somebody who holds one of its roles today, but not `but`.
 */
static int64_t desk(const struct asking *a, enum op op, int64_t but)
{
    const struct work *f = a->facts;
    role_set roles = catalog[op].roles;

    if (f->actor_id != but && roles_held(f, f->actor_id) & roles)
        return f->actor_id;
    for (size_t i = 0; i < f->user_role.n; i++) {
        int64_t id = f->user_role.v[i]->user_id;
        const struct app_user_row *u = find_app_user(f, id);

        if (id != but && u && u->active && roles_held(f, id) & roles)
            return id;
    }
    return 0;
}

static int64_t leader(const struct asking *a)
{
    int64_t id = 0;

    (void)responsible_slt(a->facts, a->c, &id);
    return id;
}

/* Of the field: who answers for the customer's area, else for his market, else for himself. */
static int64_t field(const struct asking *a)
{
    const struct work *f = a->facts;
    int64_t um = assigned_user(f, a->c->area_id, ROLE_UM);
    int64_t mm = assigned_user(f, a->c->market_id, ROLE_MM);

    return um ? um : mm ? mm : a->c->kam_id;
}

static struct str login(const struct asking *a, int64_t user_id)
{
    const struct app_user_row *u = find_app_user(a->facts, user_id);

    return u ? u->login : STR("");
}

/* --- giving commands -----------------------------------------------------------------------
 */

static const struct order_row *order_now(const struct asking *a)
{
    return rehearsal_order(&a->r, a->no);
}

static enum order_state state_now(const struct asking *a)
{
    const struct order_row *o = order_now(a);

    return o ? o->state : order_state_none;
}

static struct args *args_new(struct asking *a)
{
    struct args *args = ARENA_NEW(a->r.arena, struct args);

    if (a->no.n)
        args->v[P_order] = (struct arg){ .given = true, .s = a->no };
    return args;
}

static void say(struct args *args, enum param p, struct str text)
{
    args->v[p] = (struct arg){ .given = text.n > 0, .s = text };
}

static void say_number(struct args *args, enum param p, int64_t n)
{
    args->v[p] = (struct arg){ .given = true, .n = n };
}

/* What the question says, where it says it. */
static void hand_on(const struct asking *a, struct args *args, enum param p)
{
    if (a->q->v[p].given)
        args->v[p] = a->q->v[p];
}

static void about_order(struct asking *a, struct work *w)
{
    if (w)
        a->its = w;
}

/* Runs it, and judges again what it frees. */
static struct work *act(struct asking *a, enum op op, int64_t by, const struct args *args)
{
    struct work *w;

    if (a->stopped || a->act_count == ACTS)
        return NULL;
    w = rehearsal_run(&a->r, op, by, args);
    a->by[a->act_count] = by;
    a->acts[a->act_count++] = w;
    a->stopped = w->ruling.outcome == OUTCOME_REFUSED;
    if (a->stopped)
        a->its = w; /* the refusal is the answer */
    else
        about_order(a, rehearsal_rechecks(&a->r, w, a->no, &a->freed));
    return w;
}

static void act_on_order(struct asking *a, enum op op, int64_t by, const struct args *args)
{
    about_order(a, act(a, op, by, args));
}

/* --- what the question supposes --------------------------------------------------------------
 */

/* Beyond what one leader may decide it takes all three; they would sign. */
static void suppose_limit(struct asking *a)
{
    static const enum role three[] = { ROLE_GM, ROLE_DIR, ROLE_DDIR };
    const struct credit_account_row *account = ONE(a->facts->credit_account);
    int64_t first = leader(a);
    struct args *args = ARENA_NEW(a->r.arena, struct args);
    struct work *w;

    say(args, P_account, account->code);
    hand_on(a, args, P_limit);
    say(args, P_reason, STR(SAID));
    w = act(a, OP_ACCOUNT_LIMIT, first, args);
    for (size_t i = 0; w && w->ruling.outcome == OUTCOME_HELD && i < COUNT(three); i++) {
        int64_t by = holder_of(a->facts, three[i]);

        args = ARENA_NEW(a->r.arena, struct args);
        say(args, P_account, account->code);
        if (by && by != first)
            (void)act(a, OP_LIMIT_SIGN, by, args);
    }
}

static void suppose_money(struct asking *a)
{
    struct args *args = ARENA_NEW(a->r.arena, struct args);

    say(args, P_customer, a->c->code);
    hand_on(a, args, P_amount);
    say_number(args, P_pay_method, PAY_TRANSFER);
    say(args, P_bank_ref, STR("WHAT-IF"));
    act(a, OP_RECEIPT_RECORD, desk(a, OP_RECEIPT_RECORD, 0), args);
}

static void suppose_cleared(struct asking *a)
{
    struct args *args = ARENA_NEW(a->r.arena, struct args);
    int64_t recorded_by = 0;

    for (size_t i = 0; i < a->facts->receipt.n; i++)
        if (str_eq(a->facts->receipt.v[i]->no, a->q->v[P_receipt].s))
            recorded_by = a->facts->receipt.v[i]->recorded_by;
    hand_on(a, args, P_receipt);
    say(args, P_remark, STR(SAID)); /* before its day: it is supposed */
    act(a, OP_RECEIPT_CLEAR, desk(a, OP_RECEIPT_CLEAR, recorded_by), args);
}

/* --- the order ------------------------------------------------------------------------------
 */

/* A paper that nobody has yet names whom it will have to name. */
static void paper_supposed(struct asking *a, struct args *args)
{
    int64_t verifier = a->c->kam_id ? a->c->kam_id : a->c->manager_id;

    if (!asks(a, P_channel))
        say_number(args, P_channel, CHANNEL_PHONE);
    if (!asks(a, P_reference))
        say(args, P_reference, STR(SAID));
    if (!asks(a, P_approver))
        say(args, P_approver, login(a, assigned_user(a->facts, a->c->market_id, ROLE_MM)));
    if (!asks(a, P_verifier))
        say(args, P_verifier, login(a, verifier));
    if (!asks(a, P_approved_at))
        say_number(args, P_approved_at, a->facts->now.us);
}

static void key(struct asking *a)
{
    static const enum param taken[] = {
        P_customer,    P_lines,    P_channel, P_reference, P_approver,
        P_approved_at, P_verifier, P_origin,  P_contract,  P_arrival,
        P_wanted,      P_station,  P_ship_to, P_stated,    P_complete,
    };
    struct args *args = ARENA_NEW(a->r.arena, struct args);
    struct work *w;

    for (size_t i = 0; i < COUNT(taken); i++)
        hand_on(a, args, taken[i]);
    paper_supposed(a, args);
    w = act(a, OP_ORDER_KEY, desk(a, OP_ORDER_KEY, 0), args);
    if (!w || w->ruling.outcome == OUTCOME_REFUSED)
        return;
    a->its = w;
    a->no = STR(WHATIF_NEW);
    rehearsal_rename(&a->r, w->order.v[w->order.n - 1]->id, a->no);
}

/* Who will follow the order changes no verdict: a place that nobody has by himself is taken by
 * whoever could have it. */
static void seat_supposed(const struct asking *a, struct args *args, enum param p,
                          enum role role, int64_t by_himself)
{
    if (!by_himself || !(roles_held(a->facts, by_himself) & ROLE_BIT(role)))
        say(args, p, login(a, holder_of(a->facts, role)));
}

static int64_t coordinator(const struct asking *a)
{
    for (size_t i = 0; i < a->facts->warehouse.n; i++)
        if (a->facts->warehouse.v[i]->scr_id)
            return a->facts->warehouse.v[i]->scr_id;
    return 0;
}

static void accept(struct asking *a)
{
    struct args *args = args_new(a);
    int64_t by = desk(a, OP_ORDER_ACCEPT, 0);

    say(args, P_memo, STR(SAID));
    seat_supposed(a, args, P_csr, ROLE_CSR, by);
    seat_supposed(a, args, P_scr, ROLE_SCR, coordinator(a));
    seat_supposed(a, args, P_bcr, ROLE_BCR, assigned_user(a->facts, a->c->market_id, ROLE_BCR));
    act_on_order(a, OP_ORDER_ACCEPT, by, args);
}

static void amend(struct asking *a)
{
    struct args *args = args_new(a);

    hand_on(a, args, P_lines);
    say(args, P_requester, STR(SAID));
    act_on_order(a, OP_ORDER_AMEND, desk(a, OP_ORDER_AMEND, 0), args);
}

/* Whoever the state waits for, signs: one leader, or for special treatment all three. */
static void sign(struct asking *a)
{
    static const enum role three[] = { ROLE_GM, ROLE_DIR, ROLE_DDIR };
    enum order_state s = state_now(a);

    if (s == ORDER_WAIT_MA || s == ORDER_WAIT_MGR || s == ORDER_WAIT_FUNDS) {
        struct args *args = args_new(a);

        hand_on(a, args, P_tolerance);
        act_on_order(a, OP_ORDER_SIGN, leader(a), args);
    }
    for (size_t i = 0; i < COUNT(three) && state_now(a) == ORDER_WAIT_ST; i++) {
        int64_t by = holder_of(a->facts, three[i]);

        if (by)
            act_on_order(a, OP_ST_SIGN, by, args_new(a));
    }
}

/* To where the order would be judged: what comes next on its road, unless that was done. */
static void judged(struct asking *a)
{
    switch (state_now(a)) {
    case ORDER_RECEIVED:
        accept(a);
        break;
    case ORDER_RETURNED:
        act_on_order(a, OP_ORDER_RESUBMIT, field(a), args_new(a));
        break;
    case ORDER_HOLD_CREDIT:
    case ORDER_WAIT_ST:
    case ORDER_WAIT_FUNDS:
        if (!a->its)
            act_on_order(a, OP_ORDER_RECHECK, system_user(&a->r), args_new(a));
        break;
    case order_state_none:
    case ORDER_DRAFT:
    case ORDER_VERIFIED:
    case ORDER_REJECTED:
    case ORDER_QUOTA_CHOICE:
    case ORDER_WAIT_QUOTA_UM:
    case ORDER_WAIT_QUOTA_SLT:
    case ORDER_WAIT_MA:
    case ORDER_WAIT_MGR:
    case ORDER_APPROVED:
    case ORDER_FIN_QUEUE:
    case ORDER_BILLED:
    case ORDER_HANDED_OVER:
    case ORDER_CLOSED:
    case ORDER_CANCELLED:
    case order_state_count:
        break;
    }
}

static void suppose(struct asking *a)
{
    if (asks(a, P_limit))
        suppose_limit(a);
    if (asks(a, P_amount))
        suppose_money(a);
    if (asks(a, P_receipt))
        suppose_cleared(a);
    if (!a->no.n)
        key(a);
    else if (asks(a, P_lines))
        amend(a);
    if (!a->stopped)
        judged(a);
    if (asks_yes(a, P_cut) && state_now(a) == ORDER_QUOTA_CHOICE && !a->stopped)
        act_on_order(a, OP_ORDER_CUT, desk(a, OP_ORDER_CUT, 0), args_new(a));
    if (asks_yes(a, P_sign) && !a->stopped)
        sign(a);
}

/* --- the answer -----------------------------------------------------------------------------
 */

static void put_act(struct json_out *out, const struct asking *a, size_t i)
{
    const struct verdict *v = &a->acts[i]->ruling;

    json_begin_object(out);
    json_field_str(out, "act", str_of(catalog[a->acts[i]->op].name));
    json_field_str(out, "by", login(a, a->by[i]));
    json_field_str(out, "outcome", str_of(enum_name(ENUM_outcome, v->outcome)));
    if (v->rule) {
        json_field_str(out, "rule", str_of(rules[v->rule].code));
        json_field_str(out, "text", str_of(rules[v->rule].text));
    }
    json_end_object(out);
}

static struct str answer(struct asking *a, enum order_state before, bool again)
{
    struct json_out out;

    json_out_init(&out, a->r.arena);
    json_begin_object(&out);
    json_put_members(&out, verdict_answer(a->its));
    json_key(&out, "acts");
    json_begin_array(&out);
    for (size_t i = 0; i < a->act_count; i++)
        put_act(&out, a, i);
    json_end_array(&out);
    if (before)
        json_field_str(&out, "before", str_of(enum_name(ENUM_order_state, before)));
    if (order_now(a))
        json_field_str(&out, "after", str_of(enum_name(ENUM_order_state, state_now(a))));
    json_field_bool(&out, "judged_again", again);
    json_field_int(&out, "freed", (int64_t)a->freed);
    json_field_bool(&out, "partial", a->r.partial);
    json_end_object(&out);
    return json_text(&out);
}

struct str whatif_answer(struct work *facts, struct arena *arena)
{
    const struct args *q = facts->args;
    struct asking a = { .facts = facts, .q = q };
    enum order_state before;
    bool again;

    actor_today(facts);
    rehearsal_begin(&a.r, facts, arena);
    for (size_t i = 0; i < facts->customer.n; i++)
        if (str_eq(facts->customer.v[i]->code, q->v[P_customer].s))
            a.c = facts->customer.v[i];
    assert(a.c); /* the caller found it */
    if (q->v[P_order].given)
        a.no = q->v[P_order].s;
    before = state_now(&a);
    suppose(&a);
    again = !a.its;
    if (again)
        a.its = rehearsal_judge(&a.r, a.no);
    if (arena->failed || !a.its)
        return STR("");
    return answer(&a, before, again);
}
