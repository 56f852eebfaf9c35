/*
 * refusals.c - single rows first, then sums.
 */
#include "server/shell/refusals.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/limits.h"
#include "common/log.h"
#include "server/db/bind.h"
#include "server/shell/ask.h"
#include "server/shell/request.h"
#include "server/shell/trouble.h"

#define SETS    256
#define WAYS    4
#define HOUR_MS 3600000
#define ASK_MS  8000
#define WORDS   (LIMIT_CODE * LIMIT_UTF8_BYTES + 40)

/* One user's hour. */
struct offender {
    int64_t user_id; /* 0: free */
    int64_t begun_ms;
    int64_t rows;
    int64_t counted, next; /* since the last row; the row comes at `next` */
    enum op op;            /* of the last one */
    char what[WORDS], roles[64], peer[80];
};

struct refusals {
    struct daemon *daemon;
    struct offender sets[SETS][WAYS];
};

const struct db_statement statement_add_refusal = {
    .name = "add_refusal",
    .sql = "INSERT INTO refusal (id, user_id, op, what, roles, peer, times)"
           " VALUES (nextval('id_block') * 4096, $1::bigint, $2, $3, $4, $5, $6::integer)",
    .params = 6,
};

struct refusals *refusals_new(struct daemon *daemon)
{
    struct refusals *r = calloc(1, sizeof *r);

    if (!r)
        abort();
    r->daemon = daemon;
    return r;
}

void refusals_free(struct refusals *r)
{
    free(r);
}

/* ---- rows ---- */

/* A row on its way. */
struct sending {
    struct arena arena;
    struct executor *executor;
};

static void let_go(struct sending *s)
{
    executor_let_go(s->executor);
    arena_release(&s->arena);
    free(s);
}

static void on_added(const struct db_outcome *outcome, void *ctx)
{
    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome))
        (void)trouble_of(outcome, "refusal");
    let_go(ctx);
}

static void add_row(struct refusals *r, struct offender *o, int64_t times)
{
    struct sending *s = calloc(1, sizeof *s);
    struct str values[6];
    struct db_batch batch;

    if (!s)
        abort();
    arena_init(&s->arena, LIMIT_ARENA_BYTES);
    s->executor = r->daemon->executor;
    executor_hold(s->executor); /* a stop waits for it */
    values[0] = str_format(&s->arena, "%lld", (long long)o->user_id);
    values[1] = str_of(catalog[o->op].name);
    values[2] = str_dup(&s->arena, str_of(o->what));
    values[3] = str_dup(&s->arena, str_of(o->roles));
    values[4] = str_dup(&s->arena, str_of(o->peer));
    values[5] = str_format(&s->arena, "%lld", (long long)times);
    db_batch_init(&batch, &s->arena);
    db_batch_add(&batch, &statement_add_refusal, values);
    db_batch_sync(&batch);
    o->rows++;
    if (!ask(r->daemon->pool, &batch, ASK_MS, on_added, s))
        let_go(s);
}

static void add_sum(struct refusals *r, struct offender *o)
{
    if (o->counted > 0)
        add_row(r, o, o->counted);
    o->counted = 0;
    o->next *= 2;
}

/* ---- whose hour ---- */

/* The user's place; the one that begun first makes room. */
static struct offender *place_of(struct refusals *r, int64_t user_id, int64_t now_ms)
{
    struct offender *set = r->sets[(uint64_t)user_id / 4096 % SETS], *first = &set[0];

    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].user_id == user_id && now_ms - set[i].begun_ms < HOUR_MS)
            return &set[i];
        if (set[i].user_id == user_id || set[i].begun_ms < first->begun_ms)
            first = &set[i];
        if (set[i].user_id == user_id)
            break;
    }
    add_sum(r, first);
    *first =
        (struct offender){ .user_id = user_id, .begun_ms = now_ms, .next = REFUSALS_FIRST };
    return first;
}

/* "order SO12": the first parameter that names something, when it is well formed. */
static struct str what_of(const struct request *request, struct arena *arena)
{
    const struct op_info *info = &catalog[request->op];

    for (size_t i = 0; i < info->param_count; i++) {
        enum param p = info->params[i].param;
        struct str text;
        struct arg arg;

        if (params[p].type == PARAM_CODE &&
            json_str(json_member(request->rpc.params, params[p].name), &text) &&
            !arg_read_text(p, text, 0, arena, &arg).code)
            return str_format(arena, "%s %.*s", params[p].name, STR_ARG(arg.s));
    }
    return STR("");
}

static void put_roles(role_set roles, char out[64])
{
    size_t n = 0;

    out[0] = '\0';
    for (unsigned i = 1; i < role_count; i++)
        if ((roles & ROLE_BIT(i)) && n < 56)
            n += (size_t)snprintf(out + n, 64 - n, "%s%s", n ? " " : "",
                                  enum_name(ENUM_role, i));
}

void refusals_note(struct refusals *r, const struct request *request)
{
    const struct session *session = request->session;
    struct offender *o = place_of(r, session->who.user_id, request->begun_ms);
    struct arena arena;
    struct str what;

    arena_init(&arena, LIMIT_ARENA_BYTES);
    what = what_of(request, &arena);
    snprintf(o->what, sizeof o->what, "%.*s", STR_ARG(what));
    arena_release(&arena);
    snprintf(o->peer, sizeof o->peer, "%s", session->peer);
    put_roles(session->who.roles, o->roles);
    o->op = request->op;
    if (o->rows < REFUSALS_SINGLE)
        add_row(r, o, 1);
    else if (++o->counted >= o->next)
        add_sum(r, o);
}

void refusals_close(struct refusals *r)
{
    for (size_t i = 0; i < SETS; i++)
        for (size_t k = 0; k < WAYS; k++)
            add_sum(r, &r->sets[i][k]);
}
