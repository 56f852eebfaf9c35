/*
 * list.h - rows of a query's answer, in columns that line up.
 *
 * The rows stay as they came until the next answer: nothing moves under the cursor. The cursor
 * stays on its document when the list is loaded again. Where there is room, columns of a higher
 * rank come in first, then the growing ones get wider; numbers are never cut.
 */
#ifndef OSB_CLIENT_TERM_LIST_H
#define OSB_CLIENT_TERM_LIST_H

#include "client/term/keys.h"
#include "client/term/paint.h"
#include "common/rpc.h"

/* Member of a column that shows the time left until the row's `due`. */
#define LIST_LEFT "~left"

struct column {
    const char *title;   /* English */
    const char *member;  /* of the row; LIST_LEFT */
    uint8_t least, most; /* cells */
    enum text_side side;
    uint8_t rank; /* 0: always; 1, 2 ...: where there is room */
};
#define LIST_KEY 64
struct list {
    const struct column *columns;
    size_t column_count;
    const char *key;        /* member that names a row */
    struct rpc_reply reply; /* owned */
    bool loaded;
    const struct json **rows; /* heap */
    char *marks;              /* heap; '+' new, '*' changed, 'x' gone, blank */
    size_t count, at, top;
    bool more;
    char at_key[LIST_KEY];
};

void list_init(struct list *list, const struct column *columns, size_t count, const char *key);
void list_release(struct list *list);
/* Takes the answer over; *reply is empty then. Marks what was not there before. */
void list_load(struct list *list, struct rpc_reply *reply);
/* The row under the cursor, or NULL. */
const struct json *list_row(const struct list *list);
/* Puts a mark on the rows whose member has that value; true when there was one. */
bool list_mark(struct list *list, const char *member, struct str value, char mark);
/* Moves to the row of that key; false: it is not here. */
bool list_find(struct list *list, struct str key);
/* Moves the cursor; false: not a key of a list. page: rows that are seen. */
bool list_key(struct list *list, const struct key *key, size_t page);
/* A line of titles, then rows. With the cursor the paint's cursor stands on its row. */
void list_draw(struct list *list, struct paint *paint, struct area area, struct instant now,
               bool has_cursor, struct arena *arena);

/* "12m", "2h40", "3d", "-1d": until due, from now. "" for none. */
struct str list_left(struct instant due, struct instant now, struct arena *arena);

#endif
