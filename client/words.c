/*
 * words.c - gettext, bound to the translations that lie beside the program.
 */
#include "client/words.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/beside.h"

#define DOMAIN "osb"

const char *words(const char *english)
{
    /* the empty text is the header of a translation */
    return english[0] ? dgettext(DOMAIN, english) : english;
}

struct str words_of(struct str english, struct arena *arena)
{
    return str_of(words(str_text(arena, english)));
}

const char *words_of_many(const char *one, const char *many, size_t n)
{
    return dngettext(DOMAIN, one, many, n);
}

/* The language that the environment asks for; NULL when it asks for none. */
static const char *asked(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *value = NULL;

    for (size_t i = 0; i < COUNT(names); i++)
        if ((value = getenv(names[i])) && value[0])
            return value;
    return NULL;
}

static bool is_plain(const char *locale)
{
    return !strcmp(locale, "C") || !strcmp(locale, "POSIX");
}

/* gettext translates nothing in the locale "C", which is what a machine falls back to that has
 * the asked one not generated. C.UTF-8 is everywhere, and $LANGUAGE counts in it. */
static void choose_locale(const char *language)
{
    const char *now = setlocale(LC_MESSAGES, "");

    if (now && !is_plain(now))
        return;
    if (language && !getenv("LANGUAGE"))
        (void)setenv("LANGUAGE", language, 1);
    (void)setlocale(LC_MESSAGES, "C.UTF-8");
}

static void bind(void)
{
    static const char *const beside[] = { "locale", "../share/locale" };
    const char *named = getenv("OSB_LOCALEDIR");
    char own[PATH_MAX], path[2 * PATH_MAX];

    if (named && named[0]) {
        (void)bindtextdomain(DOMAIN, named);
        return;
    }
    for (size_t i = 0; i < COUNT(beside) && beside_folder(own); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", own, beside[i]);
        if (access(path, R_OK) == 0) {
            (void)bindtextdomain(DOMAIN, path);
            return;
        }
    }
}

static void begin(const char *language)
{
    choose_locale(language);
    bind();
    (void)bind_textdomain_codeset(DOMAIN, "UTF-8");
}

void words_begin(void)
{
    const char *language = asked();

    if (!language || !is_plain(language))
        begin(language);
}

const struct words_language words_languages[WORDS_LANGUAGES] = {
    { "en", "English" },
    { "zh_CN", "简体中文" },
    { "zh_TW", "繁體中文" },
    { "es", "Español" },
};

/* gettext keeps what it found; this counter of its own tells it that the language changed. */
extern int _nl_msg_cat_cntr; /* NOLINT: gettext's name */

bool words_change(const char *code)
{
    for (size_t i = 0; i < WORDS_LANGUAGES; i++)
        if (!strcmp(code, words_languages[i].code)) {
            (void)setenv("LANGUAGE", code, 1);
            begin(code);
            _nl_msg_cat_cntr++;
            return true;
        }
    return false;
}

/* A translation's header names its language; English has none. */
size_t words_now(void)
{
    const char *header = dgettext(DOMAIN, ""), *line = strstr(header, "Language: ");

    for (size_t i = 1; i < WORDS_LANGUAGES && line; i++)
        if (!strncmp(line + 10, words_languages[i].code, strlen(words_languages[i].code)))
            return i;
    return 0;
}
