/*
 * file.h - small files, whole.
 */
#ifndef OSB_COMMON_FILE_H
#define OSB_COMMON_FILE_H

#include "common/error.h"

struct file {
    struct str text; /* in the arena, followed by a NUL that is not counted */
    unsigned mode;   /* permission bits, as for chmod */
};

/* Reads a file of at most `ceiling` bytes. ERR_NO_FILE with path and reason, or ERR_TOO_MUCH.
 * A directory is no file; a pipe is. */
NODISCARD struct error file_read(const char *path, size_t ceiling, struct arena *arena,
                                 struct file *out);

#endif
