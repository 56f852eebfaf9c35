/*
 * note.h - what the decisions about a delivery note and its shipments share (SP, R-125 ..
 *
 *
 * A note's line counts quantities: billed (qty) = allocated + issued + closed + open. Allocated
 * goods stand in shipments that have not left the store, issued ones have (less what is to be
 * sent again), closed ones never will. What is open and was asked for in vain is `backorder`.
 * The open quantity is always computed, never stored (T51).
 *
 * A shipment line gets its amount when it is issued: its share of what the order line still
 * has to give. The last unit takes all that is left, so that the parts of a line sum exactly
 * to its amount, however it was split, put back, sent again or closed.
 */
#ifndef OSB_CORE_NOTE_H
#define OSB_CORE_NOTE_H

#include "server/core/flow.h"
#include "server/core/order_facts.h"

/* --- loads, in lock order --------------------------------------------------------------- */

/* The note by its number, with its order, customer and account. */
#define NOTE_LOADS                                                                             \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, NOTE, note, account_id))),         \
        READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, ORDER, order, customer_id))),              \
        OWNED(ORDER, ANY_OF(BY_FACT(order, id, NOTE, note, order_id))),                        \
        OWNED(ORDER_LINE, ANY_OF(BY_FACT(order_line, order_id, ORDER, order, id))),            \
        OWNED(NOTE, ANY_OF(BY_ARG(note, no, P_note))),                                         \
        OWNED(NOTE_LINE, ANY_OF(BY_FACT(note_line, note_id, NOTE, note, id)))
/* All shipments of the note. */
#define SHIPMENT_LOADS                                                                         \
    OWNED(SHIPMENT, ANY_OF(BY_FACT(shipment, note_id, NOTE, note, id))),                       \
        OWNED(SHIPMENT_LINE,                                                                   \
              ANY_OF(BY_FACT(shipment_line, shipment_id, SHIPMENT, shipment, id)))
/* Stock of the note's products where its shipments stand. */
#define SHIPMENT_STOCK_LOADS                                                                   \
    LOCK(STOCK, ANY_OF(BY_FACT(stock, product_id, NOTE_LINE, note_line, product_id)),          \
         ANY_OF(BY_FACT(stock, warehouse_id, SHIPMENT, shipment, warehouse_id)))
#define NOTE_PRODUCT_LOADS                                                                     \
    READ(PRODUCT, ANY_OF(BY_FACT(product, id, NOTE_LINE, note_line, product_id)))
/* All that consigning needs: the goods, the money that waits for them, the way to the customer.
 * With note_copies.h. */
#define CONSIGN_LOADS                                                                          \
    NOTE_LOADS, COPY_LOADS, SHIPMENT_LOADS, STATION_LOADS, DESTINATION_LOADS,                  \
        OWNED(RECEIVABLE, ANY_OF(BY_FACT(receivable, order_id, ORDER, order, id))),            \
        OWNED(RECEIPT, ANY_OF(BY_FACT(receipt, id, EARMARK, earmark, receipt_id))),            \
        EARMARK_LOADS
#define STATION_LOADS                                                                          \
    READ(STATION, ANY_OF(BY_ARG(station, code, P_station),                                     \
                         BY_FACT(station, id, SHIPMENT, shipment, station_id)))
