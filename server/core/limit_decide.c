/*
 * limit_decide.c - an account's credit limit: set by one leader, or proposed by him and signed
 * by all three.
 *
 * The leader who answers for one of the account's customers, or the GM, lowers a limit by his
 * own word, and raises it by at most limit_pct of what stood before he and his like began to
 * raise it alone: else any sum is reached in steps. More than that, and any rise while a debt
 * is overdue, is a proposal; it is his signature, and the other two leaders have to sign as
 * well. What was proposed is what is signed: when another limit came in force meanwhile, it is
 * proposed anew. A new customer's limit of 0 is raised by nobody alone.
 *
 * At go-live an account's first limit comes by one leader in a batch that another
 * began: the batch's control totals are the second pair of eyes.
 */
#include "server/core/limit_decide.h"
#include "common/catalog_roles.h"
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/checks.h"
#include "server/core/ledger.h"
#include "server/core/master.h"
#include "server/core/opening.h"

struct credit_account_row *limit_account(struct work *w)
{
    struct credit_account_row *a = ONE(w->credit_account);

    if (!a)
        refused_missing(w, "account", w->args->v[P_account].s);
    return a;
}

/* The newest decision of the account in that state, or NULL. */
static struct limit_decision_row *newest_in(const struct work *w, enum limit_state state)
{
    struct limit_decision_row *found = NULL;

    for (size_t i = 0; i < w->limit_decision.n; i++) {
        struct limit_decision_row *d = w->limit_decision.v[i];

        if (d->state == state && (!found || found->id < d->id))
            found = d;
    }
    return found;
}

bool limit_waits(const struct work *w, int64_t proposal_id)
{
    const struct limit_decision_row *d = newest_in(w, LIMIT_IS_PROPOSED);

    return d && d->proposal_id == proposal_id;
}

/* --- who --------------------------------------------------------------------------------- */

bool limit_leader_ok(struct work *w)
{
    bool answered = false;

    for (size_t i = 0; i < w->customer.n; i++) {
        int64_t leader = 0;

        if (responsible_slt(w, w->customer.v[i], &leader) == role_none)
            continue;
        if (leader == w->actor_id)
            return true;
        answered = true;
    }
    if (!BREAKS(RULE_LIMIT_LEADER, answered && !(w->roles & GM_)))
        return true;
    remedy_who(w, "ask", ROLE_GM, OP_ACCOUNT_LIMIT);
    refused_at(w, RULE_LIMIT_LEADER, "account", w->args->v[P_account].s);
    w->ruling.code = ERR_RIGHTS;
    return false;
}

/* --- the review's proposal that a decision is about ----------------------------------------
 */

/* A newer quarter may have superseded it meanwhile. */
static void review_ended(struct work *w, const struct limit_decision_row *d,
                         enum review_state state)
{
    struct limit_proposal_row *p = find_limit_proposal(w, d->proposal_id);

    if (!p || p->state != REVIEW_SUBMITTED)
        return;
    p->state = state;
    p->decided_by = d->decided_by;
    p->decided_at = w->now;
    p->version++;
}

/* --- in force ---------------------------------------------------------------------------- */

/* who does not pay, pays first, on the limit's day. */
static void cash_first_from(struct work *w, struct day from, struct str reason)
{
    for (size_t i = 0; i < w->customer.n; i++) {
        struct customer_row *c = w->customer.v[i];
        struct customer_row was = *c;

        if (c->cash_first)
            continue;
        if (from.n > w->today.n) {
            c->next_cash_first = true;
            c->next_cash_from = from;
        } else {
            c->cash_first = true;
            c->next_cash_first = false;
            c->next_cash_from = (struct day){ 0 };
        }
        c->version++;
        changes_kept(w, &was, c);
        master_event(w, c->id, reason);
    }
}

/* The first limit of an account makes its customers credit customers, on its day. */
static void first_limit(struct work *w, struct day from, struct str reason)
{
    for (size_t i = 0; i < w->customer.n; i++) {
        struct customer_row *c = w->customer.v[i];
        struct customer_row was = *c;

        if (c->has_limit)
            continue;
        if (from.n > w->today.n) {
            c->next_cash_first = false;
            c->next_cash_from = from;
        } else {
            c->has_limit = true;
            c->cash_first = false;
            c->next_cash_from = (struct day){ 0 };
        }
        c->version++;
        changes_kept(w, &was, c);
        master_event(w, c->id, reason);
    }
}

