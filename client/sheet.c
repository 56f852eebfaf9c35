/*
 * sheet.c - a document's JSON as a paper.
 */
#include "client/sheet_in.h"

#include <string.h>

#include "client/words.h"
#include "common/amount_words.h"
#include "common/form.h"

struct str sheet_said(const struct json *object, const char *name, struct arena *arena)
{
    struct str text = STR("");
    int64_t n;

    if (json_str(json_member(object, name), &text))
        return form_one_line(text, arena);
    return json_int(json_member(object, name), &n) ? str_format(arena, "%lld", (long long)n)
                                                   : STR("");
}

struct str sheet_said_all(const struct sheet_reader *r, const struct json *object,
                          const char *const names[], size_t count)
{
    struct str all = STR("");

    for (size_t i = 0; i < count; i++) {
        struct str text = sheet_said(object, names[i], r->arena);

        if (text.n)
            all = str_format(r->arena, "%.*s%s%.*s", STR_ARG(all), all.n ? "  " : "",
                             STR_ARG(text));
    }
    return all;
}

static struct money money_of_text(struct str text)
{
    struct money amount = { 0 };

    return money_parse(text, &amount) ? amount : (struct money){ 0 };
}

/* "1,234.00" of a member that is an amount; "" where there is none. */
static struct str amount_of(const struct json *object, const char *name, struct arena *arena)
{
    struct str plain = sheet_said(object, name, arena);

    return plain.n ? form_money(money_of_text(plain), arena) : STR("");
}

static struct str time_of(const struct sheet_reader *r, const struct json *object,
                          const char *name)
{
    struct str text = sheet_said(object, name, r->arena);
    struct instant at;

    return instant_parse(text, 0, &at) ? form_time(at, r->zone_min, r->arena) : text;
}

static int64_t rate_of(const struct json *line)
{
    int64_t bp = 0;

    return json_int(json_member(line, "tax_bp"), &bp) ? bp : 0;
}

/* "13%", "9.50%" from hundredths of a per cent. */
static struct str rate_text(int64_t bp, struct arena *a)
{
    return bp % 100
               ? str_format(a, "%lld.%02lld%%", (long long)(bp / 100), (long long)(bp % 100))
               : str_format(a, "%lld%%", (long long)(bp / 100));
}

/* --- lines -------------------------------------------------------------------------------- */

static struct str price_of(const struct sheet_reader *r, const struct json *line)
{
    struct str price = amount_of(line, "price", r->arena);
    int64_t per = 1;

    if (!price.n || !json_int(json_member(line, "price_per"), &per) || per <= 1)
        return price;
    return str_format(r->arena, "%.*s/%lld", STR_ARG(price), (long long)per);
}

/* What it is; of a corrected price, too, what it was and is worth. */
static struct str goods_name(const struct sheet_reader *r, const struct json *line)
{
    struct str name = SAID_ALL(r, line, "name", "spec");
    struct str was = amount_of(line, "was", r->arena),
               worth = amount_of(line, "worth", r->arena);

    return was.n && worth.n ? str_format(r->arena, "%.*s  %.*s -> %.*s", STR_ARG(name),
                                         STR_ARG(was), STR_ARG(worth))
                            : name;
}

static struct sheet_line line_of(const struct sheet_reader *r, const struct json *line,
                                 size_t at)
{
    struct str no = sheet_said(line, "line", r->arena);
    struct str amount = sheet_said(line, "amount", r->arena);

    return (struct sheet_line){
        .no = no.n ? no : str_format(r->arena, "%zu", at + 1),
        .product = sheet_said(line, "product", r->arena),
        .name = goods_name(r, line),
        .qty = sheet_said(line, "qty", r->arena),
        .unit = sheet_said(line, "unit", r->arena),
        .price = price_of(r, line),
        .amount = amount.n ? form_money(money_of_text(amount), r->arena) : STR(""),
        .rate = json_member(line, "tax_bp") ? rate_text(rate_of(line), r->arena) : STR(""),
        .tax = amount_of(line, "tax", r->arena),
        .worth = money_of_text(amount),
        .tax_bp = rate_of(line),
    };
}

/* "-5" of "5", and back. */
static struct str turned(struct str text, struct arena *arena)
{
    if (text.n && text.p[0] == '-')
        return (struct str){ text.p + 1, text.n - 1 };
    return text.n ? str_format(arena, "-%.*s", STR_ARG(text)) : text;
}

/* What took something out, named as it went, goes back. Units that came for nothing stand
 * there with their sign. */
static void turn_lines(const struct sheet_reader *r, struct sheet_line *lines, size_t count,
                       int64_t sum)
{
    for (size_t i = 0; i < count; i++) {
        struct sheet_line *l = &lines[i];

        if (sum == 0 && l->qty.n && l->qty.p[0] == '-')
            continue;
        l->qty = turned(l->qty, r->arena);
        l->tax = turned(l->tax, r->arena);
        l->worth.fen = -l->worth.fen;
        l->amount = form_money(l->worth, r->arena);
    }
}

