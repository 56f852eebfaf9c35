/*
 * backup.c - osbd backup.
 *
 * The session that exports the snapshot stays open while pg_dump reads, and counts in the same
 * snapshot what the manifest says: both see one moment, however many commands go on.
 */
#include "server/shell/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "server/shell/setup.h"
#include "server/shell/tool.h"

struct taking {
    const char *to;   /* the folder of backups */
    const char *part; /* where it is made */
    const char *path; /* where it lies at last */
    const char *snapshot;
    struct manifest m;
    struct arena *arena;
    PGconn *pg; /* holds the snapshot */
    int folder; /* `to`, locked */
};

static struct error file_trouble(const char *path, struct arena *arena)
{
    return refuse_with(ERR_NO_FILE, NULL, str_format(arena, "%s: %s", path, strerror(errno)));
}

/* ---- the folder ---- */

/* A backup that was killed left its part: the lock tells that nobody makes it any more. */
static struct error take_folder(struct taking *t)
{
    const char *part = str_format(t->arena, "%s/.part", t->to).p;

    if (mkdir(t->to, 0700) != 0 && errno != EEXIST)
        return file_trouble(t->to, t->arena);
    t->folder = open(t->to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (t->folder < 0)
        return file_trouble(t->to, t->arena);
    if (flock(t->folder, LOCK_EX | LOCK_NB) != 0)
        return refuse_with(ERR_RULE, NULL,
                           str_format(t->arena, "another backup writes into %s now", t->to));
    if (!backup_remove(part) && errno != ENOENT)
        return file_trouble(part, t->arena);
    if (mkdir(part, 0700) != 0)
        return file_trouble(part, t->arena);
    t->part = part;
    return OK;
}

/* "osb-20261122T053001.123456Z" */
static void name_it(struct taking *t)
{
    char name[INSTANT_TEXT_BYTES];
    size_t n = 0;

    for (size_t i = 0; i < t->m.begun.n && n + 1 < sizeof name; i++)
        if (t->m.begun.p[i] != '-' && t->m.begun.p[i] != ':')
            name[n++] = t->m.begun.p[i];
    name[n] = '\0';
    t->path = str_format(t->arena, "%s/osb-%s", t->to, name).p;
}

static int64_t free_bytes(const char *path)
{
    struct statvfs fs;

    return statvfs(path, &fs) == 0 ? (int64_t)fs.f_bavail * (int64_t)fs.f_frsize : -1;
}

/* ---- the dump ---- */

static struct error begin_snapshot(struct taking *t)
{
    PGresult *row = NULL;
    struct error err = setup_run(t->pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL,
                                 0, t->arena, NULL);

    if (!err.code)
        err = setup_run(t->pg, "SELECT pg_export_snapshot()", NULL, 0, t->arena, &row);
    if (!err.code)
        t->snapshot = str_dup(t->arena, str_of(PQgetvalue(row, 0, 0))).p;
    PQclear(row);
    return err;
}

/* The lock that pg_dump waits for is one that only a migration holds against it. */
static struct error dump(struct taking *t)
{
    const char *data = str_format(t->arena, "--file=%s/data", t->part).p;
    const char *snapshot = str_format(t->arena, "--snapshot=%s", t->snapshot).p;
    const char *const words[] = { "pg_dump", "--format=directory",      data,
                                  snapshot,  "--lock-wait-timeout=60s", "--no-password",
                                  NULL };

    return tool_run(words, t->pg, PQdb(t->pg), t->arena);
}

/* Read again from where it was written, and its table of contents understood. */
static struct error prove(struct taking *t)
{
    const char *data = str_format(t->arena, "%s/data", t->part).p;
    const char *const words[] = { "pg_restore", "--list", data, NULL };
    struct manifest again;
    struct error err = manifest_read(t->part, t->arena, &again);

    if (!err.code)
        err = manifest_verify(t->part, &again, t->arena);
    if (!err.code)
        err = tool_run(words, t->pg, PQdb(t->pg), t->arena);
    return err;
}

static struct error publish(struct taking *t)
{
    int part = open(t->part, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = part >= 0 && fsync(part) == 0;

    if (part >= 0)
        (void)close(part);
    if (!good || rename(t->part, t->path) != 0 || fsync(t->folder) != 0)
        return file_trouble(t->path, t->arena);
    return OK;
}

static struct error make(struct taking *t)
{
    struct error err = begin_snapshot(t);

    if (!err.code)
        err = manifest_look(t->pg, t->arena, &t->m);
    if (!err.code)
        err = dump(t);
    if (!err.code)
        err = setup_run(t->pg, "COMMIT", NULL, 0, t->arena, NULL);
    if (!err.code)
        err = backup_clock(t->pg, t->arena, &t->m.ended);
    if (!err.code)
        err = manifest_list(t->part, t->arena, &t->m);
    if (!err.code)
        err = manifest_write(t->part, t->arena, &t->m);
    if (!err.code)
        err = prove(t);
    return err.code ? err : publish(t);
}

/* ---- the whole ---- */

static void report(const struct taking *t, int64_t removed)
{
    const struct manifest *m = &t->m;

    printf("backup     %s\n", t->path);
    printf("company    %.*s%s\n", STR_ARG(m->company), m->practice ? " (practice)" : "");
    printf("holds      migration %lld, events up to %lld, seals up to %lld, %zu tables\n",
           (long long)m->migration, (long long)m->event, (long long)m->seal_no, m->table_count);
    printf("size       %lld bytes in %zu files\n", (long long)m->bytes, m->file_count);
    printf("from, to   %.*s %.*s\n", STR_ARG(m->begun), STR_ARG(m->ended));
    if (removed)
        printf("removed    %lld older\n", (long long)removed);
}

/* The outcome is written down by a session of its own: that of the snapshot may be in a failed
 * transaction, or gone. */
static struct error record(const struct settings *settings, const struct taking *t,
                           struct error outcome)
{
    const struct backup_run run = { .kind = "BACKUP",
                                    .place = t->path,
                                    .begun = t->m.begun,
                                    .free_bytes = free_bytes(t->to),
                                    .m = &t->m };
    PGconn *pg = NULL;
    struct error err = setup_connect("owner-database", settings->owner, t->arena, &pg);

    if (!err.code)
        err = backup_record(pg, &run, outcome, t->arena);
    PQfinish(pg);
    return outcome.code ? outcome : err;
}

struct error backup_take(const struct settings *settings, const char *to, int64_t keep,
                         struct arena *arena)
{
    struct taking t = { .to = to, .arena = arena, .folder = -1 };
    struct error err = setup_connect("owner-database", settings->owner, arena, &t.pg);
    int64_t removed = 0;

    (void)umask(077);
    if (!err.code)
        err = backup_clock(t.pg, arena, &t.m.begun);
    if (err.code)
        goto done;
    name_it(&t);
    err = take_folder(&t);
    if (!err.code)
        err = make(&t);
    if (err.code && t.part && !backup_remove(t.part))
        fprintf(stderr, "osbd: what was begun lies in %s until the next backup\n", t.part);
    err = record(settings, &t, err);
    if (!err.code && keep > 0)
        err = backup_prune(to, t.m.company, keep, arena, &removed);
    if (!err.code)
        report(&t, removed);
done:
    if (t.folder >= 0)
        (void)close(t.folder);
    PQfinish(t.pg);
    return err;
}
