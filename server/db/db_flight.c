/*
 * db_flight.c - sending a batch through libpq's pipeline and matching the answers.
 */
#include "server/db/db_flight.h"

#include "server/db/db_result.h"

#include <string.h>

enum awaited_kind { PREPARATION, ANSWER, SYNC };

struct db_awaited {
    enum awaited_kind kind;
    const struct db_statement *statement; /* of a PREPARATION */
    size_t place; /* in results; of a SYNC: the last statement of its group, or NOWHERE */
};

#define NOWHERE SIZE_MAX

/* Where the statement is, or would be, in the sorted list. */
static size_t prepared_place(const struct db_prepared *p, const struct db_statement *statement)
{
    size_t low = 0;
    size_t high = p->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if ((uintptr_t)p->list[middle] < (uintptr_t)statement)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* True when it was not there. */
static bool prepared_add(struct db_prepared *p, const struct db_statement *statement)
{
    size_t place = prepared_place(p, statement);

    if (place < p->count && p->list[place] == statement)
        return false;
    if (p->count == p->room) {
        size_t room = p->room ? p->room * 2 : 64;
        const struct db_statement **list =
            ARENA_ARRAY(p->arena, room, const struct db_statement *);

        if (p->count)
            memcpy(list, p->list, p->count * sizeof *list);
        p->list = list;
        p->room = room;
    }
    memmove(p->list + place + 1, p->list + place, (p->count - place) * sizeof *p->list);
    p->list[place] = statement;
    p->count++;
    return true;
}

static void prepared_remove(struct db_prepared *p, const struct db_statement *statement)
{
    size_t place = prepared_place(p, statement);

    if (place == p->count || p->list[place] != statement)
        return;
    p->count--;
    memmove(p->list + place, p->list + place + 1, (p->count - place) * sizeof *p->list);
}

static void await(struct db_flight *flight, struct db_awaited awaited)
{
    flight->awaited[flight->awaited_count++] = awaited;
}

static bool send_sync(struct db_flight *flight, PGconn *pg)
{
    const struct db_awaited *last =
        flight->awaited_count ? &flight->awaited[flight->awaited_count - 1] : NULL;

    await(flight, (struct db_awaited){ SYNC, NULL,
                                       last && last->kind == ANSWER ? last->place : NOWHERE });
    return PQpipelineSync(pg);
}

static bool send_statement(struct db_flight *flight, const struct db_step *step, size_t place,
                           struct db_prepared *prepared, PGconn *pg)
{
    const struct db_statement *s = step->statement;

    if (s->name && prepared_add(prepared, s)) {
        await(flight, (struct db_awaited){ PREPARATION, s, place });
        if (!PQsendPrepare(pg, s->name, s->sql, 0, NULL))
            return false;
    }
    await(flight, (struct db_awaited){ ANSWER, NULL, place });
    if (s->name)
        return PQsendQueryPrepared(pg, s->name, s->params, step->values, NULL, NULL, 0);
    return PQsendQueryParams(pg, s->sql, s->params, NULL, step->values, NULL, NULL, 0);
}

bool db_flight_send(struct db_flight *flight, const struct db_batch *batch,
                    struct db_prepared *prepared, PGconn *pg)
{
    struct arena *arena = batch->arena;
    size_t place = 0;

    assert(batch->step_count > 0 && !batch->steps[batch->step_count - 1].statement);
    *flight = (struct db_flight){
        .batch = *batch,
        .awaited = ARENA_ARRAY(arena, batch->step_count * 2, struct db_awaited),
        .results = ARENA_ARRAY(arena, batch->statements, struct db_result),
    };
    for (size_t i = 0; i < batch->step_count; i++) {
        const struct db_step *step = &batch->steps[i];

        if (!(step->statement ? send_statement(flight, step, place++, prepared, pg)
                              : send_sync(flight, pg)))
            return false;
    }
    return true;
}

/* The session's copy of a statement is gone, doubled, or planned for a table that changed. */
static bool wears_out(const char *sqlstate)
{
    return strcmp(sqlstate, "26000") == 0 || strcmp(sqlstate, "42P05") == 0 ||
           strcmp(sqlstate, "0A000") == 0;
}

static void take_failure(struct db_flight *flight, struct db_result *result,
                         const PGresult *from)
{
    result->status = DB_FAILED;
    result->error = db_error_take(from, flight->batch.arena);
    if (db_error_ends_session(from))
        flight->ending = result->error;
    if (wears_out(result->error.sqlstate))
        flight->worn = true;
}

/* A statement's answer. The failure of its preparation is its own and is not overwritten by
 * the skipping that follows. */
static bool take_answer(struct db_flight *flight, struct db_result *result,
                        const PGresult *from, ExecStatusType status)
{
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        db_result_take(result, from, flight->batch.arena);
    else if (status == PGRES_FATAL_ERROR)
        take_failure(flight, result, from);
    else if (status != PGRES_PIPELINE_ABORTED)
        return false; /* COPY and other protocols have no place in a batch */
    else if (result->status == DB_UNANSWERED)
        result->status = DB_SKIPPED;
    return true;
}

static bool take_preparation(struct db_flight *flight, struct db_result *result,
                             const PGresult *from, ExecStatusType status)
{
    if (status == PGRES_FATAL_ERROR)
        take_failure(flight, result, from);
    return status == PGRES_COMMAND_OK || status == PGRES_FATAL_ERROR ||
           status == PGRES_PIPELINE_ABORTED;
}

/* A group without BEGIN commits at its sync; when that fails, the last statement did. */
static bool take_sync(struct db_flight *flight, size_t place, const PGresult *from,
                      ExecStatusType status)
{
    if (status == PGRES_FATAL_ERROR && place != NOWHERE) {
        take_failure(flight, &flight->results[place], from);
        return true;
    }
    flight->at += status == PGRES_PIPELINE_SYNC;
    return status == PGRES_PIPELINE_SYNC;
}

/* False when the answer is not of the kind that is awaited. */
static bool take_one(struct db_flight *flight, struct db_prepared *prepared,
                     const PGresult *from)
{
    const struct db_awaited *awaited = &flight->awaited[flight->at];
    ExecStatusType status = PQresultStatus(from);
    bool fits = false;

    switch (awaited->kind) {
    case SYNC:
        return take_sync(flight, awaited->place, from, status);
    case ANSWER:
        fits = take_answer(flight, &flight->results[awaited->place], from, status);
        break;
    case PREPARATION:
        fits = take_preparation(flight, &flight->results[awaited->place], from, status);
        if (status != PGRES_COMMAND_OK)
            prepared_remove(prepared, awaited->statement);
        break;
    }
    flight->at += fits;
    return fits;
}

/* An error that libpq made itself, not the server: the connection is over. It would be given
 * again and again. */
static bool is_local_error(const PGresult *result)
{
    return PQresultStatus(result) == PGRES_FATAL_ERROR &&
           !PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

enum db_progress db_flight_take(struct db_flight *flight, struct db_prepared *prepared,
                                PGconn *pg)
{
    enum db_progress progress = DB_UNDER_WAY;
    int silent = 0;

    while (progress == DB_UNDER_WAY && flight->at < flight->awaited_count && !PQisBusy(pg)) {
        PGresult *result = PQgetResult(pg);

        silent = result ? 0 : silent + 1;
        if (silent > 1) /* one NULL ends a statement; two mean that libpq awaits nothing */
            progress = DB_ASTRAY;
        else if (result && is_local_error(result))
            progress = DB_CUT;
        else if (result && !take_one(flight, prepared, result))
            progress = DB_ASTRAY;
        PQclear(result);
    }
    return flight->at < flight->awaited_count ? progress : DB_LANDED;
}

void db_flight_notice(struct db_flight *flight, const PGresult *notice)
{
    const struct db_awaited *awaited = &flight->awaited[flight->at];
    struct db_result *result;

    if (flight->at == flight->awaited_count || awaited->place == NOWHERE ||
        !db_notice_warns(notice))
        return;
    result = &flight->results[awaited->place];
    if (!result->warning[0])
        db_sqlstate_copy(result->warning, PQresultErrorField(notice, PG_DIAG_SQLSTATE));
}
