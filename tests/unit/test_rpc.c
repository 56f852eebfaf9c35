/* test_rpc.c - the one accepted shape of a request, and what becomes of the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/limits.h"
#include "common/rpc.h"

static struct arena arena;

static int with_arena(void **state)
{
    (void)state;
    arena_init(&arena, 16u << 20);
    return 0;
}

static int without_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void a_request_is_read(void **state)
{
    struct rpc_request request;
    struct str order;

    (void)state;
    assert_int_equal(rpc_read_request(STR("{\"jsonrpc\":\"2.0\",\"id\":\"01J-x\",\"method\":"
                                          "\"order.sign\",\"params\":{\"order\":\"12\"}}"),
                                      &arena, &request)
                         .code,
                     ERR_NONE);
    assert_int_equal(request.id.kind, RPC_ID_STR);
    assert_true(str_eq(request.id.text, STR("01J-x")));
    assert_true(str_eq(request.method, STR("order.sign")));
    assert_true(json_str(json_member(request.params, "order"), &order));
    assert_true(str_eq(order, STR("12")));
    rpc_request_release(&request);

    assert_int_equal(
        rpc_read_request(STR("{\"method\":\"ping\",\"id\":-7,\"jsonrpc\":\"2.0\"}"), &arena,
                         &request)
            .code,
        ERR_NONE);
    assert_int_equal(request.id.kind, RPC_ID_INT);
    assert_int_equal(request.id.n, -7);
    assert_null(request.params);
    rpc_request_release(&request);
}

struct bad_request {
    const char *line;
    enum error_code code;
    const char *field;
    enum rpc_id_kind id; /* what the answer can carry */
};

static const struct bad_request bad_requests[] = {
    { "", ERR_PARSE, NULL, RPC_ID_NONE },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"a\"}", ERR_PARSE, NULL,
      RPC_ID_NONE },
    { "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", ERR_TOO_MUCH, NULL, RPC_ID_NONE },
    { "1", ERR_REQUEST, NULL, RPC_ID_NONE },
    { "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}]", ERR_REQUEST, NULL, RPC_ID_NONE },
    { "{}", ERR_REQUEST, "id", RPC_ID_NONE },
    { "{\"jsonrpc\":\"2.0\",\"method\":\"a\"}", ERR_REQUEST, "id", RPC_ID_NONE },
    { "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"a\"}", ERR_REQUEST, "id", RPC_ID_NONE },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"\",\"method\":\"a\"}", ERR_REQUEST, "id", RPC_ID_NONE },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"a b\",\"method\":\"a\"}", ERR_REQUEST, "id", RPC_ID_NONE },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"\xC3\x91\",\"method\":\"a\"}", ERR_REQUEST, "id",
      RPC_ID_NONE },
    { "{\"jsonrpc\":\"2.0\",\"ID\":1,\"method\":\"a\"}", ERR_REQUEST, "id", RPC_ID_NONE },
    { "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"a\"}", ERR_REQUEST, "jsonrpc", RPC_ID_INT },
    { "{\"jsonrpc\":2,\"id\":1,\"method\":\"a\"}", ERR_REQUEST, "jsonrpc", RPC_ID_INT },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"x\"}", ERR_REQUEST, "method", RPC_ID_STR },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"\"}", ERR_REQUEST, "method", RPC_ID_STR },
    { "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"A\"}", ERR_REQUEST, "method",
      RPC_ID_STR },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":3}", ERR_REQUEST, "method", RPC_ID_INT },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":[1]}", ERR_REQUEST, "params",
      RPC_ID_INT },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":null}", ERR_REQUEST, "params",
      RPC_ID_INT },
    { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"parms\":{}}", ERR_REQUEST, NULL,
      RPC_ID_INT },
};

static void every_other_shape_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad_requests); i++) {
        const struct bad_request *bad = &bad_requests[i];
        struct rpc_request request;
        struct error err = rpc_read_request(str_of(bad->line), &arena, &request);

        if (err.code != bad->code || request.id.kind != bad->id)
            fail_msg("%s: %s", bad->line, error_name(err.code));
        assert_true(bad->field ? err.field && strcmp(err.field, bad->field) == 0 : !err.field);
        assert_true(err.detail.n > 0);
        assert_null(request.doc.root);
    }
}

