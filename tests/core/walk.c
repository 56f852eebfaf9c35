/*
 * walk.c - every road of one order in a tiny world, by the real decide and apply.
 *
 *     walk [MAX_STATES]
 *
 * From each starting order (amounts under, at and over each threshold) every act that a person
 * could try is tried in every state that can be reached; states that look the same are
 * visited once. It proves, as far as it went:
 *   - no pair of state and act without an explicit outcome;
 *   - every state of the order machine is reached (over all starts together);
 *   - every reached state that is not final has a way to a final one;
 *   - no note is printed without QC, AC, CC or ST, and MA on that version;
 *   - the invariants of truths.h after every step.
 * With a guard removed (OSB_RULE_OFF=NAME) a property or an invariant breaks.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/core/document.h"
#include "tests/core/truths.h"
#include "tests/core/walk_parts.h"

/* --- the walk --- */

struct node {
    unsigned char key[16];
    enum order_state state;
    struct model *model; /* until it was expanded */
    struct arena *arena;
    bool ends;      /* a final state is reached from here */
    uint32_t *next; /* nodes that acts lead to */
    size_t next_count;
};
struct walk {
    struct node *nodes;
    size_t n, room, max;
    uint32_t *table; /* open hash: node + 1 */
    size_t slots;
    uint64_t tries, moves, refused;
    bool reached[order_state_count];
    const char *fault;
    char fault_text[512];
};

static void key_of(struct str text, unsigned char key[16])
{
    crypto_generichash(key, 16, (const unsigned char *)text.p, text.n, NULL, 0);
}

static uint32_t find_slot(const struct walk *k, const unsigned char key[16])
{
    uint64_t h;
    uint32_t slot;

    memcpy(&h, key, sizeof h);
    for (slot = (uint32_t)(h % k->slots); k->table[slot];
         slot = (slot + 1) % (uint32_t)k->slots)
        if (!memcmp(k->nodes[k->table[slot] - 1].key, key, 16))
            break;
    return slot;
}

/* The node of that model; made when it is new. The model is copied then. */
static uint32_t node_of(struct walk *k, const struct model *m, struct arena *scratch)
{
    unsigned char key[16];
    uint32_t slot;
    struct node *node;

    key_of(walk_look(m, scratch), key);
    slot = find_slot(k, key);
    if (k->table[slot])
        return k->table[slot] - 1;
    if (k->n == k->room) {
        k->room = k->room ? 2 * k->room : 1024;
        k->nodes = realloc(k->nodes, k->room * sizeof *k->nodes);
        if (!k->nodes)
            abort();
    }
    node = &k->nodes[k->n];
    *node =
        (struct node){ .state = ((const struct order_row *)walk_last(m, TABLE_ORDER))->state };
    memcpy(node->key, key, 16);
    node->arena = malloc(sizeof *node->arena);
    arena_init(node->arena, SIZE_MAX);
    node->model = ARENA_NEW(node->arena, struct model);
    model_copy(m, node->arena, node->model);
    k->reached[node->state] = true;
    k->table[slot] = (uint32_t)++k->n;
    return (uint32_t)(k->n - 1);
}

static bool has_step(const struct model *m, const struct order_row *o, enum step step)
{
    for (size_t i = 0; i < m->tables[TABLE_EVENT].n; i++) {
        const struct event_row *e = m->tables[TABLE_EVENT].rows[i];

        if (e->order_id == o->id && e->step == step && e->outcome == OUTCOME_DONE &&
            e->version == o->version)
            return true;
    }
    return false;
}

static bool has_signature(const struct model *m, const struct order_row *o, enum sign_kind kind,
                          unsigned wanted)
{
    unsigned n = 0;

    for (size_t i = 0; i < m->tables[TABLE_SIGNATURE].n; i++) {
        const struct signature_row *s = m->tables[TABLE_SIGNATURE].rows[i];

        n += s->order_id == o->id && s->kind == kind && s->version == o->version &&
             !s->void_at.us;
    }
    return n >= wanted;
}

/* Printed only on QC, AC, CC or ST, and MA, of which ST's signatures are one form (R-081,
 * */
