/*
 * sheet.c - a document's JSON as a paper.
 */
#include "client/sheet.h"

#include <string.h>

#include "client/words.h"
#include "common/amount_words.h"
#include "common/form.h"

/* What of the answer is read at hand. */
struct reader {
    const struct json *answer, *paper, *goods; /* goods: where its lines and the note are */
    int64_t zone_min;
    struct arena *arena;
    struct sheet *sheet;
};

static struct str text_of(const struct json *object, const char *name, struct arena *arena)
{
    struct str text = STR("");
    int64_t n;

    if (json_str(json_member(object, name), &text))
        return form_one_line(text, arena);
    return json_int(json_member(object, name), &n) ? str_format(arena, "%lld", (long long)n)
                                                   : STR("");
}

static struct money money_of_text(struct str text)
{
    struct money amount = { 0 };

    return money_parse(text, &amount) ? amount : (struct money){ 0 };
}

/* "1,234.00" of a member that is an amount; "" where there is none. */
static struct str amount_of(const struct json *object, const char *name, struct arena *arena)
{
    struct str plain = text_of(object, name, arena);

    return plain.n ? form_money(money_of_text(plain), arena) : STR("");
}

static struct str time_of(const struct reader *r, const struct json *object, const char *name)
{
    struct str text = text_of(object, name, r->arena);
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

/* --- head --------------------------------------------------------------------------------- */

static void field(const struct reader *r, const char *label, struct str value, bool wide)
{
    struct sheet *s = r->sheet;

    if (!value.n)
        return;
    assert(s->field_count < SHEET_FIELDS);
    s->fields[s->field_count++] = (struct sheet_field){ label, value, wide };
}

/* Texts with blanks between, empty ones left out. */
static struct str joined(const struct reader *r, const struct json *object,
                         const char *const names[], size_t count)
{
    struct str all = STR("");

    for (size_t i = 0; i < count; i++) {
        struct str text = text_of(object, names[i], r->arena);

        if (text.n)
            all = str_format(r->arena, "%.*s%s%.*s", STR_ARG(all), all.n ? "  " : "",
                             STR_ARG(text));
    }
    return all;
}
#define JOINED(r, object, ...)                                                                 \
    joined((r), (object), (const char *const[]){ __VA_ARGS__ },                                \
           COUNT(((const char *const[]){ __VA_ARGS__ })))

static struct str transport_of(const struct reader *r)
{
    struct str mode = text_of(r->paper, "transport", r->arena);
    struct str unloading = text_of(r->paper, "unloading", r->arena), days = STR("");
    int64_t n = 0;

