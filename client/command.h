/*
 * command.h - a command line taken apart: what is to be done, and with which parameters.
 *
 *   osb [option...] noun verb [value...] [--parameter value...] [--option value...]
 *
 * Behind the words a name belongs to the operation's parameter when it has one of that name
 * (`osb --user admin user put --user li.na`), otherwise to the settings. Values without a name
 * fill the required parameters in the order of the catalog: `osb order show SO12`. Hyphens and
 * underscores in names are the same.
 */
#ifndef OSB_CLIENT_COMMAND_H
#define OSB_CLIENT_COMMAND_H

#include "client/settings.h"
#include "common/catalog.h"

enum verb {
    VERB_NONE,   /* no words: --help or --version, or nothing */
    VERB_OP,     /* an operation of the catalog */
    VERB_IMPORT, /* noun import FILE; rest: noun and file */
    VERB_PRINT,  /* print run: what waits for this seat's printer */
    VERB_CALL,
    VERB_WATCH,
    VERB_CATALOG,
    VERB_HELP,
    VERB_COMPLETION,
    VERB_WHO,
    VERB_KEYS, /* what this terminal's keys send */
    VERB_PASSWORD,
};

struct command {
    struct settings settings;
    enum verb verb;
    enum op op;                     /* VERB_OP */
    const char *given[PARAM_COUNT]; /* values as they were typed; NULL: not given */
    const char *noun;               /* VERB_IMPORT: "customer" */
    const char *words[8];           /* of the other verbs: what else was typed */
    size_t word_count;
    bool markdown; /* catalog --markdown */
};

/* ERR_PARAMS with what would be right, and the errors of client_settings_read. */
NODISCARD struct error command_read(int argc, char *const argv[], struct arena *arena,
                                    struct command *out);
/* The parameters as the daemon takes them, each checked first as the catalog says; with
 * `command_id` for a command (empty: none). ERR_PARAMS. */
NODISCARD struct error command_params(enum op op, const char *const given[PARAM_COUNT],
                                      struct str command_id, struct arena *arena,
                                      struct str *out);
/* The short form of rows, as JSON: "P-0007:38@12.50,P-0014:100" (product, quantity, price),
 * "#2:10" (line, quantity), "AR12=500.00" (ref, amount; for settings name=value). Text that
 * begins with '[' is JSON already. ERR_PARAMS. */
NODISCARD struct error items_read_short(struct str words, enum param param, struct arena *arena,
                                        struct str *out);

#endif
