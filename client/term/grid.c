/*
 * grid.c - the lines of an order being typed.
 */
#include "client/term/grid.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/term/packs.h"
#include "client/term/suggest.h"
#include "client/term/typed.h"
#include "client/words.h"
#include "common/limits.h"

/* --- lines ------------------------------------------------------------------------------- */

static void insert_line(struct grid *g, size_t at)
{
    struct grid_line *grown;

    if (g->count == LIMIT_LINES)
        return;
    if (g->count == g->room) {
        g->room = g->room ? g->room * 2 : 8;
        grown = realloc(g->lines, g->room * sizeof(*grown));
        if (!grown)
            abort();
        g->lines = grown;
    }
    memmove(g->lines + at + 1, g->lines + at, (g->count - at) * sizeof(*g->lines));
    g->lines[at] = (struct grid_line){ .serial = ++g->last_serial };
    for (int c = 0; c < GRID_COLS; c++)
        field_init(&g->lines[at].cells[c], LIMIT_CODE);
    g->count++;
}

static void release_line(struct grid_line *line)
{
    for (int c = 0; c < GRID_COLS; c++)
        field_release(&line->cells[c]);
}

void grid_init(struct grid *g)
{
    *g = (struct grid){ 0 };
    insert_line(g, 0);
}

void grid_release(struct grid *g)
{
    for (size_t i = 0; i < g->count; i++)
        release_line(&g->lines[i]);
    free(g->lines);
    *g = (struct grid){ 0 };
}

static void delete_line(struct grid *g)
{
    release_line(&g->lines[g->at]);
    memmove(g->lines + g->at, g->lines + g->at + 1, (g->count - g->at - 1) * sizeof(*g->lines));
    g->count--;
    if (!g->count)
        insert_line(g, 0);
    if (g->at >= g->count)
        g->at = g->count - 1;
    g->col = GRID_PRODUCT;
}

struct grid_line *grid_line(struct grid *g)
{
    return &g->lines[g->at];
}

static struct str text_of(const struct grid_line *line, enum grid_col col)
{
    return field_text(&line->cells[col]);
}

static bool is_empty(const struct grid_line *line)
{
    return !line->cells[GRID_PRODUCT].n && !line->cells[GRID_QTY].n &&
           !line->cells[GRID_PRICE].n;
}

size_t grid_filled(const struct grid *g)
{
    size_t n = 0;

    for (size_t i = 0; i < g->count; i++)
        n += !is_empty(&g->lines[i]);
    return n;
}

void grid_add(struct grid *g, struct str product, struct str qty, struct str price)
{
    size_t at = g->count;

    if (at == 1 && is_empty(&g->lines[0]))
        at = 0;
    else
        insert_line(g, at);
    if (at >= g->count)
        return;
    field_set(&g->lines[at].cells[GRID_PRODUCT], product);
    field_set(&g->lines[at].cells[GRID_QTY], qty);
    field_set(&g->lines[at].cells[GRID_PRICE], price);
    g->lines[at].unasked = product.n > 0;
}

/* --- looking products up ------------------------------------------------------------------ */

static void product_changed(struct grid_line *line)
{
    line->known = line->asked = false;
    line->unasked = line->cells[GRID_PRODUCT].n > 0;
    line->typing = true;
    line->name[0] = line->unit[0] = line->stock[0] = line->quota[0] = line->fault[0] = '\0';
}

bool grid_ask(struct grid *g, int *serial, struct str *find)
{
    for (size_t i = 0; i < g->count; i++) {
        bool typing = i == g->at && g->col == GRID_PRODUCT && g->lines[i].typing;

        if (!g->lines[i].unasked || typing)
            continue;
        g->lines[i].unasked = false;
        g->lines[i].asked = true;
        *serial = g->lines[i].serial;
        *find = text_of(&g->lines[i], GRID_PRODUCT);
        return true;
    }
    return false;
}

static struct str member(const struct json *row, const char *name)
{
    struct str s;

    return json_str(json_member(row, name), &s) ? s : STR("");
}

