/*
 * hints.c - a bounded cache, and the queries that fill it.
 */
#include "server/shell/hints.h"

/* Over this it is emptied: three hundred bytes each at most, and the working set of a month. */
#define MOST_HINTS 100000

static const struct db_statement by_order = {
    .name = "route_order", .sql = "SELECT account_id FROM orders WHERE no = $1", .params = 1
};
static const struct db_statement by_note = { .name = "route_note",
                                             .sql = "SELECT account_id FROM note WHERE no = $1",
                                             .params = 1 };
static const struct db_statement by_receipt = {
    .name = "route_receipt",
    .sql = "SELECT account_id FROM receipt WHERE no = $1 AND account_id IS NOT NULL",
    .params = 1
};
static const struct db_statement by_receivable = {
    .name = "route_receivable",
    .sql = "SELECT account_id FROM receivable WHERE no = $1",
    .params = 1
};
static const struct db_statement by_customer = {
    .name = "route_customer",
    .sql = "SELECT account_id FROM customer WHERE code = $1",
    .params = 1
};
static const struct db_statement by_account = {
    .name = "route_account", .sql = "SELECT id FROM credit_account WHERE code = $1", .params = 1
};
static const struct db_statement by_message = {
    .name = "route_message",
    .sql = "SELECT o.account_id FROM message m JOIN orders o ON o.id = m.order_id"
           " WHERE m.id = $1::bigint",
    .params = 1
};

static const struct db_statement by_job = {
    .name = "route_job",
    .sql = "SELECT coalesce(n.account_id, c.account_id) FROM print_job j"
           " LEFT JOIN note n ON n.id = j.note_id LEFT JOIN document d ON d.id = j.document_id"
           " LEFT JOIN customer c ON c.id = d.customer_id WHERE j.id = $1::bigint",
    .params = 1
};
static const struct db_statement by_number = {
    .name = "route_document",
    .sql = "SELECT c.account_id FROM document d JOIN customer c ON c.id = d.customer_id"
           " WHERE d.number = $1",
    .params = 1
};

/* The most telling first. */
static const struct road {
    enum param param;
    const char *prefix;
    const struct db_statement *ask;
} roads[] = {
    { P_order, "o", &by_order },       { P_note, "n", &by_note },
    { P_receipt, "r", &by_receipt },   { P_receivable, "v", &by_receivable },
    { P_customer, "c", &by_customer }, { P_account, "a", &by_account },
    { P_message, "m", &by_message },   { P_job, "j", &by_job },
    { P_number, "d", &by_number },
};

static struct str key_of(const char *prefix, struct str value, struct arena *arena)
{
    return str_format(arena, "%s:%.*s", prefix, STR_ARG(value));
}

struct route route_of(const struct args *args, struct arena *arena)
{
    for (size_t i = 0; i < COUNT(roads); i++) {
        const struct arg *a = &args->v[roads[i].param];
        struct str value = a->s;

        if (!a->given)
            continue;
        if (params[roads[i].param].type == PARAM_ID)
            value = str_format(arena, "%lld", (long long)a->n);
        return (struct route){ roads[i].ask, value, key_of(roads[i].prefix, value, arena) };
    }
    return (struct route){ 0 };
}

void hints_init(struct hints *hints)
{
    map_init(&hints->accounts);
}

void hints_release(struct hints *hints)
{
    map_release(&hints->accounts);
}

int64_t hints_get(const struct hints *hints, struct str key)
{
    return (int64_t)(intptr_t)map_get(&hints->accounts, key);
}

void hints_put(struct hints *hints, struct str key, int64_t account_id)
{
    if (account_id == 0)
        return;
    if (hints->accounts.count >= MOST_HINTS)
        map_release(&hints->accounts);
    map_put(&hints->accounts, key, (void *)(intptr_t)account_id);
}

/* A page of documents is enough: who loads hundreds of receivables names one. */
#define MOST_LEARNT 20
#define LEARN(list, prefix, text)                                                              \
    for (size_t i = 0; i < w->list.n && i < MOST_LEARNT; i++)                                  \
    hints_put(hints, key_of(prefix, w->list.v[i]->text, w->arena), w->list.v[i]->account_id)

void hints_learn(struct hints *hints, const struct work *w)
{
    LEARN(order, "o", no);
    LEARN(note, "n", no);
    LEARN(customer, "c", code);
    if (w->receipt.n > w->receipt.loaded) {
        const struct receipt_row *r = w->receipt.v[w->receipt.loaded];

        hints_put(hints, key_of("r", r->no, w->arena), r->account_id);
    }
    if (w->receivable.n > w->receivable.loaded) {
        const struct receivable_row *r = w->receivable.v[w->receivable.loaded];

        hints_put(hints, key_of("v", r->no, w->arena), r->account_id);
    }
}
