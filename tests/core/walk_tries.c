/*
 * walk_tries.c - one command against a model, and every command by everybody.
 *
 * For each combination of the states of order, note, shipments, receivable and receipt that
 * the walk meets, each operation of the catalog is tried by each person: whatever it answers
 * must be an outcome, done or held or refused with a rule or an error, and what was done must
 * keep the truths. So no pair of state and act is undefined, and nobody may what he may not.
 */
#include <stdlib.h>
#include <string.h>

#include "server/core/flow.h"
#include "tests/core/player.h"
#include "tests/core/truths.h"
#include "tests/core/walk_parts.h"

static const char *has_answer(const struct attempt *t)
{
    const struct verdict *v = &t->w->ruling;

    if (t->w->arena->failed)
        return "a command made more rows than one may";
    if (v->outcome == OUTCOME_REFUSED)
        return v->rule == RULE_NONE && v->code == ERR_NONE ? "refused without a rule" : NULL;
    if (v->outcome != OUTCOME_DONE && v->outcome != OUTCOME_HELD)
        return "no outcome";
    /* a held order may be found as it was */
    return t->effects.n == 0 && t->w->op != OP_ORDER_RECHECK ? "done, and nothing happened"
                                                             : NULL;
}

/* Master data are shared by all models of a walk; what changes them is judged, not applied. */
static bool changes_master(const struct effects *e)
{
    for (size_t i = 0; i < e->n; i++)
        if (walk_stands_still(e->v[i].table))
            return true;
    return false;
}

void walk_attempt(struct world *c, enum op op, int64_t actor_id, struct arena *scratch,
                  struct attempt *out)
{
    struct model *m = &c->model;
    int64_t block = m->next_block;

    out->w = ARENA_NEW(scratch, struct work);
    out->w->arena = scratch;
    out->w->op = op;
    out->w->args = &c->args;
    out->w->command_id = STR("walk");
    out->w->actor_id = actor_id;
    model_load(m, out->w);
    m->next_block = block;
    decide(out->w);
    effects_collect(out->w, &out->effects);
    out->fault = has_answer(out);
    if (out->effects.n == 0 || out->fault || changes_master(&out->effects))
        return;
    walk_copy(m, scratch, &out->after);
    out->after.next_block = block + 1;
    model_apply(&out->after, &out->effects);
    out->fault = truths_broken_by(&out->after, &out->effects, out->w, scratch);
    if (!out->fault)
        out->fault = walk_breaks(
            &(struct step_made){ m, &out->after, &out->effects, op, &c->args, actor_id },
            scratch);
}

/* --- every operation by every person --------------------------------------------------------
 */

void everything_init(struct everything *e)
{
    *e = (struct everything){ 0 };
    e->seen = calloc(EVERYTHING_SLOTS, sizeof *e->seen);
    if (!e->seen)
        abort();
}

void everything_free(struct everything *e)
{
    free(e->seen);
}

/* The states of all documents as one number; never 0. */
static uint64_t combination(const struct model *m)
{
    const struct order_row *o = walk_last(m, TABLE_ORDER);
    const struct receipt_row *r = walk_last(m, TABLE_RECEIPT);
    uint64_t key = o->state + 1U;

    key = key * 2 + o->cash_basis;
    for (size_t i = 0; i < m->tables[TABLE_NOTE].n; i++) {
        const struct note_row *n = m->tables[TABLE_NOTE].rows[i];

        key = key * 16 + n->state * 2 + n->stopped;
    }
    for (size_t i = 0; i < m->tables[TABLE_SHIPMENT].n; i++)
        key =
            key * 16 + ((const struct shipment_row *)m->tables[TABLE_SHIPMENT].rows[i])->state;
    for (size_t i = 0; i < m->tables[TABLE_CLAIM].n; i++)
        key = key * 8 + ((const struct claim_row *)m->tables[TABLE_CLAIM].rows[i])->state;
    for (size_t i = 0; i < m->tables[TABLE_GOODS_RETURN].n; i++)
        key = key * 16 +
              ((const struct goods_return_row *)m->tables[TABLE_GOODS_RETURN].rows[i])->state;
    for (size_t i = 0; i < m->tables[TABLE_PROBLEM].n; i++)
        key = key * 8 + ((const struct problem_row *)m->tables[TABLE_PROBLEM].rows[i])->state;
    for (size_t i = 0; i < m->tables[TABLE_RECEIVABLE].n; i++)
        key = key * 8 +
              ((const struct receivable_row *)m->tables[TABLE_RECEIVABLE].rows[i])->state;
    return key * 4 + (r ? r->state : 0U);
}

static bool is_new(struct everything *e, uint64_t key)
{
    size_t at = (key * UINT64_C(0x9E3779B97F4A7C15)) >> 50;

    assert(e->n < EVERYTHING_SLOTS / 2);
    for (; e->seen[at]; at = (at + 1) % EVERYTHING_SLOTS)
        if (e->seen[at] == key)
            return false;
    e->seen[at] = key;
    e->n++;
    return true;
}

