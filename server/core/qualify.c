/*
 * qualify.c - QC: product check, amount check, generation check (R-092 .. ).
 */
#include "server/core/qualify.h"

#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/signing.h"

/* Reasons that the order row keeps in words; further ones are only counted. */
#define REASONS_KEPT 30

struct qualification {
    struct work *w;
    struct order_row *o;
    const struct customer_row *c;
    struct day on; /* the day whose prices count: that of the paper's arrival */
    struct str reasons;
    enum rule first;
    int64_t count;
};

/* "QC 4 line 2: ..." joins the reasons. line_no 0: the whole order. */
static void fails(struct qualification *q, enum rule rule, int64_t line_no)
{
    struct arena *arena = q->w->arena;
    struct str line = line_no ? str_format(arena, " line %lld", (long long)line_no) : STR("");

    if (q->count++ == 0)
        q->first = rule;
    if (q->count <= REASONS_KEPT)
        q->reasons =
            str_format(arena, "%.*s%s%s%.*s: %s", STR_ARG(q->reasons), q->count > 1 ? "; " : "",
                       rules[rule].code, STR_ARG(line), rules[rule].text);
}

/* --- QC-1: products (R-092) ---------------------------------------------------------- */

static bool is_meant(const struct sale_rule_row *r, const struct customer_row *c)
{
    return r->customer_id     ? r->customer_id == c->id
           : r->area_id       ? r->area_id == c->area_id
           : r->market_id     ? r->market_id == c->market_id
           : r->customer_type ? r->customer_type == c->type
                              : false;
}

/* Who is excluded gets none; where it is sold only to some, he must be among them. */
static bool not_sold(const struct qualification *q, const struct product_row *p)
{
    bool only = false, among = false;

    for (size_t i = 0; i < q->w->sale_rule.n; i++) {
        const struct sale_rule_row *r = q->w->sale_rule.v[i];

        if (r->product_id != p->id || !r->active)
            continue;
        if (r->way == SALE_NEVER && is_meant(r, q->c))
            return true;
        only |= r->way == SALE_ONLY;
        among |= r->way == SALE_ONLY && is_meant(r, q->c);
    }
    return only && !among;
}

static void product_checked(struct qualification *q, const struct order_line_row *l)
{
    const struct product_row *p = find_product(q->w, l->product_id);

    if (BREAKS(RULE_QC_PRODUCT, !p || p->state == PRODUCT_STOPPED))
        fails(q, RULE_QC_PRODUCT, l->line_no);
    if (p && BREAKS(RULE_QC_SALE, not_sold(q, p))) {
        say_name(q->w, "product", p->code);
        remedy_who(q->w, "ask", ROLE_SSGL, OP_PRODUCT_RESTRICT);
        fails(q, RULE_QC_SALE, l->line_no);
    }
    if (BREAKS(RULE_QC_PACK,
               l->ordered.n <= 0 || (p && p->pack.n > 1 && l->ordered.n % p->pack.n != 0)))
        fails(q, RULE_QC_PACK, l->line_no);
}

/* --- QC-2: amounts (R-093) ----------------------------------------------------------- */

/* a per a_per base units is less than b per b_per. Prices are at most MONEY_MAX_FEN, so a
 * product that overflows belongs to the dearer side; equal units need no product at all. */
static bool cheaper(struct money a, int64_t a_per, struct money b, int64_t b_per)
{
    int64_t left, right;

    if (a_per == b_per)
        return a.fen < b.fen;
    if (__builtin_mul_overflow(a.fen, b_per, &left))
        return false;
    return __builtin_mul_overflow(b.fen, a_per, &right) || left < right;
}

/* the manager's permission given before, for this customer, product and price. */
static bool price_permitted(const struct qualification *q, const struct order_line_row *l,
                            int64_t per)
{
    const struct work *w = q->w;

    for (size_t i = 0; i < w->price_permission.n; i++) {
        const struct price_permission_row *p = w->price_permission.v[i];

        if (p->customer_id == q->c->id && p->product_id == l->product_id &&
            p->given_at.us <= w->now.us && (p->valid_to.n == 0 || p->valid_to.n >= q->on.n) &&
            !cheaper(l->price, l->price_per, p->price, per))
            return true;
    }
    return false;
}

/* A list price without a floor of its own is its own floor: nothing below it goes unasked. */
static void price_checked(struct qualification *q, const struct order_line_row *l)
{
    const struct price_row *list = list_price(q->w, l->product_id, q->c, q->on);
    struct money floor = { 0 };

    if (BREAKS(RULE_QC_PRICE, l->price.fen <= 0 || l->price_per <= 0)) {
        fails(q, RULE_QC_PRICE, l->line_no);
        return;
    }
    if (!list) {
        if (BREAKS(RULE_QC_LIST, !price_permitted(q, l, l->price_per)))
            fails(q, RULE_QC_LIST, l->line_no);
        return;
    }
    floor = list->floor.fen ? list->floor : list->price;
    if (BREAKS(RULE_QC_FLOOR, cheaper(l->price, l->price_per, floor, list->price_per) &&
                                  !price_permitted(q, l, list->price_per)))
        fails(q, RULE_QC_FLOOR, l->line_no);
}

/* The customer's own sum against ours, over what he ordered: quota cuts come later. */
static void stated_checked(struct qualification *q)
{
    struct work *w = q->w;
    struct money sum = { 0 };

    for (size_t i = 0; i < w->order_line.n; i++) {
        const struct order_line_row *l = w->order_line.v[i];
        struct money amount = { 0 };

        if (l->order_id == q->o->id && !l->removed && l->price_per > 0 &&
            (!money_of(l->price, l->price_per, l->ordered, &amount) ||
             !money_add(sum, amount, &sum)))
            w->arena->failed = true; /* such lines are refused when they are keyed */
    }
    if (BREAKS(RULE_QC_STATED, q->o->has_stated && q->o->stated_total.fen != sum.fen)) {
        say_money(w, "stated", q->o->stated_total);
        say_money(w, "computed", sum);
        fails(q, RULE_QC_STATED, 0);
    }
}

