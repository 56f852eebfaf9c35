/*
 * figures.h - what a load test measured: times of each step, and its own appetite.
 */
#ifndef OSB_TESTS_LOAD_FIGURES_H
#define OSB_TESTS_LOAD_FIGURES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A list of durations that grows. Zeroed, it is empty. */
struct times {
    uint32_t *us;
    size_t count, room;
};

int64_t now_us(void); /* of a clock that only goes forward */
/* Processor time of this process so far, user and system. */
int64_t own_cpu_us(void);

void times_add(struct times *times, int64_t us);
void times_release(struct times *times);
/* Sorts. The duration that so many of a hundred do not exceed; 0 of an empty list. */
uint32_t times_percentile(struct times *times, unsigned percent);

#endif
