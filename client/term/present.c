/*
 * present.c - what a record says now, in the form that changes it.
 */
#include "client/term/present.h"

#include <strings.h>

#include <inttypes.h>
#include <stdio.h>

#include "client/words.h"

/* A member that has another name than the parameter. */
struct renamed {
    enum param param;
    const char *member;
};
#define RENAMED 4
#define KEYS    5
#define NONE    PARAM_COUNT
/* keys: what names the record, in the form or in the hand of the act. The first is asked with,
 * where the query takes it as `by`; a row has to have the others, and the first where it is the
 * only one. */
static const struct source {
    enum op op;
    enum param keys[KEYS];
    size_t key_count;
    enum op query;
    enum param by;      /* NONE: all rows are asked for */
    const char *object; /* the member with the record; NULL: a row of `rows` */
    const char *rows;
    bool whole; /* the operation replaces all of it */
    bool tells; /* what it does not tell is new */
    struct renamed renamed[RENAMED];
} sources[] = {
    { OP_CUSTOMER_PUT,
      { P_customer },
      1,
      OP_CUSTOMER_SHOW,
      P_customer,
      "customer",
      NULL,
      false,
      true,
      { { P_customer_type, "type" }, { P_customer_state, "state" } } },
    { OP_CUSTOMER_STATION,
      { P_customer, P_station },
      2,
      OP_CUSTOMER_SHOW,
      P_customer,
      NULL,
      "stations",
      false,
      false,
      { { 0 } } },
    { OP_PRODUCT_PUT,
      { P_product },
      1,
      OP_PRODUCT_LIST,
      P_find,
      NULL,
      "rows",
      false,
      true,
      { { P_product, "code" }, { P_product_state, "state" } } },
    { OP_USER_PUT,
      { P_user },
      1,
      OP_USER_LIST,
      P_find,
      NULL,
      "rows",
      false,
      true,
      { { P_user, "login" } } },
    { OP_STATION_PUT,
      { P_station },
      1,
      OP_STATION_LIST,
      P_find,
      NULL,
      "rows",
      false,
      true,
      { { P_phone, "station_phone" } } },
    { OP_PRINTER_PUT,
      { P_printer },
      1,
      OP_PRINTER_LIST,
      P_printer,
      NULL,
      "rows",
      false,
      true,
      { { P_name, "name" } } },
    { OP_PRICE_PUT,
      { P_product },
      1,
      OP_PRICE_LIST,
      P_product,
      NULL,
      "rows",
      true,
      true,
      { { 0 } } },
    { OP_CALENDAR_SET,
      { P_day },
      1,
      OP_CALENDAR_LIST,
      P_day,
      NULL,
      "rows",
      false,
      true,
      { { 0 } } },
    /* a market or an area that nobody answers for is in no list */
    { OP_MARKET_PUT,
      { P_market },
      1,
      OP_UNIT_LIST,
      P_code,
      NULL,
      "rows",
      false,
      false,
      { { P_market, "code" } } },
    { OP_AREA_PUT,
      { P_area },
      1,
      OP_UNIT_LIST,
      P_code,
      NULL,
      "rows",
      false,
      false,
      { { P_area, "code" } } },
    { OP_UNIT_ASSIGN,
      { P_code, P_role },
      2,
      OP_UNIT_LIST,
      P_code,
      NULL,
      "rows",
      true,
      false,
      { { 0 } } },
    { OP_QUOTA_SET,
      { P_month, P_holder, P_code, P_product, P_class },
      5,
      OP_QUOTA_LIST,
      P_month,
      NULL,
      "rows",
      false,
      false,
      { { P_qty, "allotted" } } },
    { OP_OPENING_AMEND,
      { P_batch },
      1,
      OP_OPENING_LIST,
      NONE,
      NULL,
      "rows",
      false,
      false,
      { { P_rows, "control_rows" }, { P_total, "control_total" } } },
    { OP_ORDER_ASSIGN,
      { P_order },
      1,
      OP_ORDER_SHOW,
      P_order,
      "order",
      NULL,
      false,
      false,
      { { 0 } } },
    { OP_NOTE_WAYBILL,
      { P_note, P_part },
      2,
      OP_NOTE_SHOW,
      P_note,
      NULL,
      "shipments",
      false,
      false,
      { { 0 } } },
};