/* --- QC-3: generation (R-094) -------------------------------------------------------- */

/* Keyed from a paper: the secretary attests who approved it, when, and on which paper. */
static bool attested(const struct order_row *o)
{
    return o->channel != CHANNEL_TERMINAL && !str_empty(o->attested_by) &&
           !str_empty(o->reference) && o->approved_at.us != 0;
}

/* the area's manager who amended a returned order signed this version for both. */
static bool signed_now(const struct qualification *q, enum sign_kind kind)
{
    for (size_t i = 0; i < q->w->signature.n; i++)
        if (signature_live(q->w->signature.v[i], q->o, kind))
            return true;
    return false;
}

/* What the head of the order lacks, by name; empty: nothing. */
static struct str missing_of_head(const struct qualification *q)
{
    const struct order_row *o = q->o;
    const struct {
        const char *name;
        bool missing;
    } parts[] = {
        { "station", !o->station_id },
        { "ship_to", str_empty(str_trim(o->ship_to)) },
        { "arrival", !o->arrival.us || !o->quota_month.n },
        { "account", !o->account_id },
    };
    struct str all = STR("");

    for (size_t i = 0; i < COUNT(parts); i++)
        if (parts[i].missing)
            all = str_format(q->w->arena, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "",
                             parts[i].name);
    return all;
}

static void generation_checked(struct qualification *q)
{
    const struct order_row *o = q->o;
    struct str missing;
    bool paper = attested(o);
    bool older = o->approved_version != o->version; /* they answered for another version */
    if (BREAKS(RULE_QC_VERIFIED, !paper && !o->verified_by && !signed_now(q, SIGN_VERIFY)))
        fails(q, RULE_QC_VERIFIED, 0);
    if (BREAKS(RULE_QC_APPROVED, !paper && !o->approved_by && !signed_now(q, SIGN_APPROVE)))
        fails(q, RULE_QC_APPROVED, 0);
    if (BREAKS(RULE_QC_AMENDED, older && (paper || o->approved_by)))
        fails(q, RULE_QC_AMENDED, 0);
    if (BREAKS(RULE_QC_CONFIRMED,
               order_is_direct(o) && !signed_now(q, SIGN_CONFIRM) && !o->approved_by))
        fails(q, RULE_QC_CONFIRMED, 0); /* */
    missing = missing_of_head(q);
    if (BREAKS(RULE_QC_HEADER, missing.n > 0)) {
        say_name(q->w, "missing", missing);
        fails(q, RULE_QC_HEADER, 0);
    }
}

/* active, and each of the four determinations made. "No limit set" is not limit 0. */
static void customer_checked(struct qualification *q)
{
    const struct customer_row *c = q->c;
    int64_t leader;

    if (BREAKS(RULE_QC_CUSTOMER, c->state != CUST_ACTIVE))
        fails(q, RULE_QC_CUSTOMER, 0);
    if (BREAKS(RULE_QC_LIMIT, !c->has_limit && !c->cash_first))
        fails(q, RULE_QC_LIMIT, 0);
    if (BREAKS(RULE_QC_TERM, !c->has_term))
        fails(q, RULE_QC_TERM, 0);
    if (BREAKS(RULE_QC_MANAGER, !c->manager_id))
        fails(q, RULE_QC_MANAGER, 0);
    if (BREAKS(RULE_QC_LEADER, responsible_slt(q->w, c, &leader) == role_none))
        fails(q, RULE_QC_LEADER, 0);
}

/* --- the whole ----------------------------------------------------------------------- */

/* KAM and MM have to mend it; the customer hears that it waits. */
static void returned_told(struct work *w, const struct order_row *o)
{
    struct instant due = told_promptly(w);
    struct str body = str_format(w->arena, "%.*s came back from the qualification check: %.*s",
                                 STR_ARG(o->no), STR_ARG(o->returned_for));

    tell_duty(w, MESSAGE_RETURNED, o, field_duty(w, o), due, body);
    tell_duty(w, MESSAGE_RETURNED, o, market_duty(w, o), due, body);
    tell_customer(
        w, MESSAGE_RETURNED, o, due,
        str_format(w->arena, "%.*s needs a correction before it can go on", STR_ARG(o->no)));
}

bool order_qualifies(struct work *w, struct order_row *o, enum flow_event event)
{
    struct qualification q = { .w = w,
                               .o = o,
                               .c = find_customer(w, o->customer_id),
                               .on = o->arrival.us ? calendar_today(&w->calendar, o->arrival)
                                                   : w->today,
                               .reasons = STR_INIT("") };

    for (size_t i = 0; i < w->order_line.n; i++) {
        const struct order_line_row *l = w->order_line.v[i];

        if (l->order_id != o->id || l->removed)
            continue;
        product_checked(&q, l);
        price_checked(&q, l);
    }
    stated_checked(&q);
    generation_checked(&q);
    customer_checked(&q);
    o->returned_for = q.reasons;
    if (q.count == 0) {
        order_step(w, o, STEP_QC, OUTCOME_DONE, RULE_NONE, STR(""));
        return true;
    }
    say_count(w, "reasons", q.count);
    detail(w, q.reasons);
    order_release_funds(w, o); /* a returned order holds nothing */
    order_move(w, o, event, ORDER_RETURNED, STEP_QC, q.reasons);
    returned_told(w, o);
    remedy_plain(w, "amend", OP_ORDER_AMEND);
    held(w, q.first);
    return false;
}
