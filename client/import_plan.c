/*
 * import_plan.c - which command a table's rows become, and which column is which parameter.
 */
#include <string.h>

#include "client/import.h"
#include "common/text.h"

static const struct import_kind kinds[] = {
    { "customer", NULL, OP_CUSTOMER_PUT, false },
    { "product", NULL, OP_PRODUCT_PUT, false },
    { "price", NULL, OP_PRICE_PUT, false },
    { "stock", NULL, OP_STOCK_RECEIVE, false },
    { "quota", NULL, OP_QUOTA_SET, false },
    { "station", NULL, OP_STATION_PUT, false },
    { "customer-station", NULL, OP_CUSTOMER_STATION, false },
    { "restriction", NULL, OP_PRODUCT_RESTRICT, false },
    { "market", NULL, OP_MARKET_PUT, false },
    { "area", NULL, OP_AREA_PUT, false },
    { "warehouse", NULL, OP_WAREHOUSE_PUT, false },
    { "unit", NULL, OP_UNIT_ASSIGN, false },
    { "role", NULL, OP_USER_ROLE, false },
    { "user", NULL, OP_USER_PUT, false },
    { "account", NULL, OP_ACCOUNT_LIMIT, false },
    { "receipt", NULL, OP_RECEIPT_RECORD, false },
    { "order", NULL, OP_ORDER_KEY, true },
    { "opening", "receivable", OP_OPENING_RECEIVABLE, false },
    { "opening", "shipment", OP_OPENING_SHIPMENT, false },
    { "opening", "deposit", OP_OPENING_DEPOSIT, false },
    { "opening", "stock", OP_OPENING_STOCK, false },
    { "opening", "quota", OP_OPENING_QUOTA, false },
    { "opening", "order", OP_OPENING_ORDER, true },
};

const struct import_kind *import_kind_find(const char *noun, const char *kind)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (!strcmp(kinds[i].noun, noun) &&
            (!kinds[i].kind || (kind && !strcmp(kinds[i].kind, kind))))
            return &kinds[i];
    return NULL;
}

static struct error usage(struct str detail)
{
    return refuse_with(ERR_PARAMS, NULL, detail);
}

/* --- settings ---------------------------------------------------------------------------- */

/* One sign, "tab" and "space" by name; out stays when there is no word. */
static bool read_sign(const char *word, const char *allowed, char *out)
{
    char sign;

    if (!word)
        return true;
    if (!strcmp(word, "tab") || !strcmp(word, "\\t"))
        sign = '\t';
    else if (!strcmp(word, "space"))
        sign = ' ';
    else if (word[0] && !word[1])
        sign = word[0];
    else
        return false;
    *out = sign;
    return strchr(allowed, sign) != NULL;
}

static bool read_encoding(const char *word, enum csv_encoding *out)
{
    static const struct {
        const char *name;
        enum csv_encoding encoding;
    } names[] = {
        { "utf-8", CSV_UTF8 },    { "utf8", CSV_UTF8 },         { "gb18030", CSV_GB18030 },
        { "gbk", CSV_GB18030 },   { "gb2312", CSV_GB18030 },    { "latin-1", CSV_LATIN1 },
        { "latin1", CSV_LATIN1 }, { "iso-8859-1", CSV_LATIN1 },
    };

    for (size_t i = 0; word && i < COUNT(names); i++)
        if (!strcmp(names[i].name, word)) {
            *out = names[i].encoding;
            return true;
        }
    return !word;
}

struct error import_plan_begin(const struct import_kind *kind, const struct settings *s,
                               const char *path, struct arena *arena, struct import_plan *out)
{
    const char *slash = strrchr(path, '/');

    *out = (struct import_plan){ .kind = kind,
                                 .run = str_of(slash ? slash + 1 : path),
                                 .numbers = { .decimal = '.' },
                                 .dates = (enum csv_order)s->dates };
    if (!read_sign(s->separator, ",;|\t", &out->rules.separator))
        return usage(STR("--separator: ',', ';', '|' or tab is expected"));
    if (!read_sign(s->decimal, ".,", &out->numbers.decimal))
        return usage(STR("--decimal: '.' or ',' is expected"));
    if (!read_sign(s->thousands, ".,' ", &out->numbers.thousands))
        return usage(STR("--thousands: '.', ',', a quote or space is expected"));
    if (out->numbers.decimal == out->numbers.thousands)
        return usage(STR("--decimal and --thousands cannot be the same sign"));
    if (!read_encoding(s->encoding, &out->rules.encoding))
        return usage(str_format(arena, "--encoding: '%s' is none of utf-8, gb18030, latin-1",
                                s->encoding));
    if (op_takes(kind->op, P_reason))
        out->fixed[P_reason] =
            str_text(arena, str_format(arena, "import of %.*s", STR_ARG(out->run)));
    if (kind->grouped)
        out->fixed[P_channel] = enum_name(ENUM_channel, CHANNEL_IMPORT);
    return OK;
}

/* --- columns ----------------------------------------------------------------------------- */

/* "Approved at" is approved_at. */
static struct str spelt(struct str words, struct arena *arena)
{
    char *out = arena_alloc(arena, words.n + 1);

    for (size_t i = 0; i < words.n; i++) {
        char c = words.p[i];

        out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c == ' ' || c == '-' ? '_' : c;
    }
    return (struct str){ out, words.n };
}

