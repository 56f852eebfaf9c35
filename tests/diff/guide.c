/*
 * guide.c - rehearsals, and which is the best.
 */
#include "tests/diff/guide.h"

#include <stdlib.h>
#include <string.h>

#include "tests/diff/side.h"

#define REHEARSALS 50
#define MOST       250 /* rehearsals, where none of the others takes what is still wanted */
#define SEASON     (INT64_C(45) * 24 * 60) /* minutes that go by at once: holds lapse */
#define SEASONS    (GUIDE_STEPS * 8)       /* one rehearsal in eight has one */
#define ROAD       10000                   /* what a pair is worth that was never taken */
#define GUARD      500                     /* and a rule that never stopped a command */
#define GUARD_GOAL 3
#define AWKWARD    15 /* percent of the texts */

/* --- playing ahead -------------------------------------------------------------------------
 */

static void tell(struct rehearsal *r, const struct work *w)
{
    if (w->ruling.outcome != OUTCOME_DONE)
        r->rules[w->ruling.rule]++;
}

static void judge_again(struct rehearsal *r, const struct work *cause)
{
    struct world *c = &r->world;
    const struct order_row **list =
        ARENA_ARRAY(c->arena, c->model.tables[TABLE_ORDER].n + 1, const struct order_row *);
    size_t n = side_judged_again(c, cause, list);

    for (size_t i = 0; i < n; i++) {
        struct args *args = ARENA_NEW(c->arena, struct args);
        struct work *w;

        args->v[P_order] = (struct arg){ .given = true, .s = list[i]->no };
        w = side_decides(c, OP_ORDER_RECHECK, "SYSTEM", args, STR("rehearsed"));
        side_applies(c, w);
        tell(r, w);
    }
}

static void play_step(struct rehearsal *r, struct guide_step *step)
{
    struct world *c = &r->world;
    struct args *args = ARENA_NEW(c->arena, struct args);
    struct work *w;

    if (!side_reads(step->play.op, args_text(step->play.op, &step->args, c->arena), c->arena,
                    args))
        return;
    w = side_decides(c, step->play.op, step->play.login, args, STR("rehearsed"));
    tell(r, w);
    if (side_has_no_right(w)) {
        c->model.next_block--;
        return;
    }
    side_applies(c, w);
    judge_again(r, w);
}

/* Texts that mean something to SQL, to its arrays, to JSON or to a screen. */
static struct str awkward(struct player *p)
{
    static const char *const texts[] = {
        "NULL",           "null", "\"quoted\" \\ back", "{a,b}", "it's; --",
        "发货单\n第二行", "Peña", "%s $1 {}",           "a,b",   "\\N \\",
        "\u202f臺灣",     "x\ty",
    };

    return str_of(texts[player_pick(p, COUNT(texts))]);
}

static void make_awkward(struct player *p, enum op op, struct args *args)
{
    for (size_t i = 0; i < catalog[op].param_count; i++) {
        enum param param = catalog[op].params[i].param;
        struct arg *a = &args->v[param];

        if (!a->given || !chance_percent(&p->chance, AWKWARD))
            continue;
        if (params[param].type == PARAM_TEXT || params[param].type == PARAM_NAME)
            a->s = awkward(p);
        if (param == P_lines)
            a->items[0].remark = awkward(p);
    }
}

static void rehearse(const struct guide *g, struct rehearsal *r, uint64_t luck)
{
    size_t season = luck % SEASONS; /* mostly none */
    int64_t began;

    arena_init(&r->arena, SIZE_MAX);
    r->world = *g->world;
    r->world.arena = &r->arena;
    r->world.spoil = NULL;
    side_copy(&g->world->model, &r->arena, &r->world.model);
    r->player = g->player;
    r->player.world = &r->world;
    r->player.chance.state = luck;
    r->player.temper = (struct temper){ 0 }; /* a new one */
    began = r->world.model.now.us;
    for (size_t i = 0; i < GUIDE_STEPS; i++) {
        struct guide_step *step = &r->steps[i];

        step->play = player_choose(&r->player);
        if (!strcmp(step->play.login, "SYSTEM"))
            step->play.login = "csr"; /* nobody logs in as the daemon */
        step->args = r->world.args;
        make_awkward(&r->player, step->play.op, &step->args);
        step->minutes = 1 + player_minutes(&r->player, step->play.op);
        if (i == season)
            step->minutes += SEASON;
        r->world.commands++;
        play_step(r, step);
        began += step->minutes * INSTANT_MINUTE;
        r->world.model.now.us = began;
    }
}

