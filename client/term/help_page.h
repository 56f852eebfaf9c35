/*
 * help_page.h - the pages of help as lines: a field, a screen, the keys. For help.c.
 */
#ifndef OSB_CLIENT_TERM_HELP_PAGE_H
#define OSB_CLIENT_TERM_HELP_PAGE_H

#include "client/term/app.h"
#include "client/term/lists.h"
#include "client/term/wording.h"

#define HELP_LINES 240

struct help_line {
    enum look look;
    struct str text;
};
struct help_page {
    struct arena *arena;
    size_t cells; /* lines are wrapped to these */
    struct help_line lines[HELP_LINES];
    size_t count;
};
/* Where the cursor was when help was asked for. */
struct help_about {
    int param; /* of the field, or -1 */
    int op;    /* of the form; of a list or a menu the one that F2 would do; or -1 */
    const struct list_kind *list;
    const struct bar_item *bar;
    char title[80]; /* of a screen that is neither a form nor a list */
};

/* What it is, what it takes, an example, who may, the rule. */
void help_page_field(struct help_page *page, struct app *app, const struct help_about *about);
/* What the act or the list is for, who may, its fields, what comes next, the rules, the keys.
 */
void help_page_screen(struct help_page *page, struct app *app, const struct help_about *about);
void help_page_keys(struct help_page *page);

#endif
