/*
 * db_target.c - conninfo taken apart, its host lists turned.
 */
#include "server/db/db_target.h"

#include <string.h>

/* Of libpq 15 there are about 40 keywords; ours stand before and behind them. */
#define KEYWORDS     96
#define ARENA_BUDGET ((size_t)1024 * 1024)

/* What holds unless the conninfo says otherwise: a peer that vanished is noticed within
 * 30 seconds, and a person who looks at pg_stat_activity sees who we are. */
static const char *const defaults[][2] = {
    { "fallback_application_name", "osbd" }, { "keepalives_idle", "10" },
    { "keepalives_interval", "5" },          { "keepalives_count", "3" },
    { "tcp_user_timeout", "20000" },
};

bool db_target_init(struct db_target *target, const char *conninfo, struct arena *arena,
                    struct str *problem)
{
    char *message = NULL;

    target->options = PQconninfoParse(conninfo, &message);
    if (!target->options)
        *problem = str_trim(str_dup(arena, str_of(message ? message : "no memory")));
    PQfreemem(message);
    return target->options != NULL;
}

void db_target_release(struct db_target *target)
{
    PQconninfoFree(target->options);
    target->options = NULL;
}

static size_t items_of(const char *list)
{
    size_t items = 1;

    for (; *list; list++)
        items += *list == ',';
    return items;
}

const char *db_list_turned(const char *list, unsigned turn, struct arena *arena)
{
    const char *head = list;

    for (size_t skip = turn % items_of(list); skip > 0; skip--)
        head = strchr(head, ',') + 1;
    if (head == list)
        return list;
    return str_format(arena, "%s,%.*s", head, (int)(head - list - 1), list).p;
}

static bool is_list(const char *keyword)
{
    return strcmp(keyword, "host") == 0 || strcmp(keyword, "hostaddr") == 0 ||
           strcmp(keyword, "port") == 0;
}

PGconn *db_target_start(const struct db_target *target, unsigned turn)
{
    const char *keywords[KEYWORDS + 1] = { 0 };
    const char *values[KEYWORDS + 1] = { 0 };
    struct arena arena;
    size_t n = 0;
    PGconn *pg;

    arena_init(&arena, ARENA_BUDGET);
    for (size_t i = 0; i < COUNT(defaults); i++, n++) {
        keywords[n] = defaults[i][0];
        values[n] = defaults[i][1];
    }
    for (const PQconninfoOption *o = target->options; o->keyword && n < KEYWORDS - 1; o++) {
        if (!o->val)
            continue;
        keywords[n] = o->keyword;
        values[n++] = is_list(o->keyword) ? db_list_turned(o->val, turn, &arena) : o->val;
    }
    keywords[n] = "client_encoding";
    values[n] = "UTF8";
    pg = PQconnectStartParams(keywords, values, 0);
    arena_release(&arena);
    return pg;
}

static const char *value_of(const struct db_target *target, const char *keyword)
{
    for (const PQconninfoOption *o = target->options; o->keyword; o++) {
        if (strcmp(o->keyword, keyword) == 0)
            return o->val ? o->val : "";
    }
    return "";
}

/* A host that is a folder needs none, nor does a numeric address. */
static bool is_name(const char *host, size_t n)
{
    return n > 0 && host[0] != '/' && host[0] != '@' && strspn(host, "0123456789.") < n &&
           !memchr(host, ':', n);
}

bool db_target_needs_lookup(const struct db_target *target)
{
    const char *host = value_of(target, "host");

    if (value_of(target, "hostaddr")[0])
        return false;
    for (;;) {
        size_t n = strcspn(host, ",");

        if (is_name(host, n))
            return true;
        if (!host[n])
            return false;
        host += n + 1;
    }
}
