/*
 * list_draw.c - a list as cells.
 */
#include <string.h>

#include "client/show.h"
#include "client/term/bars.h"
#include "client/term/list.h"
#include "client/term/wording.h"
#include "client/words.h"

/* A column this wide holds names or texts. */
#define NAME_CELLS 20
#define NEAR_US    (30 * INSTANT_MINUTE)
/* In front of a row: the cursor, the mark, the pick. */
#define LEAD_CELLS 3

struct str list_left(struct instant due, struct instant now, struct arena *arena)
{
    int64_t us = due.us - now.us, all = us < 0 ? -us : us;
    const char *sign = us < 0 ? "-" : "";

    if (!due.us)
        return STR("");
    if (all < INSTANT_HOUR)
        return str_format(arena, "%s%dm", sign, (int)(all / INSTANT_MINUTE));
    if (all < INSTANT_DAY)
        return str_format(arena, "%s%dh%02d", sign, (int)(all / INSTANT_HOUR),
                          (int)(all % INSTANT_HOUR / INSTANT_MINUTE));
    return str_format(arena, "%s%lldd", sign, (long long)(all / INSTANT_DAY));
}

/* What a column needs: numbers are never cut, not in any of the rows that are seen. */
static size_t least_of(const struct list *list, size_t column, size_t seen, struct instant now,
                       struct arena *arena)
{
    const struct column *c = &list->columns[column];
    size_t least = c->least;

    for (size_t i = 0; c->side == TEXT_RIGHT && i < seen && list->top + i < list->count; i++) {
        size_t cells = text_cells(list_cell(list, list->top + i, column, now, arena));

        least = cells > least ? cells : least;
    }
    return least;
}

/* Widths of the columns that fit; 0: not shown. */
static void layout(const struct list *list, size_t width, size_t seen, struct instant now,
                   size_t *out, struct arena *arena)
{
    size_t *least = ARENA_ARRAY(arena, list->column_count + 1, size_t);
    size_t used = 0;

    for (size_t i = 0; i < list->column_count; i++) {
        out[i] = 0;
        least[i] = least_of(list, i, seen, now, arena);
    }
    for (uint8_t rank = 0; rank < 8; rank++)
        for (size_t i = 0; i < list->column_count; i++) {
            const struct column *c = &list->columns[i];

            if (c->rank == rank && used + least[i] + (used > 0) <= width) {
                out[i] = least[i];
                used += least[i] + (used > 0);
            }
        }
    /* names grow before codes do */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < list->column_count; i++) {
            size_t most = list->columns[i].most,
                   more = out[i] && most > out[i] ? most - out[i] : 0;

            if ((list->columns[i].most >= NAME_CELLS) != (pass == 0))
                continue;
            more = more < width - used ? more : width - used;
            out[i] += more;
            used += more;
        }
}

static struct instant due_of(const struct json *row)
{
    struct instant due = { 0 };

    if (!instant_parse(list_text(row, "due"), 0, &due))
        due.us = 0;
    return due;
}

static void draw_cell(struct paint *paint, size_t row, size_t col, size_t width,
                      enum text_side side, enum look look, struct str value,
                      struct arena *arena)
{
    if (side == TEXT_RIGHT)
        paint_right(paint, row, col, width, look, value, arena);
    else
        paint_text(paint, row, col, width, look, value, arena);
}

static enum look look_of(char mark)
{
    return mark == MARK_CHANGED ? LOOK_CHANGED : mark == MARK_GONE ? LOOK_DIM : LOOK_PLAIN;
}

/* A document that takes back: its sums are negative, and say so in a word, too (SCREENS.md 8).
 */
static bool is_red(const struct json *row, const char *member)
{
    static const char *const sums[] = { "total", "net", "tax" };
    struct str total = list_text(row, "total");
    bool is_sum = false;

    for (size_t i = 0; i < COUNT(sums); i++)
        is_sum = is_sum || !strcmp(member, sums[i]);
    return is_sum && total.n && total.p[0] == '-';
}

struct str list_cell(const struct list *list, size_t line, size_t column, struct instant now,
                     struct arena *arena)
{
    const struct json *row = list->lines[line].row;
    const char *member = list->columns[column].member;

