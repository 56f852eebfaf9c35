/*
 * standing.c - states against roads.
 */
#include "client/term/standing.h"

#include <stdio.h>
#include <string.h>

#include "client/term/wording.h"
#include "client/words.h"

_Static_assert(MACHINE_ORDER < 4 && MACHINE_NOTE < 4 && MACHINE_SHIPMENT < 4, "room");

static struct str member(const struct json *object, const char *name)
{
    struct str s;

    return json_str(json_member(object, name), &s) ? s : STR("");
}

static void put(struct standing *s, enum machine machine, struct str number, struct str state)
{
    (void)snprintf(s->number[machine], sizeof(s->number[machine]), "%.*s", STR_ARG(number));
    (void)snprintf(s->state[machine], sizeof(s->state[machine]), "%.*s", STR_ARG(state));
}

/* Those of the note at hand; of one part where the hand has it. */
static void put_parts(struct standing *s, const struct json *shipments, const struct hand *hand)
{
    for (const struct json *h = json_first(shipments); h; h = json_next(h)) {
        struct str note = member(h, "note");
        int64_t part = 0;
        char number[24];

        (void)!json_int(json_member(h, "part"), &part);
        (void)snprintf(number, sizeof(number), "%lld", (long long)part);
        if ((note.n && !str_eq(note, str_of(hand->value[P_note]))) ||
            (hand->value[P_part][0] && strcmp(hand->value[P_part], number) != 0) ||
            s->part_count == STANDING_PARTS)
            continue;
        (void)snprintf(s->parts[s->part_count++], sizeof(s->parts[0]), "%.*s",
                       STR_ARG(member(h, "state")));
    }
}

void standing_of(const struct json *whole, const struct hand *hand, struct standing *out)
{
    const struct json *order = json_member(whole, "order"), *note = json_member(whole, "note");

    *out = (struct standing){ 0 };
    put(out, MACHINE_ORDER, member(order, "no"), member(order, "state"));
    put(out, MACHINE_NOTE, member(note, "no"), member(note, "state"));
    for (const struct json *n = json_first(json_member(whole, "notes")); n; n = json_next(n))
        if (str_eq(member(n, "no"), str_of(hand->value[P_note])))
            put(out, MACHINE_NOTE, member(n, "no"), member(n, "state"));
    put_parts(out, json_member(whole, "shipments"), hand);
}

static bool has_state(const struct json *row, const char *state)
{
    for (const struct json *s = json_first(json_member(row, "states")); s; s = json_next(s)) {
        struct str name;

        if (json_str(s, &name) && str_eq(name, str_of(state)))
            return true;
    }
    return false;
}

static bool allows(const struct standing *s, const struct json *row, enum machine machine)
{
    if (machine != MACHINE_SHIPMENT)
        return !s->state[machine][0] || has_state(row, s->state[machine]);
    for (size_t i = 0; i < s->part_count; i++)
        if (has_state(row, s->parts[i]))
            return true;
    return !s->state[MACHINE_NOTE]
                    [0]; /* a note without such a part, or no note that is known */
}

/* "SO12 is received; order.send needs: approved". */
static struct str reason(const struct standing *s, const struct json *row, enum machine machine,
                         enum op op, struct arena *a)
{
    bool part = machine == MACHINE_SHIPMENT;
    const char *state = !part ? s->state[machine] : s->part_count ? s->parts[0] : "";
    struct str all = STR("");

    for (const struct json *n = json_first(json_member(row, "states")); n; n = json_next(n)) {
        struct str name = STR("");

        (void)!json_str(n, &name);
        all = str_format(a, "%.*s%s%.*s", STR_ARG(all), all.n ? ", " : "",
                         STR_ARG(wording_value(name, a)));
    }
    if (!state[0])
        return str_format(a, _("%s has no goods yet for %s"), s->number[MACHINE_NOTE],
                          catalog[op].name);
    return str_format(a, _("%s is %.*s; %s needs: %.*s"),
                      s->number[part ? MACHINE_NOTE : machine],
                      STR_ARG(wording_value(str_of(state), a)), catalog[op].name, STR_ARG(all));
}

bool standing_allows(const struct standing *s, const struct json *flow, enum op op,
                     struct arena *a, struct str *why)
{
    for (const struct json *row = json_first(json_member(flow, "rows")); row;
         row = json_next(row)) {
        enum machine machine = (enum machine)enum_value(ENUM_machine, member(row, "machine"));

        if (!str_eq(member(row, "op"), str_of(catalog[op].name)) ||
            (machine != MACHINE_ORDER && machine != MACHINE_NOTE &&
             machine != MACHINE_SHIPMENT) ||
            allows(s, row, machine))
            continue;
        *why = reason(s, row, machine, op, a);
        return false;
    }
    return true;
}
