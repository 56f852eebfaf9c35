/*
 * decide.c - the one road into every decision: who is it, may he, then the rule.
 */
#include "server/core/actor.h"
#include "server/core/in_force.h"
#include "server/core/load.h"

void decide(struct work *w)
{
    const struct operation *op = operations[w->op];

    w->ruling = (struct verdict){ .outcome = outcome_none };
    if (w->order.loaded) /* a refusal names the document too */
        w->ruling.order_id = w->order.v[0]->id;
    if (w->note.loaded)
        w->ruling.note_id = w->note.v[0]->id;
    if (!actor_prepare(w))
        return;
    in_force_today(w);
    op->decide(w);
    assert(w->ruling.outcome != outcome_none);
}
