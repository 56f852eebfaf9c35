/*
 * entry.h - an order being typed: what its files share. For entry*.c only. Papers that the
 * secretaries key, plans of the field and open orders at go-live are the same screen; the
 * operation says which header it has.
 */
#ifndef OSB_CLIENT_TERM_ENTRY_H
#define OSB_CLIENT_TERM_ENTRY_H

#include "client/term/draft.h"
#include "client/term/grid.h"
#include "client/term/screens.h"
#include "client/term/sheet.h"
#include "client/term/suggest.h"

/* A tag below zero is the answer to the customer's field of that serial: an older one, which
 * comes when the field has another text by now, is let go. */
enum { TAG_COMMAND, TAG_ACCOUNT, TAG_SUGGEST, TAG_DRAFTS, TAG_DAYS, TAG_LINE };

/* Wider screens show the customer's name and limit beside its field. */
#define ENTRY_BESIDE 60
/* Undo across fields goes back so many of them. */
#define ENTRY_PAST 64
struct entry {
    struct screen screen;
    enum op op; /* order.key, order.plan, opening.order */
    struct sheet head;
    struct grid grid;
    bool in_grid;
    bool confirms;
    bool waits;
    bool pending; /* to be sent as soon as what was typed is looked up: the line was away */
    int asks;
    struct draft draft;
    struct suggest suggest;
    char *far; /* the draft that the daemon keeps; heap; NULL: none is offered */
    bool far_kept;
    bool far_asked; /* whether the daemon keeps one: nothing is put over it until it answered */
    bool drops;     /* F12 was pressed once */
    char *past[ENTRY_PAST]; /* states of the form, oldest first; heap */
    size_t past_count, past_at;
    char id[40];                /* of the command, from its first sending on; "" before */
    char customer[128];         /* name */
    char room[40], overdue[40]; /* what decides, as shown; overdue "": nothing is known yet */
    struct money limit, used;   /* where there is room */
    int customer_serial;
    char asked[LIMIT_NAME]; /* the customer's text that was looked up */
};

/* --- entry_head.c: what stands above the lines --- */

struct entry_header {
    enum op op;
    const char *title; /* English */
    const struct sheet_item *items;
    size_t count, rows; /* rows that the items take */
};
/* NULL: the operation takes no lines of a new order. */
const struct entry_header *entry_header(enum op op);

/* --- entry_ask.c: what the daemon knows of what is typed --- */

/* The customer's field was left with another text. */
void entry_ask_customer(struct app *app, struct entry *entry);
/* "limit left 80,000.00  [######....]" of the customer in so many cells; longer where its
 * numbers are. "" while nothing is known. */
struct str entry_figures(const struct entry *entry, size_t cells, struct arena *arena);
/* Products that are not looked up yet, a few at a time. */
void entry_ask_lines(struct app *app, struct entry *entry);
/* The customer or product under the cursor was typed: the list under it follows. */
void entry_suggest(struct app *app, struct entry *entry);
/* Enter, Tab: the row that was chosen in the list becomes the field's text. */
void entry_take_suggested(struct app *app, struct entry *entry);
/* An answer to any of these. */
void entry_answer(struct app *app, struct entry *entry, int tag, struct rpc_reply *reply);

/* --- entry_send.c: the draft, and the command --- */

void entry_keep(struct app *app, struct entry *entry);
/* True: there was something in the draft. */
bool entry_load(struct app *app, struct entry *entry);
/* What was typed goes to the daemon too, at most once a second unless at_once says so. */
void entry_keep_far(struct app *app, struct entry *entry, bool at_once);
void entry_drop_far(struct app *app, struct entry *entry);
/* Did somebody type here? */
bool entry_is_touched(const struct entry *entry);
/* The daemon's drafts came: another terminal's is offered, and taken when it is asked for. */
void entry_offer_far(struct app *app, struct entry *entry, const struct json *rows);
void entry_take_far(struct app *app, struct entry *entry);
/* Asks whether to send; once it was asked, sends. */
void entry_send(struct app *app, struct entry *entry);
/* F11: what the daemon would decide of the order as it is typed; nothing is sent for good. */
void entry_would_pass(struct app *app, struct entry *entry);
void entry_sent(struct app *app, struct entry *entry, struct rpc_reply *reply);

/* --- entry_past.c: undo across fields, back to the last submit --- */

/* Where the cursor is. */
struct entry_place {
    bool in_grid;
    size_t field, line;
    int col;
};
struct entry_place entry_place(const struct entry *entry);
bool entry_is_at(const struct entry *entry, struct entry_place place);
/* The field that has the cursor. */
struct field *entry_field(struct entry *entry);
/* The state of now can be come back to. */
void entry_remember(struct app *app, struct entry *entry);
/* The state before, or the one behind. */
void entry_travel(struct app *app, struct entry *entry, bool back);
void entry_forget(struct entry *entry);

/* --- entry_copy.c --- */

/* A box with the customer's last orders; the lines of the one that is taken, product and
 * quantity, go to the end of the grid. Nothing else of it does: prices are today's, and no
 * approval, signature, quota or verdict is inherited (T05). */
void entry_copy(struct app *app, struct entry *entry);

#endif
