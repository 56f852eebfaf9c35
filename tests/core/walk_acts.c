/*
 * walk_acts.c - what the walk does to an order, each act by who may do it.
 *
 * Who may not is tried beside: walk_tries.c lets everybody try everything.
 */
#include <string.h>

#include "tests/core/walk_parts.h"

const struct act acts[] = {
    { OP_ORDER_VERIFY, "kam", PLAN, NULL, 0 },
    { OP_ORDER_VERIFY, "mm", PLAN, NULL, 0 }, /* another has to approve then */
    { OP_ORDER_APPROVE, "mm", PLAN | CHECKS, NULL, 0 },
    { OP_ORDER_SEND_BACK, "mm", PLAN, NULL, 0 },
    { OP_ORDER_DISCARD, "kam", PLAN, NULL, 0 },
    { OP_ORDER_AMEND, "um", CHECKS, NULL, 10 },
    { OP_ORDER_AMEND, "csr", CHECKS, NULL, 100 },
    { OP_ORDER_AMEND, "kam", CHECKS, NULL, 20 }, /* the market has to approve then */
    { OP_ORDER_ACCEPT, "csr", ROAD | LATE, NULL, 0 },
    { OP_ORDER_CONFIRM, "gm", PLAN, NULL, 0 },
    { OP_ORDER_RESUBMIT, "um", CHECKS, NULL, 0 },
    { OP_ORDER_CANCEL, "csr", ROAD | LATE, NULL, 0 },
    { OP_ORDER_CUT, "csr", QUOTA, NULL, 0 },
    { OP_ORDER_ASK_TRANSFER, "csr", QUOTA, "E2", 0 },
    { OP_ORDER_CONSENT, "um2", QUOTA, NULL, 0 },
    { OP_ORDER_REFUSE_TRANSFER, "um2", QUOTA, NULL, 0 },
    { OP_ORDER_ASK_SLT, "csr", QUOTA, NULL, 0 },
    { OP_ORDER_SIGN_QUOTA, "gm", QUOTA, NULL, 0 },
    { OP_ORDER_SIGN_QUOTA, "dir", QUOTA, NULL, 0 },
    { OP_ORDER_SIGN_QUOTA, "ddir", QUOTA, NULL, 0 },
    { OP_ORDER_REFUSE_QUOTA, "dir", QUOTA, NULL, 0 },
    { OP_ORDER_WITHDRAW, "csr", QUOTA | ST, NULL, 0 },
    { OP_ORDER_QUOTA_MONTH, "SYSTEM", QUOTA, NULL, 0 },
    { OP_ORDER_SIGN, "ddir", ROAD | LATE, NULL, 0 },
    { OP_ORDER_SIGN, "ddir", FUNDS, NULL, 1 },
    { OP_ORDER_SIGN, "dir", CREDIT, NULL, 0 }, /* in the stead of who wrote it */
    { OP_ORDER_SIGN, "ssgl", AWAY, "ddir", 0 },
    { OP_ORDER_SIGN, "bcr", AWAY, "ddir", 0 }, /* another leader's secretary */
    { OP_ORDER_REFUSE, "ddir", CREDIT, NULL, 0 },
    { OP_ORDER_REVOKE, "ddir", CREDIT | FUNDS | ST, NULL, 0 },
    { OP_ORDER_REVOKE, "gm", QUOTA | ST, NULL, 0 },
    { OP_ORDER_REVOKE, "ssgl", AWAY, NULL, 0 },
    { OP_ORDER_RECHECK, "SYSTEM", CREDIT | ST | FUNDS, NULL, 0 },
    { OP_ORDER_LAPSE, "SYSTEM", ST, NULL, 0 },
    { OP_ST_APPLY, "csr", ST, NULL, 0 },
    { OP_ST_SIGN, "gm", ST, NULL, 0 },
    { OP_ST_SIGN, "dir", ST, NULL, 0 },
    { OP_ST_SIGN, "ddir", ST, NULL, 0 },
    { OP_ST_REFUSE, "dir", ST, NULL, 0 },
    { OP_ACCOUNT_LIMIT, "gm", LIMIT, "A1", 50000 },
    { OP_ORDER_SEND, "csr", ROAD | LATE, NULL, 0 },
    { OP_ORDER_PRINT, "fin", ROAD, NULL, 0 },
    { OP_ORDER_REJECT, "fin", CREDIT | PAPER, NULL, 0 },
    { OP_PRINT_DONE, "fin", ROAD, "in the office", 0 },
    { OP_NOTE_REPRINT, "fin", PAPER | MONEY, NULL, 0 },
    { OP_NOTE_VOID, "fin", PAPER, NULL, VOID_MISPRINT },
    { OP_NOTE_VOID, "fin", PAPER, NULL, VOID_CHANGE },
    { OP_NOTE_VOID, "fin", PAPER | FUNDS | GOODS, NULL, VOID_CANCEL },
    { OP_NOTE_VOID, "csr", PAPER, NULL, VOID_MISPRINT },
    { OP_NOTE_VOID, "csr", PAPER, NULL, VOID_CHANGE },
    { OP_NOTE_VOID, "csr", PAPER | FUNDS | GOODS, NULL, VOID_CANCEL },
    { OP_NOTE_VOID, "wh", PAPER, NULL, VOID_MISPRINT },
    { OP_NOTE_VOID, "wh", PAPER, NULL, VOID_CHANGE },
    { OP_NOTE_VOID, "wh", PAPER | FUNDS | GOODS, NULL, VOID_CANCEL },
    { OP_NOTE_KEEP, "scr", PAPER | GOODS, NULL, 0 },
    { OP_NOTE_HAND_OVER, "csr", ROAD, NULL, 0 },
    { OP_NOTE_ACCEPT, "scr", ROAD, NULL, 0 },
    { OP_NOTE_REFUSE, "scr", PAPER, NULL, FAULT_COPIES },
    { OP_NOTE_STOP, "ddir", HALT, NULL, 0 },
    { OP_NOTE_RESUME, "ddir", HALT | FUNDS | BILL, NULL, 0 },
    { OP_NOTE_ALLOCATE, "scr", ROAD, NULL, 0 },
    { OP_NOTE_PICK, "wh", ROAD, NULL, 1 },
    { OP_NOTE_PICK, "wh", ROAD, NULL, 2 },
    { OP_NOTE_CHECK, "wh2", ROAD, NULL, 1 },
    { OP_NOTE_CHECK, "wh2", ROAD, NULL, 2 },
    { OP_NOTE_ISSUE, "wh", ROAD, NULL, 1 },
    { OP_NOTE_ISSUE, "wh", ROAD, NULL, 2 },
    { OP_NOTE_UNISSUE, "wh", GOODS, NULL, 1 },
    { OP_NOTE_UNISSUE, "wh", GOODS, NULL, 2 },
    { OP_NOTE_DROP, "wh", GOODS, NULL, 1 },
    { OP_NOTE_DROP, "wh", GOODS, NULL, 2 },
    { OP_NOTE_STATION, "csr", GOODS, "ST2", 1 },
    { OP_NOTE_CONSIGN, "scr", ROAD, NULL, 1 },
    { OP_NOTE_CONSIGN, "scr", ROAD, NULL, 2 },
    { OP_STOCK_RECEIVE, "wh", SHORT, "P3", 6 },
    { OP_NOTE_SHORT_CLOSE, "csr", SHORT | GOODS | SLIP, NULL, 0 },
    { OP_ORDER_AMEND_REST, "csr", REST, NULL, 18 },
    { OP_NOTE_WAYBILL, "scr", SLIP, "WB2", 1 },
    { OP_NOTE_FEEDBACK, "scr", SLIP, NULL, 1 },
    { OP_NOTE_CONFIRM, "csr", ROAD, NULL, 1 },
    { OP_NOTE_CONFIRM, "csr", ROAD, NULL, 2 },
    { OP_NOTE_CONFIRM, "csr", SLIP, "short", CLAIM_REPLACE },
    { OP_NOTE_CONFIRM, "csr", SLIP, "damaged", CLAIM_CREDIT },
    { OP_NOTE_CONFIRM, "csr", SLIP, "wrong", CLAIM_REDUCE },
    { OP_NOTE_REFUSED, "wh", SLIP, NULL, 1 },
    { OP_NOTE_LOST, "scr", SLIP, NULL, CLAIM_CREDIT },
    { OP_NOTE_LOST, "csr", SLIP, NULL, CLAIM_REPLACE },
    { OP_CLAIM_RECORD, "um", LATER, "damaged", CLAIM_CREDIT },
    { OP_CLAIM_RECORD, "csr", LATER, "price", CLAIM_REDUCE },
    { OP_CLAIM_RECORD, "csr", PRICE, "damaged", CLAIM_REDUCE },
    { OP_PRICE_CORRECT, "csr", PRICE, "fax", 1010 }, /* small; up */
    { OP_PRICE_CORRECT, "csr", PRICE, "fax", 1100 }, /* large */
    { OP_PRICE_CORRECT, "csr", PRICE, "", 1020 },    /* behind his back */
    { OP_PRICE_CORRECT, "csr", PRICE, "", 900 },
    { OP_PRICE_CORRECT, "csr", PRICE, "", 0 },
    { OP_CLAIM_WITHDRAW, "csr", PRICE, NULL, 0 },
    { OP_CLAIM_ACCEPT, "um", SLIP | LATER | PRICE, NULL, 0 },
    { OP_CLAIM_ACCEPT, "ddir", SLIP | LATER | PRICE, NULL, 0 },
    { OP_CLAIM_ACCEPT, "ddir", LATER, NULL, GOODS_LEFT },
    { OP_CLAIM_REFUSE, "ddir", SLIP | LATER, NULL, 0 },
    { OP_CLAIM_RECEIVE, "wh", SLIP | LATER, NULL, 0 },
    { OP_CLAIM_FOUND, "wh", SLIP, NULL, 1 },
    { OP_CLAIM_CLOSE_FOUND, "um", SLIP, NULL, CARRIER_DROPPED },
    { OP_CLAIM_CLOSE_FOUND, "ddir", SLIP, NULL, CARRIER_OPEN },
    { OP_CARRIER_CLAIM_RECORD, "scr", LATER, NULL, 500 },
    { OP_CARRIER_CLAIM_SETTLE, "fin", LATER, "B", CARRIER_PAID },
    { OP_CARRIER_CLAIM_SETTLE, "csr", LATER, NULL, CARRIER_DROPPED },
    { OP_RETURN_APPLY, "um", BACK, "many", WHY_DOUBT },
    { OP_RETURN_APPLY, "kam", BACK, "many", WHY_SURPLUS },
    { OP_RETURN_CONFIRM, "um", BACK, NULL, 0 },
    { OP_RETURN_CONFIRM, "mm", BACK, NULL, 0 },
    { OP_RETURN_VERIFY, "kam", BACK, NULL, 7 },
    { OP_RETURN_EXAMINE, "tech", BACK, NULL, FOUND_TO_BE_FAULTY },
    { OP_RETURN_EXAMINE, "tech", BACK, NULL, FOUND_TO_BE_NOT_GENUINE },
    { OP_RETURN_REVIEW, "ddir", BACK, NULL, 0 },
    { OP_RETURN_REFUSE, "um", BACK, NULL, 0 },
    { OP_RETURN_REFUSE, "mm", BACK, NULL, 0 },
    { OP_RETURN_REFUSE, "ddir", BACK, NULL, 0 },
    { OP_RETURN_WITHDRAW, "kam", BACK, NULL, 0 },
    { OP_RETURN_WITHDRAW, "um", BACK, NULL, 0 },
    { OP_RETURN_ISSUE, "csr", BACK, NULL, 0 },
    { OP_RETURN_RECEIVE, "wh", BACK, NULL, 0 },
    { OP_RETURN_SETTLE, "wh", BACK, NULL, 5 },
    { OP_NOTE_DEEM, "SYSTEM", SLIP, NULL, 1 },
    { OP_INVOICE_ISSUE, "fin", ROAD, NULL, 0 },
    { OP_RECEIPT_RECORD, "fin", ROAD, NULL, ALL_MONEY },
    { OP_RECEIPT_RECORD, "fin", PART, "B", 100000 },
    { OP_RECEIPT_RECORD, "fin", PAID, "B", 130000 },
    { OP_RECEIPT_RECORD, "fin", MONEY, "B", 500 },
    { OP_RECEIPT_RECORD, "fin", BILL, "bill", 105000 },
    { OP_RECEIPT_CLEAR, "fin2", BILL, NULL, 0 },
    { OP_RECEIPT_CLEAR, "fin2", BILL, "early", 0 },
    { OP_RECEIPT_EARMARK, "fin2", FUNDS, NULL, 0 },
    { OP_RECEIPT_RELEASE, "fin2", FUNDS, NULL, 0 },
    { OP_RECEIPT_ALLOCATE, "fin2", ROAD, NULL, 0 },
    { OP_RECEIPT_ALLOCATE, "fin", MONEY, NULL, 0 }, /* who recorded it */
    { OP_RECEIPT_REVERSE, "fin", FUNDS | MONEY | DEBT | BILL, NULL, 0 },
    { OP_REFUND_ASK, "fin", MONEY, NULL, 500 },
    { OP_REFUND_PAY, "fin2", MONEY, NULL, 0 },
    { OP_REFUND_PAY, "fin", MONEY, NULL, 0 }, /* who asked for it */
    { OP_REFUND_DROP, "fin2", MONEY, NULL, 0 },
    { OP_RECEIPT_ALLOCATE, "fin2", DEBT, "recover", 0 },
    { OP_WRITE_OFF_ASK, "fin", DEBT, NULL, 0 },
    { OP_WRITE_OFF_SIGN, "ddir", DEBT, NULL, 0 },
    { OP_WRITE_OFF_SIGN, "dir", DEBT, NULL, 0 },
    { OP_WRITE_OFF_SIGN, "gm", DEBT, NULL, 0 },
    { OP_WRITE_OFF_REFUSE, "ddir", DEBT, NULL, 0 },
    { OP_WRITE_OFF_WITHDRAW, "fin2", DEBT, NULL, 0 },
    { OP_ORDER_CLOSE, "csr", ROAD, NULL, 0 },
    { OP_PROBLEM_OPEN, "csr", LATE, NULL, DEPT_LEADERS },
    { OP_PROBLEM_BREACH, "SYSTEM", LATE, NULL, 0 },
    { OP_PROBLEM_BREACH, "SYSTEM", STAY, "note", 0 },
    { OP_PROBLEM_EXPLAIN, "csr", LATE, NULL, BECAUSE_PAPER },
    { OP_PROBLEM_EXPLAIN, "ddir", LATE, NULL, BECAUSE_PEOPLE },
    { OP_PROBLEM_EXPLAIN, "fin", LATE, NULL, BECAUSE_SYSTEM },
    { OP_PROBLEM_EXPLAIN, "scr", STAY, NULL, BECAUSE_CARRIER },
    { OP_PROBLEM_REVIEW, "gm", LATE | STAY, NULL, 0 },
    { OP_PROBLEM_REVIEW, "ddir", LATE, NULL, 0 }, /* who may have explained it */
    { OP_PROBLEM_ACTION, "ssgl", LATE | STAY, "fin", 3 },
    { OP_PROBLEM_CLOSE, "ssgl", LATE | STAY, NULL, 0 },
    { ACT_WAIT, NULL, TIME, NULL, 40 },
};
const size_t act_count = COUNT(acts);

