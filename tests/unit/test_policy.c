/*
 * test_policy.c - parameters: what each may be, and who puts it in force.
 */
#include <string.h>

#include "tests/world/money_world.h"

static void add_setting(struct world *c, const char *name, const char *value)
{
    struct item *row = give_item(c, P_settings);

    row->name = str_of(name);
    row->value = str_of(value);
}

static struct work *set(struct world *c, const char *name, const char *value)
{
    add_setting(c, name, value);
    give_text(c, P_reason, "as the leaders met");
    return world_do(c, OP_POLICY_SET, "adm");
}

static void assert_waits(const struct work *w)
{
    assert_int_equal(w->ruling.outcome, OUTCOME_HELD);
    assert_int_equal(w->ruling.rule, RULE_POLICY_SECOND);
}

static const void *newest(struct world *c, enum table table)
{
    const struct model_table *t = &c->model.tables[table];

    return t->rows[t->n - 1];
}

static const struct policy_row *in_force(struct world *c)
{
    return newest(c, TABLE_POLICY);
}

static const struct policy_change_row *last_change(struct world *c)
{
    return newest(c, TABLE_POLICY_CHANGE);
}

static struct work *confirm(struct world *c, const char *by, int64_t proposal)
{
    give_number(c, P_proposal, proposal);
    return world_do(c, OP_POLICY_CONFIRM, by);
}

static struct work *drop(struct world *c, const char *by, int64_t proposal, const char *reason)
{
    give_number(c, P_proposal, proposal);
    give_text(c, P_reason, reason);
    return world_do(c, OP_POLICY_DROP, by);
}

static bool says(const struct work *w, const char *name)
{
    for (size_t i = 0; i < w->ruling.number_count; i++)
        if (!strcmp(w->ruling.numbers[i].name, name))
            return true;
    return false;
}

/* --- two persons ------------------------------------------------------------------------- */

static void what_bounds_nobodys_money_is_in_force_at_once(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    add_setting(c, "two_papers", "yes");
    w = set(c, "hours_mode", "WORKING");
    assert_done(w);
    assert_int_equal(c->model.tables[TABLE_POLICY].n, 2); /* the old one stays (I06) */
    assert_true(in_force(c)->two_papers);
    assert_int_equal(in_force(c)->hours_mode, HOURS_WORKING);
    assert_int_equal(in_force(c)->over_pct, 20);
    assert_str(w->event.v[0]->remark, "two_papers: no -> yes; hours_mode: CALENDAR -> WORKING");
    assert_done(set(c, "ship_hours", "36")); /* stands on the version before */
    assert_true(in_force(c)->two_papers);
    assert_int_equal(last_change(c)->state, POLICY_IN_FORCE);
    assert_int_equal(last_change(c)->policy_id, in_force(c)->id);
    assert_str(last_change(c)->reason, "as the leaders met");
    assert_done(set(c, "over_pct", "20")); /* as it is: bounds nothing anew */
}

static void what_bounds_money_waits_for_another_person(void **state)
{
    static const char *const bound[][2] = {
        { "utc_offset_min", "540" },   { "over_pct", "90" },
        { "tolerance", "999999.00" },  { "grace_days", "30" },
        { "st_valid_days", "99" },     { "quota_auto_cut", "yes" },
        { "quota_three_sign", "no" },  { "second_person", "no" },
        { "second_person_from", "1" }, { "rejudge_days", "99" },
        { "deemed_days", "1" },        { "receipt_apart", "false" },
        { "double_days", "0" },        { "small_write_off", "99.00" },
        { "leader_write_off", "0" },   { "claim_small", "99999.00" },
    };
    struct world *c = world_new(memory);

    (void)state;
    for (size_t i = 0; i < COUNT(bound); i++)
        assert_waits(set(c, bound[i][0], bound[i][1]));
    assert_int_equal(c->model.tables[TABLE_POLICY].n, 1);
    assert_int_equal(c->model.tables[TABLE_POLICY_CHANGE].n, COUNT(bound));
    assert_int_equal(last_change(c)->state, POLICY_PROPOSED);
    assert_true(last_change(c)->bound);
    add_setting(c, "two_papers", "yes"); /* one of them keeps the whole list waiting */
    assert_waits(set(c, "over_pct", "15"));
    assert_false(in_force(c)->two_papers);
}

