/*
 * paper_in.h - the state of the screen of printing. For paper*.c only.
 */
#ifndef OSB_CLIENT_TERM_PAPER_IN_H
#define OSB_CLIENT_TERM_PAPER_IN_H

#include "client/print_out.h"
#include "client/term/field.h"
#include "client/term/paper.h"

/* What the keys go to. The first three hold text, the others one of some words. */
enum paper_spot { SPOT_PRINTER, SPOT_COPIES, SPOT_FORM, SPOT_PAPER, SPOT_PRICES, SPOTS };
#define TEXT_SPOTS 3

struct paper {
    struct screen screen;
    struct rpc_reply form; /* of a document; owned */
    char *shown;           /* the screen as it was; heap; NULL for a document */
    char number[LIMIT_CODE * LIMIT_UTF8_BYTES + 1];
    bool is_outbound; /* of a note: its outbound order */
    char job[24];     /* the printing in hand */
    bool failed;      /* the printer did not take it */
    struct field fields[TEXT_SPOTS];
    enum paper_spot spot;
    int paper, prices; /* enum paper_kind; place in settings_prices */
    size_t top;
};

/* The text of a field. */
struct str paper_typed(const struct paper *p, enum paper_spot spot);
/* How the paper is wanted, as the fields say. */
struct print_wish paper_wish(const struct paper *p, struct arena *arena);
/* Keeps printer, copies and paper for this seat. */
void paper_keep(const struct paper *p, struct arena *arena);
bool paper_is_document(const struct paper *p);

/* --- paper_print.c ------------------------------------------------------------------------ */

/* Asks for the paper of that number. */
void paper_ask(struct app *app, struct paper *p);
/* From the queue where something waits there, else once more, marked as a reprint. Who may do
 * neither prints what he sees: it says that it is to be looked at. */
void paper_print(struct app *app, struct paper *p);
void paper_answer(struct app *app, struct screen *s, int tag, struct rpc_reply *reply);

#endif
