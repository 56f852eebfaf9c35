/*
 * view.h - what a list shows: its filter and the order of its rows. Named views are kept.
 */
#ifndef OSB_CLIENT_TERM_VIEW_H
#define OSB_CLIENT_TERM_VIEW_H

#include "client/term/lists.h"
#include "client/term/screens.h"

#define VIEW_NAME 40
#define VIEWS_MAX 100
struct view {
    char name[VIEW_NAME + 1]; /* "": none, it is not kept */
    char list[24];            /* id of its list_kind */
    struct hand filter;       /* as it was typed */
    size_t sort;              /* column, or LIST_AS_CAME */
    bool down;
};

/* Nothing chosen. */
void view_init(struct view *view, const struct list_kind *kind);
bool view_is_plain(const struct view *view);
/* May a person choose this parameter of the list? What the list fixes, he may not. */
bool view_takes(const struct list_kind *kind, enum param param);
/* What the daemon is asked: fixed values, the filter, and the order, so that the whole list is
 * in it and not only what comes of it; short forms written out. False: a
 * value of the filter is none, `fault` says which and why. */
bool view_args(const struct view *view, const struct list_kind *kind, struct arena *arena,
               struct str *args, struct str *fault);
/* The same for the rows behind one: list_behind names it. */
bool view_page_args(const struct view *view, const struct list_kind *kind, struct str behind,
                    struct arena *arena, struct str *args, struct str *fault);
/* What is asked to learn how many rows the list has: its first, and their number. */
bool view_count_args(const struct list_kind *kind, struct arena *arena, struct str *args,
                     struct str *fault);
/* "state WAIT_MA, customer C001", in the user's language; "" without a filter. */
struct str view_text(const struct view *view, struct arena *arena);

/* --- kept ones: a line of JSON each ------------------------------------------------------- */

/* Reads kept views; lines that are none are left out. Gives their number. */
size_t views_read(struct str kept, struct view *out, size_t room, struct arena *arena);
/* The kept text with this view put in: instead of the one of its list and name, or behind all;
 * `drop` takes it out. */
struct str views_put(struct str kept, const struct view *view, bool drop, struct arena *arena);

#endif
