/*
 * request.c - the memory of a request, and its answer.
 */
#include "server/shell/request.h"

#include <stdlib.h>

#include "common/wire_pack.h"

struct request *request_new(struct session *session)
{
    struct request *request = calloc(1, sizeof *request);
    struct sessions *sessions = session->daemon->sessions;

    if (!request)
        abort();
    arena_init(&request->arena, LIMIT_ARENA_BYTES);
    request->session = session;
    request->begun_ms = monotonic_ms();
    request->command.ctx = sessions;
    request->next = session->requests;
    if (request->next)
        request->next->link = &request->next;
    request->link = &session->requests;
    session->requests = request;
    session->in_flight++;
    sessions_count_request(sessions, 1);
    return request;
}

static void request_free(struct request *request)
{
    struct session *session = request->session;

    if (session) {
        *request->link = request->next;
        if (request->next)
            request->next->link = request->link;
        session->in_flight--;
        if (session->in_flight == LIMIT_IN_FLIGHT - 1)
            session_look_again(session);
    }
    rpc_request_release(&request->rpc);
    arena_release(&request->arena);
    free(request);
}

static void request_end(struct request *request, struct sessions *sessions)
{
    sessions_count_request(sessions, -1);
    request_free(request);
}

static void reply(struct request *request, struct str line)
{
    struct session *session = request->session;
    struct sessions *sessions = request->command.ctx;

    if (session) {
        session->active_ms = monotonic_ms();
        session_send(session, session->packs ? wire_pack(line, &request->arena) : line);
    }
    request_end(request, sessions);
}

void request_answer(struct request *request, struct str result)
{
    if (result.n > LIMIT_ANSWER_BYTES) {
        request_fail(request, refuse_with(ERR_TOO_MUCH, NULL,
                                          STR("the answer is too long: ask for fewer rows")));
        return;
    }
    reply(request, rpc_result_line(&request->arena, request->rpc.id, result));
}

void request_fail(struct request *request, struct error err)
{
    reply(request, rpc_error_line(&request->arena, request->rpc.id, err, (struct str){ 0 }));
}

void requests_orphan(struct session *session)
{
    while (session->requests) {
        struct request *r = session->requests;

        session->requests = r->next;
        r->session = NULL;
    }
}
