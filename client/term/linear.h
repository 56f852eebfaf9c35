/*
 * linear.h - the screens as questions and answers on plain lines (osb --linear): no cursor
 * addressing, no colour, no curses; for screen readers, dumb terminals and scripts.
 *
 * Lists, forms, menus and refusals are those of the screens (tell.h); only the way in and out
 * is another. Standard input may be a file: its lines are answers, and the end of it leaves.
 */
#ifndef OSB_CLIENT_TERM_LINEAR_H
#define OSB_CLIENT_TERM_LINEAR_H

#include "client/term/tell.h"

/* Runs until the person leaves; the exit code of the program. */
int linear_run(const struct settings *settings);

/* --- for linear*.c only ------------------------------------------------------------------- */

struct linear {
    struct app app;
    struct tell tell; /* of the screen on top */
    uint64_t told;    /* serial of the screen that was read out; 0: none */
    bool reviews;     /* a form: all its fields were asked, now they stand together */
    bool corrects;    /* one field of them is asked anew */
    bool quiet;       /* what was asked for was read out: only the prompt follows */
    char said[400];   /* the last message of a screen that was told */
    char *input;      /* heap; what came and is not a whole line yet */
    size_t input_n, input_room;
    bool input_over;
    char *pasted; /* heap; rows that came so far, while they come */
    size_t pasted_n;
    size_t tour;  /* step of linear_tour.c, the first is 1; 0: no tour */
    bool offered; /* the tour, once a session */
};

/* What the screen on top says and asks now, read out as far as it is new. */
void linear_tell(struct linear *l);
/* An answer to that. */
void linear_answer(struct linear *l, struct str line);
/* A key of the screens; what they say to it is told. */
void linear_press(struct linear *l, enum action action, uint32_t code);
/* A text into the field that has the cursor, instead of what was there. */
void linear_type(struct linear *l, struct str text);
/* A pasted text, as it is. */
void linear_paste(struct linear *l, struct str text);
/* A line, safe to show. */
void linear_put(struct linear *l, struct str line);

/* --- linear_list.c --- */

void linear_list_tell(struct linear *l);
void linear_list_answer(struct linear *l, struct str line);

/* --- linear_form.c --- */

void linear_form_tell(struct linear *l);
void linear_form_answer(struct linear *l, struct str line);
/* A line while rows are pasted: an empty one ends them, and they are looked at. */
void linear_form_row(struct linear *l, struct str line);

/* --- linear_tour.c: two minutes around the answers --- */

/* Offers it to whom it was never shown, or says the step. */
void linear_tour_tell(struct linear *l);
/* Begins with "tour", goes on with the answer that the step asks for. True: it was only for
 * the tour. */
bool linear_tour_answer(struct linear *l, struct str line);

#endif