#define COUNTER_LOADS(a) LOCK(COUNTER, ANY_OF(BY_CONST(counter, series, SERIES_##a)))
#define COUNTER_LOADS2(a, b)                                                                   \
    LOCK(COUNTER,                                                                              \
         ANY_OF(BY_CONST(counter, series, SERIES_##a), BY_CONST(counter, series, SERIES_##b)))
#define COUNTER_LOADS3(a, b, c)                                                                \
    LOCK(COUNTER,                                                                              \
         ANY_OF(BY_CONST(counter, series, SERIES_##a), BY_CONST(counter, series, SERIES_##b),  \
                BY_CONST(counter, series, SERIES_##c)))
#define COUNTER_LOADS5(a, b, c, d, e)                                                          \
    LOCK(COUNTER,                                                                              \
         ANY_OF(BY_CONST(counter, series, SERIES_##a), BY_CONST(counter, series, SERIES_##b),  \
                BY_CONST(counter, series, SERIES_##c), BY_CONST(counter, series, SERIES_##d),  \
                BY_CONST(counter, series, SERIES_##e)))

/* --- the documents in hand -------------------------------------------------------------- */

struct shipping {
    struct note_row *n;
    struct order_row *o;
    const struct customer_row *c;
    struct shipment_row *s; /* only shipping_part fills it */
};
/* The note of P_note, when its state knows the event; else says the refusal. */
NODISCARD bool shipping_note(struct work *w, enum flow_event event, struct shipping *out);
/* The shipment P_part of that note in whatever state; else says that there is none. */
NODISCARD bool shipping_part_any(struct work *w, struct shipping *out);
/* The same, when its state knows the event. */
NODISCARD bool shipping_part(struct work *w, enum flow_event event, struct shipping *out);
/* False, and refused, while the note is stopped or is being voided. */
NODISCARD bool shipping_may_go(struct work *w, const struct note_row *n);

/* "DN2611-000001/2". */
struct str shipment_no(const struct work *w, const struct shipment_row *s);
/* Walks the lines of a shipment: for (sl = NULL; (sl = shipment_next(w, s, sl));). */
struct shipment_line_row *shipment_next(const struct work *w, const struct shipment_row *s,
                                        const struct shipment_line_row *after);
int64_t line_no_of(const struct work *w, int64_t order_line_id);
/* The note's line that a row of P_lines means: by line number, or by product where only one
 * line has it (T48). Refuses ERR_PARAMS and gives NULL when there is none or more. */
struct note_line_row *note_line_of(struct work *w, const struct item *item);
struct stock_row *stock_of(const struct work *w, int64_t product_id, int64_t warehouse_id);
/* Books a movement: stock_move row, and on_hand by the same quantity. */
void stock_book(struct work *w, struct stock_row *st, enum move_kind kind, struct qty q,
                int64_t shipment_line_id, struct str reason);

/* The same in and out of quarantine: goods that came back and are not examined. */
void stock_quarantine(struct work *w, struct stock_row *st, enum move_kind kind, struct qty q,
                      int64_t shipment_line_id, struct str reason);

/* --- quantities and amounts ------------------------------------------------------------- */

/* What the goods that the customer keeps of the line cost him: as issued, with what a corrected
 * price added, less what came back or was made cheaper. */
static inline struct money shipment_line_worth(const struct shipment_line_row *l)
{
    return fen(l->amount.fen + l->raised.fen - l->returned_amount.fen);
}
/* Neither shipped, nor in a shipment, nor closed. */
struct qty note_line_open(const struct note_line_row *l);
/* `part` of `whole` units carry that share of `rest`; all of them carry all of it. */
struct money share_of(struct money rest, struct qty whole, struct qty part);
/* What the line has to give for units not yet issued or closed. */
struct money note_line_rest(const struct work *w, const struct note_line_row *l);
/* Amount of the order for which no receivable has arisen yet. */
struct money note_left(const struct work *w, const struct note_row *n);
/* Gives up that much of what the line has open: its share leaves R and is returned, its quota
 * goes back to the cells it was booked on. Needs QUOTA_CELL and QUOTA_ENTRY_LOADS. */
struct money note_line_close(struct work *w, struct order_row *o, struct note_line_row *l,
                             struct qty q);
/* No line of the note in hand has anything open. */
bool note_nothing_open(const struct work *w);
/* Earmarked money beyond what is still to be shipped goes back to free money, and a signed
 * shortfall that can no longer arise is taken back (T47). Needs EARMARK and RECEIPT. */
void note_free_surplus(struct work *w, const struct note_row *n, struct order_row *o);
/* Moves the note to DONE when shipped + closed = billed and every shipment has its end
 * then the order to CLOSED when its money and its claims are settled too. */
void note_finish(struct work *w, const struct shipping *sp);

/* --- papers and words ------------------------------------------------------------------- */

/* The paper of a shipment as canonical JSON: who, what, how many, for how much. */
struct str shipment_paper(const struct work *w, const struct shipping *sp, struct str reason);
/* A shipment that has not been issued goes back on the shelves: what it held is open again. */
void shipment_put_back(struct work *w, struct shipment_row *s, struct str reason);
/* Nobody asks any more that the note be voided. */
void note_void_forget(struct note_row *n);
/* Tells the order's CSR, due at close of business. */
void tell_csr(struct work *w, enum message_kind kind, const struct order_row *o,
              struct str body);
/* Tells the customer's KAM. */
void tell_kam(struct work *w, enum message_kind kind, const struct shipping *sp,
              struct str body);

/* --- stop, also for a receipt that bounced (R-371) ------------------------------- */

/* Stops a note that has goods not yet consigned, and tells the store and the CSR. */
void note_stop(struct work *w, struct note_row *n, struct order_row *o, struct str reason);
/* Is anything of the note still in the house? Unknown without its lines: they must be loaded.
 */
bool note_has_goods(const struct work *w, const struct note_row *n);
/*
 * A due time after a pause from `from` to `to`: what counted time was left at the stop is left
 * again at the resumption. Closed days count neither in the limit nor in the pause where
 * sp.skip_closed is on. A due time that had passed before the stop stays.
 */
struct instant due_after_pause(const struct work *w, struct instant due, struct instant from,
                               struct instant to);

#endif
