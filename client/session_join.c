/*
 * session_join.c - getting in: connection, greeting, login.
 */
#include "client/session_join.h"

#include <string.h>

#include "client/show.h"
#include "common/limits.h"

static struct error lost(const char *what)
{
    return refuse_with(ERR_CONNECTION, NULL, str_of(what));
}

static void keep(char out[SESSION_TEXT], struct str text)
{
    size_t n = text.n < SESSION_TEXT ? text.n : SESSION_TEXT - 1;

    if (n)
        memcpy(out, text.p, n);
    out[n] = '\0';
}

/* A text member, kept in its place of the session; absent it stays as it was. */
static void keep_member(char out[SESSION_TEXT], const struct json *object, const char *name)
{
    struct str text;

    if (json_str(json_member(object, name), &text))
        keep(out, text);
}

static struct error next_line(struct session *s, int64_t until, struct str *line)
{
    switch (link_line(&s->link, until, line)) {
    case LINK_LINE:
        return OK;
    case LINK_LATE:
        return lost("no answer in time");
    case LINK_GONE:
        return lost("the daemon closed the connection");
    case LINK_STOPPED:
        return lost("interrupted");
    }
    return OK;
}

struct error session_await(struct session *s, int64_t id, int64_t until, struct arena *arena,
                           struct rpc_reply *out)
{
    for (;;) {
        struct str line;
        struct error err = next_line(s, until, &line);

        if (!err.code)
            err = rpc_read_reply(line, arena, out);
        if (err.code)
            return err.code == ERR_CONNECTION ? err : lost("the daemon's answer is malformed");
        if (out->kind == RPC_NOTICE) {
            if (s->heard)
                s->heard(s->heard_context, out);
        } else if (out->id.kind == RPC_ID_INT && (out->id.n == id || !id)) {
            return OK;
        }
        rpc_reply_release(out);
    }
}

/* --- greeting ---------------------------------------------------------------------------- */

struct error session_greeted(struct session *s, const struct json *params, struct arena *arena)
{
    const struct json *limits = json_member(params, "limits");
    int64_t protocol = 0, in_flight = SESSION_OPEN, zone = 0;

    if (!json_int(json_member(params, "protocol"), &protocol))
        return lost("what answers there is no osbd");
    keep_member(s->server, params, "server");
    if (protocol != PROTOCOL_VERSION)
        return lost(
            str_text(arena, str_format(arena,
                                       "%s speaks protocol %lld, this client %d: install the "
                                       "client of the daemon's version",
                                       s->server, (long long)protocol, PROTOCOL_VERSION)));
    if (!json_bool(json_member(params, "practice"), &s->practice))
        s->practice = false;
    if (!json_bool(json_member(params, "packs"), &s->packs))
        s->packs = false;
    if (json_int(json_member(params, "zone_min"), &zone) && zone >= -900 && zone <= 900)
        show_zone(zone);
    if (!json_int(json_member(limits, "in_flight"), &in_flight) || in_flight < 1 ||
        in_flight > SESSION_OPEN)
        in_flight = SESSION_OPEN;
    s->in_flight = in_flight;
    if (!json_int(json_member(limits, "line_bytes"), &s->line_bytes) || s->line_bytes < 1)
        s->line_bytes = LIMIT_LINE_BYTES;
    return OK;
}

static struct error greet(struct session *s, int64_t until, struct arena *arena)
{
    struct rpc_reply reply;
    struct str line;
    struct error err = next_line(s, until, &line);

    if (err.code)
        return err;
    if (rpc_read_reply(line, arena, &reply).code)
        return lost("what answers there is no osbd");
    if (reply.kind == RPC_NOTICE && str_eq(reply.name, STR("greeting")))
        err = session_greeted(s, reply.body, arena);
    else if (reply.kind == RPC_ERROR)
        err = session_error(&reply, arena);
    else if (reply.kind == RPC_NOTICE && str_eq(reply.name, STR("closing")))
        err = refuse(ERR_CLOSING, NULL);
    else
        err = lost("what answers there is no osbd");
    rpc_reply_release(&reply);
    return err;
}

/* --- login ------------------------------------------------------------------------------- */

struct str session_login_params(const struct session *s, bool resume, struct arena *arena)
{
    const struct session_door *d = &s->door;
    struct json_out out;

    json_out_init(&out, arena);
    json_begin_object(&out);
    if (resume) {
        json_field_str(&out, "token", str_of(s->token));
    } else {
        if (d->user)
            json_field_str(&out, "user", str_of(d->user));
        if (d->demo)
            json_field_str(&out, "demo", str_of(d->demo));
        else if (d->password)
            json_field_str(&out, "password", str_of(d->password));
    }
    if (d->pack && s->packs)
        json_field_bool(&out, "pack", true);
    json_end_object(&out);
    return json_text(&out);
}

void session_known(struct session *s, const struct json *who)
{
    const struct json *roles = json_member(who, "roles");
    size_t n = 0;

    keep_member(s->user, who, "user");
    keep_member(s->name, who, "name");
    keep_member(s->token, who, "token");
    if (!json_bool(json_member(who, "must_change"), &s->must_choose))
        s->must_choose = false;
    s->roles[0] = '\0';
    for (const struct json *r = json_first(roles); r; r = json_next(r)) {
        struct str role;

        if (json_str(r, &role) && n + role.n + 2 < sizeof(s->roles)) {
            if (n)
                s->roles[n++] = ' ';
            memcpy(s->roles + n, role.p, role.n);
            n += role.n;
            s->roles[n] = '\0';
        }
    }
}

static struct error login(struct session *s, bool resume, int64_t until, struct arena *arena)
{
    const struct rpc_id id = { .kind = RPC_ID_INT, .n = ++s->last_id };
    struct rpc_reply reply;
    struct error err =
        link_send(&s->link,
                  rpc_request_line(arena, id, resume ? "session.resume" : "session.login",
                                   session_login_params(s, resume, arena)),
                  until, arena);

    if (!err.code)
        err = session_await(s, id.n, until, arena, &reply);
    if (err.code)
        return err;
    err = session_error(&reply, arena);
    if (!err.code)
        session_known(s, reply.body);
    rpc_reply_release(&reply);
    return err;
}

struct error session_enter(struct session *s, int64_t until, struct arena *arena)
{
    struct error err;

    link_close(&s->link);
    err = s->door.dial(s->door.context, until, arena, &s->link);
    if (!err.code)
        err = greet(s, until, arena);
    if (!err.code && s->token[0]) {
        err = login(s, true, until, arena);
        if (err.code == ERR_LOGIN) /* the token is too old or spent: the long way */
            err = login(s, false, until, arena);
    } else if (!err.code) {
        err = login(s, false, until, arena);
    }
    s->joined = !err.code;
    if (err.code)
        link_close(&s->link);
    return err;
}
