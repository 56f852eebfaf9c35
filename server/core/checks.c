/*
 * checks.c - QC, AC and CC as one act of the daemon (R-081, decisions 2).
 */
#include "server/core/checks.h"

#include "server/core/document.h"
#include "server/core/qualify.h"

/* The quota check asks for everything again: an earlier cut or grant was for an earlier run. */
static void lines_ungranted(struct work *w, struct order_row *o)
{
    for (size_t i = 0; i < w->order_line.n; i++) {
        struct order_line_row *l = w->order_line.v[i];

        if (l->order_id != o->id)
            continue;
        l->granted = l->ordered;
        l->cut_for = cut_cause_none;
        l->over_quota = qty(0);
    }
    order_recount(w, o);
    o->content_hash = order_content_hash(w, o);
}

void checks_run(struct work *w, struct order_row *o, enum flow_event event)
{
    order_release_quota(w, o);
    order_release_credit(w, o);
    lines_ungranted(w, o);
    if (order_qualifies(w, o, event))
        checks_from_quota(w, o, event);
}
