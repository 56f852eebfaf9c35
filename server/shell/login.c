/*
 * login.c - the four ways in.
 */
#include "server/shell/login.h"

#include <event2/event.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "common/log.h"
#include "server/db/bind.h"
#include "server/shell/ask.h"
#include "server/shell/hasher.h"
#include "server/shell/login_roles.h"
#include "server/shell/login_token.h"
#include "server/shell/push.h"
#include "server/shell/request.h"
#include "server/shell/throttle.h"
#include "server/shell/trouble.h"

/* A failed password is answered no sooner, so that neither a row that is not there nor a
 * COMMIT that was not needed can be seen from outside. */
#define FAILURE_MS 400
/* The loop counts from when it woke, so that its timers may come some milliseconds early. */
#define LOOP_LAG_MS 10
#define ASK_MS      8000
#define TOKEN_TIME  "interval '12 hours'"
#define CODE_TIME   "interval '24 hours'" /* of a password that was given, not chosen */

#define PERSON "u.active AND u.id > 1"
/* $1 is the new token's hash */
#define ADD_TOKEN(until)                                                                       \
    " t AS (INSERT INTO session_token (sha256, user_id, expires_at)"                           \
    " SELECT $1, u.id, " until " FROM u WHERE (SELECT count(*) FROM u) = 1)"
#define GIVE                                                                                   \
    " SELECT u.id, u.login, u.name, " LOGIN_ROLES                                              \
    ", EXISTS (SELECT FROM credential k WHERE k.user_id = u.id AND k.must_change)"             \
    " FROM u ORDER BY u.login"

static const struct db_statement enter_peer = {
    .name = "enter_peer",
    .sql =
        "WITH u AS (SELECT u.* FROM peer_login p JOIN app_user u ON u.id = p.user_id"
        " WHERE p.uid = $2::bigint AND " PERSON
        " AND ($3::text IS NULL OR u.login = $3))," ADD_TOKEN("clock_timestamp() + " TOKEN_TIME)
            GIVE,
    .params = 3,
};
static const struct db_statement enter_demo = {
    .name = "enter_demo",
    .sql = "WITH u AS (SELECT u.* FROM app_user u WHERE u.login = $2 AND " PERSON
           " AND (SELECT practice FROM company))," ADD_TOKEN("clock_timestamp() + " TOKEN_TIME)
               GIVE,
    .params = 2,
};
static const struct db_statement enter_password = {
    .name = "enter_password",
    .sql = "WITH u AS (SELECT u.* FROM app_user u WHERE u.login = $2 AND " PERSON "),"
           " c AS (UPDATE credential SET failures = 0, locked_until = NULL"
           " WHERE user_id = (SELECT id FROM u))," ADD_TOKEN("clock_timestamp() + " TOKEN_TIME)
               GIVE,
    .params = 2,
};
static const struct db_statement enter_token = {
    .name = "enter_token",
    .sql = "WITH o AS (UPDATE session_token SET revoked_at = clock_timestamp()"
           " WHERE sha256 = $2 AND revoked_at IS NULL AND expires_at > clock_timestamp()"
           " RETURNING user_id, created_at, expires_at),"
           " u AS (SELECT u.*, o.expires_at FROM o JOIN app_user u ON u.id = o.user_id"
           " WHERE " PERSON " AND (u.out_at IS NULL OR u.out_at <"
           " o.created_at + (business_now() - clock_timestamp())))," ADD_TOKEN("u.expires_at")
               GIVE,
    .params = 2,
};
static const struct db_statement count_attempt = {
    .name = "count_attempt",
    .sql = "UPDATE credential c SET failures = c.failures + 1, locked_until ="
           " CASE WHEN c.failures < 2 THEN NULL ELSE clock_timestamp() +"
           " make_interval(secs => least(900, 2 ^ (c.failures - 2))) END"
           " FROM app_user u WHERE u.id = c.user_id AND u.login = $1 AND " PERSON
           " AND c.failures < 100"
           " AND (c.locked_until IS NULL OR c.locked_until <= clock_timestamp())"
           " AND (NOT c.must_change OR c.changed_at > clock_timestamp() - " CODE_TIME ")"
           " RETURNING c.password",
    .params = 1,
};

