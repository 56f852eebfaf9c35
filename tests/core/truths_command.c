/*
 * truths_command.c - one command's effects: one actor, one act, in a role then held.
 */
#include <string.h>

#include "tests/core/truths_parts.h"

/* --- one command, one effect (I02) ----------------------------------------------------------
 */

static bool is_new(const struct effect *e, enum table table)
{
    return e->kind == EFFECT_INSERT && e->table == table;
}

static const struct event_row *first_event(const struct effects *e)
{
    for (size_t i = 0; i < e->n; i++)
        if (is_new(&e->v[i], TABLE_EVENT))
            return e->v[i].row;
    return NULL;
}

/* What nobody may find without the act that made it. */
static bool needs_event(const struct effect *e)
{
    static const uint8_t list[] = {
        TABLE_EXPOSURE,  TABLE_QUOTA_ENTRY, TABLE_QUOTA_CHANGE, TABLE_STOCK_MOVE,
        TABLE_DOCUMENT,  TABLE_INVOICE,     TABLE_ALLOCATION,   TABLE_VERDICT,
        TABLE_SIGNATURE, TABLE_CLAIM_LINE,  TABLE_GOODS_RETURN, TABLE_GOODS_RETURN_LINE,
    };

    return e->kind == EFFECT_INSERT && memchr(list, (int)e->table, sizeof list);
}

/* Every ledger's row has its event; all events name one command, actor and operation; new ids
 * lie in one block, through which a ledger's row finds its command. */
static void one_command(struct truths *t, const struct effects *e)
{
    const struct event_row *first = first_event(e);

    for (size_t i = 0; i < e->n; i++) {
        const struct event_row *x = e->v[i].row;

        must(t, first || !needs_event(&e->v[i]), "I02 a row without an event", row_id(x));
        if (first && e->v[i].kind == EFFECT_INSERT)
            must(t, row_id(x) / ID_BLOCK == first->id / ID_BLOCK,
                 "I02 an effect lies in another command's block", row_id(x));
        if (is_new(&e->v[i], TABLE_EVENT))
            must(t,
                 str_eq(x->command_id, first->command_id) && str_eq(x->op, first->op) &&
                     x->actor_id == first->actor_id,
                 "I02 an event of another command", x->id);
    }
}

/* --- in a role then held (I09) --------------------------------------------------------------
 */

struct act {
    int64_t id, actor_id, principal_id, delegation_id;
    enum role role;
    struct instant at;
    bool is_signature;
};

/* What bounds money or duties has two persons; each version follows one other. */
static void parameters_take_two(struct truths *t)
{
    int64_t last = 0;

    EACH(t, TABLE_POLICY_CHANGE, policy_change_row, c)
    {
        const struct policy_row *was = model_find(t->m, TABLE_POLICY, c->base_id);
        const struct policy_row *is = model_find(t->m, TABLE_POLICY, c->policy_id);

        must(t, (c->state == POLICY_IN_FORCE) == (is != NULL), "I10 parameters by themselves",
             c->id);
        if (!is)
            continue;
        must(t, was && was->id < is->id, "I10 a version follows none", c->id);
        must(t,
             (was->over_pct == is->over_pct && was->quota_auto_cut == is->quota_auto_cut) ||
                 (c->decided_by && c->decided_by != c->made_by),
             "I10 one person changed what bounds money", c->id);
        last = is->id > last ? is->id : last;
    }
    must(t, !last || policy_at(t, day_at(t, t->m->now))->id == last,
         "I10 a version that nobody changed", last);
}

const struct policy_row *policy_at(const struct truths *t, struct day today)
{
    const struct policy_row *found = NULL;

    EACH(t, TABLE_POLICY, policy_row, p)
    {
        if (p->valid_from.n <= today.n)
            found = p;
    }
    return found;
}

struct day day_at(const struct truths *t, struct instant at)
{
    const struct calendar zone = { .utc_offset_min = t->m->utc_offset_min };

    return calendar_today(&zone, at);
}

static bool holds_role(const struct truths *t, const struct act *a)
{
    struct day today = day_at(t, a->at);
    bool holds = false;

    EACH(t, TABLE_USER_ROLE, user_role_row, r)
    {
        holds |= r->user_id == a->principal_id && role_covers(r->role) & ROLE_BIT(a->role) &&
                 r->valid_from.n <= today.n && (!r->valid_to.n || today.n <= r->valid_to.n);
    }
    EACH(t, TABLE_DELEGATION, delegation_row, d)
    {
        holds |= d->kind == DELEGATION_ACTING && d->delegate_id == a->principal_id &&
                 d->role == a->role && d->valid_from.us <= a->at.us &&
                 (!d->valid_to.us || a->at.us < d->valid_to.us) && !d->revoked_at.us;
    }
    return holds;
}

