/*
 * truths_limit.c - credit limits: raised alone within the room, by three beyond it.
 */
#include "tests/core/truths_parts.h"

/* I08: nobody signs for two posts. How many did. */
static int64_t signatures_of(struct truths *t, const struct limit_decision_row *d)
{
    int64_t count = 0;

    EACH(t, TABLE_LIMIT_SIGNATURE, limit_signature_row, s)
    {
        if (s->limit_id != d->id)
            continue;
        count++;
        EACH(t, TABLE_LIMIT_SIGNATURE, limit_signature_row, o)
        {
            must(t,
                 o->limit_id != d->id || o->id == s->id ||
                     (o->role != s->role && o->signer_id != s->signer_id),
                 "I08 a limit was signed twice by one", s->id);
        }
    }
    return count;
}

/* The room does not begin anew before the three spoke: neither by steps nor by going down and
 * up. */
static bool begins_low_enough(struct truths *t, const struct limit_decision_row *d)
{
    const struct limit_decision_row *last = NULL;

    EACH(t, TABLE_LIMIT_DECISION, limit_decision_row, o)
    {
        if (o->account_id == d->account_id && o->state == LIMIT_IS_IN_FORCE && o->id < d->id)
            last = o;
    }
    return !last || last->three || last->opening_id || d->base.fen <= last->base.fen;
}

/* Asked when it was decided: parameters change. */
static void within_his_room(struct truths *t, const struct limit_decision_row *d)
{
    const struct policy_row *p = policy_at(t, day_at(t, d->decided_at));

    if (d->three || !p || d->decided_at.us != t->m->now.us)
        return;
    must(t,
         d->lim.fen <= d->was.fen || d->opening_id ||
             (d->lim.fen - d->base.fen) * 100 <= d->base.fen * p->limit_pct,
         "I10 a limit was raised alone beyond the room", d->id);
    must(t, d->opening_id || begins_low_enough(t, d),
         "I10 the room for raising a limit alone grew by itself", d->id);
}

/* The account says what was decided about it now. */
static void is_in_force(struct truths *t, const struct limit_decision_row *d)
{
    const struct credit_account_row *a = model_find(t->m, TABLE_CREDIT_ACCOUNT, d->account_id);

    if (d->state != LIMIT_IS_IN_FORCE || d->decided_at.us != t->m->now.us)
        return;
    must(t,
         a && (a->next_lim_from.n
                   ? a->next_lim.fen == d->lim.fen && a->next_lim_from.n == d->valid_from.n
                   : a->lim.fen == d->lim.fen),
         "I10 a limit that was decided is not the account's", d->id);
}

void limit_holds(struct truths *t, const struct limit_decision_row *d)
{
    int64_t signatures = signatures_of(t, d), waiting = 0;

    must(t, model_find(t->m, TABLE_CREDIT_ACCOUNT, d->account_id) != NULL,
         "a limit of no account", d->id);
    must(t, d->three || d->state == LIMIT_IS_IN_FORCE, "a limit waits for nobody", d->id);
    must(t,
         !d->three                       ? signatures == 0
         : d->state == LIMIT_IS_IN_FORCE ? signatures == 3
                                         : signatures >= 1 && signatures < 3,
         "I08 a limit without its signatures", d->id);
    must(t, (d->state == LIMIT_IS_PROPOSED) == !d->decided_by, "a limit decided by nobody",
         d->id);
    EACH(t, TABLE_LIMIT_DECISION, limit_decision_row, o)
    {
        waiting += o->account_id == d->account_id && o->state == LIMIT_IS_PROPOSED;
    }
    must(t, waiting <= 1, "two limits of an account wait", d->id);
    within_his_room(t, d);
    is_in_force(t, d);
}

/* --- the acts -------------------------------------------------------------------------------
 */

static const void *row_of(const struct effects *e, enum table table)
{
    for (size_t i = 0; i < e->n; i++)
        if (e->v[i].table == table)
            return e->v[i].row;
    return NULL;
}

/* Who acted left his signature, in the post that the event names. */
static bool has_signed(const struct effects *e, const struct limit_decision_row *d)
{
    const struct limit_signature_row *s = row_of(e, TABLE_LIMIT_SIGNATURE);
    const struct event_row *act = row_of(e, TABLE_EVENT);

    return s && act && (!d || s->limit_id == d->id) && s->signer_id == act->actor_id &&
           s->principal_id == act->principal_id && s->role == act->role;
}

/* Each act about a limit left what it is named after. */
static void acts_are_said(struct truths *t, const struct effects *e)
{
    const struct limit_decision_row *d = row_of(e, TABLE_LIMIT_DECISION);

    if (e->n == 0)
        return;
    switch ((int)t->w->op) {
    case OP_ACCOUNT_LIMIT:
        must(t,
             d && d->lim.fen == t->w->args->v[P_limit].n &&
                 (d->state == LIMIT_IS_IN_FORCE || has_signed(e, d)),
             "I02 another limit than was said", d ? d->id : 0);
        break;
    case OP_LIMIT_SIGN:
        must(t, has_signed(e, d) && (!d || d->state == LIMIT_IS_IN_FORCE),
             "I02 a limit signed by another act", d ? d->id : 0);
        break;
    case OP_LIMIT_REFUSE:
    case OP_LIMIT_WITHDRAW:
        must(t,
             d && d->state ==
                      (t->w->op == OP_LIMIT_REFUSE ? LIMIT_IS_REFUSED : LIMIT_IS_WITHDRAWN),
             "I02 a limit that nobody ended", d ? d->id : 0);
        break;
    default:
        break;
    }
}

static bool is_decided_by(const struct effects *e, const struct credit_account_row *a)
{
    bool found = false;

    for (size_t i = 0; i < e->n; i++) {
        const struct limit_decision_row *d = e->v[i].row;

        found |= e->v[i].table == TABLE_LIMIT_DECISION && d->account_id == a->id &&
                 d->state == LIMIT_IS_IN_FORCE;
    }
    return found;
}

/* No act but these moves a limit; what was announced comes in force with any act. */
void limits_are_decided(struct truths *t, const struct effects *e)
{
    if (t->w)
        acts_are_said(t, e);
    for (size_t i = 0; i < e->n; i++) {
        const struct credit_account_row *a = e->v[i].row, *was = NULL;

        if (e->v[i].table != TABLE_CREDIT_ACCOUNT || e->v[i].kind != EFFECT_UPDATE || !t->w)
            continue;
        for (size_t k = 0; k < t->w->credit_account.loaded; k++)
            if (t->w->credit_account.was[k]->id == a->id)
                was = t->w->credit_account.was[k];
        must(t,
             !was || was->lim.fen == a->lim.fen || is_decided_by(e, a) ||
                 (was->next_lim_from.n && a->lim.fen == was->next_lim.fen),
             "I10 a limit that nobody decided", a->id);
    }
}
