/*
 * health.c - asking the database, then answering with or without it.
 */
#include "server/shell/health.h"

#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

#include "common/log.h"
#include "common/tls.h"
#include "server/db/bind.h"
#include "server/db/sql_files.h"
#include "server/shell/ask.h"
#include "server/shell/request.h"
#include "server/shell/session.h"

#define ASK_MS   3000
#define DAY_US   (86400 * INSTANT_SECOND)
#define MS_IN_US 1000

/* data_folder is told only where it may be looked at: over a unix socket it is this machine. */
const struct db_statement statement_health_look = {
    .name = "health_look",
    .sql = "SELECT time_text(clock_timestamp()), (SELECT max(number) FROM osb_meta.migration),"
           " pg_database_size(current_database()), l.oldest_s,"
           " CASE WHEN inet_server_addr() IS NULL THEN l.data_folder ELSE '' END,"
           " current_setting('server_version'),"
           " coalesce((SELECT extract(epoch FROM clock_timestamp() - c.recorded_at)::bigint"
           "  FROM event e JOIN command c ON c.id = e.command_id"
           "  WHERE e.id > coalesce((SELECT max(event_id) FROM event_seal), 0)"
           "  ORDER BY e.id LIMIT 1), 0)"
           " FROM server_look() l",
};
const struct db_statement statement_health_runs = {
    .name = "health_runs",
    .sql = "SELECT coalesce(time_text(g.ended_at), ''),"
           " coalesce(extract(epoch FROM clock_timestamp() - g.ended_at)::bigint, 0),"
           " coalesce(g.place, ''), n.problem"
           " FROM (SELECT problem FROM backup_run WHERE kind = $1"
           "  ORDER BY ended_at DESC LIMIT 1) n"
           " LEFT JOIN (SELECT ended_at, place FROM backup_run WHERE kind = $1 AND good"
           "  ORDER BY ended_at DESC LIMIT 1) g ON true",
    .params = 1,
};

const struct db_statement statement_health_sweep = {
    .name = "health_sweep",
    .sql = "SELECT day, acts, held, refused, failed, day = business_today()"
           " AND no = (SELECT max(no) FROM sweep)"
           " FROM sweep WHERE ended_at IS NOT NULL ORDER BY no DESC LIMIT 1",
};

struct look {
    struct request *request;
    const struct daemon *daemon;
    struct health_facts facts;
    int64_t asked_us; /* by this machine's clock */
};

static int64_t now_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000;
}

/* ---- what the daemon knows itself ---- */

static int64_t known_migrations(void)
{
    int64_t known = 0;

    for (size_t i = 0; i < sql_file_count; i++)
        known += !strncmp(sql_files[i].name, "migrations/", strlen("migrations/"));
    return known;
}

/* As the file is now; SIGHUP lets the daemon take it. */
static void look_at_certificate(const struct daemon *d, struct arena *arena,
                                struct health_facts *f)
{
    struct instant end;

    f->has_certificate = d->settings->listen && d->settings->cert;
    f->certificate_days = -1;
    if (!f->has_certificate || tls_cert_end(d->settings->cert, arena, &end).code)
        return;
    f->certificate_ends = instant_text(end, arena);
    f->certificate_days = floor_div(end.us - now_us(), DAY_US);
}

static void look_at_disk(const char *folder, struct health_facts *f)
{
    struct statvfs fs;

    if (!*folder || statvfs(folder, &fs) != 0)
        return;
    f->disk_bytes = (int64_t)fs.f_blocks * (int64_t)fs.f_frsize;
    f->disk_free = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
}

/* ---- what the database knows ---- */

static void read_run(const struct db_result *r, struct health_run *out)
{
    if (r->rows == 0)
        return;
    out->at = db_value(r, 0, 0);
    out->known = out->at.n > 0 && db_read_int(r, 0, 1, &out->age_s);
    out->place = db_value(r, 0, 2);
    out->problem = db_value(r, 0, 3);
}

static void read_sweep(const struct db_result *r, struct health_sweep *out)
{
    out->known = r->rows == 1 && db_read_int(r, 0, 1, &out->acts) &&
                 db_read_int(r, 0, 2, &out->held) && db_read_int(r, 0, 3, &out->refused) &&
                 db_read_int(r, 0, 4, &out->failed) && db_read_bool(r, 0, 5, &out->today);
    if (out->known)
        out->day = db_value(r, 0, 0);
}

