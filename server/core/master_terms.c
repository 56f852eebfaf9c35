/*
 * master_terms.c - what is decided about a customer on a day: term, field manager, cash-first,
 * station, now or announced; and the history of it all.
 *
 * Each has one value in force and at most one announced (in_force.h). A new announcement takes
 * the place of the former; a change that acts today takes it back. Every decision is a row of
 * customer_change with old and new value, first day, author and reason.
 */
#include "common/catalog_roles.h"
#include "server/core/actor.h"
#include "server/core/master.h"

/* --- deciding ------------------------------------------------------------------------ */

static bool is_announced(const struct work *w)
{
    return first_day(w).n > w->today.n;
}

/* A credit customer by that day: he has his limit, or it is announced until then. */
static bool limit_stands(const struct work *w, const struct customer_row *c)
{
    const struct credit_account_row *a = find_credit_account(w, c->account_id);

    return c->has_limit || (a && a->next_lim_from.n && a->next_lim_from.n <= first_day(w).n);
}

static void take_term(struct work *w, struct customer_row *c)
{
    const struct arg *term = &w->args->v[P_term_days];

    if (!term->given)
        return;
    c->next_term = is_announced(w) ? term->n : 0;
    c->next_term_from = is_announced(w) ? first_day(w) : (struct day){ 0 };
    if (is_announced(w))
        return;
    c->has_term = true;
    c->term_days = term->n;
}

static bool take_manager(struct work *w, struct customer_row *c)
{
    const struct arg *manager = &w->args->v[P_manager];
    int64_t id = c->manager_id;

    if (!manager->given)
        return true;
    if (!field_person(w, P_manager, &id))
        return false;
    c->next_manager_id = is_announced(w) ? id : 0;
    c->next_manager_from = is_announced(w) ? first_day(w) : (struct day){ 0 };
    if (!is_announced(w))
        c->manager_id = id;
    return true;
}

