/*
 * master_customer.c - customers. Their credit limits: limit_decide.c.
 *
 * A customer is born NEW, cash-first, with an account of his own and limit 0; the
 * leaders' first limit makes him a credit customer. He becomes ACTIVE only with the four
 * determinations of R-046. Customers of a group share one account and one limit as a pool
 * (T35, T36). A limit may be lowered below what is used: that meets the next order, never a
 * running one (T43).
 */
#include "common/catalog_roles.h"
#include "common/search_key.h"
#include "server/core/actor.h"
#include "server/core/ledger.h"
#include "server/core/master.h"

/* The last way of each list finds the account that a new customer would have. */
static const struct load customer_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, CUSTOMER, customer, account_id),
                                BY_ARG(credit_account, code, P_account),
                                BY_ARG(credit_account, code, P_customer))),
    LOCK(CUSTOMER, ANY_OF(BY_ARG(customer, code, P_customer))),
    READ(ORDER, ANY_OF(BY_FACT(order, customer_id, CUSTOMER, customer, id)),
         ANY_OF(BY_NULL(order, closed_at))),
    READ(RECEIPT, ANY_OF(BY_FACT(receipt, customer_id, CUSTOMER, customer, id)),
         ANY_OF(BY_CONST(receipt, state, RECEIPT_TO_CLEAR))),
    READ(APP_USER, ANY_OF(BY_ACTOR(app_user, id), BY_ARG(app_user, login, P_manager),
                          BY_ARG(app_user, login, P_kam),
                          BY_FACT(app_user, id, CUSTOMER, customer, manager_id),
                          BY_FACT(app_user, id, CUSTOMER, customer, next_manager_id),
                          BY_FACT(app_user, id, CUSTOMER, customer, kam_id))),
    READ(USER_ROLE, ANY_OF(BY_ACTOR(user_role, user_id),
                           BY_FACT(user_role, user_id, APP_USER, app_user, id))),
    READ(MARKET, ANY_OF(BY_ARG(market, code, P_market),
                        BY_FACT(market, id, CUSTOMER, customer, market_id))),
    READ(AREA,
         ANY_OF(BY_ARG(area, code, P_area), BY_FACT(area, id, CUSTOMER, customer, area_id))),
    READ(ASSIGNMENT, ANY_OF(BY_FACT(assignment, unit_id, MARKET, market, id),
                            BY_FACT(assignment, unit_id, CUSTOMER, customer, id))),
    READ(STATION, ANY_OF(BY_ARG(station, code, P_station),
                         BY_FACT(station, id, CUSTOMER, customer, station_id),
                         BY_FACT(station, id, CUSTOMER, customer, next_station_id))),
};

static struct credit_account_row *account_coded(const struct work *w, struct str code)
{
    for (size_t i = 0; i < w->credit_account.n; i++)
        if (str_eq(w->credit_account.v[i]->code, code))
            return w->credit_account.v[i];
    return NULL;
}

static struct credit_account_row *account_born(struct work *w, const struct customer_row *c)
{
    struct credit_account_row *a = add_credit_account(w);

    a->code = c->code;
    a->name = c->name;
    a->version = 1;
    return a;
}

static struct customer_row *customer_born(struct work *w)
{
    struct customer_row *c = add_customer(w);

    c->code = w->args->v[P_customer].s;
    c->name = w->args->v[P_name].given ? w->args->v[P_name].s : c->code;
    c->type = CUSTOMER_DISTRIBUTOR;
    c->state = CUST_NEW;
    c->cash_first = true;
    c->due_from = BASIS_SHIP;
    return c;
}

/* Orders keep the account they were taken on, so nothing may be under way when it changes. */
static bool account_is_idle(const struct work *w, const struct customer_row *c)
{
    const struct credit_account_row *a = find_credit_account(w, c->account_id);

    if (w->receipt.n > 0) /* a cheque on its way is of the account that it was recorded for */
        return false;
    for (size_t i = 0; i < w->order.n; i++)
        if (w->order.v[i]->state != ORDER_CANCELLED && w->order.v[i]->state != ORDER_REJECTED)
            return false;
    return !w->order.cut && !a->reserved.fen && !a->shipped.fen && !a->invoiced.fen &&
           !a->deposit.fen && !a->earmarked.fen && !a->shortfall.fen;
}

