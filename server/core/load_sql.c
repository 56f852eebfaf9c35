/*
 * load_sql.c - the SELECT of a load.
 *
 * A fact's column becomes a sub-select over the load that finds it, so that the whole batch
 * goes out without waiting for its own answers. Timestamps travel as microseconds and dates
 * as days since 1970, which row_set() reads without a parser.
 */
#include "server/core/load.h"

struct sql {
    struct arena *arena;
    const struct operation *op;
    struct str text;
    size_t values;   /* parameters so far */
    unsigned depth;  /* of sub-selects */
    struct str *out; /* where values go, or NULL */
    size_t room;
    const struct work *w;
};

/* The text grows; when only the values are wanted, none is made. */
static void put(struct sql *s, const char *text)
{
    if (!s->out)
        s->text = str_format(s->arena, "%.*s%s", STR_ARG(s->text), text);
}

static void put_number(struct sql *s, int64_t n)
{
    if (!s->out)
        s->text = str_format(s->arena, "%.*s%lld", STR_ARG(s->text), (long long)n);
}

static void put_column(struct sql *s, const struct column *c)
{
    put(s, "t.");
    put(s, c->name);
}

static const struct column *column_of(const struct load *l, const struct way *way)
{
    return &tables[l->table].columns[way->column];
}

/* The next $n with its cast. */
static void put_value(struct sql *s, const char *cast, struct str value)
{
    if (s->out) {
        assert(s->values < s->room);
        s->out[s->values] = value;
    }
    s->values++;
    put(s, "$");
    put_number(s, (int64_t)s->values);
    put(s, "::");
    put(s, cast);
}

static void put_matches(struct sql *s, const struct load *l);

/* The value of an argument in the column's own type; an absent one matches nothing. */
static void put_arg(struct sql *s, const struct load *l, const struct way *way)
{
    const struct column *c = column_of(l, way);
    const struct arg *a = s->w ? &s->w->args->v[way->param] : NULL;
    const struct str none = { NULL, 0 };
    struct str value = none;

    put_column(s, c);
    put(s, " = ");
    if (c->kind == COLUMN_TEXT) {
        put_value(s, "text", a && a->given && a->s.n ? a->s : none);
        return;
    }
    if (a && a->given) {
        if (c->kind == COLUMN_DAY)
            value = day_text((struct day){ (int32_t)a->n }, s->arena);
        else if (c->kind == COLUMN_ENUM)
            value = str_of(enum_name(c->enumeration, (unsigned)a->n));
        else
            value = str_format(s->arena, "%lld", (long long)a->n);
    }
    put_value(s,
              c->kind == COLUMN_DAY    ? "date"
              : c->kind == COLUMN_ENUM ? "text"
                                       : "bigint",
              value);
}

/* '{"a","b"}' of the items' product codes or references. */
static struct str items_array(struct sql *s, const struct way *way)
{
    const struct arg *a = &s->w->args->v[way->param];
    struct str list = STR("{");

    for (size_t i = 0; i < a->item_count; i++) {
        struct str code = way->item_ref ? a->items[i].ref : a->items[i].product;

        if (code.n) /* codes have neither quotes nor backslashes: catalog.h, PARAM_CODE */
            list = str_format(s->arena, "%.*s%s\"%.*s\"", STR_ARG(list), list.n > 1 ? "," : "",
                              STR_ARG(code));
    }
    return str_format(s->arena, "%.*s}", STR_ARG(list));
}

/* An array rather than IN: its sub-select runs once, and the rows are found by index even where
 * another way stands beside it, which IN would answer by reading the whole table. */
static void put_fact(struct sql *s, const struct load *l, const struct way *way)
{
    const struct load *from = load_of(s->op, way->from);
    const struct column *c = &tables[way->from].columns[way->from_column];

    assert(from && ++s->depth < 12);
    put(s, "t.");
    put(s, column_of(l, way)->name);
    put(s, " = ANY (ARRAY(SELECT t.");
    put(s, c->name);
    put(s, " FROM ");
    put(s, tables[way->from].sql_name);
    put(s, " t WHERE ");
    if (c->kind == COLUMN_TEXT) {
        put(s, "t.");
        put(s, c->name);
        put(s, " <> '' AND ");
    }
    put_matches(s, from);
    put(s, "))");
    s->depth--;
}