    if (json_int(json_member(r->paper, "transit_days"), &n) && n > 0)
        days = str_format(r->arena, _("%lld days on the way"), (long long)n);
    return str_format(r->arena, "%.*s%s%.*s%s%.*s", STR_ARG(words_of(mode, r->arena)),
                      mode.n && days.n ? ", " : "", STR_ARG(days),
                      unloading.n && (mode.n || days.n) ? ", " : "", STR_ARG(unloading));
}

static void note_fields(const struct reader *r)
{
    const struct json *p = r->paper;
    struct str version = text_of(p, "version", r->arena), order;

    order = str_format(r->arena, "%.*s%s%.*s", STR_ARG(text_of(p, "order", r->arena)),
                       version.n ? " / " : "", STR_ARG(version));
    field(r, _("Customer"), JOINED(r, p, "customer", "customer_name"), true);
    field(r, _("Ship to"), text_of(p, "ship_to", r->arena), true);
    field(r, _("Receiver"), JOINED(r, p, "receiver", "phone"), false);
    field(r, _("Order"), order, false);
    field(r, _("Station"), JOINED(r, p, "station", "station_name", "station_phone", "route"),
          false);
    field(r, _("Wanted by"), text_of(p, "wanted", r->arena), false);
    field(r, _("Transport"), transport_of(r), false);
    field(r, _("Terms"), words_of(text_of(p, "basis", r->arena), r->arena), false);
}

static void invoice_fields(const struct reader *r)
{
    const struct json *p = r->paper, *g = r->goods;
    struct str customer = JOINED(r, p, "customer", "name");

    if (!customer.n)
        customer = JOINED(r, g, "customer", "name");
    field(r, _("Invoice to"), text_of(p, "title", r->arena), true);
    field(r, _("Tax number"), text_of(p, "tax_no", r->arena), false);
    field(r, _("Customer"), customer, false);
    field(r, _("Tax invoice"), text_of(p, "tax_invoice", r->arena), false);
    field(r, _("Note"), text_of(g, "note", r->arena), false);
    field(r, _("Order"), text_of(g, "order", r->arena), false);
    field(r, _("Receivable"), text_of(p, "receivable", r->arena), false);
    field(r, _("Delivered"), text_of(p, "delivered", r->arena), false);
    field(r, _("Takes back"), text_of(p, "invoice", r->arena), false);
    field(r, _("In place of"), text_of(p, "replaces", r->arena), false);
    field(r, _("Reason"), text_of(json_member(p, "reason") ? p : g, "reason", r->arena), true);
}

static void goods_fields(const struct reader *r)
{
    const struct json *p = r->paper;

    field(r, _("Customer"), JOINED(r, p, "customer", "name"), true);
    field(r, _("Ship to"), text_of(p, "ship_to", r->arena), true);
    field(r, _("Note"), text_of(p, "note", r->arena), false);
    field(r, _("Part"), text_of(p, "part", r->arena), false);
    field(r, _("Order"), text_of(p, "order", r->arena), false);
    if (r->sheet->red)
        field(r, _("Takes back"), text_of(p, "outbound", r->arena), false);
    field(r, _("Reason"), text_of(p, "reason", r->arena), true);
}

/* --- lines -------------------------------------------------------------------------------- */

static struct str price_of(const struct reader *r, const struct json *line)
{
    struct str price = amount_of(line, "price", r->arena);
    int64_t per = 1;

    if (!price.n || !json_int(json_member(line, "price_per"), &per) || per <= 1)
        return price;
    return str_format(r->arena, "%.*s/%lld", STR_ARG(price), (long long)per);
}

static struct sheet_line line_of(const struct reader *r, const struct json *line, size_t at)
{
    struct str no = text_of(line, "line", r->arena);
    struct str amount = text_of(line, "amount", r->arena);

    return (struct sheet_line){
        .no = no.n ? no : str_format(r->arena, "%zu", at + 1),
        .product = text_of(line, "product", r->arena),
        .name = JOINED(r, line, "name", "spec"),
        .qty = text_of(line, "qty", r->arena),
        .unit = text_of(line, "unit", r->arena),
        .price = price_of(r, line),
        .amount = amount.n ? form_money(money_of_text(amount), r->arena) : STR(""),
        .rate = json_member(line, "tax_bp") ? rate_text(rate_of(line), r->arena) : STR(""),
        .tax = amount_of(line, "tax", r->arena),
        .worth = money_of_text(amount),
    };
}

static struct str negative(struct str text, struct arena *arena)
{
    return text.n ? str_format(arena, "-%.*s", STR_ARG(text)) : text;
}

/* Lines must add up to the document's total. A red one that takes a whole issue back names
 * what was issued; papers from before they named what comes back have the total alone. */
static void settle_lines(struct sheet *s, struct sheet_line *lines, struct arena *arena)
{
    int64_t sum = 0;

    for (size_t i = 0; i < s->line_count; i++)
        sum += lines[i].worth.fen;
    if (sum == s->total.fen && (!s->red || sum))
        return;
    if (!s->red || sum != -s->total.fen) {
        s->line_count = 0;
        return;
    }
    for (size_t i = 0; i < s->line_count; i++) {
        lines[i].qty = negative(lines[i].qty, arena);
        lines[i].worth.fen = -lines[i].worth.fen;
        lines[i].amount = form_money(lines[i].worth, arena);
    }
}

static void read_lines(const struct reader *r)
{
    const struct json *list = json_member(r->goods, "red");
    struct sheet_line *lines;
    size_t n = 0;

    if (!list)
        list = json_member(r->goods, "lines");
    lines = ARENA_ARRAY(r->arena, json_count(list) + 1, struct sheet_line);
    for (const struct json *line = json_first(list); line; line = json_next(line), n++)
        lines[n] = line_of(r, line, n);
    r->sheet->lines = lines;
    r->sheet->line_count = n;
    settle_lines(r->sheet, lines, r->arena);
}

/* --- foot --------------------------------------------------------------------------------- */

/* The highest rate of the lines below that one; 0: none. */
static int64_t next_rate(const struct json *lines, int64_t below)
{
    int64_t next = 0;

    for (const struct json *l = json_first(lines); l; l = json_next(l)) {
        int64_t bp = rate_of(l);

        next = bp < below && bp > next ? bp : next;
    }
    return next;
}

/* The tax inside the gross amounts, a sum for each rate. */
static struct str tax_by_rate(const struct reader *r)
{
    const struct json *lines = json_member(r->paper, "lines");
    struct str all = STR("");

