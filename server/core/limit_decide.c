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
#include "common/catalog_roles.h"
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/checks.h"
#include "server/core/ledger.h"
#include "server/core/master.h"
#include "server/core/opening.h"

#define LIMIT_LOADS                                                                            \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_ARG(credit_account, code, P_account))),                     \
        LOCK(CUSTOMER,                                                                         \
             ANY_OF(BY_FACT(customer, account_id, CREDIT_ACCOUNT, credit_account, id))),       \
        RECEIVABLE_LOADS(READ_FIRST),                                                          \
    {                                                                                          \
        .table = TABLE_LIMIT_DECISION, .hold = HOLD_OWNED, .limit = 1000, .newest = true,      \
        .matches = {                                                                           \
            ANY_OF(BY_FACT(limit_decision, account_id, CREDIT_ACCOUNT, credit_account, id))    \
        }                                                                                      \
    }
#define LIMIT_PEOPLE                                                                           \
    READ(ASSIGNMENT, ANY_OF(BY_FACT(assignment, unit_id, CUSTOMER, customer, market_id),       \
                            BY_FACT(assignment, unit_id, CUSTOMER, customer, id))),            \
        READ(LIMIT_SIGNATURE,                                                                  \
             ANY_OF(BY_FACT(limit_signature, limit_id, LIMIT_DECISION, limit_decision, id)))

static struct credit_account_row *account_at_hand(struct work *w)
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

/* --- who --------------------------------------------------------------------------------- */

/* the GM, or the leader who answers for one of the account's customers. An account
 * for which nobody answers yet is any leader's. */
static bool limit_leader_ok(struct work *w)
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

/* --- in force ---------------------------------------------------------------------------- */

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
        a->lim = d->lim;
        a->lim_source = LIMIT_BY_MANUAL;
        a->lim_from = w->today;
        a->next_lim = fen(0);
        a->next_lim_from = (struct day){ 0 };
    }
    a->version++;
    master_event(w, a->id, d->reason);
    first_limit(w, from, d->reason);
    for (; kept < w->customer_change.n; kept++)
        w->customer_change.v[kept]->reason = d->reason;
}

/* What the account has, or will have by what was announced: the lower of the two. */
static struct money stands(const struct work *w, const struct credit_account_row *a)
{
    return a->next_lim_from.n > w->today.n && a->next_lim.fen < a->lim.fen ? a->next_lim
                                                                           : a->lim;
}

/* From what one leader's room is counted: the lowest limit since the three decided last, so
 * that neither a fifth on a fifth nor going down and up again makes the room wider. */
static struct money base_of(const struct work *w, const struct credit_account_row *a)
{
    const struct limit_decision_row *last = newest_in(w, LIMIT_IS_IN_FORCE);
    struct money now = stands(w, a);

    return last && !last->three && last->base.fen < now.fen ? last->base : now;
}

static bool takes_three(const struct work *w, const struct credit_account_row *a,
                        struct money lim, struct money base)
{
    int64_t pct = w->pol->limit_pct;
    int64_t room = base.fen / 100 * pct + base.fen % 100 * pct / 100;

    return lim.fen > stands(w, a).fen && (overdue_of(w).fen > 0 || lim.fen - base.fen > room);
}

static struct limit_decision_row *decision_born(struct work *w,
                                                const struct credit_account_row *a,
                                                struct money base, struct money lim)
{
    struct limit_decision_row *d = add_limit_decision(w);

    d->account_id = a->id;
    d->state = LIMIT_IS_PROPOSED;
    d->was = a->lim;
    d->base = base;
    d->lim = lim;
    d->valid_from = first_day(w);
    d->reason = w->args->v[P_reason].s;
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

static void proposed(struct work *w, const struct credit_account_row *a, struct money base,
                     struct money lim)
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
    d = decision_born(w, a, base, lim);
    d->three = true;
    (void)signature_added(w, d);
    master_event(w, a->id, d->reason);
    others_told(w, a, d);
    remedy_plain(w, "sign", OP_LIMIT_SIGN);
    w->frees_nothing = true;
    held(w, RULE_LIMIT_THREE);
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

static void say_limit(struct work *w, const struct credit_account_row *a, struct money base,
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
    struct credit_account_row *a = account_at_hand(w);
    struct money lim = arg_money(w->args, P_limit), base;
    struct limit_decision_row *d;
    struct opening_row *batch;

    if (!a || !shown_version_ok(w, a->version) || !not_backdated(w) || !limit_leader_ok(w) ||
        !batch_takes(w, a, &batch))
        return;
    if (BREAKS(RULE_LIMIT_NEGATIVE, lim.fen < 0)) {
        refused_at(w, RULE_LIMIT_NEGATIVE, "limit", a->code);
        return;
    }
    base = batch ? lim : base_of(w, a);
    say_limit(w, a, base, lim);
    if (BREAKS(RULE_LIMIT_THREE, !batch && takes_three(w, a, lim, base))) {
        proposed(w, a, base, lim);
        return;
    }
    d = decision_born(w, a, base, lim);
    if (batch) {
        d->opening_id = batch->id;
        batch_counts(w, batch, lim);
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
    struct credit_account_row *a = account_at_hand(w);
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

    if (!BREAKS(RULE_LIMIT_MOVED, a->lim.fen != d->was.fen || later))
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

    if (!d || !actor_act_slt(w) || !signs_first(w, d) || !still_so(w, a, d))
        return;
    say_limit(w, a, d->base, d->lim);
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
