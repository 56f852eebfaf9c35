/*
 * walk_right.c - right, time and words of one act: what its parameters and rows must say.
 */
#include <string.h>

#include "tests/core/truths_parts.h"
#include "tests/core/walk_parts.h"

struct day walk_day(const struct step_made *s, struct instant at)
{
    const struct calendar zone = { .utc_offset_min = s->after->utc_offset_min };

    return calendar_today(&zone, at);
}

static struct day today(const struct step_made *s)
{
    return walk_day(s, s->after->now);
}

static const struct policy_row *policy(const struct step_made *s)
{
    return walk_last(s->after, TABLE_POLICY);
}

int64_t walk_overdue(const struct step_made *s, int64_t account_id)
{
    const struct model_table *t = &s->after->tables[TABLE_RECEIVABLE];
    int64_t sum = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct receivable_row *d = t->rows[i];

        if (d->account_id == account_id && d->due.n &&
            d->due.n + policy(s)->grace_days < today(s).n &&
            !(d->disputed && d->exempt_to.n >= today(s).n))
            sum += d->open_s.fen + d->open_i.fen;
    }
    return sum;
}

static bool said(const struct step_made *s, enum param p)
{
    return str_trim(s->args->v[p].s).n > 0;
}

static bool is_one_of(enum op op, const uint8_t *list, size_t n)
{
    return memchr(list, (int)op, n) != NULL;
}

static const struct order_row *order_of(const struct step_made *s, const struct event_row *e)
{
    return e->order_id ? model_find(s->before, TABLE_ORDER, e->order_id) : NULL;
}

/* --- who ------------------------------------------------------------------------------------
 */

static bool answers_for(const struct truths *t, int64_t unit_id, enum role role,
                        int64_t user_id)
{
    bool answers = false;

    EACH(t, TABLE_ASSIGNMENT, assignment_row, a)
    {
        answers |= a->unit_id == unit_id && a->role == role && a->user_id == user_id;
    }
    return answers;
}

/* field people act for their own customers, areas and markets. Quota is given by who
 * has it. */
static void in_his_field(struct truths *t, const struct step_made *s, const struct event_row *e)
{
    static const uint8_t gives_quota[] = { OP_ORDER_CONSENT, OP_ORDER_REFUSE_TRANSFER };
    const struct order_row *o = order_of(s, e);
    const struct customer_row *c =
        o ? model_find(s->before, TABLE_CUSTOMER, o->customer_id) : NULL;
    const int64_t who = e->principal_id;

    if (!c || is_one_of(s->op, gives_quota, sizeof gives_quota) ||
        (e->role != ROLE_KAM && e->role != ROLE_SR && e->role != ROLE_UM && e->role != ROLE_MM))
        return;
    must(t,
         c->kam_id == who || c->manager_id == who ||
             answers_for(t, c->market_id, ROLE_MM, who) ||
             answers_for(t, c->area_id, ROLE_UM, who),
         "someone acts for another's customer", e->id);
}

static bool holds(const struct truths *t, int64_t user_id, enum role role)
{
    bool held = false;

    EACH(t, TABLE_USER_ROLE, user_role_row, r)
    {
        held |= r->user_id == user_id && role_covers(r->role) & ROLE_BIT(role);
    }
    return held;
}

static void seats_hold(struct truths *t, const struct step_made *s, const struct order_row *o)
{
    if (s->op != OP_ORDER_ACCEPT)
        return;
    must(t,
         holds(t, o->csr_id, ROLE_CSR) && holds(t, o->scr_id, ROLE_SCR) &&
             holds(t, o->bcr_id, ROLE_BCR),
         "a seat is held by who does not have its role", o->id);
}

/* --- birth: .. R-090 ------------------------------------------------------------
 */

static void paper_says(struct truths *t, const struct step_made *s, const struct order_row *o)
{
    must(t, o->channel != CHANNEL_TERMINAL && str_trim(o->reference).n > 0,
         "a paper without its channel or reference", o->id);
    must(t, o->attested_by.n > 0 && o->approved_at.us && o->approved_at.us <= s->after->now.us,
         "a paper that nobody approved, or later than now", o->id);
}

