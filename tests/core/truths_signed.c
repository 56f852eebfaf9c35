/*
 * truths_signed.c - who signed an order, what his signature binds, whether they are enough;
 * what each act of signing leaves.
 */
#include "common/catalog.h"
#include "tests/core/truths_parts.h"

static bool past_approval(const struct order_row *o)
{
    return o->state == ORDER_APPROVED || o->state == ORDER_FIN_QUEUE ||
           o->state == ORDER_BILLED || o->state == ORDER_HANDED_OVER ||
           o->state == ORDER_CLOSED;
}

struct signed_by {
    unsigned ma, cc53, tolerance, st;
};

static bool binds_order(const struct signature_row *s, const struct order_row *o)
{
    return s->order_id == o->id && !s->void_at.us && s->version == o->version &&
           str_eq(s->content_hash, o->content_hash);
}

static struct signed_by count_signatures(const struct truths *t, const struct order_row *o)
{
    struct signed_by n = { 0 };

    EACH(t, TABLE_SIGNATURE, signature_row, s)
    {
        if (!binds_order(s, o))
            continue;
        n.ma += s->kind == SIGN_MA;
        n.cc53 += s->kind == SIGN_CC53;
        n.tolerance += s->kind == SIGN_TOLERANCE;
        n.st += s->kind == SIGN_ST;
    }
    return n;
}

/* I07: past APPROVED only with the live signatures that its verdict asks for. */
static void order_approved_rightly(struct truths *t, const struct order_row *o)
{
    const struct verdict_row *v =
        o->verdict_id ? model_find(t->m, TABLE_VERDICT, o->verdict_id) : NULL;
    struct signed_by n = count_signatures(t, o);
    bool enough = false;

    if (!past_approval(o))
        return;
    if (v && v->order_id == o->id)
        enough = (v->result == CREDIT_PASS && n.ma > 0) ||
                 (v->result == CREDIT_MANAGER && n.ma > 0 && n.cc53 > 0) ||
                 (v->result == CREDIT_CASH && n.ma > 0 &&
                  (o->tolerated.fen == 0 || n.tolerance > 0));
    must(t, enough || n.st == 3, "I07 approved without its signatures", o->id);
}

/* What the leaders sign; a plan's verification and approval are the field's own. */
static bool by_leader(const struct signature_row *s)
{
    return s->kind == SIGN_MA || s->kind == SIGN_CC53 || s->kind == SIGN_TOLERANCE ||
           s->kind == SIGN_ST || s->kind == SIGN_QUOTA || s->kind == SIGN_RESUME;
}

/* Keyed, checked, or wrote a version before that signature. */
static bool wrote_it(const struct truths *t, const struct order_row *o,
                     const struct signature_row *s)
{
    bool wrote = s->signer_id == o->keyed_by || s->signer_id == o->checked_by;

    EACH(t, TABLE_AUTHOR, author_row, a)
    {
        wrote |= a->order_id == o->id && a->user_id == s->signer_id && a->id < s->id;
    }
    return wrote;
}

/* I08: a person signs once for one matter, for one principal. I10: not in his own right on
 * what he wrote. */
static void signed_by_whom(struct truths *t, const struct order_row *o)
{
    EACH(t, TABLE_SIGNATURE, signature_row, s)
    {
        if (s->order_id != o->id)
            continue;
        must(t,
             !by_leader(s) || !wrote_it(t, o, s) ||
                 (s->signer_id != s->principal_id && s->flagged),
             "I10 signed by who wrote what it says, not flagged", s->id);
        EACH(t, TABLE_SIGNATURE, signature_row, x)
        {
            must(t,
                 x->id <= s->id || x->order_id != o->id || x->void_at.us || s->void_at.us ||
                     x->kind != s->kind || x->version != s->version ||
                     (x->signer_id != s->signer_id && x->principal_id != s->principal_id),
                 "I08 a person signed twice", x->id);
        }
    }
    must(t, !o->verified_by || o->verified_by != o->approved_by,
         "I10 verified and approved by one person", o->id);
}

/* Law 5: what the leaders signed is void once the order is another version or reads otherwise.
 */
static void signatures_bind(struct truths *t, const struct order_row *o)
{
    bool verified = false;

    EACH(t, TABLE_SIGNATURE, signature_row, s)
    {
        must(t,
             s->order_id != o->id || s->void_at.us || binds_order(s, o) ||
                 ((s->kind == SIGN_QUOTA || s->kind == SIGN_RESUME || !by_leader(s)) &&
                  s->version == o->version),
             "I07 a live signature binds another version or content", s->id);
        verified |=
            s->kind == SIGN_VERIFY && s->signer_id == o->verified_by && binds_order(s, o);
    }
    must(t, o->state != ORDER_VERIFIED || verified, "I07 verified without its signature",
         o->id);
}

