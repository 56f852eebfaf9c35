/*
 * field.c - editing one line.
 */
#include "client/term/field.h"

#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"

void field_init(struct field *f, size_t max_points)
{
    *f = (struct field){ .max_points = max_points };
}

static void forget_past(struct field *f, size_t from)
{
    for (size_t i = from; i < f->past_count; i++)
        free(f->past[i].text);
    f->past_count = from;
    f->past_at = f->past_at < from ? f->past_at : from;
}

void field_release(struct field *f)
{
    if (f->text && f->is_secret)
        memset(f->text, 0, f->n);
    forget_past(f, 0);
    free(f->text);
    *f = (struct field){ 0 };
}

static void replace(struct field *f, struct str text, size_t at)
{
    if (text.n > f->room) {
        char *grown = realloc(f->text, text.n * 2);

        if (!grown)
            abort();
        f->text = grown;
        f->room = text.n * 2;
    }
    if (text.n)
        memmove(f->text, text.p, text.n);
    f->n = text.n;
    f->at = at < text.n ? at : text.n;
    f->left = f->left < f->at ? f->left : 0;
}

void field_set(struct field *f, struct str text)
{
    forget_past(f, 0);
    replace(f, text, text.n);
    f->typing = f->is_fresh = false;
}

struct str field_text(const struct field *f)
{
    return (struct str){ f->text ? f->text : "", f->n };
}

void field_enter(struct field *f)
{
    f->is_fresh = f->n > 0;
    f->typing = false;
    f->at = f->n;
}

/* --- undo -------------------------------------------------------------------------------- */

static void remember_at(struct field *f, size_t place)
{
    struct field_past *p = &f->past[place];

    p->text = malloc(f->n + 1);
    if (!p->text)
        abort();
    if (f->n)
        memcpy(p->text, f->text, f->n);
    p->n = f->n;
    p->at = f->at;
}

/* Keeps the text as it is before a change. */
static void remember(struct field *f)
{
    if (f->is_secret)
        return;
    forget_past(f, f->past_at);
    if (f->past_count == FIELD_PAST - 1) { /* one place is for what an undo leaves */
        free(f->past[0].text);
        memmove(f->past, f->past + 1, (FIELD_PAST - 2) * sizeof(f->past[0]));
        f->past_count--;
    }
    remember_at(f, f->past_count++);
    f->past_at = f->past_count;
}

bool field_can_travel(const struct field *f, bool back)
{
    return back ? f->past_at > 0 : f->past_at + 1 < f->past_count;
}

static enum field_did travel(struct field *f, bool back)
{
    const struct field_past *p;

    f->typing = false;
    if (!field_can_travel(f, back))
        return FIELD_MOVED;
    if (back && f->past_at == f->past_count) {
        remember_at(f, f->past_count++);
    }
    f->past_at = back ? f->past_at - 1 : f->past_at + 1;
    p = &f->past[f->past_at];
    replace(f, (struct str){ p->text, p->n }, p->at);
    return FIELD_CHANGED;
}

/* --- moving ------------------------------------------------------------------------------ */

static size_t after(const struct field *f, size_t at)
{
    size_t cells;

    return at < f->n ? at + text_cluster(field_text(f), at, &cells) : f->n;
}

static size_t before(const struct field *f, size_t at)
{
    size_t last = 0;

    for (size_t p = 0; p < at; p = after(f, p))
        last = p;
    return last;
}

static size_t word_before(const struct field *f, size_t at)
{
    while (at > 0 && f->text[before(f, at)] == ' ')
        at = before(f, at);
    while (at > 0 && f->text[before(f, at)] != ' ')
        at = before(f, at);
    return at;
}

/* --- changing ---------------------------------------------------------------------------- */

static enum field_did cut(struct field *f, size_t from, size_t to)
{
    f->typing = false;
    if (from == to)
        return FIELD_MOVED;
    remember(f);
    memmove(f->text + from, f->text + to, f->n - to);
    f->n -= to - from;
    f->at = from;
    f->left = f->left < from ? f->left : 0;
    return FIELD_CHANGED;
}

/* Puts acceptable text in at the cursor, composed with what stands around it. */
static enum field_did insert(struct field *f, struct str more, struct arena *arena)
{
    struct str head, all;
    struct str now = f->is_fresh ? STR("") : field_text(f);
    size_t at = f->is_fresh ? 0 : f->at;

