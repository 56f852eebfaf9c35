/*
 * detail.c - one document whole.
 */
#include "client/term/detail.h"

#include <stdio.h>
#include <string.h>

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

bool detail_has_ageing(const struct detail *d)
{
    return d->loaded && json_count(json_member(d->reply.body, "ageing")) > 0;
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

/* An order tells of which note each is. */
static size_t parts_of(const struct json *shipments, struct str note)
{
    size_t parts = 0;

    for (const struct json *s = json_first(shipments); s; s = json_next(s))
        parts += !text_of(s, "note").n || str_eq(text_of(s, "note"), note);
    return parts;
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
    hand->has_parts = parts_of(json_member(body, "shipments"), text_of(note, "no")) > 1;
    for (const struct json *r = json_first(json_member(body, "receivables")); r && order;
         r = json_next(r))
        hand_put(hand, P_receivable, text_of(r, "no"));
    hand_put(hand, P_claim, open_claim(json_member(body, "claims")));
    hand_put(hand, P_job, text_of(json_first(json_member(body, "printings")), "job"));
}

/* --- keys -------------------------------------------------------------------------------- */

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
