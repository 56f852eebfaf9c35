/*
 * login_after.c - what comes after the log-in: out again, and roles that change meanwhile.
 */
#include <stdlib.h>
#include <string.h>

#include "server/db/bind.h"
#include "server/shell/ask.h"
#include "server/shell/login.h"
#include "server/shell/login_roles.h"
#include "server/shell/request.h"
#include "server/shell/trouble.h"

#define ASK_MS 8000

static const struct db_statement revoke_token = {
    .name = "revoke_token",
    .sql = "UPDATE session_token SET revoked_at = clock_timestamp()"
           " WHERE sha256 = $1 AND revoked_at IS NULL",
    .params = 1,
};
static const struct db_statement read_roles = {
    .name = "read_roles",
    .sql = "SELECT u.active, " LOGIN_ROLES " FROM app_user u WHERE u.id = $1::bigint",
    .params = 1,
};

/* ---- roles ---- */

static role_set roles_of(struct str names)
{
    role_set roles = 0;

    while (!str_empty(names)) {
        const char *blank = memchr(names.p, ' ', names.n);
        struct str name = { names.p, blank ? (size_t)(blank - names.p) : names.n };
        unsigned role = enum_value(ENUM_role, name);

        roles |= role ? role_covers((enum role)role) : 0;
        names.n -= blank ? name.n + 1 : name.n;
        names.p += blank ? name.n + 1 : name.n;
    }
    return roles;
}

void identity_set_roles(struct identity *who, struct str names)
{
    const role_set field = ROLE_BIT(ROLE_MM) | ROLE_BIT(ROLE_UM) | ROLE_BIT(ROLE_KAM) |
                           ROLE_BIT(ROLE_SR) | ROLE_BIT(ROLE_BRM);

    who->roles = roles_of(names);
    who->sees_all = (who->roles & ~field) != 0;
}

/* ---- out ---- */

struct note_to_self {
    struct arena arena;
    struct daemon *daemon;
    int64_t user_id;
};

static struct note_to_self *note_new(struct daemon *daemon)
{
    struct note_to_self *note = calloc(1, sizeof *note);

    if (!note)
        abort();
    arena_init(&note->arena, LIMIT_ARENA_BYTES);
    note->daemon = daemon;
    executor_hold(daemon->executor); /* a stop waits for it */
    return note;
}

static void note_free(struct note_to_self *note)
{
    executor_let_go(note->daemon->executor);
    arena_release(&note->arena);
    free(note);
}

static void note_send(struct note_to_self *note, const struct db_statement *statement,
                      struct str value, asked *then)
{
    struct db_batch batch;

    db_batch_init(&batch, &note->arena);
    db_batch_add(&batch, statement, &value);
    db_batch_sync(&batch);
    if (!ask(note->daemon->pool, &batch, ASK_MS, then, note))
        note_free(note);
}

static void on_revoked(const struct db_outcome *outcome, void *ctx)
{
    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome))
        (void)trouble_of(outcome, "logout"); /* it ends by itself after TOKEN_TIME */
    note_free(ctx);
}

void login_revoke(struct session *session)
{
    struct note_to_self *note = note_new(session->daemon);

    note_send(note, &revoke_token, str_dup(&note->arena, str_of(session->who.token_sha256)),
              on_revoked);
}

void login_close(struct request *request)
{
    struct session *session = request->session;

    if (!login_takes_only(request, NULL, 0))
        return;
    login_revoke(session);
    session_forget(session);
    request_answer(request, STR("{}"));
    session_end(session, NULL, "");
}

void login_end_all(struct daemon *daemon, int64_t user_id)
{
    struct session *next;

    for (struct session *s = sessions_first(daemon->sessions); s; s = next) {
        next = s->next;
        if (s->who.user_id == user_id)
            session_end(s, "ended", "an administrator ended your sessions: log in again");
    }
}

/* ---- changed meanwhile ---- */

static void on_roles(const struct db_outcome *outcome, void *ctx)
{
    struct note_to_self *note = ctx;
    const struct db_result *row = outcome->results;
    struct session *next;
    bool active = false;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome) || row->rows != 1) {
        note_free(note); /* decisions read the roles as facts anyway */
        return;
    }
    active = db_read_bool(row, 0, 0, &active) && active;
    for (struct session *s = sessions_first(note->daemon->sessions); s; s = next) {
        next = s->next;
        if (s->who.user_id != note->user_id)
            continue;
        identity_set_roles(&s->who, db_value(row, 0, 1));
        if (!active)
            session_end(s, "ended", "the account was closed");
    }
    note_free(note);
}

void login_changed(struct daemon *daemon, int64_t user_id)
{
    struct note_to_self *note = note_new(daemon);

    note->user_id = user_id;
    note_send(note, &read_roles, str_format(&note->arena, "%lld", (long long)user_id),
              on_roles);
}
