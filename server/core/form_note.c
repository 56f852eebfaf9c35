/*
 * form_note.c - the delivery note, set line by line.
 */
#include "server/core/form_note.h"

/* Lines of the page that goods may take; the rest is head and foot. */
#define BODY_LINES 13
/* Cells of a name where the prices stand beside it, and the room that they take. */
#define NAME_CELLS  24
#define PRICE_CELLS 7
/* Cells of a signature; two stand in a line. */
#define SIGNER_CELLS 33
/* Printed lines that a name may take: with LIMIT_LINES lines of goods a form stays below what
 * one answer may be. */
#define NAME_LINES 3

/* The set of copies (names as SCREENS.md 11 has them). */
static const struct {
    const char *name;
    bool prices;
} copies_of_set[PAPER_COPIES] = {
    { "1 sales file 銷售存檔", true }, { "2 warehouse 倉庫", false },
    { "3 finance 財務", true },        { "4 customer 客戶", true },
    { "5 carrier 承運", false },
};

unsigned form_copies(enum paper_form form, bool two_papers)
{
    const unsigned file = 1u << 0, warehouse = 1u << 1;

    if (form == PAPER_OUTBOUND)
        return file | warehouse;
    return two_papers ? PAPER_ALL & ~warehouse : PAPER_ALL;
}

/* One line of goods as it is printed: the first has the numbers, those below it the rest of a
 * long name. */
struct body_line {
    struct str line, product, name, qty, unit, price, amount;
};

struct sheet {
    struct form form;
    const struct form_note *note;
    struct body_line *body;
    size_t body_count;
    size_t page, page_count;
    unsigned copy; /* from 0 */
};

/* --- head and foot ----------------------------------------------------------------------- */

/* Two lines for an address, however long it is. */
static void put_address(struct sheet *s)
{
    struct arena *a = s->form.arena;
    struct str rest = form_one_line(s->note->ship_to, a);
    struct str first = form_take(&rest, PAPER_CELLS - 14);

    form_line(&s->form, str_format(a, "送貨 Ship to  %.*s", STR_ARG(first)));
    form_line(&s->form, str_format(a, "              %.*s", STR_ARG(rest)));
}

/* How goods reach the customer: mode, days on the way, what stands in the way of unloading. */
static void put_transport(struct sheet *s)
{
    const struct form_note *n = s->note;
    struct arena *a = s->form.arena;
    struct str days = n->transit_days ? str_format(a, "  在途 in transit %lld days",
                                                   (long long)n->transit_days)
                                      : STR("");

    form_line(&s->form, str_format(a, "運輸 Transport %.*s%.*s  %.*s", STR_ARG(n->transport),
                                   STR_ARG(days), STR_ARG(form_one_line(n->unloading, a))));
}

static struct str title(const struct sheet *s)
{
    return s->note->form == PAPER_OUTBOUND ? STR("銷售出庫單 OUTBOUND ORDER")
                                           : STR("送貨單 DELIVERY NOTE");
}

static void put_head(struct sheet *s)
{
    const struct form_note *n = s->note;
    struct form *f = &s->form;
    struct arena *a = f->arena;

    form_sides(f, title(s), str_of(copies_of_set[s->copy].name));
    form_sides(f,
               str_format(a, "單號 No. %.*s   %.*s", STR_ARG(n->number),
                          STR_ARG(form_time(n->posted, n->zone_min, a))),
               str_format(a, "page %zu/%zu", s->page + 1, s->page_count));
    form_sides(f,
               str_format(a, "訂單 Order %.*s version %lld   %.*s", STR_ARG(n->order),
                          (long long)n->version, STR_ARG(n->basis)),
               str_format(a, "要求 Wanted %.*s", STR_ARG(day_text(n->wanted, a))));
    form_line(f, str_format(a, "客戶 Customer %.*s  %.*s", STR_ARG(n->customer),
                            STR_ARG(text_show(n->customer_name, a))));
    put_address(s);
    form_line(f, str_format(a, "收貨 Receiver %.*s  %.*s", STR_ARG(text_show(n->receiver, a)),
                            STR_ARG(text_show(n->phone, a))));
    form_line(f, str_format(a, "到站 Station  %.*s  %.*s  %.*s  %.*s", STR_ARG(n->station),
                            STR_ARG(text_show(n->station_name, a)),
                            STR_ARG(text_show(n->station_phone, a)),
                            STR_ARG(text_show(n->route, a))));
    put_transport(s);
}

