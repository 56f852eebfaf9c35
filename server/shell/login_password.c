/*
 * login_password.c - a person chooses a new password: the old one is checked again, counted and
 * throttled as at a log-in, and every other session of his must show the new one.
 */
#include "common/utf8.h"
#include "server/db/bind.h"
#include "server/shell/ask.h"
#include "server/shell/hasher.h"
#include "server/shell/login.h"
#include "server/shell/login_roles.h"
#include "server/shell/request.h"
#include "server/shell/trouble.h"

#define ASK_MS 8000

static const struct db_statement count_own_attempt = {
    .name = "count_own_attempt",
    .sql = "UPDATE credential SET failures = failures + 1, locked_until ="
           " CASE WHEN failures < 2 THEN NULL ELSE clock_timestamp() +"
           " make_interval(secs => least(900, 2 ^ (failures - 2))) END"
           " WHERE user_id = $1::bigint AND failures < 100"
           " AND (locked_until IS NULL OR locked_until <= clock_timestamp())"
           " RETURNING password",
    .params = 1,
};
static const struct db_statement change_password = {
    .name = "change_password",
    .sql = "WITH c AS (UPDATE credential SET password = $2, changed_at = clock_timestamp(),"
           " must_change = false, failures = 0, locked_until = NULL"
           " WHERE user_id = $1::bigint RETURNING user_id),"
           " t AS (UPDATE session_token s SET revoked_at = clock_timestamp() FROM c"
           " WHERE s.user_id = c.user_id AND s.revoked_at IS NULL AND s.sha256 <> $3)"
           " SELECT count(*) FROM c",
    .params = 3,
};

struct change {
    struct request *request;
    struct str user_id, old, fresh;
};

static void send_step(struct change *c, const struct db_statement *statement,
                      const struct str *values, asked *then)
{
    struct request *request = c->request;
    struct db_batch batch;

    db_batch_init(&batch, &request->arena);
    db_batch_add(&batch, statement, values);
    db_batch_sync(&batch);
    if (!ask(request->session->daemon->pool, &batch, ASK_MS, then, c))
        request_fail(request, refuse(ERR_BUSY, NULL));
}

/* Is the way on clear: the database answered, and the session is still there? */
static bool goes_on(struct change *c, const struct db_outcome *outcome)
{
    if (outcome && (outcome->fate != DB_ANSWERED || db_first_failure(outcome)))
        request_fail(c->request, trouble_of(outcome, "password"));
    else if (!c->request->session || !c->request->session->who.user_id)
        request_fail(c->request, refuse(ERR_LOGIN, NULL));
    else
        return true;
    return false;
}

/* His other sessions here may go on, too. */
static void on_changed(const struct db_outcome *outcome, void *ctx)
{
    struct change *c = ctx;
    const struct session *own;

    if (!goes_on(c, outcome))
        return;
    own = c->request->session;
    for (struct session *s = sessions_first(own->daemon->sessions); s; s = s->next)
        if (s->who.user_id == own->who.user_id)
            s->who.must_choose = false;
    request_answer(c->request, STR("{}"));
}

static void on_made(const char *hash, void *ctx)
{
    struct change *c = ctx;

    if (!goes_on(c, NULL))
        return;
    if (!hash) {
        request_fail(c->request, refuse(ERR_NO_MEMORY, NULL));
        return;
    }
    send_step(c, &change_password,
              (const struct str[]){ c->user_id, str_of(hash),
                                    str_of(c->request->session->who.token_sha256) },
              on_changed);
}

static void on_checked(bool fits, void *ctx)
{
    struct change *c = ctx;

    if (!goes_on(c, NULL))
        return;
    if (!fits)
        request_fail(c->request, refuse_with(ERR_LOGIN, "password",
                                             STR("it is not that, or the account must wait")));
    else if (!hasher_new_hash(c->request->session->daemon->hasher, c->fresh, on_made, c))
        request_fail(c->request, refuse(ERR_BUSY, NULL));
}

static void on_counted(const struct db_outcome *outcome, void *ctx)
{
    struct change *c = ctx;
    const char *hash = NULL;

    if (!goes_on(c, outcome))
        return;
    if (outcome->results[0].rows == 1)
        hash = str_text(&c->request->arena, db_value(&outcome->results[0], 0, 0));
    if (!hasher_check(c->request->session->daemon->hasher, hash, c->old, on_checked, c))
        request_fail(c->request, refuse(ERR_BUSY, NULL));
}

void login_password(struct request *request)
{
    static const char *const names[] = { "password", "new" };
    struct change *c = ARENA_NEW(&request->arena, struct change);

    c->request = request;
    if (!login_takes_only(request, names, COUNT(names)) ||
        !login_text_member(request, P_password, "password", &c->old) ||
        !login_text_member(request, P_password, "new", &c->fresh))
        return;
    if (!c->old.p || !c->fresh.p || utf8_count(c->fresh, 0, c->fresh.n) < LEAST_PASSWORD ||
        str_eq(c->old, c->fresh)) {
        request_fail(request,
                     refuse_with(ERR_PARAMS, "new",
                                 str_format(&request->arena,
                                            "the password so far and another one of at least "
                                            "%d characters",
                                            LEAST_PASSWORD)));
        return;
    }
    c->user_id = str_format(&request->arena, "%lld", (long long)request->session->who.user_id);
    send_step(c, &count_own_attempt, &c->user_id, on_counted);
}
