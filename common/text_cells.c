/*
 * text_cells.c - how wide a text is on a screen, and where it may be cut.
 *
 * A cluster is a character with the marks that are drawn over it: it is drawn whole or not
 * at all.
 */
#include "common/text.h"

#include <string.h>
#include <wchar.h>

#include "common/utf8.h"

/* One character: bytes it takes, cells it fills; drawn false: '?' stands for it. */
struct glyph {
    size_t bytes;
    size_t cells;
    bool drawn;
};

static struct glyph glyph_at(struct str text, size_t at)
{
    uint32_t code = 0;
    size_t bytes = utf8_read(text, at, &code);
    int width = bytes && !text_code(code, 0) ? wcwidth((wchar_t)code) : -1;

    if (width < 0)
        return (struct glyph){ bytes ? bytes : 1, 1, false };
    return (struct glyph){ bytes, (size_t)width, true };
}

/* A letter of ASCII with none or another behind it: most of what is drawn, and no mark is
 * there. */
static bool is_plain(struct str text, size_t at)
{
    return text.p[at] >= ' ' && text.p[at] <= '~' &&
           (at + 1 == text.n || (unsigned char)text.p[at + 1] < 0x80);
}

static struct glyph cluster_at(struct str text, size_t at)
{
    struct glyph all;

    if (is_plain(text, at))
        return (struct glyph){ 1, 1, true };
    all = glyph_at(text, at);
    /* A mark without a letter would be drawn over what stands before the field. */
    if (all.cells == 0)
        all = (struct glyph){ all.bytes, 1, false };
    while (at + all.bytes < text.n) {
        struct glyph next = glyph_at(text, at + all.bytes);

        if (next.cells > 0)
            break;
        all.bytes += next.bytes;
    }
    return all;
}

size_t text_cluster(struct str text, size_t at, size_t *cells)
{
    struct glyph cluster = cluster_at(text, at);

    *cells = cluster.cells;
    return cluster.bytes;
}

size_t text_cells(struct str text)
{
    size_t cells = 0;

    for (size_t at = 0; at < text.n;) {
        struct glyph cluster = cluster_at(text, at);

        cells += cluster.cells;
        at += cluster.bytes;
    }
    return cells;
}

struct str text_fit(struct str text, size_t cells, struct arena *arena)
{
    bool whole = text_cells(text) <= cells;
    size_t room = whole || cells == 0 ? cells : cells - 1;
    char *out = arena_alloc(arena, text.n + 2); /* nothing is drawn longer than it was */
    size_t n = 0;

    for (size_t at = 0; at < text.n;) {
        struct glyph cluster = cluster_at(text, at);

        if (cluster.cells > room)
            break;
        if (cluster.drawn) {
            memcpy(out + n, text.p + at, cluster.bytes);
            n += cluster.bytes;
        } else {
            out[n++] = '?';
        }
        room -= cluster.cells;
        at += cluster.bytes;
    }
    if (!whole && cells > 0)
        out[n++] = '~';
    return (struct str){ out, n };
}

struct str text_column(struct str text, size_t cells, enum text_side side, struct arena *arena)
{
    struct str fit = text_fit(text, cells, arena);
    size_t blanks = cells - text_cells(fit);
    char *out = arena_alloc(arena, fit.n + blanks + 1);
    size_t before = side == TEXT_RIGHT ? blanks : 0;

    memset(out, ' ', fit.n + blanks);
    if (fit.n)
        memcpy(out + before, fit.p, fit.n);
    return (struct str){ out, fit.n + blanks };
}