/* The answer's time lies between sending and receiving: half of that is given to each way. */
static int64_t clock_difference(struct str database, int64_t asked_us)
{
    int64_t middle = asked_us + (now_us() - asked_us) / 2;
    struct instant at;

    return instant_parse(database, 0, &at) ? (middle - at.us) / MS_IN_US : 0;
}

static void read_look(const struct db_result *r, struct look *l)
{
    struct health_facts *f = &l->facts;
    struct arena *arena = &l->request->arena;

    f->reachable = r->rows == 1 && db_read_int(r, 0, 1, &f->applied) &&
                   db_read_int(r, 0, 2, &f->bytes) && db_read_int(r, 0, 3, &f->oldest_s) &&
                   db_read_int(r, 0, 6, &f->unsealed_s);
    if (!f->reachable)
        return;
    f->clock_ms = clock_difference(db_value(r, 0, 0), l->asked_us);
    look_at_disk(str_text(arena, db_value(r, 0, 4)), f);
    f->version = db_value(r, 0, 5);
}

static void answer(struct look *l)
{
    struct request *request = l->request;
    const struct daemon *d = l->daemon;
    struct json_out out, checks;
    int64_t warnings;

    json_out_init(&checks, &request->arena);
    warnings = health_judge(&l->facts, &checks);
    json_out_init(&out, &request->arena);
    json_begin_object(&out);
    json_field_int(&out, "warnings", warnings);
    json_field_str(&out, "server", STR("osbd " OSB_VERSION));
    json_field_str(&out, "company", str_of(d->company));
    json_field_bool(&out, "practice", d->practice);
    json_field_int(&out, "sessions", (int64_t)sessions_count(d->sessions));
    json_field_int(&out, "requests", (int64_t)sessions_under_way(d->sessions));
    json_field_int(&out, "commands", (int64_t)executor_count(d->executor));
    json_field_int(&out, "waiting", (int64_t)executor_waiting(d->executor));
    json_field_int(&out, "log_dropped", (int64_t)log_dropped());
    json_field_raw(&out, "checks", json_text(&checks));
    health_put(&l->facts, &out);
    stats_put(&d->stats, &out);
    json_end_object(&out);
    request_answer(request, json_text(&out));
}

static void on_look(const struct db_outcome *outcome, void *ctx)
{
    struct look *l = ctx;
    const struct db_result *failed = NULL;

    if (outcome->fate == DB_ANSWERED)
        failed = db_first_failure(outcome);
    if (outcome->fate != DB_ANSWERED) {
        l->facts.problem = STR("the database did not answer");
    } else if (failed) {
        l->facts.problem = failed->error.message;
    } else {
        read_look(&outcome->results[0], l);
        read_run(&outcome->results[1], &l->facts.backup);
        read_run(&outcome->results[2], &l->facts.drill);
        read_sweep(&outcome->results[3], &l->facts.sweep);
    }
    answer(l);
}

void health_answer(struct request *request)
{
    const struct daemon *d = request->session->daemon;
    struct look *l = ARENA_NEW(&request->arena, struct look);
    const struct str backup = STR("BACKUP"), drill = STR("DRILL");
    struct db_batch batch;

    l->request = request;
    l->daemon = d;
    l->facts = (struct health_facts){ .pool = db_pool_state(d->pool),
                                      .uptime_s = (monotonic_ms() - d->stats.started_ms) / 1000,
                                      .known = known_migrations(),
                                      .disk_bytes = -1,
                                      .disk_free = -1 };
    look_at_certificate(d, &request->arena, &l->facts);
    /* Nobody waits for what is not there, nor behind the work of others to hear that it waits.
     * What came in with this same request, and has a connection as soon as the loop turns, is
     * no work that waits. */
    if (l->facts.pool.waiting <= l->facts.pool.idle)
        l->facts.pool.waiting = 0;
    if (l->facts.pool.down == l->facts.pool.size || l->facts.pool.waiting > 0) {
        l->facts.problem = str_dup(&request->arena, str_of(l->facts.pool.problem));
        answer(l);
        return;
    }
    db_batch_init(&batch, &request->arena);
    db_batch_add(&batch, &statement_health_look, NULL);
    db_batch_add(&batch, &statement_health_runs, &backup);
    db_batch_add(&batch, &statement_health_runs, &drill);
    db_batch_add(&batch, &statement_health_sweep, NULL);
    db_batch_sync(&batch);
    l->asked_us = now_us();
    if (!ask(d->pool, &batch, ASK_MS, on_look, l)) {
        l->facts.problem = STR("the line for connections is full");
        answer(l);
    }
}
