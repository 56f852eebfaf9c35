/*
 * line.c - a socket and its buffer.
 */
#include "tests/load/line.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

_Noreturn void give_up(const char *format, ...)
{
    va_list values;

    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    exit(1);
}

static void connect_to(struct line *line, const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    if (strlen(path) >= sizeof address.sun_path)
        give_up("%s: the path is too long", path);
    memcpy(address.sun_path, path, strlen(path));
    line->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line->fd < 0 ||
        connect(line->fd, (const struct sockaddr *)&address, sizeof address) != 0)
        give_up("%s: %s", path, strerror(errno));
    line->have = line->used = 0;
}

void line_open(struct line *line, const char *socket_path, const char *user, const char *token)
{
    char text[512];
    int length = snprintf(text, sizeof text,
                          "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"session.login\","
                          "\"params\":{\"user\":\"%s\",\"demo\":\"%s\"}}\n",
                          user, token);
    const char *answer;

    connect_to(line, socket_path);
    line_send(line, text, (size_t)length);
    answer = line_wait(line);
    if (!strstr(answer, "\"result\""))
        give_up("%s cannot log in: %s", user, answer);
}

void line_close(struct line *line)
{
    close(line->fd);
}

void line_send(struct line *line, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(line->fd, text, length, MSG_NOSIGNAL);

        if (sent < 0 && errno != EINTR)
            give_up("the daemon does not take a request: %s", strerror(errno));
        if (sent > 0) {
            text += sent;
            length -= (size_t)sent;
        }
    }
}

/* Notices have a method, answers have an id. */
static bool is_notice(const char *text)
{
    static const char beginning[] = "{\"jsonrpc\":\"2.0\",\"method\"";

    return strncmp(text, beginning, sizeof beginning - 1) == 0;
}

static const char *next_line(struct line *line)
{
    char *from = line->in + line->used;
    char *end = memchr(from, '\n', line->have - line->used);

    if (!end)
        return NULL;
    *end = '\0';
    line->used = (size_t)(end + 1 - line->in);
    return from;
}

static void read_more(struct line *line)
{
    ssize_t got;

    memmove(line->in, line->in + line->used, line->have - line->used);
    line->have -= line->used;
    line->used = 0;
    if (line->have == sizeof line->in)
        give_up("an answer is longer than %d bytes", LINE_BYTES);
    got = recv(line->fd, line->in + line->have, sizeof line->in - line->have, MSG_DONTWAIT);
    if (got > 0)
        line->have += (size_t)got;
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        give_up("the daemon hung up");
}

const char *line_take(struct line *line)
{
    const char *text;

    if (line->used == line->have ||
        !memchr(line->in + line->used, '\n', line->have - line->used))
        read_more(line);
    do {
        text = next_line(line);
    } while (text && is_notice(text));
    return text;
}

const char *line_wait(struct line *line)
{
    struct pollfd fd = { .fd = line->fd, .events = POLLIN };
    const char *text;

    while (!(text = line_take(line)))
        if (poll(&fd, 1, 30000) == 0)
            give_up("no answer within 30 seconds");
    return text;
}
