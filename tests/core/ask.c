/*
 * ask.c - what-if equals what then happens: each command is rehearsed, then given.
 *
 *     ask [COMMANDS [SEED]]
 *     ask --planted
 *
 * The player's game (game.h) runs in small worlds. Before a command that can be rehearsed, and
 * before each recheck that follows it, a rehearsal is made of the rows that rehearsal_facts
 * would load from the database, and no others; there the command is tried. Then it is given.
 * Both answers must be the same to the byte: outcome, rule, numbers, remedies, the order's
 * state. And the world must be the same behind the question as before it.
 * With --planted a rehearsal is made wrong in one way after the other (rows left out, a limit
 * of another day); each must be found.
 */
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/rehearse.h"
#include "tests/core/game.h"

#define WORLD_COMMANDS 300
#define ENOUGH         20 /* of each command, in a long run */
#define LONG_RUN       100000

/* What is wrong with the rehearsal, of which the comparison must tell. */
enum fault { NO_FAULT, OLD_LIMIT, NO_RECEIVABLES, NO_QUOTA, NO_RECEIPTS, FAULTS };
static const char *const fault_names[FAULTS] = {
    "none",
    "the limit of another day",
    "debts are not loaded",
    "quota cells are not loaded",
    "receipts are not loaded",
};

struct tally {
    enum fault fault;
    uint64_t commands, asked, by_op[OP_COUNT], outcomes[outcome_count], differ;
    struct str expected; /* of the command that comes; empty: it was not asked */
    bool quiet;
};

/* --- the question --------------------------------------------------------------------------
 */

static const struct order_row *order_named(const struct world *c, const struct args *args)
{
    const struct model_table *t = &c->model.tables[TABLE_ORDER];

    for (size_t i = 0; i < t->n; i++)
        if (str_eq(((const struct order_row *)t->rows[i])->no, args->v[P_order].s))
            return t->rows[i];
    return NULL;
}

/* The customer whom the command is about, whether it names him, his order, his receipt or his
 * account; 0 when it names none that there is. */
static const struct customer_row *customer_meant(const struct world *c, const struct args *args)
{
    const struct model_table *customers = &c->model.tables[TABLE_CUSTOMER];
    const struct model_table *receipts = &c->model.tables[TABLE_RECEIPT];
    const struct model_table *accounts = &c->model.tables[TABLE_CREDIT_ACCOUNT];
    const struct order_row *o = order_named(c, args);
    int64_t id = o ? o->customer_id : 0, account_id = 0;

    for (size_t i = 0; i < receipts->n && !id; i++) {
        const struct receipt_row *r = receipts->rows[i];

        id = args->v[P_receipt].given && str_eq(r->no, args->v[P_receipt].s) ? r->customer_id
                                                                             : 0;
    }
    for (size_t i = 0; i < accounts->n; i++) {
        const struct credit_account_row *a = accounts->rows[i];

        if (args->v[P_account].given && str_eq(a->code, args->v[P_account].s))
            account_id = a->id;
    }
    for (size_t i = 0; i < customers->n; i++) {
        const struct customer_row *k = customers->rows[i];

        if (id           ? k->id == id
            : account_id ? k->account_id == account_id
                         : args->v[P_customer].given && str_eq(k->code, args->v[P_customer].s))
            return k;
    }
    return NULL;
}

static void name(struct args *args, enum param p, struct str text)
{
    args->v[p] = (struct arg){ .given = true, .s = text };
}

static void spoil(struct work *facts, enum fault fault)
{
    switch (fault) {
    case OLD_LIMIT:
        for (size_t i = 0; i < facts->credit_account.n; i++)
            facts->credit_account.v[i]->lim.fen += 100;
        break;
    case NO_RECEIVABLES:
        facts->receivable.n = 0;
        break;
    case NO_QUOTA:
        facts->quota_cell.n = 0;
        break;
    case NO_RECEIPTS:
        facts->receipt.n = 0;
        break;
    case NO_FAULT:
    case FAULTS:
        break;
    }
}

/* The facts as the daemon would load them for this command. */
static struct work *facts_for(struct world *c, const struct args *command,
                              const struct customer_row *k)
{
    struct work *facts = ARENA_NEW(c->arena, struct work);
    struct args *args = ARENA_NEW(c->arena, struct args);
    const struct order_row *o = order_named(c, command);
    const struct credit_account_row *a = model_find(
        &c->model, TABLE_CREDIT_ACCOUNT, o && o->account_id ? o->account_id : k->account_id);

    *args = *command;
    name(args, P_customer, k->code);
    name(args, P_account, a->code);
    facts->arena = c->arena;
    facts->args = args;
    model_read(&c->model, facts, &rehearsal_facts);
    return facts;
}

