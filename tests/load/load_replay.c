/*
 * load_replay.c - the least that could do the daemon's work on the database: the fair limit.
 *
 *     load_replay [--connections N] [--one-trip] RECORDING CONNINFO
 *
 * Sends recorded commands (server/shell/record.h) to a copy of the database that they were
 * recorded on, over bare libpq: the same prepared statements with the same values in the same
 * two batches, the second when the first is answered. Nothing is parsed, decided or built.
 * Commands of one account, and those that number documents of one series, keep their order;
 * else a connection that is free takes the oldest command left. Each statement of the second
 * batch must meet as many rows as it did when it was recorded, and each COMMIT must be one;
 * otherwise the program ends with status 1.
 *
 * With --one-trip both batches go out together. That is not possible for a program that
 * decides by what it has read (nor for the daemon), but it is what pgbench could do at best.
 */
#include <errno.h>
#include <getopt.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tests/load/figures.h"
#include "tests/load/line.h"
#include "tests/load/recording.h"

#define MOST_CONNECTIONS 200
#define MOST_AWAITED     400
#define HANG_MS          30000

/* As the daemon sets its sessions, so that the server does the same work. */
static const char session_sql[] =
    "SET search_path = osb; SET lock_timeout = '3s'; SET statement_timeout = '8s';"
    " SET idle_in_transaction_session_timeout = '2s'; SET client_connection_check_interval ="
    " '5s'; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET random_page_cost = 1.1;"
    " SET jit = off";

struct peer {
    PGconn *pg;
    bool prepared[MOST_STATEMENTS];
    struct recorded_command *command; /* NULL: idle */
    bool storing;
    /* Answers to come: the step's, or NULL for a Parse. */
    const struct recorded_step *awaited[MOST_AWAITED];
    size_t awaited_count, at;
    int64_t begun_us;
};

struct replay {
    struct recording recording;
    bool one_trip;
    size_t connections;
    struct peer peers[MOST_CONNECTIONS];
    struct pollfd fds[MOST_CONNECTIONS];
    /* Commands whose predecessors are done: a heap, the oldest on top. */
    struct recorded_command **ready;
    size_t ready_count;
    size_t done;
    int64_t rows;
    struct times times;
};

/* ---- what is ready ---- */

