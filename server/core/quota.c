/*
 * quota.c - AC: the least of all cells that cover a line, booked line by line.
 */
#include "server/core/quota.h"

#include "server/core/checks.h"
#include "server/core/document.h"
#include "server/core/order_people.h"
#include "server/core/quota_ask.h"

/* --- which cells bind ---------------------------------------------------------------- */

static bool covers_product(const struct work *w, const struct order_line_row *l,
                           const struct quota_cell_row *cell)
{
    const struct product_row *p = find_product(w, l->product_id);

    if (cell->product_id)
        return cell->product_id == l->product_id;
    return p && !str_empty(cell->class) && str_eq(cell->class, p->class);
}

static bool covers_holder(const struct customer_row *c, const struct quota_cell_row *cell)
{
    switch (cell->holder) {
    case HOLDER_CUSTOMER:
        return cell->holder_id == c->id;
    case HOLDER_AREA:
        return cell->holder_id == c->area_id;
    case HOLDER_EVERYONE:
        return true;
    case holder_none:
    case holder_count:
        break;
    }
    return false;
}

bool quota_binds(const struct work *w, const struct order_row *o,
                 const struct order_line_row *l, const struct quota_cell_row *cell)
{
    return cell->month.n == o->quota_month.n && covers_product(w, l, cell) &&
           covers_holder(find_customer(w, o->customer_id), cell);
}

struct qty quota_rest(const struct quota_cell_row *cell)
{
    return qty(cell->allotted.n - cell->used.n);
}

static enum cut_cause cause_of(const struct quota_cell_row *cell)
{
    switch (cell->holder) {
    case HOLDER_CUSTOMER:
        return CUT_CUSTOMER;
    case HOLDER_AREA:
        return CUT_AREA;
    case HOLDER_EVERYONE:
        return CUT_EVERYONE;
    case holder_none:
    case holder_count:
        break;
    }
    return cut_cause_none;
}

/* --- the plan ------------------------------------------------------------------------ */

/* Of cells that leave equally little, the one is named that another area could not help: an
 * area's cut is worth asking for a transfer only where nothing else cuts as deep (V10, V11). */
static bool names_better(enum cut_cause now, enum cut_cause then)
{
    return then == CUT_AREA && now != CUT_AREA;
}

static struct quota_share share_of(const struct work *w, const struct order_row *o,
                                   struct order_line_row *l, enum cut_cause but, int64_t *taken)
{
    const struct product_row *p = find_product(w, l->product_id);
    struct quota_share s = { l, l->ordered, cut_cause_none };

    for (size_t i = 0; i < w->quota_cell.n; i++) {
        const struct quota_cell_row *cell = w->quota_cell.v[i];
        enum cut_cause cause = cause_of(cell);
        int64_t rest = quota_rest(cell).n - taken[i];

        if (cause == but || !quota_binds(w, o, l, cell))
            continue;
        rest = rest < 0 ? 0 : rest;
        if (rest < s.granted.n ||
            (rest == s.granted.n && s.cause && names_better(cause, s.cause))) {
            s.granted.n = rest;
            s.cause = cause;
        }
    }
    if (s.cause && p && p->pack.n > 1 && s.granted.n % p->pack.n) {
        if (s.granted.n < p->pack.n)
            s.cause = CUT_PACK; /* something was left, but not one whole pack */
        s.granted.n -= s.granted.n % p->pack.n;
    }
    for (size_t i = 0; i < w->quota_cell.n; i++)
        if (quota_binds(w, o, l, w->quota_cell.v[i]))
            taken[i] += s.granted.n;
    return s;
}

struct quota_plan quota_plan(const struct work *w, const struct order_row *o,
                             enum cut_cause but)
{
    struct quota_plan plan = { .v = ARENA_ARRAY(w->arena, w->order_line.n + 1,
                                                struct quota_share) };
    int64_t *taken = ARENA_ARRAY(w->arena, w->quota_cell.n + 1, int64_t);

    for (size_t i = 0; i < w->order_line.n; i++) {
        struct order_line_row *l = w->order_line.v[i];

        if (l->order_id != o->id || l->removed)
            continue;
        plan.v[plan.n] = share_of(w, o, l, but, taken);
        plan.cut |= plan.v[plan.n].granted.n < l->ordered.n;
        plan.total.n += plan.v[plan.n].granted.n;
        plan.n++;
    }
    return plan;
}

struct str quota_cut_text(const struct work *w, const struct quota_plan *plan)
{
    struct str text = STR("");
    size_t named = 0, cut = 0;