/* A log-in under way; in the request's arena. */
struct login {
    struct request *request;
    struct str user; /* as given; p NULL when it was not */
    struct str password;
    bool packs;                /* asks for packed answers */
    bool by_password;          /* this time, or when the token's first holder came in */
    struct throttle_turn turn; /* of a password */
    struct token token;
};

/* ---- failure ---- */

static void refuse_login(struct request *request, struct str detail)
{
    struct session *session = request->session;

    if (session) {
        session->daemon->stats.logins_refused++;
        log_put(LEVEL_WARN, LOG_EVENT("login_refused"),
                LOG_TEXT("peer", str_of(session->peer)));
    }
    request_fail(request, refuse_with(ERR_LOGIN, NULL, detail));
}

static void on_late(evutil_socket_t fd, short what, void *ctx)
{
    (void)fd;
    (void)what;
    refuse_login(ctx, STR("user or password is wrong, or the account or this address must "
                          "wait"));
}

/* Nothing about the time tells whether the user exists, or is known at his address. */
static void refuse_password(struct login *l)
{
    struct request *request = l->request;
    int64_t left =
        request->begun_ms + l->turn.wait_ms + FAILURE_MS + LOOP_LAG_MS - monotonic_ms();
    struct timeval after = { 0, 0 };

    if (left > 0)
        after = (struct timeval){ left / 1000, left % 1000 * 1000 };
    if (!request->session || event_base_once(request->session->daemon->base, -1, EV_TIMEOUT,
                                             on_late, request, &after) != 0)
        on_late(-1, 0, request);
}

/* ---- success ---- */

static void put_roles(struct json_out *out, struct str names)
{
    json_key(out, "roles");
    json_begin_array(out);
    while (!str_empty(names)) {
        const char *blank = memchr(names.p, ' ', names.n);
        struct str name = { names.p, blank ? (size_t)(blank - names.p) : names.n };

        json_put_str(out, name);
        names.n -= blank ? name.n + 1 : name.n;
        names.p += blank ? name.n + 1 : name.n;
    }
    json_end_array(out);
}

static void admit(struct login *l, const struct db_result *row)
{
    struct request *request = l->request;
    struct session *session = request->session;
    struct identity *who = &session->who;
    bool packs = l->packs;
    bool given = str_eq(db_value(row, 0, 4), STR("t")) && l->by_password;
    struct json_out out;

    session_forget(session);
    if (!db_read_int(row, 0, 0, &who->user_id)) {
        request_fail(request, refuse(ERR_DATABASE, NULL));
        return;
    }
    snprintf(who->login, sizeof who->login, "%.*s", STR_ARG(db_value(row, 0, 1)));
    snprintf(who->name, sizeof who->name, "%.*s", STR_ARG(db_value(row, 0, 2)));
    identity_set_roles(who, db_value(row, 0, 3));
    memcpy(who->token_sha256, l->token.sha256, sizeof who->token_sha256);
    who->must_choose = given;
    session->daemon->stats.logins++;
    log_put(LEVEL_INFO, LOG_EVENT("login"), LOG_TEXT("user", str_of(who->login)),
            LOG_TEXT("peer", str_of(session->peer)));
    json_out_init(&out, &request->arena);
    json_begin_object(&out);
    json_field_str(&out, "user", db_value(row, 0, 1));
    json_field_str(&out, "name", db_value(row, 0, 2));
    put_roles(&out, db_value(row, 0, 3));
    json_field_str(&out, "token", str_of(l->token.text));
    if (given)
        json_field_bool(&out, "must_change", true);
    json_end_object(&out);
    session->packs = false; /* it holds a secret: never packed, not even at a second log-in */
    request_answer(request, json_text(&out));
    session->packs = packs;
}

