/*
 * print_note.c - the delivery note, set line by line.
 */
#include "client/print_note.h"

#include <string.h>

#include "client/show.h"
#include "common/buffer.h"
#include "common/limits.h"
#include "common/text.h"
#include "common/utf8.h"

/* Lines of the page that goods may take; the rest is head and foot. */
#define BODY_LINES 14
#define NAME_CELLS 31

/* The set of copies (names as UI.md 11 has them). */
static const struct {
    const char *name;
    bool prices;
} copies_of_set[PRINT_COPIES] = {
    { "1 sales file 銷售存檔", true }, { "2 warehouse 倉庫", false },
    { "3 finance 財務", true },        { "4 customer 客戶", true },
    { "5 carrier 承運", false },
};

/* One line of goods as it is printed: the first has the numbers, those below it the rest of a
 * long name. */
struct body_line {
    struct str line, product, name, qty, unit, price, amount;
};

struct paper {
    struct arena *arena;
    const struct json *form, *says; /* the answer; its "paper" */
    struct body_line *body;
    size_t body_count;
    size_t page, page_count;
    unsigned copy; /* from 0 */
    struct buffer out;
    size_t lines; /* on this page */
};

static struct str get(const struct paper *p, const struct json *object, const char *name)
{
    return show_value(json_member(object, name), p->arena);
}

static struct str says(const struct paper *p, const char *name)
{
    return get(p, p->says, name);
}

/* --- lines ------------------------------------------------------------------------------- */

/* Ends a line: cut at the edge, without blanks at its end. */
static void put_line(struct paper *p, struct str text)
{
    text = text_fit(text, PRINT_CELLS, p->arena);
    while (text.n && text.p[text.n - 1] == ' ')
        text.n--;
    buffer_put(&p->out, text);
    buffer_char(&p->out, '\n');
    p->lines++;
}

static void put_rule(struct paper *p)
{
    char rule[PRINT_CELLS];

    memset(rule, '-', sizeof(rule));
    put_line(p, (struct str){ rule, sizeof(rule) });
}

/* Something at the left, something at the right edge. */
static void put_sides(struct paper *p, struct str left, struct str right)
{
    size_t cells = text_cells(right);
    size_t room = cells < PRINT_CELLS ? PRINT_CELLS - cells : 0;

    put_line(p,
             str_format(p->arena, "%.*s%.*s",
                        STR_ARG(text_column(left, room, TEXT_LEFT, p->arena)), STR_ARG(right)));
}

/* Where to break a front of n bytes: behind its last blank, if most of it stands before. */
static size_t break_at(struct str text, size_t n)
{
    size_t at = n;

    if (n == text.n)
        return n;
    while (at > n / 2 && text.p[at - 1] != ' ')
        at--;
    return at > n / 2 ? at : n;
}

/* The front of a text that fits, taken off it; a character is never split, a word only when
 * it must be. */
static struct str take_cells(struct str *text, size_t cells)
{
    size_t n = 0, width;
    struct str front;
    uint32_t code;

    for (;;) {
        width = n < text->n ? utf8_read(*text, n, &code) : 0;
        if (!width || text_cells((struct str){ text->p, n + width }) > cells)
            break;
        n += width;
    }
    n = n ? break_at(*text, n) : text->n; /* no room for anything: it would never end */
    front = (struct str){ text->p, n };
    *text = n < text->n ? (struct str){ text->p + n, text->n - n } : STR("");
    return front;
}

/* --- head and foot ----------------------------------------------------------------------- */

/* A text that may have line breaks, with blanks in their place. */
static struct str one_line(const struct paper *p, const char *name)
{
    struct str text = STR("");
    char *copy;

    if (!json_str(json_member(p->says, name), &text))
        return STR("");
    copy = arena_alloc(p->arena, text.n + 1);
    for (size_t i = 0; i < text.n; i++)
        copy[i] = text.p[i] == '\n' || text.p[i] == '\t' ? ' ' : text.p[i];
    return text_show((struct str){ copy, text.n }, p->arena);
}

/* Two lines for an address, however long it is. */
static void put_address(struct paper *p)
{
    struct str rest = one_line(p, "ship_to");
    struct str first = take_cells(&rest, PRINT_CELLS - 14);

    put_line(p, str_format(p->arena, "送貨 Ship to  %.*s", STR_ARG(first)));
    put_line(p, str_format(p->arena, "              %.*s", STR_ARG(rest)));
}

static struct str page_mark(const struct paper *p)
{
    int64_t copy = 1;

    if (!json_int(json_member(p->form, "copy"), &copy))
        copy = 1;
    return str_format(
        p->arena, "%s%.*spage %zu/%zu", copy > 1 ? "REPRINT 補印 copy " : "",
        STR_ARG(copy > 1 ? str_format(p->arena, "%lld  ", (long long)copy) : STR("")),
        p->page + 1, p->page_count);
}

