/*
 * sweep_acts.c - seven questions, and a few commands at a time.
 */
#include "server/shell/sweep_acts.h"

#include <stdlib.h>

#include "common/limits.h"
#include "common/log.h"
#include "server/db/bind.h"
#include "server/shell/own_command.h"
#include "server/shell/sweep_late.h"
#include "server/shell/trouble.h"

#define PAGE    200
#define PAGE_   "200"
#define AT_ONCE 4
#define SHARE   4 /* of the connections, one in so many */

/* $1 is the sweep's number, $2 the id of the last document of the page before, or 0. A row is
 * a document's id and its number, and of a shipment its part; or an account's id and code. */
#define OF_SWEEP " FROM sweep s JOIN policy p ON p.id = s.policy_id"
#define NEXT_ID  " ORDER BY 1 LIMIT " PAGE_
#define SPAN                                                                                   \
    "WITH span AS MATERIALIZED (SELECT s.looked_to AS upto, coalesce((SELECT"                  \
    " least(b.looked_to, s.looked_to) FROM sweep b WHERE b.no < s.no"                          \
    " AND b.ended_at IS NOT NULL ORDER BY b.no DESC LIMIT 1), '-infinity') - " SWEEP_SLACK     \
    " AS since FROM sweep s WHERE s.no = $1::bigint)," SWEEP_CLOCKS

static const struct matter {
    enum op op;
    enum {
        TOGETHER,
        IN_TURN, /* one at a time: the oldest arrival first */
        OF_NOTE, /* the act takes an order or a note: the row is a note */
    } how;
    struct db_statement due;
} matters[] = {
    { OP_ORDER_QUOTA_MONTH,
      TOGETHER,
      { .name = "sweep_quota",
        .sql = "SELECT o.id, o.no, NULL" OF_SWEEP " JOIN orders o"
               " ON o.state IN ('QUOTA_CHOICE', 'WAIT_QUOTA_UM', 'WAIT_QUOTA_SLT')"
               " AND o.quota_month < date_trunc('month', s.day)::date"
               " WHERE s.no = $1::bigint AND o.id > $2::bigint" NEXT_ID,
        .params = 2 } },
    /* Limits and cash-first as the history of decisions has them: the row itself may have
     * taken the announced value over before this question. */
    { OP_ORDER_RECHECK,
      IN_TURN,
      { .name = "sweep_recheck",
        .sql =
            "WITH s AS MATERIALIZED (SELECT s.day, b.policy_id IS DISTINCT FROM s.policy_id"
            " AS every, least(b.day, s.day - 1) AS since" OF_SWEEP
            " LEFT JOIN LATERAL (SELECT b.day, b.policy_id FROM sweep b WHERE b.no < s.no"
            " AND b.ended_at IS NOT NULL ORDER BY b.no DESC LIMIT 1) b ON true"
            " WHERE s.no = $1::bigint),"
            " c AS MATERIALIZED (SELECT c.account_id, c.customer_id FROM customer_change c, s"
            " WHERE c.fact IN ('LIMIT', 'CASH_FIRST') AND c.valid_from > s.since"
            " AND c.valid_from <= s.day),"
            " last AS MATERIALIZED (SELECT arrival, id FROM orders WHERE id = $2::bigint)"
            " SELECT o.id, o.no, NULL FROM s JOIN orders o ON o.state = 'HOLD_CREDIT'"
            " WHERE ($2::bigint = 0 OR (o.arrival, o.id) > (SELECT arrival, id FROM last))"
            " AND (s.every OR o.account_id IN (SELECT account_id FROM c WHERE account_id > 0)"
            " OR o.customer_id IN (SELECT customer_id FROM c WHERE customer_id > 0))"
            " ORDER BY o.arrival, o.id LIMIT " PAGE_,
        .params = 2 } },
    /* The last day of the hold is still the customer's, as order.lapse has it. */
    { OP_ORDER_LAPSE,
      TOGETHER,
      { .name = "sweep_lapse",
        .sql = "SELECT o.id, o.no, NULL" OF_SWEEP " JOIN orders o ON o.state = 'HOLD_CREDIT'"
               " AND (o.state_since AT TIME ZONE 'UTC' + p.utc_offset_min"
               " * interval '1 minute')::date + p.hold_days::integer < s.day"
               " WHERE s.no = $1::bigint AND o.id > $2::bigint" NEXT_ID,
        .params = 2 } },
    { OP_NOTE_DEEM,
      TOGETHER,
      { .name = "sweep_deem",
        .sql =
            "SELECT x.id, n.no, x.part" OF_SWEEP " JOIN shipment x"
            " ON x.state IN ('CONSIGNED', 'FED_BACK')"
            " AND x.slip_due + p.deemed_days::integer < s.day JOIN note n ON n.id = x.note_id"
            " WHERE s.no = $1::bigint AND x.id > $2::bigint" NEXT_ID,
        .params = 2 } },
    /* clang-format off */
    /* Clocks that ran out since the last sweep looked. */
    { OP_PROBLEM_BREACH,
      TOGETHER,
      { .name = "sweep_late_orders",
        .sql = SPAN
#include "server/core/clocks.def"
               SWEEP_CLOCKS_END " SELECT DISTINCT x.id, x.no, NULL FROM (" SWEEP_LATE_ORDERS ") x"
               " WHERE x.id > $2::bigint" NEXT_ID,
        .params = 2 } },
    { OP_PROBLEM_BREACH,
      OF_NOTE,
      { .name = "sweep_late_notes",
        .sql = SPAN
#include "server/core/clocks.def" /* NOLINT: two statements say it */
               SWEEP_CLOCKS_END " SELECT x.id, x.no, NULL FROM (" SWEEP_LATE_NOTES ") x"
               " WHERE x.id > $2::bigint" NEXT_ID,
        .params = 2 } },
    /* clang-format on */
    /* The first sweep that ends in a quarter does it for all; a company's first quarter
     * has no closed months, and no proposals but those that are asked for. */
    { OP_LIMIT_PROPOSE,
      TOGETHER,
      { .name = "sweep_limits",
        .sql = "SELECT a.id, a.code, NULL FROM sweep s JOIN LATERAL (SELECT b.day FROM sweep b"
               " WHERE b.no < s.no AND b.ended_at IS NOT NULL ORDER BY b.no DESC LIMIT 1) b"
               " ON b.day < date_trunc('quarter', s.day::timestamp)::date"
               " JOIN credit_account a ON EXISTS (SELECT FROM customer c"
               " WHERE c.account_id = a.id) AND NOT EXISTS (SELECT FROM limit_proposal p"
               " WHERE p.account_id = a.id"
               " AND p.quarter = date_trunc('quarter', s.day::timestamp)::date)"
               " WHERE s.no = $1::bigint AND a.id > $2::bigint" NEXT_ID,
        .params = 2 } },
};