static bool take_account(struct work *w, struct customer_row *c)
{
    const struct arg *named = &w->args->v[P_account];
    struct credit_account_row *a = named->given ? account_coded(w, named->s) : NULL;

    if (named->given && !a) {
        refused_missing(w, "account", named->s);
        return false;
    }
    if (!a && c->account_id)
        return true;
    if (!a && account_coded(w, c->code)) { /* never into somebody's account by chance */
        refused_error(w, ERR_PARAMS, "account", STR("an account of that code exists: name it"));
        return false;
    }
    if (!a)
        a = account_born(w, c);
    if (BREAKS(RULE_ACCOUNT_IN_USE,
               c->account_id && c->account_id != a->id && !account_is_idle(w, c))) {
        refused_at(w, RULE_ACCOUNT_IN_USE, "account", c->code);
        return false;
    }
    c->account_id = a->id;
    c->has_limit = a->lim_source != limit_source_none;
    return true;
}

static bool take_market(struct work *w, struct customer_row *c)
{
    const struct arg *market = &w->args->v[P_market], *area = &w->args->v[P_area];

    for (size_t i = 0; market->given && i < w->market.n; i++)
        if (str_eq(w->market.v[i]->code, market->s))
            c->market_id = w->market.v[i]->id;
    for (size_t i = 0; area->given && i < w->area.n; i++)
        if (str_eq(w->area.v[i]->code, area->s))
            c->area_id = w->area.v[i]->id;
    for (size_t i = 0; i < w->area.n; i++) {
        const struct area_row *a = w->area.v[i];

        if (a->id == c->area_id &&
            BREAKS(RULE_CUSTOMER_AREA, c->market_id && a->market_id != c->market_id)) {
            refused_at(w, RULE_CUSTOMER_AREA, "area", a->code);
            return false;
        }
    }
    return true;
}

/* A code that names nothing is refused, not passed over. */
static bool places_exist(struct work *w, const struct customer_row *c)
{
    const struct arg *market = &w->args->v[P_market], *area = &w->args->v[P_area];
    const struct arg *station = &w->args->v[P_station];
    const struct market_row *m = find_market(w, c->market_id);
    const struct area_row *a = find_area(w, c->area_id);

    if (market->given && (!m || !str_eq(m->code, market->s))) {
        refused_missing(w, "market", market->s);
        return false;
    }
    if (area->given && (!a || !str_eq(a->code, area->s))) {
        refused_missing(w, "area", area->s);
        return false;
    }
    if (station->given && !station_coded(w, station->s)) {
        refused_missing(w, "station", station->s);
        return false;
    }
    return true;
}

bool field_person(struct work *w, enum param p, int64_t *out)
{
    const role_set field = ROLE_BIT(ROLE_KAM) | ROLE_BIT(ROLE_UM) | ROLE_BIT(ROLE_MM);
    const struct arg *a = &w->args->v[p];
    const struct app_user_row *u = user_by_login(w, a->s);

    if (!u) {
        refused_missing(w, params[p].name, a->s);
        return false;
    }
    if (BREAKS(RULE_CUSTOMER_MANAGER, !user_holds(w, u->id, field))) {
        refused_at(w, RULE_CUSTOMER_MANAGER, params[p].name, a->s);
        return false;
    }
    *out = u->id;
    return true;
}

const struct station_row *station_coded(const struct work *w, struct str code)
{
    for (size_t i = 0; i < w->station.n; i++)
        if (str_eq(w->station.v[i]->code, code))
            return w->station.v[i];
    return NULL;
}

