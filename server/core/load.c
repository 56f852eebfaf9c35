/*
 * load.c - loads that every command has, and the proof that all keep the lock order.
 */
#include "server/core/load.h"

/* The actor and everybody whom the command or its rules may name. Small tables, by index. */
const struct load common_loads[] = {
    { .table = TABLE_POLICY,
      .hold = HOLD_READ,
      .limit = 1,
      .order_by = COL_policy_valid_from,
      .newest = true,
      .matches = { ANY_OF({ .kind = MATCH_DAY_REACHED, .column = COL_policy_valid_from }) } },
    /* ascending by day, in whatever order they were made: the calendar searches them */
    { .table = TABLE_CALENDAR_DAY,
      .hold = HOLD_READ,
      .order_by = COL_calendar_day_day,
      .matches = { ANY_OF({ .kind = MATCH_DAY_NEAR, .column = COL_calendar_day_day }) } },
    READ(USER_ROLE,
         ANY_OF(BY_ACTOR(user_role, user_id), BY_CONST(user_role, role, ROLE_GM),
                BY_CONST(user_role, role, ROLE_DIR), BY_CONST(user_role, role, ROLE_DDIR),
                BY_FACT(user_role, user_id, DELEGATION, delegation, principal_id))),
    READ(DELEGATION, ANY_OF(BY_ACTOR(delegation, delegate_id),
                            BY_CONST(delegation, kind, DELEGATION_ACTING))),
    READ(AWAY, ANY_OF(BY_FACT(away, user_id, DELEGATION, delegation, principal_id))),
    READ(APP_USER,
         ANY_OF(BY_ACTOR(app_user, id), BY_FACT(app_user, id, USER_ROLE, user_role, user_id),
                BY_FACT(app_user, id, DELEGATION, delegation, principal_id),
                BY_ARG(app_user, login, P_principal), BY_ARG(app_user, login, P_csr),
                BY_ARG(app_user, login, P_scr), BY_ARG(app_user, login, P_bcr))),
};
const size_t common_load_count = COUNT(common_loads);

const struct load *load_of(const struct operation *op, enum table table)
{
    for (size_t i = 0; i < op->load_count; i++)
        if (op->loads[i].table == table)
            return &op->loads[i];
    for (size_t i = 0; i < common_load_count; i++)
        if (common_loads[i].table == table)
            return &common_loads[i];
    return NULL;
}

static bool is_owner_lock(const struct load *l)
{
    return l->hold == HOLD_LOCK;
}

static const char *check_matches(enum op id, const struct load *l, struct arena *arena)
{
    for (size_t m = 0; m < LOAD_MATCHES; m++)
        for (size_t k = 0; k < MATCH_WAYS; k++) {
            const struct way *way = &l->matches[m].ways[k];

            if (way->kind == MATCH_FACT && !load_of(operations[id], way->from))
                return str_text(arena, str_format(arena, "%s: %s is found by %s, not loaded",
                                                  catalog[id].name, tables[l->table].name,
                                                  tables[way->from].name));
        }
    return NULL;
}

static const char *check_operation(enum op id, struct arena *arena)
{
    const struct operation *op = operations[id];
    const char *fault = NULL;
    enum table last = 0;
    bool any = false;

    for (size_t i = 0; i < op->load_count && !fault; i++) {
        const struct load *l = &op->loads[i];

        for (size_t j = 0; j < i; j++)
            if (op->loads[j].table == l->table)
                return str_text(arena, str_format(arena, "%s loads %s twice", catalog[id].name,
                                                  tables[l->table].name));
        if (is_owner_lock(l)) {
            if (any && l->table < last)
                return str_text(arena,
                                str_format(arena, "%s locks %s after %s", catalog[id].name,
                                           tables[l->table].name, tables[last].name));
            last = l->table;
            any = true;
        }
        fault = check_matches(id, l, arena);
    }
    return fault;
}

const char *load_check(struct arena *arena)
{
    for (enum op id = 0; id < OP_COUNT; id++) {
        const char *fault = operations[id] ? check_operation(id, arena) : NULL;

        if (fault)
            return fault;
        if (!operations[id] && !catalog[id].is_query)
            return str_text(arena, str_format(arena, "%s has no operation", catalog[id].name));
    }
    return NULL;
}
