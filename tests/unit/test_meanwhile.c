/*
 * test_meanwhile.c - what others change while a document is on its road: found by the
 * simulator.
 */
#include "tests/unit/note_tests.h"

static struct work *act(struct world *c, enum op op, const char *login, const char *no)
{
    give_text(c, P_order, no);
    return world_do(c, op, login);
}

/* C1 of area E1 asks area E2 for quota of P2. */
static struct world *transfer_asked(const char **no)
{
    struct world *c = world_new(memory);

    world_accepted(c, "C1", "P2", 70, no);
    give_text(c, P_area, "E2");
    assert_done(act(c, OP_ORDER_ASK_TRANSFER, "csr", *no));
    return c;
}

static void a_consent_for_a_customer_who_moved_is_refused(void **state)
{
    const char *no;
    struct world *c = transfer_asked(&no);
    struct customer_row *customer =
        world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1"));

    (void)state;
    customer->area_id = world_id(c, TABLE_AREA, "N1");
    assert_refused(act(c, OP_ORDER_CONSENT, "um2", no), RULE_TRANSFER_MOVED);
    assert_done(act(c, OP_ORDER_WITHDRAW, "csr", no));
}

/* The user's role ended yesterday; nobody told the organisation. */
static void role_ended(struct world *c, const char *login)
{
    const struct model_table *t = &c->model.tables[TABLE_USER_ROLE];

    for (size_t i = 0; i < t->n; i++) {
        struct user_role_row *r = t->rows[i];

        if (r->user_id == world_user(c, login))
            r->valid_to = day_of(2026, 3, 3);
    }
}

static void also(struct world *c, const char *login, enum role role)
{
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, login), .role = role });
}

static void plan_of(struct world *c, const char *login, const char **no)
{
    const struct work *w;

    give_text(c, P_customer, "C1");
    give_line(c, 0, "P1", 10, -1);
    w = world_do(c, OP_ORDER_PLAN, login);
    assert_done(w);
    *no = str_text(memory, w->order.v[0]->no);
}

static void who_is_left_in_a_post_after_his_role_ended_does_not_act_in_it(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    plan_of(c, "kam", &no);
    assert_done(act(c, OP_ORDER_VERIFY, "kam", no));
    role_ended(c, "mm"); /* still assigned to market E */
    also(c, "mm", ROLE_KAM);
    assert_refused(act(c, OP_ORDER_APPROVE, "mm", no), RULE_ROLE_GONE);
    also(c, "mm", ROLE_MM);
    assert_done(act(c, OP_ORDER_APPROVE, "mm", no));
}

static void a_field_manager_verifies_as_what_he_is(void **state)
{
    struct world *c = world_new(memory);
    struct customer_row *customer =
        world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1"));
    struct work *w;
    const char *no;

    (void)state;
    customer->kam_id = world_user(c, "um");
    plan_of(c, "um", &no);
    w = act(c, OP_ORDER_VERIFY, "um", no);
    assert_done(w);
    assert_int_equal(w->signature.v[w->signature.n - 1]->role, ROLE_UM);
}

static void nobody_stands_in_for_a_role_that_ended(void **state)
{
    struct world *c = world_new(memory);
    const char *no;

    (void)state;
    plan_of(c, "kam", &no);
    world_put(c, TABLE_DELEGATION,
              &(struct delegation_row){ .kind = DELEGATION_SUBSTITUTE,
                                        .role = ROLE_KAM,
                                        .principal_id = world_user(c, "kam"),
                                        .delegate_id = world_user(c, "kam2"),
                                        .valid_from = { 1 } });
    role_ended(c, "kam");
    assert_refused(act(c, OP_ORDER_VERIFY, "kam2", no), RULE_ROLE_GONE);
}

static void goods_billed_for_nothing_come_back_on_the_red_invoice(void **state)
{
    struct world *c = note_in_store(
        memory, "C1", (const struct goods[]){ { "P1", 10, 0 }, { "P2", 5, -1 } }, 2);
    const struct model_table *t = &c->model.tables[TABLE_INVOICE_LINE];

    (void)state;
    shipped(c, 1);
    does(c, OP_INVOICE_ISSUE, "fin");
    give_text(c, P_reason, "not ordered");
    does_part(c, OP_NOTE_REFUSED, 1, "wh");
    assert_int_equal(t->n, 4);
    assert_int_equal(((const struct invoice_line_row *)t->rows[2])->qty.n, -10);
    assert_int_equal(((const struct invoice_line_row *)t->rows[2])->tax.fen, 0);
    assert_int_equal(last_paper(c, SERIES_RI)->total.fen, -50000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_consent_for_a_customer_who_moved_is_refused),
        TEST(who_is_left_in_a_post_after_his_role_ended_does_not_act_in_it),
        TEST(a_field_manager_verifies_as_what_he_is),
        TEST(nobody_stands_in_for_a_role_that_ended),
        TEST(goods_billed_for_nothing_come_back_on_the_red_invoice),
    };

    return cmocka_run_group_tests_name("meanwhile", tests, NULL, NULL);
}
