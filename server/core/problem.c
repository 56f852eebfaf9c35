/*
 * problem.c - problem records (OSB問題記錄表): opened by clocks that ran out or by people,
 * explained, reviewed, acted on and closed.
 *
 * An order has at most one record, of its OP, and each of its delivery notes one, of its SP
 * (decisions 1). The step that lost the time first answers for it; what is missed later joins
 * it and is to be explained too. A closed record is opened again rather than a second one made.
 */
#include "server/core/problem.h"

#include "server/core/actor.h"
#include "server/core/clocks.h"
#include "server/core/master.h"

/* --- what ran out --------------------------------------------------------------------------
 */

#define LATE_MOST 64
struct late {
    struct {
        enum clock clock;
        struct instant due;
    } v[LATE_MOST];
    size_t n;
};

static struct problem_row *record_of(const struct work *w, int64_t note_id)
{
    for (size_t i = 0; i < w->problem.n; i++)
        if (w->problem.v[i]->note_id == note_id)
            return w->problem.v[i];
    return NULL;
}

static bool is_entered(const struct work *w, const struct problem_row *p, enum clock clock,
                       struct instant due)
{
    for (size_t i = 0; p && i < w->problem_breach.n; i++) {
        const struct problem_breach_row *b = w->problem_breach.v[i];

        if (b->problem_id == p->id && b->clock == clock && b->due_at.us == due.us)
            return true;
    }
    return false;
}

static void late_add(const struct work *w, struct late *late, const struct problem_row *p,
                     enum clock clock, struct instant due)
{
    for (size_t i = 0; i < late->n; i++)
        if (late->v[i].clock == clock && late->v[i].due.us == due.us)
            return;
    if (is_entered(w, p, clock, due) || late->n == LATE_MOST)
        return;
    late->v[late->n].clock = clock;
    late->v[late->n++].due = due;
}

/*
 * The order's events, ascending: each began a time with its due, which the next one ended. The
 * clock ran out where the due time lies between them. Who begins behind the target of the day
 * did not lose it; only the time of R-272 counts from the paper's arrival, before the first
 * event.
 */
static void late_steps(const struct work *w, const struct problem_row *p, struct late *late)
{
    for (size_t i = 0; i < w->event.n; i++) {
        const struct event_row *e = w->event.v[i];
        unsigned state = enum_value(ENUM_order_state, e->to_state);
        enum clock clock = state ? clock_of(MACHINE_ORDER, state) : clock_none;
        struct instant end = i + 1 < w->event.n ? w->event.v[i + 1]->at : w->now;
        bool from_arrival =
            clocks[clock].length == LENGTH_NOTIFY && !str_eq(e->from_state, e->to_state);

        if (clock && clocks[clock].breach == BREACH_PROBLEM && e->due_at.us &&
            e->due_at.us < end.us && (from_arrival || e->at.us <= e->due_at.us))
            late_add(w, late, p, clock, e->due_at);
    }
}

/* Goods of the note were in the house at that time: they left behind it, or are still here. A
 * pause that began before stopped the clock. */
static bool goods_late(const struct work *w, const struct note_row *n,
                       const struct order_row *o, struct instant due)
{
    bool here = o->note_id == n->id && o->ship_due_at.us && o->ship_due_at.us <= due.us &&
                (n->state == NOTE_HANDED || n->state == NOTE_ACCEPTED) &&
                (!n->stopped || n->stopped_at.us > due.us);

    if (!due.us || due.us >= w->now.us)
        return false;
    for (size_t i = 0; i < w->shipment.n; i++)
        if (w->shipment.v[i]->note_id == n->id && w->shipment.v[i]->consigned_at.us > due.us)
            return true;
    return here;
}

/* R-281 opens the record; R-280 is counted in it. */
static void late_goods(const struct work *w, const struct note_row *n,
                       const struct order_row *o, const struct problem_row *p,
                       struct late *late)
{
    if (!goods_late(w, n, o, n->explain_at))
        return;
    if (n->due_at.us)
        late_add(w, late, p, CLOCK_SHIP, n->due_at);
    late_add(w, late, p, CLOCK_EXPLAIN, n->explain_at);
}

