/*
 * shipping.c - a printed note, and what the store does with it.
 */
#include "tests/world/shipping.h"

#include <stdio.h>
#include <stdlib.h>

#include "server/core/document.h"

#define FIRST(c, table, type, row)                                                             \
    for (size_t row##_i = 0; row##_i < (c)->model.tables[table].n; row##_i++)                  \
        for (const struct type *row = (c)->model.tables[table].rows[row##_i],                  \
                               *row##_once = row;                                              \
             row##_once; row##_once = NULL)

/* --- seeding ---------------------------------------------------------------------------- */

static void born(struct world *c, enum machine machine, int64_t id, int64_t order_id,
                 const char *state)
{
    world_put(c, TABLE_EVENT,
              &(struct event_row){ .at = c->model.now,
                                   .command_id = STR("seed"),
                                   .op = STR("seed"),
                                   .machine = machine,
                                   .entity_id = id,
                                   .seq = 1,
                                   .order_id = order_id,
                                   .to_state = str_of(state),
                                   .outcome = OUTCOME_DONE,
                                   .actor_id = 1,
                                   .principal_id = 1 });
}

static void entry(struct world *c, struct credit_account_row *a, struct exposure_row e)
{
    struct money *bucket = e.bucket == BUCKET_R   ? &a->reserved
                           : e.bucket == BUCKET_D ? &a->deposit
                                                  : &a->earmarked;

    e.account_id = a->id;
    e.at = c->model.now;
    bucket->fen += e.amount.fen;
    a->last_entry_id = world_put(c, TABLE_EXPOSURE, &e);
}

/* The first document of its series, and the series' counter. */
static int64_t paper_put(struct world *c, enum series_name series, const char *number,
                         struct document_row d)
{
    d.series = series;
    d.period = STR("2603");
    d.no = 1;
    d.number = str_of(number);
    d.body = STR("{}");
    d.sha256 = sha256_hex(d.body, c->arena);
    d.posted_at = c->model.now;
    d.posted_by = 1;
    for (size_t i = 0; i < c->model.tables[TABLE_COUNTER].n; i++) {
        struct counter_row *counter = c->model.tables[TABLE_COUNTER].rows[i];

        if (counter->series == series)
            counter->last_no = 1;
    }
    return world_put(c, TABLE_DOCUMENT, &d);
}

/* Money of the order's account, all of it free, received today. Gives the receipt's id. */
static int64_t money_came(struct world *c, struct credit_account_row *a, struct money amount)
{
    int64_t paper =
        paper_put(c, SERIES_RC, "RC2603-000001", (struct document_row){ .total = amount });
    int64_t id = world_put(c, TABLE_RECEIPT,
                           &(struct receipt_row){ .no = STR("RC2603-000001"),
                                                  .account_id = a->id,
                                                  .state = RECEIPT_OPEN,
                                                  .method = PAY_TRANSFER,
                                                  .received_on = day_of(2026, 3, 4),
                                                  .cleared_on = day_of(2026, 3, 4),
                                                  .amount = amount,
                                                  .free = amount,
                                                  .document_id = paper,
                                                  .recorded_by = world_user(c, "fin") });

    entry(c, a,
          (struct exposure_row){
              .bucket = BUCKET_D, .amount = fen(-amount.fen), .receipt_id = id });
    return id;
}

/* The whole order is paid before: a receipt of its amount, promised to it. */
static void fund(struct world *c, struct credit_account_row *a, struct order_row *o)
{
    int64_t id = money_came(c, a, o->total);
    struct receipt_row *r = world_row(c, TABLE_RECEIPT, id);

    entry(c, a,
          (struct exposure_row){
              .bucket = BUCKET_D, .amount = o->total, .receipt_id = id, .order_id = o->id });
    entry(c, a,
          (struct exposure_row){ .bucket = BUCKET_E,
                                 .amount = fen(-o->total.fen),
                                 .receipt_id = id,
                                 .order_id = o->id });
    r->free = fen(0);
    r->earmarked = o->earmarked = o->total;
    world_put(
        c, TABLE_EARMARK,
        &(struct earmark_row){
            .receipt_id = id, .account_id = a->id, .order_id = o->id, .amount = o->total });
}

static struct money list_price(const struct world *c, int64_t product_id)
{
    FIRST(c, TABLE_PRICE, price_row, p)
    {
        if (p->product_id == product_id)
            return p->price;
    }
    return fen(0);
}

static void quota_book(struct world *c, const struct customer_row *customer,
                       const struct order_line_row *l)
{
    for (size_t i = 0; i < c->model.tables[TABLE_QUOTA_CELL].n; i++) {
        struct quota_cell_row *cell = c->model.tables[TABLE_QUOTA_CELL].rows[i];

        if (cell->product_id != l->product_id ||
            (cell->holder_id != customer->area_id && cell->holder_id != customer->id))
            continue;
        cell->used.n += l->granted.n;
        world_put(c, TABLE_QUOTA_ENTRY,
                  &(struct quota_entry_row){ .cell_id = cell->id,
                                             .order_id = l->order_id,
                                             .order_line_id = l->id,
                                             .qty = l->granted,
                                             .at = c->model.now });
    }
}

/* An amount that the price times the quantity does not give is made by the price's unit. */
static struct order_line_row line_of(const struct world *c, const struct goods *g, int64_t no)
{
    struct order_line_row l = { .line_no = no,
                                .product_id = world_id(c, TABLE_PRODUCT, g->product),
                                .ordered = qty(g->qty),
                                .granted = qty(g->qty),
                                .price_per = 1 };

    l.price = list_price(c, l.product_id);
    l.amount = fen(l.price.fen * g->qty);
    if (g->amount >= 0) {
        l.price = l.amount = fen(g->amount);
        l.price_per = g->qty;
    }
    return l;
}

static void note_put(struct world *c, struct order_row *o)
{
    int64_t paper =
        paper_put(c, SERIES_DN, THE_NOTE,
                  (struct document_row){
                      .order_id = o->id, .customer_id = o->customer_id, .total = o->total });

    o->note_id = world_put(c, TABLE_NOTE,
                           &(struct note_row){ .no = STR(THE_NOTE),
                                               .order_id = o->id,
                                               .account_id = o->account_id,
                                               .order_version = 1,
                                               .state = NOTE_PRINTED,
                                               .total = o->total,
                                               .station_id = o->station_id,
                                               .copies = 1,
                                               .document_id = paper,
                                               .printed_by = world_user(c, "fin"),
                                               .printed_at = c->model.now,
                                               .seq = 1 });
    shipping_printed(c, o, paper);
    born(c, MACHINE_NOTE, o->note_id, o->id, "PRINTED");
}

static struct order_row *order_put(struct world *c, const struct customer_row *customer)
{
    int64_t id =
        world_put(c, TABLE_ORDER,
                  &(struct order_row){ .no = STR("SO1"),
                                       .state = ORDER_BILLED,
                                       .version = 1,
                                       .customer_id = customer->id,
                                       .account_id = customer->account_id,
                                       .quota_month = day_of(2026, 3, 1),
                                       .station_id = customer->station_id,
                                       .cash_basis = customer->cash_first,
                                       .cash_reason = customer->cash_first ? CASH_CUSTOMER
                                                                           : cash_reason_none,
                                       .quota_held = true,
                                       .csr_id = world_user(c, "csr"),
                                       .scr_id = world_user(c, "scr"),
                                       .bcr_id = world_user(c, "ssgl"),
                                       .state_since = c->model.now,
                                       .seq = 1 });

    born(c, MACHINE_ORDER, id, id, "BILLED");
    return world_row(c, TABLE_ORDER, id);
}

/* MA signed what the order reads. */
static void signed_ma(struct world *c, struct order_row *o, const struct order_line_row *lines,
                      size_t count)
{
    struct work *w = ARENA_NEW(c->arena, struct work);

    w->arena = c->arena;
    for (size_t i = 0; i < count; i++)
        work_load(w, TABLE_ORDER_LINE, &lines[i]);
    o->content_hash = order_content_hash(w, o);
    world_put(c, TABLE_SIGNATURE,
              &(struct signature_row){ .order_id = o->id,
                                       .version = 1,
                                       .content_hash = o->content_hash,
                                       .kind = SIGN_MA,
                                       .role = ROLE_DDIR,
                                       .signer_id = world_user(c, "ddir"),
                                       .principal_id = world_user(c, "ddir"),
                                       .at = c->model.now });
}

/* What CC found before anything was reserved: the limit, or the money, covers all of it. */
static struct verdict_row *judged(struct world *c, const struct credit_account_row *a,
                                  struct order_row *o)
{
    o->verdict_id = world_put(
        c, TABLE_VERDICT,
        &(struct verdict_row){ .order_id = o->id,
                               .version = 1,
                               .account_id = a->id,
                               .policy_id = row_id(c->model.tables[TABLE_POLICY].rows[0]),
                               .at = c->model.now,
                               .cash_basis = o->cash_basis,
                               .lim = a->lim,
                               .amount = o->total,
                               .funds = o->total,
                               .result = CREDIT_PASS });
    return world_row(c, TABLE_VERDICT, o->verdict_id);
}

struct world *note_seeded(struct arena *arena, const char *customer, const struct goods *goods,
                          size_t count)
{
    struct world *c = world_new(arena);
    const struct customer_row *who =
        world_row(c, TABLE_CUSTOMER, world_id(c, TABLE_CUSTOMER, customer));
    struct credit_account_row *a = world_row(c, TABLE_CREDIT_ACCOUNT, who->account_id);
    struct order_row *o = order_put(c, who);
    struct order_line_row *lines = ARENA_ARRAY(arena, count, struct order_line_row);
    struct verdict_row *v;

    for (size_t i = 0; i < count; i++) {
        lines[i] = line_of(c, &goods[i], (int64_t)i + 1);
        lines[i].order_id = o->id;
        lines[i].id = world_put(c, TABLE_ORDER_LINE, &lines[i]);
        o->total.fen += lines[i].amount.fen;
        quota_book(c, who, &lines[i]);
    }
    signed_ma(c, o, lines, count);
    v = judged(c, a, o);
    if (o->cash_basis)
        fund(c, a, o);
    else if (o->total.fen)
        entry(
            c, a,
            (struct exposure_row){ .bucket = BUCKET_R, .amount = o->total, .order_id = o->id });
    if (!o->cash_basis) {
        o->reserved = o->total;
        v->entry_id = a->last_entry_id;
    }
    note_put(c, o);
    for (size_t i = 0; i < count; i++)
        world_put(c, TABLE_NOTE_LINE,
                  &(struct note_line_row){ .note_id = o->note_id,
                                           .order_line_id = lines[i].id,
                                           .product_id = lines[i].product_id,
                                           .qty = lines[i].granted });
    return c;
}

struct world *note_in_store(struct arena *arena, const char *customer,
                            const struct goods *goods, size_t count)
{
    struct world *c = note_seeded(arena, customer, goods, count);

    does(c, OP_NOTE_HAND_OVER, "csr");
    does(c, OP_NOTE_ACCEPT, "scr");
    return c;
}

/* --- acts ------------------------------------------------------------------------------- */

/* The example itself must work: what it was refused for is shown before the program stops. */
static void must(const struct work *w, bool good)
{
    if (good)
        return;
    fprintf(stderr, "%s: %s, %.*s\n", catalog[w->op].name,
            w->ruling.rule ? rules[w->ruling.rule].text : "an error",
            STR_ARG(w->ruling.detail));
    abort();
}

struct work *on_note(struct world *c, enum op op, const char *login)
{
    give_text(c, P_note, THE_NOTE);
    return world_do(c, op, login);
}

struct work *on_part(struct world *c, enum op op, int64_t part, const char *login)
{
    give_number(c, P_part, part);
    return on_note(c, op, login);
}

void does(struct world *c, enum op op, const char *login)
{
    const struct work *w = on_note(c, op, login);

    must(w, w->ruling.outcome == OUTCOME_DONE);
}

void does_part(struct world *c, enum op op, int64_t part, const char *login)
{
    give_number(c, P_part, part);
    does(c, op, login);
}

void allocated(struct world *c)
{
    const struct work *w = on_note(c, OP_NOTE_ALLOCATE, "scr");

    must(w, w->ruling.outcome != OUTCOME_REFUSED);
}

void allocated_of(struct world *c, int64_t line, int64_t n)
{
    give_line(c, line, NULL, n, -1);
    allocated(c);
}

void issued(struct world *c, int64_t part)
{
    does_part(c, OP_NOTE_PICK, part, "wh");
    does_part(c, OP_NOTE_CHECK, part, "wh2");
    does_part(c, OP_NOTE_ISSUE, part, "wh");
}

void consigned(struct world *c, int64_t part)
{
    give_text(c, P_waybill, "WB1");
    give_text(c, P_carrier, "Swift");
    does_part(c, OP_NOTE_CONSIGN, part, "scr");
}

void shipped(struct world *c, int64_t part)
{
    allocated(c);
    issued(c, part);
    consigned(c, part);
}

void confirmed(struct world *c, int64_t part)
{
    give_text(c, P_signer, "Ms Lin");
    does_part(c, OP_NOTE_CONFIRM, part, "csr");
}

/* --- looking ---------------------------------------------------------------------------- */

const struct note_row *the_note(const struct world *c)
{
    return c->model.tables[TABLE_NOTE].rows[0];
}

const struct order_row *the_order(const struct world *c)
{
    return world_order(c, "SO1");
}

const struct credit_account_row *the_account(const struct world *c)
{
    return model_find(&c->model, TABLE_CREDIT_ACCOUNT, the_order(c)->account_id);
}

const struct note_line_row *note_line(const struct world *c, int64_t line)
{
    FIRST(c, TABLE_NOTE_LINE, note_line_row, l)
    {
        const struct order_line_row *o =
            model_find(&c->model, TABLE_ORDER_LINE, l->order_line_id);

        if (o->line_no == line)
            return l;
    }
    return NULL;
}

const struct shipment_row *the_part(const struct world *c, int64_t part)
{
    FIRST(c, TABLE_SHIPMENT, shipment_row, s)
    {
        if (s->part == part)
            return s;
    }
    return NULL;
}

const struct shipment_line_row *part_line(const struct world *c, int64_t part, int64_t line)
{
    FIRST(c, TABLE_SHIPMENT_LINE, shipment_line_row, l)
    {
        if (l->shipment_id == the_part(c, part)->id &&
            l->note_line_id == note_line(c, line)->id)
            return l;
    }
    return NULL;
}

struct receivable_row *the_debt(const struct world *c, int64_t part)
{
    for (size_t i = 0; i < c->model.tables[TABLE_RECEIVABLE].n; i++) {
        struct receivable_row *r = c->model.tables[TABLE_RECEIVABLE].rows[i];

        if (r->shipment_id == the_part(c, part)->id)
            return r;
    }
    return NULL;
}

struct stock_row *the_stock(const struct world *c, const char *product)
{
    for (size_t i = 0; i < c->model.tables[TABLE_STOCK].n; i++) {
        struct stock_row *st = c->model.tables[TABLE_STOCK].rows[i];

        if (st->product_id == world_id(c, TABLE_PRODUCT, product))
            return st;
    }
    return NULL;
}

const struct document_row *last_paper(const struct world *c, enum series_name series)
{
    const struct document_row *last = NULL;

    FIRST(c, TABLE_DOCUMENT, document_row, d)
    {
        if (d->series == series)
            last = d;
    }
    return last;
}

size_t messages(const struct world *c, enum message_kind kind, enum role to)
{
    size_t n = 0;

    FIRST(c, TABLE_MESSAGE, message_row, m)
    {
        n += m->kind == kind && m->to_role == to;
    }
    return n;
}
