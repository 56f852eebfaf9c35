/*
 * test_admin.c - people, roles, delegations, organisation and calendar.
 */
#include "tests/world/money_world.h"

/* A second administrator, who may give the first one roles. */
static int64_t second_adm(struct world *c)
{
    int64_t id = world_put(
        c, TABLE_APP_USER,
        &(struct app_user_row){ .login = STR("adm2"), .name = STR("adm2"), .active = true });

    world_put(c, TABLE_USER_ROLE, &(struct user_role_row){ .user_id = id, .role = ROLE_ADM });
    return id;
}

/* --- accounts ---------------------------------------------------------------------------- */

static void a_user_is_made_renamed_and_switched_off(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_user, "new");
    assert_refused(world_do(c, OP_USER_PUT, "adm"), USER_NEW_NAME);
    give_text(c, P_user, "new");
    give_text(c, P_name, "Wu Lan");
    give_text(c, P_warehouse, "W1");
    assert_done(world_do(c, OP_USER_PUT, "adm"));
    give_text(c, P_user, "new");
    give_number(c, P_active, 0);
    assert_done(world_do(c, OP_USER_PUT, "adm"));
    assert_false(ROW_BY(c, TABLE_APP_USER, app_user, login, "new")->active);
    assert_str(ROW_BY(c, TABLE_APP_USER, app_user, login, "new")->name, "Wu Lan");
    give_text(c, P_user, "adm");
    give_number(c, P_active, 0);
    assert_refused(world_do(c, OP_USER_PUT, "adm"), USER_SELF);
    give_text(c, P_user, "SYSTEM");
    give_number(c, P_active, 0);
    assert_refused(world_do(c, OP_USER_PUT, "adm"), USER_SYSTEM);
}

static void a_person_is_logged_out_and_the_moment_is_kept(void **state)
{
    struct world *c = world_new(memory);
    const struct app_user_row *u;
    const struct work *w;

    (void)state;
    give_text(c, P_user, "nobody");
    give_text(c, P_reason, "lost his laptop");
    assert_int_equal(world_do(c, OP_USER_LOG_OUT, "adm")->ruling.code, ERR_NOT_FOUND);
    give_text(c, P_user, "csr");
    give_text(c, P_reason, "lost his laptop");
    w = world_do(c, OP_USER_LOG_OUT, "adm");
    assert_done(w);
    u = ROW_BY(c, TABLE_APP_USER, app_user, login, "csr");
    assert_true(u->out_at.us > 0 && u->out_at.us == w->now.us);
    assert_true(u->active);
    assert_int_equal(ROW_BY(c, TABLE_APP_USER, app_user, login, "ssgl")->out_at.us, 0);
}

/* --- roles ------------------------------------------------------------------------------- */

static struct work *role(struct world *c, const char *by, const char *user, enum role r)
{
    give_text(c, P_user, user);
    give_number(c, P_role, r);
    return world_do(c, OP_USER_ROLE, by);
}

/* The row of that person and role; the newest. */
static const struct user_role_row *role_of(struct world *c, const char *user, enum role r)
{
    const struct model_table *t = &c->model.tables[TABLE_USER_ROLE];
    const struct user_role_row *found = NULL;

    for (size_t i = 0; i < t->n; i++) {
        const struct user_role_row *x = t->rows[i];

        if (x->user_id == world_user(c, user) && x->role == r)
            found = x;
    }
    return found;
}

static void an_administrator_gives_himself_nothing(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    second_adm(c);
    assert_refused(role(c, "adm", "adm", ROLE_FIN), ROLE_SELF);
    assert_done(role(c, "adm2", "adm", ROLE_FIN));
    assert_refused(role(c, "adm", "csr", ROLE_SYSTEM), ROLE_SYSTEM);
}

static void a_role_is_given_and_ended_by_days(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(role(c, "adm", "csr", ROLE_CSR), ROLE_HELD);
    give_day(c, P_valid_from, "2026-03-03");
    assert_refused(role(c, "adm", "csr", ROLE_FIN), BACKDATED);
    give_day(c, P_valid_from, "2026-03-10");
    give_day(c, P_valid_to, "2026-03-09");
    assert_refused(role(c, "adm", "csr", ROLE_FIN), ROLE_DAYS);
    give_day(c, P_valid_from, "2026-03-10");
    give_day(c, P_valid_to, "2026-03-12");
    assert_done(role(c, "adm", "csr", ROLE_FIN));
    give_day(c, P_valid_to, "2026-03-03"); /* today at the earliest */
    assert_refused(role(c, "adm", "csr", ROLE_CSR), ROLE_DAYS);
    give_day(c, P_valid_to, "2026-03-04");
    assert_done(role(c, "adm", "csr", ROLE_CSR));
    assert_int_equal(role_of(c, "csr", ROLE_CSR)->valid_to.n, day_of(2026, 3, 4).n);
    give_day(c, P_valid_to, "2026-03-03");
    assert_refused(role(c, "adm", "csr", ROLE_WH), ROLE_NONE);
}

