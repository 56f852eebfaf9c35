/*
 * print_paper.c - what the delivery note says, its form, and the rows that it makes (R-118,
 * R-137, law 6).
 */
#include "server/core/print_paper.h"

#include "common/json.h"
#include "server/core/clocks.h"
#include "server/core/form_note.h"
#include "server/core/invoice.h"
#include "server/core/note_copies.h"
#include "server/core/order_common.h"
#include "server/core/print_job.h"
#include "server/core/signing.h"

/* --- the paper ----------------------------------------------------------------------- */

/* How the goods reach the customer by the order's station; his own words go before those of
 * his master data. */
struct route_to {
    const struct customer_row *c;
    const struct station_row *s;      /* or NULL */
    const struct destination_row *by; /* or NULL */
    struct str receiver, phone, transport, unloading;
    int64_t transit_days;
};

static struct route_to way_of(const struct work *w, const struct order_row *o)
{
    struct route_to x = { .c = find_customer(w, o->customer_id),
                          .s = find_station(w, o->station_id) };

    x.by = station_of(w, x.c->id, o->station_id);
    x.receiver = x.by && x.by->receiver.n ? x.by->receiver : x.c->receiver;
    x.phone = x.by && x.by->phone.n ? x.by->phone : x.c->phone;
    x.transport = str_of(x.by ? enum_name(ENUM_transport_mode, x.by->transport) : "");
    x.unloading = x.by ? x.by->unloading : STR("");
    x.transit_days = transit_days(x.s, x.by);
    return x;
}

static void put_customer(struct json_out *out, const struct work *w, const struct order_row *o)
{
    const struct route_to x = way_of(w, o);

    json_field_str(out, "customer", x.c->code);
    json_field_str(out, "customer_name", x.c->name);
    json_field_str(out, "ship_to", o->ship_to);
    json_field_str(out, "receiver", x.receiver);
    json_field_str(out, "phone", x.phone);
    json_field_str(out, "station", x.s ? x.s->code : STR(""));
    json_field_str(out, "station_name", x.s ? x.s->name : STR(""));
    json_field_str(out, "station_phone", x.s ? x.s->phone : STR(""));
    json_field_str(out, "route", x.s ? x.s->route : STR(""));
    json_field_int(out, "transit_days", x.transit_days);
    json_field_str(out, "transport", x.transport);
    json_field_str(out, "unloading", x.unloading);
}

/* Does the line go on the paper? A line that quota cut wholly does not. */
static bool on_paper(const struct order_row *o, const struct order_line_row *l)
{
    return l->order_id == o->id && !l->removed && l->granted.n > 0;
}

static void put_lines(struct json_out *out, const struct work *w, const struct order_row *o)
{
    json_key(out, "lines");
    json_begin_array(out);
    for (size_t i = 0; i < w->order_line.n; i++) {
        const struct order_line_row *l = w->order_line.v[i];
        const struct product_row *p = find_product(w, l->product_id);

        if (!on_paper(o, l))
            continue;
        json_begin_object(out);
        json_field_int(out, "line", l->line_no);
        json_field_str(out, "product", p->code);
        json_field_str(out, "name", p->name);
        json_field_str(out, "spec", p->spec);
        json_field_str(out, "unit", p->unit);
        json_field_qty(out, "qty", l->granted);
        json_field_money(out, "price", l->price);
        json_field_int(out, "price_per", l->price_per);
        json_field_money(out, "amount", l->amount);
        json_field_int(out, "tax_bp", p->tax_bp);
        json_end_object(out);
    }
    json_end_array(out);
}

/* "ssgl for ddir": every print names both. */
static struct str signed_by(const struct work *w, const struct signature_row *s)
{
    if (s->attested_by)
        return str_format(w->arena, "%.*s (on paper)", STR_ARG(user_name(w, s->signer_id)));
    if (s->signer_id == s->principal_id)
        return user_name(w, s->signer_id);
    return str_format(w->arena, "%.*s for %.*s", STR_ARG(user_name(w, s->signer_id)),
                      STR_ARG(user_name(w, s->principal_id)));
}

/* The signatures that let the goods go: those of the field stay on the order. */
static bool bears(const struct order_row *o, const struct signature_row *s)
{
    const unsigned kinds = MANAGER_KINDS | KIND_BIT(SIGN_ST) | KIND_BIT(SIGN_QUOTA);

    return signature_live(s, o, s->kind) && (kinds & KIND_BIT(s->kind));
}

