/*
 * commands.h - what an administrator does with osbd besides running it.
 */
#ifndef OSB_SHELL_COMMANDS_H
#define OSB_SHELL_COMMANDS_H

#include "server/shell/settings.h"

struct admin_command {
    const char *word;   /* "company" */
    const char *second; /* "create", or NULL */
    const char *help;
    /* argv[0] is the last word of the command, its options follow. */
    struct error (*run)(const struct settings *settings, int argc, char *const argv[],
                        struct arena *arena);
};

extern const struct admin_command admin_commands[];
extern const size_t admin_command_count;

/* The command that the words name, or NULL; *words is how many it has. */
const struct admin_command *admin_command_find(int argc, char *const argv[], int *words);

/* ---- for the files that hold commands ---- */

/* A command's own options over *out; nothing may be left behind them. ERR_PARAMS. */
NODISCARD struct error command_words(const struct setting *table, size_t count, int argc,
                                     char *const argv[], void *out, struct arena *arena);
/* ERR_PARAMS "--option is needed" when the value is NULL. */
NODISCARD struct error command_need(const char *value, const char *option, struct arena *arena);

/* Of the table: commands_backup.c. */
struct error command_backup(const struct settings *settings, int argc, char *const argv[],
                            struct arena *arena);
struct error command_restore(const struct settings *settings, int argc, char *const argv[],
                             struct arena *arena);
struct error command_drill(const struct settings *settings, int argc, char *const argv[],
                           struct arena *arena);

#endif