static void born(struct truths *t, const struct step_made *s, const struct order_row *o)
{
    const struct station_row *station = model_find(s->after, TABLE_STATION, o->station_id);
    int64_t lines = 0;

    if (model_find(s->before, TABLE_ORDER, o->id))
        return;
    EACH(t, TABLE_ORDER_LINE, order_line_row, l)
    {
        lines += l->order_id == o->id;
    }
    must(t, lines > 0, "an order without lines", o->id);
    must(t, o->account_id != 0, "an order on no account", o->id);
    must(t, o->arrival.us <= s->after->now.us, "an order that arrives later", o->id);
    must(t, !o->wanted.n || o->wanted.n >= today(s).n, "an order wanted in the past", o->id);
    must(t, !station || station->active, "an order by a station that is not in use", o->id);
    must(t, o->origin != ORIGIN_CONTRACT || str_trim(o->contract).n > 0,
         "an order on no contract", o->id);
    must(t,
         o->origin != ORIGIN_CUSTOMER || str_trim(o->contract).n > 0 || s->op == OP_ORDER_KEY ||
             s->op == OP_OPENING_ORDER,
         "a customer's own order that the field planned", o->id);
    if (s->op == OP_ORDER_KEY)
        paper_says(t, s, o);
}

/* --- words ----------------------------------------------------------------------------------
 */

/* a secretary changes or cancels for someone; reasons are given. */
static void words_hold(struct truths *t, const struct step_made *s, const struct event_row *e)
{
    static const uint8_t for_someone[] = { OP_ORDER_AMEND, OP_ORDER_CANCEL,
                                           OP_ORDER_AMEND_REST };
    static const uint8_t with_reason[] = { OP_ORDER_CANCEL };
    const struct order_row *o = order_of(s, e);
    bool secretary = e->role == ROLE_CSR || e->role == ROLE_SCR || e->role == ROLE_BCR ||
                     e->role == ROLE_SSGL;

    must(t, !is_one_of(s->op, with_reason, sizeof with_reason) || said(s, P_reason),
         "an act without its reason", e->id);
    /* a fax keyed twice she sees herself */
    must(t,
         !secretary || !o || !is_one_of(s->op, for_someone, sizeof for_someone) ||
             said(s, P_requester) || (s->op == OP_ORDER_CANCEL && o->state == ORDER_RECEIVED),
         "a secretary changed an order for nobody", e->id);
}

static void thread_holds(struct truths *t, const struct thread_row *x)
{
    must(t, str_trim(x->body).n > 0, "a word that says nothing", x->id);
    must(t, !x->file_ref.n || x->file_sha256.n == 64, "a file without its hash", x->id);
    for (size_t i = 0; i < x->file_sha256.n; i++)
        must(t, strchr("0123456789abcdef", x->file_sha256.p[i]) != NULL, "a hash that is none",
             x->id);
}

/* --- time -----------------------------------------------------------------------------------
 */

/* of the version that was shown; quota is asked, given and taken in its month. */
static void in_its_time(struct truths *t, const struct step_made *s, const struct event_row *e)
{
    static const uint8_t of_the_month[] = { OP_ORDER_ASK_TRANSFER, OP_ORDER_CONSENT,
                                            OP_ORDER_ASK_SLT, OP_ORDER_SIGN_QUOTA,
                                            OP_ORDER_CUT };
    const struct order_row *o = order_of(s, e);
    const struct arg *version = &s->args->v[P_version];

    if (!o || e->machine != MACHINE_ORDER)
        return;
    must(t, !version->given || version->n == o->version, "an act on another version", e->id);
    must(t,
         !is_one_of(s->op, of_the_month, sizeof of_the_month) ||
             day_add_months(o->quota_month, 1).n > today(s).n,
         "quota of a month that is over", e->id);
}

static void telling_holds(struct truths *t, const struct step_made *s,
                          const struct telling_row *x)
{
    const struct order_row *o = model_find(s->after, TABLE_ORDER, x->order_id);

    must(t, x->told_at.us <= s->after->now.us && (!o || x->told_at.us >= o->arrival.us),
         "told before the order arrived, or later than now", x->id);
}

/* --- goods ----------------------------------------------------------------------------------
 */

/* A line that nobody judged since is judged since its note was printed. */
static struct day last_judged(const struct step_made *s, const struct note_line_row *l,
                              const struct note_row *n)
{
    return l->judged.n ? l->judged : walk_day(s, n->printed_at);
}

static void note_line_holds(struct truths *t, const struct step_made *s,
                            const struct note_line_row *l)
{
    const struct note_line_row *was = model_find(s->before, TABLE_NOTE_LINE, l->id);
    const struct note_row *n = model_find(s->after, TABLE_NOTE, l->note_id);
    const struct order_row *o = n ? model_find(s->after, TABLE_ORDER, n->order_id) : NULL;
    bool more = was && s->op == OP_NOTE_ALLOCATE && l->allocated.n > was->allocated.n;

    must(t,
         !l->promised.n || (was && was->promised.n == l->promised.n) ||
             l->promised.n >= today(s).n,
         "goods are promised for the past", l->id);
    if (!more || !o)
        return;
    must(t,
         !o->complete || said(s, P_agreed_by) ||
             l->allocated.n + l->issued.n + l->closed.n == l->qty.n,
         "a part of goods that are taken only as a whole", l->id);
    must(t,
         !was->backorder.n || o->cash_basis ||
             last_judged(s, was, n).n + policy(s)->rejudge_days >= today(s).n ||
             walk_overdue(s, o->account_id) <= o->signed_overdue.fen,
         "a back order goes out over more overdue than was signed", l->id);
}