static bool is_away(const struct truths *t, const struct act *a)
{
    bool away = false;

    EACH(t, TABLE_AWAY, away_row, w)
    {
        away |= w->user_id == a->principal_id && w->away_from.us <= a->at.us &&
                (!w->away_to.us || a->at.us < w->away_to.us);
    }
    return away;
}

/* A delegate: live, of that role, neither to oneself nor passed on; a secretary only while the
 * principal is away. */
static bool delegated(const struct truths *t, const struct act *a)
{
    const struct delegation_row *d = model_find(t->m, TABLE_DELEGATION, a->delegation_id);

    return d && d->principal_id == a->principal_id && d->delegate_id == a->actor_id &&
           d->principal_id != d->delegate_id && d->role == a->role &&
           d->valid_from.us <= a->at.us && (!d->valid_to.us || a->at.us < d->valid_to.us) &&
           !d->revoked_at.us &&
           (d->kind == DELEGATION_SUBSTITUTE ||
            (d->kind == DELEGATION_SECRETARY && (!a->is_signature || is_away(t, a))));
}

static void in_his_role(struct truths *t, const struct act *a)
{
    const struct app_user_row *who = model_find(t->m, TABLE_APP_USER, a->actor_id);

    must(t, who && who->active, "I09 someone acts who is switched off", a->id);
    must(t, holds_role(t, a), "I09 an act in a role that was not held", a->id);
    must(t, (a->actor_id == a->principal_id && !a->delegation_id) || delegated(t, a),
         "I09 an act for another without a delegation", a->id);
}

static void event_in_role(struct truths *t, const struct event_row *e)
{
    int op = catalog_find(e->op);

    in_his_role(t, &(struct act){ .id = e->id,
                                  .actor_id = e->actor_id,
                                  .principal_id = e->principal_id,
                                  .delegation_id = e->delegation_id,
                                  .role = e->role,
                                  .at = e->at });
    must(t, op >= 0 && (!catalog[op].roles || catalog[op].roles & ROLE_BIT(e->role)),
         "I09 an act that the role does not allow", e->id);
}

static bool is_secretary(const struct truths *t, int64_t delegation_id)
{
    const struct delegation_row *d = model_find(t->m, TABLE_DELEGATION, delegation_id);

    return d && d->kind == DELEGATION_SECRETARY;
}

static void signature_in_role(struct truths *t, const struct signature_row *s)
{
    if ((s->kind == SIGN_MA && s->case_id) || s->attested_by)
        return; /* a copy: asked when the leader signed, who may have left since */
    in_his_role(t, &(struct act){ .id = s->id,
                                  .actor_id = s->signer_id,
                                  .principal_id = s->principal_id,
                                  .delegation_id = s->delegation_id,
                                  .role = s->role,
                                  .at = s->at,
                                  .is_signature = true });
    must(t,
         !is_secretary(t, s->delegation_id) ||
             (s->consent_by.n && s->consent_at.us && s->consent_at.us <= s->at.us),
         "I09 a secretary's signature without consent", s->id);
}

/* --- duties apart (I10) ---------------------------------------------------------------------
 */

static void checked_apart(struct truths *t, const struct shipment_row *s)
{
    const struct note_row *n = model_find(t->m, TABLE_NOTE, s->note_id);
    const struct policy_row *p = policy_at(t, day_at(t, t->m->now));

    if (s->state != SHIPMENT_CHECKED || !n || !p)
        return;
    must(t,
         s->picked_by != s->checked_by || !p->second_person ||
             n->total.fen < p->second_person_from.fen,
         "I10 picked and checked by one person", s->id);
}

/* Money that was promised to the order pays at consignment by itself: nobody allocates it. */
static void allocated_apart(struct truths *t, const struct effects *e,
                            const struct allocation_row *a)
{
    const struct event_row *first = first_event(e);
    const struct receipt_row *r = model_find(t->m, TABLE_RECEIPT, a->receipt_id);
    const struct policy_row *p = policy_at(t, day_at(t, a->at));

    if (first && str_eq(first->op, str_of(catalog[OP_NOTE_CONSIGN].name)))
        return;
    must(t, !r || a->amount.fen <= 0 || !p || !p->receipt_apart || a->made_by != r->recorded_by,
         "I10 recorded and allocated by one person", a->id);
}

/* Money is its customer's account's, before any entry of the ledger says so. */
static void received_for(struct truths *t, const struct receipt_row *r)
{
    const struct customer_row *c = model_find(t->m, TABLE_CUSTOMER, r->customer_id);

    must(t, r->account_id ? c && c->account_id == r->account_id : !c,
         "I17 money in another account", r->id);
}

