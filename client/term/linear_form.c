/*
 * linear_form.c - forms, field by field, then all of them with numbers to correct by.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/show.h"
#include "client/term/linear.h"
#include "client/term/wording.h"
#include "client/words.h"

static const char *const columns[GRID_COLS] = { N_("product"), N_("quantity"), N_("price") };

static bool in_grid(const struct tell *t)
{
    return t->in_grid && *t->in_grid;
}

/* --- asking ------------------------------------------------------------------------------ */

/* A default or an entry as people read it. */
static struct str value_of(const struct sheet_place *p, struct arena *arena)
{
    struct instant at;

    if (p->field.is_secret)
        return p->field.n ? STR("***") : STR("");
    if (params[p->item.param].type == PARAM_TIME &&
        instant_parse(field_text(&p->field), 0, &at))
        return show_instant(at, arena);
    return field_text(&p->field);
}

static void ask_field(struct linear *l, struct sheet *sheet)
{
    const struct sheet_place *p = &sheet->places[sheet->at];
    struct arena *a = &l->app.frame;
    struct str value = value_of(p, a);

    if (p->fault[0] || params[p->item.param].type == PARAM_CHOICE)
        linear_put(l, sheet_hint(sheet, a));
    printf("%s%s", words(p->item.label), p->item.required && !value.n ? _(" (needed)") : "");
    if (value.n)
        printf(" [%.*s]", STR_ARG(text_show(value, a)));
    printf(": ");
}

static void ask_cell(struct linear *l, struct grid *grid)
{
    const struct grid_line *line = grid_line(grid);
    struct str text = field_text(&line->cells[grid->col]);

    if (line->fault[0])
        linear_put(l, str_of(line->fault));
    else if (grid->col == GRID_QTY && line->known)
        linear_put(l,
                   str_format(&l->app.frame, "%s, %s %s", line->name, _("stock"), line->stock));
    printf("%s %zu, %s", _("Line"), grid->at + 1, words(columns[grid->col]));
    if (text.n)
        printf(" [%.*s]", STR_ARG(text_show(text, &l->app.frame)));
    else if (grid->col == GRID_PRODUCT)
        printf("%s", _(" (Enter: no more lines)"));
    else if (grid->col == GRID_PRICE)
        printf("%s", _(" (Enter: the list's)"));
    printf(": ");
}

static void tell_all(struct linear *l)
{
    const struct tell *t = &l->tell;
    struct arena *a = &l->app.frame;
    size_t n = 0;

    for (size_t i = 0; i < t->sheet->count; i++) {
        const struct sheet_place *p = &t->sheet->places[i];
        struct str value = value_of(p, a);

        linear_put(l,
                   str_format(a, "%zu  %s: %.*s", ++n, words(p->item.label), STR_ARG(value)));
    }
    for (size_t i = 0; t->grid && i < t->grid->count; i++) {
        const struct grid_line *g = &t->grid->lines[i];

        if (g->cells[GRID_PRODUCT].n)
            linear_put(l, str_format(a, "%zu  %s %zu: %.*s %s, %.*s, %.*s", ++n, _("Line"),
                                     i + 1, STR_ARG(field_text(&g->cells[GRID_PRODUCT])),
                                     g->name, STR_ARG(field_text(&g->cells[GRID_QTY])),
                                     STR_ARG(field_text(&g->cells[GRID_PRICE]))));
    }
    if (t->grid)
        linear_put(l, str_format(a, "%zu  %s", n + 1, _("further lines")));
    printf("%s ", _("Enter does it, a number corrects, F3 leaves and keeps it:"));
}

/* A fault that the screen found, or the daemon; the cursor goes there. */
static bool go_to_fault(const struct tell *t)
{
    for (size_t i = 0; i < t->sheet->count; i++)
        if (t->sheet->places[i].fault[0]) {
            sheet_go(t->sheet, i);
            if (t->in_grid)
                *t->in_grid = false;
            return true;
        }
    for (size_t i = 0; t->grid && i < t->grid->count; i++)
        if (t->grid->lines[i].fault[0]) {
            *t->in_grid = true;
            t->grid->at = i;
            t->grid->col = GRID_PRODUCT;
            return true;
        }
    return false;
}

void linear_form_tell(struct linear *l)
{
    const struct tell *t = &l->tell;

    if (go_to_fault(t)) {
        l->corrects = l->corrects || l->reviews;
        l->reviews = false;
    } else if (!t->sheet->count && !t->grid) {
        l->reviews = true;
    }
    if (l->reviews)
        tell_all(l);
    else if (in_grid(t))
        ask_cell(l, t->grid);
    else
        ask_field(l, t->sheet);
}

/* --- answers ----------------------------------------------------------------------------- */

