/*
 * faults.h - does the differential test notice? Faults are planted on either side of a pair.
 *
 * In the model's effects, one for each table and kind of effect: a new row or a change that is
 * not stored, a wrong value in it. In the model's rules: each guard that stops a command of the
 * daemon is switched off. In the database: each column of each table changed, a row deleted.
 * Each fault must be reported; the game goes on from what the database holds.
 */
#ifndef OSB_TESTS_DIFF_FAULTS_H
#define OSB_TESTS_DIFF_FAULTS_H

#include "tests/diff/rig.h"

/* Plays one world with so many commands; prints found/total of each sort and what was not
 * noticed. Returns how many sorts failed: a fault went by, or too few ever came up. */
unsigned faults_found(const struct rig *rig, uint64_t seed, uint64_t commands);

#endif
