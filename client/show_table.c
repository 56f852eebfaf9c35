/*
 * show_table.c - rows as a table, as tab-separated columns, or as JSON lines.
 */
#include <string.h>

#include "client/details.h"
#include "client/show.h"
#include "client/words.h"
#include "common/text.h"
#include "common/utf8.h"

#define GAP        2
#define LEAST_TEXT 8 /* cells that a column of text keeps when room is short */

struct column {
    struct str key, title;
    size_t cells;
    bool number; /* stands on the right */
    bool firm;   /* a number, day or time: never cut */
};

struct grid {
    struct column *columns;
    size_t column_count;
    struct str *cells; /* row by row */
    size_t row_count;
};

static size_t columns_of(const struct json *rows, struct grid *grid, struct arena *arena)
{
    const struct json *first = json_first(rows);
    size_t n = 0;

    grid->column_count = json_count(first);
    grid->columns = ARENA_ARRAY(arena, grid->column_count, struct column);
    for (const struct json *m = json_first(first); m; m = json_next(m)) {
        struct column *c = &grid->columns[n++];

        c->key = json_name(m);
        c->title = show_name(json_name(m), arena);
        c->cells = text_cells(c->title);
        c->number = c->firm = true;
    }
    return n;
}

/* "2026-11-22" or "2026-11-22 14:05". */
static bool is_moment(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789-: ", s.p[i]))
            return false;
    return s.n == 10 || s.n == 16;
}

bool show_is_said(const char *member)
{
    static const char *const said[] = { "body", "remark", "reason", "what", "copy", "text" };

    for (size_t i = 0; i < COUNT(said); i++)
        if (!strcmp(member, said[i]))
            return true;
    return false;
}

/* Whole sentences of admin.health (words_health.c). */
static bool is_worded(struct str key)
{
    return str_eq(key, STR("check")) || str_eq(key, STR("mark")) || str_eq(key, STR("warning"));
}

/* Whose copy of a paper it is: the names are the house's (sql/query/note.copies.sql). */
static bool is_copy_name(struct str key, const struct json *row)
{
    return str_eq(key, STR("name")) && json_member(row, "copy") && json_member(row, "set");
}

/* A cell of a row as people read it. */
static struct str cell_of(const struct json *row, const struct column *c, struct arena *arena)
{
    const char *key = str_text(arena, c->key);
    struct str text = show_value(json_member(row, key), arena);

    if (show_is_fact(row))
        return show_fact(row, key, arena);
    if (show_is_said(key))
        return details_of(text, arena);
    return is_worded(c->key) || is_copy_name(c->key, row) ? words_of(text, arena) : text;
}

static struct grid grid_of(const struct json *rows, struct arena *arena)
{
    struct grid grid = { .row_count = json_count(rows) };
    size_t count = columns_of(rows, &grid, arena), at = 0;

    grid.cells = ARENA_ARRAY(arena, grid.row_count * count, struct str);
    for (const struct json *row = json_first(rows); row; row = json_next(row))
        for (size_t i = 0; i < count; i++) {
            struct column *c = &grid.columns[i];
            struct str text = cell_of(row, c, arena);
            size_t cells = text_cells(text);

            grid.cells[at++] = text;
            c->cells = cells > c->cells ? cells : c->cells;
            c->number = c->number && (!text.n || show_is_number(text));
            c->firm = c->firm && (!text.n || show_is_number(text) || is_moment(text));
        }
    return grid;
}

/* Takes cells from the widest texts until the line fits; numbers are never cut (SCREENS.md 1).
 */
static void fit(struct grid *grid, size_t width)
{
    size_t total = 0;

    for (size_t i = 0; i < grid->column_count; i++)
        total += grid->columns[i].cells + (i ? GAP : 0);
    while (width && total > width) {
        struct column *widest = NULL;

        for (size_t i = 0; i < grid->column_count; i++) {
            struct column *c = &grid->columns[i];

            if (!c->firm && c->cells > LEAST_TEXT && (!widest || c->cells > widest->cells))
                widest = c;
        }
        if (!widest)
            return;
        widest->cells--;
        total--;
    }
}

static void put_line(const struct show *show, const struct grid *grid, const struct str *cells)
{
    struct str line = STR("");

    for (size_t i = 0; i < grid->column_count; i++) {
        const struct column *c = &grid->columns[i];
        struct str cell = text_column(cells ? cells[i] : c->title, c->cells,
                                      c->number ? TEXT_RIGHT : TEXT_LEFT, show->arena);

        line =
            str_format(show->arena, "%.*s%s%.*s", STR_ARG(line), i ? "  " : "", STR_ARG(cell));
    }
    while (line.n && line.p[line.n - 1] == ' ')
        line.n--;
    fprintf(show->out, "%.*s\n", STR_ARG(line));
}

static void human(const struct show *show, const struct json *rows)
{
    struct grid grid = grid_of(rows, show->arena);

    fit(&grid, show->width);
    put_line(show, &grid, NULL);
    for (size_t i = 0; i < grid.row_count; i++)
        put_line(show, &grid, grid.cells + i * grid.column_count);
}

