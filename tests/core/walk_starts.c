/*
 * walk_starts.c - the tiny worlds that the walk begins in, and where each turns back.
 *
 * Amounts stand under, at and over each threshold: limit 1,000.00, band 20 %, tolerance
 * 100.00; P1 costs 10.00, P2 (under quota) 1.00, P3 1.00 in packs of 6 with one pack in stock.
 */
#include "tests/core/walk_parts.h"

#define A_CLAIM                                                                                \
    {                                                                                          \
        1, 1, 1, 0, 0, 1, 1                                                                    \
    } /* the same, and one claim or return */
#define A_STEP                                                                                 \
    {                                                                                          \
        1, 1, 1, 0, 1, 1, 0                                                                    \
    } /* bounds of a start that has nothing twice */

/* --- the world, before the order ------------------------------------------------------------
 */

static struct policy_row *policy(struct world *c)
{
    return c->model.tables[TABLE_POLICY].rows[0];
}

static struct customer_row *customer(struct world *c)
{
    return world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1"));
}

/* The paper that comes next is the customer's own, without contract. */
static void phoned(struct world *c)
{
    give_number(c, P_origin, ORIGIN_CUSTOMER);
}

static void no_auto_send(struct world *c)
{
    policy(c)->auto_send = false;
}

/* Any debt is large. */
static void three_give_up(struct world *c)
{
    policy(c)->leader_write_off = fen(0);
}

/* Nothing is left to give, by a change on record as the daemon would make it. */
static void no_quota(struct world *c)
{
    for (size_t i = 0; i < c->model.tables[TABLE_QUOTA_CELL].n; i++) {
        struct quota_cell_row *cell = c->model.tables[TABLE_QUOTA_CELL].rows[i];

        world_put(c, TABLE_QUOTA_CHANGE,
                  &(struct quota_change_row){ .cell_id = cell->id,
                                              .kind = QCHANGE_SET,
                                              .qty = qty(-cell->allotted.n),
                                              .made_by = 1,
                                              .at = { 1 } });
        cell->allotted = qty(0);
    }
}

/* One leader's signature suffices for over-quota. */
static void one_grants(struct world *c)
{
    policy(c)->quota_three_sign = false;
}

static void leader_away(struct world *c)
{
    world_put(c, TABLE_AWAY,
              &(struct away_row){ .user_id = world_user(c, "ddir"),
                                  .away_from = { 1 },
                                  .recorded_by = world_user(c, "ddir"),
                                  .said_by = STR("ddir") });
}

/* The area's manager stays in his post when his role is over; he has another now. */
static void manager_gone(struct world *c)
{
    for (size_t i = 0; i < c->model.tables[TABLE_USER_ROLE].n; i++) {
        struct user_role_row *r = c->model.tables[TABLE_USER_ROLE].rows[i];

        if (r->user_id == world_user(c, "um2"))
            r->valid_to = day_of(2026, 1, 31);
    }
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "um2"), .role = ROLE_KAM });
}

/* Of the order that is keyed next. */
static void only_whole(struct world *c)
{
    give_number(c, P_complete, 1);
}

/* --- the order, marred: each breaks one test of QC ------------------------------------------
 */

static struct product_row *product(struct world *c, const char *code)
{
    return world_row(c, TABLE_PRODUCT, world_id(c, TABLE_PRODUCT, code));
}

static struct order_row *order(struct world *c)
{
    return c->model.tables[TABLE_ORDER].rows[0];
}

static void stopped_product(struct world *c)
{
    product(c, "P1")->state = PRODUCT_STOPPED;
}

static void other_pack(struct world *c)
{
    product(c, "P1")->pack = qty(7);
}

static void higher_floor(struct world *c)
{
    for (size_t i = 0; i < c->model.tables[TABLE_PRICE].n; i++) {
        struct price_row *p = c->model.tables[TABLE_PRICE].rows[i];

        p->floor = p->price = fen(p->price.fen * 2);
    }
}

static void no_list(struct world *c)
{
    for (size_t i = 0; i < c->model.tables[TABLE_PRICE].n; i++)
        ((struct price_row *)c->model.tables[TABLE_PRICE].rows[i])->valid_to =
            day_of(2026, 1, 31);
}

static void other_sum(struct world *c)
{
    order(c)->has_stated = true;
    order(c)->stated_total = fen(1);
}

