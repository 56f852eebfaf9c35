/*
 * sheet_head.c - what stands in the head of each paper.
 */
#include "client/sheet_in.h"

#include "client/words.h"

static void field(const struct sheet_reader *r, const char *label, struct str value, bool wide)
{
    struct sheet *s = r->sheet;

    if (!value.n)
        return;
    assert(s->field_count < SHEET_FIELDS);
    s->fields[s->field_count++] = (struct sheet_field){ label, value, wide };
}

static struct str transport_of(const struct sheet_reader *r)
{
    struct str mode = sheet_said(r->paper, "transport", r->arena);
    struct str unloading = sheet_said(r->paper, "unloading", r->arena), days = STR("");
    int64_t n = 0;

    if (json_int(json_member(r->paper, "transit_days"), &n) && n > 0)
        days = str_format(r->arena, _("%lld days on the way"), (long long)n);
    return str_format(r->arena, "%.*s%s%.*s%s%.*s", STR_ARG(words_of(mode, r->arena)),
                      mode.n && days.n ? ", " : "", STR_ARG(days),
                      unloading.n && (mode.n || days.n) ? ", " : "", STR_ARG(unloading));
}

static void note_fields(const struct sheet_reader *r)
{
    const struct json *p = r->paper;
    struct str version = sheet_said(p, "version", r->arena), order;

    order = str_format(r->arena, "%.*s%s%.*s", STR_ARG(sheet_said(p, "order", r->arena)),
                       version.n ? " / " : "", STR_ARG(version));
    field(r, _("Customer"), SAID_ALL(r, p, "customer", "customer_name"), true);
    field(r, _("Ship to"), sheet_said(p, "ship_to", r->arena), true);
    field(r, _("Receiver"), SAID_ALL(r, p, "receiver", "phone"), false);
    field(r, _("Order"), order, false);
    field(r, _("Station"), SAID_ALL(r, p, "station", "station_name", "station_phone", "route"),
          false);
    field(r, _("Wanted by"), sheet_said(p, "wanted", r->arena), false);
    field(r, _("Transport"), transport_of(r), false);
    field(r, _("Terms"), words_of(sheet_said(p, "basis", r->arena), r->arena), false);
}

static void invoice_fields(const struct sheet_reader *r)
{
    const struct json *p = r->paper, *g = r->goods;
    struct str customer = SAID_ALL(r, p, "customer", "name");

    if (!customer.n)
        customer = SAID_ALL(r, g, "customer", "name");
    field(r, _("Invoice to"), sheet_said(p, "title", r->arena), true);
    field(r, _("Tax number"), sheet_said(p, "tax_no", r->arena), false);
    field(r, _("Customer"), customer, false);
    field(r, _("Tax invoice"), sheet_said(p, "tax_invoice", r->arena), false);
    field(r, _("Note"), sheet_said(g, "note", r->arena), false);
    field(r, _("Order"), sheet_said(g, "order", r->arena), false);
    field(r, _("Receivable"), sheet_said(p, "receivable", r->arena), false);
    field(r, _("Delivered"), sheet_said(p, "delivered", r->arena), false);
    field(r, _("Takes back"), sheet_said(p, "invoice", r->arena), false);
    field(r, _("In place of"), sheet_said(p, "replaces", r->arena), false);
    field(r, _("Reason"), sheet_said(json_member(p, "reason") ? p : g, "reason", r->arena),
          true);
}

/* Of an outbound order, a credit note, a price correction. */
static void goods_fields(const struct sheet_reader *r)
{
    const struct json *p = r->paper;

    field(r, _("Customer"), SAID_ALL(r, p, "customer", "name"), true);
    field(r, _("Ship to"), sheet_said(p, "ship_to", r->arena), true);
    field(r, _("Note"), sheet_said(p, "note", r->arena), false);
    field(r, _("Part"), sheet_said(p, "part", r->arena), false);
    field(r, _("Order"), sheet_said(p, "order", r->arena), false);
    if (r->sheet->kind == SHEET_GOODS && r->sheet->red)
        field(r, _("Takes back"), sheet_said(p, "outbound", r->arena), false);
    else if (r->sheet->kind == SHEET_CREDIT)
        field(r, _("Outbound order"), sheet_said(p, "outbound", r->arena), false);
    field(r, _("Reason"), sheet_said(p, "reason", r->arena), true);
}

/* What was called back, by whom, and why. */
static void void_fields(const struct sheet_reader *r)
{
    const struct json *p = r->paper;
    struct str customer = SAID_ALL(r, r->of, "customer", "customer_name");

    field(r, _("Customer"), customer.n ? customer : sheet_said(p, "customer", r->arena), true);
    field(r, _("Ship to"), sheet_said(r->of, "ship_to", r->arena), true);
    field(r, _("Takes back"), sheet_said(p, "voids", r->arena), false);
    field(r, _("Order"), sheet_said(p, "order", r->arena), false);
    field(r, _("Asked by"), sheet_said(p, "asked_by", r->arena), false);
    field(r, _("Confirmed by"), sheet_said(p, "confirmed_by", r->arena), false);
    field(r, _("Given back by"), sheet_said(p, "given_back_by", r->arena), false);
    field(r, _("Sets to be called back"), sheet_said(p, "copies", r->arena), false);
    field(r, _("Reason"), sheet_said(p, "reason", r->arena), true);
}

/* Money that came, or that went again: what the reversal does not repeat, the receipt said. */
static void receipt_fields(const struct sheet_reader *r)
{
    const struct json *p = r->paper, *q = r->of ? r->of : r->paper;
    struct str customer = SAID_ALL(r, q, "customer", "name");
    struct str method = sheet_said(q, "method", r->arena);

    field(r, _("Customer"), customer.n ? customer : sheet_said(p, "customer", r->arena), true);
    field(r, _("Takes back"), sheet_said(p, "receipt", r->arena), false);
    field(r, _("Paid by"), words_of(method, r->arena), false);
    field(r, _("Bank"), sheet_said(p, "bank_ref", r->arena), false);
    field(r, _("Received"), sheet_said(p, "received_on", r->arena), false);
    field(r, _("Drawer"), sheet_said(q, "drawer", r->arena), false);
    field(r, _("Matures"), sheet_said(q, "maturity", r->arena), false);
    field(r, _("Brought by"), sheet_said(q, "brought_by", r->arena), false);
    field(r, _("Reason"), sheet_said(p, "reason", r->arena), true);
    field(r, _("Remark"), sheet_said(p, "remark", r->arena), true);
}

static void write_off_fields(const struct sheet_reader *r)
{
    const struct json *p = r->paper;

    field(r, _("Customer"), sheet_said(p, "customer", r->arena), true);
    field(r, _("Receivable"), sheet_said(p, "receivable", r->arena), false);
    field(r, _("Reason"), sheet_said(p, "reason", r->arena), true);
}

void sheet_head_set(const struct sheet_reader *r)
{
    static void (*const fields_of[SHEET_KINDS])(const struct sheet_reader *) = {
        [SHEET_NOTE] = note_fields,       [SHEET_ORDER] = note_fields,
        [SHEET_INVOICE] = invoice_fields, [SHEET_GOODS] = goods_fields,
        [SHEET_CREDIT] = goods_fields,    [SHEET_VOID] = void_fields,
        [SHEET_RECEIPT] = receipt_fields, [SHEET_WRITE_OFF] = write_off_fields,
    };

    fields_of[r->sheet->kind](r);
}
