/*
 * stats.c - counters.
 */
#include "server/shell/stats.h"

#include <time.h>

int64_t monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void stats_init(struct stats *stats)
{
    *stats = (struct stats){ .started_ms = monotonic_ms() };
}

void stats_took(struct stats *stats, enum op op, int64_t begun_ms)
{
    int64_t took_ms = monotonic_ms() - begun_ms;

    stats->ops[op].total_us += took_ms * 1000;
    if (stats->ops[op].longest_us < took_ms * 1000)
        stats->ops[op].longest_us = took_ms * 1000;
}

static void put_op(struct json_out *out, const char *name, const struct op_stats *s)
{
    json_begin_object(out);
    json_field_str(out, "op", str_of(name));
    json_field_int(out, "done", (int64_t)s->done);
    json_field_int(out, "held", (int64_t)s->held);
    json_field_int(out, "refused", (int64_t)s->refused);
    json_field_int(out, "again", (int64_t)s->again);
    json_field_int(out, "failed", (int64_t)s->failed);
    json_field_int(out, "unknown", (int64_t)s->unknown);
    json_field_int(out, "reruns", (int64_t)s->reruns);
    json_field_int(out, "total_us", s->total_us);
    json_field_int(out, "longest_us", s->longest_us);
    json_end_object(out);
}

void stats_put(const struct stats *stats, struct json_out *out)
{
    json_field_int(out, "uptime_ms", monotonic_ms() - stats->started_ms);
    json_field_int(out, "batches", (int64_t)stats->batches);
    json_field_int(out, "routes", (int64_t)stats->routes);
    json_field_int(out, "logins", (int64_t)stats->logins);
    json_field_int(out, "logins_refused", (int64_t)stats->logins_refused);
    json_field_int(out, "logins_slowed", (int64_t)stats->logins_slowed);
    json_field_int(out, "notices", (int64_t)stats->notices);
    json_field_int(out, "reloads", (int64_t)stats->reloads);
    json_key(out, "operations");
    json_begin_array(out);
    for (enum op op = 0; op < OP_COUNT; op++) {
        const struct op_stats *s = &stats->ops[op];

        if (s->done + s->held + s->refused + s->again + s->failed)
            put_op(out, catalog[op].name, s);
    }
    json_end_array(out);
}
