/*
 * walk_graph.c - all that can be reached from a start, and whether it ends well everywhere.
 *
 * Newest first: so few models wait to be expanded, each in an arena that is let go behind it.
 * A node is a look; the walk ends when no act leads to a new one. Now and then a look comes
 * again by another road: some of those twins are expanded too, and every act must do with
 * them what it did with the first, else the look hides something that a rule looks at.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/core/truths.h"
#include "tests/core/walk_parts.h"

#define TWIN_EVERY 61 /* of the looks that come again, about one in so many is a twin */

struct node {
    struct look look;
    uint64_t deeds; /* what every act did here: refused by which rule, or led where */
    uint32_t parent;
    uint8_t act; /* of the parent, that led here first */
    uint8_t state;
    bool ends;
};
struct edge {
    uint32_t from, to;
};
struct todo {
    uint32_t node;
    bool twin;
    struct arena *arena;
    struct model model;
};
struct twin {
    uint32_t node;
    uint64_t deeds;
};
struct walk {
    const struct start *start;
    struct judge *judge;
    struct tally *tally;
    struct node *nodes;
    size_t n, node_room;
    struct edge *edges;
    size_t edge_count, edge_room;
    struct todo *todo;
    size_t todo_count, todo_room;
    struct twin *twins;
    size_t twin_count, twin_room;
    uint32_t *table; /* open hash: node + 1 */
    size_t slots;
    uint64_t again;
    struct arena scratch, trial;
    bool broken;
};

/* Room for one more in a growing array. */
static void *grow(void *p, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return p;
    *room = *room ? 2 * *room : 1024;
    p = realloc(p, *room * size);
    if (!p)
        abort();
    return p;
}

/* --- nodes ----------------------------------------------------------------------------------
 */

static size_t slot_of(const struct walk *k, const struct look *look)
{
    uint64_t h;
    size_t slot;

    memcpy(&h, look->bytes, sizeof h);
    for (slot = h % k->slots; k->table[slot]; slot = (slot + 1) % k->slots)
        if (!memcmp(&k->nodes[k->table[slot] - 1].look, look, sizeof *look))
            break;
    return slot;
}

static void table_grow(struct walk *k)
{
    if (k->slots > 3 * k->n)
        return;
    free(k->table);
    k->slots = k->slots ? 4 * k->slots : 4096;
    k->table = calloc(k->slots, sizeof *k->table);
    if (!k->table)
        abort();
    for (size_t i = 0; i < k->n; i++)
        k->table[slot_of(k, &k->nodes[i].look)] = (uint32_t)i + 1;
}

static void later(struct walk *k, uint32_t node, const struct model *m, bool twin)
{
    struct todo *t;

    k->todo = grow(k->todo, k->todo_count, &k->todo_room, sizeof *k->todo);
    t = &k->todo[k->todo_count++];
    *t = (struct todo){ .node = node, .twin = twin, .arena = malloc(sizeof *t->arena) };
    if (!t->arena)
        abort();
    arena_init(t->arena, SIZE_MAX);
    walk_copy(m, t->arena, &t->model);
}

static void reached(struct judge *j, const struct model *m)
{
    j->reached[((const struct order_row *)walk_last(m, TABLE_ORDER))->state] = true;
    for (size_t i = 0; i < m->tables[TABLE_NOTE].n; i++)
        j->note_reached[((const struct note_row *)m->tables[TABLE_NOTE].rows[i])->state] = true;
    for (size_t i = 0; i < m->tables[TABLE_SHIPMENT].n; i++)
        j->shipment_reached[((const struct shipment_row *)m->tables[TABLE_SHIPMENT].rows[i])
                                ->state] = true;
}

/* The acts from the start to this node, oldest first. */
static void print_road(const struct walk *k, uint32_t node)
{
    const struct node *n = &k->nodes[node];

    if (node == 0)
        return;
    print_road(k, n->parent);
    if (acts[n->act].op == ACT_WAIT)
        printf("walk:     %d days later\n", (int)acts[n->act].n);
    else
        printf("walk:     %s by %s -> %s\n", catalog[acts[n->act].op].name, acts[n->act].login,
               enum_name(ENUM_order_state, n->state));
}