/* What the kind calls by that name: a parameter of its rows, IMPORT_SKIP for "-". */
static bool find_target(const struct import_kind *kind, struct str name, struct arena *arena,
                        int *out)
{
    int p;

    if (str_eq(name, STR("-"))) {
        *out = IMPORT_SKIP;
        return true;
    }
    if (kind->grouped && str_eq(name, STR("document"))) {
        *out = IMPORT_DOCUMENT;
        return true;
    }
    p = param_find(spelt(name, arena));
    if (p < 0)
        return false;
    *out = p;
    if (kind->grouped && (p == P_product || p == P_qty || p == P_price))
        return true;
    return op_takes(kind->op, (enum param)p) && params[p].type != PARAM_ITEMS;
}

/* What a column of this kind may be called. */
static struct str targets(const struct import_kind *kind, struct arena *arena)
{
    const struct op_info *info = &catalog[kind->op];
    struct str all = kind->grouped ? STR("document, product, qty, price") : STR("");

    for (size_t i = 0; i < info->param_count; i++) {
        const struct param_info *p = &params[info->params[i].param];

        if (p->type != PARAM_ITEMS)
            all = str_format(arena, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "", p->name);
    }
    return all;
}

/* One word of --map: "HEADER=parameter" or "parameter:=VALUE". */
static struct error read_mapping(struct import_plan *plan, struct str word, struct arena *arena)
{
    const char *equals = word.n ? memrchr(word.p, '=', word.n) : NULL;
    size_t at = equals ? (size_t)(equals - word.p) : 0;
    bool fixed = at > 1 && word.p[at - 1] == ':';
    struct str left = str_trim((struct str){ word.p, at - fixed });
    struct str right = equals ? str_trim((struct str){ equals + 1, word.n - at - 1 }) : STR("");
    int target = IMPORT_SKIP;

    if (!left.n || !right.n || !find_target(plan->kind, fixed ? left : right, arena, &target))
        return usage(str_format(arena,
                                "--map: '%.*s' is neither HEADER=PARAMETER nor "
                                "PARAMETER:=VALUE; the parameters are %.*s, and - to skip",
                                STR_ARG(word), STR_ARG(targets(plan->kind, arena))));
    if (fixed && target < 0)
        return usage(str_format(arena, "--map: '%.*s' cannot be a constant", STR_ARG(left)));
    if (fixed) {
        plan->fixed[target] = str_text(arena, right);
        return OK;
    }
    for (size_t i = 0; i < plan->column_count; i++)
        if (str_eq(plan->columns[i].header, left)) {
            plan->columns[i].param = target;
            return OK;
        }
    return usage(str_format(arena, "--map: the file has no column '%.*s'", STR_ARG(left)));
}

static struct error read_map(struct import_plan *plan, const char *map, struct arena *arena)
{
    struct str left = str_of(map);
    struct error err = OK;

    while (!err.code && left.n) {
        const char *comma = memchr(left.p, ',', left.n);
        size_t n = comma ? (size_t)(comma - left.p) : left.n;

        err = read_mapping(plan, str_trim((struct str){ left.p, n }), arena);
        left = comma ? (struct str){ comma + 1, left.n - n - 1 } : STR("");
    }
    return err;
}

int import_column_of(const struct import_plan *plan, int param)
{
    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->columns[i].param == param)
            return (int)i;
    return -1;
}

/* A column or constant for all that the operation needs; no parameter twice. */
static struct error check_columns(const struct import_plan *plan, struct arena *arena)
{
    const struct op_info *info = &catalog[plan->kind->op];

    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->columns[i].param != IMPORT_SKIP &&
            import_column_of(plan, plan->columns[i].param) != (int)i)
            return usage(str_format(arena,
                                    "two columns are the same parameter; skip '%.*s' "
                                    "with --map '%.*s=-'",
                                    STR_ARG(plan->columns[i].header),
                                    STR_ARG(plan->columns[i].header)));
    if (plan->kind->grouped &&
        (import_column_of(plan, IMPORT_DOCUMENT) < 0 || import_column_of(plan, P_product) < 0 ||
         import_column_of(plan, P_qty) < 0))
        return usage(STR("columns for document, product and qty are needed; "
                         "--map HEADER=document,... names them"));
    for (size_t i = 0; i < info->param_count; i++) {
        int p = info->params[i].param;
        bool made = (plan->kind->grouped && (p == P_lines || p == P_reference)) || p == P_batch;

        if (info->params[i].required && !made && !plan->fixed[p] &&
            import_column_of(plan, p) < 0)
            return usage(str_format(arena,
                                    "%s is needed (%s): --map HEADER=%s for a column, or "
                                    "--map %s:=VALUE for all rows",
                                    params[p].name, params[p].help, params[p].name,
                                    params[p].name));
    }
    return OK;
}

struct error import_plan_columns(struct import_plan *plan, const char *map,
                                 const struct csv_row *header, struct arena *arena)
{
    struct error err;

    if (header->count > IMPORT_COLUMNS)
        return usage(str_format(arena, "%zu columns; at most %d are read", header->count,
                                IMPORT_COLUMNS));
    plan->column_count = header->count;
    for (size_t i = 0; i < header->count; i++) {
        struct import_column *c = &plan->columns[i];

        c->header = str_dup(arena, str_trim(header->cells[i].text));
        c->param = PARAM_COUNT; /* not known yet */
        if (!find_target(plan->kind, c->header, arena, &c->param))
            c->param = PARAM_COUNT;
    }
    err = map ? read_map(plan, map, arena) : OK;
    if (err.code)
        return err;
    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->columns[i].param == PARAM_COUNT)
            return usage(str_format(
                arena,
                "column '%.*s' is not known; --map '%.*s=PARAMETER', or =- to skip it; "
                "the parameters are %.*s",
                STR_ARG(text_show(plan->columns[i].header, arena)),
                STR_ARG(text_show(plan->columns[i].header, arena)),
                STR_ARG(targets(plan->kind, arena))));
    return check_columns(plan, arena);
}
