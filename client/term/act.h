/*
 * act.h - one act on one document as a form, and what is kept of it on disk. For act*.c only.
 */
#ifndef OSB_CLIENT_TERM_ACT_H
#define OSB_CLIENT_TERM_ACT_H

#include "client/term/brief.h"
#include "client/term/draft.h"
#include "client/term/present.h"
#include "client/term/screens.h"
#include "client/term/sheet.h"
#include "client/term/suggest.h"

struct act {
    struct screen screen;
    enum op op;
    struct hand hand;
    struct sheet sheet;
    bool waits;
    bool confirms;          /* it is asked whether to do it */
    char asked[LIMIT_NAME]; /* the customer's text that was looked up */
    bool drops;             /* F12 was pressed once over typed text */
    struct present present; /* the record that the form changes */
    struct brief brief;     /* what a signature rests on */
    struct draft draft;
    bool has_draft; /* something is kept */
    bool far_asked; /* what the daemon keeps is not known yet: nothing is put over it */
    bool far_kept;
    bool is_unseen; /* filled and not drawn yet: an F2 that was typed ahead is not for it */
    char *far;      /* a draft of the daemon's that F7 brings here; heap; NULL: none */
    char id[40];    /* of the command that was sent and not answered; "" */
    char *args;     /* what was sent, byte by byte: the same id means the same command; heap */
};

/* Opens the draft of this act on this document and takes up what was typed; true: there was
 * something. Else the daemon is asked under `tag` for what another terminal typed. */
bool act_draft_open(struct app *app, struct act *act, int tag);
/* Keeps the form as it is; secrets are not kept. */
void act_draft_keep(struct app *app, struct act *act);
/* The same with the daemon, when a field was left; at most once a second unless at_once. */
void act_draft_keep_far(struct app *app, struct act *act, bool at_once);
/* The daemon's drafts came. An act on a document is filled, as long as nothing is typed; one
 * that makes something new may be another of its kind: it is offered. True: it was sent there
 * and never answered, so it is to be asked for. */
bool act_draft_far(struct app *app, struct act *act, const struct json *rows);
/* F7, where a draft is offered (act->far): it comes here. True as above. */
bool act_draft_bring(struct app *app, struct act *act);
/* It is done, or thrown away: nothing is kept any more, here or there. */
void act_draft_done(struct app *app, struct act *act);
/* Nothing was sent, or it was answered: another try is another command. */
void act_draft_unsent(struct app *app, struct act *act);
/* The form goes. Its draft stays while has_draft says so. */
void act_draft_close(struct act *act);
/* A form that was sent and never answered, as its draft says, with the draft taken over; NULL:
 * it is no such draft. */
struct screen *act_resume(struct app *app, struct draft *draft, const struct json *state);

/* What the act does not take over as it stands stands in its fields, to be typed over: it may
 * be about another one. A parameter of the house is changed where it stands. */
void act_offer(struct act *act, const struct hand *hand);

/* --- act_draw.c --- */

#define ACT_COLS 76
void act_draw(struct app *app, struct screen *screen);
/* The same in words. */
void act_tell(struct app *app, struct screen *screen, struct tell *tell);

/* --- act_confirm.c --- */

/* Is it asked before this is done? */
bool act_asks(enum op op);
/* The question, with the document's first line (`on` where nothing is known of it) and what was
 * typed. */
void act_confirm_draw(struct app *app, const struct act *act, struct str on);
void act_confirm_tell(const struct act *act, struct str on, struct tell *tell);

#endif
