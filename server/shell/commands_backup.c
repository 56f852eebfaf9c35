/*
 * commands_backup.c - backup, restore, drill: their options.
 */
#include "server/shell/backup.h"
#include "server/shell/commands.h"

struct words {
    const char *to, *from;
    int64_t keep; /* 0: all */
};
#define AT(field) offsetof(struct words, field)
static const struct setting to_table[] = {
    { "to", 0, SETTING_TEXT, SETTING_LINE, AT(to), .value = "DIR",
      .help = "folder that backups are put into" },
    { "keep", 0, SETTING_INT, SETTING_LINE, AT(keep), 1, 10000, .value = "N",
      .help = "remove all but the newest N backups, once the new one is whole" },
};
static const struct setting from_table[] = {
    { "from", 0, SETTING_TEXT, SETTING_LINE, AT(from), .value = "DIR",
      .help = "a backup, or a folder of backups: its newest" },
};

struct error command_backup(const struct settings *settings, int argc, char *const argv[],
                            struct arena *arena)
{
    struct words words = { 0 };
    struct error err = command_words(to_table, COUNT(to_table), argc, argv, &words, arena);

    if (!err.code)
        err = command_need(words.to, "to", arena);
    return err.code ? err : backup_take(settings, words.to, words.keep, arena);
}

/* --from, for the two that read a backup. */
static struct error from_word(int argc, char *const argv[], struct arena *arena,
                              const char **out)
{
    struct words words = { 0 };
    struct error err = command_words(from_table, COUNT(from_table), argc, argv, &words, arena);

    if (!err.code)
        err = command_need(words.from, "from", arena);
    *out = words.from;
    return err;
}

struct error command_restore(const struct settings *settings, int argc, char *const argv[],
                             struct arena *arena)
{
    const char *from;
    struct error err = from_word(argc, argv, arena, &from);

    return err.code ? err : backup_restore(settings, from, arena);
}

struct error command_drill(const struct settings *settings, int argc, char *const argv[],
                           struct arena *arena)
{
    const char *from;
    struct error err = from_word(argc, argv, arena, &from);

    return err.code ? err : backup_drill(settings, from, arena);
}
