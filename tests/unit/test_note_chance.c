/*
 * test_note_chance.c - one note under a few thousand acts at random, together with the money
 * that meets it: after each the whole world is counted again, and what must be true of every
 * line, part and debt. At the end each exit must have been taken.
 */
#include "tests/unit/note_tests.h"

#include "tests/core/chance.h"

#define WORLDS 400
#define ACTS   90

struct run {
    struct chance chance;
    struct world *c;
    unsigned parts[shipment_state_count]; /* how often a part came into that state */
    unsigned diffs[claim_action_count], claims[claim_state_count];
    unsigned closed, stopped, red, paid_back;
};

static int64_t any(struct run *r, size_t n)
{
    return 1 + (int64_t)chance_below(&r->chance, n);
}

#define ROWS(c, T, type, row)                                                                  \
    for (size_t row##_i = 0; row##_i < (c)->model.tables[TABLE_##T].n; row##_i++)              \
        for (const struct type *row = (c)->model.tables[TABLE_##T].rows[row##_i],              \
                               *row##_once = row;                                              \
             row##_once; row##_once = NULL)

/* --- what is always true ----------------------------------------------------------------- */

static void lines_are_sound(struct world *c)
{
    ROWS(c, NOTE_LINE, note_line_row, l)
    {
        int64_t open = l->qty.n - l->allocated.n - l->issued.n - l->closed.n;

        assert_true(l->allocated.n >= 0 && l->issued.n >= 0 && l->closed.n >= 0 && open >= 0);
        assert_true(l->backorder.n >= 0 && l->backorder.n <= open);
        assert_true(l->closed_amount.fen >= 0);
    }
    ROWS(c, SHIPMENT_LINE, shipment_line_row, s)
    {
        assert_true(s->invoiced.n >= 0 && s->invoiced.n + s->returned.n <= s->qty.n);
        assert_true(s->invoiced_amount.fen >= 0 && s->returned_amount.fen >= 0);
        assert_true(s->invoiced_amount.fen + s->returned_amount.fen <=
                    s->amount.fen + s->raised.fen);
    }
}

static void debts_are_sound(struct world *c)
{
    ROWS(c, RECEIVABLE, receivable_row, r)
    {
        int64_t open = r->open_s.fen + r->open_i.fen;
        int64_t bare = r->amount.fen - r->credited.fen - r->invoiced.fen;

        if (bare < 0)
            bare = 0;
        assert_int_equal(r->open_s.fen, open < bare ? open : bare);
        assert_int_equal(r->state, open == 0          ? RECEIVABLE_PAID
                                   : r->paid.fen == 0 ? RECEIVABLE_OPEN
                                                      : RECEIVABLE_PART_PAID);
    }
}

/* Law 1: what has no receivable yet is reserved, or paid before; to the fen. */
static void the_rest_is_held(struct world *c)
{
    const struct order_row *o = the_order(c);
    int64_t left = o->total.fen;

    ROWS(c, NOTE_LINE, note_line_row, l)
    {
        left -= l->closed_amount.fen;
    }
    ROWS(c, RECEIVABLE, receivable_row, r)
    {
        left -= r->shipment_id ? r->amount.fen : 0;
    }
    ROWS(c, SHIPMENT_LINE, shipment_line_row, s)
    {
        left += s->replaced_amount.fen + s->raised.fen; /* which is in the debt alone */
    }
    assert_true(left >= 0);
    if (!o->cash_basis)
        assert_int_equal(o->reserved.fen, left);
    assert_true(o->earmarked.fen <= left);
    if (the_note(c)->state == NOTE_DONE)
        assert_int_equal(left, 0);
}

/* --- acts -------------------------------------------------------------------------------- */

static void lines_at_random(struct run *r)
{
    for (int64_t n = any(r, 2); n > 0; n--) {
        struct item *i = give_item(r->c, P_lines);

        i->has_line = true;
        i->line = any(r, 3);
        i->has_qty = chance_percent(&r->chance, 90);
        i->qty = qty(any(r, 4));
        i->diff = (unsigned)any(r, 3);
    }
}

static struct work *money_acts(struct run *r)
{
    struct world *c = r->c;
    size_t receipts = c->model.tables[TABLE_RECEIPT].n;
    static unsigned refs;

    if (chance_percent(&r->chance, 30))
        return on_note(c, OP_INVOICE_ISSUE, "fin");
    if (receipts == 0 || chance_percent(&r->chance, 40)) {
        give_text(c, P_customer, the_order(c)->cash_basis ? "C2" : "C1");
        give_number(c, P_amount, any(r, 4000));
        give_number(c, P_pay_method, PAY_TRANSFER);
        give_text(c, P_bank_ref, str_text(memory, str_format(memory, "B%u", ++refs)));
        return world_do(c, OP_RECEIPT_RECORD, "fin");
    }
    give_text(c, P_receipt,
              str_text(memory, ((const struct receipt_row *)c->model.tables[TABLE_RECEIPT]
                                    .rows[chance_below(&r->chance, receipts)])
                                   ->no));
    return world_do(c, OP_RECEIPT_ALLOCATE, "fin2");
}

static struct work *stock_acts(struct run *r)
{
    give_text(r->c, P_product, chance_percent(&r->chance, 50) ? "P1" : "P2");
    give_text(r->c, P_warehouse, "W1");
    give_number(r->c, P_qty, any(r, 5));
    give_text(r->c, P_reason, "made");
    return world_do(r->c, OP_STOCK_RECEIVE, "wh");
}

static struct work *note_acts(struct run *r)
{
    struct world *c = r->c;

    give_text(c, P_reason, "so it goes");
    switch (any(r, 8)) {
    case 1:
        return on_note(c, OP_NOTE_STOP, "ddir");
    case 2:
    case 3:
        return on_note(c, OP_NOTE_RESUME, "ddir");
    case 4:
        if (chance_percent(&r->chance, 50))
            lines_at_random(r);
        return on_note(c, OP_NOTE_SHORT_CLOSE, "csr");
    default:
        c->args = (struct args){ 0 };
        if (chance_percent(&r->chance, 70))
            lines_at_random(r);
        return on_note(c, OP_NOTE_ALLOCATE, "scr");
    }
}

/* Mostly what the part's state suggests, sometimes anything. */
static enum op part_op(struct run *r, int64_t part)
{
    static const uint8_t fitting[shipment_state_count][6] = {
        [SHIPMENT_ALLOCATED] = { OP_NOTE_PICK, OP_NOTE_PICK, OP_NOTE_PICK, OP_NOTE_PICK,
                                 OP_NOTE_DROP, OP_NOTE_STATION },
        [SHIPMENT_PICKED] = { OP_NOTE_CHECK, OP_NOTE_CHECK, OP_NOTE_CHECK, OP_NOTE_CHECK,
                              OP_NOTE_CHECK, OP_NOTE_DROP },
        [SHIPMENT_CHECKED] = { OP_NOTE_ISSUE, OP_NOTE_ISSUE, OP_NOTE_ISSUE, OP_NOTE_ISSUE,
                               OP_NOTE_ISSUE, OP_NOTE_DROP },
        [SHIPMENT_ISSUED] = { OP_NOTE_CONSIGN, OP_NOTE_CONSIGN, OP_NOTE_CONSIGN,
                              OP_NOTE_CONSIGN, OP_NOTE_UNISSUE, OP_NOTE_STATION },
        [SHIPMENT_CONSIGNED] = { OP_NOTE_FEEDBACK, OP_NOTE_FEEDBACK, OP_NOTE_CONFIRM,
                                 OP_NOTE_WAYBILL, OP_NOTE_REFUSED, OP_NOTE_LOST },
        [SHIPMENT_FED_BACK] = { OP_NOTE_CONFIRM, OP_NOTE_CONFIRM, OP_PRICE_CORRECT,
                                OP_NOTE_DEEM, OP_NOTE_REFUSED, OP_NOTE_CONFIRM },
        [SHIPMENT_CONFIRMED] = { OP_CLAIM_RECORD, OP_CLAIM_RECORD, OP_CLAIM_RECORD,
                                 OP_PRICE_CORRECT, OP_PRICE_CORRECT, OP_NOTE_DEEM },
        [SHIPMENT_CONFIRMED_DIFF] = { OP_CLAIM_RECORD, OP_CLAIM_RECORD, OP_CLAIM_RECORD,
                                      OP_PRICE_CORRECT, OP_NOTE_LOST, OP_NOTE_REFUSED },
    };
    const struct shipment_row *s = the_part(r->c, part);

    if (s && fitting[s->state][0] && chance_percent(&r->chance, 90))
        return fitting[s->state][chance_below(&r->chance, 6)];
    return (enum op)(OP_NOTE_PICK + chance_below(&r->chance, OP_NOTE_LOST - OP_NOTE_PICK + 1));
}

static const char *who_does(enum op op)
{
    if (op == OP_NOTE_CHECK || op == OP_NOTE_REFUSED) /* another than picked or consigned */
        return "wh2";
    if (op == OP_NOTE_CONFIRM || op == OP_NOTE_STATION || op == OP_NOTE_DEEM ||
        op == OP_NOTE_LOST || op == OP_CLAIM_RECORD || op == OP_PRICE_CORRECT)
        return "csr";
    return "wh";
}

/* What a line should cost, by price or by amount. */
static void price_at_random(struct run *r)
{
    struct item *item = give_item(r->c, P_lines);

    item->has_line = true;
    item->line = any(r, 3);
    item->has_price = chance_percent(&r->chance, 60);
    item->has_amount = !item->has_price;
    item->price = fen(any(r, 300));
    item->amount = fen(any(r, 3000));
    give_text(r->c, P_agreed, "his fax");
}

static struct work *part_acts(struct run *r)
{
    struct world *c = r->c;
    int64_t part = any(r, c->model.tables[TABLE_SHIPMENT].n + 1);
    enum op op = part_op(r, part);

    give_text(c, P_reason, "so it goes");
    give_text(c, P_waybill, "WB1");
    give_text(c, P_carrier, "Swift");
    give_text(c, P_signer, "Ms Lin");
    if (op == OP_NOTE_STATION)
        give_text(c, P_station, "ST1");
    give_number(c, P_remedy, op == OP_NOTE_LOST ? any(r, 2) : any(r, 3));
    if (op == OP_PRICE_CORRECT)
        price_at_random(r);
    else if (op == OP_CLAIM_RECORD || (op == OP_NOTE_CONFIRM && chance_percent(&r->chance, 70)))
        lines_at_random(r);
    return on_part(c, op, part, who_does(op));
}

/* Lost goods turn up, or a manager decides what the carrier still owes for them. */
static struct work *found_acts(struct run *r, const struct claim_row *k)
{
    struct world *c = r->c;
    struct item *i;

    if (k->state == CLAIM_IS_FOUND && chance_percent(&r->chance, 60)) {
        give_number(c, P_carrier_state,
                    chance_percent(&r->chance, 50) ? CARRIER_OPEN : CARRIER_DROPPED);
        return world_do(c, OP_CLAIM_CLOSE_FOUND, chance_percent(&r->chance, 50) ? "um" : "mm");
    }
    i = give_item(c, P_lines);
    i->has_line = i->has_qty = true;
    i->line = any(r, 2);
    i->qty = qty(any(r, 3));
    return world_do(c, OP_CLAIM_FOUND, "wh");
}

/* One of the claims, decided by one of those who may, or its goods received. */
static struct work *claim_acts(struct run *r)
{
    static const char *const who[] = { "um", "ddir", "um", "ddir", "csr" };
    struct world *c = r->c;
    size_t n = c->model.tables[TABLE_CLAIM].n;
    const struct claim_row *k;

    if (n == 0)
        return part_acts(r);
    k = c->model.tables[TABLE_CLAIM].rows[chance_below(&r->chance, n)];
    give_text(c, P_claim, str_text(memory, k->no));
    give_text(c, P_reason, "so it goes");
    if (k->state == CLAIM_IS_ACCEPTED) {
        if (chance_percent(&r->chance, 40))
            lines_at_random(r);
        return world_do(c, OP_CLAIM_RECEIVE, c->args.v[P_lines].item_count ? "um" : "wh");
    }
    if (k->state == CLAIM_IS_SETTLED || k->state == CLAIM_IS_FOUND)
        return found_acts(r, k);
    if (chance_percent(&r->chance, 30))
        give_number(c, P_goods, any(r, 2));
    if (chance_percent(&r->chance, 10))
        return world_do(c, OP_CLAIM_WITHDRAW, "csr");
    return world_do(c, chance_percent(&r->chance, 90) ? OP_CLAIM_ACCEPT : OP_CLAIM_REFUSE,
                    who[chance_below(&r->chance, COUNT(who))]);
}

static void count(struct run *r, const struct work *w)
{
    for (size_t i = 0; i < w->shipment.n; i++)
        if (i >= w->shipment.loaded || w->shipment.was[i]->state != w->shipment.v[i]->state)
            r->parts[w->shipment.v[i]->state]++;
    for (size_t i = w->invoice.loaded; i < w->invoice.n; i++)
        r->red += w->invoice.v[i]->reverses_id != 0;
    for (size_t i = w->allocation.loaded; i < w->allocation.n; i++)
        r->paid_back += w->allocation.v[i]->reverses_id != 0;
    for (size_t i = 0; i < w->claim.loaded; i++)
        if (w->claim.was[i]->state != w->claim.v[i]->state) {
            r->claims[w->claim.v[i]->state]++;
            r->diffs[w->claim.v[i]->remedy]++;
        }
    r->closed += w->op == OP_NOTE_SHORT_CLOSE;
    r->stopped += w->op == OP_NOTE_STOP;
}

static void act(struct run *r)
{
    size_t what = chance_below(&r->chance, 100);
    const struct work *w = what < 52   ? part_acts(r)
                           : what < 68 ? claim_acts(r)
                           : what < 82 ? note_acts(r)
                           : what < 90 ? stock_acts(r)
                                       : money_acts(r);

    if (w->ruling.outcome != OUTCOME_REFUSED)
        count(r, w);
    world_later(r->c, chance_percent(&r->chance, 4) ? 40 * 24 * 60 : any(r, 40));
    assert_sound(r->c);
    lines_are_sound(r->c);
    debts_are_sound(r->c);
    the_rest_is_held(r->c);
}

/* Few goods in stock, odd amounts, little of each product. */
static struct world *scarce(struct run *r)
{
    const struct goods goods[] = { { "P1", any(r, 9), any(r, 300) },
                                   { "P2", any(r, 9), any(r, 5000) },
                                   { "P1", any(r, 5), any(r, 20) - 1 } };
    struct world *c =
        note_in_store(memory, chance_percent(&r->chance, 50) ? "C1" : "C2", goods, 3);
    struct policy_row *policy = c->model.tables[TABLE_POLICY].rows[0];

    policy->claim_small = fen(any(r, 500));

    for (int i = 0; i < 2; i++) {
        give_text(c, P_product, i ? "P1" : "P2");
        give_text(c, P_warehouse, "W1");
        give_number(c, P_qty, any(r, 8) - the_stock(c, i ? "P1" : "P2")->on_hand.n);
        give_text(c, P_reason, "sold");
        assert_done(world_do(c, OP_STOCK_ADJUST, "sto"));
    }
    return c;
}

static void every_exit_keeps_the_books(void **state)
{
    struct run r = { .chance = { 20260304 } };

    (void)state;
    for (int i = 0; i < WORLDS; i++) {
        r.c = scarce(&r);
        for (int k = 0; k < ACTS; k++)
            act(&r);
        arena_release(memory);
        arena_init(memory, (size_t)1 << 26);
    }
    for (enum shipment_state s = SHIPMENT_ALLOCATED; s < shipment_state_count; s++) {
        print_message("          %-14s %u\n", enum_name(ENUM_shipment_state, s), r.parts[s]);
        assert_true(r.parts[s] > 5);
    }
    print_message("          red invoices %u, paid back %u, closed %u, stopped %u\n", r.red,
                  r.paid_back, r.closed, r.stopped);
    for (enum claim_action a = CLAIM_REPLACE; a < claim_action_count; a++)
        assert_true(r.diffs[a] > 5);
    for (enum claim_state k = CLAIM_IS_CONSENTED; k < claim_state_count; k++) {
        print_message("          claims %s %u\n", enum_name(ENUM_claim_state, k), r.claims[k]);
        assert_true(r.claims[k] > 5);
    }
    assert_true(r.red > 0 && r.paid_back > 0 && r.closed > 5 && r.stopped > 5);
}

static int big_setup(void **state)
{
    (void)state;
    arena_init(memory, (size_t)1 << 26);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_exit_keeps_the_books, big_setup, arena_teardown),
    };

    return cmocka_run_group_tests_name("note_chance", tests, NULL, NULL);
}
