/*
 * returns.c - returns of shipped goods, for tests.
 */
#include "tests/world/shipping.h"

const struct goods_return_row *the_return(const struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_GOODS_RETURN];

    return t->n ? t->rows[t->n - 1] : NULL;
}

struct work *on_return(struct world *c, enum op op, const char *login)
{
    give_text(c, P_goods_return, str_text(c->arena, the_return(c)->no));
    if ((op == OP_RETURN_REFUSE || op == OP_RETURN_WITHDRAW || op == OP_RETURN_SETTLE ||
         op == OP_RETURN_EXAMINE) &&
        !c->args.v[P_reason].given)
        give_text(c, P_reason, "said");
    return world_do(c, op, login);
}

void return_reaches(struct world *c, enum return_state state)
{
    static const struct {
        enum return_state from;
        enum op op;
        const char *login;
    } road[] = {
        { RETURN_IS_APPLIED, OP_RETURN_CONFIRM, "um" },
        { RETURN_IS_CONFIRMED, OP_RETURN_VERIFY, "kam" },
        { RETURN_IS_TO_EXAMINE, OP_RETURN_EXAMINE, "tech" },
        { RETURN_IS_VERIFIED, OP_RETURN_REVIEW, "ddir" },
        { RETURN_IS_REVIEWED, OP_RETURN_ISSUE, "csr" },
        { RETURN_IS_ISSUED, OP_RETURN_RECEIVE, "wh" },
        { RETURN_IS_RECEIVED, OP_RETURN_SETTLE, "wh" },
    };

    for (size_t i = 0; i < sizeof road / sizeof road[0] && the_return(c)->state != state; i++) {
        const struct work *w;

        if (the_return(c)->state != road[i].from)
            continue;
        if (road[i].op == OP_RETURN_EXAMINE)
            give_number(c, P_authenticity, FOUND_TO_BE_GENUINE);
        w = on_return(c, road[i].op, road[i].login);
        assert(w->ruling.outcome == OUTCOME_DONE);
        (void)w;
    }
    assert(the_return(c)->state == state);
}