static void blame(struct walk *k, uint32_t node, const char *fault, const struct act *a)
{
    if (k->broken)
        return;
    k->broken = true;
    if (k->judge->quiet) {
        printf("%s%s%s\n", fault, a ? "; after " : "",
               a && a->op != ACT_WAIT ? catalog[a->op].name : "");
        return;
    }
    printf("walk: BROKEN in \"%s\": %s\n", k->start->name, fault);
    print_road(k, node);
    if (a && a->op != ACT_WAIT)
        printf("walk:     %s by %s\n", catalog[a->op].name, a->login);
}

/* The node of that model; it is kept to be expanded when it is new. */
static uint32_t node_of(struct walk *k, const struct model *m, uint32_t parent, size_t act)
{
    struct look look = walk_look(m, k->start->stretches & LATE, &k->scratch);
    const char *fault;
    size_t slot;

    table_grow(k);
    slot = slot_of(k, &look);
    if (k->table[slot]) {
        if (++k->again % TWIN_EVERY == 0)
            later(k, k->table[slot] - 1, m, true);
        return k->table[slot] - 1;
    }
    k->nodes = grow(k->nodes, k->n, &k->node_room, sizeof *k->nodes);
    k->nodes[k->n++] = (struct node){
        .look = look,
        .parent = parent,
        .act = (uint8_t)act,
        .state = (uint8_t)((const struct order_row *)walk_last(m, TABLE_ORDER))->state,
    };
    k->table[slot] = (uint32_t)k->n;
    reached(k->judge, m);
    later(k, (uint32_t)k->n - 1, m, false);
    fault = truths_broken(m, &k->scratch);
    if (!fault)
        fault = everything_try(&k->judge->everything, m, &k->trial);
    if (fault)
        blame(k, (uint32_t)k->n - 1, fault, NULL);
    return (uint32_t)k->n - 1;
}

/* --- expanding ------------------------------------------------------------------------------
 */

static uint64_t mixed(uint64_t deeds, uint64_t n)
{
    return (deeds ^ n) * UINT64_C(0x9E3779B97F4A7C15) + (deeds >> 29);
}

/* Where the act led, as a number that a twin must have too. */
static uint64_t led_to(struct walk *k, const struct todo *t, const struct model *m, size_t act)
{
    uint32_t to;

    if (start_beyond(k->start, m)) {
        k->tally->beyond++;
        return 1;
    }
    to = node_of(k, m, t->node, act);
    k->tally->moves++;
    if (!t->twin) {
        k->edges = grow(k->edges, k->edge_count, &k->edge_room, sizeof *k->edges);
        k->edges[k->edge_count++] = (struct edge){ t->node, to };
    }
    return 2 + (uint64_t)to;
}

/* Days pass once, at most. */
static uint64_t wait(struct walk *k, const struct todo *t, size_t act)
{
    const struct order_row *o = walk_last(&t->model, TABLE_ORDER);
    struct model after = t->model;

    if (after.now.us - o->keyed_at.us > INSTANT_HOUR * 24)
        return 0;
    after.now.us += acts[act].n * 24 * INSTANT_HOUR;
    return led_to(k, t, &after, act);
}

static uint64_t try_act(struct walk *k, const struct todo *t, size_t act)
{
    struct world c = { .arena = &k->scratch, .model = t->model };
    struct attempt tried;

    if (acts[act].op == ACT_WAIT)
        return wait(k, t, act);
    if (!act_args(&c, &acts[act]))
        return 0;
    walk_attempt(&c, acts[act].op, world_user(&c, acts[act].login), &k->scratch, &tried);
    k->tally->tries++;
    if (tried.fault)
        blame(k, t->node, tried.fault, &acts[act]);
    if (tried.effects.n == 0 || k->broken) {
        k->tally->refused++;
        return UINT64_C(1) << 40 | tried.w->ruling.rule;
    }
    return led_to(k, t, &tried.after, act);
}

