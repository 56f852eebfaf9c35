/*
 * player.c - a command at random: what, who, with which parameters.
 */
#include "tests/core/player.h"

#include <string.h>

/* What the state of an order suggests; an operation named twice is tried twice as often. */
#define MENU_SIZE 14
static const uint8_t order_menu[order_state_count][MENU_SIZE] = {
    [ORDER_DRAFT] = { OP_ORDER_VERIFY, OP_ORDER_VERIFY, OP_ORDER_VERIFY, OP_ORDER_DISCARD,
                      OP_ORDER_AMEND },
    [ORDER_VERIFIED] = { OP_ORDER_APPROVE, OP_ORDER_APPROVE, OP_ORDER_APPROVE,
                         OP_ORDER_SEND_BACK, OP_ORDER_AMEND },
    [ORDER_RECEIVED] = { OP_ORDER_ACCEPT, OP_ORDER_ACCEPT, OP_ORDER_ACCEPT, OP_ORDER_ACCEPT,
                         OP_ORDER_AMEND, OP_ORDER_CANCEL },
    [ORDER_RETURNED] = { OP_ORDER_AMEND, OP_ORDER_AMEND, OP_ORDER_RESUBMIT, OP_ORDER_RESUBMIT,
                         OP_ORDER_RESUBMIT, OP_ORDER_CANCEL },
    [ORDER_QUOTA_CHOICE] = { OP_ORDER_CUT, OP_ORDER_CUT, OP_ORDER_ASK_TRANSFER,
                             OP_ORDER_ASK_TRANSFER, OP_ORDER_ASK_TRANSFER, OP_ORDER_ASK_SLT,
                             OP_ORDER_ASK_SLT, OP_ORDER_CANCEL, OP_ORDER_AMEND,
                             OP_ORDER_QUOTA_MONTH },
    [ORDER_WAIT_QUOTA_UM] = { OP_ORDER_CONSENT, OP_ORDER_CONSENT, OP_ORDER_CONSENT,
                              OP_ORDER_REFUSE_TRANSFER, OP_ORDER_WITHDRAW, OP_ORDER_CANCEL,
                              OP_ORDER_AMEND, OP_ORDER_QUOTA_MONTH },
    [ORDER_WAIT_QUOTA_SLT] = { OP_ORDER_SIGN_QUOTA, OP_ORDER_SIGN_QUOTA, OP_ORDER_SIGN_QUOTA,
                               OP_ORDER_SIGN_QUOTA, OP_ORDER_SIGN_QUOTA, OP_ORDER_SIGN_QUOTA,
                               OP_ORDER_REFUSE_QUOTA, OP_ORDER_WITHDRAW, OP_ORDER_CANCEL,
                               OP_ORDER_AMEND, OP_ORDER_QUOTA_MONTH },
    [ORDER_WAIT_MA] = { OP_ORDER_SIGN, OP_ORDER_SIGN, OP_ORDER_SIGN, OP_ORDER_SIGN,
                        OP_ORDER_SIGN, OP_ORDER_REFUSE, OP_ORDER_AMEND, OP_ORDER_CANCEL },
    [ORDER_WAIT_MGR] = { OP_ORDER_SIGN, OP_ORDER_SIGN, OP_ORDER_SIGN, OP_ORDER_SIGN,
                         OP_ORDER_REFUSE, OP_ORDER_AMEND, OP_ORDER_CANCEL },
    [ORDER_HOLD_CREDIT] = { OP_ORDER_RECHECK, OP_ST_APPLY, OP_ST_APPLY, OP_ST_APPLY,
                            OP_RECEIPT_RECORD, OP_RECEIPT_RECORD, OP_RECEIPT_EARMARK,
                            OP_RECEIPT_EARMARK, OP_ORDER_CANCEL, OP_ORDER_AMEND, OP_ORDER_LAPSE,
                            OP_ORDER_RECHECK },
    [ORDER_WAIT_ST] = { OP_ST_SIGN, OP_ST_SIGN, OP_ST_SIGN, OP_ST_SIGN, OP_ST_SIGN, OP_ST_SIGN,
                        OP_ST_REFUSE, OP_ORDER_WITHDRAW, OP_ORDER_RECHECK, OP_RECEIPT_EARMARK,
                        OP_ST_SAY, OP_ORDER_AMEND, OP_ORDER_CANCEL },
    [ORDER_WAIT_FUNDS] = { OP_RECEIPT_RECORD, OP_RECEIPT_RECORD, OP_RECEIPT_EARMARK,
                           OP_ORDER_RECHECK, OP_ORDER_RECHECK, OP_ORDER_SIGN, OP_ORDER_SIGN,
                           OP_ST_APPLY, OP_ORDER_CANCEL, OP_ORDER_AMEND, OP_RECEIPT_RELEASE },
    [ORDER_APPROVED] = { OP_ORDER_SEND, OP_ORDER_SEND, OP_ORDER_SEND, OP_ORDER_REVOKE,
                         OP_ORDER_AMEND, OP_ORDER_CANCEL },
    [ORDER_FIN_QUEUE] = { OP_ORDER_PRINT, OP_ORDER_PRINT, OP_ORDER_PRINT, OP_ORDER_PRINT,
                          OP_ORDER_PRINT, OP_ORDER_REJECT, OP_ORDER_REVOKE, OP_ORDER_AMEND,
                          OP_ORDER_CANCEL, OP_ACCOUNT_LIMIT, OP_RECEIPT_REVERSE },
    [ORDER_BILLED] = { OP_NOTE_HAND_OVER, OP_NOTE_HAND_OVER, OP_NOTE_HAND_OVER,
                       OP_NOTE_HAND_OVER, OP_NOTE_VOID, OP_NOTE_REPRINT, OP_NOTE_STOP,
                       OP_NOTE_RESUME },
    [ORDER_HANDED_OVER] = { OP_INVOICE_ISSUE, OP_RECEIPT_RECORD, OP_RECEIPT_ALLOCATE,
                            OP_RECEIPT_ALLOCATE, OP_RECEIVABLE_CALL, OP_RECEIVABLE_URGE,
                            OP_NOTE_STOP, OP_NOTE_RESUME, OP_NOTE_RESUME, OP_NOTE_SHORT_CLOSE,
                            OP_ORDER_CLOSE, OP_STOCK_RECEIVE, OP_NOTE_ALLOCATE },
    [ORDER_CLOSED] = { OP_ORDER_REOPEN, OP_RECEIPT_REVERSE, OP_NOTE_REPRINT },
};
static const uint8_t note_menu[note_state_count][MENU_SIZE] = {
    [NOTE_HANDED] = { OP_NOTE_ACCEPT, OP_NOTE_ACCEPT, OP_NOTE_ACCEPT, OP_NOTE_REFUSE },
    [NOTE_ACCEPTED] = { OP_NOTE_ALLOCATE, OP_NOTE_ALLOCATE },
};
static const uint8_t shipment_menu[shipment_state_count][MENU_SIZE] = {
    [SHIPMENT_ALLOCATED] = { OP_NOTE_PICK, OP_NOTE_PICK, OP_NOTE_PICK, OP_NOTE_DROP },
    [SHIPMENT_PICKED] = { OP_NOTE_CHECK, OP_NOTE_CHECK, OP_NOTE_CHECK, OP_NOTE_DROP },
    [SHIPMENT_CHECKED] = { OP_NOTE_ISSUE, OP_NOTE_ISSUE, OP_NOTE_ISSUE, OP_NOTE_DROP },
    [SHIPMENT_ISSUED] = { OP_NOTE_CONSIGN, OP_NOTE_CONSIGN, OP_NOTE_CONSIGN, OP_NOTE_UNISSUE,
                          OP_NOTE_STATION },
    [SHIPMENT_CONSIGNED] = { OP_NOTE_FEEDBACK, OP_NOTE_FEEDBACK, OP_NOTE_CONFIRM, OP_NOTE_LOST,
                             OP_NOTE_REFUSED, OP_NOTE_WAYBILL, OP_NOTE_DEEM, OP_NOTE_DEEM },
    [SHIPMENT_FED_BACK] = { OP_NOTE_CONFIRM, OP_NOTE_CONFIRM, OP_NOTE_WAYBILL, OP_NOTE_LOST,
                            OP_NOTE_REFUSED, OP_NOTE_DEEM, OP_NOTE_DEEM },
};

