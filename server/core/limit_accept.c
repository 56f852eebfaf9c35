/*
 * limit_accept.c - the quarter's review: the secretaries' leader looks at what the formula
 * proposes, adjusts it with a reason and hands it to the leaders; one of them accepts, or they
 * refuse.
 *
 * The room of one leader is limit_pct of what the formula gave, up and down; beyond it, and for
 * any rise while a debt is overdue, his word is the first of three signatures. A proposal that
 * leaves the limit as it is takes one word. Undecided it stays where it is, and changes
 * nothing.
 */
#include "common/catalog_roles.h"
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/checks.h"
#include "server/core/limit.h"
#include "server/core/limit_decide.h"
#include "server/core/master.h"

/* The account's proposal that is not decided, in that state; refused where there is none. */
static struct limit_proposal_row *proposal_at_hand(struct work *w, enum review_state state,
                                                   enum rule none)
{
    const struct credit_account_row *a = limit_account(w);
    struct limit_proposal_row *found = NULL;

    if (!a)
        return NULL;
    for (size_t i = 0; i < w->limit_proposal.n; i++)
        if (w->limit_proposal.v[i]->state == state)
            found = w->limit_proposal.v[i];
    if (!BREAKS(none, !found))
        return found;
    refused_at(w, none, "account", a->code);
    w->ruling.code = ERR_STATE;
    return NULL;
}

static void say_review(struct work *w, const struct limit_proposal_row *p)
{
    say_name(w, "account", w->args->v[P_account].s);
    say_day(w, "quarter", p->quarter);
    say_count(w, "grade", p->grade);
    say_money(w, "formula", p->formula);
    say_money(w, "limit", p->lim);
}

/* --- the secretaries' leader ---------------------------------------------------------------
 */

static const struct load review_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_ARG(credit_account, code, P_account))), PROPOSAL_LOAD
};

static bool has_reason(struct work *w)
{
    if (!BREAKS(RULE_REASON_GIVEN, !str_trim(w->args->v[P_reason].s).n))
        return true;
    refused_at(w, RULE_REASON_GIVEN, "reason", STR(""));
    return false;
}

static void limit_adjust(struct work *w)
{
    struct limit_proposal_row *p = proposal_at_hand(w, REVIEW_PROPOSED, RULE_REVIEW_NONE);
    struct money lim = arg_money(w->args, P_limit);

    if (!p || !shown_version_ok(w, p->version) || !has_reason(w))
        return;
    if (BREAKS(RULE_LIMIT_NEGATIVE, lim.fen < 0)) {
        refused_at(w, RULE_LIMIT_NEGATIVE, "limit", w->args->v[P_account].s);
        return;
    }
    p->lim = lim;
    /* Who is given a limit is not asked for money first; who is given none again, is. */
    p->cash_first = lim.fen == 0 && limit_asks_money_first(p);
    p->reason = w->args->v[P_reason].s;
    p->adjusted_by = w->actor_id;
    p->adjusted_at = w->now;
    p->version++;
    say_review(w, p);
    master_event(w, p->account_id, p->reason);
    done(w);
}
OPERATION(LIMIT_ADJUST) = { LOADS(review_loads), .decide = limit_adjust };

static void limit_submit(struct work *w)
{
    struct limit_proposal_row *p = proposal_at_hand(w, REVIEW_PROPOSED, RULE_REVIEW_NONE);

    if (!p || !shown_version_ok(w, p->version))
        return;
    p->state = REVIEW_SUBMITTED;
    p->submitted_by = w->actor_id;
    p->submitted_at = w->now;
    p->version++;
    say_review(w, p);
    master_event(w, p->account_id, STR(""));
    done(w);
}
OPERATION(LIMIT_SUBMIT) = { LOADS(review_loads), .decide = limit_submit };

/* --- the leaders -----------------------------------------------------------------------------
 */

/* beyond limit_pct of the formula, or a rise over an overdue debt. */
static bool takes_three(const struct work *w, const struct credit_account_row *a,
                        const struct limit_proposal_row *p)
{
    int64_t pct = w->pol->limit_pct;
    int64_t room = p->formula.fen / 100 * pct + p->formula.fen % 100 * pct / 100;
    int64_t off =
        p->lim.fen > p->formula.fen ? p->lim.fen - p->formula.fen : p->formula.fen - p->lim.fen;
    bool rises = p->lim.fen > limit_stands_at(w, a).fen;

    if (p->lim.fen == limit_lasting(a).fen && !rises)
        return false;
    return off > room || (rises && overdue_of(w).fen > 0);
}

/* His own reason, the adjustment's, or that the formula gave it. */
static struct str reason_of(const struct work *w, const struct limit_proposal_row *p)
{
    struct str said = str_trim(w->args->v[P_reason].s);

    return said.n ? said : p->reason.n ? p->reason : STR("as the formula proposes");
}

static void limit_accept(struct work *w)
{
    struct limit_proposal_row *p =
        proposal_at_hand(w, REVIEW_SUBMITTED, RULE_REVIEW_NOT_SUBMITTED);
    struct credit_account_row *a = ONE(w->credit_account);
    struct limit_wish wish;

    if (!p || !shown_version_ok(w, p->version) || !not_backdated(w) || !limit_leader_ok(w) ||
        !limit_until_ok(w, a, p->lim, first_day(w), (struct day){ 0 }))
        return;
    wish = (struct limit_wish){
        .lim = p->lim, .base = p->formula, .reason = reason_of(w, p), .proposal_id = p->id
    };
    limit_said(w, a, wish.base, wish.lim);
    if (BREAKS(RULE_LIMIT_THREE, takes_three(w, a, p)))
        limit_asked(w, a, &wish);
    else
        limit_put(w, a, &wish);
}

static const struct load accept_loads[] = { LIMIT_LOADS, LIMIT_PEOPLE };
OPERATION(LIMIT_ACCEPT) = { LOADS(accept_loads), .decide = limit_accept, .frees = true };

static void limit_reject(struct work *w)
{
    struct limit_proposal_row *p =
        proposal_at_hand(w, REVIEW_SUBMITTED, RULE_REVIEW_NOT_SUBMITTED);

    if (!p || !shown_version_ok(w, p->version) || !has_reason(w) || !limit_leader_ok(w))
        return;
    if (BREAKS(RULE_LIMIT_WAITS, limit_waits(w, p->id))) {
        remedy_plain(w, "refuse", OP_LIMIT_REFUSE);
        refused_at(w, RULE_LIMIT_WAITS, "account", w->args->v[P_account].s);
        return;
    }
    p->state = REVIEW_REFUSED;
    p->decided_by = w->actor_id;
    p->decided_at = w->now;
    p->answer = w->args->v[P_reason].s;
    p->version++;
    say_review(w, p);
    master_event(w, p->account_id, p->answer);
    done(w);
}
OPERATION(LIMIT_REJECT) = { LOADS(accept_loads), .decide = limit_reject };
