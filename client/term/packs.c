/*
 * packs.c - units behind a quantity.
 */
#include "client/term/packs.h"

#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

#include "client/words.h"
#include "common/limits.h"

static bool same(struct str a, struct str b)
{
    return a.n == b.n && a.n && !strncasecmp(a.p, b.p, a.n);
}

/* The digits in front; behind them *unit, "" when there is none. */
static struct str split(struct str text, struct str *unit)
{
    size_t digits = 0;

    text = str_trim(text);
    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
        digits++;
    *unit = str_trim((struct str){ text.p + digits, text.n - digits });
    if (unit->n && (unit->p[0] == '*' || unit->p[0] == ',' || unit->p[0] == '.'))
        *unit = STR("");
    return (struct str){ text.p, digits };
}

bool packs_named(struct str text)
{
    struct str unit, digits = split(text, &unit);

    return digits.n && unit.n;
}

bool packs_count(struct str text, struct str unit, int64_t pack, int64_t *out)
{
    static const char *const packs[] = { "cs",  "ct", "ctn", "pk", "pack",
                                         "box", "cj", "箱",  "盒", "包" };
    struct str named, digits = split(text, &named);
    int64_t count;
    bool is_pack = false;

    for (size_t i = 0; i < COUNT(packs); i++)
        is_pack = is_pack || same(named, str_of(packs[i]));
    is_pack = is_pack && pack > 0 && pack <= LIMIT_INT;
    if (!str_int(digits, &count) || count > LIMIT_INT || (!is_pack && !same(named, unit)))
        return false;
    *out = is_pack ? count * pack : count;
    return true;
}

struct str packs_fault(struct str unit, int64_t pack, struct arena *arena)
{
    return str_format(arena, _("units: %.*s, or cs of %lld"), STR_ARG(unit),
                      (long long)(pack > 0 ? pack : 1));
}

/* --- in a form --------------------------------------------------------------------------- */

void packs_ask(struct app *app, struct screen *screen, int tag, struct str product,
               const struct sheet_place *place)
{
    struct json_out out;

    if (params[place->item.param].type != PARAM_QTY || !product.n ||
        !packs_named(field_text(&place->field)) || !app_may(app, OP_PRODUCT_LIST))
        return;
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, "find", product);
    json_end_object(&out);
    (void)app_ask(app, screen, tag, OP_PRODUCT_LIST, json_text(&out));
}

static struct str member(const struct json *row, const char *name)
{
    struct str s;

    return json_str(json_member(row, name), &s) ? s : STR("");
}

void packs_take(struct app *app, const struct json *rows, struct str product,
                struct sheet_place *place)
{
    struct str text = field_text(&place->field), unit;
    int64_t pack = 0, count;

    while (rows && !same(member(rows, "code"), product))
        rows = json_next(rows);
    if (!rows || !packs_named(text))
        return;
    unit = member(rows, "unit");
    if (!str_int(member(rows, "pack"), &pack))
        pack = 0;
    if (!packs_count(text, unit, pack, &count)) {
        (void)snprintf(place->fault, sizeof(place->fault), "%.*s",
                       STR_ARG(packs_fault(unit, pack, &app->frame)));
        return;
    }
    field_set(&place->field, str_format(&app->frame, "%" PRId64, count));
    place->is_default = false;
    place->fault[0] = '\0';
}
