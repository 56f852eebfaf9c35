/*
 * list.h - rows of a query's answer, in columns that line up.
 *
 * Nothing moves under the cursor: a later answer is taken in place by list_merge, which marks
 * what changed and keeps what left, until list_load takes an answer as it came. The cursor
 * stays on its document. Where there is room, columns of a higher rank come in first, then the
 * growing ones get wider; numbers are never cut.
 */
#ifndef OSB_CLIENT_TERM_LIST_H
#define OSB_CLIENT_TERM_LIST_H

#include "client/term/keys.h"
#include "client/term/paint.h"
#include "common/rpc.h"

/* Member of a column that shows the time left until the row's `due`. */
#define LIST_LEFT "~left"
/* Member of a column that shows the row's `percent` as a bar; a full one is 100 %. */
#define LIST_BAR "~bar"
/* Members of a column where a row is no object but a member of one: what it is called, what it
 * is. */
#define LIST_NAME  "~name"
#define LIST_VALUE "~value"
/* Where the rows of most answers stand; "" where each member of the answer is one. */
#define LIST_ROWS "rows"
/* No column: rows stand as they came. */
#define LIST_AS_CAME ((size_t)-1)

struct column {
    const char *title;   /* English */
    const char *member;  /* of the row; LIST_LEFT */
    uint8_t least, most; /* cells */
    enum text_side side;
    uint8_t rank; /* 0: always; 1, 2 ...: where there is room */
};
/* The marks of a row. A near deadline ('!') is seen while drawing. */
#define MARK_NONE    ' '
#define MARK_NEW     '+'
#define MARK_CHANGED '*'
#define MARK_EDITED  '@' /* open in somebody's form: seen while drawing */
#define MARK_GONE    'x' /* left the filter: done, or done by somebody else */

#define LIST_KEY 64
struct list_answer; /* an answer that rows still point into */
struct list_line {
    const struct json *row;
    struct list_answer *of;
    size_t came; /* its place in the answer */
    char mark;
    bool picked;
    bool edited; /* somebody else has it open: set by whoever draws */
};
struct list {
    const struct column *columns;
    size_t column_count;
    const char *key;  /* members that name a row: "no", "product,warehouse" */
    const char *rows; /* the answer's member that holds them; list_init: LIST_ROWS */
    bool loaded;
    struct list_line *lines; /* heap */
    size_t count, at, top;
    bool more;     /* the daemon has more rows than it sent */
    int64_t whole; /* rows that the daemon has in all; 0: it did not say */
    size_t fresh;  /* rows that came since and wait for list_load */
    size_t sort;   /* column, or LIST_AS_CAME */
    bool down;     /* greatest first */
    char at_key[LIST_KEY];
};

void list_init(struct list *list, const struct column *columns, size_t count, const char *key);
void list_release(struct list *list);
/* Takes the answer over; *reply is empty then. Marks what was not there before. Picked rows
 * that are still there stay picked. */
void list_load(struct list *list, struct rpc_reply *reply);
/* The same in place: rows change where they stand and get MARK_CHANGED, those that left get
 * MARK_GONE, new ones are only counted (list->fresh). */
void list_merge(struct list *list, struct rpc_reply *reply);
/* A further page, behind the rows that are here. False: the daemon does not know the row any
 * more that it was to come behind. */
bool list_append(struct list *list, struct rpc_reply *reply);
/* The last row that came, by the members that name it: {"no":"SO12"}; "" for none. */
struct str list_behind(const struct list *list, struct arena *arena);
/* The row under the cursor, or NULL. */
const struct json *list_row(const struct list *list);
/* A row's member as text, or "": also LIST_NAME. */
struct str list_text(const struct json *row, const char *member);
/* Is there a row whose member has that value? */
bool list_has(const struct list *list, const char *member, struct str value);
/* Moves to the row of that key; false: it is not here. */
bool list_find(struct list *list, struct str key);
/* Moves the cursor; false: not a key of a list. page: rows that are seen. */
bool list_key(struct list *list, const struct key *key, size_t page);
/* By this column: numbers by value, empty cells last. The cursor stays on its document. */
void list_sort(struct list *list, size_t column, bool down);

/* Marks the row under the cursor for a bulk act, or unmarks it; gone rows cannot be. */
void list_pick(struct list *list);
/* Marks all rows, or none where all are. */
void list_pick_all(struct list *list);
void list_pick_none(struct list *list);
size_t list_picked(const struct list *list);

/* A line of titles, then rows; both answer to clicks. With the cursor the paint's cursor
 * stands on its row. */
void list_draw(struct list *list, struct paint *paint, struct area area, struct instant now,
               bool has_cursor, struct arena *arena);

/* What stands in a column of a row. */
struct str list_cell(const struct list *list, size_t line, size_t column, struct instant now,
                     struct arena *arena);
/* "12m", "2h40", "3d", "-1d": until due, from now. "" for none. */
struct str list_left(struct instant due, struct instant now, struct arena *arena);
/* Which comes first? Numbers by value and before other texts, these by their bytes; "" behind
 * all. The daemon orders a whole list by the same rule (server/shell/queries.c). */
int list_order(struct str a, struct str b);

#endif
