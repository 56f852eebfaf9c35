/*
 * admin_policy.c - the parameters and the calendar.
 *
 * A change of parameters is a new version of all of them; the old one stays, since verdicts
 * name the version they were made under (I06). Names are the columns of `policy`; an
 * unknown name or an impossible value refuses the whole change.
 */
#include <string.h>

#include "common/limits.h"
#include "server/core/master.h"

/* --- parameters ---------------------------------------------------------------------- */

/* What a number may be. Switches and choices need no row; what is not here cannot be set. */
static const struct range {
    const char *name;
    int64_t least, most;
} ranges[] = {
    { "utc_offset_min", -720, 840 },
    { "weekdays", 1, 127 },
    { "open_min", 0, 1439 },
    { "close_min", 1, 1440 },
    { "cutoff_min", 0, 1440 },
    { "notify_minutes", 1, 1440 },
    { "over_pct", 0, 100 },
    { "tolerance", 0, MONEY_MAX_FEN },
    { "grace_days", 0, 365 },
    { "hold_days", 1, 365 },
    { "st_valid_days", 1, 365 },
    { "ship_hours", 1, 720 },
    { "explain_hours", 1, 720 },
    { "second_person_from", 0, MONEY_MAX_FEN },
    { "rejudge_days", 0, 365 },
    { "deemed_days", 1, 365 },
    { "slip_days", 0, 365 },
    { "double_days", 0, 365 },
    { "window_days", 0, 365 },
    { "small_write_off", 0, MONEY_MAX_FEN },
    { "leader_write_off", 0, MONEY_MAX_FEN },
    { "claim_small", 0, MONEY_MAX_FEN },
    { "file_bytes", 1024, LIMIT_FILE_BYTES },
};

static const struct column *column_named(struct str name)
{
    const struct table_info *t = &tables[TABLE_POLICY];

    for (size_t i = COL_policy_utc_offset_min; i < t->column_count; i++)
        if (str_eq(str_of(t->columns[i].name), name))
            return &t->columns[i];
    return NULL;
}

static const struct range *range_of(const struct column *c)
{
    for (size_t i = 0; i < COUNT(ranges); i++)
        if (!strcmp(ranges[i].name, c->name))
            return &ranges[i];
    return NULL;
}

/* The value in the column's kind: "true", "10000.00", "510", "WORKING". */
static bool value_read(const struct column *c, struct str text, int64_t *out)
{
    struct money m;

    switch (c->kind) {
    case COLUMN_BOOL:
        *out = str_eq(text, STR("true"));
        return *out || str_eq(text, STR("false"));
    case COLUMN_MONEY:
        if (!money_parse(text, &m))
            return false;
        *out = m.fen;
        return true;
    case COLUMN_INT:
        return str_int(text, out);
    case COLUMN_ENUM:
        *out = enum_value(c->enumeration, text);
        return *out != 0;
    case COLUMN_ID:
    case COLUMN_REF:
    case COLUMN_QTY:
    case COLUMN_DAY:
    case COLUMN_TIME:
    case COLUMN_TEXT:
        break;
    }
    return false;
}

static bool value_fits(const struct column *c, int64_t n)
{
    const struct range *r = range_of(c);

    return c->kind == COLUMN_BOOL || c->kind == COLUMN_ENUM ||
           (r && n >= r->least && n <= r->most);
}

static bool put_value(struct work *w, struct policy_row *p, const struct column *c, int64_t n)
{
    struct str text = c->kind == COLUMN_BOOL   ? (n ? STR("t") : STR("f"))
                      : c->kind == COLUMN_ENUM ? str_of(enum_name(c->enumeration, (unsigned)n))
                                               : str_format(w->arena, "%lld", (long long)n);

    return row_set(p, c, text, false, w->arena);
}

/* Sets one parameter and notes old and new in *log. */
static bool setting_taken(struct work *w, struct policy_row *p, const struct item *row,
                          struct str *log)
{
    const struct column *c = column_named(row->name);
    struct str before;
    int64_t n;