/* A cheque, bill or draft becomes money by the act that says so, and by a second person. */
static void cleared_apart(struct truths *t, const struct effects *e,
                          const struct receipt_row *r)
{
    const struct event_row *first = first_event(e);
    const struct policy_row *p;

    if (!first || !str_eq(first->op, str_of(catalog[OP_RECEIPT_CLEAR].name)))
        return;
    p = policy_at(t, day_at(t, first->at));
    must(t, !p || !p->receipt_apart || r->cleared_by != r->recorded_by,
         "I10 recorded and cleared by one person", r->id);
}

/* --- the verdict's facts, while they are those of the command (I05, I06) --------------------
 */

static int64_t overdue_of(const struct truths *t, const struct verdict_row *v,
                          const struct policy_row *p)
{
    struct day today = day_at(t, v->at);
    int64_t sum = 0;

    EACH(t, TABLE_RECEIVABLE, receivable_row, d)
    {
        if (d->account_id == v->account_id && d->due.n && d->due.n + p->grace_days < today.n &&
            !(d->disputed && d->exempt_to.n >= today.n))
            sum += d->open_s.fen + d->open_i.fen;
    }
    return sum;
}

/* The reservation that the verdict made is in the ledger, of the whole amount (I05). */
static void verdict_reserved(struct truths *t, const struct verdict_row *v,
                             const struct order_row *o)
{
    const struct exposure_row *x =
        v->entry_id ? model_find(t->m, TABLE_EXPOSURE, v->entry_id) : NULL;

    must(t, (o->reserved.fen > 0) == (x != NULL), "I05 a verdict and its reservation", v->id);
    must(t,
         !x ||
             (x->order_id == o->id && x->bucket == BUCKET_R && x->amount.fen == v->amount.fen),
         "I05 a verdict reserved something else", v->id);
}

static void verdict_is_true(struct truths *t, const struct verdict_row *v)
{
    const struct order_row *o = model_find(t->m, TABLE_ORDER, v->order_id);
    const struct credit_account_row *a = model_find(t->m, TABLE_CREDIT_ACCOUNT, v->account_id);
    const struct policy_row *p = policy_at(t, day_at(t, v->at));

    must(t, o && a && p && v->policy_id == p->id, "I06 a verdict of nothing", v->id);
    if (!o || !a || !p)
        return;
    must(t,
         v->order_id == o->id && v->account_id == o->account_id && v->version == o->version &&
             v->amount.fen == o->total.fen && v->cash_basis == o->cash_basis &&
             o->verdict_id == v->id,
         "I06 a verdict is not about its order", v->id);
    verdict_reserved(t, v, o);
    must(t, v->lim.fen == a->lim.fen, "I06 a verdict saw another limit", v->id);
    must(t, v->overdue.fen == overdue_of(t, v, p), "I06 a verdict saw another overdue", v->id);
    must(t, v->funds.fen == o->earmarked.fen - a->deposit.fen, "I06 a verdict saw other money",
         v->id);
}

/* --- events of something, at one time -------------------------------------------------------
 */

static void event_is_of(struct truths *t, const struct event_row *e)
{
    const struct order_row *o = e->order_id ? model_find(t->m, TABLE_ORDER, e->order_id) : NULL;
    const struct note_row *n;

    switch (e->machine) {
    case MACHINE_ORDER:
        must(t, o && e->entity_id == o->id, "I11 an event of no order", e->id);
        break;
    case MACHINE_NOTE:
        n = model_find(t->m, TABLE_NOTE, e->entity_id);
        must(t, n && n->order_id == e->order_id && n->order_version == e->version,
             "I11 an event of no note", e->id);
        break;
    case MACHINE_SHIPMENT:
        must(t, o && model_find(t->m, TABLE_SHIPMENT, e->entity_id),
             "I11 an event of no shipment", e->id);
        break;
    case MACHINE_RECEIVABLE:
        must(t, model_find(t->m, TABLE_RECEIVABLE, e->entity_id),
             "I11 an event of no receivable", e->id);
        break;
    case MACHINE_RECEIPT:
        must(t, model_find(t->m, TABLE_RECEIPT, e->entity_id), "I11 an event of no receipt",
             e->id);
        break;
    case MACHINE_CLAIM:
        must(t, o && model_find(t->m, TABLE_CLAIM, e->entity_id), "I11 an event of no claim",
             e->id);
        break;
    case MACHINE_CARRIER:
        must(t, o && model_find(t->m, TABLE_CARRIER_CLAIM, e->entity_id),
             "I11 an event of no carrier's claim", e->id);
        break;
    case MACHINE_RETURN:
        must(t, o && model_find(t->m, TABLE_GOODS_RETURN, e->entity_id),
             "I11 an event of no return", e->id);
        break;
    case MACHINE_PROBLEM:
        must(t, o && model_find(t->m, TABLE_PROBLEM, e->entity_id),
             "I11 an event of no problem record", e->id);
        break;
    case MACHINE_MASTER:
        break;
    case machine_none:
    case machine_count:
        must(t, false, "I11 an event of no machine", e->id);
        break;
    }
}

