/*
 * player.c - a command at random: what, and who.
 */
#include "tests/core/player.h"

#include <string.h>

#include "server/core/flow.h"

/* What the state of an order suggests; an operation named twice is tried twice as often. */
#define MENU_SIZE 16
static const uint8_t order_menu[order_state_count][MENU_SIZE] = {
    [ORDER_DRAFT] = { OP_ORDER_VERIFY, OP_ORDER_VERIFY, OP_ORDER_VERIFY, OP_ORDER_DISCARD,
                      OP_ORDER_AMEND },
    [ORDER_VERIFIED] = { OP_ORDER_APPROVE, OP_ORDER_APPROVE, OP_ORDER_APPROVE,
                         OP_ORDER_SEND_BACK, OP_ORDER_AMEND, OP_ORDER_CANCEL },
    [ORDER_RECEIVED] = { OP_ORDER_ACCEPT, OP_ORDER_ACCEPT, OP_ORDER_ACCEPT, OP_ORDER_ACCEPT,
                         OP_ORDER_AMEND, OP_ORDER_CANCEL, OP_ORDER_CONFIRM },
    [ORDER_RETURNED] = { OP_ORDER_AMEND, OP_ORDER_AMEND, OP_ORDER_RESUBMIT, OP_ORDER_RESUBMIT,
                         OP_ORDER_RESUBMIT, OP_ORDER_CANCEL, OP_ORDER_APPROVE },
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
                               OP_ORDER_AMEND, OP_ORDER_QUOTA_MONTH, OP_ORDER_REVOKE },
    [ORDER_WAIT_MA] = { OP_ORDER_SIGN, OP_ORDER_SIGN, OP_ORDER_SIGN, OP_ORDER_SIGN,
                        OP_ORDER_SIGN, OP_ORDER_REFUSE, OP_ORDER_AMEND, OP_ORDER_CANCEL },
    [ORDER_WAIT_MGR] = { OP_ORDER_SIGN, OP_ORDER_SIGN, OP_ORDER_SIGN, OP_ORDER_SIGN,
                         OP_ORDER_REFUSE, OP_ORDER_AMEND, OP_ORDER_CANCEL, OP_RECEIPT_REVERSE,
                         OP_RECEIPT_REVERSE },
    [ORDER_HOLD_CREDIT] = { OP_ORDER_RECHECK, OP_ST_APPLY, OP_ST_APPLY, OP_ST_APPLY,
                            OP_RECEIPT_RECORD, OP_RECEIPT_RECORD, OP_RECEIPT_EARMARK,
                            OP_RECEIPT_EARMARK, OP_RECEIPT_EARMARK, OP_ORDER_CANCEL,
                            OP_ORDER_AMEND, OP_ORDER_LAPSE, OP_ORDER_RECHECK,
                            OP_RECEIPT_CLEAR },
    [ORDER_WAIT_ST] = { OP_ST_SIGN, OP_ST_SIGN, OP_ST_SIGN, OP_ST_SIGN, OP_ST_SIGN, OP_ST_SIGN,
                        OP_ST_REFUSE, OP_ORDER_WITHDRAW, OP_ORDER_RECHECK, OP_RECEIPT_EARMARK,
                        OP_ST_SAY, OP_ORDER_AMEND, OP_ORDER_CANCEL, OP_ORDER_REVOKE },
    [ORDER_WAIT_FUNDS] = { OP_RECEIPT_RECORD, OP_RECEIPT_RECORD, OP_RECEIPT_EARMARK,
                           OP_ORDER_RECHECK, OP_ORDER_RECHECK, OP_ORDER_SIGN, OP_ORDER_SIGN,
                           OP_ST_APPLY, OP_ORDER_CANCEL, OP_ORDER_AMEND, OP_RECEIPT_RELEASE,
                           OP_ORDER_REVOKE, OP_RECEIPT_CLEAR },
    [ORDER_APPROVED] = { OP_ORDER_SEND, OP_ORDER_SEND, OP_ORDER_SEND, OP_ORDER_REVOKE,
                         OP_ORDER_AMEND, OP_ORDER_CANCEL, OP_RECEIPT_REVERSE },
    [ORDER_FIN_QUEUE] = { OP_ORDER_PRINT, OP_ORDER_PRINT, OP_ORDER_PRINT, OP_ORDER_PRINT,
                          OP_ORDER_PRINT, OP_ORDER_REJECT, OP_ORDER_REVOKE, OP_ORDER_AMEND,
                          OP_ORDER_CANCEL, OP_ACCOUNT_LIMIT },
    [ORDER_BILLED] = { OP_NOTE_HAND_OVER, OP_NOTE_HAND_OVER, OP_NOTE_HAND_OVER,
                       OP_NOTE_HAND_OVER, OP_NOTE_VOID, OP_NOTE_REPRINT, OP_NOTE_STOP,
                       OP_NOTE_RESUME, OP_NOTE_OUTBOUND },
    [ORDER_HANDED_OVER] = { OP_INVOICE_ISSUE, OP_RECEIPT_RECORD, OP_RECEIPT_ALLOCATE,
                            OP_RECEIPT_ALLOCATE, OP_RECEIVABLE_CALL, OP_RECEIVABLE_URGE,
                            OP_NOTE_STOP, OP_NOTE_RESUME, OP_NOTE_RESUME, OP_NOTE_SHORT_CLOSE,
                            OP_ORDER_CLOSE, OP_STOCK_RECEIVE, OP_NOTE_ALLOCATE,
                            OP_ORDER_AMEND_REST },
    [ORDER_CLOSED] = { OP_CLAIM_RECORD, OP_CLAIM_RECORD, OP_RECEIPT_REVERSE, OP_NOTE_REPRINT,
                       OP_PRICE_CORRECT, OP_PRICE_CORRECT, OP_RETURN_APPLY, OP_RETURN_APPLY },
};
static const uint8_t note_menu[note_state_count][MENU_SIZE] = {
    [NOTE_HANDED] = { OP_NOTE_ACCEPT, OP_NOTE_ACCEPT, OP_NOTE_ACCEPT, OP_NOTE_RECEIVE,
                      OP_NOTE_REFUSE, OP_NOTE_STOP, OP_NOTE_REPRINT },
    [NOTE_ACCEPTED] = { OP_NOTE_ALLOCATE, OP_NOTE_ALLOCATE, OP_NOTE_ALLOCATE, OP_STOCK_RECEIVE,
                        OP_NOTE_VOID, OP_ORDER_AMEND_REST },
};
static const uint8_t shipment_menu[shipment_state_count][MENU_SIZE] = {
    [SHIPMENT_ALLOCATED] = { OP_NOTE_PICK, OP_NOTE_PICK, OP_NOTE_PICK, OP_NOTE_PICK_CHECK,
                             OP_NOTE_DROP, OP_NOTE_STATION },
    [SHIPMENT_PICKED] = { OP_NOTE_CHECK, OP_NOTE_CHECK, OP_NOTE_CHECK, OP_NOTE_CHECK,
                          OP_NOTE_DROP, OP_NOTE_STATION },
    [SHIPMENT_CHECKED] = { OP_NOTE_ISSUE, OP_NOTE_ISSUE, OP_NOTE_ISSUE, OP_NOTE_SHIP,
                           OP_NOTE_DROP, OP_NOTE_STATION },
    [SHIPMENT_ISSUED] = { OP_NOTE_CONSIGN, OP_NOTE_CONSIGN, OP_NOTE_CONSIGN, OP_NOTE_CONSIGN,
                          OP_NOTE_UNISSUE, OP_NOTE_STATION },
    [SHIPMENT_CONSIGNED] = { OP_NOTE_FEEDBACK, OP_NOTE_FEEDBACK, OP_NOTE_FEEDBACK,
                             OP_NOTE_CONFIRM, OP_NOTE_CONFIRM, OP_NOTE_LOST, OP_NOTE_REFUSED,
                             OP_NOTE_WAYBILL, OP_NOTE_DEEM, OP_INVOICE_ISSUE,
                             OP_PRICE_CORRECT },
    [SHIPMENT_FED_BACK] = { OP_NOTE_CONFIRM, OP_NOTE_CONFIRM, OP_NOTE_CONFIRM, OP_NOTE_WAYBILL,
                            OP_NOTE_LOST, OP_NOTE_REFUSED, OP_NOTE_DEEM, OP_INVOICE_ISSUE },
    [SHIPMENT_CONFIRMED] = { OP_CLAIM_RECORD, OP_PRICE_CORRECT, OP_RETURN_APPLY },
    [SHIPMENT_CONFIRMED_DIFF] = { OP_CLAIM_RECORD, OP_CARRIER_CLAIM_RECORD, OP_PRICE_CORRECT,
                                  OP_RETURN_APPLY },
    [SHIPMENT_LOST] = { OP_CARRIER_CLAIM_RECORD, OP_CLAIM_FOUND, OP_CLAIM_FOUND,
                        OP_CLAIM_CLOSE_FOUND, OP_CLAIM_CLOSE_FOUND },
};
/* When the order has a receivable. */
static const uint8_t debt_menu[MENU_SIZE] = {
    OP_INVOICE_ISSUE,      OP_INVOICE_ISSUE,     OP_RECEIPT_RECORD,   OP_RECEIPT_RECORD,
    OP_RECEIPT_ALLOCATE,   OP_RECEIPT_ALLOCATE,  OP_RECEIPT_ALLOCATE, OP_RECEIPT_CLEAR,
    OP_RECEIVABLE_CALL,    OP_RECEIVABLE_URGE,   OP_ORDER_CLOSE,      OP_RECEIPT_REVERSE,
    OP_RECEIVABLE_DISPUTE, OP_RECEIVABLE_EXEMPT, OP_WRITE_OFF_ASK,    OP_PRICE_CORRECT,
};
/* When somebody asked to give it up, and when it was given up. */
static const uint8_t write_off_menu[MENU_SIZE] = {
    OP_WRITE_OFF_SIGN, OP_WRITE_OFF_SIGN,   OP_WRITE_OFF_SIGN,
    OP_WRITE_OFF_SIGN, OP_WRITE_OFF_REFUSE, OP_WRITE_OFF_WITHDRAW,
};
static const uint8_t given_up_menu[MENU_SIZE] = {
    OP_RECEIPT_ALLOCATE, OP_RECEIPT_ALLOCATE, OP_RECEIPT_RECORD, OP_RECEIPT_REVERSE,
    OP_RECEIPT_REVERSE,  OP_INVOICE_ISSUE,    OP_NOTE_REFUSED,   OP_NOTE_CONFIRM,
    OP_CLAIM_RECORD,     OP_CLAIM_RECORD,     OP_NOTE_LOST,      OP_PRICE_CORRECT,
    OP_CLAIM_RECORD,     OP_CLAIM_RECORD,     OP_NOTE_CONFIRM,
};
/* When money is promised to the order. */
static const uint8_t promise_menu[MENU_SIZE] = { OP_RECEIPT_REVERSE, OP_RECEIPT_RELEASE };
/* While a claim is open. */
static const uint8_t claim_menu[MENU_SIZE] = { OP_CLAIM_ACCEPT, OP_CLAIM_ACCEPT,
                                               OP_CLAIM_ACCEPT, OP_CLAIM_RECEIVE,
                                               OP_CLAIM_REFUSE, OP_CLAIM_WITHDRAW };
