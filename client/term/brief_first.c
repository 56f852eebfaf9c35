/*
 * brief_first.c - the first lines of an act's form: the document it is about, whose it is, its
 * state and what matters of it, so that nobody acts on a number alone (SCREENS.md 7).
 */
#include "client/term/brief.h"

#include <inttypes.h>
#include <stdio.h>

#include "client/show.h"
#include "client/term/rows.h"
#include "client/term/wording.h"
#include "client/words.h"

/* Products that are named; the others are counted. */
#define GOODS_MOST 4

/* --- asking ------------------------------------------------------------------------------ */

static void ask(struct app *app, struct screen *screen, int tag, enum op op, enum param by,
                const struct hand *hand)
{
    struct json_out out;

    if (!hand->value[by][0] || !app_may(app, op))
        return;
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, params[by].name, str_of(hand->value[by]));
    json_end_object(&out);
    (void)app_ask(app, screen, tag, op, json_text(&out));
}

void brief_first_ask(struct app *app, struct screen *screen, int tag, enum op op,
                     const struct hand *hand)
{
    bool whole = brief_wanted(op);

    if (op_takes(op, P_claim))
        ask(app, screen, tag, OP_CLAIM_LIST, P_customer, hand);
    if (op_takes(op, P_receivable) || op == OP_RECEIPT_ALLOCATE)
        ask(app, screen, tag, OP_RECEIVABLE_LIST, P_customer, hand);
    if (op_takes(op, P_receipt))
        ask(app, screen, tag, OP_RECEIPT_LIST, P_customer, hand);
    if (brief_limit_wanted(op))
        ask(app, screen, tag, OP_LIMIT_PROPOSALS, P_customer, hand);
    if (whole)
        return;
    if (op_takes(op, P_order))
        ask(app, screen, tag, OP_ORDER_SHOW, P_order, hand);
    else if (op_takes(op, P_note))
        ask(app, screen, tag, OP_NOTE_SHOW, P_note, hand);
}

/* --- lines ------------------------------------------------------------------------------- */

struct first {
    const struct brief *brief;
    struct arena *arena;
    brief_put *put;
    void *context;
};

static struct str value(const struct first *f, const struct json *object, const char *name)
{
    return wording_member(object, name, f->arena);
}

static void put(const struct first *f, enum look look, struct str text)
{
    f->put(f->context, look, text);
}

static const struct json *row_of(const struct rpc_reply *reply, const char *key,
                                 const char *number)
{
    for (const struct json *r = json_first(json_member(reply->body, "rows")); r;
         r = json_next(r)) {
        struct str has;

        if (json_str(json_member(r, key), &has) && str_eq(has, str_of(number)))
            return r;
    }
    return NULL;
}

static void put_order(const struct first *f)
{
    const struct json *order = json_member(f->brief->order.body, "order");

    if (order)
        put(f, LOOK_TITLE,
            str_format(f->arena, "%.*s  %.*s  %.*s  %.*s", STR_ARG(value(f, order, "no")),
                       STR_ARG(value(f, order, "customer_name")),
                       STR_ARG(value(f, order, "total")), STR_ARG(value(f, order, "state"))));
}

/* "40 in 2 lines: PX001 30, PX002 10": of the part, where the act is about one. */
static void put_goods(const struct first *f)
{
    const struct brief *b = f->brief;
    bool by_part = b->hand.value[P_part][0] && op_takes(b->op, P_part);
    const char *list = by_part ? "shipment_lines" : "lines";
    int64_t part = 0, sum = 0, one, of;
    struct str goods = STR("");
    size_t lines = 0;

    (void)!str_int(str_of(b->hand.value[P_part]), &part);
    for (const struct json *l = json_first(json_member(b->note.body, list)); l;
         l = json_next(l)) {
        struct str qty;

        if (by_part && (!json_int(json_member(l, "part"), &of) || of != part))
            continue;
        if (!json_str(json_member(l, "qty"), &qty) || !str_int(qty, &one))
            continue;
        sum += one;
        if (lines++ < GOODS_MOST)
            goods = str_format(f->arena, "%.*s%s%.*s %.*s", STR_ARG(goods), goods.n ? ", " : "",
                               STR_ARG(value(f, l, "product")), STR_ARG(value(f, l, "qty")));
    }
    if (lines)
        put(f, LOOK_PLAIN,
            str_format(
                f->arena, _("quantity %.*s, lines %zu: %.*s"),
                STR_ARG(show_text(str_format(f->arena, "%" PRId64, sum), f->arena)), lines,
                STR_ARG(lines > GOODS_MOST ? str_format(f->arena, "%.*s, ...", STR_ARG(goods))
                                           : goods)));
}

