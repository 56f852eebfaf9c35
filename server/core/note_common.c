/*
 * note_common.c - finding the documents of a shipment, its quantities, amounts and papers.
 */
#include "common/json.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/closing.h"
#include "server/core/credit.h"
#include "server/core/ledger.h"
#include "server/core/note.h"

bool shipping_note(struct work *w, enum flow_event event, struct shipping *out)
{
    struct note_row *n = ONE(w->note);

    *out = (struct shipping){ 0 };
    if (!n) {
        refused_missing(w, "note", w->args->v[P_note].s);
        return false;
    }
    *out = (struct shipping){ .n = n, .o = find_order(w, n->order_id) };
    assert(out->o);
    out->c = find_customer(w, out->o->customer_id);
    assert(out->c);
    return flow_ready(w, MACHINE_NOTE, n->state, n->no, event);
}

static struct shipment_row *part_of(const struct work *w, int64_t part)
{
    for (size_t i = 0; i < w->shipment.n; i++)
        if (w->shipment.v[i]->part == part)
            return w->shipment.v[i];
    return NULL;
}

bool shipping_part_any(struct work *w, struct shipping *out)
{
    struct note_row *n = ONE(w->note);
    struct shipment_row *s = part_of(w, w->args->v[P_part].n);

    *out = (struct shipping){ 0 };
    if (!n || !s) {
        refused_missing(w, n ? "part" : "note", w->args->v[P_note].s);
        return false;
    }
    *out = (struct shipping){ .n = n, .o = find_order(w, n->order_id), .s = s };
    assert(out->o);
    out->c = find_customer(w, out->o->customer_id);
    assert(out->c);
    return true;
}

bool shipping_part(struct work *w, enum flow_event event, struct shipping *out)
{
    return shipping_part_any(w, out) &&
           flow_ready(w, MACHINE_SHIPMENT, out->s->state, shipment_no(w, out->s), event);
}

bool shipping_may_go(struct work *w, const struct note_row *n)
{
    if (BREAKS(RULE_VOID_AGREED, n->void_agreed_by != 0)) {
        say_name(w, "reason", n->void_reason);
        remedy_plain(w, "give_back", OP_NOTE_VOID);
        remedy_plain(w, "keep", OP_NOTE_KEEP);
        refused(w, RULE_VOID_AGREED);
        return false;
    }
    if (!BREAKS(RULE_NOTE_STOPPED, n->stopped))
        return true;
    say_time(w, "stopped", n->stopped_at);
    say_name(w, "reason", n->stop_reason);
    remedy_plain(w, "resume", OP_NOTE_RESUME);
    refused(w, RULE_NOTE_STOPPED);
    return false;
}

struct str shipment_no(const struct work *w, const struct shipment_row *s)
{
    const struct note_row *n = find_note(w, s->note_id);

    return str_format(w->arena, "%.*s/%lld", STR_ARG(n->no), (long long)s->part);
}

struct shipment_line_row *shipment_next(const struct work *w, const struct shipment_row *s,
                                        const struct shipment_line_row *after)
{
    bool behind = after == NULL;

    for (size_t i = 0; i < w->shipment_line.n; i++) {
        struct shipment_line_row *l = w->shipment_line.v[i];

        if (behind && l->shipment_id == s->id)
            return l;
        if (l == after)
            behind = true;
    }
    return NULL;
}

int64_t line_no_of(const struct work *w, int64_t order_line_id)
{
    const struct order_line_row *l = find_order_line(w, order_line_id);

    return l ? l->line_no : 0;
}

static bool is_meant(const struct work *w, const struct note_line_row *l,
                     const struct item *item)
{
    const struct product_row *p = find_product(w, l->product_id);

    if (item->has_line)
        return line_no_of(w, l->order_line_id) == item->line;
    return p && str_eq(p->code, item->product);
}

struct note_line_row *note_line_of(struct work *w, const struct item *item)
{
    struct note_line_row *found = NULL;
    size_t count = 0;

    for (size_t i = 0; i < w->note_line.n; i++)
        if (is_meant(w, w->note_line.v[i], item)) {
            found = w->note_line.v[i];
            count++;
        }
    if (count == 1)
        return found;
    refused_error(w, ERR_PARAMS, "lines",
                  count ? str_format(w->arena, "%zu lines have %.*s: name the line", count,
                                     STR_ARG(item->product))
                        : STR("the note has no such line"));
    return NULL;
}