/* The office beside the orders. */
static const uint8_t office_menu[] = {
    OP_RECEIPT_CLAIM,
    OP_RECEIPT_CLAIM,
    OP_RECEIPT_UNCLAIM,
    OP_OPENING_BEGIN,
    OP_OPENING_RECEIVABLE,
    OP_OPENING_RECEIVABLE,
    OP_OPENING_DEPOSIT,
    OP_OPENING_STOCK,
    OP_OPENING_CLOSE,
    OP_OPENING_CLOSE,
    OP_OPENING_SHIPMENT,
    OP_OPENING_AMEND,
    OP_OPENING_QUOTA,
    OP_OPENING_ORDER,
    OP_INVOICE_OPENING,
    OP_OPENING_WITHDRAW,
    OP_STOCK_RECEIVE,
    OP_STOCK_ADJUST,
    OP_ACCOUNT_LIMIT,
    OP_LIMIT_SIGN,
    OP_LIMIT_SIGN,
    OP_LIMIT_SIGN,
    OP_LIMIT_REFUSE,
    OP_LIMIT_WITHDRAW,
    OP_LIMIT_PROPOSE,
    OP_LIMIT_PROPOSE,
    OP_LIMIT_ADJUST,
    OP_LIMIT_SUBMIT,
    OP_LIMIT_SUBMIT,
    OP_LIMIT_ACCEPT,
    OP_LIMIT_ACCEPT,
    OP_LIMIT_REJECT,
    OP_QUOTA_SET,
    OP_PRICE_PUT,
    OP_PRICE_PERMIT,
    OP_CUSTOMER_PUT,
    OP_CUSTOMER_PUT,
    OP_CUSTOMER_PUT,
    OP_PRODUCT_PUT,
    OP_RECEIPT_RECORD,
    OP_RECEIPT_CLEAR,
    OP_REFUND_ASK,
    OP_REFUND_PAY,
    OP_REFUND_PAY,
    OP_REFUND_DROP,
    OP_POLICY_SET,
    OP_POLICY_CONFIRM,
    OP_POLICY_DROP,
    OP_CARRIER_CLAIM_SETTLE,
    OP_CARRIER_CLAIM_SETTLE,
    OP_STOCK_RELEASE,
    OP_STOCK_SCRAP,
    OP_FILE_PUT,
    OP_FILE_PUT,
    OP_STOCK_PLACE,
    OP_PRODUCT_RESTRICT,
    OP_CUSTOMER_STATION,
    OP_CUSTOMER_STATION,
};