    for (size_t i = 0; i < plan->n; i++) {
        const struct quota_share *s = &plan->v[i];

        if (s->granted.n == s->line->ordered.n)
            continue;
        if (cut++ < 20) /* a message is no list: the order's lines show the rest */
            text = str_format(w->arena, "%.*s%sline %lld: %lld of %lld (%s)", STR_ARG(text),
                              named++ ? "; " : "", (long long)s->line->line_no,
                              (long long)s->granted.n, (long long)s->line->ordered.n,
                              enum_name(ENUM_cut_cause, s->cause));
    }
    return cut > named ? str_format(w->arena, "%.*s; and %zu more", STR_ARG(text), cut - named)
                       : text;
}

/* --- proposing and taking ------------------------------------------------------------ */

void quota_propose(struct work *w, struct order_row *o, const struct quota_plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        plan->v[i].line->granted = plan->v[i].granted;
        plan->v[i].line->cut_for = plan->v[i].cause;
    }
    order_recount(w, o);
    o->content_hash = order_content_hash(w, o);
}

static void book(struct work *w, struct quota_cell_row *cell, const struct order_row *o,
                 int64_t line_id, int64_t n)
{
    struct quota_entry_row *e = add_quota_entry(w);

    e->cell_id = cell->id;
    e->order_id = o->id;
    e->order_line_id = line_id;
    e->qty = qty(n);
    e->at = w->now;
    cell->used.n += n;
    assert(cell->used.n >= 0 && (n < 0 || cell->used.n <= cell->allotted.n));
}

void quota_take(struct work *w, struct order_row *o, const struct quota_plan *plan)
{
    assert(!o->quota_held);
    quota_propose(w, o, plan);
    for (size_t i = 0; i < plan->n; i++)
        for (size_t k = 0; k < w->quota_cell.n; k++)
            if (plan->v[i].granted.n && quota_binds(w, o, plan->v[i].line, w->quota_cell.v[k]))
                book(w, w->quota_cell.v[k], o, plan->v[i].line->id, plan->v[i].granted.n);
    o->quota_held = true;
}

/* What a cell and line still have booked: entries come and go in pairs (T47). */
static int64_t booked(const struct work *w, const struct quota_entry_row *first, size_t from)
{
    int64_t sum = 0;

    for (size_t i = from; i < w->quota_entry.n; i++)
        if (w->quota_entry.v[i]->cell_id == first->cell_id &&
            w->quota_entry.v[i]->order_line_id == first->order_line_id)
            sum += w->quota_entry.v[i]->qty.n;
    return sum;
}

static bool seen_before(const struct work *w, size_t at)
{
    const struct quota_entry_row *e = w->quota_entry.v[at];

    for (size_t i = 0; i < at; i++)
        if (w->quota_entry.v[i]->cell_id == e->cell_id &&
            w->quota_entry.v[i]->order_line_id == e->order_line_id)
            return true;
    return false;
}

void quota_grant_ends(struct work *w, const struct order_row *o, struct quota_cell_row *cell,
                      struct qty most)
{
    int64_t granted = 0;

    for (size_t i = 0; i < w->quota_change.n; i++) {
        const struct quota_change_row *c = w->quota_change.v[i];

        if (c->kind == QCHANGE_GRANT && c->cell_id == cell->id && c->order_id == o->id)
            granted += c->qty.n;
    }
    if (granted > most.n)
        granted = most.n;
    if (granted > quota_rest(cell).n) /* another area has some of it by now */
        granted = quota_rest(cell).n;
    if (granted <= 0)
        return;
    cell->allotted.n -= granted;
    quota_change_note(w, o, QCHANGE_GRANT, cell, 0, -granted);
}

static void grants_end(struct work *w, const struct order_row *o)
{
    if (w->quota_change.cut)
        w->arena->failed = true; /* as with the bookings */
    for (size_t i = 0; i < w->quota_cell.n; i++)
        quota_grant_ends(w, o, w->quota_cell.v[i], qty(INT64_MAX));
}

void order_release_quota(struct work *w, struct order_row *o)
{
    size_t entries = w->quota_entry.n; /* those that a release adds do not count */

    if (!o->quota_held)
        return;
    if (w->quota_entry.cut)
        w->arena->failed = true; /* not all bookings are known: nothing may be stored */
    for (size_t i = 0; i < entries; i++) {
        const struct quota_entry_row *e = w->quota_entry.v[i];
        int64_t left;

        if (e->order_id != o->id || seen_before(w, i))
            continue;
        left = booked(w, e, i);
        if (left)
            book(w, find_quota_cell(w, e->cell_id), o, e->order_line_id, -left);
    }
    grants_end(w, o);
    o->quota_held = false;
}

