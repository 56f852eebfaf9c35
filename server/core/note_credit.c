/*
 * note_credit.c - red papers of a shipment, and the money that follows them.
 */
#include "server/core/note_credit.h"

#include "common/json.h"
#include "server/core/billing.h"
#include "server/core/invoice.h"
#include "server/core/ledger.h"

void note_credit_init(struct work *w, struct note_credit *c, const struct shipping *sp)
{
    size_t most =
        w->shipment_line.n + w->claim_line.n + 1; /* a claim may say two things of one */

    *c = (struct note_credit){ .sp = sp, .r = find_receivable(w, sp->s->receivable_id) };
    assert(c->r);
    c->reds = ARENA_ARRAY(w->arena, most, struct red_line);
    c->back = ARENA_ARRAY(w->arena, most, struct red_line);
}

struct money note_credit_share(const struct shipment_line_row *l, struct qty q)
{
    return share_of(shipment_line_worth(l), qty(l->qty.n - l->returned.n), q);
}

/* What was invoiced beyond what now stays with the customer goes onto a red invoice (I16). */
static void line_red(struct note_credit *c, struct shipment_line_row *l)
{
    struct qty q = qty(l->invoiced.n + l->returned.n - l->qty.n);
    struct money m = fen(l->invoiced_amount.fen - shipment_line_worth(l).fen);

    if (q.n < 0)
        q.n = 0;
    if (m.fen < 0)
        m.fen = 0;
    if (q.n == 0 && m.fen == 0)
        return;
    l->invoiced.n -= q.n;
    l->invoiced_amount.fen -= m.fen;
    c->red.fen += m.fen;
    c->reds[c->red_count++] = (struct red_line){ l, q, m };
}

void note_credit_line(struct work *w, struct note_credit *c, struct shipment_line_row *l,
                      enum claim_action remedy, struct qty q, struct money amount)
{
    struct note_line_row *n = find_note_line(w, l->note_line_id);

    assert(c->back_count <= w->shipment_line.n + w->claim_line.n);
    c->back[c->back_count++] =
        (struct red_line){ l, remedy == CLAIM_REDUCE ? qty(0) : q, amount };
    if (remedy != CLAIM_REDUCE)
        l->returned.n += q.n;
    l->returned_amount.fen += amount.fen;
    c->total.fen += amount.fen;
    c->sp->s->accurate = false; /* */
    if (remedy == CLAIM_REPLACE) {
        l->replaced.n += q.n;
        l->replaced_amount.fen += amount.fen;
        n->issued.n -= q.n;
        n->backorder.n += q.n;
        n->judged = w->today;
        c->again.fen += amount.fen;
    }
    line_red(c, l);
}

/* --- papers ----------------------------------------------------------------------------- */

/* Goods may have been billed for nothing. */
const struct invoice_line_row *note_billed_by(const struct work *w,
                                              const struct shipment_line_row *l)
{
    const struct invoice_line_row *best = NULL;

    for (size_t i = 0; i < w->invoice_line.n; i++) {
        const struct invoice_line_row *v = w->invoice_line.v[i];

        if (v->shipment_line_id == l->id && v->qty.n > 0 && (!best || best->id < v->id))
            best = v;
    }
    assert(best);
    return best;
}

/* The line's goods, how many, and what that is, with the tax inside it. */
static void put_line(const struct work *w, struct json_out *out,
                     const struct shipment_line_row *l, struct qty q, struct money amount)
{
    const struct product_row *p = find_product(w, l->product_id);
    int64_t sign = amount.fen < 0 ? -1 : 1;
    struct money tax = money_tax_inside(fen(sign * amount.fen), p->tax_bp);

    json_field_int(out, "line", line_no_of(w, l->order_line_id));
    json_field_str(out, "product", p->code);
    json_field_str(out, "name", p->name);
    json_field_str(out, "spec", p->spec);
    json_field_str(out, "unit", p->unit);
    json_field_qty(out, "qty", q);
    json_field_money(out, "amount", amount);
    json_field_int(out, "tax_bp", p->tax_bp);
    json_field_money(out, "tax", fen(sign * tax.fen));
}

void note_credit_change(const struct work *w, struct json_out *out,
                        const struct shipment_line_row *l, struct qty q, struct money was,
                        struct money worth)
{
    json_begin_object(out);
    put_line(w, out, l, q, fen(worth.fen - was.fen));
    json_field_money(out, "was", was);
    json_field_money(out, "worth", worth);
    json_end_object(out);
}

/* What the shipment's paper says, and what of it comes back now: lines below zero. */
struct str note_credit_paper(const struct work *w, const struct note_credit *c,
                             struct str reason)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_put_members(&out, shipment_paper(w, c->sp, reason));
    json_key(&out, "red");
    json_begin_array(&out);
    for (size_t i = 0; i < c->back_count; i++) {
        const struct red_line *b = &c->back[i];

        json_begin_object(&out);
        put_line(w, &out, b->l, qty(-b->qty.n), fen(-b->amount.fen));
        json_end_object(&out);
    }
    json_end_array(&out);
    json_end_object(&out);
    return json_text(&out);
}

