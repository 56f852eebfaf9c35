/*
 * worklist.h - the state of the screen of lists. For worklist*.c only.
 */
#ifndef OSB_CLIENT_TERM_WORKLIST_H
#define OSB_CLIENT_TERM_WORKLIST_H

#include "client/term/detail.h"
#include "client/term/lists.h"
#include "client/term/paper_pick.h"
#include "client/term/view.h"

enum { TAG_LIST, TAG_PAGE, TAG_MERGE, TAG_DETAIL, TAG_FIND, TAG_FIND_NOTE, TAG_FIND_CUSTOMER };

enum worklist_shape { SHAPE_BOTH, SHAPE_DETAIL, SHAPE_LIST, SHAPES };
#define KINDS_MAX   96
#define NOT_COUNTED ((size_t)-1)
#define SPLIT_LEAST 30
#define SPLIT_USUAL 60
#define LIST_CELLS  80
#define SPLIT_MOST  75
#define WIDE_COLS   120
#define THIRD_COLS  160
#define THIRD_ROWS  40
#define AGEING_ROWS 16 /* the third pane of who owes something, wherever it is wide */
#define SMALL_ROWS  16
#define ORDER_COLS  100 /* line 2 says how the rows stand */

struct worklist {
    struct screen screen;
    size_t kind; /* of list_kinds */
    struct view view;
    struct list list;
    struct detail detail;
    enum worklist_shape shape;
    size_t split; /* percent of the width that the list takes, side by side; 0: nobody chose */
    bool stale;   /* something came that is not here: F5 */
    size_t pages; /* of the list that are here */
    size_t pages_back;      /* so many were here before it was asked anew, and come again */
    char back_to[LIST_KEY]; /* where the cursor stood then */
    bool no_page;           /* the next one was refused; until the list is asked anew */
    bool again;             /* ask in place when the answer under way has come */
    bool finding;           /* a number is being typed behind '/' */
    bool found;             /* the detail is of what was found, not of the row */
    struct field find;
    bool is_behind;           /* the rows behind a bar of the view below are shown */
    struct view before;       /* what F3 comes back to then, */
    char before_at[LIST_KEY]; /* on this row */
    char detail_of[LIST_KEY]; /* asked or shown */
    bool asks_detail;         /* its answer is under way */
    bool drops_detail;        /* and comes too late: another document was found meanwhile */
    size_t counts[KINDS_MAX]; /* rows of the lists that were seen */
    bool at_least[KINDS_MAX]; /* or more than that */
    bool counted;             /* the other tabs' rows were asked for */
    struct screen counter;    /* whom those answers go to; on no stack */
};

const struct list_kind *worklist_kind(const struct worklist *w);
/* The list as the daemon has it now; the cursor stays on its document. */
void worklist_ask(struct app *app, struct worklist *w);
/* The page behind the rows that are here is asked for; false: there is none. */
bool worklist_more(struct app *app, struct worklist *w);
/* "17 rows", "500 rows+", "1000 of 5000 rows": never less than is true. */
struct str worklist_rows(const struct worklist *w, struct arena *arena);
/* Counts the rows of the other tabs, and the messages that wait. */
void worklist_count(struct app *app, struct worklist *w);
/* Another list, with nothing chosen but what it is about, which the row at hand says; where it
 * does not, its filter asks. */
void worklist_open(struct app *app, struct worklist *w, size_t kind);
/* The box of its filter. */
void worklist_filter(struct app *app, struct worklist *w);
/* Shows this view; its list is opened first. */
void worklist_view(struct app *app, struct worklist *w, const struct view *view);
/* The rows that the bar under the cursor stands for, with the same filter; false: it is none.
 */
bool worklist_behind(struct app *app, struct worklist *w);
/* Back from them; false: no bar was opened. */
bool worklist_before(struct app *app, struct worklist *w);
/* The detail of the row under the cursor, when it is another than the one shown. */
void worklist_ask_detail(struct app *app, struct worklist *w);
/* The row under the cursor, when nothing shows it whole: then its own members are its detail.
 */
const struct json *worklist_bare_row(const struct app *app, const struct worklist *w);
/* Looks a document up in any state: an order, a note, digits alone are an order's. */
void worklist_find(struct app *app, struct worklist *w, struct str number);
/* A customer's own page, whatever list is open. */
void worklist_find_customer(struct app *app, struct worklist *w, struct str code);
void worklist_answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply);
void worklist_changed(struct app *app, struct screen *s, const struct json *events);
/* Have the rows of this list documents that can be shown beside them? Has the row its? */
bool worklist_has_wholes(const struct worklist *w);
bool worklist_has_whole(const struct worklist *w);
/* Percent of the width for the list: as many columns as at 80 cells, where the screen is wide.
 */
size_t worklist_split(const struct app *app, const struct worklist *w);
/* What an act on the row, or on what was found, begins with. */
void worklist_hand(const struct worklist *w, struct hand *hand);
/* What can be printed of the row: itself where it is a document, else the papers that it and
 * the document beside it name, the note's first. */
void worklist_papers(struct app *app, const struct worklist *w, struct paper_refs *papers);
/* By which people know a row's document: what its list's key begins with. */
struct str worklist_number(const struct worklist *w, size_t line);
/* The easy next step of it; -1: there is none. */
int worklist_next(const struct worklist *w);
/* Is the row a matter with steps of its own, a claim or a return? Beside it stands the note or
 * order that it is about, whose next step is another. */
bool worklist_row_leads(const struct worklist *w);
/* The same of any row of the list: its step, and what the act begins with. */
int worklist_next_of(const struct worklist *w, const struct json *row);
void worklist_hand_of(const struct worklist *w, const struct json *row, struct hand *hand);
/* What is marked, as one act (bulk.h); NULL: nothing is, or it has no step that is mine. */
struct screen *worklist_bulk(struct app *app, struct worklist *w);
void worklist_draw(struct app *app, struct screen *s);

#endif
