/*
 * master_product.c - products, prices, stations and warehouses.
 *
 * A price row is valid from a day on and is closed by the next one; two rows for the same
 * product and buyer never share a day. An order keeps the price it was keyed with.
 */
#include "common/search_key.h"
#include "server/core/master.h"

/* --- products ------------------------------------------------------------------------ */

static const struct load product_loads[] = {
    READ(STOCK, ANY_OF(BY_FACT(stock, product_id, PRODUCT, product, id))),
    LOCK(PRODUCT, ANY_OF(BY_ARG(product, code, P_product))),
};

static struct product_row *product_born(struct work *w)
{
    const struct args *a = w->args;
    struct product_row *p;

    if (BREAKS(RULE_PRODUCT_WHOLE,
               !a->v[P_name].given || !a->v[P_unit].given || !a->v[P_tax_bp].given)) {
        refused_at(w, RULE_PRODUCT_WHOLE,
                   !a->v[P_name].given   ? "name"
                   : !a->v[P_unit].given ? "unit"
                                         : "tax_bp",
                   a->v[P_product].s);
        return NULL;
    }
    p = add_product(w);
    p->code = a->v[P_product].s;
    p->pack = qty(1);
    p->state = PRODUCT_SELLABLE;
    return p;
}

static bool has_stock(const struct work *w)
{
    for (size_t i = 0; i < w->stock.n; i++)
        if (w->stock.v[i]->on_hand.n)
            return true;
    return false;
}

static void product_put(struct work *w)
{
    struct product_row *p = ONE(w->product);
    const struct arg *unit = &w->args->v[P_unit], *state = &w->args->v[P_product_state];

    if (p && !shown_version_ok(w, p->version))
        return;
    if (!in_range(w, P_pack, 1, QTY_MAX) || !in_range(w, P_tax_bp, 0, 10000))
        return;
    if (p &&
        BREAKS(RULE_PRODUCT_UNIT, unit->given && !str_eq(unit->s, p->unit) && has_stock(w))) {
        refused_at(w, RULE_PRODUCT_UNIT, "unit", p->unit);
        return;
    }
    if (!p && (p = product_born(w)) == NULL)
        return;
    take_text(w, P_name, &p->name);
    p->search = search_key(p->name, w->arena);
    take_text(w, P_spec, &p->spec);
    take_text(w, P_model, &p->model);
    take_text(w, P_technical, &p->technical);
    take_text(w, P_unit, &p->unit);
    take_text(w, P_class, &p->class);
    take_text(w, P_barcode, &p->barcode);
    take_int(w, P_pack, &p->pack.n);
    take_int(w, P_tax_bp, &p->tax_bp);
    if (state->given)
        p->state = (enum product_state)state->n;
    p->version++;
    say_name(w, "product", p->code);
    say_name(w, "state", str_of(enum_name(ENUM_product_state, p->state)));
    say_count(w, "version", p->version);
    master_event(w, p->id, STR(""));
    done(w);
}

OPERATION(PRODUCT_PUT) = { LOADS(product_loads), .decide = product_put };

/* --- prices -------------------------------------------------------------------------- */

static const struct load price_loads[] = {
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer))),
    LOCK(PRODUCT, ANY_OF(BY_ARG(product, code, P_product))),
    LOCK(PRICE, ANY_OF(BY_FACT(price, product_id, PRODUCT, product, id))),
};

/* The command's product, and its customer where one is named; false when refused. */
static bool subject_found(struct work *w)
{
    if (!ONE(w->product)) {
        refused_missing(w, "product", w->args->v[P_product].s);
        return false;
    }
    if (w->args->v[P_customer].given && !ONE(w->customer)) {
        refused_missing(w, "customer", w->args->v[P_customer].s);
        return false;
    }
    return true;
}

