/*
 * listen.c - accepting.
 */
#include "server/shell/listen.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/log.h"
#include "common/tls.h"
#include "server/shell/session.h"

#define BACKLOG 256

struct listeners {
    struct daemon *daemon;
    struct evconnlistener *local, *remote;
    struct ssl_ctx_st *tls;
    struct event *pause; /* after descriptors ran out */
    char socket[sizeof((struct sockaddr_un *)0)->sun_path];
};

/* ---- accepting ---- */

/* Connections that nobody logs in on shut nobody out. */
static bool has_room(const struct daemon *d)
{
    if (sessions_count(d->sessions) < LIMIT_SESSIONS || sessions_make_room(d->sessions))
        return true;
    log_put(LEVEL_WARN, LOG_EVENT("sessions_full"), LOG_INT("sessions", LIMIT_SESSIONS));
    return false;
}

static void on_local(struct evconnlistener *listener, evutil_socket_t fd,
                     struct sockaddr *address, int length, void *ctx)
{
    struct listeners *l = ctx;
    struct ucred peer;
    socklen_t size = sizeof peer;
    char name[40];

    (void)listener;
    (void)address;
    (void)length;
    if (!has_room(l->daemon) || getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
        close(fd);
        return;
    }
    snprintf(name, sizeof name, "unix uid=%u", (unsigned)peer.uid);
    if (!session_new(l->daemon, fd, NULL, (int64_t)peer.uid, name))
        close(fd);
}

/* Small answers leave at once; a peer that vanished is noticed within half a minute. */
static void tune(int fd)
{
    const struct {
        int level, name, value;
    } options[] = {
        { IPPROTO_TCP, TCP_NODELAY, 1 },   { SOL_SOCKET, SO_KEEPALIVE, 1 },
        { IPPROTO_TCP, TCP_KEEPIDLE, 15 }, { IPPROTO_TCP, TCP_KEEPINTVL, 5 },
        { IPPROTO_TCP, TCP_KEEPCNT, 3 },   { IPPROTO_TCP, TCP_USER_TIMEOUT, 30000 },
    };

    for (size_t i = 0; i < COUNT(options); i++)
        (void)setsockopt(fd, options[i].level, options[i].name, &options[i].value,
                         sizeof options[i].value);
}

static void on_remote(struct evconnlistener *listener, evutil_socket_t fd,
                      struct sockaddr *address, int length, void *ctx)
{
    struct listeners *l = ctx;
    char host[INET6_ADDRSTRLEN] = "?", port[8] = "?", name[80];
    struct ssl_st *ssl = NULL;
    struct arena arena;
    struct error err;

    (void)listener;
    arena_init(&arena, 65536);
    (void)getnameinfo(address, (socklen_t)length, host, sizeof host, port, sizeof port,
                      NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(name, sizeof name, "%s:%s", host, port);
    tune(fd);
    err = tls_server_session(l->tls, &arena, &ssl);
    if (err.code || !has_room(l->daemon) || !session_new(l->daemon, fd, ssl, -1, name)) {
        tls_session_free(ssl);
        close(fd);
    }
    arena_release(&arena);
}

static void enable(struct listeners *l, bool on)
{
    struct evconnlistener *all[] = { l->local, l->remote };

    for (size_t i = 0; i < COUNT(all); i++) {
        if (all[i] && on)
            evconnlistener_enable(all[i]);
        else if (all[i])
            evconnlistener_disable(all[i]);
    }
}

static void on_pause_over(evutil_socket_t fd, short what, void *ctx)
{
    (void)fd;
    (void)what;
    enable(ctx, true);
}

/* No descriptors, no memory: those inside go on, those outside wait a second. */
static void on_trouble(struct evconnlistener *listener, void *ctx)
{
    const struct timeval second = { 1, 0 };
    struct listeners *l = ctx;

    (void)listener;
    log_put(LEVEL_ERROR, LOG_EVENT("cannot_accept"),
            LOG_TEXT("why", str_of(strerror(EVUTIL_SOCKET_ERROR()))));
    enable(l, false);
    evtimer_add(l->pause, &second);
}

/* ---- the unix socket ---- */

static struct error refused_path(struct arena *arena, const char *path, const char *why)
{
    return refuse_with(ERR_CONFIG, "socket", str_format(arena, "%s: %s", path, why));
}

/* A socket's file that nobody serves is left behind by a crash and may go. */
static struct error clear_path(const struct sockaddr_un *address, struct arena *arena)
{
    const char *path = address->sun_path;
    struct stat st;
    int fd, answer;

    if (lstat(path, &st) != 0)
        return OK;
    if (!S_ISSOCK(st.st_mode))
        return refused_path(arena, path, "something else lies there");
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    answer = fd < 0 ? -1 : connect(fd, (const struct sockaddr *)address, sizeof *address);
    if (fd >= 0)
        close(fd);
    if (answer == 0 || errno == EAGAIN)
        return refused_path(arena, path, "another daemon serves it");
    (void)unlink(path);
    return OK;
}

/* Why a path or a port cannot be had, and what to do. */
static const char *why_not(int number)
{
    switch (number) {
    case ENOENT:
        return "its folder is not there: make it, as osbd's own user";
    case EADDRINUSE:
        return "another program has it: stop that one, or choose another";
    case EADDRNOTAVAIL:
        return "this machine has no such address";
    default:
        return strerror(number);
    }
}

static struct error open_local(struct listeners *l, struct arena *arena)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    const char *path = l->daemon->settings->socket;
    struct error err;
    mode_t mask;
    int fd, bound;

