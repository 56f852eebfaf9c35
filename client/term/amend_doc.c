/*
 * amend_doc.c - an order's changeable parts as keys and values, and back.
 */
#include "client/term/amend.h"

#include <inttypes.h>
#include <string.h>

#include "client/term/typed.h"

/* What the customer states is stated of the new lines: the old sum is no start for it. */
static const enum param heads[] = { P_wanted, P_station, P_ship_to, P_complete };

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* As it is typed: what is true says yes. */
static struct str head(const struct json *order, const char *name)
{
    bool is;

    if (json_bool(json_member(order, name), &is))
        return is ? STR("yes") : STR("no");
    return member(order, name);
}

static struct str line_key(int64_t line, const char *what, struct arena *arena)
{
    return str_format(arena, "%" PRId64 " %s", line, what);
}

static void put_line(struct merge_doc *out, int64_t line, struct str product, struct str qty,
                     struct str price, struct arena *arena)
{
    merge_put(out, line_key(line, "product", arena), product, arena);
    merge_put(out, line_key(line, "qty", arena), qty, arena);
    merge_put(out, line_key(line, "price", arena), price, arena);
}

static int64_t number(const struct json *row, const char *name)
{
    int64_t n = 0;

    if (!json_int(json_member(row, name), &n) && !str_int(member(row, name), &n))
        return 0;
    return n;
}

/* What of a line only is allocated, so that it comes back when the rest is changed. */
static int64_t allocated_only(const struct json *note, int64_t line)
{
    int64_t sum = 0;

    for (const struct json *h = json_first(json_member(note, "shipments")); h; h = json_next(h))
        for (const struct json *l = json_first(json_member(note, "shipment_lines"));
             l && str_eq(member(h, "state"), STR("ALLOCATED")); l = json_next(l))
            if (number(l, "part") == number(h, "part") && number(l, "line") == line)
                sum += number(l, "qty");
    return sum;
}

/* As order_rest.c of the daemon counts it. */
static int64_t open_of(const struct json *note, int64_t line)
{
    for (const struct json *l = json_first(json_member(note, "lines")); l; l = json_next(l))
        if (number(l, "line") == line)
            return number(l, "qty") - number(l, "allocated") - number(l, "issued") -
                   number(l, "closed") + allocated_only(note, line);
    return 0;
}

void amend_read(const struct json *body, const struct json *note, struct merge_doc *out,
                struct arena *arena)
{
    const struct json *order = json_member(body, "order");

    *out = (struct merge_doc){ 0 };
    for (size_t i = 0; i < COUNT(heads); i++)
        merge_put(out, str_of(params[heads[i]].name), head(order, params[heads[i]].name),
                  arena);
    for (const struct json *l = json_first(json_member(body, "lines")); l; l = json_next(l)) {
        int64_t line = number(l, "line"), open = note ? open_of(note, line) : 1;
        struct str qty = note ? str_format(arena, "%" PRId64, open) : member(l, "ordered");

        if (line && open > 0)
            put_line(out, line, member(l, "product"), qty, member(l, "price"), arena);
    }
}

static struct str cell(const struct grid_line *line, enum grid_col col, struct arena *arena)
{
    static const enum param of[] = { P_product, P_qty, P_price };

    return typed_plain(of[col], field_text(&line->cells[col]), typed_now(), arena);
}

/* The lines of the base that the form has no more are there with nothing ordered. */
struct merge_doc amend_doc(const struct amend *a, struct arena *arena)
{
    struct merge_doc out = { 0 };

    for (size_t i = 0; i < COUNT(heads); i++)
        merge_put(&out, str_of(params[heads[i]].name),
                  typed_plain(heads[i], sheet_text(&a->head, heads[i]), typed_now(), arena),
                  arena);
    for (size_t i = 0; i < a->grid.count; i++) {
        const struct grid_line *l = &a->grid.lines[i];

        if (l->line_no)
            put_line(&out, l->line_no, cell(l, GRID_PRODUCT, arena), cell(l, GRID_QTY, arena),
                     cell(l, GRID_PRICE, arena), arena);
    }
    return out;
}

/* --- back into the form --------------------------------------------------------------------
 */

static struct grid_line *line_of(struct amend *a, int64_t line)
{
    for (size_t i = 0; i < a->grid.count; i++)
        if (a->grid.lines[i].line_no == line)
            return &a->grid.lines[i];
    return NULL;
}

