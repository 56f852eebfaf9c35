/*
 * draft.c - what is being typed, on disk.
 */
#include "client/term/draft.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file.h"

/* Beyond this the file begins anew with the last state. */
#define DRAFT_BYTES (1 << 20)
#define DRAFTS      9

/* Makes the folders of a path, its last part excepted. */
static void make_folders(const char *path)
{
    char part[DRAFT_PATH];

    for (size_t i = 1; path[i] && i < sizeof(part); i++)
        if (path[i] == '/') {
            memcpy(part, path, i);
            part[i] = '\0';
            (void)mkdir(part, 0700);
        }
}

struct str draft_place(const char *name, struct arena *arena)
{
    const char *base = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    bool named = base && base[0] == '/';
    struct str path;

    if (!named && (!home || home[0] != '/'))
        return STR("");
    path = str_format(arena, "%s%s/osb/%s", named ? base : home, named ? "" : "/.local/state",
                      name);
    if (path.n >= DRAFT_PATH)
        return STR("");
    make_folders(str_text(arena, path));
    return path;
}

/* is_old: only one that has something in it. */
static bool open_one(struct draft *d, struct str path, bool is_old)
{
    struct stat status = { 0 };

    (void)snprintf(d->path, sizeof(d->path), "%.*s", STR_ARG(path));
    d->fd = open(d->path, O_RDWR | (is_old ? 0 : O_CREAT) | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
                 0600);
    if (d->fd >= 0 && flock(d->fd, LOCK_EX | LOCK_NB) == 0 &&
        (!is_old || (fstat(d->fd, &status) == 0 && status.st_size > 0)))
        return true;
    if (d->fd >= 0)
        close(d->fd);
    d->fd = -1;
    return false;
}

/* A code may have a slash. */
static const char *as_file(const char *name, struct arena *arena)
{
    size_t n = strlen(name);
    char *out = arena_alloc(arena, n + 1);

    for (size_t i = 0; i <= n; i++)
        out[i] = name[i] == '/' ? '_' : name[i];
    return out;
}

bool draft_open(struct draft *d, const char *name, struct arena *arena)
{
    *d = (struct draft){ .fd = -1 };
    for (int i = 0; i < 2 * DRAFTS; i++) {
        struct str file =
            str_format(arena, "drafts/%s.%d", as_file(name, arena), i % DRAFTS + 1);
        struct str path = draft_place(str_text(arena, file), arena);

        if (path.n && open_one(d, path, i < DRAFTS))
            return true;
    }
    return false;
}

size_t draft_all(struct draft *out, size_t most, struct arena *arena)
{
    struct str place = draft_place("drafts", arena);
    DIR *folder = place.n ? opendir(str_text(arena, place)) : NULL;
    size_t n = 0;

    for (struct dirent *e; folder && n < most && (e = readdir(folder));) {
        struct str path = str_format(arena, "%.*s/%s", STR_ARG(place), e->d_name);

        n += e->d_name[0] != '.' && path.n < DRAFT_PATH && open_one(&out[n], path, true);
    }
    if (folder)
        closedir(folder);
    return n;
}

struct str draft_last(struct draft *d, struct arena *arena)
{
    struct file file;
    size_t end, begin;

    if (d->fd < 0 || file_read(d->path, 2 * DRAFT_BYTES, arena, &file).code)
        return STR("");
    d->bytes = (int64_t)file.text.n;
    end = file.text.n;
    while (end && file.text.p[end - 1] != '\n')
        end--;
    if (!end)
        return STR("");
    begin = --end;
    while (begin && file.text.p[begin - 1] != '\n')
        begin--;
    return (struct str){ file.text.p + begin, end - begin };
}

void draft_put(struct draft *d, struct str state)
{
    char *line;
    ssize_t n;

    if (d->fd < 0)
        return;
    if (d->bytes > DRAFT_BYTES && ftruncate(d->fd, 0) == 0)
        d->bytes = 0;
    line = malloc(state.n + 2);
    if (!line)
        abort();
    line[0] = '\n'; /* behind a line that was torn */
    if (state.n)
        memcpy(line + 1, state.p, state.n);
    line[state.n + 1] = '\n';
    n = write(d->fd, line, state.n + 2);
    d->bytes += n > 0 ? n : 0;
    free(line);
}

void draft_drop(struct draft *d)
{
    if (d->fd < 0)
        return;
    if (ftruncate(d->fd, 0) || unlink(d->path)) /* at worst it is offered once more */
        d->bytes = 0;
    d->bytes = 0;
    draft_close(d);
}

void draft_close(struct draft *d)
{
    if (d->fd >= 0)
        close(d->fd);
    d->fd = -1;
}
