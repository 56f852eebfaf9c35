/*
 * walk_truths.c - what must hold of one act: the properties that the walk proves on its road.
 *
 * Each is said again from the business rule, over the rows before and after; nothing of
 * server/core that decided is asked. What a state alone shows is in truths*.c.
 */
#include <string.h>

#include "tests/core/truths_parts.h"
#include "tests/core/walk_parts.h"

struct sight {
    const struct step_made *s;
    struct truths after; /* its fault is the answer */
    struct day today;
    const struct policy_row *policy;
};

static const void *before(const struct sight *v, enum table table, int64_t id)
{
    return model_find(v->s->before, table, id);
}

static const void *after(const struct sight *v, enum table table, int64_t id)
{
    return model_find(v->s->after, table, id);
}

static struct day day_of_time(const struct sight *v, struct instant at)
{
    return walk_day(v->s, at);
}

/* --- the checks and signatures that an order has behind it ----------------------------------
 */

unsigned walk_passed(const struct model *m, const struct order_row *o)
{
    unsigned passed = 0;

    for (size_t i = 0; i < m->tables[TABLE_EVENT].n; i++) {
        const struct event_row *e = m->tables[TABLE_EVENT].rows[i];

        if (e->order_id == o->id && e->version == o->version && e->outcome == OUTCOME_DONE &&
            (e->step == STEP_QC || e->step == STEP_AC || e->step == STEP_CC ||
             e->step == STEP_ST))
            passed |= 1U << e->step;
    }
    return passed;
}

static unsigned signed_by(const struct sight *v, const struct order_row *o, enum sign_kind kind)
{
    unsigned n = 0;

    EACH(&v->after, TABLE_SIGNATURE, signature_row, s)
    {
        n += s->order_id == o->id && s->kind == kind && s->version == o->version &&
             !s->void_at.us && str_eq(s->content_hash, o->content_hash);
    }
    return n;
}

/* --- paper (BG), R-118 -------------------------------------------------
 */

static void printed(struct sight *v, const struct order_row *o)
{
    const struct credit_account_row *a = after(v, TABLE_CREDIT_ACCOUNT, o->account_id);
    unsigned passed = walk_passed(v->s->after, o);
    int64_t used = a->reserved.fen + a->shipped.fen + a->invoiced.fen + a->deposit.fen;
    struct day granted = day_of_time(v, o->granted_at);

    must(&v->after, passed & 1U << STEP_QC, "a note was printed without QC", o->id);
    must(&v->after, passed & 1U << STEP_AC, "a note was printed without AC", o->id);
    must(&v->after, passed & (1U << STEP_CC | 1U << STEP_ST),
         "a note was printed without CC or ST", o->id);
    must(&v->after, signed_by(v, o, SIGN_MA) > 0 || signed_by(v, o, SIGN_ST) == 3,
         "a note was printed without MA", o->id);
    must(&v->after, !o->cash_basis || o->earmarked.fen + o->tolerated.fen >= o->total.fen,
         "a note was printed without its money", o->id);
    if (o->cash_basis)
        return;
    must(&v->after, walk_overdue(v->s, o->account_id) <= o->signed_overdue.fen,
         "a note was printed over more overdue than was signed", o->id);
    must(&v->after,
         a->lim.fen >= o->signed_limit.fen || used - a->lim.fen <= o->signed_excess.fen,
         "a note was printed over a lowered limit", o->id);
    must(&v->after, !o->granted_at.us || granted.n + v->policy->st_valid_days >= v->today.n,
         "a note was printed on an old grant", o->id);
}

/* --- qualification (QC): .. R-094 ----------------------------------------------
 */

static void line_qualifies(struct sight *v, const struct order_row *o,
                           const struct order_line_row *l)
{
    const struct product_row *p = after(v, TABLE_PRODUCT, l->product_id);
    bool listed = false, floor_kept = true;

    EACH(&v->after, TABLE_PRICE, price_row, x)
    {
        struct day on = day_of_time(v, o->arrival);

        if (x->product_id != l->product_id || x->valid_from.n > on.n ||
            (x->valid_to.n && x->valid_to.n < on.n))
            continue;
        listed = true;
        floor_kept &= l->price.fen * x->price_per >= x->floor.fen * l->price_per;
    }
    must(&v->after, p && p->state != PRODUCT_STOPPED, "QC passed a stopped product", l->id);
    must(&v->after, p && l->ordered.n % (p->pack.n ? p->pack.n : 1) == 0,
         "QC passed a broken pack", l->id);
    must(&v->after, listed && floor_kept, "QC passed a price below the floor", l->id);
}

