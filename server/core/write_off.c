/*
 * write_off.c - BC7: doubt, and debts that are given up.
 *
 * Finance asks, the sales leaders sign: the customer's responsible manager alone up to
 * bc.leader_write_off, above it all three. What was asked for is what is signed:
 * when money comes between, it is asked anew. Nobody gives a debt up while money of the same
 * account lies free.
 *
 * A debt given up leaves the exposure, so the limit would be free for the next one. Therefore
 * the account's customers pay before goods from that moment on, until the leaders set
 * otherwise. Money that still comes for it is allocated to it by name (receipt_allocate.c).
 */
#include "server/core/write_off.h"

#include "common/json.h"
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/closing.h"
#include "server/core/document.h"
#include "server/core/master.h"
#include "server/core/order_facts.h"

struct write_off_row *write_off_born(struct work *w, const struct receivable_row *r,
                                     enum write_off_state state)
{
    struct write_off_row *off = add_write_off(w);

    off->no = r->no;
    off->receivable_id = r->id;
    off->account_id = r->account_id;
    off->order_id = r->order_id;
    off->amount = receivable_open(r);
    off->state = state;
    off->asked_by = w->actor_id;
    off->asked_at = w->now;
    return off;
}

void write_off_post(struct work *w, const struct write_off_row *off, struct receivable_row *r,
                    struct order_row *o)
{
    struct credit_account_row *a = find_credit_account(w, off->account_id);
    int64_t tolerated = !o                                   ? 0
                        : o->tolerated.fen < off->amount.fen ? o->tolerated.fen
                                                             : off->amount.fen;

    ledger_write_off(w, r, off->amount);
    if (tolerated == 0)
        return;
    o->tolerated.fen -= tolerated;
    a->shortfall.fen -= tolerated;
}

/* The one that waits for signatures, or NULL. */
static struct write_off_row *waiting(const struct work *w)
{
    for (size_t i = 0; i < w->write_off.n; i++)
        if (w->write_off.v[i]->state == WRITE_OFF_ASKED)
            return w->write_off.v[i];
    return NULL;
}

/* --- doubt ------------------------------------------------------------------------------- */

static const struct load ask_loads[] = {
    RECEIVABLE_ONE_LOADS,
    OWNED(WRITE_OFF, ANY_OF(BY_FACT(write_off, receivable_id, RECEIVABLE, receivable, id))),
    PEOPLE_LOADS,
};

static struct receivable_row *receivable_asked(struct work *w)
{
    struct receivable_row *r = ONE(w->receivable);

    if (!r)
        refused_missing(w, "receivable", w->args->v[P_receivable].s);
    return r;
}

static void receivable_doubt(struct work *w)
{
    struct receivable_row *r = receivable_asked(w);
    bool active = w->args->v[P_active].n != 0;

    if (!r)
        return;
    if (BREAKS(RULE_DOUBT_SAME, r->doubtful == active)) {
        refused_at(w, RULE_DOUBT_SAME, "active", r->no);
        return;
    }
    r->doubtful = active;
    say_money(w, "open", receivable_open(r));
    receivable_step(w, r, STEP_BC7,
                    str_format(w->arena, "%s: %.*s", active ? "doubtful" : "doubt over",
                               STR_ARG(w->args->v[P_reason].s)));
    done(w);
}

OPERATION(RECEIVABLE_DOUBT) = { LOADS(ask_loads), .decide = receivable_doubt };

/* --- asking ------------------------------------------------------------------------------ */

static bool one_signs(const struct work *w, const struct write_off_row *off)
{
    return off->amount.fen <= w->pol->leader_write_off.fen;
}

