/*
 * page.c - head, table and foot of a paper, and where its pages break.
 */
#include "client/pdf/page.h"

#include <string.h>

#include "client/pdf/pen.h"
#include "client/words.h"
#include "common/form.h"

/* Points. */
#define MARGIN    40.0
#define ROOM      (PEN_WIDTH - 2 * MARGIN)
#define TOP       34.0
#define FOOT_LINE (PEN_HEIGHT - 40.0) /* the footer stands below it */
#define LABEL     68.0                /* width of a label */
#define GAP       6.0
#define ROW_PAD   3.0
#define BAR       1.0 /* a module of the bar code */
#define BAR_HIGH  30.0
/* Lines that a name or a value of the head may take. */
#define NAME_LINES  4
#define VALUE_LINES 3

struct setting_of {
    const struct sheet *sheet;
    const struct page_wish *wish;
    struct pen *pen;
    struct arena *arena;
    unsigned copy; /* in hand, from 0 */
    bool prices;
    double *heights; /* of each line of goods */
    size_t *first;   /* line with which each page begins; one more at the end */
    size_t page, pages;
};

/* --- columns ------------------------------------------------------------------------------ */

#define KIND(kind) (1u << SHEET_##kind)
#define OF_NOTE    (KIND(NOTE) | KIND(ORDER))
#define OF_COUNTED (OF_NOTE | KIND(GOODS) | KIND(VOID))
#define OF_TAXED   (KIND(INVOICE) | KIND(CREDIT))
#define OF_ALL     (OF_COUNTED | OF_TAXED)

static const struct column {
    const char *title;
    size_t place; /* of the text in a line */
    double width; /* 0: what the others leave */
    enum pen_side side;
    unsigned kinds;
    bool is_price;
} columns[] = {
#define TEXT(name) offsetof(struct sheet_line, name)
    { N_("No."), TEXT(no), 24, PEN_RIGHT, OF_ALL, false },
    { N_("Code"), TEXT(product), 82, PEN_LEFT, OF_ALL, false },
    { N_("Name and specification"), TEXT(name), 0, PEN_LEFT, OF_ALL, false },
    { N_("Quantity"), TEXT(qty), 54, PEN_RIGHT, OF_ALL, false },
    { N_("Unit"), TEXT(unit), 36, PEN_LEFT, OF_ALL, false },
    { N_("Price"), TEXT(price), 68, PEN_RIGHT, OF_COUNTED, true },
    { N_("Amount"), TEXT(amount), 82, PEN_RIGHT, OF_ALL, true },
    { N_("Rate"), TEXT(rate), 38, PEN_RIGHT, OF_TAXED, true },
    { N_("Tax"), TEXT(tax), 66, PEN_RIGHT, OF_TAXED, true },
#undef TEXT
};

static bool has_column(const struct setting_of *s, const struct column *c)
{
    return (c->kinds & (1u << s->sheet->kind)) && (s->prices || !c->is_price);
}

static double width_of(const struct setting_of *s, const struct column *c)
{
    double rest = ROOM;

    if (c->width > 0)
        return c->width;
    for (size_t i = 0; i < COUNT(columns); i++)
        if (has_column(s, &columns[i]))
            rest -= columns[i].width;
    return rest;
}

/* One row of the table; its height. Without a line: the titles. */
static double put_row(const struct setting_of *s, double y, const struct sheet_line *line,
                      bool dry)
{
    double x = MARGIN, most = 0;

    for (size_t i = 0; i < COUNT(columns); i++) {
        const struct column *c = &columns[i];
        double width = width_of(s, c), high;
        struct str text;

        if (!has_column(s, c))
            continue;
        if (line)
            memcpy(&text, (const char *)line + c->place, sizeof(text));
        else
            text = str_of(_(c->title));
        high = pen_text(s->pen, x + GAP / 2, y + ROW_PAD, width - GAP,
                        line ? PEN_BODY : PEN_LABEL, c->side, line ? NAME_LINES : 2, dry, text);
        most = high > most ? high : most;
        x += width;
    }
    return most + 2 * ROW_PAD;
}

/* --- head --------------------------------------------------------------------------------- */

