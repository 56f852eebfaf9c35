/*
 * why.h - two boxes that only tell: why an order stands where it does, with the facts of then
 * and now side by side (order.explain), and what would be decided (order.whatif). They scroll.
 */
#ifndef OSB_CLIENT_TERM_WHY_H
#define OSB_CLIENT_TERM_WHY_H

#include "client/term/screens.h"

/* Asks why the hand's order stands where it does. */
struct screen *why_new(struct app *app, const struct hand *hand);
/* What was answered to order.whatif. Takes the reply. */
struct screen *whatif_new(struct rpc_reply *reply);
/* Asks order.whatif with these parameters and shows what comes. */
struct screen *whatif_ask(struct app *app, struct str args);

#endif
