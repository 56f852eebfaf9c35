/*
 * detail_draw.c - one document as lines: lines are made first, then those that are seen are
 * drawn.
 */
#include <stdio.h>
#include <string.h>

#include "client/show.h"
#include "client/term/bars.h"
#include "client/term/detail.h"
#include "client/term/special.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

/* Lines behind the first are set in by so many cells. */
#define SET_IN 4
/* Names give way to numbers, but not more than this. */
#define NAME_LEAST 8
/* What the numbers of an order's line take of a row, and what its name needs. */
#define LINE_NUMBERS 44
#define LINE_NAME    14
/* A step of the road needs so many to stand in columns; "2026-11-22 14:05". */
#define ROAD_CELLS    60
#define BY_CELLS      10
#define INSTANT_CHARS 16
/* Labels where a row is shown member by member. */
#define ROW_LABEL 20

static struct str text_of(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

struct sink {
    struct paint *paint;
    struct area area;
    struct arena *arena;
    size_t top, line;
};

static void put_row(struct sink *s, enum look look, struct str text)
{
    size_t at = s->line++ - s->top;

    if (s->line > s->top && at < s->area.rows)
        paint_text(s->paint, s->area.row + at, s->area.col, s->area.cols, look, text, s->arena);
}

/* In as many lines as it takes; those behind the first are set in. */
static void put(struct sink *s, enum look look, struct str text)
{
    size_t in = 0, cells = s->area.cols;
    struct str line;

    while (in < text.n && text.p[in] == ' ')
        in++;
    if (text_cells(text) <= cells || cells < in + SET_IN + 8) {
        put_row(s, look, text);
        return;
    }
    text = (struct str){ text.p + in, text.n - in };
    line = wrap_take(&text, cells - in);
    put_row(s, look, str_format(s->arena, "%*s%.*s", (int)in, "", STR_ARG(line)));
    while (text.n) {
        line = wrap_take(&text, cells - in - SET_IN);
        put_row(s, look, str_format(s->arena, "%*s%.*s", (int)in + SET_IN, "", STR_ARG(line)));
    }
}

/* A line whose end counts: the name between `first` and `last` gives way, down to a few cells;
 * what then still does not fit stands in a line of its own, at the right. */
static void put_named(struct sink *s, enum look look, struct str first, struct str name,
                      struct str last)
{
    size_t taken = text_cells(first) + text_cells(last) + 4, cells = s->area.cols;
    size_t room = cells > taken ? cells - taken : 0, most = text_cells(name);

    most = most < NAME_LEAST ? most : NAME_LEAST;
    if (room >= most) {
        put_row(s, look,
                str_format(s->arena, " %.*s %.*s  %.*s", STR_ARG(first),
                           STR_ARG(text_fit(name, room, s->arena)), STR_ARG(last)));
        return;
    }
    put(s, look, str_format(s->arena, " %.*s %.*s", STR_ARG(first), STR_ARG(name)));
    put(s, look, str_format(s->arena, "     %.*s", STR_ARG(last)));
}

static void put_one(void *sink, enum look look, struct str text)
{
    put(sink, look, str_format(((struct sink *)sink)->arena, " %.*s", STR_ARG(text)));
}

static struct str value(struct sink *s, const struct json *object, const char *name)
{
    return wording_member(object, name, s->arena);
}

/* "label value   label value", those that there are. */
static void put_pairs(struct sink *s, const struct json *object, const char *const *names)
{
    struct str line = STR("");

    for (; *names; names++) {
        struct str v = value(s, object, *names);
        struct str pair = str_format(s->arena, "%.*s %.*s",
                                     STR_ARG(show_name(str_of(*names), s->arena)), STR_ARG(v));

        if (!v.n)
            continue;
        if (line.n && text_cells(line) + text_cells(pair) + 4 > s->area.cols) {
            put(s, LOOK_PLAIN, line);
            line = STR("");
        }
        line = str_format(s->arena, "%.*s%s%.*s", STR_ARG(line), line.n ? "   " : " ",
                          STR_ARG(pair));
    }
    if (line.n)
        put(s, LOOK_PLAIN, line);
}

/* "  1 PX001 Bolt M8       100     12.50      1,250.00"; where the columns leave a name no
 * room, the numbers stand in a line of their own: "100 x 12.50 = 1,250.00". */
static void put_line(struct sink *s, const struct json *l, enum look look)
{
    struct arena *a = s->arena;
    struct str no = text_column(value(s, l, "line"), 3, TEXT_RIGHT, a);
    struct str what = str_format(a, "%.*s %.*s", STR_ARG(value(s, l, "product")),
                                 STR_ARG(value(s, l, "name")));
    struct str qty = value(s, l, "granted"), price = value(s, l, "price");
    struct str amount = value(s, l, "amount");
    size_t room = s->area.cols > LINE_NUMBERS ? s->area.cols - LINE_NUMBERS : 0;

    if (room >= LINE_NAME) {
        put_row(s, look,
                str_format(a, " %.*s %.*s %.*s %.*s %.*s", STR_ARG(no),
                           STR_ARG(text_column(what, room, TEXT_LEFT, a)),
                           STR_ARG(text_column(qty, 9, TEXT_RIGHT, a)),
                           STR_ARG(text_column(price, 12, TEXT_RIGHT, a)),
                           STR_ARG(text_column(amount, 14, TEXT_RIGHT, a))));
        return;
    }
    put_row(s, look, str_format(a, " %.*s %.*s", STR_ARG(no), STR_ARG(what)));
    put_row(s, look,
            text_column(str_format(a, "%.*s x %.*s = %.*s", STR_ARG(qty), STR_ARG(price),
                                   STR_ARG(amount)),
                        s->area.cols, TEXT_RIGHT, a));
}

static void put_lines(struct sink *s, const struct json *lines)
{
    for (const struct json *l = json_first(lines); l; l = json_next(l)) {
        struct str cut = value(s, l, "cut_for");

        put_line(s, l, cut.n ? LOOK_WARNING : LOOK_PLAIN);
        if (cut.n)
            put(s, LOOK_WARNING,
                str_format(s->arena, "     %s %.*s, %s %.*s", _("ordered"),
                           STR_ARG(value(s, l, "ordered")), _("cut for"), STR_ARG(cut)));
    }
}

/* One step, what was done last; a narrow pane leaves out the year and the columns. */
static void put_step(struct sink *s, const struct json *e)
{
    struct arena *a = s->arena;
    struct str behind = value(s, e, "for"), at = value(s, e, "at"), by = value(s, e, "by");
    struct str rule = value(s, e, "rule");
    bool narrow = s->area.cols < ROAD_CELLS;

    if (narrow && at.n == INSTANT_CHARS)
        at = (struct str){ at.p + 5, at.n - 5 };
    by = str_format(a, "%.*s%s%.*s", STR_ARG(by), behind.n ? _(" for ") : "", STR_ARG(behind));
    put(s, LOOK_PLAIN,
        str_format(a, " %.*s %.*s %.*s %.*s %.*s%s%.*s", STR_ARG(at),
                   STR_ARG(text_column(value(s, e, "step"), narrow ? 3 : 4, TEXT_LEFT, a)),
                   STR_ARG(narrow || behind.n ? by : text_column(by, BY_CELLS, TEXT_LEFT, a)),
                   STR_ARG(value(s, e, "outcome")), STR_ARG(rule), rule.n ? " " : "",
                   STR_ARG(value(s, e, "act"))));
}

static void put_road(struct sink *s, const struct json *road)
{
    if (json_count(road))
        put(s, LOOK_TITLE, str_of(_(" Road")));
    for (const struct json *e = json_first(road); e; e = json_next(e)) {
        struct str remark = value(s, e, "remark");

        put_step(s, e);
        if (remark.n)
            put(s, LOOK_DIM, str_format(s->arena, "     \"%.*s\"", STR_ARG(remark)));
    }
}

/* What the customer wants of the goods, and who said what to it. */
static void put_claims(struct sink *s, const struct json *claims)
{
    static const char *const about[] = { "what",         "reason",     "agreed", "recorded_by",
                                         "consented_by", "decided_by", "answer", NULL };

    for (const struct json *c = json_first(claims); c; c = json_next(c)) {
        bool settled = str_eq(text_of(c, "state"), STR("SETTLED"));

        put(s, settled ? LOOK_DIM : LOOK_WARNING,
            str_format(s->arena, " %s %.*s  %.*s  %.*s %.*s", _("Claim"),
                       STR_ARG(value(s, c, "claim")), STR_ARG(value(s, c, "state")),
                       STR_ARG(value(s, c, "remedy")), STR_ARG(value(s, c, "amount"))));
        put_pairs(s, c, about);
    }
}

/* Paper that is not out: the note cannot go on without it. */
static void put_printings(struct sink *s, const struct json *printings)
{
    for (const struct json *j = json_first(printings); j; j = json_next(j)) {
        bool failed = str_eq(text_of(j, "state"), STR("FAILED"));

        put(s, failed ? LOOK_FAULT : LOOK_WARNING,
            str_format(s->arena, " %s %.*s: %.*s  %.*s %.*s  %.*s", _("Paper"),
                       STR_ARG(value(s, j, "form")), STR_ARG(value(s, j, "state")),
                       STR_ARG(value(s, j, "queued")), STR_ARG(value(s, j, "printer")),
                       STR_ARG(value(s, j, "fault"))));
    }
}

static bool read_money(const struct json *object, const char *name, struct money *out)
{
    return money_parse(text_of(object, name), out);
}

/* How far the account's limit is used; whoever pays before goods has none. */
static void put_limit(struct sink *s, const struct json *account)
{
    struct money limit, used;
    struct str text;
    bool is_over;

    if (!read_money(account, "limit", &limit) || !read_money(account, "exposure", &used))
        return;
    text = bars_gauge(limit, used, s->area.cols - 1, s->arena, &is_over);
    put(s, is_over ? LOOK_FAULT : LOOK_PLAIN, str_format(s->arena, " %.*s", STR_ARG(text)));
}

/* Who signed, and for whom where that is another. */
static void put_signature(struct sink *s, const struct json *g)
{
    struct str principal = value(s, g, "principal"), signer = value(s, g, "signer");
    bool for_another = principal.n && !str_eq(principal, signer);

    put(s, value(s, g, "void").n ? LOOK_DIM : LOOK_GOOD,
        str_format(s->arena, " %s %.*s %.*s %.*s%s%.*s %.*s%s", _("signed"),
                   STR_ARG(value(s, g, "kind")), STR_ARG(value(s, g, "role")), STR_ARG(signer),
                   for_another ? _(" for ") : "", STR_ARG(for_another ? principal : STR("")),
                   STR_ARG(value(s, g, "at")), value(s, g, "void").n ? _(" (void)") : ""));
}

static void put_order(struct sink *s, const struct json *body, bool without_road)
{
    static const char *const head[] = {
        "wanted",   "station", "channel", "reference",    "csr",
        "reserved", "due",     "memo",    "returned_for", NULL
    };
    const struct json *order = json_member(body, "order");
    struct arena *a = s->arena;

    put_named(s, LOOK_TITLE, value(s, order, "no"), value(s, order, "customer_name"),
              str_format(a, "%.*s  %.*s", STR_ARG(value(s, order, "state")),
                         STR_ARG(value(s, order, "total"))));
    put_limit(s, json_member(body, "account"));
    put_lines(s, json_member(body, "lines"));
    put_pairs(s, order, head);
    put_printings(s, json_member(body, "printings"));
    put_claims(s, json_member(body, "claims"));
    special_lines(body, s->arena, put_one, s);
    for (const struct json *g = json_first(json_member(body, "signatures")); g;
         g = json_next(g))
        put_signature(s, g);
    if (!without_road)
        put_road(s, json_member(body, "road"));
}

/* A line of a note; the name takes what its numbers leave. */
static void put_goods(struct sink *s, const struct json *l)
{
    struct arena *a = s->arena;
    struct str no = text_column(value(s, l, "line"), 3, TEXT_RIGHT, a);
    struct str what = str_format(a, "%.*s %.*s", STR_ARG(value(s, l, "product")),
                                 STR_ARG(value(s, l, "name")));
    struct str numbers = str_format(
        a, "%.*s %s %.*s %s %.*s", STR_ARG(text_column(value(s, l, "qty"), 9, TEXT_RIGHT, a)),
        _("issued"), STR_ARG(text_column(value(s, l, "issued"), 7, TEXT_RIGHT, a)),
        _("missing"), STR_ARG(text_column(value(s, l, "backorder"), 5, TEXT_RIGHT, a)));
    size_t taken = text_cells(numbers) + 6;

    if (s->area.cols >= taken + LINE_NAME) {
        put_row(s, LOOK_PLAIN,
                str_format(a, " %.*s %.*s %.*s", STR_ARG(no),
                           STR_ARG(text_column(what, s->area.cols - taken, TEXT_LEFT, a)),
                           STR_ARG(numbers)));
        return;
    }
    put_row(s, LOOK_PLAIN, str_format(a, " %.*s %.*s", STR_ARG(no), STR_ARG(what)));
    put(s, LOOK_PLAIN, str_format(a, "    %.*s", STR_ARG(str_trim(numbers))));
}

static void put_note(struct sink *s, const struct json *body)
{
    static const char *const head[] = { "order",       "station", "ship_to",     "handed",
                                        "accepted",    "due",     "stop_reason", "refused_as",
                                        "refused_for", NULL };
    static const char *const part[] = { "warehouse", "outbound_no", "picked_by", "checked_by",
                                        "issued",    "waybill",     "carrier",   "packages",
                                        "expected",  "signer",      NULL };
    const struct json *note = json_member(body, "note");
    struct arena *a = s->arena;

    put_named(s, LOOK_TITLE, value(s, note, "no"), value(s, note, "customer_name"),
              str_format(a, "%.*s  %.*s", STR_ARG(value(s, note, "state")),
                         STR_ARG(value(s, note, "total"))));
    for (const struct json *l = json_first(json_member(body, "lines")); l; l = json_next(l))
        put_goods(s, l);
    put_pairs(s, note, head);
    put_printings(s, json_member(body, "printings"));
    for (const struct json *h = json_first(json_member(body, "shipments")); h;
         h = json_next(h)) {
        put(s, LOOK_TITLE,
            str_format(a, " %s %.*s  %.*s", _("Part"), STR_ARG(value(s, h, "part")),
                       STR_ARG(value(s, h, "state"))));
        put_pairs(s, h, part);
    }
}

/* What the daemon answered, as it came: scalars, then tables of scalars. */
static void put_object(struct sink *s, const struct json *object, unsigned depth)
{
    struct arena *a = s->arena;
    struct str line = STR("");

    for (const struct json *m = json_first(object); m; m = json_next(m)) {
        struct str pair = str_format(a, "%.*s %.*s", STR_ARG(show_name(json_name(m), a)),
                                     STR_ARG(show_value(m, a)));

        if (json_kind(m) == JSON_OBJECT || json_kind(m) == JSON_ARRAY)
            continue;
        if (line.n && text_cells(line) + text_cells(pair) + 4 > s->area.cols) {
            put(s, LOOK_PLAIN, line);
            line = STR("");
        }
        line = str_format(a, "%.*s%s%.*s", STR_ARG(line), line.n ? "   " : " ", STR_ARG(pair));
    }
    if (line.n)
        put(s, LOOK_PLAIN, line);
    for (const struct json *m = json_first(object); m && depth; m = json_next(m)) {
        if ((json_kind(m) != JSON_OBJECT && json_kind(m) != JSON_ARRAY) || !json_count(m))
            continue;
        if (json_name(m).n)
            put(s, LOOK_TITLE, str_format(a, " %.*s", STR_ARG(show_name(json_name(m), a))));
        put_object(s, m, depth - 1);
    }
}

/* What is owed by how late it is: numbers, then bars of one scale. */
static void put_ageing(struct sink *s, const struct json *rows)
{
    if (json_count(rows))
        put(s, LOOK_TITLE, str_of(_(" Days late, amount, share; a full bar is the whole")));
    for (const struct json *r = json_first(rows); r; r = json_next(r)) {
        struct str line = bars_line(value(s, r, "late"), value(s, r, "open"),
                                    value(s, r, "percent"), s->area.cols - 3, s->arena);

        put(s, LOOK_PLAIN, str_format(s->arena, "   %.*s", STR_ARG(line)));
    }
}

/* What a customer owes, oldest due first, and what he paid that is not used yet. */
static void put_open(struct sink *s, const struct json *body)
{
    put_ageing(s, json_member(body, "ageing"));
    for (const struct json *r = json_first(json_member(body, "receivables")); r;
         r = json_next(r)) {
        struct str days = STR("");
        int64_t late = 0;

        (void)!json_int(json_member(r, "days_late"), &late);
        if (late > 0)
            days = str_format(s->arena, _n(", %zu day late", ", %zu days late", (size_t)late),
                              (size_t)late);
        put(s, late > 0 ? LOOK_WARNING : LOOK_PLAIN,
            str_format(s->arena, "   %.*s %s %.*s %s %.*s%.*s", STR_ARG(value(s, r, "no")),
                       _("open"), STR_ARG(value(s, r, "open")), _("due"),
                       STR_ARG(value(s, r, "due")), STR_ARG(days)));
    }
    for (const struct json *r = json_first(json_member(body, "receipts")); r;
         r = json_next(r)) {
        bool counts = value(s, r, "cleared_on").n > 0;

        put(s, counts ? LOOK_GOOD : LOOK_PLAIN,
            str_format(s->arena, "   %.*s %s %.*s %s %.*s", STR_ARG(value(s, r, "no")),
                       _("received"), STR_ARG(value(s, r, "received_on")),
                       counts ? _("free") : _("not cleared"),
                       STR_ARG(value(s, r, counts ? "free" : "amount"))));
    }
}

static void put_customer(struct sink *s, const struct json *body, bool without_open)
{
    static const char *const person[] = { "mnemonic",    "type",
                                          "market",      "area",
                                          "manager",     "kam",
                                          "phone",       "contact",
                                          "station",     "term_days",
                                          "due_from",    "cash_first",
                                          "key_account", "core_distributor",
                                          NULL };
    static const char *const money[] = { "lim_to",  "room",     "overdue", "reserved",
                                         "shipped", "invoiced", "deposit", NULL };
    const struct json *c = json_member(body, "customer");

    put(s, LOOK_TITLE,
        str_format(s->arena, " %.*s %.*s  %.*s", STR_ARG(value(s, c, "code")),
                   STR_ARG(value(s, c, "name")), STR_ARG(value(s, c, "state"))));
    put_limit(s, json_member(body, "account"));
    put_pairs(s, json_member(body, "account"), money);
    put_pairs(s, c, person);
    for (const struct json *x = json_first(json_member(body, "announced")); x; x = json_next(x))
        put(s, LOOK_WARNING,
            str_format(s->arena, "   %s %.*s: %.*s -> %.*s", _("announced"),
                       STR_ARG(value(s, x, "valid_from")), STR_ARG(value(s, x, "fact")),
                       STR_ARG(value(s, x, "becomes"))));
    for (const struct json *o = json_first(json_member(body, "orders")); o; o = json_next(o))
        put(s, LOOK_PLAIN,
            str_format(s->arena, "   %.*s %.*s %.*s", STR_ARG(value(s, o, "no")),
                       STR_ARG(value(s, o, "state")), STR_ARG(value(s, o, "total"))));
    if (!without_open)
        put_open(s, body);
}

void detail_draw_past(const struct detail *d, struct paint *paint, struct area area,
                      struct arena *arena)
{
    struct sink s = { paint, area, arena, 0, 0 };
    const struct json *body = d->reply.body;

    if (!d->loaded || !body)
        return;
    if (json_member(body, "road"))
        put_road(&s, json_member(body, "road"));
    else
        put_open(&s, body);
}

void detail_draw(struct detail *d, struct paint *paint, struct area area, bool without_past,
                 struct arena *arena)
{
    struct sink s = { paint, area, arena, d->top, 0 };
    const struct json *body = d->reply.body;

    if (!d->loaded || !body || area.rows < 2)
        return;
    if (json_member(body, "order"))
        put_order(&s, body, without_past);
    else if (json_member(body, "note"))
        put_note(&s, body);
    else if (json_member(body, "customer"))
        put_customer(&s, body, without_past);
    else
        put_object(&s, body, 2);
    d->lines = s.line;
}

void detail_draw_row(struct detail *d, const struct json *row, struct paint *paint,
                     struct area area, struct arena *arena)
{
    struct sink s = { paint, area, arena, d->top, 0 };

    if (row &&
        json_kind(row) != JSON_OBJECT) /* a member of an object: its name and its value */
        put(&s, LOOK_PLAIN,
            str_format(arena, " %.*s  %.*s", STR_ARG(show_name(json_name(row), arena)),
                       STR_ARG(wording_value(show_value(row, arena), arena))));
    for (const struct json *m = json_first(row); m; m = json_next(m)) {
        struct str text = wording_member(row, str_text(arena, json_name(m)), arena);

        if (json_kind(m) != JSON_OBJECT && json_kind(m) != JSON_ARRAY && text.n)
            put(&s, LOOK_PLAIN,
                str_format(arena, " %.*s  %.*s",
                           STR_ARG(text_column(show_name(json_name(m), arena), ROW_LABEL,
                                               TEXT_LEFT, arena)),
                           STR_ARG(text)));
    }
    d->lines = s.line;
}
