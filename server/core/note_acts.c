/*
 * note_acts.c - two steps by the same person as one act (decisions, section 1): received and
 * allocated, picked and checked, issued and consigned.
 *
 * Each is just its two steps, one behind the other in one transaction: both guards are asked,
 * both events are written, and where the second is refused the first did not happen either.
 */
#include "server/core/note.h"
#include "server/core/note_copies.h"
#include "server/core/order_facts.h"

static void both(struct work *w, enum op first, enum op second)
{
    operations[first]->decide(w);
    if (w->ruling.outcome == OUTCOME_DONE)
        operations[second]->decide(w);
}

static void note_receive(struct work *w)
{
    both(w, OP_NOTE_ACCEPT, OP_NOTE_ALLOCATE);
}
static const struct load receive_loads[] = {
    NOTE_LOADS,
    COPY_LOADS,
    SHIPMENT_LOADS,
    RECEIVABLE_LOADS(READ_FIRST),
    LOCK(STOCK, ANY_OF(BY_FACT(stock, product_id, NOTE_LINE, note_line, product_id))),
    NOTE_PRODUCT_LOADS,
    { .table = TABLE_WAREHOUSE, .hold = HOLD_READ },
};
OPERATION(NOTE_RECEIVE) = { LOADS(receive_loads), .decide = note_receive };

/* Refused where sp.second_person asks for another to check. */
static void note_pick_check(struct work *w)
{
    both(w, OP_NOTE_PICK, OP_NOTE_CHECK);
}
static const struct load hand_loads[] = { NOTE_LOADS, SHIPMENT_LOADS };
OPERATION(NOTE_PICK_CHECK) = { LOADS(hand_loads), .decide = note_pick_check };

static void note_ship(struct work *w)
{
    both(w, OP_NOTE_ISSUE, OP_NOTE_CONSIGN);
}
static const struct load ship_loads[] = {
    CONSIGN_LOADS,
    SHIPMENT_STOCK_LOADS,
    COUNTER_LOADS(OB),
    NOTE_PRODUCT_LOADS,
};
OPERATION(NOTE_SHIP) = { LOADS(ship_loads), .decide = note_ship, .frees = true };