static void shipment_says(struct truths *t, const struct step_made *s,
                          const struct shipment_row *x)
{
    const struct note_row *n = model_find(s->after, TABLE_NOTE, x->note_id);
    const struct shipment_row *was = model_find(s->before, TABLE_SHIPMENT, x->id);

    must(t, !n || !x->station_id || x->station_id == n->station_id || x->station_ok_by,
         "goods go to another station without consent", x->id);
    must(t,
         !x->expected.n || (was && was->expected.n == x->expected.n) ||
             x->expected.n >= walk_day(s, x->consigned_at).n,
         "goods are expected before they left", x->id);
}

/* What does not come back is explained by who misses it; what the carrier paid, by finance. */
static void write_off_says(struct truths *t, const struct step_made *s,
                           const struct stock_move_row *v)
{
    must(t, v->kind != MOVE_WRITE_OFF || s->op != OP_CLAIM_RECEIVE || said(s, P_reason),
         "goods are missing without a reason", v->id);
}

static void carrier_says(struct truths *t, const struct step_made *s,
                         const struct carrier_claim_row *c)
{
    must(t, c->state != CARRIER_PAID || holds(t, s->actor_id, ROLE_FIN),
         "who is not of finance recorded money", c->id);
}

/* what is stopped goes on, what goes is stopped, while there is something to stop. */
static void stop_holds(struct truths *t, const struct step_made *s, const struct note_row *n)
{
    const struct note_row *was = model_find(s->before, TABLE_NOTE, n->id);
    bool here = false;

    if (!was || (s->op != OP_NOTE_STOP && s->op != OP_NOTE_RESUME))
        return;
    must(t, was->stopped == (s->op == OP_NOTE_RESUME), "stopped or resumed twice", n->id);
    EACH(t, TABLE_NOTE_LINE, note_line_row, l)
    {
        here |= l->note_id == n->id && l->issued.n + l->closed.n < l->qty.n;
    }
    EACH(t, TABLE_SHIPMENT, shipment_row, x)
    {
        here |= x->note_id == n->id && !x->consigned_at.us && x->state != SHIPMENT_VOIDED;
    }
    must(t, s->op == OP_NOTE_RESUME || here, "nothing is left to stop", n->id);
}

/* --- money ----------------------------------------------------------------------------------
 */

static void debt_says(struct truths *t, const struct step_made *s,
                      const struct receivable_row *d)
{
    const struct receivable_row *was = model_find(s->before, TABLE_RECEIVABLE, d->id);
    bool talk = s->op == OP_RECEIVABLE_CALL || s->op == OP_RECEIVABLE_URGE;
    int64_t open = d->open_s.fen + d->open_i.fen;

    if (!was)
        return;
    must(t, s->op != OP_RECEIVABLE_DISPUTE || was->disputed != d->disputed,
         "a mark that stood already", d->id);
    if (!talk ||
        (was->promised.fen == d->promised.fen && was->promised_on.n == d->promised_on.n))
        return;
    must(t, d->promised.fen > 0 && d->promised.fen <= open, "a promise of more than is owed",
         d->id);
    must(t, d->promised_on.n >= today(s).n, "a promise for the past", d->id);
}

static void call_holds(struct truths *t, const struct step_made *s,
                       const struct call_log_row *x)
{
    const struct receivable_row *d = model_find(s->after, TABLE_RECEIVABLE, x->receivable_id);

    must(t, !d || d->open_s.fen + d->open_i.fen > 0, "a call about nothing", x->id);
    must(t, (x->promised.fen != 0) == (x->promised_on.n != 0), "half a promise", x->id);
    must(t, x->promised.fen >= 0 && (!x->promised_on.n || x->promised_on.n >= today(s).n),
         "a promise for the past, or of less than nothing", x->id);
}

/* --- quota ----------------------------------------------------------------------------------
 */

static void request_holds(struct truths *t, const struct step_made *s,
                          const struct quota_request_row *r)
{
    const struct order_row *o = model_find(s->after, TABLE_ORDER, r->order_id);
    const struct customer_row *c =
        o ? model_find(s->after, TABLE_CUSTOMER, o->customer_id) : NULL;

    must(t, r->qty.n > 0, "quota was asked of nothing", r->id);
    must(t, r->given.n >= 0 && r->given.n <= r->qty.n, "more quota was given than asked",
         r->id);
    must(t, r->kind != ASK_TRANSFER || (c && r->from_area_id != c->area_id),
         "an area gives quota to itself", r->id);
}