/* For TSV: the value as it came; tabs, line feeds and the like as visible escapes. */
static struct str raw_value(const struct json *value, struct arena *arena)
{
    struct str s;

    return json_str(value, &s) ? text_show(s, arena) : show_value(value, arena);
}

static void tsv(const struct show *show, const struct json *rows)
{
    const struct json *first = json_first(rows);

    for (const struct json *m = json_first(first); m; m = json_next(m))
        fprintf(show->out, "%.*s%s", STR_ARG(text_show(json_name(m), show->arena)),
                json_next(m) ? "\t" : "\n");
    for (const struct json *row = json_first(rows); row; row = json_next(row))
        for (const struct json *m = json_first(first); m; m = json_next(m)) {
            const char *key = str_text(show->arena, json_name(m));

            fprintf(show->out, "%.*s%s", STR_ARG(raw_value(json_member(row, key), show->arena)),
                    json_next(m) ? "\t" : "\n");
        }
}

/* A line of JSON that may stand on a terminal: what drives one or turns the direction of its
 * text is written as \u202e, which says the same to whoever reads JSON. */
static void put_harmless(FILE *out, struct str text)
{
    size_t put = 0; /* so many bytes are out */

    for (size_t at = 0, taken; at < text.n; at += taken) {
        uint32_t code = 0;

        taken = utf8_read(text, at, &code);
        if (!taken) /* the parser took no such byte */
            taken = 1;
        else if (text_code(code, 0)) {
            fprintf(out, "%.*s", (int)(at - put), text.p + put);
            if (code > 0xFFFF)
                fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (code >> 10)),
                        (unsigned)(0xDC00 + (code & 0x3FF)));
            else
                fprintf(out, "\\u%04x", (unsigned)code);
            put = at + taken;
        }
    }
    fprintf(out, "%.*s\n", (int)(text.n - put), text.p + put);
}

static void json_line(const struct show *show, const struct json *value)
{
    struct json_out out;

    json_out_init(&out, show->arena);
    json_put_value(&out, value);
    put_harmless(show->out, json_text(&out));
}

void show_rows(const struct show *show, const struct json *rows)
{
    switch (show->form) {
    case FORM_JSON:
        for (const struct json *row = json_first(rows); row; row = json_next(row))
            json_line(show, row);
        break;
    case FORM_TSV:
        tsv(show, rows);
        break;
    case FORM_HUMAN:
        if (json_count(rows))
            human(show, rows);
        else
            fprintf(show->out, "%s\n", _("none"));
        break;
    }
}

/* --- objects ----------------------------------------------------------------------------- */

static bool is_table(const struct json *value)
{
    return json_kind(value) == JSON_ARRAY && json_kind(json_first(value)) == JSON_OBJECT;
}

/* Something that stands in one line: no table, no object, not empty. */
static bool is_plain(const struct json *value, struct arena *arena)
{
    if (json_kind(value) == JSON_ARRAY && !json_count(value))
        return false;
    return !is_table(value) && json_kind(value) != JSON_OBJECT && show_value(value, arena).n;
}

static void object_tsv(const struct show *show, const struct json *object)
{
    for (const struct json *m = json_first(object); m; m = json_next(m))
        fprintf(show->out, "%.*s\t%.*s\n", STR_ARG(text_show(json_name(m), show->arena)),
                STR_ARG(raw_value(m, show->arena)));
}

static void object_human(const struct show *show, const struct json *object)
{
    size_t widest = 0;

    for (const struct json *m = json_first(object); m; m = json_next(m)) {
        size_t cells = text_cells(json_name(m));

        if (is_plain(m, show->arena) && cells > widest)
            widest = cells;
    }
    for (const struct json *m = json_first(object); m; m = json_next(m))
        if (is_plain(m, show->arena))
            fprintf(show->out, "%.*s  %.*s\n",
                    STR_ARG(text_column(show_name(json_name(m), show->arena), widest, TEXT_LEFT,
                                        show->arena)),
                    STR_ARG(show_value(m, show->arena)));
    for (const struct json *m = json_first(object); m; m = json_next(m)) {
        if (!is_table(m) && !(json_kind(m) == JSON_OBJECT && json_count(m)))
            continue;
        fprintf(show->out, "%s%.*s\n", widest || m != json_first(object) ? "\n" : "",
                STR_ARG(show_name(json_name(m), show->arena)));
        if (is_table(m))
            human(show, m);
        else
            object_human(show, m);
    }
}

void show_object(const struct show *show, const struct json *object)
{
    switch (show->form) {
    case FORM_JSON:
        json_line(show, object);
        break;
    case FORM_TSV:
        object_tsv(show, object);
        break;
    case FORM_HUMAN:
        object_human(show, object);
        break;
    }
}

void show_answer(const struct show *show, const struct json *result)
{
    const struct json *rows = json_member(result, "rows");
    bool more = false;

    if (json_kind(rows) != JSON_ARRAY) {
        show_object(show, result);
        return;
    }
    show_rows(show, rows);
    if (json_bool(json_member(result, "more"), &more) && more && show->form == FORM_HUMAN)
        fprintf(show->out, "%s\n",
                _("there are more rows; narrow the question or raise --limit-rows"));
}
