/*
 * walk_acts.c - the acts that the walk tries, each by who may and by some who may not.
 */
#include "tests/core/walk_parts.h"

#include <string.h>

const struct act acts[] = {
    { OP_ORDER_VERIFY, "kam", NULL, 0 },
    { OP_ORDER_VERIFY, "mm", NULL, 0 },
    { OP_ORDER_APPROVE, "mm", NULL, 0 },
    { OP_ORDER_APPROVE, "mm2", NULL, 0 },
    { OP_ORDER_SEND_BACK, "mm", NULL, 0 },
    { OP_ORDER_DISCARD, "kam", NULL, 0 },
    { OP_ORDER_AMEND, "um", "P1", 10 },
    { OP_ORDER_AMEND, "csr", "P1", 100 },
    { OP_ORDER_ACCEPT, "csr", NULL, 0 },
    { OP_ORDER_ACCEPT, "fin", NULL, 0 },
    { OP_ORDER_RESUBMIT, "um", NULL, 0 },
    { OP_ORDER_CANCEL, "csr", NULL, 0 },
    { OP_ORDER_CUT, "csr", NULL, 0 },
    { OP_ORDER_ASK_TRANSFER, "csr", "E2", 0 },
    { OP_ORDER_CONSENT, "um2", NULL, 0 },
    { OP_ORDER_CONSENT, "um", NULL, 0 },
    { OP_ORDER_REFUSE_TRANSFER, "um2", NULL, 0 },
    { OP_ORDER_ASK_SLT, "csr", NULL, 0 },
    { OP_ORDER_SIGN_QUOTA, "gm", NULL, 0 },
    { OP_ORDER_SIGN_QUOTA, "dir", NULL, 0 },
    { OP_ORDER_SIGN_QUOTA, "ddir", NULL, 0 },
    { OP_ORDER_REFUSE_QUOTA, "dir", NULL, 0 },
    { OP_ORDER_WITHDRAW, "csr", NULL, 0 },
    { OP_ORDER_SIGN, "ddir", NULL, 0 },
    { OP_ORDER_SIGN, "ddir", NULL, 1 },
    { OP_ORDER_SIGN, "dir", NULL, 0 },
    { OP_ORDER_SIGN, "csr", NULL, 0 },
    { OP_ORDER_REFUSE, "ddir", NULL, 0 },
    { OP_ORDER_REVOKE, "ddir", NULL, 0 },
    { OP_ORDER_RECHECK, "SYSTEM", NULL, 0 },
    { OP_ORDER_LAPSE, "SYSTEM", NULL, 0 },
    { OP_ST_APPLY, "csr", NULL, 0 },
    { OP_ST_SIGN, "gm", NULL, 0 },
    { OP_ST_SIGN, "dir", NULL, 0 },
    { OP_ST_SIGN, "ddir", NULL, 0 },
    { OP_ST_SIGN, "csr", NULL, 0 },
    { OP_ST_REFUSE, "dir", NULL, 0 },
    { OP_ORDER_SEND, "csr", NULL, 0 },
    { OP_ORDER_PRINT, "fin", NULL, 0 },
    { OP_ORDER_PRINT, "csr", NULL, 0 },
    { OP_ORDER_REJECT, "fin", NULL, 0 },
    { OP_NOTE_VOID, "fin", NULL, VOID_MISPRINT },
    { OP_NOTE_VOID, "fin", NULL, VOID_CHANGE },
    { OP_NOTE_VOID, "fin", NULL, VOID_CANCEL },
    { OP_NOTE_VOID, "csr", NULL, VOID_MISPRINT },
    { OP_NOTE_VOID, "csr", NULL, VOID_CHANGE },
    { OP_NOTE_VOID, "csr", NULL, VOID_CANCEL },
    { OP_NOTE_HAND_OVER, "csr", NULL, 0 },
    { OP_NOTE_ACCEPT, "scr", NULL, 0 },
    { OP_NOTE_REFUSE, "scr", NULL, 0 },
    { OP_NOTE_ALLOCATE, "scr", NULL, 0 },
    { OP_NOTE_PICK, "wh", NULL, 0 },
    { OP_NOTE_CHECK, "wh", NULL, 0 },
    { OP_NOTE_CHECK, "wh2", NULL, 0 },
    { OP_NOTE_ISSUE, "wh", NULL, 0 },
    { OP_NOTE_UNISSUE, "wh", NULL, 0 },
    { OP_NOTE_DROP, "wh", NULL, 0 },
    { OP_NOTE_CONSIGN, "scr", NULL, 0 },
    { OP_NOTE_FEEDBACK, "scr", NULL, 0 },
    { OP_NOTE_CONFIRM, "csr", NULL, 0 },
    { OP_NOTE_REFUSED, "csr", NULL, 0 },
    { OP_NOTE_LOST, "csr", NULL, 0 },
    { OP_NOTE_STOP, "ddir", NULL, 0 },
    { OP_NOTE_RESUME, "ddir", NULL, 0 },
    { OP_NOTE_SHORT_CLOSE, "csr", NULL, 0 },
    { OP_INVOICE_ISSUE, "fin", NULL, 0 },
    { OP_RECEIPT_RECORD, "fin", "B1", 100000 },
    { OP_RECEIPT_RECORD, "fin", "B2", 130000 },
    { OP_RECEIPT_EARMARK, "fin2", NULL, 121000 },
    { OP_RECEIPT_ALLOCATE, "fin2", NULL, 0 },
    { OP_RECEIPT_REVERSE, "fin", NULL, 0 },
    { OP_ORDER_CLOSE, "csr", NULL, 0 },
    { OP_ORDER_REOPEN, "csr", NULL, 0 },
};

