/*
 * walk_look.c - when two states are the same to every rule and property.
 *
 * The look is all that any load may read of what acts change: each column of the rows that
 * change, with numbers replaced by their rank, so that ids do not matter; of ledgers the sums
 * that rules make. Left out is only what no decision looks at: document numbers, sequences,
 * messages, counters, void signatures, questions that are answered. That nothing is left out
 * which matters is tried: see twins in walk_graph.c.
 */
#include <sodium.h>
#include <string.h>

#include "server/core/load.h"
#include "tests/core/walk_parts.h"

/* Rows that count one by one. What stands before them in tables.def and is not here never
 * changes in a walk, or does not matter. */
static const enum table whole[] = {
    TABLE_CREDIT_ACCOUNT, TABLE_ORDER,
    TABLE_ORDER_LINE,     TABLE_NOTE,
    TABLE_NOTE_LINE,      TABLE_SHIPMENT,
    TABLE_SHIPMENT_LINE,  TABLE_CLAIM,
    TABLE_CARRIER_CLAIM,  TABLE_CLAIM_LINE,
    TABLE_RECEIVABLE,     TABLE_RECEIPT,
    TABLE_SIGNATURE,      TABLE_ST_CASE,
    TABLE_QUOTA_REQUEST,  TABLE_QUOTA_CELL,
    TABLE_STOCK,          TABLE_INVOICE,
    TABLE_INVOICE_LINE,   TABLE_CUSTOMER,
    TABLE_WRITE_OFF,      TABLE_WRITE_OFF_SIGNATURE,
    TABLE_GOODS_RETURN,   TABLE_GOODS_RETURN_LINE,
    TABLE_PROBLEM,        TABLE_PROBLEM_BREACH,
    TABLE_REFUND,
};

/* Columns that nobody decides by: numbers, the clock's microseconds are all the same. */
static const struct hidden {
    enum table table;
    uint8_t column;
} hidden[] = {
    { TABLE_CREDIT_ACCOUNT, COL_credit_account_version },
    { TABLE_CUSTOMER, COL_customer_version },
    { TABLE_ORDER, COL_order_no },
    { TABLE_ORDER, COL_order_seq },
    { TABLE_ORDER, COL_order_verdict_id }, /* its content instead */
    { TABLE_ORDER, COL_order_returned_for },
    { TABLE_NOTE, COL_note_no },
    { TABLE_NOTE, COL_note_seq },
    { TABLE_SHIPMENT, COL_shipment_outbound_no },
    { TABLE_SHIPMENT, COL_shipment_seq },
    { TABLE_CLAIM, COL_claim_no },
    { TABLE_CLAIM, COL_claim_seq },
    { TABLE_GOODS_RETURN, COL_goods_return_no },
    { TABLE_GOODS_RETURN, COL_goods_return_seq },
    { TABLE_PROBLEM, COL_problem_no },
    { TABLE_PROBLEM, COL_problem_seq },
    { TABLE_CARRIER_CLAIM, COL_carrier_claim_no },
    { TABLE_CARRIER_CLAIM, COL_carrier_claim_seq },
    { TABLE_RECEIVABLE, COL_receivable_no },
    { TABLE_RECEIVABLE, COL_receivable_seq },
    { TABLE_RECEIPT, COL_receipt_no },
    { TABLE_RECEIPT, COL_receipt_seq },
    { TABLE_REFUND, COL_refund_no },
    { TABLE_WRITE_OFF, COL_write_off_no },
    { TABLE_INVOICE, COL_invoice_no },
    { TABLE_ST_CASE, COL_st_case_record },
};

static bool is_hidden(enum table t, size_t column)
{
    for (size_t i = 0; i < COUNT(hidden); i++)
        if (hidden[i].table == t && hidden[i].column == column)
            return true;
    return false;
}