static void unattested(struct world *c)
{
    order(c)->attested_by = STR("");
}

static void unconfirmed(struct world *c)
{
    order(c)->origin = ORIGIN_CUSTOMER;
}

static void no_arrival(struct world *c)
{
    order(c)->arrival = (struct instant){ 0 };
}

static void blocked(struct world *c)
{
    customer(c)->state = CUST_BLOCKED;
}

static void undetermined(struct world *c)
{
    customer(c)->has_limit = false;
}

static void no_term(struct world *c)
{
    customer(c)->has_term = false;
}

static void no_manager(struct world *c)
{
    customer(c)->manager_id = 0;
}

static void no_leader(struct world *c)
{
    for (size_t i = 0; i < c->model.tables[TABLE_ASSIGNMENT].n; i++) {
        struct assignment_row *a = c->model.tables[TABLE_ASSIGNMENT].rows[i];

        if (a->role == ROLE_DDIR || a->role == ROLE_DIR)
            a->valid_to = day_of(2026, 1, 31);
    }
}

static void keyed_by_leader(struct world *c)
{
    order(c)->keyed_by = world_user(c, "ddir");
}

static void limit_of_zero(struct world *c)
{
    ((struct credit_account_row *)world_row(c, TABLE_CREDIT_ACCOUNT,
                                            world_id(c, TABLE_CREDIT_ACCOUNT, "A1")))
        ->lim = fen(0);
}

/* Who approves the plan may verify it too, in the field manager's stead: but not both. */
static void manager_in_field(struct world *c)
{
    world_put(c, TABLE_DELEGATION,
              &(struct delegation_row){ .kind = DELEGATION_SUBSTITUTE,
                                        .principal_id = world_user(c, "kam"),
                                        .delegate_id = world_user(c, "mm"),
                                        .role = ROLE_KAM,
                                        .valid_from = { 1 } });
}

/* He may record a claim, and accept another's. */
static void manager_is_kam(struct world *c)
{
    world_put(c, TABLE_USER_ROLE,
              &(struct user_role_row){ .user_id = world_user(c, "um"),
                                       .role = ROLE_KAM,
                                       .valid_from = day_of(2026, 1, 1) });
}

/* --- the starts -----------------------------------------------------------------------------
 */

/* name, customer, product, quantity, stretches, plan, before, after, bounds: versions of the
 * order, notes, shipments, ST cases, reversed receipts, copies of the paper, claims */
