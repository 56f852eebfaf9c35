/*
 * session.h - one terminal: its line, who it is, and its requests under way.
 *
 * Everything is bounded: the line, the requests under way (beyond LIMIT_IN_FLIGHT the bytes
 * stay in the socket), what waits to be sent, the time for a line, for the handshake, for
 * the log-in and for reading answers. A session that is closed vanishes at once for everybody
 * else; its requests go on, and their answers are dropped.
 */
#ifndef OSB_SHELL_SESSION_H
#define OSB_SHELL_SESSION_H

#include "common/limits.h"
#include "common/rpc.h"
#include "common/wire.h"
#include "server/shell/daemon.h"

struct bufferevent;
struct editing;
struct request;
struct ssl_st;
struct watch;

/* Deadlines, in milliseconds. */
#define HANDSHAKE_MS 5000
#define LINE_MS      10000  /* from the first byte of a line to its end */
#define LOGIN_MS     120000 /* a person types a password */
#define READER_MS    30000  /* without reading a byte of what waits for it */
/* Waiting bytes over which a session gets no more notices and is told to reload later. */
#define NOTICE_BYTES (256 * 1024)

/* Who is at the other end. */
struct identity {
    int64_t user_id; /* 0: not logged in */
    char login[LIMIT_CODE * LIMIT_UTF8_BYTES + 1];
    char name[LIMIT_NAME * LIMIT_UTF8_BYTES + 1];
    role_set roles; /* covered ones included */
    bool sees_all;  /* no field role's scope */
    char token_sha256[65];
    bool must_choose; /* came in by a one-time code: may choose a password, and nothing else */
};

struct session {
    struct daemon *daemon;
    struct session *next, **link; /* in sessions */
    struct bufferevent *line;
    struct wire wire;
    bool local;    /* over the unix socket */
    int64_t uid;   /* of the peer, or -1 */
    char peer[80]; /* for the log: "unix uid=1000", "10.1.2.3:4711" */
    bool shaking;  /* the TLS handshake is under way */
    bool packs;    /* answers go packed (wire_pack.h) from now on */
    bool ending;   /* reads no more; closes when all is sent */
    bool gone;
    struct identity who;
    struct request *requests;
    size_t in_flight;
    struct watch *watch;                  /* what it wants to be told, or NULL */
    struct editing *editing;              /* editing.h; NULL: it never asked */
    bool stale;                           /* missed notices */
    int64_t since_ms, active_ms, line_ms; /* connected; last request; line begun, or 0 */
    uint64_t sent;                        /* bytes */
    uint64_t taken;                       /* of these, gone out as last seen */
    int64_t taken_ms;
};

/* A session over an accepted socket, which it owns; ssl NULL: plain. NULL when there is no
 * room. */
struct session *session_new(struct daemon *daemon, int fd, struct ssl_st *ssl, int64_t uid,
                            const char *peer);
void session_close(struct session *session, const char *why);
/* Closes once everything is sent. reason NULL: without a notice; else "stop", "idle", ... */
void session_end(struct session *session, const char *reason, const char *text);
/* Queues a line; a session that does not read is closed. */
void session_send(struct session *session, struct str line);
/* A notice, unless so much waits that it will be told to reload. */
void session_notify(struct session *session, struct str line);
/* A place for a request became free: bytes that waited are looked at, from the loop. */
void session_look_again(struct session *session);
/* Nobody is logged in any more; the watch ends, and no form is open there. */
void session_forget(struct session *session);

/* --- all of them --- */

struct sessions *sessions_new(struct daemon *daemon);
void sessions_free(struct sessions *sessions);
struct session *sessions_first(const struct sessions *sessions);
size_t sessions_count(const struct sessions *sessions);
/* Ends the session that has waited longest without a log-in, so that somebody else can come;
 * false: all of them are people at work. */
bool sessions_make_room(struct sessions *sessions);
/* Requests under way in any session, those of closed ones included. */
size_t sessions_under_way(const struct sessions *sessions);
/* One more, or one less. */
void sessions_count_request(struct sessions *sessions, int by);
/* Tells everybody that the daemon is stopping; what is under way is still answered. */
void sessions_say_closing(struct sessions *sessions);

#endif