/* What is over and looked at by nobody. */
static bool is_past(enum table t, const void *row)
{
    if (t == TABLE_SIGNATURE)
        return ((const struct signature_row *)row)->void_at.us != 0;
    if (t == TABLE_QUOTA_REQUEST)
        return ((const struct quota_request_row *)row)->state != REQUEST_OPEN;
    return false;
}

struct view {
    const struct model *m;
    crypto_generichash_state hash;
    int64_t *ids; /* of the rows that count, in their order */
    size_t n;
};

static void put(struct view *v, int64_t n)
{
    crypto_generichash_update(&v->hash, (const unsigned char *)&n, sizeof n);
}

static void put_text(struct view *v, struct str s)
{
    put(v, (int64_t)s.n);
    crypto_generichash_update(&v->hash, (const unsigned char *)s.p, s.n);
}

/* Rows of the world before the first command keep their number; others have a rank; what
 * points at a ledger's row only does so or not. */
static int64_t rank(const struct view *v, int64_t id)
{
    if (id < ID_BLOCK)
        return id;
    for (size_t i = 0; i < v->n; i++)
        if (v->ids[i] == id)
            return ID_BLOCK + (int64_t)i;
    return -1;
}

static void put_row(struct view *v, enum table t, const void *row)
{
    for (size_t k = 0; k < tables[t].column_count; k++) {
        const struct column *c = &tables[t].columns[k];
        const char *at = (const char *)row + c->offset;

        if (is_hidden(t, k))
            continue;
        if (c->kind == COLUMN_TEXT)
            put_text(v, *(const struct str *)at);
        else if (c->kind == COLUMN_ID || c->kind == COLUMN_REF)
            put(v, rank(v, *(const int64_t *)at));
        else if (c->kind == COLUMN_TIME)
            put(v, ((const struct instant *)at)->us);
        else
            put(v, row_number(row, c));
    }
}

static void rank_rows(struct view *v, struct arena *arena)
{
    size_t room = 0;

    for (size_t i = 0; i < COUNT(whole); i++)
        room += v->m->tables[whole[i]].n;
    v->ids = ARENA_ARRAY(arena, room + 1, int64_t);
    for (size_t i = 0; i < COUNT(whole); i++)
        for (size_t k = 0; k < v->m->tables[whole[i]].n; k++) {
            const void *row = v->m->tables[whole[i]].rows[k];

            if (row_id(row) >= ID_BLOCK && !is_past(whole[i], row))
                v->ids[v->n++] = row_id(row);
        }
}

/* Pairs of two references with the sum of a third column, as rules sum them up. */
static void put_sums(struct view *v, enum table t, size_t a, size_t b, size_t amount)
{
    const struct model_table *rows = &v->m->tables[t];
    const struct column *columns = tables[t].columns;

    for (size_t i = 0; i < rows->n; i++) {
        int64_t x = row_number(rows->rows[i], &columns[a]), sum = 0;
        int64_t y = row_number(rows->rows[i], &columns[b]);
        bool first = true;

        for (size_t k = 0; k < rows->n; k++)
            if (row_number(rows->rows[k], &columns[a]) == x &&
                row_number(rows->rows[k], &columns[b]) == y) {
                first &= k >= i;
                sum += row_number(rows->rows[k], &columns[amount]);
            }
        if (!first || sum == 0)
            continue;
        put(v, rank(v, x) * 1000 + rank(v, y));
        put(v, sum);
    }
    put(v, -7);
}

static void put_verdict(struct view *v, const struct order_row *o)
{
    const struct verdict_row *x = model_find(v->m, TABLE_VERDICT, o->verdict_id);

    put(v, x != NULL);
    if (!x)
        return;
    put(v, x->result);
    put(v, x->cash_basis);
    put(v, x->lim.fen);
    put(v, x->exposure.fen);
    put(v, x->amount.fen);
    put(v, x->overdue.fen);
    put(v, x->funds.fen);
}