static void signers_told(struct work *w, const struct write_off_row *off,
                         const struct customer_row *c)
{
    const enum role three[] = { ROLE_GM, ROLE_DIR, ROLE_DDIR };
    struct str body = str_format(w->arena, "%.*s: a write-off of %.*s waits for you",
                                 STR_ARG(off->no), STR_ARG(money_text(off->amount, w->arena)));
    int64_t user;

    if (one_signs(w, off)) {
        enum role role = responsible_slt(w, c, &user);

        tell_money(w, MESSAGE_TO_SIGN, c, NULL, role, user, body);
        return;
    }
    for (size_t i = 0; i < COUNT(three); i++)
        tell_money(w, MESSAGE_TO_SIGN, c, NULL, three[i], holder_of(w, three[i]), body);
}

/* Money of the account that nobody asked for yet would pay it. */
static bool no_money_lies_free(struct work *w, const struct receivable_row *r)
{
    const struct credit_account_row *a = find_credit_account(w, r->account_id);

    if (!BREAKS(RULE_WRITE_OFF_MONEY, ledger_free(a).fen > 0))
        return true;
    say_money(w, "free", ledger_free(a));
    remedy_plain(w, "allocate", OP_RECEIPT_ALLOCATE);
    refused_at(w, RULE_WRITE_OFF_MONEY, "receivable", r->no);
    return false;
}

/* A leader who keeps the books as well lets another ask, or his signature would be missing. */
static bool asker_signs_not(struct work *w, const struct receivable_row *r)
{
    const role_set leaders = ROLE_BIT(ROLE_GM) | ROLE_BIT(ROLE_DIR) | ROLE_BIT(ROLE_DDIR);

    if (!BREAKS(RULE_WRITE_OFF_APART, w->roles & leaders))
        return true;
    remedy_who(w, "ask", ROLE_FIN, OP_WRITE_OFF_ASK);
    refused_at(w, RULE_WRITE_OFF_APART, "receivable", r->no);
    w->ruling.code = ERR_RIGHTS;
    return false;
}

static void write_off_ask(struct work *w)
{
    struct receivable_row *r = receivable_asked(w);
    struct write_off_row *off;

    if (!r)
        return;
    if (BREAKS(RULE_WRITE_OFF_NOTHING, receivable_open(r).fen == 0)) {
        refused_at(w, RULE_WRITE_OFF_NOTHING, "receivable", r->no);
        return;
    }
    if (BREAKS(RULE_WRITE_OFF_ASKED, waiting(w) != NULL)) {
        say_money(w, "amount", waiting(w)->amount);
        refused_at(w, RULE_WRITE_OFF_ASKED, "receivable", r->no);
        return;
    }
    if (!asker_signs_not(w, r) || !no_money_lies_free(w, r))
        return;
    off = write_off_born(w, r, WRITE_OFF_ASKED);
    off->reason = w->args->v[P_reason].s;
    say_money(w, "amount", off->amount);
    say_count(w, "signatures_needed", one_signs(w, off) ? 1 : 3);
    receivable_step(w, r, STEP_BC7, off->reason);
    signers_told(w, off, find_customer(w, r->customer_id));
    done(w);
}

OPERATION(WRITE_OFF_ASK) = { LOADS(ask_loads), .decide = write_off_ask };

/* --- deciding ---------------------------------------------------------------------------- */

/* Found by the write-off, which knows the receivable's number, so that the order's other
 * receivables can be asked whether it is over. */
static const struct load decide_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, WRITE_OFF, write_off, account_id))),
    LOCK(CUSTOMER, ANY_OF(BY_FACT(customer, account_id, WRITE_OFF, write_off, account_id))),
    OWNED(ORDER, ANY_OF(BY_FACT(order, id, WRITE_OFF, write_off, order_id))),
    CLOSING_NOTE_LOADS,
    OWNED(RECEIVABLE, ANY_OF(BY_FACT(receivable, id, WRITE_OFF, write_off, receivable_id),
                             BY_FACT(receivable, order_id, WRITE_OFF, write_off, order_id))),
    OWNED(WRITE_OFF, ANY_OF(BY_ARG(write_off, no, P_receivable))),
    SERIES_LOCK(WO),
    PEOPLE_LOADS,
    READ(WRITE_OFF_SIGNATURE,
         ANY_OF(BY_FACT(write_off_signature, write_off_id, WRITE_OFF, write_off, id))),
};

