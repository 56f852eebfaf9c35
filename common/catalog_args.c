/*
 * catalog_args.c - a request's parameters: read as the catalog declares them, and written in
 * the one canonical form that a command's hash covers.
 */
#include <string.h>

#include "common/catalog_value.h"
#include "common/limits.h"
#include "common/text.h"

/* ---- rows ---- */

/* What an ITEMS row may hold; the one list for reading and writing. */
enum item_key {
    K_LINE,
    K_PRODUCT,
    K_QTY,
    K_PRICE,
    K_AMOUNT,
    K_REF,
    K_NAME,
    K_VALUE,
    K_REMARK,
    K_DIFF,
    K_COUNT
};
static const struct item_field {
    const char *name;
    enum param_type type;
    enum enum_id choices;
} item_fields[K_COUNT] = {
    [K_LINE] = { "line", PARAM_INT, ENUM_ID_NONE },
    [K_PRODUCT] = { "product", PARAM_CODE, ENUM_ID_NONE },
    [K_QTY] = { "qty", PARAM_QTY, ENUM_ID_NONE },
    [K_PRICE] = { "price", PARAM_MONEY, ENUM_ID_NONE },
    [K_AMOUNT] = { "amount", PARAM_MONEY, ENUM_ID_NONE },
    [K_REF] = { "ref", PARAM_CODE, ENUM_ID_NONE },
    [K_NAME] = { "name", PARAM_NAME, ENUM_ID_NONE },
    [K_VALUE] = { "value", PARAM_NAME, ENUM_ID_NONE },
    [K_REMARK] = { "remark", PARAM_TEXT, ENUM_ID_NONE },
    [K_DIFF] = { "diff", PARAM_CHOICE, ENUM_diff_kind },
};

static void item_put(struct item *item, enum item_key key, const struct arg *a)
{
    switch (key) {
    case K_LINE:
        item->has_line = true;
        item->line = a->n;
        break;
    case K_PRODUCT:
        item->product = a->s;
        break;
    case K_QTY:
        item->has_qty = true;
        item->qty = qty(a->n);
        break;
    case K_PRICE:
        item->has_price = true;
        item->price = fen(a->n);
        break;
    case K_AMOUNT:
        item->has_amount = true;
        item->amount = fen(a->n);
        break;
    case K_REF:
        item->ref = a->s;
        break;
    case K_NAME:
        item->name = a->s;
        break;
    case K_VALUE:
        item->value = a->s;
        break;
    case K_REMARK:
        item->remark = a->s;
        break;
    case K_DIFF:
        item->diff = (unsigned)a->n;
        break;
    case K_COUNT:
        break;
    }
}

static int item_key_find(struct str name)
{
    for (int i = 0; i < K_COUNT; i++)
        if (str_eq(str_of(item_fields[i].name), name))
            return i;
    return -1;
}

/* One row; `number` counts from 1 and stands in the message. */
static struct error item_read(const struct json *row, size_t number, const char *field,
                              struct arena *arena, struct item *out)
{
    if (json_kind(row) != JSON_OBJECT || !json_count(row))
        return refuse_with(ERR_PARAMS, field,
                           str_format(arena,
                                      "row %zu: an object such as "
                                      "{\"product\":\"P-1\",\"qty\":\"38\"} is expected",
                                      number));
    for (const struct json *m = json_first(row); m; m = json_next(m)) {
        int key = item_key_find(json_name(m));
        struct arg a = { 0 };
        struct error err;

        if (key < 0)
            return refuse_with(ERR_PARAMS, field,
                               str_format(arena,
                                          "row %zu: %.*s is not known; a row may have "
                                          "line, product, qty, price, amount, ref, name, "
                                          "value, remark, diff",
                                          number, STR_ARG(text_quote(json_name(m), arena))));
        err = value_read(item_fields[key].type, item_fields[key].choices,
                         (struct raw){ .json = m }, field, arena, &a);
        if (err.code)
            return refuse_with(err.code, field,
                               str_format(arena, "row %zu: %s: %.*s", number,
                                          item_fields[key].name, STR_ARG(err.detail)));
        item_put(out, (enum item_key)key, &a);
    }
    return OK;
}