static struct str red_paper(const struct work *w, const struct note_credit *c,
                            const struct invoice_row *of, const struct invoice_row *red,
                            struct str reason)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "invoice", of->no);
    json_field_str(&out, "title", of->title);
    json_field_str(&out, "tax_no", of->tax_no);
    json_field_money(&out, "net", red->net);
    json_field_money(&out, "tax", red->tax);
    invoice_lines(&out, w, red);
    json_field_raw(&out, "shipment", shipment_paper(w, c->sp, reason));
    json_end_object(&out);
    return json_text(&out);
}

/* The red part's share of the tax that the line was billed with, negative. */
static struct money tax_share(const struct invoice_line_row *was, struct money red)
{
    struct money share = fen(0);

    if (was->amount.fen > 0 && !money_of(was->tax, was->amount.fen, qty(red.fen), &share))
        return fen(0);
    return fen(-share.fen);
}

/* The red lines of one invoice; they are struck from the list. */
static struct money red_lines_post(struct work *w, struct note_credit *c,
                                   struct invoice_row *red, int64_t invoice_id)
{
    for (size_t i = 0; i < c->red_count; i++) {
        struct red_line *line = &c->reds[i];
        const struct invoice_line_row *was = line->l ? note_billed_by(w, line->l) : NULL;
        struct invoice_line_row *v;

        if (!was || was->invoice_id != invoice_id)
            continue;
        v = add_invoice_line(w);
        v->invoice_id = red->id;
        v->receivable_id = c->r->id;
        v->shipment_line_id = line->l->id;
        v->product_id = line->l->product_id;
        v->qty = qty(-line->qty.n);
        v->amount = fen(-line->amount.fen);
        v->tax = tax_share(was, line->amount);
        red->total.fen += v->amount.fen;
        red->tax.fen += v->tax.fen;
        line->l = NULL;
    }
    return red->total;
}

static bool takes_all_back(const struct invoice_row *red, const struct invoice_row *of)
{
    return red->total.fen != 0 && red->total.fen == -of->total.fen;
}

static void red_invoice_post(struct work *w, struct note_credit *c, int64_t invoice_id,
                             struct str reason)
{
    const struct invoice_row *of = find_invoice(w, invoice_id);
    struct invoice_row *red = add_invoice(w);
    struct document_row *d;

    assert(of);
    (void)red_lines_post(w, c, red, invoice_id);
    red->net = fen(red->total.fen - red->tax.fen);
    red->customer_id = of->customer_id;
    red->account_id = of->account_id;
    red->title = of->title;
    red->tax_no = of->tax_no;
    red->issued_by = w->actor_id;
    red->reverses_id = of->id;
    d = document_post(w, &(struct document_draft){
                             .series = SERIES_RI,
                             .order_id = c->sp->o->id,
                             .customer_id = of->customer_id,
                             /* a part of an invoice is not its exact negative (I19); of one
                              * about nothing, each part would be */
                             .reverses_id = takes_all_back(red, of) ? of->document_id : 0,
                             .total = red->total,
                             .body = red_paper(w, c, of, red, reason) });
    red->no = d->number;
    red->document_id = d->id;
    red->issued_at = d->posted_at;
    say_name(w, "red_invoice", d->number);
}

/* What the shipment's outbound order says: a corrected price is not on it. */
static struct money issued_for(const struct work *w, const struct shipment_row *s)
{
    struct money sum = fen(0);

    for (const struct shipment_line_row *l = NULL; (l = shipment_next(w, s, l));)
        sum.fen += l->amount.fen;
    return sum;
}

/* The lines whose price was corrected, back at what was issued. */
static struct str undone_paper(const struct work *w, const struct note_credit *c,
                               struct str reason)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_put_members(&out, shipment_paper(w, c->sp, reason));
    json_key(&out, "changed");
    json_begin_array(&out);
    for (size_t i = 0; i < c->back_count; i++) {
        const struct red_line *b = &c->back[i];

        if (b->amount.fen != b->l->amount.fen)
            note_credit_change(w, &out, b->l, b->qty, b->amount, b->l->amount);
    }
    json_end_array(&out);
    json_end_object(&out);
    return json_text(&out);
}

/* A correction that no invoice billed goes with the goods. */
static void correction_undo(struct work *w, const struct note_credit *c, struct str reason)
{
    int64_t more = c->total.fen - issued_for(w, c->sp->s).fen;

    if (more != 0 && c->red.fen == 0)
        (void)document_post(w, &(struct document_draft){ .series = SERIES_PC,
                                                         .order_id = c->sp->o->id,
                                                         .customer_id = c->sp->c->id,
                                                         .total = fen(-more),
                                                         .body = undone_paper(w, c, reason) });
}