/* Takes the lines of the list if they add up to the document's total, or, with the other sign,
 * to what it takes back. */
static bool take_lines(const struct sheet_reader *r, const struct json *list)
{
    struct sheet_line *lines = ARENA_ARRAY(r->arena, json_count(list) + 1, struct sheet_line);
    struct sheet *s = r->sheet;
    size_t n = 0;
    int64_t sum = 0;

    for (const struct json *line = json_first(list); line; line = json_next(line), n++) {
        lines[n] = line_of(r, line, n);
        sum += lines[n].worth.fen;
    }
    if (sum != s->total.fen || (s->red && sum == 0)) {
        if (!(s->red || r->of) || sum != -s->total.fen)
            return false;
        turn_lines(r, lines, n, sum);
    }
    s->lines = lines;
    s->line_count = n;
    return n > 0;
}

/* What comes back or costs more, else what went, here or on the paper that is taken back.
 * Papers from before they named what comes back have the total alone. */
static void read_lines(const struct sheet_reader *r)
{
    const struct json *const lists[] = {
        json_member(r->goods, "red"),   json_member(r->goods, "changed"),
        json_member(r->goods, "lines"), json_member(r->of, "red"),
        json_member(r->of, "lines"),
    };

    for (size_t i = 0; i < COUNT(lists); i++)
        if (lists[i] && take_lines(r, lists[i]))
            return;
}

/* --- foot --------------------------------------------------------------------------------- */

/* The highest rate of the lines below that one; 0: none. */
static int64_t next_rate(const struct sheet *s, int64_t below)
{
    int64_t next = 0;

    for (size_t i = 0; i < s->line_count; i++) {
        int64_t bp = s->lines[i].tax_bp;

        next = bp < below && bp > next ? bp : next;
    }
    return next;
}

/* The tax inside the gross amounts, a sum for each rate. */
static struct str tax_by_rate(const struct sheet_reader *r)
{
    const struct sheet *s = r->sheet;
    struct str all = STR("");

    for (int64_t bp = next_rate(s, INT64_MAX); bp > 0; bp = next_rate(s, bp)) {
        struct money sum = { 0 };

        for (size_t i = 0; i < s->line_count; i++) {
            int64_t worth = s->lines[i].worth.fen, sign = worth < 0 ? -1 : 1;

            if (s->lines[i].tax_bp == bp)
                sum.fen += sign * money_tax_inside((struct money){ sign * worth }, bp).fen;
        }
        all = str_format(r->arena, "%.*s%s%.*s %.*s", STR_ARG(all), all.n ? ",  " : "",
                         STR_ARG(rate_text(bp, r->arena)), STR_ARG(form_money(sum, r->arena)));
    }
    return all;
}

static void read_signers(const struct sheet_reader *r)
{
    const struct json *list = json_member(r->paper, "signed");
    struct str *signers = ARENA_ARRAY(r->arena, json_count(list) + 1, struct str);
    size_t n = 0;

    for (const struct json *s = json_first(list); s; s = json_next(s)) {
        struct str at = time_of(r, s, "at");

        signers[n++] =
            str_format(r->arena, "%.*s  %.*s  %.*s", STR_ARG(sheet_said(s, "role", r->arena)),
                       STR_ARG(sheet_said(s, "by", r->arena)), STR_ARG(at));
    }
    r->sheet->signers = signers;
    r->sheet->signer_count = n;
}

static void read_foot(const struct sheet_reader *r)
{
    struct sheet *s = r->sheet;
    size_t language = words_now();

    s->words_zh = money_words_zh(s->total, r->arena);
    if (!strcmp(words_languages[language].code, "en"))
        s->words = money_words_en(s->total, r->arena);
    else if (!strcmp(words_languages[language].code, "es"))
        s->words = money_words_es(s->total, r->arena);
    s->net = amount_of(r->paper, "net", r->arena);
    s->tax = amount_of(r->paper, "tax", r->arena);
    if (s->kind != SHEET_INVOICE)
        s->tax_inside = tax_by_rate(r);
    read_signers(r);
    s->maker = sheet_said(r->paper, "printed_by", r->arena);
    if (!s->maker.n)
        s->maker = sheet_said(r->answer, "by", r->arena);
}

/* --- the sheet ---------------------------------------------------------------------------- */