static struct error items_read(const struct json *in, const char *field, struct arena *arena,
                               struct arg *out)
{
    size_t count = json_count(in), at = 0;

    if (json_kind(in) != JSON_ARRAY || !count)
        return refuse_with(ERR_PARAMS, field, STR("an array of at least one row is expected"));
    if (count > LIMIT_LINES)
        return refuse_with(
            ERR_PARAMS, field,
            str_format(arena, "%zu rows; at most %d are taken at once", count, LIMIT_LINES));
    out->given = true;
    out->items = ARENA_ARRAY(arena, count, struct item);
    out->item_count = count;
    for (const struct json *row = json_first(in); row; row = json_next(row), at++) {
        struct error err = item_read(row, at + 1, field, arena, &out->items[at]);

        if (err.code)
            return err;
    }
    return OK;
}

/* ---- parameters ---- */

/* What an operation takes, for the message: "order, version, remark". */
static struct str takes(enum op op, struct arena *arena)
{
    const struct op_info *info = &catalog[op];
    struct str all = STR("");

    for (size_t i = 0; i < info->param_count; i++)
        all = str_format(arena, "%.*s%s%s", STR_ARG(all), i ? ", " : "",
                         params[info->params[i].param].name);
    return info->param_count ? all : STR("no parameters");
}

static struct error param_read(enum op op, const struct json *member, int utc_offset_min,
                               struct arena *arena, struct args *out)
{
    int p = param_find(json_name(member));
    struct str text;

    if (p < 0 || !op_takes(op, (enum param)p))
        return refuse_with(ERR_PARAMS, p < 0 ? NULL : params[p].name,
                           str_format(arena, "%.*s is not a parameter of %s, which takes %.*s",
                                      STR_ARG(text_quote(json_name(member), arena)),
                                      catalog[op].name, STR_ARG(takes(op, arena))));
    if (op_empties(op, (enum param)p) && json_str(member, &text) && !text.n) {
        out->v[p] = (struct arg){ .given = true };
        return OK;
    }
    if (params[p].type == PARAM_ITEMS)
        return items_read(member, params[p].name, arena, &out->v[p]);
    return value_read(params[p].type, params[p].choices,
                      (struct raw){ .json = member, .utc_offset_min = utc_offset_min },
                      params[p].name, arena, &out->v[p]);
}

static bool is_command_id(enum op op, const struct json *member)
{
    return !catalog[op].is_query && str_eq(json_name(member), STR("command"));
}

struct error args_read(enum op op, const struct json *in, int utc_offset_min,
                       struct arena *arena, struct args *out)
{
    const struct op_info *info = &catalog[op];

    *out = (struct args){ 0 };
    if (in && json_kind(in) != JSON_OBJECT)
        return refuse_with(ERR_PARAMS, NULL, STR("parameters by name are expected"));
    for (const struct json *m = json_first(in); m; m = json_next(m)) {
        struct error err =
            is_command_id(op, m) ? OK : param_read(op, m, utc_offset_min, arena, out);

        if (err.code)
            return err;
    }
    for (size_t i = 0; i < info->param_count; i++) {
        const struct param_info *p = &params[info->params[i].param];

        if (info->params[i].required && !out->v[info->params[i].param].given)
            return refuse_with(ERR_PARAMS, p->name,
                               str_format(arena, "%s needs it: %s", info->name, p->help));
    }
    return OK;
}

struct error command_id_read(const struct json *in, struct arena *arena, struct str *out)
{
    struct str id = { NULL, 0 };
    bool fine = json_str(json_member(in, "command"), &id) && id.n && id.n <= LIMIT_COMMAND_ID;

