/*
 * master.c - small helpers of the commands about master data.
 */
#include "server/core/master.h"

void master_event(struct work *w, int64_t id, struct str remark)
{
    plain_event(w, MACHINE_MASTER, id, step_none, remark);
}

bool shown_version_ok(struct work *w, int64_t version)
{
    const struct arg *shown = &w->args->v[P_version];

    if (!BREAKS(RULE_VERSION, shown->given && shown->n != version))
        return true;
    say_count(w, "shown", shown->n);
    say_count(w, "version", version);
    refused(w, RULE_VERSION);
    w->ruling.code = ERR_VERSION;
    w->ruling.field = "version";
    return false;
}

bool in_range(struct work *w, enum param p, int64_t least, int64_t most)
{
    const struct arg *a = &w->args->v[p];

    if (!BREAKS(RULE_RANGE, a->given && (a->n < least || a->n > most)))
        return true;
    say_count(w, "least", least);
    if (most != INT64_MAX)
        say_count(w, "most", most);
    refused_at(w, RULE_RANGE, params[p].name, STR(""));
    return false;
}

struct day first_day(const struct work *w)
{
    const struct arg *from = &w->args->v[P_valid_from];

    return from->given ? (struct day){ (int32_t)from->n } : w->today;
}

bool not_backdated(struct work *w)
{
    if (!BREAKS(RULE_BACKDATED, first_day(w).n < w->today.n))
        return true;
    say_day(w, "today", w->today);
    refused_at(w, RULE_BACKDATED, "valid_from", STR(""));
    return false;
}

bool days_meet(struct day from, struct day to, struct day a, struct day b)
{
    return (b.n == 0 || from.n <= b.n) && (to.n == 0 || a.n <= to.n);
}

struct app_user_row *user_named(struct work *w, enum param p)
{
    struct str login = w->args->v[p].s;

    for (size_t i = 0; i < w->app_user.n; i++)
        if (str_eq(w->app_user.v[i]->login, login))
            return w->app_user.v[i];
    refused_missing(w, params[p].name, login);
    return NULL;
}

void take_text(const struct work *w, enum param p, struct str *out)
{
    if (w->args->v[p].given)
        *out = w->args->v[p].s;
}

void take_int(const struct work *w, enum param p, int64_t *out)
{
    if (w->args->v[p].given)
        *out = w->args->v[p].n;
}

void take_bool(const struct work *w, enum param p, bool *out)
{
    if (w->args->v[p].given)
        *out = w->args->v[p].n != 0;
}
