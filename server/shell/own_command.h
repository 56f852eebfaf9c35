/*
 * own_command.h - a command of the actor SYSTEM, with its own memory.
 *
 * Whoever makes it fills the parameters from its arena, sets command.done and command.ctx and
 * gives it to the executor; done frees it.
 */
#ifndef OSB_SHELL_OWN_COMMAND_H
#define OSB_SHELL_OWN_COMMAND_H

#include "server/shell/executor.h"

struct own_command {
    struct command command; /* first: done gets its address */
    struct args args;
    struct arena arena;
};

/* The id is copied. No client can send one that has a slash. */
struct own_command *own_command_new(enum op op, struct str id);
void own_command_free(struct own_command *own);
/* A code, number or name; copied. */
void own_command_text(struct own_command *own, enum param param, struct str text);

#endif
