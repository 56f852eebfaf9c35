/*
 * brief.c - the figures behind a signature.
 */
#include "client/term/brief.h"

#include "client/show.h"
#include "client/term/special.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

#define GOODS_MOST 3

bool brief_wanted(enum op op)
{
    return op_takes(op, P_consent_by) || op == OP_ST_APPLY;
}

static void ask(struct app *app, struct screen *screen, int tag, enum op op, enum param param,
                const struct hand *hand)
{
    struct json_out out;

    if (!hand->value[param][0])
        return;
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, params[param].name, str_of(hand->value[param]));
    json_end_object(&out);
    (void)app_ask(app, screen, tag, op, json_text(&out));
}

void brief_ask(struct app *app, struct screen *screen, int tag, enum op op,
               const struct hand *hand, struct brief *brief)
{
    brief->op = op;
    brief->hand = *hand;
    brief_first_ask(app, screen, tag, op, hand);
    if (!brief_wanted(op))
        return;
    ask(app, screen, tag, OP_ORDER_SHOW, P_order, hand);
    ask(app, screen, tag, OP_CUSTOMER_SHOW, P_customer, hand);
}

/* Where an answer belongs, by what is in it; NULL: it says nothing. */
static struct rpc_reply *place_of(struct brief *brief, const struct json *body)
{
    const struct json *first = json_first(json_member(body, "rows"));

    if (json_member(body, "road"))
        return &brief->order;
    if (json_member(body, "shipment_lines"))
        return &brief->note;
    if (json_member(first, "days_late"))
        return &brief->receivables;
    if (json_member(first, "free"))
        return &brief->receipts;
    if (json_member(first, "claim"))
        return &brief->claims;
    if (json_member(first, "formula"))
        return &brief->proposals;
    return json_member(body, "rows") ? NULL : &brief->customer;
}

void brief_take(struct brief *brief, struct rpc_reply *reply)
{
    struct rpc_reply *place = reply->kind == RPC_RESULT ? place_of(brief, reply->body) : NULL;

    if (!place)
        return;
    rpc_reply_release(place);
    *place = *reply;
    *reply = (struct rpc_reply){ 0 };
}

void brief_release(struct brief *brief)
{
    rpc_reply_release(&brief->order);
    rpc_reply_release(&brief->customer);
    rpc_reply_release(&brief->note);
    rpc_reply_release(&brief->receivables);
    rpc_reply_release(&brief->receipts);
    rpc_reply_release(&brief->claims);
    rpc_reply_release(&brief->proposals);
}

/* --- lines ------------------------------------------------------------------------------- */

struct sink {
    struct paint *paint; /* NULL: only counts, or */
    struct tell *tell;   /* tells */
    struct area area;
    struct arena *arena;
    size_t rows, skip; /* so many before the first that is drawn */
    struct str head;   /* the first line */
};

/* In as many rows as it takes: no number is cut. */
static void put(struct sink *s, enum look look, struct str text)
{
    s->head = s->rows ? s->head : text;
    if (s->tell)
        tell_line(s->tell, str_trim(text));
    while (text.n) {
        bool fits = !s->area.cols || text_cells(text) <= s->area.cols;
        struct str line = fits ? text : wrap_take(&text, s->area.cols);

        if (fits)
            text.n = 0;
        if (s->paint && s->rows >= s->skip && s->rows - s->skip < s->area.rows)
            paint_text(s->paint, s->area.row + s->rows - s->skip, s->area.col, s->area.cols,
                       look, line, s->arena);
        s->rows++;
    }
}

static void put_one(void *sink, enum look look, struct str text)
{
    put(sink, look, text);
}

static struct str value(const struct sink *s, const struct json *object, const char *name)
{
    return wording_member(object, name, s->arena);
}

static bool read_money(const struct json *object, const char *name, struct money *out)
{
    struct str text;

    return json_str(json_member(object, name), &text) && money_parse(text, out);
}

static struct str amount(const struct sink *s, struct money m)
{
    return show_text(money_text(m, s->arena), s->arena);
}

static void put_head(struct sink *s, const struct json *order)
{
    put(s, LOOK_TITLE,
        str_format(s->arena, "%.*s %s %.*s  %.*s  %.*s", STR_ARG(value(s, order, "no")),
                   _("version"), STR_ARG(value(s, order, "version")),
                   STR_ARG(value(s, order, "customer_name")),
                   STR_ARG(value(s, order, "total"))));
}

static void put_goods(struct sink *s, const struct json *lines)
{
    size_t n = 0, all = json_count(lines);

    for (const struct json *l = json_first(lines); l && n < GOODS_MOST; l = json_next(l), n++) {
        struct str cut = value(s, l, "cut_for");

        put(s, cut.n ? LOOK_WARNING : LOOK_PLAIN,
            str_format(s->arena, "  %.*s %.*s  %.*s x %.*s = %.*s%s%.*s",
                       STR_ARG(value(s, l, "product")), STR_ARG(value(s, l, "name")),
                       STR_ARG(value(s, l, "granted")), STR_ARG(value(s, l, "price")),
                       STR_ARG(value(s, l, "amount")), cut.n ? "  " : "", STR_ARG(cut)));
    }
    if (all > n)
        put(s, LOOK_DIM,
            str_format(s->arena, _n("  and %zu more line", "  and %zu more lines", all - n),
                       all - n));
}

/* What the order itself holds of the limit is taken out of "before": it may be reserved
 * already. */
