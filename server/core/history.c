/*
 * history.c - the view customer_month, in memory.
 */
#include "server/core/history.h"

#include <stdlib.h>

/* The same id as the view's: customer and month since 1970. */
#define MONTHS_ROOM 4096

struct months {
    const struct model *m;
    struct arena *arena;
    struct model_table out;
};

static struct customer_month_row *month_of(struct months *h, int64_t customer_id,
                                           struct day day)
{
    struct customer_month_row *row;
    int year, month, dom;

    for (size_t i = 0; i < h->out.n; i++) {
        row = h->out.rows[i];
        if (row->customer_id == customer_id && row->month.n == day_month_start(day).n)
            return row;
    }
    if (h->out.n == h->out.room) {
        size_t room = h->out.room ? 2 * h->out.room : 64;
        void **rows = ARENA_ARRAY(h->arena, room, void *);

        for (size_t i = 0; i < h->out.n; i++)
            rows[i] = h->out.rows[i];
        h->out.rows = rows;
        h->out.room = room;
    }
    day_split(day, &year, &month, &dom);
    row = ARENA_NEW(h->arena, struct customer_month_row);
    *row = (struct customer_month_row){
        .id = customer_id * MONTHS_ROOM + (int64_t)(year - 1970) * 12 + month,
        .customer_id = customer_id,
        .month = day_month_start(day),
    };
    h->out.rows[h->out.n++] = row;
    return row;
}

static struct day business_day(const struct months *h, struct instant at)
{
    const struct calendar zone = { .utc_offset_min = h->m->utc_offset_min };

    return calendar_today(&zone, at);
}

static void count_debt(struct months *h, const struct receivable_row *r)
{
    struct day left = r->kind == DEBT_OPENING ? r->basis_day : business_day(h, r->opened_at);
    struct money net = fen(r->amount.fen - r->credited.fen);

    month_of(h, r->customer_id, left)->shipped.fen += net.fen;
    if (r->due.n)
        month_of(h, r->customer_id, day_add(r->due, HISTORY_GRACE))->due.fen += net.fen;
}

static void count_payment(struct months *h, const struct allocation_row *a)
{
    const struct receivable_row *r = model_find(h->m, TABLE_RECEIVABLE, a->receivable_id);
    const struct receipt_row *p = model_find(h->m, TABLE_RECEIPT, a->receipt_id);
    struct day had, last;

    if (!r || !p || !r->due.n)
        return;
    had = p->cleared_on.n ? p->cleared_on : p->received_on;
    last = day_add(r->due, HISTORY_GRACE);
    if (had.n <= last.n)
        month_of(h, r->customer_id, last)->in_time.fen += a->amount.fen;
}

static void count_write_off(struct months *h, const struct write_off_row *o)
{
    const struct receivable_row *r = model_find(h->m, TABLE_RECEIVABLE, o->receivable_id);

    if (r && o->state == WRITE_OFF_DONE && !o->small && r->written_off.fen > 0)
        month_of(h, r->customer_id, business_day(h, o->decided_at))->bad_debt.fen +=
            o->amount.fen;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = row_id(*(void *const *)a), y = row_id(*(void *const *)b);

    return (x > y) - (x < y);
}

struct model_table history_rows(const struct model *m, struct arena *arena)
{
    struct months h = { .m = m, .arena = arena };

    for (size_t i = 0; i < m->tables[TABLE_RECEIVABLE].n; i++)
        count_debt(&h, m->tables[TABLE_RECEIVABLE].rows[i]);
    for (size_t i = 0; i < m->tables[TABLE_ALLOCATION].n; i++)
        count_payment(&h, m->tables[TABLE_ALLOCATION].rows[i]);
    for (size_t i = 0; i < m->tables[TABLE_WRITE_OFF].n; i++)
        count_write_off(&h, m->tables[TABLE_WRITE_OFF].rows[i]);
    if (h.out.n)
        qsort(h.out.rows, h.out.n, sizeof *h.out.rows, by_id);
    return h.out;
}