const struct start starts[] = {
    { "draft under the limit",
      "C1",
      "P1",
      40,
      ROAD | PLAN | CHECKS,
      true,
      NULL,
      NULL,
      { 2, 1, 1, 0, 1, 1, 0 } },
    { "credit exactly at the limit",
      "C1",
      "P1",
      100,
      ROAD | CREDIT | CHECKS,
      false,
      no_auto_send,
      NULL,
      { 2, 1, 1, 0, 1, 1, 0 } },
    { "credit exactly 20 % over",
      "C1",
      "P1",
      120,
      ROAD | CREDIT | CHECKS,
      false,
      no_auto_send,
      NULL,
      { 2, 1, 1, 0, 1, 1, 0 } },
    { "the limit is lowered",
      "C1",
      "P1",
      100,
      ROAD | CREDIT | ST | LIMIT,
      false,
      NULL,
      NULL,
      { 1, 1, 1, 1, 1, 1, 0 } },
    { "credit beyond 20 %",
      "C1",
      "P1",
      121,
      ROAD | ST | CREDIT | CHECKS,
      false,
      NULL,
      NULL,
      { 2, 1, 1, 2, 1, 1, 0 } },
    { "held, then paid",
      "C1",
      "P1",
      121,
      ROAD | ST | FUNDS | PAID,
      false,
      NULL,
      NULL,
      { 1, 1, 1, 2, 1, 1, 0 } },
    { "held for long",
      "C1",
      "P1",
      121,
      ROAD | ST | TIME,
      false,
      NULL,
      NULL,
      { 1, 1, 1, 1, 1, 1, 0 } },
    { "cash first",
      "C2",
      "P1",
      105,
      ROAD | FUNDS | PART | CHECKS,
      false,
      no_auto_send,
      NULL,
      { 2, 1, 1, 0, 2, 1, 0 } },
    { "cash first, by treatment",
      "C2",
      "P1",
      105,
      ROAD | FUNDS | PART | ST,
      false,
      NULL,
      NULL,
      { 1, 1, 1, 1, 2, 1, 0 } },
    { "cash first, by a bill", "C2", "P1", 105, ROAD | BILL | TIME, false, NULL, NULL, A_STEP },
    { "short by quota",
      "C1",
      "P2",
      60,
      ROAD | QUOTA | CHECKS,
      false,
      NULL,
      NULL,
      { 2, 1, 1, 0, 1, 1, 0 } },
    { "one grants quota", "C1", "P2", 60, ROAD | QUOTA, false, one_grants, NULL, A_STEP },
    { "no quota at all", "C1", "P2", 60, ROAD | QUOTA, false, no_quota, NULL, A_STEP },
    { "the quota month ends", "C1", "P2", 60, ROAD | QUOTA | TIME, false, NULL, NULL, A_STEP },
    { "papers",
      "C1",
      "P1",
      40,
      ROAD | PAPER | HALT | CHECKS,
      false,
      NULL,
      NULL,
      { 1, 2, 1, 0, 1, 2, 0 } },
    { "goods go and come back",
      "C1",
      "P1",
      40,
      ROAD | GOODS | HALT,
      false,
      NULL,
      NULL,
      { 1, 1, 2, 0, 1, 1, 0 } },
    { "short by stock",
      "C1",
      "P3",
      12,
      ROAD | SHORT | TIME,
      false,
      NULL,
      NULL,
      { 1, 1, 2, 0, 1, 1, 0 } },
    { "the rest is changed",
      "C1",
      "P3",
      12,
      ROAD | REST | SHORT,
      false,
      NULL,
      NULL,
      { 2, 2, 2, 0, 1, 1, 0 } },
    { "what the customer says",
      "C1",
      "P1",
      40,
      ROAD | SLIP | TIME,
      false,
      NULL,
      NULL,
      { 1, 1, 2, 0, 1, 1, 1 } },
    { "what is found later",
      "C2",
      "P1",
      40,
      ROAD | LATER | PAID,
      false,
      manager_is_kam,
      NULL,
      { 1, 1, 1, 0, 1, 1, 2 } },
    { "the price was wrong",
      "C1",
      "P1",
      40,
      ROAD | PRICE,
      false,
      NULL,
      NULL,
      { 1, 1, 1, 0, 1, 1, 2 } },
    { "the price of a debt that is given up", "C1", "P1", 40, ROAD | PRICE | DEBT, false, NULL,
      NULL, A_CLAIM },
    { "goods are brought back", "C1", "P1", 40, ROAD | BACK, false, manager_is_kam, NULL,
      A_CLAIM },
    { "money comes and goes",
      "C1",
      "P1",
      40,
      ROAD | MONEY,
      false,
      NULL,
      NULL,
      { 1, 1, 1, 0, 3, 2, 0 } },
    { "a debt is given up",
      "C1",
      "P1",
      40,
      ROAD | DEBT,
      false,
      NULL,
      NULL,
      { 1, 1, 1, 0, 2, 1, 0 } },
    { "a large debt is given up", "C1", "P1", 40, ROAD | DEBT, false, three_give_up, NULL,
      A_STEP },
    { "QC: product stopped", "C1", "P1", 40, WHOLE, false, NULL, stopped_product, A_STEP },
    { "QC: not whole packs", "C1", "P1", 40, WHOLE, false, NULL, other_pack, A_STEP },
    { "QC: below the floor", "C1", "P1", 40, WHOLE, false, NULL, higher_floor, A_STEP },
    { "QC: no list price", "C1", "P1", 40, WHOLE, false, NULL, no_list, A_STEP },
    { "QC: another sum", "C1", "P1", 40, WHOLE, false, NULL, other_sum, A_STEP },
    { "QC: unattested", "C1", "P1", 40, WHOLE, false, NULL, unattested, A_STEP },
    { "QC: unconfirmed", "C1", "P1", 40, WHOLE, false, NULL, unconfirmed, A_STEP },
    { "QC: no arrival", "C1", "P1", 40, WHOLE, false, NULL, no_arrival, A_STEP },
    { "QC: blocked", "C1", "P1", 40, WHOLE, false, NULL, blocked, A_STEP },
    { "QC: no limit set", "C1", "P1", 40, WHOLE, false, NULL, undetermined, A_STEP },
    { "QC: no term", "C1", "P1", 40, WHOLE, false, NULL, no_term, A_STEP },
    { "QC: no manager", "C1", "P1", 40, WHOLE, false, NULL, no_manager, A_STEP },
    { "QC: no leader", "C1", "P1", 40, WHOLE, false, NULL, no_leader, A_STEP },
    { "the leader is away", "C1", "P1", 120, ROAD | AWAY | CREDIT, false, leader_away, NULL,
      A_STEP },
    { "keyed by the leader", "C1", "P1", 40, ROAD | CREDIT, false, NULL, keyed_by_leader,
      A_STEP },
    { "asked of who is gone", "C1", "P2", 60, ROAD | QUOTA, false, manager_gone, NULL, A_STEP },
    { "only as a whole", "C1", "P3", 12, ROAD | SHORT, false, only_whole, NULL, A_STEP },
    { "over the limit less a deposit", "C1", "P1", 210, ROAD | PART | FUNDS | CREDIT, false,
      NULL, NULL, A_STEP },
    { "verified in the field's stead", "C1", "P1", 40, ROAD | PLAN, true, manager_in_field,
      NULL, A_STEP },
    { "it was late", "C1", "P1", 40, LATE | TIME, false, no_auto_send, NULL, A_STEP },
    { "the goods stayed", "C1", "P1", 40, ROAD | STAY | TIME, false, NULL, NULL, A_STEP },
    { "limit zero", "C1", "P1", 40, ROAD, false, NULL, limit_of_zero, A_STEP },
    { "phoned by the customer", "C1", "P1", 40, ROAD | PLAN, false, phoned, NULL, A_STEP },
};
const size_t start_count = COUNT(starts);

