/*
 * invoice.c - BC2: finance bills what was shipped and is not yet billed or returned.
 *
 * Goods that left can always be billed (law 4): neither limit, hold nor dispute is asked here
 * (T30). What may be billed is counted line by line in units (T20), so nothing is billed twice
 * and what came back never waits for an invoice (T19). Prices contain the tax; it is split
 * out by each product's rate, rounded once a line (decisions.md 4).
 */
#include "server/core/invoice.h"

#include "server/core/billing.h"
#include "server/core/document.h"
#include "server/core/note.h"
#include "server/core/order_common.h"

static const struct load invoice_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, NOTE, note, account_id))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, ORDER, order, customer_id))),
    READ(ORDER, ANY_OF(BY_FACT(order, id, NOTE, note, order_id))),
    READ(NOTE, ANY_OF(BY_ARG(note, no, P_note))),
    READ(SHIPMENT, ANY_OF(BY_FACT(shipment, note_id, NOTE, note, id))),
    OWNED(SHIPMENT_LINE, ANY_OF(BY_FACT(shipment_line, shipment_id, SHIPMENT, shipment, id))),
    OWNED(RECEIVABLE, ANY_OF(BY_FACT(receivable, shipment_id, SHIPMENT, shipment, id))),
    SERIES_LOCK(IV),
    READ(PRODUCT, ANY_OF(BY_FACT(product, id, SHIPMENT_LINE, shipment_line, product_id))),
};

bool shipment_delivered(enum shipment_state state)
{
    switch (state) {
    case SHIPMENT_CONSIGNED:
    case SHIPMENT_FED_BACK:
    case SHIPMENT_CONFIRMED:
    case SHIPMENT_CONFIRMED_DIFF:
        return true;
    case shipment_state_none:
    case SHIPMENT_ALLOCATED:
    case SHIPMENT_PICKED:
    case SHIPMENT_CHECKED:
    case SHIPMENT_ISSUED:
    case SHIPMENT_REFUSED:
    case SHIPMENT_LOST:
    case SHIPMENT_VOIDED:
    case shipment_state_count:
        break;
    }
    return false;
}

struct invoice_row *invoice_born(struct work *w, const struct customer_row *c,
                                 int64_t account_id)
{
    struct invoice_row *iv = add_invoice(w);

    iv->account_id = account_id;
    iv->customer_id = c ? c->id : 0;
    iv->title = !c ? STR("") : c->invoice_title.n ? c->invoice_title : c->name;
    iv->tax_no = c ? c->tax_no : STR("");
    iv->tax_invoice_no = w->args->v[P_tax_invoice].s;
    iv->issued_by = w->actor_id;
    return iv;
}

static void bill_line(struct work *w, struct invoice_row *iv, const struct receivable_row *r,
                      struct shipment_line_row *l)
{
    const struct product_row *p = find_product(w, l->product_id);
    struct invoice_line_row *out = add_invoice_line(w);

    out->invoice_id = iv->id;
    out->receivable_id = r->id;
    out->shipment_line_id = l->id;
    out->product_id = l->product_id;
    out->qty = qty(l->qty.n - l->invoiced.n - l->returned.n);
    out->amount = fen(shipment_line_worth(l).fen - l->invoiced_amount.fen);
    out->tax = money_tax_inside(out->amount, p ? p->tax_bp : 0);
    l->invoiced.n += out->qty.n;
    l->invoiced_amount.fen += out->amount.fen;
    iv->total.fen += out->amount.fen;
    iv->tax.fen += out->tax.fen;
}

void invoice_moves_due(const struct work *w, struct receivable_row *r)
{
    if (r->due_from != BASIS_INVOICE || r->invoiced.fen > 0)
        return;
    r->basis_day = w->today;
    r->due = day_add(w->today, (int32_t)r->term_days);
}

