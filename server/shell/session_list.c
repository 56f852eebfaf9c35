/*
 * session_list.c - the sessions of this daemon, the latest at work first.
 */
#include "server/shell/session_list.h"

#include <stdlib.h>
#include <time.h>

#include "server/shell/request.h"

#define DEFAULT_ROWS 100
#define MS_IN_US     1000

/* The latest at work first; of those of one millisecond the latest come. */
static int by_work(const void *a, const void *b)
{
    const struct session *x = *(struct session *const *)a, *y = *(struct session *const *)b;

    if (x->active_ms != y->active_ms)
        return x->active_ms < y->active_ms ? 1 : -1;
    return (x->since_ms < y->since_ms) - (x->since_ms > y->since_ms);
}

static struct session **wanted(struct request *request, size_t *count)
{
    const struct daemon *d = request->session->daemon;
    const struct arg *user = &request->args.v[P_user];
    struct session **list =
        ARENA_ARRAY(&request->arena, sessions_count(d->sessions), struct session *);

    *count = 0;
    for (struct session *s = sessions_first(d->sessions); s; s = s->next)
        if (!user->given || str_eq(str_of(s->who.login), user->s))
            list[(*count)++] = s;
    qsort(list, *count, sizeof(*list), by_work);
    return list;
}

/* A moment that this machine's steady clock knows, as a time of day. */
static struct instant moment_of(int64_t steady_ms, int64_t now_ms)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (struct instant){ (int64_t)now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000 -
                             (now_ms - steady_ms) * MS_IN_US };
}

static void put_roles(struct json_out *out, role_set roles)
{
    json_key(out, "roles");
    json_begin_array(out);
    for (unsigned role = 1; role < enum_count(ENUM_role); role++)
        if (roles & ROLE_BIT(role))
            json_put_str(out, str_of(enum_name(ENUM_role, role)));
    json_end_array(out);
}

static void put_row(struct json_out *out, const struct session *s, int64_t now_ms,
                    struct arena *arena)
{
    json_begin_object(out);
    json_field_str(out, "login", str_of(s->who.login));
    json_field_str(out, "name", str_of(s->who.name));
    put_roles(out, s->who.roles);
    json_field_str(out, "peer", str_of(s->peer));
    json_field_str(out, "line", s->local ? STR("local") : STR("TLS"));
    json_field_str(out, "since", instant_text(moment_of(s->since_ms, now_ms), arena));
    json_field_int(out, "idle_s", (now_ms - s->active_ms) / 1000);
    json_field_int(out, "under_way", (int64_t)s->in_flight);
    json_end_object(out);
}

void session_list_answer(struct request *request)
{
    const struct arg *limit = &request->args.v[P_limit_rows];
    int64_t most = limit->given ? limit->n : DEFAULT_ROWS, now_ms = monotonic_ms();
    struct json_out out;
    struct session **list;
    size_t count, shown;

    most = most < 1 ? 1 : most > LIMIT_LIST_ROWS ? LIMIT_LIST_ROWS : most;
    list = wanted(request, &count);
    shown = count < (size_t)most ? count : (size_t)most;
    json_out_init(&out, &request->arena);
    json_begin_object(&out);
    json_key(&out, "rows");
    json_begin_array(&out);
    for (size_t i = 0; i < shown; i++)
        put_row(&out, list[i], now_ms, &request->arena);
    json_end_array(&out);
    json_field_bool(&out, "more", shown < count);
    json_end_object(&out);
    request_answer(request, json_text(&out));
}