static void red_invoices_post(struct work *w, struct note_credit *c, struct str reason)
{
    for (size_t i = 0; i < c->red_count; i++)
        if (c->reds[i].l)
            red_invoice_post(w, c, note_billed_by(w, c->reds[i].l)->invoice_id, reason);
}

static void papers_post(struct work *w, struct note_credit *c, enum series_name series,
                        struct str reason)
{
    bool goods = series == SERIES_RO; /* the paper of goods carries the whole amount */
    struct money total = c->whole ? issued_for(w, c->sp->s)
                         : goods  ? c->total
                                  : fen(c->total.fen - c->red.fen);
    int64_t reverses = goods && c->whole ? c->sp->s->document_id : 0;

    if (goods || total.fen > 0) {
        const struct document_row *d = document_post(
            w, &(struct document_draft){ .series = series,
                                         .order_id = c->sp->o->id,
                                         .customer_id = c->sp->c->id,
                                         .reverses_id = reverses,
                                         .total = fen(-total.fen),
                                         .body = note_credit_paper(w, c, reason) });
        say_name(w, "paper", d->number);
    }
    if (c->whole)
        correction_undo(w, c, reason);
    red_invoices_post(w, c, reason);
}

/* --- money ------------------------------------------------------------------------------ */

static bool is_taken_back(const struct work *w, const struct allocation_row *a)
{
    for (size_t i = 0; i < w->allocation.n; i++)
        if (w->allocation.v[i]->reverses_id == a->id)
            return true;
    return a->reverses_id != 0;
}

/* What is not needed of an allocation pays again, a tolerated shortfall first. */
static void pay_rest(struct work *w, struct receivable_row *r, struct receipt_row *from,
                     const struct allocation_row *was, int64_t back)
{
    int64_t rest = was->amount.fen - back;

    ledger_allocate(w, from, r, fen(rest), NULL, NULL);
    w->allocation.v[w->allocation.n - 1]->shortfall =
        fen(was->shortfall.fen < rest ? was->shortfall.fen : rest);
}

/*
 * Takes `need` of what was paid back from the receivable, the latest payment first. An
 * allocation goes back whole and what is too much of it is allocated again. Of an order that
 * is to be sent again and is paid before, the money waits for it again.
 */
static void payments_return(struct work *w, struct note_credit *c, struct money need)
{
    struct order_row *o = c->sp->o;
    int64_t again = o->cash_basis ? c->again.fen : 0;

    for (size_t i = w->allocation.n; i-- > 0 && need.fen > 0;) {
        const struct allocation_row *a = w->allocation.v[i];
        struct receipt_row *from = find_receipt(w, a->receipt_id);
        int64_t back = a->amount.fen < need.fen ? a->amount.fen : need.fen;
        int64_t mark = back < again ? back : again;

        if (a->receivable_id != c->r->id || is_taken_back(w, a))
            continue;
        ledger_unallocate(w, a, from, c->r);
        if (back < a->amount.fen)
            pay_rest(w, c->r, from, a, back);
        ledger_earmark(w, from, o, fen(mark));
        again -= mark;
        need.fen -= back;
    }
    assert(need.fen == 0);
}

void note_credit_money(struct work *w, struct note_credit *c, enum flow_event event,
                       struct money invoiced)
{
    struct receivable_row *r = c->r;
    int64_t open, beyond, given_up;

    if (c->total.fen == 0 && c->raised.fen == 0)
        return;
    ledger_raise(w, r, c->raised);
    open = receivable_open(r).fen;
    beyond = c->total.fen - open;
    given_up = beyond < r->written_off.fen ? beyond : r->written_off.fen;
    if (given_up > 0) { /* what comes back need not be written off */
        ledger_write_back(w, r, fen(given_up));
        open += given_up;
    }
    if (c->total.fen > open)
        payments_return(w, c, fen(c->total.fen - open));
    ledger_credit(w, r, c->total);
    if (invoiced.fen)
        ledger_invoice(w, r, invoiced);
    receivable_settle(w, r, event, STEP_BC1, STR(""));
    if (!c->sp->o->cash_basis)
        ledger_reserve(w, c->sp->o, c->again);
    note_free_surplus(w, c->sp->n, c->sp->o);
}

void note_credit_post(struct work *w, struct note_credit *c, enum series_name series,
                      struct str reason)
{
    say_money(w, "credited", c->total);
    papers_post(w, c, series, reason);
    note_credit_money(w, c, EVENT_CREDIT, fen(-c->red.fen));
}

void note_credit_received(struct work *w, struct note_credit *c, struct str reason)
{
    say_money(w, "credited", c->total);
    red_invoices_post(w, c, reason);
    note_credit_money(w, c, EVENT_CREDIT, fen(-c->red.fen));
}
