/*
 * truths_write_off.c - debts that were given up: no more than was decided, by whom it takes.
 */
#include "tests/core/truths_parts.h"

/* I04 of what was given up. */
void given_up_by_decision(struct truths *t, const struct receivable_row *d)
{
    int64_t decided = 0;

    EACH(t, TABLE_WRITE_OFF, write_off_row, f)
    {
        if (f->receivable_id == d->id && f->state == WRITE_OFF_DONE)
            decided += f->amount.fen;
    }
    must(t, d->written_off.fen >= 0 && d->written_off.fen <= decided,
         "I04 more was given up than was decided", d->id);
}

/* I08, I10: nobody signs for two posts, and none of them asked. How many did. */
static int64_t signatures_of(struct truths *t, const struct write_off_row *f)
{
    int64_t count = 0;

    EACH(t, TABLE_WRITE_OFF_SIGNATURE, write_off_signature_row, s)
    {
        if (s->write_off_id != f->id)
            continue;
        count++;
        must(t, s->signer_id != f->asked_by, "I10 who asked to give a debt up signed it",
             s->id);
        EACH(t, TABLE_WRITE_OFF_SIGNATURE, write_off_signature_row, o)
        {
            must(t,
                 o->write_off_id != f->id || o->id == s->id ||
                     (o->role != s->role && o->signer_id != s->signer_id),
                 "I08 a write-off was signed twice by one", s->id);
        }
    }
    return count;
}

/* One leader up to the amount of the parameters, above it three; a short payment none. Asked
 * when it was decided: parameters change. */
static void signed_enough(struct truths *t, const struct write_off_row *f, int64_t signatures)
{
    const struct policy_row *p = policy_at(t, day_at(t, f->decided_at));

    if (f->state != WRITE_OFF_DONE || f->decided_at.us != t->m->now.us || !p)
        return;
    must(t,
         f->small ? signatures == 0 && f->amount.fen <= p->small_write_off.fen
                  : signatures >= (f->amount.fen <= p->leader_write_off.fen ? 1 : 3),
         "I10 a debt was given up without its signatures", f->id);
}

void write_off_holds(struct truths *t, const struct write_off_row *f)
{
    const struct receivable_row *d = model_find(t->m, TABLE_RECEIVABLE, f->receivable_id);
    const struct document_row *paper =
        f->document_id ? model_find(t->m, TABLE_DOCUMENT, f->document_id) : NULL;
    bool bad = f->state == WRITE_OFF_DONE && !f->small;

    must(t,
         d && d->account_id == f->account_id && d->order_id == f->order_id &&
             str_eq(d->no, f->no) && f->amount.fen > 0,
         "I04 a write-off of nothing", f->id);
    must(t, !f->small || f->state == WRITE_OFF_DONE, "a short payment that waits", f->id);
    must(t, bad == (paper != NULL), "I18 a bad debt and its paper", f->id);
    must(t,
         !paper || (paper->series == SERIES_WO && paper->total.fen == -f->amount.fen &&
                    paper->order_id == f->order_id),
         "I18 the paper of another write-off", f->id);
    signed_enough(t, f, signatures_of(t, f));
}

/* --- the act --------------------------------------------------------------------------------
 */

static const void *first_of(const struct effects *e, enum table table)
{
    for (size_t i = 0; i < e->n; i++)
        if (e->v[i].table == table)
            return e->v[i].row;
    return NULL;
}

/* All that is open is asked for, by who asks. */
static bool asks(const struct truths *t, const struct event_row *act,
                 const struct write_off_row *f)
{
    const struct receivable_row *d = model_find(t->m, TABLE_RECEIVABLE, act->entity_id);

    return d && f && f->receivable_id == d->id && f->state == WRITE_OFF_ASKED &&
           f->amount.fen == d->open_s.fen + d->open_i.fen && f->asked_by == act->actor_id;
}

static bool signs(const struct truths *t, const struct event_row *act,
                  const struct write_off_signature_row *s)
{
    const struct write_off_row *f =
        s ? model_find(t->m, TABLE_WRITE_OFF, s->write_off_id) : NULL;

    return f && f->receivable_id == act->entity_id && f->state != WRITE_OFF_REFUSED &&
           f->state != WRITE_OFF_WITHDRAWN && s->signer_id == act->actor_id &&
           s->principal_id == act->principal_id && s->role == act->role &&
           s->at.us == act->at.us;
}

static bool ends(const struct event_row *act, const struct write_off_row *f,
                 enum write_off_state state)
{
    return f && f->receivable_id == act->entity_id && f->state == state;
}

/* Each act about a write-off left what it is named after, and the last signature the rest. */
void write_offs_are_acts(struct truths *t, const struct effects *e)
{
    const struct write_off_row *f = first_of(e, TABLE_WRITE_OFF);
    const struct write_off_signature_row *s = first_of(e, TABLE_WRITE_OFF_SIGNATURE);

    for (size_t i = 0; i < e->n; i++) {
        const struct event_row *act = e->v[i].row;
        const struct receivable_row *d;

        if (e->v[i].table != TABLE_EVENT || act->machine != MACHINE_RECEIVABLE)
            continue;
        d = model_find(t->m, TABLE_RECEIVABLE, act->entity_id);
        if (str_eq(act->op, str_of(catalog[OP_WRITE_OFF_ASK].name)))
            must(t, asks(t, act, f), "I02 a write-off that was not asked for", act->id);
        if (str_eq(act->op, str_of(catalog[OP_WRITE_OFF_SIGN].name)))
            must(t,
                 signs(t, act, s) && (d && d->state == RECEIVABLE_WRITTEN_OFF) ==
                                         (f && f->state == WRITE_OFF_DONE),
                 "I02 a write-off signed by another act", act->id);
        if (str_eq(act->op, str_of(catalog[OP_WRITE_OFF_REFUSE].name)))
            must(t, ends(act, f, WRITE_OFF_REFUSED), "I02 a refusal of nothing", act->id);
        if (str_eq(act->op, str_of(catalog[OP_WRITE_OFF_WITHDRAW].name)))
            must(t, ends(act, f, WRITE_OFF_WITHDRAWN), "I02 a withdrawal of nothing", act->id);
    }
}
