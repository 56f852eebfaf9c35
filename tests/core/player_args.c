/*
 * player_args.c - the parameters of a command at random: mostly such as fit the target.
 */
#include <string.h>

#include "tests/core/player.h"

/* --- rows ----------------------------------------------------------------------------------
 */

static bool small_world(const struct player *p)
{
    return p->temper.open < 10; /* where orders are meant to arrive, most are small */
}

static struct qty some_qty(struct player *p)
{
    static const int64_t sizes[] = { 1,  6,   12,  30,   48,   50,   51,   60,    81,
                                     90, 100, 300, 1200, 3000, 6000, 9000, 10000, 11400 };
    size_t n = small_world(p) && chance_percent(&p->chance, 70) ? 11 : COUNT(sizes);

    return qty(sizes[player_pick(p, n)]);
}

static struct item *row(struct player *p, enum param param)
{
    return give_item(p->world, param);
}

/* A debt from before go-live on which nothing was done yet, where there is one. */
static const struct receivable_row *some_opening(struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_RECEIVABLE];
    const struct receivable_row *found = NULL;
    size_t seen = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct receivable_row *d = t->rows[i];

        if (d->kind == DEBT_OPENING && d->invoiced.fen == d->invoiced_before.fen &&
            player_pick(p, ++seen) == 0)
            found = d;
    }
    return found ? found : player_row(p, TABLE_RECEIVABLE);
}

/* A receivable of the order, or now and then any. */
static const struct receivable_row *some_debt(struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_RECEIVABLE];
    const struct receivable_row *found = NULL;
    size_t seen = 0;

    if (!p->order || chance_percent(&p->chance, 15))
        return player_row(p, TABLE_RECEIVABLE);
    for (size_t i = 0; i < t->n; i++) {
        const struct receivable_row *d = t->rows[i];

        if (d->order_id == p->order->id && player_pick(p, ++seen) == 0)
            found = d;
    }
    return found ? found : player_row(p, TABLE_RECEIVABLE);
}

static const char *some_debt_no(struct player *p, enum op op)
{
    const struct receivable_row *d =
        op == OP_INVOICE_OPENING || op == OP_OPENING_WITHDRAW ? some_opening(p) : some_debt(p);

    return d ? str_text(p->world->arena, d->no) : "none";
}

static void allocation_row(struct player *p)
{
    const struct receivable_row *d = some_debt(p);
    struct item *item = row(p, P_lines);
    int64_t open = !d                                   ? 0
                   : d->state == RECEIVABLE_WRITTEN_OFF ? d->written_off.fen
                                                        : d->open_s.fen + d->open_i.fen;

    item->ref = d ? str_dup(p->world->arena, d->no) : STR("none");
    item->has_amount = true;
    item->amount = fen(chance_percent(&p->chance, 50)   ? open
                       : chance_percent(&p->chance, 10) ? open - 1000
                       : chance_percent(&p->chance, 80) ? open / 2 + (open & 1)
                                                        : (int64_t)player_pick(p, 3000000));
}

static void difference_row(struct player *p)
{
    struct item *item = row(p, P_lines);

    item->has_line = item->has_qty = true;
    item->line = 1 + (int64_t)player_pick(p, chance_percent(&p->chance, 70) ? 1 : 3);
    item->qty = qty((int64_t)player_pick(p, 20));
    item->diff = 1 + (unsigned)player_pick(p, diff_kind_count - 1);
    if (chance_percent(&p->chance, 20)) {
        item->has_amount = true;
        item->amount = fen((int64_t)player_pick(p, 20000));
    }
}

/* What a line should have cost: near the list price, or an amount. */
static void correction_row(struct player *p, int64_t line)
{
    struct item *item = row(p, P_lines);

    item->has_line = true;
    item->line = line;
    item->has_price = chance_percent(&p->chance, 80);
    item->has_amount = !item->has_price || chance_percent(&p->chance, 3);
    if (item->has_price)
        item->price =
            fen((int64_t)player_pick(p, chance_percent(&p->chance, 70) ? 1500 : 12000));
    if (item->has_amount)
        item->amount = fen((int64_t)player_pick(p, 40000));
}

/* Rows of a note or of a quota grant name a line and a quantity. */
static void quantity_row(struct player *p, enum op op, int64_t line)
{
    struct item *item = row(p, P_lines);

    item->has_line = item->has_qty = true;
    item->line = line;
    item->qty = qty(
        (int64_t)player_pick(p, op == OP_CLAIM_FOUND                                    ? 4
                                : op_takes(op, P_goods_return) || op == OP_RETURN_APPLY ? 8
                                                                                        : 60));
}

