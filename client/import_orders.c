/*
 * import_orders.c - rows of documents, collected into one order each.
 *
 * The header's values stand in every row of a document and must agree. The rows need not stand
 * together. A document with a bad row is left out whole: half an order is no order.
 */
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/import.h"

struct line {
    struct line *next;
    size_t at; /* line of the file */
    const char *product, *qty, *price;
};

struct document {
    struct str number;
    size_t line; /* of its first row */
    size_t row_count;
    bool bad;
    const char *given[PARAM_COUNT];
    struct line *first, *last;
};

struct import_group {
    struct import_reader *reader;
    struct document **v; /* in order of their first rows */
    size_t n, room;
    struct document **places; /* by hash of the number; a power of two, at most half full */
    size_t place_count;
};

static bool is_line_param(int p)
{
    return p == P_product || p == P_qty || p == P_price;
}

/* --- finding ----------------------------------------------------------------------------- */

static size_t hash_of(struct str s)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a: no one attacks his own import */

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
    return (size_t)h;
}

static struct document **place_of(struct import_group *g, struct str number)
{
    size_t at = hash_of(number) & (g->place_count - 1);

    while (g->places[at] && !str_eq(g->places[at]->number, number))
        at = (at + 1) & (g->place_count - 1);
    return &g->places[at];
}

static void grow(struct import_group *g)
{
    struct arena *arena = g->reader->arena;
    struct document **more = ARENA_ARRAY(arena, 2 * g->room, struct document *);

    memcpy(more, g->v, g->n * sizeof(struct document *));
    g->v = more;
    g->room *= 2;
    g->place_count = 2 * g->room;
    g->places = ARENA_ARRAY(arena, g->place_count, struct document *);
    for (size_t i = 0; i < g->n; i++)
        *place_of(g, g->v[i]->number) = g->v[i];
}

struct import_group *import_group_new(struct import_reader *reader)
{
    struct import_group *g = ARENA_NEW(reader->arena, struct import_group);

    g->reader = reader;
    g->room = 128;
    g->place_count = 2 * g->room;
    g->v = ARENA_ARRAY(reader->arena, g->room, struct document *);
    g->places = ARENA_ARRAY(reader->arena, g->place_count, struct document *);
    return g;
}

static struct document *document_of(struct import_group *g, struct str number, size_t line)
{
    struct document **place = place_of(g, number), *d = *place;

    if (d)
        return d;
    if (g->n == g->room) {
        grow(g);
        place = place_of(g, number);
    }
    d = ARENA_NEW(g->reader->arena, struct document);
    d->number = str_dup(g->reader->arena, number);
    d->line = line;
    g->v[g->n++] = d;
    *place = d;
    return d;
}

/* --- rows -------------------------------------------------------------------------------- */

static const char *keep(struct import_group *g, const char *text)
{
    return text ? str_text(g->reader->arena, str_of(text)) : NULL;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

/* The header's values: the first row's, and the others must agree. */
static bool agree(struct import_group *g, struct document *d, const struct csv_row *row,
                  const struct import_values *values)
{
    for (int p = 0; p < PARAM_COUNT; p++) {
        if (is_line_param(p))
            continue;
        if (d->row_count == 1)
            d->given[p] = keep(g, values->given[p]);
        else if (!same_text(d->given[p], values->given[p])) {
            import_tell(
                g->reader, row, p,
                str_format(g->reader->arena,
                           "document %.*s has '%s' in line %zu; all its rows must agree",
                           STR_ARG(d->number), d->given[p] ? d->given[p] : "nothing", d->line));
            return false;
        }
    }
    return true;
}

static bool add_line(struct import_group *g, struct document *d, const struct csv_row *row,
                     const struct import_values *values)
{
    struct line *line;

    if (!values->given[P_product] || !values->given[P_qty]) {
        import_tell(g->reader, row, values->given[P_product] ? P_qty : P_product,
                    STR("it is empty: each row needs product and quantity"));
        return false;
    }
    line = ARENA_NEW(g->reader->arena, struct line);
    line->at = row->line;
    line->product = keep(g, values->given[P_product]);
    line->qty = keep(g, values->given[P_qty]);
    line->price = keep(g, values->given[P_price]);
    if (d->last)
        d->last->next = line;
    else
        d->first = line;
    d->last = line;
    return true;
}

void import_group_row(struct import_group *g, const struct csv_row *row, struct str document,
                      const struct import_values *values)
{
    struct document *d = document_of(g, document, row->line);

    d->row_count++;
    if (!values || d->bad || !agree(g, d, row, values) || !add_line(g, d, row, values))
        d->bad = true;
}

/* --- documents --------------------------------------------------------------------------- */

static struct str lines_text(const struct document *d, struct arena *arena)
{
    struct json_out out;

    json_out_init(&out, arena);
    json_begin_array(&out);
    for (const struct line *line = d->first; line; line = line->next) {
        json_begin_object(&out);
        json_field_str(&out, "product", str_of(line->product));
        json_field_str(&out, "qty", str_of(line->qty));
        if (line->price)
            json_field_str(&out, "price", str_of(line->price));
        json_end_object(&out);
    }
    json_end_array(&out);
    return json_text(&out);
}

/* Where each line stands in the file, for what the daemon says of one of them. */
static const struct import_item *items_of(const struct document *d, struct arena *arena)
{
    struct import_item *items = ARENA_ARRAY(arena, d->row_count, struct import_item);
    size_t n = 0;

    for (const struct line *line = d->first; line; line = line->next)
        items[n++] = (struct import_item){ line->at, line->product };
    return items;
}

/* False: told. */
static bool add_document(struct import_group *g, struct document *d)
{
    struct import_reader *reader = g->reader;
    const struct csv_row nowhere = { .line = d->line };
    struct str text;
    struct error err;

    if (d->bad)
        return false;
    d->given[P_lines] = str_text(reader->arena, lines_text(d, reader->arena));
    if (!d->given[P_reference])
        d->given[P_reference] = str_text(reader->arena, d->number);
    err = command_params(reader->plan->kind->op, d->given, STR(""), reader->arena, &text);
    if (err.code) {
        import_tell(reader, &nowhere, PARAM_COUNT,
                    str_format(reader->arena, "document %.*s: %s%s%.*s", STR_ARG(d->number),
                               err.field ? err.field : "", err.field ? ": " : "",
                               STR_ARG(err.detail)));
        return false;
    }
    import_add(reader, (struct import_job){ .line = d->line,
                                            .row_count = d->row_count,
                                            .params = text,
                                            .items = items_of(d, reader->arena),
                                            .item_count = d->row_count,
                                            .key = d->number });
    return true;
}

void import_group_end(struct import_group *g)
{
    for (size_t i = 0; i < g->n; i++)
        if (!add_document(g, g->v[i]))
            g->reader->jobs->bad_rows += g->v[i]->row_count;
}