const size_t act_count = COUNT(acts);

const void *walk_last(const struct model *m, enum table table)
{
    const struct model_table *t = &m->tables[table];

    return t->n ? t->rows[t->n - 1] : NULL;
}

static void act_lines(struct world *c, const struct act *a)
{
    give_line(c, 1, a->text, a->n, -1);
    if (!strcmp(a->login, "csr"))
        give_text(c, P_requester, "um");
}

void act_args(struct world *c, const struct act *a)
{
    const struct model *m = &c->model;
    const struct order_row *o = walk_last(m, TABLE_ORDER);
    const struct note_row *n = walk_last(m, TABLE_NOTE);
    const struct shipment_row *s = walk_last(m, TABLE_SHIPMENT);
    const struct receipt_row *r = walk_last(m, TABLE_RECEIPT);

    c->args = (struct args){ 0 };
    give_text(c, P_order, str_text(c->arena, o->no));
    give_text(c, P_note, n ? str_text(c->arena, n->no) : "none");
    give_number(c, P_part, s ? s->part : 1);
    give_text(c, P_receipt, r ? str_text(c->arena, r->no) : "none");
    give_text(c, P_reason, "because");
    give_text(c, P_memo, "memo");
    give_text(
        c, P_grounds,
        str_text(c->arena, str_format(c->arena, "grounds %zu", m->tables[TABLE_ST_CASE].n)));
    give_number(c, P_why, REASON_GROWTH);
    give_text(c, P_waybill, "WB1");
    give_text(c, P_carrier, "carrier");
    give_text(c, P_signer, "customer");
    give_number(c, P_claim, CLAIM_CREDIT);
    if (a->op == OP_ORDER_AMEND)
        act_lines(c, a);
    if (a->op == OP_ORDER_ASK_TRANSFER)
        give_text(c, P_area, a->text);
    if (a->op == OP_ORDER_SIGN && a->n)
        give_number(c, P_tolerance, 1);
    if (a->op == OP_NOTE_VOID)
        give_number(c, P_way, a->n);
    if (a->op == OP_RECEIPT_RECORD) {
        give_text(c, P_customer, "C1");
        if (o->account_id != world_id(c, TABLE_CREDIT_ACCOUNT, "A1"))
            give_text(c, P_customer, "C2");
        give_number(c, P_amount, a->n);
        give_number(c, P_pay_method, PAY_TRANSFER);
        give_text(c, P_bank_ref, a->text);
    }
    if (a->op == OP_RECEIPT_EARMARK)
        give_number(c, P_amount, a->n < o->total.fen ? a->n : o->total.fen);
    for (enum param p = 0; p < PARAM_COUNT; p++) { /* only what the operation knows */
        bool known = false;

        for (size_t i = 0; i < catalog[a->op].param_count; i++)
            known |= catalog[a->op].params[i].param == p;
        if (!known)
            c->args.v[p] = (struct arg){ 0 };
    }
}