/* Goods come into stock by the act that says so. */
static void move_is_of(struct truths *t, const struct effects *e,
                       const struct stock_move_row *v)
{
    const struct event_row *first = first_event(e);
    const char *op = v->kind == MOVE_OPENING   ? "opening.stock"
                     : v->kind == MOVE_IN      ? "stock.receive"
                     : v->kind == MOVE_ADJUST  ? "stock.adjust"
                     : v->kind == MOVE_RELEASE ? "stock.release"
                                               : NULL;

    must(t,
         first && (!op || str_eq(first->op, str_of(op)) ||
                   (v->kind == MOVE_RELEASE && str_eq(first->op, STR("return.settle")))),
         "I14 a movement of another act", v->id);
}

/* What was asked of another area is what the event says that was asked. */
static void asked_as_said(struct truths *t, const struct effects *e, const struct event_row *v)
{
    int64_t asked = 0;
    struct str said;

    for (size_t i = 0; i < e->n; i++) {
        const struct quota_request_row *r = e->v[i].row;

        if (is_new(&e->v[i], TABLE_QUOTA_REQUEST) && r->order_id == v->order_id &&
            r->kind == ASK_TRANSFER && r->state == REQUEST_OPEN)
            asked += r->qty.n;
    }
    said = str_format(t->arena, "\"asked\":\"%lld\"", (long long)asked);
    must(t,
         !str_eq(v->op, STR("order.ask-transfer")) ||
             memmem(v->numbers.p, v->numbers.n, said.p, said.n),
         "I12 another quota was asked for than was said", v->id);
}

/* A command has one time: it stands in each ledger's row. (MA that ST stands for has ST's.) */
static void at_one_time(struct truths *t, const struct effects *e)
{
    static const struct {
        enum table table;
        uint8_t column;
    } times[] = {
        { TABLE_EVENT, COL_event_at },
        { TABLE_EXPOSURE, COL_exposure_at },
        { TABLE_QUOTA_ENTRY, COL_quota_entry_at },
        { TABLE_QUOTA_CHANGE, COL_quota_change_at },
        { TABLE_STOCK_MOVE, COL_stock_move_at },
        { TABLE_ALLOCATION, COL_allocation_at },
        { TABLE_VERDICT, COL_verdict_at },
    };
    const struct event_row *first = first_event(e);

    for (size_t i = 0; first && i < e->n; i++)
        for (size_t k = 0; k < COUNT(times); k++)
            if (is_new(&e->v[i], times[k].table)) {
                const struct column *c = &tables[times[k].table].columns[times[k].column];
                const struct instant *at =
                    (const void *)((const char *)e->v[i].row + c->offset);

                must(t, at->us == first->at.us, "I02 a command at two times",
                     row_id(e->v[i].row));
            }
}

void command_holds(struct truths *t, const struct effects *e)
{
    one_command(t, e);
    at_one_time(t, e);
    acts_are_signed(t, e);
    write_offs_are_acts(t, e);
    refunds_are_acts(t, e);
    parameters_take_two(t);
    limits_are_decided(t, e);
    for (size_t i = 0; i < e->n; i++) {
        if (is_new(&e->v[i], TABLE_EVENT)) {
            event_in_role(t, e->v[i].row);
            event_is_of(t, e->v[i].row);
            asked_as_said(t, e, e->v[i].row);
        }
        if (is_new(&e->v[i], TABLE_STOCK_MOVE))
            move_is_of(t, e, e->v[i].row);
        if (is_new(&e->v[i], TABLE_VERDICT))
            verdict_is_true(t, e->v[i].row);
        if (is_new(&e->v[i], TABLE_SIGNATURE))
            signature_in_role(t, e->v[i].row);
        if (e->v[i].table == TABLE_SHIPMENT)
            checked_apart(t, e->v[i].row);
        if (is_new(&e->v[i], TABLE_ALLOCATION))
            allocated_apart(t, e, e->v[i].row);
        if (e->v[i].table == TABLE_RECEIPT)
            cleared_apart(t, e, e->v[i].row);
        if (is_new(&e->v[i], TABLE_RECEIPT))
            received_for(t, e->v[i].row);
    }
}
