/*
 * standing.c - documents against what acts need of them.
 */
#include "client/term/standing.h"

#include <stdio.h>
#include <string.h>

#include "client/show.h"
#include "client/term/wording.h"
#include "client/words.h"

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

/* --- what is known ----------------------------------------------------------------------- */

static const struct standing_one *first_of(const struct standing *s, struct str subject)
{
    for (size_t i = 0; i < s->count; i++)
        if (str_eq(str_of(s->ones[i].subject), subject))
            return &s->ones[i];
    return NULL;
}

/* Amounts come as texts: "0.00" is nothing. */
static bool is_there(const struct json *value)
{
    struct str text;
    int64_t number;
    bool yes;

    if (json_bool(value, &yes))
        return yes;
    if (json_int(value, &number))
        return number != 0;
    if (!json_str(value, &text))
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '0' && text.p[i] != '.' && text.p[i] != ',')
            return true;
    return false;
}

static void put(struct standing *s, const char *subject, const char *key,
                const struct json *object)
{
    struct standing_one *one = &s->ones[s->count];
    int64_t number;

    if (!object || s->count == STANDING_MOST)
        return;
    *one = (struct standing_one){ 0 };
    (void)snprintf(one->subject, sizeof(one->subject), "%s", subject);
    if (json_int(json_member(object, key), &number))
        (void)snprintf(one->number, sizeof(one->number), "%lld", (long long)number);
    else
        (void)snprintf(one->number, sizeof(one->number), "%.*s", STR_ARG(member(object, key)));
    (void)snprintf(one->state, sizeof(one->state), "%.*s", STR_ARG(member(object, "state")));
    for (const struct json *m = json_first(object); m && one->fact_count < STANDING_FACTS;
         m = json_next(m)) {
        struct standing_fact *fact = &one->facts[one->fact_count++];

        (void)snprintf(fact->member, sizeof(fact->member), "%.*s", STR_ARG(json_name(m)));
        fact->has = is_there(m);
    }
    s->count++;
}

/* That of an array whose key the hand has. */
static void put_found(struct standing *s, const char *subject, const char *key,
                      const struct json *array, const char *wanted)
{
    if (!wanted[0] || first_of(s, str_of(subject)))
        return;
    for (const struct json *v = json_first(array); v; v = json_next(v))
        if (str_eq(member(v, key), str_of(wanted))) {
            put(s, subject, key, v);
            return;
        }
}

/* Those of the note at hand; of one part where the hand has it and no other can be meant. */
static void put_parts(struct standing *s, const struct json *shipments, const struct hand *hand)
{
    for (const struct json *h = json_first(shipments); h; h = json_next(h)) {
        struct str note = member(h, "note");
        int64_t part = 0;
        char number[24];

        (void)!json_int(json_member(h, "part"), &part);
        (void)snprintf(number, sizeof(number), "%lld", (long long)part);
        if ((note.n && !str_eq(note, str_of(hand->value[P_note]))) ||
            (hand->value[P_part][0] && !hand->has_parts &&
             strcmp(hand->value[P_part], number) != 0) ||
            s->count == STANDING_MOST)
            continue;
        put(s, "SHIPMENT", "note", h);
        (void)snprintf(s->ones[s->count - 1].part, sizeof(s->ones[0].part), "%s", number);
        (void)snprintf(s->ones[s->count - 1].number, sizeof(s->ones[0].number), "%s",
                       hand->value[P_note]);
    }
}

