/*
 * sheet_grid.c - a sheet set line by line.
 */
#include "client/sheet_grid.h"

#include "client/words.h"
#include "common/form.h"

/* Lines of the head's fields, and of the page that goods may take: with two of title, three of
 * the table's head and six of foot they end at the line of the mark. */
#define FIELD_LINES 6
#define BODY_LINES  (PAPER_MARK_LINE - 2 - FIELD_LINES - 3 - FOOT_LINES)
#define FOOT_LINES  5
#define LABEL_CELLS 13
/* Printed lines that a name may take. */
#define NAME_LINES 2

struct body_line {
    const struct sheet_line *line; /* NULL below the first */
    struct str name;
};
struct grid {
    struct form form;
    const struct sheet *sheet;
    struct body_line *body;
    size_t body_count, page, pages;
    unsigned copy; /* from 0 */
    bool prices;
};

static struct arena *arena_of(struct grid *g)
{
    return g->form.arena;
}

static bool is_invoice(const struct grid *g)
{
    return g->sheet->kind == SHEET_INVOICE;
}

/* --- head and foot ------------------------------------------------------------------------ */

static struct str field_text_of(struct grid *g, const struct sheet_field *f, size_t cells)
{
    struct arena *a = arena_of(g);
    struct str label = text_column(str_of(f->label), LABEL_CELLS, TEXT_LEFT, a);

    return text_column(str_format(a, "%.*s %.*s", STR_ARG(label), STR_ARG(f->value)), cells,
                       TEXT_LEFT, a);
}

/* Two fields a line, a wide one alone; what has no line is on the A4 paper. */
static void put_fields(struct grid *g)
{
    const struct sheet_field *f = g->sheet->fields, *end = f + g->sheet->field_count;

    for (size_t line = 0; line < FIELD_LINES; line++) {
        bool pair = f + 1 < end && !f->wide && !f[1].wide;
        struct str text = STR("");

        if (f < end)
            text = field_text_of(g, f, pair ? PAPER_CELLS / 2 : PAPER_CELLS);
        if (pair)
            text = str_format(arena_of(g), "%.*s%.*s", STR_ARG(text),
                              STR_ARG(field_text_of(g, f + 1, PAPER_CELLS / 2)));
        form_line(&g->form, text);
        f += f < end ? (pair ? 2 : 1) : 0;
    }
}

static void put_head(struct grid *g)
{
    const struct sheet *s = g->sheet;
    struct arena *a = arena_of(g);

    form_sides(&g->form,
               str_format(a, "%.*s%s%.*s", STR_ARG(s->title_zh), s->title_zh.n ? "  " : "",
                          STR_ARG(s->title)),
               sheet_copy_name(g->copy, a));
    form_sides(
        &g->form,
        str_format(a, "%s %.*s   %.*s", _("No."), STR_ARG(s->number), STR_ARG(s->posted)),
        str_format(a, _("page %zu of %zu"), g->page + 1, g->pages));
    put_fields(g);
}

static void put_sums(struct grid *g)
{
    const struct sheet *s = g->sheet;
    struct arena *a = arena_of(g);

    form_sides(&g->form, str_format(a, "大寫 %.*s", STR_ARG(s->words_zh)),
               str_format(a, "%s ¥ %.*s", _("Total"), STR_ARG(form_money(s->total, a))));
    form_line(&g->form, s->words);
    if (is_invoice(g))
        form_sides(&g->form, str_format(a, "%s %.*s", _("Net"), STR_ARG(s->net)),
                   str_format(a, "%s %.*s", _("Tax"), STR_ARG(s->tax)));
    else
        form_line(&g->form, s->tax_inside.n ? str_format(a, "%s %.*s", _("Tax inside"),
                                                         STR_ARG(s->tax_inside))
                                            : STR(""));
}

