/*
 * quota.h - AC: what quota can grant, and taking it (R-069, R-096 ..,
 *
 *
 * A cell says how much of a product, or of a class of products, an area, a customer or
 * everyone may take in a month. All cells that cover a line bind, the least of them counts;
 * lines of one order share cells, the first line is served first. No cell: not controlled; a
 * cell of 0: nothing (law 8). What was booked is the sum of quota_entry, and cell.used keeps
 * it.
 */
#ifndef OSB_CORE_QUOTA_H
#define OSB_CORE_QUOTA_H

#include "server/core/flow.h"

/* The cells that the order in hand is booked on; QUOTA_ENTRY_LOADS go behind all locks. */
#define QUOTA_BACK_LOADS                                                                       \
    LOCK(QUOTA_CELL, ANY_OF(BY_FACT(quota_cell, id, QUOTA_ENTRY, quota_entry, cell_id)))

struct quota_share {
    struct order_line_row *line;
    struct qty granted;   /* <= ordered, whole packs where it was cut */
    enum cut_cause cause; /* which cell was the least; none when nothing is cut */
};
/* What could be taken now; nothing of it is. Lives in the arena of the command. */
struct quota_plan {
    struct quota_share *v; /* the order's live lines, in their order */
    size_t n;
    bool cut;         /* something is short */
    struct qty total; /* all lines together */
};

/* Does the cell cover the line of this order? */
bool quota_binds(const struct work *w, const struct order_row *o,
                 const struct order_line_row *l, const struct quota_cell_row *cell);
/* What is left in the cell. */
struct qty quota_rest(const struct quota_cell_row *cell);
/* The plan over all cells; `but` is left out (cut_cause_none: none is): CUT_AREA asks what the
 * other cells would allow if an area helped. */
struct quota_plan quota_plan(const struct work *w, const struct order_row *o,
                             enum cut_cause but);
/* Writes the plan into the lines as a proposal and counts the order again. */
void quota_propose(struct work *w, struct order_row *o, const struct quota_plan *plan);
/* The same and books it on every cell. What the order held must have been released. */
void quota_take(struct work *w, struct order_row *o, const struct quota_plan *plan);

/* A grant is for one order: of what the cell was raised by for it, at most this much
 * is taken off again, as far as it is unused. */
void quota_grant_ends(struct work *w, const struct order_row *o, struct quota_cell_row *cell,
                      struct qty most);

/* Every cell that the line is booked on gets the quantity back, whatever month it is of, and
 * none more than it gave (T47). Needs QUOTA_BACK_LOADS and QUOTA_ENTRY_LOADS. */
void quota_give_back(struct work *w, const struct order_row *o, const struct order_line_row *l,
                     struct qty q);

/*
 * Takes the plan, tells of a cut, and lets CC run; an order of which nothing is left becomes
 * REJECTED. By `event` the order leaves its state in either case.
 */
void quota_settle(struct work *w, struct order_row *o, enum flow_event event,
                  const struct quota_plan *plan);
/* The order stops at QUOTA_CHOICE with the plan as its proposal and the ways out; the verdict
 * is HELD under `rule`. */
void quota_stop(struct work *w, struct order_row *o, enum flow_event event,
                const struct quota_plan *plan, enum rule rule);
/* "line 2: 50 of 100 (AREA); line 3: ..." */
struct str quota_cut_text(const struct work *w, const struct quota_plan *plan);

#endif