struct stock_row *stock_of(const struct work *w, int64_t product_id, int64_t warehouse_id)
{
    for (size_t i = 0; i < w->stock.n; i++) {
        struct stock_row *st = w->stock.v[i];

        if (st->product_id == product_id && st->warehouse_id == warehouse_id)
            return st;
    }
    return NULL;
}

static struct stock_move_row *stock_moved(struct work *w, const struct stock_row *st,
                                          enum move_kind kind, struct qty q,
                                          int64_t shipment_line_id, struct str reason)
{
    struct stock_move_row *m = add_stock_move(w);

    m->product_id = st->product_id;
    m->warehouse_id = st->warehouse_id;
    m->kind = kind;
    m->qty = q;
    m->shipment_line_id = shipment_line_id;
    m->reason = reason;
    m->made_by = w->actor_id;
    m->at = w->now;
    return m;
}

void stock_book(struct work *w, struct stock_row *st, enum move_kind kind, struct qty q,
                int64_t shipment_line_id, struct str reason)
{
    (void)stock_moved(w, st, kind, q, shipment_line_id, reason);
    st->on_hand.n += q.n;
}

void stock_quarantine(struct work *w, struct stock_row *st, enum move_kind kind, struct qty q,
                      int64_t shipment_line_id, struct str reason)
{
    stock_moved(w, st, kind, q, shipment_line_id, reason)->quarantine = true;
    st->quarantine.n += q.n;
}

/* --- quantities and amounts ------------------------------------------------------------- */

struct qty note_line_open(const struct note_line_row *l)
{
    return qty(l->qty.n - l->allocated.n - l->issued.n - l->closed.n);
}

struct money share_of(struct money rest, struct qty whole, struct qty part)
{
    struct money share;
    bool fits;

    assert(part.n >= 0 && part.n <= whole.n);
    if (part.n == whole.n)
        return rest;
    fits = money_of(rest, whole.n, part, &share);
    assert(fits);
    (void)fits;
    return share;
}

struct money note_line_rest(const struct work *w, const struct note_line_row *l)
{
    struct money rest = find_order_line(w, l->order_line_id)->amount;

    rest.fen -= l->closed_amount.fen;
    for (size_t i = 0; i < w->shipment_line.n; i++) {
        const struct shipment_line_row *s = w->shipment_line.v[i];

        if (s->note_line_id == l->id && s->issued)
            rest.fen -= s->amount.fen - s->replaced_amount.fen; /* which goes with the next */
    }
    return rest;
}

struct money note_left(const struct work *w, const struct note_row *n)
{
    struct money left = fen(0);

