/*
 * command.c - a command line taken apart.
 */
#include "client/command.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/text.h"

static const struct {
    const char *word;
    enum verb verb;
} verbs[] = {
    { "call", VERB_CALL }, { "watch", VERB_WATCH },           { "catalog", VERB_CATALOG },
    { "help", VERB_HELP }, { "completion", VERB_COMPLETION }, { "who", VERB_WHO },
    { "keys", VERB_KEYS }, { "password", VERB_PASSWORD },
};

static struct error usage(struct str detail)
{
    return refuse_with(ERR_PARAMS, NULL, detail);
}

/* --- words ------------------------------------------------------------------------------- */

/* Operations of that noun: "accept, cancel, ...". */
static struct str verbs_of(const char *noun, struct arena *arena)
{
    size_t n = strlen(noun);
    struct str all = STR("");

    for (int i = 0; i < OP_COUNT; i++)
        if (!strncmp(catalog[i].name, noun, n) && catalog[i].name[n] == '.')
            all = str_format(arena, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "",
                             catalog[i].name + n + 1);
    return all;
}

static struct error unknown_words(const char *noun, const char *verb, struct arena *arena)
{
    struct str known = verbs_of(noun, arena);

    if (!known.n)
        return usage(
            str_format(arena, "'%s': there is no such command; see 'osb catalog'", noun));
    return usage(str_format(arena, "%s '%s': there is no such command; %s has %.*s", noun,
                            verb ? verb : "", noun, STR_ARG(known)));
}

/* Finds the operation or verb that the words begin with; *used is the number of words. */
static struct error find_verb(int count, char *const words[], struct arena *arena,
                              struct command *out, int *used)
{
    int op = catalog_find(str_of(words[0]));

    *used = 1;
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (!strcmp(words[0], verbs[i].word)) {
            out->verb = verbs[i].verb;
            return OK;
        }
    if (op < 0 && count > 1) {
        *used = 2;
        if (!strcmp(words[1], "import")) {
            out->verb = VERB_IMPORT;
            out->noun = words[0];
            return OK;
        }
        if (!strcmp(words[0], "print") && !strcmp(words[1], "run")) {
            out->verb = VERB_PRINT;
            return OK;
        }
        op = catalog_find(str_format(arena, "%s.%s", words[0], words[1]));
    }
    if (op < 0)
        return unknown_words(words[0], count > 1 ? words[1] : NULL, arena);
    out->verb = VERB_OP;
    out->op = (enum op)op;
    return OK;
}

/* --- values and options ------------------------------------------------------------------ */

/* "approved-at" or "approved_at" is P_approved_at; -1 when the operation has it not. */
static int param_named(const struct command *command, struct str name, struct arena *arena)
{
    char *spelt;
    int p;

    if (command->verb != VERB_OP)
        return -1;
    spelt = arena_alloc(arena, name.n + 1);
    for (size_t i = 0; i < name.n; i++)
        spelt[i] = name.p[i] == '-' ? '_' : name.p[i];
    p = param_find((struct str){ spelt, name.n });
    return p >= 0 && op_takes(command->op, (enum param)p) ? p : -1;
}

static struct error put_param(struct command *command, int p, const char *value,
                              struct arena *arena)
{
    if (!value)
        return usage(str_format(arena, "--%s: a value is missing behind it (%s)",
                                params[p].name, params[p].help));
    if (command->given[p])
        return usage(str_format(arena, "--%s was given already", params[p].name));
    command->given[p] = value;
    return OK;
}

/* The value of a truth parameter may be left out: --mine is --mine yes. */
static bool is_truth_word(const char *word)
{
    return word && (!strcmp(word, "yes") || !strcmp(word, "no") || !strcmp(word, "true") ||
                    !strcmp(word, "false"));
}

static struct error read_param(struct command *command, int p, const char *equals, int count,
                               char *const words[], int *at, struct arena *arena)
{
    const char *next = *at + 1 < count ? words[*at + 1] : NULL;

    if (equals)
        return put_param(command, p, equals + 1, arena);
    if (params[p].type == PARAM_BOOL && !is_truth_word(next))
        return put_param(command, p, "yes", arena);
    if (next)
        ++*at;
    return put_param(command, p, next, arena);
}

/* A setting behind the words: its name and, unless it is a flag, its value. */
static struct error read_setting(struct command *command, int count, char *const words[],
                                 int *at, struct arena *arena)
{
    char *mini[3] = { NULL, words[*at], *at + 1 < count ? words[*at + 1] : NULL };
    const struct setting *s = NULL;
    int rest = 0, n;
    struct error err;

    for (size_t i = 0; i < client_setting_count && !s; i++)
        if (words[*at][1] == '-' ? !strcmp(words[*at] + 2, client_settings[i].name)
                                 : words[*at][1] == client_settings[i].letter && !words[*at][2])
            s = &client_settings[i];
    n = s && s->kind != SETTING_FLAG && mini[2] ? 3 : 2;
    err = options_read(client_settings, client_setting_count, n, mini, &command->settings,
                       arena, &rest);
    if (!err.code)
        *at += rest - 2;
    return err;
}

