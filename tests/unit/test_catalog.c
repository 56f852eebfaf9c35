/*
 * test_catalog.c - the tables of the catalog, and a request's parameters read by them.
 */
#include <string.h>

#include "common/catalog.h"
#include "common/limits.h"
#include "common/rpc.h"
#include "tests/unit/unit.h"

static struct json_doc doc;

/* Reads the parameters of an order.key that misses nothing, or of any other text. */
static struct error read_params(enum op op, const char *text, struct args *out)
{
    struct error err;

    err = json_parse(str_of(text), memory, &doc);
    assert_int_equal(err.code, ERR_NONE);
    err = args_read(op, doc.root, 480, memory, out);
    json_release(&doc);
    return err;
}

static void assert_refused(enum op op, const char *text, const char *field, const char *detail)
{
    struct args args;
    struct error err = read_params(op, text, &args);

    assert_int_equal(err.code, ERR_PARAMS);
    if (field)
        assert_string_equal(err.field, field);
    else
        assert_null(err.field);
    assert_str(err.detail, detail);
}

/* Does a request with that method pass the daemon's reader? */
static bool is_method(const char *name)
{
    struct str line =
        rpc_request_line(memory, (struct rpc_id){ .kind = RPC_ID_INT, .n = 1 }, name, STR(""));
    struct rpc_request request;
    bool fine;

    line.n--; /* the line feed */
    fine = rpc_read_request(line, memory, &request).code == ERR_NONE;
    rpc_request_release(&request);
    return fine;
}

static void every_entry_is_named_once_and_declares_what_it_takes(void **state)
{
    (void)state;
    for (int i = 0; i < OP_COUNT; i++) {
        assert_non_null(catalog[i].name);
        assert_true(strlen(catalog[i].name) <= LIMIT_RPC_METHOD);
        assert_int_equal(catalog_find(str_of(catalog[i].name)), i);
        assert_true(is_method(catalog[i].name));
        for (size_t k = 0; k < catalog[i].param_count; k++)
            for (size_t other = 0; other < k; other++)
                assert_int_not_equal(catalog[i].params[k].param,
                                     catalog[i].params[other].param);
    }
    assert_int_equal(catalog[OP_POLICY_SHOW].param_count, 0);
    assert_int_equal(catalog[OP_ORDER_ACCEPT].param_count, 6);
    assert_true(catalog[OP_ORDER_ACCEPT].params[1].required);
    assert_false(catalog[OP_ORDER_ACCEPT].params[2].required);
    assert_true(catalog[OP_ORDER_LIST].is_query);
    assert_false(catalog[OP_ORDER_ACCEPT].is_query);
    assert_int_equal(catalog_find(STR("order.acceptx")), -1);
    assert_int_equal(catalog_find(STR("")), -1);
}

static void every_parameter_is_used_and_a_choice_has_its_names(void **state)
{
    (void)state;
    for (int p = 0; p < PARAM_COUNT; p++) {
        assert_int_equal(param_find(str_of(params[p].name)), p);
        assert_true(params[p].help[0] != '\0');
        assert_true((params[p].type == PARAM_CHOICE) == (params[p].choices != ENUM_ID_NONE));
        assert_true(param_type_name(params[p].type)[0] != '\0');
    }
}

static const char key_order[] =
    "{\"command\":\"c-1\",\"customer\":\"C001\",\"lines\":[{\"product\":\"P-0007\","
    "\"qty\":\"38\",\"price\":\"12.50\"},{\"product\":\"P-0014\",\"qty\":\"100\"}],"
    "\"channel\":\"FAX\",\"reference\":\"FX-8812\",\"approver\":\"赵明\","
    "\"approved_at\":\"2026-11-22T14:05:00\",\"wanted\":\"2026-12-01\",\"stated\":\"-0.50\"}";

static void a_whole_request_is_read(void **state)
{
    struct args args;

    (void)state;
    assert_int_equal(read_params(OP_ORDER_KEY, key_order, &args).code, ERR_NONE);
    assert_str(args.v[P_customer].s, "C001");
    assert_int_equal(args.v[P_lines].item_count, 2);
    assert_str(args.v[P_lines].items[0].product, "P-0007");
    assert_int_equal(args.v[P_lines].items[0].qty.n, 38);
    assert_int_equal(args.v[P_lines].items[0].price.fen, 1250);
    assert_false(args.v[P_lines].items[1].has_price);
    assert_int_equal(args.v[P_channel].n, CHANNEL_FAX);
    assert_int_equal(arg_money(&args, P_stated).fen, -50);
    assert_false(args.v[P_memo].given);
    /* the zone of the house, +8, was given to the time that named none */
    assert_str(instant_text(arg_time(&args, P_approved_at), memory),
               "2026-11-22T06:05:00.000000Z");
}