static void expand(struct walk *k)
{
    struct todo t = k->todo[--k->todo_count];
    uint64_t deeds = 0;

    for (size_t i = 0; i < act_count && !k->broken; i++) {
        if (!(acts[i].stretches & k->start->stretches))
            continue;
        arena_reset(&k->scratch);
        deeds = mixed(deeds, try_act(k, &t, i));
    }
    if (t.twin) {
        k->twins = grow(k->twins, k->twin_count, &k->twin_room, sizeof *k->twins);
        k->twins[k->twin_count++] = (struct twin){ t.node, deeds };
    } else {
        k->nodes[t.node].deeds = deeds;
    }
    arena_release(t.arena);
    free(t.arena);
}

/* --- the whole graph ------------------------------------------------------------------------
 */

static bool is_final(unsigned state)
{
    return state == ORDER_CLOSED || state == ORDER_CANCELLED || state == ORDER_REJECTED;
}

/* Back from the final states along the edges, which are sorted by where they lead. */
static void mark_ends(struct walk *k)
{
    size_t *first = calloc(k->n + 2, sizeof *first);
    uint32_t *from = calloc(k->edge_count + 1, sizeof *from);
    uint32_t *stack = calloc(k->n + 1, sizeof *stack);
    size_t top = 0;

    if (!first || !from || !stack)
        abort();
    for (size_t i = 0; i < k->edge_count; i++)
        first[k->edges[i].to + 2]++;
    for (size_t i = 2; i < k->n + 2; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < k->edge_count; i++)
        from[first[k->edges[i].to + 1]++] = k->edges[i].from;
    for (size_t i = 0; i < k->n; i++)
        if (is_final(k->nodes[i].state)) {
            k->nodes[i].ends = true;
            stack[top++] = (uint32_t)i;
        }
    while (top) {
        uint32_t at = stack[--top];

        for (size_t i = first[at]; i < first[at + 1]; i++)
            if (!k->nodes[from[i]].ends) {
                k->nodes[from[i]].ends = true;
                stack[top++] = from[i];
            }
    }
    free(first);
    free(from);
    free(stack);
}

static void judge_graph(struct walk *k)
{
    mark_ends(k);
    for (size_t i = 0; i < k->n; i++)
        if (!k->nodes[i].ends) {
            if (!k->tally->dead++)
                blame(k, (uint32_t)i, "no way to an end from here", NULL);
        }
    for (size_t i = 0; i < k->twin_count; i++)
        if (k->twins[i].deeds != k->nodes[k->twins[i].node].deeds) {
            if (!k->tally->differ++)
                blame(k, k->twins[i].node, "two states of one look part here", NULL);
        }
    k->tally->twins = k->twin_count;
}

static void walk_free(struct walk *k)
{
    for (size_t i = 0; i < k->todo_count; i++) {
        arena_release(k->todo[i].arena);
        free(k->todo[i].arena);
    }
    free(k->nodes);
    free(k->edges);
    free(k->todo);
    free(k->twins);
    free(k->table);
    arena_release(&k->scratch);
    arena_release(&k->trial);
}

bool walk_start(const struct start *s, struct judge *j, struct tally *t)
{
    struct walk k = { .start = s, .judge = j, .tally = t };
    struct arena arena;
    struct world *c;

    *t = (struct tally){ 0 };
    arena_init(&k.scratch, SIZE_MAX);
    arena_init(&k.trial, SIZE_MAX);
    arena_init(&arena, SIZE_MAX);
    c = start_world(s, &arena);
    (void)node_of(&k, &c->model, 0, 0);
    while (k.todo_count && !k.broken && (!j->budget || k.n < j->budget))
        expand(&k);
    if (!k.broken && !k.todo_count)
        judge_graph(&k);
    t->states = k.n;
    walk_free(&k);
    arena_release(&arena);
    return !k.broken;
}
