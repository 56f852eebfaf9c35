/*
 * rehearse.c - the rows of an account copied, commands run on the copy.
 */
#include "server/core/rehearse.h"

#include "common/limits.h"
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/in_force.h"

/* --- facts ---------------------------------------------------------------------------------
 */

/* Of many orders at once: far above what one order can have, bounded all the same. */
#define MANY 20000
#define READ_MANY(T, ...)                                                                      \
    {                                                                                          \
        .table = TABLE_##T, .hold = HOLD_READ, .limit = MANY, .matches = { __VA_ARGS__ }       \
    }
#define OF_ORDERS(T, t) READ_MANY(T, ANY_OF(BY_FACT(t, order_id, ORDER, order, id)))

/* Ordered and bounded as the commands load them, so that both see the same ones. */
static const struct load facts_loads[] = {
    READ(CREDIT_ACCOUNT, ANY_OF(BY_ARG(credit_account, code, P_account))),
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer),
                          BY_FACT(customer, account_id, CREDIT_ACCOUNT, credit_account, id))),
    /* the one that is asked about, those with the same paper, and those that are held */
    READ(ORDER,
         ANY_OF(BY_ARG(order, no, P_order), BY_FACT(order, customer_id, CUSTOMER, customer, id),
                BY_FACT(order, account_id, CREDIT_ACCOUNT, credit_account, id)),
         ANY_OF(BY_ARG(order, no, P_order), BY_ARG(order, reference, P_reference),
                BY_CONST(order, state, ORDER_HOLD_CREDIT),
                BY_CONST(order, state, ORDER_WAIT_ST),
                BY_CONST(order, state, ORDER_WAIT_FUNDS))),
    OF_ORDERS(ORDER_LINE, order_line),
    READ_FIRST(RECEIVABLE, receivable, due, 1000,
               ANY_OF(BY_FACT(receivable, account_id, CREDIT_ACCOUNT, credit_account, id)),
               ANY_OF(BY_POSITIVE(receivable, open_s), BY_POSITIVE(receivable, open_i))),
    READ_FIRST(RECEIPT, receipt, received_on, 1000,
               ANY_OF(BY_FACT(receipt, account_id, CREDIT_ACCOUNT, credit_account, id),
                      BY_ARG(receipt, bank_ref, P_bank_ref)),
               ANY_OF(BY_POSITIVE(receipt, free), BY_POSITIVE(receipt, earmarked),
                      BY_ARG(receipt, no, P_receipt), BY_ARG(receipt, bank_ref, P_bank_ref))),
    OF_ORDERS(EARMARK, earmark),
    { .table = TABLE_LIMIT_DECISION,
      .hold = HOLD_READ,
      .limit = 1000,
      .newest = true,
      .matches = { ANY_OF(
          BY_FACT(limit_decision, account_id, CREDIT_ACCOUNT, credit_account, id)) } },
    { .table = TABLE_LIMIT_PROPOSAL,
      .hold = HOLD_READ,
      .limit = 40,
      .newest = true,
      .matches = { ANY_OF(
          BY_FACT(limit_proposal, account_id, CREDIT_ACCOUNT, credit_account, id)) } },
    READ(LIMIT_SIGNATURE,
         ANY_OF(BY_FACT(limit_signature, limit_id, LIMIT_DECISION, limit_decision, id))),
    OF_ORDERS(SIGNATURE, signature),
    OF_ORDERS(ST_CASE, st_case),
    OF_ORDERS(QUOTA_REQUEST, quota_request),
    /* of any month: the order's own is not known before it is keyed */
    { .table = TABLE_QUOTA_CELL,
      .hold = HOLD_READ,
      .limit = MANY,
      .order_by = COL_quota_cell_month,
      .newest = true,
      .matches = { ANY_OF(BY_FACT(quota_cell, product_id, PRODUCT, product, id),
                          BY_FACT(quota_cell, class, PRODUCT, product, class),
                          BY_FACT(quota_cell, id, QUOTA_ENTRY, quota_entry, cell_id)),
                   ANY_OF(BY_FACT(quota_cell, holder_id, CUSTOMER, customer, id),
                          BY_FACT(quota_cell, holder_id, AREA, area, id),
                          BY_CONST(quota_cell, holder, HOLDER_EVERYONE),
                          BY_FACT(quota_cell, id, QUOTA_ENTRY, quota_entry, cell_id)) } },
    READ(OPENING, ANY_OF(BY_ARG(opening, kind, P_batch))),
    READ(COUNTER, ANY_OF(BY_CONST(counter, series, SERIES_RC))),
    READ(MARKET, ANY_OF(BY_FACT(market, id, CUSTOMER, customer, market_id))),
    READ(AREA, ANY_OF(BY_FACT(area, id, CUSTOMER, customer, area_id))),
    READ_ASSIGNMENTS,
    READ(PRODUCT, ANY_OF(BY_FACT(product, id, ORDER_LINE, order_line, product_id),
                         BY_ITEMS(product, code, P_lines))),
    PRICE_LOADS,
    READ(SALE_RULE, ANY_OF(BY_FACT(sale_rule, product_id, PRODUCT, product, id))),
    READ_MANY(PRICE_PERMISSION,
              ANY_OF(BY_FACT(price_permission, product_id, PRODUCT, product, id)),
              ANY_OF(BY_FACT(price_permission, customer_id, CUSTOMER, customer, id))),
    READ_MANY(STATION, ANY_OF(BY_ARG(station, code, P_station),
                              BY_FACT(station, id, ORDER, order, station_id))),
    READ_MANY(DESTINATION, ANY_OF(BY_FACT(destination, customer_id, CUSTOMER, customer, id))),
    { .table = TABLE_WAREHOUSE, .hold = HOLD_READ },
    READ_MANY(VERDICT, ANY_OF(BY_FACT(verdict, id, ORDER, order, verdict_id))),
    OF_ORDERS(QUOTA_ENTRY, quota_entry),
    READ_MANY(QUOTA_CHANGE, ANY_OF(BY_FACT(quota_change, order_id, ORDER, order, id))),
    OF_ORDERS(AUTHOR, author),
    /* whoever may have to act: a company's people are few */
    { .table = TABLE_USER_ROLE, .hold = HOLD_READ, .limit = MANY },
    { .table = TABLE_DELEGATION, .hold = HOLD_READ, .limit = MANY },
    { .table = TABLE_AWAY, .hold = HOLD_READ, .limit = MANY },
    { .table = TABLE_APP_USER, .hold = HOLD_READ, .limit = MANY },
};
const struct operation rehearsal_facts = { LOADS(facts_loads) };