    if (BREAKS(RULE_POLICY_NAME, !c)) {
        refused_at(w, RULE_POLICY_NAME, "settings", row->name);
        return false;
    }
    if (!value_read(c, row->value, &n) || BREAKS(RULE_POLICY_VALUE, !value_fits(c, n))) {
        const struct range *r = range_of(c);

        if (r && c->kind == COLUMN_INT) {
            say_count(w, "least", r->least);
            say_count(w, "most", r->most);
        }
        refused_at(w, RULE_POLICY_VALUE, "settings", row->name);
        return false;
    }
    if (!row_value(p, c, w->arena, &before) || !put_value(w, p, c, n))
        return false;
    *log = str_format(w->arena, "%.*s%s%s: %.*s -> %.*s", STR_ARG(*log), log->n ? "; " : "",
                      c->name, STR_ARG(before), STR_ARG(row->value));
    return true;
}

static bool clock_ok(struct work *w, const struct policy_row *p)
{
    struct calendar c = w->calendar;
    bool sound = false;

    c.utc_offset_min = (int)p->utc_offset_min;
    c.weekdays = (unsigned)p->weekdays;
    c.open_min = (int)p->open_min;
    c.close_min = (int)p->close_min;
    sound = calendar_sound(&c) && p->cutoff_min >= p->open_min && p->cutoff_min <= p->close_min;
    if (!BREAKS(RULE_POLICY_CLOCK, !sound))
        return true;
    say_count(w, "open_min", p->open_min);
    say_count(w, "close_min", p->close_min);
    say_count(w, "cutoff_min", p->cutoff_min);
    refused_at(w, RULE_POLICY_CLOCK, "settings", STR(""));
    return false;
}

static void policy_set(struct work *w)
{
    const struct arg *settings = &w->args->v[P_settings];
    struct policy_row *p;
    struct str log = STR("");
    int64_t id;

    if (!not_backdated(w))
        return;
    if (BREAKS(RULE_POLICY_LATER, first_day(w).n > w->today.n)) {
        refused_at(w, RULE_POLICY_LATER, "valid_from", STR(""));
        return;
    }
    p = add_policy(w);
    id = p->id;
    *p = *w->pol;
    p->id = id;
    p->valid_from = first_day(w);
    p->made_by = w->actor_id;
    for (size_t i = 0; i < settings->item_count; i++)
        if (!setting_taken(w, p, &settings->items[i], &log))
            return;
    if (!clock_ok(w, p))
        return;
    say_count(w, "settings", (int64_t)settings->item_count);
    say_day(w, "from", p->valid_from);
    master_event(w, p->id, log);
    done(w);
}

/* The version in force comes with every command (common_loads). */
OPERATION(POLICY_SET) = { .loads = NULL, .load_count = 0, .decide = policy_set };

/* --- calendar ------------------------------------------------------------------------ */

/* The days that due times need, as every command has them, and the one that is named. */
static const struct load calendar_loads[] = {
    { .table = TABLE_CALENDAR_DAY,
      .hold = HOLD_LOCK,
      .order_by = COL_calendar_day_day,
      .matches = { ANY_OF({ .kind = MATCH_DAY_NEAR, .column = COL_calendar_day_day },
                          BY_ARG(calendar_day, day, P_day)) } },
};

static struct calendar_day_row *exception_of(struct work *w, struct day day)
{
    struct calendar_day_row *fresh;

    for (size_t i = 0; i < w->calendar_day.n; i++)
        if (w->calendar_day.v[i]->day.n == day.n)
            return w->calendar_day.v[i];
    fresh = add_calendar_day(w);
    fresh->day = day;
    return fresh;
}

static void calendar_set(struct work *w)
{
    struct day day = arg_day(w->args, P_day);
    struct calendar_day_row *d;

    if (BREAKS(RULE_CALENDAR_PAST, day.n < w->today.n)) {
        say_day(w, "today", w->today);
        refused_at(w, RULE_CALENDAR_PAST, "day", STR(""));
        return;
    }
    d = exception_of(w, day);
    d->open = w->args->v[P_open].n != 0;
    d->name = w->args->v[P_name].s;
    say_day(w, "day", day);
    say_count(w, "open", d->open);
    master_event(w, d->id, d->name);
    done(w);
}

OPERATION(CALENDAR_SET) = { LOADS(calendar_loads), .decide = calendar_set };
