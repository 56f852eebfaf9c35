/*
 * door.c - dispatch: session methods, queries, commands.
 */
#include "server/shell/door.h"

#include "common/log.h"
#include "server/shell/crash.h"
#include "server/shell/editing.h"
#include "server/shell/login.h"
#include "server/shell/push.h"
#include "server/shell/queries.h"
#include "server/shell/refusals.h"
#include "server/shell/request.h"

static const struct way_in {
    const char *method;
    bool outside; /* answered before the log-in */
    bool first;   /* and before a password was chosen */
    void (*open)(struct request *request);
} ways_in[] = {
    { "session.login", true, true, login_open },
    { "session.resume", true, true, login_resume },
    { "session.logout", false, true, login_close },
    { "session.password", false, true, login_password },
    { "session.watch", false, false, push_watch },
    { "session.edit", false, false, editing_open },
};

static const struct way_in *way_in_of(struct str method)
{
    for (size_t i = 0; i < COUNT(ways_in); i++)
        if (str_eq(method, str_of(ways_in[i].method)))
            return &ways_in[i];
    return NULL;
}

static void on_done(struct command *command, const struct command_outcome *outcome)
{
    struct request *request =
        (struct request *)((char *)command - offsetof(struct request, command));
    struct json_out out;

    crash_point("before_answer");
    if (outcome->err.code) {
        request_fail(request, outcome->err);
        return;
    }
    json_out_init(&out, &request->arena);
    json_begin_object(&out);
    json_put_members(&out, outcome->answer);
    if (outcome->event)
        json_field_int(&out, "event", outcome->event);
    if (outcome->again)
        json_field_bool(&out, "again", true);
    json_end_object(&out);
    request_answer(request, json_text(&out));
}

static void run_command(struct request *request)
{
    struct command *c = &request->command;
    struct error err = command_id_read(request->rpc.params, &request->arena, &c->id);

    if (err.code) {
        request_fail(request, err);
        return;
    }
    if (!operations[request->op]) {
        request_fail(request, refuse(ERR_METHOD, NULL));
        return;
    }
    c->op = request->op;
    c->actor_id = request->session->who.user_id;
    c->args = &request->args;
    c->arena = &request->arena;
    c->done = on_done;
    executor_run(request->session->daemon->executor, c);
}

/* The roles as they were at the log-in; decide() judges by those of the moment. */
static bool may_call(const struct request *request)
{
    role_set wanted = catalog[request->op].roles;

    return wanted == 0 || (request->session->who.roles & wanted) != 0;
}

static void run_operation(struct request *request, int op)
{
    const struct daemon *d = request->session->daemon;
    struct error err;

    request->op = (enum op)op;
    if (!may_call(request)) {
        log_put(LEVEL_WARN, LOG_EVENT("not_allowed"),
                LOG_TEXT("user", str_of(request->session->who.login)),
                LOG_TEXT("op", str_of(catalog[op].name)));
        refusals_note(d->refusals, request);
        request_fail(request, refuse(ERR_RIGHTS, NULL));
        return;
    }
    err = args_read(request->op, request->rpc.params, d->utc_offset_min, &request->arena,
                    &request->args);
    if (err.code)
        request_fail(request, err);
    else if (catalog[op].is_query)
        queries_run(request);
    else
        run_command(request);
}

void door_open(struct request *request)
{
    struct session *session = request->session;
    const struct way_in *way_in = way_in_of(request->rpc.method);
    int op = catalog_find(request->rpc.method);

    if (session->daemon->closing)
        request_fail(request, refuse(ERR_CLOSING, NULL));
    else if (!session->who.user_id && !(way_in && way_in->outside))
        request_fail(request, refuse(ERR_LOGIN, NULL));
    else if (session->who.must_choose && !(way_in && way_in->first))
        request_fail(request, refuse_with(ERR_NEW_PASSWORD, NULL,
                                          STR("session.password, or on the command line: osb "
                                              "password")));
    else if (way_in)
        way_in->open(request);
    else if (op < 0)
        request_fail(request, refuse(ERR_METHOD, NULL));
    else
        run_operation(request, op);
}