static void keep(char *out, size_t room, struct str text)
{
    (void)snprintf(out, room, "%.*s", STR_ARG(text));
}

bool grid_same(struct str a, struct str b)
{
    return a.n == b.n && a.n && !strncasecmp(a.p, b.p, a.n);
}

/* --- units behind a quantity ----------------------------------------------------------------
 */

/* "3cs" as 120 where forty are in a pack; what names no unit of the product is a fault. Before
 * the product is known nothing is decided. */
static void count_units(struct grid_line *line)
{
    struct str text = text_of(line, GRID_QTY);
    char plain[32];
    int64_t count;
    struct arena scratch;

    if (!line->known || !packs_named(text))
        return;
    if (!packs_count(text, str_of(line->unit), line->pack, &count)) {
        arena_init(&scratch, LIMIT_TEXT);
        keep(line->fault, sizeof(line->fault),
             packs_fault(str_of(line->unit), line->pack, &scratch));
        arena_release(&scratch);
        return;
    }
    (void)snprintf(plain, sizeof(plain), "%" PRId64, count);
    field_set(&line->cells[GRID_QTY], str_of(plain));
}

static void know(struct grid_line *line, const struct json *row)
{
    int64_t per = 1;

    field_set(&line->cells[GRID_PRODUCT], member(row, "code"));
    keep(line->name, sizeof(line->name), member(row, "name"));
    keep(line->unit, sizeof(line->unit), member(row, "unit"));
    keep(line->stock, sizeof(line->stock), member(row, "available"));
    keep(line->quota, sizeof(line->quota), member(row, "quota_left"));
    line->price_per = str_int(member(row, "price_per"), &per) && per > 0 ? per : 1;
    if (!money_parse(member(row, "price"), &line->price))
        line->price_per = 0; /* no price in force */
    line->pack = str_int(member(row, "pack"), &per) ? per : 0;
    line->known = true;
    line->fault[0] = '\0';
    count_units(line);
}

void grid_answer(struct grid *g, int serial, const struct json *rows)
{
    struct grid_line *line = NULL;
    const struct json *best;
    struct str find;
    bool tie;

    for (size_t i = 0; i < g->count; i++)
        if (g->lines[i].serial == serial)
            line = &g->lines[i];
    if (!line || !line->asked)
        return;
    line->asked = false;
    find = text_of(line, GRID_PRODUCT);
    best = suggest_best(rows, find, &tie);
    if (best)
        know(line, best);
    else
        (void)snprintf(line->fault, sizeof(line->fault),
                       json_count(rows) ? _("%zu products fit: F4 chooses")
                                        : _("%zu products fit"),
                       json_count(rows));
}

void grid_take(struct grid *g, const struct json *row)
{
    struct grid_line *line = grid_line(g);

    line->asked = line->unasked = false;
    know(line, row);
}

void grid_end(struct grid *g)
{
    if (!is_empty(&g->lines[g->count - 1]) && g->count < LIMIT_LINES)
        insert_line(g, g->count);
    g->at = g->count - 1;
    g->col = GRID_PRODUCT;
    field_enter(&grid_line(g)->cells[g->col]);
}

static void put_cell(struct grid_line *line, enum grid_col col, struct str text)
{
    if (str_eq(text_of(line, col), text))
        return;
    field_set(&line->cells[col], text);
    line->fault[0] = '\0';
    if (col == GRID_PRODUCT)
        product_changed(line);
}

void grid_put(struct grid *g, const struct json *lines)
{
    static const char *const names[] = { "product", "qty", "price" };
    size_t i = 0;

    for (const struct json *l = json_first(lines); l && i < LIMIT_LINES; l = json_next(l)) {
        if (i == g->count)
            insert_line(g, i);
        for (int c = 0; c < GRID_COLS; c++)
            put_cell(&g->lines[i], (enum grid_col)c, member(l, names[c]));
        i++;
    }
    while (g->count > i && g->count > 1)
        release_line(&g->lines[--g->count]);
    if (!i)
        for (int c = 0; c < GRID_COLS; c++)
            put_cell(&g->lines[0], (enum grid_col)c, STR(""));
    if (g->at >= g->count)
        g->at = g->count - 1;
}

