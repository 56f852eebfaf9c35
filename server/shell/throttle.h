/*
 * throttle.h - guesses from one address wait longer and longer, and nobody is shut out by them.
 *
 * An address is the system user behind the unix socket, an IPv4 address, or the /64 of an IPv6
 * address. THROTTLE_FREE failures cost nothing: a house behind one address mistypes. After them
 * the guesses of an address are checked one after another, the gap between two growing from
 * THROTTLE_GAP_MS to THROTTLE_MOST_GAP_MS; whoever would have to wait longer than
 * THROTTLE_WAIT_MS is refused at once. A failure is forgiven every THROTTLE_FORGIVE_MS, by
 * time only: an attacker who has one password of his own cannot buy guesses with it.
 *
 * So that an attacker cannot shut out those who share his address, a person who came in from
 * there before is checked at once, whatever the address has done; the account's own throttle
 * (login.h) still counts. His failures are answered when a stranger's would be, so that the
 * time does not tell who works there.
 *
 * Everything lies in two tables of fixed size, in sets as of a processor's cache, under a
 * secret hash: no address or name makes them grow, and nobody can aim at another's place. What
 * is pushed out begins again from nothing, which is why this stands beside the accounts'
 * throttle and not in place of it. The clock is the caller's.
 */
#ifndef OSB_SHELL_THROTTLE_H
#define OSB_SHELL_THROTTLE_H

#include "common/str.h"

#define THROTTLE_FREE        20
#define THROTTLE_STEP        10 /* failures after which the gap doubles */
#define THROTTLE_MOST        70 /* failures that are remembered */
#define THROTTLE_GAP_MS      250
#define THROTTLE_MOST_GAP_MS 4000
#define THROTTLE_WAIT_MS     6000 /* a client waits 10 s for its log-in */
#define THROTTLE_FORGIVE_MS  30000

struct throttle;

struct throttle *throttle_new(void);
void throttle_free(struct throttle *throttle);

/* What becomes of a guess that comes now. */
struct throttle_turn {
    uint64_t address, person;
    int64_t wait_ms; /* before it is checked; known ones are checked at once */
    bool full;       /* too many wait already: refused */
    bool known;      /* came in from there before */
};
/* peer as session.h writes it: "unix uid=1000", "10.1.2.3:4711", "[2001:db8::1]:4711" or
 * "2001:db8::1:4711". */
/* A guess that is not refused counts as failed already, so that many at once count as well. */
struct throttle_turn throttle_ask(struct throttle *throttle, struct str peer, struct str user,
                                  int64_t now_ms);
/* It could not be judged: as if it had not been asked. */
void throttle_undo(struct throttle *throttle, const struct throttle_turn *turn);
/* He came in: the same, and known from now on. */
void throttle_passed(struct throttle *throttle, const struct throttle_turn *turn,
                     int64_t now_ms);

#endif