static void ready_put(struct replay *r, struct recorded_command *c)
{
    size_t at = r->ready_count++;

    while (at && r->ready[(at - 1) / 2] > c) {
        r->ready[at] = r->ready[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    r->ready[at] = c;
}

static struct recorded_command *ready_take(struct replay *r)
{
    struct recorded_command *top = r->ready[0], *last = r->ready[--r->ready_count];
    size_t at = 0, child;

    while ((child = 2 * at + 1) < r->ready_count) {
        if (child + 1 < r->ready_count && r->ready[child + 1] < r->ready[child])
            child++;
        if (last < r->ready[child])
            break;
        r->ready[at] = r->ready[child];
        at = child;
    }
    r->ready[at] = last;
    return top;
}

static void ready_begin(struct replay *r)
{
    struct recording *all = &r->recording;

    r->ready = calloc(all->count, sizeof(struct recorded_command *));
    if (!r->ready)
        give_up("no memory");
    for (size_t i = 0; i < all->count; i++)
        if (all->commands[i].before == 0)
            ready_put(r, &all->commands[i]);
}

/* ---- sending ---- */

static _Noreturn void broken(const struct peer *p, const char *what)
{
    give_up("%s: %s: %s", p->command ? p->command->op : "session", what, PQerrorMessage(p->pg));
}

static void await(struct peer *p, const struct recorded_step *step)
{
    if (p->awaited_count == MOST_AWAITED)
        give_up("a batch has more than %d steps", MOST_AWAITED);
    p->awaited[p->awaited_count++] = step;
}

static void send_step(struct replay *r, struct peer *p, const struct recorded_step *step)
{
    const struct statement *s = step->statement;
    bool *prepared = s ? &p->prepared[s - r->recording.statements] : NULL;

    if (s && !*prepared) {
        if (!PQsendPrepare(p->pg, s->name, s->sql, 0, NULL))
            broken(p, "prepare");
        await(p, NULL);
        *prepared = true;
    }
    if (s ? !PQsendQueryPrepared(p->pg, s->name, s->params, step->values, NULL, NULL, 0)
          : !PQpipelineSync(p->pg))
        broken(p, "send");
    await(p, step);
}

static void send_batch(struct replay *r, struct peer *p, const struct recorded_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        send_step(r, p, &batch->steps[i]);
}

static void flush(struct replay *r, struct peer *p)
{
    int left = PQflush(p->pg);

    if (left < 0)
        broken(p, "flush");
    r->fds[p - r->peers].events = (short)(left ? POLLIN | POLLOUT : POLLIN);
}

static void next_command(struct replay *r, struct peer *p)
{
    p->command = NULL;
    if (r->ready_count == 0)
        return;
    p->command = ready_take(r);
    p->begun_us = now_us();
    p->awaited_count = p->at = 0;
    p->storing = r->one_trip;
    send_batch(r, p, &p->command->load);
    if (r->one_trip)
        send_batch(r, p, &p->command->store);
    flush(r, p);
}

/* ---- answers ---- */

static bool is_of(const struct recorded_batch *batch, const struct recorded_step *step)
{
    return step >= batch->steps && step < batch->steps + batch->count;
}

static void check(struct replay *r, struct peer *p, const struct recorded_step *step,
                  PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    const struct recorded_command *c = p->command;
    int64_t rows;

    if (step && !step->statement) {
        if (status != PGRES_PIPELINE_SYNC)
            give_up("%s: no answer to a sync", c->op);
        return;
    }
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        give_up("%s: %s: %s", c->op, step ? step->statement->name : "prepare",
                PQresultErrorMessage(result));
    if (!step || !is_of(&c->store, step))
        return;
    if (!strcmp(step->statement->sql, "COMMIT") && strcmp(PQcmdStatus(result), "COMMIT") != 0)
        give_up("%s: COMMIT was answered %s", c->op, PQcmdStatus(result));
    rows = strtoll(PQcmdTuples(result), NULL, 10);
    if (rows != step->rows)
        give_up("%s: %s met %lld rows instead of %lld", c->op, step->statement->name,
                (long long)rows, (long long)step->rows);
    r->rows += rows;
}

static void batch_done(struct replay *r, struct peer *p)
{
    struct recorded_command *c = p->command;

    if (!p->storing) {
        p->storing = true;
        p->awaited_count = p->at = 0;
        send_batch(r, p, &c->store);
        flush(r, p);
        return;
    }
    times_add(&r->times, now_us() - p->begun_us);
    r->done++;
    for (size_t i = 0; i < c->lanes; i++)
        if (c->followers[i] && --c->followers[i]->before == 0)
            ready_put(r, c->followers[i]);
    next_command(r, p);
}

static void take_answers(struct replay *r, struct peer *p)
{
    if (!PQconsumeInput(p->pg))
        broken(p, "receive");
    while (p->command && !PQisBusy(p->pg)) {
        PGresult *result = PQgetResult(p->pg);

        if (!result) /* between two statements */
            continue;
        check(r, p, p->awaited[p->at++], result);
        PQclear(result);
        if (p->at == p->awaited_count)
            batch_done(r, p);
    }
}

/* A follower that became ready may be for another connection. */
static void wake_idle(struct replay *r)
{
    for (size_t i = 0; i < r->connections && r->ready_count; i++)
        if (!r->peers[i].command)
            next_command(r, &r->peers[i]);
}

static void run(struct replay *r)
{
    for (size_t i = 0; i < r->connections; i++)
        next_command(r, &r->peers[i]);
    while (r->done < r->recording.count) {
        if (poll(r->fds, r->connections, HANG_MS) == 0)
            give_up("no answer within %d ms", HANG_MS);
        for (size_t i = 0; i < r->connections; i++) {
            if (r->fds[i].revents & POLLOUT)
                flush(r, &r->peers[i]);
            if (r->fds[i].revents & ~POLLOUT)
                take_answers(r, &r->peers[i]);
        }
        wake_idle(r);
    }
}

/* ---- beginning and end ---- */

static void connect_peer(struct replay *r, size_t i, const char *conninfo)
{
    struct peer *p = &r->peers[i];
    PGresult *result;

    p->pg = PQconnectdb(conninfo);
    if (PQstatus(p->pg) != CONNECTION_OK)
        broken(p, "connect");
    result = PQexec(p->pg, session_sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        broken(p, "settings");
    PQclear(result);
    if (PQsetnonblocking(p->pg, 1) != 0 || !PQenterPipelineMode(p->pg))
        broken(p, "pipeline");
    r->fds[i] = (struct pollfd){ .fd = PQsocket(p->pg), .events = POLLIN };
}

static void print_result(struct replay *r, int64_t took_us, int64_t cpu_us)
{
    printf("replay: connections=%zu one_trip=%d commands=%zu rows=%lld seconds=%lld.%03lld"
           " rate=%lld p50_us=%u p99_us=%u cpu_ms=%lld\n",
           r->connections, r->one_trip, r->done, (long long)r->rows,
           (long long)(took_us / 1000000), (long long)(took_us / 1000 % 1000),
           (long long)((int64_t)r->done * 1000000 / took_us), times_percentile(&r->times, 50),
           times_percentile(&r->times, 99), (long long)(cpu_us / 1000));
}

static void read_options(int argc, char *argv[], struct replay *r)
{
    static const struct option known[] = { { "connections", 1, NULL, 'c' },
                                           { "one-trip", 0, NULL, 'o' },
                                           { 0 } };
    int option;

    r->connections = 8;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == 'c')
            r->connections = strtoul(optarg, NULL, 10);
        else if (option == 'o')
            r->one_trip = true;
        else
            exit(2);
    }
    if (argc - optind != 2 || r->connections < 1 || r->connections > MOST_CONNECTIONS)
        give_up("usage: load_replay [--connections N] [--one-trip] RECORDING CONNINFO");
}

int main(int argc, char *argv[])
{
    static struct replay r;
    int64_t begun_us, cpu_us;

    read_options(argc, argv, &r);
    recording_read(&r.recording, argv[optind]);
    ready_begin(&r);
    for (size_t i = 0; i < r.connections; i++)
        connect_peer(&r, i, argv[optind + 1]);
    cpu_us = own_cpu_us();
    begun_us = now_us();
    run(&r);
    print_result(&r, now_us() - begun_us, own_cpu_us() - cpu_us);
    for (size_t i = 0; i < r.connections; i++)
        PQfinish(r.peers[i].pg);
    times_release(&r.times);
    return 0;
}