const void *walk_last(const struct model *m, enum table table)
{
    const struct model_table *t = &m->tables[table];

    return t->n ? t->rows[t->n - 1] : NULL;
}

/* The first printing of the newest note: whether that is out is what a state's look says. */
static const struct print_job_row *printing_of(const struct model *m)
{
    const struct note_row *n = walk_last(m, TABLE_NOTE);

    for (size_t i = 0; n && i < m->tables[TABLE_PRINT_JOB].n; i++) {
        const struct print_job_row *j = m->tables[TABLE_PRINT_JOB].rows[i];

        if (j->note_id == n->id)
            return j;
    }
    return NULL;
}

/* What only this operation needs. */
static bool own_args(struct world *c, const struct act *a, const struct order_row *o)
{
    const struct receipt_row *r = walk_receipt_of(&c->model, a->op);
    int64_t need = o->total.fen - o->earmarked.fen;
    struct item *item;

    switch ((int)a->op) {
    case OP_ORDER_AMEND:
        give_line(c, 1, NULL, a->n, -1);
        if (!strcmp(a->login, "csr"))
            give_text(c, P_requester, "um");
        return true;
    case OP_ORDER_AMEND_REST:
        give_line(c, 1, NULL, a->n, -1);
        give_text(c, P_requester, "um");
        return true;
    case OP_ORDER_CANCEL:
        give_text(c, P_requester, "um");
        return true;
    case OP_ORDER_ASK_TRANSFER:
        give_text(c, P_area, a->text);
        return true;
    case OP_ORDER_SIGN:
        if (a->n)
            give_number(c, P_tolerance, 1);
        if (!a->text)
            return true;
        give_text(c, P_principal, a->text);
        give_number(c, P_consent_at, c->model.now.us - INSTANT_MINUTE);
        give_text(c, P_consent_by, "csr");
        return true;
    case OP_ACCOUNT_LIMIT:
        give_text(c, P_account, a->text);
        give_number(c, P_limit, a->n);
        return true;
    case OP_NOTE_REFUSE:
        give_number(c, P_fault, a->n);
        return true;
    case OP_PRINT_DONE:
        give_text(c, P_remark, a->text);
        return printing_of(&c->model) != NULL;
    case OP_NOTE_VOID:
        give_number(c, P_way, a->n);
        return true;
    case OP_NOTE_STATION:
        give_text(c, P_station, a->text);
        return true;
    case OP_STOCK_RECEIVE:
        give_text(c, P_product, a->text);
        give_text(c, P_warehouse, "W1");
        give_number(c, P_qty, a->n);
        return true;
    case OP_NOTE_WAYBILL:
        give_text(c, P_waybill, a->text);
        return true;
    case OP_NOTE_LOST:
        give_number(c, P_remedy, a->n);
        return true;
    case OP_CLAIM_ACCEPT:
        if (a->n)
            give_number(c, P_goods, a->n);
        return true;
    case OP_CLAIM_FOUND:
        item = give_item(c, P_lines);
        item->has_line = item->has_qty = true;
        item->line = 1;
        item->qty = qty(a->n);
        return true;
    case OP_CLAIM_CLOSE_FOUND:
        give_number(c, P_carrier_state, a->n);
        return true;
    case OP_CARRIER_CLAIM_RECORD: /* once */
        give_number(c, P_amount, a->n);
        give_number(c, P_cause, DIFF_DAMAGED);
        return c->model.tables[TABLE_CARRIER_CLAIM].n == 0;
    case OP_CARRIER_CLAIM_SETTLE:
        give_number(c, P_carrier_state, a->n);
        give_text(c, a->text ? P_bank_ref : P_reason, a->text ? a->text : "said");
        return c->model.tables[TABLE_CARRIER_CLAIM].n > 0;
    case OP_PRICE_CORRECT:
        walk_price_args(c, a);
        return true;
    case OP_RETURN_APPLY:
    case OP_RETURN_VERIFY:
    case OP_RETURN_EXAMINE:
    case OP_RETURN_SETTLE:
        return walk_return_args(c, a);
    case OP_PROBLEM_OPEN:
    case OP_PROBLEM_BREACH:
    case OP_PROBLEM_EXPLAIN:
    case OP_PROBLEM_ACTION:
        return walk_problem_args(c, a);
    case OP_NOTE_CONFIRM:
    case OP_CLAIM_RECORD:
        walk_slip_args(c, a);
        return true;
    case OP_RECEIPT_RECORD:
        return walk_receipt_args(c, a, o);
    case OP_RECEIPT_CLEAR:
        if (a->text)
            give_text(c, P_remark, a->text);
        return true;
    case OP_REFUND_ASK:
        give_number(c, P_amount, a->n);
        return c->model.tables[TABLE_REFUND].n == 0 && o->state == ORDER_CLOSED;
    case OP_RECEIPT_ALLOCATE:
        return !a->text || walk_recovery_args(c, r);
    case OP_RECEIPT_EARMARK:
        give_number(c, P_amount, r && r->free.fen < need ? r->free.fen : need);
        return r != NULL;
    default:
        return true;
    }
}

