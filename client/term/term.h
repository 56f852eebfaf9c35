/*
 * term.h - the terminal: curses opened and closed, keys in, cells out. The only file that
 * knows curses.
 */
#ifndef OSB_CLIENT_TERM_TERM_H
#define OSB_CLIENT_TERM_TERM_H

#include "client/term/escape.h"
#include "client/term/paint.h"
#include "common/error.h"

/* The smallest screen that is worked on. */
#define TERM_LEAST_ROWS 12
#define TERM_LEAST_COLS 40

struct term {
    bool open;
    uint16_t f_keys; /* bit n: the terminal sends Fn */
    struct escape escape;
    struct key ready[ESCAPE_KEYS]; /* what one character completed and is not fetched yet */
    size_t ready_n, ready_at;
    char *paste; /* what is being pasted; heap */
    size_t paste_n, paste_room;
    bool pasting;
    bool mousing;       /* inside a report of the mouse */
    uint32_t mouse[3];  /* its numbers so far: button, column, row */
    size_t mouse_count; /* the number that is being read */
};
/* How it is to look and listen. */
enum term_theme {
    THEME_AUTO,   /* colours on the terminal's own background */
    THEME_MONO,   /* bold, reverse and underline, as with NO_COLOR */
    THEME_STRONG, /* high contrast: white on black, what matters in reverse */
    THEME_GREEN,  /* green on black, as on the screens of old */
};
/* What this terminal draws in one cell; asked at the start, and answers may come late. */
enum term_drawing { DRAW_ASK, DRAW_ASCII, DRAW_REAL };
struct term_ways {
    enum term_theme theme;
    enum term_drawing lines;     /* boxes and rules: real lines, or - | + */
    enum term_drawing ambiguous; /* characters that may take two cells, or stand-ins */
    bool no_mouse;               /* the terminal keeps its mouse to itself */
    bool slow_escape;            /* a digit may follow an Esc by hand, as without an F12 */
};

/*
 * Takes the terminal over: raw keys, no echo, real cursor. A TERM that is not known here falls
 * back to xterm-256color. ERR_CONFIG with the remedy where that cannot work: no UTF-8 locale,
 * no terminal. The mouse reports presses and its wheel, never motion; with Shift the terminal
 * selects as it always did.
 *
 * How wide the terminal draws lines and ambiguous characters is asked by its own answer to
 * where the cursor is (SCREENS.md 9). Nothing waits for that: until it comes, and where it
 * never comes, lines are ASCII, and ambiguous characters are taken to have one cell.
 */
NODISCARD struct error term_open(struct term *term, const struct term_ways *ways,
                                 struct arena *arena);
/* Gives it back as it was; harmless on a closed one. */
void term_close(struct term *term);
void term_size(size_t *rows, size_t *cols);
/* The next key that has come; false when there is none. A paste is one key, whose text is
 * good until the next call. Call it until false after every wake-up, also one by a signal. */
bool term_key(struct term *term, struct key *key);
/* It said just now that it gives two cells to signs of one: true once. */
bool term_is_wide(void);
/* When term_key() is to be called though nothing came; INT64_MAX: not at all. */
int64_t term_due(const struct term *term);
/* Brings the cells to the terminal, in one update. */
void term_show(const struct paint *paint);
/* Sends what is no part of the picture, such as copy.h makes. */
void term_send(struct str sequence);
/* Rings. */
void term_ring(void);
/* Everything again, after something else wrote on the screen. */
void term_repaint(void);

#endif