static void put_signatures(struct json_out *out, const struct work *w,
                           const struct order_row *o)
{
    json_key(out, "signed");
    json_begin_array(out);
    for (size_t i = 0; i < w->signature.n; i++) {
        const struct signature_row *s = w->signature.v[i];

        if (!bears(o, s))
            continue;
        json_begin_object(out);
        json_field_str(out, "kind", str_of(enum_name(ENUM_sign_kind, s->kind)));
        json_field_str(out, "role", str_of(enum_name(ENUM_role, s->role)));
        json_field_str(out, "by", signed_by(w, s));
        json_field_instant(out, "at", s->at);
        json_end_object(out);
    }
    json_end_array(out);
}

static struct str basis_of(const struct order_row *o)
{
    return o->cash_basis ? STR("cash before goods") : STR("credit");
}

static struct str paper(const struct work *w, const struct order_row *o)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "form", STR("delivery note"));
    json_field_str(&out, "order", o->no);
    json_field_int(&out, "version", o->version);
    put_customer(&out, w, o);
    json_field_day(&out, "wanted", o->wanted);
    json_field_str(&out, "basis", basis_of(o));
    put_lines(&out, w, o);
    json_field_str(&out, "words", money_words_zh(o->total, w->arena));
    put_signatures(&out, w, o);
    json_field_str(&out, "printed_by", user_name(w, w->actor_id));
    json_end_object(&out);
    return json_text(&out);
}

/* --- the form ------------------------------------------------------------------------ */

static void form_goods_of(const struct work *w, const struct order_row *o,
                          struct form_note *form)
{
    struct form_goods *goods = ARENA_ARRAY(w->arena, w->order_line.n + 1, struct form_goods);

    for (size_t i = 0; i < w->order_line.n; i++) {
        const struct order_line_row *l = w->order_line.v[i];
        const struct product_row *p = find_product(w, l->product_id);

        if (!on_paper(o, l))
            continue;
        goods[form->goods_count++] = (struct form_goods){ .line = l->line_no,
                                                          .product = p->code,
                                                          .name = p->name,
                                                          .spec = p->spec,
                                                          .unit = p->unit,
                                                          .qty = l->granted,
                                                          .price = l->price,
                                                          .price_per = l->price_per,
                                                          .amount = l->amount };
    }
    form->goods = goods;
}

/* The highest rate of the paper's lines below that one; 0: none. */
static int64_t next_rate(const struct work *w, const struct order_row *o, int64_t below)
{
    int64_t next = 0;

    for (size_t i = 0; i < w->order_line.n; i++) {
        const struct order_line_row *l = w->order_line.v[i];
        int64_t bp = on_paper(o, l) ? find_product(w, l->product_id)->tax_bp : 0;

        next = bp < below && bp > next ? bp : next;
    }
    return next;
}

/* A leader's special treatment is his approval, too: he stands there once, with the later one.
 */
static bool is_signed_again(const struct work *w, const struct order_row *o, size_t at)
{
    const struct signature_row *s = w->signature.v[at];

    for (size_t i = at + 1; i < w->signature.n; i++) {
        const struct signature_row *t = w->signature.v[i];

        if (bears(o, t) && t->role == s->role && t->signer_id == s->signer_id &&
            t->principal_id == s->principal_id)
            return true;
    }
    return false;
}

/* "13", "9.50" from hundredths of a per cent. */
static struct str rate_text(int64_t bp, struct arena *a)
{
    return bp % 100 ? str_format(a, "%lld.%02lld", (long long)(bp / 100), (long long)(bp % 100))
                    : str_format(a, "%lld", (long long)(bp / 100));
}

/* The tax inside the lines' gross amounts, a sum for each rate. */
static struct str tax_by_rate(const struct work *w, const struct order_row *o)
{
    struct str text = STR("");

    for (int64_t bp = next_rate(w, o, INT64_MAX); bp > 0; bp = next_rate(w, o, bp)) {
        struct money sum = { 0 };

        for (size_t i = 0; i < w->order_line.n; i++) {
            const struct order_line_row *l = w->order_line.v[i];

            if (on_paper(o, l) && find_product(w, l->product_id)->tax_bp == bp)
                sum.fen += money_tax_inside(l->amount, bp).fen;
        }
        text = str_format(w->arena, "%.*s%s%.*s%% %.*s", STR_ARG(text), text.n ? "  " : "",
                          STR_ARG(rate_text(bp, w->arena)), STR_ARG(form_money(sum, w->arena)));
    }
    return text;
}

static void form_signers_of(const struct work *w, const struct order_row *o,
                            struct form_note *form)
{
    struct form_signer *signers = ARENA_ARRAY(w->arena, w->signature.n + 1, struct form_signer);

