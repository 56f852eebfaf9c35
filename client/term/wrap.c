/*
 * wrap.c - where lines break.
 */
#include "client/term/wrap.h"

static struct str skip_blanks(struct str s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\n')) {
        s.p++;
        s.n--;
    }
    return s;
}

/* The bytes of the longest beginning that fits; at least one character. */
static size_t fitting(struct str s, size_t cells)
{
    size_t at = 0, used = 0, good = 0;
    bool wide_before = false;

    while (at < s.n && s.p[at] != '\n') {
        size_t width, n = text_cluster(s, at, &width);

        if (s.p[at] == ' ' || (at && (width > 1 || wide_before)))
            good = at;
        if (used + width > cells)
            return s.p[at] == ' ' ? at : good ? good : at ? at : n;
        used += width;
        at += n;
        wide_before = width > 1;
    }
    return at;
}

struct str wrap_take(struct str *rest, size_t cells)
{
    struct str s = skip_blanks(*rest), line;
    size_t n = fitting(s, cells ? cells : 1);

    line = (struct str){ s.p, n };
    *rest = skip_blanks((struct str){ s.p + n, s.n - n });
    while (line.n && line.p[line.n - 1] == ' ')
        line.n--;
    return line;
}

size_t wrap_rows(struct str text, size_t cells)
{
    size_t rows = 0;

    for (text = skip_blanks(text); text.n; rows++)
        (void)wrap_take(&text, cells);
    return rows;
}

/* The last row that there is room for, with a sign that more would follow. */
static struct str last_row(struct str whole, struct str line, struct arena *arena)
{
    size_t n = 0;

    while (n < whole.n && whole.p[n] != '\n')
        n++;
    /* what goes on in this line is cut by the painter, with its sign */
    return n > line.n ? (struct str){ whole.p, n } : str_format(arena, "%.*s ~", STR_ARG(line));
}

size_t wrap_draw(struct paint *paint, struct area area, enum look look, struct str text,
                 struct arena *arena)
{
    size_t row = 0;

    for (text = skip_blanks(text); text.n && row < area.rows; row++) {
        struct str whole = text, line = wrap_take(&text, area.cols);

        paint_text(paint, area.row + row, area.col, area.cols, look,
                   text.n && row + 1 == area.rows ? last_row(whole, line, arena) : line, arena);
    }
    return row;
}
