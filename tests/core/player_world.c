/*
 * player_world.c - worlds differ: parameters, quota, what is given away.
 */
#include "tests/core/player.h"

/* What is nearly given away: an amount of it may round to nothing. */
static void give_away(struct player *p)
{
    struct model_table *t = &p->world->model.tables[TABLE_PRICE];

    for (size_t i = 0; i < t->n; i++) {
        struct price_row *price = t->rows[i];

        if (price->product_id == world_id(p->world, TABLE_PRODUCT, "P3")) {
            price->price = fen(1);
            price->price_per = 100;
            price->floor = fen(0);
        }
    }
}

void player_vary(struct player *p)
{
    struct model_table *cells = &p->world->model.tables[TABLE_QUOTA_CELL];
    struct policy_row *policy = p->world->model.tables[TABLE_POLICY].rows[0];
    bool none = chance_percent(&p->chance, 8); /* quota of nothing */
    size_t n = cells->n;

    policy->auto_send = !chance_percent(&p->chance, 40);
    policy->quota_auto_cut = chance_percent(&p->chance, 20);
    policy->quota_three_sign = !chance_percent(&p->chance, 40);
    policy->second_person = !chance_percent(&p->chance, 30);
    policy->two_papers = chance_percent(&p->chance, 25);
    policy->quota_restore = !chance_percent(&p->chance, 30);
    policy->claim_small = fen(chance_percent(&p->chance, 50) ? 50000 : 2000);
    if (chance_percent(&p->chance, 5))
        give_away(p);
    for (size_t i = 0; i < n; i++) {
        struct quota_cell_row *now = cells->rows[i];
        struct quota_cell_row next = *now;

        next.month = day_add_months(now->month, 1);
        world_cell(p->world, next);
        if (!none && !chance_percent(&p->chance, 10))
            continue;
        world_put(p->world, TABLE_QUOTA_CHANGE,
                  &(struct quota_change_row){ .cell_id = now->id,
                                              .kind = QCHANGE_SET,
                                              .qty = qty(-now->allotted.n),
                                              .made_by = 1,
                                              .at = { 1 } });
        now->allotted = qty(0);
    }
}

void player_settings(struct player *p)
{
    static const struct {
        const char *name, *value;
    } list[] = { { "over_pct", "20" },
                 { "over_pct", "0" },
                 { "quota_auto_cut", "true" },
                 { "hold_days", "30" },
                 { "no_such", "1" } };
    size_t i = player_pick(p, COUNT(list));
    struct item *item = give_item(p->world, P_settings);

    item->name = str_of(list[i].name);
    item->value = str_of(list[i].value);
}
