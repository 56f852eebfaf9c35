/*
 * note_reprice.c - red and new invoice, and the debt, of a corrected price.
 */
#include "server/core/note_reprice.h"

#include "server/core/invoice.h"

/* --- the invoice, issued anew --------------------------------------------------------------
 */

/* The tax that stands billed for the line, less what red invoices took back. */
static struct money tax_billed(const struct work *w, const struct shipment_line_row *l)
{
    struct money tax = fen(0);

    for (size_t i = 0; i < w->invoice_line.n; i++)
        if (w->invoice_line.v[i]->shipment_line_id == l->id)
            tax.fen += w->invoice_line.v[i]->tax.fen;
    return tax;
}

/* The tax of a corrected amount: by the product's rate, if the line was billed with it; else,
 * the rate having changed since, in the proportion in which it was billed. */
static struct money tax_anew(const struct work *w, const struct shipment_line_row *l,
                             struct money was_tax)
{
    const struct product_row *p = find_product(w, l->product_id);
    struct money was = l->invoiced_amount, now = shipment_line_worth(l), share;

    if (now.fen == was.fen)
        return was_tax;
    if (was.fen > 0 && money_tax_inside(was, p ? p->tax_bp : 0).fen != was_tax.fen &&
        money_of(was_tax, was.fen, qty(now.fen), &share))
        return share;
    return money_tax_inside(now, p ? p->tax_bp : 0);
}

static void invoice_line_put(struct work *w, struct invoice_row *iv,
                             const struct invoice_line_row *like, struct qty q,
                             struct money amount, struct money tax)
{
    struct invoice_line_row *v = add_invoice_line(w);

    v->invoice_id = iv->id;
    v->receivable_id = like->receivable_id;
    v->shipment_line_id = like->shipment_line_id;
    v->product_id = like->product_id;
    v->qty = q;
    v->amount = amount;
    v->tax = tax;
    iv->total.fen += amount.fen;
    iv->tax.fen += tax.fen;
}

/* All that the invoice still bills goes onto the red one, and what it costs onto the new. */
static void lines_anew(struct work *w, const struct invoice_row *of, struct invoice_row *red,
                       struct invoice_row *blue)
{
    for (size_t i = 0; i < w->shipment_line.n; i++) {
        struct shipment_line_row *l = w->shipment_line.v[i];
        const struct invoice_line_row *was = l->invoiced.n > 0 ? note_billed_by(w, l) : NULL;
        struct money tax, anew;

        if (!was || was->invoice_id != of->id)
            continue;
        tax = tax_billed(w, l);
        anew = tax_anew(w, l, tax);
        invoice_line_put(w, red, was, qty(-l->invoiced.n), fen(-l->invoiced_amount.fen),
                         fen(-tax.fen));
        l->invoiced_amount = shipment_line_worth(l);
        invoice_line_put(w, blue, was, l->invoiced, l->invoiced_amount, anew);
    }
}

/* To whom the old one was: what is corrected is the price. */
static struct invoice_row *invoice_like(struct work *w, const struct invoice_row *of)
{
    struct invoice_row *iv = add_invoice(w);

    iv->customer_id = of->customer_id;
    iv->account_id = of->account_id;
    iv->title = of->title;
    iv->tax_no = of->tax_no;
    iv->issued_by = w->actor_id;
    return iv;
}

static struct str red_paper(const struct work *w, const struct invoice_row *red,
                            const struct invoice_row *of, struct str reason)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "invoice", of->no);
    json_field_str(&out, "title", red->title);
    json_field_str(&out, "tax_no", red->tax_no);
    json_field_money(&out, "net", red->net);
    json_field_money(&out, "tax", red->tax);
    json_field_str(&out, "reason", reason);
    invoice_lines(&out, w, red);
    json_end_object(&out);
    return json_text(&out);
}

static void red_post(struct work *w, struct invoice_row *red, const struct invoice_row *of,
                     const struct shipping *sp, struct str reason)
{
    bool whole = red->total.fen != 0 && red->total.fen == -of->total.fen;
    const struct document_row *d;

    red->reverses_id = of->id;
    red->net = fen(red->total.fen - red->tax.fen);
    d = document_post(
        w, &(struct document_draft){ .series = SERIES_RI,
                                     .order_id = sp->o->id,
                                     .customer_id = of->customer_id,
                                     .reverses_id = whole ? of->document_id : 0, /* I19 */
                                     .total = red->total,
                                     .body = red_paper(w, red, of, reason) });
    red->no = d->number;
    red->document_id = d->id;
    red->issued_at = d->posted_at;
    say_name(w, "red_invoice", red->no);
}

