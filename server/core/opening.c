/*
 * opening.c - go-live: a batch is begun, its control totals corrected, and closed.
 */
#include "server/core/opening.h"

#include "server/core/master.h"

static const struct load batch_loads[] = { BATCH_LOCK };

struct opening_row *batch_still_open(struct work *w)
{
    struct opening_row *b = ONE(w->opening);

    if (!b) {
        refused_missing(w, "batch", w->args->v[P_batch].s);
        return NULL;
    }
    if (BREAKS(RULE_OPENING_AGAIN, b->closed)) {
        refused_at(w, RULE_OPENING_AGAIN, "batch", b->kind);
        w->ruling.code = ERR_STATE;
        return NULL;
    }
    return b;
}

/* Two persons shut go-live, as they set any parameter that bounds money; nobody who may add a
 * row opens it again alone. */
static bool go_live_on(struct work *w)
{
    if (!BREAKS(RULE_OPENING_SHUT, !w->pol->opening_open))
        return true;
    remedy_who(w, "ask", ROLE_ADM, OP_POLICY_SET);
    refused_at(w, RULE_OPENING_SHUT, "opening_open", STR(""));
    return false;
}

struct opening_row *batch_at_hand(struct work *w)
{
    struct opening_row *b = batch_still_open(w);

    return b && go_live_on(w) ? b : NULL;
}

void say_batch(struct work *w, const struct opening_row *b)
{
    say_count(w, "rows", b->rows);
    say_count(w, "control_rows", b->control_rows);
    say_money(w, "total", b->total);
    say_money(w, "control_total", b->control_total);
}

void batch_counts(struct work *w, struct opening_row *b, struct money amount)
{
    b->rows++;
    b->total.fen += amount.fen;
    say_batch(w, b);
}

const struct customer_row *customer_of_batch(struct work *w)
{
    const struct customer_row *c = ONE(w->customer);

    if (!batch_at_hand(w))
        return NULL;
    if (c && ONE(w->credit_account))
        return c;
    refused_missing(w, "customer", w->args->v[P_customer].s);
    return NULL;
}

bool opening_amount_ok(struct work *w, enum param p)
{
    if (!BREAKS(RULE_OPENING_AMOUNT, w->args->v[p].n <= 0))
        return true;
    refused_at(w, RULE_OPENING_AMOUNT, params[p].name, STR(""));
    return false;
}

/* --- begin ---------------------------------------------------------------------------- */

/* A total may be nothing: quota that is used up. */
static bool control_ok(struct work *w, int64_t rows, struct money total)
{
    if (!BREAKS(RULE_OPENING_CONTROL, rows <= 0 || total.fen < 0))
        return true;
    refused_at(w, RULE_OPENING_CONTROL, rows <= 0 ? "rows" : "total", STR(""));
    return false;
}

/* Whoever sends the same table again learns what was announced, and goes on when it is the
 * same. */
static bool is_new_batch(struct work *w)
{
    const struct opening_row *b = ONE(w->opening);

    if (!b || !BREAKS(RULE_OPENING_BEGUN, true))
        return true;
    say_batch(w, b);
    say_day(w, "as_of", b->as_of);
    remedy_plain(w, "amend", OP_OPENING_AMEND);
    refused_at(w, RULE_OPENING_BEGUN, "batch", b->kind);
    return false;
}

static void opening_begin(struct work *w)
{
    struct day as_of = arg_day(w->args, P_as_of);
    struct opening_row *b;

    if (!is_new_batch(w) || !go_live_on(w) ||
        !control_ok(w, w->args->v[P_rows].n, arg_money(w->args, P_total)))
        return;
    if (BREAKS(RULE_OPENING_DAYS, as_of.n > w->today.n)) {
        say_day(w, "today", w->today);
        refused_at(w, RULE_OPENING_DAYS, "as_of", STR(""));
        return;
    }
    b = add_opening(w);
    b->kind = w->args->v[P_batch].s;
    b->made_by = w->actor_id;
    b->at = w->now;
    b->as_of = as_of;
    b->control_rows = w->args->v[P_rows].n;
    b->control_total = arg_money(w->args, P_total);
    say_batch(w, b);
    master_event(w, b->id, b->kind);
    done(w);
}

OPERATION(OPENING_BEGIN) = { LOADS(batch_loads), .decide = opening_begin };

/* --- amend and close ------------------------------------------------------------------ */

/* The totals are the word of who announced them: another changes or accepts them only when he
 * is of finance. */
static struct opening_row *own_batch(struct work *w)
{
    struct opening_row *b = batch_still_open(w);

    if (!b || !BREAKS(RULE_OPENING_OTHERS,
                      b->made_by != w->actor_id && !(w->roles & ROLE_BIT(ROLE_FIN))))
        return b;
    remedy_who(w, "ask", ROLE_FIN, (int)w->op);
    refused_at(w, RULE_OPENING_OTHERS, "batch", b->kind);
    w->ruling.code = ERR_RIGHTS;
    return NULL;
}

static void opening_amend(struct work *w)
{
    const struct arg *rows = &w->args->v[P_rows], *total = &w->args->v[P_total];
    struct str reason = str_trim(w->args->v[P_reason].s);
    struct opening_row *b = own_batch(w);
    int64_t to_rows;
    struct money to_total;

    if (!b)
        return;
    to_rows = rows->given ? rows->n : b->control_rows;
    to_total = total->given ? arg_money(w->args, P_total) : b->control_total;
    if (BREAKS(RULE_REASON_GIVEN, text_blank(reason))) {
        refused_at(w, RULE_REASON_GIVEN, "reason", b->kind);
        return;
    }
    if (BREAKS(RULE_OPENING_SAME,
               to_rows == b->control_rows && to_total.fen == b->control_total.fen)) {
        say_batch(w, b);
        refused_at(w, RULE_OPENING_SAME, rows->given ? "rows" : "total", b->kind);
        return;
    }
    if (!control_ok(w, to_rows, to_total))
        return;
    say_count(w, "rows_announced", b->control_rows);
    say_money(w, "total_announced", b->control_total);
    b->control_rows = to_rows;
    b->control_total = to_total;
    say_batch(w, b);
    master_event(w, b->id, reason);
    done(w);
}

OPERATION(OPENING_AMEND) = { LOADS(batch_loads), .decide = opening_amend };

static void opening_close(struct work *w)
{
    struct opening_row *b = own_batch(w);

    if (!b)
        return;
    say_batch(w, b);
    if (BREAKS(RULE_OPENING_TOTALS,
               b->rows != b->control_rows || b->total.fen != b->control_total.fen)) {
        remedy_plain(w, "correct_totals", OP_OPENING_AMEND);
        refused_at(w, RULE_OPENING_TOTALS, "batch", b->kind);
        return;
    }
    b->closed = true;
    master_event(w, b->id, b->kind);
    done(w);
}

OPERATION(OPENING_CLOSE) = { LOADS(batch_loads), .decide = opening_close };
