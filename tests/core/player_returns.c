/*
 * player_returns.c - returns that a command could be meant for (R-177 .. R-182).
 */
#include "tests/core/player.h"

#include "server/core/flow.h"

static bool is_open(const struct goods_return_row *r)
{
    return r->state < RETURN_IS_SETTLED;
}

static enum flow_event event_of(enum op op)
{
    switch ((int)op) {
    case OP_RETURN_CONFIRM:
        return EVENT_CONFIRM;
    case OP_RETURN_VERIFY:
        return EVENT_VERIFY;
    case OP_RETURN_EXAMINE:
        return EVENT_EXAMINE;
    case OP_RETURN_REVIEW:
        return EVENT_REVIEW;
    case OP_RETURN_REFUSE:
        return EVENT_REFUSE;
    case OP_RETURN_ISSUE:
        return EVENT_ISSUE;
    case OP_RETURN_RECEIVE:
        return EVENT_RECEIVE;
    case OP_RETURN_SETTLE:
        return EVENT_SETTLE;
    default:
        return EVENT_WITHDRAW;
    }
}

static const struct goods_return_row *one_of(struct player *p, enum op op)
{
    const struct model_table *t = &p->world->model.tables[TABLE_GOODS_RETURN];
    const struct goods_return_row *found = NULL;
    size_t seen = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct goods_return_row *r = t->rows[i];
        bool fits =
            op == OP_COUNT ? is_open(r) : flow_knows(MACHINE_RETURN, r->state, event_of(op));

        if (p->order && r->order_id == p->order->id && fits && player_pick(p, ++seen) == 0)
            found = r;
    }
    return found;
}

const char *player_return(struct player *p, enum op op)
{
    const struct goods_return_row *r = chance_percent(&p->chance, 98) ? one_of(p, op) : NULL;

    return r ? str_text(p->world->arena, r->no)
             : player_code(p, TABLE_GOODS_RETURN, COL_goods_return_no);
}

bool player_has_return(struct player *p)
{
    return one_of(p, OP_COUNT) != NULL;
}

enum op player_of_return(struct player *p)
{
    const struct goods_return_row *r = one_of(p, OP_COUNT);
    bool turns = chance_percent(&p->chance, 20);

    switch (r->state) {
    case RETURN_IS_APPLIED:
        return !turns                           ? OP_RETURN_CONFIRM
               : chance_percent(&p->chance, 50) ? OP_RETURN_REFUSE
                                                : OP_RETURN_WITHDRAW;
    case RETURN_IS_CONFIRMED:
        return turns ? OP_RETURN_WITHDRAW : OP_RETURN_VERIFY;
    case RETURN_IS_TO_EXAMINE:
        return turns ? OP_RETURN_WITHDRAW : OP_RETURN_EXAMINE;
    case RETURN_IS_VERIFIED:
        return !turns                           ? OP_RETURN_REVIEW
               : chance_percent(&p->chance, 50) ? OP_RETURN_REFUSE
                                                : OP_RETURN_WITHDRAW;
    case RETURN_IS_REVIEWED:
        return turns || chance_percent(&p->chance, 25) ? OP_RETURN_WITHDRAW : OP_RETURN_ISSUE;
    case RETURN_IS_ISSUED: /* few come so far */
        return turns || chance_percent(&p->chance, 30) ? OP_RETURN_WITHDRAW : OP_RETURN_RECEIVE;
    case RETURN_IS_RECEIVED:
        return OP_RETURN_SETTLE;
    case return_state_none:
    case RETURN_IS_SETTLED:
    case RETURN_IS_REFUSED:
    case RETURN_IS_WITHDRAWN:
    case return_state_count:
        break;
    }
    return OP_RETURN_APPLY;
}
