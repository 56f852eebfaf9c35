/*
 * enums.h - every enumeration of the house, made from enums.def.
 *
 * `enum order_state` has order_state_none = 0, ORDER_DRAFT, ... Each value's stored and sent
 * name is its last part ("DRAFT"); NONE is the empty text.
 */
#ifndef OSB_COMMON_ENUMS_H
#define OSB_COMMON_ENUMS_H

#include "common/str.h"

#define ENUM_VALUE(prefix, name) prefix##_##name,
#define ENUM(type, prefix, list) enum type { type##_none = 0, list(ENUM_VALUE) type##_count };
#include "common/enums.def"
#undef ENUM
#undef ENUM_VALUE

/* Which enumeration a column or parameter has. */
enum enum_id {
    ENUM_ID_NONE = 0,
#define ENUM(type, prefix, list) ENUM_##type,
#include "common/enums.def"
#undef ENUM
    ENUM_ID_COUNT
};

/* Name of a value: enum_name(ENUM_order_state, ORDER_DRAFT) is "DRAFT"; 0 gives "". */
const char *enum_name(enum enum_id id, unsigned value);
/* The value with that exact name, or 0 (none). */
unsigned enum_value(enum enum_id id, struct str name);
/* Number of values, the none included: values are 1 .. count-1. */
unsigned enum_count(enum enum_id id);
/* "order_state". */
const char *enum_type_name(enum enum_id id);

/* A set of roles; a user may hold several. */
typedef uint32_t role_set;
#define ROLE_BIT(role) ((role_set)1 << (role))
/* The roles that a holder of `role` covers, itself included. */
role_set role_covers(enum role role);

#endif
