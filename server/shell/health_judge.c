/*
 * health_judge.c - what is well, what is a warning, and the numbers for programs.
 *
 * Names and sentences are whole and without numbers: the client words them in the reader's
 * language (client/words_health.c lists them for the translators).
 */
#include "server/shell/health.h"

#define HOUR_S 3600
#define DAY_S  (24 * HOUR_S)
#define MIB    (1024 * 1024)

/* A night's backup may begin two hours late, a week's drill a day. */
#define BACKUP_MOST_S      (26 * HOUR_S)
#define DRILL_MOST_S       (8 * DAY_S)
#define TRANSACTION_MOST_S 300
#define UNSEALED_MOST_S    60
#define SWEEP_MOST_S       600 /* of running; the daemon looks once a minute */
#define CLOCK_MOST_MS      2000
#define CERTIFICATE_DAYS   30
#define FREE_LEAST         ((int64_t)1024 * MIB) /* or a tenth of the disk, if that is less */

struct judge {
    struct json_out *out;
    bool wrong; /* what is not well now, or the rest */
    int64_t warnings;
};

/* wrong NULL: all is well. */
static void put(struct judge *j, const char *what, struct str found, const char *wrong)
{
    if ((wrong != NULL) != j->wrong)
        return;
    json_begin_object(j->out);
    json_field_str(j->out, "check", str_of(what));
    json_field_str(j->out, "mark", str_of(wrong ? "WARNING" : "ok"));
    json_field_str(j->out, "found", found);
    json_field_str(j->out, "warning", str_of(wrong));
    json_end_object(j->out);
    j->warnings += wrong != NULL;
}

/* "9 d 04:13:07" */
static struct str span(int64_t s, struct arena *arena)
{
    return str_format(arena, "%lld d %02d:%02d:%02d", (long long)(s / DAY_S),
                      (int)(s % DAY_S / HOUR_S), (int)(s % HOUR_S / 60), (int)(s % 60));
}

static struct str mib(int64_t bytes, struct arena *arena)
{
    return str_format(arena, "%lld MiB", (long long)(bytes / MIB));
}

static struct str of_both(int64_t a, int64_t b, struct arena *arena)
{
    return str_format(arena, "%lld / %lld", (long long)a, (long long)b);
}

static void judge_run(struct judge *j, const char *what, const struct health_run *r,
                      int64_t most_s, const char *none, const char *old, const char *failed)
{
    struct arena *arena = j->out->text.arena;
    struct str found = r->known ? str_format(arena, "%.*s, %.*s",
                                             STR_ARG(span(r->age_s, arena)), STR_ARG(r->place))
                                : STR("");

    if (r->problem.n)
        put(j, what, r->problem, failed);
    else if (!r->known)
        put(j, what, found, none);
    else
        put(j, what, found, r->age_s > most_s ? old : NULL);
}

static bool disk_is_low(const struct health_facts *f)
{
    int64_t tenth = f->disk_bytes / 10;

    return f->disk_free < (tenth < FREE_LEAST ? tenth : FREE_LEAST);
}

static void judge_sweep(struct judge *j, const struct health_facts *f)
{
    struct arena *arena = j->out->text.arena;
    const struct health_sweep *s = &f->sweep;
    bool late = !(s->known && s->today) && f->uptime_s > SWEEP_MOST_S;

    put(j, "last swept day", s->known ? s->day : STR(""),
        late ? "what the day brings is not done: see the log" : NULL);
    if (s->known)
        put(j, "acts of that sweep, refused", of_both(s->acts, s->refused, arena),
            s->failed ? "acts of the sweep failed: see the log" : NULL);
}

static void judge_database(struct judge *j, const struct health_facts *f)
{
    struct arena *arena = j->out->text.arena;
    struct str free_of = str_format(arena, "%.*s / %.*s", STR_ARG(mib(f->disk_free, arena)),
                                    STR_ARG(mib(f->disk_bytes, arena)));

    put(j, "migration", of_both(f->applied, f->known, arena),
        f->applied != f->known ? "program and database differ: osbd migrate" : NULL);
    put(j, "size of the database", mib(f->bytes, arena), NULL);
    if (f->disk_bytes >= 0)
        put(j, "free disk", free_of, disk_is_low(f) ? "the disk is nearly full" : NULL);
    put(j, "oldest transaction", span(f->oldest_s, arena),
        f->oldest_s > TRANSACTION_MOST_S ? "somebody left a transaction open" : NULL);
    put(j, "sealing of the log behind", span(f->unsealed_s, arena),
        f->unsealed_s > UNSEALED_MOST_S ? "events are not sealed: does osbd seal run?" : NULL);
    put(j, "difference of the clocks", str_format(arena, "%lld ms", (long long)f->clock_ms),
        f->clock_ms > CLOCK_MOST_MS || f->clock_ms < -CLOCK_MOST_MS
            ? "the clocks of daemon and database differ"
            : NULL);
    judge_sweep(j, f);
    judge_run(j, "last backup", &f->backup, BACKUP_MOST_S, "there is no backup: osbd backup",
              "the last backup is older than 26 hours", "the last backup failed");
    judge_run(j, "last drill", &f->drill, DRILL_MOST_S, "no backup was ever proved: osbd drill",
              "the last drill is older than 8 days", "the last drill failed");
}