    if (!strcmp(member, LIST_LEFT))
        return list_left(due_of(row), now, arena);
    if (!strcmp(member, LIST_BAR))
        return bars_percent(list_text(row, "percent"), list->columns[column].least, arena);
    if (!strcmp(member, LIST_NAME))
        return show_name(json_name(row), arena);
    if (!strcmp(member, LIST_VALUE))
        return wording_value(show_value(row, arena), arena);
    if (!strcmp(member, "total") && is_red(row, member))
        return str_format(arena, "%s %.*s", _("RED"),
                          STR_ARG(wording_member(row, member, arena)));
    return wording_member(row, member, arena);
}

static void draw_row(const struct list *list, size_t index, const size_t *widths,
                     struct paint *paint, struct area at, struct instant now,
                     struct arena *arena)
{
    const struct list_line *line = &list->lines[index];
    struct instant due = due_of(line->row);
    bool is_near = due.us && due.us - now.us < NEAR_US && line->mark != MARK_GONE;
    bool here = index == list->at;
    char mark = line->edited ? MARK_EDITED : is_near ? '!' : line->mark;
    char lead[LEAD_CELLS + 1] = { here ? '>' : ' ', mark, line->picked ? '#' : ' ', 0 };
    enum look look = look_of(line->mark);
    size_t col = at.col + LEAD_CELLS;

    paint_text(paint, at.row, at.col, at.cols, look, str_of(lead), arena);
    for (size_t i = 0; i < list->column_count; i++) {
        const struct column *c = &list->columns[i];
        bool left = !strcmp(c->member, LIST_LEFT);
        struct str value = list_cell(list, index, i, now, arena);

        if (!widths[i])
            continue;
        if (!strcmp(c->member, LIST_BAR))
            value = bars_percent(list_text(line->row, "percent"), widths[i], arena);
        draw_cell(paint, at.row, col, widths[i], c->side,
                  left && is_near                ? LOOK_WARNING
                  : is_red(line->row, c->member) ? LOOK_RED
                                                 : look,
                  value, arena);
        col += widths[i] + 1;
    }
    if (here)
        paint_look(paint, at.row, at.col, at.cols, LOOK_SELECTED);
    else if (line->picked)
        paint_look(paint, at.row, at.col, LEAD_CELLS, LOOK_KEY);
    paint_spot(paint, at, ACT_TO_ROW, (uint32_t)index);
}

/* The column that rows are sorted by bears an arrow of ASCII. */
static struct str title_of(const struct list *list, size_t i, struct arena *arena)
{
    const char *title = words(list->columns[i].title);

    if (i != list->sort)
        return str_of(title);
    return str_format(arena, "%s%s", title, list->down ? "v" : "^");
}

static void draw_titles(const struct list *list, const size_t *widths, struct paint *paint,
                        struct area at, struct arena *arena)
{
    size_t col = at.col + LEAD_CELLS;

    paint_fill(paint, at.row, at.col, at.cols, LOOK_TITLE, ' ');
    for (size_t i = 0; i < list->column_count; i++) {
        struct area place = { at.row, col, 1, widths[i] };

        if (!widths[i])
            continue;
        draw_cell(paint, at.row, col, widths[i], list->columns[i].side, LOOK_TITLE,
                  title_of(list, i, arena), arena);
        paint_spot(paint, place, ACT_TO_COLUMN, (uint32_t)i);
        col += widths[i] + 1;
    }
}

void list_draw(struct list *list, struct paint *paint, struct area area, struct instant now,
               bool has_cursor, struct arena *arena)
{
    size_t *widths = ARENA_ARRAY(arena, list->column_count + 1, size_t);
    size_t seen = area.rows > 1 ? area.rows - 1 : 1;

    if (area.cols < 8 || !area.rows)
        return;
    if (list->at < list->top)
        list->top = list->at;
    if (list->at >= list->top + seen)
        list->top = list->at - seen + 1;
    if (list->top && list->top + seen > list->count) /* the screen grew */
        list->top = list->count > seen ? list->count - seen : 0;
    layout(list, area.cols - LEAD_CELLS, seen, now, widths, arena);
    draw_titles(list, widths, paint, area, arena);
    for (size_t i = 0; i < seen && list->top + i < list->count; i++) {
        struct area line = { area.row + 1 + i, area.col, 1, area.cols };

        draw_row(list, list->top + i, widths, paint, line, now, arena);
    }
    if (!list->count)
        paint_text(paint, area.row + 1, area.col + LEAD_CELLS, area.cols - LEAD_CELLS, LOOK_DIM,
                   str_of(list->loaded ? _("nothing here") : _("not loaded yet")), arena);
    if (has_cursor)
        paint_cursor(paint, area.row + 1 + (list->count ? list->at - list->top : 0), area.col);
}
