/*
 * request.h - one request, from its line to its answer.
 *
 * It has its own memory and outlives its session: a command that was begun is ended, and its
 * answer dropped when nobody is there to read it.
 */
#ifndef OSB_SHELL_REQUEST_H
#define OSB_SHELL_REQUEST_H

#include "common/rpc.h"
#include "server/shell/executor.h"
#include "server/shell/session.h"

struct request {
    struct arena arena;
    struct session *session; /* NULL once it is gone */
    struct request *next, **link;
    struct rpc_request rpc;
    enum op op;
    struct args args;
    struct command command;
    int64_t begun_ms;
};

/* Counted among the session's. */
struct request *request_new(struct session *session);
/* Both end the request. */
void request_answer(struct request *request, struct str result);
void request_fail(struct request *request, struct error err);
/* The session is gone: its requests go on without it. */
void requests_orphan(struct session *session);

#endif
