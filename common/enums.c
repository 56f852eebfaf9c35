/*
 * enums.c - names of the enumerations, made from enums.def.
 */
#include "common/enums.h"

#include <string.h>

#define ENUM_NAME(prefix, name) #name,
#define ENUM(type, prefix, list)                                                               \
    static const char *const type##_names[] = { "", list(ENUM_NAME) };
#include "common/enums.def"
#undef ENUM

static const struct {
    const char *type;
    const char *const *names;
    unsigned count;
} enums[ENUM_ID_COUNT] = {
#define ENUM(type, prefix, list) [ENUM_##type] = { #type, type##_names, COUNT(type##_names) },
#include "common/enums.def"
#undef ENUM
};

const char *enum_name(enum enum_id id, unsigned value)
{
    assert(id > ENUM_ID_NONE && id < ENUM_ID_COUNT && value < enums[id].count);
    return enums[id].names[value];
}

unsigned enum_value(enum enum_id id, struct str name)
{
    assert(id > ENUM_ID_NONE && id < ENUM_ID_COUNT);
    for (unsigned i = 1; i < enums[id].count; i++)
        if (strlen(enums[id].names[i]) == name.n && !memcmp(enums[id].names[i], name.p, name.n))
            return i;
    return 0;
}

unsigned enum_count(enum enum_id id)
{
    assert(id > ENUM_ID_NONE && id < ENUM_ID_COUNT);
    return enums[id].count;
}

const char *enum_type_name(enum enum_id id)
{
    assert(id > ENUM_ID_NONE && id < ENUM_ID_COUNT);
    return enums[id].type;
}

/* one role model; a holder of the left also does the right. */
role_set role_covers(enum role role)
{
    role_set all = ROLE_BIT(role);

    if (role == ROLE_SSGL)
        all |= ROLE_BIT(ROLE_CSR) | ROLE_BIT(ROLE_BCR) | ROLE_BIT(ROLE_CLERK);
    if (role == ROLE_CSR || role == ROLE_BCR) /* the three secretaries, R-007 */
        all |= ROLE_BIT(ROLE_CLERK) | ROLE_BIT(ROLE_CSR);
    if (role == ROLE_STO)
        all |= ROLE_BIT(ROLE_SCR) | ROLE_BIT(ROLE_WH);
    if (role == ROLE_DIR || role == ROLE_DDIR)
        all |= ROLE_BIT(ROLE_SDM);
    if (role == ROLE_GM)
        all |= ROLE_BIT(ROLE_LEAD);
    if (role == ROLE_MM || role == ROLE_UM)
        all |= ROLE_BIT(ROLE_BRM);
    return all;
}
