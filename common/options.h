/*
 * options.h - one table of settings for the command line, the configuration file and --help.
 *
 * A program fills a struct with its defaults, describes the fields it lets people set in a
 * table, and reads the file and the command line over it. Everything that is not in the table
 * is refused; a refusal names the place, the setting and the remedy.
 */
#ifndef OSB_COMMON_OPTIONS_H
#define OSB_COMMON_OPTIONS_H

#include "common/error.h"

enum setting_kind {
    SETTING_FLAG,   /* bool: --name, --no-name; yes or no */
    SETTING_TEXT,   /* const char * */
    SETTING_INT,    /* int64_t from min to max */
    SETTING_CHOICE, /* int: place of the word in choices */
    SETTING_LIST,   /* struct setting_list: the setting may be repeated */
};

/* Where it may stand, and what it holds. */
enum {
    SETTING_LINE = 1,   /* on the command line */
    SETTING_FILE = 2,   /* in the configuration file */
    SETTING_SECRET = 4, /* a file that others may read must not hold it */
};

struct setting_list {
    const char *const *items;
    size_t count;
};

struct setting {
    const char *name; /* "lock-timeout-ms": --lock-timeout-ms, or the key in the file */
    char letter;      /* 'c' for -c; 0 for none */
    enum setting_kind kind;
    unsigned where;
    size_t offset;              /* of the field in the program's struct */
    int64_t min, max;           /* SETTING_INT */
    const char *const *choices; /* SETTING_CHOICE; ends with NULL */
    const char *value;          /* the word for the value in --help, such as "PATH" */
    const char *help;           /* one sentence without a full stop */
};

/* Sets one setting from text. ERR_PARAMS with what would be right. Nothing is set then. */
NODISCARD struct error setting_put(const struct setting *setting, void *target,
                                   const char *value, struct arena *arena);

/* Reads options from argv[1] up to the first word that is none, or behind "--"; *rest is the
 * index of what follows (argc when nothing does). "--name value", "--name=value", "-n value"
 * and "-nvalue" are the forms; of a repeated option the last counts, a list takes all and
 * replaces what was there before. ERR_PARAMS. The texts stay argv's. */
NODISCARD struct error options_read(const struct setting *settings, size_t count, int argc,
                                    char *const argv[], void *target, struct arena *arena,
                                    int *rest);

/* Reads lines "key = value"; empty lines and lines that begin with '#' are skipped. The value
 * ends with the line; blanks around it do not count. A key other than of a list stands once.
 * ERR_NO_FILE, ERR_TOO_MUCH or ERR_CONFIG, whose detail begins "path:line: ". The texts live
 * in the arena. */
NODISCARD struct error options_file(const struct setting *settings, size_t count,
                                    const char *path, void *target, struct arena *arena);

/* What --help prints about the options: two columns, 79 wide. */
struct str options_help(const struct setting *settings, size_t count, struct arena *arena);

/* For both readers: the setting of this name that may stand there, or NULL; and, for one
 * that is not known, "; did you mean X?" or "". */
const struct setting *setting_find(const struct setting *settings, size_t count, unsigned where,
                                   struct str name);
struct str setting_guess(const struct setting *settings, size_t count, unsigned where,
                         struct str name, struct arena *arena);

#endif
