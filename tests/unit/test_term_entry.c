/* What stands under a field while it is typed, rows that are pasted, lines that come back. */
#include "unit.h"

#include <locale.h>
#include <string.h>

#include "client/term/paste.h"
#include "client/term/suggest.h"

static struct suggest suggest;
static struct grid grid;

static int setup(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    suggest = (struct suggest){ 0 };
    grid_init(&grid);
    return arena_setup(state);
}

static int teardown(void **state)
{
    suggest_release(&suggest);
    grid_release(&grid);
    return arena_teardown(state);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static const char answer[] =
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"rows\":["
    "{\"code\":\"AP-1\",\"name\":\"Pump\"},{\"code\":\"P-10\",\"name\":\"Pipe 10\"},"
    "{\"code\":\"P-1\",\"name\":\"Pipe 1\",\"barcode\":\"690001\"},"
    "{\"code\":\"X\",\"name\":\"Pipes and more\"}],\"more\":false}}";

static struct rpc_reply reply_of(const char *line)
{
    struct rpc_reply reply;

    assert_int_equal(rpc_read_reply(str_of(line), memory, &reply).code, ERR_NONE);
    return reply;
}

static const char *best(const char *text)
{
    struct rpc_reply reply = reply_of(answer);
    struct str code = STR("");
    bool tie;
    const struct json *row = suggest_best(json_member(reply.body, "rows"), str_of(text), &tie);
    const char *out = tie ? "tie" : "none";

    if (row) {
        assert_true(json_str(json_member(row, "code"), &code));
        out = str_text(memory, code);
    }
    rpc_reply_release(&reply);
    return out;
}

static void the_best_row_is_the_exact_one_and_equals_tie(void **state)
{
    (void)state;
    assert_string_equal(best("p-1"), "P-1");
    assert_string_equal(best("690001"), "P-1");
    assert_string_equal(best("p-"), "tie");
    assert_string_equal(best("p-10"), "P-10");
    assert_string_equal(best("pu"), "AP-1");
    assert_string_equal(best("pipe"), "tie");
}

static void one_question_is_under_way_and_the_last_text_counts(void **state)
{
    struct rpc_reply reply = reply_of(answer);

    (void)state;
    assert_true(suggest_typed(&suggest, STR("p")));
    assert_false(suggest_typed(&suggest, STR("p-")));
    assert_false(suggest_typed(&suggest, STR("p-1")));
    assert_true(suggest_answer(&suggest, &reply)); /* of "p": ask for what stands there now */
    assert_null(suggest_rows(&suggest, STR("p-1")));
    rpc_reply_release(&reply);
    reply = reply_of(answer);
    assert_false(suggest_answer(&suggest, &reply));
    assert_non_null(suggest_rows(&suggest, STR("p-1")));
    assert_null(suggest_rows(&suggest, STR("p")));
}

static void up_and_down_choose_until_the_text_changes(void **state)
{
    struct rpc_reply reply = reply_of(answer);
    struct str code;

    (void)state;
    assert_false(suggest_move(&suggest, true));
    assert_true(suggest_typed(&suggest, STR("p")));
    assert_false(suggest_answer(&suggest, &reply));
    assert_null(suggest_chosen(&suggest));
    assert_false(suggest_move(&suggest, false));
    assert_true(suggest_move(&suggest, true));
    assert_true(json_str(json_member(suggest_chosen(&suggest), "code"), &code));
    assert_str(code, "P-10");
    assert_true(suggest_typed(&suggest, STR("pi")));
    assert_null(suggest_chosen(&suggest));
}

static void pasted_rows_have_their_faults_beside_them(void **state)
{
    struct paste_rows rows =
        paste_read(STR("P-1\t1,200\t12.5\r\n\nP-2\tmany\n\t3\nP 3\t1\nP-4\nP-5\t0\nP-6\t1\tx\n"
                       "P-7\t2"),
                   100, typed_now(), memory);

    (void)state;
    assert_int_equal(rows.count, 8);
    assert_int_equal(rows.good, 2);
    assert_str(rows.rows[0].cells[GRID_QTY], "1200");
    assert_str(rows.rows[0].cells[GRID_PRICE], "12.50");
    for (size_t i = 1; i < 7; i++)
        assert_non_null(rows.rows[i].fault);
    assert_null(rows.rows[7].fault);
    assert_int_equal(rows.beyond, 0);
}

static void ten_thousand_pasted_rows_fill_the_room_and_no_more(void **state)
{
    struct buffer text;
    struct paste_rows rows;

    (void)state;
    buffer_init(&text, memory);
    for (int i = 0; i < 10000; i++)
        buffer_put(&text, STR("P-1\t1\n"));
    rows = paste_read(buffer_text(&text), 200, typed_now(), memory);
    assert_int_equal(rows.count, 200);
    assert_int_equal(rows.good, 200);
    assert_int_equal(rows.beyond, 9800);
}

static void put_back(const char *lines)
{
    struct json_doc doc;

    assert_int_equal(json_parse(str_of(lines), memory, &doc).code, ERR_NONE);
    grid_put(&grid, doc.root);
    json_release(&doc);
}

static void lines_that_come_back_keep_what_is_known_of_them(void **state)
{
    struct rpc_reply reply = reply_of(answer);

    (void)state;
    put_back("[{\"product\":\"P-1\",\"qty\":\"2\"},{\"product\":\"P-10\",\"qty\":\"3\"}]");
    assert_int_equal(grid.count, 2);
    grid.at = 0;
    grid_take(&grid, json_first(json_member(reply.body, "rows")));
    assert_true(grid.lines[0].known);
    put_back("[{\"product\":\"AP-1\",\"qty\":\"7\"}]");
    assert_int_equal(grid.count, 1);
    assert_true(grid.lines[0].known);
    assert_str(field_text(&grid.lines[0].cells[GRID_QTY]), "7");
    put_back("[{\"product\":\"P-10\",\"qty\":\"7\"}]");
    assert_false(grid.lines[0].known);
    put_back("[]");
    assert_int_equal(grid.count, 1);
    assert_int_equal(grid_filled(&grid), 0);
    rpc_reply_release(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_best_row_is_the_exact_one_and_equals_tie),
        TEST(one_question_is_under_way_and_the_last_text_counts),
        TEST(up_and_down_choose_until_the_text_changes),
        TEST(pasted_rows_have_their_faults_beside_them),
        TEST(ten_thousand_pasted_rows_fill_the_room_and_no_more),
        TEST(lines_that_come_back_keep_what_is_known_of_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