    for (size_t i = 0; i < w->signature.n; i++) {
        const struct signature_row *s = w->signature.v[i];

        if (bears(o, s) && !is_signed_again(w, o, i))
            signers[form->signer_count++] = (struct form_signer){
                .role = str_of(enum_name(ENUM_role, s->role)),
                .by = user_name(w, s->signer_id),
                .principal =
                    s->signer_id == s->principal_id ? STR("") : user_name(w, s->principal_id),
                .at = s->at,
            };
    }
    form->signers = signers;
}

static void form_customer_of(const struct work *w, const struct order_row *o,
                             struct form_note *form)
{
    const struct route_to x = way_of(w, o);

    form->customer = x.c->code;
    form->customer_name = x.c->name;
    form->ship_to = o->ship_to;
    form->receiver = x.receiver;
    form->phone = x.phone;
    form->transport = x.transport;
    form->unloading = x.unloading;
    form->transit_days = x.transit_days;
    if (!x.s)
        return;
    form->station = x.s->code;
    form->station_name = x.s->name;
    form->station_phone = x.s->phone;
    form->route = x.s->route;
}

/* Sets the form and stores its bytes: what is printed, now and ever after. */
static void form_post(struct work *w, const struct order_row *o, const struct document_row *d,
                      enum paper_form kind, unsigned copies)
{
    struct form_note form = { .form = kind,
                              .number = d->number,
                              .order = o->no,
                              .basis = basis_of(o),
                              .version = o->version,
                              .zone_min = w->pol->utc_offset_min,
                              .posted = d->posted_at,
                              .wanted = o->wanted,
                              .total = d->total,
                              .words = money_words_zh(d->total, w->arena),
                              .tax = tax_by_rate(w, o),
                              .printed_by = user_name(w, w->actor_id) };
    struct form_row *f = add_form(w);

    form_customer_of(w, o, &form);
    form_goods_of(w, o, &form);
    form_signers_of(w, o, &form);
    f->document_id = d->id;
    f->form = kind;
    f->copies = paper_set_text(copies, w->arena);
    f->body = form_note_set(&form, copies, w->arena);
    f->sha256 = sha256_hex(f->body, w->arena);
}

void note_form_kept(struct work *w, const struct order_row *o, const struct note_row *n)
{
    for (size_t i = 0; i < w->form.n; i++)
        if (w->form.v[i]->document_id == n->document_id && w->form.v[i]->form == PAPER_NOTE)
            return;
    form_post(w, o, find_document(w, n->document_id), PAPER_NOTE,
              form_copies(PAPER_NOTE, n->two_papers));
}

void outbound_form(struct work *w, const struct order_row *o, const struct note_row *n)
{
    unsigned copies = form_copies(PAPER_OUTBOUND, true);

    form_post(w, o, find_document(w, n->document_id), PAPER_OUTBOUND, copies);
}

/* --- the rows ------------------------------------------------------------------------ */

static void note_lines(struct work *w, const struct order_row *o, const struct note_row *n)
{
    for (size_t i = 0; i < w->order_line.n; i++) {
        const struct order_line_row *l = w->order_line.v[i];
        struct note_line_row *line;

        if (!on_paper(o, l))
            continue;
        line = add_note_line(w);
        line->note_id = n->id;
        line->order_line_id = l->id;
        line->product_id = l->product_id;
        line->qty = l->granted;
    }
}

void note_print(struct work *w, struct order_row *o)
{
    const struct document_draft draft = { .series = SERIES_DN,
                                          .order_id = o->id,
                                          .customer_id = o->customer_id,
                                          .total = o->total,
                                          .body = paper(w, o) };
    const struct document_row *d = document_post(w, &draft);
    unsigned copies = form_copies(PAPER_NOTE, w->pol->two_papers);
    struct note_row *n = add_note(w);

    n->no = d->number;
    n->order_id = o->id;
    n->account_id = o->account_id;
    n->order_version = o->version;
    n->total = o->total;
    n->station_id = o->station_id;
    n->ship_to = o->ship_to;
    n->copies = 1;
    n->two_papers = w->pol->two_papers;
    n->document_id = d->id;
    n->printed_by = w->actor_id;
    n->printed_at = d->posted_at;
    n->due_at = clock_hand_over(w, o, d->posted_at); /* */
    note_lines(w, o, n);
    form_post(w, o, d, PAPER_NOTE, copies);
    copies_born(w, n, PAPER_NOTE, n->copies);
    print_queue(w, n, PAPER_NOTE, n->copies);
    note_move(w, n, EVENT_PRINT, NOTE_PRINTED, STEP_BG, STR(""));
    o->note_id = n->id;
}