static void another_person_puts_it_in_force(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    add_setting(c, "tolerance", "12000.00");
    assert_waits(set(c, "receipt_apart", "no"));
    assert_fen(in_force(c)->tolerance, 1000000);
    assert_str(last_change(c)->settings, "tolerance=12000.00,receipt_apart=no");
    w = confirm(c, "ddir", last_change(c)->id);
    assert_done(w);
    assert_str(w->event.v[0]->remark,
               "tolerance: 10000.00 -> 12000.00; receipt_apart: yes -> no");
    assert_fen(in_force(c)->tolerance, 1200000);
    assert_false(in_force(c)->receipt_apart);
    assert_int_equal(in_force(c)->over_pct, 20);
    assert_int_equal(in_force(c)->made_by, world_user(c, "adm"));
    assert_int_equal(in_force(c)->valid_from.n, day_of(2026, 3, 4).n);
    assert_int_equal(last_change(c)->state, POLICY_IN_FORCE);
    assert_int_equal(last_change(c)->policy_id, in_force(c)->id);
    assert_int_equal(last_change(c)->decided_by, world_user(c, "ddir"));
    assert_refused(confirm(c, "gm", last_change(c)->id), POLICY_DECIDED);
    assert_refused(drop(c, "gm", last_change(c)->id, "late"), POLICY_DECIDED);
    assert_int_equal(confirm(c, "gm", 1)->ruling.code, ERR_NOT_FOUND);
}

static void who_proposed_does_not_confirm(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_waits(set(c, "over_pct", "90"));
    assert_refused(confirm(c, "adm", last_change(c)->id), ACTOR_ROLE); /* no business act */
    ROW_BY(c, TABLE_APP_USER, app_user, login, "gm")->active = false;
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "adm"), .role = ROLE_GM });
    assert_refused(confirm(c, "adm", last_change(c)->id), POLICY_SELF);
    assert_int_equal(in_force(c)->over_pct, 20);
    assert_done(confirm(c, "dir", last_change(c)->id));
    assert_int_equal(in_force(c)->over_pct, 90);
}

static void what_was_changed_since_is_proposed_anew(void **state)
{
    struct world *c = world_new(memory);
    int64_t first;

    (void)state;
    assert_waits(set(c, "over_pct", "15"));
    first = last_change(c)->id;
    assert_done(set(c, "two_papers", "yes"));
    assert_refused(confirm(c, "gm", first), POLICY_MOVED);
    assert_int_equal(in_force(c)->over_pct, 20);
    assert_waits(set(c, "over_pct", "15"));
    assert_done(confirm(c, "gm", last_change(c)->id));
    assert_true(in_force(c)->two_papers);
    assert_int_equal(in_force(c)->over_pct, 15);
}

static void a_proposal_is_dropped_with_a_reason(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_waits(set(c, "over_pct", "15"));
    assert_refused(drop(c, "gm", last_change(c)->id, " "), REASON_GIVEN);
    assert_done(drop(c, "gm", last_change(c)->id, "we lend enough"));
    assert_int_equal(last_change(c)->state, POLICY_DROPPED);
    assert_str(last_change(c)->answer, "we lend enough");
    assert_int_equal(last_change(c)->decided_by, world_user(c, "gm"));
    assert_refused(confirm(c, "dir", last_change(c)->id), POLICY_DECIDED);
    assert_waits(set(c, "over_pct", "15"));
    assert_done(drop(c, "adm", last_change(c)->id, "withdrawn"));
    assert_int_equal(c->model.tables[TABLE_POLICY].n, 1);
}

static void a_change_of_parameters_has_a_reason(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    add_setting(c, "two_papers", "yes");
    give_text(c, P_reason, "  ");
    assert_refused(world_do(c, OP_POLICY_SET, "adm"), REASON_GIVEN);
}

