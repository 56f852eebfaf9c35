/*
 * pick.h - looking a code up: a box with a search field and what fits, best first.
 */
#ifndef OSB_CLIENT_TERM_PICK_H
#define OSB_CLIENT_TERM_PICK_H

#include "client/term/app.h"

/* Takes the code of the chosen row into the screen that asked. */
typedef void pick_taken(struct app *app, struct screen *screen, enum param param,
                        struct str code);

/* Opens the list behind a parameter (customers, products, users, orders ..., the values of a
 * choice), searched for `text`; `customer` decides prices and quota of products. False: there
 * is no list for it. The screen must stay below the box. */
bool pick_open(struct app *app, struct screen *screen, enum param param, struct str text,
               struct str customer, pick_taken *taken);

#endif