/* The write-off that waits; NULL when it was refused. */
static struct write_off_row *at_hand(struct work *w)
{
    struct write_off_row *off = waiting(w);

    if (!BREAKS(RULE_WRITE_OFF_NONE, !off))
        return off;
    refused_at(w, RULE_WRITE_OFF_NONE, "receivable", w->args->v[P_receivable].s);
    w->ruling.code = ERR_STATE;
    return NULL;
}

/* In the capacity of one who decides about it, and not the one who asked. */
static bool as_leader(struct work *w, const struct write_off_row *off)
{
    const struct receivable_row *r = find_receivable(w, off->receivable_id);
    int64_t user;
    enum role role = responsible_slt(w, find_customer(w, r->customer_id), &user);

    if (one_signs(w, off) ? !actor_act_for(w, user, role, true) : !actor_act_slt(w))
        return false;
    if (!BREAKS(RULE_WRITE_OFF_APART, off->asked_by == w->actor_id))
        return true;
    remedy_who(w, "ask", w->as.role, OP_WRITE_OFF_SIGN);
    refused_at(w, RULE_WRITE_OFF_APART, "receivable", off->no);
    w->ruling.code = ERR_RIGHTS;
    return false;
}

/* A post signs once, and nobody for two (I08). */
static bool signs_first(struct work *w, const struct write_off_row *off)
{
    for (size_t i = 0; i < w->write_off_signature.n; i++) {
        const struct write_off_signature_row *s = w->write_off_signature.v[i];

        if (s->write_off_id != off->id)
            continue;
        if (BREAKS(RULE_SIGNED_ALREADY, s->role == w->as.role)) {
            say_time(w, "signed_at", s->at);
            refused(w, RULE_SIGNED_ALREADY);
            return false;
        }
        if (BREAKS(RULE_THREE_PERSONS, s->signer_id == w->actor_id)) {
            say_time(w, "signed_at", s->at);
            refused(w, RULE_THREE_PERSONS);
            return false;
        }
    }
    return true;
}

static bool still_so(struct work *w, const struct write_off_row *off,
                     const struct receivable_row *r)
{
    struct money open = receivable_open(r);

    if (!BREAKS(RULE_WRITE_OFF_CHANGED, open.fen != off->amount.fen))
        return true;
    say_money(w, "open", open);
    say_money(w, "amount", off->amount);
    remedy_plain(w, "withdraw", OP_WRITE_OFF_WITHDRAW);
    refused_at(w, RULE_WRITE_OFF_CHANGED, "receivable", r->no);
    return false;
}

/* How many have signed it, this one included. */
static int64_t signature_added(struct work *w, const struct write_off_row *off)
{
    struct write_off_signature_row *s = add_write_off_signature(w);
    int64_t count = 0;

    s->write_off_id = off->id;
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
    for (size_t i = 0; i < w->write_off_signature.n; i++)
        if (w->write_off_signature.v[i]->write_off_id == off->id)
            count++;
    return count;
}

static void decided(struct work *w, struct write_off_row *off, enum write_off_state state)
{
    off->state = state;
    off->decided_by = w->as.principal_id ? w->as.principal_id : w->actor_id;
    off->decided_at = w->now;
}

static void voucher_post(struct work *w, struct write_off_row *off,
                         const struct customer_row *c)
{
    struct json_out out;
    const struct document_row *d;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "receivable", off->no);
    json_field_str(&out, "customer", c->code);
    json_field_str(&out, "reason", off->reason);
    json_field_str(&out, "words", money_words_zh(off->amount, w->arena));
    json_end_object(&out);
    d = document_post(w, &(struct document_draft){ .series = SERIES_WO,
                                                   .order_id = off->order_id,
                                                   .customer_id = c->id,
                                                   .total = fen(-off->amount.fen),
                                                   .body = json_text(&out) });
    off->document_id = d->id;
    say_name(w, "paper", d->number);
}

