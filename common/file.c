/* file.c - reading a file without trusting the size it claims. */
#include "common/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static struct error refuse_path(struct arena *arena, const char *path)
{
    return refuse_with(ERR_NO_FILE, NULL, str_format(arena, "%s: %s", path, strerror(errno)));
}

/* Pieces of doubling size, so that a pipe or a growing file is read as well. */
static struct error read_all(FILE *in, const char *path, size_t ceiling, struct arena *arena,
                             struct str *out)
{
    size_t room = 4096, n = 0;
    char *p = arena_alloc(arena, room);

    for (;;) {
        n += fread(p + n, 1, room - 1 - n, in);
        if (ferror(in))
            return refuse_path(arena, path);
        if (n > ceiling)
            return refuse_with(ERR_TOO_MUCH, NULL,
                               str_format(arena, "%s: more than %zu bytes", path, ceiling));
        if (n < room - 1)
            break;
        char *larger = arena_alloc(arena, room * 2);
        memcpy(larger, p, n);
        p = larger;
        room *= 2;
    }
    p[n] = '\0';
    *out = (struct str){ p, n };
    return OK;
}

struct error file_read(const char *path, size_t ceiling, struct arena *arena, struct file *out)
{
    FILE *in = fopen(path, "re");
    struct error err = OK;
    struct stat status;
    struct file fresh = { 0 };

    if (!in)
        return refuse_path(arena, path);
    if (fstat(fileno(in), &status) != 0)
        err = refuse_path(arena, path);
    else
        err = read_all(in, path, ceiling, arena, &fresh.text);
    fclose(in);
    if (err.code)
        return err;
    fresh.mode = status.st_mode & 07777;
    *out = fresh;
    return OK;
}