static void put_foot(struct grid *g)
{
    struct arena *a = arena_of(g);
    struct form *f = &g->form;

    form_rule(f);
    if (g->page + 1 == g->pages && g->prices) {
        put_sums(g);
    } else {
        form_sides(f, STR(""),
                   str_of(g->page + 1 < g->pages ? _("continued on the next page") : ""));
        form_line(f, STR(""));
        form_line(f, STR(""));
    }
    form_sides(f, str_format(a, "%s %.*s", _("Made by"), STR_ARG(g->sheet->maker)),
               str_format(a, "*%.*s*", STR_ARG(g->sheet->number)));
    form_mark(f);
    form_line(f, str_format(a, "%s ____________________   %s ______________", _("Received by"),
                            _("Date")));
    form_line(f, !sheet_travels(g->sheet)
                     ? STR("")
                     : str_format(a, "%s ____________________   %s ______________",
                                  _("Carrier"), _("Waybill")));
}

/* --- goods -------------------------------------------------------------------------------- */

/* The price of a unit, on what counts goods out or back. */
static bool has_price(const struct grid *g)
{
    return (g->sheet->kind == SHEET_GOODS || g->sheet->kind == SHEET_VOID) && g->prices;
}

static size_t name_cells(const struct grid *g)
{
    return is_invoice(g) ? 17 : has_price(g) ? 21 : g->prices ? 32 : 47;
}

static void put_cells(struct grid *g, const struct sheet_line *l, struct str name)
{
    const struct form_cell cells[] = {
        { l->no, 3, TEXT_RIGHT, false },
        { l->product, 12, TEXT_LEFT, false },
        { name, name_cells(g), TEXT_LEFT, true },
        { l->qty, 9, TEXT_RIGHT, false },
        { l->unit, 4, TEXT_LEFT, true },
        { l->price, has_price(g) ? 10 : 0, TEXT_RIGHT, false },
        { l->amount, g->prices ? 14 : 0, TEXT_RIGHT, false },
        { is_invoice(g) ? l->tax : STR(""), is_invoice(g) ? 14 : 0, TEXT_RIGHT, false },
    };

    form_cells(&g->form, cells, COUNT(cells));
}

static void put_page(struct grid *g)
{
    const struct sheet_line titles = { .no = STR("#"),
                                       .product = str_of(_("Code")),
                                       .qty = str_of(_("Quantity")),
                                       .unit = str_of(_("Unit")),
                                       .price = str_of(_("Price")),
                                       .amount = str_of(_("Amount")),
                                       .tax = str_of(_("Tax")) };
    static const struct sheet_line none;
    size_t from = g->page * BODY_LINES;

    form_page_begin(&g->form);
    put_head(g);
    form_rule(&g->form);
    if (sheet_has_lines(g->sheet)) {
        put_cells(g, &titles, str_of(_("Name and specification")));
        form_rule(&g->form);
    } else {
        form_line(&g->form, STR(""));
        form_line(&g->form, STR(""));
    }
    for (size_t i = from; i < from + BODY_LINES; i++)
        if (i < g->body_count)
            put_cells(g, g->body[i].line ? g->body[i].line : &none, g->body[i].name);
        else
            form_line(&g->form, STR(""));
    put_foot(g);
    form_page_end(&g->form);
}

/* The printed lines of each line of goods; a name's second line may begin a page. */
static void set_body(struct grid *g)
{
    const struct sheet *s = g->sheet;
    struct arena *a = arena_of(g);

    g->body = ARENA_ARRAY(a, NAME_LINES * s->line_count + 1, struct body_line);
    g->body_count = 0;
    for (size_t i = 0; i < s->line_count; i++) {
        struct str rest = s->lines[i].name, name = form_take(&rest, name_cells(g));

        g->body[g->body_count++] = (struct body_line){ &s->lines[i], name };
        if (rest.n)
            g->body[g->body_count++] =
                (struct body_line){ NULL, text_fit(rest, name_cells(g), a) };
    }
    g->pages = g->body_count ? (g->body_count + BODY_LINES - 1) / BODY_LINES : 1;
}

/* Each copy has the same number of pages: names are broken for the narrowest table. */
struct str sheet_grid(const struct sheet *sheet, struct arena *arena)
{
    struct grid g = { .sheet = sheet, .prices = true };

    form_init(&g.form, arena);
    set_body(&g);
    for (g.copy = 0; g.copy < PAPER_COPIES; g.copy++) {
        g.prices = sheet_copy_priced(sheet, g.copy);
        for (g.page = 0; (sheet->copies & (1u << g.copy)) && g.page < g.pages; g.page++)
            put_page(&g);
    }
    return buffer_text(&g.form.out);
}