/* The customer pays first from today on, and an announced end of that is taken back. */
static void pays_first(struct work *w, struct customer_row *c, struct str why)
{
    struct customer_row was = *c;
    size_t kept = w->customer_change.n;

    c->cash_first = true;
    c->next_cash_first = false;
    c->next_cash_from = (struct day){ 0 };
    c->version++;
    changes_kept(w, &was, c);
    for (; kept < w->customer_change.n; kept++)
        w->customer_change.v[kept]->reason = why;
    master_event(w, c->id, why);
}

/* a bad debt is the lowest grade, and the limit was the whole account's. */
static void cash_before_goods(struct work *w, const struct write_off_row *off)
{
    struct str why =
        str_format(w->arena, "%.*s was written off: cash before goods", STR_ARG(off->no));

    for (size_t i = 0; i < w->customer.n; i++) {
        struct customer_row *c = w->customer.v[i];

        if (c->account_id == off->account_id && (!c->cash_first || c->next_cash_from.n))
            pays_first(w, c, why);
    }
}

static void given_up(struct work *w, struct write_off_row *off, struct receivable_row *r)
{
    const struct customer_row *c = find_customer(w, r->customer_id);
    struct order_row *o = find_order(w, r->order_id);

    decided(w, off, WRITE_OFF_DONE);
    write_off_post(w, off, r, o);
    voucher_post(w, off, c);
    receivable_settle(w, r, EVENT_WRITE_OFF, STEP_BC7, off->reason);
    cash_before_goods(w, off);
    if (o && o->state == ORDER_HANDED_OVER)
        say_count(w, "closed", order_close_if_done(w, o));
    tell_money(w, MESSAGE_MONEY, c, o, ROLE_BCR, bcr_of(w, c, o),
               str_format(w->arena, "%.*s: %.*s was written off", STR_ARG(r->no),
                          STR_ARG(money_text(off->amount, w->arena))));
}

static void write_off_sign(struct work *w)
{
    struct write_off_row *off = at_hand(w);
    struct receivable_row *r = off ? find_receivable(w, off->receivable_id) : NULL;
    int64_t signatures;

    if (!off || !as_leader(w, off) || !signs_first(w, off) || !still_so(w, off, r) ||
        !no_money_lies_free(w, r))
        return;
    signatures = signature_added(w, off);
    say_money(w, "amount", off->amount);
    say_count(w, "signatures", signatures);
    if (signatures < (one_signs(w, off) ? 1 : 3))
        receivable_step(w, r, STEP_BC7, w->args->v[P_remark].s);
    else
        given_up(w, off, r);
    done(w);
}

static void write_off_refuse(struct work *w)
{
    struct write_off_row *off = at_hand(w);

    if (!off || !as_leader(w, off))
        return;
    decided(w, off, WRITE_OFF_REFUSED);
    receivable_step(w, find_receivable(w, off->receivable_id), STEP_BC7,
                    w->args->v[P_reason].s);
    done(w);
}

static void write_off_withdraw(struct work *w)
{
    struct write_off_row *off = at_hand(w);

    if (!off)
        return;
    decided(w, off, WRITE_OFF_WITHDRAWN);
    receivable_step(w, find_receivable(w, off->receivable_id), STEP_BC7,
                    w->args->v[P_reason].s);
    done(w);
}

OPERATION(WRITE_OFF_SIGN) = { LOADS(decide_loads), .decide = write_off_sign, .frees = true };
OPERATION(WRITE_OFF_REFUSE) = { LOADS(decide_loads), .decide = write_off_refuse };
OPERATION(WRITE_OFF_WITHDRAW) = { LOADS(decide_loads), .decide = write_off_withdraw };