/* The price that the command states, not yet in the list. */
static bool price_stated(struct work *w, struct price_row *out)
{
    const struct args *a = w->args;

    if (!in_range(w, P_price, 0, MONEY_MAX_FEN) || !in_range(w, P_price_per, 1, QTY_MAX) ||
        !in_range(w, P_floor, 0, MONEY_MAX_FEN))
        return false;
    if (BREAKS(RULE_PRICE_SCOPE, a->v[P_customer].given && a->v[P_customer_type].given)) {
        refused_at(w, RULE_PRICE_SCOPE, "customer_type", a->v[P_customer].s);
        return false;
    }
    *out = (struct price_row){
        .product_id = ONE(w->product)->id,
        .customer_type = (enum customer_type)a->v[P_customer_type].n,
        .customer_id = a->v[P_customer].given ? ONE(w->customer)->id : 0,
        .price = arg_money(a, P_price),
        .price_per = a->v[P_price_per].given ? a->v[P_price_per].n : 1,
        .floor = a->v[P_floor].given ? arg_money(a, P_floor) : arg_money(a, P_price),
        .valid_from = first_day(w),
        .valid_to = arg_day(a, P_valid_to),
    };
    if (BREAKS(RULE_PRICE_FLOOR, out->floor.fen > out->price.fen)) {
        say_money(w, "price", out->price);
        refused_at(w, RULE_PRICE_FLOOR, "floor", STR(""));
        return false;
    }
    if (BREAKS(RULE_PRICE_DAYS, out->valid_to.n && out->valid_to.n < out->valid_from.n)) {
        refused_at(w, RULE_PRICE_DAYS, "valid_to", STR(""));
        return false;
    }
    return true;
}

static bool same_buyer(const struct price_row *a, const struct price_row *b)
{
    return a->product_id == b->product_id && a->customer_type == b->customer_type &&
           a->customer_id == b->customer_id;
}

/* What begins after the new price bounds it: without a last day it ends the day before. */
static bool fit_before_later(struct work *w, struct price_row *fresh)
{
    bool open = fresh->valid_to.n == 0;

    for (size_t i = 0; i < w->price.loaded; i++) {
        const struct price_row *p = w->price.v[i];

        if (!same_buyer(p, fresh) || p->valid_from.n <= fresh->valid_from.n ||
            !days_meet(fresh->valid_from, fresh->valid_to, p->valid_from, p->valid_to))
            continue;
        if (open) {
            fresh->valid_to = day_add(p->valid_from, -1);
            continue;
        }
        if (BREAKS(RULE_PRICE_OVERLAP, true)) {
            say_day(w, "later_from", p->valid_from);
            refused_at(w, RULE_PRICE_OVERLAP, "valid_to", STR(""));
            return false;
        }
    }
    return true;
}

/* The row that runs into the new price ends the day before, and goes on behind it where the
 * new one ends earlier. One that begins on the same day is replaced. */
static struct price_row *close_former(struct work *w, const struct price_row *fresh)
{
    for (size_t i = 0; i < w->price.loaded; i++) {
        struct price_row *p = w->price.v[i];
        struct price_row *rest;

        if (!same_buyer(p, fresh) || p->valid_from.n > fresh->valid_from.n ||
            !days_meet(fresh->valid_from, fresh->valid_to, p->valid_from, p->valid_to))
            continue;
        say_money(w, "was", p->price);
        if (fresh->valid_to.n && (!p->valid_to.n || fresh->valid_to.n < p->valid_to.n)) {
            int64_t id = (rest = add_price(w))->id;

            *rest = *p;
            rest->id = id;
            rest->valid_from = day_add(fresh->valid_to, 1);
        }
        if (p->valid_from.n == fresh->valid_from.n)
            return p;
        p->valid_to = day_add(fresh->valid_from, -1);
    }
    return add_price(w);
}

