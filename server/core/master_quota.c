/*
 * master_quota.c - the month's quota cells.
 *
 * A cell says how much of a product, or of a class, an area, one customer or everyone else may
 * take in a month. The leaders set any of them; an area manager splits what his area has. No
 * cell means not controlled, a cell of zero means nothing (law 8). All cells of that month and
 * subject are locked together, so that two who split at once never give more than there is.
 */
#include "server/core/actor.h"
#include "server/core/master.h"
#include "server/core/quota_cell.h"

static const struct load quota_loads[] = {
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_code),
                          BY_FACT(customer, id, QUOTA_CELL, quota_cell, holder_id))),
    QUOTA_SUBJECT_LOCK,
    READ(AREA,
         ANY_OF(BY_ARG(area, code, P_code), BY_FACT(area, id, CUSTOMER, customer, area_id))),
    READ(ASSIGNMENT, ANY_OF(BY_FACT(assignment, unit_id, AREA, area, id))),
    READ(PRODUCT, ANY_OF(BY_ARG(product, code, P_product))),
};

static bool month_ok(struct work *w)
{
    struct day month = arg_day(w->args, P_month);

    if (BREAKS(RULE_QUOTA_MONTH, month.n != day_month_start(month).n)) {
        say_day(w, "month", day_month_start(month));
        refused_at(w, RULE_QUOTA_MONTH, "month", STR(""));
        return false;
    }
    if (BREAKS(RULE_QUOTA_OVER, month.n < day_month_start(w->today).n)) {
        refused_at(w, RULE_QUOTA_OVER, "month", STR(""));
        return false;
    }
    return true;
}

static bool subject_ok(struct work *w, struct quota_subject *s)
{
    const struct arg *product = &w->args->v[P_product], *class = &w->args->v[P_class];

    if (BREAKS(RULE_QUOTA_SUBJECT, product->given == class->given)) {
        refused_at(w, RULE_QUOTA_SUBJECT, product->given ? "class" : "product", STR(""));
        return false;
    }
    if (product->given && !ONE(w->product)) {
        refused_missing(w, "product", product->s);
        return false;
    }
    s->product_id = product->given ? ONE(w->product)->id : 0;
    s->qty = arg_qty(w->args, P_qty);
    return in_range(w, P_qty, 0, QTY_MAX);
}

static const struct area_row *area_of_code(const struct work *w, struct str code)
{
    for (size_t i = 0; i < w->area.n; i++)
        if (str_eq(w->area.v[i]->code, code))
            return w->area.v[i];
    return NULL;
}

static const struct customer_row *customer_of_code(const struct work *w, struct str code)
{
    for (size_t i = 0; i < w->customer.n; i++)
        if (str_eq(w->customer.v[i]->code, code))
            return w->customer.v[i];
    return NULL;
}

static bool holder_ok(struct work *w, struct quota_subject *s)
{
    const struct arg *code = &w->args->v[P_code];

    s->holder = (enum holder)w->args->v[P_holder].n;
    if (BREAKS(RULE_QUOTA_HOLDER, code->given != (s->holder != HOLDER_EVERYONE))) {
        refused_at(w, RULE_QUOTA_HOLDER, "code", code->s);
        return false;
    }
    if (s->holder == HOLDER_CUSTOMER && (s->customer = customer_of_code(w, code->s)))
        s->area = find_area(w, s->customer->area_id);
    if (s->holder == HOLDER_AREA)
        s->area = area_of_code(w, code->s);
    if ((s->holder == HOLDER_CUSTOMER && !s->customer) ||
        (s->holder == HOLDER_AREA && !s->area)) {
        refused_missing(w, "code", code->s);
        return false;
    }
    return true;
}

