/*
 * planted.h - do the truths notice? One fault is planted at a time, in a game of its own.
 */
#ifndef OSB_TESTS_PLANTED_H
#define OSB_TESTS_PLANTED_H

#include <stdbool.h>

/* Plants a fault into each kind of effect that ledgers, counters and roads are made of; prints
 * found/total and what was not noticed. Returns 0 when every fault was found. `rest`: into all
 * other columns instead, of which a person or a clock says what is right: for information. */
int planted(bool rest);

#endif
