/*
 * escape.h - what an Esc turns out to be: itself, the first half of an F-key, or the head of a
 * sequence that neither terminfo nor we know (SCREENS.md 2).
 *
 * curses has taken out what it knows; here come plain characters, keys, and the end of what
 * was there to read. Typed-ahead keys mean what they would one by one: an Esc before another
 * key is Cancel and then that key. Only a digit (or - =) that follows makes an F-key of it:
 * when it comes with the Esc, as Alt sends it, or within wait_ms.
 */
#ifndef OSB_CLIENT_TERM_ESCAPE_H
#define OSB_CLIENT_TERM_ESCAPE_H

#include "client/term/keys.h"

/* Keys that one character may complete at most. */
#define ESCAPE_KEYS 3

struct escape {
    enum { ESCAPE_NONE, ESCAPE_CAME, ESCAPE_CSI, ESCAPE_SS3 } state;
    bool together;   /* nothing ended since the Esc came */
    bool inside;     /* of CSI: something came behind the bracket */
    int64_t due_ms;  /* Cancel at that time; of ESCAPE_CAME */
    int64_t wait_ms; /* for a digit typed by hand; 0: only what comes together counts */
};

/* A character; gives the number of keys in out. */
size_t escape_char(struct escape *e, uint32_t code, int64_t now_ms,
                   struct key out[ESCAPE_KEYS]);
/* A key that curses knew; ACT_NONE: something else that ends what came before. */
size_t escape_key(struct escape *e, struct key key, struct key out[ESCAPE_KEYS]);
/* Nothing more is there to read now. */
size_t escape_idle(struct escape *e, int64_t now_ms, struct key out[ESCAPE_KEYS]);
/* When escape_idle() is to be asked again; INT64_MAX: not at all. */
int64_t escape_due(const struct escape *e);

#endif
