/*
 * write_off.h - a debt that is given up.
 */
#ifndef OSB_CORE_WRITE_OFF_H
#define OSB_CORE_WRITE_OFF_H

#include "server/core/work.h"

/* A write-off of all that is open on the receivable, by the actor, now. The caller gives the
 * reason and, where it is DONE at once, who decided and moves the money. */
struct write_off_row *write_off_born(struct work *w, const struct receivable_row *r,
                                     enum write_off_state state);

/* Takes its amount off what is open. Of an order whose shortfall was tolerated, that is over.
 */
void write_off_post(struct work *w, const struct write_off_row *off, struct receivable_row *r,
                    struct order_row *o);

#endif
