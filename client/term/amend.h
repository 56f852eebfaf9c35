/*
 * amend.h - an order that is changed, or what its note has not shipped yet: what its files
 * share. For amend*.c only.
 */
#ifndef OSB_CLIENT_TERM_AMEND_H
#define OSB_CLIENT_TERM_AMEND_H

#include "client/term/draft.h"
#include "client/term/grid.h"
#include "client/term/merge.h"
#include "client/term/screens.h"
#include "client/term/sheet.h"

enum { TAG_COMMAND, TAG_ORDER, TAG_NEWER, TAG_NOTE, TAG_DRAFTS, TAG_DAYS, TAG_LINE };

struct amend {
    struct screen screen;
    enum op op;                   /* order.amend, or order.amend-rest */
    struct rpc_reply order_shown; /* of a rest: waits for its note; owned */
    int shown_tag;
    char order[LIMIT_CODE + 1], customer[LIMIT_CODE + 1], name[128];
    int64_t version;
    bool loaded, in_grid, waits, drops;
    struct sheet head;
    struct grid grid;
    struct arena memory;    /* of what follows */
    struct merge_doc base;  /* the version that the form began with, or was merged with */
    struct merge_doc other; /* the version that came between */
    int64_t other_version;
    char by[128];       /* who changed it, and when */
    struct merge merge; /* while is_merging: what was changed on both sides */
    bool is_merging;
    size_t at; /* row of the merge */
    struct draft draft;
    bool has_draft;
    bool far_asked, far_kept; /* as act.h says */
    char id[40];
    char *args; /* what was sent under that id; heap */
};

extern const struct sheet_item amend_items[];
extern const size_t amend_item_count;

/* --- amend_draft.c --- */

/* Takes up what was typed on this disk; else asks the daemon (TAG_DRAFTS). */
void amend_draft_open(struct app *app, struct amend *amend);
/* What another terminal typed comes here, as long as nothing is typed. */
void amend_draft_far(struct app *app, struct amend *amend, const struct json *rows);
void amend_keep(struct app *app, struct amend *amend);
/* With the daemon, when a field was left; at most once a second unless at_once. */
void amend_keep_far(struct app *app, struct amend *amend, bool at_once);
/* It is done, or thrown away. */
void amend_done(struct app *app, struct amend *amend);

/* --- amend_doc.c: the form, the daemon's order and the change, as documents --- */

/* The order of an order.show; with the note.show of its note only what is neither picked nor
 * shipped of it, NULL: all. */
void amend_read(const struct json *body, const struct json *note, struct merge_doc *out,
                struct arena *arena);
/* The form as it stands. */
struct merge_doc amend_doc(const struct amend *amend, struct arena *arena);
/* The form shows that document; lines that are new in the form stay. */
void amend_show(struct amend *amend, const struct merge_doc *doc);
/* What the form changes of its base, as the lines of order.amend: "" when no line is changed.
 */
struct str amend_lines(const struct amend *amend, struct arena *arena);

/* --- amend_merge.c: two changed it --- */

/* The order as it is by now (as amend_read takes it) against the form: opens the comparison,
 * or, when nothing of mine was touched, takes theirs and gives false. */
bool amend_merge_open(struct app *app, struct amend *amend, const struct json *body,
                      const struct json *note);
/* True: F2, the result stands in the form and is to be sent. */
bool amend_merge_key(struct app *app, struct amend *amend, const struct key *key);
void amend_merge_draw(struct app *app, struct amend *amend);
/* The same in words: what both sides changed, and the row that is asked about. */
void amend_merge_tell(const struct amend *amend, struct tell *tell);

#endif
