/*
 * catalog.c - the tables made from params.def and catalog.def, and finding in them.
 */
#include "common/catalog.h"

#include "common/catalog_roles.h"

#define ENUM_none ENUM_ID_NONE
const struct param_info params[PARAM_COUNT] = {
#define PARAM(name, type, list, help) [P_##name] = { #name, PARAM_##type, ENUM_##list, help },
#include "common/params.def"
#undef PARAM
};
#undef ENUM_none

/* Each operation's parameters; the closing row only keeps NO_PARAMS from being empty. */
#define R(x) { P_##x, true, false },
#define O(x) { P_##x, false, false },
#define E(x) { P_##x, false, true },
#define NO_PARAMS
#define CLOSING_ROW                                                                            \
    {                                                                                          \
        0, false, false                                                                        \
    }
#define COMMAND(id, name, roles, help, ...)                                                    \
    static const struct op_param id##_params[] = { __VA_ARGS__ CLOSING_ROW };
#define QUERY(id, name, roles, help, ...) COMMAND(id, name, roles, help, __VA_ARGS__)
#include "common/catalog.def"
#undef COMMAND
#undef QUERY
#undef R
#undef O
#undef E

#define ENTRY(id, name, query, roles, help)                                                    \
    [OP_##id] = { name, query, roles, help, id##_params, COUNT(id##_params) - 1 },
const struct op_info catalog[OP_COUNT] = {
#define COMMAND(id, name, roles, help, ...) ENTRY(id, name, false, roles, help)
#define QUERY(id, name, roles, help, ...)   ENTRY(id, name, true, roles, help)
#include "common/catalog.def"
#undef COMMAND
#undef QUERY
};

const char *param_type_name(enum param_type type)
{
    static const char *const names[] = {
        [PARAM_CODE] = "CODE",     [PARAM_NAME] = "NAME",   [PARAM_TEXT] = "TEXT",
        [PARAM_SECRET] = "SECRET", [PARAM_BYTES] = "BYTES", [PARAM_MONEY] = "MONEY",
        [PARAM_QTY] = "QTY",       [PARAM_INT] = "INT",     [PARAM_ID] = "ID",
        [PARAM_DAY] = "DAY",       [PARAM_TIME] = "TIME",   [PARAM_BOOL] = "BOOL",
        [PARAM_CHOICE] = "CHOICE", [PARAM_ITEMS] = "ITEMS",
    };

    assert(type < COUNT(names));
    return names[type];
}

int param_find(struct str name)
{
    for (int i = 0; i < PARAM_COUNT; i++)
        if (str_eq(str_of(params[i].name), name))
            return i;
    return -1;
}

bool op_takes(enum op op, enum param param)
{
    for (size_t i = 0; i < catalog[op].param_count; i++)
        if (catalog[op].params[i].param == (uint8_t)param)
            return true;
    return false;
}

bool op_empties(enum op op, enum param param)
{
    for (size_t i = 0; i < catalog[op].param_count; i++)
        if (catalog[op].params[i].param == param)
            return catalog[op].params[i].empties;
    return false;
}

int catalog_find(struct str name)
{
    for (int i = 0; i < OP_COUNT; i++)
        if (str_eq(str_of(catalog[i].name), name))
            return i;
    return -1;
}
