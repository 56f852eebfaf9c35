/* file.c - reading a file without trusting the size it claims. */
#include "common/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "common/buffer.h"

#define PIECE_BYTES 16384

static struct error refuse_path(struct arena *arena, const char *path)
{
    return refuse_with(ERR_NO_FILE, NULL, str_format(arena, "%s: %s", path, strerror(errno)));
}

/* Piece by piece, so that a pipe or a growing file is read as well. */
static struct error read_all(FILE *in, const char *path, size_t ceiling, struct arena *arena,
                             struct str *out)
{
    struct buffer text;
    size_t n;

    buffer_init(&text, arena);
    do {
        n = fread(buffer_reserve(&text, PIECE_BYTES), 1, PIECE_BYTES, in);
        if (ferror(in))
            return refuse_path(arena, path);
        text.n += n;
        if (text.n > ceiling)
            return refuse_with(ERR_TOO_MUCH, NULL,
                               str_format(arena, "%s: more than %zu bytes", path, ceiling));
    } while (n == PIECE_BYTES);
    *out = buffer_text(&text);
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
