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
    const char *key;      /* members that name a row, as list.h says */
    enum param key_param; /* what the first of them is for an act */
    int next;             /* the easy next step where rows name none, or -1 */
    role_set first;       /* whose work it is: the list that opens */
    role_set who;         /* who has it */
};
extern const struct list_kind list_kinds[];
extern const size_t list_kind_count;

/* The list that these roles open on. */
size_t list_kind_first(role_set roles);
/* The list of that id; list_kind_count when there is none. */
size_t list_kind_find(struct str id);

#endif