static void an_id_too_long_is_refused(void **state)
{
    char id[LIMIT_RPC_ID + 2];

    (void)state;
    for (size_t n = LIMIT_RPC_ID; n <= LIMIT_RPC_ID + 1; n++) {
        struct rpc_request request;
        struct str line;

        memset(id, 'x', sizeof(id));
        line =
            rpc_request_line(&arena, (struct rpc_id){ RPC_ID_STR, 0, { id, n } }, "a", STR(""));
        assert_int_equal(rpc_read_request(line, &arena, &request).code,
                         n > LIMIT_RPC_ID ? ERR_REQUEST : ERR_NONE);
        rpc_request_release(&request);
    }
}

static void lines_have_the_documented_bytes(void **state)
{
    struct rpc_id seven = { .kind = RPC_ID_INT, .n = 7 };
    struct rpc_id none = { .kind = RPC_ID_NONE };

    (void)state;
    assert_string_equal(rpc_request_line(&arena, seven, "order.list", STR("{\"a\":1}")).p,
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"order.list\","
                        "\"params\":{\"a\":1}}\n");
    assert_string_equal(rpc_result_line(&arena, seven, STR("[1, \n 2]")).p,
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":[1,   2]}\n");
    assert_string_equal(rpc_notice_line(&arena, "closing", STR("")).p,
                        "{\"jsonrpc\":\"2.0\",\"method\":\"closing\"}\n");
    assert_string_equal(
        rpc_error_line(&arena, none, refuse_with(ERR_PARAMS, "order", STR("is \"x\"")),
                       STR("{\"rule\":\"CC-5-4\"}"))
            .p,
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32602,\"message\":\"PARAMS\","
        "\"data\":{\"field\":\"order\",\"detail\":\"is \\\"x\\\"\",\"rule\":\"CC-5-4\"}}}\n");
    assert_string_equal(
        rpc_error_line(&arena, seven, refuse(ERR_BUSY, NULL), STR("")).p,
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":1005,\"message\":\"BUSY\","
        "\"data\":{}}}\n");
}

/* What one end makes the other end reads. */
static void replies_come_back_as_they_went(void **state)
{
    struct rpc_id id = { RPC_ID_STR, 0, STR_INIT("c-1") };
    struct rpc_reply reply;
    int64_t n;

    (void)state;
    assert_int_equal(
        rpc_read_reply(rpc_result_line(&arena, id, STR("{\"n\":3}")), &arena, &reply).code,
        ERR_NONE);
    assert_int_equal(reply.kind, RPC_RESULT);
    assert_true(rpc_id_eq(reply.id, id));
    assert_true(json_int(json_member(reply.body, "n"), &n) && n == 3);
    rpc_reply_release(&reply);

    assert_int_equal(rpc_read_reply(rpc_error_line(&arena, (struct rpc_id){ 0 },
                                                   refuse(ERR_STATE, NULL), STR("{\"n\":4}")),
                                    &arena, &reply)
                         .code,
                     ERR_NONE);
    assert_int_equal(reply.kind, RPC_ERROR);
    assert_int_equal(reply.code, 1104);
    assert_true(str_eq(reply.name, STR("STATE")));
    assert_true(json_int(json_member(reply.body, "n"), &n) && n == 4);
    rpc_reply_release(&reply);

    assert_int_equal(
        rpc_read_reply(rpc_notice_line(&arena, "changed", STR("{\"n\":5}")), &arena, &reply)
            .code,
        ERR_NONE);
    assert_int_equal(reply.kind, RPC_NOTICE);
    assert_true(str_eq(reply.name, STR("changed")));
    assert_true(json_int(json_member(reply.body, "n"), &n) && n == 5);
    rpc_reply_release(&reply);
}

static void a_reply_without_sense_is_refused(void **state)
{
    static const char *const bad[] = {
        "[]",
        "{\"jsonrpc\":\"2.0\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"1\",\"message\":\"A\"}}",
        "{\"id\":1,\"result\":1}",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct rpc_reply reply;

        assert_int_equal(rpc_read_reply(str_of(bad[i]), &arena, &reply).code, ERR_REQUEST);
        assert_null(reply.doc.root);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_read),
        cmocka_unit_test(every_other_shape_is_refused),
        cmocka_unit_test(an_id_too_long_is_refused),
        cmocka_unit_test(lines_have_the_documented_bytes),
        cmocka_unit_test(replies_come_back_as_they_went),
        cmocka_unit_test(a_reply_without_sense_is_refused),
    };

    return cmocka_run_group_tests_name("rpc", tests, with_arena, without_arena);
}
