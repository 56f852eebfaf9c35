/* fuzz_rpc.c - what is read as a message can be made again and reads the same. */
#include <string.h>

#include "common/rpc.h"
#include "fuzz.h"

static struct str text_of(const struct json *value, struct arena *arena)
{
    struct json_out out;

    if (!value)
        return STR("");
    json_out_init(&out, arena);
    json_put_value(&out, value);
    return json_text(&out);
}

static void check_line(struct str line)
{
    assert(line.n > 0 && line.p[line.n - 1] == '\n');
    assert(memchr(line.p, '\n', line.n) == line.p + line.n - 1);
}

static void check_request(struct str text, struct arena *arena)
{
    struct rpc_request request, again;
    struct error err = rpc_read_request(text, arena, &request);
    struct str line;

    if (err.code) { /* even a refused request gets an answer that can be read */
        struct rpc_reply reply;

        line = rpc_error_line(arena, request.id, err, STR(""));
        check_line(line);
        err = rpc_read_reply(line, arena, &reply);
        assert(!err.code && reply.kind == RPC_ERROR && rpc_id_eq(reply.id, request.id));
        rpc_reply_release(&reply);
        return;
    }
    line = rpc_request_line(arena, request.id, str_text(arena, request.method),
                            text_of(request.params, arena));
    check_line(line);
    err = rpc_read_request(line, arena, &again);
    assert(!err.code && rpc_id_eq(request.id, again.id));
    assert(str_eq(request.method, again.method));
    assert(str_eq(text_of(request.params, arena), text_of(again.params, arena)));
    rpc_request_release(&again);
    rpc_request_release(&request);
}

static void check_reply(struct str text, struct arena *arena)
{
    struct rpc_reply reply, again;
    struct error err = rpc_read_reply(text, arena, &reply);
    struct str line;

    if (err.code || reply.kind == RPC_ERROR) { /* an error is made from errors.def only */
        rpc_reply_release(&reply);
        return;
    }
    line = reply.kind == RPC_NOTICE
               ? rpc_notice_line(arena, str_text(arena, reply.name), text_of(reply.body, arena))
               : rpc_result_line(arena, reply.id, text_of(reply.body, arena));
    check_line(line);
    err = rpc_read_reply(line, arena, &again);
    assert(!err.code && again.kind == reply.kind && rpc_id_eq(again.id, reply.id));
    assert(str_eq(text_of(reply.body, arena), text_of(again.body, arena)));
    rpc_reply_release(&again);
    rpc_reply_release(&reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = { (const char *)data, size };
    struct arena arena;

    arena_init(&arena, SIZE_MAX);
    check_request(text, &arena);
    check_reply(text, &arena);
    arena_release(&arena);
    return 0;
}