static void put_row(struct standing *s, enum op list, const struct json *row)
{
    static const struct {
        enum op list;
        const char *subject, *key;
    } rows[] = {
        { OP_ORDER_LIST, "ORDER", "no" },
        { OP_NOTE_LIST, "NOTE", "no" },
        { OP_RECEIVABLE_LIST, "RECEIVABLE", "no" },
        { OP_RECEIVABLE_ESCALATED, "RECEIVABLE", "no" },
        { OP_CALL_MISSING, "RECEIVABLE", "receivable" },
        { OP_RECEIPT_LIST, "RECEIPT", "no" },
        { OP_RECEIPT_POOL, "RECEIPT", "no" },
        { OP_CLAIM_LIST, "CLAIM", "claim" },
        { OP_CARRIER_CLAIM_LIST, "CARRIER", "carrier_claim" },
        { OP_RETURN_LIST, "RETURN", "goods_return" },
        { OP_PROBLEM_LIST, "PROBLEM", "problem" },
        { OP_WRITE_OFF_LIST, "WRITE_OFF", "receivable" },
        { OP_REFUND_LIST, "REFUND", "receipt" },
        { OP_LIMIT_LIST, "LIMIT", "account" },
        { OP_POLICY_LIST, "PROPOSAL", "proposal" },
        { OP_STOCK_LIST, "STOCK", "product" },
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        if (rows[i].list == list && !first_of(s, str_of(rows[i].subject)))
            put(s, rows[i].subject, rows[i].key, row);
}

void standing_of(const struct json *whole, enum op list, const struct json *row,
                 const struct hand *hand, struct standing *out)
{
    const struct json *note = json_member(whole, "note");

    out->count = 0;
    put(out, "ORDER", "no", json_member(whole, "order"));
    put(out, "NOTE", "no", note);
    put_found(out, "NOTE", "no", json_member(whole, "notes"), hand->value[P_note]);
    put_parts(out, json_member(whole, "shipments"), hand);
    put_row(out, list, row);
    put_found(out, "RECEIVABLE", "no", json_member(whole, "receivables"),
              hand->value[P_receivable]);
    put_found(out, "CLAIM", "claim", json_member(whole, "claims"), hand->value[P_claim]);
    put_found(out, "CARRIER", "carrier_claim", json_member(whole, "carrier_claims"),
              hand->value[P_carrier_claim]);
}

/* --- what is needed ---------------------------------------------------------------------- */

static bool has_state(const struct json *row, const char *state)
{
    for (const struct json *s = json_first(json_member(row, "states")); s; s = json_next(s)) {
        struct str name;

        if (json_str(s, &name) && str_eq(name, str_of(state)))
            return true;
    }
    return false;
}

static bool fits(const struct standing_one *one, const struct json *row)
{
    struct str name = member(row, "member");
    bool has = false;

    if (!name.n)
        return !one->state[0] || has_state(row, one->state);
    (void)!json_bool(json_member(row, "has"), &has);
    for (size_t i = 0; i < one->fact_count; i++)
        if (str_eq(str_of(one->facts[i].member), name))
            return one->facts[i].has == has;
    return true; /* not told */
}

/* One of them is enough, and of an unknown kind none is needed; but a note that is known and
 * has no goods yet has no parts. */
static bool allows(const struct standing *s, const struct json *row)
{
    struct str subject = member(row, "machine");

    if (!first_of(s, subject))
        return !str_eq(subject, STR("SHIPMENT")) || !first_of(s, STR("NOTE"));
    for (size_t i = 0; i < s->count; i++)
        if (str_eq(str_of(s->ones[i].subject), subject) && fits(&s->ones[i], row))
            return true;
    return false;
}

/* "SO12 is received; order.send needs: approved". */
static struct str reason(const struct standing *s, const struct json *row, enum op op,
                         struct arena *a)
{
    const struct standing_one *one = first_of(s, member(row, "machine"));
    struct str all = STR(""), name = show_name(member(row, "member"), a);
    bool has = false;

    if (!one)
        return str_format(a, _("%s has no goods yet for %s"), first_of(s, STR("NOTE"))->number,
                          catalog[op].name);
    (void)!json_bool(json_member(row, "has"), &has);
    if (name.n)
        return str_format(a,
                          has ? _("%s: nothing stands under \"%.*s\"; %s needs it")
                              : _("%s: something stands under \"%.*s\"; %s waits for its end"),
                          one->number, STR_ARG(name), catalog[op].name);
    for (const struct json *n = json_first(json_member(row, "states")); n; n = json_next(n)) {
        struct str state = STR("");

        (void)!json_str(n, &state);
        all = str_format(a, "%.*s%s%.*s", STR_ARG(all), all.n ? ", " : "",
                         STR_ARG(wording_value(state, a)));
    }
    return str_format(a, _("%s is %.*s; %s needs: %.*s"), one->number,
                      STR_ARG(wording_value(str_of(one->state), a)), catalog[op].name,
                      STR_ARG(all));
}

bool standing_allows(const struct standing *s, const struct json *flow, enum op op,
                     struct arena *a, struct str *why)
{
    for (const struct json *row = json_first(json_member(flow, "rows")); row;
         row = json_next(row)) {
        if (!str_eq(member(row, "op"), str_of(catalog[op].name)) || allows(s, row))
            continue;
        *why = reason(s, row, op, a);
        return false;
    }
    return true;
}

const char *standing_part(const struct standing *s, const struct json *flow, enum op op)
{
    for (size_t i = 0; i < s->count; i++)
        for (const struct json *row = json_first(json_member(flow, "rows")); row;
             row = json_next(row))
            if (s->ones[i].part[0] && str_eq(member(row, "machine"), STR("SHIPMENT")) &&
                str_eq(member(row, "op"), str_of(catalog[op].name)) && fits(&s->ones[i], row))
                return s->ones[i].part;
    return "";
}