void grid_choose(struct grid *g, struct str code)
{
    struct grid_line *line = grid_line(g);

    field_set(&line->cells[GRID_PRODUCT], code);
    product_changed(line);
    g->col = GRID_QTY;
    field_enter(&line->cells[GRID_QTY]);
}

/* --- keys -------------------------------------------------------------------------------- */

/* Short forms written out when a cell is left. */
static void leave(struct grid *g, struct arena *arena)
{
    static const enum param of[] = { P_product, P_qty, P_price };
    struct field *f = &grid_line(g)->cells[g->col];
    struct str plain = typed_plain(of[g->col], field_text(f), typed_now(), arena);

    if (!str_eq(plain, field_text(f)))
        field_set(f, plain);
    grid_line(g)->typing = false;
    if (g->col == GRID_QTY)
        count_units(grid_line(g));
}

static void go(struct grid *g, size_t at, enum grid_col col, struct arena *arena)
{
    leave(g, arena);
    while (at >= g->count && g->count < LIMIT_LINES)
        insert_line(g, g->count);
    g->at = at < g->count ? at : g->count - 1;
    g->col = col;
    field_enter(&grid_line(g)->cells[col]);
}

static enum grid_did copy_above(struct grid *g)
{
    struct grid_line *line = grid_line(g);

    if (!g->at)
        return GRID_STAYED;
    field_set(&line->cells[g->col], text_of(line - 1, g->col));
    if (g->col == GRID_PRODUCT)
        product_changed(line);
    return GRID_CHANGED;
}

static enum grid_did move(struct grid *g, enum action action, struct arena *arena)
{
    enum grid_col next = g->col + 1;

    if (action == ACT_ENTER && g->col == GRID_PRODUCT && !grid_line(g)->cells[g->col].n)
        return GRID_END;
    if (action == ACT_ENTER && g->col == GRID_PRODUCT)
        go(g, g->at, GRID_QTY, arena);
    else if (action == ACT_ENTER || (action == ACT_TAB && next == GRID_COLS))
        go(g, g->at + 1, GRID_PRODUCT, arena);
    else if (action == ACT_TAB)
        go(g, g->at, next, arena);
    else if (action == ACT_BACKTAB && g->col > 0)
        go(g, g->at, g->col - 1, arena);
    else if (action == ACT_BACKTAB && g->at)
        go(g, g->at - 1, GRID_PRICE, arena);
    else if (action == ACT_UP && g->at)
        go(g, g->at - 1, g->col, arena);
    else if (action == ACT_DOWN && g->at + 1 < g->count)
        go(g, g->at + 1, g->col, arena);
    else if (action != ACT_DOWN) {
        leave(g, arena);
        return GRID_UP;
    }
    return GRID_STAYED;
}

enum grid_did grid_key(struct grid *g, const struct key *key, struct arena *arena)
{
    enum action action = key->action;
    struct grid_line *line = grid_line(g);

    if (action == ACT_ENTER || action == ACT_TAB || action == ACT_BACKTAB || action == ACT_UP ||
        action == ACT_DOWN)
        return move(g, action, arena);
    if (action == ACT_DELETE_ROW) {
        delete_line(g);
        return GRID_CHANGED;
    }
    if (action == ACT_INSERT_ROW) {
        insert_line(g, g->at);
        g->col = GRID_PRODUCT;
        return GRID_CHANGED;
    }
    if (action == ACT_SAME ||
        (action == ACT_CHAR && key->code == '=' && !line->cells[g->col].n))
        return copy_above(g);
    switch (field_key(&line->cells[g->col], key, arena)) {
    case FIELD_PASSED:
        return GRID_PASSED;
    case FIELD_CHANGED:
        line->fault[0] = '\0';
        if (g->col == GRID_PRODUCT)
            product_changed(line);
        return GRID_CHANGED;
    case FIELD_MOVED:
    case FIELD_FULL:
        break;
    }
    return GRID_STAYED;
}