/* When the order has a receivable. */
static const uint8_t debt_menu[MENU_SIZE] = {
    OP_INVOICE_ISSUE,    OP_RECEIPT_RECORD,   OP_RECEIPT_RECORD,   OP_RECEIPT_ALLOCATE,
    OP_RECEIPT_ALLOCATE, OP_RECEIPT_ALLOCATE, OP_RECEIPT_ALLOCATE, OP_RECEIPT_REVERSE,
    OP_RECEIVABLE_CALL,  OP_RECEIVABLE_URGE,  OP_ORDER_CLOSE,      OP_ORDER_REOPEN,
    OP_NOTE_CONFIRM
};

static size_t pick(struct player *p, size_t n)
{
    return chance_below(&p->chance, n);
}

static const void *any_row(struct player *p, enum table table)
{
    const struct model_table *t = &p->world->model.tables[table];

    return t->n ? t->rows[pick(p, t->n)] : NULL;
}

static const struct note_row *note_of(struct player *p, int64_t note_id)
{
    return note_id ? model_find(&p->world->model, TABLE_NOTE, note_id) : NULL;
}

static const struct shipment_row *shipment_of(struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_SHIPMENT];
    const struct shipment_row *found = NULL;
    size_t seen = 0;

    for (size_t i = 0; p->note && i < t->n; i++) {
        const struct shipment_row *s = t->rows[i];

        if (s->note_id == p->note->id && pick(p, ++seen) == 0)
            found = s;
    }
    return found;
}