    for (int64_t bp = next_rate(lines, INT64_MAX); bp > 0; bp = next_rate(lines, bp)) {
        struct money sum = { 0 };

        for (const struct json *l = json_first(lines); l; l = json_next(l))
            if (rate_of(l) == bp)
                sum.fen +=
                    money_tax_inside(money_of_text(text_of(l, "amount", r->arena)), bp).fen;
        all = str_format(r->arena, "%.*s%s%.*s %.*s", STR_ARG(all), all.n ? ",  " : "",
                         STR_ARG(rate_text(bp, r->arena)), STR_ARG(form_money(sum, r->arena)));
    }
    return all;
}

static void read_signers(const struct reader *r)
{
    const struct json *list = json_member(r->paper, "signed");
    struct str *signers = ARENA_ARRAY(r->arena, json_count(list) + 1, struct str);
    size_t n = 0;

    for (const struct json *s = json_first(list); s; s = json_next(s)) {
        struct str at = time_of(r, s, "at");

        signers[n++] =
            str_format(r->arena, "%.*s  %.*s  %.*s", STR_ARG(text_of(s, "role", r->arena)),
                       STR_ARG(text_of(s, "by", r->arena)), STR_ARG(at));
    }
    r->sheet->signers = signers;
    r->sheet->signer_count = n;
}

static void read_foot(const struct reader *r)
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
    if (s->kind == SHEET_NOTE || s->kind == SHEET_ORDER)
        s->tax_inside = tax_by_rate(r);
    read_signers(r);
    s->maker = text_of(r->paper, "printed_by", r->arena);
    if (!s->maker.n)
        s->maker = text_of(r->answer, "by", r->arena);
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
};

static struct error name_it(const struct reader *r)
{
    struct str form = text_of(r->answer, "form", r->arena);
    struct str series = text_of(r->answer, "series", r->arena);
    bool chinese = words_languages[words_now()].code[0] == 'z';
    struct sheet *s = r->sheet;

    for (size_t i = 0; i < COUNT(papers); i++) {
        if (series.n ? !str_eq(series, str_of(papers[i].series))
                     : !str_eq(form, str_of(papers[i].form)))
            continue;
        s->kind = papers[i].kind;
        s->red = papers[i].red;
        s->title = str_of(_(papers[i].title));
        s->title_zh = str_of(chinese ? "" : papers[i].zh);
        return OK;
    }
    return refuse_with(ERR_FORMAT, NULL, STR("there is no form of this document"));
}

static void (*const fields_of[SHEET_KINDS])(const struct reader *) = {
    [SHEET_NOTE] = note_fields,
    [SHEET_ORDER] = note_fields,
    [SHEET_INVOICE] = invoice_fields,
    [SHEET_GOODS] = goods_fields,
};

struct error sheet_read(const struct json *answer, struct arena *arena, struct sheet *out)
{
    struct reader r = { answer, json_member(answer, "paper"), NULL, 0, arena, out };
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
    err = paper_set_read(str_text(arena, copies), arena, &out->copies);
    if (!err.code)
        err = name_it(&r);
    if (err.code)
        return err;
    out->number = text_of(answer, "number", arena);
    out->posted = time_of(&r, answer, "posted");
    out->hash = text_of(answer, "sha256", arena);
    out->total = money_of_text(text_of(answer, "total", arena));
    fields_of[out->kind](&r);
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
    return sheet->kind == SHEET_INVOICE || copies_of[copy].prices;
}
