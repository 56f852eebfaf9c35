/*
 * truths_problem.c - a problem record is of one document, and says who did what about it
 * each clock that ran out stands in it once.
 */
#include <string.h>

#include "server/core/clocks.h"
#include "tests/core/truths_parts.h"

/* Of one document there is one record, and it is that document's. */
static void of_its_document(struct truths *t, const struct problem_row *p)
{
    const struct order_row *o = model_find(t->m, TABLE_ORDER, p->order_id);
    const struct note_row *n = p->note_id ? model_find(t->m, TABLE_NOTE, p->note_id) : NULL;

    must(t, o && o->account_id == p->account_id && (!p->note_id || (n && n->order_id == o->id)),
         "a problem record of nothing", p->id);
    EACH(t, TABLE_PROBLEM, problem_row, other)
    {
        must(t, other == p || other->order_id != p->order_id || other->note_id != p->note_id,
             "two problem records of one document", p->id);
    }
}

static void breach_holds(struct truths *t, const struct problem_row *p,
                         const struct problem_breach_row *b)
{
    const struct clock_info *k = &clocks[b->clock];

    must(t, b->clock && b->due_at.us < b->at.us && b->department == k->department,
         "a clock that did not run out is in a problem record", b->id);
    must(t, (k->machine == MACHINE_NOTE) == (p->note_id != 0),
         "a problem record has another document's clock", b->id);
    EACH(t, TABLE_PROBLEM_BREACH, problem_breach_row, other)
    {
        must(t,
             other == b || other->problem_id != p->id || other->clock != b->clock ||
                 other->due_at.us != b->due_at.us,
             "a clock ran out twice at one time", b->id);
    }
}

/* Each act that entered clocks entered as many as it says: a lost row is missed. */
static void acts_entered(struct truths *t, const struct problem_row *p)
{
    EACH(t, TABLE_EVENT, event_row, e)
    {
        unsigned entered = 0;
        struct str said;

        if (e->machine != MACHINE_PROBLEM || e->entity_id != p->id ||
            !str_eq(e->op, STR("problem.breach")))
            continue;
        EACH(t, TABLE_PROBLEM_BREACH, problem_breach_row, b)
        {
            entered += b->problem_id == p->id && b->at.us == e->at.us;
        }
        said = str_format(t->arena, "\"clocks\":\"%u\"", entered);
        must(t, memmem(e->numbers.p, e->numbers.n, said.p, said.n) != NULL,
             "a clock that ran out was not entered", p->id);
    }
}

void problem_holds(struct truths *t, const struct problem_row *p)
{
    bool entered = p->reason.n > 0;

    of_its_document(t, p);
    EACH(t, TABLE_PROBLEM_BREACH, problem_breach_row, b)
    {
        if (b->problem_id == p->id) {
            breach_holds(t, p, b);
            entered = true;
        }
    }
    acts_entered(t, p);
    must(t, entered && p->department && p->step, "a problem record without a problem", p->id);
    must(t, p->state == PROBLEM_OPEN || (p->explained_by && p->cause && p->explanation.n),
         "a problem that nobody explained went on", p->id);
    must(t,
         p->state <= PROBLEM_EXPLAINED ||
             (p->reviewed_by && p->reviewed_by != p->explained_by && p->review.n),
         "I10 a problem was reviewed by nobody, or by who explained it", p->id);
    must(t, p->state < PROBLEM_ACTION || (p->owner_id && p->action.n && p->due.n),
         "a problem without an action went on", p->id);
    must(t, (p->state == PROBLEM_CLOSED) == (p->closed_by != 0),
         "a problem was closed by nobody", p->id);
    road_holds(t, MACHINE_PROBLEM, p->id, p->state, p->seq);
}