/* Title and number at the left, bars and the copy's name at the right. */
static double put_title(const struct setting_of *s, bool dry)
{
    const struct sheet *sheet = s->sheet;
    struct pen *pen = s->pen;
    struct code128 bars;
    double y = TOP, half = ROOM / 2, right = TOP, x = MARGIN + half;
    struct str when = str_format(s->arena, "%s %.*s", _("No."), STR_ARG(sheet->number));

    y += pen_text(pen, MARGIN, y, half, PEN_TITLE, PEN_LEFT, 2, dry, sheet->title);
    if (sheet->title_zh.n)
        y += pen_text(pen, MARGIN, y, half, PEN_STRONG, PEN_LEFT, 1, dry, sheet->title_zh);
    y += pen_text(pen, MARGIN, y + 2, half, PEN_STRONG, PEN_LEFT, 1, dry, when) + 2;
    y += pen_text(pen, MARGIN, y, half, PEN_BODY, PEN_LEFT, 1, dry, sheet->posted);
    if (code128_set(sheet->number, &bars)) {
        if (!dry)
            pen_bars(pen, MARGIN + ROOM, right, BAR, BAR_HIGH, &bars);
        right += BAR_HIGH + 2;
        right += pen_text(pen, x, right, half, PEN_LABEL, PEN_RIGHT, 1, dry, sheet->number);
    }
    right += pen_text(pen, x, right + 4, half, PEN_STRONG, PEN_RIGHT, 1, dry,
                      sheet_copy_name(s->copy, s->arena)) +
             4;
    return (y > right ? y : right) + 4;
}

/* What tells this paper from the first one, in a frame that nobody overlooks. */
static double put_mark(const struct setting_of *s, double y, bool dry)
{
    double high;

    if (!s->wish->mark.n)
        return y;
    high =
        pen_text(s->pen, MARGIN, y + 4, ROOM, PEN_STRONG, PEN_MIDDLE, 1, dry, s->wish->mark) +
        8;
    if (!dry)
        pen_box(s->pen, MARGIN, y, ROOM, high, false);
    return y + high + 6;
}

static double put_field(const struct setting_of *s, const struct sheet_field *f, double x,
                        double y, double width, bool dry)
{
    double label = pen_text(s->pen, x, y + 1.5, LABEL - GAP, PEN_LABEL, PEN_LEFT, 2, dry,
                            str_of(f->label)) +
                   1.5;
    double value = pen_text(s->pen, x + LABEL, y, width - LABEL - GAP, PEN_BODY, PEN_LEFT,
                            VALUE_LINES, dry, f->value);

    return label > value ? label : value;
}

/* Two fields a line, a wide one alone. */
static double put_fields(const struct setting_of *s, double y, bool dry)
{
    const struct sheet_field *f = s->sheet->fields, *end = f + s->sheet->field_count;

    while (f < end) {
        bool pair = !f->wide && f + 1 < end && !f[1].wide;
        double width = pair ? ROOM / 2 : ROOM, high, other = 0;

        high = put_field(s, f, MARGIN, y, width, dry);
        if (pair)
            other = put_field(s, f + 1, MARGIN + width, y, width, dry);
        y += (high > other ? high : other) + 2;
        f += pair ? 2 : 1;
    }
    return y;
}

static double put_head(const struct setting_of *s, bool dry)
{
    double y;

    pen_red(s->pen, s->sheet->red);
    y = put_mark(s, put_title(s, dry), dry);
    pen_red(s->pen, false);
    if (!dry)
        pen_rule(s->pen, MARGIN, y, ROOM, 0.8);
    y += 5;
    return s->page == 0 ? put_fields(s, y, dry) + 4 : y;
}

/* --- foot of the last page ---------------------------------------------------------------- */

static double put_pair(const struct setting_of *s, double y, const char *label, struct str text,
                       bool dry)
{
    struct sheet_field f = { label, text, true };

    return text.n ? y + put_field(s, &f, MARGIN, y, ROOM, dry) + 2 : y;
}

static double put_sums(const struct setting_of *s, double y, bool dry)
{
    const struct sheet *sheet = s->sheet;
    struct str total =
        str_format(s->arena, "¥ %.*s", STR_ARG(form_money(sheet->total, s->arena)));
    double high;

    if (!s->prices)
        return y;
    pen_red(s->pen, sheet->red);
    high = pen_text(s->pen, MARGIN, y + 3, ROOM / 2, PEN_STRONG, PEN_LEFT, 1, dry,
                    str_of(_("Total")));
    (void)pen_text(s->pen, MARGIN + ROOM / 2, y + 3, ROOM / 2 - GAP / 2, PEN_STRONG, PEN_RIGHT,
                   1, dry, total);
    pen_red(s->pen, false);
    y += high + 8;
    y = put_pair(s, y, _("In words"), sheet->words_zh, dry);
    y = put_pair(s, y, "", sheet->words, dry);
    y = put_pair(s, y, _("Net"), sheet->net, dry);
    y = put_pair(s, y, _("Tax"), sheet->tax, dry);
    return put_pair(s, y, _("Tax inside"), sheet->tax_inside, dry);
}

