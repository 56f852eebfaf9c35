/*
 * tally.h - what a run of the differential test reached, added up over its workers.
 */
#ifndef OSB_TESTS_DIFF_TALLY_H
#define OSB_TESTS_DIFF_TALLY_H

#include "server/core/flow.h"
#include "server/core/verdict.h"

#define TALLY_ROADS 320 /* at least as many as flow.def has */

struct tally {
    uint64_t worlds, commands, outcomes[outcome_count];
    uint64_t own;         /* of the commands: judged again by the daemon itself */
    uint64_t rights;      /* turned away before they were commands: no role, no log-in */
    uint64_t malformed;   /* and those whose parameters cannot be read */
    uint64_t dumps, rows; /* compared */
    uint64_t asked;       /* what-if questions that were then compared: question.h */
    uint64_t ops[OP_COUNT];
    uint64_t rules[RULE_COUNT];  /* that stopped a command */
    uint64_t roads[TALLY_ROADS]; /* as flow_rows */
    uint64_t differences;
};

void tally_add(struct tally *sum, const struct tally *t);
/* Prints the histogram: outcomes, and pairs of state and event that were taken fewer than
 * `times` times. Returns how many such pairs there are. */
size_t tally_report(const struct tally *t, uint64_t times);
/* Has each pair been taken so often, by roads counted as flow_rows? */
bool tally_reached(const uint64_t *roads, uint64_t times);
/* The first row of flow_rows with the same state and event. */
size_t tally_pair_of(size_t road);

#endif
