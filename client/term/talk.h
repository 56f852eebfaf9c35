/*
 * talk.h - the connection to the daemon for somebody who never waits.
 *
 * The screens ask and go on; answers and notices are taken when they came. Names, connections
 * and TLS are made in a thread beside. When the connection is lost it is made again after 1, 2,
 * 4 ... 30 s with some chance in it, the session is resumed, watched from the last event on,
 * and what is open is sent again with the same ids, so that a command is never done twice
 * (law 11 of RULES.md). A command is kept until its answer came, however long that takes.
 */
#ifndef OSB_CLIENT_TERM_TALK_H
#define OSB_CLIENT_TERM_TALK_H

#include <poll.h>

#include "client/session.h"

/* Requests kept at most, waiting ones included. */
#define TALK_OPEN 32

enum talk_state {
    TALK_AWAY,    /* until retry_at */
    TALK_DIALING, /* in the thread */
    TALK_GREETING,
    TALK_LOGIN,
    TALK_READY,
    TALK_REFUSED, /* the login was refused: talk_try after mending it */
};
struct talk_open {
    int64_t id; /* 0: free */
    bool is_command, sent;
    void *owner; /* whose answer it is; NULL: nobody's, the answer is let go */
    int tag;
    int64_t since;   /* link_clock, of the first sending */
    int64_t send_at; /* not before this time: the daemon was busy */
    struct str line; /* heap */
};
struct talk_dial; /* what the thread works on */

struct talk {
    struct session who; /* door, link, greeting and login data; nothing else of it is used */
    enum talk_state state;
    struct error trouble; /* why it is away or refused */
    char trouble_text[256];
    struct talk_dial *dial;
    int wake[2];       /* the thread writes a byte when it is done */
    int64_t retry_at;  /* link_clock */
    unsigned troubles; /* in a row */
    int64_t lost_at;   /* link_clock; 0 while ready */
    int64_t event;     /* the newest event that is known; 0: none */
    int64_t login_id, watch_id;
    int64_t deadline; /* of greeting and login */
    char *out;        /* bytes to be sent; heap */
    size_t out_n, out_room;
    struct talk_open open[TALK_OPEN];
    int64_t lines; /* of requests and answers so far, for measuring */
    int64_t bytes;
};

/* Begins to connect. The door must live as long. */
void talk_init(struct talk *talk, const struct session_door *door);
/* Ends; what is open is forgotten here. */
void talk_release(struct talk *talk);

/* Asks. args: an object's text, or empty; a command's args hold its "command". False: too
 * much is open, or the line is longer than the daemon takes. */
NODISCARD bool talk_ask(struct talk *talk, void *owner, int tag, const char *method,
                        bool is_command, struct str args, struct arena *arena);
/* The owner goes: nobody waits for its answers any more. Commands stay until they are
 * answered. */
void talk_forget(struct talk *talk, const void *owner);
/* Does the owner wait for an answer? NULL: anybody. */
bool talk_waits(const struct talk *talk, const void *owner);
/* How many answers it waits for. */
size_t talk_waiting(const struct talk *talk, const void *owner);
/* Milliseconds that the oldest question has waited; 0 without one. */
int64_t talk_slow_ms(const struct talk *talk);
/* Connects now. */
void talk_try(struct talk *talk);

/* What to wait for, in poll(2): up to two descriptors. */
size_t talk_poll(const struct talk *talk, struct pollfd out[2]);
/* When talk_step is due without any of these, link_clock; INT64_MAX: never. */
int64_t talk_due(const struct talk *talk);

enum talk_news {
    TALK_NOTHING,
    TALK_ANSWER, /* reply (to be released) belongs to owner and tag */
    TALK_NOTICE, /* reply is a notice (to be released) */
    TALK_STATE,  /* the state changed; after a new TALK_READY screens ask again */
};
struct talk_said {
    void *owner;
    int tag;
    bool is_command;
    struct rpc_reply reply;
};
/* Does what can be done without waiting and tells one thing; call it until TALK_NOTHING. The
 * reply's texts live in the arena. */
enum talk_news talk_step(struct talk *talk, struct arena *arena, struct talk_said *said);

#endif