/* The decision stands from its day on, with its own reason in every history. */
static void limit_taken(struct work *w, struct credit_account_row *a,
                        struct limit_decision_row *d)
{
    struct day from = d->valid_from.n > w->today.n ? d->valid_from : w->today;
    size_t kept = w->customer_change.n;
    struct limit_proposal_row *p = find_limit_proposal(w, d->proposal_id);

    d->state = LIMIT_IS_IN_FORCE;
    d->valid_from = from;
    d->decided_by = w->as.principal_id ? w->as.principal_id : w->actor_id;
    d->decided_at = w->now;
    change_kept(w, 0, a->id, FACT_LIMIT, money_text(a->lim, w->arena),
                money_text(d->lim, w->arena), from);
    if (from.n > w->today.n) {
        a->next_lim = d->lim;
        a->next_lim_from = from;
    } else {
        limit_begins(w, a, d);
    }
    a->version++;
    master_event(w, a->id, d->reason);
    if (p && p->cash_first)
        cash_first_from(w, from, d->reason);
    else if (!d->valid_to.n)
        first_limit(w, from, d->reason);
    review_ended(w, d, REVIEW_ACCEPTED);
    for (; kept < w->customer_change.n; kept++)
        w->customer_change.v[kept]->reason = d->reason;
}

struct money limit_stands_at(const struct work *w, const struct credit_account_row *a)
{
    return a->next_lim_from.n > w->today.n && a->next_lim.fen < a->lim.fen ? a->next_lim
                                                                           : a->lim;
}

/* From what one leader's room is counted: the lowest limit since the three decided last, so
 * that neither a fifth on a fifth nor going down and up again makes the room wider. */
static struct money base_of(const struct work *w, const struct credit_account_row *a)
{
    const struct limit_decision_row *last = newest_in(w, LIMIT_IS_IN_FORCE);
    struct money now = limit_stands_at(w, a);

    return last && !last->three && last->base.fen < now.fen ? last->base : now;
}

static bool takes_three(const struct work *w, const struct credit_account_row *a,
                        struct money lim, struct money base)
{
    int64_t pct = w->pol->limit_pct;
    int64_t room = base.fen / 100 * pct + base.fen % 100 * pct / 100;

    return lim.fen > limit_stands_at(w, a).fen &&
           (overdue_of(w).fen > 0 || lim.fen - base.fen > room);
}

static struct limit_decision_row *
decision_born(struct work *w, const struct credit_account_row *a, const struct limit_wish *wish)
{
    struct limit_decision_row *d = add_limit_decision(w);

    d->account_id = a->id;
    d->state = LIMIT_IS_PROPOSED;
    d->was = limit_lasting(a);
    d->base = wish->base;
    d->lim = wish->lim;
    d->valid_from = first_day(w);
    d->reason = wish->reason;
    d->proposal_id = wish->proposal_id;
    d->valid_to = wish->until;
    d->proposed_by = w->actor_id;
    d->proposed_at = w->now;
    return d;
}

/* --- signatures -------------------------------------------------------------------------- */

/* A post signs once, and nobody for two (I08). */
static bool signs_first(struct work *w, const struct limit_decision_row *d)
{
    for (size_t i = 0; i < w->limit_signature.n; i++) {
        const struct limit_signature_row *s = w->limit_signature.v[i];
        bool again = s->limit_id == d->id && s->role == w->as.role;
        bool for_two = s->limit_id == d->id && s->signer_id == w->actor_id;

        if (BREAKS(RULE_SIGNED_ALREADY, again)) {
            say_time(w, "signed_at", s->at);
            refused(w, RULE_SIGNED_ALREADY);
            return false;
        }
        if (BREAKS(RULE_THREE_PERSONS, for_two)) {
            say_time(w, "signed_at", s->at);
            refused(w, RULE_THREE_PERSONS);
            return false;
        }
    }
    return true;
}

/* How many have signed it, this one included. */
static int64_t signature_added(struct work *w, const struct limit_decision_row *d)
{
    struct limit_signature_row *s = add_limit_signature(w);
    int64_t count = 0;

    s->limit_id = d->id;
    s->role = w->as.role;
    s->signer_id = w->actor_id;
    s->principal_id = w->as.principal_id;
    s->delegation_id = w->as.delegation_id;
    if (s->delegation_id) {
        s->consent_at = arg_time(w->args, P_consent_at);
        s->consent_by = w->args->v[P_consent_by].s;
    }
    s->remark = w->args->v[P_remark].s;
    s->at = w->now;
    for (size_t i = 0; i < w->limit_signature.n; i++)
        count += w->limit_signature.v[i]->limit_id == d->id;
    say_count(w, "signatures", count);
    return count;
}

