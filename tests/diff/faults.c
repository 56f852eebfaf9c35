/*
 * faults.c - planting, looking, mending.
 */
#include "tests/diff/faults.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/diff/pair.h"
#include "tests/diff/side.h"

enum how { LOST_ROW, WRONG_ROW, LOST_CHANGE, WRONG_CHANGE, HOW_COUNT };
static const char *const how_names[HOW_COUNT] = { "a new row lost",
                                                  "a wrong value in a new row", "a change lost",
                                                  "a wrong value in a change" };
struct score {
    unsigned found, total;
};
struct faults {
    struct pair pair;
    bool planted[TABLE_COUNT][HOW_COUNT]; /* so far in the effects */
    bool off[RULE_COUNT];                 /* guards tried to the end */
    unsigned alike[RULE_COUNT];           /* occasions at which that changed nothing */
    bool refused[RULE_COUNT];             /* and one of them was a refusal, not a wait */
    struct score effects, guards, rows;
    enum table table; /* of the fault that was just planted */
    enum how how;
    bool fresh; /* it waits to be found */
};

static void judge(struct score *score, bool found, const char *where, const char *what)
{
    score->total++;
    score->found += found;
    if (!found)
        printf("faults: not noticed: %s, %s\n", where, what);
}

/* --- in the effects ------------------------------------------------------------------------
 */

/* Another value in the last column that is a number or a truth. */
static void *spoilt(const struct effect *e, struct arena *arena)
{
    const struct table_info *t = &tables[e->table];
    char *row = row_copy(t, e->row, arena);

    for (size_t i = t->column_count; i-- > 1;) {
        const struct column *c = &t->columns[i];

        if (c->kind == COLUMN_TEXT || c->kind == COLUMN_ENUM || c->kind == COLUMN_DAY)
            continue;
        if (c->kind == COLUMN_BOOL)
            *(bool *)(row + c->offset) = !*(bool *)(row + c->offset);
        else
            *(int64_t *)(void *)(row + c->offset) += 1;
        return row;
    }
    return NULL;
}

static bool plant(struct faults *f, struct effects *effects, size_t at, enum how how)
{
    struct effect *e = &effects->v[at];

    if (f->planted[e->table][how])
        return false;
    f->planted[e->table][how] = true;
    f->table = e->table;
    f->how = how;
    if (how == LOST_ROW || how == LOST_CHANGE)
        memmove(e, e + 1, (--effects->n - at) * sizeof *e);
    else
        e->row = spoilt(e, f->pair.world->arena);
    return how == LOST_ROW || how == LOST_CHANGE || effects->v[at].row;
}

/* One fault a command, between the decision and its storing. */
static void spoil(struct world *c, struct effects *effects)
{
    struct faults *f = c->spoiler;

    for (size_t i = 0; i < effects->n && !f->fresh; i++) {
        bool insert = effects->v[i].kind == EFFECT_INSERT;

        f->fresh = plant(f, effects, i, insert ? LOST_ROW : LOST_CHANGE) ||
                   plant(f, effects, i, insert ? WRONG_ROW : WRONG_CHANGE);
    }
}

/* What the daemon still does by itself behind the spoilt command is waited for: nothing new for
 * a while. */
static int64_t blocks_at_rest(struct database *d)
{
    const struct timespec moment = { 0, 40000000 };
    int64_t last = -1, now = database_last_block(d);

    while (now != last) {
        last = now;
        nanosleep(&moment, NULL);
        now = database_last_block(d);
    }
    return now;
}

/* The model holds what the database holds. */
static void mend(struct pair *p)
{
    struct model *m = &p->world->model;
    struct model read;

    model_init(&read, &p->arena);
    m->next_block = blocks_at_rest(&p->db) + 1;
    p->own = database_own_commands(&p->db);
    database_read(&p->db, &read);
    memcpy(m->tables, read.tables, sizeof m->tables);
    p->differs = false;
}

/* --- in the rules --------------------------------------------------------------------------
 */

static enum rule rule_named(struct str name)
{
    for (enum rule r = 1; r < RULE_COUNT; r++)
        if (str_eq(str_of(rules[r].name), name))
            return r;
    return RULE_NONE;
}

/* Without the guard, in a process of its own: what it protected may stop the program, which is
 * also an answer. */