static void the_canonical_form_does_not_depend_on_how_it_was_sent(void **state)
{
    static const char other[] =
        "{\"stated\":\"-0.50\",\"wanted\":\"2026-12-01\",\"approved_at\":"
        "\"2026-11-22T06:05:00Z\",\"approver\":\"赵明\",\"reference\":\"FX-8812\",\"channel\":"
        "\"FAX\", \"lines\":[{\"price\":\"12.50\",\"qty\":\"38\",\"product\":\"P-0007\"},"
        "{\"qty\":\"100\",\"product\":\"P-0014\"}],\"customer\":\"C001\"}";
    struct args a, b;
    struct str text;

    (void)state;
    assert_int_equal(read_params(OP_ORDER_KEY, key_order, &a).code, ERR_NONE);
    assert_int_equal(read_params(OP_ORDER_KEY, other, &b).code, ERR_NONE);
    text = args_text(OP_ORDER_KEY, &a, memory);
    assert_str(text,
               "{\"customer\":\"C001\",\"lines\":[{\"product\":\"P-0007\",\"qty\":\"38\","
               "\"price\":\"12.50\"},{\"product\":\"P-0014\",\"qty\":\"100\"}],\"channel\":"
               "\"FAX\",\"reference\":\"FX-8812\",\"approver\":\"赵明\",\"approved_at\":"
               "\"2026-11-22T06:05:00.000000Z\",\"wanted\":\"2026-12-01\",\"stated\":"
               "\"-0.50\"}");
    assert_true(str_eq(text, args_text(OP_ORDER_KEY, &b, memory)));
}

static void no_parameters_are_as_good_as_an_empty_object(void **state)
{
    struct args args;

    (void)state;
    assert_int_equal(args_read(OP_POLICY_SHOW, NULL, 0, memory, &args).code, ERR_NONE);
    assert_str(args_text(OP_POLICY_SHOW, &args, memory), "{}");
    assert_refused(OP_POLICY_SHOW, "[]", NULL, "parameters by name are expected");
}

/* A name can not go, a tax number can; to be left out is another thing. */
static void what_may_be_emptied_is_taken_empty(void **state)
{
    struct args args;

    (void)state;
    assert_int_equal(
        read_params(OP_CUSTOMER_PUT, "{\"customer\":\"C1\",\"tax_no\":\"\"}", &args).code,
        ERR_NONE);
    assert_true(args.v[P_tax_no].given);
    assert_int_equal(args.v[P_tax_no].s.n, 0);
    assert_false(args.v[P_phone].given);
    assert_str(args_text(OP_CUSTOMER_PUT, &args, memory),
               "{\"customer\":\"C1\",\"tax_no\":\"\"}");
    assert_refused(OP_CUSTOMER_PUT, "{\"customer\":\"C1\",\"name\":\"\"}", "name",
                   "it is empty: fill it in, or leave it out");
}

static void what_is_missing_or_unknown_is_told_by_name(void **state)
{
    (void)state;
    assert_refused(OP_ORDER_ACCEPT, "{\"order\":\"SO1\"}", "memo",
                   "order.accept needs it: order memo: promises and open points");
    assert_refused(OP_ORDER_SHOW, "{\"order\":\"SO1\",\"memo\":\"x\"}", "memo",
                   "\"memo\" is not a parameter of order.show, which takes order");
    assert_refused(OP_ORDER_SHOW, "{\"ordre\":\"SO1\"}", NULL,
                   "\"ordre\" is not a parameter of order.show, which takes order");
    assert_refused(OP_POLICY_SHOW, "{\"order\":\"SO1\"}", "order",
                   "\"order\" is not a parameter of policy.show, which takes no parameters");
    /* a query changes nothing, so it has no id that could be sent again */
    assert_refused(OP_ORDER_SHOW, "{\"command\":\"x\",\"order\":\"SO1\"}", NULL,
                   "\"command\" is not a parameter of order.show, which takes order");
}

struct spoilt {
    enum op op;
    const char *text, *field, *detail;
};

