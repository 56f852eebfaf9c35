/*
 * log.c - composing a line in a fixed buffer and writing it without ever waiting.
 */
#include "common/log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/day.h"
#include "common/text.h"

/* A pipe that polls writable takes PIPE_BUF bytes without blocking, and whole. */
#define LINE_BYTES PIPE_BUF

static struct {
    int fd;
    enum log_level least;
    char path[PATH_MAX];
    uint64_t dropped;
    uint64_t reported; /* of the dropped */
    bool torn;         /* the last write stopped inside a line */
} sink = { .fd = STDERR_FILENO, .least = LEVEL_INFO };

struct line {
    char bytes[LINE_BYTES];
    size_t n;
    bool cut;
};

static const char cut_mark[] = " cut=1\n";

/* What line_add leaves free: a closing quote, the cut mark. */
#define LINE_TAIL (1 + sizeof cut_mark)

/* All of the text or, where it does not fit, none: a cut never splits an escape. */
static void line_add(struct line *line, const char *text, size_t n)
{
    if (line->cut || line->n + n + LINE_TAIL > sizeof line->bytes) {
        line->cut = true;
        return;
    }
    memcpy(line->bytes + line->n, text, n);
    line->n += n;
}

/* Values of these characters need no quotes: times, numbers, paths, addresses. */
static bool is_bare(struct str value)
{
    static const char others[] = "._:/+-@%";

    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];

        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            (c == '\0' || !strchr(others, c)))
            return false;
    }
    return value.n > 0;
}

static void line_value(struct line *line, struct str value)
{
    char piece[TEXT_ESCAPE_BYTES];
    size_t taken;

    if (is_bare(value)) {
        line_add(line, value.p, value.n);
        return;
    }
    line_add(line, "\"", 1);
    if (line->cut)
        return;
    for (size_t at = 0; at < value.n && !line->cut; at += taken) {
        size_t n = text_escape(value, at, piece, &taken);

        if (value.p[at] == '"' || value.p[at] == '\\')
            line_add(line, "\\", 1);
        line_add(line, piece, n);
    }
    line->bytes[line->n++] = '"'; /* a cut value is closed too: line_add kept the room */
}

static void line_pair(struct line *line, const struct log_pair *pair)
{
    char digits[24];

    if (line->cut)
        return;
    if (line->n)
        line_add(line, " ", 1);
    line_add(line, pair->key, strlen(pair->key));
    line_add(line, "=", 1);
    if (pair->number) {
        snprintf(digits, sizeof digits, "%" PRId64, pair->n);
        line_add(line, digits, strlen(digits));
    } else {
        line_value(line, pair->text);
    }
}

static void line_begin(struct line *line, enum log_level level)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    struct timespec now;
    char time[INSTANT_TEXT_BYTES];

    line->n = 0;
    line->cut = false;
    clock_gettime(CLOCK_REALTIME, &now);
    instant_print((struct instant){ now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000 }, time);
    line_pair(line, &LOG_TEXT("time", str_of(time)));
    line_pair(line, &LOG_TEXT("level", str_of(names[level])));
}

static bool line_write(struct line *line)
{
    struct pollfd ready = { .fd = sink.fd, .events = POLLOUT };
    ssize_t written;

    memcpy(line->bytes + line->n, line->cut ? cut_mark : "\n",
           line->cut ? strlen(cut_mark) : 1);
    line->n += line->cut ? strlen(cut_mark) : 1;
    if (poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT))
        return false;
    if (sink.torn && write(sink.fd, "\n", 1) != 1)
        return false;
    sink.torn = false;
    written = write(sink.fd, line->bytes, line->n);
    sink.torn = written > 0 && (size_t)written < line->n;
    return written == (ssize_t)line->n;
}

/* Says how many lines are missing; false: still nothing gets through. */
static bool report_dropped(void)
{
    uint64_t missing = sink.dropped - sink.reported;
    struct line line;

    if (!missing)
        return true;
    line_begin(&line, LEVEL_WARN);
    line_pair(&line, &LOG_EVENT("log_lines_dropped"));
    line_pair(&line, &LOG_INT("count", (int64_t)missing));
    if (!line_write(&line))
        return false;
    sink.reported = sink.dropped;
    return true;
}

void log_pairs(enum log_level level, const struct log_pair *pairs)
{
    int saved = errno; /* whoever logs a failure may still want to look at it */
    struct line line;

    if (level < sink.least)
        return;
    line_begin(&line, level);
    for (; pairs->key; pairs++)
        line_pair(&line, pairs);
    if (!report_dropped() || !line_write(&line))
        sink.dropped++;
    errno = saved;
}

uint64_t log_dropped(void)
{
    return sink.dropped;
}

static void sink_set(int fd)
{
    if (sink.fd != STDERR_FILENO)
        close(sink.fd);
    sink.fd = fd;
    sink.torn = false;
}

/* O_NONBLOCK: a FIFO that nobody reads must not stop the start. */
static int sink_file(const char *path)
{
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0640);
}

struct error log_open(const char *path, enum log_level least)
{
    int fd = STDERR_FILENO;

    if (path) {
        if (strlen(path) >= sizeof sink.path)
            return refuse(ERR_NO_FILE, "log");
        fd = sink_file(path);
        if (fd < 0)
            return refuse(ERR_NO_FILE, "log");
    }
    sink_set(fd);
    snprintf(sink.path, sizeof sink.path, "%s", path ? path : "");
    sink.least = least;
    return OK;
}

struct error log_reopen(void)
{
    int fd;

    if (!sink.path[0])
        return OK;
    fd = sink_file(sink.path);
    if (fd < 0)
        return refuse(ERR_NO_FILE, "log");
    sink_set(fd);
    return OK;
}

void log_close(void)
{
    sink_set(STDERR_FILENO);
    sink.path[0] = '\0';
    sink.least = LEVEL_INFO;
}