static void put_head(struct paper *p)
{
    struct arena *a = p->arena;

    put_sides(p, STR("發貨單 DELIVERY NOTE"), str_of(copies_of_set[p->copy].name));
    put_sides(p,
              str_format(a, "單號 No. %.*s   %.*s", STR_ARG(get(p, p->form, "number")),
                         STR_ARG(get(p, p->form, "posted"))),
              page_mark(p));
    put_sides(p,
              str_format(a, "訂單 Order %.*s version %.*s   %.*s", STR_ARG(says(p, "order")),
                         STR_ARG(says(p, "version")), STR_ARG(says(p, "basis"))),
              str_format(a, "要求 Wanted %.*s", STR_ARG(says(p, "wanted"))));
    put_line(p, str_format(a, "客戶 Customer %.*s  %.*s", STR_ARG(says(p, "customer")),
                           STR_ARG(says(p, "customer_name"))));
    put_address(p);
    put_line(p, str_format(a, "收貨 Receiver %.*s  %.*s", STR_ARG(says(p, "receiver")),
                           STR_ARG(says(p, "phone"))));
    put_line(p, str_format(a, "到站 Station  %.*s  %.*s  %.*s  %.*s",
                           STR_ARG(says(p, "station")), STR_ARG(says(p, "station_name")),
                           STR_ARG(says(p, "station_phone")), STR_ARG(says(p, "route"))));
}

/* Two signatures a line, as many as two lines hold. */
static void put_signatures(struct paper *p)
{
    const struct json *s = json_first(json_member(p->says, "signed"));

    for (int line = 0; line < 2; line++) {
        struct str text = line ? STR("            ") : STR("批准 Signed ");

        for (int side = 0; side < 2 && s; side++, s = json_next(s)) {
            struct str at = get(p, s, "at"); /* the day is enough; the road has the time */
            struct str one = str_format(p->arena, "%.*s %.*s %.*s", STR_ARG(get(p, s, "role")),
                                        STR_ARG(get(p, s, "by")), at.n < 10 ? (int)at.n : 10,
                                        at.n ? at.p : "");

            text = str_format(p->arena, "%.*s%.*s ", STR_ARG(text),
                              STR_ARG(text_column(one, 33, TEXT_LEFT, p->arena)));
        }
        if (line && s)
            text = str_format(p->arena, "%.*s...",
                              STR_ARG(text_fit(text, PRINT_CELLS - 4, p->arena)));
        put_line(p, text);
    }
}

static void put_foot(struct paper *p)
{
    bool last = p->page + 1 == p->page_count, prices = copies_of_set[p->copy].prices;
    struct arena *a = p->arena;

    put_rule(p);
    if (!last)
        put_sides(p, STR(""), STR("接下頁 continued on the next page"));
    else if (prices)
        put_sides(p, str_format(a, "大寫 %.*s", STR_ARG(says(p, "words"))),
                  str_format(a, "合計 Total ¥ %.*s", STR_ARG(get(p, p->form, "total"))));
    else
        put_line(p, STR(""));
    put_signatures(p);
    put_sides(p, str_format(a, "製單 Printed by %.*s", STR_ARG(says(p, "printed_by"))),
              str_format(a, "*%.*s*", STR_ARG(get(p, p->form, "number"))));
    put_line(p, STR(""));
    put_line(p, STR("收貨人簽字 Received by ____________________   日期 Date ______________"));
}

/* --- goods ------------------------------------------------------------------------------- */

static void put_body_line(struct paper *p, const struct body_line *b, bool prices)
{
    struct arena *a = p->arena;
    const struct {
        struct str text;
        size_t cells;
        enum text_side side;
    } cells[] = {
        { b->line, 3, TEXT_RIGHT },
        { b->product, 12, TEXT_LEFT },
        { b->name, NAME_CELLS - (prices ? 7 : 0), TEXT_LEFT },
        { b->qty, 9, TEXT_RIGHT },
        { b->unit, 4, TEXT_LEFT },
        { prices ? b->price : STR(""), prices ? 9 : 0, TEXT_RIGHT },
        { prices ? b->amount : STR(""), prices ? 13 : 0, TEXT_RIGHT },
    };
    struct str text = STR("");

    for (size_t i = 0; i < COUNT(cells); i++) {
        /* a code that is too wide pushes what follows rather than lose a digit */
        size_t wide = text_cells(cells[i].text);
        bool firm = i != 2 && wide > cells[i].cells;

        if (cells[i].cells)
            text = str_format(a, "%.*s%s%.*s", STR_ARG(text), i ? " " : "",
                              STR_ARG(text_column(cells[i].text, firm ? wide : cells[i].cells,
                                                  cells[i].side, a)));
    }
    put_line(p, text);
}