static void order_row(struct player *p, enum op op, int64_t line)
{
    static const char *const products[] = { "P1", "P2", "P3", "P1", "P2" };
    int64_t price = chance_percent(&p->chance, 8) ? (int64_t)player_pick(p, 20000) : -1;

    if (op == OP_ORDER_AMEND_REST && chance_percent(&p->chance, 70))
        give_line(p->world, 1 + (int64_t)player_pick(p, 2), NULL, some_qty(p).n, price);
    else
        give_line(p->world, op == OP_ORDER_AMEND ? line : 0,
                  products[player_pick(p, COUNT(products))], some_qty(p).n, price);
}

static void some_lines(struct player *p, enum op op)
{
    size_t n =
        op == OP_ORDER_AMEND || chance_percent(&p->chance, 60) ? 1 : 1 + player_pick(p, 3);

    for (size_t i = 0; i < n; i++) {
        int64_t line = 1 + (int64_t)i;

        if (op == OP_RECEIPT_ALLOCATE)
            allocation_row(p);
        else if (op == OP_NOTE_CONFIRM || op == OP_CLAIM_RECORD)
            difference_row(p);
        else if (op == OP_PRICE_CORRECT)
            correction_row(p, line);
        else if (op == OP_ORDER_KEY || op == OP_ORDER_PLAN || op == OP_ORDER_AMEND ||
                 op == OP_ORDER_AMEND_REST || op == OP_OPENING_ORDER)
            order_row(p, op, line);
        else
            quantity_row(p, op, line);
    }
}

/* --- money ---------------------------------------------------------------------------------
 */

static int64_t owed(const struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_RECEIVABLE];
    int64_t sum = 0;

    for (size_t i = 0; p->order && i < t->n; i++) {
        const struct receivable_row *d = t->rows[i];

        if (d->order_id == p->order->id)
            sum += d->open_s.fen + d->open_i.fen;
    }
    return sum;
}

/* What the order needs or owes, exactly or in part, or a round sum. */
static int64_t some_money(struct player *p, enum op op)
{
    static const int64_t amounts[] = { 1, 50000, 1000000, 1000001, 2500000, 12000000 };
    static const int64_t balances[] = { 50000, 1000000 };
    int64_t need = p->order ? p->order->total.fen - p->order->earmarked.fen : 0;

    if (op == OP_REFUND_ASK && chance_percent(&p->chance, 80))
        return 1 + (int64_t)player_pick(p, 50000);
    if (op == OP_OPENING_BEGIN || op == OP_OPENING_RECEIVABLE || op == OP_OPENING_DEPOSIT ||
        op == OP_OPENING_SHIPMENT || op == OP_OPENING_AMEND)
        return balances[player_pick(p, COUNT(balances))];
    if (owed(p) && chance_percent(&p->chance, 70))
        return chance_percent(&p->chance, 60) ? owed(p) : owed(p) / 2 + 1;
    if (need > 0 && chance_percent(&p->chance, 60))
        return chance_percent(&p->chance, 70)   ? need
               : chance_percent(&p->chance, 50) ? need / 2 + 1
               : need > 900000                  ? need - 900000
                                                : need;
    return amounts[player_pick(p, COUNT(amounts))];
}

/* --- codes and texts -----------------------------------------------------------------------
 */

static const char *some_customer(struct player *p, enum op op)
{
    const struct customer_row *c =
        p->order ? model_find(&p->world->model, TABLE_CUSTOMER, p->order->customer_id) : NULL;

    if (op == OP_RECEIPT_RECORD && c && chance_percent(&p->chance, 85))
        return str_text(p->world->arena, c->code);
    return player_code(p, TABLE_CUSTOMER, COL_customer_code);
}

/* Who may approve a paper of the customer that the command names. */
static const char *approver(const struct player *p)
{
    return world_approver(p->world, str_text(p->world->arena, p->world->args.v[P_customer].s));
}