static void put_way(struct sql *s, const struct load *l, const struct way *way)
{
    const struct column *c = column_of(l, way);

    switch (way->kind) {
    case MATCH_ARG:
        put_arg(s, l, way);
        return;
    case MATCH_ITEMS:
        put_column(s, c);
        put(s, " = ANY(");
        put_value(s, "text[]", s->w ? items_array(s, way) : (struct str){ NULL, 0 });
        put(s, ")");
        return;
    case MATCH_FACT:
        put_fact(s, l, way);
        return;
    case MATCH_CONST:
        put_column(s, c);
        put(s, " = ");
        if (c->kind == COLUMN_ENUM) {
            put(s, "'");
            put(s, enum_name(c->enumeration, (unsigned)way->value));
            put(s, "'");
        } else {
            put_number(s, way->value);
        }
        return;
    case MATCH_ACTOR:
        put_column(s, c);
        put(s, " = ");
        put_value(s, "bigint",
                  s->w ? str_format(s->arena, "%lld", (long long)s->w->actor_id)
                       : (struct str){ NULL, 0 });
        return;
    case MATCH_POSITIVE:
        put_column(s, c);
        put(s, " > 0");
        return;
    case MATCH_NULL:
        put_column(s, c);
        put(s, " IS NULL");
        return;
    case MATCH_DAY_REACHED:
        put_column(s, c);
        put(s, " <= business_today()");
        return;
    case MATCH_DAY_NEAR:
        put_column(s, c);
        put(s, " BETWEEN business_today() - ");
        put_number(s, LOAD_DAYS_BACK);
        put(s, " AND business_today() + ");
        put_number(s, LOAD_DAYS_AHEAD);
        return;
    case MATCH_NONE:
        break;
    }
    assert(!"a way without a kind");
}

static void put_matches(struct sql *s, const struct load *l)
{
    put(s, "true");
    for (size_t m = 0; m < LOAD_MATCHES && l->matches[m].ways[0].kind; m++) {
        put(s, " AND (");
        for (size_t k = 0; k < MATCH_WAYS && l->matches[m].ways[k].kind; k++) {
            if (k)
                put(s, " OR ");
            put_way(s, l, &l->matches[m].ways[k]);
        }
        put(s, ")");
    }
}

static void put_columns(struct sql *s, const struct table_info *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *c = &table->columns[i];

        put(s, i ? ", " : "");
        if (c->kind == COLUMN_DAY)
            put(s, "(");
        if (c->kind == COLUMN_TIME)
            put(s, "(extract(epoch from ");
        put_column(s, c);
        if (c->kind == COLUMN_DAY)
            put(s, " - date '1970-01-01')");
        if (c->kind == COLUMN_TIME)
            put(s, ") * 1000000)::bigint");
    }
}

static void put_order(struct sql *s, const struct load *l)
{
    const char *way = l->newest ? " DESC" : "";

    put(s, " ORDER BY ");
    if (l->order_by) {
        put_column(s, &tables[l->table].columns[l->order_by]);
        put(s, way);
        put(s, ", ");
    }
    put(s, "t.id");
    put(s, way);
    put(s, " LIMIT ");
    put_number(s, load_limit(l) + 1);
}

static void build(struct sql *s, const struct load *l)
{
    put(s, "SELECT ");
    put_columns(s, &tables[l->table]);
    put(s, " FROM ");
    put(s, tables[l->table].sql_name);
    put(s, " t WHERE ");
    put_matches(s, l);
    put_order(s, l);
    if (l->hold == HOLD_LOCK)
        put(s, " FOR NO KEY UPDATE OF t");
}

struct str load_sql(const struct operation *op, const struct load *load, struct arena *arena)
{
    struct sql s = { .arena = arena, .op = op, .text = { "", 0 } };

    build(&s, load);
    return s.text;
}

size_t load_values(const struct operation *op, const struct load *load, const struct work *w,
                   struct arena *arena, struct str *values, size_t room)
{
    struct sql s = {
        .arena = arena, .op = op, .text = { "", 0 }, .out = values, .room = room, .w = w
    };

    build(&s, load);
    return s.values;
}