static bool owes(struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_RECEIVABLE];

    for (size_t i = 0; i < t->n; i++)
        if (((const struct receivable_row *)t->rows[i])->order_id == p->order->id)
            return true;
    return false;
}

static enum op from_menu(struct player *p, const uint8_t *menu)
{
    size_t n = 0;

    while (n < MENU_SIZE && menu[n])
        n++;
    return n ? menu[pick(p, n)] : OP_ORDER_KEY;
}

/* A target that is not yet at its end, mostly; often the one before, so that it gets on. */
static void choose_target(struct player *p)
{
    if (p->order_id && chance_percent(&p->chance, 65)) {
        p->order = model_find(&p->world->model, TABLE_ORDER, p->order_id);
        p->note = p->order ? note_of(p, p->order->note_id) : NULL;
        return;
    }
    for (int tries = 0; tries < 4; tries++) {
        p->order = any_row(p, TABLE_ORDER);
        if (!p->order ||
            (p->order->state != ORDER_CANCELLED && p->order->state != ORDER_CLOSED))
            break;
    }
    p->note = p->order ? note_of(p, p->order->note_id) : NULL;
    p->order_id = p->order ? p->order->id : 0;
}

static enum op choose_op(struct player *p)
{
    const struct shipment_row *s;

    if (chance_percent(&p->chance, 6)) { /* anything at all */
        enum op op = (enum op)pick(p, OP_COUNT);

        return operations[op] ? op : OP_ORDER_KEY;
    }
    if (!p->order || p->world->model.tables[TABLE_ORDER].n < 6 || chance_percent(&p->chance, 7))
        return chance_percent(&p->chance, 30) ? OP_ORDER_PLAN : OP_ORDER_KEY;
    if ((p->order->state == ORDER_HANDED_OVER || p->order->state == ORDER_CLOSED) && owes(p) &&
        chance_percent(&p->chance, 45))
        return from_menu(p, debt_menu);
    if (p->order->state == ORDER_HANDED_OVER && p->note && chance_percent(&p->chance, 75)) {
        s = shipment_of(p);
        if (p->note->state == NOTE_ACCEPTED && s && chance_percent(&p->chance, 75) &&
            shipment_menu[s->state][0])
            return from_menu(p, shipment_menu[s->state]);
        if (note_menu[p->note->state][0])
            return from_menu(p, note_menu[p->note->state]);
    }
    return from_menu(p, order_menu[p->order->state]);
}

/* --- parameters ----------------------------------------------------------------------------
 */

static const char *code_of(struct player *p, enum table table, size_t column)
{
    const void *row = any_row(p, table);

    if (!row)
        return "none";
    return str_text(
        p->world->arena,
        *(const struct str *)((const char *)row + tables[table].columns[column].offset));
}