static const char *printed_rightly(const struct model *m)
{
    const struct order_row *o = walk_last(m, TABLE_ORDER);

    if (o->state != ORDER_BILLED && o->state != ORDER_HANDED_OVER)
        return NULL;
    if (!has_step(m, o, STEP_QC) || !has_step(m, o, STEP_AC))
        return "a note was printed without QC or AC";
    if (!has_step(m, o, STEP_CC) && !has_step(m, o, STEP_ST))
        return "a note was printed without CC or ST";
    if (!has_signature(m, o, SIGN_MA, 1) && !has_signature(m, o, SIGN_ST, 3))
        return "a note was printed without MA";
    return NULL;
}

static void blame(struct walk *k, const char *fault, const struct act *a, struct str look_text)
{
    if (k->fault)
        return;
    snprintf(k->fault_text, sizeof k->fault_text, "%s; after %s by %s in%.*s", fault,
             catalog[a->op].name, a->login, STR_ARG(look_text));
    k->fault = k->fault_text;
}

/* Tries one act on a node's model; follows it when it changed something. */
static void try_act(struct walk *k, uint32_t from, const struct act *a, struct arena *scratch)
{
    struct world *c = ARENA_NEW(scratch, struct world);
    struct work *w = ARENA_NEW(scratch, struct work);
    struct effects effects;
    struct model after;
    const char *fault;
    uint32_t to;

    c->arena = scratch;
    c->model = *k->nodes[from].model;
    act_args(c, a);
    w->arena = scratch;
    w->op = a->op;
    w->args = &c->args;
    w->command_id = STR("walk");
    w->actor_id = world_user(c, a->login);
    model_load(&c->model, w);
    decide(w);
    effects_collect(w, &effects);
    k->tries++;
    if (effects.n == 0) {
        k->refused++;
        return;
    }
    model_copy(k->nodes[from].model, scratch, &after);
    after.next_block = c->model.next_block;
    after.now.us += INSTANT_SECOND;
    model_apply(&after, &effects);
    fault = truths_broken(&after, scratch);
    fault = fault ? fault : printed_rightly(&after);
    if (fault)
        blame(k, fault, a, walk_look(k->nodes[from].model, scratch));
    if (walk_beyond(&after))
        return;
    to = node_of(k, &after, scratch);
    k->moves++;
    k->nodes[from].next =
        realloc(k->nodes[from].next, (k->nodes[from].next_count + 1) * sizeof(uint32_t));
    k->nodes[from].next[k->nodes[from].next_count++] = to;
}

static void expand(struct walk *k, uint32_t at)
{
    struct arena scratch;

    for (size_t i = 0; i < act_count && !k->fault; i++) {
        arena_init(&scratch, SIZE_MAX);
        try_act(k, at, &acts[i], &scratch);
        arena_release(&scratch);
    }
    arena_release(k->nodes[at].arena);
    free(k->nodes[at].arena);
    k->nodes[at].arena = NULL;
    k->nodes[at].model = NULL;
}

static bool is_final(enum order_state s)
{
    return s == ORDER_CLOSED || s == ORDER_CANCELLED || s == ORDER_REJECTED;
}

/* Walks back from the final states. Nodes that were not expanded are not judged. */
static size_t dead_ends(struct walk *k)
{
    bool changed = true;
    size_t dead = 0;

    for (size_t i = 0; i < k->n; i++)
        k->nodes[i].ends = is_final(k->nodes[i].state) || k->nodes[i].model;
    while (changed) {
        changed = false;
        for (size_t i = k->n; i-- > 0;)
            for (size_t j = 0; !k->nodes[i].ends && j < k->nodes[i].next_count; j++)
                if (k->nodes[k->nodes[i].next[j]].ends)
                    k->nodes[i].ends = changed = true;
    }
    for (size_t i = 0; i < k->n; i++)
        if (!k->nodes[i].ends && dead++ < 5)
            printf("walk: no way to an end from a node in %s\n",
                   enum_name(ENUM_order_state, k->nodes[i].state));
    return dead;
}

/* --- the starts --- */

/* The tiny world: limit 1,000.00, tolerance 100.00, P2 costs 1.00; GM is away (csr signs). */
static struct world *tiny(struct arena *arena)
{
    struct world *c = world_new(arena);
    struct credit_account_row *a =
        world_row(c, TABLE_CREDIT_ACCOUNT, world_id(c, TABLE_CREDIT_ACCOUNT, "A1"));