/* What ends an order's road, or turns it back. */
static bool turns_back(enum op op)
{
    static const uint8_t list[] = {
        OP_ORDER_DISCARD,  OP_ORDER_CANCEL,       OP_ORDER_AMEND,
        OP_ORDER_REFUSE,   OP_ORDER_REFUSE_QUOTA, OP_ORDER_REVOKE,
        OP_ORDER_REJECT,   OP_ORDER_LAPSE,        OP_ORDER_SEND_BACK,
        OP_ORDER_WITHDRAW, OP_ST_REFUSE,          OP_ORDER_REFUSE_TRANSFER,
        OP_NOTE_VOID,      OP_NOTE_REFUSE,        OP_NOTE_STOP,
        OP_NOTE_DROP,      OP_NOTE_UNISSUE,       OP_RECEIPT_REVERSE,
        OP_NOTE_LOST,      OP_NOTE_REFUSED,       OP_NOTE_SHORT_CLOSE,
        OP_ACCOUNT_LIMIT,  OP_CLAIM_RECORD,       OP_RECEIPT_RELEASE,
        OP_WRITE_OFF_ASK,  OP_WRITE_OFF_REFUSE,   OP_ORDER_AMEND_REST,
    };

    return memchr(list, (int)op, sizeof list) != NULL;
}

