/* Rows, marks, order and picks of a list; filters and how they are kept; places for clicks. */
#include "unit.h"

#include <locale.h>
#include <string.h>

#include "client/term/view.h"

static const struct column columns[] = {
    { "No", "no", 6, 6, TEXT_LEFT, 0 },
    { "Name", "name", 8, 20, TEXT_LEFT, 0 },
    { "Amount", "total", 8, 8, TEXT_RIGHT, 0 },
    { "Late", "late", 4, 4, TEXT_RIGHT, 1 },
};
static struct list list;

static int setup(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    arena_setup(state);
    list_init(&list, columns, COUNT(columns), "no");
    return 0;
}

static int teardown(void **state)
{
    list_release(&list);
    return arena_teardown(state);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* An answer with these rows. */
static struct rpc_reply answer_of(const char *rows)
{
    struct rpc_reply reply = { 0 };
    struct str text = str_format(memory,
                                 "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
                                 "{\"rows\":[%s],\"more\":false}}",
                                 rows);

    assert_int_equal(rpc_read_reply(text, memory, &reply).code, ERR_NONE);
    return reply;
}

static void load(const char *rows)
{
    struct rpc_reply reply = answer_of(rows);

    list_load(&list, &reply);
}

static void merge(const char *rows)
{
    struct rpc_reply reply = answer_of(rows);

    list_merge(&list, &reply);
}

/* "A* B Cx": keys with their marks, a picked one with '#'. */
static const char *seen(void)
{
    struct str all = STR("");

    for (size_t i = 0; i < list.count; i++) {
        const struct list_line *l = &list.lines[i];
        char mark[3] = { 0 };
        size_t n = 0;

        if (l->mark != MARK_NONE)
            mark[n++] = l->mark;
        if (l->picked)
            mark[n++] = '#';
        all = str_format(memory, "%.*s%s%.*s%s", STR_ARG(all), i ? " " : "",
                         STR_ARG(list_text(l->row, "no")), mark);
    }
    return str_text(memory, all);
}

#define A  "{\"no\":\"A\",\"name\":\"x\",\"total\":\"9.50\",\"late\":3}"
#define A2 "{\"no\":\"A\",\"name\":\"y\",\"total\":\"9.50\",\"late\":3}"
#define B  "{\"no\":\"B\",\"name\":\"z\",\"total\":\"10.00\",\"late\":21}"
#define C  "{\"no\":\"C\",\"name\":null,\"total\":\"-100.00\",\"late\":0}"
#define D  "{\"no\":\"D\",\"name\":\"w\",\"total\":\"1000.00\",\"late\":100}"

static void press(enum action action)
{
    const struct key key = { .action = action };

    assert_true(list_key(&list, &key, 2));
}

/* --- what changes ------------------------------------------------------------------------ */

static void rows_that_came_since_are_marked_new(void **state)
{
    (void)state;
    load(A "," B);
    assert_string_equal(seen(), "A B");
    load(A "," C "," B);
    assert_string_equal(seen(), "A C+ B");
}

static void a_changed_row_changes_where_it_stands(void **state)
{
    (void)state;
    load(A "," B);
    merge(B "," A2);
    assert_string_equal(seen(), "A* B");
    assert_true(str_eq(list_text(list.lines[0].row, "name"), STR("y")));
}

static void a_row_that_left_stays_as_x_until_the_list_is_loaded(void **state)
{
    (void)state;
    load(A "," B "," C);
    merge(A "," C);
    merge(A "," C); /* the answer that held B is long gone, its row is not */
    assert_string_equal(seen(), "A Bx C");
    assert_true(str_eq(list_text(list.lines[1].row, "name"), STR("z")));
    load(A "," C);
    assert_string_equal(seen(), "A C");
}

static void a_row_that_came_back_is_changed(void **state)
{
    (void)state;
    load(A "," B);
    merge(A);
    merge(A "," B);
    assert_string_equal(seen(), "A B*");
}

static void new_rows_wait_and_are_counted(void **state)
{
    (void)state;
    load(A);
    merge(D "," B "," A);
    assert_string_equal(seen(), "A");
    assert_int_equal(list.fresh, 2);
    load(D "," B "," A);
    assert_int_equal(list.fresh, 0);
    assert_string_equal(seen(), "D+ B+ A");
}

static void the_cursor_stays_on_its_document(void **state)
{
    (void)state;
    load(A "," B "," C);
    press(ACT_DOWN);
    load(D "," A "," C "," B);
    assert_true(str_eq(list_text(list_row(&list), "no"), STR("B")));
    load(D);
    assert_true(str_eq(list_text(list_row(&list), "no"), STR("D")));
    load("");
    assert_null(list_row(&list));
    press(ACT_DOWN);
    press(ACT_END);
}

static void a_row_may_be_named_by_several_members(void **state)
{
    (void)state;
    list_init(&list, columns, COUNT(columns), "no,late");
    load(
        "{\"no\":\"A\",\"late\":1,\"name\":\"one\"},{\"no\":\"A\",\"late\":2,\"name\":\"two\"}");
    merge("{\"no\":\"A\",\"late\":2,\"name\":\"TWO\"},"
          "{\"no\":\"A\",\"late\":1,\"name\":\"one\"}");
    assert_string_equal(seen(), "A A*");
    assert_true(str_eq(list_text(list.lines[0].row, "name"), STR("one")));
    assert_true(str_eq(list_text(list.lines[1].row, "name"), STR("TWO")));
}

/* --- order ------------------------------------------------------------------------------- */

static void numbers_sort_by_value_and_empty_cells_last(void **state)
{
    (void)state;
    load(A "," B "," C "," D);
    list_sort(&list, 2, false);
    assert_string_equal(seen(), "C A B D");
    list_sort(&list, 2, true);
    assert_string_equal(seen(), "D B A C");
    list_sort(&list, 3, false); /* numbers that travel as numbers */
    assert_string_equal(seen(), "C A B D");
    list_sort(&list, 1, false);
    assert_string_equal(seen(), "D A B C");
    list_sort(&list, 1, true);
    assert_string_equal(seen(), "B A D C");
    list_sort(&list, LIST_AS_CAME, false);
    assert_string_equal(seen(), "A B C D");
}

static void a_new_answer_comes_in_the_chosen_order(void **state)
{
    (void)state;
    load(B "," A);
    list_sort(&list, 2, false);
    assert_string_equal(seen(), "A B");
    merge(D "," B "," A);
    assert_string_equal(seen(), "A B");
    load(D "," B "," A);
    assert_string_equal(seen(), "A B D+");
}

static void texts_and_numbers_have_one_order(void **state)
{
    static const char *const rising[] = { "-12", "-1.50", "0.00", "0.07", "2", "10", "10.01" };

    (void)state;
    for (size_t i = 0; i < COUNT(rising); i++)
        for (size_t j = 0; j < COUNT(rising); j++) {
            int order = list_order(str_of(rising[i]), str_of(rising[j]));

            assert_true(i < j ? order < 0 : i > j ? order > 0 : order == 0);
        }
    assert_true(list_order(STR("2026-01-09"), STR("2026-01-10")) < 0);
    assert_true(list_order(STR(""), STR("a")) > 0);
    assert_true(list_order(STR("-"), STR("a")) < 0);
}

/* --- picks ------------------------------------------------------------------------------- */

static void marks_follow_their_rows_and_leave_with_them(void **state)
{
    (void)state;
    load(A "," B "," C);
    list_pick(&list);
    press(ACT_END);
    list_pick(&list);
    assert_string_equal(seen(), "A# B C#");
    load(C "," A "," B);
    assert_string_equal(seen(), "C# A# B");
    merge(A2 "," B);
    assert_string_equal(seen(), "Cx A*# B");
    assert_int_equal(list_picked(&list), 1);
}

static void all_or_none_are_marked(void **state)
{
    (void)state;
    load(A "," B "," C);
    merge(A "," C);
    list_pick_all(&list);
    assert_string_equal(seen(), "A# Bx C#");
    list_pick_all(&list);
    assert_int_equal(list_picked(&list), 0);
    press(ACT_DOWN);
    list_pick(&list); /* what left cannot be marked */
    assert_int_equal(list_picked(&list), 0);
}

/* --- the mouse --------------------------------------------------------------------------- */

static void a_click_finds_what_was_drawn_last_there(void **state)
{
    struct paint paint;
    const struct spot *spot;

    (void)state;
    load(A "," B "," C);
    paint_init(&paint, 6, 40);
    list_draw(&list, &paint, (struct area){ 1, 0, 5, 40 }, (struct instant){ 0 }, true, memory);
    spot = paint_spot_at(&paint, 3, 20);
    assert_non_null(spot);
    assert_int_equal(spot->action, ACT_TO_ROW);
    assert_int_equal(spot->code, 1);
    spot = paint_spot_at(&paint, 1, 4);
    assert_non_null(spot);
    assert_int_equal(spot->action, ACT_TO_COLUMN);
    assert_null(paint_spot_at(&paint, 5, 3)); /* no row there */
    paint_no_spots(&paint);
    assert_null(paint_spot_at(&paint, 3, 20));
    paint_release(&paint);
}

static void the_wheel_goes_three_rows(void **state)
{
    (void)state;
    load(A "," B "," C "," D);
    press(ACT_WHEEL_DOWN);
    assert_int_equal(list.at, 3);
    press(ACT_WHEEL_UP);
    assert_int_equal(list.at, 0);
}

/* --- filters ----------------------------------------------------------------------------- */

static struct view view_of(const char *id)
{
    struct view view;

    view_init(&view, &list_kinds[list_kind_find(str_of(id))]);
    return view;
}

static const char *args_of(const struct view *view)
{
    struct str args, fault;

    assert_true(view_args(view, &list_kinds[list_kind_find(str_of(view->list))], memory, &args,
                          &fault));
    return str_text(memory, args);
}

static void what_a_list_fixes_is_asked_and_cannot_be_chosen(void **state)
{
    struct view view = view_of("print");

    (void)state;
    hand_put(&view.filter, P_customer, STR("C001"));
    hand_put(&view.filter, P_state, STR("DRAFT"));
    assert_string_equal(args_of(&view), "{\"state\":\"FIN_QUEUE\",\"customer\":\"C001\","
                                        "\"limit_rows\":500}");
    assert_false(view_takes(&list_kinds[list_kind_find(STR("print"))], P_state));
    assert_true(view_takes(&list_kinds[list_kind_find(STR("print"))], P_customer));
    assert_false(view_takes(&list_kinds[list_kind_find(STR("print"))], P_limit_rows));
}

static void short_forms_are_written_out_when_asked(void **state)
{
    struct view view = view_of("due");

    (void)state;
    hand_put(&view.filter, P_due, STR("5-2"));
    hand_put(&view.filter, P_mine, STR("y"));
    assert_non_null(strstr(args_of(&view), "\"mine\":true"));
    hand_put(&view.filter, P_due, STR("+7"));
    assert_null(strstr(args_of(&view), "+7"));
}

static void a_value_that_is_none_is_said(void **state)
{
    struct view view = view_of("orders");
    struct str args, fault;

    (void)state;
    hand_put(&view.filter, P_state, STR("NOWHERE"));
    assert_false(
        view_args(&view, &list_kinds[list_kind_find(STR("orders"))], memory, &args, &fault));
    assert_non_null(memmem(fault.p, fault.n, "state", 5));
}

static void kept_filters_come_back(void **state)
{
    struct view view = view_of("orders"), back[4];
    struct str kept;

    (void)state;
    strcpy(view.name, "上海");
    hand_put(&view.filter, P_market, STR("E"));
    view.sort = 5;
    view.down = true;
    kept = views_put(STR("garbage\n{\"list\":\"nowhere\",\"name\":\"n\"}\n"), &view, false,
                     memory);
    assert_int_equal(views_read(kept, back, COUNT(back), memory), 1);
    assert_memory_equal(&back[0], &view, sizeof(view));
}

static void a_name_is_kept_once_and_can_be_dropped(void **state)
{
    struct view view = view_of("orders"), other = view_of("notes"), back[4];
    struct str kept;

    (void)state;
    strcpy(view.name, "mine");
    strcpy(other.name, "mine");
    hand_put(&view.filter, P_market, STR("E"));
    kept = views_put(STR(""), &view, false, memory);
    kept = views_put(kept, &other, false, memory);
    hand_put(&view.filter, P_market, STR("W"));
    kept = views_put(kept, &view, false, memory);
    assert_int_equal(views_read(kept, back, COUNT(back), memory), 2);
    assert_string_equal(back[0].list, "notes");
    assert_string_equal(back[1].filter.value[P_market], "W");
    kept = views_put(kept, &view, true, memory);
    assert_int_equal(views_read(kept, back, COUNT(back), memory), 1);
    assert_string_equal(back[0].list, "notes");
}

static void every_list_can_be_asked_for(void **state)
{
    (void)state;
    for (size_t i = 0; i < list_kind_count; i++) {
        struct view view;
        const struct list_kind *k = &list_kinds[i];
        const char *args;

        view_init(&view, k);
        if (k->of >= 0)
            hand_put(&view.filter, (enum param)k->of, STR("X1"));
        assert_true(catalog[k->op].is_query);
        assert_int_equal(list_kind_find(str_of(k->id)), i);
        args = args_of(&view);
        for (size_t f = 0; f < LIST_FIXED && k->fixed[f].text; f++)
            assert_non_null(strstr(args, params[k->fixed[f].param].name));
    }
}

/* SCREENS.md 3: what each post of the demo company opens on. */
static void every_role_opens_on_its_own_work(void **state)
{
    static const struct {
        const char *roles, *list;
    } opens[] = {
        { "CSR", "mine" },     { "SSGL", "mine" },    { "BCR", "overdue" }, { "FIN", "print" },
        { "STO", "received" }, { "SCR", "received" }, { "WH", "received" }, { "SR", "mine" },
        { "KAM", "mine" },     { "UM", "mine" },      { "MM", "mine" },     { "DIR", "sign" },
        { "DDIR", "sign" },    { "GM", "sign" },      { "SDM", "mine" },    { "LEAD", "mine" },
        { "BRM", "mine" },     { "TECH", "examine" }, { "ADM", "health" },  { "CLERK", "mine" },
        { "", "mine" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(opens); i++)
        assert_string_equal(list_kinds[list_kind_first(str_of(opens[i].roles))].id,
                            opens[i].list);
    for (unsigned role = 1; role < enum_count(ENUM_role); role++) {
        role_set covers = role_covers((enum role)role);
        size_t first = list_kind_first(str_of(enum_name(ENUM_role, role)));

        if (role != ROLE_SYSTEM)
            assert_true(list_kinds[first].who & covers);
    }
}

static void what_is_held_for_good_goes_before_what_is_held_for_a_while(void **state)
{
    (void)state;
    assert_string_equal(list_kinds[list_kind_first(STR("BCR FIN"))].id, "overdue");
    assert_string_equal(list_kinds[list_kind_first(STR("FIN BCR"))].id, "print");
    assert_string_equal(list_kinds[list_kind_first(STR("LEAD DIR"))].id, "sign");
}

static void a_document_that_takes_back_says_so_in_sign_word_and_look(void **state)
{
    struct paint paint;
    size_t reds = 0, blacks = 0;

    (void)state;
    load("{\"no\":\"RI1\",\"name\":\"A\",\"total\":\"-1250.00\",\"late\":-3},"
         "{\"no\":\"IV1\",\"name\":\"B\",\"total\":\"1250.00\",\"late\":-3}");
    list.at = 1; /* the cursor's row is marked as a whole */
    paint_init(&paint, 5, 60);
    list_draw(&list, &paint, (struct area){ 0, 0, 5, 60 }, (struct instant){ 0 }, false,
              memory);
    assert_non_null(strstr(str_text(memory, paint_line(&paint, 1, memory)), " RED -1,250.00 "));
    assert_null(strstr(str_text(memory, paint_line(&paint, 2, memory)), "RED"));
    for (size_t i = 0; i < 60; i++) {
        reds += paint.cells[60 + i].look == LOOK_RED;
        blacks += paint.cells[120 + i].look == LOOK_RED;
    }
    assert_in_range(reds, strlen("RED -1,250.00"), 20);
    assert_int_equal(blacks, 0);
    paint_release(&paint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_that_came_since_are_marked_new),
        TEST(a_changed_row_changes_where_it_stands),
        TEST(a_row_that_left_stays_as_x_until_the_list_is_loaded),
        TEST(a_row_that_came_back_is_changed),
        TEST(new_rows_wait_and_are_counted),
        TEST(the_cursor_stays_on_its_document),
        TEST(a_row_may_be_named_by_several_members),
        TEST(numbers_sort_by_value_and_empty_cells_last),
        TEST(a_new_answer_comes_in_the_chosen_order),
        TEST(texts_and_numbers_have_one_order),
        TEST(marks_follow_their_rows_and_leave_with_them),
        TEST(all_or_none_are_marked),
        TEST(a_click_finds_what_was_drawn_last_there),
        TEST(the_wheel_goes_three_rows),
        TEST(what_a_list_fixes_is_asked_and_cannot_be_chosen),
        TEST(short_forms_are_written_out_when_asked),
        TEST(a_value_that_is_none_is_said),
        TEST(kept_filters_come_back),
        TEST(a_name_is_kept_once_and_can_be_dropped),
        TEST(every_list_can_be_asked_for),
        TEST(every_role_opens_on_its_own_work),
        TEST(what_is_held_for_good_goes_before_what_is_held_for_a_while),
        TEST(a_document_that_takes_back_says_so_in_sign_word_and_look),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
