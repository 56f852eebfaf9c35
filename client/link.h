/*
 * link.h - the connection to the daemon: lines out, lines in, each with a deadline.
 *
 * A link is a unix socket, TLS over TCP, or any stream socket that was handed over. It waits
 * with poll(2) only, so that a signal ends every wait (link_stop_asked). Errors are
 * ERR_CONNECTION, or ERR_TLS with OpenSSL's reason.
 */
#ifndef OSB_CLIENT_LINK_H
#define OSB_CLIENT_LINK_H

#include "common/error.h"
#include "common/wire.h"

struct ssl_st;
struct ssl_ctx_st;

/* Where the daemon is: a host, or else a socket. */
struct link_place {
    const char *socket;     /* path of a unix socket */
    const char *host;       /* name or address; NULL: the socket */
    int64_t port;           /* with host */
    const char *ca;         /* with host: file of the authority, needed */
    const char *cert, *key; /* with host: own certificate, optional */
};

struct link {
    int fd; /* -1: closed */
    struct ssl_ctx_st *context;
    struct ssl_st *tls;
    struct wire wire;
    struct str bytes; /* received, not yet split into lines; in room */
    char *room;       /* heap */
    char *opened;     /* a packed line, opened; heap, or NULL */
};

/* Milliseconds that only grow. */
int64_t link_clock(void);

/* `until` is a time of link_clock. On success the caller owns *out (link_close). */
NODISCARD struct error link_open(const struct link_place *place, int64_t until,
                                 struct arena *arena, struct link *out);
/* Takes over a connected stream socket. */
void link_adopt(int fd, struct link *out);
/* Harmless on a closed one. */
void link_close(struct link *link);

/* Sends a whole line with its line feed. */
NODISCARD struct error link_send(struct link *link, struct str line, int64_t until,
                                 struct arena *arena);

/* Sends what the connection takes at once: bytes, 0 when it must wait for room (or, under TLS,
 * for the other end), -1 when it is gone. What was not taken is offered again. */
long link_push(struct link *link, struct str bytes);

enum link_event {
    LINK_LINE,    /* *line came, without its line feed; good until the next call */
    LINK_LATE,    /* nothing until the deadline */
    LINK_GONE,    /* the connection ended or failed, or a line passed the ceiling or was packed
                     badly */
    LINK_STOPPED, /* a signal asked to stop */
};
enum link_event link_line(struct link *link, int64_t until, struct str *line);

/* Called from a signal handler: every wait ends with LINK_STOPPED from now on. */
void link_stop(int signal);
/* The signal that asked, or 0. */
int link_stop_asked(void);
/* Sleeps until then, or until a signal asks to stop. */
void link_rest(int64_t until);

#endif
