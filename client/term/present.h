/*
 * present.h - forms that create or change a record: what it says now comes into the fields,
 * dim, as soon as its code is known. Only what is changed is sent; where the operation replaces
 * the whole record, all of it is.
 */
#ifndef OSB_CLIENT_TERM_PRESENT_H
#define OSB_CLIENT_TERM_PRESENT_H

#include "client/term/screens.h"
#include "client/term/sheet.h"

struct present {
    char of[5 * (LIMIT_CODE + 1)]; /* the record that was asked for; "": none yet */
};

/* Asks for the record that the form and the act's hand name by now, once for each; its answer
 * comes to the screen with this tag. */
void present_ask(struct app *app, struct screen *screen, int tag, enum op op,
                 const struct sheet *sheet, const struct hand *hand, struct present *present);
/* The answer: fields that nobody touched show what is in force. */
void present_take(struct app *app, enum op op, struct sheet *sheet, const struct hand *hand,
                  const struct present *present, const struct json *body);

#endif
