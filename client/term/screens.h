/*
 * screens.h - the screens that there are, each made by a function and pushed with app_push.
 */
#ifndef OSB_CLIENT_TERM_SCREENS_H
#define OSB_CLIENT_TERM_SCREENS_H

#include "client/term/app.h"

/* What is at hand where an act begins: values of parameters, as text. */
struct hand {
    char value[PARAM_COUNT][LIMIT_CODE + 1]; /* "" where nothing is known */
    bool has_parts; /* the note's goods left in more than one shipment: the act asks which */
};
void hand_put(struct hand *hand, enum param param, struct str value);
/* Does the hand have all that names the operation's document, and the operation one at all? */
bool hand_fits(const struct hand *hand, enum op op);

/* Is the operation about something at hand that is no document: a person, a day, a printing? */
bool hand_names(const struct hand *hand, enum op op);
/* Is it offered as an act? A command is, and so are queries that start something or ask what
 * would come of it. */
bool op_is_act(enum op op);

/* The role's lists, with the detail of the row. */
struct screen *worklist_new(struct app *app);
/* The next or another act: a form over the operation's parameters. */
struct screen *act_new(struct app *app, enum op op, const struct hand *hand);
/* An order that is changed, or with order.amend-rest what its note has not shipped yet: header
 * and lines as they are, typed over. */
struct screen *amend_new(struct app *app, enum op op, const struct hand *hand);
/* Can that be typed there? */
bool amend_has(enum param param);
/* All acts that my roles allow here, the next step first (an op, or -1). `whole` is the
 * document's order.show or note.show, `row` that of the query `list`, or NULL: acts that cannot
 * be tried where these stand are dim and say why. */
struct screen *menu_new(struct app *app, const struct hand *hand, int next,
                        const struct json *whole, enum op list, const struct json *row);
/* What a command was answered: refusal or wait, with the ways out as choices. Takes the reply.
 */
struct screen *verdict_new(struct app *app, struct rpc_reply *reply, const struct hand *hand);
/* Is it an operation that takes a new order with its lines: order.key, order.plan,
 * opening.order? */
bool entry_takes(enum op op);
/* Is it such a form? It can be asked there whether the order would pass. */
bool entry_is(const struct screen *screen);
/* Can that be typed there? */
bool entry_has(enum op op, enum param param);
/* A new order with its lines; the hand's customer is proposed (NULL: nobody). act_new comes
 * here by itself. */
struct screen *entry_new(struct app *app, enum op op, const struct hand *hand);
/* The log-in is over: a box over whatever is open asks for the password. */
void password_ask(struct app *app);
/* Forms that were sent and never answered, by this terminal or one that was killed: each opens
 * and asks for the outcome of the same command. */
void resume_sent(struct app *app);
/* The screen of a hand-held: a note is scanned, F2 does its next step. */
struct screen *scan_new(struct app *app);
/* F10 in a form (one that can be looked up from): its keys, each to be taken. */
bool key_menu_fits(const struct screen *screen);
struct screen *key_menu_new(void);
/* Help on the field under the cursor, on the screen, on the keys; where it is open already its
 * next page. */
void help_open(struct app *app);

/* --- tour.c: two guided minutes inside the terminal --- */

/* In a practice company, to whom it was never shown: a box that offers it. */
void tour_offer(struct app *app);
/* Was it neither taken nor refused in this practice company? */
bool tour_is_new(struct app *app);
void tour_begin(struct app *app);
/* Over, and not offered again. False: none was running. */
bool tour_end(struct app *app);
/* A key is about to be handled. */
void tour_saw(struct app *app, enum action action);
/* The next step, when the person did what this one asks for. */
void tour_go_on(struct app *app);
/* Rows that it takes from the bottom of the body; 0: none is running. */
size_t tour_rows(const struct app *app);
void tour_draw(struct app *app);

#endif
