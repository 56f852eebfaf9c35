/*
 * side.c - load, decide, apply, and what follows.
 */
#include "tests/diff/side.h"

#include <string.h>

#define ZONE_MIN 480

bool side_reads(enum op op, struct str text, struct arena *arena, struct args *out)
{
    struct json_doc doc;
    bool good;

    if (json_parse(text, arena, &doc).code)
        return false;
    good = !args_read(op, doc.root, ZONE_MIN, arena, out).code;
    json_release(&doc);
    return good;
}

struct work *side_decides(struct world *c, enum op op, const char *login,
                          const struct args *args, struct str id)
{
    struct work *w = ARENA_NEW(c->arena, struct work);

    w->arena = c->arena;
    w->op = op;
    w->args = args;
    w->command_id = id;
    w->actor_id = world_user(c, login);
    model_load(&c->model, w);
    decide(w);
    return w;
}

void side_applies(struct world *c, struct work *w)
{
    effects_collect(w, &c->effects);
    if (c->spoil)
        c->spoil(c, &c->effects);
    model_apply(&c->model, &c->effects);
}

bool side_has_no_right(const struct work *w)
{
    return w->ruling.outcome == OUTCOME_REFUSED &&
           (w->ruling.rule == RULE_ACTOR_ROLE || w->ruling.rule == RULE_ACTOR_INACTIVE);
}

static bool waits(const struct order_row *o)
{
    return o->state == ORDER_HOLD_CREDIT || o->state == ORDER_WAIT_FUNDS ||
           o->state == ORDER_WAIT_ST;
}

static bool arrived_before(const struct order_row *a, const struct order_row *b)
{
    return a->arrival.us != b->arrival.us ? a->arrival.us < b->arrival.us : a->id < b->id;
}

size_t side_judged_again(const struct world *c, const struct work *w,
                         const struct order_row **out)
{
    const struct model_table *orders = &c->model.tables[TABLE_ORDER];
    size_t n = 0;

    if (w->ruling.outcome == OUTCOME_REFUSED || !operation_frees(w))
        return 0;
    for (size_t i = 0; i < orders->n; i++) {
        const struct order_row *o = orders->rows[i];
        size_t at = n;

        if (!waits(o) || !find_credit_account(w, o->account_id))
            continue;
        for (; at && arrived_before(o, out[at - 1]); at--)
            out[at] = out[at - 1];
        out[at] = o;
        n++;
    }
    return n;
}

static void copy_table(const struct model_table *from, size_t row_size, struct arena *arena,
                       struct model_table *to)
{
    char *rows = arena_alloc(arena, from->n * row_size + 1);

    to->n = from->n;
    to->room = from->n + from->n / 8 + 16;
    to->rows = ARENA_ARRAY(arena, to->room, void *);
    for (size_t i = 0; i < from->n; i++, rows += row_size) {
        memcpy(rows, from->rows[i], row_size);
        to->rows[i] = rows;
    }
}

void side_copy(const struct model *m, struct arena *arena, struct model *out)
{
    *out = *m;
    out->arena = arena;
    for (enum table t = 0; t < TABLE_COUNT; t++)
        copy_table(&m->tables[t], tables[t].row_size, arena, &out->tables[t]);
}
