/*
 * record.c - a file that grows with each COMMIT and is complete when the daemon ends.
 */
#include "server/shell/record.h"

#ifdef OSB_SWITCHES
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/shell/executor.h"
#include "server/shell/map.h"

static struct recorder {
    bool asked; /* whether a recording is wanted */
    FILE *out;
    struct map numbers; /* of statements, by address */
    intptr_t count;
} recorder;

static void put_number(int64_t n)
{
    fwrite(&n, sizeof n, 1, recorder.out);
}

static void put_text(const char *text)
{
    if (!text) {
        put_number(-1);
        return;
    }
    put_number((int64_t)strlen(text));
    fwrite(text, strlen(text) + 1, 1, recorder.out);
}

static struct str key_of(const struct db_statement *const *statement)
{
    return (struct str){ (const char *)statement, sizeof *statement };
}

static void put_statement(const struct db_statement *statement)
{
    if (map_get(&recorder.numbers, key_of(&statement)))
        return;
    map_put(&recorder.numbers, key_of(&statement), (void *)++recorder.count);
    fputc('Q', recorder.out);
    put_number(recorder.count);
    put_text(statement->name);
    put_text(statement->sql);
    put_number(statement->params);
}

static void put_statements(const struct db_batch *batch)
{
    for (size_t i = 0; i < batch->step_count; i++)
        if (batch->steps[i].statement)
            put_statement(batch->steps[i].statement);
}

static void put_step(const struct db_step *step, int64_t rows)
{
    put_number((intptr_t)map_get(&recorder.numbers, key_of(&step->statement)));
    put_number(rows);
    for (int i = 0; i < step->statement->params; i++)
        put_text(step->values[i]);
}

/* results may be NULL: rows are then not known and written as 0. */
static void put_batch(const struct db_batch *batch, const struct db_result *results)
{
    put_number((int64_t)batch->step_count);
    for (size_t i = 0, place = 0; i < batch->step_count; i++) {
        if (batch->steps[i].statement) {
            put_step(&batch->steps[i], results ? results[place].affected : 0);
            place++;
        } else {
            put_number(0);
            put_number(0);
        }
    }
}

static void finish(void)
{
    if (fclose(recorder.out) != 0)
        fprintf(stderr, "the recording is not complete\n");
}

static void begin(void)
{
    const char *path = getenv("OSB_RECORD");

    recorder.asked = true;
    if (!path)
        return;
    recorder.out = fopen(path, "we");
    if (!recorder.out) {
        perror(path);
        abort();
    }
    map_init(&recorder.numbers);
    fputs("osb recording 1\n", recorder.out);
    atexit(finish);
}

void record_command(const struct command *c, const struct db_outcome *stored)
{
    if (!recorder.asked)
        begin();
    if (!recorder.out)
        return;
    put_statements(&c->load.batch);
    put_statements(&c->store.batch);
    fputc('C', recorder.out);
    put_number(c->turn);
    put_number(c->w->credit_account.n ? c->w->credit_account.v[0]->id : 0);
    put_number(c->actor_id);
    put_text(catalog[c->op].name);
    put_batch(&c->load.batch, NULL);
    put_batch(&c->store.batch, stored->results);
}
#else
extern const char recording_is_off;
const char recording_is_off = 0; /* a file must not be empty */
#endif