/* an area manager, or his substitute, splits for his own customers only. */
static bool right_ok(struct work *w, const struct quota_subject *s)
{
    const role_set leaders = ROLE_BIT(ROLE_GM) | ROLE_BIT(ROLE_DIR) | ROLE_BIT(ROLE_DDIR);
    int64_t manager = s->area ? assigned_user(w, s->area->id, ROLE_UM) : 0;

    if (w->roles & leaders) {
        actor_act_own(w, leaders);
        return true;
    }
    if (BREAKS(RULE_QUOTA_RIGHT, s->holder != HOLDER_CUSTOMER || manager != w->actor_id)) {
        remedy_who(w, "ask", s->holder == HOLDER_CUSTOMER ? ROLE_UM : ROLE_DIR, OP_QUOTA_SET);
        refused_at(w, RULE_QUOTA_RIGHT, "holder", w->args->v[P_code].s);
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    return true;
}

bool quota_subject_read(struct work *w, struct quota_subject *out)
{
    if (!month_ok(w) || !subject_ok(w, out) || !holder_ok(w, out))
        return false;
    if (!w->quota_cell.cut)
        return true;
    refused_error(w, ERR_TOO_MUCH, "month", STR("too many cells of that product"));
    return false;
}

static int64_t holder_id(const struct quota_subject *s)
{
    return s->customer ? s->customer->id : s->holder == HOLDER_AREA ? s->area->id : 0;
}

static struct quota_cell_row *cell_of(const struct work *w, const struct quota_subject *s,
                                      enum holder holder, int64_t holder_id)
{
    for (size_t i = 0; i < w->quota_cell.n; i++) {
        struct quota_cell_row *q = w->quota_cell.v[i];

        if (q->product_id == s->product_id && q->holder == holder && q->holder_id == holder_id)
            return q;
    }
    return NULL;
}

/* What the customers of the area have together, the named one at what he shall have. */
static struct qty customers_of(const struct work *w, const struct quota_subject *s)
{
    struct qty sum = s->customer ? s->qty : qty(0);

    for (size_t i = 0; i < w->quota_cell.n; i++) {
        const struct quota_cell_row *q = w->quota_cell.v[i];
        const struct customer_row *c =
            q->holder == HOLDER_CUSTOMER ? find_customer(w, q->holder_id) : NULL;

        if (c && c->area_id == s->area->id && q->product_id == s->product_id &&
            c != s->customer)
            sum.n += q->allotted.n;
    }
    return sum;
}

/* Customer cells of an area together never exceed the area's own cell. */
static bool sum_ok(struct work *w, const struct quota_subject *s)
{
    const struct quota_cell_row *own;
    struct qty has, split;

    if (!s->area)
        return true;
    own = cell_of(w, s, HOLDER_AREA, s->area->id);
    if (BREAKS(RULE_QUOTA_NO_AREA,
               !own && s->holder == HOLDER_CUSTOMER && w->as.role == ROLE_UM)) {
        remedy_who(w, "ask", ROLE_DIR, OP_QUOTA_SET);
        refused_at(w, RULE_QUOTA_NO_AREA, "code", s->area->code);
        return false;
    }
    if (!own && s->holder != HOLDER_AREA)
        return true;
    has = s->holder == HOLDER_AREA ? s->qty : own->allotted;
    split = customers_of(w, s);
    say_qty(w, "area", has);
    say_qty(w, "customers", split);
    if (BREAKS(RULE_QUOTA_SUM, split.n > has.n)) {
        refused_at(w, RULE_QUOTA_SUM, "qty", s->area->code);
        return false;
    }
    return true;
}

struct quota_cell_row *quota_cell_of(const struct work *w, const struct quota_subject *s)
{
    return cell_of(w, s, s->holder, holder_id(s));
}

struct quota_cell_row *quota_cell_born(struct work *w, const struct quota_subject *s)
{
    struct quota_cell_row *q = add_quota_cell(w);

    q->month = arg_day(w->args, P_month);
    q->product_id = s->product_id;
    q->class = w->args->v[P_class].s;
    q->holder = s->holder;
    q->holder_id = holder_id(s);
    return q;
}

void quota_cell_changes(struct work *w, struct quota_cell_row *q, struct qty by)
{
    struct quota_change_row *change = add_quota_change(w);

    q->allotted.n += by.n;
    change->cell_id = q->id;
    change->kind = QCHANGE_SET;
    change->qty = by;
    change->made_by = w->actor_id;
    change->at = w->now;
}

static void quota_set(struct work *w)
{
    struct quota_subject s = { 0 };
    struct quota_cell_row *q;

    if (!quota_subject_read(w, &s) || !right_ok(w, &s) || !sum_ok(w, &s))
        return;
    q = quota_cell_of(w, &s);
    if (q && BREAKS(RULE_QUOTA_USED, s.qty.n < q->used.n)) {
        say_qty(w, "used", q->used);
        refused_at(w, RULE_QUOTA_USED, "qty", w->args->v[P_code].s);
        return;
    }
    if (!q)
        q = quota_cell_born(w, &s);
    say_qty(w, "was", q->allotted);
    say_qty(w, "qty", s.qty);
    say_qty(w, "used", q->used);
    quota_cell_changes(w, q, qty(s.qty.n - q->allotted.n));
    master_event(w, q->id, w->args->v[P_code].s);
    done(w);
}

OPERATION(QUOTA_SET) = { LOADS(quota_loads), .decide = quota_set };