/* --- values ------------------------------------------------------------------------------ */

static void unknown_names_and_impossible_values_are_refused(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(set(c, "overpct", "15"), POLICY_NAME);
    assert_refused(set(c, "made_by", "15"), POLICY_NAME);
    assert_refused(set(c, "over_pct", "101"), POLICY_VALUE);
    assert_refused(set(c, "over_pct", "x"), POLICY_VALUE);
    assert_refused(set(c, "auto_send", "1"), POLICY_VALUE);
    assert_int_equal(set(c, "hours_mode", "SOMETIMES")->ruling.outcome, OUTCOME_REFUSED);
    assert_refused(set(c, "tolerance", "-1.00"), POLICY_VALUE);
    assert_refused(set(c, "close_min", "500"), POLICY_CLOCK); /* opens at 510 */
    assert_refused(set(c, "cutoff_min", "1051"), POLICY_CLOCK);
    assert_refused(set(c, "grade_2_pct", "96"), POLICY_GRADES); /* the first asks for 95 */
    assert_refused(set(c, "grade_3_factor", "101"), POLICY_GRADES);
    give_day(c, P_valid_from, "2026-03-03");
    assert_refused(set(c, "over_pct", "15"), BACKDATED);
    give_day(c, P_valid_from, "2026-03-05");
    assert_refused(set(c, "over_pct", "15"), POLICY_LATER);
    assert_int_equal(c->model.tables[TABLE_POLICY].n, 1);
    assert_int_equal(c->model.tables[TABLE_POLICY_CHANGE].n, 0);
}

static void a_refused_value_says_what_is_allowed(void **state)
{
    struct world *c = world_new(memory);
    const struct work *w = set(c, "over_pct", "101");

    (void)state;
    assert_true(says(w, "least") && says(w, "most"));
    w = set(c, "tolerance", "-0.01");
    assert_true(says(w, "least") && says(w, "most"));
    assert_int_equal(w->ruling.numbers[1].kind, NUMBER_MONEY);
    w = set(c, "two_papers", "perhaps");
    assert_str(w->ruling.numbers[0].text, "yes no");
    w = set(c, "hours_mode", "SOMETIMES");
    assert_str(w->ruling.numbers[0].text, "CALENDAR WORKING");
}

static void switches_are_yes_and_no(void **state)
{
    static const char *const words[] = { "yes", "no", "true", "false" };
    struct world *c = world_new(memory);

    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        assert_done(set(c, "two_papers", words[i]));
        assert_int_equal(in_force(c)->two_papers, i % 2 == 0);
    }
}

/* Each column of a version but those of the version itself can be set. */
static void every_parameter_has_its_row(void **state)
{
    const struct table_info *t = &tables[TABLE_POLICY];
    struct world *c = world_new(memory);

    (void)state;
    for (size_t i = COL_policy_utc_offset_min; i < t->column_count; i++) {
        const struct column *col = &t->columns[i];
        struct str now;

        assert_true(row_value(in_force(c), col, memory, &now));
        if (col->kind == COLUMN_MONEY)
            now = money_text(fen(row_number(in_force(c), col)), memory);
        if (col->kind == COLUMN_BOOL)
            now = str_eq(now, STR("t")) ? STR("yes") : STR("no");
        assert_done(set(c, col->name, str_text(memory, now)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_bounds_nobodys_money_is_in_force_at_once),
        TEST(what_bounds_money_waits_for_another_person),
        TEST(another_person_puts_it_in_force),
        TEST(who_proposed_does_not_confirm),
        TEST(what_was_changed_since_is_proposed_anew),
        TEST(a_proposal_is_dropped_with_a_reason),
        TEST(a_change_of_parameters_has_a_reason),
        TEST(unknown_names_and_impossible_values_are_refused),
        TEST(a_refused_value_says_what_is_allowed),
        TEST(switches_are_yes_and_no),
        TEST(every_parameter_has_its_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