/* Both names in the cells that there are: neither may push the other off the paper. */
static struct str names_text(const struct form_signer *signer, size_t room, struct arena *a)
{
    struct str by = text_show(signer->by, a), behind = text_show(signer->principal, a);
    static const char mid[] = " for ";
    size_t mids = sizeof mid - 1, half = (room - mids) / 2, left;

    if (!behind.n)
        return text_fit(by, room, a);
    left = text_cells(behind) < half ? room - mids - text_cells(behind) : half;
    by = text_fit(by, left, a);
    return str_format(a, "%.*s%s%.*s", STR_ARG(by), mid,
                      STR_ARG(text_fit(behind, room - mids - text_cells(by), a)));
}

/* The day is enough; the order's road has the time. The year is the note's or the one before.
 */
static struct str signer_text(const struct sheet *s, const struct form_signer *signer)
{
    struct arena *a = s->form.arena;
    struct str at = form_time(signer->at, s->note->zone_min, a);
    size_t room = SIGNER_CELLS - signer->role.n - 1 - 6;

    return str_format(a, "%.*s %.*s %.5s", STR_ARG(signer->role),
                      STR_ARG(names_text(signer, room, a)), at.p + 5);
}

/* Two signatures a line, as many as two lines hold. */
static void put_signatures(struct sheet *s)
{
    struct arena *a = s->form.arena;
    size_t next = 0;

    for (int line = 0; line < 2; line++) {
        struct str text = line ? STR("            ") : STR("批准 Signed ");

        for (int side = 0; side < 2 && next < s->note->signer_count; side++, next++)
            text = str_format(a, "%.*s%.*s ", STR_ARG(text),
                              STR_ARG(text_column(signer_text(s, &s->note->signers[next]),
                                                  SIGNER_CELLS, TEXT_LEFT, a)));
        if (line && next < s->note->signer_count)
            text = str_format(a, "%.*s...", STR_ARG(text_fit(text, PAPER_CELLS - 4, a)));
        form_line(&s->form, text);
    }
}

static void put_foot(struct sheet *s)
{
    bool last = s->page + 1 == s->page_count, prices = copies_of_set[s->copy].prices;
    const struct form_note *n = s->note;
    struct form *f = &s->form;
    struct arena *a = f->arena;

    form_rule(f);
    if (!last)
        form_sides(f, STR(""), STR("接下頁 continued on the next page"));
    else if (prices)
        form_sides(f, str_format(a, "大寫 %.*s", STR_ARG(n->words)),
                   str_format(a, "合計 Total ¥ %.*s", STR_ARG(form_money(n->total, a))));
    else
        form_line(f, STR(""));
    put_signatures(s);
    form_sides(f,
               str_format(a, "製單 Printed by %.*s%s%.*s", STR_ARG(text_show(n->printed_by, a)),
                          last && prices && n->tax.n ? "   內含稅 Tax " : "",
                          last && prices ? (int)n->tax.n : 0, n->tax.p),
               str_format(a, "*%.*s*", STR_ARG(n->number)));
    form_mark(f);
    form_line(f, STR("收貨人簽字 Received by ____________________   日期 Date ______________"));
    form_line(f,
              STR("承運 Carrier ________________________   運單 Waybill ___________________"));
}

/* --- goods ------------------------------------------------------------------------------- */

