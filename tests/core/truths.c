/*
 * truths.c - which truths are asked: of everything, or of what a command touched.
 */
#include "tests/core/truths.h"

#include "tests/core/truths_parts.h"

void must(struct truths *t, bool holds, const char *what, int64_t id)
{
    if (!holds && !t->fault)
        t->fault =
            str_text(t->arena, str_format(t->arena, "%s (row %lld)", what, (long long)id));
}

/* The truths of one row of that table. */
static void row_holds(struct truths *t, enum table table, const void *row)
{
    switch ((int)table) {
    case TABLE_CREDIT_ACCOUNT:
        account_holds(t, row);
        break;
    case TABLE_ORDER:
        order_holds(t, row);
        break;
    case TABLE_NOTE:
        note_holds(t, row);
        break;
    case TABLE_SHIPMENT:
        shipment_holds(t, row);
        break;
    case TABLE_CLAIM:
        claim_holds(t, row);
        break;
    case TABLE_GOODS_RETURN:
        goods_return_holds(t, row);
        break;
    case TABLE_CARRIER_CLAIM:
        carrier_claim_holds(t, row);
        break;
    case TABLE_RECEIVABLE:
        receivable_holds(t, row);
        break;
    case TABLE_RECEIPT:
        receipt_holds(t, row);
        break;
    case TABLE_EARMARK:
        earmark_holds(t, row);
        break;
    case TABLE_REFUND:
        refund_holds(t, row);
        break;
    case TABLE_WRITE_OFF:
        write_off_holds(t, row);
        break;
    case TABLE_LIMIT_DECISION:
        limit_holds(t, row);
        break;
    case TABLE_LIMIT_PROPOSAL:
        proposal_holds(t, row);
        break;
    case TABLE_PROBLEM:
        problem_holds(t, row);
        break;
    case TABLE_QUOTA_CELL:
        cell_holds(t, row);
        break;
    case TABLE_STOCK:
        stock_holds(t, row);
        break;
    case TABLE_COUNTER:
        counter_holds(t, row);
        break;
    case TABLE_VERDICT:
        verdict_holds(t, row);
        break;
    case TABLE_EXPOSURE:
        entry_holds(t, row);
        break;
    case TABLE_QUOTA_ENTRY:
        booking_holds(t, row);
        break;
    case TABLE_QUOTA_CHANGE:
        change_holds(t, row);
        break;
    case TABLE_DOCUMENT:
        document_holds(t, row);
        break;
    case TABLE_FORM:
        form_holds(t, row);
        break;
    case TABLE_INVOICE:
        invoice_holds(t, row);
        break;
    default:
        break; /* seen from the row that it belongs to, or free */
    }
}

const char *truths_broken(const struct model *m, struct arena *arena)
{
    struct truths t = { m, arena, NULL, NULL };

    for (enum table table = 0; table < TABLE_COUNT; table++)
        if (table != TABLE_QUOTA_ENTRY) /* a booking is judged while its cells are those */
            for (size_t i = 0; i < m->tables[table].n && !t.fault; i++)
                row_holds(&t, table, m->tables[table].rows[i]);
    return t.fault;
}

/* --- what a command touched -----------------------------------------------------------------
 */