static void fill_lines(struct player *p, enum op op)
{
    static const int64_t sizes[] = { 1,  6,   12,  30,   48,   50,   51,   60,    81,
                                     90, 100, 300, 1200, 3000, 6000, 9000, 10000, 11400 };
    static const char *const products[] = { "P1", "P2", "P3", "P1", "P2" };
    size_t n = op == OP_ORDER_AMEND || chance_percent(&p->chance, 60) ? 1 : 1 + pick(p, 3);

    for (size_t i = 0; i < n; i++) {
        int64_t price = chance_percent(&p->chance, 8) ? (int64_t)pick(p, 20000) : -1;

        if (op == OP_RECEIPT_ALLOCATE) {
            struct item *item = give_item(p->world, P_lines);

            item->ref = str_of(code_of(p, TABLE_RECEIVABLE, COL_receivable_no));
            item->has_amount = true;
            item->amount = fen((int64_t)pick(p, 3000000));
        } else if (op == OP_NOTE_CONFIRM) {
            struct item *item = give_item(p->world, P_lines);

            item->has_line = item->has_qty = true;
            item->line = 1 + (int64_t)pick(p, 3);
            item->qty = qty((int64_t)pick(p, 20));
            item->diff = 1 + (unsigned)pick(p, diff_kind_count - 1);
        } else {
            give_line(p->world, op == OP_ORDER_KEY || op == OP_ORDER_PLAN ? 0 : 1 + (int64_t)i,
                      products[pick(p, COUNT(products))], sizes[pick(p, COUNT(sizes))], price);
        }
    }
}

/* Codes that name something that is there, mostly. */
static bool fill_code(struct player *p, enum param param)
{
    const char *text = NULL;

    switch ((int)param) {
    case P_order:
        text = p->order ? str_text(p->world->arena, p->order->no) : "SO1";
        break;
    case P_note:
        text = p->note ? str_text(p->world->arena, p->note->no)
                       : code_of(p, TABLE_NOTE, COL_note_no);
        break;
    case P_customer:
        text = code_of(p, TABLE_CUSTOMER, COL_customer_code);
        break;
    case P_account:
        text = code_of(p, TABLE_CREDIT_ACCOUNT, COL_credit_account_code);
        break;
    case P_product:
        text = code_of(p, TABLE_PRODUCT, COL_product_code);
        break;
    case P_warehouse:
        text = "W1";
        break;
    case P_station:
        text = code_of(p, TABLE_STATION, COL_station_code);
        break;
    case P_area:
    case P_code:
        text = code_of(p, TABLE_AREA, COL_area_code);
        break;
    case P_market:
        text = code_of(p, TABLE_MARKET, COL_market_code);
        break;
    case P_receipt:
        text = code_of(p, TABLE_RECEIPT, COL_receipt_no);
        break;
    case P_receivable:
        text = code_of(p, TABLE_RECEIVABLE, COL_receivable_no);
        break;
    case P_approver:
    case P_verifier:
        text = param == P_approver ? "mm" : "kam";
        break;
    case P_principal:
    case P_user:
    case P_delegate:
    case P_csr:
    case P_scr:
    case P_bcr:
    case P_manager:
    case P_kam:
    case P_confirmed_by:
        text = code_of(p, TABLE_APP_USER, COL_app_user_login);
        break;
    case P_bank_ref:
        text = str_text(p->world->arena, str_format(p->world->arena, "B%zu", pick(p, 100000)));
        break;
    default:
        return false;
    }
    give_text(p->world, param, text);
    return true;
}

static int64_t some_money(struct player *p)
{
    static const int64_t amounts[] = { 1, 50000, 1000000, 1000001, 2500000, 12000000 };

    if (p->order && chance_percent(&p->chance, 50))
        return p->order->total.fen - (chance_percent(&p->chance, 30) ? 900000 : 0);
    return amounts[pick(p, COUNT(amounts))];
}

static void fill(struct player *p, enum op op, enum param param)
{
    const struct param_info *info = &params[param];
    int64_t now = p->world->model.now.us;

    switch (info->type) {
    case PARAM_CODE:
    case PARAM_NAME:
    case PARAM_TEXT:
    case PARAM_SECRET:
        if (!fill_code(p, param))
            give_text(p->world, param,
                      str_text(p->world->arena,
                               str_format(p->world->arena, "%s %zu", info->name, pick(p, 4))));
        break;
    case PARAM_MONEY:
        give_number(p->world, param, some_money(p));
        break;
    case PARAM_QTY:
        give_number(p->world, param, (int64_t)pick(p, op == OP_STOCK_RECEIVE ? 9000 : 300));
        break;
    case PARAM_ID: {
        const void *row = any_row(p, TABLE_MESSAGE);

        give_number(p->world, param, row ? row_id(row) : 1);
        break;
    }
    case PARAM_INT:
        give_number(p->world, param, 1 + (int64_t)pick(p, 3));
        break;
    case PARAM_DAY:
        give_number(p->world, param,
                    now / (24 * INSTANT_HOUR) + (int64_t)pick(p, 20) -
                        (param == P_received_on));
        break;
    case PARAM_TIME:
        give_number(p->world, param, now - (int64_t)pick(p, 120) * INSTANT_MINUTE);
        break;
    case PARAM_BOOL:
        give_number(p->world, param, (int64_t)pick(p, 2));
        break;
    case PARAM_CHOICE:
        give_number(p->world, param, 1 + (int64_t)pick(p, enum_count(info->choices) - 1));
        break;
    case PARAM_ITEMS:
        fill_lines(p, op);
        break;
    }
}