/* --- opening -------------------------------------------------------------------------------
 */

static bool lacks_goods(const struct work *w)
{
    for (size_t i = 0; i < w->note_line.n; i++)
        if (w->note_line.v[i]->backorder.n > 0)
            return true;
    return false;
}

/* The record of the order, or of the note in hand; a new one knows nothing but whose it is. */
static struct problem_row *record_taken(struct work *w, const struct order_row *o,
                                        int64_t note_id)
{
    struct problem_row *p = record_of(w, note_id);

    if (!p) {
        p = add_problem(w);
        p->no = str_format(w->arena, "PB%lld", (long long)(p->id / ID_BLOCK));
        p->order_id = o->id;
        p->note_id = note_id;
        p->account_id = o->account_id;
        p->opened_by = w->actor_id;
        p->opened_at = w->now;
    }
    p->explain_due = clock_days_after(w, w->now, 1); /* */
    p->closed_by = 0;
    p->closed_at = (struct instant){ 0 };
    p->answer = STR("");
    say_name(w, "problem", p->no);
    return p;
}

static void breaches_entered(struct work *w, struct problem_row *p, const struct late *late)
{
    for (size_t i = 0; i < late->n; i++) {
        const struct clock_info *k = &clocks[late->v[i].clock];
        struct problem_breach_row *b = add_problem_breach(w);

        b->problem_id = p->id;
        b->clock = late->v[i].clock;
        b->department = k->department;
        b->step = k->step;
        b->due_at = late->v[i].due;
        b->at = w->now;
        if (!p->department) {
            p->department = k->department;
            p->step = k->step;
        }
    }
}

/* The one document that the command names; NULL and refused when it is none or two. */
static const struct order_row *document_named(struct work *w, const struct note_row **note)
{
    bool by_order = w->args->v[P_order].given, by_note = w->args->v[P_note].given;

    *note = by_note ? ONE(w->note) : NULL;
    if (BREAKS(RULE_PROBLEM_ONE, by_order == by_note)) {
        refused(w, RULE_PROBLEM_ONE);
        return NULL;
    }
    if (!ONE(w->order))
        refused_missing(w, by_note ? "note" : "order",
                        w->args->v[by_note ? P_note : P_order].s);
    return ONE(w->order);
}

static const struct load open_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, ORDER, order, account_id))),
    READ(ORDER, ANY_OF(BY_ARG(order, no, P_order), BY_FACT(order, id, NOTE, note, order_id))),
    READ(NOTE, ANY_OF(BY_ARG(note, no, P_note))),
    READ(NOTE_LINE, ANY_OF(BY_FACT(note_line, note_id, NOTE, note, id))),
    READ(SHIPMENT, ANY_OF(BY_FACT(shipment, note_id, NOTE, note, id))),
    OWNED(PROBLEM, ANY_OF(BY_FACT(problem, order_id, ORDER, order, id))),
    READ_FIRST(EVENT, event, seq, LOAD_LIMIT,
               ANY_OF(BY_FACT(event, order_id, ORDER, order, id)),
               ANY_OF(BY_CONST(event, machine, MACHINE_ORDER))),
    READ(PROBLEM_BREACH, ANY_OF(BY_FACT(problem_breach, problem_id, PROBLEM, problem, id))),
};

/* The sweep names every document one of whose clocks ran out; whoever else asks finds the same.
 * What is entered already is not entered again, and with nothing to enter nothing is done. */