static void a_seat_has_one_holder(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(role(c, "adm", "mm", ROLE_DIR), ROLE_SEAT); /* dir acted this morning */
    give_day(c, P_valid_from, "2026-03-10");
    assert_done(role(c, "adm", "mm", ROLE_DIR));
    assert_int_equal(role_of(c, "dir", ROLE_DIR)->valid_to.n, day_of(2026, 3, 9).n);
    assert_int_equal(role_of(c, "mm", ROLE_DIR)->valid_from.n, day_of(2026, 3, 10).n);
    assert_refused(role(c, "adm", "mm2", ROLE_DIR), ROLE_SEAT); /* mm comes on the 10th */
}

/* else a special treatment or a large write-off could never have its three. */
static void the_three_seats_are_three_people(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_day(c, P_valid_from, "2026-03-10");
    assert_refused(role(c, "adm", "gm", ROLE_DIR), ROLE_THREE);
    give_day(c, P_valid_to, "2026-03-09");
    assert_done(role(c, "adm", "gm", ROLE_GM)); /* his days there end */
    give_day(c, P_valid_from, "2026-03-10");
    assert_done(role(c, "adm", "gm", ROLE_DIR));
    give_day(c, P_valid_from, "2026-03-10");
    assert_refused(role(c, "adm", "gm", ROLE_GM), ROLE_THREE);
    give_day(c, P_valid_from, "2026-03-10");
    assert_done(role(c, "adm", "gm", ROLE_MM)); /* any other role besides */
}

static void the_last_administrator_stays(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_day(c, P_valid_to, "2026-03-04");
    assert_refused(role(c, "adm", "adm", ROLE_ADM), ROLE_LAST_ADM);
    second_adm(c);
    give_day(c, P_valid_to, "2026-03-04");
    assert_done(role(c, "adm", "adm", ROLE_ADM));
}

/* --- delegation -------------------------------------------------------------------------- */

static struct work *lend(struct world *c, const char *by, enum delegation_kind kind,
                         enum role r, const char *principal, const char *delegate)
{
    give_number(c, P_kind, kind);
    give_number(c, P_role, r);
    give_text(c, P_principal, principal);
    give_text(c, P_delegate, delegate);
    return world_do(c, OP_USER_DELEGATE, by);
}

static void a_substitute_stands_in_with_dates(void **state) /* */
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    give_time(c, P_to, "2026-03-20T17:30");
    w = lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um", "um2");
    assert_done(w);
    assert_int_equal(w->delegation.v[w->delegation.n - 1]->delegate_id, world_user(c, "um2"));
    assert_refused(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um", "um2"), DELEGATE_TWICE);
    give_time(c, P_to, "2026-03-04T10:30"); /* a new end */
    assert_done(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um", "um2"));
    world_later(c, 60);
    assert_done(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um", "um2"));
}

static void nobody_stands_in_for_himself_or_records_his_own_gain(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um", "um"), DELEGATE_SELF);
    assert_refused(lend(c, "ssgl", DELEGATION_SECRETARY, ROLE_GM, "gm", "ssgl"), DELEGATE_GRAB);
    assert_done(lend(c, "adm", DELEGATION_SECRETARY, ROLE_GM, "gm", "ssgl"));
}

static void kinds_of_delegation_fit_their_roles(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(lend(c, "adm", DELEGATION_SECRETARY, ROLE_MM, "mm", "csr"), DELEGATE_KIND);
    assert_refused(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_GM, "gm", "csr"), DELEGATE_KIND);
    assert_refused(lend(c, "adm", DELEGATION_SECRETARY, ROLE_GM, "gm", "fin"), DELEGATE_GROUP);
    assert_refused(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "mm", "um2"), DELEGATE_ROLE);
    assert_refused(lend(c, "adm", DELEGATION_ACTING, ROLE_DIR, "dir", "mm2"), DELEGATE_VACANT);
    ROW_BY(c, TABLE_APP_USER, app_user, login, "dir")->active = false;
    assert_done(lend(c, "adm", DELEGATION_ACTING, ROLE_DIR, "dir", "mm2"));
}