static void others_told(struct work *w, const struct credit_account_row *a,
                        const struct limit_decision_row *d)
{
    static const enum role three[] = { ROLE_GM, ROLE_DIR, ROLE_DDIR };
    struct str body =
        str_format(w->arena, "%.*s: a limit of %.*s waits for you: %.*s", STR_ARG(a->code),
                   STR_ARG(money_text(d->lim, w->arena)), STR_ARG(d->reason));

    for (size_t i = 0; w->customer.n > 0 && i < COUNT(three); i++)
        if (three[i] != w->as.role)
            tell_money(w, MESSAGE_TO_SIGN, w->customer.v[0], NULL, three[i],
                       holder_of(w, three[i]), body);
}

void limit_asked(struct work *w, const struct credit_account_row *a,
                 const struct limit_wish *wish)
{
    struct limit_decision_row *d;

    if (BREAKS(RULE_LIMIT_WAITS, newest_in(w, LIMIT_IS_PROPOSED) != NULL)) {
        say_money(w, "proposed", newest_in(w, LIMIT_IS_PROPOSED)->lim);
        remedy_plain(w, "sign", OP_LIMIT_SIGN);
        remedy_plain(w, "withdraw", OP_LIMIT_WITHDRAW);
        refused_at(w, RULE_LIMIT_WAITS, "account", a->code);
        return;
    }
    if (!actor_act_slt(w))
        return;
    d = decision_born(w, a, wish);
    d->three = true;
    (void)signature_added(w, d);
    master_event(w, a->id, d->reason);
    others_told(w, a, d);
    remedy_plain(w, "sign", OP_LIMIT_SIGN);
    w->frees_nothing = true;
    held(w, RULE_LIMIT_THREE);
}

void limit_put(struct work *w, struct credit_account_row *a, const struct limit_wish *wish)
{
    limit_taken(w, a, decision_born(w, a, wish));
    done(w);
}

/* --- setting ----------------------------------------------------------------------------- */

/* More limits, or a higher sum, than who began the batch announced. */
static bool beyond_batch(const struct opening_row *b, struct money lim)
{
    return b->rows + 1 > b->control_rows || b->total.fen + lim.fen > b->control_total.fen;
}

/* NULL when no batch was named; false when it cannot take this limit. */
static bool batch_takes(struct work *w, const struct credit_account_row *a,
                        struct opening_row **out)
{
    *out = NULL;
    if (!w->args->v[P_batch].given)
        return true;
    *out = batch_at_hand(w);
    if (!*out)
        return false;
    if (!BREAKS(RULE_LIMIT_BATCH,
                (*out)->made_by == w->actor_id || a->lim_source != limit_source_none ||
                    a->next_lim_from.n > 0 || beyond_batch(*out, arg_money(w->args, P_limit))))
        return true;
    refused_at(w, RULE_LIMIT_BATCH, "batch", a->code);
    return false;
}

void limit_said(struct work *w, const struct credit_account_row *a, struct money base,
                struct money lim)
{
    say_name(w, "account", a->code);
    say_money(w, "was", a->lim);
    say_money(w, "base", base);
    say_money(w, "limit", lim);
    say_day(w, "from", first_day(w));
    say_money(w, "overdue", overdue_of(w));
    say_money(w, "exposure", ledger_exposure(a));
    say_money(w, "available", fen(lim.fen - ledger_exposure(a).fen));
}

static void account_limit(struct work *w)
{
    struct credit_account_row *a = limit_account(w);
    struct limit_wish wish = { .lim = arg_money(w->args, P_limit),
                               .reason = w->args->v[P_reason].s,
                               .until = { (int32_t)w->args->v[P_valid_to].n } };
    struct limit_decision_row *d;
    struct opening_row *batch;

    if (!a || !shown_version_ok(w, a->version) || !not_backdated(w) || !limit_leader_ok(w) ||
        !batch_takes(w, a, &batch))
        return;
    if (BREAKS(RULE_LIMIT_NEGATIVE, wish.lim.fen < 0)) {
        refused_at(w, RULE_LIMIT_NEGATIVE, "limit", a->code);
        return;
    }
    if (!limit_until_ok(w, a, wish.lim, first_day(w), wish.until))
        return;
    wish.base = batch ? wish.lim : base_of(w, a);
    limit_said(w, a, wish.base, wish.lim);
    if (BREAKS(RULE_LIMIT_THREE, !batch && takes_three(w, a, wish.lim, wish.base))) {
        limit_asked(w, a, &wish);
        return;
    }
    d = decision_born(w, a, &wish);
    if (batch) {
        d->opening_id = batch->id;
        batch_counts(w, batch, wish.lim);
    }
    limit_taken(w, a, d);
    done(w);
}