static void show_line(struct amend *a, const struct merge_doc *doc, int64_t line,
                      struct arena *arena)
{
    struct str product = merge_get(doc, line_key(line, "product", arena));
    struct str qty = merge_get(doc, line_key(line, "qty", arena));
    struct str price = merge_get(doc, line_key(line, "price", arena));
    struct grid_line *l = line_of(a, line);

    if (!l && qty.n) {
        grid_add(&a->grid, product, qty, price);
        a->grid.lines[a->grid.count - 1].line_no = line;
    } else if (l) {
        field_set(&l->cells[GRID_QTY], qty);
        field_set(&l->cells[GRID_PRICE], price);
    }
}

void amend_show(struct amend *a, const struct merge_doc *doc)
{
    struct arena scratch;

    arena_init(&scratch, LIMIT_ARENA_BYTES);
    for (size_t i = 0; i < doc->count; i++) {
        struct str key = doc->values[i].key, value = doc->values[i].value;
        int param = param_find(key);
        int64_t line = 0;
        size_t digits = 0;

        while (digits < key.n && key.p[digits] != ' ')
            digits++;
        if (param >= 0)
            sheet_put(&a->head, (enum param)param, value);
        else if (str_int((struct str){ key.p, digits }, &line) &&
                 str_eq((struct str){ key.p + digits, key.n - digits }, STR(" product")))
            show_line(a, doc, line, &scratch);
    }
    arena_release(&scratch);
}

/* --- the change ----------------------------------------------------------------------------
 */

static void change_line(struct json_out *out, int64_t line, struct str qty, struct str price)
{
    json_begin_object(out);
    json_field_str(out, "line", str_format(out->text.arena, "%" PRId64, line));
    if (qty.n)
        json_field_str(out, "qty", qty);
    if (price.n)
        json_field_str(out, "price", price);
    json_end_object(out);
}

static void new_line(struct json_out *out, struct str product, struct str qty, struct str price)
{
    json_begin_object(out);
    json_field_str(out, "product", product);
    json_field_str(out, "qty", qty);
    if (price.n)
        json_field_str(out, "price", price);
    json_end_object(out);
}

/* A line of the form against the base; false: it is as it was. */
static bool put_change(struct json_out *out, const struct amend *a, const struct grid_line *l,
                       struct arena *arena)
{
    struct str product = cell(l, GRID_PRODUCT, arena), qty = cell(l, GRID_QTY, arena);
    struct str price = cell(l, GRID_PRICE, arena), was_qty, was_price;

    if (!product.n && !qty.n)
        return false;
    if (!l->line_no) {
        new_line(out, product, qty, price);
        return true;
    }
    if (!str_eq(product, merge_get(&a->base, line_key(l->line_no, "product", arena)))) {
        change_line(out, l->line_no, STR("0"), STR(""));
        new_line(out, product, qty, price);
        return true;
    }
    was_qty = merge_get(&a->base, line_key(l->line_no, "qty", arena));
    was_price = merge_get(&a->base, line_key(l->line_no, "price", arena));
    if (str_eq(qty, was_qty) && str_eq(price, was_price))
        return false;
    change_line(out, l->line_no, qty, str_eq(price, was_price) ? STR("") : price);
    return true;
}

struct str amend_lines(const struct amend *a, struct arena *arena)
{
    struct json_out out;
    size_t changes = 0;

    json_out_init(&out, arena);
    json_begin_array(&out);
    for (size_t i = 0; i < a->grid.count; i++)
        changes += put_change(&out, a, &a->grid.lines[i], arena);
    for (size_t i = 0; i < a->base.count; i++) {
        struct str key = a->base.values[i].key;
        bool here = false;
        int64_t line;

        if (key.n < 5 || memcmp(key.p + key.n - 4, " qty", 4) != 0 ||
            !str_int((struct str){ key.p, key.n - 4 }, &line))
            continue;
        for (size_t n = 0; n < a->grid.count; n++)
            here = here || a->grid.lines[n].line_no == line;
        if (!here)
            change_line(&out, line, STR("0"), STR(""));
        changes += !here;
    }
    json_end_array(&out);
    return changes ? json_text(&out) : STR("");
}
