/*
 * planted.c - faults in the effects, between the decision and its storing.
 *
 * For each table a row that is not stored and a change that is not stored, for each column a
 * value that is wrong in a new row, or left as it was in a changed one. The game goes on to
 * the world's end; a truth must break by then, or the program stop at a promise of its own.
 * Each plant runs in a process of its own.
 */
#include "tests/core/planted.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/core/game.h"
#include "tests/core/truths.h"

#define WORLD_COMMANDS 400
#define WORLDS         120 /* games in which the occasion may come */
#define RECOUNT_EVERY  20

enum how { LOST_ROW, LOST_CHANGE, WRONG_ROW, STALE_VALUE, HOW_COUNT };
static const char *const how_names[HOW_COUNT] = { "new row lost", "change lost",
                                                  "wrong in a new row", "change not stored" };
struct plant {
    enum table table;
    enum how how;
    size_t column; /* of WRONG_ROW and STALE_VALUE */
    uint64_t seed; /* of the world that has the occasion */
    unsigned skip; /* occasions to let pass there */
    bool done;
};
static bool of_column(enum how how)
{
    return how == WRONG_ROW || how == STALE_VALUE;
}
enum finding { FOUND, STOPPED, UNNOTICED, NO_OCCASION };

/* --- which must be found --------------------------------------------------------------------
 */

/* What is counted: money, goods, quota, papers, roads; the ledgers and the rows that sum them
 * up. What a person enters, and the clocks, cannot be known from anything else. */
static const struct {
    enum table table;
    const char *columns;
} counted[] = {
    { TABLE_CREDIT_ACCOUNT,
      "reserved shipped invoiced deposit earmarked shortfall last_entry_id" },
    { TABLE_ORDER, "state version content_hash customer_id account_id total cash_basis "
                   "verdict_id reserved earmarked tolerated quota_held seq state_since" },
    { TABLE_ORDER_LINE,
      "order_id line_no product_id ordered granted price price_per amount closed removed" },
    { TABLE_NOTE, "no order_id account_id state total document_id seq" },
    { TABLE_NOTE_LINE,
      "note_id order_line_id product_id qty allocated issued closed closed_amount" },
    { TABLE_NOTE_COPY, "note_id form copy copy_no" },
    { TABLE_PRINT_JOB, "note_id order_id attempts" },
    { TABLE_FORM, "document_id form body sha256" },
    { TABLE_PRINT_COPY, "document_id" },
    { TABLE_SHIPMENT, "note_id order_id account_id part state warehouse_id outbound_no "
                      "document_id receivable_id seq" },
    { TABLE_SHIPMENT_LINE,
      "shipment_id note_line_id order_line_id product_id qty amount issued "
      "invoiced invoiced_amount returned returned_amount raised" },
    { TABLE_GOODS_RETURN,
      "order_id account_id note_id shipment_id state amount document_id seq" },
    { TABLE_GOODS_RETURN_LINE, "return_id shipment_line_id product_id accepted amount" },
    { TABLE_RECEIVABLE, "account_id order_id shipment_id state amount open_s open_i invoiced "
                        "paid credited written_off seq" },
    { TABLE_RECEIPT,
      "no account_id state amount free earmarked allocated document_id cleared_on refunded" },
    { TABLE_REFUND, "no receipt_id account_id customer_id amount state document_id" },
    { TABLE_EARMARK, "receipt_id order_id amount used" },
    { TABLE_ST_CASE, "order_id state" },
    { TABLE_QUOTA_REQUEST, "order_id state" },
    { TABLE_QUOTA_CELL, "allotted used" },
    { TABLE_STOCK, "product_id warehouse_id on_hand reserved" },
    { TABLE_COUNTER, "period last_no" },
    { TABLE_VERDICT, "order_id version account_id policy_id cash_basis lim exposure amount "
                     "overdue funds result seen_id entry_id" },
    { TABLE_EVENT,
      "machine entity_id seq order_id from_state to_state op actor_id principal_id "
      "role version" },
    { TABLE_EXPOSURE, "account_id bucket amount order_id receivable_id receipt_id" },
    { TABLE_QUOTA_ENTRY, "cell_id order_id order_line_id qty" },
    { TABLE_QUOTA_CHANGE, "cell_id kind qty" },
    { TABLE_STOCK_MOVE, "product_id warehouse_id kind qty shipment_line_id" },
    { TABLE_DOCUMENT, "series period no number total body sha256 reverses_id" },
    { TABLE_INVOICE, "no document_id total net tax reverses_id" },
    { TABLE_INVOICE_LINE, "invoice_id receivable_id shipment_line_id qty amount tax" },
    { TABLE_ALLOCATION, "receipt_id receivable_id order_id amount reverses_id" },
    { TABLE_WRITE_OFF, "no receivable_id account_id order_id amount state small document_id" },
    { TABLE_WRITE_OFF_SIGNATURE, "write_off_id role signer_id" },
    { TABLE_LIMIT_DECISION, "account_id state lim three" },
    { TABLE_LIMIT_SIGNATURE, "limit_id role signer_id" },
    { TABLE_PROBLEM, "order_id account_id state seq" },
    { TABLE_PROBLEM_BREACH, "problem_id" },
    { TABLE_LIMIT_PROPOSAL, "state grade grade_factor formula lim" },
    { TABLE_SIGNATURE,
      "order_id version content_hash kind role signer_id principal_id void_at" },
};

