/*
 * present.c - what a record says now, in the form that changes it.
 */
#include "client/term/present.h"

#include <inttypes.h>
#include <stdio.h>

#include "client/words.h"

/* A member that has another name than the parameter. */
struct renamed {
    enum param param;
    const char *member;
};
#define RENAMED 4
static const struct source {
    enum op op;
    enum param key; /* names the record */
    enum op query;
    enum param by;
    const char *object; /* the member with the record; NULL: a row of "rows" */
    const char *member; /* of the row: its code */
    bool whole;         /* the operation replaces all of it */
    struct renamed renamed[RENAMED];
} sources[] = {
    { OP_CUSTOMER_PUT,
      P_customer,
      OP_CUSTOMER_SHOW,
      P_customer,
      "customer",
      "code",
      false,
      { { P_customer_type, "type" }, { P_customer_state, "state" } } },
    { OP_PRODUCT_PUT,
      P_product,
      OP_PRODUCT_LIST,
      P_find,
      NULL,
      "code",
      false,
      { { P_product_state, "state" } } },
    { OP_USER_PUT, P_user, OP_USER_LIST, P_find, NULL, "login", false, { { 0 } } },
    { OP_STATION_PUT,
      P_station,
      OP_STATION_LIST,
      P_find,
      NULL,
      "station",
      false,
      { { P_phone, "station_phone" } } },
    { OP_PRICE_PUT, P_product, OP_PRICE_LIST, P_product, NULL, "product", true, { { 0 } } },
    { OP_CALENDAR_SET, P_day, OP_CALENDAR_LIST, P_day, NULL, "day", false, { { 0 } } },
};

static const struct source *source_of(enum op op)
{
    for (size_t i = 0; i < COUNT(sources); i++)
        if (sources[i].op == op)
            return &sources[i];
    return NULL;
}

void present_ask(struct app *app, struct screen *screen, int tag, enum op op,
                 const struct sheet *sheet, struct present *present)
{
    const struct source *s = source_of(op);
    struct str code = s ? sheet_text(sheet, s->key) : STR("");
    struct json_out out;

    if (!code.n || code.n > LIMIT_CODE || str_eq(code, str_of(present->of)) ||
        !app_may(app, s->query))
        return;
    (void)snprintf(present->of, sizeof(present->of), "%.*s", STR_ARG(code));
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    json_field_str(&out, params[s->by].name, code);
    json_end_object(&out);
    (void)app_ask(app, screen, tag, s->query, json_text(&out));
}

/* As a person would type it: no signs between thousands. */
static struct str plain(const struct json *value, struct arena *arena)
{
    struct str text;
    int64_t number;
    bool yes;

    if (json_str(value, &text))
        return text;
    if (json_int(value, &number))
        return str_format(arena, "%" PRId64, number);
    if (json_bool(value, &yes))
        return yes ? STR("yes") : STR("no");
    return STR("");
}

static const char *member_of(const struct source *s, enum param param)
{
    for (size_t i = 0; i < RENAMED && s->renamed[i].member; i++)
        if (s->renamed[i].param == param)
            return s->renamed[i].member;
    return params[param].name;
}

/* Days from and to which something counts are the change's own; a price of one customer, or of
 * a type of them, is not everybody's. */
static bool is_own(enum param param)
{
    return param == P_valid_from || param == P_valid_to || param == P_reason ||
           param == P_customer_type || param == P_customer;
}

static const struct json *record_in(const struct source *s, const struct json *body,
                                    struct str code)
{
    struct str has, other;

    if (s->object)
        return json_member(body, s->object);
    for (const struct json *r = json_first(json_member(body, "rows")); r; r = json_next(r)) {
        bool special =
            json_str(json_member(r, "customer"), &other) ||
            (s->op == OP_PRICE_PUT && json_str(json_member(r, "type"), &other) && other.n);

        if (json_str(json_member(r, s->member), &has) && str_eq(has, code) && !special)
            return r;
    }
    return NULL;
}

void present_take(struct app *app, enum op op, struct sheet *sheet,
                  const struct present *present, const struct json *body)
{
    const struct source *s = source_of(op);
    const struct json *record = record_in(s, body, str_of(present->of));

    if (!str_eq(sheet_text(sheet, s->key), str_of(present->of)))
        return; /* another code by now */
    sheet_unload(sheet);
    if (!record) {
        app_say(app, LOOK_PLAIN, _("%s is new."), present->of);
        return;
    }
    for (size_t i = 0; i < sheet->count; i++) {
        enum param p = sheet->places[i].item.param;

        if (p == s->key || (s->whole && is_own(p)))
            continue;
        sheet_load(sheet, p, plain(json_member(record, member_of(s, p)), &app->frame),
                   s->whole || p == P_version);
    }
    app_say(app, LOOK_PLAIN, _("%s as it is now; only what you change is sent."), present->of);
}
