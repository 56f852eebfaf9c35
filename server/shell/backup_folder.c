/*
 * backup_folder.c - the folder of backups: which there are, the newest, removing the oldest.
 */
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "server/shell/backup.h"

#define BACKUPS_MOST 10000
#define OPEN_FOLDERS 16

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_backup(const char *folder, const char *name, struct arena *arena)
{
    struct stat st;

    return !strncmp(name, "osb-", 4) &&
           stat(str_format(arena, "%s/%s/manifest.json", folder, name).p, &st) == 0;
}

struct error backup_names(const char *folder, struct arena *arena, const char ***out,
                          size_t *count)
{
    const struct dirent *entry;
    DIR *dir = opendir(folder);

    if (!dir)
        return refuse_with(ERR_NO_FILE, NULL,
                           str_format(arena, "%s: %s", folder, strerror(errno)));
    *out = ARENA_ARRAY(arena, BACKUPS_MOST, const char *);
    *count = 0;
    while (*count < BACKUPS_MOST && (entry = readdir(dir)))
        if (is_backup(folder, entry->d_name, arena))
            (*out)[(*count)++] = str_dup(arena, str_of(entry->d_name)).p;
    (void)closedir(dir);
    qsort((void *)*out, *count, sizeof **out, by_text);
    return OK;
}

struct error backup_find(const char *from, struct arena *arena, const char **out)
{
    const char **names;
    struct error err;
    struct stat st;
    size_t count;

    *out = from;
    if (stat(str_format(arena, "%s/manifest.json", from).p, &st) == 0)
        return OK;
    err = backup_names(from, arena, &names, &count);
    if (err.code)
        return err;
    if (count == 0)
        return refuse_with(ERR_NO_FILE, NULL,
                           str_format(arena, "%s is no backup and holds none", from));
    *out = str_format(arena, "%s/%s", from, names[count - 1]).p;
    return OK;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

bool backup_remove(const char *path)
{
    return nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) == 0;
}

/* What is half removed has no name of a backup any more. */
static struct error remove_backup(const char *folder, const char *name, struct arena *arena)
{
    const char *path = str_format(arena, "%s/%s", folder, name).p;
    const char *gone = str_format(arena, "%s/.%s.gone", folder, name).p;

    if (rename(path, gone) == 0 && backup_remove(gone))
        return OK;
    return refuse_with(ERR_NO_FILE, NULL,
                       str_format(arena, "cannot remove %s: %s", path, strerror(errno)));
}

/* Of another company, or with a manifest that cannot be read: not ours to remove. */
static bool is_of(const char *folder, const char *name, struct str company, struct arena *arena)
{
    struct manifest m;
    struct error err = manifest_read(str_format(arena, "%s/%s", folder, name).p, arena, &m);

    return !err.code && str_eq(m.company, company);
}

struct error backup_prune(const char *folder, struct str company, int64_t keep,
                          struct arena *arena, int64_t *removed)
{
    const char **names;
    size_t count;
    struct error err = backup_names(folder, arena, &names, &count);
    int64_t seen = 0;

    *removed = 0;
    for (size_t i = count; !err.code && i > 0; i--) {
        if (!is_of(folder, names[i - 1], company, arena) || ++seen <= keep)
            continue;
        err = remove_backup(folder, names[i - 1], arena);
        *removed += !err.code;
    }
    return err;
}