    for (size_t i = 0; fine && i < id.n; i++) {
        char c = id.p[i];

        fine = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               (c && strchr("-_.:", c));
    }
    if (!fine)
        return refuse_with(ERR_PARAMS, "command",
                           str_format(arena,
                                      "a command carries an id that the client made: 1 "
                                      "to %d letters, digits and - _ . :",
                                      LIMIT_COMMAND_ID));
    *out = str_dup(arena, id);
    return OK;
}

struct error arg_read_text(enum param param, struct str text, int utc_offset_min,
                           struct arena *arena, struct arg *out)
{
    const struct param_info *p = &params[param];
    struct json_doc doc;
    struct error err;

    *out = (struct arg){ 0 };
    if (p->type != PARAM_ITEMS)
        return value_read(p->type, p->choices,
                          (struct raw){ .words = text, .utc_offset_min = utc_offset_min },
                          p->name, arena, out);
    err = json_parse(text, arena, &doc);
    if (err.code)
        return refuse_with(ERR_PARAMS, p->name,
                           str_format(arena, "not acceptable JSON: %.*s", STR_ARG(err.detail)));
    err = items_read(doc.root, p->name, arena, out);
    json_release(&doc);
    return err;
}

/* ---- the canonical form ---- */

static void field_if(struct json_out *out, const char *key, struct str s)
{
    if (s.n)
        json_field_str(out, key, s);
}

static void items_write(struct json_out *out, const struct arg *a)
{
    json_begin_array(out);
    for (size_t i = 0; i < a->item_count; i++) {
        const struct item *it = &a->items[i];

        json_begin_object(out);
        if (it->has_line)
            json_field_int(out, item_fields[K_LINE].name, it->line);
        field_if(out, item_fields[K_PRODUCT].name, it->product);
        if (it->has_qty)
            json_field_qty(out, item_fields[K_QTY].name, it->qty);
        if (it->has_price)
            json_field_money(out, item_fields[K_PRICE].name, it->price);
        if (it->has_amount)
            json_field_money(out, item_fields[K_AMOUNT].name, it->amount);
        field_if(out, item_fields[K_REF].name, it->ref);
        field_if(out, item_fields[K_NAME].name, it->name);
        field_if(out, item_fields[K_VALUE].name, it->value);
        field_if(out, item_fields[K_REMARK].name, it->remark);
        if (it->diff)
            json_field_str(out, item_fields[K_DIFF].name,
                           str_of(enum_name(ENUM_diff_kind, it->diff)));
        json_end_object(out);
    }
    json_end_array(out);
}

static void arg_write(struct json_out *out, const struct param_info *p, const struct arg *a)
{
    switch (p->type) {
    case PARAM_CODE:
    case PARAM_NAME:
    case PARAM_TEXT:
        json_field_str(out, p->name, a->s);
        break;
    case PARAM_SECRET:
    case PARAM_BYTES:
        break;
    case PARAM_MONEY:
        json_field_money(out, p->name, fen(a->n));
        break;
    case PARAM_QTY:
        json_field_qty(out, p->name, qty(a->n));
        break;
    case PARAM_INT:
    case PARAM_ID:
        json_field_int(out, p->name, a->n);
        break;
    case PARAM_DAY:
        json_field_day(out, p->name, (struct day){ (int32_t)a->n });
        break;
    case PARAM_TIME:
        json_field_instant(out, p->name, (struct instant){ a->n });
        break;
    case PARAM_BOOL:
        json_field_bool(out, p->name, a->n != 0);
        break;
    case PARAM_CHOICE:
        json_field_str(out, p->name, str_of(enum_name(p->choices, (unsigned)a->n)));
        break;
    case PARAM_ITEMS:
        json_key(out, p->name);
        items_write(out, a);
        break;
    }
}

struct str args_text(enum op op, const struct args *args, struct arena *arena)
{
    const struct op_info *info = &catalog[op];
    struct json_out out;

    json_out_init(&out, arena);
    json_begin_object(&out);
    for (size_t i = 0; i < info->param_count; i++) {
        enum param p = info->params[i].param;

        if (args->v[p].given)
            arg_write(&out, &params[p], &args->v[p]);
    }
    json_end_object(&out);
    return json_text(&out);
}