/* Lost goods turn up twice at most: a third time differs in nothing but the count. */
static bool may_be_found(const struct model *m, const struct claim_row *c)
{
    size_t finds = 0;

    for (size_t i = 0; i < m->tables[TABLE_STOCK_MOVE].n; i++)
        finds += ((const struct stock_move_row *)m->tables[TABLE_STOCK_MOVE].rows[i])->kind ==
                 MOVE_FOUND;
    return finds < 2 && (c->state == CLAIM_IS_SETTLED || c->state == CLAIM_IS_FOUND);
}

/* The newest claim that the act could be about. */
static const struct claim_row *claim_of(const struct model *m, enum op op)
{
    const struct claim_row *found = NULL;

    for (size_t i = 0; i < m->tables[TABLE_CLAIM].n; i++) {
        const struct claim_row *c = m->tables[TABLE_CLAIM].rows[i];

        if (op == OP_CLAIM_RECEIVE       ? c->state == CLAIM_IS_ACCEPTED
            : op == OP_CLAIM_FOUND       ? may_be_found(m, c)
            : op == OP_CLAIM_CLOSE_FOUND ? c->state == CLAIM_IS_FOUND
                                         : c->state < CLAIM_IS_ACCEPTED)
            found = c;
    }
    return found;
}

static int64_t part_of(const struct act *a)
{
    return a->op == OP_NOTE_LOST || a->op == OP_CARRIER_CLAIM_RECORD || a->text ? 1
           : a->n                                                               ? a->n
                                                                                : 1;
}

