/*
 * catalog_rules.c - the rules that stand behind operations and parameters.
 */
#include "common/catalog.h"

static const char *const op_rules[OP_COUNT] = {
#define OP_RULE(id, rules) [OP_##id] = (rules),
#define PARAM_RULE(name, rules)
#include "common/catalog_rules.def"
#undef OP_RULE
#undef PARAM_RULE
};
static const char *const param_rules[PARAM_COUNT] = {
#define OP_RULE(id, rules)
#define PARAM_RULE(name, rules) [P_##name] = (rules),
#include "common/catalog_rules.def"
#undef OP_RULE
#undef PARAM_RULE
};

const char *op_rule(enum op op)
{
    return op_rules[op] ? op_rules[op] : "";
}

const char *param_rule(enum param param)
{
    return param_rules[param] ? param_rules[param] : "";
}
