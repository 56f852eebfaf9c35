/*
 * link.c - the connection to the daemon.
 */
#include "client/link.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "common/limits.h"
#include "common/tls.h"
#include "common/tls_openssl.h"
#include "common/wire_pack.h"

#define ROOM_BYTES (64 * 1024)
#define SLICE_MS   1000

/* --- time and signals -------------------------------------------------------------------- */

static volatile sig_atomic_t stop_signal;

void link_stop(int signal)
{
    stop_signal = signal;
}

int link_stop_asked(void)
{
    return stop_signal;
}

int64_t link_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int left_ms(int64_t until)
{
    int64_t left = until - link_clock();

    return left < 0 ? 0 : left > INT32_MAX ? INT32_MAX : (int)left;
}

void link_rest(int64_t until)
{
    while (!stop_signal && left_ms(until) > 0)
        (void)poll(NULL, 0, left_ms(until));
}

/* --- opening ----------------------------------------------------------------------------- */

static struct error lost(struct str detail)
{
    return refuse_with(ERR_CONNECTION, NULL, detail);
}

static struct error lost_because(struct arena *arena, const char *where, int reason)
{
    return lost(str_format(arena, "%s: %s", where, strerror(reason)));
}

/* Waits for the socket; 1 ready, 0 late, -1 a signal asked to stop. */
static int wait_for(int fd, short events, int64_t until)
{
    for (;;) {
        struct pollfd p = { .fd = fd, .events = events };
        int n;

        if (stop_signal)
            return -1;
        /* In slices: a signal may come between the question above and the wait. */
        n = poll(&p, 1, left_ms(until) < SLICE_MS ? left_ms(until) : SLICE_MS);
        if (n > 0)
            return 1;
        if (n == 0 && left_ms(until) == 0)
            return 0;
        if (n < 0 && errno != EINTR)
            return 1; /* the next read or write tells what is wrong */
    }
}

static struct error connect_to(int fd, const struct sockaddr *address, socklen_t size,
                               const char *where, int64_t until, struct arena *arena)
{
    int failed = 0;
    socklen_t n = sizeof(failed);

    if (connect(fd, address, size) == 0)
        return OK;
    if (errno != EINPROGRESS)
        return lost_because(arena, where, errno);
    switch (wait_for(fd, POLLOUT, until)) {
    case 0:
        return lost(str_format(arena, "%s: no answer in time", where));
    case -1:
        return lost(STR("interrupted"));
    }
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &n) || failed)
        return lost_because(arena, where, failed ? failed : errno);
    return OK;
}

static struct error open_unix(const char *path, int64_t until, struct arena *arena, int *out)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    struct error err;
    int fd;

    if (!path || !path[0] || strlen(path) >= sizeof(address.sun_path))
        return lost(STR("--socket PATH or --host NAME says where the daemon is"));
    memcpy(address.sun_path, path, strlen(path));
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return lost_because(arena, "socket", errno);
    err =
        connect_to(fd, (const struct sockaddr *)&address, sizeof(address), path, until, arena);
    if (err.code)
        close(fd);
    else
        *out = fd;
    return err;
}

static struct error open_tcp(const struct link_place *place, int64_t until, struct arena *arena,
                             int *out)
{
    const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
    const char *port = str_text(arena, str_format(arena, "%lld", (long long)place->port));
    struct addrinfo *all = NULL;
    struct error err;
    int found = getaddrinfo(place->host, port, &hints, &all), on = 1, fd = -1;

    if (found)
        return lost(str_format(arena, "%s: %s", place->host, gai_strerror(found)));
    err = lost(str_format(arena, "%s: no address", place->host));
    for (const struct addrinfo *a = all; a; a = a->ai_next) {
        fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
            continue;
        err = connect_to(fd, a->ai_addr, a->ai_addrlen, place->host, until, arena);
        if (!err.code)
            break;
        close(fd);
    }
    freeaddrinfo(all);
    if (err.code)
        return err;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
    *out = fd;
    return OK;
}

void link_adopt(int fd, struct link *out)
{
    int flags = fcntl(fd, F_GETFL);

    *out = (struct link){ .fd = fd };
    if (flags >= 0)
        (void)fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    wire_init(&out->wire, LIMIT_ANSWER_BYTES);
    out->room = malloc(ROOM_BYTES);
    if (!out->room)
        abort();
}

void link_close(struct link *link)
{
    if (!link->room)
        return;
    tls_session_free(link->tls);
    tls_context_free(link->context);
    if (link->fd >= 0)
        close(link->fd);
    wire_release(&link->wire);
    free(link->opened);
    free(link->room);
    *link = (struct link){ .fd = -1 };
}

/* What OpenSSL waits for after a call that did not finish: 1 try again, 0 late, -1 over. */
static int tls_wait(struct link *link, int result, int64_t until)
{
    int want = SSL_get_error(link->tls, result);
    int ready;

    if (want != SSL_ERROR_WANT_READ && want != SSL_ERROR_WANT_WRITE)
        return -1;
    ready = wait_for(link->fd, want == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, until);
    return ready;
}