    for (size_t i = 0; i < w->note_line.n; i++)
        if (w->note_line.v[i]->note_id == n->id)
            left.fen += note_line_rest(w, w->note_line.v[i]).fen;
    for (size_t i = 0; i < w->shipment_line.n; i++) { /* issued, not yet consigned */
        const struct shipment_line_row *l = w->shipment_line.v[i];
        const struct shipment_row *s = find_shipment(w, l->shipment_id);

        if (s->note_id == n->id && s->state == SHIPMENT_ISSUED)
            left.fen += l->amount.fen;
    }
    return left;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* A signed shortfall may still arise for what is to be shipped without money, and stands in
 * the receivables that are open. What is beyond both is no shortfall any more. */
static void shortfall_lower(struct work *w, struct order_row *o, struct money left)
{
    int64_t may = left.fen > o->earmarked.fen ? left.fen - o->earmarked.fen : 0;

    for (size_t i = 0; i < w->receivable.n; i++) {
        const struct receivable_row *r = w->receivable.v[i];

        if (r->order_id == o->id)
            may += r->open_s.fen + r->open_i.fen;
    }
    if (o->tolerated.fen > may)
        order_tolerate(w, o, fen(may));
}

void note_free_surplus(struct work *w, const struct note_row *n, struct order_row *o)
{
    struct money left = note_left(w, n);

    for (size_t i = w->earmark.n; i-- > 0 && o->earmarked.fen > left.fen;) {
        struct earmark_row *e = w->earmark.v[i];

        if (e->order_id == o->id && e->amount.fen > 0)
            ledger_unearmark(w, e, o, fen(smaller(e->amount.fen, o->earmarked.fen - left.fen)));
    }
    shortfall_lower(w, o, left);
}

static bool shipment_is_over(const struct shipment_row *s)
{
    switch (s->state) {
    case SHIPMENT_CONFIRMED:
    case SHIPMENT_CONFIRMED_DIFF:
    case SHIPMENT_REFUSED:
    case SHIPMENT_LOST:
    case SHIPMENT_VOIDED:
        return true;
    case shipment_state_none:
    case SHIPMENT_ALLOCATED:
    case SHIPMENT_PICKED:
    case SHIPMENT_CHECKED:
    case SHIPMENT_ISSUED:
    case SHIPMENT_CONSIGNED:
    case SHIPMENT_FED_BACK:
    case shipment_state_count:
        break;
    }
    return false;
}

void note_finish(struct work *w, const struct shipping *sp)
{
    for (size_t i = 0; i < w->note_line.n; i++) {
        const struct note_line_row *l = w->note_line.v[i];

        if (l->note_id == sp->n->id && l->issued.n + l->closed.n != l->qty.n)
            return;
    }
    for (size_t i = 0; i < w->shipment.n; i++)
        if (w->shipment.v[i]->note_id == sp->n->id && !shipment_is_over(w->shipment.v[i]))
            return;
    note_move(w, sp->n, EVENT_ALL_DONE, NOTE_DONE, STEP_SP7, STR(""));
    (void)order_close_if_done(w, sp->o);
}

bool note_has_goods(const struct work *w, const struct note_row *n)
{
    for (size_t i = 0; i < w->note_line.n; i++) {
        const struct note_line_row *l = w->note_line.v[i];

        if (l->note_id == n->id && l->issued.n + l->closed.n < l->qty.n)
            return true;
    }
    for (size_t i = 0; i < w->shipment.n; i++)
        if (w->shipment.v[i]->note_id == n->id && w->shipment.v[i]->state == SHIPMENT_ISSUED)
            return true;
    return false;
}

/* --- papers and words ------------------------------------------------------------------- */

static void paper_line(const struct work *w, struct json_out *out,
                       const struct shipment_line_row *l)
{
    const struct product_row *p = find_product(w, l->product_id);
    const struct order_line_row *ordered = find_order_line(w, l->order_line_id);

    json_begin_object(out);
    json_field_int(out, "line", line_no_of(w, l->order_line_id));
    json_field_str(out, "product", p->code);
    json_field_str(out, "name", p->name);
    json_field_str(out, "spec", p->spec);
    json_field_str(out, "unit", p->unit);
    json_field_qty(out, "qty", l->qty);
    if (ordered) {
        json_field_money(out, "price", ordered->price);
        json_field_int(out, "price_per", ordered->price_per);
    }
    json_field_money(out, "amount", l->amount);
    json_field_int(out, "tax_bp", p->tax_bp);
    if (l->raised.fen)
        json_field_money(out, "raised", l->raised);
    if (l->returned_amount.fen || l->returned.n) {
        json_field_qty(out, "returned", l->returned);
        json_field_money(out, "credited", l->returned_amount);
    }
    json_end_object(out);
}

struct str shipment_paper(const struct work *w, const struct shipping *sp, struct str reason)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "note", sp->n->no);
    json_field_int(&out, "part", sp->s->part);
    json_field_str(&out, "order", sp->o->no);
    json_field_str(&out, "outbound", sp->s->outbound_no);
    json_field_str(&out, "customer", sp->c->code);
    json_field_str(&out, "name", sp->c->name);
    json_field_str(&out, "ship_to", sp->n->ship_to);
    if (reason.n)
        json_field_str(&out, "reason", reason);
    json_key(&out, "lines");
    json_begin_array(&out);
    for (struct shipment_line_row *l = NULL; (l = shipment_next(w, sp->s, l));)
        paper_line(w, &out, l);
    json_end_array(&out);
    json_end_object(&out);
    return json_text(&out);
}

void tell_csr(struct work *w, enum message_kind kind, const struct order_row *o,
              struct str body)
{
    tell_role(w, kind, o, ROLE_CSR, o->csr_id, clock_same_day(w, w->now), body);
}

void tell_kam(struct work *w, enum message_kind kind, const struct shipping *sp,
              struct str body)
{
    tell_role(w, kind, sp->o, ROLE_KAM, sp->c->kam_id, clock_same_day(w, w->now), body);
}