/* Codes that name something that is there, mostly. */
static const char *some_code(struct player *p, enum op op, enum param param)
{
    switch ((int)param) {
    case P_order:
        if (op == OP_PROBLEM_BREACH || op == OP_PROBLEM_OPEN)
            return player_late(p);
        return p->order ? str_text(p->world->arena, p->order->no) : "SO1";
    case P_note:
        return p->note ? str_text(p->world->arena, p->note->no)
                       : player_code(p, TABLE_NOTE, COL_note_no);
    case P_customer:
        return some_customer(p, op);
    case P_account:
        return player_code(p, TABLE_CREDIT_ACCOUNT, COL_credit_account_code);
    case P_product:
        return player_code(p, TABLE_PRODUCT, COL_product_code);
    case P_warehouse:
        return "W1";
    case P_station:
        return player_code(p, TABLE_STATION, COL_station_code);
    case P_area:
    case P_code:
        return player_code(p, TABLE_AREA, COL_area_code);
    case P_market:
        return player_code(p, TABLE_MARKET, COL_market_code);
    case P_claim:
        return str_text(p->world->arena, player_claim(p, op));
    case P_goods_return:
        return player_return(p, op);
    case P_carrier_claim:
        return player_carrier_claim(p);
    case P_problem:
        return player_record(p);
    case P_receipt:
        return str_text(p->world->arena, player_receipt(p, op));
    case P_receivable:
        if (op == OP_OPENING_RECEIVABLE || op == OP_OPENING_SHIPMENT)
            break;
        return some_debt_no(p, op);
    case P_approver: /* of another market now and then */
        return chance_percent(&p->chance, 95) ? approver(p) : "mm";
    case P_signed_by:
        return chance_percent(&p->chance, 50) ? "ddir" : "dir";
    case P_verifier:
        return "kam";
    case P_principal:
    case P_user:
    case P_delegate:
    case P_csr:
    case P_scr:
    case P_bcr:
    case P_manager:
    case P_kam:
        return player_code(p, TABLE_APP_USER, COL_app_user_login);
    case P_sha256:
        return THE_FILE;
    case P_bank_ref:
        return str_text(p->world->arena,
                        str_format(p->world->arena, "B%zu", player_pick(p, 100000)));
    default:
        break;
    }
    return str_text(p->world->arena, str_format(p->world->arena, "%s-%zu", params[param].name,
                                                player_pick(p, 4)));
}

/* --- values --------------------------------------------------------------------------------
 */

static int64_t some_job(struct player *p)
{
    const struct print_job_row *j = player_job(p);
    const void *any = j && chance_percent(&p->chance, 90) ? j : player_row(p, TABLE_PRINT_JOB);

    return any ? row_id(any) : 1;
}

static int64_t some_proposal(struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_POLICY_CHANGE];

    if (!t->n)
        return 1;
    return row_id(chance_percent(&p->chance, 70) ? t->rows[t->n - 1]
                                                 : player_row(p, TABLE_POLICY_CHANGE));
}

static int64_t some_id(struct player *p, enum param param)
{
    const void *message = player_row(p, TABLE_MESSAGE);

    return param == P_job        ? some_job(p)
           : param == P_proposal ? some_proposal(p)
           : message             ? row_id(message)
                                 : 1;
}

static int64_t some_qty_of(struct player *p, enum op op)
{
    if (op == OP_OPENING_STOCK)
        return chance_percent(&p->chance, 50) ? 500 : 10000;
    if (op == OP_STOCK_RELEASE || op == OP_STOCK_SCRAP)
        return (int64_t)player_pick(p, 3);
    return (int64_t)player_pick(p, op == OP_STOCK_RECEIVE ? 9000 : 300);
}

static int64_t some_day(struct player *p, enum param param)
{
    int64_t today = p->world->model.now.us / (24 * INSTANT_HOUR);

    if (param == P_received_on || param == P_cleared_on || param == P_as_of)
        return today - (int64_t)player_pick(p, 3) * (int64_t)player_pick(p, 2);
    if (param == P_month)
        return day_add_months(day_month_start((struct day){ (int32_t)today }),
                              (int)player_pick(p, 3))
            .n;
    return today + (int64_t)player_pick(p, 20) - 2;
}

static void fill(struct player *p, enum op op, enum param param)
{
    const struct param_info *info = &params[param];
    struct world *c = p->world;

    switch (info->type) {
    case PARAM_CODE:
    case PARAM_NAME:
    case PARAM_TEXT:
    case PARAM_SECRET:
    case PARAM_BYTES:
        give_text(c, param, some_code(p, op, param));
        break;
    case PARAM_MONEY:
        give_number(c, param, some_money(p, op));
        break;
    case PARAM_QTY:
        give_number(c, param, some_qty_of(p, op));
        break;
    case PARAM_ID:
        give_number(c, param, some_id(p, param));
        break;
    case PARAM_INT:
        give_number(c, param, 1 + (int64_t)player_pick(p, param == P_rows ? 2 : 3));
        break;
    case PARAM_DAY:
        give_number(c, param, some_day(p, param));
        break;
    case PARAM_TIME:
        give_number(c, param, c->model.now.us - (int64_t)player_pick(p, 120) * INSTANT_MINUTE);
        break;
    case PARAM_BOOL:
        give_number(c, param,
                    (int64_t)player_pick(p, param == P_complete || param == P_short ? 8 : 2) ==
                        1);
        break;
    case PARAM_CHOICE:
        give_number(c, param, 1 + (int64_t)player_pick(p, enum_count(info->choices) - 1));
        if (param == P_pay_method && chance_percent(&p->chance, 65))
            give_number(c, param, PAY_TRANSFER);
        if (param == P_way && p->note && p->note->void_way && chance_percent(&p->chance, 85))
            give_number(c, param, p->note->void_way);
        break;
    case PARAM_ITEMS:
        if (param == P_settings)
            player_settings(p);
        else
            some_lines(p, op);
        break;
    }
}