static void line_holds(struct truths *t, const struct step_made *s,
                       const struct order_line_row *l)
{
    const struct order_line_row *was = model_find(s->before, TABLE_ORDER_LINE, l->id);

    must(t, !was || was->product_id == l->product_id, "a line became another product", l->id);
    must(t, l->removed || l->ordered.n > 0, "a line of nothing", l->id);
    must(t, l->price.fen >= 0, "a price below zero", l->id);
}

/* --- one act --------------------------------------------------------------------------------
 */

void walk_act_holds(struct truths *t, const struct step_made *s, const struct effect *e)
{
    switch ((int)e->table) {
    case TABLE_ORDER:
        seats_hold(t, s, e->row);
        born(t, s, e->row);
        break;
    case TABLE_ORDER_LINE:
        line_holds(t, s, e->row);
        break;
    case TABLE_EVENT:
        in_his_field(t, s, e->row);
        words_hold(t, s, e->row);
        in_its_time(t, s, e->row);
        break;
    case TABLE_THREAD:
        thread_holds(t, e->row);
        break;
    case TABLE_TELLING:
        telling_holds(t, s, e->row);
        break;
    case TABLE_NOTE:
        stop_holds(t, s, e->row);
        walk_paper_holds(t, s, e->row);
        break;
    case TABLE_NOTE_LINE:
        note_line_holds(t, s, e->row);
        break;
    case TABLE_SHIPMENT:
        shipment_says(t, s, e->row);
        break;
    case TABLE_CLAIM:
        walk_claim_holds(t, s, e->row);
        break;
    case TABLE_CLAIM_LINE:
        walk_claim_line_holds(t, s, e->row);
        break;
    case TABLE_STOCK_MOVE:
        write_off_says(t, s, e->row);
        break;
    case TABLE_GOODS_RETURN:
        walk_return_holds(t, s, e->row);
        break;
    case TABLE_PROBLEM:
        walk_problem_holds(t, s, e->row);
        break;
    case TABLE_CARRIER_CLAIM:
        carrier_says(t, s, e->row);
        break;
    case TABLE_RECEIVABLE:
        debt_says(t, s, e->row);
        break;
    case TABLE_CALL_LOG:
        call_holds(t, s, e->row);
        break;
    case TABLE_QUOTA_REQUEST:
        request_holds(t, s, e->row);
        break;
    default:
        break;
    }
}

static size_t rows_of(const struct step_made *s, enum table table)
{
    size_t n = 0;

    for (size_t i = 0; i < s->effects->n; i++)
        n += s->effects->v[i].table == table;
    return n;
}

/* An act that went has done what it is named after. */
void walk_whole_act_holds(struct truths *t, const struct step_made *s)
{
    static const struct {
        enum op op;
        enum table table;
        const char *fault;
    } makes[] = {
        { OP_INVOICE_ISSUE, TABLE_INVOICE_LINE, "an invoice of nothing" },
        { OP_RECEIPT_ALLOCATE, TABLE_ALLOCATION, "an allocation of nothing" },
        { OP_RECEIPT_EARMARK, TABLE_EARMARK, "nothing was earmarked" },
        { OP_RECEIPT_RELEASE, TABLE_EARMARK, "nothing was released" },
        { OP_RECEIPT_CLEAR, TABLE_EXPOSURE, "nothing was cleared" },
        { OP_REFUND_ASK, TABLE_REFUND, "nothing was asked for" },
        { OP_REFUND_PAY, TABLE_EXPOSURE, "nothing was paid back" },
        { OP_REFUND_DROP, TABLE_REFUND, "nothing was dropped" },
        { OP_RECEIPT_REVERSE, TABLE_RECEIPT, "nothing was reversed" },
        { OP_ORDER_REVOKE, TABLE_SIGNATURE, "no signature was taken back" },
        { OP_NOTE_SHORT_CLOSE, TABLE_NOTE_LINE, "nothing was closed" },
        { OP_ORDER_AMEND_REST, TABLE_NOTE_LINE, "nothing left the note" },
        { OP_ORDER_ASK_TRANSFER, TABLE_QUOTA_REQUEST, "nothing was asked for" },
        { OP_ORDER_ASK_SLT, TABLE_QUOTA_REQUEST, "nothing was asked for" },
        { OP_NOTE_ALLOCATE, TABLE_NOTE_LINE, "nothing was allocated or back-ordered" },
    };

    for (size_t i = 0; i < COUNT(makes); i++)
        must(t, s->op != makes[i].op || rows_of(s, makes[i].table) > 0, makes[i].fault, 0);
}
