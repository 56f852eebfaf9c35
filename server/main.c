/*
 * main.c - osbd: the order, shipment and billing daemon.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "server/shell/commands.h"

#define PROGRAM_ARENA_BYTES ((size_t)1024 * 1024 * 1024)

static void print_help(struct arena *arena)
{
    struct str options = options_help(settings_table, settings_count, arena);

    printf("usage: osbd [options] [command]\n\ncommands:\n");
    for (size_t i = 0; i < admin_command_count; i++) {
        const struct admin_command *c = &admin_commands[i];

        printf("  %-18s %s\n",
               str_format(arena, "%s %s", c->word, c->second ? c->second : "").p, c->help);
    }
    printf("\noptions:\n%.*s", STR_ARG(options));
}

static int say(struct error err)
{
    if (!err.code)
        return 0;
    fprintf(stderr, "osbd: %s%s%.*s\n", error_sentence(err.code), err.detail.n ? ": " : "",
            STR_ARG(err.detail));
    return err.code == ERR_PARAMS ? 2 : 1;
}

/* Passwords and keys of the living do not go into a file of the dead. */
static void forbid_core_dumps(void)
{
    const struct rlimit none = { 0, 0 };

    (void)setrlimit(RLIMIT_CORE, &none);
}

static int run(int argc, char *const argv[], struct arena *arena)
{
    static char word[] = "run";
    char *const serve[] = { word, NULL };
    const struct admin_command *command;
    struct settings settings;
    struct error err;
    int rest, words;

    settings_init(&settings);
    err = settings_read(&settings, argc, argv, arena, &rest);
    if (err.code)
        return say(err);
    if (settings.help) {
        print_help(arena);
        return 0;
    }
    if (rest == argc)
        command = admin_command_find(1, serve, &words);
    else
        command = admin_command_find(argc - rest, argv + rest, &words);
    if (!command)
        return say(
            refuse_with(ERR_PARAMS, NULL,
                        str_format(arena, "there is no command '%s'; see --help", argv[rest])));
    if (rest == argc)
        return say(command->run(&settings, 1, serve, arena));
    return say(
        command->run(&settings, argc - rest - words + 1, argv + rest + words - 1, arena));
}

int main(int argc, char *argv[])
{
    struct arena arena;
    int status;

    if (geteuid() == 0) {
        fprintf(stderr, "osbd: do not run me as root: give me a user of my own\n");
        return 1;
    }
    forbid_core_dumps();
    if (sodium_init() < 0)
        return 1;
    arena_init(&arena, PROGRAM_ARENA_BYTES);
    status = run(argc, argv, &arena);
    arena_release(&arena);
    return status;
}
