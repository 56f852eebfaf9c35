/*
 * form.c - lines, columns and pages of a form.
 */
#include "common/form.h"

#include <string.h>

#include "common/utf8.h"

void form_init(struct form *f, struct arena *arena)
{
    *f = (struct form){ .arena = arena };
    buffer_init(&f->out, arena);
}

void form_line(struct form *f, struct str text)
{
    text = text_fit(text, PAPER_CELLS, f->arena);
    while (text.n && text.p[text.n - 1] == ' ')
        text.n--;
    buffer_put(&f->out, text);
    buffer_char(&f->out, '\n');
    f->lines++;
}

void form_rule(struct form *f)
{
    char rule[PAPER_CELLS];

    memset(rule, '-', sizeof(rule));
    form_line(f, (struct str){ rule, sizeof(rule) });
}

void form_sides(struct form *f, struct str left, struct str right)
{
    size_t cells = text_cells(right);
    size_t room = cells < PAPER_CELLS ? PAPER_CELLS - cells : 0;

    form_line(f, str_format(f->arena, "%.*s%.*s",
                            STR_ARG(text_column(left, room, TEXT_LEFT, f->arena)),
                            STR_ARG(right)));
}

void form_mark(struct form *f)
{
    assert(f->lines == PAPER_MARK_LINE);
    form_line(f, STR(""));
}

void form_page_begin(struct form *f)
{
    f->lines = 0;
}

void form_page_end(struct form *f)
{
    while (f->lines < PAPER_LINES)
        form_line(f, STR(""));
    assert(f->lines == PAPER_LINES);
}

void form_cells(struct form *f, const struct form_cell *cells, size_t count)
{
    struct str text = STR("");

    for (size_t i = 0; i < count; i++) {
        size_t wide = text_cells(cells[i].text);
        bool firm = !cells[i].may_cut && wide > cells[i].cells;

        if (cells[i].cells)
            text = str_format(f->arena, "%.*s%s%.*s", STR_ARG(text), i ? " " : "",
                              STR_ARG(text_column(cells[i].text, firm ? wide : cells[i].cells,
                                                  cells[i].side, f->arena)));
    }
    form_line(f, text);
}

/* Where to break a front of n bytes: behind its last blank, if most of it stands before. */
static size_t break_at(struct str text, size_t n)
{
    size_t at = n;

    if (n == text.n)
        return n;
    while (at > n / 2 && text.p[at - 1] != ' ')
        at--;
    return at > n / 2 ? at : n;
}

struct str form_take(struct str *text, size_t cells)
{
    size_t n = 0, width;
    struct str front;
    uint32_t code;

    for (;;) {
        width = n < text->n ? utf8_read(*text, n, &code) : 0;
        if (!width || text_cells((struct str){ text->p, n + width }) > cells)
            break;
        n += width;
    }
    n = n ? break_at(*text, n) : text->n; /* no room for anything: it would never end */
    front = (struct str){ text->p, n };
    *text = n < text->n ? (struct str){ text->p + n, text->n - n } : STR("");
    return front;
}

struct str form_one_line(struct str text, struct arena *arena)
{
    char *copy = arena_alloc(arena, text.n + 1);

    for (size_t i = 0; i < text.n; i++)
        copy[i] = text.p[i] == '\n' || text.p[i] == '\t' ? ' ' : text.p[i];
    return text_show((struct str){ copy, text.n }, arena);
}

struct str form_money(struct money amount, struct arena *arena)
{
    struct str plain = money_text(amount, arena);
    size_t digits = 0, n = 0, at = 0;
    char *out = arena_alloc(arena, 2 * plain.n + 1);

    while (at + digits < plain.n && plain.p[at + digits] != '.') {
        if (plain.p[at] == '-')
            out[n++] = plain.p[at++];
        else
            digits++;
    }
    for (size_t left = digits; left > 0; left--) {
        out[n++] = plain.p[at++];
        if (left > 1 && (left - 1) % 3 == 0)
            out[n++] = ',';
    }
    while (at < plain.n)
        out[n++] = plain.p[at++];
    return (struct str){ out, n };
}

struct str form_time(struct instant at, int64_t zone_min, struct arena *arena)
{
    struct str text =
        instant_text((struct instant){ at.us + zone_min * INSTANT_MINUTE }, arena);
    struct str day = { text.p, 10 }, clock = { text.p + 11, 5 };

    assert(text.n > 16); /* 2026-11-22T14:05:00... */
    return str_format(arena, "%.*s %.*s", STR_ARG(day), STR_ARG(clock));
}
