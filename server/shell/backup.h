/*
 * backup.h - the safety net: a backup, its way back, and the drill that proves it.
 *
 * Backups lie below one folder, each in a folder of its own named by the moment it began, so
 * that names sort by age. All three act through the superuser's way in (owner-database), write
 * what came of it into the table backup_run where there is one, and print a report. Calls
 * block.
 */
#ifndef OSB_SHELL_BACKUP_H
#define OSB_SHELL_BACKUP_H

#include "server/shell/manifest.h"
#include "server/shell/settings.h"

/* ---- what the commands do ---- */

/*
 * Dumps the database as one snapshot while it works, writes the manifest, verifies what was
 * written, and only then gives the folder its name: what carries a name is whole. Then, with
 * keep > 0, all but the newest `keep` backups of this company are removed. ERR_RULE: another
 * backup writes into this folder. After a failure nothing half is left under a name, and no
 * older backup was touched.
 */
NODISCARD struct error backup_take(const struct settings *settings, const char *to,
                                   int64_t keep, struct arena *arena);
/* Brings the backup into the empty database that owner-database names, in one transaction, and
 * compares it with the manifest. ERR_RULE: it is not empty. */
NODISCARD struct error backup_restore(const struct settings *settings, const char *from,
                                      struct arena *arena);
/* Restores into a throw-away database of the same server, compares, brings an older one up to
 * this program's migrations, runs every invariant, drops it. An error when anything differs. */
NODISCARD struct error backup_drill(const struct settings *settings, const char *from,
                                    struct arena *arena);

/* ---- shared by them ---- */

/* One row of backup_run to be. */
struct backup_run {
    const char *kind;         /* "BACKUP", "RESTORE", "DRILL" */
    const char *place;        /* the backup's folder */
    struct str begun;         /* by the database's clock */
    int64_t free_bytes;       /* -1: not known */
    const struct manifest *m; /* what is known of it */
};
/* Writes it down with its outcome; a database that has no such table is passed over. */
NODISCARD struct error backup_record(PGconn *pg, const struct backup_run *run,
                                     struct error outcome, struct arena *arena);
/* The time by the database's clock, as it stands in answers. */
NODISCARD struct error backup_clock(PGconn *pg, struct arena *arena, struct str *out);
/* `from` itself when it is a backup, otherwise the newest one below it. ERR_NO_FILE. */
NODISCARD struct error backup_find(const char *from, struct arena *arena, const char **out);
/* Removes all but the newest `keep` backups of the company below the folder; *removed counts.
 */
NODISCARD struct error backup_prune(const char *folder, struct str company, int64_t keep,
                                    struct arena *arena, int64_t *removed);
/* Removes a folder and all that is in it; false with errno. */
NODISCARD bool backup_remove(const char *path);
/* The names of backups in the folder, the oldest first; a list that ends with NULL. */
NODISCARD struct error backup_names(const char *folder, struct arena *arena, const char ***out,
                                    size_t *count);

#endif
