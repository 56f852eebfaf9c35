/*
 * player_problem.c - problem records in a player's game: documents that are late, and what is
 * done about their records.
 */
#include "server/core/clocks.h"
#include "tests/core/player.h"

#define LOOKS 6

/* Does a clock run out at its order that is not entered yet? */
static bool is_late_again(const struct model *m, const struct problem_row *r)
{
    const struct order_row *o = model_find(m, TABLE_ORDER, r->order_id);
    const struct model_table *t = &m->tables[TABLE_PROBLEM_BREACH];
    enum clock clock = clock_of(MACHINE_ORDER, o->state);

    if (r->note_id || clocks[clock].breach != BREACH_PROBLEM || o->due_at.us >= m->now.us)
        return false;
    for (size_t i = 0; i < t->n; i++) {
        const struct problem_breach_row *b = t->rows[i];

        if (b->problem_id == r->id && b->clock == clock && b->due_at.us == o->due_at.us)
            return false;
    }
    return true;
}

/* A record at random, or NULL; rather one whose order is late again. */
static const struct problem_row *some_record(struct player *p)
{
    const struct problem_row *r = player_row(p, TABLE_PROBLEM);

    for (size_t i = 0; r && i < LOOKS && !is_late_again(&p->world->model, r); i++)
        r = player_row(p, TABLE_PROBLEM);
    return r;
}

enum op player_problem(struct player *p)
{
    static const enum op next[problem_state_count] = {
        [PROBLEM_OPEN] = OP_PROBLEM_EXPLAIN,    [PROBLEM_EXPLAINED] = OP_PROBLEM_REVIEW,
        [PROBLEM_REVIEWED] = OP_PROBLEM_ACTION, [PROBLEM_ACTION] = OP_PROBLEM_CLOSE,
        [PROBLEM_CLOSED] = OP_PROBLEM_OPEN,
    };
    const struct problem_row *r = some_record(p);

    p->problem_id = r ? r->id : 0;
    if (r && is_late_again(&p->world->model, r) && chance_percent(&p->chance, 70))
        return OP_PROBLEM_BREACH;
    if (!r || chance_percent(&p->chance, 25))
        return chance_percent(&p->chance, 90) ? OP_PROBLEM_BREACH : OP_PROBLEM_OPEN;
    if (r->state == PROBLEM_ACTION && chance_percent(&p->chance, 20))
        return OP_PROBLEM_ACTION;
    return next[r->state];
}

const char *player_late(struct player *p)
{
    const struct problem_row *r = model_find(&p->world->model, TABLE_PROBLEM, p->problem_id);
    const struct order_row *o = p->order;

    if (r && chance_percent(&p->chance, 60))
        o = model_find(&p->world->model, TABLE_ORDER, r->order_id);
    return o ? str_text(p->world->arena, o->no) : "SO1";
}

const char *player_record(struct player *p)
{
    const struct problem_row *r = model_find(&p->world->model, TABLE_PROBLEM, p->problem_id);

    return r ? str_text(p->world->arena, r->no) : player_code(p, TABLE_PROBLEM, COL_problem_no);
}
