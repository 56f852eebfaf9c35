/*
 * order_lines.c - the lines of an order: keyed, priced, changed, removed.
 */
#include "common/limits.h"
#include "server/core/order_common.h"

/* A customer's own price outranks his type's, that one everybody's; 0: not for him. */
static int price_rank(const struct price_row *p, const struct customer_row *c)
{
    if (p->customer_id)
        return p->customer_id == c->id ? 3 : 0;
    if (p->customer_type)
        return p->customer_type == c->type ? 2 : 0;
    return 1;
}

/* The first price in force that the house has on file. */
static const struct price_row *first_price(const struct work *w, int64_t product_id,
                                           const struct customer_row *c)
{
    const struct price_row *first = NULL;

    for (size_t i = 0; i < w->price.n; i++) {
        const struct price_row *p = w->price.v[i];

        if (p->product_id != product_id || price_rank(p, c) == 0 ||
            p->valid_from.n > w->today.n)
            continue;
        if (!first || p->valid_from.n < first->valid_from.n ||
            (p->valid_from.n == first->valid_from.n && price_rank(p, c) > price_rank(first, c)))
            first = p;
    }
    return first;
}

const struct price_row *list_price(const struct work *w, int64_t product_id,
                                   const struct customer_row *c, struct day on)
{
    const struct price_row *first = first_price(w, product_id, c), *best = NULL;
    int best_rank = 0;

    for (size_t i = 0; i < w->price.n; i++) {
        const struct price_row *p = w->price.v[i];
        int rank = price_rank(p, c);

        if (p->product_id != product_id || rank == 0 || p->valid_from.n > on.n ||
            (p->valid_to.n && p->valid_to.n < on.n))
            continue;
        if (rank > best_rank || (rank == best_rank && p->valid_from.n >= best->valid_from.n)) {
            best = p;
            best_rank = rank;
        }
    }
    return best || (first && on.n >= first->valid_from.n) ? best : first;
}

/* Prices are those of the day the paper arrived, a draft's those of the day it is keyed. */
static struct day price_day(const struct work *w, const struct order_row *o)
{
    return o->arrival.us ? calendar_today(&w->calendar, o->arrival) : w->today;
}

static const struct product_row *product_by_code(const struct work *w, struct str code)
{
    for (size_t i = 0; i < w->product.n; i++)
        if (str_eq(w->product.v[i]->code, code))
            return w->product.v[i];
    return NULL;
}

static bool refused_line(struct work *w, enum rule rule, int64_t line_no)
{
    say_count(w, "line", line_no);
    refused_at(w, rule, "lines", str_format(w->arena, "line %lld", (long long)line_no));
    return false;
}

/* --- one line ------------------------------------------------------------------------ */

/* Quantity, price and amount are such as an order may hold at all. */
static bool line_sound(struct work *w, const struct order_line_row *l)
{
    struct money amount = { 0 };
    bool fits;

    if (BREAKS(RULE_LINE_QTY, l->ordered.n <= 0)) {
        say_qty(w, "qty", l->ordered);
        return refused_line(w, RULE_LINE_QTY, l->line_no);
    }
    if (BREAKS(RULE_LINE_PRICE, l->price.fen < 0)) {
        say_money(w, "price", l->price);
        return refused_line(w, RULE_LINE_PRICE, l->line_no);
    }
    fits = money_of(l->price, l->price_per, l->ordered, &amount);
    if (BREAKS(RULE_LINE_AMOUNT, !fits || amount.fen > MONEY_MAX_FEN)) {
        say_money(w, "most", fen(MONEY_MAX_FEN));
        return refused_line(w, RULE_LINE_AMOUNT, l->line_no);
    }
    return true;
}

/* Nothing is granted or cut until the quota check asks again. */
static void line_ungranted(struct order_line_row *l)
{
    l->granted = l->ordered;
    l->cut_for = cut_cause_none;
    l->over_quota = qty(0);
}

/* The item's price, or the list's. A price that is given counts for as many base units as the
 * list's price does. */
static bool line_price(struct work *w, struct order_line_row *l, const struct item *item,
                       const struct order_row *o, const struct customer_row *c)
{
    const struct price_row *list = list_price(w, l->product_id, c, price_day(w, o));

    l->price_per = list ? list->price_per : 1;
    if (item->has_price) {
        l->price = item->price;
        return true;
    }
    if (BREAKS(RULE_LINE_NO_PRICE, !list)) {
        say_day(w, "day", price_day(w, o));
        remedy_plain(w, "give_price", -1);
        return refused_line(w, RULE_LINE_NO_PRICE, l->line_no);
    }
    l->price = list ? list->price : fen(0);
    return true;
}

static int64_t next_line_no(const struct work *w, const struct order_row *o)
{
    int64_t last = 0;

    for (size_t i = 0; i < w->order_line.n; i++)
        if (w->order_line.v[i]->order_id == o->id && w->order_line.v[i]->line_no > last)
            last = w->order_line.v[i]->line_no;
    return last + 1;
}

