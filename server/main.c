/*
 * main.c - osbd: the order, shipment and billing daemon.
 */
#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "server/shell/commands.h"

#define DESCRIPTORS         4096
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
    printf("\noptions, in front of the command:\n%.*s", STR_ARG(options));
    printf("\nexit codes:\n  0 done, or stopped in order\n  1 not done; the message says why\n"
           "  2 usage: unknown command, option or value\n");
}

/* The sentence of a mistyped word or a database that is away says nothing more than its detail.
 */
static bool speaks_for_itself(struct error err)
{
    return err.detail.n && (err.code == ERR_PARAMS || err.code == ERR_RETRY);
}

/* One line: what is wrong, which setting, what was found. */
static int say(struct error err, struct arena *arena)
{
    const char *detail = str_text(arena, str_trim(err.detail));
    bool plain = speaks_for_itself(err), named = err.field && !strstr(detail, err.field);

    if (!err.code)
        return 0;
    for (char *p = (char *)(uintptr_t)detail; *p; p++)
        if (*p == '\n' || *p == '\t')
            *p = ' ';
    fprintf(stderr, "osbd: %s%s%s%s%s\n", plain ? "" : error_sentence(err.code),
            !plain && (named || detail[0]) ? ": " : "", named ? err.field : "",
            named && detail[0] ? ": " : "", detail);
    return err.code == ERR_PARAMS ? 2 : 1;
}

/* Passwords and keys of the living do not go into a file of the dead. */
static void forbid_core_dumps(void)
{
    const struct rlimit none = { 0, 0 };

    (void)setrlimit(RLIMIT_CORE, &none);
}

/* "user" alone is the beginning of some. */
static struct str no_command(const char *word, struct arena *arena)
{
    struct str more = STR("");

    for (size_t i = 0; i < admin_command_count; i++)
        if (admin_commands[i].second && !strcmp(admin_commands[i].word, word))
            more = str_format(arena, "%.*s%s%s %s", STR_ARG(more), more.n ? ", " : "", word,
                              admin_commands[i].second);
    return more.n ? str_format(arena, "'%s' is the beginning of: %.*s", word, STR_ARG(more))
                  : str_format(arena, "there is no command '%s'; see --help", word);
}

/* Sessions, connections to the database, and some: more than many systems give unasked. */
static void take_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= DESCRIPTORS)
        return;
    limit.rlim_cur = limit.rlim_max < DESCRIPTORS ? limit.rlim_max : DESCRIPTORS;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
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
        return say(err, arena);
    if (settings.help) {
        print_help(arena);
        return 0;
    }
    if (rest == argc)
        command = admin_command_find(1, serve, &words);
    else
        command = admin_command_find(argc - rest, argv + rest, &words);
    if (!command)
        return say(refuse_with(ERR_PARAMS, NULL, no_command(argv[rest], arena)), arena);
    if (geteuid() == 0 && strcmp(command->word, "version") != 0) {
        fprintf(stderr, "osbd: do not run me as root: give me a user of my own\n");
        return 1;
    }
    if (rest == argc)
        return say(command->run(&settings, 1, serve, arena), arena);
    return say(command->run(&settings, argc - rest - words + 1, argv + rest + words - 1, arena),
               arena);
}

int main(int argc, char *argv[])
{
    struct arena arena;
    int status;

    forbid_core_dumps();
    take_descriptors();
    if (sodium_init() < 0)
        return 1;
    if (!setlocale(LC_CTYPE, "C.UTF-8")) { /* forms are set by the cells of their characters */
        fprintf(stderr, "osbd: this system lacks the locale C.UTF-8\n");
        return 1;
    }
    arena_init(&arena, PROGRAM_ARENA_BYTES);
    status = run(argc, argv, &arena);
    arena_release(&arena);
    return status;
}
