/*
 * truths_refund.c - free money is paid back by two people, and only what came (I10, I17, I18).
 */
#include <string.h>

#include "tests/core/truths_parts.h"

void refund_holds(struct truths *t, const struct refund_row *f)
{
    const struct receipt_row *r = model_find(t->m, TABLE_RECEIPT, f->receipt_id);
    const struct document_row *paper =
        f->document_id ? model_find(t->m, TABLE_DOCUMENT, f->document_id) : NULL;
    bool paid = f->state == REFUND_PAID;

    must(t,
         r && r->account_id == f->account_id && r->customer_id == f->customer_id &&
             str_eq(r->no, f->no) && f->amount.fen > 0,
         "I17 a refund of nothing", f->id);
    must(t, (f->state == REFUND_ASKED) == !f->decided_by, "I10 a refund that nobody decided",
         f->id);
    must(t, !paid || f->decided_by != f->asked_by, "I10 asked for and paid back by one person",
         f->id);
    must(t,
         paid == (paper != NULL) && paid == (f->paid_on.n > 0) && paid == (f->bank_ref.n > 0),
         "I18 a refund and its paper", f->id);
    must(t,
         !paper || (paper->series == SERIES_RF && paper->total.fen == -f->amount.fen &&
                    paper->customer_id == f->customer_id),
         "I18 the paper of another refund", f->id);
    EACH(t, TABLE_REFUND, refund_row, o)
    {
        must(t,
             o->id == f->id || o->receipt_id != f->receipt_id || o->state != REFUND_ASKED ||
                 f->state != REFUND_ASKED,
             "two refunds of one receipt wait", f->id);
    }
}

/* --- the act --------------------------------------------------------------------------------
 */

static const struct refund_row *of_command(const struct effects *e)
{
    for (size_t i = 0; i < e->n; i++)
        if (e->v[i].table == TABLE_REFUND)
            return e->v[i].row;
    return NULL;
}

/* What is asked for is what was said. */
static bool asked_as_said(const struct truths *t, const struct event_row *act,
                          const struct refund_row *f)
{
    struct str said =
        str_format(t->arena, "\"amount\":\"%.*s\"", STR_ARG(money_text(f->amount, t->arena)));

    return memmem(act->numbers.p, act->numbers.n, said.p, said.n) != NULL;
}

/* Each act about a refund left the state that it is named after, by who did it. */
void refunds_are_acts(struct truths *t, const struct effects *e)
{
    static const struct {
        enum op op;
        enum refund_state state;
    } acts[] = {
        { OP_REFUND_ASK, REFUND_ASKED },
        { OP_REFUND_PAY, REFUND_PAID },
        { OP_REFUND_DROP, REFUND_DROPPED },
    };
    const struct refund_row *f = of_command(e);

    for (size_t i = 0; i < e->n; i++) {
        const struct event_row *act = e->v[i].row;

        if (e->v[i].table != TABLE_EVENT || act->machine != MACHINE_RECEIPT)
            continue;
        for (size_t k = 0; k < COUNT(acts); k++)
            must(t,
                 !str_eq(act->op, str_of(catalog[acts[k].op].name)) ||
                     (f && f->state == acts[k].state && f->receipt_id == act->entity_id &&
                      asked_as_said(t, act, f) &&
                      act->actor_id == (f->decided_by ? f->decided_by : f->asked_by)),
                 "I02 a refund that is not its act", act->id);
    }
}
