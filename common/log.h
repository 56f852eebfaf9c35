/*
 * log.h - the program's log: one line an event, `key=value` pairs, to stderr or to a file.
 *
 *   time=2026-11-22T06:05:09.123456Z level=info event=listening socket=/run/osb.sock
 *
 * The log tells an administrator how the program fares; what people did is in the database.
 * It therefore never stops the daemon: where a line cannot be written at once (a full disk,
 * a pipe that nobody reads) it is dropped and counted, and the next line that gets through is
 * preceded by the count. Whoever logs to a pipe ignores SIGPIPE. Values are escaped, so that
 * no value can forge a line or drive a terminal. Never give it a password or a key.
 *
 * Called from the event loop's thread only.
 */
#ifndef OSB_COMMON_LOG_H
#define OSB_COMMON_LOG_H

#include "common/error.h"

enum log_level { LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARN, LEVEL_ERROR };

struct log_pair {
    const char *key; /* NULL ends a list; static text of [a-z_] */
    bool number;     /* which of the two is the value */
    int64_t n;
    struct str text;
};

/* A line's first pair: what happened, in one or two words joined by '_'. */
#define LOG_EVENT(name)       LOG_TEXT("event", str_of(name))
#define LOG_TEXT(name, value) ((struct log_pair){ .key = (name), .text = (value) })
#define LOG_INT(name, value)  ((struct log_pair){ .key = (name), .number = true, .n = (value) })

/* Lines below `least` are left out. path NULL: stderr. The file is appended to and made with
 * mode 0640. ERR_NO_FILE leaves the log as it was. */
struct error log_open(const char *path, enum log_level least);
/* The same path again, after the file was moved away (rotation). */
struct error log_reopen(void);
/* Back to stderr and LEVEL_INFO, as before log_open. */
void log_close(void);

/* log_put(LEVEL_WARN, LOG_EVENT("slow_query"), LOG_INT("ms", 812)); at least one pair. */
#define log_put(level, ...)                                                                    \
    log_pairs((level), (const struct log_pair[]){ __VA_ARGS__, { .key = NULL } })
/* The pairs up to the one without a key. A line longer than 4096 bytes is cut and ends in
 * "cut=1". */
void log_pairs(enum log_level level, const struct log_pair *pairs);
/* Lines dropped since the program began. */
uint64_t log_dropped(void);

#endif
