/*
 * lists.h - which lists there are: what each asks for, its columns, whose work it is
 * (SCREENS.md 3).
 *
 * A list is a query of the catalog with some of its parameters fixed. Fixed values are texts as
 * a person types them, so that "+7" is another day tomorrow (typed.h).
 */
#ifndef OSB_CLIENT_TERM_LISTS_H
#define OSB_CLIENT_TERM_LISTS_H

#include "client/term/list.h"
#include "common/catalog.h"

#define LIST_FIXED 3
struct list_kind {
    const char *id;    /* stable: kept filters and the palette name it */
    const char *title; /* English */
    const char *help;  /* English; what it is for, said in the palette */
    enum op op;
    struct list_fixed {
        enum param param;
        const char *text; /* NULL: the end */
    } fixed[LIST_FIXED];
    const struct column *columns;
    size_t column_count;
    const char *rows;     /* where they stand in the answer, as list.h says */
    int of;               /* a parameter that the row at hand fills in when it opens, or -1 */
    const char *puts;     /* members that an act takes besides: "role principal:user" */
    const char *key;      /* members that name a row, as list.h says */
    enum param key_param; /* what the first of them is for an act; P_code: nothing */
    int next;             /* the easy next step where rows name none, or -1 */
    role_set first;       /* whose work it is: the list that opens */
    role_set who;         /* who has it as a tab; who may ask it finds it in the palette */
};
extern const struct list_kind list_kinds[];
extern const size_t list_kind_count;

/* The list that these roles open on: names parted by blanks, as the log-in tells them, those
 * held for good before those held for somebody. A role's own work goes before what it covers.
 */
size_t list_kind_first(struct str roles);
/* May he open it? A tab of his, or one that he may ask and whose like is no tab of his. */
bool list_kind_is_open(size_t kind, role_set roles);
/* The list of that id; list_kind_count when there is none. */
size_t list_kind_find(struct str id);

#endif
