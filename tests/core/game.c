/*
 * game.c - commands one after the other, as the daemon would run them.
 */
#include "tests/core/game.h"

static void run(struct game *g, struct play play)
{
    struct work *w;

    if (g->before)
        g->before(g, &play);
    w = world_do(g->world, play.op, play.login);
    g->check(g, &play, w);
}

static bool touched_account(const struct effects *e, int64_t account_id)
{
    for (size_t i = 0; i < e->n; i++)
        if (e->v[i].table == TABLE_CREDIT_ACCOUNT && row_id(e->v[i].row) == account_id)
            return true;
    return false;
}

static bool waits(const struct order_row *o)
{
    return o->state == ORDER_HOLD_CREDIT || o->state == ORDER_WAIT_FUNDS ||
           o->state == ORDER_WAIT_ST;
}

/* Held orders of the account, as the daemon judges them after a command that frees. */
static void run_rechecks(struct game *g)
{
    const struct model_table *orders = &g->world->model.tables[TABLE_ORDER];
    struct effects freed = g->world->effects;

    for (size_t i = 0; i < orders->n && !g->over; i++) {
        const struct order_row *o = orders->rows[i];

        if (!waits(o) || !touched_account(&freed, o->account_id))
            continue;
        give_text(g->world, P_order, str_text(g->world->arena, o->no));
        run(g, (struct play){ OP_ORDER_RECHECK, "SYSTEM" });
    }
}

void game_begin(struct game *g, struct arena *arena, uint64_t seed)
{
    g->world = world_new(arena);
    g->player = (struct player){ .chance = { seed }, .world = g->world };
    player_vary(&g->player);
}

void game_step(struct game *g)
{
    struct world *c = g->world;
    struct play play;

    arena_init(&g->command, SIZE_MAX);
    c->arena = &g->command;
    play = player_choose(&g->player);
    run(g, play);
    if (operations[play.op]->frees && c->effects.n && play.op != OP_ORDER_RECHECK && !g->over)
        run_rechecks(g);
    world_later(c, player_minutes(&g->player, play.op));
    arena_release(&g->command);
}
