/*
 * load_batch.c - SELECTs out, facts in.
 */
#include "server/shell/load_batch.h"

#include "server/db/bind.h"

static void add_selects(struct load_batch *load, const struct plan *plan,
                        const struct operation *op, const struct work *w)
{
    struct str values[DB_PARAMS];

    load->plan = plan;
    for (size_t i = 0; i < plan->count; i++) {
        size_t place;
        size_t n = load_values(op, plan->loads[i], w, w->arena, values, COUNT(values));

        assert(n == (size_t)plan->selects[i]->params);
        place = db_batch_add(&load->batch, plan->selects[i], values);
        if (i == 0)
            load->first_select = place;
    }
}

void load_batch_look(struct load_batch *load, const struct plan *plan,
                     const struct operation *op, const struct work *w)
{
    db_batch_init(&load->batch, w->arena);
    add_selects(load, plan, op, w);
    load->clock = db_batch_add(&load->batch, &statement_look_clock, NULL);
    db_batch_add(&load->batch, &statement_commit, NULL);
    db_batch_sync(&load->batch);
}

void load_batch_init(struct load_batch *load, const struct plan *plan, const struct work *w,
                     bool rollback_first)
{
    struct db_batch *batch = &load->batch;

    db_batch_init(batch, w->arena);
    if (rollback_first) {
        db_batch_add(batch, &statement_rollback, NULL);
        db_batch_sync(batch);
    }
    db_batch_add(batch, &statement_begin, NULL);
    db_batch_add(batch, &statement_keep_plans, NULL);
    add_selects(load, plan, operations[w->op], w);
    load->found = db_batch_add(batch, &statement_find_command, &w->command_id);
    load->clock = db_batch_add(batch, &statement_clock, NULL);
    db_batch_sync(batch);
}

bool load_batch_stored(const struct load_batch *load, const struct db_outcome *outcome,
                       struct stored *out)
{
    const struct db_result *r = &outcome->results[load->found];

    *out = (struct stored){ .there = r->rows == 1 };
    if (!out->there)
        return true;
    out->op = db_value(r, 0, 0);
    out->body_sha256 = db_value(r, 0, 2);
    out->answer = db_value(r, 0, 3);
    return db_read_int(r, 0, 1, &out->actor_id) && db_read_int(r, 0, 4, &out->event);
}

static bool take_row(const struct db_result *r, size_t at, const struct table_info *table,
                     void *row, struct work *w, struct str *problem)
{
    for (size_t c = 0; c < table->column_count; c++) {
        struct str value = db_value(r, at, c);

        if (row_set(row, &table->columns[c], value, db_is_null(value), w->arena))
            continue;
        *problem = str_format(w->arena, "%s.%s holds '%.*s', which this program does not know",
                              table->sql_name, table->columns[c].name, STR_ARG(value));
        return false;
    }
    return true;
}

static bool take_rows(const struct db_result *r, const struct load *load, struct work *w,
                      struct str *problem)
{
    const struct table_info *table = &tables[load->table];
    struct rows *rows = &w->list[load->table];
    size_t most = load_limit(load);

    assert(r->rows == 0 || r->columns == table->column_count);
    rows->cut = r->rows > most;
    rows->mine = load->hold != HOLD_READ;
    for (size_t i = 0; i < r->rows && i < most; i++) {
        void *row = arena_alloc(w->arena, table->row_size);

        if (!take_row(r, i, table, row, w, problem))
            return false;
        work_load(w, load->table, row);
    }
    return true;
}

bool load_batch_take(const struct load_batch *load, const struct db_outcome *outcome,
                     struct work *w, struct str *problem)
{
    const struct db_result *clock = &outcome->results[load->clock];

    *problem = STR("the business clock cannot be read");
    if (clock->rows != 1 || !db_read_int(clock, 0, 0, &w->now.us) ||
        !db_read_int(clock, 0, 1, &w->id_block))
        return false;
    for (size_t i = 0; i < load->plan->count; i++)
        if (!take_rows(&outcome->results[load->first_select + i], load->plan->loads[i], w,
                       problem))
            return false;
    return true;
}

bool load_batch_strayed(const struct work *w)
{
    if (!w->credit_account.mine)
        return false;
    /* orders that are only looked at may be of an earlier account */
    for (size_t i = 0; w->order.mine && i < w->order.loaded; i++)
        if (w->order.v[i]->account_id && !find_credit_account(w, w->order.v[i]->account_id))
            return true;
    /* a receipt comes from the pool into an account, and goes back */
    for (size_t i = 0; w->receipt.mine && i < w->receipt.loaded; i++)
        if (w->receipt.v[i]->account_id && !find_credit_account(w, w->receipt.v[i]->account_id))
            return true;
    return false;
}
