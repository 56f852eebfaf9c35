/*
 * words.h - sentences in the user's language.
 *
 * A sentence is looked up by its English wording, which is what the lists (rules.def,
 * errors.def, the catalog) and this program say: a daemon whose sentence is not known here is
 * quoted as it spoke. Translations are gettext's, po/LANGUAGE.po, made into the build tree.
 * Only what people read is worded; --json, --tsv and documents keep the names they have.
 */
#ifndef OSB_CLIENT_WORDS_H
#define OSB_CLIENT_WORDS_H

#include "common/str.h"

/* The sentence, or itself. A format stays a format: translations are checked when made. */
const char *words(const char *english) __attribute__((format_arg(1)));
/* The same for what came over the wire. */
struct str words_of(struct str english, struct arena *arena);

/* The sentence for that many: "%zu row" of one, "%zu rows" of more; a language may know fewer
 * forms. */
const char *words_of_many(const char *one, const char *many, size_t n)
    __attribute__((format_arg(1), format_arg(2)));

/* In front of a label that is printed; po/update.py collects all three. */
#define _(english)       words(english)              /* NOLINT: gettext's own name */
#define _n(one, many, n) words_of_many(one, many, n) /* NOLINT: likewise */
/* In front of one that a table holds and _() gets later. */
#define N_(english) english

/*
 * Chooses the language: $LANGUAGE, else $LC_ALL, $LC_MESSAGES, $LANG. It needs no locale that
 * is generated on this machine. LC_ALL=C is English. Translations are looked for in
 * $OSB_LOCALEDIR, else in `locale` beside the program, else in ../share/locale.
 */
void words_begin(void);

/* The languages that there are. */
enum { WORDS_LANGUAGES = 4 };
struct words_language {
    const char *code; /* "zh_CN"; "en" */
    const char *name; /* in itself */
};
extern const struct words_language words_languages[WORDS_LANGUAGES];
/* Another language from now on: what is worded later comes in it. False: there is none of that
 * name. */
bool words_change(const char *code);
/* The one that counts now: an index of words_languages. */
size_t words_now(void);

#endif
