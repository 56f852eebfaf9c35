/*
 * suggest.c - what fits, while it is typed.
 */
#include "client/term/suggest.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "client/show.h"
#include "client/term/wording.h"
#include "client/words.h"

#define BOX_COLS 66

static struct str member(const struct json *row, const char *name)
{
    struct str s;

    return json_str(json_member(row, name), &s) ? s : STR("");
}

/* --- asking ------------------------------------------------------------------------------ */

void suggest_release(struct suggest *s)
{
    if (s->loaded)
        rpc_reply_release(&s->reply);
    *s = (struct suggest){ 0 };
}

void suggest_close(struct suggest *s)
{
    bool waits = s->waits;

    suggest_release(s);
    s->waits = waits; /* its answer is on the way, and will be let go */
}

bool suggest_typed(struct suggest *s, struct str text)
{
    (void)snprintf(s->text, sizeof(s->text), "%.*s", STR_ARG(text));
    s->at = 0;
    s->stale = true;
    if (s->waits || !text.n)
        return false;
    s->waits = true;
    s->stale = false;
    return true;
}

bool suggest_answer(struct suggest *s, struct rpc_reply *reply)
{
    s->waits = false;
    if (s->stale && s->text[0]) {
        s->stale = false;
        s->waits = true;
        return true;
    }
    if (!s->text[0] || reply->kind != RPC_RESULT)
        return false;
    if (s->loaded)
        rpc_reply_release(&s->reply);
    s->reply = *reply;
    s->loaded = true;
    *reply = (struct rpc_reply){ 0 };
    return false;
}

const struct json *suggest_rows(const struct suggest *s, struct str text)
{
    if (!s->loaded || s->waits || s->stale || !text.n || !str_eq(text, str_of(s->text)))
        return NULL;
    return json_member(s->reply.body, "rows");
}

/* --- choosing ---------------------------------------------------------------------------- */

bool suggest_move(struct suggest *s, bool down)
{
    size_t count = json_count(suggest_rows(s, str_of(s->text)));

    if (count < 2 || (!down && !s->at))
        return false;
    if (down && s->at + 1 < count)
        s->at++;
    else if (!down)
        s->at--;
    return true;
}

static const struct json *row_at(const struct json *rows, size_t at)
{
    const struct json *r = json_first(rows);

    while (r && at--)
        r = json_next(r);
    return r;
}

const struct json *suggest_chosen(const struct suggest *s)
{
    return s->at ? row_at(suggest_rows(s, str_of(s->text)), s->at) : NULL;
}

static bool begins(struct str whole, struct str text)
{
    return whole.n >= text.n && !strncasecmp(whole.p, text.p, text.n);
}

unsigned suggest_rank(const struct json *row, struct str text)
{
    static const char *const keys[] = { "code", "mnemonic", "barcode", "login" };
    unsigned best = 3;

    for (size_t i = 0; i < COUNT(keys) && text.n; i++) {
        struct str key = member(row, keys[i]);

        if (begins(key, text) && (key.n == text.n || best > 1))
            best = key.n == text.n ? 0 : 1;
    }
    if (best > 2 && text.n && begins(member(row, "name"), text))
        best = 2;
    return best;
}

const struct json *suggest_best(const struct json *rows, struct str text, bool *tie)
{
    const struct json *best = NULL;
    unsigned least = UINT32_MAX;

    *tie = false;
    for (const struct json *r = json_first(rows); r; r = json_next(r)) {
        unsigned rank = suggest_rank(r, text);

        if (rank == least)
            *tie = true;
        if (rank < least) {
            least = rank;
            best = r;
            *tie = false;
        }
    }
    return *tie ? NULL : best;
}

/* --- drawing ----------------------------------------------------------------------------- */

#define DECIDING 3

/* What decides between rows: of a product price, stock and quota, of a customer its state and
 * limit. Each stands in a column of its own. */
static void deciding(const struct json *row, struct str parts[DECIDING], struct arena *arena)
{
    struct str quota = show_value(json_member(row, "quota_left"), arena);

    parts[2] = STR("");
    if (!json_member(row, "available")) {
        parts[0] = wording_member(row, "state", arena);
        parts[1] = show_value(json_member(row, "limit"), arena);
        return;
    }
    parts[0] = wording_member(row, "price", arena);
    parts[1] = str_format(arena, "%s %.*s", _("stock"),
                          STR_ARG(show_value(json_member(row, "available"), arena)));
    parts[2] = quota.n ? str_format(arena, "%s %.*s", _("quota"), STR_ARG(quota))
                       : str_of(_("no quota"));
}

/* One line of them, each as wide as the widest of its column among the rows seen; columns for
 * which there is no room are left out whole: half a number would be another one. */
static struct str deciding_line(const struct json *rows, size_t first, size_t seen, size_t i,
                                size_t cells, struct arena *arena)
{
    struct str parts[DECIDING], others[DECIDING], line = STR("");
    size_t used = 0;

    deciding(row_at(rows, first + i), parts, arena);
    for (size_t k = 0; k < DECIDING; k++) {
        size_t width = 0;

        for (size_t n = 0; n < seen; n++) {
            deciding(row_at(rows, first + n), others, arena);
            width = text_cells(others[k]) > width ? text_cells(others[k]) : width;
        }
        used += width + (line.n ? 2 : 0);
        if (used > cells)
            break;
        if (width)
            line = str_format(arena, "%.*s%s%.*s", STR_ARG(line), line.n ? "  " : "",
                              STR_ARG(text_column(parts[k], width, TEXT_RIGHT, arena)));
    }
    return line;
}

void suggest_draw(const struct suggest *s, struct paint *paint, struct area screen, size_t row,
                  size_t col, struct arena *arena)
{
    const struct json *rows = suggest_rows(s, str_of(s->text));
    size_t count = json_count(rows), seen = count < SUGGEST_SEEN ? count : SUGGEST_SEEN;
    size_t first = s->at >= seen ? s->at - seen + 1 : 0;
    struct area box = { row, col, seen + 2, BOX_COLS };

    if (!count || screen.rows < seen + 3)
        return;
    box.cols = box.cols < screen.cols - 2 ? box.cols : screen.cols - 2;
    if (box.col + box.cols > screen.col + screen.cols)
        box.col = screen.col + screen.cols - box.cols;
    if (box.row + box.rows > screen.row + screen.rows)
        box.row = row > box.rows ? row - 1 - box.rows : screen.row;
    paint_box(paint, box, STR(""), arena);
    for (size_t i = 0; i < seen; i++) {
        const struct json *r = row_at(rows, first + i);
        size_t room = box.cols - 4;
        struct str right = deciding_line(rows, first, seen, i, room - room / 3, arena);
        size_t width = text_cells(right);
        enum look look = first + i == s->at ? LOOK_SELECTED : LOOK_PLAIN;

        paint_text(paint, box.row + 1 + i, box.col + 2, room - width - 1, look,
                   str_format(arena, "%.*s %.*s",
                              STR_ARG(text_column(member(r, "code"), 9, TEXT_LEFT, arena)),
                              STR_ARG(text_show(member(r, "name"), arena))),
                   arena);
        paint_right(paint, box.row + 1 + i, box.col + 2 + room - width, width, look, right,
                    arena);
    }
}