static void qualifies(struct sight *v, const struct order_row *o)
{
    const struct customer_row *c = after(v, TABLE_CUSTOMER, o->customer_id);
    int64_t sum = 0;
    bool led = false;

    EACH(&v->after, TABLE_ORDER_LINE, order_line_row, l)
    {
        if (l->order_id != o->id || l->removed)
            continue;
        line_qualifies(v, o, l);
        sum += l->price.fen * l->ordered.n / l->price_per;
    }
    EACH(&v->after, TABLE_ASSIGNMENT, assignment_row, a)
    {
        led |= (a->role == ROLE_DIR || a->role == ROLE_DDIR) &&
               (a->unit_id == c->market_id || a->unit_id == c->id) &&
               (!a->valid_to.n || a->valid_to.n >= v->today.n);
    }
    must(&v->after, !o->has_stated || o->stated_total.fen == sum, "QC passed another sum",
         o->id);
    must(&v->after,
         (o->verified_by && o->approved_by) || (o->attested_by.n && o->approved_at.us),
         "QC passed an order that nobody approved", o->id);
    must(&v->after, o->approved_version == o->version,
         "QC passed what was changed since its approval", o->id);
    must(&v->after, o->origin != ORIGIN_CUSTOMER || o->contract.n || o->confirmed_by.n,
         "QC passed an order that nobody confirmed", o->id);
    must(&v->after, o->ship_to.n && o->station_id && o->arrival.us, "QC passed half a header",
         o->id);
    must(&v->after, c->state == CUST_ACTIVE, "QC passed a customer who is not active", o->id);
    must(&v->after, (c->has_limit || c->cash_first) && c->has_term && c->manager_id,
         "QC passed a customer without his determinations", o->id);
    must(&v->after, led, "QC passed a customer whom no leader answers for", o->id);
}

static bool is_behind_qc(enum order_state s)
{
    return s == ORDER_QUOTA_CHOICE || s == ORDER_WAIT_MA || s == ORDER_WAIT_MGR ||
           s == ORDER_HOLD_CREDIT || s == ORDER_APPROVED || s == ORDER_WAIT_FUNDS;
}

/* --- the order ------------------------------------------------------------------------------
 */

/* People are those of the order's own row. */
static void accepted(struct sight *v, const struct order_row *o)
{
    must(&v->after, o->memo.n > 0, "accepted without a memo", o->id);
    must(&v->after, o->csr_id && o->scr_id && o->bcr_id, "accepted with an empty seat", o->id);
}

/* only a signature lets goods go with a part of their money missing. */
static void tolerated(struct sight *v, const struct order_row *o)
{
    const struct credit_account_row *a = after(v, TABLE_CREDIT_ACCOUNT, o->account_id);

    must(&v->after, o->tolerated.fen == 0 || signed_by(v, o, SIGN_TOLERANCE) > 0,
         "a shortfall that nobody signed", o->id);
    must(&v->after, o->tolerated.fen == 0 || a->shortfall.fen <= v->policy->tolerance.fen,
         "shortfalls beyond the tolerance", o->id);
    must(&v->after, o->tolerated.fen == 0 || o->cash_reason == CASH_CUSTOMER,
         "a shortfall of an order that 5-4 holds", o->id);
}

/* what quota cuts off, somebody took or granted; by itself nothing is cut. */
static void granted(struct sight *v, const struct order_row *o)
{
    static const uint8_t takes[] = { OP_ORDER_CUT, OP_ORDER_SIGN_QUOTA };
    bool takes_less = memchr(takes, (int)v->s->op, sizeof takes) != NULL;
    const struct order_row *was = before(v, TABLE_ORDER, o->id);
    int64_t units = 0;

    EACH(&v->after, TABLE_ORDER_LINE, order_line_row, l)
    {
        units += l->order_id == o->id && !l->removed ? l->granted.n : 0;
        must(&v->after,
             l->order_id != o->id || l->removed || l->granted.n == l->ordered.n || takes_less ||
                 was->quota_held || v->policy->quota_auto_cut,
             "quota cut an order without a word", o->id);
    }
    must(&v->after, units > 0, "an order goes on of which nothing is left", o->id);
}