const void *player_row(struct player *p, enum table table)
{
    const struct model_table *t = &p->world->model.tables[table];

    return t->n ? t->rows[player_pick(p, t->n)] : NULL;
}

const char *player_code(struct player *p, enum table table, size_t column)
{
    const void *row = player_row(p, table);

    if (!row)
        return "none";
    return str_text(
        p->world->arena,
        *(const struct str *)((const char *)row + tables[table].columns[column].offset));
}

bool player_suggests(enum shipment_state state, enum op op)
{
    return memchr(shipment_menu[state], (int)op, MENU_SIZE) != NULL;
}

/* --- the world -- */

static const struct temper tempers[] = {
    { 55, 6, 2, 7, 65, 100, 100 }, /* anything goes */
    { 80, 2, 2, 9, 80, 25, 6 },    /* orders are helped on */
    { 80, 2, 2, 9, 80, 50, 4 },    /* and often turned back */
    { 90, 1, 1, 12, 92, 15, 3 },   /* one after the other */
};

static void need_temper(struct player *p)
{
    if (p->temper.sensible == 0)
        p->temper = tempers[player_pick(p, COUNT(tempers))];
}

int64_t player_minutes(struct player *p, enum op next)
{
    int64_t minutes = (int64_t)player_pick(p, 12);

    if (chance_percent(&p->chance, 2))
        minutes += (int64_t)player_pick(p, 9 * 24 * 60);
    if (player_pick(p, 1000) < 3)
        minutes += INT64_C(34) * 24 * 60;
    if ((next == OP_NOTE_DEEM && chance_percent(&p->chance, 25)) ||
        ((next == OP_ORDER_LAPSE || next == OP_ORDER_QUOTA_MONTH) &&
         chance_percent(&p->chance, 5)) ||
        (next == OP_LIMIT_PROPOSE && chance_percent(&p->chance, 10)))
        minutes += INT64_C(38) * 24 * 60;
    if (next >= OP_PROBLEM_BREACH && next <= OP_PROBLEM_CLOSE && chance_percent(&p->chance, 15))
        minutes += INT64_C(26) * 60;
    return minutes;
}