/* A shipment that the operation fits, so that parts go on. */
static int64_t fitting_part(struct player *p, enum op op)
{
    const struct model_table *t = &p->world->model.tables[TABLE_SHIPMENT];
    int64_t part = 1;
    size_t seen = 0;

    for (size_t i = 0; p->note && i < t->n; i++) {
        const struct shipment_row *s = t->rows[i];

        if (s->note_id == p->note->id && player_suggests(s->state, op) &&
            player_pick(p, ++seen) == 0)
            part = s->part;
    }
    return part;
}

/* Percent of the commands that name an optional parameter. */
static unsigned share_of_option(const struct player *p, enum op op, enum param param)
{
    if (param == P_version)
        return 10;
    if (op == OP_NOTE_CONSIGN && param == P_station)
        return 5;
    if (op == OP_INVOICE_ISSUE && param == P_part)
        return 10;
    if ((op == OP_ORDER_AMEND || op == OP_ORDER_AMEND_REST) && param == P_lines)
        return 70;
    if (op == OP_ORDER_AMEND && param == P_requester)
        return 80;
    if (op == OP_NOTE_CONFIRM && param == P_remedy)
        return p->world->args.v[P_lines].given ? 95 : 10; /* a difference takes a claim */
    if (op == OP_RECEIPT_ALLOCATE && param == P_lines)
        return 60;
    if (op == OP_RECEIPT_RECORD)
        return player_receipt_option(p, param);
    if (op == OP_RECEIPT_CLEAR && param == P_remark)
        return 60; /* most cheques and bills of the player mature later */
    if (op == OP_CARRIER_CLAIM_SETTLE && (param == P_bank_ref || param == P_reason))
        return 90;
    if (param == P_agreed)
        return 90;
    if (param == P_signed_by || param == P_signed_at)
        return 70;
    if (param == P_verifier)
        return 95; /* a plan from the field names him */
    if (op == OP_PRODUCT_RESTRICT && param == P_active)
        return 70; /* most do not stay */
    if (param == P_tolerance || param == P_cash_first)
        return 60;
    return 25;
}

static void player_arg(struct player *p, enum op op, enum param param)
{
    struct world *c = p->world;

    if (param == P_part)
        give_number(c, P_part, chance_percent(&p->chance, 95) ? fitting_part(p, op) : 2);
    else if (param == P_version && p->order && chance_percent(&p->chance, 80))
        give_number(c, P_version, p->order->version);
    else
        fill(p, op, param);
    if (param == P_principal && op_takes(op, P_consent_at)) { /* what a delegate needs */
        give_number(c, P_consent_at, c->model.now.us - INSTANT_MINUTE);
        give_text(c, P_consent_by, "csr");
    }
}

/* One decision about a customer that acts on a day to come: nothing else is announced. */
static void announcement(struct player *p)
{
    static const enum param one_of[] = { P_term_days, P_manager, P_cash_first, P_station };

    fill(p, OP_CUSTOMER_PUT, P_customer);
    fill(p, OP_CUSTOMER_PUT, P_reason);
    fill(p, OP_CUSTOMER_PUT, one_of[player_pick(p, COUNT(one_of))]);
    give_number(p->world, P_valid_from,
                p->world->model.now.us / INSTANT_DAY + 1 + (int64_t)player_pick(p, 3));
}

void player_args(struct player *p, enum op op)
{
    if (op == OP_CUSTOMER_PUT && chance_percent(&p->chance, 20)) {
        announcement(p);
        return;
    }
    for (size_t i = 0; i < catalog[op].param_count; i++) {
        const struct op_param *param = &catalog[op].params[i];

        if (!p->world->args.v[param->param].given &&
            (param->required ||
             chance_percent(&p->chance, share_of_option(p, op, param->param))))
            player_arg(p, op, param->param);
    }
}