/* All was asked, or what was corrected: they stand together now. */
static void review(struct linear *l)
{
    l->corrects = false;
    l->reviews = true;
}

/* The line that bears that number among those with something in them, from 1. */
static size_t line_at(const struct grid *grid, int64_t number)
{
    size_t i = 0;

    while (i < grid->count && (!grid->lines[i].cells[GRID_PRODUCT].n || --number > 0))
        i++;
    return i;
}

/* The number behind the last line asks for new ones, until an empty product. */
static void to_line(struct linear *l, int64_t number)
{
    const struct tell *t = &l->tell;

    *t->in_grid = true;
    t->grid->at = line_at(t->grid, number);
    t->grid->col = GRID_PRODUCT;
    l->corrects = t->grid->at < t->grid->count;
    if (!l->corrects)
        grid_end(t->grid);
}

static void answer_review(struct linear *l, struct str line)
{
    const struct tell *t = &l->tell;
    int64_t number, fields = (int64_t)t->sheet->count;

    if (!line.n) {
        linear_press(l, ACT_DO, 0);
    } else if (!str_int(line, &number) || number < 1 ||
               number > fields + (t->grid ? (int64_t)grid_filled(t->grid) + 1 : 0)) {
        linear_put(l, str_of(_("There is no such number.")));
    } else if (number <= fields) {
        if (t->in_grid)
            *t->in_grid = false;
        sheet_go(t->sheet, (size_t)number - 1);
        l->corrects = true;
        l->reviews = false;
    } else {
        to_line(l, number - fields);
        l->reviews = false;
    }
}

/* --- rows of a spreadsheet ---------------------------------------------------------------- */

/* One row more behind what came. */
static void keep_row(struct linear *l, struct str line)
{
    char *longer = realloc(l->pasted, l->pasted_n + line.n + 1);

    if (!longer)
        abort();
    memcpy(longer + l->pasted_n, line.p, line.n);
    l->pasted = longer;
    l->pasted_n += line.n;
    l->pasted[l->pasted_n++] = '\n';
}

void linear_form_row(struct linear *l, struct str line)
{
    struct str all;

    if (line.n) {
        keep_row(l, line);
        return;
    }
    all = str_dup(&l->app.frame, (struct str){ l->pasted, l->pasted_n });
    free(l->pasted);
    l->pasted = NULL;
    l->pasted_n = 0;
    linear_paste(l, all);
}

/* --- cells and fields --------------------------------------------------------------------- */

static void answer_cell(struct linear *l, struct str line)
{
    struct grid *grid = l->tell.grid;
    size_t at = grid->at;
    bool ends = grid->col == GRID_PRODUCT && !line.n && !grid_line(grid)->cells[GRID_PRODUCT].n;

    if (str_eq(line, STR("<"))) {
        linear_press(l, ACT_BACKTAB, 0);
        return;
    }
    if (line.n && memchr(line.p, '\t', line.n)) {
        linear_put(l, str_of(_("Rows of a table: paste them all; an empty line ends them.")));
        keep_row(l, line);
        return;
    }
    if (line.n)
        linear_type(l, str_eq(line, STR("-")) ? STR("") : line);
    linear_press(l, ends ? ACT_ENTER : ACT_TAB, 0); /* Enter would pass over the price */
    if (ends || (l->corrects && l->tell.grid->at != at))
        review(l);
}

/* The field takes the line; its own check says whether it may stand. */
static void answer_field(struct linear *l, struct str line)
{
    struct sheet *sheet = l->tell.sheet;
    size_t at = sheet->at;
    uint64_t serial = l->app.top->serial;

    if (line.n)
        linear_type(l, str_eq(line, STR("-")) ? STR("") : line);
    linear_press(l, ACT_TAB, 0);
    if (!l->app.top || l->app.top->serial != serial)
        return; /* the last field of a filter shows the list */
    if (sheet->places[at].fault[0])
        return;
    if (sheet->places[at].item.required && !sheet->places[at].field.n) {
        sheet_go(sheet, at);
        linear_put(l, str_of(_("It is needed.")));
    } else if (l->corrects || (at + 1 == sheet->count && !l->tell.grid)) {
        review(l);
    }
}

void linear_form_answer(struct linear *l, struct str line)
{
    const struct tell *t = &l->tell;

    if (l->reviews)
        answer_review(l, line);
    else if (str_eq(line, STR("?")) && !in_grid(t))
        linear_put(l, sheet_hint(t->sheet, &l->app.frame));
    else if (str_eq(line, STR("end")))
        review(l);
    else if (in_grid(t))
        answer_cell(l, line);
    else if (str_eq(line, STR("<")))
        linear_press(l, ACT_BACKTAB, 0);
    else
        answer_field(l, line);
}
