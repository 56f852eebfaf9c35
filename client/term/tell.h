/*
 * tell.h - a screen in words, for a terminal that shows lines (osb --linear).
 *
 * A screen says what is to be read, and what it asks: the fields of a form, numbered choices, a
 * text. It is the same screen as the one that is drawn: what the person answers comes back to
 * it as keys, so that drafts, checks and refusals are the screens' own. Every screen has such
 * words: nothing is read off a picture.
 */
#ifndef OSB_CLIENT_TERM_TELL_H
#define OSB_CLIENT_TERM_TELL_H

#include "client/term/app.h"
#include "client/term/grid.h"
#include "client/term/sheet.h"

/* More than a menu of all acts, or a bulk act of 500 documents with its head, has. */
#define TELL_LINES   200
#define TELL_CHOICES 520

struct list;
struct worklist;
struct tell {
    struct arena *arena;
    struct str title;
    struct str lines[TELL_LINES];
    size_t line_count;
    struct str choices[TELL_CHOICES]; /* taken by their number: ACT_TO_ROW */
    size_t choice_count;
    const char *letters; /* choices are taken by these instead, one each: ACT_CHAR */
    struct str prompt;   /* asked behind choices; "": the usual words */
    enum action enter;   /* what an empty answer is there; ACT_NONE: it goes back */
    struct field *field; /* a text that narrows the choices, or is asked alone */
    struct str label;    /* of that text */
    struct sheet *sheet; /* a form: its fields are asked in their order */
    struct grid *grid;   /* behind them lines; NULL: the form has none */
    bool *in_grid;       /* with a grid: whether the cursor is there */
    bool confirms;       /* Enter does it, everything else goes back */
    bool anew;           /* its lines change with every answer: all are read out again */
    struct worklist *worklist;
    const struct op_info *act;     /* what F2 would do here, for help; NULL: nothing */
    const struct param_info *asks; /* of what is asked for alone; NULL: the sheet says it */
};

void tell_line(struct tell *t, struct str line);
void tell_choice(struct tell *t, struct str choice);
/* The columns of a row that say something: "Order SO12, Customer ..., left 12m". */
struct str tell_row(const struct list *list, size_t line, struct arena *arena);
/* What the screen says and asks now. */
void tell_screen(struct app *app, struct screen *screen, struct tell *t);

#endif