/* Before the managers, or sent back to them: no signature of theirs is live. */
static bool is_unsigned(enum order_state state)
{
    return state == ORDER_RECEIVED || state == ORDER_RETURNED || state == ORDER_QUOTA_CHOICE ||
           state == ORDER_WAIT_QUOTA_UM || state == ORDER_WAIT_QUOTA_SLT ||
           state == ORDER_WAIT_MA || state == ORDER_WAIT_MGR || state == ORDER_HOLD_CREDIT ||
           state == ORDER_CANCELLED || state == ORDER_REJECTED;
}

/* A plan that was sent back, or changed, is verified and approved anew. */
static void plan_is_unsigned(struct truths *t, const struct order_row *o,
                             const struct signature_row *s)
{
    must(t, o->state != ORDER_DRAFT || (s->kind != SIGN_VERIFY && s->kind != SIGN_APPROVE),
         "I07 a draft that is signed", s->id);
    must(t, o->state != ORDER_VERIFIED || s->kind != SIGN_APPROVE,
         "I07 a plan that was approved before it was verified", s->id);
    must(t, o->state != ORDER_CANCELLED, "I07 a signature on a cancelled order", s->id);
    must(t,
         o->state != ORDER_RETURNED || o->refused_version != o->version ||
             (s->kind != SIGN_VERIFY && s->kind != SIGN_CONFIRM),
         "I07 a version that was refused is signed", s->id);
}

/* The same of over-quota: it ends with its question. */
static bool asks_no_quota(enum order_state state)
{
    return state == ORDER_RECEIVED || state == ORDER_RETURNED || state == ORDER_QUOTA_CHOICE ||
           state == ORDER_WAIT_QUOTA_UM || state == ORDER_CANCELLED;
}

static void nothing_left_signed(struct truths *t, const struct order_row *o)
{
    EACH(t, TABLE_SIGNATURE, signature_row, s)
    {
        if (s->order_id != o->id || s->void_at.us)
            continue;
        plan_is_unsigned(t, o, s);
        must(t, s->kind != SIGN_RESUME || o->note_id,
             "I07 leave for goods of a paper that is void", s->id);
        if (!by_leader(s))
            continue;
        /* three who granted it stand, whatever the manager takes back of his own; what lets
         * goods go on is about their paper, not about the order */
        must(t,
             s->kind == SIGN_QUOTA || s->kind == SIGN_RESUME || !is_unsigned(o->state) ||
                 (s->kind == SIGN_ST && o->granted_at.us),
             "I07 a signature is live in a state that asks for it", s->id);
        must(t, s->kind != SIGN_QUOTA || !asks_no_quota(o->state),
             "I07 an over-quota signature outlived its question", s->id);
    }
}

void signatures_hold(struct truths *t, const struct order_row *o)
{
    signed_by_whom(t, o);
    signatures_bind(t, o);
    nothing_left_signed(t, o);
    order_approved_rightly(t, o);
}

/* --- what a command signs -------------------------------------------------------------------
 */

#define KIND(k) (1U << SIGN_##k)

/* What an act leaves when the order moves so: the kinds that it must leave, and that it may. */
static const struct act_of_signing {
    enum op op;
    enum order_state from, to; /* order_state_none: any */
    unsigned leaves, may;
    bool by_order; /* only of the order's own event, not its note's */
} acts_of_signing[] = {
    { OP_ORDER_VERIFY, order_state_none, order_state_none, KIND(VERIFY), 0, false },
    { OP_ORDER_APPROVE, order_state_none, order_state_none, KIND(APPROVE), 0, false },
    { OP_ORDER_CONFIRM, order_state_none, order_state_none, KIND(CONFIRM), 0, false },
    { OP_OPENING_ORDER, order_state_none, order_state_none, 0, KIND(PAPER), false },
    { OP_ORDER_ACCEPT, ORDER_WAIT_MA, order_state_none, KIND(MA), 0, false },
    { OP_ORDER_ACCEPT, ORDER_WAIT_MGR, order_state_none, KIND(CC53) | KIND(MA), 0, false },
    { OP_ORDER_SIGN_QUOTA, ORDER_WAIT_QUOTA_SLT, order_state_none, KIND(QUOTA), 0, false },
    { OP_ORDER_SIGN, ORDER_WAIT_MA, order_state_none, KIND(MA), KIND(TOLERANCE), false },
    { OP_ORDER_SIGN, ORDER_WAIT_MGR, order_state_none, KIND(CC53) | KIND(MA), 0, false },
    { OP_ORDER_SIGN, ORDER_WAIT_FUNDS, order_state_none, 0, KIND(TOLERANCE), false },
    { OP_ST_SIGN, ORDER_WAIT_ST, ORDER_WAIT_ST, KIND(ST), 0, false },
    { OP_ST_SIGN, ORDER_WAIT_ST, ORDER_APPROVED, KIND(ST) | KIND(MA), 0, false },
    /* the order's event waits for more of the three; behind the note's is the third, or the
     * money came back */
    { OP_NOTE_RESUME, order_state_none, order_state_none, KIND(RESUME), 0, true },
    { OP_NOTE_RESUME, order_state_none, order_state_none, 0, KIND(RESUME), false },
};