static bool guard_is_missed(struct pair *p, const struct args *args,
                            const struct stored_command *stored, enum rule rule)
{
    int status;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

        dup2(nowhere, STDERR_FILENO);
        dup2(nowhere, STDOUT_FILENO);
        rule_off[rule] = true;
        _exit(!pair_decides_alike(p, args, stored));
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        abort();
    return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

/* A verdict may name a rule whose guard did not speak (a wait that the rule explains): the
 * guard is tried at this many. */
#define OCCASIONS 5

static void on_stored(struct pair *p, const struct args *args,
                      const struct stored_command *stored)
{
    struct faults *f = p->world->spoiler;
    enum rule rule = rule_named(stored->rule);
    bool missed;

    if (rule == RULE_NONE || f->off[rule])
        return;
    missed = guard_is_missed(p, args, stored, rule);
    f->refused[rule] = f->refused[rule] || str_eq(stored->outcome, STR("REFUSED"));
    if (!missed && ++f->alike[rule] < OCCASIONS)
        return;
    f->off[rule] = true;
    judge(&f->guards, missed, rules[rule].name, "the guard switched off");
}

/* Guards that never came up often enough, and were not missed when they did. A few waits alone
 * say nothing: the rule may only have explained them. */
static void judge_the_rare(struct faults *f)
{
    for (enum rule rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
        if (f->alike[rule] && f->refused[rule] && !f->off[rule])
            judge(&f->guards, false, rules[rule].name, "the guard switched off");
}

/* --- in the database -----------------------------------------------------------------------
 */

/* The schema refuses most faults by itself; here the comparison is on its own. */
static const char without_guards[] =
    "do $$ declare c record; begin"
    " for c in select conrelid::regclass t, conname from pg_constraint"
    "  where contype in ('c', 'f', 'u', 'x') and connamespace = 'osb'::regnamespace and conrelid <> 0 loop"
    "  execute format('alter table %s drop constraint if exists %I cascade', c.t, c.conname);"
    " end loop;"
    " for c in select contypid::regtype t, conname from pg_constraint"
    "  where contype = 'c' and connamespace = 'osb'::regnamespace and contypid <> 0 loop"
    "  execute format('alter domain %s drop constraint %I', c.t, c.conname);"
    " end loop;"
    " for c in select indexrelid::regclass i from pg_index join pg_class k on k.oid = indrelid"
    "  where indisunique and not indisprimary and k.relnamespace = 'osb'::regnamespace loop"
    "  execute format('drop index %s', c.i);"
    " end loop; end $$;"
    "set session_replication_role = replica";

/* Another value of the column's kind. */
static const char *other_value(const struct column *c, struct arena *arena)
{
    const char *name = c->name;

    switch (c->kind) {
    case COLUMN_ID:
    case COLUMN_REF:
    case COLUMN_INT:
    case COLUMN_MONEY:
    case COLUMN_QTY:
        return str_text(arena, str_format(arena, "coalesce(\"%s\", 0) + 1", name));
    case COLUMN_BOOL:
        return str_text(arena, str_format(arena, "not \"%s\"", name));
    case COLUMN_DAY:
        return str_text(arena, str_format(arena, "coalesce(\"%s\", '2026-01-01') + 1", name));
    case COLUMN_TIME: /* the least that can be told apart */
        return str_text(arena, str_format(arena,
                                          "coalesce(\"%s\", '2026-01-01') + interval"
                                          " '1 microsecond'",
                                          name));
    case COLUMN_TEXT:
        return str_text(arena, str_format(arena, "\"%s\" || ' '", name));
    case COLUMN_ENUM:
        return str_text(
            arena,
            str_format(arena, "case \"%s\" when '%s' then '%s' else '%s' end", name,
                       enum_name(c->enumeration, 1),
                       enum_count(c->enumeration) > 2 ? enum_name(c->enumeration, 2) : "",
                       enum_name(c->enumeration, 1)));
    }
    return NULL;
}

/* Runs the statement, looks, and takes it back. */
static void try_sql(struct faults *f, enum table t, const char *what, struct str sql)
{
    struct pair *p = &f->pair;

    PQclear(database_run(&p->db, "begin"));
    PQclear(database_run(&p->db, str_text(&p->command, sql)));
    judge(&f->rows, !pair_compare(p), tables[t].name, what);
    PQclear(database_run(&p->db, "rollback"));
    p->differs = false;
}

static void try_database(struct faults *f)
{
    struct pair *p = &f->pair;

    PQclear(database_run(&p->db, without_guards));
    for (enum table t = 0; t < TABLE_COUNT; t++) {
        const char *table = tables[t].sql_name;

        if (p->world->model.tables[t].n == 0)
            continue;
        arena_init(&p->command, SIZE_MAX);
        for (size_t i = 1; i < tables[t].column_count; i++) {
            const struct column *c = &tables[t].columns[i];

            try_sql(f, t, c->name,
                    str_format(&p->command,
                               "update %s set \"%s\" = %s where id = (select max(id) from %s)",
                               table, c->name, other_value(c, &p->command), table));
        }
        try_sql(f, t, "a row deleted",
                str_format(&p->command, "delete from %s where id = (select max(id) from %s)",
                           table, table));
        arena_release(&p->command);
    }
}

/* --- the account ---------------------------------------------------------------------------
 */

static unsigned report(const char *what, struct score score, unsigned least)
{
    printf("figure: faults planted in %s: %u of %u found\n", what, score.found, score.total);
    return score.found < score.total || score.total < least;
}

static void step(struct faults *f)
{
    struct pair *p = &f->pair;

    pair_step(p);
    if (!f->fresh)
        return;
    f->fresh = false;
    judge(&f->effects, p->differs || !pair_compare(p), tables[f->table].name,
          how_names[f->how]);
    mend(p);
}

unsigned faults_found(const struct rig *rig, uint64_t seed, uint64_t commands)
{
    struct faults *f = calloc(1, sizeof *f);
    struct tally tally = { 0 };
    unsigned failed;

    if (!f)
        abort();
    pair_begin(&f->pair, rig, seed, 1, &tally);
    f->pair.quiet = true;
    f->pair.world->spoil = spoil;
    f->pair.world->spoiler = f;
    f->pair.on_stored = on_stored;
    while (tally.commands < commands && !f->pair.differs)
        step(f);
    failed = f->pair.differs; /* without a fault of ours */
    if (failed)
        printf("faults: command %u differs, and nothing was planted\n",
               f->pair.world->commands);
    judge_the_rare(f);
    try_database(f);
    pair_end(&f->pair);
    failed += report("effects of the model", f->effects, 50);
    failed += report("rules of the model", f->guards, 20);
    failed += report("rows of the database", f->rows, 300);
    free(f);
    return failed;
}