/* Somebody who left, with all his roles. */
static void switched_off(struct world *c)
{
    static const enum role roles[] = { ROLE_FIN, ROLE_STO, ROLE_SSGL, ROLE_UM };
    int64_t id = world_put(
        c, TABLE_APP_USER,
        &(struct app_user_row){ .login = STR("gone"), .name = STR("gone"), .active = false });

    for (size_t i = 0; i < COUNT(roles); i++)
        world_put(c, TABLE_USER_ROLE,
                  &(struct user_role_row){ .user_id = id, .role = roles[i] });
}

static struct world *tiny(struct arena *arena)
{
    struct world *c = world_new(arena);
    struct credit_account_row *a =
        world_row(c, TABLE_CREDIT_ACCOUNT, world_id(c, TABLE_CREDIT_ACCOUNT, "A1"));

    a->lim = yuan(1000);
    policy(c)->tolerance = yuan(100);
    policy(c)->claim_small = fen(1000); /* a unit of P1 */
    switched_off(c);
    world_put(
        c, TABLE_STATION,
        &(struct station_row){ .code = STR("ST3"), .name = STR("ST3"), .transit_days = 1 });
    world_put(c, TABLE_CUSTOMER,
              &(struct customer_row){ .code = STR("C5"),
                                      .name = STR("C5"),
                                      .type = CUSTOMER_DISTRIBUTOR,
                                      .state = CUST_NEW,
                                      .due_from = BASIS_SHIP,
                                      .version = 1 });
    for (size_t i = 0; i < c->model.tables[TABLE_PRICE].n; i++) {
        struct price_row *p = c->model.tables[TABLE_PRICE].rows[i];

        if (p->product_id == world_id(c, TABLE_PRODUCT, "P2"))
            p->price = p->floor = fen(100);
    }
    return c;
}

struct world *start_world(const struct start *s, struct arena *arena)
{
    struct world *c = tiny(arena);
    struct instant now = c->model.now;
    const char *no;

    if (s->spoil)
        s->spoil(c);
    if (s->plan) {
        give_text(c, P_customer, s->customer);
        give_line(c, 0, s->product, s->qty, -1);
        world_do(c, OP_ORDER_PLAN, "kam");
    } else {
        world_keyed(c, s->customer, s->product, s->qty, &no);
    }
    if (s->mar)
        s->mar(c);
    c->model.now = now; /* it stands still, until days pass */
    return c;
}