static void each_type_refuses_what_is_not_of_it(void **state)
{
    static const struct spoilt rows[] = {
        { OP_ORDER_SHOW, "{\"order\":7}", "order", "a JSON number is not a text in quotes" },
        { OP_ORDER_SHOW, "{\"order\":null}", "order", "null is not a text in quotes" },
        { OP_ORDER_SHOW, "{\"order\":\"\"}", "order",
          "it is empty: fill it in, or leave it out" },
        { OP_ORDER_SHOW, "{\"order\":\"SO 1\"}", "order",
          "\"SO 1\": a code holds letters, digits and . - _ / : @ only, no blanks" },
        { OP_ORDER_LIST, "{\"state\":\"HELD?\"}", "state",
          "\"HELD?\" is none of DRAFT, VERIFIED, RECEIVED, RETURNED, QUOTA_CHOICE, "
          "WAIT_QUOTA_UM, WAIT_QUOTA_SLT, REJECTED, WAIT_MA, WAIT_MGR, HOLD_CREDIT, WAIT_ST, "
          "WAIT_FUNDS, APPROVED, FIN_QUEUE, BILLED, HANDED_OVER, CLOSED or CANCELLED" },
        { OP_ORDER_LIST, "{\"mine\":\"true\"}", "mine", "\"true\" is not true or false" },
        { OP_ORDER_LIST, "{\"limit_rows\":-1}", "limit_rows",
          "-1 is not from 0 to 1000000000" },
        { OP_ORDER_LIST, "{\"limit_rows\":\"1e3\"}", "limit_rows",
          "\"1e3\" is not a whole number such as 12" },
        { OP_EVENT_LIST, "{\"after\":true}", "after",
          "a truth value is not a whole number such as 12" },
        { OP_QUOTA_LIST, "{\"month\":\"2026-02-30\"}", "month",
          "\"2026-02-30\" is not a day such as 2026-11-22" },
        { OP_RECEIPT_EARMARK, "{\"amount\":12}", "amount",
          "a JSON number is not an amount as text, such as \"1234.50\"" },
        { OP_RECEIPT_EARMARK, "{\"amount\":\"1,000.00\"}", "amount",
          "\"1,000.00\" is not an amount as text, such as \"1234.50\"" },
        { OP_STOCK_ADJUST, "{\"qty\":\"1.5\"}", "qty",
          "\"1.5\" is not a quantity as text, a whole number such as \"38\"" },
        { OP_ORDER_TELL, "{\"at\":\"now\"}", "at",
          "\"now\" is not a time such as 2026-11-22T14:05:00+08:00" },
        { OP_ORDER_TELL, "{\"remark\":\"a\\u202eb\"}", "remark",
          "U+202E at character 2 changes the direction of text" },
        { OP_ORDER_TELL, "{\"whom\":\"a\\nb\"}", "whom", NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct args args;

        if (rows[i].detail)
            assert_refused(rows[i].op, rows[i].text, rows[i].field, rows[i].detail);
        else if (json_parse(str_of(rows[i].text), memory, &doc).code == ERR_NONE) {
            struct error err = args_read(rows[i].op, doc.root, 0, memory, &args);

            json_release(&doc);
            assert_int_equal(err.code, ERR_PARAMS);
            assert_string_equal(err.field, rows[i].field);
        }
    }
}

static void a_row_is_refused_by_number_and_key(void **state)
{
    static const struct {
        const char *lines, *detail;
    } rows[] = {
        { "[]", "an array of at least one row is expected" },
        { "{}", "an array of at least one row is expected" },
        { "[{}]", "row 1: an object such as {\"product\":\"P-1\",\"qty\":\"38\"} is expected" },
        { "[{\"product\":\"P\",\"qty\":\"1\"},7]",
          "row 2: an object such as {\"product\":\"P-1\",\"qty\":\"38\"} is expected" },
        { "[{\"product\":\"P\",\"quantity\":\"1\"}]",
          "row 1: \"quantity\" is not known; a row may have line, product, qty, price, amount, "
          "ref, name, value, remark, diff" },
        { "[{\"product\":\"P\",\"qty\":1}]",
          "row 1: qty: a JSON number is not a quantity as text, a whole number such as \"38\"" },
        { "[{\"diff\":\"GONE\"}]",
          "row 1: diff: \"GONE\" is none of SHORT, DAMAGED, WRONG, LOST or PRICE" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_refused(OP_ORDER_PLAN,
                       str_text(memory, str_format(memory, "{\"lines\":%s}", rows[i].lines)),
                       "lines", rows[i].detail);
}

static void the_ceiling_of_rows_is_kept(void **state)
{
    struct json_out out;
    struct args args;
    struct json_doc rows;

    (void)state;
    for (int count = LIMIT_LINES; count <= LIMIT_LINES + 1; count++) {
        struct error err;

        json_out_init(&out, memory);
        json_begin_object(&out);
        json_field_str(&out, "customer", STR("C1"));
        json_key(&out, "lines");
        json_begin_array(&out);
        for (int i = 0; i < count; i++)
            json_put_raw(&out, STR("{\"product\":\"P\",\"qty\":\"1\"}"));
        json_end_array(&out);
        json_end_object(&out);
        assert_int_equal(json_parse(json_text(&out), memory, &rows).code, ERR_NONE);
        err = args_read(OP_ORDER_PLAN, rows.root, 0, memory, &args);
        json_release(&rows);
        assert_int_equal(err.code, count <= LIMIT_LINES ? ERR_NONE : ERR_PARAMS);
    }
}

static void a_command_needs_a_plain_id(void **state)
{
    static const char *const wrong[] = { "{}", "{\"command\":\"\"}", "{\"command\":7}",
                                         "{\"command\":\"a b\"}", "{\"command\":\"é\"}" };
    struct str id;

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error err = json_parse(str_of(wrong[i]), memory, &doc);

        assert_int_equal(err.code, ERR_NONE);
        err = command_id_read(doc.root, memory, &id);
        json_release(&doc);
        assert_int_equal(err.code, ERR_PARAMS);
        assert_string_equal(err.field, "command");
    }
    assert_int_equal(json_parse(STR("{\"command\":\"0a-B_.:9\"}"), memory, &doc).code,
                     ERR_NONE);
    assert_int_equal(command_id_read(doc.root, memory, &id).code, ERR_NONE);
    json_release(&doc);
    assert_str(id, "0a-B_.:9");
}

static void plain_words_are_read_like_json(void **state)
{
    struct arg a;

    (void)state;
    assert_int_equal(arg_read_text(P_why, STR("order-fair"), 0, memory, &a).code, ERR_NONE);
    assert_int_equal(a.n, REASON_ORDER_FAIR);
    assert_int_equal(arg_read_text(P_active, STR("yes"), 0, memory, &a).code, ERR_NONE);
    assert_int_equal(a.n, 1);
    assert_int_equal(arg_read_text(P_active, STR("maybe"), 0, memory, &a).code, ERR_PARAMS);
    assert_int_equal(arg_read_text(P_amount, STR("12.50"), 0, memory, &a).code, ERR_NONE);
    assert_int_equal(a.n, 1250);
    assert_int_equal(arg_read_text(P_part, STR("2"), 0, memory, &a).code, ERR_NONE);
    assert_int_equal(a.n, 2);
    assert_int_equal(arg_read_text(P_lines,
                                   STR("[{\"line\":3,\"diff\":\"SHORT\",\"qty\":\"-1\"}]"), 0,
                                   memory, &a)
                         .code,
                     ERR_NONE);
    assert_int_equal(a.items[0].line, 3);
    assert_int_equal(a.items[0].diff, DIFF_SHORT);
    assert_int_equal(a.items[0].qty.n, -1);
    assert_int_equal(arg_read_text(P_lines, STR("[{"), 0, memory, &a).code, ERR_PARAMS);
    assert_int_equal(arg_read_text(P_unit, STR("件"), 0, memory, &a).code, ERR_NONE);
}

static void help_names_a_rule_for_every_command(void **state)
{
    (void)state;
    for (unsigned op = 0; op < OP_COUNT; op++)
        if (!catalog[op].is_query && strncmp(op_rule((enum op)op), "R-", 2) != 0)
            fail_msg("%s has no row in catalog_rules.def", catalog[op].name);
    assert_string_equal(op_rule(OP_ORDER_SHOW), "");
    assert_string_equal(param_rule(P_memo), "R-091");
    assert_string_equal(param_rule(P_find), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_entry_is_named_once_and_declares_what_it_takes),
        TEST(every_parameter_is_used_and_a_choice_has_its_names),
        TEST(a_whole_request_is_read),
        TEST(the_canonical_form_does_not_depend_on_how_it_was_sent),
        TEST(no_parameters_are_as_good_as_an_empty_object),
        TEST(what_may_be_emptied_is_taken_empty),
        TEST(what_is_missing_or_unknown_is_told_by_name),
        TEST(each_type_refuses_what_is_not_of_it),
        TEST(a_row_is_refused_by_number_and_key),
        TEST(the_ceiling_of_rows_is_kept),
        TEST(a_command_needs_a_plain_id),
        TEST(plain_words_are_read_like_json),
        TEST(help_names_a_rule_for_every_command),
    };

    return cmocka_run_group_tests_name("catalog", tests, NULL, NULL);
}