/* Goods before money is credit: the leaders give it, the secretaries only end it. */
static bool take_cash_first(struct work *w, struct customer_row *c)
{
    const struct arg *cash = &w->args->v[P_cash_first];
    bool first = cash->n != 0;

    if (!cash->given)
        return true;
    if (BREAKS(RULE_CUSTOMER_LIMIT, !first && !limit_stands(w, c))) {
        remedy_who(w, "ask", ROLE_DIR, OP_ACCOUNT_LIMIT);
        refused_at(w, RULE_CUSTOMER_LIMIT, "cash_first", c->code);
        return false;
    }
    if (BREAKS(RULE_CREDIT_LEADER,
               !first && (c->cash_first || c->next_cash_first) && !(w->roles & SLT_))) {
        remedy_who(w, "ask", ROLE_DIR, OP_CUSTOMER_PUT);
        refused_at(w, RULE_CREDIT_LEADER, "cash_first", c->code);
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    c->next_cash_first = is_announced(w) && first;
    c->next_cash_from = is_announced(w) ? first_day(w) : (struct day){ 0 };
    if (!is_announced(w))
        c->cash_first = first;
    return true;
}

static void take_station(struct work *w, struct customer_row *c)
{
    const struct arg *given = &w->args->v[P_station];
    const struct station_row *s = given->given ? station_coded(w, given->s) : NULL;

    if (!s)
        return;
    c->next_station_id = is_announced(w) ? s->id : 0;
    c->next_station_from = is_announced(w) ? first_day(w) : (struct day){ 0 };
    if (!is_announced(w))
        c->station_id = s->id;
}

bool terms_taken(struct work *w, struct customer_row *c)
{
    if (!in_range(w, P_term_days, 0, 3650))
        return false;
    take_term(w, c);
    take_station(w, c);
    return take_manager(w, c) && take_cash_first(w, c);
}

bool only_terms_announced(struct work *w, const struct customer_row *c)
{
    static const enum param may_wait[] = { P_customer,  P_valid_from, P_version, P_reason,
                                           P_term_days, P_manager,    P_station, P_cash_first };

    for (enum param p = 0; is_announced(w) && p < PARAM_COUNT; p++) {
        bool waits = false;

        for (size_t i = 0; i < COUNT(may_wait); i++)
            waits |= may_wait[i] == p;
        if (BREAKS(RULE_ANNOUNCED, (!waits && w->args->v[p].given) || !c)) {
            say_day(w, "from", first_day(w));
            refused_at(w, RULE_ANNOUNCED, waits ? "customer" : params[p].name, STR(""));
            return false;
        }
    }
    return true;
}

/* --- the history --------------------------------------------------------------------- */

/* What the history keeps of a customer. `next` and `from` 0: it acts at once only. */
static const struct kept {
    enum customer_fact fact;
    uint8_t column, next, from;
    enum table names; /* whose id it is; TABLE_COUNT: no id */
} kept[] = {
    { FACT_TERM, COL_customer_term_days, COL_customer_next_term, COL_customer_next_term_from,
      TABLE_COUNT },
    { FACT_MANAGER, COL_customer_manager_id, COL_customer_next_manager_id,
      COL_customer_next_manager_from, TABLE_APP_USER },
    { FACT_CASH_FIRST, COL_customer_cash_first, COL_customer_next_cash_first,
      COL_customer_next_cash_from, TABLE_COUNT },
    { FACT_STATION, COL_customer_station_id, COL_customer_next_station_id,
      COL_customer_next_station_from, TABLE_STATION },
    { FACT_BASIS, COL_customer_due_from, 0, 0, TABLE_COUNT },
    { FACT_KAM, COL_customer_kam_id, 0, 0, TABLE_APP_USER },
    { FACT_ACCOUNT, COL_customer_account_id, 0, 0, TABLE_CREDIT_ACCOUNT },
    { FACT_MARKET, COL_customer_market_id, 0, 0, TABLE_MARKET },
    { FACT_AREA, COL_customer_area_id, 0, 0, TABLE_AREA },
    { FACT_STATE, COL_customer_state, 0, 0, TABLE_COUNT },
    { FACT_TYPE, COL_customer_type, 0, 0, TABLE_COUNT },
};

/* The code or login behind an id; "" for none. */
static struct str code_of(const struct work *w, enum table table, int64_t id)
{
    const void *row = id ? work_find(w, table, id) : NULL;

    if (!row)
        return STR("");
    /* the first column behind the id is the code or login of each of these tables */
    return *(const struct str *)((const char *)row + tables[table].columns[1].offset);
}

static struct str kept_text(const struct work *w, const struct customer_row *c,
                            const struct kept *k, uint8_t column)
{
    const struct column *col = &tables[TABLE_CUSTOMER].columns[column];
    struct str text;

    if (k->names != TABLE_COUNT)
        return code_of(w, k->names, row_number(c, col));
    if (col->kind == COLUMN_BOOL)
        return row_number(c, col) ? STR("true") : STR("false");
    if (k->fact == FACT_TERM && column == k->column && !c->has_term)
        return STR("");
    return row_value(c, col, w->arena, &text) ? text : STR("");
}

void change_kept(struct work *w, int64_t customer_id, int64_t account_id,
                 enum customer_fact fact, struct str was, struct str becomes, struct day from)
{
    struct customer_change_row *h = add_customer_change(w);

    h->customer_id = customer_id;
    h->account_id = account_id;
    h->fact = fact;
    h->was = was;
    h->becomes = becomes;
    h->valid_from = from;
    h->made_by = w->actor_id;
    h->at = w->now;
    h->reason = w->args->v[P_reason].s;
}

static int64_t number_in(const struct customer_row *c, uint8_t column)
{
    return row_number(c, &tables[TABLE_CUSTOMER].columns[column]);
}

void changes_kept(struct work *w, const struct customer_row *was, const struct customer_row *is)
{
    static const struct customer_row nobody = { .has_term = false };
    const struct customer_row *old = was ? was : &nobody;

    for (size_t i = 0; i < COUNT(kept); i++) {
        const struct kept *k = &kept[i];
        struct str before = was ? kept_text(w, old, k, k->column) : STR("");
        struct str now = kept_text(w, is, k, k->column);
        bool waits = k->from && number_in(is, k->from);

        if (!str_eq(before, now))
            change_kept(w, is->id, 0, k->fact, before, now, w->today);
        else if (k->from && !waits && number_in(old, k->from)) /* taken back */
            change_kept(w, is->id, 0, k->fact, kept_text(w, old, k, k->next), now, w->today);
        if (waits && (number_in(is, k->from) != number_in(old, k->from) ||
                      number_in(is, k->next) != number_in(old, k->next)))
            change_kept(w, is->id, 0, k->fact, now, kept_text(w, is, k, k->next),
                        (struct day){ (int32_t)number_in(is, k->from) });
    }
}
