/*
 * world.c - the small company of the tests.
 */
#include "tests/world/world.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

int64_t world_put(struct world *c, enum table table, void *row)
{
    *(int64_t *)row = c->next_seed++;
    model_insert(&c->model, table, row);
    return *(int64_t *)row;
}

void *world_row(struct world *c, enum table table, int64_t id)
{
    struct model_table *t = &c->model.tables[table];

    for (size_t i = 0; i < t->n; i++)
        if (row_id(t->rows[i]) == id)
            return t->rows[i];
    return NULL;
}

int64_t world_user(const struct world *c, const char *login)
{
    const struct model_table *t = &c->model.tables[TABLE_APP_USER];

    for (size_t i = 0; i < t->n; i++)
        if (str_eq(((const struct app_user_row *)t->rows[i])->login, str_of(login)))
            return row_id(t->rows[i]);
    assert(!"no such user");
    return 0;
}

int64_t world_id(const struct world *c, enum table table, const char *code)
{
    const struct model_table *t = &c->model.tables[table];

    for (size_t k = 0; k < tables[table].column_count; k++)
        if (!strcmp(tables[table].columns[k].name, "code"))
            for (size_t i = 0; i < t->n; i++) {
                const struct str *s = (const struct str *)((const char *)t->rows[i] +
                                                           tables[table].columns[k].offset);

                if (str_eq(*s, str_of(code)))
                    return row_id(t->rows[i]);
            }
    assert(!"no such code");
    return 0;
}

const char *world_approver(const struct world *c, const char *customer)
{
    const struct customer_row *who =
        model_find(&c->model, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, customer));
    const struct model_table *t = &c->model.tables[TABLE_ASSIGNMENT];

    for (size_t i = 0; i < t->n; i++) {
        const struct assignment_row *a = t->rows[i];
        const struct app_user_row *u = model_find(&c->model, TABLE_APP_USER, a->user_id);

        if (a->unit_id == who->market_id && a->role == ROLE_MM)
            return str_text(c->arena, u->login);
    }
    return "mm";
}

/* --- people --------------------------------------------------------------------------------
 */

static int64_t person(struct world *c, const char *login, enum role role)
{
    int64_t id = world_put(c, TABLE_APP_USER,
                           &(struct app_user_row){
                               .login = str_of(login), .name = str_of(login), .active = true });

    world_put(c, TABLE_USER_ROLE, &(struct user_role_row){ .user_id = id, .role = role });
    return id;
}

static void people(struct world *c)
{
    static const struct {
        const char *login;
        enum role role;
    } list[] = {
        { "adm", ROLE_ADM },     { "gm", ROLE_GM },     { "dir", ROLE_DIR },
        { "ddir", ROLE_DDIR },   { "ssgl", ROLE_SSGL }, { "csr", ROLE_CSR },
        { "bcr", ROLE_BCR },     { "scr", ROLE_SCR },   { "sto", ROLE_STO },
        { "wh", ROLE_WH },       { "wh2", ROLE_WH },    { "fin", ROLE_FIN },
        { "fin2", ROLE_FIN },    { "mm", ROLE_MM },     { "mm2", ROLE_MM },
        { "um", ROLE_UM },       { "um2", ROLE_UM },    { "um3", ROLE_UM },
        { "kam", ROLE_KAM },     { "kam2", ROLE_KAM },  { "sr", ROLE_SR },
        { "clerk", ROLE_CLERK }, { "tech", ROLE_TECH },
    };
    struct app_user_row system = {
        .id = 1, .login = STR("SYSTEM"), .name = STR("SYSTEM"), .active = true
    };

    model_insert(&c->model, TABLE_APP_USER, &system);
    world_put(c, TABLE_USER_ROLE, &(struct user_role_row){ .user_id = 1, .role = ROLE_SYSTEM });
    for (size_t i = 0; i < COUNT(list); i++)
        person(c, list[i].login, list[i].role);
}

static void secretary(struct world *c, const char *principal, const char *delegate,
                      enum role role)
{
    world_put(c, TABLE_DELEGATION,
              &(struct delegation_row){ .kind = DELEGATION_SECRETARY,
                                        .role = role,
                                        .principal_id = world_user(c, principal),
                                        .delegate_id = world_user(c, delegate),
                                        .valid_from = { 1 } });
}

static int64_t unit(struct world *c, enum table table, const char *code, int64_t market_id)
{
    if (table == TABLE_MARKET)
        return world_put(c, table,
                         &(struct market_row){ .code = str_of(code), .name = str_of(code) });
    return world_put(c, table,
                     &(struct area_row){
                         .code = str_of(code), .name = str_of(code), .market_id = market_id });
}

