/*
 * st_record.c - 生意記錄: the figures behind an application for special treatment.
 */
#include "server/core/st_record.h"

#include "common/json.h"
#include "server/core/credit.h"
#include "server/core/ledger.h"

static int64_t open_of(const struct receivable_row *r)
{
    return r->open_s.fen + r->open_i.fen;
}

/* Days that a receivable is late; 0 or less: not due yet, or no due date. */
static int32_t days_late(const struct work *w, const struct receivable_row *r)
{
    return r->due.n ? w->today.n - r->due.n : 0;
}

static void put_credit(struct json_out *out, const struct work *w, const struct order_row *o)
{
    const struct credit_account_row *a = order_account(w, o);
    struct credit_facts f = credit_facts_of(w, o);
    struct credit_view v = credit_judge(&f);

    json_field_money(out, "order", o->total);
    json_field_money(out, "limit", a->lim);
    json_field_money(out, "reserved", a->reserved);
    json_field_money(out, "shipped", a->shipped);
    json_field_money(out, "invoiced", a->invoiced);
    json_field_money(out, "deposit", ledger_free(a));
    json_field_money(out, "excess", v.excess);
    json_field_money(out, "overdue", f.overdue);
}

/* What is owed, by how late it is (R-110: ageing). */
static void put_ageing(struct json_out *out, const struct work *w)
{
    static const struct {
        const char *name;
        int32_t from, to;
    } bands[] = {
        { "not_due", INT32_MIN, 0 },       { "late_1_30", 1, 30 },
        { "late_31_60", 31, 60 },          { "late_61_90", 61, 90 },
        { "late_over_90", 91, INT32_MAX },
    };

    json_key(out, "ageing");
    json_begin_object(out);
    for (size_t b = 0; b < COUNT(bands); b++) {
        struct money sum = { 0 };

        for (size_t i = 0; i < w->receivable.n; i++) {
            int32_t late = days_late(w, w->receivable.v[i]);

            if (late >= bands[b].from && late <= bands[b].to)
                sum.fen += open_of(w->receivable.v[i]);
        }
        json_field_money(out, bands[b].name, sum);
    }
    json_end_object(out);
}

/* Deliveries month by month, this one and the eleven before (R-110: sales history). */
static void put_sales(struct json_out *out, const struct work *w)
{
    struct day this_month = day_month_start(w->today);

    json_key(out, "delivered");
    json_begin_array(out);
    for (int m = -11; m <= 0; m++) {
        struct day month = day_add_months(this_month, m);
        struct money sum = { 0 };
        int64_t deliveries = 0;

        for (size_t i = 0; i < w->receivable.n; i++) {
            const struct receivable_row *r = w->receivable.v[i];

            if (r->kind != DEBT_GOODS || day_month_start(r->basis_day).n != month.n)
                continue;
            sum.fen += r->amount.fen - r->credited.fen;
            deliveries++;
        }
        json_begin_object(out);
        json_field_day(out, "month", month);
        json_field_money(out, "amount", sum);
        json_field_int(out, "deliveries", deliveries);
        json_end_object(out);
    }
    json_end_array(out);
}

/* --- order history: how the account's orders fared in the credit check -------------
 */

/* The last judgement of each order counts. Rows come newest first. */
static bool is_last_of_order(const struct work *w, size_t at)
{
    for (size_t i = 0; i < w->verdict.loaded; i++)
        if (w->verdict.v[i]->order_id == w->verdict.v[at]->order_id &&
            w->verdict.v[i]->id > w->verdict.v[at]->id)
            return false;
    return true;
}

/* Orders of the twelve months before today, the one at hand left out, by what the last credit
 * check said of each. */
static void put_orders(struct json_out *out, const struct work *w, const struct order_row *o)
{
    struct day since = day_add_months(w->today, -12);

    json_key(out, "orders");
    json_begin_object(out);
    for (unsigned r = CREDIT_PASS; r <= CREDIT_CASH; r++) {
        struct money sum = { 0 };
        int64_t orders = 0;

        for (size_t i = 0; i < w->verdict.loaded; i++) {
            const struct verdict_row *v = w->verdict.v[i];

            if (v->order_id == o->id || (unsigned)v->result != r ||
                calendar_today(&w->calendar, v->at).n < since.n || !is_last_of_order(w, i))
                continue;
            sum.fen += v->amount.fen;
            orders++;
        }
        json_key(out, enum_name(ENUM_credit_result, r));
        json_begin_object(out);
        json_field_int(out, "orders", orders);
        json_field_money(out, "amount", sum);
        json_end_object(out);
    }
    json_end_object(out);
    json_field_bool(out, "more_orders", w->verdict.cut); /* older ones not counted */
}

struct str st_record(const struct work *w, const struct order_row *o)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_day(&out, "day", w->today);
    put_credit(&out, w, o);
    put_ageing(&out, w);
    put_sales(&out, w);
    put_orders(&out, w, o);
    json_field_bool(&out, "more_receivables", w->receivable.cut); /* older ones not listed */
    json_end_object(&out);
    return json_text(&out);
}