static struct error secure(struct link *link, const struct link_place *place, int64_t until,
                           struct arena *arena)
{
    const struct tls_files files = { .cert = place->cert, .key = place->key, .ca = place->ca };
    struct error err;
    int n;

    if (!place->ca)
        return refuse_with(ERR_TLS, NULL,
                           STR("--ca FILE is needed: the authority that made the daemon's "
                               "certificate (osbd cert prints where it is)"));
    err = tls_client_new(&files, arena, &link->context);
    if (!err.code)
        err = tls_client_session(link->context, place->host, arena, &link->tls);
    if (err.code)
        return err;
    if (!SSL_set_fd(link->tls, link->fd))
        return refuse_with(ERR_TLS, NULL, tls_trouble(link->tls, arena));
    while ((n = SSL_connect(link->tls)) != 1) {
        int again = tls_wait(link, n, until);

        if (again < 0)
            return refuse_with(ERR_TLS, NULL, tls_trouble(link->tls, arena));
        if (again == 0)
            return lost(str_format(arena, "%s: no answer in time", place->host));
    }
    return OK;
}

struct error link_open(const struct link_place *place, int64_t until, struct arena *arena,
                       struct link *out)
{
    int fd = -1;
    struct error err = place->host ? open_tcp(place, until, arena, &fd)
                                   : open_unix(place->socket, until, arena, &fd);

    *out = (struct link){ .fd = -1 };
    if (err.code)
        return err;
    link_adopt(fd, out);
    if (place->host)
        err = secure(out, place, until, arena);
    if (err.code)
        link_close(out);
    return err;
}

/* --- lines ------------------------------------------------------------------------------- */

/* Bytes sent, 0 when it must wait, -1 when the connection is gone. */
static ssize_t send_some(struct link *link, struct str bytes, int64_t until)
{
    ssize_t n;

    if (link->tls) {
        int sent = SSL_write(link->tls, bytes.p, (int)bytes.n);

        if (sent > 0)
            return sent;
        return tls_wait(link, sent, until) == 1 ? 0 : -1;
    }
    n = send(link->fd, bytes.p, bytes.n, MSG_NOSIGNAL);
    if (n >= 0)
        return n;
    if (errno != EAGAIN && errno != EINTR)
        return -1;
    return wait_for(link->fd, POLLOUT, until) == 1 ? 0 : -1;
}

struct error link_send(struct link *link, struct str line, int64_t until, struct arena *arena)
{
    while (line.n) {
        ssize_t n = send_some(link, line, until);

        if (n < 0)
            return lost_because(arena, "the line was not sent", errno ? errno : ETIMEDOUT);
        line.p += n;
        line.n -= (size_t)n;
    }
    return OK;
}

long link_push(struct link *link, struct str bytes)
{
    ssize_t n;

    if (link->tls) {
        int sent, want;

        SSL_set_mode(link->tls,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        sent = SSL_write(link->tls, bytes.p, (int)bytes.n);
        want = sent > 0 ? SSL_ERROR_NONE : SSL_get_error(link->tls, sent);
        if (sent > 0)
            return sent;
        return want == SSL_ERROR_WANT_READ || want == SSL_ERROR_WANT_WRITE ? 0 : -1;
    }
    n = send(link->fd, bytes.p, bytes.n, MSG_NOSIGNAL);
    return n >= 0 ? (long)n : errno == EAGAIN || errno == EINTR ? 0 : -1;
}

/* Reads what is there: bytes, 0 when it must wait, -1 when the connection is gone. */
static ssize_t receive_some(struct link *link, bool *wait_to_write)
{
    ssize_t n;

    *wait_to_write = false;
    if (link->tls) {
        int got = SSL_read(link->tls, link->room, ROOM_BYTES);
        int want = got > 0 ? SSL_ERROR_NONE : SSL_get_error(link->tls, got);

        if (got > 0)
            return got;
        *wait_to_write = want == SSL_ERROR_WANT_WRITE;
        return want == SSL_ERROR_WANT_READ || want == SSL_ERROR_WANT_WRITE ? 0 : -1;
    }
    n = recv(link->fd, link->room, ROOM_BYTES, 0);
    if (n > 0)
        return n;
    return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

enum link_event link_line(struct link *link, int64_t until, struct str *line)
{
    for (;;) {
        bool to_write = false;
        ssize_t n;

        switch (wire_take(&link->wire, &link->bytes, line)) {
        case WIRE_LINE:
            return !wire_is_packed(*line) ||
                           wire_unpack(*line, LIMIT_ANSWER_BYTES, &link->opened, line)
                       ? LINK_LINE
                       : LINK_GONE;
        case WIRE_TOO_LONG:
            return LINK_GONE;
        case WIRE_MORE:
            break;
        }
        n = receive_some(link, &to_write);
        if (n < 0)
            return LINK_GONE;
        if (n > 0) {
            link->bytes = (struct str){ link->room, (size_t)n };
            continue;
        }
        switch (wait_for(link->fd, to_write ? POLLOUT : POLLIN, until)) {
        case 0:
            return LINK_LATE;
        case -1:
            return LINK_STOPPED;
        }
    }
}
