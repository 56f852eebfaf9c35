/*
 * bars.c - bars of signs, and the gauge of a limit.
 */
#include "client/term/bars.h"

#include "client/show.h"
#include "client/words.h"
#include "common/text.h"

#define GAUGE_CELLS 10
#define BAR_CELLS   40
/* Columns in front of a bar; amounts that take more are not cut. */
#define LABEL_CELLS  8
#define AMOUNT_CELLS 14
#define SHARE_CELLS  5
/* A gauge of fewer signs says nothing that the numbers do not. */
#define GAUGE_LEAST 5

struct str bars_fill(int64_t amount, int64_t whole, size_t cells, struct arena *arena)
{
    char *text = arena_alloc(arena, cells + 1);
    size_t full;

    while (cells && whole > INT64_MAX / (int64_t)cells) {
        whole /= 2;
        amount /= 2;
    }
    if (amount <= 0 || whole <= 0)
        full = 0;
    else if (amount >= whole)
        full = cells;
    else
        full = (size_t)(amount * (int64_t)cells / whole);
    if (!full && amount > 0 && whole > 0)
        full = cells > 0;
    for (size_t i = 0; i < cells; i++)
        text[i] = i < full ? '#' : '.';
    text[cells] = '\0';
    return (struct str){ text, cells };
}

struct str bars_percent(struct str percent, size_t cells, struct arena *arena)
{
    struct money share = { 0 }; /* hundredths, too */

    (void)!money_parse(percent, &share);
    return bars_fill(share.fen, yuan(100).fen, cells, arena);
}

struct str bars_line(struct str label, struct str amount, struct str percent, size_t cells,
                     struct arena *arena)
{
    size_t most = text_cells(amount) > AMOUNT_CELLS ? text_cells(amount) : AMOUNT_CELLS;
    struct str text = str_format(arena, "%.*s %.*s %.*s %%",
                                 STR_ARG(text_column(label, LABEL_CELLS, TEXT_LEFT, arena)),
                                 STR_ARG(text_column(amount, most, TEXT_RIGHT, arena)),
                                 STR_ARG(text_column(percent, SHARE_CELLS, TEXT_RIGHT, arena)));
    size_t taken = text_cells(text) + 2, room = cells > taken ? cells - taken : 0;

    room = room < BAR_CELLS ? room : BAR_CELLS;
    if (room < GAUGE_LEAST)
        return text;
    return str_format(arena, "%.*s  %.*s", STR_ARG(text),
                      STR_ARG(bars_percent(percent, room, arena)));
}

static struct str shown(struct money amount, struct arena *arena)
{
    return show_text(money_text(amount, arena), arena);
}

struct str bars_box(struct money used, struct money limit, size_t cells, struct arena *arena)
{
    size_t room = cells > 2 ? cells - 2 : 0;

    if (room < GAUGE_LEAST)
        return STR("");
    room = room < GAUGE_CELLS ? room : GAUGE_CELLS;
    return str_format(arena, "[%.*s]", STR_ARG(bars_fill(used.fen, limit.fen, room, arena)));
}

struct str bars_gauge(struct money limit, struct money used, size_t cells, struct arena *arena,
                      bool *is_over)
{
    struct str box;
    struct str text =
        str_format(arena, "%s %.*s  %s %.*s", _("limit"), STR_ARG(shown(limit, arena)),
                   _("used"), STR_ARG(shown(used, arena)));

    *is_over = used.fen > limit.fen;
    if (*is_over)
        text = str_format(arena, "%.*s  %s %.*s", STR_ARG(text), _("over by"),
                          STR_ARG(shown((struct money){ used.fen - limit.fen }, arena)));
    if (text_cells(text) + 2 > cells)
        return text;
    box = bars_box(used, limit, cells - text_cells(text) - 2, arena);
    return box.n ? str_format(arena, "%.*s  %.*s", STR_ARG(text), STR_ARG(box)) : text;
}