    if (strlen(path) >= sizeof address.sun_path)
        return refused_path(arena, path, "the path is too long");
    memcpy(address.sun_path, path, strlen(path));
    err = clear_path(&address, arena);
    if (err.code)
        return err;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mask = umask(0117); /* 0660 from the first moment */
    bound = fd < 0 ? -1 : bind(fd, (const struct sockaddr *)&address, sizeof address);
    (void)umask(mask);
    if (bound == 0)
        l->local =
            evconnlistener_new(l->daemon->base, on_local, l,
                               LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, BACKLOG, fd);
    if (!l->local) {
        err = refused_path(arena, path, why_not(errno));
        if (fd >= 0)
            close(fd);
        return err;
    }
    memcpy(l->socket, path, strlen(path) + 1);
    evconnlistener_set_error_cb(l->local, on_trouble);
    log_put(LEVEL_INFO, LOG_EVENT("listening"), LOG_TEXT("socket", str_of(path)));
    return OK;
}

/* ---- TCP ---- */

static struct error tls_open(const struct settings *settings, struct arena *arena,
                             struct ssl_ctx_st **out)
{
    const struct tls_files files = { settings->cert, settings->key, settings->ca };

    return tls_server_new(&files, arena, out);
}

/* "host:port", "[::1]:port". */
static struct error resolve(const char *text, struct arena *arena, struct addrinfo **out)
{
    const struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                    .ai_socktype = SOCK_STREAM };
    const char *colon = strrchr(text, ':');
    struct str host = { text, colon ? (size_t)(colon - text) : 0 };
    int64_t port = 0;
    int problem;

    if (!colon || !str_int(str_of(colon + 1), &port) || port < 1 || port > 65535)
        return refuse_with(
            ERR_CONFIG, "listen",
            str_format(arena, "'%s' is not HOST:PORT, with a port from 1 to 65535", text));
    if (host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
        host = (struct str){ host.p + 1, host.n - 2 };
    problem = getaddrinfo(host.n ? str_text(arena, host) : NULL, colon + 1, &hints, out);
    if (problem)
        return refuse_with(ERR_CONFIG, "listen",
                           str_format(arena, "%s: %s", text, gai_strerror(problem)));
    return OK;
}

static struct error open_remote(struct listeners *l, struct arena *arena)
{
    const struct settings *settings = l->daemon->settings;
    struct addrinfo *address = NULL;
    struct error err;

    if (!settings->cert || !settings->key)
        return refuse_with(ERR_CONFIG, "listen",
                           STR("TCP needs a certificate: make one with osbd cert"));
    err = tls_open(settings, arena, &l->tls);
    if (!err.code)
        err = resolve(settings->listen, arena, &address);
    if (err.code)
        return err;
    l->remote = evconnlistener_new_bind(l->daemon->base, on_remote, l,
                                        LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC |
                                            LEV_OPT_REUSEABLE,
                                        BACKLOG, address->ai_addr, (int)address->ai_addrlen);
    freeaddrinfo(address);
    if (!l->remote)
        return refuse_with(ERR_CONFIG, "listen",
                           str_format(arena, "%s: %s", settings->listen, why_not(errno)));
    evconnlistener_set_error_cb(l->remote, on_trouble);
    log_put(LEVEL_INFO, LOG_EVENT("listening"), LOG_TEXT("tls", str_of(settings->listen)));
    return OK;
}

static void warn_of_end(const char *cert, struct arena *arena)
{
    struct instant end;
    char text[INSTANT_TEXT_BYTES];

    if (tls_cert_end(cert, arena, &end).code)
        return;
    instant_print(end, text);
    log_put(LEVEL_INFO, LOG_EVENT("certificate"), LOG_TEXT("ends", str_of(text)));
}

struct error listeners_new(struct daemon *daemon, struct arena *arena, struct listeners **out)
{
    struct listeners *l = calloc(1, sizeof *l);
    struct error err;

    if (!l)
        abort();
    l->daemon = daemon;
    l->pause = evtimer_new(daemon->base, on_pause_over, l);
    if (!l->pause)
        abort();
    err = open_local(l, arena);
    if (!err.code && daemon->settings->listen) {
        err = open_remote(l, arena);
        if (!err.code)
            warn_of_end(daemon->settings->cert, arena);
    }
    if (err.code)
        listeners_free(l);
    else
        *out = l;
    return err;
}

void listeners_free(struct listeners *l)
{
    if (!l)
        return;
    if (l->local)
        evconnlistener_free(l->local);
    if (l->remote)
        evconnlistener_free(l->remote);
    if (l->socket[0])
        (void)unlink(l->socket);
    event_free(l->pause);
    tls_context_free(l->tls);
    free(l);
}

void listeners_renew(struct listeners *l)
{
    struct ssl_ctx_st *fresh = NULL;
    struct arena arena;
    struct error err;

    if (!l->remote)
        return;
    arena_init(&arena, 65536);
    err = tls_open(l->daemon->settings, &arena, &fresh);
    if (err.code) {
        log_put(LEVEL_ERROR, LOG_EVENT("certificate"), LOG_TEXT("problem", err.detail));
    } else {
        tls_context_free(l->tls);
        l->tls = fresh;
        warn_of_end(l->daemon->settings->cert, &arena);
    }
    arena_release(&arena);
}