static void answers(struct world *c, int64_t unit_id, enum role role, const char *login)
{
    world_put(c, TABLE_ASSIGNMENT,
              &(struct assignment_row){
                  .unit_id = unit_id, .role = role, .user_id = world_user(c, login) });
}

static void organisation(struct world *c)
{
    int64_t east = unit(c, TABLE_MARKET, "E", 0), north = unit(c, TABLE_MARKET, "N", 0);

    answers(c, east, ROLE_DDIR, "ddir");
    answers(c, east, ROLE_MM, "mm");
    answers(c, east, ROLE_BCR, "ssgl");
    answers(c, north, ROLE_DIR, "dir");
    answers(c, north, ROLE_MM, "mm2");
    answers(c, north, ROLE_BCR, "bcr");
    answers(c, unit(c, TABLE_AREA, "E1", east), ROLE_UM, "um");
    answers(c, unit(c, TABLE_AREA, "E2", east), ROLE_UM, "um2");
    answers(c, unit(c, TABLE_AREA, "N1", north), ROLE_UM, "um3");
    secretary(c, "ddir", "ssgl", ROLE_DDIR);
    secretary(c, "dir", "bcr", ROLE_DIR);
    secretary(c, "gm", "csr", ROLE_GM);
}

/* --- goods ------------------------------------------------------------------------------- */

static int64_t product(struct world *c, const char *code, int64_t price, int64_t pack)
{
    int64_t id = world_put(c, TABLE_PRODUCT,
                           &(struct product_row){ .code = str_of(code),
                                                  .name = str_of(code),
                                                  .unit = STR("pc"),
                                                  .pack = qty(pack),
                                                  .state = PRODUCT_SELLABLE,
                                                  .tax_bp = 1300,
                                                  .version = 1 });

    world_put(c, TABLE_PRICE,
              &(struct price_row){ .product_id = id,
                                   .price = fen(price),
                                   .price_per = 1,
                                   .floor = fen(price * 9 / 10),
                                   .valid_from = day_of(2026, 1, 1) });
    return id;
}

static void stock(struct world *c, int64_t product_id, int64_t warehouse_id, int64_t n)
{
    world_put(c, TABLE_STOCK,
              &(struct stock_row){
                  .product_id = product_id, .warehouse_id = warehouse_id, .on_hand = qty(n) });
    world_put(c, TABLE_STOCK_MOVE,
              &(struct stock_move_row){ .product_id = product_id,
                                        .warehouse_id = warehouse_id,
                                        .kind = MOVE_OPENING,
                                        .qty = qty(n),
                                        .made_by = 1,
                                        .at = { 1 } });
}

int64_t world_cell(struct world *c, struct quota_cell_row cell)
{
    int64_t id = world_put(c, TABLE_QUOTA_CELL, &cell);

    world_put(c, TABLE_QUOTA_CHANGE,
              &(struct quota_change_row){ .cell_id = id,
                                          .kind = QCHANGE_SET,
                                          .qty = cell.allotted,
                                          .made_by = 1,
                                          .at = { 1 } });
    return id;
}

static void cell(struct world *c, enum holder holder, int64_t holder_id, int64_t n)
{
    world_cell(c, (struct quota_cell_row){ .month = day_of(2026, 3, 1),
                                           .product_id = world_id(c, TABLE_PRODUCT, "P2"),
                                           .holder = holder,
                                           .holder_id = holder_id,
                                           .allotted = qty(n) });
}

static void goods(struct world *c)
{
    int64_t w1 =
        world_put(c, TABLE_WAREHOUSE,
                  &(struct warehouse_row){
                      .code = STR("W1"), .name = STR("W1"), .scr_id = world_user(c, "scr") });

    stock(c, product(c, "P1", 1000, 1), w1, 1000);
    stock(c, product(c, "P2", 10000, 1), w1, 500);
    stock(c, product(c, "P3", 100, 6), w1, 6);
    cell(c, HOLDER_AREA, world_id(c, TABLE_AREA, "E1"), 50);
    cell(c, HOLDER_AREA, world_id(c, TABLE_AREA, "E2"), 40);
    cell(c, HOLDER_AREA, world_id(c, TABLE_AREA, "N1"), 1000);
    cell(c, HOLDER_CUSTOMER, world_id(c, TABLE_CUSTOMER, "C1"), 80);
}

/* --- customers --------------------------------------------------------------------------- */

