/*
 * act.h - one act on one document as a form, and what is kept of it on disk. For act*.c only.
 */
#ifndef OSB_CLIENT_TERM_ACT_H
#define OSB_CLIENT_TERM_ACT_H

#include "client/term/brief.h"
#include "client/term/draft.h"
#include "client/term/screens.h"
#include "client/term/sheet.h"
#include "client/term/suggest.h"

struct act {
    struct screen screen;
    enum op op;
    struct hand hand;
    struct sheet sheet;
    bool waits;
    char asked[LIMIT_NAME]; /* the customer's text that was looked up */
    bool drops;             /* F12 was pressed once over typed text */
    struct brief brief;     /* what a signature rests on */
    struct draft draft;
    bool has_draft; /* something is kept */
    char id[40];    /* of the command that was sent and not answered; "" */
    char *args;     /* what was sent, byte by byte: the same id means the same command; heap */
};

/* Opens the draft of this act on this document and takes up what was typed; true: there was
 * something. */
bool act_draft_open(struct app *app, struct act *act);
/* Keeps the form as it is; secrets are not kept. */
void act_draft_keep(struct app *app, struct act *act);
/* Nothing was sent, or it was answered: another try is another command. */
void act_draft_unsent(struct app *app, struct act *act);
/* The form goes. Its draft stays while has_draft says so. */
void act_draft_close(struct act *act);
/* A form that was sent and never answered, as its draft says, with the draft taken over; NULL:
 * it is no such draft. */
struct screen *act_resume(struct app *app, struct draft *draft, const struct json *state);

#endif
