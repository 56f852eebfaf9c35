/* options.c - setting one value, reading a command line. */
#include "common/options.h"

#include <string.h>

static struct error refuse_value(const struct setting *setting, struct str what)
{
    return refuse_with(ERR_PARAMS, setting->name, what);
}

static void *field_of(const struct setting *setting, void *target)
{
    return (char *)target + setting->offset;
}

static struct error put_flag(const struct setting *setting, void *target, const char *value,
                             struct arena *arena)
{
    bool yes = strcmp(value, "yes") == 0;

    if (!yes && strcmp(value, "no") != 0)
        return refuse_value(setting, str_format(arena, "'%s' is neither yes nor no", value));
    *(bool *)field_of(setting, target) = yes;
    return OK;
}

static struct error put_int(const struct setting *setting, void *target, const char *value,
                            struct arena *arena)
{
    int64_t n;

    if (!str_int(str_of(value), &n) || n < setting->min || n > setting->max)
        return refuse_value(
            setting, str_format(arena, "'%s' is not a whole number from %lld to %lld", value,
                                (long long)setting->min, (long long)setting->max));
    *(int64_t *)field_of(setting, target) = n;
    return OK;
}

/* "table, tsv, json" */
static struct str choices_text(const struct setting *setting, const char *between,
                               struct arena *arena)
{
    struct str all = STR("");

    for (size_t i = 0; setting->choices[i]; i++)
        all =
            str_format(arena, "%.*s%s%s", STR_ARG(all), i ? between : "", setting->choices[i]);
    return all;
}

static struct error put_choice(const struct setting *setting, void *target, const char *value,
                               struct arena *arena)
{
    for (int i = 0; setting->choices[i]; i++)
        if (strcmp(setting->choices[i], value) == 0) {
            *(int *)field_of(setting, target) = i;
            return OK;
        }
    return refuse_value(setting, str_format(arena, "'%s' is none of %.*s", value,
                                            STR_ARG(choices_text(setting, ", ", arena))));
}

static void put_item(const struct setting *setting, void *target, const char *value,
                     struct arena *arena)
{
    struct setting_list *list = field_of(setting, target);
    const char **items = ARENA_ARRAY(arena, list->count + 1, const char *);

    for (size_t i = 0; i < list->count; i++)
        items[i] = list->items[i];
    items[list->count] = value;
    list->items = items;
    list->count++;
}

struct error setting_put(const struct setting *setting, void *target, const char *value,
                         struct arena *arena)
{
    switch (setting->kind) {
    case SETTING_FLAG:
        return put_flag(setting, target, value, arena);
    case SETTING_TEXT:
        *(const char **)field_of(setting, target) = value;
        return OK;
    case SETTING_INT:
        return put_int(setting, target, value, arena);
    case SETTING_CHOICE:
        return put_choice(setting, target, value, arena);
    case SETTING_LIST:
        put_item(setting, target, value, arena);
        return OK;
    }
    return refuse(ERR_INTERNAL, setting->name);
}

const struct setting *setting_find(const struct setting *settings, size_t count, unsigned where,
                                   struct str name)
{
    for (size_t i = 0; i < count; i++)
        if ((settings[i].where & where) && str_eq(str_of(settings[i].name), name))
            return &settings[i];
    return NULL;
}

/* Letters to add, drop or change to make one name of the other (Levenshtein). */
static size_t distance(struct str a, struct str b)
{
    enum { LONGEST = 40 };
    size_t row[LONGEST + 1];

    if (a.n > LONGEST || b.n > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t change = diagonal + (a.p[i - 1] != b.p[j - 1]);
            size_t step = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;

            diagonal = row[j];
            row[j] = change < step ? change : step;
        }
    }
    return row[b.n];
}

struct str setting_guess(const struct setting *settings, size_t count, unsigned where,
                         struct str name, struct arena *arena)
{
    const struct setting *best = NULL;
    size_t nearest = SIZE_MAX;