static int64_t account(struct world *c, const char *code, int64_t limit_yuan)
{
    return world_put(c, TABLE_CREDIT_ACCOUNT,
                     &(struct credit_account_row){ .code = str_of(code),
                                                   .name = str_of(code),
                                                   .lim = yuan(limit_yuan),
                                                   .lim_source = LIMIT_BY_MANUAL,
                                                   .lim_from = day_of(2026, 1, 1),
                                                   .version = 1 });
}

static void customer(struct world *c, const char *code, int64_t account_id, const char *area,
                     bool cash_first)
{
    const struct area_row *a = model_find(&c->model, TABLE_AREA, world_id(c, TABLE_AREA, area));

    int64_t id =
        world_put(c, TABLE_CUSTOMER,
                  &(struct customer_row){ .code = str_of(code),
                                          .name = str_of(code),
                                          .type = CUSTOMER_DISTRIBUTOR,
                                          .state = CUST_ACTIVE,
                                          .account_id = account_id,
                                          .market_id = a->market_id,
                                          .area_id = a->id,
                                          .manager_id = world_user(c, "um"),
                                          .kam_id = world_user(c, "kam"),
                                          .has_limit = true,
                                          .cash_first = cash_first,
                                          .has_term = true,
                                          .term_days = 30,
                                          .due_from = BASIS_SHIP,
                                          .station_id = world_id(c, TABLE_STATION, "ST1"),
                                          .ship_to = STR("12 Harbour Road"),
                                          .receiver = STR("Ms Lin"),
                                          .version = 1 });

    world_put(c, TABLE_DESTINATION,
              &(struct destination_row){ .customer_id = id,
                                         .station_id = world_id(c, TABLE_STATION, "ST2"),
                                         .active = true });
}

static void customers(struct world *c)
{
    int64_t shared = account(c, "A1", 100000);

    world_put(c, TABLE_STATION,
              &(struct station_row){
                  .code = STR("ST1"), .name = STR("ST1"), .transit_days = 3, .active = true });
    world_put(c, TABLE_STATION,
              &(struct station_row){
                  .code = STR("ST2"), .name = STR("ST2"), .transit_days = 5, .active = true });
    customer(c, "C1", shared, "E1", false);
    customer(c, "C2", account(c, "A2", 0), "E1", true);
    customer(c, "C3", shared, "E2", false);
    customer(c, "C4", account(c, "A4", 50000), "N1", false);
}

static void policy(struct world *c)
{
    world_put(c, TABLE_POLICY,
              &(struct policy_row){ .valid_from = day_of(2026, 1, 1),
                                    .made_by = 1,
                                    .utc_offset_min = 480,
                                    .weekdays = 63,
                                    .open_min = 510,
                                    .close_min = 1050,
                                    .cutoff_min = 900,
                                    .notify_minutes = 30,
                                    .over_pct = 20,
                                    .tolerance = yuan(10000),
                                    .hold_days = 30,
                                    .st_valid_days = 10,
                                    .quota_three_sign = true,
                                    .auto_send = true,
                                    .ship_hours = 24,
                                    .explain_hours = 48,
                                    .ship_skip_closed = true,
                                    .second_person = true,
                                    .file_bytes = 4 * 1024 * 1024,
                                    .rejudge_days = 5,
                                    .deemed_days = 30,
                                    .small_write_off = fen(1000),
                                    .leader_write_off = fen(1000000),
                                    .slip_days = 3,
                                    .receipt_apart = true,
                                    .double_days = 30,
                                    .window_days = 5,
                                    .hours_mode = HOURS_CALENDAR,
                                    .claim_small = fen(50000),
                                    .limit_pct = 20,
                                    .opening_open = true,
                                    .limit_months = 6,
                                    .buffer_days = 10,
                                    .grade_1_pct = 95,
                                    .grade_2_pct = 90,
                                    .grade_3_pct = 80,
                                    .grade_4_pct = 60,
                                    .grade_1_factor = 120,
                                    .grade_2_factor = 100,
                                    .grade_3_factor = 80,
                                    .grade_4_factor = 50,
                                    .growth_least_pct = -10,
                                    .growth_most_pct = 30,
                                    .limit_round = yuan(1000),
                                    .quota_restore = true });
    for (unsigned s = 1; s < enum_count(ENUM_series_name); s++)
        world_put(c, TABLE_COUNTER,
                  &(struct counter_row){ .series = s, .period = STR("2603") });
}

struct world *world_new(struct arena *arena)
{
    struct world *c = ARENA_NEW(arena, struct world);

