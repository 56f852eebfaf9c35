/*
 * exits.c - from trouble to the number that a script sees.
 */
#include "client/exits.h"

const char exit_help[] =
    "  0 done (a document that now waits for someone is done, too)\n"
    "  1 internal fault of daemon or database, nothing was changed; or the "
    "printer took nothing\n"
    "  2 usage: unknown command, option, parameter or file\n"
    "  3 not found\n"
    "  4 login, rights or area\n"
    "  5 the document was changed meanwhile: look again\n"
    "  6 connection or version; \"sent, not confirmed\": send again with "
    "the same --id\n"
    "  7 refused by a rule; the ways out were printed\n"
    "  8 import: some rows were refused\n"
    "130 interrupted\n";

enum exit_code exit_of(enum error_code code)
{
    switch (code) {
    case ERR_NONE:
        return EXIT_DONE;
    case ERR_PARSE:
    case ERR_REQUEST:
    case ERR_METHOD:
    case ERR_PARAMS:
    case ERR_TOO_MUCH:
    case ERR_COMMAND_REUSED:
    case ERR_NO_FILE:
    case ERR_CONFIG:
    case ERR_FORMAT:
        return EXIT_USAGE;
    case ERR_NOT_FOUND:
        return EXIT_NOT_FOUND;
    case ERR_LOGIN:
    case ERR_NEW_PASSWORD:
    case ERR_RIGHTS:
    case ERR_SCOPE:
        return EXIT_RIGHTS;
    case ERR_VERSION:
        return EXIT_CHANGED;
    case ERR_BUSY:
    case ERR_CLOSING:
    case ERR_TLS:
    case ERR_UNKNOWN:
    case ERR_RETRY:
    case ERR_READ_ONLY:
    case ERR_CONNECTION:
        return EXIT_CONNECTION;
    case ERR_RULE:
    case ERR_STATE:
        return EXIT_REFUSED;
    case ERR_INTERNAL:
    case ERR_PAPER:
    case ERR_NO_FONT:
    case ERR_DATABASE:
    case ERR_NO_MEMORY:
    case ERR_MIGRATION:
    case ERR_COUNT:
        break;
    }
    return EXIT_INTERNAL;
}

enum exit_code exit_of_name(struct str name)
{
    for (int i = 1; i < ERR_COUNT; i++)
        if (str_eq(str_of(error_name((enum error_code)i)), name))
            return exit_of((enum error_code)i);
    return EXIT_REFUSED;
}
