/*
 * faulty.c - preloaded into a PostgreSQL of the tests: a disk that is full or breaks, a clock
 * that jumps.
 *
 * OSB_FAULTY in the environment names a folder; a file in it is a fault while it is there:
 *   full      what would lengthen a table's or an index's file fails with ENOSPC
 *   full-wal  so does a new segment of the write-ahead log
 *   broken    the next fdatasync fails with EIO, and takes the file away
 *   clock     the time of day is wrong by the seconds that stand in it
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* The library's own function behind ours; ISO C knows no way from an object to a function. */
#define REAL(name, pointer)                                                                    \
    do {                                                                                       \
        if (!(pointer))                                                                        \
            *(void **)&(pointer) = dlsym(RTLD_NEXT, name);                                     \
    } while (0)

static bool fault_path(const char *name, char *path, size_t room)
{
    const char *folder = getenv("OSB_FAULTY");
    int n = folder ? snprintf(path, room, "%s/%s", folder, name) : -1;

    return n > 0 && (size_t)n < room;
}

static bool is_on(const char *name)
{
    char path[512];

    return fault_path(name, path, sizeof path) && access(path, F_OK) == 0;
}

/* A write there would need room that the disk has not. */
static bool is_full(int fd, off_t offset)
{
    char link[64], path[1024];
    struct stat st;
    bool wal;
    ssize_t n;

    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof path - 1);
    if (n <= 0)
        return false;
    path[n] = '\0';
    wal = strstr(path, "/pg_wal/") != NULL;
    if (!wal && !strstr(path, "/base/"))
        return false;
    return is_on(wal ? "full-wal" : "full") && fstat(fd, &st) == 0 && offset >= st.st_size;
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t offset)
{
    static ssize_t (*real)(int, const void *, size_t, off_t);

    REAL("pwrite", real);
    if (is_full(fd, offset)) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, data, n, offset);
}

ssize_t pwritev(int fd, const struct iovec *list, int n, off_t offset)
{
    static ssize_t (*real)(int, const struct iovec *, int, off_t);

    REAL("pwritev", real);
    if (is_full(fd, offset)) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, list, n, offset);
}

int fdatasync(int fd)
{
    static int (*real)(int);
    char path[512];

    REAL("fdatasync", real);
    if (fault_path("broken", path, sizeof path) && unlink(path) == 0) {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

int gettimeofday(struct timeval *now, void *zone)
{
    static int (*real)(struct timeval *, void *);
    char path[512], text[32];
    ssize_t n;
    int fd, code;

    REAL("gettimeofday", real);
    code = real(now, zone);
    if (code != 0 || !fault_path("clock", path, sizeof path))
        return code;
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return code;
    n = read(fd, text, sizeof text - 1);
    (void)close(fd);
    if (n > 0) {
        text[n] = '\0';
        now->tv_sec += strtol(text, NULL, 10);
    }
    return code;
}
