/*
 * sim.c - random commands on the model, the invariants after each: the simulator.
 *
 *     sim [COMMANDS [SEED]]
 *
 * Worlds are small and many, so that documents meet often. Touched rows are checked after
 * each command, everything every 200 and at each world's end. The last lines count what was
 * reached: outcomes, and every road of the flow table. A red run prints how to repeat it.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/flow.h"
#include "tests/core/player.h"
#include "tests/core/truths.h"

#define WORLD_COMMANDS 400

struct tally {
    uint64_t commands, outcomes[outcome_count], rule_hits[RULE_COUNT], ops[OP_COUNT],
        ops_done[OP_COUNT];
};

/* Held orders are judged again after a command that frees, as the executor does. */
static bool run_rechecks(struct player *p, struct tally *t, struct arena *arena);

static bool run_one(struct player *p, struct play play, struct tally *t, struct arena *arena)
{
    struct world *c = p->world;
    struct work *w;
    const char *fault;

    flow_counting = true;
    w = world_do(c, play.op, play.login);
    flow_counting = false;
    fault = truths_broken_by(&c->model, &c->effects, arena);

    t->commands++;
    t->outcomes[w->ruling.outcome]++;
    t->rule_hits[w->ruling.rule]++;
    t->ops[play.op]++;
    t->ops_done[play.op] += w->ruling.outcome != OUTCOME_REFUSED;
    if (!fault && c->commands % 200 == 0)
        fault = truths_broken(&c->model, arena);
    if (fault)
        printf("sim: after %s by %s: %s\n%.*s\n", catalog[play.op].name, play.login, fault,
               STR_ARG(verdict_answer(w)));
    if (!fault && w->ruling.outcome == OUTCOME_DONE && operations[play.op]->frees &&
        play.op != OP_ORDER_RECHECK)
        return run_rechecks(p, t, arena);
    return !fault;
}

static bool touched_account(const struct effects *e, int64_t account_id)
{
    for (size_t i = 0; i < e->n; i++)
        if (e->v[i].table == TABLE_CREDIT_ACCOUNT && row_id(e->v[i].row) == account_id)
            return true;
    return false;
}

static bool run_rechecks(struct player *p, struct tally *t, struct arena *arena)
{
    const struct model_table *orders = &p->world->model.tables[TABLE_ORDER];

    for (size_t i = 0; i < orders->n; i++) {
        const struct order_row *o = orders->rows[i];

        if (!touched_account(&p->world->effects, o->account_id))
            continue;
        if (o->state != ORDER_HOLD_CREDIT && o->state != ORDER_WAIT_FUNDS &&
            o->state != ORDER_WAIT_ST)
            continue;
        give_text(p->world, P_order, str_text(p->world->arena, o->no));
        if (!run_one(p, (struct play){ OP_ORDER_RECHECK, "SYSTEM" }, t, arena))
            return false;
    }
    return true;
}

/* Worlds differ: parameters, and quota for the month to come. */
static void vary(struct player *p)
{
    struct model_table *cells = &p->world->model.tables[TABLE_QUOTA_CELL];
    struct policy_row *policy = p->world->model.tables[TABLE_POLICY].rows[0];
    size_t n = cells->n;

    policy->auto_send = !chance_percent(&p->chance, 40);
    policy->quota_auto_cut = chance_percent(&p->chance, 20);
    policy->quota_three_sign = !chance_percent(&p->chance, 40);
    policy->second_person = !chance_percent(&p->chance, 30);
    for (size_t i = 0; i < n; i++) {
        struct quota_cell_row cell = *(const struct quota_cell_row *)cells->rows[i];

        cell.month = day_add_months(cell.month, 1);
        world_put(p->world, TABLE_QUOTA_CELL, &cell);
        if (chance_percent(&p->chance, 10))
            ((struct quota_cell_row *)cells->rows[i])->allotted = qty(0);
    }
}

/* Time goes on: minutes mostly, sometimes days, so that debts fall due. */
static void time_goes_on(struct player *p)
{
    int64_t minutes = (int64_t)chance_below(&p->chance, 12);

    if (chance_percent(&p->chance, 2))
        minutes += (int64_t)chance_below(&p->chance, 9 * 24 * 60);
    if (chance_below(&p->chance, 1000) < 3)
        minutes += 34 * 24 * 60; /* holds lapse, slips are deemed, the quota month ends */
    world_later(p->world, minutes);
}

static bool run_world(uint64_t seed, uint64_t commands, struct tally *t)
{
    struct arena arena;
    struct player p;
    bool ok = true;
    const char *fault;

    arena_init(&arena, SIZE_MAX);
    p = (struct player){ .chance = { seed }, .world = world_new(&arena) };
    vary(&p);
    for (uint64_t i = 0; i < commands && ok; i++) {
        ok = run_one(&p, player_choose(&p), t, &arena);
        time_goes_on(&p);
    }
    fault = ok ? truths_broken(&p.world->model, &arena) : NULL;
    if (fault)
        printf("sim: at the end of a world: %s\n", fault);
    arena_release(&arena);
    return ok && !fault;
}

static int report(const struct tally *t)
{
    size_t pairs = 0, missed = 0;

    printf("sim: %" PRIu64 " commands: %" PRIu64 " done, %" PRIu64 " held, %" PRIu64
           " refused\n",
           t->commands, t->outcomes[OUTCOME_DONE], t->outcomes[OUTCOME_HELD],
           t->outcomes[OUTCOME_REFUSED]);
    for (size_t k = 0; k < flow_row_count; k++) {
        const struct flow_row *f = &flow_rows[k];
        uint64_t taken = 0;
        bool first = true;

        for (size_t j = 0; j < flow_row_count; j++)
            if (flow_rows[j].machine == f->machine && flow_rows[j].from == f->from &&
                flow_rows[j].event == f->event) {
                taken += flow_taken[j];
                first &= j >= k;
            }
        pairs += first;
        if (!first || taken >= 20)
            continue;
        missed++;
        printf("sim: %s %s -%s->: only %" PRIu64 " times\n",
               enum_name(ENUM_machine, f->machine), enum_name(flow_states(f->machine), f->from),
               flow_event_name(f->event), taken);
    }
    for (enum op op = 0; op < OP_COUNT; op++)
        if (operations[op] && t->ops_done[op] == 0)
            printf("sim: %s never succeeded in %" PRIu64 " tries\n", catalog[op].name,
                   t->ops[op]);
    printf("sim: %zu of %zu pairs of state and event taken at least 20 times\n", pairs - missed,
           pairs);
    return t->commands >= 1000000 && missed ? 1 : 0;
}

int main(int argc, char **argv)
{
    uint64_t commands = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct tally t = { 0 };
    int missed;

    if (sodium_init() < 0)
        return 1;
    for (; t.commands < commands; seed++)
        if (!run_world(seed, WORLD_COMMANDS, &t)) {
            printf("sim: repeat with: sim %d %" PRIu64 "\n1 passed, 1 failed\n", WORLD_COMMANDS,
                   seed);
            return 1;
        }
    missed = report(&t);
    printf("%d passed, %d failed\n", 1 - missed, missed);
    return missed;
}