static void closed(struct sight *v, const struct order_row *o)
{
    EACH(&v->after, TABLE_SHIPMENT, shipment_row, s)
    {
        must(&v->after,
             s->order_id != o->id || s->state == SHIPMENT_CONFIRMED ||
                 s->state == SHIPMENT_CONFIRMED_DIFF || s->state == SHIPMENT_REFUSED ||
                 s->state == SHIPMENT_LOST || s->state == SHIPMENT_VOIDED,
             "closed with goods on their way", o->id);
    }
}

/* Each act that waits for its day. */
static void in_time(struct sight *v, const struct order_row *was)
{
    if (v->s->op == OP_ORDER_LAPSE)
        must(&v->after, day_of_time(v, was->state_since).n + v->policy->hold_days <= v->today.n,
             "a hold lapsed early", was->id);
    if (v->s->op == OP_ORDER_QUOTA_MONTH)
        must(&v->after, day_add_months(was->quota_month, 1).n <= v->today.n,
             "a quota month ended early", was->id);
}

/* As it was ordered: while quota is asked, the total is only what may be granted. */
static int64_t worth(const struct sight *v, const struct order_row *o)
{
    const struct model_table *t = &v->s->after->tables[TABLE_ORDER_LINE];
    bool asks = o->state == ORDER_QUOTA_CHOICE || o->state == ORDER_WAIT_QUOTA_UM ||
                o->state == ORDER_WAIT_QUOTA_SLT;
    int64_t sum = 0;

    for (size_t i = 0; i < t->n && asks; i++) {
        const struct order_line_row *l = t->rows[i];
        struct money amount = { 0 };

        if (l->order_id == o->id && !l->removed &&
            money_of(l->price, l->price_per, l->ordered, &amount))
            sum += amount.fen;
    }
    return asks ? sum : o->total.fen;
}

static void order_made(struct sight *v, const struct order_row *o)
{
    const struct order_row *was = before(v, TABLE_ORDER, o->id);

    if (!was)
        return;
    must(&v->after,
         (was->state != ORDER_CANCELLED && was->state != ORDER_REJECTED) || was->seq == o->seq,
         "an order goes on from its end", o->id);
    must(&v->after, o->earmarked.fen <= worth(v, o), "more is earmarked than the order costs",
         o->id);
    must(&v->after,
         o->earmarked.fen >= was->earmarked.fen || v->s->op != OP_RECEIPT_RELEASE ||
             was->state == ORDER_HOLD_CREDIT || was->state == ORDER_WAIT_FUNDS ||
             was->state == ORDER_WAIT_ST || was->state == ORDER_WAIT_MA ||
             was->state < ORDER_WAIT_MA,
         "money was taken from an order that was signed on it", o->id);
    in_time(v, was);
    tolerated(v, o);
    must(&v->after,
         v->s->op != OP_ORDER_AMEND || !str_eq(was->content_hash, o->content_hash) ||
             was->wanted.n != o->wanted.n || was->stated_total.fen != o->stated_total.fen,
         "a new version of the same content", o->id);
    if (was->state == o->state)
        return;
    if (o->state == ORDER_BILLED && was->state == ORDER_FIN_QUEUE)
        printed(v, o);
    if (is_behind_qc(o->state) &&
        (was->state == ORDER_RECEIVED || was->state == ORDER_RETURNED))
        qualifies(v, o);
    if (was->state == ORDER_RECEIVED && v->s->op == OP_ORDER_ACCEPT)
        accepted(v, o);
    if (o->state == ORDER_WAIT_MA || o->state == ORDER_WAIT_MGR ||
        o->state == ORDER_HOLD_CREDIT)
        granted(v, o);
    if (o->state == ORDER_CLOSED)
        closed(v, o);
}

/* --- signatures -----------------------------------------------------------------------------
 */

/* One's own signature is one's own to take back, and a shortfall goes with its MA; three for a
 * treatment are three posts. */