/* --- the target -- */

static bool is_over(const struct order_row *o)
{
    return o->state == ORDER_CANCELLED || o->state == ORDER_REJECTED ||
           o->state == ORDER_CLOSED;
}

static size_t open_orders(const struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_ORDER];
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++)
        n += !is_over(t->rows[i]);
    return n;
}

static void target(struct player *p, const struct order_row *o)
{
    p->order = o;
    p->order_id = o ? o->id : 0;
    p->note = o && o->note_id ? model_find(&p->world->model, TABLE_NOTE, o->note_id) : NULL;
}

/* One that is not yet at its end, mostly; often the one before, so that it gets on. */
static void choose_target(struct player *p)
{
    const struct order_row *o =
        p->order_id ? model_find(&p->world->model, TABLE_ORDER, p->order_id) : NULL;
    unsigned loyal = o && is_over(o) ? p->temper.loyal / 3 : p->temper.loyal;

    if (o && chance_percent(&p->chance, loyal)) {
        target(p, o);
        return;
    }
    for (int tries = 0; tries < 6; tries++) {
        o = player_row(p, TABLE_ORDER);
        if (!o || !is_over(o))
            break;
    }
    target(p, o);
}

static const struct shipment_row *shipment_of(struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_SHIPMENT];
    const struct shipment_row *found = NULL;
    size_t seen = 0;

    for (size_t i = 0; p->note && i < t->n; i++) {
        const struct shipment_row *s = t->rows[i];

        if (s->note_id == p->note->id && player_pick(p, ++seen) == 0)
            found = s;
    }
    return found;
}

/* A debt in this state, 0 for any. */
static bool owes(const struct player *p, unsigned state)
{
    const struct model_table *t = &p->world->model.tables[TABLE_RECEIVABLE];
    const struct receivable_row *d = NULL;

    for (size_t i = 0; i < t->n && (d = t->rows[i]); i++)
        if (d->order_id == p->order->id && (!state || d->state == state))
            return true;
    return false;
}

/* A debt of the order that was given up, one that somebody paid something of before others. */
static const struct receivable_row *given_up(const struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_RECEIVABLE];
    const struct receivable_row *found = NULL;

    for (size_t i = 0; i < t->n; i++) {
        const struct receivable_row *d = t->rows[i];

        if (d->order_id == p->order->id && d->state == RECEIVABLE_WRITTEN_OFF &&
            (!found || d->paid.fen > 0))
            found = d;
    }
    return found;
}

/* --- the act --------------------------------------------------------------------------------
 */

static enum op from_menu(struct player *p, const uint8_t *menu)
{
    enum op op = OP_ORDER_KEY;
    size_t n = 0;

    while (n < MENU_SIZE && menu[n])
        n++;
    for (int tries = 0; n && tries < 3; tries++) {
        op = menu[player_pick(p, n)];
        if (!turns_back(op) || chance_percent(&p->chance, p->temper.spoil))
            break;
    }
    return op;
}

/* What the goods and the money of a handed-over order suggest. */
static enum op act_on_goods(struct player *p)
{
    const struct shipment_row *s = shipment_of(p);

