/*
 * line.h - one connection of the load generator to the daemon's unix socket.
 *
 * Requests go out whole and at once (they are shorter than a socket's buffer); answers are
 * taken without waiting. One request is under way at most, so that the next line that is no
 * notice is its answer. Trouble ends the program: a generator that goes on measures nothing.
 */
#ifndef OSB_TESTS_LOAD_LINE_H
#define OSB_TESTS_LOAD_LINE_H

#include <stdbool.h>
#include <stddef.h>

#define LINE_BYTES (64 * 1024)

struct line {
    int fd;
    size_t have; /* bytes in the buffer */
    size_t used; /* of them: lines that were handed out */
    char in[LINE_BYTES];
};

/* Prints the sentence and ends the program with status 1. */
_Noreturn void give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Connects and logs the user in by a practice company's token. */
void line_open(struct line *line, const char *socket_path, const char *user, const char *token);
void line_close(struct line *line);
/* The text ends with its newline. */
void line_send(struct line *line, const char *text, size_t length);
/* The next answer without its newline, terminated, or NULL when it has not come yet. Good
 * until the next call. */
const char *line_take(struct line *line);
/* The same, waiting for it. */
const char *line_wait(struct line *line);

#endif
