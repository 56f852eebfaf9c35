/*
 * sim.c - random commands on the model, the invariants after each: the simulator.
 *
 *     sim [COMMANDS [SEED]]
 *     sim --planted [rest]
 *     sim --control        a run too short for the judgement below: it has to fall
 *
 * Worlds are small and many, so that documents meet often. Touched rows are checked after
 * each command, everything every 200 and at each world's end. The last lines count what was
 * reached: outcomes, and every road of the flow table. A red run prints how to repeat it.
 * A long run (1,000,000) must take each pair of state and event 20 times (no pair of flow.def
 * is impossible), and three of ten commands must be held or refused.
 */
#include <inttypes.h>
#include <malloc.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/flow.h"
#include "tests/core/game.h"
#include "tests/core/planted.h"
#include "tests/core/truths.h"

#define WORLD_COMMANDS 400
#define RECOUNT_EVERY  200
#define LONG_RUN       1000000
#define SHORT_RUN      20000
#define TIMES          20 /* that each pair must be taken in a long run */

struct tally {
    const char *says; /* what its figures begin with */
    uint64_t commands, worlds, outcomes[outcome_count], ops[OP_COUNT], ops_done[OP_COUNT];
};

static void count(struct tally *t, enum op op, enum outcome outcome)
{
    t->commands++;
    t->outcomes[outcome]++;
    t->ops[op]++;
    t->ops_done[op] += outcome != OUTCOME_REFUSED;
}

static void check(struct game *g, const struct play *play, struct work *w)
{
    struct world *c = g->world;
    const char *fault = truths_broken_by(&c->model, &c->effects, w, &g->command);

    count(g->user, play->op, w->ruling.outcome);
    if (!fault && c->commands % RECOUNT_EVERY == 0)
        fault = truths_broken(&c->model, &g->command);
    if (!fault)
        return;
    g->over = true;
    printf("sim: after %s by %s: %s\n%.*s\n", catalog[play->op].name, play->login, fault,
           STR_ARG(verdict_answer(w)));
}

static bool run_world(uint64_t seed, uint64_t commands, struct tally *t)
{
    struct game g = { .check = check, .user = t };
    struct arena arena;
    const char *fault;

    arena_init(&arena, SIZE_MAX);
    game_begin(&g, &arena, seed);
    for (uint64_t i = 0; i < commands && !g.over; i++)
        game_step(&g);
    fault = g.over ? NULL : truths_broken(&g.world->model, &arena);
    if (fault)
        printf("sim: at the end of a world: %s\n", fault);
    arena_release(&arena);
    t->worlds++;
    return !g.over && !fault;
}

/* --- what was reached -----------------------------------------------------------------------
 */

static bool same_pair(const struct flow_row *a, const struct flow_row *b)
{
    return a->machine == b->machine && a->from == b->from && a->event == b->event;
}

/* How often the pair of this row was taken; false when an earlier row has the same pair. */
static bool pair_taken(size_t row, uint64_t *taken)
{
    *taken = 0;
    for (size_t k = 0; k < flow_row_count; k++) {
        if (!same_pair(&flow_rows[k], &flow_rows[row]))
            continue;
        if (k < row)
            return false;
        *taken += flow_taken[k];
    }
    return true;
}

static void print_row(const struct flow_row *f, const char *to, uint64_t taken)
{
    printf("sim: %s %s -%s-> %s: %" PRIu64 " times\n", enum_name(ENUM_machine, f->machine),
           enum_name(flow_states(f->machine), f->from), flow_event_name(f->event), to, taken);
}

/* How many pairs were taken how often. */
struct histogram {
    size_t pairs, seldom, roads;
    size_t by_tens[8]; /* [k]: pairs taken at least 10^k, less than 10^(k + 1) times */
};

static void count_pair(struct histogram *h, uint64_t taken)
{
    size_t k = 0;

    h->pairs++;
    h->seldom += taken < TIMES;
    for (; taken >= 10 && k + 1 < COUNT(h->by_tens); taken /= 10)
        k++;
    h->by_tens[k]++;
}

/* Pairs that were taken too seldom, roads that were never. */
static struct histogram report_pairs(const char *says)
{
    struct histogram h = { 0 };
    uint64_t low = 1;

    for (size_t k = 0; k < flow_row_count; k++) {
        const struct flow_row *f = &flow_rows[k];
        uint64_t taken;

        h.roads += flow_taken[k] > 0;
        if (!flow_taken[k])
            print_row(f, enum_name(flow_states(f->machine), f->to), 0);
        if (!pair_taken(k, &taken))
            continue;
        count_pair(&h, taken);
        if (taken < TIMES)
            print_row(f, "anywhere", taken);
    }
    for (size_t k = 0; k < COUNT(h.by_tens); k++, low *= 10)
        if (h.by_tens[k])
            printf("sim: %3zu pairs taken %" PRIu64 " to %" PRIu64 " times\n", h.by_tens[k],
                   k ? low : 0, 10 * low - 1);
    printf("%s: %zu of %zu pairs of state and event taken at least %d times, %zu of %zu "
           "roads taken\n",
           says, h.pairs - h.seldom, h.pairs, TIMES, h.roads, flow_row_count);
    return h;
}

/* `judged`: the run is long enough to ask for all pairs and enough refusals. 0: good. */
static int report(const struct tally *t, bool judged)
{
    uint64_t stopped = t->outcomes[OUTCOME_HELD] + t->outcomes[OUTCOME_REFUSED];
    struct histogram h;

    for (enum op op = 0; op < OP_COUNT; op++)
        if (operations[op] && t->ops_done[op] == 0)
            printf("sim: %s never succeeded in %" PRIu64 " tries\n", catalog[op].name,
                   t->ops[op]);
    h = report_pairs(t->says);
    printf("%s: %" PRIu64 " commands in %" PRIu64 " worlds: %" PRIu64 " done, %" PRIu64
           " held, %" PRIu64 " refused (%" PRIu64 " of 100 held or refused)\n",
           t->says, t->commands, t->worlds, t->outcomes[OUTCOME_DONE],
           t->outcomes[OUTCOME_HELD], t->outcomes[OUTCOME_REFUSED],
           stopped * 100 / t->commands);
    return judged && (h.seldom || stopped * 10 < t->commands * 3);
}

static bool run_worlds(uint64_t commands, uint64_t seed, struct tally *t)
{
    flow_counting = true; /* trials of the player are not counted: see player_choose() */
    for (; t->commands < commands; seed++)
        if (!run_world(seed, WORLD_COMMANDS, t)) {
            printf("sim: repeat with: sim %d %" PRIu64 "\n", WORLD_COMMANDS, seed);
            return false;
        }
    return true;
}

int main(int argc, char **argv)
{
    bool control = argc > 1 && !strcmp(argv[1], "--control");
    bool plant = argc > 1 && !strcmp(argv[1], "--planted");
    uint64_t commands = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct tally t = { .says = control ? "sim: too short a run" : "figure: sim" };
    int failed;

    if (sodium_init() < 0)
        return 1;
    mallopt(M_TRIM_THRESHOLD, 1 << 30); /* worlds come and go: keep their pages */
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    if (plant)
        return planted(argc > 2);
    if (control) /* so few commands cannot take all pairs */
        failed = !run_worlds(SHORT_RUN, seed, &t) || !report(&t, true);
    else
        failed = !run_worlds(commands, seed, &t) || report(&t, t.commands >= LONG_RUN);
    printf("%d passed, %d failed\n", !failed, failed);
    return failed;
}
