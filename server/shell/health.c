/*
 * health.c - counters as JSON, without asking the database.
 */
#include "server/shell/health.h"

#include "common/log.h"
#include "server/shell/request.h"
#include "server/shell/session.h"

static void put_pool(struct json_out *out, const struct daemon *d)
{
    struct db_pool_state state = db_pool_state(d->pool);

    json_key(out, "database");
    json_begin_object(out);
    json_field_int(out, "connections", (int64_t)state.size);
    json_field_int(out, "idle", (int64_t)state.idle);
    json_field_int(out, "taken", (int64_t)state.taken);
    json_field_int(out, "down", (int64_t)state.down);
    json_field_int(out, "waiting", (int64_t)state.waiting);
    json_field_int(out, "served", (int64_t)state.served);
    json_field_int(out, "timed_out", (int64_t)state.timed_out);
    json_field_int(out, "turned_away", (int64_t)state.turned_away);
    json_field_int(out, "lost", (int64_t)state.lost);
    json_field_str(out, "problem", str_of(state.problem));
    json_end_object(out);
}

void health_answer(struct request *request)
{
    const struct daemon *d = request->session->daemon;
    struct json_out out;

    json_out_init(&out, &request->arena);
    json_begin_object(&out);
    json_field_str(&out, "server", STR("osbd " OSB_VERSION));
    json_field_str(&out, "company", str_of(d->company));
    json_field_bool(&out, "practice", d->practice);
    json_field_int(&out, "sessions", (int64_t)sessions_count(d->sessions));
    json_field_int(&out, "requests", (int64_t)sessions_under_way(d->sessions));
    json_field_int(&out, "commands", (int64_t)executor_count(d->executor));
    json_field_int(&out, "waiting", (int64_t)executor_waiting(d->executor));
    json_field_int(&out, "log_dropped", (int64_t)log_dropped());
    put_pool(&out, d);
    stats_put(&d->stats, &out);
    json_end_object(&out);
    request_answer(request, json_text(&out));
}
