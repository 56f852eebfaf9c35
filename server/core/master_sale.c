/*
 * master_sale.c - to whom a product is sold, and by which stations a customer takes goods
 * (R-092, R-052).
 *
 * A product without restriction is sold to everyone. Rows that say ONLY name who gets it, rows
 * that say NEVER who does not, and these stand above the others. QC asks at each run of the
 * checks.
 */
#include "server/core/master.h"

/* --- restrictions -------------------------------------------------------------------- */

static const struct load restrict_loads[] = {
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer))),
    READ(MARKET, ANY_OF(BY_ARG(market, code, P_market))),
    READ(AREA, ANY_OF(BY_ARG(area, code, P_area))),
    READ(PRODUCT, ANY_OF(BY_ARG(product, code, P_product))),
    LOCK(SALE_RULE, ANY_OF(BY_FACT(sale_rule, product_id, PRODUCT, product, id))),
};

/* Whom the command names, in the columns of a row; false when refused. */
static bool subject_named(struct work *w, struct sale_rule_row *out)
{
    static const enum param named[] = { P_market, P_area, P_customer };
    const void *const found[] = { ONE(w->market), ONE(w->area), ONE(w->customer) };
    int64_t *const places[] = { &out->market_id, &out->area_id, &out->customer_id };
    const struct arg *type = &w->args->v[P_customer_type];
    size_t given = type->given;

    for (size_t i = 0; i < COUNT(named); i++) {
        const struct arg *a = &w->args->v[named[i]];

        if (!a->given)
            continue;
        given++;
        if (!found[i]) {
            refused_missing(w, params[named[i]].name, a->s);
            return false;
        }
        *places[i] = row_id(found[i]);
    }
    if (type->given)
        out->customer_type = (enum customer_type)type->n;
    if (!BREAKS(RULE_SALE_SUBJECT, given != 1))
        return true;
    refused_at(w, RULE_SALE_SUBJECT, "area", STR(""));
    return false;
}

static struct sale_rule_row *same_rule(const struct work *w, const struct sale_rule_row *r)
{
    for (size_t i = 0; i < w->sale_rule.n; i++) {
        struct sale_rule_row *s = w->sale_rule.v[i];

        if (s->product_id == r->product_id && s->way == r->way &&
            s->market_id == r->market_id && s->area_id == r->area_id &&
            s->customer_type == r->customer_type && s->customer_id == r->customer_id)
            return s;
    }
    return NULL;
}

static void product_restrict(struct work *w)
{
    const struct product_row *p = ONE(w->product);
    const struct arg *active = &w->args->v[P_active];
    struct sale_rule_row fresh = { .way = (enum sale_way)w->args->v[P_sale_way].n };
    struct sale_rule_row *row;
    bool ends = active->given && !active->n;

    if (!p) {
        refused_missing(w, "product", w->args->v[P_product].s);
        return;
    }
    if (!subject_named(w, &fresh))
        return;
    fresh.product_id = p->id;
    row = same_rule(w, &fresh);
    if (BREAKS(RULE_SALE_NONE, ends && (!row || !row->active))) {
        refused_at(w, RULE_SALE_NONE, "active", p->code);
        return;
    }
    if (!row)
        row = add_sale_rule(w);
    fresh.id = row->id;
    *row = fresh;
    row->active = !ends;
    row->made_by = w->actor_id;
    row->at = w->now;
    row->reason = w->args->v[P_reason].s;
    say_name(w, "product", p->code);
    say_name(w, "way", str_of(enum_name(ENUM_sale_way, row->way)));
    master_event(w, p->id, row->reason);
    done(w);
}

OPERATION(PRODUCT_RESTRICT) = { LOADS(restrict_loads), .decide = product_restrict };

/* --- stations of a customer ---------------------------------------------------------- */

static const struct load station_loads[] = {
    LOCK(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer))),
    READ(STATION, ANY_OF(BY_ARG(station, code, P_station),
                         BY_FACT(station, id, CUSTOMER, customer, station_id),
                         BY_FACT(station, id, CUSTOMER, customer, next_station_id))),
    LOCK(DESTINATION, ANY_OF(BY_FACT(destination, customer_id, CUSTOMER, customer, id))),
};

static struct destination_row *row_for(struct work *w, const struct customer_row *c,
                                       const struct station_row *s)
{
    struct destination_row *fresh;

    for (size_t i = 0; i < w->destination.n; i++)
        if (w->destination.v[i]->station_id == s->id)
            return w->destination.v[i];
    fresh = add_destination(w);
    fresh->customer_id = c->id;
    fresh->station_id = s->id;
    fresh->active = true;
    return fresh;
}

/* The first station of a customer who has none is his default. */
static void customer_station(struct work *w)
{
    struct customer_row *c = ONE(w->customer);
    const struct station_row *s = station_coded(w, w->args->v[P_station].s);
    const struct arg *transport = &w->args->v[P_transport];
    struct destination_row *row;

    if (!c || !s) {
        refused_missing(w, c ? "station" : "customer",
                        w->args->v[c ? P_station : P_customer].s);
        return;
    }
    if (BREAKS(RULE_STATION_CLOSED, !s->active)) {
        refused_at(w, RULE_STATION_CLOSED, "station", s->code);
        return;
    }
    if (!in_range(w, P_transit_days, 0, 365))
        return;
    row = row_for(w, c, s);
    take_text(w, P_receiver, &row->receiver);
    take_text(w, P_ship_to, &row->ship_to);
    take_text(w, P_phone, &row->phone);
    take_text(w, P_unloading, &row->unloading);
    take_int(w, P_transit_days, &row->transit_days);
    take_bool(w, P_active, &row->active);
    if (transport->given)
        row->transport = (enum transport_mode)transport->n;
    if (!c->station_id && row->active) {
        struct customer_row was = *c;

        c->station_id = s->id;
        c->version++;
        changes_kept(w, &was, c);
    }
    say_name(w, "customer", c->code);
    say_name(w, "station", s->code);
    master_event(w, c->id, w->args->v[P_reason].s);
    done(w);
}

OPERATION(CUSTOMER_STATION) = { LOADS(station_loads), .decide = customer_station };
