/*
 * settings.c - the one table of the parameters, and how their values are read.
 */
#include "server/core/settings.h"

#include <string.h>

#include "common/limits.h"
#include "server/core/order_common.h"

/* What a number may be; switches and choices know that themselves. What is not here cannot be
 * set. ALONE: times of the office, deadlines that bind nobody's money, printing. */
#define ALONE true
static const struct setting_rule {
    const char *name;
    int64_t least, most;
    bool alone; /* one person changes it */
} setting_rules[] = {
    { "utc_offset_min", -720, 840, false }, /* the day on which money falls due */
    { "weekdays", 1, 127, ALONE },
    { "open_min", 0, 1439, ALONE },
    { "close_min", 1, 1440, ALONE },
    { "cutoff_min", 0, 1440, ALONE },
    { "notify_minutes", 1, 1440, ALONE },
    { "over_pct", 0, 100, false },
    { "tolerance", 0, MONEY_MAX_FEN, false },
    { "grace_days", 0, 365, false },
    { "hold_days", 1, 365, false }, /* held orders lapse by it at once */
    { "st_valid_days", 1, 365, false },
    { "quota_auto_cut", 0, 1, false },
    { "quota_three_sign", 0, 1, false },
    { "auto_send", 0, 1, ALONE },
    { "ship_hours", 1, 720, ALONE },
    { "explain_hours", 1, 720, ALONE },
    { "ship_skip_closed", 0, 1, ALONE },
    { "second_person", 0, 1, false },
    { "second_person_from", 0, MONEY_MAX_FEN, false },
    { "rejudge_days", 0, 365, false },
    { "deemed_days", 1, 365, false }, /* delivered, and owed, without a slip */
    { "slip_days", 0, 365, ALONE },
    { "receipt_apart", 0, 1, false },
    { "double_days", 0, 365, false }, /* the guard against one paper keyed twice */
    { "window_days", 0, 365, ALONE },
    { "hours_mode", 0, 0, ALONE },
    { "two_papers", 0, 1, ALONE },
    { "small_write_off", 0, MONEY_MAX_FEN, false },
    { "leader_write_off", 0, MONEY_MAX_FEN, false },
    { "claim_small", 0, MONEY_MAX_FEN, false },
    { "file_bytes", 1024, LIMIT_FILE_BYTES, ALONE },
    { "limit_pct", 0, 100, false },
    { "opening_open", 0, 1, false },
    { "limit_months", 1, 24, false },
    { "buffer_days", 0, 365, false },
    { "grade_1_pct", 0, 100, false },
    { "grade_2_pct", 0, 100, false },
    { "grade_3_pct", 0, 100, false },
    { "grade_4_pct", 0, 100, false },
    { "grade_1_factor", 0, 1000, false },
    { "grade_2_factor", 0, 1000, false },
    { "grade_3_factor", 0, 1000, false },
    { "grade_4_factor", 0, 1000, false },
    { "growth_least_pct", -100, 0, false },
    { "growth_most_pct", 0, 100, false },
    { "limit_round", 1, MONEY_MAX_FEN, false },
    { "quota_restore", 0, 1, false },
};

static const struct setting_rule *rule_named(struct str name)
{
    for (size_t i = 0; i < COUNT(setting_rules); i++)
        if (str_eq(str_of(setting_rules[i].name), name))
            return &setting_rules[i];
    return NULL;
}

static const struct column *column_of(const struct setting_rule *r)
{
    const struct table_info *t = &tables[TABLE_POLICY];

    for (size_t i = 0; r && i < t->column_count; i++)
        if (!strcmp(t->columns[i].name, r->name))
            return &t->columns[i];
    return NULL;
}

/* --- values ---------------------------------------------------------------------------- */

static bool switch_read(struct str text, int64_t *out)
{
    *out = str_eq(text, STR("yes")) || str_eq(text, STR("true"));
    return *out || str_eq(text, STR("no")) || str_eq(text, STR("false"));
}