static const enum op known[] = {
    OP_ORDER_KEY,      OP_ORDER_ACCEPT,  OP_ORDER_RESUBMIT, OP_ORDER_AMEND,
    OP_ORDER_CUT,      OP_ORDER_SIGN,    OP_ORDER_RECHECK,  OP_ST_SIGN,
    OP_RECEIPT_RECORD, OP_RECEIPT_CLEAR, OP_ACCOUNT_LIMIT,  OP_LIMIT_SIGN,
};

bool rehearsable(enum op op)
{
    for (size_t i = 0; i < COUNT(known); i++)
        if (known[i] == op)
            return true;
    return false;
}

const char *rehearsal_lacks(void)
{
    for (size_t i = 0; i < COUNT(known); i++) {
        const struct operation *op = operations[known[i]];

        for (size_t k = 0; k < op->load_count; k++)
            if (!load_of(&rehearsal_facts, op->loads[k].table))
                return tables[op->loads[k].table].name;
    }
    return NULL;
}

/* --- the copy ------------------------------------------------------------------------------
 */

/* Far above what any sequence has given: a rehearsed row never has an id that exists. */
#define REHEARSED_BLOCK (INT64_C(1) << 46)

static void copy_rows(struct rehearsal *r, const struct work *facts, enum table t)
{
    const struct rows *list = &facts->list[t];

    for (size_t i = 0; i < list->n; i++)
        model_insert(&r->model, t, list->v[i]);
    r->partial |= list->cut && t != TABLE_POLICY;
}

void rehearsal_begin(struct rehearsal *r, const struct work *facts, struct arena *arena)
{
    const struct policy_row *pol = ONE(facts->policy);

    *r = (struct rehearsal){ .arena = arena };
    model_init(&r->model, arena);
    r->model.now = facts->now;
    r->model.next_block = REHEARSED_BLOCK;
    if (pol)
        r->model.utc_offset_min = (int)pol->utc_offset_min;
    for (enum table t = 0; t < TABLE_COUNT; t++)
        copy_rows(r, facts, t);
}

int64_t system_user(const struct rehearsal *r)
{
    const struct model_table *roles = &r->model.tables[TABLE_USER_ROLE];

    for (size_t i = 0; i < roles->n; i++) {
        const struct user_role_row *u = roles->rows[i];

        if (u->role == ROLE_SYSTEM)
            return u->user_id;
    }
    return 0;
}

/* In that arena, which may be let go while the rehearsal goes on. */
static struct work *run_in(struct rehearsal *r, struct arena *arena, enum op op,
                           int64_t actor_id, const struct args *args)
{
    struct work *w = ARENA_NEW(arena, struct work);
    struct effects effects;

    assert(rehearsable(op));
    w->arena = arena;
    w->op = op;
    w->args = args;
    w->actor_id = actor_id;
    w->command_id = str_format(arena, "~%u", ++r->commands);
    model_load(&r->model, w);
    decide(w);
    effects_collect(w, &effects);
    r->failed |= arena->failed; /* such a command would not be stored */
    model_apply(&r->model, &effects);
    return w;
}