/* he acts in the vacant post, whatever his own role is. */
static void an_acting_holder_has_the_rights_of_the_post(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    ROW_BY(c, TABLE_APP_USER, app_user, login, "ddir")->active = false;
    give_text(c, P_account, "A1");
    give_number(c, P_limit, 100);
    give_text(c, P_reason, "acts");
    assert_refused(world_do(c, OP_ACCOUNT_LIMIT, "mm"), ACTOR_ROLE);
    assert_done(lend(c, "adm", DELEGATION_ACTING, ROLE_DDIR, "ddir", "mm"));
    give_text(c, P_account, "A1");
    give_number(c, P_limit, 100);
    give_text(c, P_reason, "acts");
    assert_done(world_do(c, OP_ACCOUNT_LIMIT, "mm"));
}

static void a_leader_acts_in_no_second_post(void **state) /* */
{
    struct world *c = world_new(memory);

    (void)state;
    ROW_BY(c, TABLE_APP_USER, app_user, login, "ddir")->active = false;
    ROW_BY(c, TABLE_APP_USER, app_user, login, "dir")->active = false;
    assert_refused(lend(c, "adm", DELEGATION_ACTING, ROLE_DDIR, "ddir", "gm"), ROLE_THREE);
    assert_done(lend(c, "adm", DELEGATION_ACTING, ROLE_DDIR, "ddir", "mm"));
    assert_refused(lend(c, "adm", DELEGATION_ACTING, ROLE_DIR, "dir", "mm"), ROLE_THREE);
    assert_done(lend(c, "adm", DELEGATION_ACTING, ROLE_DIR, "dir", "mm2"));
    give_day(c, P_valid_from, "2026-03-10");
    assert_refused(role(c, "adm", "mm", ROLE_GM), ROLE_THREE);
}

static void a_loan_is_not_passed_on(void **state) /* no chains */
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um", "um2"));
    assert_refused(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um2", "um3"),
                   DELEGATE_CHAIN);
    assert_refused(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um3", "um"), DELEGATE_CHAIN);
}