static const char *counted_columns(enum table t)
{
    for (size_t i = 0; i < COUNT(counted); i++)
        if (counted[i].table == t)
            return counted[i].columns;
    return "";
}

static bool is_counted(enum table t, size_t column)
{
    const char *name = tables[t].columns[column].name;
    size_t n = strlen(name);

    for (const char *at = counted_columns(t); (at = strstr(at, name)); at += n)
        if ((at == counted_columns(t) || at[-1] == ' ') && (at[n] == ' ' || at[n] == 0))
            return true;
    return false;
}

/* --- planting -------------------------------------------------------------------------------
 */

/* Another value of the column's kind; false when the row has none to change. */
static bool change(void *row, const struct column *c)
{
    void *at = (char *)row + c->offset;

    switch (c->kind) {
    case COLUMN_ID:
        return false;
    case COLUMN_REF:
        if (*(int64_t *)at == 0)
            return false;
        *(int64_t *)at = 0;
        return true;
    case COLUMN_INT:
    case COLUMN_MONEY:
    case COLUMN_QTY:
    case COLUMN_TIME:
        *(int64_t *)at += 1;
        return true;
    case COLUMN_BOOL:
        *(bool *)at = !*(bool *)at;
        return true;
    case COLUMN_DAY:
        ((struct day *)at)->n += 1;
        return true;
    case COLUMN_TEXT:
        *(struct str *)at = STR("spoilt");
        return true;
    case COLUMN_ENUM:
        *(unsigned *)at = *(unsigned *)at > 1 ? *(unsigned *)at - 1 : *(unsigned *)at + 1;
        return true;
    }
    return false;
}

static bool column_changed(enum table table, size_t column, const void *was, const void *now)
{
    const struct table_info *t = &tables[table];
    struct table_info one = *t;

    one.columns = &t->columns[column];
    one.column_count = 1;
    return !row_same(&one, was, now);
}

/* A change that matters: of something that is counted. */
static bool matters(const struct world *c, const struct effect *e)
{
    const void *was = model_find(&c->model, e->table, row_id(e->row));

    for (size_t k = 1; was && k < tables[e->table].column_count; k++)
        if (is_counted(e->table, k) && column_changed(e->table, k, was, e->row))
            return true;
    return false;
}

/* The value that stood there before, back into the row. */
static void put_back(const struct column *column, void *row, const void *was)
{
    static const size_t sizes[] = {
        [COLUMN_ID] = sizeof(int64_t),      [COLUMN_REF] = sizeof(int64_t),
        [COLUMN_INT] = sizeof(int64_t),     [COLUMN_MONEY] = sizeof(struct money),
        [COLUMN_QTY] = sizeof(struct qty),  [COLUMN_BOOL] = sizeof(bool),
        [COLUMN_DAY] = sizeof(struct day),  [COLUMN_TIME] = sizeof(struct instant),
        [COLUMN_TEXT] = sizeof(struct str), [COLUMN_ENUM] = sizeof(unsigned),
    };

    memcpy((char *)row + column->offset, (const char *)was + column->offset,
           sizes[column->kind]);
}

