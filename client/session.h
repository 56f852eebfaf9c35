/*
 * session.h - logged in at the daemon: requests out, answers in, nothing sent twice or lost.
 *
 * Every request is kept until its answer came. When the connection is lost, or the daemon
 * says that it is busy, stopping or does not know the outcome, the session connects again,
 * resumes, and sends what is still open with the same ids, so that a command that was already
 * carried out is answered with its first outcome (law 11 of RULES.md). After `patience_ms`
 * without any answer it gives up: what is then open is "sent, not confirmed".
 */
#ifndef OSB_CLIENT_SESSION_H
#define OSB_CLIENT_SESSION_H

#include "client/link.h"
#include "common/rpc.h"

/* The version of docs/PROTOCOL.md that this client speaks. */
#define PROTOCOL_VERSION 1
/* Open requests that a session keeps at most; the daemon may allow fewer. */
#define SESSION_OPEN 8
#define SESSION_TEXT 128

/* How to get in. */
struct session_door {
    /* Makes a connection; `context` is the caller's. */
    struct error (*dial)(void *context, int64_t until, struct arena *arena, struct link *out);
    void *context;
    const char *user;     /* NULL: who the daemon's machine says I am */
    const char *password; /* NULL: none */
    const char *demo;     /* token of the practice company, or NULL */
    bool pack;            /* asks for packed answers, where the daemon packs */
    int64_t timeout_ms;   /* for a connection and its greeting */
    int64_t patience_ms;  /* for an answer, reconnects included */
};

struct session_open {
    int64_t id; /* 0: free */
    bool is_command;
    bool sent;       /* reached the wire at least partly, on any connection */
    struct str line; /* heap */
};

struct session {
    struct session_door door;
    struct link link;
    bool joined;        /* greeted and logged in on this connection */
    bool packs;         /* the daemon can */
    bool practice;      /* the documents mean nothing */
    bool must_choose;   /* came in by a one-time code: password.h */
    int64_t in_flight;  /* as the greeting says, at most SESSION_OPEN */
    int64_t line_bytes; /* longest request, as the greeting says */
    char server[SESSION_TEXT], user[SESSION_TEXT], name[SESSION_TEXT], roles[SESSION_TEXT];
    char token[SESSION_TEXT];
    struct session_open open[SESSION_OPEN];
    int64_t last_id;
    unsigned troubles; /* in a row, for the pause before the next try */
    int64_t since;     /* when waiting for answers began, link_clock */
    /* A notice came: changed, told, closing. May be NULL. */
    void (*heard)(void *context, const struct rpc_reply *notice);
    void *heard_context;
};

/* Connects and logs in, at once or not at all. ERR_CONNECTION, ERR_TLS, or what the daemon
 * said: ERR_LOGIN, ERR_BUSY ... */
NODISCARD struct error session_join(struct session *session, const struct session_door *door,
                                    struct arena *arena);
void session_leave(struct session *session);

/* Room for another request? Then session_put sends it and gives its id; params is an object's
 * text or empty. A command's params hold its "command". ERR_TOO_MUCH when the daemon takes no
 * line that long; nothing is sent then. */
bool session_has_room(const struct session *session);
size_t session_waiting(const struct session *session);
NODISCARD struct error session_put(struct session *session, const char *method, bool is_command,
                                   struct str params, struct arena *arena, int64_t *id);
/* The next answer to any open request (a result or an error; rpc_reply_release). ERR_UNKNOWN
 * when patience ran out and a command is open that was sent; ERR_CONNECTION when none is;
 * ERR_LOGIN and the like when getting in again was refused. */
NODISCARD struct error session_take(struct session *session, struct arena *arena,
                                    struct rpc_reply *out);
/* Both, for one request while no other is open. */
NODISCARD struct error session_call(struct session *session, const char *method,
                                    bool is_command, struct str params, struct arena *arena,
                                    struct rpc_reply *out);
/* Waits for notices until then; OK when the time is over. A lost connection is made again. */
NODISCARD struct error session_listen(struct session *session, int64_t until,
                                      struct arena *arena);

/* The error that an error reply tells; its texts belong to the arena. */
struct error session_error(const struct rpc_reply *reply, struct arena *arena);

#endif