struct work *rehearsal_run(struct rehearsal *r, enum op op, int64_t actor_id,
                           const struct args *args)
{
    return run_in(r, r->arena, op, actor_id, args);
}

struct work *rehearsal_judge(struct rehearsal *r, struct str order_no)
{
    struct work *w = ARENA_NEW(r->arena, struct work);
    struct args *args = ARENA_NEW(r->arena, struct args);

    args->v[P_order] = (struct arg){ .given = true, .s = order_no };
    w->arena = r->arena;
    w->op = OP_ORDER_RESUBMIT;
    w->args = args;
    w->actor_id = system_user(r);
    model_load(&r->model, w);
    actor_today(w);
    in_force_today(w);
    w->actor = find_app_user(w, w->actor_id);
    w->as = (struct capacity){ ROLE_SYSTEM, w->actor_id, 0 };
    if (!w->order.n)
        return NULL;
    w->ruling.order_id = w->order.v[0]->id;
    w->order.v[0]->state =
        ORDER_RETURNED; /* from there every outcome of the checks is a road */
    checks_run(w, w->order.v[0], EVENT_RESUBMIT);
    return w;
}

const struct order_row *rehearsal_order(const struct rehearsal *r, struct str no)
{
    const struct model_table *orders = &r->model.tables[TABLE_ORDER];

    for (size_t i = 0; i < orders->n; i++) {
        const struct order_row *o = orders->rows[i];

        if (no.n && str_eq(o->no, no))
            return o;
    }
    return NULL;
}

void rehearsal_rename(struct rehearsal *r, int64_t order_id, struct str no)
{
    struct model_table *orders = &r->model.tables[TABLE_ORDER];

    for (size_t i = 0; i < orders->n; i++)
        if (row_id(orders->rows[i]) == order_id)
            ((struct order_row *)orders->rows[i])->no = no;
}

/* --- what it frees -------------------------------------------------------------------------
 */

#define RECHECKS 500 /* as many as the daemon takes at once (server/shell/recheck.c) */

static bool waits(const struct order_row *o)
{
    return o->state == ORDER_HOLD_CREDIT || o->state == ORDER_WAIT_ST ||
           o->state == ORDER_WAIT_FUNDS;
}

static bool arrived_before(const struct order_row *a, const struct order_row *b)
{
    return a->arrival.us != b->arrival.us ? a->arrival.us < b->arrival.us : a->id < b->id;
}

/* The held orders of the accounts that the command locked, oldest arrival first. */
static size_t held_of(struct rehearsal *r, const struct work *behind, struct str *numbers)
{
    const struct model_table *orders = &r->model.tables[TABLE_ORDER];
    const struct order_row **found =
        ARENA_ARRAY(r->arena, orders->n + 1, const struct order_row *);
    size_t n = 0;

    for (size_t i = 0; i < orders->n; i++) {
        const struct order_row *o = orders->rows[i];
        size_t k = n;

        if (!waits(o) || !find_credit_account(behind, o->account_id))
            continue;
        for (; k && arrived_before(o, found[k - 1]); k--)
            found[k] = found[k - 1];
        found[k] = o;
        n++;
    }
    r->partial |= n > RECHECKS;
    n = n > RECHECKS ? RECHECKS : n;
    for (size_t i = 0; i < n; i++) /* the rows may be written over */
        numbers[i] = str_dup(r->arena, found[i]->no);
    return n;
}

/* The work of an order that nobody asked about is let go at once: there may be hundreds. */
static struct work *recheck(struct rehearsal *r, struct str no, bool keep, size_t *freed)
{
    struct args *args = ARENA_NEW(r->arena, struct args);
    const struct order_row *o;
    struct arena own;
    struct work *w;

    arena_init(&own, LIMIT_ARENA_BYTES);
    args->v[P_order] = (struct arg){ .given = true, .s = no };
    w = run_in(r, keep ? r->arena : &own, OP_ORDER_RECHECK, system_user(r), args);
    arena_release(&own);
    o = rehearsal_order(r, no);
    *freed += o && !waits(o);
    return keep ? w : NULL;
}

struct work *rehearsal_rechecks(struct rehearsal *r, const struct work *behind,
                                struct str order_no, size_t *freed)
{
    struct str *numbers = ARENA_ARRAY(r->arena, r->model.tables[TABLE_ORDER].n + 1, struct str);
    struct work *its = NULL;
    size_t n;

    if (behind->ruling.outcome == OUTCOME_REFUSED || !operation_frees(behind))
        return NULL;
    n = held_of(r, behind, numbers);
    for (size_t i = 0; i < n; i++) {
        bool asked = str_eq(numbers[i], order_no);
        struct work *w = recheck(r, numbers[i], asked, freed);

        if (asked)
            its = w;
    }
    return its;
}
