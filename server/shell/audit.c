/*
 * audit.c - the invariants in one read-only transaction.
 */
#include "server/shell/audit.h"

#include <string.h>

#include "server/db/bind.h"
#include "server/db/sql_files.h"
#include "server/shell/ask.h"
#include "server/shell/request.h"
#include "server/shell/session.h"
#include "server/shell/trouble.h"

#define MOST_INVARIANTS 40
#define AUDIT_MS        600000

/* One snapshot for all: they are compared with each other. */
static const struct db_statement begin = {
    .name = "audit_begin", .sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
};
static const struct db_statement patience = { .name = "audit_patience",
                                              .sql = "SET LOCAL statement_timeout = '300s'" };

struct audit {
    struct request *request;
    struct invariant list[MOST_INVARIANTS];
    size_t places[MOST_INVARIANTS];
    size_t count;
};

static bool is_heading(struct str line)
{
    return line.n > 7 && !memcmp(line.p, "-- I", 4) && line.p[4] >= '0' && line.p[4] <= '9' &&
           line.p[5] >= '0' && line.p[5] <= '9' && line.p[6] == ' ';
}

static struct str line_at(struct str text, size_t from)
{
    const char *end = memchr(text.p + from, '\n', text.n - from);

    return (struct str){ text.p + from, end ? (size_t)(end - text.p) - from : text.n - from };
}

/* Without the semicolon and the blanks at its end. */
static void trim_query(struct str *sql)
{
    while (sql->n && strchr("; \n\r\t", sql->p[sql->n - 1]))
        sql->n--;
}

size_t invariants_read(struct str file, struct invariant *out, size_t room)
{
    size_t count = 0;
    struct str line;

    for (size_t at = 0; at < file.n; at += line.n + 1) {
        line = line_at(file, at);
        if (is_heading(line)) {
            assert(count < room);
            out[count++] = (struct invariant){ { line.p + 3, 3 },
                                               { line.p + 7, line.n - 7 },
                                               { line.p, 0 } };
        }
        if (count)
            out[count - 1].sql.n = (size_t)(line.p + line.n - out[count - 1].sql.p);
    }
    for (size_t i = 0; i < count; i++)
        trim_query(&out[i].sql);
    return count;
}

static void put_result(struct json_out *out, const struct invariant *invariant,
                       const struct db_result *r)
{
    int64_t broken = 0;

    json_begin_object(out);
    json_field_str(out, "invariant", invariant->name);
    json_field_str(out, "text", invariant->text);
    if (r->rows == 1 && db_read_int(r, 0, 0, &broken))
        json_field_int(out, "broken", broken);
    json_field_str(out, "first", r->rows == 1 ? db_value(r, 0, 1) : STR(""));
    json_end_object(out);
}

static void on_verified(const struct db_outcome *outcome, void *ctx)
{
    struct audit *audit = ctx;
    struct json_out out;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        request_fail(audit->request, trouble_of(outcome, "audit"));
        return;
    }
    json_out_init(&out, &audit->request->arena);
    json_begin_object(&out);
    json_key(&out, "rows");
    json_begin_array(&out);
    for (size_t i = 0; i < audit->count; i++)
        put_result(&out, &audit->list[i], &outcome->results[audit->places[i]]);
    json_end_array(&out);
    json_field_bool(&out, "more", false);
    json_end_object(&out);
    request_answer(audit->request, json_text(&out));
}

struct str invariants_text(void)
{
    for (size_t i = 0; i < sql_file_count; i++)
        if (!strcmp(sql_files[i].name, "invariants.sql"))
            return (struct str){ sql_files[i].text, sql_files[i].size };
    return STR("");
}

void audit_answer(struct request *request)
{
    struct arena *arena = &request->arena;
    struct audit *audit = ARENA_NEW(arena, struct audit);
    struct db_batch batch;

    audit->request = request;
    audit->count = invariants_read(invariants_text(), audit->list, COUNT(audit->list));
    db_batch_init(&batch, arena);
    db_batch_add(&batch, &begin, NULL);
    db_batch_add(&batch, &patience, NULL);
    for (size_t i = 0; i < audit->count; i++) {
        struct db_statement *s = ARENA_NEW(arena, struct db_statement); /* has no name */

        s->sql = str_format(arena,
                            "SELECT count(*), coalesce((array_agg(q::text))[1], '')"
                            " FROM (%.*s) q",
                            STR_ARG(audit->list[i].sql))
                     .p;
        audit->places[i] = db_batch_add(&batch, s, NULL);
    }
    db_batch_add(&batch, &statement_rollback, NULL);
    db_batch_sync(&batch);
    if (audit->count == 0)
        request_fail(request, refuse(ERR_METHOD, NULL));
    else if (!ask(request->session->daemon->pool, &batch, AUDIT_MS, on_verified, audit))
        request_fail(request, refuse(ERR_BUSY, NULL));
}
