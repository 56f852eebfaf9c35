/*
 * editing.c - who has a document open in a form.
 */
#include "server/shell/editing.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "server/db/bind.h"
#include "server/shell/ask.h"
#include "server/shell/push.h"
#include "server/shell/request.h"
#include "server/shell/trouble.h"

#define ASK_MS            8000
#define NOTICE_BYTES_MOST (16 * 1024)

struct editing {
    int64_t asked; /* questions so far: an older one that is answered late counts no more */
    int64_t id;    /* of what is open; 0: nothing is */
    int64_t customer_id;
    struct instant since;
    size_t count;
    char on[EDITING_MOST][LIMIT_CODE * LIMIT_UTF8_BYTES + 1];
};

/* ---- telling ---- */

static struct str notice(const struct session *who, struct arena *arena)
{
    const struct editing *e = who->editing;
    struct json_out out;

    json_out_init(&out, arena);
    json_begin_object(&out);
    json_field_int(&out, "id", e->id);
    json_key(&out, "on");
    json_begin_array(&out);
    for (size_t i = 0; i < e->count; i++)
        json_put_str(&out, str_of(e->on[i]));
    json_end_array(&out);
    json_field_str(&out, "by", str_of(who->who.login));
    json_field_str(&out, "name", str_of(who->who.name));
    json_field_instant(&out, "since", e->since);
    json_end_object(&out);
    return rpc_notice_line(arena, "editing", json_text(&out));
}

static bool hears(const struct session *s, const struct session *of)
{
    return s != of && s->editing && !s->gone && !s->ending && of->editing && of->editing->id &&
           push_sees(s, of->editing->customer_id);
}

static void tell_others(struct session *of)
{
    struct arena arena;
    struct session *next;
    struct str line;

    arena_init(&arena, NOTICE_BYTES_MOST);
    line = notice(of, &arena);
    for (struct session *s = sessions_first(of->daemon->sessions); s; s = next) {
        next = s->next;
        if (hears(s, of))
            session_notify(s, line);
    }
    arena_release(&arena);
}

void editing_tell(struct session *session)
{
    struct arena arena;

    arena_init(&arena, NOTICE_BYTES_MOST);
    for (struct session *of = sessions_first(session->daemon->sessions); of; of = of->next)
        if (hears(session, of)) {
            session_notify(session, notice(of, &arena));
            arena_reset(&arena);
        }
    arena_release(&arena);
}

/* ---- what is open ---- */

/* Who heard that it began hears that it is over. */
static void end(struct session *session)
{
    struct editing *e = session->editing;

    if (!e->id)
        return;
    e->count = 0;
    tell_others(session);
    e->id = 0;
}

void editing_forget(struct session *session)
{
    if (!session->editing)
        return;
    end(session);
    free(session->editing);
    session->editing = NULL;
}

/* Of whose documents it is: who may hear of it. */
static const struct db_statement customer_of = {
    .name = "customer_of_document",
    .sql = "SELECT coalesce(max(d.customer_id), 0) FROM ("
           "SELECT customer_id FROM orders WHERE no = any(string_to_array($1, ' '))"
           " UNION ALL SELECT o.customer_id FROM note n JOIN orders o ON o.id = n.order_id"
           " WHERE n.no = any(string_to_array($1, ' '))"
           " UNION ALL SELECT customer_id FROM receivable"
           " WHERE no = any(string_to_array($1, ' '))"
           " UNION ALL SELECT customer_id FROM receipt"
           " WHERE no = any(string_to_array($1, ' '))) d",
    .params = 1,
};

struct opening {
    struct request *request;
    struct editing now; /* its documents, until they are the session's */
};

static struct instant clock_now(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (struct instant){ (int64_t)now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000 };
}

static void on_customer(const struct db_outcome *outcome, void *ctx)
{
    struct opening *opening = ctx;
    struct request *request = opening->request;
    struct session *session = request->session;
    struct editing *e = session ? session->editing : NULL;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        request_fail(request, trouble_of(outcome, "edit"));
        return;
    }
    if (e && e->asked == opening->now.asked) {
        if (!db_read_int(outcome->results, 0, 0, &opening->now.customer_id))
            opening->now.customer_id = 0;
        *e = opening->now;
        e->id = ++session->daemon->editings;
        e->since = clock_now();
        tell_others(session);
    }
    request_answer(request, STR("{}"));
}

/* "on": at most EDITING_MOST numbers. */
static struct error read_on(const struct json *in, struct editing *out, struct arena *arena)
{
    const struct json *list = json_member(in, "on");

    if (json_kind(list) != JSON_ARRAY || json_count(list) > EDITING_MOST)
        return refuse_with(ERR_PARAMS, "on",
                           str_format(arena, "0 to %d numbers of documents", EDITING_MOST));
    for (const struct json *v = json_first(list); v; v = json_next(v)) {
        struct str no;
        struct arg arg;
        struct error err;

        if (!json_str(v, &no))
            return refuse_with(ERR_PARAMS, "on", STR("numbers of documents are texts"));
        err = arg_read_text(P_order, no, 0, arena, &arg);
        if (err.code)
            return err;
        memcpy(out->on[out->count++], arg.s.p, arg.s.n);
    }
    return OK;
}

static struct str joined(const struct editing *e, struct arena *arena)
{
    struct str all = STR("");

    for (size_t i = 0; i < e->count; i++)
        all = str_format(arena, "%.*s%s%s", STR_ARG(all), i ? " " : "", e->on[i]);
    return all;
}

/* The session's place for it; made by its first question, from which on it hears of others. */
static struct editing *place_of(struct session *session)
{
    if (session->editing)
        return session->editing;
    session->editing = calloc(1, sizeof *session->editing);
    if (!session->editing)
        abort();
    editing_tell(session);
    return session->editing;
}

void editing_open(struct request *request)
{
    struct opening *opening = ARENA_NEW(&request->arena, struct opening);
    struct session *session = request->session;
    struct db_batch batch;
    struct error err;
    struct str numbers;

    opening->request = request;
    err = read_on(request->rpc.params, &opening->now, &request->arena);
    if (err.code) {
        request_fail(request, err);
        return;
    }
    opening->now.asked = ++place_of(session)->asked;
    end(session);
    if (!opening->now.count) {
        request_answer(request, STR("{}"));
        return;
    }
    numbers = joined(&opening->now, &request->arena);
    db_batch_init(&batch, &request->arena);
    db_batch_add(&batch, &customer_of, &numbers);
    db_batch_sync(&batch);
    if (!ask(session->daemon->pool, &batch, ASK_MS, on_customer, opening))
        request_fail(request, refuse(ERR_BUSY, NULL));
}