    if (p->note && p->note->stopped && chance_percent(&p->chance, 40))
        return OP_NOTE_RESUME;
    if (player_asks_to_give_up(p) && chance_percent(&p->chance, 50))
        return from_menu(p, write_off_menu);
    if (player_has_return(p) && chance_percent(&p->chance, 55))
        return player_of_return(p);
    if (p->order->claims && chance_percent(&p->chance, given_up(p) ? 75 : 45))
        return from_menu(p, claim_menu);
    if (given_up(p) && given_up(p)->paid.fen > 0 && chance_percent(&p->chance, 10))
        return OP_RECEIPT_REVERSE;
    if (given_up(p) && chance_percent(&p->chance, 60))
        return from_menu(p, given_up_menu);
    if (owes(p, RECEIVABLE_PART_PAID) && chance_percent(&p->chance, 10))
        return OP_WRITE_OFF_ASK;
    if (owes(p, 0) && chance_percent(&p->chance, 35))
        return from_menu(p, debt_menu);
    if (s && (s->state == SHIPMENT_CONFIRMED || s->state == SHIPMENT_CONFIRMED_DIFF) &&
        chance_percent(&p->chance, 10))
        return from_menu(p, shipment_menu[s->state]);
    if (p->order->state == ORDER_HANDED_OVER && p->note && chance_percent(&p->chance, 80)) {
        if (p->note->state == NOTE_ACCEPTED && s && chance_percent(&p->chance, 80) &&
            shipment_menu[s->state][0])
            return from_menu(p, shipment_menu[s->state]);
        if (note_menu[p->note->state][0])
            return from_menu(p, note_menu[p->note->state]);
    }
    return from_menu(p, order_menu[p->order->state]);
}

static enum op choose_op(struct player *p)
{
    if (chance_percent(&p->chance, p->temper.stray)) {
        enum op op = (enum op)player_pick(p, OP_COUNT);

        return operations[op] ? op : OP_ORDER_KEY;
    }
    if (chance_percent(&p->chance, p->temper.office))
        return office_menu[player_pick(p, sizeof office_menu)];
    if (!p->order || p->world->model.tables[TABLE_ORDER].n < 3 ||
        (chance_percent(&p->chance, p->temper.fresh) && open_orders(p) < p->temper.open))
        return chance_percent(&p->chance, 30) ? OP_ORDER_PLAN : OP_ORDER_KEY;
    if (chance_percent(&p->chance, 8))
        return player_problem(p);
    if (p->note && p->note->void_asked_by && chance_percent(&p->chance, 40))
        return chance_percent(&p->chance, 85) ? OP_NOTE_VOID /* the next side's word */
                                              : OP_NOTE_KEEP;
    if (p->note && chance_percent(&p->chance, player_waits_for_paper(p) ? 80 : 7))
        return player_paper(p);
    if (p->order->earmarked.fen > 0 && chance_percent(&p->chance, 6))
        return from_menu(p, promise_menu);
    if (p->order->state == ORDER_HANDED_OVER || p->order->state == ORDER_CLOSED)
        return act_on_goods(p);
    return from_menu(p, order_menu[p->order->state]);
}

/* Someone whose role may do it, or in one case of 25 anybody. */
static const char *choose_actor(struct player *p, enum op op)
{
    const struct model_table *t = &p->world->model.tables[TABLE_USER_ROLE];
    role_set allowed = catalog[op].roles;
    const struct user_role_row *found = NULL;
    size_t seen = 0;

    if (chance_percent(&p->chance, 4) || !allowed)
        return player_code(p, TABLE_APP_USER, COL_app_user_login);
    if (op >= OP_PRINT_TAKE && op <= OP_PRINT_AGAIN && chance_percent(&p->chance, 80))
        return player_printer(p, op);
    for (size_t i = 0; i < t->n; i++) {
        const struct user_role_row *r = t->rows[i];

        if (role_covers(r->role) & allowed && player_pick(p, ++seen) == 0)
            found = r;
    }
    if (!found)
        return "csr";
    return player_login(p, found->user_id);
}

static void count_roads(bool on)
{
#ifdef OSB_SWITCHES
    static bool was;

    if (!on)
        was = flow_counting;
    flow_counting = on && was;
#else
    (void)on;
#endif
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
    p->world->model.next_block--; /* a trial uses no ids, and counts for nothing */
    count_roads(false);
    decide(w);
    count_roads(true);
    goes = w->ruling.outcome != OUTCOME_REFUSED;
    arena_release(&scratch);
    return goes;
}

struct play player_choose(struct player *p)
{
    struct play play;
    bool sensible;

    need_temper(p);
    sensible = chance_percent(&p->chance, p->temper.sensible);
    for (int tries = 0;; tries++) {
        p->world->args = (struct args){ 0 };
        if (tries % 4 == 0) {
            choose_target(p);
            play.op = choose_op(p);
        }
        player_args(p, play.op);
        play.login = choose_actor(p, play.op);
        if (!sensible || tries == 8 || would_go(p, play))
            return play;
    }
}
