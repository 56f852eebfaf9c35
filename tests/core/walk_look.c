/*
 * walk_look.c - when two states are the same to every rule, and where the walk turns back.
 */
#include "tests/core/walk_parts.h"

static struct str join(struct arena *arena, struct str text, const char *name, int64_t n)
{
    return str_format(arena, "%.*s %s=%lld", STR_ARG(text), name, (long long)n);
}

/* What happened before counts only as far as a rule may look back at it. */
static struct str history_of(const struct model *m, const struct order_row *o,
                             struct arena *arena, struct str text)
{
    int64_t steps = 0, signs = 0;

    for (size_t i = 0; i < m->tables[TABLE_EVENT].n; i++) {
        const struct event_row *e = m->tables[TABLE_EVENT].rows[i];

        if (e->order_id == o->id && e->version == o->version && e->outcome == OUTCOME_DONE)
            steps |= INT64_C(1) << e->step;
    }
    for (size_t i = 0; i < m->tables[TABLE_SIGNATURE].n; i++) {
        const struct signature_row *s = m->tables[TABLE_SIGNATURE].rows[i];

        if (!s->void_at.us)
            signs |= INT64_C(1) << (s->kind * 4U + (s->role == ROLE_GM    ? 1U
                                                    : s->role == ROLE_DIR ? 2U
                                                                          : 0U));
    }
    text = join(arena, text, "steps", steps);
    return join(arena, text, "signs", signs);
}

struct str walk_look(const struct model *m, struct arena *arena)
{
    const struct order_row *o = walk_last(m, TABLE_ORDER);
    struct str text = STR("");

    text = join(arena, text, "o", o->state);
    text = join(arena, text, "cash", o->cash_basis);
    text = join(arena, text, "r", o->reserved.fen);
    text = join(arena, text, "e", o->earmarked.fen);
    text = join(arena, text, "tol", o->tolerated.fen);
    text = join(arena, text, "q", o->quota_held);
    text = join(arena, text, "total", o->total.fen);
    text = history_of(m, o, arena, text);
    for (size_t i = 0; i < m->tables[TABLE_NOTE].n; i++) {
        const struct note_row *n = m->tables[TABLE_NOTE].rows[i];

        text = join(arena, text, "n", n->state * 2 + n->stopped);
    }
    for (size_t i = 0; i < m->tables[TABLE_NOTE_LINE].n; i++) {
        const struct note_line_row *n = m->tables[TABLE_NOTE_LINE].rows[i];

        text = join(arena, text, "nl",
                    n->allocated.n * 1000000 + n->issued.n * 1000 + n->closed.n);
        text = join(arena, text, "bo", n->backorder.n);
    }
    for (size_t i = 0; i < m->tables[TABLE_SHIPMENT].n; i++) {
        const struct shipment_row *s = m->tables[TABLE_SHIPMENT].rows[i];

        text = join(arena, text, "s", s->state);
    }
    for (size_t i = 0; i < m->tables[TABLE_RECEIVABLE].n; i++) {
        const struct receivable_row *d = m->tables[TABLE_RECEIVABLE].rows[i];

        text = join(arena, text, "d", d->open_s.fen * 100000000 + d->open_i.fen);
    }
    for (size_t i = 0; i < m->tables[TABLE_RECEIPT].n; i++) {
        const struct receipt_row *r = m->tables[TABLE_RECEIPT].rows[i];

        text = join(arena, text, "f", r->free.fen * 100000000 + r->earmarked.fen);
        text = join(arena, text, "rs", r->state);
    }
    for (size_t i = 0; i < m->tables[TABLE_QUOTA_CELL].n; i++) {
        const struct quota_cell_row *q = m->tables[TABLE_QUOTA_CELL].rows[i];

        text = join(arena, text, "c", q->used.n * 10000 + q->allotted.n);
    }
    for (size_t i = 0; i < m->tables[TABLE_QUOTA_REQUEST].n; i++) {
        const struct quota_request_row *q = m->tables[TABLE_QUOTA_REQUEST].rows[i];

        if (q->state == REQUEST_OPEN)
            text = join(arena, text, "ask", q->qty.n);
    }
    return text;
}

bool walk_beyond(const struct model *m)
{
    const struct order_row *o = walk_last(m, TABLE_ORDER);

    return o->version > 2 || m->tables[TABLE_NOTE].n > 2 || m->tables[TABLE_SHIPMENT].n > 2 ||
           m->tables[TABLE_ST_CASE].n > 2 || m->tables[TABLE_QUOTA_REQUEST].n > 3;
}