static void signature_made(struct sight *v, const struct signature_row *s)
{
    must(&v->after,
         v->s->op != OP_ORDER_REVOKE || !s->void_at.us || s->kind == SIGN_TOLERANCE ||
             !before(v, TABLE_SIGNATURE, s->id) || s->signer_id == v->s->actor_id ||
             s->principal_id == v->s->actor_id,
         "someone took back another's signature", s->id);
    EACH(&v->after, TABLE_SIGNATURE, signature_row, x)
    {
        must(&v->after,
             x->id == s->id || x->order_id != s->order_id || x->kind != s->kind ||
                 (s->kind != SIGN_ST && s->kind != SIGN_QUOTA) || x->void_at.us ||
                 s->void_at.us || (x->role != s->role && x->signer_id != s->signer_id),
             "a post or a person signed twice", s->id);
    }
}

/* what was refused on some grounds is asked again on others. */
static void case_made(struct sight *v, const struct st_case_row *k)
{
    must(&v->after, str_trim(k->grounds).n > 0, "a treatment without grounds", k->id);
    EACH(&v->after, TABLE_ST_CASE, st_case_row, x)
    {
        must(&v->after,
             x->id >= k->id || x->order_id != k->order_id || x->state != CASE_REFUSED ||
                 !str_eq(x->grounds, k->grounds),
             "asked again on the grounds that were refused", k->id);
    }
}

/* --- goods ----------------------------------------------------------------------------------
 */

static void shipment_made(struct sight *v, const struct shipment_row *s)
{
    const struct shipment_row *was = before(v, TABLE_SHIPMENT, s->id);
    const struct note_row *n = before(v, TABLE_NOTE, s->note_id);
    const struct note_row *now = after(v, TABLE_NOTE, s->note_id);
    const struct order_row *o = after(v, TABLE_ORDER, s->order_id);
    const struct order_row *then = before(v, TABLE_ORDER, s->order_id);
    bool moved = !was || was->state != s->state;

    if (!moved)
        return;
    must(&v->after,
         n && n->document_id && then && then->note_id == n->id &&
             (n->state == NOTE_ACCEPTED ||
              /* taken in by the act that reserves its goods */
              (s->state == SHIPMENT_ALLOCATED && now->state == NOTE_ACCEPTED) ||
              /* or one that was, and the goods have left */
              (was && (was->confirmed_on.n || was->state == SHIPMENT_LOST))),
         "goods moved without an accepted note", s->id);
    must(&v->after,
         s->state != SHIPMENT_ISSUED ||
             (n && n->printed_at.us && o->state == ORDER_HANDED_OVER),
         "goods were issued without a printed note", s->id);
    must(&v->after,
         !n || !n->stopped || s->state == SHIPMENT_VOIDED ||
             (was && was->state == SHIPMENT_ISSUED && s->state == SHIPMENT_CHECKED) ||
             (was && was->consigned_at.us),
         "goods of a stopped note moved", s->id);
    must(&v->after, !n || !n->void_agreed_by || s->state == SHIPMENT_VOIDED,
         "goods of a note moved that is being voided", s->id);
    must(&v->after,
         v->s->op != OP_NOTE_DEEM || s->slip_due.n + v->policy->deemed_days < v->today.n,
         "deemed received too early", s->id);
    must(&v->after,
         !s->confirmed_on.n || (s->confirmed_on.n >= day_of_time(v, s->consigned_at).n &&
                                s->confirmed_on.n <= v->today.n),
         "received before it left, or later than today", s->id);
}

/* --- money ----------------------------------------------------------------------------------
 */

/* BC2 bills what was consigned and stays there. */
static void invoiced(struct sight *v, const struct invoice_line_row *l)
{
    const struct shipment_line_row *line = after(v, TABLE_SHIPMENT_LINE, l->shipment_line_id);
    const struct shipment_row *s = line ? after(v, TABLE_SHIPMENT, line->shipment_id) : NULL;

    must(&v->after, s && s->consigned_at.us && s->receivable_id,
         "an invoice before consignment", l->id);
    must(&v->after, l->qty.n != 0 || l->amount.fen != 0, "an invoice of nothing", l->id);
}