static bool value_read(const struct column *c, struct str text, int64_t *out)
{
    struct money m;

    switch (c->kind) {
    case COLUMN_BOOL:
        return switch_read(text, out);
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

static bool value_fits(const struct column *c, const struct setting_rule *r, int64_t n)
{
    return c->kind == COLUMN_ENUM || (n >= r->least && n <= r->most);
}

/* As a person writes it. */
static struct str value_text(struct work *w, const struct column *c, int64_t n)
{
    if (c->kind == COLUMN_BOOL)
        return n ? STR("yes") : STR("no");
    if (c->kind == COLUMN_ENUM)
        return str_of(enum_name(c->enumeration, (unsigned)n));
    if (c->kind == COLUMN_MONEY)
        return money_text(fen(n), w->arena);
    return str_format(w->arena, "%lld", (long long)n);
}

static bool value_put(struct work *w, struct policy_row *p, const struct column *c, int64_t n)
{
    struct str text = c->kind == COLUMN_BOOL   ? (n ? STR("t") : STR("f"))
                      : c->kind == COLUMN_ENUM ? value_text(w, c, n)
                                               : str_format(w->arena, "%lld", (long long)n);

    return row_set(p, c, text, false, w->arena);
}

static int64_t value_of(const struct policy_row *p, const struct column *c)
{
    return c->kind == COLUMN_BOOL ? *(const bool *)((const char *)p + c->offset)
                                  : row_number(p, c);
}

/* The names of a choice, joined by blanks. */
static struct str choices_of(struct work *w, enum enum_id id)
{
    struct str all = STR("");

    for (unsigned i = 1; i < enum_count(id); i++)
        all =
            str_format(w->arena, "%.*s%s%s", STR_ARG(all), all.n ? " " : "", enum_name(id, i));
    return all;
}

static void say_allowed(struct work *w, const struct column *c, const struct setting_rule *r)
{
    if (c->kind == COLUMN_INT) {
        say_count(w, "least", r->least);
        say_count(w, "most", r->most);
    } else if (c->kind == COLUMN_MONEY) {
        say_money(w, "least", fen(r->least));
        say_money(w, "most", fen(r->most));
    } else {
        say_name(w, "allowed",
                 c->kind == COLUMN_BOOL ? STR("yes no") : choices_of(w, c->enumeration));
    }
}

/* --- lists ----------------------------------------------------------------------------- */

static bool setting_taken(struct work *w, struct policy_row *p, struct str name,
                          struct str value, struct settings_taken *out)
{
    const struct setting_rule *r = rule_named(name);
    const struct column *c = column_of(r);
    int64_t n, before;
    struct str text;

    if (BREAKS(RULE_POLICY_NAME, !c)) {
        refused_at(w, RULE_POLICY_NAME, "settings", name);
        return false;
    }
    if (!value_read(c, value, &n) || BREAKS(RULE_POLICY_VALUE, !value_fits(c, r, n))) {
        say_allowed(w, c, r);
        refused_at(w, RULE_POLICY_VALUE, "settings", name);
        return false;
    }
    before = value_of(p, c);
    if (!value_put(w, p, c, n))
        return false;
    text = value_text(w, c, n);
    out->bound |= n != before && !r->alone;
    out->log = str_format(w->arena, "%.*s%s%s: %.*s -> %.*s", STR_ARG(out->log),
                          out->log.n ? "; " : "", c->name, STR_ARG(value_text(w, c, before)),
                          STR_ARG(text));
    out->text = str_format(w->arena, "%.*s%s%s=%.*s", STR_ARG(out->text),
                           out->text.n ? "," : "", c->name, STR_ARG(text));
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

/* A better grade asks for more and gives no less. */
static bool grades_ok(struct work *w, const struct policy_row *p)
{
    const int64_t shares[] = { p->grade_1_pct, p->grade_2_pct, p->grade_3_pct, p->grade_4_pct };
    const int64_t factors[] = { p->grade_1_factor, p->grade_2_factor, p->grade_3_factor,
                                p->grade_4_factor };
    bool fall = true;

    for (size_t i = 1; i < COUNT(shares); i++)
        fall &= shares[i] <= shares[i - 1] && factors[i] <= factors[i - 1];
    if (!BREAKS(RULE_POLICY_GRADES, !fall))
        return true;
    refused_at(w, RULE_POLICY_GRADES, "settings", STR(""));
    return false;
}

bool settings_take(struct work *w, const struct item *items, size_t count, struct policy_row *p,
                   struct settings_taken *out)
{
    *out = (struct settings_taken){ .log = STR(""), .text = STR("") };
    for (size_t i = 0; i < count; i++)
        if (!setting_taken(w, p, items[i].name, items[i].value, out))
            return false;
    return clock_ok(w, p) && grades_ok(w, p);
}

/* The part before the mark; *rest is what follows it. */
static struct str cut_at(struct str text, char mark, struct str *rest)
{
    const char *at = text.n ? memchr(text.p, mark, text.n) : NULL;
    size_t n = at ? (size_t)(at - text.p) : text.n;

    *rest = at ? (struct str){ at + 1, text.n - n - 1 } : STR("");
    return (struct str){ text.p, n };
}

bool settings_take_text(struct work *w, struct str text, struct policy_row *p,
                        struct settings_taken *out)
{
    *out = (struct settings_taken){ .log = STR(""), .text = STR("") };
    while (text.n) {
        struct str one = cut_at(text, ',', &text), value;
        struct str name = cut_at(one, '=', &value);

        if (!setting_taken(w, p, name, value, out))
            return false;
    }
    return clock_ok(w, p) && grades_ok(w, p);
}
