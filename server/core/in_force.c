/*
 * in_force.c - announced values whose day has come.
 */
#include "server/core/in_force.h"

static bool reached(const struct work *w, struct day from)
{
    return from.n && from.n <= w->today.n;
}

static bool account_matures(const struct work *w, struct credit_account_row *a)
{
    if (!reached(w, a->next_lim_from))
        return false;
    a->lim = a->next_lim;
    a->lim_source = LIMIT_BY_MANUAL;
    a->lim_from = a->next_lim_from;
    a->next_lim = fen(0);
    a->next_lim_from = (struct day){ 0 };
    a->lim_to = (struct day){ 0 };
    return true;
}

/* Each has a day of its own; the day is cleared, so that what is decided later stands. */
static bool customer_matures(const struct work *w, struct customer_row *c)
{
    const struct day none = { 0 };
    bool any = false;

    if (reached(w, c->next_term_from)) {
        c->has_term = any = true;
        c->term_days = c->next_term;
        c->next_term = 0;
        c->next_term_from = none;
    }
    if (reached(w, c->next_manager_from)) {
        any = true;
        c->manager_id = c->next_manager_id;
        c->next_manager_id = 0;
        c->next_manager_from = none;
    }
    if (reached(w, c->next_cash_from)) {
        any = true;
        c->cash_first = c->next_cash_first;
        c->has_limit |= !c->cash_first; /* announced only where a limit stands on that day */
        c->next_cash_first = false;
        c->next_cash_from = none;
    }
    if (reached(w, c->next_station_from)) {
        any = true;
        c->station_id = c->next_station_id;
        c->next_station_id = 0;
        c->next_station_from = none;
    }
    return any;
}

void in_force_today(struct work *w)
{
    for (size_t i = 0; i < w->credit_account.loaded; i++)
        if (account_matures(w, w->credit_account.v[i]) && !w->credit_account.mine)
            w->credit_account.was[i] =
                row_copy(&tables[TABLE_CREDIT_ACCOUNT], w->credit_account.v[i], w->arena);
    for (size_t i = 0; i < w->customer.loaded; i++)
        if (customer_matures(w, w->customer.v[i]) && !w->customer.mine)
            w->customer.was[i] = row_copy(&tables[TABLE_CUSTOMER], w->customer.v[i], w->arena);
}
