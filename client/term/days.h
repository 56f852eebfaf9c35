/*
 * days.h - what kind of day was typed: its weekday, and whether the house is closed
 * (SCREENS.md 4). The calendar is asked for once a run.
 */
#ifndef OSB_CLIENT_TERM_DAYS_H
#define OSB_CLIENT_TERM_DAYS_H

#include "client/term/app.h"
#include "client/term/sheet.h"

/* Asks for what is not known yet, if the sheet has a day; the answers come with this tag. */
void days_ask(struct app *app, struct screen *screen, int tag, const struct sheet *sheet);
void days_take(struct app *app, struct rpc_reply *reply);
void days_release(struct days *days);
/* sheet_hint, and of a day what kind it is: "Sun, closed". */
struct str days_hint(struct app *app, const struct sheet *sheet);
/* A field was left: what it does not take is said, and a closed day. */
void days_warn(struct app *app, const struct sheet_place *left);

#endif