static void problem_breach(struct work *w)
{
    const struct note_row *n;
    const struct order_row *o = document_named(w, &n);
    struct problem_row *p;
    struct late late = { .n = 0 };

    if (!o)
        return;
    p = record_of(w, n ? n->id : 0);
    if (n)
        late_goods(w, n, o, p, &late);
    else
        late_steps(w, p, &late);
    if (BREAKS(RULE_PROBLEM_NOTHING, late.n == 0)) {
        refused(w, RULE_PROBLEM_NOTHING);
        return;
    }
    p = record_taken(w, o, n ? n->id : 0);
    breaches_entered(w, p, &late);
    if (!p->cause && lacks_goods(w))
        p->cause = BECAUSE_SHORTAGE;
    say_count(w, "clocks", (int64_t)late.n);
    if (late.n)
        say_time(w, "due", late.v[0].due);
    problem_move(w, p, EVENT_BREACH, PROBLEM_OPEN, p->step, STR(""));
    done(w);
}
OPERATION(PROBLEM_BREACH) = { LOADS(open_loads), .decide = problem_breach };

static void problem_open(struct work *w)
{
    const struct note_row *n;
    const struct order_row *o = document_named(w, &n);
    struct problem_row *p;

    if (!o)
        return;
    p = record_of(w, n ? n->id : 0);
    if (BREAKS(RULE_PROBLEM_THERE, p && p->state != PROBLEM_CLOSED)) {
        say_name(w, "problem", p->no);
        refused(w, RULE_PROBLEM_THERE);
        return;
    }
    p = record_taken(w, o, n ? n->id : 0);
    p->department = (enum department)w->args->v[P_department].n;
    p->step = n ? STEP_SP5 : STEP_BG;
    p->reason = w->args->v[P_reason].s;
    actor_act_own(w, catalog[w->op].roles);
    problem_move(w, p, EVENT_RAISE, PROBLEM_OPEN, p->step, p->reason);
    done(w);
}
OPERATION(PROBLEM_OPEN) = { LOADS(open_loads), .decide = problem_open };

/* --- its way -------------------------------------------------------------------------------
 */

static const struct load act_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, PROBLEM, problem, account_id))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, ORDER, order, customer_id))),
    READ(ORDER, ANY_OF(BY_FACT(order, id, PROBLEM, problem, order_id))),
    READ(NOTE, ANY_OF(BY_FACT(note, id, PROBLEM, problem, note_id))),
    OWNED(PROBLEM, ANY_OF(BY_ARG(problem, no, P_problem))),
    READ(APP_USER, ANY_OF(BY_ACTOR(app_user, id), BY_ARG(app_user, login, P_user))),
    PEOPLE_LOADS,
    READ(PROBLEM_BREACH, ANY_OF(BY_FACT(problem_breach, problem_id, PROBLEM, problem, id))),
};

/* The record that the command names, when its state knows the event. */
static struct problem_row *problem_at_hand(struct work *w, enum flow_event event)
{
    struct problem_row *p = ONE(w->problem);

    if (!p) {
        refused_missing(w, "problem", w->args->v[P_problem].s);
        return NULL;
    }
    if (!flow_ready(w, MACHINE_PROBLEM, p->state, p->no, event))
        return NULL;
    actor_act_own(w, catalog[w->op].roles);
    say_name(w, "problem", p->no);
    return p;
}

role_set department_roles(enum department d)
{
    switch (d) {
    case DEPT_SSG:
        return ROLE_BIT(ROLE_SSGL) | ROLE_BIT(ROLE_CSR) | ROLE_BIT(ROLE_BCR);
    case DEPT_LEADERS:
        return ROLE_BIT(ROLE_GM) | ROLE_BIT(ROLE_DIR) | ROLE_BIT(ROLE_DDIR);
    case DEPT_FINANCE:
        return ROLE_BIT(ROLE_FIN);
    case DEPT_STORE:
        return ROLE_BIT(ROLE_STO) | ROLE_BIT(ROLE_SCR) | ROLE_BIT(ROLE_WH);
    case DEPT_FIELD:
        return ROLE_BIT(ROLE_MM) | ROLE_BIT(ROLE_UM) | ROLE_BIT(ROLE_KAM) | ROLE_BIT(ROLE_SR);
    case department_none:
    case department_count:
        break;
    }
    return 0;
}

