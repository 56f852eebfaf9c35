/*
 * a_paper.h - a good fax of C1, and the order that was made last.
 */
#ifndef OSB_TESTS_A_PAPER_H
#define OSB_TESTS_A_PAPER_H

#include "tests/unit/outcome.h"

static inline void a_fax(struct world *c)
{
    give_text(c, P_customer, "C1");
    give_line(c, 0, "P1", 10, -1);
    give_number(c, P_channel, CHANNEL_FAX);
    give_text(c, P_reference, "FX-100");
    give_text(c, P_approver, "mm");
    give_text(c, P_verifier, "kam");
    give_time(c, P_approved_at, "2026-03-04T09:00:00+08:00");
}

static inline const struct order_row *last_order(const struct world *c)
{
    return last_row(c, TABLE_ORDER);
}

/* A day as people write it. */
static inline const char *day_said(struct day d)
{
    return str_text(memory, day_text(d, memory));
}

#endif