static void receipt_made(struct sight *v, const struct receipt_row *r)
{
    must(&v->after, r->amount.fen > 0, "a receipt of nothing", r->id);
    must(&v->after, r->received_on.n <= v->today.n, "money of a day to come", r->id);
    must(&v->after, r->cleared_on.n <= v->today.n, "money that clears on a day to come", r->id);
    must(&v->after,
         v->s->op != OP_RECEIPT_CLEAR || r->cleared_on.n >= r->maturity.n ||
             v->s->args->v[P_remark].s.n,
         "money before its maturity, without a word", r->id);
    EACH(&v->after, TABLE_RECEIPT, receipt_row, x)
    {
        must(&v->after,
             x->id == r->id || x->state == RECEIPT_REVERSED || r->state == RECEIPT_REVERSED ||
                 !str_eq(x->bank_ref, r->bank_ref),
             "one payment recorded twice", r->id);
    }
}

static void allocated(struct sight *v, const struct allocation_row *a)
{
    const struct receivable_row *d = after(v, TABLE_RECEIVABLE, a->receivable_id);
    const struct receipt_row *r = after(v, TABLE_RECEIPT, a->receipt_id);

    must(&v->after, a->amount.fen != 0, "an allocation of nothing", a->id);
    must(&v->after, d && r && d->account_id == r->account_id, "money of another account",
         a->id);
    must(&v->after, a->amount.fen < 0 || (r && r->state == RECEIPT_OPEN),
         "money of a receipt that is none", a->id);
}

/* the money of a paper that is out was taken back, and comes again. */
static bool lost_its_money(struct sight *v, const struct order_row *o)
{
    const struct receipt_row *r = NULL;
    bool reversed = false;

    for (size_t i = 0; i < v->s->before->tables[TABLE_RECEIPT].n; i++) {
        r = v->s->before->tables[TABLE_RECEIPT].rows[i];
        reversed |= r->account_id == o->account_id && r->state == RECEIPT_REVERSED;
    }
    return o->cash_basis && reversed &&
           (o->state == ORDER_BILLED || o->state == ORDER_HANDED_OVER);
}

static void earmarked(struct sight *v, const struct earmark_row *e)
{
    const struct earmark_row *was = before(v, TABLE_EARMARK, e->id);
    const struct order_row *o = before(v, TABLE_ORDER, e->order_id);
    const struct receipt_row *r = after(v, TABLE_RECEIPT, e->receipt_id);

    if (v->s->op != OP_RECEIPT_EARMARK || e->amount.fen <= (was ? was->amount.fen : 0))
        return;
    must(&v->after, r && o && r->account_id == o->account_id, "earmarked for another account",
         e->id);
    must(&v->after,
         o && o->state != ORDER_CANCELLED && o->state != ORDER_REJECTED &&
             o->state != ORDER_DRAFT && o->state != ORDER_VERIFIED &&
             (o->state < ORDER_APPROVED || lost_its_money(v, o)),
         "earmarked for an order that waits for no money", e->id);
}

/* --- one act --------------------------------------------------------------------------------
 */

static void row_made(struct sight *v, const struct effect *e)
{
    switch ((int)e->table) {
    case TABLE_ORDER:
        order_made(v, e->row);
        break;
    case TABLE_SIGNATURE:
        signature_made(v, e->row);
        break;
    case TABLE_ST_CASE:
        case_made(v, e->row);
        break;
    case TABLE_SHIPMENT:
        shipment_made(v, e->row);
        break;
    case TABLE_INVOICE_LINE:
        invoiced(v, e->row);
        break;
    case TABLE_RECEIPT:
        receipt_made(v, e->row);
        break;
    case TABLE_ALLOCATION:
        allocated(v, e->row);
        break;
    case TABLE_EARMARK:
        earmarked(v, e->row);
        break;
    default:
        break;
    }
}

const char *walk_breaks(const struct step_made *s, struct arena *arena)
{
    struct sight v = { .s = s, .after = { s->after, arena, NULL } };

    v.today = day_of_time(&v, s->after->now);
    v.policy = walk_last(s->after, TABLE_POLICY);
    for (size_t i = 0; i < s->effects->n && !v.after.fault; i++)
        row_made(&v, &s->effects->v[i]);
    for (size_t i = 0; i < s->effects->n && !v.after.fault; i++)
        walk_act_holds(&v.after, s, &s->effects->v[i]);
    if (s->effects->n)
        walk_whole_act_holds(&v.after, s);
    return v.after.fault;
}
