/*
 * throttle.c - two tables of fixed size, keyed by a secret hash.
 */
#include "server/shell/throttle.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define WAYS        4
#define ADDRESSES   256 /* sets of WAYS */
#define PEOPLE      1024
#define PREFIX_64   8 /* bytes of an IPv6 address that one house has */
#define KEY_BYTES   crypto_shorthash_KEYBYTES
#define DOUBLES(n)  (((n)-THROTTLE_FREE) / THROTTLE_STEP)
#define PEER_LENGTH 80

struct address {
    uint64_t key; /* 0: free */
    int64_t seen_ms;
    int64_t next_ms; /* the next guess is checked then at the soonest */
    int64_t failures;
    int64_t counted_ms; /* when failures were last forgiven */
};

struct person {
    uint64_t key;
    int64_t seen_ms;
};

struct throttle {
    unsigned char secret[KEY_BYTES];
    struct address addresses[ADDRESSES][WAYS];
    struct person people[PEOPLE][WAYS];
};

static_assert(crypto_shorthash_BYTES == sizeof(uint64_t), "the hash is a number");

struct throttle *throttle_new(void)
{
    struct throttle *t = calloc(1, sizeof *t);

    if (!t)
        abort();
    crypto_shorthash_keygen(t->secret);
    return t;
}

void throttle_free(struct throttle *t)
{
    free(t);
}

/* ---- names ---- */

/* Without the port; an IPv6 address becomes its /64. Gives the bytes in `out`. */
static size_t house_of(struct str peer, unsigned char out[PEER_LENGTH])
{
    char text[PEER_LENGTH];
    unsigned char six[16];
    size_t n = peer.n < sizeof text ? peer.n : sizeof text - 1;
    char *colon;

    memcpy(text, peer.p, n);
    text[n] = '\0';
    colon = strncmp(text, "unix ", 5) != 0 ? strrchr(text, ':') : NULL;
    if (colon)
        *colon = '\0';
    if (colon && colon > text + 1 && text[0] == '[' && colon[-1] == ']') {
        colon[-1] = '\0';
        memmove(text, text + 1, strlen(text + 1) + 1);
    }
    if (inet_pton(AF_INET6, text, six) == 1) {
        memcpy(out, six, PREFIX_64);
        return PREFIX_64;
    }
    n = strlen(text);
    memcpy(out, text, n);
    return n;
}

static uint64_t hash(const struct throttle *t, const void *bytes, size_t n)
{
    uint64_t number;

    crypto_shorthash((unsigned char *)&number, bytes, n, t->secret);
    return number ? number : 1;
}

static uint64_t person_at(const struct throttle *t, uint64_t address, struct str user)
{
    const uint64_t both[2] = { address, hash(t, user.p ? user.p : "", user.n) };

    return hash(t, both, sizeof both);
}

/* ---- places ---- */

/* The address's place, or that of the set's best-behaved, then longest silent one. */
static struct address *address_place(struct throttle *t, uint64_t key)
{
    struct address *set = t->addresses[key % ADDRESSES], *worst = &set[0];

    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].failures < worst->failures ||
            (set[i].failures == worst->failures && set[i].seen_ms < worst->seen_ms))
            worst = &set[i];
    }
    *worst = (struct address){ .key = key };
    return worst;
}

static struct person *person_place(struct throttle *t, uint64_t key)
{
    struct person *set = t->people[key % PEOPLE], *oldest = &set[0];

    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].seen_ms < oldest->seen_ms)
            oldest = &set[i];
    }
    return oldest;
}

static void forgive(struct address *a, int64_t now_ms)
{
    int64_t by = (now_ms - a->counted_ms) / THROTTLE_FORGIVE_MS;

    if (by >= a->failures) {
        a->failures = 0;
        a->counted_ms = now_ms;
    } else if (by > 0) {
        a->failures -= by;
        a->counted_ms += by * THROTTLE_FORGIVE_MS;
    }
}

/* ---- turns ---- */

static int64_t gap_of(int64_t failures)
{
    int64_t gap;

    if (failures < THROTTLE_FREE)
        return 0;
    gap = (int64_t)THROTTLE_GAP_MS << DOUBLES(failures);
    return gap < THROTTLE_MOST_GAP_MS ? gap : THROTTLE_MOST_GAP_MS;
}

struct throttle_turn throttle_ask(struct throttle *t, struct str peer, struct str user,
                                  int64_t now_ms)
{
    unsigned char house[PEER_LENGTH];
    struct throttle_turn turn = { 0 };
    struct address *a;
    int64_t gap, at;

    turn.address = hash(t, house, house_of(peer, house));
    turn.person = person_at(t, turn.address, user);
    turn.known = person_place(t, turn.person)->key == turn.person;
    a = address_place(t, turn.address);
    forgive(a, now_ms);
    a->seen_ms = now_ms;
    if (a->failures == 0)
        a->counted_ms = now_ms;
    gap = gap_of(a->failures);
    at = a->next_ms > now_ms ? a->next_ms : now_ms;
    if (gap > 0 && at + gap - now_ms > THROTTLE_WAIT_MS) {
        turn.full = true;
        return turn;
    }
    if (a->failures < THROTTLE_MOST)
        a->failures++;
    if (gap > 0) {
        turn.wait_ms = at + gap - now_ms;
        if (!turn.known) /* those who are known take nobody's turn */
            a->next_ms = at + gap;
    }
    return turn;
}

void throttle_undo(struct throttle *t, const struct throttle_turn *turn)
{
    struct address *a = address_place(t, turn->address);

    if (a->failures > 0 && !turn->full)
        a->failures--;
}

void throttle_passed(struct throttle *t, const struct throttle_turn *turn, int64_t now_ms)
{
    throttle_undo(t, turn);
    *person_place(t, turn->person) = (struct person){ turn->person, now_ms };
}
