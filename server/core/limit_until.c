/*
 * limit_until.c - a limit that is raised until a day.
 *
 * A temporary limit is no state: it is a limit that begins today, with what follows it
 * announced for the day behind its last (in_force.h), so that nothing has to happen on that
 * day. Whatever follows begins then at the latest, else the raised limit would outlive its end.
 */
#include "server/core/limit_decide.h"
#include "server/core/master.h"

struct money limit_lasting(const struct credit_account_row *a)
{
    return a->lim_to.n ? a->next_lim : a->lim;
}

/* Where something is announced, that follows it. */
static struct money follows(const struct credit_account_row *a)
{
    return a->next_lim_from.n ? a->next_lim : a->lim;
}

/* It is higher than all that would be without it: to lower a limit for a time is to set it
 * twice. Where none stands yet there is nothing to go back to. */
static bool is_raised_until(const struct work *w, const struct credit_account_row *a,
                            struct money lim, struct day from, struct day until)
{
    return a->lim_source != limit_source_none && from.n <= w->today.n &&
           until.n >= w->today.n && lim.fen > follows(a).fen &&
           (a->lim_to.n || (lim.fen > a->lim.fen && a->next_lim_from.n <= until.n + 1));
}

static bool refused_end(struct work *w, const struct credit_account_row *a, enum rule rule,
                        struct day until)
{
    say_day(w, "until", until);
    if (a->next_lim_from.n)
        say_day(w, "announced", a->next_lim_from);
    say_money(w, "limit", limit_lasting(a));
    refused_at(w, rule, "account", a->code);
    return false;
}

bool limit_until_ok(struct work *w, const struct credit_account_row *a, struct money lim,
                    struct day from, struct day until)
{
    if (BREAKS(RULE_LIMIT_UNTIL, until.n && !is_raised_until(w, a, lim, from, until)))
        return refused_end(w, a, RULE_LIMIT_UNTIL, until);
    if (BREAKS(RULE_LIMIT_ENDS, !until.n && a->lim_to.n && from.n > a->lim_to.n + 1))
        return refused_end(w, a, RULE_LIMIT_ENDS, a->lim_to);
    return true;
}

void limit_begins(struct work *w, struct credit_account_row *a,
                  const struct limit_decision_row *d)
{
    const struct limit_proposal_row *p = find_limit_proposal(w, d->proposal_id);
    struct money behind = follows(a);

    a->lim = d->lim;
    a->lim_source = p && d->lim.fen == p->formula.fen ? LIMIT_BY_FORMULA : LIMIT_BY_MANUAL;
    a->lim_from = w->today;
    a->lim_to = d->valid_to;
    a->next_lim = fen(0);
    a->next_lim_from = (struct day){ 0 };
    if (!d->valid_to.n)
        return;
    a->next_lim = behind;
    a->next_lim_from.n = d->valid_to.n + 1;
    change_kept(w, 0, a->id, FACT_LIMIT, money_text(d->lim, w->arena),
                money_text(behind, w->arena), a->next_lim_from);
}