static double put_signers(const struct setting_of *s, double y, bool dry)
{
    for (size_t i = 0; i < s->sheet->signer_count; i += 2) {
        bool pair = i + 1 < s->sheet->signer_count;
        struct sheet_field left = { i ? "" : _("Signed"), s->sheet->signers[i], false };
        struct sheet_field right = { "", pair ? s->sheet->signers[i + 1] : STR(""), false };
        double high = put_field(s, &left, MARGIN, y, ROOM / 2, dry);

        if (pair)
            (void)put_field(s, &right, MARGIN + ROOM / 2 - LABEL / 2, y, ROOM / 2 + LABEL / 2,
                            dry);
        y += high + 2;
    }
    return put_pair(s, y, _("Made by"), s->sheet->maker, dry);
}

/* A label with a line to write on behind it. */
static void put_blank(const struct setting_of *s, double x, double y, double width,
                      const char *label, bool dry)
{
    (void)pen_text(s->pen, x, y, LABEL + GAP, PEN_LABEL, PEN_LEFT, 1, dry, str_of(label));
    if (!dry)
        pen_rule(s->pen, x + LABEL + GAP, y + 10, width - LABEL - 3 * GAP, 0.5);
}

/* Who took the goods writes his name; carrier and waybill are known when they leave. */
static double put_blanks(const struct setting_of *s, double y, bool dry)
{
    double half = ROOM / 2;
    bool goods = sheet_travels(s->sheet);

    put_blank(s, MARGIN, y + 16, half, _("Received by"), dry);
    put_blank(s, MARGIN + half, y + 16, half, _("Date"), dry);
    if (goods) {
        put_blank(s, MARGIN, y + 42, half, _("Carrier"), dry);
        put_blank(s, MARGIN + half, y + 42, half, _("Waybill"), dry);
    }
    return y + (goods ? 56 : 30);
}

static double put_end(const struct setting_of *s, double y, bool dry)
{
    if (!dry)
        pen_rule(s->pen, MARGIN, y, ROOM, 0.8);
    y = put_sums(s, y + 2, dry);
    y = put_signers(s, y + 2, dry);
    return put_blanks(s, y, dry);
}

/* --- pages -------------------------------------------------------------------------------- */

/* "carried over": the sum of the lines before `line`. */
static double put_carried(const struct setting_of *s, double y, size_t line, bool forward,
                          bool dry)
{
    struct money sum = { 0 };
    struct str label = str_of(forward ? _("Carried over") : _("Brought over"));
    double high;

    for (size_t i = 0; i < line; i++)
        sum.fen += s->sheet->lines[i].worth.fen;
    high = pen_text(s->pen, MARGIN + GAP / 2, y + ROW_PAD, ROOM / 2, PEN_BODY, PEN_LEFT, 1, dry,
                    label);
    if (s->prices)
        (void)pen_text(s->pen, MARGIN + ROOM / 2, y + ROW_PAD, ROOM / 2 - GAP / 2, PEN_BODY,
                       PEN_RIGHT, 1, dry,
                       str_format(s->arena, "¥ %.*s", STR_ARG(form_money(sum, s->arena))));
    return high + 2 * ROW_PAD;
}

/* Where lines of goods may begin on this page. */
static double put_top(const struct setting_of *s, bool dry)
{
    double y = put_head(s, dry), high = put_row(s, y, NULL, true);

    if (!sheet_has_lines(s->sheet))
        return y;
    if (!dry) {
        pen_box(s->pen, MARGIN, y, ROOM, high, true);
        (void)put_row(s, y, NULL, false);
    }
    y += high;
    if (s->page > 0)
        y += put_carried(s, y, s->first[s->page], false, dry);
    return y;
}

/* The lines that go on the page in hand, from its first one on. The last page holds the end,
 * too, and always some line; the others keep room for the sum that is carried over. */
static size_t lines_here(const struct setting_of *s, bool *is_last)
{
    size_t from = s->first[s->page], n = s->sheet->line_count, here = 0;
    double y = put_top(s, true), rest = 0, room;

    for (size_t i = from; i < n; i++)
        rest += s->heights[i];
    *is_last = put_end(s, y + rest, true) <= FOOT_LINE;
    if (*is_last)
        return n - from;
    room = FOOT_LINE - y - put_carried(s, y, from, true, true);
    while (from + here + 1 < n && s->heights[from + here] <= room) {
        room -= s->heights[from + here];
        here++;
    }
    return here ? here : 1;
}