/* A shipment that the operation fits, so that parts go on. */
static int64_t fitting_part(struct player *p, enum op op)
{
    const struct model_table *t = &p->world->model.tables[TABLE_SHIPMENT];

    for (size_t i = 0; p->note && i < t->n; i++) {
        const struct shipment_row *s = t->rows[i];

        if (s->note_id == p->note->id && memchr(shipment_menu[s->state], (int)op, MENU_SIZE))
            return s->part;
    }
    return 1;
}

static void fill_args(struct player *p, enum op op)
{
    for (size_t i = 0; i < catalog[op].param_count; i++) {
        enum param param = catalog[op].params[i].param;
        unsigned share = catalog[op].params[i].required ? 100 : 25;

        if (param == P_version)
            share = 10;
        if (op == OP_NOTE_CONSIGN && param == P_station)
            share = 5;
        if (op == OP_ORDER_AMEND && param == P_lines)
            share = 70;
        if (!chance_percent(&p->chance, share))
            continue;
        fill(p, op, param);
        if (param == P_part && chance_percent(&p->chance, 95))
            give_number(p->world, P_part, fitting_part(p, op));
        if (param == P_version && p->order && chance_percent(&p->chance, 80))
            give_number(p->world, P_version, p->order->version);
        if (param == P_principal) { /* what a delegate needs comes with it */
            give_number(p->world, P_consent_at, p->world->model.now.us - INSTANT_MINUTE);
            give_text(p->world, P_consent_by, "csr");
        }
    }
    if ((op == OP_ORDER_SIGN || op == OP_ST_SIGN) && chance_percent(&p->chance, 50))
        give_number(p->world, P_tolerance, 1);
}

/* Someone whose role may do it, or in one case of ten anybody. */
static const char *choose_actor(struct player *p, enum op op)
{
    const struct model_table *t = &p->world->model.tables[TABLE_USER_ROLE];
    role_set allowed = catalog[op].roles;
    const struct user_role_row *found = NULL;
    size_t seen = 0;

    if (chance_percent(&p->chance, 4) || !allowed)
        return code_of(p, TABLE_APP_USER, COL_app_user_login);
    for (size_t i = 0; i < t->n; i++) {
        const struct user_role_row *r = t->rows[i];

        if (role_covers(r->role) & allowed && pick(p, ++seen) == 0)
            found = r;
    }
    if (!found)
        return "csr";
    return str_text(p->world->arena, ((const struct app_user_row *)model_find(
                                          &p->world->model, TABLE_APP_USER, found->user_id))
                                         ->login);
}

/* Would it be refused? Decided on a copy of the facts, nothing is applied. */
static bool would_go(struct player *p, struct play play)
{
    struct arena scratch;
    struct work *w;
    struct args args = p->world->args;
    bool goes;

    arena_init(&scratch, SIZE_MAX);
    w = ARENA_NEW(&scratch, struct work);
    w->arena = &scratch;
    w->op = play.op;
    w->args = &args;
    w->command_id = STR("try");
    w->actor_id = world_user(p->world, play.login);
    model_load(&p->world->model, w);
    p->world->model.next_block--; /* a trial uses no ids */
    decide(w);
    goes = w->ruling.outcome != OUTCOME_REFUSED;
    arena_release(&scratch);
    return goes;
}

struct play player_choose(struct player *p)
{
    bool sensible = chance_percent(&p->chance, 55);
    struct play play;

    for (int tries = 0;; tries++) {
        p->world->args = (struct args){ 0 };
        if (tries == 0 || tries % 4 == 0) {
            choose_target(p);
            play.op = choose_op(p);
        }
        fill_args(p, play.op);
        play.login = choose_actor(p, play.op);
        if (!sensible || tries == 8 || would_go(p, play))
            return play;
    }
}
