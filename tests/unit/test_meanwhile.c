/*
 * test_meanwhile.c - what others change while a document is on its road; found by the
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

static void goods_billed_for_nothing_come_back_on_the_red_invoice(void **state)
{
    struct world *c = note_in_store(
        memory, "C1", (const struct goods[]){ { "P1", 10, 0 }, { "P2", 5, -1 } }, 2);
    const struct model_table *t = &c->model.tables[TABLE_INVOICE_LINE];

    (void)state;
    shipped(c, 1);
    does(c, OP_INVOICE_ISSUE, "fin");
    give_text(c, P_reason, "not ordered");
    does_part(c, OP_NOTE_REFUSED, 1, "csr");
    assert_int_equal(t->n, 4);
    assert_int_equal(((const struct invoice_line_row *)t->rows[2])->qty.n, -10);
    assert_int_equal(((const struct invoice_line_row *)t->rows[2])->tax.fen, 0);
    assert_int_equal(last_paper(c, SERIES_RI)->total.fen, -50000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_consent_for_a_customer_who_moved_is_refused),
        TEST(goods_billed_for_nothing_come_back_on_the_red_invoice),
    };

    return cmocka_run_group_tests_name("meanwhile", tests, NULL, NULL);
}