static const struct load limit_loads[] = { LIMIT_LOADS, BATCH_LOCK, LIMIT_PEOPLE };
OPERATION(ACCOUNT_LIMIT) = { LOADS(limit_loads), .decide = account_limit, .frees = true };

/* --- what waits -------------------------------------------------------------------------- */

static const struct load waits_loads[] = { LIMIT_LOADS, LIMIT_PEOPLE };

/* The proposal of the account; NULL when there is none. */
static struct limit_decision_row *waiting(struct work *w)
{
    struct credit_account_row *a = limit_account(w);
    struct limit_decision_row *d = a ? newest_in(w, LIMIT_IS_PROPOSED) : NULL;

    if (!a || !BREAKS(RULE_LIMIT_NONE, !d))
        return d;
    refused_at(w, RULE_LIMIT_NONE, "account", a->code);
    w->ruling.code = ERR_STATE;
    return NULL;
}

static bool still_so(struct work *w, const struct credit_account_row *a,
                     const struct limit_decision_row *d)
{
    const struct limit_decision_row *last = newest_in(w, LIMIT_IS_IN_FORCE);
    bool later = last && last->decided_at.us > d->proposed_at.us;

    if (!BREAKS(RULE_LIMIT_MOVED, limit_lasting(a).fen != d->was.fen || later))
        return true;
    say_money(w, "was", d->was);
    say_money(w, "limit", a->lim);
    remedy_plain(w, "withdraw", OP_LIMIT_WITHDRAW);
    remedy_plain(w, "refuse", OP_LIMIT_REFUSE);
    refused_at(w, RULE_LIMIT_MOVED, "account", a->code);
    return false;
}

static void limit_sign(struct work *w)
{
    struct limit_decision_row *d = waiting(w);
    struct credit_account_row *a = ONE(w->credit_account);

    if (!d || !actor_act_slt(w) || !signs_first(w, d) || !still_so(w, a, d) ||
        !limit_until_ok(w, a, d->lim, d->valid_from, d->valid_to))
        return;
    limit_said(w, a, d->base, d->lim);
    w->frees_nothing = signature_added(w, d) < 3;
    if (w->frees_nothing)
        master_event(w, a->id, w->args->v[P_remark].s);
    else
        limit_taken(w, a, d);
    done(w);
}
OPERATION(LIMIT_SIGN) = { LOADS(waits_loads), .decide = limit_sign, .frees = true };

static void ended(struct work *w, struct limit_decision_row *d, enum limit_state state)
{
    d->state = state;
    d->decided_by = w->as.principal_id ? w->as.principal_id : w->actor_id;
    d->decided_at = w->now;
    if (state == LIMIT_IS_REFUSED) /* withdrawn, the review's proposal waits for another word */
        review_ended(w, d, REVIEW_REFUSED);
    say_money(w, "proposed", d->lim);
    master_event(w, d->account_id, w->args->v[P_reason].s);
    done(w);
}

static void limit_refuse(struct work *w)
{
    struct limit_decision_row *d = waiting(w);

    if (d && actor_act_slt(w))
        ended(w, d, LIMIT_IS_REFUSED);
}
OPERATION(LIMIT_REFUSE) = { LOADS(waits_loads), .decide = limit_refuse };

static void limit_withdraw(struct work *w)
{
    struct limit_decision_row *d = waiting(w);

    if (!d)
        return;
    if (BREAKS(RULE_LIMIT_OWN, d->proposed_by != w->actor_id)) {
        remedy_plain(w, "refuse", OP_LIMIT_REFUSE);
        refused_at(w, RULE_LIMIT_OWN, "account", w->args->v[P_account].s);
        w->ruling.code = ERR_RIGHTS;
        return;
    }
    ended(w, d, LIMIT_IS_WITHDRAWN);
}
OPERATION(LIMIT_WITHDRAW) = { LOADS(waits_loads), .decide = limit_withdraw };
