/*
 * main.c - the program `osb-pdf`: a document of the daemon on standard input, an A4 paper on
 * standard output.
 *
 * It is a program of its own so that `osb`, which starts many times a day, loads neither Pango
 * nor cairo nor fonts, and so that a fault in them costs a paper and no session. It asks the
 * daemon nothing: who may read a document was decided before.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/pdf/page.h"
#include "client/words.h"
#include "common/limits.h"
#include "common/options.h"

/* An answer is a line of at most that many bytes; the rest is room to set it in. */
#define MOST_BYTES ((size_t)16 << 20)
#define PDF_ARENA  ((size_t)256 << 20)

struct wish {
    bool help;
    const char *copies, *mark, *language;
    int prices; /* enum page_prices */
};

static const char *const prices[] = { "auto", "with", "without", NULL };
static const struct setting settings[] = {
    { "help", 'h', SETTING_FLAG, SETTING_LINE, offsetof(struct wish, help), 0, 0, NULL, NULL,
      "what osb-pdf can do" },
    { "copies", 0, SETTING_TEXT, SETTING_LINE, offsetof(struct wish, copies), 0, 0, NULL,
      "LIST", "of copies 1 to 5 only these: 1,2,5" },
    { "prices", 0, SETTING_CHOICE, SETTING_LINE, offsetof(struct wish, prices), 0, 0, prices,
      NULL, "auto (as each copy has them), with or without" },
    { "mark", 0, SETTING_TEXT, SETTING_LINE, offsetof(struct wish, mark), 0, 0, NULL, "TEXT",
      "across each page" },
    { "language", 0, SETTING_TEXT, SETTING_LINE, offsetof(struct wish, language), 0, 0, NULL,
      "NAME", "zh_CN, zh_TW, es or en" },
};

#ifdef __SANITIZE_ADDRESS__
/* What fontconfig keeps until the end is no leak of ours. */
const char *__lsan_default_suppressions(void); /* NOLINT: the sanitizer's own name */
const char *__lsan_default_suppressions(void)  /* NOLINT */
{
    return "leak:libfontconfig\n";
}
const char *__lsan_default_options(void); /* NOLINT */
const char *__lsan_default_options(void)  /* NOLINT */
{
    return "print_suppressions=0";
}
#endif

static struct error read_all(struct arena *arena, struct str *out)
{
    struct buffer text;
    char bytes[65536];
    size_t n;

    buffer_init(&text, arena);
    while ((n = fread(bytes, 1, sizeof(bytes), stdin)) > 0) {
        if (text.n + n > MOST_BYTES)
            return refuse(ERR_TOO_MUCH, NULL);
        buffer_put(&text, (struct str){ bytes, n });
    }
    *out = buffer_text(&text);
    return OK;
}

static struct error set(const struct wish *wish, struct arena *arena, struct str *pdf)
{
    struct page_wish pages = { .prices = (enum page_prices)wish->prices,
                               .mark = str_of(wish->mark) };
    struct json_doc doc = { 0 };
    struct sheet sheet;
    struct str text = STR("");
    struct error err = paper_set_read(wish->copies, arena, &pages.copies);

    if (!err.code)
        err = read_all(arena, &text);
    if (!err.code)
        err = json_parse(str_trim(text), arena, &doc);
    if (!err.code)
        err = sheet_read(doc.root, arena, &sheet);
    if (!err.code)
        err = page_set(&sheet, &pages, arena, pdf);
    json_release(&doc);
    return err;
}

int main(int argc, char *argv[])
{
    struct wish wish = { 0 };
    struct arena arena;
    struct str pdf = STR("");
    struct error err;
    int rest = 0;

    if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX < 4)
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    words_begin();
    arena_init(&arena, PDF_ARENA);
    err = options_read(settings, COUNT(settings), argc, argv, &wish, &arena, &rest);
    if (!err.code && wish.help) {
        printf("osb-pdf < ANSWER > PAPER\n%.*s",
               STR_ARG(options_help(settings, COUNT(settings), &arena)));
        arena_release(&arena);
        return 0;
    }
    if (!err.code && wish.language)
        (void)words_change(wish.language);
    if (!err.code)
        err = set(&wish, &arena, &pdf);
    if (err.code)
        fprintf(stderr, "%s%s%.*s\n", _(error_sentence(err.code)), err.detail.n ? ": " : "",
                STR_ARG(err.detail));
    else if (fwrite(pdf.p, 1, pdf.n, stdout) != pdf.n || fflush(stdout))
        err = refuse(ERR_NO_FILE, NULL);
    arena_release(&arena);
    return err.code ? 1 : 0;
}