void everything_join(struct everything *e, const struct everything *other, const uint64_t *seen)
{
    for (size_t i = 0; i < EVERYTHING_SLOTS; i++)
        if (seen[i])
            (void)is_new(e, seen[i]);
    e->tries += other->tries;
    e->refused += other->refused;
    e->by_flow += other->by_flow;
    e->gone += other->gone;
    for (size_t s = 0; s < order_state_count; s++)
        for (size_t op = 0; op < OP_COUNT; op++)
            e->state_op[s][op] |= other->state_op[s][op];
}

static void count_outcome(struct everything *e, const struct order_row *o, enum op op,
                          const struct verdict *v)
{
    uint8_t *bits = &e->state_op[o->state][op];

    e->tries++;
    if (v->outcome != OUTCOME_REFUSED) {
        e->gone++;
        *bits |= 1;
    } else if (v->rule == RULE_FLOW) {
        e->by_flow++;
        *bits |= 2;
    } else {
        e->refused++;
        *bits |= 4;
    }
}

static bool may(const struct model *m, int64_t user_id, enum op op)
{
    const struct model_table *t = &m->tables[TABLE_USER_ROLE];

    for (size_t i = 0; i < t->n; i++) {
        const struct user_role_row *r = t->rows[i];

        if (r->user_id == user_id && role_covers(r->role) & catalog[op].roles)
            return true;
    }
    return false;
}

static void spoil_line(struct world *c, unsigned draw)
{
    struct arg *lines = &c->args.v[P_lines];

    if (!lines->given || lines->item_count == 0)
        return;
    if (draw % 4 == 1)
        lines->items[0].qty = qty(0);
    if (draw % 4 == 2) {
        lines->items[0].has_price = true;
        lines->items[0].price = fen(-1);
    }
    if (draw % 4 == 3)
        lines->item_count = 0;
}

/* Now and then what a person forgets, or leaves empty, or says too early. */
static void spoil(struct world *c, enum op op, unsigned draw)
{
    static const uint8_t texts[] = { P_reason, P_memo,      P_grounds, P_text,
                                     P_remark, P_requester, P_signer,  P_said_by };

    if (draw % 4 == 1)
        c->args.v[P_consent_by] = c->args.v[P_consent_at] = (struct arg){ 0 };
    if (draw % 4 == 2)
        for (size_t i = 0; i < COUNT(texts); i++)
            if (c->args.v[texts[i]].given)
                give_text(c, (enum param)texts[i], " ");
    if (draw % 4 == 3)
        c->args.v[P_requester] = c->args.v[P_remedy] = (struct arg){ 0 };
    if (op == OP_ORDER_KEY || op == OP_ORDER_PLAN || op == OP_ORDER_AMEND)
        spoil_line(c, draw);
}

static const char *try_by(struct everything *e, struct world *c, struct player *p, enum op op,
                          const struct app_user_row *who, unsigned draw)
{
    struct arena *scratch = c->arena;
    struct attempt t;

    c->args = (struct args){ 0 };
    player_args(p, op);
    spoil(c, op, draw);
    walk_attempt(c, op, who->id, scratch, &t);
    count_outcome(e, p->order, op, &t.w->ruling);
    if (!t.fault)
        return NULL;
    return str_text(scratch, str_format(scratch, "%s; after %s by %.*s, tried in %s", t.fault,
                                        catalog[op].name, STR_ARG(who->login),
                                        enum_name(ENUM_order_state, p->order->state)));
}

/* The player fills in what fits the documents at hand, with chances of his own: several times
 * for those who may. */
static const char *try_by_all(struct everything *e, struct world *c, enum op op, uint64_t seed)
{
    const struct model_table *people = &c->model.tables[TABLE_APP_USER];
    struct player p = { .chance = { seed }, .world = c, .temper = { .open = 1 } };
    const char *fault = NULL;

    p.order = walk_last(&c->model, TABLE_ORDER);
    p.note = walk_last(&c->model, TABLE_NOTE);
    for (size_t i = 0; i < people->n && !fault; i++) {
        unsigned draws = may(&c->model, row_id(people->rows[i]), op) ? 4 : 1;

        for (unsigned d = 0; d < draws && !fault; d++) {
            arena_reset(c->arena);
            fault = try_by(e, c, &p, op, people->rows[i], d);
        }
    }
    return fault;
}

const char *everything_try(struct everything *e, const struct model *m, struct arena *scratch)
{
    struct world c = { .model = *m, .arena = scratch };
    const char *fault = NULL;
    bool counting = flow_counting;
    uint64_t key = combination(m);

    if (!is_new(e, key))
        return NULL;
    flow_counting = false; /* these are tried, not taken */
    for (enum op op = 0; op < OP_COUNT && !fault; op++)
        if (operations[op])
            fault = try_by_all(e, &c, op, key * 131 + op);
    flow_counting = counting;
    return fault;
}
