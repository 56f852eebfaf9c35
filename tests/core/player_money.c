/*
 * player_money.c - receipts and claims that a command could be meant for.
 */
#include "tests/core/player.h"

static bool refund_waits(const struct player *p, int64_t receipt_id)
{
    const struct model_table *t = &p->world->model.tables[TABLE_REFUND];

    for (size_t i = 0; i < t->n; i++) {
        const struct refund_row *f = t->rows[i];

        if (f->receipt_id == receipt_id && f->state == REFUND_ASKED)
            return true;
    }
    return false;
}

/* A receipt that the operation could be meant for. */
static bool receipt_fits(struct player *p, enum op op, const struct receipt_row *r)
{
    const struct model_table *t = &p->world->model.tables[TABLE_EARMARK];
    bool refund = op == OP_REFUND_ASK || op == OP_REFUND_PAY || op == OP_REFUND_DROP;

    if (op == OP_RECEIPT_CLAIM)
        return !r->account_id && r->state == RECEIPT_OPEN;
    if (op == OP_RECEIPT_UNCLAIM)
        return r->claimed_by && (r->free.fen == r->amount.fen || player_pick(p, 8) == 0);
    if (op == OP_RECEIPT_REVERSE && !r->account_id)
        return r->state == RECEIPT_OPEN && player_pick(p, 8) == 0;
    if (!refund && (!p->order || r->account_id != p->order->account_id))
        return false;
    if (op == OP_REFUND_PAY || op == OP_REFUND_DROP)
        return refund_waits(p, r->id);
    if (op == OP_RECEIPT_EARMARK || op == OP_RECEIPT_ALLOCATE || op == OP_REFUND_ASK)
        return r->free.fen > 0;
    if (op == OP_RECEIPT_CLEAR)
        return r->state == RECEIPT_TO_CLEAR;
    if (op == OP_RECEIPT_REVERSE && p->order->earmarked.fen == 0)
        return r->state == RECEIPT_TO_CLEAR ||
               (r->state == RECEIPT_OPEN &&
                (r->allocated.fen > 0 || (p->order->reserved.fen > 0 && r->free.fen > 0)));
    for (size_t i = 0; i < t->n; i++) {
        const struct earmark_row *e = t->rows[i];

        if (e->receipt_id == r->id && e->order_id == p->order->id && e->amount.fen > 0)
            return true;
    }
    return false;
}

struct str player_receipt(struct player *p, enum op op)
{
    const struct model_table *t = &p->world->model.tables[TABLE_RECEIPT];
    const struct receipt_row *found = NULL;
    size_t seen = 0;

    for (size_t i = 0; i < t->n && !chance_percent(&p->chance, 1); i++)
        if (receipt_fits(p, op, t->rows[i]) && player_pick(p, ++seen) == 0)
            found = t->rows[i];
    return found ? found->no : str_of(player_code(p, TABLE_RECEIPT, COL_receipt_no));
}

unsigned player_receipt_option(const struct player *p, enum param param)
{
    if (param == P_customer || param == P_payer) /* a few of the bank's lines name nobody */
        return param == P_payer ? 50 : 90;
    if (param == P_drawer || param == P_maturity)
        return p->world->args.v[P_pay_method].n >= PAY_CHEQUE ? 95 : 2;
    return 25;
}

/* A claim of the order that the operation could be meant for. */
struct str player_claim(struct player *p, enum op op)
{
    const struct model_table *t = &p->world->model.tables[TABLE_CLAIM];
    const struct claim_row *found = NULL;
    size_t seen = 0;

    for (size_t i = 0; i < t->n && !chance_percent(&p->chance, 1); i++) {
        const struct claim_row *c = t->rows[i];
        bool fits = op == OP_CLAIM_RECEIVE       ? c->state == CLAIM_IS_ACCEPTED
                    : op == OP_CLAIM_CLOSE_FOUND ? c->state == CLAIM_IS_FOUND
                    : op == OP_CLAIM_FOUND
                        ? c->state == CLAIM_IS_SETTLED || c->state == CLAIM_IS_FOUND
                        : c->state < CLAIM_IS_ACCEPTED;

        if (p->order && c->order_id == p->order->id && fits && player_pick(p, ++seen) == 0)
            found = c;
    }
    return found ? found->no : str_of(player_code(p, TABLE_CLAIM, COL_claim_no));
}

const char *player_carrier_claim(struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_CARRIER_CLAIM];
    const struct carrier_claim_row *found = NULL;
    size_t seen = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct carrier_claim_row *c = t->rows[i];

        if (c->state == CARRIER_OPEN && player_pick(p, ++seen) == 0)
            found = c;
    }
    return found ? str_text(p->world->arena, found->no)
                 : player_code(p, TABLE_CARRIER_CLAIM, COL_carrier_claim_no);
}

bool player_asks_to_give_up(const struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_WRITE_OFF];

    for (size_t i = 0; i < t->n; i++) {
        const struct write_off_row *off = t->rows[i];

        if (off->order_id == p->order->id && off->state == WRITE_OFF_ASKED)
            return true;
    }
    return false;
}