static void judge_certificate(struct judge *j, const struct health_facts *f)
{
    put(j, "certificate until", f->certificate_ends,
        !f->certificate_ends.n                   ? "the certificate cannot be read"
        : f->certificate_days < 0                ? "the certificate has ended: osbd cert"
        : f->certificate_days < CERTIFICATE_DAYS ? "the certificate ends soon: osbd cert"
                                                 : NULL);
}

static void judge_all(struct judge *j, const struct health_facts *f)
{
    struct arena *arena = j->out->text.arena;
    const struct db_pool_state *pool = &f->pool;

    put(j, "daemon", STR("osbd " OSB_VERSION), NULL);
    put(j, "running for", span(f->uptime_s, arena), NULL);
    put(j, "database", f->reachable ? f->version : f->problem,
        f->reachable    ? NULL
        : pool->waiting ? "work waits for a connection"
                        : "the database does not answer");
    put(j, "connections taken", of_both((int64_t)pool->taken, (int64_t)pool->size, arena),
        pool->down ? "connections to the database are down" : NULL);
    put(j, "waiting for a connection", str_format(arena, "%zu", pool->waiting),
        pool->waiting ? "work waits for a connection" : NULL);
    if (f->reachable)
        judge_database(j, f);
    if (f->has_certificate)
        judge_certificate(j, f);
}

/* What is not well comes first: nobody has to look for it. */
int64_t health_judge(const struct health_facts *f, struct json_out *out)
{
    struct judge j = { .out = out, .wrong = true };

    json_begin_array(out);
    judge_all(&j, f);
    j.wrong = false;
    judge_all(&j, f);
    json_end_array(out);
    return j.warnings;
}

/* ---- for programs ---- */

static void put_pool(struct json_out *out, const struct health_facts *f)
{
    const struct db_pool_state *state = &f->pool;

    json_key(out, "database");
    json_begin_object(out);
    json_field_bool(out, "reachable", f->reachable);
    json_field_int(out, "connections", (int64_t)state->size);
    json_field_int(out, "idle", (int64_t)state->idle);
    json_field_int(out, "taken", (int64_t)state->taken);
    json_field_int(out, "down", (int64_t)state->down);
    json_field_int(out, "waiting", (int64_t)state->waiting);
    json_field_int(out, "served", (int64_t)state->served);
    json_field_int(out, "timed_out", (int64_t)state->timed_out);
    json_field_int(out, "turned_away", (int64_t)state->turned_away);
    json_field_int(out, "lost", (int64_t)state->lost);
    json_field_str(out, "problem", f->reachable ? str_of(state->problem) : f->problem);
    if (f->reachable) {
        json_field_int(out, "migration", f->applied);
        json_field_int(out, "migration_known", f->known);
        json_field_int(out, "bytes", f->bytes);
        json_field_int(out, "oldest_transaction_s", f->oldest_s);
        json_field_int(out, "unsealed_s", f->unsealed_s);
        json_field_int(out, "clock_difference_ms", f->clock_ms);
    }
    if (f->disk_bytes >= 0) {
        json_field_int(out, "disk_bytes", f->disk_bytes);
        json_field_int(out, "disk_free_bytes", f->disk_free);
    }
    json_end_object(out);
}

static void put_run(struct json_out *out, const char *key, const struct health_run *r)
{
    json_key(out, key);
    json_begin_object(out);
    if (r->known) {
        json_field_str(out, "ended", r->at);
        json_field_int(out, "age_s", r->age_s);
        json_field_str(out, "place", r->place);
    }
    json_field_str(out, "problem", r->problem);
    json_end_object(out);
}

static void put_sweep(struct json_out *out, const struct health_sweep *s)
{
    json_key(out, "sweep");
    json_begin_object(out);
    if (s->known) {
        json_field_str(out, "day", s->day);
        json_field_bool(out, "today", s->today);
        json_field_int(out, "acts", s->acts);
        json_field_int(out, "held", s->held);
        json_field_int(out, "refused", s->refused);
        json_field_int(out, "failed", s->failed);
    }
    json_end_object(out);
}

void health_put(const struct health_facts *f, struct json_out *out)
{
    put_pool(out, f);
    if (f->reachable) {
        put_run(out, "backup", &f->backup);
        put_run(out, "drill", &f->drill);
        put_sweep(out, &f->sweep);
    }
    if (f->has_certificate) {
        json_key(out, "certificate");
        json_begin_object(out);
        json_field_str(out, "ends", f->certificate_ends);
        json_field_int(out, "days", f->certificate_days);
        json_end_object(out);
    }
}