static struct error read_option(struct command *command, int count, char *const words[],
                                int *at, struct arena *arena)
{
    const char *word = words[*at], *equals = strchr(word, '=');
    struct str name = { word + 2, (equals ? (size_t)(equals - word) : strlen(word)) - 2 };
    int p;

    if (word[1] != '-')
        return read_setting(command, count, words, at, arena);
    p = param_named(command, name, arena);
    if (p >= 0)
        return read_param(command, p, equals, count, words, at, arena);
    if (name.n > 3 && !memcmp(name.p, "no-", 3)) {
        p = param_named(command, (struct str){ name.p + 3, name.n - 3 }, arena);
        if (p >= 0 && params[p].type == PARAM_BOOL && !equals)
            return put_param(command, p, "no", arena);
    }
    if (command->verb == VERB_CATALOG && str_eq(name, STR("markdown"))) {
        command->markdown = true;
        return OK;
    }
    return read_setting(command, count, words, at, arena);
}

/* A value without a name: the first required parameter that has none yet. */
static struct error read_value(struct command *command, const char *word, struct arena *arena)
{
    const struct op_info *info = &catalog[command->op];

    if (command->verb != VERB_OP) {
        if (command->word_count == COUNT(command->words))
            return usage(str_format(arena, "'%s' is too much", word));
        command->words[command->word_count++] = word;
        return OK;
    }
    for (size_t i = 0; i < info->param_count; i++) {
        int p = info->params[i].param;

        if (info->params[i].required && !command->given[p])
            return put_param(command, p, word, arena);
    }
    return usage(
        str_format(arena, "'%s' is too much; parameters are named: --NAME VALUE", word));
}

struct error command_read(int argc, char *const argv[], struct arena *arena,
                          struct command *out)
{
    int first = 0, used = 0;
    bool only_values = false;
    struct error err;

    *out = (struct command){ 0 };
    err = client_settings_read(argc, argv, &out->settings, arena, &first);
    if (err.code || first >= argc)
        return err;
    err = find_verb(argc - first, argv + first, arena, out, &used);
    for (int at = first + used; !err.code && at < argc; at++) {
        const char *word = argv[at];

        if (!only_values && !strcmp(word, "--"))
            only_values = true;
        else if (!only_values && word[0] == '-' && word[1])
            err = read_option(out, argc, argv, &at, arena);
        else
            err = read_value(out, word, arena);
    }
    return err;
}

/* --- parameters as the daemon takes them ------------------------------------------------- */

/* "now" is the time of this machine; the daemon judges whether it can be. */
static struct str time_words(struct str words, struct arena *arena)
{
    struct timespec now;

    if (!str_eq(words, STR("now")))
        return words;
    clock_gettime(CLOCK_REALTIME, &now);
    return instant_text((struct instant){ now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000 },
                        arena);
}

static void put_value(struct json_out *out, const struct param_info *p, struct str words,
                      const struct arg *arg)
{
    switch (p->type) {
    case PARAM_CODE:
    case PARAM_NAME:
    case PARAM_TEXT:
    case PARAM_SECRET:
    case PARAM_BYTES:
    case PARAM_MONEY:
    case PARAM_QTY:
    case PARAM_DAY:
    case PARAM_TIME: /* as typed: the house's zone is the daemon's matter */
        json_field_str(out, p->name, words);
        break;
    case PARAM_INT:
    case PARAM_ID:
        json_field_int(out, p->name, arg->n);
        break;
    case PARAM_BOOL:
        json_field_bool(out, p->name, arg->n != 0);
        break;
    case PARAM_CHOICE:
        json_field_str(out, p->name, str_of(enum_name(p->choices, (unsigned)arg->n)));
        break;
    case PARAM_ITEMS:
        json_field_raw(out, p->name, words);
        break;
    }
}

static struct error put_param_json(struct json_out *out, enum param param, const char *typed,
                                   struct arena *arena)
{
    const struct param_info *p = &params[param];
    struct str words = str_of(typed);
    struct error err = OK;
    struct arg arg;

    if (!text_normalise(words, arena, &words))
        return refuse_with(ERR_PARAMS, p->name,
                           STR("it is not UTF-8: set the terminal's locale to a UTF-8 one"));
    if (p->type == PARAM_TIME)
        words = time_words(words, arena);
    if (p->type == PARAM_ITEMS)
        err = items_read_short(words, param, arena, &words);
    if (!err.code)
        err = arg_read_text(param, words, 0, arena, &arg);
    if (!err.code)
        put_value(out, p, words, &arg);
    return err;
}

struct error command_params(enum op op, const char *const given[PARAM_COUNT],
                            struct str command_id, struct arena *arena, struct str *out)
{
    const struct op_info *info = &catalog[op];
    struct json_out json;

    json_out_init(&json, arena);
    json_begin_object(&json);
    for (size_t i = 0; i < info->param_count; i++) {
        enum param p = info->params[i].param;
        struct error err = OK;

        if (given[p] && !given[p][0] && info->params[i].empties)
            json_field_str(&json, params[p].name, STR(""));
        else if (given[p])
            err = put_param_json(&json, p, given[p], arena);
        else if (info->params[i].required)
            err = refuse_with(ERR_PARAMS, params[p].name,
                              str_format(arena, "%s needs it: %s", info->name, params[p].help));
        if (err.code)
            return err;
    }
    if (command_id.n)
        json_field_str(&json, "command", command_id);
    json_end_object(&json);
    *out = json_text(&json);
    return OK;
}