/* The row with its fault, or NULL when this row has nothing to spoil there. */
static const void *spoilt(const struct world *c, const struct plant *p, const struct effect *e)
{
    const struct column *column = &tables[p->table].columns[p->column];
    void *row = row_copy(&tables[p->table], e->row, c->arena);
    const void *was = model_find(&c->model, p->table, row_id(e->row));

    if (p->how == WRONG_ROW)
        return change(row, column) ? row : NULL;
    if (!was || !column_changed(p->table, p->column, was, e->row))
        return NULL;
    put_back(column, row, was);
    return row;
}

static bool can_plant(const struct world *c, const struct plant *p, const struct effect *e)
{
    switch (p->how) {
    case LOST_ROW:
        return true;
    case LOST_CHANGE:
        return matters(c, e);
    case WRONG_ROW:
    case STALE_VALUE:
        return spoilt(c, p, e) != NULL;
    case HOW_COUNT:
        break;
    }
    return false;
}

/* Called between decide and apply, until the fault is in. */
static void spoil(struct world *c, struct effects *effects)
{
    struct plant *p = c->spoiler;
    bool insert = p->how == LOST_ROW || p->how == WRONG_ROW;

    for (size_t i = 0; i < effects->n && !p->done; i++) {
        struct effect *e = &effects->v[i];

        if (e->table != p->table || (e->kind == EFFECT_INSERT) != insert)
            continue;
        if (!can_plant(c, p, e))
            continue;
        if (p->skip) {
            p->skip--;
            continue;
        }
        p->done = true;
        if (of_column(p->how))
            e->row = spoilt(c, p, e);
        else
            memmove(e, e + 1, (--effects->n - i) * sizeof *e);
    }
}

/* --- the occasions --------------------------------------------------------------------------
 */

/* A plant waits for its first occasion, or for this one. */
#define LATER_OCCASION 10
#define MOST_COLUMNS   64
struct occasion {
    unsigned seen;         /* so far, up to LATER_OCCASION */
    uint64_t first, later; /* the worlds in which they come up; 0: never */
    unsigned before_later; /* occasions in worlds before that one */
    unsigned world_began;  /* seen when the world of the census began */
};
static struct occasion occasions[TABLE_COUNT][HOW_COUNT][MOST_COLUMNS];

static void note_occasion(struct world *c, const struct effect *e, enum how how, size_t column)
{
    const uint64_t *seed = c->spoiler;
    struct occasion *o = &occasions[e->table][how][column];

    if (o->seen == LATER_OCCASION ||
        !can_plant(c, &(struct plant){ .table = e->table, .how = how, .column = column }, e))
        return;
    if (++o->seen == 1)
        o->first = *seed;
    if (o->seen == LATER_OCCASION) {
        o->later = *seed;
        o->before_later = o->world_began;
    }
}

/* Called between decide and apply: nothing is spoilt, only counted. */
static void count_occasions(struct world *c, struct effects *effects)
{
    for (size_t i = 0; i < effects->n; i++) {
        const struct effect *e = &effects->v[i];
        bool insert = e->kind == EFFECT_INSERT;

        note_occasion(c, e, insert ? LOST_ROW : LOST_CHANGE, 0);
        for (size_t k = 1; k < tables[e->table].column_count; k++)
            note_occasion(c, e, insert ? WRONG_ROW : STALE_VALUE, k);
    }
}

static void leave_alone(struct game *g, const struct play *play, struct work *w)
{
    (void)g;
    (void)play;
    (void)w;
}

/* All worlds once, to know in which of them a plant has its occasion. */
static void census(void)
{
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        struct game g = { .check = leave_alone };
        struct occasion *all = &occasions[0][0][0];
        struct arena arena;

        for (size_t i = 0; i < sizeof occasions / sizeof *all; i++)
            all[i].world_began = all[i].seen;
        arena_init(&arena, SIZE_MAX);
        game_begin(&g, &arena, seed);
        g.world->spoil = count_occasions;
        g.world->spoiler = &seed;
        for (unsigned i = 0; i < WORLD_COMMANDS; i++)
            game_step(&g);
        arena_release(&arena);
    }
}