static struct str logins_of(const struct db_result *rows, struct arena *arena)
{
    struct str list = STR("name the user: you may act as");

    for (size_t i = 0; i < rows->rows; i++)
        list = str_format(arena, "%.*s%s %.*s", STR_ARG(list), i ? "," : "",
                          STR_ARG(db_value(rows, i, 1)));
    return list;
}

static void on_entered(const struct db_outcome *outcome, void *ctx)
{
    struct login *l = ctx;
    const struct db_result *rows = outcome->results;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome))
        request_fail(l->request, trouble_of(outcome, "login"));
    else if (!l->request->session || rows->rows == 0)
        refuse_login(l->request, STR(""));
    else if (rows->rows > 1)
        refuse_login(l->request, logins_of(rows, &l->request->arena));
    else
        admit(l, rows);
}

/* Sends one statement of the log-in. */
static void ask_once(struct login *l, const struct db_statement *statement,
                     const struct str *values, asked *then)
{
    struct request *request = l->request;
    struct db_batch batch;

    db_batch_init(&batch, &request->arena);
    db_batch_add(&batch, statement, values);
    db_batch_sync(&batch);
    if (!ask(request->session->daemon->pool, &batch, ASK_MS, then, l))
        request_fail(request, refuse(ERR_BUSY, NULL));
}

static void enter(struct login *l, const struct db_statement *how, struct str second,
                  struct str third)
{
    struct str values[3] = { { 0 }, second, third };

    token_make(l->by_password, &l->token);
    values[0] = str_of(l->token.sha256);
    ask_once(l, how, values, on_entered);
}

/* ---- password ---- */

static void on_checked(bool fits, void *ctx)
{
    struct login *l = ctx;
    struct session *session = l->request->session;

    l->by_password = true;
    if (!fits || !session) {
        refuse_password(l);
        return;
    }
    throttle_passed(session->daemon->throttle, &l->turn, monotonic_ms());
    enter(l, &enter_password, l->user, DB_NULL);
}

/* Nothing was judged. */
static void fail_password(struct login *l, struct error err)
{
    if (l->request->session)
        throttle_undo(l->request->session->daemon->throttle, &l->turn);
    request_fail(l->request, err);
}

static void on_counted(const struct db_outcome *outcome, void *ctx)
{
    struct login *l = ctx;
    struct session *session = l->request->session;
    const char *hash = NULL;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        fail_password(l, trouble_of(outcome, "login"));
        return;
    }
    if (!session) {
        refuse_password(l);
        return;
    }
    if (outcome->results[0].rows == 1)
        hash = str_text(&l->request->arena, db_value(&outcome->results[0], 0, 0));
    if (!hasher_check(session->daemon->hasher, hash, l->password, on_checked, l))
        fail_password(l, refuse(ERR_BUSY, NULL));
}

static void on_turn(evutil_socket_t fd, short what, void *ctx)
{
    struct login *l = ctx;

    (void)fd;
    (void)what;
    if (l->request->session)
        ask_once(l, &count_attempt, &l->user, on_counted);
    else
        refuse_password(l);
}

static void open_password(struct login *l)
{
    struct session *session = l->request->session;
    struct throttle_turn *turn = &l->turn;
    struct timeval after;

    *turn = throttle_ask(session->daemon->throttle, str_of(session->peer), l->user,
                         l->request->begun_ms);
    after = (struct timeval){ turn->wait_ms / 1000, turn->wait_ms % 1000 * 1000 };
    if (turn->wait_ms || turn->full)
        session->daemon->stats.logins_slowed++;
    if (turn->known || (!turn->full && turn->wait_ms == 0))
        on_turn(-1, 0, l);
    else if (turn->full ||
             event_base_once(session->daemon->base, -1, EV_TIMEOUT, on_turn, l, &after) != 0)
        refuse_password(l);
}

/* ---- the door ---- */

