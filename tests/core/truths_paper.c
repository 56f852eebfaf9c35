/*
 * truths_paper.c - legal documents: numbers without a gap, bytes that stay, exact negatives.
 */
#include "server/core/document.h"
#include "tests/core/truths_parts.h"

/* --- documents (I18, I19) -------------------------------------------------------------------
 */

static void reversal_holds(struct truths *t, const struct document_row *d)
{
    const struct document_row *of = model_find(t->m, TABLE_DOCUMENT, d->reverses_id);

    must(t, of && of->total.fen == -d->total.fen, "I19 a reversal is not the exact negative",
         d->id);
    EACH(t, TABLE_DOCUMENT, document_row, e)
    {
        must(t, e->id == d->id || e->reverses_id != d->reverses_id,
             "I19 a document was reversed twice", d->reverses_id);
    }
}

static bool is_invoiced(const struct truths *t, const struct document_row *d)
{
    bool found = false;

    EACH(t, TABLE_INVOICE, invoice_row, v)
    {
        found |= v->document_id == d->id;
    }
    return found;
}

/* A part of what left comes back by a red outbound order of its own amount. */
static bool part_comes_back(const struct truths *t, const struct document_row *d)
{
    bool found = false;

    EACH(t, TABLE_CLAIM, claim_row, c)
    {
        found |= c->order_id == d->order_id && c->goods == GOODS_BACK &&
                 c->decided_at.us <= d->posted_at.us && c->amount.fen == -d->total.fen;
    }
    EACH(t, TABLE_GOODS_RETURN, goods_return_row, r)
    {
        found |= r->document_id == d->id; /* of its amount: red_order_holds() */
    }
    return found;
}

/* The paper of a correction says at most what was decided until then. */
static bool was_corrected(const struct truths *t, const struct document_row *d)
{
    int64_t total = d->total.fen < 0 ? -d->total.fen : d->total.fen, decided = 0;

    EACH(t, TABLE_CLAIM, claim_row, c)
    {
        decided += c->order_id == d->order_id && c->remedy == CLAIM_CORRECT &&
                           c->state == CLAIM_IS_SETTLED && c->decided_at.us <= d->posted_at.us
                       ? c->amount.fen
                       : 0;
    }
    return decided > 0 && total <= decided;
}

void document_holds(struct truths *t, const struct document_row *d)
{
    int64_t before = 0;

    must(t, str_eq(d->sha256, sha256_hex(d->body, t->arena)),
         "I19 a posted document was changed", d->id);
    EACH(t, TABLE_DOCUMENT, document_row, e)
    {
        if (e->series != d->series || e->id >= d->id)
            continue;
        before += str_eq(e->period, d->period);
        must(t, e->posted_at.us <= d->posted_at.us,
             "I18 a document is older than its predecessor", d->id);
    }
    must(t, d->no == before + 1, "I18 a series has a gap", d->id);
    must(t,
         str_eq(d->number,
                str_format(t->arena, "%s%.*s-%06lld", enum_name(ENUM_series_name, d->series),
                           STR_ARG(d->period), (long long)d->no)),
         "I18 a document's number does not say its place", d->id);
    must(t,
         d->reverses_id || (d->series != SERIES_RR && d->series != SERIES_VN &&
                            (d->series != SERIES_RO || part_comes_back(t, d))),
         "I19 a reversal reverses nothing", d->id);
    if (d->series == SERIES_PC)
        must(t, was_corrected(t, d), "a price correction of nothing", d->id);
    if (d->series == SERIES_IV || d->series == SERIES_RI)
        must(t, is_invoiced(t, d), "I18 the paper of no invoice", d->id);
    if (d->reverses_id)
        reversal_holds(t, d);
}

/* I18: the counter is the last number of its series and period. */
void counter_holds(struct truths *t, const struct counter_row *c)
{
    int64_t last = 0;

    EACH(t, TABLE_DOCUMENT, document_row, d)
    {
        if (d->series == c->series && str_eq(d->period, c->period))
            last = d->no;
        must(t, d->series != c->series || str_cmp(d->period, c->period) <= 0,
             "I18 a counter is behind its series", c->id);
    }
    must(t, last == c->last_no, "I18 a counter is not its series' last number", c->id);
}

void paper_holds(struct truths *t, int64_t document_id, enum series_name series, struct str no,
                 struct money total, int64_t id)
{
    const struct document_row *d = model_find(t->m, TABLE_DOCUMENT, document_id);

    must(t, d && d->series == series && str_eq(d->number, no) && d->total.fen == total.fen,
         "I18 a paper is not its document", id);
}

/* --- invoices -------------------------------------------------------------------------------
 */

/* I19: the paper of a red invoice that takes all back reverses the other's paper. */
static void red_invoice_holds(struct truths *t, const struct invoice_row *v)
{
    const struct invoice_row *of = model_find(t->m, TABLE_INVOICE, v->reverses_id);
    const struct document_row *d = model_find(t->m, TABLE_DOCUMENT, v->document_id);

    must(t,
         of && d &&
             d->reverses_id ==
                 (v->total.fen != 0 && v->total.fen == -of->total.fen ? of->document_id : 0),
         "I19 a red invoice's paper reverses another", v->id);
}

/* what was issued anew was taken back before, to the fen, of the same customer. */
static void anew_holds(struct truths *t, const struct invoice_row *v)
{
    const struct invoice_row *of = model_find(t->m, TABLE_INVOICE, v->replaces_id);
    int64_t left = of ? of->total.fen : 1, tax = of ? of->tax.fen : 1;

    EACH(t, TABLE_INVOICE, invoice_row, r)
    {
        left += r->reverses_id == v->replaces_id ? r->total.fen : 0;
        tax += r->reverses_id == v->replaces_id ? r->tax.fen : 0;
        must(t, r->id == v->id || r->replaces_id != v->replaces_id,
             "I16 an invoice was issued anew twice", v->id);
    }
    must(t, left == 0 && tax == 0, "I16 an invoice was issued anew and stands", v->replaces_id);
    must(t, of && of->customer_id == v->customer_id && str_eq(of->title, v->title),
         "I16 an invoice was issued anew to another", v->id);
}

/* I13: total and tax are the lines'; I18: one document, of that number and total. */
void invoice_holds(struct truths *t, const struct invoice_row *v)
{
    int64_t total = 0, tax = 0;

    EACH(t, TABLE_INVOICE_LINE, invoice_line_row, l)
    {
        if (l->invoice_id != v->id)
            continue;
        total += l->amount.fen;
        tax += l->tax.fen;
        must(t, l->shipment_line_id || l->qty.n == 0, "I16 a line bills goods of no shipment",
             l->id);
    }
    must(t, total == v->total.fen && tax == v->tax.fen && v->net.fen == total - tax,
         "I13 an invoice is not its lines", v->id);
    if (v->reverses_id)
        red_invoice_holds(t, v);
    if (v->replaces_id)
        anew_holds(t, v);
    paper_holds(t, v->document_id, v->reverses_id ? SERIES_RI : SERIES_IV, v->no, v->total,
                v->id);
}
