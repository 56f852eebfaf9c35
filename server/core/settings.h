/*
 * settings.h - the parameters by name: what each may be, and whether one person may change it
 * (R-374).
 *
 * Names are the columns of `policy`. A parameter that bounds money or duties needs two persons:
 * every one does that is not marked as one that does neither. A value is read and written in
 * its column's kind: yes or no (true, false), 10000.00, 510, WORKING.
 */
#ifndef OSB_CORE_SETTINGS_H
#define OSB_CORE_SETTINGS_H

#include "server/core/work.h"

/* What came of a list of settings; texts live in the arena. */
struct settings_taken {
    struct str log;  /* "over_pct: 20 -> 15; ...": what an event keeps */
    struct str text; /* "over_pct=15,...": what a proposal keeps */
    bool bound;      /* one of them changes what bounds money or duties */
};

/* Puts `count` settings into *p. Refuses the whole list with RULE_POLICY_NAME, with
 * RULE_POLICY_VALUE and what is allowed, with RULE_POLICY_CLOCK or RULE_POLICY_GRADES. */
NODISCARD bool settings_take(struct work *w, const struct item *items, size_t count,
                             struct policy_row *p, struct settings_taken *out);
/* The same from the text of a proposal. */
NODISCARD bool settings_take_text(struct work *w, struct str text, struct policy_row *p,
                                  struct settings_taken *out);

#endif
