/* options_help.c - what --help says, made from the table. */
#include <string.h>

#include "common/buffer.h"
#include "common/options.h"

enum { MARGIN = 2, COLUMN = 30, WIDTH = 79 };

/* The text so far and where its last line stands. */
struct page {
    struct buffer text;
    size_t column;
};

static void say(struct page *page, struct str s)
{
    buffer_put(&page->text, s);
    page->column += s.n;
}

static void fill_to(struct page *page, size_t column)
{
    while (page->column < column)
        say(page, STR(" "));
}

static void new_line(struct page *page, size_t indent)
{
    buffer_char(&page->text, '\n');
    page->column = 0;
    fill_to(page, indent);
}

/* Words up to the right edge, then on in the second column. */
static void say_wrapped(struct page *page, struct str text)
{
    while (text.n) {
        const char *blank = memchr(text.p, ' ', text.n);
        struct str word = { text.p, blank ? (size_t)(blank - text.p) : text.n };
        size_t taken = word.n + (blank != NULL);

        if (page->column > COLUMN && page->column + 1 + word.n > WIDTH)
            new_line(page, COLUMN);
        else if (page->column > COLUMN)
            say(page, STR(" "));
        say(page, word);
        text.p += taken;
        text.n -= taken;
    }
}

static struct str value_of(const struct setting *s, struct arena *arena)
{
    struct str all = STR("");

    if (s->kind == SETTING_FLAG)
        return all;
    if (s->kind != SETTING_CHOICE)
        return str_format(arena, " %s", s->value ? s->value : "VALUE");
    for (size_t i = 0; s->choices[i]; i++)
        all = str_format(arena, "%.*s%c%s", STR_ARG(all), i ? '|' : ' ', s->choices[i]);
    return all;
}

static struct str range_of(const struct setting *s, struct arena *arena)
{
    if (s->kind == SETTING_INT)
        return str_format(arena, "(%lld to %lld)", (long long)s->min, (long long)s->max);
    if (s->kind == SETTING_LIST)
        return STR("(may be repeated)");
    return STR("");
}

static void say_setting(struct page *page, const struct setting *s)
{
    struct arena *arena = page->text.arena;
    char letter[] = { '-', s->letter, ',', ' ', '\0' };

    fill_to(page, MARGIN);
    say(page, str_format(arena, "%s--%s%.*s", s->letter ? letter : "    ", s->name,
                         STR_ARG(value_of(s, arena))));
    if (page->column + 2 > COLUMN)
        new_line(page, COLUMN);
    fill_to(page, COLUMN);
    say_wrapped(page, str_of(s->help));
    say_wrapped(page, range_of(s, arena));
    new_line(page, 0);
}

struct str options_help(const struct setting *settings, size_t count, struct arena *arena)
{
    struct page page = { .column = 0 };

    buffer_init(&page.text, arena);
    for (size_t i = 0; i < count; i++)
        if (settings[i].where & SETTING_LINE)
            say_setting(&page, &settings[i]);
    return buffer_text(&page.text);
}