static void before(struct game *g, const struct play *play)
{
    struct tally *t = g->user;
    struct world *c = g->world;
    const struct customer_row *k;
    struct rehearsal r;
    struct args *args;
    struct work *facts;

    t->expected = STR("");
    if (!rehearsable(play->op) || !(k = customer_meant(c, &c->args)))
        return;
    args = ARENA_NEW(c->arena, struct args);
    *args = c->args;
    facts = facts_for(c, args, k);
    spoil(facts, t->fault);
    rehearsal_begin(&r, facts, c->arena);
    r.model.next_block = c->model.next_block; /* so that numbers made from ids are equal */
    t->expected = verdict_answer(rehearsal_run(&r, play->op, world_user(c, play->login), args));
}

/* --- what then happens ----------------------------------------------------------------------
 */

static void check(struct game *g, const struct play *play, struct work *w)
{
    struct tally *t = g->user;
    struct str came = verdict_answer(w);

    t->commands++;
    if (t->expected.n == 0)
        return;
    t->asked++;
    t->by_op[play->op]++;
    t->outcomes[w->ruling.outcome]++;
    if (str_eq(came, t->expected))
        return;
    t->differ++;
    g->over = true;
    if (!t->quiet)
        printf("ask: %s by %s\n  asked:    %.*s\n  happened: %.*s\n", catalog[play->op].name,
               play->login, STR_ARG(t->expected), STR_ARG(came));
}

static void run_worlds(struct tally *t, uint64_t commands, uint64_t seed)
{
    for (; t->commands < commands && !t->differ; seed++) {
        struct game g = { .check = check, .before = before, .user = t };
        struct arena arena;

        arena_init(&arena, SIZE_MAX);
        game_begin(&g, &arena, seed);
        for (uint64_t i = 0; i < WORLD_COMMANDS && !g.over; i++)
            game_step(&g);
        arena_release(&arena);
        if (t->differ && !t->quiet)
            printf("ask: in the world of seed %" PRIu64 "\n", seed);
    }
}

static int report(const struct tally *t)
{
    bool seldom = false;

    printf("figure: what-if: %" PRIu64 " of %" PRIu64 " commands were asked first: %" PRIu64
           " done, %" PRIu64 " held, %" PRIu64 " refused, %" PRIu64 " differ\n",
           t->asked, t->commands, t->outcomes[OUTCOME_DONE], t->outcomes[OUTCOME_HELD],
           t->outcomes[OUTCOME_REFUSED], t->differ);
    for (enum op op = 0; op < OP_COUNT; op++) {
        if (!rehearsable(op))
            continue;
        printf("ask: %-16s %" PRIu64 "\n", catalog[op].name, t->by_op[op]);
        seldom |= t->by_op[op] < ENOUGH;
    }
    return t->differ || (t->commands >= LONG_RUN && seldom);
}

/* Each fault must be found within so many commands. */
static int planted(void)
{
    int missed = 0;

    for (enum fault f = OLD_LIMIT; f < FAULTS; f++) {
        struct tally t = { .fault = f, .quiet = true };

        run_worlds(&t, LONG_RUN, 1);
        printf("ask: %s: %s after %" PRIu64 " questions\n", fault_names[f],
               t.differ ? "found" : "NOT FOUND", t.asked);
        missed += !t.differ;
    }
    printf("figure: what-if: %d of %d planted faults found\n", FAULTS - 1 - missed, FAULTS - 1);
    return missed;
}

int main(int argc, char **argv)
{
    struct tally t = { 0 };
    int failed;

    mallopt(M_TRIM_THRESHOLD, 1 << 30); /* worlds come and go: keep their pages */
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    if (argc > 1 && !strcmp(argv[1], "--planted")) {
        failed = planted();
    } else {
        const char *fault = rehearsal_lacks();

        if (fault)
            printf("ask: rehearsal_facts does not load %s\n", fault);
        run_worlds(&t, argc > 1 ? strtoull(argv[1], NULL, 10) : 20000,
                   argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
        failed = report(&t) || fault;
    }
    printf("%d passed, %d failed\n", !failed, failed);
    return failed;
}
