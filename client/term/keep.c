/*
 * keep.c - small files of one user.
 */
#include "client/term/keep.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "client/term/draft.h"
#include "common/file.h"

#define KEEP_BYTES ((size_t)256 << 10)

static bool write_all(int fd, struct str text)
{
    while (text.n) {
        ssize_t n = write(fd, text.p, text.n);

        if (n <= 0)
            return false;
        text = (struct str){ text.p + n, text.n - (size_t)n };
    }
    return true;
}

struct str keep_get(const char *name, struct arena *arena)
{
    struct str path = draft_place(name, arena);
    struct file file;

    if (!path.n || file_read(str_text(arena, path), KEEP_BYTES, arena, &file).code)
        return STR("");
    return file.text;
}

void keep_put(const char *name, struct str text, struct arena *arena)
{
    struct str place = draft_place(name, arena);
    const char *path = str_text(arena, place);
    const char *fresh =
        str_text(arena, str_format(arena, "%.*s.%ld", STR_ARG(place), (long)getpid()));
    bool whole;
    int fd;

    if (!place.n)
        return;
    fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return;
    whole = write_all(fd, text);
    whole = close(fd) == 0 && whole;
    if (!whole || rename(fresh, path) != 0)
        (void)unlink(fresh);
}