static void a_loan_begins_now_or_later_and_ends_after(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_time(c, P_from, "2026-03-04T09:00");
    assert_refused(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um", "um2"), DELEGATE_TIME);
    give_time(c, P_from, "2026-03-05T09:00");
    give_time(c, P_to, "2026-03-05T09:00");
    assert_refused(lend(c, "adm", DELEGATION_SUBSTITUTE, ROLE_UM, "um", "um2"), DELEGATE_TIME);
}

static void who_is_away_is_marked_and_comes_back(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    give_text(c, P_user, "ddir");
    assert_refused(world_do(c, OP_USER_AWAY, "csr"), AWAY_SAID);
    give_text(c, P_user, "ddir");
    give_text(c, P_said_by, "himself, by phone");
    assert_done(world_do(c, OP_USER_AWAY, "csr"));
    give_text(c, P_user, "ddir");
    assert_refused(world_do(c, OP_USER_AWAY, "ddir"), AWAY_TWICE);
    world_later(c, 120);
    give_text(c, P_user, "ddir");
    give_time(c, P_to, "2026-03-04T11:00"); /* back an hour ago: from now */
    w = world_do(c, OP_USER_AWAY, "ddir");
    assert_done(w);
    assert_int_equal(w->away.v[0]->away_to.us, w->now.us);
    give_text(c, P_user, "ddir");
    give_time(c, P_from, "2026-03-05T11:00");
    give_time(c, P_to, "2026-03-05T10:00");
    assert_refused(world_do(c, OP_USER_AWAY, "ddir"), AWAY_TIME);
}

/* --- organisation ------------------------------------------------------------------------ */

static struct work *assign(struct world *c, const char *by, const char *code, enum role r,
                           const char *user)
{
    give_text(c, P_code, code);
    give_number(c, P_role, r);
    give_text(c, P_user, user);
    return world_do(c, OP_UNIT_ASSIGN, by);
}

static void markets_and_areas_are_kept(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    give_text(c, P_market, "S");
    give_text(c, P_name, "South");
    assert_done(world_do(c, OP_MARKET_PUT, "adm"));
    give_text(c, P_area, "S1");
    give_text(c, P_name, "South 1");
    assert_int_equal(world_do(c, OP_AREA_PUT, "adm")->ruling.code, ERR_NOT_FOUND);
    give_text(c, P_area, "S1");
    give_text(c, P_name, "South 1");
    give_text(c, P_market, "S");
    assert_done(world_do(c, OP_AREA_PUT, "adm"));
    give_text(c, P_area, "E1"); /* has customers */
    give_text(c, P_name, "E1");
    give_text(c, P_market, "S");
    assert_refused(world_do(c, OP_AREA_PUT, "adm"), AREA_MOVED);
    give_text(c, P_area, "S1");
    give_text(c, P_name, "moved");
    give_text(c, P_market, "N");
    assert_done(world_do(c, OP_AREA_PUT, "adm"));
}

/* */
static void a_new_assignment_ends_the_one_before(void **state)
{
    struct world *c = world_new(memory);
    struct work *w;

    (void)state;
    give_day(c, P_valid_from, "2026-03-10");
    w = assign(c, "adm", "E", ROLE_MM, "mm2");
    assert_done(w);
    assert_int_equal(w->assignment.v[w->assignment.n - 1]->valid_from.n, day_of(2026, 3, 10).n);
    for (size_t i = 0; i < w->assignment.loaded; i++)
        assert_int_equal(w->assignment.v[i]->valid_to.n,
                         w->assignment.v[i]->role == ROLE_MM ? day_of(2026, 3, 9).n : 0);
    assert_refused(assign(c, "adm", "E", ROLE_MM, "mm"), ASSIGN_LATER);
    give_day(c, P_valid_from, "2026-03-03");
    assert_refused(assign(c, "adm", "E", ROLE_MM, "mm"), BACKDATED);
}

/* */
static void one_leader_answers_for_a_market(void **state)
{
    struct world *c = world_new(memory);
    struct work *w = assign(c, "adm", "E", ROLE_DIR, "dir");
    size_t live = 0;

    (void)state;
    assert_done(w);
    for (size_t i = 0; i < w->assignment.n; i++)
        live +=
            (w->assignment.v[i]->role == ROLE_DIR || w->assignment.v[i]->role == ROLE_DDIR) &&
            w->assignment.v[i]->valid_to.n == 0;
    assert_int_equal(live, 1); /* DDIR's days ended yesterday */
}

static void each_role_answers_for_its_kind_of_unit(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_refused(assign(c, "adm", "E", ROLE_UM, "um"), ASSIGN_UNIT);
    assert_refused(assign(c, "adm", "E1", ROLE_MM, "mm"), ASSIGN_UNIT);
    assert_refused(assign(c, "adm", "E1", ROLE_UM, "mm"), ASSIGN_HOLDS);
    assert_int_equal(assign(c, "adm", "X", ROLE_MM, "mm")->ruling.code, ERR_NOT_FOUND);
    assert_refused(assign(c, "adm", "C1", ROLE_DIR, "dir"), ASSIGN_OVERRIDE);
    assert_refused(assign(c, "ddir", "C1", ROLE_DIR, "dir"), REASON_GIVEN);
    give_text(c, P_reason, "he knows the house");
    assert_done(assign(c, "ddir", "C1", ROLE_DIR, "dir")); /* */
    second_adm(c);
    assert_done(role(c, "adm2", "adm", ROLE_MM));
    assert_refused(assign(c, "adm", "E", ROLE_MM, "adm"), ROLE_SELF);
}

/* --- calendar ---------------------------------------------------------------------------- */

static struct work *day(struct world *c, const char *iso, bool open)
{
    give_day(c, P_day, iso);
    give_number(c, P_open, open);
    return world_do(c, OP_CALENDAR_SET, "ssgl");
}

static void days_are_closed_and_opened_ahead(void **state)
{
    struct world *c = world_new(memory);

    (void)state;
    assert_done(day(c, "2026-05-01", false));
    assert_done(day(c, "2026-03-08", true)); /* made later, earlier in the calendar */
    assert_done(day(c, "2026-05-01", true)); /* one row a day */
    assert_int_equal(c->model.tables[TABLE_CALENDAR_DAY].n, 2);
    assert_refused(day(c, "2026-03-03", false), CALENDAR_PAST);
    assert_done(day(c, "2026-03-04", false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_user_is_made_renamed_and_switched_off),
        TEST(a_person_is_logged_out_and_the_moment_is_kept),
        TEST(an_administrator_gives_himself_nothing),
        TEST(a_role_is_given_and_ended_by_days),
        TEST(a_seat_has_one_holder),
        TEST(the_three_seats_are_three_people),
        TEST(the_last_administrator_stays),
        TEST(a_substitute_stands_in_with_dates),
        TEST(nobody_stands_in_for_himself_or_records_his_own_gain),
        TEST(kinds_of_delegation_fit_their_roles),
        TEST(an_acting_holder_has_the_rights_of_the_post),
        TEST(a_leader_acts_in_no_second_post),
        TEST(a_loan_is_not_passed_on),
        TEST(a_loan_begins_now_or_later_and_ends_after),
        TEST(who_is_away_is_marked_and_comes_back),
        TEST(markets_and_areas_are_kept),
        TEST(a_new_assignment_ends_the_one_before),
        TEST(one_leader_answers_for_a_market),
        TEST(each_role_answers_for_its_kind_of_unit),
        TEST(days_are_closed_and_opened_ahead),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
