/*
 * unlock.c - the load's text with its end cut off or its order turned.
 */
#include "server/shell/unlock.h"

#ifdef OSB_SWITCHES
#include <stdlib.h>
#include <string.h>

#define LOCKING " FOR NO KEY UPDATE OF t"
#define BY_ID   " ORDER BY t.id"

static bool is_listed(const char *list, const char *name)
{
    size_t n = strlen(name);

    for (const char *at = list; at && (at = strstr(at, name)); at += n)
        if ((at == list || at[-1] == ',') && (at[n] == ',' || !at[n]))
            return true;
    return false;
}

struct str unlock_sql(const struct load *load, struct str sql, struct arena *arena)
{
    const char *text = str_text(arena, sql);
    const char *order;

    if (load->hold != HOLD_LOCK)
        return sql;
    if (is_listed(getenv("OSB_LOCK_NOT"), tables[load->table].sql_name)) {
        assert(sql.n > strlen(LOCKING));
        return (struct str){ sql.p, sql.n - strlen(LOCKING) };
    }
    order = strstr(text, BY_ID);
    if (!getenv("OSB_LOCK_DOWN") || !order)
        return sql;
    order += strlen(BY_ID);
    return str_format(arena, "%.*s DESC%s", (int)(order - text), text, order);
}
#else
extern const char unlock_is_off;
const char unlock_is_off = 0; /* a file must not be empty */
#endif
