/*
 * figures.c - clocks and percentiles.
 */
#include "tests/load/figures.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "tests/load/line.h"

int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t own_cpu_us(void)
{
    struct rusage used;

    getrusage(RUSAGE_SELF, &used);
    return (int64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 +
           used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

void times_add(struct times *times, int64_t us)
{
    if (times->count == times->room) {
        times->room = times->room ? 2 * times->room : 1024;
        times->us = realloc(times->us, times->room * sizeof *times->us);
        if (!times->us)
            give_up("no memory");
    }
    times->us[times->count++] = us < UINT32_MAX ? (uint32_t)us : UINT32_MAX;
}

void times_release(struct times *times)
{
    free(times->us);
    *times = (struct times){ 0 };
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

uint32_t times_percentile(struct times *times, unsigned percent)
{
    if (times->count == 0)
        return 0;
    qsort(times->us, times->count, sizeof *times->us, by_size);
    return times->us[(times->count - 1) * percent / 100];
}