/* Which papers of the notes came out of a printer: only those are handed over. */
static void put_printed(struct view *v)
{
    const struct model_table *notes = &v->m->tables[TABLE_NOTE];
    const struct model_table *jobs = &v->m->tables[TABLE_PRINT_JOB];

    for (size_t i = 0; i < notes->n; i++) {
        unsigned out = 0;

        for (size_t k = 0; k < jobs->n; k++) {
            const struct print_job_row *j = jobs->rows[k];

            if (j->note_id == row_id(notes->rows[i]) && j->state == JOB_PRINTED)
                out |= 1u << j->form;
        }
        put(v, out);
    }
}

/* Who wrote what the order says: he does not sign it. */
static void put_authors(struct view *v, const struct order_row *o)
{
    const struct model_table *rows = &v->m->tables[TABLE_AUTHOR];
    const struct model_table *users = &v->m->tables[TABLE_APP_USER];

    for (size_t u = 0; u < users->n; u++) {
        bool wrote = false;

        for (size_t i = 0; i < rows->n; i++) {
            const struct author_row *a = rows->rows[i];

            wrote |= a->order_id == o->id && a->user_id == row_id(users->rows[u]);
        }
        put(v, wrote);
    }
}

/* The steps that were late: what is entered of them, and when they were due, is looked at. */
static void put_late(struct view *v)
{
    const struct event_row *late[64];
    size_t n = walk_ran_out(v->m, late, COUNT(late));

    for (size_t i = 0; i < n; i++) {
        put_text(v, late[i]->to_state);
        put(v, late[i]->due_at.us);
    }
    put(v, -8);
}

struct look walk_look(const struct model *m, bool late, struct arena *arena)
{
    struct view v = { .m = m };
    struct look look;
    const struct order_row *o = walk_last(m, TABLE_ORDER);

    crypto_generichash_init(&v.hash, NULL, 0, sizeof look.bytes);
    rank_rows(&v, arena);
    put(&v, m->now.us);
    for (size_t i = 0; i < COUNT(whole); i++) {
        put(&v, -1 - (int64_t)i);
        for (size_t k = 0; k < m->tables[whole[i]].n; k++)
            if (!is_past(whole[i], m->tables[whole[i]].rows[k]))
                put_row(&v, whole[i], m->tables[whole[i]].rows[k]);
    }
    put_sums(&v, TABLE_EARMARK, COL_earmark_receipt_id, COL_earmark_order_id,
             COL_earmark_amount);
    put_sums(&v, TABLE_EARMARK, COL_earmark_receipt_id, COL_earmark_order_id, COL_earmark_used);
    put_sums(&v, TABLE_QUOTA_ENTRY, COL_quota_entry_cell_id, COL_quota_entry_order_line_id,
             COL_quota_entry_qty);
    put_sums(&v, TABLE_QUOTA_CHANGE, COL_quota_change_cell_id, COL_quota_change_order_id,
             COL_quota_change_qty);
    put_sums(&v, TABLE_ALLOCATION, COL_allocation_receipt_id, COL_allocation_receivable_id,
             COL_allocation_amount);
    put_verdict(&v, o);
    put_printed(&v);
    put_authors(&v, o);
    if (late)
        put_late(&v);
    put(&v, walk_passed(m, o));
    crypto_generichash_final(&v.hash, look.bytes, sizeof look.bytes);
    return look;
}

/* --- copies ---------------------------------------------------------------------------------
 */

bool walk_stands_still(enum table t)
{
    return t >= TABLE_APP_USER && t <= TABLE_CALENDAR_DAY;
}

void walk_copy(const struct model *m, struct arena *arena, struct model *out)
{
    model_init(out, arena);
    out->now = m->now;
    out->utc_offset_min = m->utc_offset_min;
    out->next_block = m->next_block;
    for (enum table t = 0; t < TABLE_COUNT; t++) {
        if (walk_stands_still(t)) {
            out->tables[t] = m->tables[t];
            continue;
        }
        for (size_t i = 0; i < m->tables[t].n; i++)
            model_insert(out, t, m->tables[t].rows[i]);
    }
}