bool login_text_member(struct request *request, enum param param, const char *name,
                       struct str *out)
{
    const struct json *value = json_member(request->rpc.params, name);
    struct arg arg;
    struct str text;
    struct error err = OK;

    *out = DB_NULL;
    if (!value)
        return true;
    if (!json_str(value, &text))
        err = refuse_with(ERR_PARAMS, name, STR("a text is expected"));
    else
        err = arg_read_text(param, text, 0, &request->arena, &arg);
    if (err.code) {
        err.field = name;
        request_fail(request, err);
        return false;
    }
    *out = arg.s;
    return true;
}

/* Nothing but these members may be there. */
bool login_takes_only(struct request *request, const char *const *names, size_t count)
{
    const struct json *member = json_first(request->rpc.params);

    for (; member; member = json_next(member)) {
        size_t i = 0;

        while (i < count && !str_eq(json_name(member), str_of(names[i])))
            i++;
        if (i == count) {
            request_fail(request,
                         refuse_with(ERR_PARAMS, NULL,
                                     str_format(&request->arena, "there is no parameter %.*s",
                                                STR_ARG(json_name(member)))));
            return false;
        }
    }
    return true;
}

/* pack: true or false; absent: false. */
static bool takes_pack(struct request *request, bool *out)
{
    const struct json *value = json_member(request->rpc.params, "pack");

    *out = false;
    if (!value || json_bool(value, out))
        return true;
    request_fail(request, refuse_with(ERR_PARAMS, "pack", STR("true or false is expected")));
    return false;
}

static void open_peer(struct login *l)
{
    const struct session *session = l->request->session;
    struct str uid;

    /* who administers the machine is not thereby somebody of the company */
    if (!session->local || session->uid <= 0) {
        refuse_login(l->request, session->local
                                     ? STR("the system's administrator is no user: log in "
                                           "with user and password")
                                     : STR("user and password are needed here"));
        return;
    }
    uid = str_format(&l->request->arena, "%lld", (long long)session->uid);
    enter(l, &enter_peer, uid, l->user);
}

static void open_demo(struct login *l, struct str token)
{
    const struct daemon *d = l->request->session->daemon;

    if (!d->practice || !token_is_demo(d->settings->demo_token, token, &l->request->arena))
        refuse_password(l);
    else
        enter(l, &enter_demo, l->user, DB_NULL);
}

void login_open(struct request *request)
{
    static const char *const names[] = { "user", "password", "demo", "pack" };
    struct login *l = ARENA_NEW(&request->arena, struct login);
    struct str demo;

    l->request = request;
    if (!login_takes_only(request, names, COUNT(names)) ||
        !login_text_member(request, P_user, "user", &l->user) ||
        !login_text_member(request, P_password, "password", &l->password) ||
        !login_text_member(request, P_token, "demo", &demo) || !takes_pack(request, &l->packs))
        return;
    if (!l->password.p && !demo.p)
        open_peer(l);
    else if (!l->user.p || (l->password.p && demo.p))
        request_fail(request,
                     refuse_with(ERR_PARAMS, "user", STR("user with either password or demo")));
    else if (demo.p)
        open_demo(l, demo);
    else
        open_password(l);
}

void login_resume(struct request *request)
{
    static const char *const names[] = { "token", "pack" };
    struct login *l = ARENA_NEW(&request->arena, struct login);
    char *sha256 = arena_alloc(&request->arena, TOKEN_HASH);
    struct str token;

    l->request = request;
    if (!login_takes_only(request, names, COUNT(names)) ||
        !login_text_member(request, P_token, "token", &token) ||
        !takes_pack(request, &l->packs))
        return;
    if (!token.p) {
        request_fail(request, refuse_with(ERR_PARAMS, "token", STR("session.resume needs it")));
        return;
    }
    token_hash(token, sha256);
    l->by_password = token_by_password(token);
    enter(l, &enter_token, str_of(sha256), DB_NULL);
}