struct sweep_acts {
    struct executor *executor;
    struct db_conn *conn;
    int64_t no;
    struct str prefix;
    sweep_acted *acted;
    void *ctx;
    struct arena memory; /* as long as the sweep */
    struct arena arena;  /* of the page at hand */
    size_t matter;
    const struct db_result *page;
    size_t next, under_way;
    int64_t after; /* the last document of the page */
    int64_t left;  /* acts that were not taken now, and may be later */
    bool starting; /* inside of pump(): answers may come at once */
    bool stopping, broken;
    struct sweep_tally tally;
};

static void ask_page(struct sweep_acts *a);
static void pump(struct sweep_acts *a);

struct str sweep_prefix(int64_t no, struct str day, struct arena *arena)
{
    return str_format(arena, "clock/%.*s/%lld/", STR_ARG(day), (long long)no);
}

static void end(struct sweep_acts *a)
{
    sweep_acted *acted = a->acted;
    struct sweep_tally tally = a->tally;
    void *ctx = a->ctx;

    tally.whole = !a->stopping && !a->broken && a->left == 0;
    if (a->left)
        log_put(LEVEL_WARN, LOG_EVENT("sweep_left"), LOG_INT("acts", a->left));
    arena_release(&a->arena);
    arena_release(&a->memory);
    free(a);
    acted(&tally, ctx);
}

/* ---- acts ---- */

static bool passes(enum error_code code)
{
    return code == ERR_BUSY || code == ERR_RETRY || code == ERR_UNKNOWN ||
           code == ERR_READ_ONLY || code == ERR_CLOSING;
}