static void break_pages(struct setting_of *s)
{
    bool is_last = false;

    for (size_t i = 0; i < s->sheet->line_count; i++)
        s->heights[i] = put_row(s, 0, &s->sheet->lines[i], true);
    s->first[0] = 0;
    for (s->page = 0; !is_last; s->page++)
        s->first[s->page + 1] = s->first[s->page] + lines_here(s, &is_last);
    s->pages = s->page;
}

static void put_footer(const struct setting_of *s)
{
    const struct sheet *sheet = s->sheet;
    double third = ROOM / 3, y = FOOT_LINE + 8;
    struct str hash = { sheet->hash.p, sheet->hash.n < 16 ? sheet->hash.n : 16 };
    struct str name = sheet_copy_name(s->copy, s->arena);

    pen_rule(s->pen, MARGIN, FOOT_LINE + 4, ROOM, 0.4);
    (void)pen_text(s->pen, MARGIN, y, third, PEN_LABEL, PEN_LEFT, 1, false,
                   str_format(s->arena, "%.*s  %.*s", STR_ARG(sheet->number), STR_ARG(name)));
    (void)pen_text(s->pen, MARGIN + third, y, third, PEN_LABEL, PEN_MIDDLE, 1, false, hash);
    (void)pen_text(s->pen, MARGIN + 2 * third, y, third, PEN_LABEL, PEN_RIGHT, 1, false,
                   str_format(s->arena, _("page %zu of %zu"), s->page + 1, s->pages));
}

static void put_page(const struct setting_of *s)
{
    bool is_last = s->page + 1 == s->pages;
    double y = put_top(s, false);

    for (size_t i = s->first[s->page]; i < s->first[s->page + 1]; i++) {
        pen_red(s->pen, s->sheet->red);
        (void)put_row(s, y, &s->sheet->lines[i], false);
        pen_red(s->pen, false);
        y += s->heights[i];
        pen_rule(s->pen, MARGIN, y, ROOM, 0.25);
    }
    if (is_last)
        (void)put_end(s, y, false);
    else
        (void)put_carried(s, y, s->first[s->page + 1], true, false);
    put_footer(s);
    pen_page(s->pen);
}

static void put_copy(struct setting_of *s)
{
    s->prices = s->wish->prices == PRICES_AUTO ? sheet_copy_priced(s->sheet, s->copy)
                                               : s->wish->prices == PRICES_WITH;
    break_pages(s);
    for (s->page = 0; s->page < s->pages; s->page++)
        put_page(s);
}

/* "2026-11-22T14:05:00" of "2026-11-22 14:05": the file is as old as its document. */
static const char *created(const struct sheet *sheet, struct arena *arena)
{
    struct str at = sheet->posted;

    return at.n == 16 ? str_text(arena, str_format(arena,
                                                   "%.10s"
                                                   "T%.5s:00Z",
                                                   at.p, at.p + 11))
                      : "2000-01-01T00:00:00";
}

/* "zh-tw": fonts have other shapes of a character for it than for "zh-cn". */
static const char *language(void)
{
    static const char *const tags[WORDS_LANGUAGES] = { "zh-cn", "zh-cn", "zh-tw", "zh-cn" };

    return tags[words_now()];
}

struct error page_set(const struct sheet *sheet, const struct page_wish *wish,
                      struct arena *arena, struct str *out)
{
    struct setting_of s = { .sheet = sheet, .wish = wish, .arena = arena };
    struct error err;

    if (!(sheet->copies & wish->copies))
        return refuse_with(ERR_PARAMS, NULL,
                           str_format(arena, "--copies: this form has only %.*s",
                                      STR_ARG(paper_set_text(sheet->copies, arena))));
    err = pen_new(str_text(arena, sheet->number), created(sheet, arena), language(), arena,
                  &s.pen);
    if (err.code)
        return err;
    s.heights = ARENA_ARRAY(arena, sheet->line_count + 1, double);
    s.first = ARENA_ARRAY(arena, sheet->line_count + 2, size_t);
    for (s.copy = 0; s.copy < PAPER_COPIES; s.copy++)
        if (sheet->copies & wish->copies & (1u << s.copy))
            put_copy(&s);
    err = pen_end(s.pen, arena, out);
    pen_free(s.pen);
    return err;
}