static bool is_or_any(enum order_state state, struct str name)
{
    return state == order_state_none ||
           str_eq(name, str_of(enum_name(ENUM_order_state, state)));
}

/* the area's or market's manager who amends a returned order signs for the plan. */
static bool signs_for_plan(const struct event_row *e)
{
    return str_eq(e->op, str_of(catalog[OP_ORDER_AMEND].name)) &&
           (e->role == ROLE_UM || e->role == ROLE_MM) &&
           is_or_any(ORDER_RETURNED, e->from_state);
}

static struct act_of_signing act_of(const struct event_row *e)
{
    if (signs_for_plan(e))
        return (struct act_of_signing){ .leaves = KIND(VERIFY) | KIND(APPROVE) };
    for (size_t i = 0; i < COUNT(acts_of_signing); i++) {
        const struct act_of_signing *a = &acts_of_signing[i];

        if (str_eq(e->op, str_of(catalog[a->op].name)) && is_or_any(a->from, e->from_state) &&
            is_or_any(a->to, e->to_state) && (!a->by_order || e->machine == MACHINE_ORDER))
            return *a;
    }
    return (struct act_of_signing){ 0 };
}

/* The order as the signer saw it: over-quota changes it with the last signature. */
static struct str hash_signed(const struct truths *t, const struct order_row *o,
                              const struct signature_row *s)
{
    for (size_t i = 0; t->w && s->kind == SIGN_QUOTA && i < t->w->order.loaded; i++)
        if (t->w->order.was[i]->id == o->id)
            return t->w->order.was[i]->content_hash;
    return o->content_hash;
}

/* Special treatment stands for MA: that signature is the leader's, who was one of the three. */
static bool stands_for(const struct truths *t, const struct signature_row *ma)
{
    bool found = false;

    EACH(t, TABLE_SIGNATURE, signature_row, s)
    {
        found |= s->kind == SIGN_ST && s->case_id == ma->case_id &&
                 s->order_id == ma->order_id && s->version == ma->version &&
                 s->role == ma->role && s->signer_id == ma->signer_id &&
                 s->principal_id == ma->principal_id && s->at.us == ma->at.us;
    }
    return found;
}

/* attested by who took the order over, and afterwards a copy of that. */
static bool taken_from_paper(const struct truths *t, const struct event_row *first,
                             const struct signature_row *s)
{
    bool found = s->kind == SIGN_PAPER && s->attested_by == first->actor_id;

    EACH(t, TABLE_SIGNATURE, signature_row, p)
    {
        found |= p->kind == SIGN_PAPER && p->id < s->id && p->order_id == s->order_id &&
                 p->version == s->version && p->signer_id == s->signer_id &&
                 p->role == s->role && p->attested_by == s->attested_by &&
                 p->paper_at.us == s->paper_at.us;
    }
    return found && s->attested_by && s->attested_by != s->signer_id &&
           s->signer_id == s->principal_id && s->at.us == first->at.us;
}

/* The first event of a command says who signs. */
static void signed_in_act(struct truths *t, const struct event_row *first,
                          const struct signature_row *s)
{
    const struct order_row *o = model_find(t->m, TABLE_ORDER, first->order_id);

    must(t, o && s->order_id == o->id, "I07 a signature of another order", s->id);
    must(t,
         o && s->version == o->version && str_eq(s->content_hash, hash_signed(t, o, s)) &&
             !s->void_at.us,
         "I07 a signature that binds nothing", s->id);
    must(t,
         (s->kind == SIGN_MA && s->case_id && stands_for(t, s)) ||
             taken_from_paper(t, first, s) ||
             (s->signer_id == first->actor_id && s->principal_id == first->principal_id &&
              s->role == first->role && s->at.us == first->at.us),
         "I02 a signature of another act", s->id);
}

void acts_are_signed(struct truths *t, const struct effects *e)
{
    const struct event_row *first = NULL;
    struct act_of_signing act = { 0 };
    unsigned left = 0;

    for (size_t i = 0; i < e->n; i++) {
        if (e->v[i].table != TABLE_EVENT)
            continue;
        first = first ? first : e->v[i].row;
        if (!(act.leaves | act.may))
            act = act_of(e->v[i].row);
    }
    for (size_t i = 0; first && i < e->n; i++) {
        const struct signature_row *s = e->v[i].row;

        if (e->v[i].table != TABLE_SIGNATURE || e->v[i].kind != EFFECT_INSERT)
            continue;
        left |= 1U << s->kind;
        signed_in_act(t, first, s);
    }
    must(t, (left & act.leaves) == act.leaves, "I07 an act of signing left no signature",
         first ? first->id : 0);
    must(t, (left & ~(act.leaves | act.may)) == 0, "I07 an act left a signature that it is not",
         first ? first->id : 0);
}