static void put_exposure(struct sink *s, const struct json *order, const struct json *account)
{
    struct money used, held = { 0 }, total, before, after, limit;
    struct arena *a = s->arena;
    bool has_limit = read_money(account, "limit", &limit), over;

    if (!read_money(account, "exposure", &used) || !read_money(order, "total", &total))
        return;
    (void)!read_money(order, "reserved", &held);
    before = (struct money){ used.fen - held.fen };
    if (!money_add(before, total, &after))
        return;
    over = has_limit && after.fen > limit.fen;
    put(s, LOOK_PLAIN,
        str_format(a, _("exposure before %.*s, with this order %.*s"),
                   STR_ARG(amount(s, before)), STR_ARG(amount(s, after))));
    if (!has_limit)
        put(s, LOOK_WARNING, str_of(_("no limit is set")));
    else
        put(s, over ? LOOK_FAULT : LOOK_GOOD,
            str_format(
                a, over ? _("limit %.*s, over it by %.*s") : _("limit %.*s, then left %.*s"),
                STR_ARG(amount(s, limit)),
                STR_ARG(amount(s, (struct money){ over ? after.fen - limit.fen
                                                       : limit.fen - after.fen }))));
}

static void put_overdue(struct sink *s, const struct json *body)
{
    const struct json *account = json_member(body, "account");
    const struct json *oldest = json_first(json_member(body, "receivables"));
    struct money overdue = { 0 };
    struct arena *a = s->arena;

    (void)!read_money(account, "overdue", &overdue);
    put(s, overdue.fen > 0 ? LOOK_FAULT : LOOK_PLAIN,
        str_format(a, _("overdue %.*s; open items %zu; orders under way %zu"),
                   STR_ARG(amount(s, overdue)), json_count(json_member(body, "receivables")),
                   json_count(json_member(body, "orders"))));
    if (oldest)
        put(s, LOOK_PLAIN,
            str_format(a, _("oldest open item %.*s: %.*s, due %.*s"),
                       STR_ARG(value(s, oldest, "no")), STR_ARG(value(s, oldest, "open")),
                       STR_ARG(value(s, oldest, "due"))));
}

/* The last thing that a check or a person said about it. */
static void put_reason(struct sink *s, const struct json *body)
{
    const struct json *held = NULL, *order = json_member(body, "order");
    struct arena *a = s->arena;
    struct str memo = value(s, order, "memo");

    for (const struct json *e = json_first(json_member(body, "road")); e; e = json_next(e))
        if (str_eq(value(s, e, "outcome"), wording_value(STR("HELD"), a)))
            held = e;
    if (held) {
        struct str rule = value(s, held, "rule");

        put(s, LOOK_WARNING,
            str_format(a, "%.*s%s%.*s: %.*s", STR_ARG(value(s, held, "step")),
                       rule.n ? " " : "", STR_ARG(rule), STR_ARG(value(s, held, "remark"))));
    }
    if (memo.n)
        put(s, LOOK_PLAIN, str_format(a, "%s: %.*s", _("memo"), STR_ARG(memo)));
}

static void put_signed(struct sink *s, const struct json *signatures)
{
    struct arena *a = s->arena;
    size_t n = 0;

    for (const struct json *g = json_first(signatures); g; g = json_next(g)) {
        struct str principal = value(s, g, "principal");

        if (str_eq(principal, value(s, g, "signer")))
            principal = STR("");
        if (value(s, g, "void").n)
            continue;
        n++;
        put(s, LOOK_GOOD,
            str_format(a, "%s %.*s %.*s %.*s%s%.*s %.*s", _("signed"),
                       STR_ARG(value(s, g, "kind")), STR_ARG(value(s, g, "role")),
                       STR_ARG(value(s, g, "signer")), principal.n ? _(" for ") : "",
                       STR_ARG(principal), STR_ARG(value(s, g, "at"))));
    }
    if (!n)
        put(s, LOOK_DIM, str_of(_("nobody has signed yet")));
}

static void put_all(struct sink *s, const struct brief *brief)
{
    const struct json *order = json_member(brief->order.body, "order");

    brief_first_lines(brief, s->arena, put_one, s);
    if (!brief_wanted(brief->op))
        return;
    if (order) {
        put_head(s, order);
        put_goods(s, json_member(brief->order.body, "lines"));
    }
    if (brief->customer.body) {
        put_exposure(s, order, json_member(brief->customer.body, "account"));
        put_overdue(s, brief->customer.body);
    }
    if (order) {
        put_reason(s, brief->order.body);
        put_signed(s, json_member(brief->order.body, "signatures"));
        special_lines(brief->order.body, s->arena, put_one, s); /* the longest: last */
    }
}

size_t brief_rows(const struct brief *brief, size_t cols, struct arena *arena)
{
    struct sink s = { .area = { 0, 0, 0, cols }, .arena = arena };

    put_all(&s, brief);
    return s.rows;
}

struct str brief_head(const struct brief *brief, struct arena *arena)
{
    struct sink s = { .arena = arena };

    put_all(&s, brief);
    return s.head;
}

void brief_tell(const struct brief *brief, struct tell *tell)
{
    struct sink s = { .tell = tell, .arena = tell->arena };

    put_all(&s, brief);
}

#define PAGE 5

void brief_scroll(struct brief *brief, bool down)
{
    size_t top = brief->top;

    brief->top = down ? top + PAGE : top > PAGE ? top - PAGE : 0; /* brief_draw knows the end */
}

struct str brief_draw(struct brief *brief, struct paint *paint, struct area area,
                      struct arena *arena)
{
    size_t all = brief_rows(brief, area.cols, arena);
    size_t last = all > area.rows ? all - area.rows : 0;
    struct sink s = { .paint = paint, .area = area, .arena = arena };

    brief->top = brief->top < last ? brief->top : last;
    s.skip = brief->top;
    put_all(&s, brief);
    if (!last)
        return STR("");
    return brief->top < last ? str_format(arena, _(" PgDn: %zu more"), last - brief->top)
                             : str_of(_(" PgUp: back"));
}