    if (!setlocale(LC_CTYPE, "C.UTF-8")) /* as the daemon's: forms are set by cells */
        abort();
    c->arena = arena;
    c->next_seed = 2; /* 1 is SYSTEM */
    model_init(&c->model, arena);
    c->model.now.us = (int64_t)day_of(2026, 3, 4).n * 24 * INSTANT_HOUR + 2 * INSTANT_HOUR;
    people(c);
    organisation(c);
    policy(c);
    customers(c);
    goods(c);
    world_put(c, TABLE_FILE,
              &(struct file_row){ .sha256 = STR(THE_FILE),
                                  .size = 5,
                                  .added_by = 1,
                                  .attempt = 1,
                                  .at = c->model.now });
    return c;
}

/* --- commands ---------------------------------------------------------------------------- */

void give_text(struct world *c, enum param p, const char *text)
{
    c->args.v[p].given = true;
    c->args.v[p].s = str_of(text);
}

void give_number(struct world *c, enum param p, int64_t n)
{
    c->args.v[p].given = true;
    c->args.v[p].n = n;
}

void give_time(struct world *c, enum param p, const char *iso)
{
    struct instant at;
    bool ok = instant_parse(str_of(iso), 480, &at);

    assert(ok);
    give_number(c, p, at.us);
}

void give_day(struct world *c, enum param p, const char *iso)
{
    struct day d;
    bool ok = day_parse(str_of(iso), &d);

    assert(ok);
    give_number(c, p, d.n);
}

struct item *give_item(struct world *c, enum param p)
{
    struct arg *a = &c->args.v[p];

    if (!a->items)
        a->items = ARENA_ARRAY(c->arena, 200, struct item);
    a->given = true;
    assert(a->item_count < 200);
    return &a->items[a->item_count++];
}

void give_line(struct world *c, int64_t line, const char *product_code, int64_t n,
               int64_t price_fen)
{
    struct item *i = give_item(c, P_lines);

    i->has_line = line != 0;
    i->line = line;
    i->product = str_of(product_code);
    i->has_qty = true;
    i->qty = qty(n);
    i->has_price = price_fen >= 0;
    i->price = fen(price_fen < 0 ? 0 : price_fen);
}

struct work *world_do(struct world *c, enum op op, const char *login)
{
    struct work *w = ARENA_NEW(c->arena, struct work);
    struct args *args = ARENA_NEW(c->arena, struct args);

    *args = c->args;
    c->args = (struct args){ 0 };
    w->arena = c->arena;
    w->op = op;
    w->args = args;
    w->command_id = str_format(c->arena, "c%u", ++c->commands);
    w->actor_id = world_user(c, login);
    model_load(&c->model, w);
    decide(w);
    effects_collect(w, &c->effects);
    if (c->spoil)
        c->spoil(c, &c->effects);
    assert(!w->arena->failed);
    model_apply(&c->model, &c->effects);
    c->model.now.us += INSTANT_SECOND;
    return w;
}

struct work *world_limit_signed(struct world *c, const char *account, const char *second,
                                const char *third)
{
    give_text(c, P_account, account);
    (void)world_do(c, OP_LIMIT_SIGN, second);
    give_text(c, P_account, account);
    return world_do(c, OP_LIMIT_SIGN, third);
}

void world_later(struct world *c, int64_t minutes)
{
    c->model.now.us += minutes * INSTANT_MINUTE;
}

struct work *world_keyed(struct world *c, const char *customer_code, const char *product_code,
                         int64_t n, const char **no)
{
    struct work *w;

    give_text(c, P_customer, customer_code);
    give_line(c, 0, product_code, n, -1);
    give_number(c, P_channel, CHANNEL_FAX);
    give_text(c, P_reference, str_text(c->arena, str_format(c->arena, "FX-%u", c->commands)));
    give_text(c, P_approver, world_approver(c, customer_code));
    give_text(c, P_verifier, "kam");
    give_number(c, P_approved_at, c->model.now.us - INSTANT_HOUR);
    w = world_do(c, OP_ORDER_KEY, "csr");
    assert(w->ruling.outcome == OUTCOME_DONE);
    *no = str_text(c->arena, w->order.v[w->order.n - 1]->no);
    return w;
}

struct work *world_accepted(struct world *c, const char *customer_code,
                            const char *product_code, int64_t n, const char **no)
{
    world_keyed(c, customer_code, product_code, n, no);
    give_text(c, P_order, *no);
    give_text(c, P_memo, "as agreed");
    return world_do(c, OP_ORDER_ACCEPT, "csr");
}

const struct order_row *world_order(const struct world *c, const char *no)
{
    const struct model_table *t = &c->model.tables[TABLE_ORDER];

    for (size_t i = 0; i < t->n; i++)
        if (str_eq(((const struct order_row *)t->rows[i])->no, str_of(no)))
            return t->rows[i];
    return NULL;
}
