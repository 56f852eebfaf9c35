/*
 * detail.c - one document whole.
 */
#include "client/term/detail.h"

#include <stdio.h>
#include <string.h>

#include "client/show.h"
#include "client/term/list.h"
#include "client/term/special.h"
#include "client/term/wording.h"
#include "client/words.h"

void detail_release(struct detail *d)
{
    if (d->loaded)
        rpc_reply_release(&d->reply);
    *d = (struct detail){ 0 };
}

void detail_load(struct detail *d, struct rpc_reply *reply)
{
    detail_release(d);
    d->reply = *reply;
    d->loaded = true;
    *reply = (struct rpc_reply){ 0 };
}

struct str detail_text(const struct detail *d, const char *part, const char *member)
{
    struct str s;

    if (!d->loaded || !json_str(json_member(json_member(d->reply.body, part), member), &s))
        return STR("");
    return s;
}

/* --- what an act needs ------------------------------------------------------------------- */

void hand_put(struct hand *hand, enum param param, struct str value)
{
    if (value.n && value.n <= LIMIT_CODE)
        (void)snprintf(hand->value[param], sizeof(hand->value[param]), "%.*s", STR_ARG(value));
}

static struct str text_of(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

static void put_number(struct hand *hand, enum param param, const struct json *value)
{
    int64_t n;

    if (json_int(value, &n))
        (void)snprintf(hand->value[param], sizeof(hand->value[param]), "%lld", (long long)n);
}

/* The shipment that is least far is the one that is worked on. */
static const struct json *open_shipment(const struct json *all)
{
    static const char *const far[] = { "ALLOCATED", "PICKED",    "CHECKED",
                                       "ISSUED",    "CONSIGNED", "FED_BACK" };

    for (size_t i = 0; i < COUNT(far); i++)
        for (const struct json *s = json_first(all); s; s = json_next(s))
            if (str_eq(text_of(s, "state"), str_of(far[i])))
                return s;
    return json_first(all);
}

/* The oldest claim that somebody has to decide, or whose goods are awaited. */
static struct str open_claim(const struct json *all)
{
    for (const struct json *c = json_first(all); c; c = json_next(c)) {
        struct str state = text_of(c, "state");

        if (!str_eq(state, STR("SETTLED")) && !str_eq(state, STR("REFUSED")) &&
            !str_eq(state, STR("WITHDRAWN")))
            return text_of(c, "claim");
    }
    return STR("");
}

void detail_hand(const struct detail *d, struct hand *hand)
{
    const struct json *body = d->reply.body, *order = json_member(body, "order");
    const struct json *customer = json_member(body, "customer"), *shipment, *note;

    if (order) {
        hand_put(hand, P_order, text_of(order, "no"));
        hand_put(hand, P_customer, text_of(order, "customer"));
        put_number(hand, P_version, json_member(order, "version"));
    } else if (customer) {
        hand_put(hand, P_customer, text_of(customer, "code"));
        hand_put(hand, P_account, text_of(json_member(body, "account"), "code"));
    }
    note = json_member(body, "note");
    hand_put(hand, P_order, text_of(note, "order"));
    hand_put(hand, P_customer, text_of(note, "customer"));
    for (const struct json *n = json_first(json_member(body, "notes")); n; n = json_next(n))
        if (!str_eq(text_of(n, "state"), STR("VOID")))
            note = n; /* of an order: its note that counts */
    hand_put(hand, P_note, text_of(note, "no"));
    shipment = open_shipment(json_member(body, "shipments"));
    put_number(hand, P_part, json_member(shipment, "part"));
    for (const struct json *r = json_first(json_member(body, "receivables")); r && order;
         r = json_next(r))
        hand_put(hand, P_receivable, text_of(r, "no"));
    hand_put(hand, P_claim, open_claim(json_member(body, "claims")));
}

/* --- drawing: lines are made first, then those that are seen --------------------------------
 */

struct sink {
    struct paint *paint;
    struct area area;
    struct arena *arena;
    size_t top, line;
};

static void put(struct sink *s, enum look look, struct str text)
{
    size_t at = s->line++ - s->top;

    if (s->line > s->top && at < s->area.rows)
        paint_text(s->paint, s->area.row + at, s->area.col, s->area.cols, look, text, s->arena);
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

static void put_lines(struct sink *s, const struct json *lines)
{
    for (const struct json *l = json_first(lines); l; l = json_next(l)) {
        struct arena *a = s->arena;
        struct str product = value(s, l, "product"), name = value(s, l, "name");
        struct str cut = value(s, l, "cut_for");
        size_t room = s->area.cols > 52 ? s->area.cols - 44 : 8;

        put(s, cut.n ? LOOK_WARNING : LOOK_PLAIN,
            str_format(
                a, " %.*s %.*s %.*s %.*s %.*s",
                STR_ARG(text_column(value(s, l, "line"), 3, TEXT_RIGHT, a)),
                STR_ARG(text_column(str_format(a, "%.*s %.*s", STR_ARG(product), STR_ARG(name)),
                                    room, TEXT_LEFT, a)),
                STR_ARG(text_column(value(s, l, "granted"), 9, TEXT_RIGHT, a)),
                STR_ARG(text_column(value(s, l, "price"), 12, TEXT_RIGHT, a)),
                STR_ARG(text_column(value(s, l, "amount"), 14, TEXT_RIGHT, a))));
        if (cut.n)
            put(s, LOOK_WARNING,
                str_format(a, "     %s %.*s, %s %.*s", _("ordered"),
                           STR_ARG(value(s, l, "ordered")), _("cut for"), STR_ARG(cut)));
    }
}

static void put_road(struct sink *s, const struct json *road)
{
    if (json_count(road))
        put(s, LOOK_TITLE, str_of(_(" Road")));
    for (const struct json *e = json_first(road); e; e = json_next(e)) {
        struct arena *a = s->arena;
        struct str behind = value(s, e, "for"), remark = value(s, e, "remark");

        put(s, LOOK_PLAIN,
            str_format(a, " %.*s %.*s %.*s %.*s%s%.*s %.*s %.*s",
                       STR_ARG(text_column(value(s, e, "at"), 16, TEXT_LEFT, a)),
                       STR_ARG(text_column(value(s, e, "step"), 4, TEXT_LEFT, a)),
                       STR_ARG(text_column(value(s, e, "act"), 16, TEXT_LEFT, a)),
                       STR_ARG(value(s, e, "by")), behind.n ? _(" for ") : "", STR_ARG(behind),
                       STR_ARG(value(s, e, "outcome")), STR_ARG(value(s, e, "rule"))));
        if (remark.n)
            put(s, LOOK_DIM, str_format(a, "     \"%.*s\"", STR_ARG(remark)));
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

static void put_order(struct sink *s, const struct json *body, bool without_road)
{
    static const char *const head[] = {
        "wanted",   "station", "channel", "reference",    "csr",
        "reserved", "due",     "memo",    "returned_for", NULL
    };
    const struct json *order = json_member(body, "order");
    struct arena *a = s->arena;

    put(s, LOOK_TITLE,
        str_format(a, " %.*s %.*s  %.*s  %.*s", STR_ARG(value(s, order, "no")),
                   STR_ARG(value(s, order, "customer_name")), STR_ARG(value(s, order, "state")),
                   STR_ARG(value(s, order, "total"))));
    put_lines(s, json_member(body, "lines"));
    put_pairs(s, order, head);
    put_claims(s, json_member(body, "claims"));
    special_lines(body, s->arena, put_one, s);
    for (const struct json *g = json_first(json_member(body, "signatures")); g;
         g = json_next(g))
        put(s, value(s, g, "void").n ? LOOK_DIM : LOOK_GOOD,
            str_format(a, " %s %.*s %.*s %.*s %.*s%s", _("signed"),
                       STR_ARG(value(s, g, "kind")), STR_ARG(value(s, g, "role")),
                       STR_ARG(value(s, g, "signer")), STR_ARG(value(s, g, "at")),
                       value(s, g, "void").n ? _(" (void)") : ""));
    if (!without_road)
        put_road(s, json_member(body, "road"));
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
    size_t room = s->area.cols > 60 ? s->area.cols - 45 : 12;

    put(s, LOOK_TITLE,
        str_format(a, " %.*s %.*s  %.*s  %.*s", STR_ARG(value(s, note, "no")),
                   STR_ARG(value(s, note, "customer_name")), STR_ARG(value(s, note, "state")),
                   STR_ARG(value(s, note, "total"))));
    for (const struct json *l = json_first(json_member(body, "lines")); l; l = json_next(l))
        put(s, LOOK_PLAIN,
            str_format(
                a, " %.*s %.*s %.*s %s %.*s %s %.*s",
                STR_ARG(text_column(value(s, l, "line"), 3, TEXT_RIGHT, a)),
                STR_ARG(text_column(str_format(a, "%.*s %.*s", STR_ARG(value(s, l, "product")),
                                               STR_ARG(value(s, l, "name"))),
                                    room, TEXT_LEFT, a)),
                STR_ARG(text_column(value(s, l, "qty"), 9, TEXT_RIGHT, a)), _("issued"),
                STR_ARG(value(s, l, "issued")), _("missing"),
                STR_ARG(value(s, l, "backorder"))));
    put_pairs(s, note, head);
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
        if (json_kind(m) != JSON_OBJECT && json_kind(m) != JSON_ARRAY)
            continue;
        if (json_name(m).n)
            put(s, LOOK_TITLE, str_format(a, " %.*s", STR_ARG(show_name(json_name(m), a))));
        put_object(s, m, depth - 1);
    }
}

/* What a customer owes, oldest due first, and what he paid that is not used yet. */
static void put_open(struct sink *s, const struct json *body)
{
    for (const struct json *r = json_first(json_member(body, "receivables")); r;
         r = json_next(r)) {
        struct str days = STR("");
        int64_t late = 0;

        (void)!json_int(json_member(r, "days_late"), &late);
        if (late > 0)
            days = str_format(s->arena, _(", %lld days late"), (long long)late);
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
    static const char *const money[] = { "limit",    "exposure", "room",
                                         "overdue",  "reserved", "shipped",
                                         "invoiced", "deposit",  NULL };
    const struct json *c = json_member(body, "customer");

    put(s, LOOK_TITLE,
        str_format(s->arena, " %.*s %.*s  %.*s", STR_ARG(value(s, c, "code")),
                   STR_ARG(value(s, c, "name")), STR_ARG(value(s, c, "state"))));
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

/* "Next: order.accept, with li.na, left 12m: accept ...", always on the last line: what is to
 * be done by when is never cut. */
static void draw_next(struct sink *s, const struct json *next, struct instant now)
{
    struct instant due = { 0 };
    struct str when = STR(""), act = value(s, next, "act"), who = value(s, next, "who"), text;
    int op = act.n ? catalog_find(act) : -1;

    if (instant_parse(text_of(next, "due"), 0, &due))
        when = list_left(due, now, s->arena);
    text = str_format(s->arena, " %s %.*s%s%.*s%s%.*s: %s", _("Next:"), STR_ARG(act),
                      who.n ? _(", with ") : "", STR_ARG(who), when.n ? _(", left ") : "",
                      STR_ARG(when), op < 0 ? "" : words(catalog[op].help));
    paint_text(s->paint, s->area.row + s->area.rows, s->area.col, s->area.cols, LOOK_KEY,
               json_kind(next) == JSON_OBJECT ? text : str_of(_(" Next: nothing is open.")),
               s->arena);
}

void detail_key(struct detail *d, const struct key *key)
{
    if ((key->action == ACT_DOWN || key->action == ACT_WHEEL_DOWN) && d->top + 1 < d->lines)
        d->top++;
    else if ((key->action == ACT_UP || key->action == ACT_WHEEL_UP) && d->top)
        d->top--;
    else if (key->action == ACT_NEXT)
        d->top = d->top + 10 < d->lines ? d->top + 10 : d->top;
    else if (key->action == ACT_PREV)
        d->top = d->top > 10 ? d->top - 10 : 0;
    else if (key->action == ACT_START)
        d->top = 0;
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

void detail_draw(struct detail *d, struct paint *paint, struct area area, struct instant now,
                 bool without_past, struct arena *arena)
{
    struct sink s = { paint, area, arena, d->top, 0 };
    const struct json *body = d->reply.body;

    if (!d->loaded || !body || area.rows < 2)
        return;
    if (json_member(body, "order") || json_member(body, "note")) {
        s.area.rows--;
        if (json_member(body, "order"))
            put_order(&s, body, without_past);
        else
            put_note(&s, body);
        draw_next(&s, json_member(body, "next"), now);
    } else if (json_member(body, "customer")) {
        put_customer(&s, body, without_past);
    } else {
        put_object(&s, body, 2);
    }
    d->lines = s.line;
}