/* A row that hangs on another: table and column that name it. */
static const struct hangs {
    enum table table;
    uint8_t column;
    enum table on;
} hangs[] = {
    { TABLE_ORDER_LINE, COL_order_line_order_id, TABLE_ORDER },
    { TABLE_SIGNATURE, COL_signature_order_id, TABLE_ORDER },
    { TABLE_NOTE, COL_note_order_id, TABLE_ORDER },
    { TABLE_NOTE_LINE, COL_note_line_note_id, TABLE_NOTE },
    { TABLE_NOTE_COPY, COL_note_copy_note_id, TABLE_NOTE },
    { TABLE_PRINT_JOB, COL_print_job_note_id, TABLE_NOTE },
    { TABLE_FORM, COL_form_document_id, TABLE_DOCUMENT },
    { TABLE_SHIPMENT, COL_shipment_note_id, TABLE_NOTE },
    { TABLE_SHIPMENT, COL_shipment_order_id, TABLE_ORDER },
    { TABLE_SHIPMENT_LINE, COL_shipment_line_shipment_id, TABLE_SHIPMENT },
    { TABLE_CLAIM, COL_claim_order_id, TABLE_ORDER },
    { TABLE_CLAIM, COL_claim_shipment_id, TABLE_SHIPMENT },
    { TABLE_CLAIM_LINE, COL_claim_line_claim_id, TABLE_CLAIM },
    { TABLE_GOODS_RETURN, COL_goods_return_order_id, TABLE_ORDER },
    { TABLE_GOODS_RETURN, COL_goods_return_shipment_id, TABLE_SHIPMENT },
    { TABLE_GOODS_RETURN_LINE, COL_goods_return_line_return_id, TABLE_GOODS_RETURN },
    { TABLE_RECEIVABLE, COL_receivable_shipment_id, TABLE_SHIPMENT },
    { TABLE_RECEIVABLE, COL_receivable_account_id, TABLE_CREDIT_ACCOUNT },
    { TABLE_EARMARK, COL_earmark_receipt_id, TABLE_RECEIPT },
    { TABLE_EARMARK, COL_earmark_order_id, TABLE_ORDER },
    { TABLE_REFUND, COL_refund_receipt_id, TABLE_RECEIPT },
    { TABLE_WRITE_OFF, COL_write_off_receivable_id, TABLE_RECEIVABLE },
    { TABLE_WRITE_OFF_SIGNATURE, COL_write_off_signature_write_off_id, TABLE_WRITE_OFF },
    { TABLE_LIMIT_SIGNATURE, COL_limit_signature_limit_id, TABLE_LIMIT_DECISION },
    { TABLE_EVENT, COL_event_order_id, TABLE_ORDER },
    { TABLE_PROBLEM_BREACH, COL_problem_breach_problem_id, TABLE_PROBLEM },
    { TABLE_EXPOSURE, COL_exposure_account_id, TABLE_CREDIT_ACCOUNT },
    { TABLE_EXPOSURE, COL_exposure_order_id, TABLE_ORDER },
    { TABLE_EXPOSURE, COL_exposure_receivable_id, TABLE_RECEIVABLE },
    { TABLE_EXPOSURE, COL_exposure_receipt_id, TABLE_RECEIPT },
    { TABLE_QUOTA_ENTRY, COL_quota_entry_cell_id, TABLE_QUOTA_CELL },
    { TABLE_QUOTA_ENTRY, COL_quota_entry_order_id, TABLE_ORDER },
    { TABLE_ALLOCATION, COL_allocation_receipt_id, TABLE_RECEIPT },
    { TABLE_ALLOCATION, COL_allocation_receivable_id, TABLE_RECEIVABLE },
    { TABLE_INVOICE_LINE, COL_invoice_line_invoice_id, TABLE_INVOICE },
    { TABLE_INVOICE_LINE, COL_invoice_line_receivable_id, TABLE_RECEIVABLE },
    { TABLE_VERDICT, COL_verdict_order_id, TABLE_ORDER },
};

/* Rows to look at, each once. */
#define SEEN_ROOM 256
struct seen {
    struct {
        enum table table;
        int64_t id;
    } v[SEEN_ROOM];
    size_t n;
};

static void look_at(struct truths *t, struct seen *seen, enum table table, int64_t id)
{
    const void *row = id ? model_find(t->m, table, id) : NULL;

    for (size_t i = 0; i < seen->n; i++)
        if (seen->v[i].table == table && seen->v[i].id == id)
            return;
    if (seen->n < SEEN_ROOM) {
        seen->v[seen->n].table = table;
        seen->v[seen->n++].id = id;
    }
    if (row)
        row_holds(t, table, row);
}

/* Stock is named by product and warehouse. */
static void look_at_stock(struct truths *t, struct seen *seen, int64_t product_id)
{
    EACH(t, TABLE_STOCK, stock_row, s)
    {
        if (s->product_id == product_id)
            look_at(t, seen, TABLE_STOCK, s->id);
    }
}

static void look_around(struct truths *t, struct seen *seen, const struct effect *e)
{
    look_at(t, seen, e->table, row_id(e->row));
    for (size_t i = 0; i < COUNT(hangs); i++)
        if (hangs[i].table == e->table)
            look_at(t, seen, hangs[i].on,
                    row_number(e->row, &tables[e->table].columns[hangs[i].column]));
    if (e->table == TABLE_STOCK_MOVE) {
        const struct stock_move_row *move = e->row;
        const struct shipment_line_row *l =
            model_find(t->m, TABLE_SHIPMENT_LINE, move->shipment_line_id);

        look_at_stock(t, seen, move->product_id);
        look_at(t, seen, TABLE_SHIPMENT, l ? l->shipment_id : 0);
    }
    if (e->table == TABLE_SHIPMENT_LINE)
        look_at_stock(t, seen, ((const struct shipment_line_row *)e->row)->product_id);
}

const char *truths_broken_by(const struct model *m, const struct effects *e,
                             const struct work *w, struct arena *arena)
{
    struct truths t = { m, arena, w, NULL };
    struct seen seen = { .n = 0 };

    command_holds(&t, e);
    for (size_t i = 0; i < e->n && !t.fault; i++)
        look_around(&t, &seen, &e->v[i]);
    return t.fault;
}
