/*
 * claims.c - claims about shipped goods, for tests.
 */
#include "tests/world/shipping.h"

const struct claim_row *the_claim(const struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_CLAIM];

    return t->n ? t->rows[t->n - 1] : NULL;
}

struct work *on_claim(struct world *c, enum op op, const char *login)
{
    give_text(c, P_claim, str_text(c->arena, the_claim(c)->no));
    return world_do(c, op, login);
}

void claim_accepted(struct world *c)
{
    struct args args = c->args;
    const struct work *w = on_claim(c, OP_CLAIM_ACCEPT, "um");

    assert(w->ruling.outcome == OUTCOME_DONE);
    if (the_claim(c)->state != CLAIM_IS_CONSENTED)
        return;
    c->args = args;
    w = on_claim(c, OP_CLAIM_ACCEPT, "ddir");
    assert(w->ruling.outcome == OUTCOME_DONE);
    (void)w;
}