/* --- the game -------------------------------------------------------------------------------
 */

static void check(struct game *g, const struct play *play, struct work *w)
{
    struct world *c = g->world;
    const struct plant *p = c->spoiler;

    (void)play;
    if (!p->done)
        return;
    g->over = truths_broken_by(&c->model, &c->effects, w, &g->command) ||
              (c->commands % RECOUNT_EVERY == 0 && truths_broken(&c->model, &g->command));
}

/* The world of the plant's occasion, to its end. */
static enum finding play(struct plant *p)
{
    struct game g = { .check = check };
    struct arena arena;

    arena_init(&arena, SIZE_MAX);
    game_begin(&g, &arena, p->seed);
    g.world->spoil = spoil;
    g.world->spoiler = p;
    for (unsigned i = 0; i < WORLD_COMMANDS && !g.over; i++)
        game_step(&g);
    if (!g.over && p->done)
        g.over = truths_broken(&g.world->model, &arena);
    arena_release(&arena);
    return !p->done ? NO_OCCASION : g.over ? FOUND : UNNOTICED;
}

/* In a process of its own: a fault may lead into an assertion, which is also an answer. */
static enum finding try_plant(struct plant p)
{
    pid_t child;
    int status;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

        dup2(nowhere, STDERR_FILENO);
        _exit((int)play(&p));
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        abort();
    return WIFEXITED(status) ? (enum finding)WEXITSTATUS(status) : STOPPED;
}

/* --- the account ----------------------------------------------------------------------------
 */

struct score {
    unsigned total, found, stopped, no_occasion;
};

static void judge_one(struct plant p, unsigned occasion, struct score *score)
{
    enum finding f = p.seed ? try_plant(p) : NO_OCCASION;
    const char *column = of_column(p.how) ? tables[p.table].columns[p.column].name : "";

    score->no_occasion += f == NO_OCCASION;
    if (f == NO_OCCASION)
        return;
    score->total++;
    score->found += f == FOUND;
    score->stopped += f == STOPPED;
    if (f == UNNOTICED)
        printf("planted: not noticed: %s%s%s, %s, occasion %u\n", tables[p.table].name,
               *column ? "." : "", column, how_names[p.how], occasion);
}

/* At the first occasion, and at a later one. */
static void judge(struct plant p, struct score *score)
{
    const struct occasion *o = &occasions[p.table][p.how][p.column];

    p.seed = o->first;
    judge_one(p, 1, score);
    p.seed = o->later;
    p.skip = LATER_OCCASION - 1 - o->before_later;
    judge_one(p, LATER_OCCASION, score);
}

/* Rows and columns of one table; `all`: also what is not counted. */
static void judge_table(enum table t, enum how how, bool all, struct score *score)
{
    if (tables[t].kind == TABLE_LEDGER && (how == LOST_CHANGE || how == STALE_VALUE))
        return;
    if (!of_column(how)) {
        if (*counted_columns(t))
            judge((struct plant){ .table = t, .how = how }, score);
        return;
    }
    for (size_t k = 1; k < tables[t].column_count; k++)
        if (is_counted(t, k) != all)
            judge((struct plant){ .table = t, .how = how, .column = k }, score);
}

static struct score judge_all(bool rest)
{
    struct score score = { 0 };

    for (enum table t = 0; t < TABLE_COUNT; t++)
        for (enum how how = 0; how < HOW_COUNT; how++)
            judge_table(t, how, rest, &score);
    return score;
}

int planted(bool rest)
{
    struct score score;
    unsigned found;
    bool good;

    census();
    score = judge_all(rest);
    found = score.found + score.stopped;
    good = rest || (score.total > 0 && found == score.total);

    printf("figure: planted: %s %u of %u found, %u of them by a stop; %u never came up\n",
           rest ? "what is entered, not counted:" : "ledgers and counters:", found, score.total,
           score.stopped, score.no_occasion);
    printf("%d passed, %d failed\n", good, !good);
    return !good;
}