static const struct source *source_of(enum op op)
{
    for (size_t i = 0; i < COUNT(sources); i++)
        if (sources[i].op == op)
            return &sources[i];
    return NULL;
}

/* What stands in the form, else what the act is about. */
static struct str key_text(const struct sheet *sheet, const struct hand *hand, enum param p)
{
    struct str typed = sheet_text(sheet, p);

    return typed.n ? typed : str_of(hand->value[p]);
}

static bool is_needed(enum op op, enum param p)
{
    for (size_t i = 0; i < catalog[op].param_count; i++)
        if (catalog[op].params[i].param == p)
            return catalog[op].params[i].required;
    return false;
}

/* "C001 ST2"; "" as long as the record is not named. */
static struct str name_of(const struct source *s, const struct sheet *sheet,
                          const struct hand *hand, struct arena *arena)
{
    struct str name = STR("");

    for (size_t i = 0; i < s->key_count; i++) {
        struct str text = key_text(sheet, hand, s->keys[i]);

        if ((!text.n && is_needed(s->op, s->keys[i])) || text.n > LIMIT_CODE)
            return STR("");
        if (text.n)
            name = str_format(arena, "%.*s%s%.*s", STR_ARG(name), name.n ? " " : "",
                              STR_ARG(text));
    }
    return name;
}

void present_ask(struct app *app, struct screen *screen, int tag, enum op op,
                 const struct sheet *sheet, const struct hand *hand, struct present *present)
{
    const struct source *s = source_of(op);
    struct str name = s ? name_of(s, sheet, hand, &app->frame) : STR("");
    struct json_out out;

    if (!name.n || str_eq(name, str_of(present->of)) || !app_may(app, s->query))
        return;
    (void)snprintf(present->of, sizeof(present->of), "%.*s", STR_ARG(name));
    json_out_init(&out, &app->frame);
    json_begin_object(&out);
    if (s->by != NONE)
        json_field_str(&out, params[s->by].name, key_text(sheet, hand, s->keys[0]));
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

/* Does the row say what the form says? The first of several keys was asked with. */
static bool is_it(const struct source *s, const struct json *row, const struct sheet *sheet,
                  const struct hand *hand, struct arena *arena)
{
    struct str other;
    bool special =
        s->op == OP_PRICE_PUT && (json_str(json_member(row, "customer"), &other) ||
                                  (json_str(json_member(row, "type"), &other) && other.n));

    for (size_t i = s->key_count > 1; i < s->key_count; i++)
        if (!str_eq(plain(json_member(row, member_of(s, s->keys[i])), arena),
                    key_text(sheet, hand, s->keys[i])))
            return false;
    return !special;
}

static const struct json *record_in(const struct source *s, const struct json *body,
                                    const struct sheet *sheet, const struct hand *hand,
                                    struct arena *arena)
{
    if (s->object)
        return json_member(body, s->object);
    for (const struct json *r = json_first(json_member(body, s->rows)); r; r = json_next(r))
        if (is_it(s, r, sheet, hand, arena))
            return r;
    return NULL;
}

static bool is_key(const struct source *s, enum param p)
{
    for (size_t i = 0; i < s->key_count; i++)
        if (s->keys[i] == p)
            return true;
    return false;
}

static bool same_code(struct str a, struct str b)
{
    return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

void present_take(struct app *app, enum op op, struct sheet *sheet, const struct hand *hand,
                  const struct present *present, const struct json *body)
{
    const struct source *s = source_of(op);
    const struct json *record = record_in(s, body, sheet, hand, &app->frame);
    struct str code;

    if (!str_eq(name_of(s, sheet, hand, &app->frame), str_of(present->of)))
        return; /* another one by now */
    if (s->object && json_str(json_member(record, "code"), &code) &&
        !same_code(code, key_text(sheet, hand, s->keys[0])))
        return; /* the late answer about the one before */
    sheet_unload(sheet);
    if (!record && s->tells)
        app_say(app, LOOK_PLAIN, _("%s is new."), present->of);
    if (!record)
        return;
    for (size_t i = 0; i < sheet->count; i++) {
        enum param p = sheet->places[i].item.param;

        if (is_key(s, p) || (s->whole && is_own(p)))
            continue;
        sheet_load(sheet, p, plain(json_member(record, member_of(s, p)), &app->frame),
                   s->whole || p == P_version);
    }
    app_say(app, LOOK_PLAIN, _("%s as it is now; only what you change is sent."), present->of);
}
