/*
 * tally.c - the histogram.
 */
#include "tests/diff/tally.h"

#include <inttypes.h>
#include <stdio.h>

#include "server/core/load.h"

void tally_add(struct tally *sum, const struct tally *t)
{
    sum->worlds += t->worlds;
    sum->commands += t->commands;
    sum->own += t->own;
    sum->asked += t->asked;
    sum->rights += t->rights;
    sum->malformed += t->malformed;
    sum->dumps += t->dumps;
    sum->rows += t->rows;
    sum->differences += t->differences;
    for (size_t i = 0; i < outcome_count; i++)
        sum->outcomes[i] += t->outcomes[i];
    for (size_t i = 0; i < OP_COUNT; i++)
        sum->ops[i] += t->ops[i];
    for (size_t i = 0; i < RULE_COUNT; i++)
        sum->rules[i] += t->rules[i];
    for (size_t i = 0; i < TALLY_ROADS; i++)
        sum->roads[i] += t->roads[i];
}

size_t tally_pair_of(size_t road)
{
    const struct flow_row *f = &flow_rows[road];
    size_t k = 0;

    while (flow_rows[k].machine != f->machine || flow_rows[k].from != f->from ||
           flow_rows[k].event != f->event)
        k++;
    return k;
}

static void add_pairs(const uint64_t *roads, uint64_t *pairs)
{
    for (size_t i = 0; i < flow_row_count; i++)
        pairs[tally_pair_of(i)] += roads[i];
}

bool tally_reached(const uint64_t *roads, uint64_t times)
{
    uint64_t pairs[TALLY_ROADS] = { 0 };

    add_pairs(roads, pairs);
    for (size_t i = 0; i < flow_row_count; i++)
        if (tally_pair_of(i) == i && pairs[i] < times)
            return false;
    return true;
}

static void print_pair(size_t road, uint64_t taken)
{
    const struct flow_row *f = &flow_rows[road];

    printf("differ: seldom: %s %s -%s-> %" PRIu64 " times\n",
           enum_name(ENUM_machine, f->machine), enum_name(flow_states(f->machine), f->from),
           flow_event_name(f->event), taken);
}

static size_t report_pairs(const struct tally *t, uint64_t times)
{
    uint64_t pairs[TALLY_ROADS] = { 0 }, least = UINT64_MAX;
    size_t count = 0, roads = 0, seldom = 0;

    add_pairs(t->roads, pairs);
    for (size_t i = 0; i < flow_row_count; i++)
        roads += t->roads[i] > 0;
    for (size_t i = 0; i < flow_row_count; i++) {
        if (tally_pair_of(i) != i)
            continue;
        count++;
        least = pairs[i] < least ? pairs[i] : least;
        if (pairs[i] >= times)
            continue;
        seldom++;
        if (times > 1)
            print_pair(i, pairs[i]);
    }
    printf("figure: %zu of %zu pairs of state and event taken at least %" PRIu64
           " times (the rarest %" PRIu64 "), %zu of %zu roads\n",
           count - seldom, count, times, least, roads, flow_row_count);
    return seldom;
}

static void report_ops(const struct tally *t)
{
    size_t known = 0, run = 0, bit = 0;

    for (size_t i = 0; i < OP_COUNT; i++) {
        known += operations[i] != NULL;
        run += t->ops[i] > 0;
    }
    for (size_t i = 1; i < RULE_COUNT; i++)
        bit += t->rules[i] > 0;
    printf("figure: %zu of %zu operations came up; %zu rules held or refused a command\n", run,
           known, bit);
}

size_t tally_report(const struct tally *t, uint64_t times)
{
    uint64_t stopped = t->outcomes[OUTCOME_HELD] + t->outcomes[OUTCOME_REFUSED];

    printf("figure: %" PRIu64 " commands in %" PRIu64 " worlds: %" PRIu64 " done, %" PRIu64
           " held, %" PRIu64 " refused (%" PRIu64 " %% held or refused); %" PRIu64
           " of them the daemon's own\n",
           t->commands, t->worlds, t->outcomes[OUTCOME_DONE], t->outcomes[OUTCOME_HELD],
           t->outcomes[OUTCOME_REFUSED], t->commands ? stopped * 100 / t->commands : 0, t->own);
    printf("figure: turned away at the door: %" PRIu64 " for want of a role, %" PRIu64
           " for parameters\n",
           t->rights, t->malformed);
    printf("figure: %" PRIu64 " commands came to what order.whatif had said before\n",
           t->asked);
    printf("figure: %" PRIu64 " dumps with %" PRIu64 " rows compared byte for byte\n", t->dumps,
           t->rows);
    report_ops(t);
    return report_pairs(t, times);
}
