/*
 * recording.c - the file's records, in place.
 */
#include "tests/load/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/load/line.h"

struct reader {
    struct recording *out;
    char *at;
    const char *end;
    struct lane {
        int64_t account;
        size_t last; /* its newest command */
    } * lanes;
    size_t lane_room;
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

/* Few thousand accounts at most; the hash is their number. */
static size_t lane_of(struct reader *r, int64_t account)
{
    size_t at = (size_t)account % r->lane_room;

    while (r->lanes[at].last && r->lanes[at].account != account)
        at = (at + 1) % r->lane_room;
    r->lanes[at].account = account;
    return at;
}

static void read_command(struct reader *r)
{
    struct recording *out = r->out;
    struct recorded_command *c;

    if (out->count == out->room)
        give_up("the recording holds more than %zu commands", out->room);
    c = &out->commands[out->count++];
    c->lane = lane_of(r, number(r));
    (void)number(r); /* the actor */
    c->op = text(r);
    c->load = read_batch(r);
    c->store = read_batch(r);
    if (r->lanes[c->lane].last)
        out->commands[r->lanes[c->lane].last - 1].follower = c;
    else
        out->lanes++;
    r->lanes[c->lane].last = out->count;
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
    struct reader r = { .out = out, .lane_room = 65536 };

    *out = (struct recording){ .room = 1000000, .bytes = file_bytes(path, &size) };
    if (strncmp(out->bytes, beginning, sizeof beginning - 1) != 0)
        give_up("%s is no recording", path);
    r.at = out->bytes + sizeof beginning - 1;
    r.end = out->bytes + size;
    r.lanes = allot(r.lane_room, sizeof *r.lanes);
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
    free(r.lanes);
}