/* --- the best ------------------------------------------------------------------------------
 */

/* Of something taken n times so far, `more` times more. */
static int64_t worth_of(int64_t weight, uint64_t goal, uint64_t n, uint64_t more)
{
    int64_t sum = 0;

    for (; more && n < goal; n++, more--)
        sum += weight * (int64_t)((goal - n) * (goal - n)) / (int64_t)(goal * goal);
    return sum;
}

static size_t pair_of[TALLY_ROADS]; /* tally_pair_of(), which is asked millions of times */

static void weigh(const struct guide *g, struct rehearsal *r)
{
    r->worth = 0;
    r->wanted = false;
    for (size_t i = 0; i < flow_row_count; i++) {
        uint64_t so_far = 0, more = 0;

        if (pair_of[i] != i)
            continue;
        for (size_t k = i; k < flow_row_count; k++)
            if (pair_of[k] == i) {
                so_far += flow_taken[k];
                more += r->roads[k];
            }
        r->worth += worth_of(ROAD, g->goal, so_far, more);
        r->wanted |= more && so_far < g->goal;
    }
    for (enum rule rule = 0; rule < RULE_COUNT; rule++)
        r->worth += worth_of(GUARD, GUARD_GOAL, g->tally->rules[rule], r->rules[rule]);
}

static void let_go(struct rehearsal *r)
{
    if (!r)
        return;
    arena_release(&r->arena);
    free(r);
}

/* What is rehearsed does not count. */
static struct rehearsal *rehearsed(const struct guide *g, uint64_t luck)
{
    uint64_t now[TALLY_ROADS];
    struct rehearsal *r = calloc(1, sizeof *r);

    if (!r)
        abort();
    memcpy(now, flow_taken, flow_row_count * sizeof *now);
    rehearse(g, r, luck);
    for (size_t i = 0; i < flow_row_count; i++)
        r->roads[i] = flow_taken[i] - now[i];
    memcpy(flow_taken, now, flow_row_count * sizeof *now);
    weigh(g, r);
    return r;
}

static bool is_better(const struct rehearsal *a, const struct rehearsal *b)
{
    return a->wanted != b->wanted ? a->wanted : a->worth > b->worth;
}

static void rehearse_all(struct guide *g)
{
    struct rehearsal *best = NULL;

    for (int i = 0; i < REHEARSALS || (i < MOST && !best->wanted); i++) {
        struct rehearsal *r = rehearsed(g, chance_next(&g->player.chance));

        if (best && !is_better(r, best)) {
            let_go(r);
            continue;
        }
        let_go(best);
        best = r;
    }
    let_go(g->best);
    g->best = best;
    g->next = 0;
    g->player.order_id = best->player.order_id;
}

const struct guide_step *guide_next(struct guide *g)
{
    if (!g->best || g->next == GUIDE_STEPS)
        rehearse_all(g);
    return &g->best->steps[g->next++];
}

void guide_begin(struct guide *g, struct arena *arena, uint64_t seed, uint64_t goal,
                 const struct tally *tally)
{
    assert(flow_row_count <= TALLY_ROADS);
    *g = (struct guide){ .player = { .chance = { seed }, .world = world_new(arena) },
                         .goal = goal,
                         .tally = tally };
    g->world = g->player.world;
    for (size_t i = 0; i < flow_row_count; i++)
        pair_of[i] = tally_pair_of(i);
    player_vary(&g->player);
}

void guide_end(struct guide *g)
{
    let_go(g->best);
    g->best = NULL;
}
