/*
 * invoice_opening.c - BC2 for goods that left before go-live and were not billed there.
 *
 * No note or shipment of this house stands behind them: the invoice has one line, of the whole
 * receivable, and finance says which rate of tax is in it.
 */
#include "server/core/billing.h"
#include "server/core/invoice.h"
#include "server/core/master.h"

static const struct load opening_loads[] = { RECEIVABLE_ONE_LOADS, SERIES_LOCK(IV) };

static void bill_whole(struct work *w, struct invoice_row *iv, const struct receivable_row *r)
{
    struct invoice_line_row *l = add_invoice_line(w);

    l->invoice_id = iv->id;
    l->receivable_id = r->id;
    l->amount = r->amount;
    l->tax = money_tax_inside(r->amount, w->args->v[P_tax_bp].n);
    iv->total = l->amount;
    iv->tax = l->tax;
}

static void put_line(struct json_out *out, const struct work *w, const struct invoice_row *iv)
{
    struct str goods = str_trim(w->args->v[P_text].s);

    json_key(out, "lines");
    json_begin_array(out);
    json_begin_object(out);
    json_field_str(out, "name", goods.n ? goods : STR("goods delivered before go-live"));
    json_field_money(out, "amount", iv->total);
    json_field_int(out, "tax_bp", w->args->v[P_tax_bp].n);
    json_field_money(out, "tax", iv->tax);
    json_end_object(out);
    json_end_array(out);
}

static struct str paper_of(const struct work *w, const struct invoice_row *iv,
                           const struct receivable_row *r)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "receivable", r->no);
    json_field_day(&out, "delivered", r->basis_day);
    invoice_head(&out, w, iv);
    put_line(&out, w, iv);
    json_end_object(&out);
    return json_text(&out);
}

static void invoice_opening(struct work *w)
{
    struct receivable_row *r = ONE(w->receivable);
    const struct customer_row *c = ONE(w->customer);
    struct invoice_row *iv;
    struct str paper;

    if (!r) {
        refused_missing(w, "receivable", w->args->v[P_receivable].s);
        return;
    }
    if (BREAKS(RULE_OPENING_BILLED, r->kind != DEBT_OPENING || r->invoiced.fen > 0)) {
        remedy_plain(w, "invoice", OP_INVOICE_ISSUE);
        refused_at(w, RULE_OPENING_BILLED, "receivable", r->no);
        return;
    }
    if (!in_range(w, P_tax_bp, 0, 10000))
        return;
    iv = invoice_born(w, c, r->account_id);
    bill_whole(w, iv, r);
    paper = paper_of(w, iv, r); /* the day of delivery, before the invoice's own begins */
    invoice_moves_due(w, r);
    ledger_invoice(w, r, iv->total);
    receivable_move(w, r, EVENT_INVOICE, r->state, STEP_BC2, STR(""));
    say_money(w, "total", iv->total);
    say_money(w, "tax", iv->tax);
    say_day(w, "due", r->due);
    invoice_post(w, iv, 0, paper);
    done(w);
}

OPERATION(INVOICE_OPENING) = { LOADS(opening_loads), .decide = invoice_opening };