    for (size_t i = 0; i < count; i++) {
        size_t d = distance(str_of(settings[i].name), name);

        /* With more than a third of its letters wrong it is another word. */
        if ((settings[i].where & where) && d < nearest && d * 3 <= name.n) {
            nearest = d;
            best = &settings[i];
        }
    }
    if (!best)
        return STR("");
    return str_format(arena, "; did you mean %s%s?", where & SETTING_LINE ? "--" : "",
                      best->name);
}

/* --- the command line --------------------------------------------------------------------- */

/* One option as it was typed. */
struct typed {
    const struct setting *setting;
    const char *value; /* NULL when it is in the next word */
    bool negated;      /* --no-name */
};

static struct error read_long(const struct setting *settings, size_t count, const char *word,
                              struct arena *arena, struct typed *out)
{
    const char *equals = strchr(word, '=');
    struct str name = { word, equals ? (size_t)(equals - word) : strlen(word) };
    const struct setting *flag = NULL;

    out->value = equals ? equals + 1 : NULL;
    out->setting = setting_find(settings, count, SETTING_LINE, name);
    if (out->setting)
        return OK;
    if (name.n > 3 && memcmp(name.p, "no-", 3) == 0 && !equals)
        flag = setting_find(settings, count, SETTING_LINE, str_of(word + 3));
    if (flag && flag->kind == SETTING_FLAG) {
        out->setting = flag;
        out->negated = true;
        return OK;
    }
    return refuse_with(
        ERR_PARAMS, NULL,
        str_format(arena, "--%.*s: there is no such option%.*s", STR_ARG(name),
                   STR_ARG(setting_guess(settings, count, SETTING_LINE, name, arena))));
}

static struct error read_letter(const struct setting *settings, size_t count, const char *word,
                                struct arena *arena, struct typed *out)
{
    for (size_t i = 0; i < count; i++)
        if ((settings[i].where & SETTING_LINE) && settings[i].letter == word[0]) {
            out->setting = &settings[i];
            out->value = word[1] ? word + 1 : NULL;
            return OK;
        }
    return refuse_with(ERR_PARAMS, NULL,
                       str_format(arena, "-%c: there is no such option", word[0]));
}

/* A list given here takes the place of what the file or the defaults put into it. */
static void empty_list_once(const struct setting *settings, const struct setting *setting,
                            bool *begun, void *target)
{
    size_t at = (size_t)(setting - settings);

    if (setting->kind == SETTING_LIST && !begun[at])
        *(struct setting_list *)field_of(setting, target) = (struct setting_list){ 0 };
    begun[at] = true;
}

/* Takes the value, from the next word where it is due, and sets it. */
static struct error take(const struct typed *typed, int argc, char *const argv[], int *at,
                         void *target, struct arena *arena)
{
    const struct setting *setting = typed->setting;
    const char *value = typed->value;
    struct error err;

    if (setting->kind == SETTING_FLAG && !value)
        value = typed->negated ? "no" : "yes";
    if (!value && *at + 1 < argc)
        value = argv[++*at];
    if (!value)
        return refuse_value(setting,
                            str_format(arena, "--%s: %s is missing behind it", setting->name,
                                       setting->value ? setting->value : "a value"));
    err = setting_put(setting, target, value, arena);
    if (err.code)
        err.detail = str_format(arena, "--%s: %.*s", setting->name, STR_ARG(err.detail));
    return err;
}

struct error options_read(const struct setting *settings, size_t count, int argc,
                          char *const argv[], void *target, struct arena *arena, int *rest)
{
    bool *begun = ARENA_ARRAY(arena, count, bool);
    int at;

    for (at = 1; at < argc; at++) {
        const char *word = argv[at];
        struct typed typed = { 0 };
        struct error err;

        if (word[0] != '-' || !word[1])
            break;
        if (strcmp(word, "--") == 0) {
            at++;
            break;
        }
        err = word[1] == '-' ? read_long(settings, count, word + 2, arena, &typed)
                             : read_letter(settings, count, word + 1, arena, &typed);
        if (err.code)
            return err;
        empty_list_once(settings, typed.setting, begun, target);
        err = take(&typed, argc, argv, &at, target, arena);
        if (err.code)
            return err;
    }
    *rest = at;
    return OK;
}
