/*
 * own_command.c - memory and parameters of a command of SYSTEM.
 */
#include "server/shell/own_command.h"

#include <stdlib.h>

#include "common/limits.h"

struct own_command *own_command_new(enum op op, struct str id)
{
    struct own_command *own = calloc(1, sizeof *own);

    if (!own)
        abort();
    arena_init(&own->arena, LIMIT_ARENA_BYTES);
    own->command = (struct command){ .op = op,
                                     .id = str_dup(&own->arena, id),
                                     .actor_id = SYSTEM_USER_ID,
                                     .args = &own->args,
                                     .arena = &own->arena };
    return own;
}

void own_command_free(struct own_command *own)
{
    arena_release(&own->arena);
    free(own);
}

void own_command_text(struct own_command *own, enum param param, struct str text)
{
    own->args.v[param] = (struct arg){ .given = true, .s = str_dup(&own->arena, text) };
}
