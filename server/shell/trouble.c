/*
 * trouble.c - SQLSTATE to error code.
 */
#include "server/shell/trouble.h"

#include <string.h>

#include "common/log.h"

static const struct meaning {
    char state[6]; /* a code, or the two letters of a class */
    enum error_code code;
    bool passes;
} meanings[] = {
    { "40001", ERR_BUSY, true },       /* serialisation failure */
    { "40P01", ERR_BUSY, true },       /* deadlock */
    { "23505", ERR_DATABASE, true },   /* unique: the other row is there now */
    { "55P03", ERR_BUSY, false },      /* lock not available in time */
    { "57014", ERR_BUSY, false },      /* statement took too long */
    { "25006", ERR_READ_ONLY, false }, /* a standby, or read only by order */
    { "53100", ERR_READ_ONLY, false }, /* its disk is full */
    { "53", ERR_BUSY, false },         /* too little memory, too many connections */
    { "25P03", ERR_RETRY, false },     /* idle in transaction: the daemon was frozen */
    { "57", ERR_RETRY, false },        /* shutdown, crash, not yet up */
    { "08", ERR_RETRY, false },        /* connection */
};

static const struct meaning *meaning_of(const char *state)
{
    for (size_t i = 0; i < COUNT(meanings); i++)
        if (!strncmp(meanings[i].state, state, strlen(meanings[i].state)))
            return &meanings[i];
    return NULL;
}

bool trouble_passes(const struct db_outcome *outcome)
{
    const struct db_result *failed = db_first_failure(outcome);
    const struct meaning *m = failed ? meaning_of(failed->error.sqlstate) : NULL;

    return outcome->fate == DB_ANSWERED && m && m->passes;
}

static struct error lost(const struct db_outcome *outcome, const char *doing)
{
    log_put(LEVEL_WARN, LOG_EVENT("database_lost"), LOG_TEXT("doing", str_of(doing)),
            LOG_INT("late", outcome->late), LOG_TEXT("why", outcome->why.message));
    return refuse(ERR_RETRY, NULL);
}

struct error trouble_of(const struct db_outcome *outcome, const char *doing)
{
    const struct db_result *failed = db_first_failure(outcome);
    const struct meaning *m;

    if (outcome->fate != DB_ANSWERED || !failed)
        return lost(outcome, doing);
    m = meaning_of(failed->error.sqlstate);
    log_put(m ? LEVEL_WARN : LEVEL_ERROR, LOG_EVENT("database_refused"),
            LOG_TEXT("doing", str_of(doing)), LOG_TEXT("state", str_of(failed->error.sqlstate)),
            LOG_TEXT("constraint", failed->error.constraint),
            LOG_TEXT("message", failed->error.message),
            LOG_TEXT("detail", failed->error.detail));
    if (m)
        return refuse(m->code, NULL);
    /* the name of a constraint is ours and helps whoever reports the fault */
    return refuse_with(ERR_DATABASE, NULL, failed->error.constraint);
}