static void price_put(struct work *w)
{
    struct price_row fresh, *row;

    if (!subject_found(w) || !not_backdated(w) || !price_stated(w, &fresh) ||
        !fit_before_later(w, &fresh))
        return;
    row = close_former(w, &fresh);
    fresh.id = row->id;
    *row = fresh;
    say_name(w, "product", ONE(w->product)->code);
    say_money(w, "price", row->price);
    say_count(w, "price_per", row->price_per);
    say_money(w, "floor", row->floor);
    say_day(w, "from", row->valid_from);
    if (row->valid_to.n)
        say_day(w, "to", row->valid_to);
    master_event(w, row->product_id, STR(""));
    done(w);
}

OPERATION(PRICE_PUT) = { LOADS(price_loads), .decide = price_put };

static const struct load permit_loads[] = {
    READ(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer))),
    READ(PRODUCT, ANY_OF(BY_ARG(product, code, P_product))),
};

static void price_permit(struct work *w)
{
    struct price_permission_row *permit;

    if (!subject_found(w) || !in_range(w, P_price, 0, MONEY_MAX_FEN))
        return;
    if (BREAKS(RULE_PRICE_DAYS, arg_day(w->args, P_valid_to).n < w->today.n)) {
        say_day(w, "today", w->today);
        refused_at(w, RULE_PRICE_DAYS, "valid_to", STR(""));
        return;
    }
    permit = add_price_permission(w);
    permit->customer_id = ONE(w->customer)->id;
    permit->product_id = ONE(w->product)->id;
    permit->price = arg_money(w->args, P_price);
    permit->given_by = w->actor_id;
    permit->given_at = w->now;
    permit->valid_to = arg_day(w->args, P_valid_to);
    permit->reason = w->args->v[P_reason].s;
    say_money(w, "price", permit->price);
    say_day(w, "to", permit->valid_to);
    master_event(w, permit->id, permit->reason);
    done(w);
}

OPERATION(PRICE_PERMIT) = { LOADS(permit_loads), .decide = price_permit };

/* --- stations and warehouses --------------------------------------------------------- */

static const struct load station_loads[] = {
    LOCK(STATION, ANY_OF(BY_ARG(station, code, P_station))),
};

static void station_put(struct work *w)
{
    struct station_row *s = ONE(w->station);

    if (!in_range(w, P_transit_days, 0, 365))
        return;
    if (!s) {
        s = add_station(w);
        s->code = s->name = w->args->v[P_station].s;
        s->active = true;
    }
    take_text(w, P_name, &s->name);
    take_text(w, P_phone, &s->phone);
    take_text(w, P_route, &s->route);
    take_int(w, P_transit_days, &s->transit_days);
    take_bool(w, P_active, &s->active);
    say_name(w, "station", s->code);
    master_event(w, s->id, STR(""));
    done(w);
}

OPERATION(STATION_PUT) = { LOADS(station_loads), .decide = station_put };

static const struct load warehouse_loads[] = {
    LOCK(WAREHOUSE, ANY_OF(BY_ARG(warehouse, code, P_warehouse))),
    READ(APP_USER, ANY_OF(BY_ACTOR(app_user, id), BY_ARG(app_user, login, P_scr))),
};

static void warehouse_put(struct work *w)
{
    struct warehouse_row *h = ONE(w->warehouse);
    const struct arg *scr = &w->args->v[P_scr];
    const struct app_user_row *u = scr->s.n ? user_by_login(w, scr->s) : NULL;

    if (scr->s.n && !u) {
        refused_missing(w, "scr", scr->s);
        return;
    }
    if (!h) {
        h = add_warehouse(w);
        h->code = h->name = w->args->v[P_warehouse].s;
    }
    take_text(w, P_name, &h->name);
    if (scr->given) /* given empty: nobody */
        h->scr_id = u ? u->id : 0;
    say_name(w, "warehouse", h->code);
    master_event(w, h->id, STR(""));
    done(w);
}

OPERATION(WAREHOUSE_PUT) = { LOADS(warehouse_loads), .decide = warehouse_put };
