/*
 * shipping.h - printed notes for the tests of SP, and the acts of the store in one line each.
 *
 * note_seeded() puts an order that is BILLED with its note PRINTED into the small company, as
 * the road to it would have left it: signed, reserved or funded, quota booked. Its number is
 * always DN2603-000001, so a world has one.
 */
#ifndef OSB_TESTS_SHIPPING_H
#define OSB_TESTS_SHIPPING_H

#include "tests/world/world.h"

#define THE_NOTE "DN2603-000001"

struct goods {
    const char *product;
    int64_t qty;
    int64_t amount; /* fen; < 0: the list price times qty */
};

/* A world with such a note for the customer (C2: cash-first, fully earmarked). */
struct world *note_seeded(struct arena *arena, const char *customer, const struct goods *goods,
                          size_t count);
/* The same, handed over and accepted. */
struct world *note_in_store(struct arena *arena, const char *customer,
                            const struct goods *goods, size_t count);

/* The note's form, its first printing, out already, and the five copies with finance. */
void shipping_printed(struct world *c, const struct order_row *o, int64_t paper);

/* Runs an operation on the note; parameters given before are kept. */
struct work *on_note(struct world *c, enum op op, const char *login);
struct work *on_part(struct world *c, enum op op, int64_t part, const char *login);
/* The same and it must be DONE. */
void does(struct world *c, enum op op, const char *login);
void does_part(struct world *c, enum op op, int64_t part, const char *login);
/* Allocates all that is open, or `qty` of line `line`; the rest may become back order. */
void allocated(struct world *c);
void allocated_of(struct world *c, int64_t line, int64_t qty);
/* Picked, checked, issued; then consigned. */
void issued(struct world *c, int64_t part);
void consigned(struct world *c, int64_t part);
/* All open goods leave as that part. */
void shipped(struct world *c, int64_t part);
/* Registers the slip of the part. */
void confirmed(struct world *c, int64_t part);

const struct note_row *the_note(const struct world *c);
const struct order_row *the_order(const struct world *c);
const struct note_line_row *note_line(const struct world *c, int64_t line);
const struct shipment_row *the_part(const struct world *c, int64_t part);
const struct shipment_line_row *part_line(const struct world *c, int64_t part, int64_t line);
/* The newest claim, or NULL. */
const struct claim_row *the_claim(const struct world *c);
/* Runs an operation on it. */
struct work *on_claim(struct world *c, enum op op, const char *login);
/* Consented to and accepted, and must be posted. */
void claim_accepted(struct world *c);
/* The newest return, or NULL; an operation on it; on from its state until that one. */
const struct goods_return_row *the_return(const struct world *c);
struct work *on_return(struct world *c, enum op op, const char *login);
void return_reaches(struct world *c, enum return_state state);
/* The receivable of a part, or NULL. */
struct receivable_row *the_debt(const struct world *c, int64_t part);
const struct credit_account_row *the_account(const struct world *c);
struct stock_row *the_stock(const struct world *c, const char *product);
/* The newest document of the series, or NULL. */
const struct document_row *last_paper(const struct world *c, enum series_name series);
/* Messages of that kind to that role (role_none: to the customer). */
size_t messages(const struct world *c, enum message_kind kind, enum role to);

#endif