static void put_body_line(struct sheet *s, const struct body_line *b)
{
    bool prices = copies_of_set[s->copy].prices;
    const struct form_cell cells[] = {
        { b->line, 3, TEXT_RIGHT, false },
        { b->product, 12, TEXT_LEFT, false },
        { b->name, NAME_CELLS + (prices ? 0 : PRICE_CELLS), TEXT_LEFT, true },
        { b->qty, 9, TEXT_RIGHT, false },
        { b->unit, 4, TEXT_LEFT, false },
        { prices ? b->price : STR(""), prices ? 9 : 0, TEXT_RIGHT, false },
        { prices ? b->amount : STR(""), prices ? 13 : 0, TEXT_RIGHT, false },
    };

    form_cells(&s->form, cells, COUNT(cells));
}

static void put_page(struct sheet *s)
{
    static const struct body_line titles = {
        STR_INIT("#"),           STR_INIT("品號 Code"), STR_INIT("品名規格 Name"),
        STR_INIT("數量 Qty"),    STR_INIT("Unit"),      STR_INIT("單價"),
        STR_INIT("金額 Amount"),
    };
    size_t from = s->page * BODY_LINES;

    form_page_begin(&s->form);
    put_head(s);
    form_rule(&s->form);
    put_body_line(s, &titles);
    form_rule(&s->form);
    for (size_t i = from; i < from + BODY_LINES; i++)
        if (i < s->body_count)
            put_body_line(s, &s->body[i]);
        else
            form_line(&s->form, STR(""));
    put_foot(s);
    form_page_end(&s->form);
}

/* "12.50" or "12.50/10": the price of so many units. */
static struct str price_text(const struct form_goods *g, struct arena *arena)
{
    struct str price = form_money(g->price, arena);

    if (g->price_per <= 1)
        return price;
    return str_format(arena, "%.*s/%lld", STR_ARG(price), (long long)g->price_per);
}

/* Name and specification, in at most NAME_LINES pieces; *count of them. */
static void name_lines(const struct form_goods *g, struct arena *arena,
                       struct str out[NAME_LINES], size_t *count)
{
    struct str name = text_show(g->name, arena);

    if (g->spec.n)
        name =
            str_format(arena, "%.*s %.*s", STR_ARG(name), STR_ARG(text_show(g->spec, arena)));
    for (*count = 0; *count < NAME_LINES && (name.n || !*count); ++*count)
        out[*count] = *count + 1 < NAME_LINES ? form_take(&name, NAME_CELLS)
                                              : text_fit(name, NAME_CELLS, arena);
}

/* The printed lines of one line of goods, beginning on the page where all of them have room. */
static size_t put_goods(struct sheet *s, const struct form_goods *g, size_t at)
{
    struct arena *a = s->form.arena;
    struct str names[NAME_LINES];
    size_t rows;

    name_lines(g, a, names, &rows);
    if (at % BODY_LINES + rows > BODY_LINES)
        at += BODY_LINES - at % BODY_LINES;
    s->body[at] = (struct body_line){ .line = str_format(a, "%lld", (long long)g->line),
                                      .product = g->product,
                                      .name = names[0],
                                      .qty = qty_text(g->qty, a),
                                      .unit = text_show(g->unit, a),
                                      .price = price_text(g, a),
                                      .amount = form_money(g->amount, a) };
    for (size_t i = 1; i < rows; i++)
        s->body[at + i].name = names[i];
    return at + rows;
}

static void set_body(struct sheet *s)
{
    size_t most = s->note->goods_count * (2 * NAME_LINES) + BODY_LINES, at = 0;

    s->body = ARENA_ARRAY(s->form.arena, most, struct body_line);
    for (size_t i = 0; i < s->note->goods_count; i++)
        at = put_goods(s, &s->note->goods[i], at);
    s->body_count = at;
    s->page_count = at ? (at + BODY_LINES - 1) / BODY_LINES : 1;
}

/* --- the paper --------------------------------------------------------------------------- */

struct str form_note_set(const struct form_note *note, unsigned copies, struct arena *arena)
{
    struct sheet s = { .note = note };

    form_init(&s.form, arena);
    set_body(&s);
    for (s.copy = 0; s.copy < PAPER_COPIES; s.copy++)
        for (s.page = 0; (copies & (1u << s.copy)) && s.page < s.page_count; s.page++)
            put_page(&s);
    return buffer_text(&s.form.out);
}
