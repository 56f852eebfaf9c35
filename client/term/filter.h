/*
 * filter.h - boxes in which a person chooses what a list shows, and in which order.
 */
#ifndef OSB_CLIENT_TERM_FILTER_H
#define OSB_CLIENT_TERM_FILTER_H

#include "client/term/view.h"

/* What was chosen; the asker must stay below the box. */
typedef void view_taken(struct app *app, struct screen *asker, const struct view *view);

/* Fields over what the list's query takes; a name keeps it, F7 and F8 fill in the kept ones. */
struct screen *filter_new(struct app *app, struct screen *asker, const struct view *view,
                          view_taken *taken);
/* The columns of the list; the one that counts already is turned round. */
struct screen *sort_new(struct screen *asker, const struct view *view, view_taken *taken);

#endif