static void put_note(const struct first *f)
{
    const struct json *note = json_member(f->brief->note.body, "note");

    if (!note)
        return;
    put(f, LOOK_TITLE,
        str_format(f->arena, "%.*s  %.*s  %.*s  %.*s", STR_ARG(value(f, note, "no")),
                   STR_ARG(value(f, note, "customer_name")), STR_ARG(value(f, note, "total")),
                   STR_ARG(value(f, note, "state"))));
    put_goods(f);
}

static void put_receivable(const struct first *f)
{
    const struct json *r =
        row_of(&f->brief->receivables, "no", f->brief->hand.value[P_receivable]);
    struct str promised = value(f, r, "promised_on");

    if (r)
        put(f, LOOK_TITLE,
            str_format(f->arena, _("%.*s  %.*s  open %.*s  due %.*s  late %.*s%s%.*s"),
                       STR_ARG(value(f, r, "no")), STR_ARG(value(f, r, "customer_name")),
                       STR_ARG(value(f, r, "open")), STR_ARG(value(f, r, "due")),
                       STR_ARG(value(f, r, "days_late")), promised.n ? _("  promised ") : "",
                       STR_ARG(promised)));
}

/* Whom the money would pay, if nobody says otherwise. */
static void put_oldest(const struct first *f, const struct json *receipt)
{
    struct str text, pays = STR("");
    struct money left, open, one;

    if (!json_str(json_member(receipt, "free"), &text) || !money_parse(text, &left))
        return;
    for (const struct json *r = json_first(json_member(f->brief->receivables.body, "rows"));
         r && left.fen > 0; r = json_next(r)) {
        if (!json_str(json_member(r, "open"), &text) || !money_parse(text, &open))
            continue;
        one = rows_oldest_first(open, &left);
        pays = str_format(f->arena, "%.*s%s%.*s %.*s", STR_ARG(pays), pays.n ? ", " : "",
                          STR_ARG(value(f, r, "no")),
                          STR_ARG(show_text(money_text(one, f->arena), f->arena)));
    }
    put(f, LOOK_PLAIN,
        pays.n ? str_format(f->arena, _("the oldest first: %.*s"), STR_ARG(pays))
               : str_of(_("nothing of this customer is open")));
}

static void put_receipt(const struct first *f)
{
    const struct json *r = row_of(&f->brief->receipts, "no", f->brief->hand.value[P_receipt]);

    if (!r)
        return;
    put(f, LOOK_TITLE,
        str_format(f->arena, _("%.*s  %.*s  amount %.*s  free %.*s  %.*s"),
                   STR_ARG(value(f, r, "no")), STR_ARG(value(f, r, "customer_name")),
                   STR_ARG(value(f, r, "amount")), STR_ARG(value(f, r, "free")),
                   STR_ARG(value(f, r, "state"))));
    if (f->brief->op == OP_RECEIPT_ALLOCATE && f->brief->receivables.body)
        put_oldest(f, r);
}

static void put_claim(const struct first *f)
{
    const struct json *r = row_of(&f->brief->claims, "claim", f->brief->hand.value[P_claim]);

    if (r)
        put(f, LOOK_TITLE,
            str_format(f->arena, "%.*s  %.*s  %.*s  %.*s  %.*s", STR_ARG(value(f, r, "claim")),
                       STR_ARG(value(f, r, "customer_name")), STR_ARG(value(f, r, "amount")),
                       STR_ARG(value(f, r, "state")), STR_ARG(value(f, r, "what"))));
}

void brief_first_lines(const struct brief *brief, struct arena *arena, brief_put *to,
                       void *context)
{
    struct first f = { brief, arena, to, context };

    put_claim(&f);
    put_receipt(&f);
    put_receivable(&f);
    brief_limit_lines(brief, arena, to, context);
    if (brief_wanted(brief->op))
        return;
    put_order(&f);
    put_note(&f);
}
