/*
 * recording.c - the file's records, in place.
 */
#include "tests/load/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/load/line.h"

struct lane {
    int64_t id; /* of the account or the counter: were two the same, one would only wait */
    struct recorded_command *last;
    size_t place; /* of this lane among those of its last command */
};
#define LANE_ROOM 65536

struct reader {
    struct recording *out;
    char *at;
    const char *end;
    struct lane *lanes;
};

static void *allot(size_t count, size_t size)
{
    void *made = calloc(count ? count : 1, size);

    if (!made)
        give_up("no memory");
    return made;
}

static int64_t number(struct reader *r)
{
    int64_t n;

    if (r->end - r->at < (ptrdiff_t)sizeof n)
        give_up("the recording breaks off");
    memcpy(&n, r->at, sizeof n);
    r->at += sizeof n;
    return n;
}

static const char *text(struct reader *r)
{
    int64_t length = number(r);
    const char *begin = r->at;

    if (length < 0)
        return NULL;
    if (r->end - r->at <= length || begin[length] != '\0')
        give_up("the recording breaks off");
    r->at += length + 1;
    return begin;
}

static void read_statement(struct reader *r)
{
    int64_t n = number(r);
    struct statement *s = &r->out->statements[n];

    if (n != (int64_t)++r->out->statement_count || n >= MOST_STATEMENTS)
        give_up("statement %lld is out of order", (long long)n);
    s->name = text(r);
    s->sql = text(r);
    s->params = (int)number(r);
}

static struct recorded_batch read_batch(struct reader *r)
{
    size_t count = (size_t)number(r);
    struct recorded_step *steps = allot(count, sizeof *steps);

    for (size_t i = 0; i < count; i++) {
        int64_t n = number(r);

        steps[i].rows = number(r);
        if (n < 0 || n > (int64_t)r->out->statement_count)
            give_up("there is no statement %lld", (long long)n);
        if (n) {
            const char **values;

            steps[i].statement = &r->out->statements[n];
            values = allot((size_t)steps[i].statement->params, sizeof *values);
            for (int v = 0; v < steps[i].statement->params; v++)
                values[v] = text(r);
            steps[i].values = values;
        }
    }
    return (struct recorded_batch){ steps, count };
}

/* A few thousand at most; the hash is the number. */
static struct lane *lane_of(struct reader *r, int64_t id)
{
    size_t at = (size_t)id % LANE_ROOM;

    while (r->lanes[at].last && r->lanes[at].id != id)
        at = (at + 1) % LANE_ROOM;
    r->lanes[at].id = id;
    return &r->lanes[at];
}

static void enter_lane(struct reader *r, struct recorded_command *c, int64_t id)
{
    struct lane *lane = lane_of(r, id);

    if (c->lanes == COMMAND_LANES)
        give_up("%s moves too many counters", c->op);
    if (lane->last) {
        lane->last->followers[lane->place] = c;
        c->before++;
    }
    lane->last = c;
    lane->place = c->lanes++;
}

/* Ids of the rows that a statement changes: its first value, "{\"7\",\"12\"}". */
static void enter_counters(struct reader *r, struct recorded_command *c)
{
    for (size_t i = 0; i < c->store.count; i++) {
        const struct recorded_step *step = &c->store.steps[i];

        if (!step->statement || strcmp(step->statement->name, "update_counter") != 0)
            continue;
        for (const char *at = step->values[0]; *at; at++)
            if (*at >= '1' && *at <= '9')
                enter_lane(r, c, strtoll(at, (char **)(uintptr_t)&at, 10));
    }
}

static void read_command(struct reader *r)
{
    struct recording *out = r->out;
    struct recorded_command *c;

    if (out->count == out->room)
        give_up("the recording holds more than %zu commands", out->room);
    c = &out->commands[out->count++];
    c->turn = number(r);
    c->account = number(r);
    (void)number(r); /* the actor */
    c->op = text(r);
    c->load = read_batch(r);
    c->store = read_batch(r);
}

static int by_turn(const void *a, const void *b)
{
    const struct recorded_command *left = a, *right = b;

    return (left->turn > right->turn) - (left->turn < right->turn);
}

/* As they happened, which is not quite the order in which they were answered. */
static void enter_lanes(struct reader *r)
{
    struct recording *out = r->out;

    qsort(out->commands, out->count, sizeof *out->commands, by_turn);
    for (size_t i = 0; i < out->count; i++) {
        if (out->commands[i].account)
            enter_lane(r, &out->commands[i], out->commands[i].account);
        enter_counters(r, &out->commands[i]);
    }
}

static char *file_bytes(const char *path, size_t *size)
{
    FILE *in = fopen(path, "re");
    char *bytes;
    long end;

    if (!in || fseek(in, 0, SEEK_END) != 0 || (end = ftell(in)) < 0)
        give_up("%s cannot be read", path);
    rewind(in);
    bytes = allot((size_t)end + 1, 1);
    if (fread(bytes, 1, (size_t)end, in) != (size_t)end)
        give_up("%s cannot be read", path);
    fclose(in);
    *size = (size_t)end;
    return bytes;
}

void recording_read(struct recording *out, const char *path)
{
    static const char beginning[] = "osb recording 1\n";
    size_t size;
    struct reader r = { .out = out };

    *out = (struct recording){ .room = 1000000, .bytes = file_bytes(path, &size) };
    if (strncmp(out->bytes, beginning, sizeof beginning - 1) != 0)
        give_up("%s is no recording", path);
    r.at = out->bytes + sizeof beginning - 1;
    r.end = out->bytes + size;
    r.lanes = allot(LANE_ROOM, sizeof *r.lanes);
    out->commands = allot(out->room, sizeof *out->commands);
    out->statements = allot(MOST_STATEMENTS, sizeof *out->statements);
    while (r.at < r.end) {
        char kind = *r.at++;

        if (kind == 'Q')
            read_statement(&r);
        else if (kind == 'C')
            read_command(&r);
        else
            give_up("the recording holds an unknown record");
    }
    enter_lanes(&r);
    free(r.lanes);
}