static void put_page(struct paper *p)
{
    static const struct body_line titles = {
        STR_INIT("#"),           STR_INIT("品號 Code"), STR_INIT("品名規格 Name"),
        STR_INIT("數量 Qty"),    STR_INIT("Unit"),      STR_INIT("單價"),
        STR_INIT("金額 Amount"),
    };
    bool prices = copies_of_set[p->copy].prices;
    size_t from = p->page * BODY_LINES;

    p->lines = 0;
    put_head(p);
    put_rule(p);
    put_body_line(p, &titles, prices);
    put_rule(p);
    for (size_t i = from; i < from + BODY_LINES; i++)
        if (i < p->body_count)
            put_body_line(p, &p->body[i], prices);
        else
            put_line(p, STR(""));
    put_foot(p);
    while (p->lines < PRINT_LINES)
        put_line(p, STR(""));
    assert(p->lines == PRINT_LINES);
}

/* "12.50" or "12.50/10": the price of so many units. */
static struct str price_text(const struct paper *p, const struct json *line)
{
    struct str price = get(p, line, "price"), per = get(p, line, "price_per");

    if (!per.n || str_eq(per, STR("1")))
        return price;
    return str_format(p->arena, "%.*s/%.*s", STR_ARG(price), STR_ARG(per));
}

/* The printed lines of one line of goods, beginning on the page where all of them have room. */
static size_t put_goods(struct paper *p, const struct json *line, size_t at)
{
    struct str spec = get(p, line, "spec"), name = get(p, line, "name"), rest;
    size_t rows = 0;

    if (spec.n)
        name = str_format(p->arena, "%.*s %.*s", STR_ARG(name), STR_ARG(spec));
    for (rest = name; rest.n || !rows; rows++)
        (void)take_cells(&rest, NAME_CELLS - 7);
    if (rows <= BODY_LINES && at % BODY_LINES + rows > BODY_LINES)
        at += BODY_LINES - at % BODY_LINES;
    p->body[at] = (struct body_line){ .line = get(p, line, "line"),
                                      .product = get(p, line, "product"),
                                      .qty = get(p, line, "qty"),
                                      .unit = get(p, line, "unit"),
                                      .price = price_text(p, line),
                                      .amount = get(p, line, "amount") };
    p->body[at].name = take_cells(&name, NAME_CELLS - 7);
    while (name.n)
        p->body[++at].name = take_cells(&name, NAME_CELLS - 7);
    return at + 1;
}

static void set_body(struct paper *p)
{
    const struct json *lines = json_member(p->says, "lines");
    /* name, blank and specification, broken at half a line at worst, and the rest of a page */
    size_t most = 2 + 4 * (2 * LIMIT_NAME + 1) / (NAME_CELLS - 8) + BODY_LINES;
    size_t at = 0;

    p->body = ARENA_ARRAY(p->arena, json_count(lines) * most, struct body_line);
    for (const struct json *line = json_first(lines); line; line = json_next(line))
        at = put_goods(p, line, at);
    p->body_count = at;
    p->page_count = at ? (at + BODY_LINES - 1) / BODY_LINES : 1;
}

/* --- the paper --------------------------------------------------------------------------- */

struct error print_copies(const char *list, struct arena *arena, unsigned *out)
{
    unsigned set = 0;

    if (!list) {
        *out = PRINT_ALL;
        return OK;
    }
    for (const char *c = list; *c; c += c[1] == ',' ? 2 : 1) {
        if (*c < '1' || *c > '0' + PRINT_COPIES || (c[1] && (c[1] != ',' || !c[2])))
            return refuse_with(
                ERR_PARAMS, NULL,
                str_format(arena, "--copies: '%s' is no list such as 1,2,5", list));
        set |= 1u << (*c - '1');
    }
    if (!set)
        return refuse_with(ERR_PARAMS, NULL, STR("--copies: a list such as 1,2,5 is expected"));
    *out = set;
    return OK;
}

struct error print_note(const struct json *form, unsigned copies, struct arena *arena,
                        struct str *out)
{
    struct paper p = { .arena = arena, .form = form, .says = json_member(form, "paper") };

    if (json_kind(p.says) != JSON_OBJECT || !get(&p, form, "number").n ||
        !json_count(json_member(p.says, "lines")))
        return refuse_with(ERR_FORMAT, NULL,
                           STR("the daemon's form has no number or no lines of goods"));
    set_body(&p);
    buffer_init(&p.out, arena);
    for (p.copy = 0; p.copy < PRINT_COPIES; p.copy++)
        for (p.page = 0; (copies & (1u << p.copy)) && p.page < p.page_count; p.page++)
            put_page(&p);
    *out = buffer_text(&p.out);
    return OK;
}