static const struct {
    const char *series, *form; /* either names it */
    enum sheet_kind kind;
    bool red;
    const char *title, *zh;
} papers[] = {
    { "", "NOTE", SHEET_NOTE, false, N_("Delivery note"), "送貨單" },
    { "", "OUTBOUND", SHEET_ORDER, false, N_("Outbound order"), "銷售出庫單" },
    { "IV", "", SHEET_INVOICE, false, N_("Invoice"), "發票" },
    { "RI", "", SHEET_INVOICE, true, N_("Red invoice"), "紅字發票" },
    { "OB", "", SHEET_GOODS, false, N_("Outbound order"), "銷售出庫單" },
    { "RO", "", SHEET_GOODS, true, N_("Red outbound order"), "紅票銷售出庫單" },
    { "RO", "", SHEET_GOODS, false, N_("Red outbound order, withdrawn"), "紅票銷售出庫單沖回" },
    { "CN", "", SHEET_CREDIT, true, N_("Red credit note"), "紅字貸項通知單" },
    { "PC", "", SHEET_CREDIT, false, N_("Price correction"), "價格更正單" },
    { "PC", "", SHEET_CREDIT, true, N_("Red price correction"), "紅字價格更正單" },
    { "VN", "", SHEET_VOID, true, N_("Red void note"), "紅字送貨單作廢單" },
    { "RC", "", SHEET_RECEIPT, false, N_("Receipt"), "收款單" },
    { "RR", "", SHEET_RECEIPT, true, N_("Red receipt"), "紅字收款單" },
    { "WO", "", SHEET_WRITE_OFF, true, N_("Red write-off"), "紅字壞賬核銷單" },
};

/* The paper of a series; of two that differ by what they do, the one with the total's sign. */
static int paper_of(const struct sheet_reader *r)
{
    struct str form = sheet_said(r->answer, "form", r->arena);
    struct str series = sheet_said(r->answer, "series", r->arena);
    int64_t total = r->sheet->total.fen;
    int found = -1;

    for (size_t i = 0; i < COUNT(papers); i++) {
        if (series.n ? !str_eq(series, str_of(papers[i].series))
                     : !str_eq(form, str_of(papers[i].form)))
            continue;
        if (found < 0 || (total && papers[i].red == (total < 0)))
            found = (int)i;
    }
    return found;
}

struct str sheet_name(struct str number, bool is_outbound)
{
    struct str series = { number.p, number.n < 2 ? number.n : 2 };

    for (size_t i = is_outbound ? 1 : 0; i < COUNT(papers); i++)
        if (is_outbound ||
            str_eq(series, str_of(papers[i].series[0] ? papers[i].series : "DN")))
            return str_of(_(papers[i].title));
    return number;
}

static struct error name_it(const struct sheet_reader *r)
{
    bool chinese = words_languages[words_now()].code[0] == 'z';
    struct sheet *s = r->sheet;
    int i = paper_of(r);

    if (i < 0)
        return refuse_with(ERR_FORMAT, NULL, STR("there is no form of this document"));
    s->kind = papers[i].kind;
    s->red = papers[i].red;
    s->title = str_of(_(papers[i].title));
    s->title_zh = str_of(chinese ? "" : papers[i].zh);
    return OK;
}

struct error sheet_read(const struct json *answer, struct arena *arena, struct sheet *out)
{
    struct sheet_reader r = { .answer = answer,
                              .paper = json_member(answer, "paper"),
                              .of = json_member(answer, "of"),
                              .arena = arena,
                              .sheet = out };
    struct str copies = STR("");
    struct error err = OK;

    *out = (struct sheet){ 0 };
    if (json_kind(r.paper) != JSON_OBJECT || !json_str(json_member(answer, "copies"), &copies))
        return refuse_with(ERR_FORMAT, NULL, STR("the daemon's answer has no paper"));
    if (!json_int(json_member(answer, "zone_min"), &r.zone_min))
        r.zone_min = 0;
    r.goods = json_member(r.paper, "shipment") && !json_member(r.paper, "lines")
                  ? json_member(r.paper, "shipment")
                  : r.paper;
    if (json_kind(r.of) != JSON_OBJECT)
        r.of = NULL;
    out->total = money_of_text(sheet_said(answer, "total", arena));
    err = paper_set_read(str_text(arena, copies), arena, &out->copies);
    if (!err.code)
        err = name_it(&r);
    if (err.code)
        return err;
    out->number = sheet_said(answer, "number", arena);
    out->posted = time_of(&r, answer, "posted");
    out->hash = sheet_said(answer, "sha256", arena);
    sheet_head_set(&r);
    read_lines(&r);
    read_foot(&r);
    return OK;
}

static const struct {
    const char *name;
    bool prices;
} copies_of[PAPER_COPIES] = {
    { N_("sales file"), true }, { N_("warehouse"), false }, { N_("finance"), true },
    { N_("customer"), true },   { N_("carrier"), false },
};

struct str sheet_copy_name(unsigned copy, struct arena *arena)
{
    return str_format(arena, "%u %s", copy + 1, _(copies_of[copy].name));
}

bool sheet_copy_priced(const struct sheet *sheet, unsigned copy)
{
    return (sheet->kind != SHEET_NOTE && sheet->kind != SHEET_ORDER &&
            sheet->kind != SHEET_GOODS && sheet->kind != SHEET_VOID) ||
           copies_of[copy].prices;
}

bool sheet_has_lines(const struct sheet *sheet)
{
    return sheet->kind != SHEET_RECEIPT && sheet->kind != SHEET_WRITE_OFF;
}

bool sheet_travels(const struct sheet *sheet)
{
    return sheet->kind == SHEET_NOTE || sheet->kind == SHEET_ORDER ||
           sheet->kind == SHEET_GOODS;
}