static void problem_explain(struct work *w)
{
    struct problem_row *p = problem_at_hand(w, EVENT_EXPLAIN);
    const role_set theirs = p ? department_roles(p->department) : 0;

    if (!p)
        return;
    if (BREAKS(RULE_PROBLEM_DEPARTMENT, !(w->roles & theirs))) {
        say_name(w, "department", str_of(enum_name(ENUM_department, p->department)));
        refused(w, RULE_PROBLEM_DEPARTMENT);
        w->ruling.code = ERR_RIGHTS;
        return;
    }
    if (p->department == DEPT_FIELD && !actor_in_scope(w, ONE(w->customer)))
        return;
    p->cause = (enum problem_cause)w->args->v[P_problem_cause].n;
    p->explanation = w->args->v[P_text].s;
    p->explained_by = w->actor_id;
    p->explained_at = w->now;
    problem_move(w, p, EVENT_EXPLAIN, PROBLEM_EXPLAINED, p->step, p->explanation);
    done(w);
}
OPERATION(PROBLEM_EXPLAIN) = { LOADS(act_loads), .decide = problem_explain };

static void problem_review(struct work *w)
{
    struct problem_row *p = problem_at_hand(w, EVENT_REVIEW);

    if (!p)
        return;
    if (BREAKS(RULE_PROBLEM_OWN, p->explained_by == w->actor_id)) {
        refused(w, RULE_PROBLEM_OWN);
        return;
    }
    p->review = w->args->v[P_remark].s;
    p->reviewed_by = w->actor_id;
    p->reviewed_at = w->now;
    problem_move(w, p, EVENT_REVIEW, PROBLEM_REVIEWED, p->step, p->review);
    done(w);
}
OPERATION(PROBLEM_REVIEW) = { LOADS(act_loads), .decide = problem_review };

static void problem_action(struct work *w)
{
    struct problem_row *p = problem_at_hand(w, EVENT_TAKE_ACTION);
    const struct app_user_row *owner = p ? user_named(w, P_user) : NULL;
    const struct day due = arg_day(w->args, P_due);

    if (!p || !owner)
        return;
    if (BREAKS(RULE_PROBLEM_DUE, due.n < w->today.n)) {
        say_day(w, "today", w->today);
        refused_at(w, RULE_PROBLEM_DUE, "due", STR(""));
        return;
    }
    p->action = w->args->v[P_action].s;
    p->owner_id = owner->id;
    p->due = due;
    problem_move(w, p, EVENT_TAKE_ACTION, PROBLEM_ACTION, p->step, p->action);
    done(w);
}
OPERATION(PROBLEM_ACTION) = { LOADS(act_loads), .decide = problem_action };

/* Does a clock of the record that ran out still run? */
static bool still_late(const struct work *w, const struct problem_row *p)
{
    const struct order_row *o = ONE(w->order);
    const struct note_row *n = ONE(w->note);

    for (size_t i = 0; i < w->problem_breach.n; i++) {
        const struct problem_breach_row *b = w->problem_breach.v[i];

        if (p->note_id
                ? n && o->note_id == n->id && o->ship_due_at.us &&
                      o->ship_due_at.us <= b->due_at.us
                : clock_of(MACHINE_ORDER, o->state) == b->clock && o->due_at.us == b->due_at.us)
            return true;
    }
    return false;
}

static void problem_close(struct work *w)
{
    struct problem_row *p = problem_at_hand(w, EVENT_CLOSE);

    if (!p)
        return;
    if (BREAKS(RULE_PROBLEM_RUNNING, still_late(w, p))) {
        refused(w, RULE_PROBLEM_RUNNING);
        return;
    }
    p->answer = w->args->v[P_remark].s;
    p->closed_by = w->actor_id;
    p->closed_at = w->now;
    problem_move(w, p, EVENT_CLOSE, PROBLEM_CLOSED, p->step, p->answer);
    done(w);
}
OPERATION(PROBLEM_CLOSE) = { LOADS(act_loads), .decide = problem_close };
