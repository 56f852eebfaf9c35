/*
 * database.c - the database's rows, in and out by the metadata of tables.def.
 */
#include "tests/diff/database.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/buffer.h"

#define MICROS(expression) "(extract(epoch from " expression ") * 1000000)::bigint"

/* --- statements ----------------------------------------------------------------------------
 */

static PGconn *connect_to(const char *conninfo)
{
    PGconn *pg = PQconnectdb(conninfo);

    if (PQstatus(pg) != CONNECTION_OK)
        rig_broken("no connection: %s", PQerrorMessage(pg));
    return pg;
}

static PGresult *checked(PGconn *pg, PGresult *result, const char *what)
{
    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        rig_broken("%.200s: %s", what, PQerrorMessage(pg));
    return result;
}

PGresult *database_run(struct database *d, const char *sql)
{
    return checked(d->pg, PQexec(d->pg, sql), sql);
}

static PGresult *run_prepared(struct database *d, const char *name, const char *value)
{
    return checked(d->pg, PQexecPrepared(d->pg, name, 1, &value, NULL, NULL, 0), name);
}

static void prepare(struct database *d, const char *name, const char *sql)
{
    PQclear(checked(d->pg, PQprepare(d->pg, name, sql, 0, NULL), sql));
}

/* Beside the worlds: databases come and go. */
static void on_server(struct database *d, struct str sql)
{
    PGconn *pg = connect_to(
        str_text(&d->arena, str_format(&d->arena, "%s dbname=postgres", d->rig->server)));

    PQclear(checked(pg, PQexec(pg, str_text(&d->arena, sql)), sql.p));
    PQfinish(pg);
}

/* --- rows in -------------------------------------------------------------------------------
 */

static void put_quoted(struct buffer *sql, struct str text)
{
    buffer_char(sql, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\'')
            buffer_char(sql, '\'');
        buffer_char(sql, text.p[i]);
    }
    buffer_char(sql, '\'');
}

static void put_row(struct buffer *sql, const struct table_info *table, const void *row,
                    struct arena *arena)
{
    buffer_put(sql, str_format(arena, "insert into %s (", table->sql_name));
    for (size_t i = 0; i < table->column_count; i++)
        buffer_put(sql, str_format(arena, "%s%s", i ? "," : "", table->columns[i].name));
    buffer_put(sql, STR(") values ("));
    for (size_t i = 0; i < table->column_count; i++) {
        struct str value;

        if (i)
            buffer_char(sql, ',');
        if (row_value(row, &table->columns[i], arena, &value))
            put_quoted(sql, value);
        else
            buffer_put(sql, STR("null"));
    }
    buffer_put(sql, STR(");\n"));
}

/* The model's first rows, instead of the seed of the migrations. */
static void fill(struct database *d, const struct model *m)
{
    struct arena arena;
    struct buffer sql;

    arena_init(&arena, SIZE_MAX);
    buffer_init(&sql, &arena);
    buffer_put(&sql, STR("begin; set local session_replication_role = replica;"
                         "delete from counter; delete from policy; delete from user_role;"
                         "delete from app_user;"));
    for (enum table t = 0; t < TABLE_COUNT; t++)
        for (size_t i = 0; i < m->tables[t].n; i++)
            put_row(&sql, &tables[t], m->tables[t].rows[i], &arena);
    buffer_put(&sql,
               str_format(&arena, "select setval('id_block', %" PRId64 ", false); commit;",
                          m->next_block));
    PQclear(database_run(d, str_text(&arena, buffer_text(&sql))));
    arena_release(&arena);
}

/* --- rows out ------------------------------------------------------------------------------
 */

/* As row_set() reads it. */
static struct str column_text(const struct column *c, struct arena *arena)
{
    if (c->kind == COLUMN_DAY)
        return str_format(arena, "%s - date '1970-01-01'", c->name);
    if (c->kind == COLUMN_TIME)
        return str_format(arena, MICROS("%s"), c->name);
    return str_of(c->name);
}

static const char *read_all_text(struct arena *arena)
{
    struct buffer sql;

    buffer_init(&sql, arena);
    for (enum table t = 0; t < TABLE_COUNT; t++) {
        if (tables[t].kind == TABLE_VIEW)
            continue;
        buffer_put(&sql, STR("select "));
        for (size_t i = 0; i < tables[t].column_count; i++)
            buffer_put(&sql, str_format(arena, "%s%.*s", i ? "," : "",
                                        STR_ARG(column_text(&tables[t].columns[i], arena))));
        buffer_put(&sql, str_format(arena, " from %s order by id;", tables[t].sql_name));
    }
    return str_text(arena, buffer_text(&sql));
}