/* Bills what is left of one shipment; false when nothing is. */
static bool bill_shipment(struct work *w, struct invoice_row *iv, const struct shipment_row *s)
{
    struct receivable_row *r = find_receivable(w, s->receivable_id);
    int64_t before = iv->total.fen;
    bool any = false;

    for (size_t i = 0; r && i < w->shipment_line.n; i++) {
        struct shipment_line_row *l = w->shipment_line.v[i];

        if (l->shipment_id != s->id || l->qty.n <= l->invoiced.n + l->returned.n)
            continue;
        bill_line(w, iv, r, l);
        any = true;
    }
    if (!any)
        return false;
    invoice_moves_due(w, r);
    ledger_invoice(w, r, fen(iv->total.fen - before));
    receivable_move(w, r, EVENT_INVOICE, r->state, STEP_BC2, STR(""));
    return true;
}

void invoice_lines(struct json_out *out, const struct work *w, const struct invoice_row *iv)
{
    json_key(out, "lines");
    json_begin_array(out);
    for (size_t i = w->invoice_line.loaded; i < w->invoice_line.n; i++) {
        const struct invoice_line_row *l = w->invoice_line.v[i];
        const struct product_row *p = find_product(w, l->product_id);

        if (l->invoice_id != iv->id)
            continue;
        json_begin_object(out);
        json_field_str(out, "product", p ? p->code : STR(""));
        json_field_str(out, "name", p ? p->name : STR(""));
        json_field_str(out, "spec", p ? p->spec : STR(""));
        json_field_str(out, "unit", p ? p->unit : STR(""));
        json_field_qty(out, "qty", l->qty);
        json_field_money(out, "amount", l->amount);
        json_field_int(out, "tax_bp", p ? p->tax_bp : 0);
        json_field_money(out, "tax", l->tax);
        json_end_object(out);
    }
    json_end_array(out);
}

void invoice_head(struct json_out *out, const struct work *w, const struct invoice_row *iv)
{
    const struct customer_row *c = find_customer(w, iv->customer_id);

    json_field_str(out, "customer", c ? c->code : STR(""));
    json_field_str(out, "title", iv->title);
    json_field_str(out, "tax_no", iv->tax_no);
    json_field_str(out, "tax_invoice", iv->tax_invoice_no);
    json_field_money(out, "net", fen(iv->total.fen - iv->tax.fen));
    json_field_money(out, "tax", iv->tax);
    json_field_str(out, "words", money_words_zh(iv->total, w->arena));
}

static struct str paper_of(const struct work *w, const struct invoice_row *iv,
                           const struct note_row *n)
{
    const struct order_row *o = find_order(w, n->order_id);
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "note", n->no);
    json_field_str(&out, "order", o ? o->no : STR(""));
    invoice_head(&out, w, iv);
    invoice_lines(&out, w, iv);
    json_end_object(&out);
    return json_text(&out);
}

void invoice_post(struct work *w, struct invoice_row *iv, int64_t order_id, struct str paper)
{
    const struct document_row *d;

    iv->net = fen(iv->total.fen - iv->tax.fen);
    d = document_post(w, &(struct document_draft){ .series = SERIES_IV,
                                                   .order_id = order_id,
                                                   .customer_id = iv->customer_id,
                                                   .total = iv->total,
                                                   .body = paper });
    iv->document_id = d->id;
    iv->no = d->number;
    iv->issued_at = d->posted_at;
}

static void invoice_issue(struct work *w)
{
    const struct note_row *n = ONE(w->note);
    const struct customer_row *c = ONE(w->customer);
    const struct arg *part = &w->args->v[P_part];
    struct invoice_row *iv;
    size_t billed = 0;

    if (!n) {
        refused_missing(w, "note", w->args->v[P_note].s);
        return;
    }
    iv = invoice_born(w, c, n->account_id);
    for (size_t i = 0; i < w->shipment.n; i++) {
        const struct shipment_row *s = w->shipment.v[i];

        if (shipment_delivered(s->state) && (!part->given || part->n == s->part))
            billed += bill_shipment(w, iv, s);
    }
    if (BREAKS(RULE_INVOICE_NOTHING, billed == 0)) {
        refused_at(w, RULE_INVOICE_NOTHING, part->given ? "part" : "note", n->no);
        return;
    }
    say_money(w, "total", iv->total);
    say_money(w, "tax", iv->tax);
    say_count(w, "shipments", (int64_t)billed);
    invoice_post(w, iv, n->order_id, paper_of(w, iv, n));
    done(w);
}

OPERATION(INVOICE_ISSUE) = { LOADS(invoice_loads), .decide = invoice_issue };
