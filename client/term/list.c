/*
 * list.c - rows in columns.
 */
#include "client/term/list.h"

#include <stdlib.h>
#include <string.h>

#include "client/show.h"
#include "client/term/wording.h"
#include "client/words.h"

/* A column this wide holds names or texts. */
#define NAME_CELLS 20
#define NEAR_US    (30 * INSTANT_MINUTE)

void list_init(struct list *list, const struct column *columns, size_t count, const char *key)
{
    *list = (struct list){ .columns = columns, .column_count = count, .key = key };
}

void list_release(struct list *list)
{
    if (list->loaded)
        rpc_reply_release(&list->reply);
    free(list->rows);
    free(list->marks);
    *list = (struct list){ 0 };
}

static struct str member(const struct json *row, const char *name)
{
    struct str s;

    return json_str(json_member(row, name), &s) ? s : STR("");
}

static bool had(const struct list *list, struct str key)
{
    for (size_t i = 0; i < list->count; i++)
        if (str_eq(member(list->rows[i], list->key), key))
            return true;
    return false;
}

const struct json *list_row(const struct list *list)
{
    return list->at < list->count ? list->rows[list->at] : NULL;
}

static void keep_key(struct list *list)
{
    struct str key = member(list_row(list), list->key);
    size_t n = key.n < LIST_KEY ? key.n : LIST_KEY - 1;

    if (n)
        memcpy(list->at_key, key.p, n);
    list->at_key[n] = '\0';
}

void list_load(struct list *list, struct rpc_reply *reply)
{
    const struct json *rows = json_member(reply->body, "rows");
    struct list fresh = *list;
    size_t n = 0;

    fresh.count = json_count(rows);
    fresh.rows = calloc(fresh.count + 1, sizeof(*fresh.rows));
    fresh.marks = malloc(fresh.count + 1);
    if (!fresh.rows || !fresh.marks)
        abort();
    for (const struct json *r = json_first(rows); r; r = json_next(r)) {
        fresh.marks[n] = list->loaded && !had(list, member(r, list->key)) ? '+' : ' ';
        fresh.rows[n++] = r;
    }
    if (!json_bool(json_member(reply->body, "more"), &fresh.more))
        fresh.more = false;
    if (list->loaded)
        rpc_reply_release(&list->reply);
    free(list->rows);
    free(list->marks);
    fresh.reply = *reply;
    fresh.loaded = true;
    *reply = (struct rpc_reply){ 0 };
    *list = fresh;
    if (list_find(list, str_of(list->at_key)))
        return;
    if (list->at >= list->count)
        list->at = list->count ? list->count - 1 : 0;
    keep_key(list);
}

bool list_mark(struct list *list, const char *name, struct str value, char mark)
{
    bool any = false;

    for (size_t i = 0; i < list->count; i++)
        if (value.n && str_eq(member(list->rows[i], name), value)) {
            list->marks[i] = mark;
            any = true;
        }
    return any;
}

bool list_find(struct list *list, struct str key)
{
    for (size_t i = 0; i < list->count; i++)
        if (key.n && str_eq(member(list->rows[i], list->key), key)) {
            list->at = i;
            keep_key(list);
            return true;
        }
    return false;
}

bool list_key(struct list *list, const struct key *key, size_t page)
{
    enum action action = key->action;
    size_t last = list->count ? list->count - 1 : 0;

    page = page ? page : 1;
    if (action == ACT_UP)
        list->at -= list->at > 0;
    else if (action == ACT_DOWN)
        list->at += list->at < last;
    else if (action == ACT_PREV)
        list->at = list->at > page ? list->at - page : 0;
    else if (action == ACT_NEXT)
        list->at = list->at + page < last ? list->at + page : last;
    else if (action == ACT_START)
        list->at = 0;
    else if (action == ACT_END)
        list->at = last;
    else
        return false;
    keep_key(list);
    return true;
}

/* --- drawing ----------------------------------------------------------------------------- */

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

/* Widths of the columns that fit; 0: not shown. */
static void layout(const struct list *list, size_t width, size_t *out)
{
    size_t used = 0;

    for (size_t i = 0; i < list->column_count; i++)
        out[i] = 0;
    for (uint8_t rank = 0; rank < 8; rank++)
        for (size_t i = 0; i < list->column_count; i++) {
            const struct column *c = &list->columns[i];

            if (c->rank == rank && used + c->least + (used > 0) <= width) {
                out[i] = c->least;
                used += (size_t)c->least + (used > 0);
            }
        }
    /* names grow before codes do */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < list->column_count; i++) {
            size_t more = out[i] ? list->columns[i].most - out[i] : 0;

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

    if (!instant_parse(member(row, "due"), 0, &due))
        due.us = 0;
    return due;
}

static void draw_row(const struct list *list, size_t index, const size_t *widths,
                     struct paint *paint, struct area at, struct instant now,
                     struct arena *arena)
{
    const struct json *row = list->rows[index];
    struct instant due = due_of(row);
    bool is_near = due.us && due.us - now.us < NEAR_US, here = index == list->at;
    char marks[3] = { here ? '>' : ' ', is_near ? '!' : list->marks[index], 0 };
    enum look look = list->marks[index] == '*' ? LOOK_CHANGED : LOOK_PLAIN;
    size_t col = at.col + 3;

    paint_text(paint, at.row, at.col, at.cols, look, str_of(marks), arena);
    for (size_t i = 0; i < list->column_count; i++) {
        const struct column *c = &list->columns[i];
        bool left = !strcmp(c->member, LIST_LEFT);
        struct str value =
            left ? list_left(due, now, arena) : wording_member(row, c->member, arena);

        if (!widths[i])
            continue;
        if (c->side == TEXT_RIGHT)
            paint_right(paint, at.row, col, widths[i], left && is_near ? LOOK_WARNING : look,
                        value, arena);
        else
            paint_text(paint, at.row, col, widths[i], look, value, arena);
        col += widths[i] + 1;
    }
    if (here)
        paint_look(paint, at.row, at.col, at.cols, LOOK_SELECTED);
}

static void draw_titles(const struct list *list, const size_t *widths, struct paint *paint,
                        struct area at, struct arena *arena)
{
    size_t col = at.col + 3;

    paint_fill(paint, at.row, at.col, at.cols, LOOK_TITLE, ' ');
    for (size_t i = 0; i < list->column_count; i++) {
        struct str title = str_of(words(list->columns[i].title));

        if (!widths[i])
            continue;
        if (list->columns[i].side == TEXT_RIGHT)
            paint_right(paint, at.row, col, widths[i], LOOK_TITLE, title, arena);
        else
            paint_text(paint, at.row, col, widths[i], LOOK_TITLE, title, arena);
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
    layout(list, area.cols - 3, widths);
    draw_titles(list, widths, paint, area, arena);
    if (list->at < list->top)
        list->top = list->at;
    if (list->at >= list->top + seen)
        list->top = list->at - seen + 1;
    for (size_t i = 0; i < seen && list->top + i < list->count; i++) {
        struct area line = { area.row + 1 + i, area.col, 1, area.cols };

        draw_row(list, list->top + i, widths, paint, line, now, arena);
    }
    if (!list->count)
        paint_text(paint, area.row + 1, area.col + 3, area.cols - 3, LOOK_DIM,
                   str_of(list->loaded ? _("nothing here") : _("not loaded yet")), arena);
    if (has_cursor)
        paint_cursor(paint, area.row + 1 + (list->count ? list->at - list->top : 0), area.col);
}