static void take_row(const PGresult *r, int at, enum table t, struct model *out)
{
    struct arena arena;
    void *row;

    arena_init(&arena, SIZE_MAX);
    row = arena_alloc(&arena, tables[t].row_size);
    for (int c = 0; c < (int)tables[t].column_count; c++) {
        struct str value = { PQgetvalue(r, at, c), (size_t)PQgetlength(r, at, c) };

        if (!row_set(row, &tables[t].columns[c], value, PQgetisnull(r, at, c), &arena))
            rig_broken("%s.%s holds '%.*s'", tables[t].sql_name, tables[t].columns[c].name,
                       STR_ARG(value));
    }
    model_insert(out, t, row);
    arena_release(&arena);
}

void database_read(struct database *d, struct model *out)
{
    if (!PQsendQuery(d->pg, d->read_all))
        rig_broken("reading: %s", PQerrorMessage(d->pg));
    for (enum table t = 0; t < TABLE_COUNT; t++) {
        PGresult *r;

        if (tables[t].kind == TABLE_VIEW)
            continue;
        r = checked(d->pg, PQgetResult(d->pg), tables[t].sql_name);
        for (int i = 0; i < PQntuples(r); i++)
            take_row(r, i, t, out);
        PQclear(r);
    }
    if (PQgetResult(d->pg))
        rig_broken("more tables than tables.def has");
}

/* --- commands ------------------------------------------------------------------------------
 */

#define COMMAND_COLUMNS "id, op, outcome, rule, answer, actor_id, " MICROS("at")

static struct str text_at(const PGresult *r, int column, struct arena *arena)
{
    return str_dup(arena,
                   (struct str){ PQgetvalue(r, 0, column), (size_t)PQgetlength(r, 0, column) });
}

static bool take_command(PGresult *r, struct arena *arena, struct stored_command *out)
{
    bool there = PQntuples(r) == 1;

    if (there)
        *out = (struct stored_command){ .id = text_at(r, 0, arena),
                                        .op = text_at(r, 1, arena),
                                        .outcome = text_at(r, 2, arena),
                                        .rule = text_at(r, 3, arena),
                                        .answer = text_at(r, 4, arena),
                                        .actor_id = strtoll(PQgetvalue(r, 0, 5), NULL, 10),
                                        .at = { strtoll(PQgetvalue(r, 0, 6), NULL, 10) } };
    PQclear(r);
    return there;
}

bool database_command(struct database *d, struct str id, struct arena *arena,
                      struct stored_command *out)
{
    return take_command(run_prepared(d, "by_id", str_text(arena, id)), arena, out);
}

bool database_own_command(struct database *d, size_t n, struct arena *arena,
                          struct stored_command *out)
{
    return take_command(run_prepared(d, "own", str_text(arena, str_format(arena, "%zu", n))),
                        arena, out);
}

static int64_t number(struct database *d, const char *sql)
{
    PGresult *r = database_run(d, sql);
    int64_t n = strtoll(PQgetvalue(r, 0, 0), NULL, 10);

    PQclear(r);
    return n;
}

size_t database_own_commands(struct database *d)
{
    return (size_t)number(d, "select count(*) from command where id like 'system.%'");
}

int64_t database_last_block(struct database *d)
{
    return number(d, "select last_value - (not is_called)::int from id_block");
}

void database_set_clock(struct database *d, struct instant now)
{
    char text[24];

    snprintf(text, sizeof text, "%" PRId64, now.us);
    PQclear(run_prepared(d, "set_clock", text));
}

/* --- life ----------------------------------------------------------------------------------
 */

void database_make(struct database *d, const struct rig *rig, const char *name,
                   const struct model *begins)
{
    *d = (struct database){ .rig = rig };
    arena_init(&d->arena, SIZE_MAX);
    snprintf(d->name, sizeof d->name, "%s", name);
    on_server(d, str_format(&d->arena, "create database %s template %s", name, rig->empty));
    d->pg = connect_to(
        str_text(&d->arena, str_format(&d->arena, "%s dbname=%s", rig->server, name)));
    PQclear(database_run(d, "set search_path = osb; set timezone = 'UTC'"));
    d->read_all = read_all_text(&d->arena);
    fill(d, begins);
    prepare(d, "by_id", "select " COMMAND_COLUMNS " from command where id = $1");
    prepare(d, "own",
            "select " COMMAND_COLUMNS " from command where id like 'system.%'"
            " order by at offset $1::bigint limit 1");
    prepare(d, "set_clock",
            "update company set business_clock_offset_us = $1::bigint - " MICROS(
                "clock_timestamp()"));
}

void database_drop(struct database *d)
{
    PQfinish(d->pg);
    on_server(d, str_format(&d->arena, "drop database %s with (force)", d->name));
    arena_release(&d->arena);
}
