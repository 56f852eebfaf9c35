/*
 * order_common.h - what every command about an order's content shares: the version it was
 * keyed against, its lines and prices, its header, its number, and the people it names.
 *
 * Functions that return bool say the refusal themselves and return false.
 */
#ifndef OSB_CORE_ORDER_COMMON_H
#define OSB_CORE_ORDER_COMMON_H

#include "server/core/flow.h"

/* --- the door ------------------------------------------------------------------------ */

/* The version that the screen showed (P_version, where given) is the order's version now
 * . Refuses RULE_VERSION with both. */
NODISCARD bool order_version_ok(struct work *w, const struct order_row *o);
/* The command's order: there, in a state that knows the event, at the version shown, and its
 * customer in the actor's scope. NULL when it was refused. */
struct order_row *order_at_hand(struct work *w, enum flow_event event);
/* Refuses for a rule, with the parameter at fault and what was found. */
void refused_at(struct work *w, enum rule rule, const char *field, struct str found);

/* Nothing but blanks, tabs and line breaks: no memo, no reason. */
bool text_blank(struct str text);

/* --- birth --------------------------------------------------------------------------- */

/*
 * A new order of the customer, version 1, without state, lines and arrival.
 *
 * Its number is "SO" and the number of the command's block of ids: unique without a counter
 * that every secretary would queue for, short to key, and with gaps, which orders may have
 * (law 6). So one command makes at most one order.
 */
struct order_row *order_born(struct work *w, const struct customer_row *c);
/* Fixes when the order's paper arrived, the business day it counts for (op.cutoff) and with it
 * the month whose quota it takes. */
void order_arrives(struct work *w, struct order_row *o, struct instant at);
/* The actor has a hand in what this version says: he does not sign it himself. */
void order_written(struct work *w, const struct order_row *o);
/* The plan's verification or approval of this version, in the capacity set by actor_act...()
 * (law 5). */
void plan_signed(struct work *w, const struct order_row *o, enum sign_kind kind);

/* Given by the customer himself, with no contract behind it (origin c of R-089). */
bool order_is_direct(const struct order_row *o);
/* How goods reach the customer by that station; NULL where nothing is on file but himself. */
const struct destination_row *station_of(const struct work *w, int64_t customer_id,
                                         int64_t station_id);

/* What goods usually take from that station to him; 0 where nobody said. */
int64_t transit_days(const struct station_row *s, const struct destination_row *by);

/* --- header and lines ---------------------------------------------------------------- */

/* What an amendment changed, old and new, as one line of text for the event. */
struct changes {
    struct str text;
    size_t count;
};
/* Sets the header fields that the command gives: station, ship_to, wanted, stated, contract,
 * complete. A station is one of the customer's and brings its address where none is
 * given. A changed field is noted in *changes (may be NULL for a new order). */
NODISCARD bool order_header(struct work *w, struct order_row *o, struct changes *changes);
/* Every row of P_lines as a new line: product by code, a quantity above zero, the price that is
 * given or the valid list price. Whole packs, sellable products and price floors are judged
 * by QC, so that a paper can always be keyed as it came. */
NODISCARD bool order_lines_new(struct work *w, struct order_row *o,
                               const struct customer_row *c);
/*
 * P_lines as changes: a row with "line" changes that line (quantity 0 removes it: it stays on
 * file as removed), a row without is a new line. Whatever quota had granted or cut is asked
 * again: granted is set to what is ordered.
 */
NODISCARD bool order_lines_amend(struct work *w, struct order_row *o,
                                 const struct customer_row *c, struct changes *changes);
/* The price in force on the day: the customer's own before his type's before everyone's; of
 * several the latest. Of days before the first that is on file, the first: the house went live
 * with papers that had arrived before. NULL when there is none. */
const struct price_row *list_price(const struct work *w, int64_t product_id,
                                   const struct customer_row *c, struct day on);

/* --- people -------------------------------------------------------------------------- */

/* An active user by login, or NULL. */
const struct app_user_row *user_by_login(const struct work *w, struct str login);
/* His name, or his login where he has none; "" for none. */
struct str user_name(const struct work *w, int64_t user_id);
/* Does that user hold one of the roles today, covered ones included? */
bool user_holds(const struct work *w, int64_t user_id, role_set roles);

#endif
