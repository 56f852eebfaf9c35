/*
 * signing.c - signatures: who may, what they bind, when three are complete.
 */
#include "server/core/signing.h"

#include "server/core/actor.h"
#include "server/core/document.h"
#include "server/core/order_people.h"

bool order_state_served(struct work *w, const struct order_row *o, bool served, enum op instead)
{
    if (!BREAKS(RULE_OTHER_OPERATION, !served))
        return true;
    refused(w, RULE_OTHER_OPERATION);
    w->ruling.code = ERR_STATE;
    detail(w, str_format(w->arena, "%.*s is %s", STR_ARG(o->no),
                         enum_name(ENUM_order_state, o->state)));
    remedy_plain(w, "do", (int)instead);
    return false;
}

/* a delegate's signature is his principal's and counts, but is shown as such. Else
 * `other` may: another leader, or for one of three his own secretary while he is away. */
static bool not_his_own(struct work *w, const struct order_row *o, enum role other)
{
    if (!BREAKS(RULE_SELF_APPROVAL, !w->as.delegation_id && actor_touched(w, o, w->actor_id)))
        return true;
    refused(w, RULE_SELF_APPROVAL);
    w->ruling.code = ERR_RIGHTS;
    remedy_who(w, "ask", other, -1);
    return false;
}

/* The customer's responsible manager; where he wrote what the order says, any other leader who
 * did not: R-043 bars one person, not the order. He himself is told why he may not, and his
 * secretary may sign for him still. */
static struct duty signing_duty(const struct work *w, const struct order_row *o)
{
    static const enum role seats[] = { ROLE_GM, ROLE_DIR, ROLE_DDIR };
    struct duty own = leader_duty(w, o);

    if (!own.user_id || !actor_touched(w, o, own.user_id) ||
        actor_stands_for(w, own.user_id, own.role, true))
        return own;
    for (size_t i = 0; i < COUNT(seats); i++) {
        struct duty d = { seats[i], holder_of(w, seats[i]) };

        if (d.user_id != own.user_id && actor_stands_for(w, d.user_id, d.role, true))
            return d;
    }
    return own;
}

bool sign_as_leader(struct work *w, const struct order_row *o)
{
    struct duty leader = signing_duty(w, o);

    return actor_act_for(w, leader.user_id, leader.role, true) &&
           not_his_own(w, o, w->as.role == ROLE_GM ? ROLE_DIR : ROLE_GM);
}

bool sign_as_one_of_three(struct work *w, const struct order_row *o)
{
    return actor_act_slt(w) && not_his_own(w, o, w->as.role);
}

struct signature_row *signature_write(struct work *w, const struct order_row *o,
                                      enum sign_kind kind, int64_t case_id)
{
    const struct args *a = w->args;
    struct signature_row *s = add_signature(w);

    s->order_id = o->id;
    s->version = o->version;
    s->content_hash = o->content_hash;
    s->kind = kind;
    s->role = w->as.role;
    s->signer_id = w->actor_id;
    s->principal_id = w->as.principal_id;
    s->delegation_id = w->as.delegation_id;
    if (s->delegation_id) {
        s->consent_at = arg_time(a, P_consent_at);
        s->consent_by = a->v[P_consent_by].s;
        s->flagged = actor_touched(w, o, w->actor_id);
    }
    s->remark = a->v[P_remark].s;
    s->at = w->now;
    s->case_id = case_id;
    return s;
}

bool signature_live(const struct signature_row *s, const struct order_row *o,
                    enum sign_kind kind)
{
    return s->order_id == o->id && s->kind == kind && s->version == o->version &&
           s->void_at.us == 0;
}

size_t signatures_end(struct work *w, const struct order_row *o, unsigned kinds,
                      int64_t principal_id)
{
    size_t ended = 0;

    for (size_t i = 0; i < w->signature.n; i++) {
        struct signature_row *s = w->signature.v[i];

        if (s->order_id != o->id || s->void_at.us || !(kinds & KIND_BIT(s->kind)) ||
            (principal_id && s->principal_id != principal_id))
            continue;
        s->void_at = w->now;
        ended++;
    }
    return ended;
}

/* --- three --------------------------------------------------------------------------- */

static size_t refuse_signature(struct work *w, const struct signature_row *s, enum rule rule)
{
    refused(w, rule);
    say_name(w, "role", str_of(enum_name(ENUM_role, s->role)));
    say_time(w, "signed_at", s->at);
    return 0;
}

size_t three_sign(struct work *w, const struct order_row *o, enum sign_kind kind,
                  int64_t case_id)
{
    size_t count = 1;

    for (size_t i = 0; i < w->signature.n; i++) {
        const struct signature_row *s = w->signature.v[i];

        if (!signature_live(s, o, kind) || s->case_id != case_id)
            continue;
        if (BREAKS(RULE_SIGNED_ALREADY,
                   s->role == w->as.role || s->principal_id == w->as.principal_id))
            return refuse_signature(w, s, RULE_SIGNED_ALREADY);
        /* one secretary signs for one principal, and a leader not for another (I08) */
        if (BREAKS(RULE_THREE_PERSONS, s->signer_id == w->actor_id))
            return refuse_signature(w, s, RULE_THREE_PERSONS);
        count++;
    }
    signature_write(w, o, kind, case_id);
    say_count(w, "signatures", (int64_t)count);
    return count;
}

/* --- signed -------------------------------------------------------------------------- */

void order_signed(struct work *w, struct order_row *o, struct money excess,
                  struct money overdue, struct money limit)
{
    o->signed_excess = excess;
    o->signed_overdue = overdue;
    o->signed_limit = limit;
    o->signed_at = w->now;
}

void order_unsigned(struct work *w, struct order_row *o)
{
    (void)signatures_end(w, o, MANAGER_KINDS | KIND_BIT(SIGN_ST), 0);
    for (size_t i = 0; i < w->st_case.n; i++)
        if (w->st_case.v[i]->order_id == o->id && w->st_case.v[i]->state == CASE_PASSED)
            w->st_case.v[i]->state = CASE_VOID;
    order_signed(w, o, fen(0), fen(0), fen(0));
    o->signed_at = o->granted_at = (struct instant){ 0 };
}

void order_approved(struct work *w, struct order_row *o, enum flow_event event, enum step step,
                    struct str remark)
{
    order_move(w, o, event, ORDER_APPROVED, step, remark);
    if (w->pol->auto_send)
        order_move(w, o, EVENT_SEND, ORDER_FIN_QUEUE, STEP_BG, STR(""));
}