    a->lim = yuan(1000);
    ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->tolerance = yuan(100);
    for (size_t i = 0; i < c->model.tables[TABLE_PRICE].n; i++) {
        struct price_row *p = c->model.tables[TABLE_PRICE].rows[i];

        if (p->product_id == world_id(c, TABLE_PRODUCT, "P2"))
            p->price = p->floor = fen(100);
    }
    return c;
}

static const struct start {
    const char *name, *customer, *product;
    int64_t qty;
    bool plan, no_auto_send, no_quota;
} starts[] = {
    { "draft under the limit", "C1", "P1", 40, true, false, false },
    { "credit exactly at the limit", "C1", "P1", 100, false, true, false },
    { "credit exactly 20 % over", "C1", "P1", 120, false, false, false },
    { "credit beyond 20 %", "C1", "P1", 121, false, false, false },
    { "cash-first", "C2", "P1", 105, false, false, false },
    { "short by quota", "C1", "P2", 60, false, false, false },
    { "no quota at all", "C1", "P2", 60, false, false, true },
    { "short by stock", "C1", "P3", 12, false, false, false },
};

/* Nothing is left to give, by a change on record as the daemon would make it. */
static void empty_cell(struct world *c, struct quota_cell_row *cell)
{
    world_put(c, TABLE_QUOTA_CHANGE,
              &(struct quota_change_row){ .cell_id = cell->id,
                                          .kind = QCHANGE_SET,
                                          .qty = qty(-cell->allotted.n),
                                          .made_by = 1,
                                          .at = { 1 } });
    cell->allotted = qty(0);
}

static void begin(struct walk *k, const struct start *s)
{
    struct arena arena;
    struct world *c;
    const char *no;

    arena_init(&arena, SIZE_MAX);
    c = tiny(&arena);
    if (s->no_auto_send)
        ((struct policy_row *)c->model.tables[TABLE_POLICY].rows[0])->auto_send = false;
    for (size_t i = 0; s->no_quota && i < c->model.tables[TABLE_QUOTA_CELL].n; i++)
        empty_cell(c, c->model.tables[TABLE_QUOTA_CELL].rows[i]);
    if (s->plan) {
        give_text(c, P_customer, s->customer);
        give_line(c, 0, s->product, s->qty, -1);
        world_do(c, OP_ORDER_PLAN, "kam");
    } else {
        world_keyed(c, s->customer, s->product, s->qty, &no);
    }
    (void)node_of(k, &c->model, &arena);
    arena_release(&arena);
}

static void walk_free(struct walk *k)
{
    for (size_t i = 0; i < k->n; i++) {
        if (k->nodes[i].arena) {
            arena_release(k->nodes[i].arena);
            free(k->nodes[i].arena);
        }
        free(k->nodes[i].next);
    }
    free(k->nodes);
    free(k->table);
}

/* Returns true when the start's roads hold. */
static bool walk_start(const struct start *s, size_t max, bool reached[order_state_count])
{
    struct walk k = { .max = max, .slots = 4 * max + 64 };
    size_t dead = 0, done = 0;

    k.table = calloc(k.slots, sizeof *k.table);
    if (!k.table)
        abort();
    begin(&k, s);
    for (; done < k.n && done < max && k.n < 3 * max && !k.fault; done++)
        expand(&k, (uint32_t)done);
    if (!k.fault)
        dead = dead_ends(&k);
    printf("walk: %-28s %zu states%s, %" PRIu64 " acts tried, %" PRIu64 " moved, %" PRIu64
           " refused\n",
           s->name, k.n, done < k.n ? " (bounded)" : "", k.tries, k.moves, k.refused);
    if (k.fault)
        printf("walk: BROKEN: %s\n", k.fault);
    for (size_t i = 0; i < order_state_count; i++)
        reached[i] |= k.reached[i];
    walk_free(&k);
    return !k.fault && dead == 0;
}

int main(int argc, char **argv)
{
    size_t max = argc > 1 ? strtoul(argv[1], NULL, 10) : 3000;
    bool reached[order_state_count] = { false };
    unsigned passed = 0, failed = 0;

    if (sodium_init() < 0)
        return 1;
    for (size_t i = 0; i < COUNT(starts); i++)
        walk_start(&starts[i], max, reached) ? passed++ : failed++;
    for (unsigned s = 1; s < order_state_count; s++)
        if (!reached[s]) {
            printf("walk: %s was not reached\n", enum_name(ENUM_order_state, s));
            failed++;
        }
    printf("%u passed, %u failed\n", passed, failed);
    return failed != 0;
}