bool act_args(struct world *c, const struct act *a)
{
    const struct model *m = &c->model;
    const struct order_row *o = walk_last(m, TABLE_ORDER);
    const struct note_row *n = walk_last(m, TABLE_NOTE);
    const struct receipt_row *r = walk_receipt_of(m, a->op);
    const struct receivable_row *d = walk_last(m, TABLE_RECEIVABLE);

    c->args = (struct args){ 0 };
    if (!own_args(c, a, o))
        return false;
    for (size_t i = 0; i < catalog[a->op].param_count; i++) {
        enum param p = catalog[a->op].params[i].param;

        if (!catalog[a->op].params[i].required || c->args.v[p].given)
            continue;
        switch ((int)p) {
        case P_order:
            give_text(c, p, str_text(c->arena, o->no));
            break;
        case P_note:
            if (!n)
                return false;
            give_text(c, p, str_text(c->arena, n->no));
            break;
        case P_job:
            give_number(c, p, printing_of(m)->id);
            break;
        case P_part:
            give_number(c, p, part_of(a));
            break;
        case P_receivable:
            if (!d)
                return false;
            give_text(c, p, str_text(c->arena, d->no));
            break;
        case P_claim:
            if (!claim_of(m, a->op))
                return false;
            give_text(c, p, str_text(c->arena, claim_of(m, a->op)->no));
            break;
        case P_carrier_claim:
            give_text(
                c, p,
                str_text(
                    c->arena,
                    ((const struct carrier_claim_row *)walk_last(m, TABLE_CARRIER_CLAIM))->no));
            break;
        case P_goods_return:
            if (!m->tables[TABLE_GOODS_RETURN].n)
                return false;
            give_text(
                c, p,
                str_text(
                    c->arena,
                    ((const struct goods_return_row *)walk_last(m, TABLE_GOODS_RETURN))->no));
            break;
        case P_problem:
            if (!walk_problem_of(m, a->op))
                return false;
            give_text(c, p, str_text(c->arena, walk_problem_of(m, a->op)->no));
            break;
        case P_receipt:
            if (!r)
                return false;
            give_text(c, p, str_text(c->arena, r->no));
            break;
        case P_grounds:
            give_text(c, p, m->tables[TABLE_ST_CASE].n ? "other grounds" : "grounds");
            break;
        case P_why:
            give_number(c, p, REASON_GROWTH);
            break;
        default:
            give_text(c, p, "said");
            break;
        }
    }
    return true;
}
