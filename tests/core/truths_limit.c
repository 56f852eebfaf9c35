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

/* what one leader accepts lies about what the formula gave, or is what stood. */
static void within_formulas_room(struct truths *t, const struct limit_decision_row *d,
                                 int64_t pct)
{
    const struct limit_proposal_row *p = model_find(t->m, TABLE_LIMIT_PROPOSAL, d->proposal_id);
    int64_t off =
        d->lim.fen > d->base.fen ? d->lim.fen - d->base.fen : d->base.fen - d->lim.fen;

    must(t,
         p && p->account_id == d->account_id && p->formula.fen == d->base.fen &&
             p->lim.fen == d->lim.fen && p->state == REVIEW_ACCEPTED &&
             p->decided_by == d->decided_by,
         "a limit accepted that was not proposed so", d->id);
    must(t, d->lim.fen == d->was.fen || off * 100 <= d->base.fen * pct,
         "I10 a limit was accepted alone beyond the formula's room", d->id);
}

/* Asked when it was decided: parameters change. */
static void within_his_room(struct truths *t, const struct limit_decision_row *d)
{
    const struct policy_row *p = policy_at(t, day_at(t, d->decided_at));

    if (d->three || !p || d->decided_at.us != t->m->now.us)
        return;
    if (d->proposal_id) {
        within_formulas_room(t, d, p->limit_pct);
        return;
    }
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
         a && (d->valid_to.n
                   ? a->lim.fen == d->lim.fen && a->lim_to.n == d->valid_to.n &&
                         a->next_lim_from.n == d->valid_to.n + 1 &&
                         d->valid_from.n <= d->valid_to.n && a->next_lim.fen < d->lim.fen
               : a->next_lim_from.n
                   ? a->next_lim.fen == d->lim.fen && a->next_lim_from.n == d->valid_from.n
                   : a->lim.fen == d->lim.fen),
         "I10 a limit that was decided is not the account's", d->id);
    must(t,
         a && (!a->lim_to.n || (a->next_lim_from.n && a->next_lim_from.n <= a->lim_to.n + 1)),
         "I10 a limit outlives its end", d->id);
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

/* what a share of 100 * paid / due is worth under those parameters. */
static int64_t grade_due(const struct limit_proposal_row *p, const struct policy_row *pol)
{
    const int64_t shares[] = { pol->grade_1_pct, pol->grade_2_pct, pol->grade_3_pct,
                               pol->grade_4_pct };
    int64_t grade = 1;

    if (p->bad_debt.fen > 0)
        return 5;
    if (p->due.fen <= 0)
        return 3;
    while (grade < 5 && p->in_time.fen * 100 < p->due.fen * shares[grade - 1])
        grade++;
    return grade;
}

static bool is_undecided(const struct limit_proposal_row *p)
{
    return p->state == REVIEW_PROPOSED || p->state == REVIEW_SUBMITTED;
}

/* A proposal is what its inputs say, rounded down by less than one step, and once in a quarter.
 */
void proposal_holds(struct truths *t, const struct limit_proposal_row *p)
{
    const struct policy_row *pol = model_find(t->m, TABLE_POLICY, p->policy_id);
    int64_t h, exact, slack;
    int year, month, dom;

    must(t, pol && model_find(t->m, TABLE_CREDIT_ACCOUNT, p->account_id),
         "a proposal of no account or under no parameters", p->id);
    if (!pol)
        return;
    day_split(p->quarter, &year, &month, &dom);
    must(t, dom == 1 && month % 3 == 1, "a quarter begins within itself", p->id);
    EACH(t, TABLE_LIMIT_PROPOSAL, limit_proposal_row, o)
    {
        bool other = o->account_id == p->account_id && o->id != p->id;

        must(t, !other || o->quarter.n != p->quarter.n, "two proposals of a quarter", p->id);
        must(t, !other || !is_undecided(o) || !is_undecided(p),
             "two proposals of an account wait", p->id);
    }
    must(t, p->in_time.fen <= p->due.fen && p->in_time.fen >= 0, "more in time than due",
         p->id);
    must(t, p->grade == grade_due(p, pol), "I06 a grade that its inputs do not give", p->id);
    must(t,
         (p->state == REVIEW_ACCEPTED || p->state == REVIEW_REFUSED) == (p->decided_by != 0) &&
             (p->submitted_by || (p->state != REVIEW_SUBMITTED && !p->decided_by)) &&
             (p->adjusted_by ||
              p->lim.fen == (p->fresh && p->grade < 5 ? p->was.fen : p->formula.fen)),
         "a proposal that nobody reviewed", p->id);
    must(t,
         p->grade_factor == (p->grade == 1   ? pol->grade_1_factor
                             : p->grade == 2 ? pol->grade_2_factor
                             : p->grade == 3 ? pol->grade_3_factor
                             : p->grade == 4 ? pol->grade_4_factor
                                             : 0),
         "I06 a factor that the grade does not have", p->id);
    h = p->growth / 2; /* a small world's sums fit */
    h = h < pol->growth_least_pct * 100  ? pol->growth_least_pct * 100
        : h > pol->growth_most_pct * 100 ? pol->growth_most_pct * 100
                                         : h;
    exact = p->shipped.fen <= 0
                ? 0
                : p->shipped.fen / p->months * (p->term_days + pol->buffer_days) / 30 *
                      p->grade_factor / 100 * (10000 + h) / 10000;
    slack = 100 + exact / 5000; /* of rounding in between, and of half an odd growth */
    must(t,
         p->formula.fen % pol->limit_round.fen == 0 && p->formula.fen <= exact + slack &&
             p->formula.fen > exact - pol->limit_round.fen - slack,
         "I06 a limit that the formula does not give", p->id);
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

/* An act of the review left its proposal in that state, moved no limit, and changed what is
 * proposed only where it says so. */
static bool is_reviewed(struct truths *t, const struct effects *e, enum review_state state)
{
    const struct limit_proposal_row *p = row_of(e, TABLE_LIMIT_PROPOSAL);
    const struct limit_proposal_rows *had = &t->w->limit_proposal;

    for (size_t i = 0; p && i < had->loaded; i++)
        if (had->was[i]->id == p->id && had->was[i]->lim.fen != p->lim.fen &&
            t->w->op != OP_LIMIT_ADJUST)
            return false;
    return p && p->state == state && !row_of(e, TABLE_LIMIT_DECISION);
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
    case OP_LIMIT_PROPOSE:
        must(t, is_reviewed(t, e, REVIEW_PROPOSED), "I02 a proposal that nobody made", 0);
        break;
    case OP_LIMIT_ADJUST:
        must(
            t,
            is_reviewed(t, e, REVIEW_PROPOSED) &&
                ((const struct limit_proposal_row *)row_of(e, TABLE_LIMIT_PROPOSAL))->lim.fen ==
                    t->w->args->v[P_limit].n,
            "I02 a proposal that nobody adjusted", 0);
        break;
    case OP_LIMIT_SUBMIT:
        must(t, is_reviewed(t, e, REVIEW_SUBMITTED), "I02 a proposal that nobody handed on", 0);
        break;
    case OP_LIMIT_REJECT:
        must(t, is_reviewed(t, e, REVIEW_REFUSED), "I02 a proposal that nobody refused", 0);
        break;
    case OP_LIMIT_ACCEPT:
        must(t, d && d->proposal_id && (d->state == LIMIT_IS_IN_FORCE || has_signed(e, d)),
             "I02 a proposal that nobody accepted", 0);
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