static void take_kind(const struct work *w, struct customer_row *c)
{
    const struct arg *type = &w->args->v[P_customer_type];

    if (w->args->v[P_due_from].given) /* for what ships from now on */
        c->due_from = (enum due_basis)w->args->v[P_due_from].n;
    if (type->given)
        c->type = (enum customer_type)type->n;
    take_bool(w, P_core_distributor, &c->core_distributor); /* */
    take_bool(w, P_key_account, &c->key_account);
}

static void take_texts(const struct work *w, struct customer_row *c)
{
    take_text(w, P_name, &c->name);
    c->search = search_key(c->name, w->arena);
    take_text(w, P_mnemonic, &c->mnemonic);
    take_text(w, P_ship_to, &c->ship_to);
    take_text(w, P_receiver, &c->receiver);
    take_text(w, P_phone, &c->phone);
    take_text(w, P_contact, &c->contact);
    take_text(w, P_invoice_title, &c->invoice_title);
    take_text(w, P_tax_no, &c->tax_no);
}

/* which of the four is missing; NULL when the customer is whole. */
static const char *missing_determination(const struct work *w, const struct customer_row *c)
{
    int64_t leader;

    if (!c->account_id || (!c->has_limit && !c->cash_first))
        return "credit limit";
    if (!c->has_term)
        return "payment term";
    if (!c->manager_id)
        return "field manager";
    if (responsible_slt(w, c, &leader) == role_none)
        return "responsible sales leader";
    return NULL;
}

static bool take_state(struct work *w, struct customer_row *c)
{
    const struct arg *state = &w->args->v[P_customer_state];
    const char *missing;

    if (state->given)
        c->state = (enum customer_state)state->n;
    missing = c->state == CUST_ACTIVE ? missing_determination(w, c) : NULL;
    if (!BREAKS(RULE_CUSTOMER_WHOLE, missing))
        return true;
    say_name(w, "missing", str_of(missing));
    refused_at(w, RULE_CUSTOMER_WHOLE, "customer_state", c->code);
    return false;
}

/* What decides about credit, money and people is changed with its reason. */
static bool reason_ok(struct work *w, const struct customer_row *was)
{
    bool weighty = w->customer_change.n > 0 && was && was->state != CUST_NEW;

    if (!BREAKS(RULE_REASON_GIVEN, weighty && text_blank(w->args->v[P_reason].s)))
        return true;
    refused_at(w, RULE_REASON_GIVEN, "reason", was->code);
    return false;
}

/* Given empty: the customer is the field manager's alone. */
static bool take_kam(struct work *w, struct customer_row *c)
{
    const struct arg *kam = &w->args->v[P_kam];

    if (kam->given && !kam->s.n)
        c->kam_id = 0;
    return !kam->s.n || field_person(w, P_kam, &c->kam_id);
}

static void customer_put(struct work *w)
{
    const struct customer_row *was = w->customer.loaded ? w->customer.was[0] : NULL;
    struct customer_row *c = ONE(w->customer);

    if (c && !shown_version_ok(w, c->version))
        return;
    if (!not_backdated(w) || !only_terms_announced(w, c))
        return;
    if (!c)
        c = customer_born(w);
    if (!take_market(w, c) || !places_exist(w, c) || !take_account(w, c) || !take_kam(w, c) ||
        !terms_taken(w, c))
        return;
    take_kind(w, c);
    take_texts(w, c);
    if (!take_state(w, c))
        return;
    changes_kept(w, was, c);
    if (!reason_ok(w, was))
        return;
    c->version++;
    say_name(w, "customer", c->code);
    say_name(w, "state", str_of(enum_name(ENUM_customer_state, c->state)));
    say_count(w, "version", c->version);
    say_count(w, "term_days", c->term_days);
    say_count(w, "cash_first", c->cash_first);
    master_event(w, c->id, w->args->v[P_reason].s);
    done(w);
}

OPERATION(CUSTOMER_PUT) = { LOADS(customer_loads), .decide = customer_put, .frees = true };