    head = str_format(arena, "%.*s%.*s", (int)at, now.p, STR_ARG(more));
    if (!text_normalise(head, arena, &head))
        return FIELD_FULL;
    all = str_format(arena, "%.*s%.*s", STR_ARG(head), (int)(now.n - at), now.p + at);
    if (!text_normalise(all, arena, &all) || utf8_count(all, 0, all.n) > f->max_points)
        return FIELD_FULL;
    if (!f->typing || more.n > LIMIT_UTF8_BYTES)
        remember(f);
    replace(f, all, head.n);
    f->is_fresh = false;
    f->typing = more.n <= LIMIT_UTF8_BYTES;
    return FIELD_CHANGED;
}

static enum field_did type(struct field *f, uint32_t code, struct arena *arena)
{
    char bytes[LIMIT_UTF8_BYTES];
    size_t n;

    if (text_code(code, 0) != TEXT_FINE)
        return FIELD_FULL;
    n = utf8_write(code, bytes);
    return insert(f, (struct str){ bytes, n }, arena);
}

/* What is pasted becomes one line; what no text may hold is left out. */
static enum field_did paste(struct field *f, struct str text, struct arena *arena)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0, bytes;
    uint32_t code;

    while (text.n && (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == '\r'))
        text.n--;
    for (size_t at = 0; at < text.n; at += bytes) {
        bytes = utf8_read(text, at, &code);
        if (!bytes) {
            bytes = 1;
        } else if (code == '\n' || code == '\r' || code == '\t') {
            if (n && out[n - 1] != ' ')
                out[n++] = ' ';
        } else if (text_code(code, 0) == TEXT_FINE) {
            memcpy(out + n, text.p + at, bytes);
            n += bytes;
        }
    }
    f->typing = false;
    return n ? insert(f, (struct str){ out, n }, arena) : FIELD_MOVED;
}

static enum field_did move_to(struct field *f, size_t at)
{
    f->at = at;
    f->typing = f->is_fresh = false;
    return FIELD_MOVED;
}

enum field_did field_key(struct field *f, const struct key *key, struct arena *arena)
{
    enum action action = key->action;

    if (action == ACT_CHAR)
        return type(f, key->code, arena);
    if (action == ACT_PASTE)
        return paste(f, key->text, arena);
    if (action == ACT_LEFT)
        return move_to(f, before(f, f->at));
    if (action == ACT_RIGHT)
        return move_to(f, after(f, f->at));
    if (action == ACT_START)
        return move_to(f, 0);
    if (action == ACT_END)
        return move_to(f, f->n);
    if (action != ACT_UNDO && action != ACT_REDO && action != ACT_BACKSPACE &&
        action != ACT_DELETE && action != ACT_CLEAR && action != ACT_CLEAR_WORD)
        return FIELD_PASSED;
    f->is_fresh = false;
    if (action == ACT_BACKSPACE)
        return cut(f, before(f, f->at), f->at);
    if (action == ACT_DELETE)
        return cut(f, f->at, after(f, f->at));
    if (action == ACT_CLEAR)
        return cut(f, 0, f->n);
    if (action == ACT_CLEAR_WORD)
        return cut(f, word_before(f, f->at), f->at);
    return travel(f, action == ACT_UNDO);
}

/* --- drawing ----------------------------------------------------------------------------- */

static size_t cells_of(const struct field *f, size_t from, size_t to)
{
    return text_cells((struct str){ f->text + from, to - from });
}

/* Scrolls so that the cursor has a cell of its own. */
static void scroll(struct field *f, size_t width)
{
    if (f->at < f->left || cells_of(f, 0, f->n) < width)
        f->left = 0;
    while (f->left < f->at &&
           cells_of(f, f->left, f->at) + (f->left > 0) + 1 + (f->at < f->n) > width)
        f->left = after(f, f->left);
}

void field_draw(struct field *f, struct paint *paint, size_t row, size_t col, size_t width,
                enum look look, bool has_cursor, struct arena *arena)
{
    struct str shown;
    size_t lead;

    if (!has_cursor)
        f->left = 0;
    if (f->is_secret || f->n == 0 || width < 4) {
        paint_text(paint, row, col, width, look,
                   f->is_secret || !f->n ? STR("") : field_text(f), arena);
        if (has_cursor)
            paint_cursor(paint, row, col);
        return;
    }
    if (has_cursor)
        scroll(f, width);
    lead = f->left > 0;
    shown = (struct str){ f->text + f->left, f->n - f->left };
    if (lead)
        paint_fill(paint, row, col, 1, look, '~');
    paint_text(paint, row, col + lead, width - lead, look, shown, arena);
    if (has_cursor)
        paint_cursor(paint, row, col + lead + cells_of(f, f->left, f->at));
}