static int64_t booked_on(const struct work *w, const struct quota_cell_row *cell,
                         int64_t order_line_id)
{
    int64_t sum = 0;

    for (size_t i = 0; i < w->quota_entry.n; i++)
        if (w->quota_entry.v[i]->cell_id == cell->id &&
            w->quota_entry.v[i]->order_line_id == order_line_id)
            sum += w->quota_entry.v[i]->qty.n;
    return sum;
}

void quota_give_back(struct work *w, const struct order_row *o, const struct order_line_row *l,
                     struct qty q)
{
    if (w->quota_entry.cut || w->quota_change.cut)
        w->arena->failed = true; /* not all bookings are known: nothing may be stored */
    for (size_t i = 0; i < w->quota_cell.n; i++) {
        struct quota_cell_row *cell = w->quota_cell.v[i];
        int64_t booked = booked_on(w, cell, l->id);
        struct qty back = qty(q.n < booked ? q.n : booked);

        if (back.n <= 0)
            continue;
        book(w, cell, o, l->id, -back.n);
        quota_grant_ends(w, o, cell, back);
    }
}

/* --- where AC leaves the order ------------------------------------------------------- */

static void say_plan(struct work *w, const struct quota_plan *plan)
{
    struct qty ordered = { 0 };

    for (size_t i = 0; i < plan->n; i++)
        ordered.n += plan->v[i].line->ordered.n;
    say_qty(w, "ordered", ordered);
    say_qty(w, "granted", plan->total);
    say_qty(w, "cut", qty(ordered.n - plan->total.n));
}

/* the field and the customer hear of a cut; the CSR works on with the order. */
static void cut_told(struct work *w, const struct order_row *o, const struct quota_plan *plan)
{
    struct instant due = told_promptly(w);
    struct str body = str_format(w->arena, "%.*s is cut by quota: %.*s", STR_ARG(o->no),
                                 STR_ARG(quota_cut_text(w, plan)));

    tell_duty(w, MESSAGE_CUT, o, field_duty(w, o), due, body);
    tell_customer(w, MESSAGE_CUT, o, due, body);
}

void quota_settle(struct work *w, struct order_row *o, enum flow_event event,
                  const struct quota_plan *plan)
{
    struct str text = quota_cut_text(w, plan);

    if (plan->cut) {
        say_plan(w, plan);
        cut_told(w, o, plan);
    }
    if (BREAKS(RULE_QUOTA_NONE, plan->total.n == 0)) {
        quota_propose(w, o, plan);
        order_release_funds(w, o);
        order_move(w, o, event, ORDER_REJECTED, STEP_AC, text);
        o->closed_at = w->now;
        held(w, RULE_QUOTA_NONE);
        return;
    }
    quota_take(w, o, plan);
    order_step(w, o, STEP_AC, OUTCOME_DONE, plan->cut ? RULE_QUOTA_SHORT : RULE_NONE, text);
    checks_from_credit(w, o, event);
}

void quota_stop(struct work *w, struct order_row *o, enum flow_event event,
                const struct quota_plan *plan, enum rule rule)
{
    quota_propose(w, o, plan);
    say_plan(w, plan);
    detail(w, quota_cut_text(w, plan));
    order_move(w, o, event, ORDER_QUOTA_CHOICE, STEP_AC, quota_cut_text(w, plan));
    remedy_money(w, "cut_to", "cut_to", o->total, OP_ORDER_CUT);
    remedy_who(w, "ask_transfer", ROLE_UM, OP_ORDER_ASK_TRANSFER);
    remedy_who(w, "ask_slt", ROLE_DIR, OP_ORDER_ASK_SLT);
    remedy_plain(w, "cancel", OP_ORDER_CANCEL);
    held(w, rule);
}

void checks_from_quota(struct work *w, struct order_row *o, enum flow_event event)
{
    struct quota_plan plan;

    order_release_quota(w, o);
    plan = quota_plan(w, o, cut_cause_none);
    if (BREAKS(RULE_QUOTA_SHORT, plan.cut && !w->pol->quota_auto_cut)) {
        quota_stop(w, o, event, &plan, RULE_QUOTA_SHORT);
        return;
    }
    quota_settle(w, o, event, &plan);
}
