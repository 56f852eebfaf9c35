/*
 * limit_review.c - the limit that the formula proposes for an account in a quarter (R-163 ..
 *
 *
 * The daemon's sweep sends limit.propose for every account when a quarter has begun; the leader
 * of the secretaries may ask for one that was opened since. It is computed once in a quarter,
 * from closed months only, so that it does not matter on which day; every input is stored with
 * it, and with the parameters' version. It changes no limit.
 */
#include "server/core/limit.h"
#include "server/core/limit_decide.h"
#include "server/core/master.h"

/* Months over which payment is judged, and of which growth is the newest six. */
#define JUDGED_MONTHS  12
#define QUARTER_MONTHS 3

/* Enough for a group of forty with eight years. */
#define HISTORY_MOST 4000

static const struct load propose_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_ARG(credit_account, code, P_account))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, account_id, CREDIT_ACCOUNT, credit_account, id))),
    PROPOSAL_LOAD,
    { .table = TABLE_CUSTOMER_MONTH,
      .hold = HOLD_READ,
      .limit = HISTORY_MOST,
      .order_by = COL_customer_month_month,
      .newest = true,
      .matches = { ANY_OF(BY_FACT(customer_month, customer_id, CUSTOMER, customer, id)) } },
};

/* The first day of the quarter that the day lies in. */
static struct day quarter_of(struct day d)
{
    int year, month, dom;

    day_split(d, &year, &month, &dom);
    return day_of(year, (month - 1) / QUARTER_MONTHS * QUARTER_MONTHS + 1, 1);
}

/* What the account did in [from, to), months of all its customers together. */
static struct customer_month_row months_between(const struct work *w, struct day from,
                                                struct day to)
{
    struct customer_month_row all = { 0 };

    for (size_t i = 0; i < w->customer_month.n; i++) {
        const struct customer_month_row *m = w->customer_month.v[i];

        if (m->month.n < from.n || m->month.n >= to.n)
            continue;
        all.shipped.fen += m->shipped.fen;
        all.due.fen += m->due.fen;
        all.in_time.fen += m->in_time.fen;
        all.bad_debt.fen += m->bad_debt.fen;
    }
    return all;
}

/* The shortest term of the account's customers: what they share must suit each of them. */
static int64_t term_of(const struct work *w)
{
    int64_t term = INT64_MAX;

    for (size_t i = 0; i < w->customer.n; i++)
        if (w->customer.v[i]->has_term && w->customer.v[i]->term_days < term)
            term = w->customer.v[i]->term_days;
    return term == INT64_MAX ? 0 : term;
}

/* everything that the formula asks. */
static void inputs_taken(const struct work *w, struct limit_proposal_row *p)
{
    const struct day q = p->quarter, ever = { INT32_MIN };
    const struct limit_terms terms = limit_terms_of(w->pol);
    const struct customer_month_row judged =
        months_between(w, day_add_months(q, -JUDGED_MONTHS), q);

    p->policy_id = w->pol->id;
    p->months = w->pol->limit_months;
    p->shipped = months_between(w, day_add_months(q, -(int)p->months), q).shipped;
    p->last_quarter = months_between(w, day_add_months(q, -QUARTER_MONTHS), q).shipped;
    p->quarter_before = months_between(w, day_add_months(q, -2 * QUARTER_MONTHS),
                                       day_add_months(q, -QUARTER_MONTHS))
                            .shipped;
    p->growth = limit_growth(p->last_quarter, p->quarter_before);
    p->term_days = term_of(w);
    p->due = judged.due;
    p->in_time = judged.in_time;
    p->bad_debt = judged.bad_debt;
    p->grade = limit_grade(&terms, p->in_time, p->due, p->bad_debt.fen > 0);
    p->grade_factor = terms.grade_factor[p->grade - 1];
    p->fresh = months_between(w, ever, q).shipped.fen <= 0;
    p->formula = limit_formula(&terms, &(struct limit_facts){ .shipped = p->shipped,
                                                              .months = p->months,
                                                              .term_days = p->term_days,
                                                              .grade = p->grade,
                                                              .growth = p->growth });
}

/* What the formula gives; of a customer who took nothing yet it knows nothing: what the leaders
 * set stands, and where they set none he pays first. */
static void result_taken(const struct credit_account_row *a, struct limit_proposal_row *p)
{
    p->was = limit_lasting(a);
    p->lim = p->fresh && p->grade < LIMIT_GRADES ? p->was : p->formula;
    p->cash_first = limit_asks_money_first(p);
}

static const struct limit_proposal_row *proposal_for(const struct work *w, struct day quarter)
{
    for (size_t i = 0; i < w->limit_proposal.n; i++)
        if (w->limit_proposal.v[i]->quarter.n == quarter.n)
            return w->limit_proposal.v[i];
    return NULL;
}

/* What nobody decided in its quarter gives way to the new one. */
static void older_superseded(struct work *w)
{
    for (size_t i = 0; i < w->limit_proposal.n; i++)
        if (w->limit_proposal.v[i]->state == REVIEW_PROPOSED ||
            w->limit_proposal.v[i]->state == REVIEW_SUBMITTED) {
            w->limit_proposal.v[i]->state = REVIEW_SUPERSEDED;
            w->limit_proposal.v[i]->version++;
        }
}

static void say_proposal(struct work *w, const struct credit_account_row *a,
                         const struct limit_proposal_row *p)
{
    say_name(w, "account", a->code);
    say_day(w, "quarter", p->quarter);
    say_money(w, "shipped", p->shipped);
    say_count(w, "months", p->months);
    say_count(w, "term_days", p->term_days);
    say_percent(w, "in_time", p->in_time, p->due);
    say_count(w, "grade", p->grade);
    say_money(w, "was", p->was);
    say_money(w, "formula", p->formula);
    say_money(w, "limit", p->lim);
}

static void limit_propose(struct work *w)
{
    const struct credit_account_row *a = ONE(w->credit_account);
    const struct day quarter = quarter_of(w->today);
    struct limit_proposal_row *p;

    if (!a) {
        refused_missing(w, "account", w->args->v[P_account].s);
        return;
    }
    if (BREAKS(RULE_REVIEW_MADE, proposal_for(w, quarter) != NULL)) {
        say_day(w, "quarter", quarter);
        refused_at(w, RULE_REVIEW_MADE, "account", a->code);
        return;
    }
    older_superseded(w);
    p = add_limit_proposal(w);
    p->account_id = a->id;
    p->quarter = quarter;
    p->state = REVIEW_PROPOSED;
    p->made_at = w->now;
    p->version = 1;
    inputs_taken(w, p);
    result_taken(a, p);
    say_proposal(w, a, p);
    master_event(w, a->id, STR(""));
    done(w);
}
OPERATION(LIMIT_PROPOSE) = { LOADS(propose_loads), .decide = limit_propose };