static void on_act(struct command *command, const struct command_outcome *outcome)
{
    struct own_command *own = (struct own_command *)command;
    struct sweep_acts *a = command->ctx;

    if (outcome->err.code) {
        log_put(LEVEL_WARN, LOG_EVENT("sweep_act"), LOG_TEXT("command", command->id),
                LOG_TEXT("error", str_of(error_name(outcome->err.code))));
        if (passes(outcome->err.code))
            a->left++;
        else
            a->tally.failed++;
    }
    own_command_free(own);
    a->under_way--;
    pump(a);
}

static void begin_act(struct sweep_acts *a, size_t row)
{
    enum op op = matters[a->matter].op;
    struct str no = db_value(a->page, row, 1), part = db_value(a->page, row, 2);
    struct own_command *own = own_command_new(
        op, str_format(&a->arena, "%.*s%s/%.*s%s%.*s", STR_ARG(a->prefix), catalog[op].name,
                       STR_ARG(no), db_is_null(part) ? "" : "/", STR_ARG(part)));

    own_command_text(own,
                     op_takes(op, P_note) &&
                             (!op_takes(op, P_order) || matters[a->matter].how == OF_NOTE)
                         ? P_note
                     : op_takes(op, P_account) ? P_account
                                               : P_order,
                     no);
    if (db_read_int(a->page, row, 2, &own->args.v[P_part].n))
        own->args.v[P_part].given = true;
    own->command.done = on_act;
    own->command.ctx = a;
    a->under_way++;
    executor_run(a->executor, &own->command);
}

static size_t at_once(const struct sweep_acts *a)
{
    size_t share = db_pool_state(executor_options(a->executor)->pool).size / SHARE;

    if (matters[a->matter].how == IN_TURN || share < 1)
        return 1;
    return share < AT_ONCE ? share : AT_ONCE;
}

/* The page is through. */
static void turn_page(struct sweep_acts *a)
{
    if (a->page->rows < PAGE) {
        a->matter++;
        a->after = 0;
    }
    if (a->matter == COUNT(matters) || a->stopping)
        end(a);
    else
        ask_page(a);
}

static void pump(struct sweep_acts *a)
{
    if (a->starting)
        return;
    a->starting = true;
    while (!a->stopping && a->next < a->page->rows && a->under_way < at_once(a))
        begin_act(a, a->next++);
    a->starting = false;
    if (a->under_way == 0 && (a->stopping || a->next == a->page->rows))
        turn_page(a);
}

/* ---- pages ---- */

static void on_page(const struct db_outcome *outcome, void *ctx)
{
    struct sweep_acts *a = ctx;
    const struct db_result *page = outcome->results;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome) ||
        (page->rows && !db_read_int(page, page->rows - 1, 0, &a->after))) {
        (void)trouble_of(outcome, matters[a->matter].due.name);
        a->broken = true;
        end(a);
        return;
    }
    a->page = page;
    a->next = 0;
    pump(a);
}

static void ask_page(struct sweep_acts *a)
{
    struct db_batch batch;
    struct str values[2];

    arena_reset(&a->arena);
    values[0] = str_format(&a->arena, "%lld", (long long)a->no);
    values[1] = str_format(&a->arena, "%lld", (long long)a->after);
    db_batch_init(&batch, &a->arena);
    db_batch_add(&batch, &matters[a->matter].due, values);
    db_batch_sync(&batch);
    db_conn_send(a->conn, &batch, executor_options(a->executor)->load_ms, on_page, a);
}

struct sweep_acts *sweep_acts_begin(struct executor *executor, struct db_conn *conn, int64_t no,
                                    struct str day, sweep_acted *acted, void *ctx)
{
    struct sweep_acts *a = calloc(1, sizeof *a);

    if (!a)
        abort();
    a->executor = executor;
    a->conn = conn;
    a->no = no;
    a->acted = acted;
    a->ctx = ctx;
    arena_init(&a->memory, LIMIT_ARENA_BYTES);
    arena_init(&a->arena, LIMIT_ARENA_BYTES);
    a->prefix = sweep_prefix(no, day, &a->memory);
    ask_page(a);
    return a;
}

void sweep_acts_stop(struct sweep_acts *a)
{
    a->stopping = true;
}