static struct str blue_paper(const struct work *w, const struct invoice_row *blue,
                             const struct invoice_row *of, const struct shipping *sp)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "note", sp->n->no);
    json_field_str(&out, "order", sp->o->no);
    json_field_str(&out, "replaces", of->no);
    invoice_head(&out, w, blue);
    invoice_lines(&out, w, blue);
    json_end_object(&out);
    return json_text(&out);
}

static void issue_anew(struct work *w, const struct invoice_row *of, const struct shipping *sp,
                       struct str reason)
{
    struct invoice_row *blue = invoice_like(w, of), *red = invoice_like(w, of);

    lines_anew(w, of, red, blue);
    red_post(w, red, of, sp, reason);
    blue->replaces_id = of->id;
    invoice_post(w, blue, sp->o->id, blue_paper(w, blue, of, sp));
    say_name(w, "invoice", blue->no);
}

/* --- before the invoice ---------------------------------------------------------------------
 */

/* The shipment's paper, and of each line that is not billed yet what it was and is worth. */
static struct str correction_paper(const struct work *w, const struct shipping *sp,
                                   const struct claim_row *c, struct str reason)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_put_members(&out, shipment_paper(w, sp, reason));
    json_key(&out, "changed");
    json_begin_array(&out);
    for (const struct claim_line_row *x = NULL; (x = claim_next(w, c, x));) {
        const struct shipment_line_row *l = find_shipment_line(w, x->shipment_line_id);

        if (l->invoiced.n == 0)
            note_credit_change(w, &out, l, x->qty, x->was, x->worth);
    }
    json_end_array(&out);
    json_end_object(&out);
    return json_text(&out);
}

static void correction_post(struct work *w, const struct shipping *sp,
                            const struct claim_row *c, struct money difference,
                            struct str reason)
{
    const struct document_row *d = document_post(
        w, &(struct document_draft){ .series = SERIES_PC,
                                     .order_id = sp->o->id,
                                     .customer_id = sp->c->id,
                                     .total = difference,
                                     .body = correction_paper(w, sp, c, reason) });

    say_name(w, "paper", d->number);
}

/* --- all of it ------------------------------------------------------------------------------
 */

/* The difference of a line, beside what was issued. */
static struct money line_repriced(struct note_credit *c, struct shipment_line_row *l,
                                  const struct claim_line_row *x)
{
    struct money more = fen(x->worth.fen - x->was.fen);

    assert(shipment_line_worth(l).fen == x->was.fen && l->qty.n - l->returned.n == x->qty.n);
    if (more.fen > 0) {
        l->raised.fen += more.fen;
        c->raised.fen += more.fen;
    } else {
        l->returned_amount.fen -= more.fen;
        c->total.fen -= more.fen;
    }
    return more;
}

static bool is_new(const struct work *w, const struct invoice_row *iv)
{
    return iv->id / ID_BLOCK == w->id_block;
}

/* Each invoice that billed one of the lines; one that was just issued is right. */
static void invoices_anew(struct work *w, const struct shipping *sp, const struct claim_row *c,
                          struct str reason)
{
    for (const struct claim_line_row *x = NULL; (x = claim_next(w, c, x));) {
        const struct shipment_line_row *l = find_shipment_line(w, x->shipment_line_id);
        const struct invoice_row *of =
            l->invoiced.n > 0 ? find_invoice(w, note_billed_by(w, l)->invoice_id) : NULL;

        if (of && !is_new(w, of))
            issue_anew(w, of, sp, reason);
    }
}

void note_reprice(struct work *w, const struct shipping *sp, const struct claim_row *c,
                  struct str reason)
{
    struct money billed = fen(0), not_billed = fen(0);
    struct note_credit credit;
    bool to_bill = false;

    note_credit_init(w, &credit, sp);
    for (const struct claim_line_row *x = NULL; (x = claim_next(w, c, x));) {
        struct shipment_line_row *l = find_shipment_line(w, x->shipment_line_id);
        struct money more = line_repriced(&credit, l, x);

        if (l->invoiced.n > 0) {
            billed.fen += more.fen;
        } else {
            not_billed.fen += more.fen;
            to_bill = true;
        }
    }
    say_money(w, "raised", credit.raised);
    say_money(w, "credited", credit.total);
    if (to_bill)
        correction_post(w, sp, c, not_billed, reason);
    invoices_anew(w, sp, c, reason);
    note_credit_money(w, &credit, EVENT_CORRECT, billed);
}