static struct order_line_row *line_new(struct work *w, struct order_row *o,
                                       const struct customer_row *c, const struct item *item)
{
    const struct product_row *product = product_by_code(w, item->product);
    int64_t line_no = next_line_no(w, o);
    struct order_line_row *l;

    if (!product) {
        refused_missing(w, "product", item->product);
        w->ruling.field = "lines";
        return NULL;
    }
    l = add_order_line(w);
    l->order_id = o->id;
    l->line_no = line_no;
    l->product_id = product->id;
    l->ordered = item->has_qty ? item->qty : qty(0);
    l->remark = item->remark;
    line_ungranted(l);
    return line_price(w, l, item, o, c) && line_sound(w, l) ? l : NULL;
}

static size_t live_lines(const struct work *w, const struct order_row *o)
{
    size_t n = 0;

    for (size_t i = 0; i < w->order_line.n; i++)
        n += w->order_line.v[i]->order_id == o->id && !w->order_line.v[i]->removed;
    return n;
}

/* Neither empty nor longer than a document may be. */
static bool lines_sound(struct work *w, const struct order_row *o)
{
    size_t n = live_lines(w, o);

    if (BREAKS(RULE_LINES_NONE, n == 0)) {
        refused_at(w, RULE_LINES_NONE, "lines", STR(""));
        return false;
    }
    if (BREAKS(RULE_LINES_MANY, n > LIMIT_LINES)) {
        say_count(w, "lines", (int64_t)n);
        say_count(w, "most", LIMIT_LINES);
        refused_at(w, RULE_LINES_MANY, "lines", STR(""));
        return false;
    }
    return true;
}

/* --- the command's rows -------------------------------------------------------------- */

bool order_lines_new(struct work *w, struct order_row *o, const struct customer_row *c)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++)
        if (!line_new(w, o, c, &lines->items[i]))
            return false;
    return lines_sound(w, o);
}

static struct order_line_row *line_by_no(const struct work *w, const struct order_row *o,
                                         int64_t line_no)
{
    for (size_t i = 0; i < w->order_line.n; i++) {
        struct order_line_row *l = w->order_line.v[i];

        if (l->order_id == o->id && l->line_no == line_no && !l->removed)
            return l;
    }
    return NULL;
}

static void line_noted(struct work *w, struct changes *ch, const struct order_line_row *l,
                       struct str what)
{
    ch->text = str_format(w->arena, "%.*s%sline %lld %.*s", STR_ARG(ch->text),
                          ch->count++ ? "; " : "", (long long)l->line_no, STR_ARG(what));
}

static struct str qty_price(struct work *w, struct qty q, struct money price)
{
    return str_format(w->arena, "%.*s x %.*s", STR_ARG(qty_text(q, w->arena)),
                      STR_ARG(money_text(price, w->arena)));
}

static bool line_change(struct work *w, struct order_line_row *l, const struct item *item,
                        struct changes *ch)
{
    const struct product_row *product = find_product(w, l->product_id);
    struct str was = qty_price(w, l->ordered, l->price);
    struct str is;

    if (BREAKS(RULE_LINE_PRODUCT,
               !str_empty(item->product) && product && !str_eq(item->product, product->code))) {
        remedy_plain(w, "remove_and_add", OP_ORDER_AMEND);
        return refused_line(w, RULE_LINE_PRODUCT, l->line_no);
    }
    if (item->has_qty && item->qty.n == 0) {
        l->removed = true;
        line_noted(w, ch, l, str_format(w->arena, "removed, was %.*s", STR_ARG(was)));
        return true;
    }
    if (item->has_qty)
        l->ordered = item->qty;
    if (item->has_price)
        l->price = item->price;
    if (!str_empty(item->remark))
        l->remark = item->remark;
    if (!line_sound(w, l))
        return false;
    is = qty_price(w, l->ordered, l->price);
    if (!str_eq(was, is))
        line_noted(w, ch, l, str_format(w->arena, "%.*s -> %.*s", STR_ARG(was), STR_ARG(is)));
    return true;
}

static bool line_amend(struct work *w, struct order_row *o, const struct customer_row *c,
                       const struct item *item, struct changes *ch)
{
    struct order_line_row *l;

    if (!item->has_line) {
        l = line_new(w, o, c, item);
        if (l)
            line_noted(w, ch, l,
                       str_format(w->arena, "new %.*s %.*s", STR_ARG(item->product),
                                  STR_ARG(qty_price(w, l->ordered, l->price))));
        return l != NULL;
    }
    l = line_by_no(w, o, item->line);
    if (!l) {
        refused_missing(w, "line", str_format(w->arena, "%lld", (long long)item->line));
        w->ruling.field = "lines";
        return false;
    }
    return line_change(w, l, item, ch);
}

bool order_lines_amend(struct work *w, struct order_row *o, const struct customer_row *c,
                       struct changes *changes)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++)
        if (!line_amend(w, o, c, &lines->items[i], changes))
            return false;
    for (size_t i = 0; i < w->order_line.n; i++)
        if (w->order_line.v[i]->order_id == o->id)
            line_ungranted(w->order_line.v[i]);
    return lines_sound(w, o);
}
