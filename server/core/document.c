/*
 * document.c - numbering, hashing and posting of legal documents.
 */
#include "server/core/document.h"

#include <sodium.h>

#include "common/json.h"

struct str sha256_hex(struct str bytes, struct arena *arena)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *hex = arena_alloc(arena, 2 * sizeof hash + 1);

    crypto_hash_sha256(hash, (const unsigned char *)(bytes.n ? bytes.p : ""), bytes.n);
    sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
    return (struct str){ hex, 2 * sizeof hash };
}

static struct counter_row *counter_of(struct work *w, enum series_name series)
{
    for (size_t i = 0; i < w->counter.n; i++)
        if (w->counter.v[i]->series == series)
            return w->counter.v[i];
    assert(!"the series' counter was not loaded");
    return NULL;
}

/* "2611": the business month in which the series counts. */
static struct str period_of(const struct work *w)
{
    int year, month, dom;

    day_split(w->today, &year, &month, &dom);
    return str_format(w->arena, "%02d%02d", year % 100, month);
}

/* The next number, and a time not before the last posting's (I18). A period never goes back:
 * a business clock that was set back goes on counting in the later month. */
static int64_t counter_next(struct work *w, struct counter_row *c, struct instant *at)
{
    struct str period = period_of(w);

    if (str_cmp(c->period, period) < 0) {
        c->period = period;
        c->last_no = 0;
    }
    *at = w->now.us < c->last_at.us ? c->last_at : w->now;
    c->last_at = *at;
    return ++c->last_no;
}

static struct str body_with_number(struct work *w, const struct document_row *d,
                                   struct str body)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "number", d->number);
    json_field_instant(&out, "posted", d->posted_at);
    json_field_money(&out, "total", d->total);
    json_field_raw(&out, "paper", body);
    json_end_object(&out);
    return json_text(&out);
}

struct document_row *document_post(struct work *w, const struct document_draft *draft)
{
    struct counter_row *c = counter_of(w, draft->series);
    struct document_row *d = add_document(w);

    d->series = draft->series;
    d->no = counter_next(w, c, &d->posted_at);
    d->period = c->period;
    d->number = str_format(w->arena, "%s%.*s-%06lld", enum_name(ENUM_series_name, d->series),
                           STR_ARG(d->period), (long long)d->no);
    d->order_id = draft->order_id;
    d->customer_id = draft->customer_id;
    d->reverses_id = draft->reverses_id;
    d->total = draft->total;
    d->posted_by = w->actor_id;
    d->body = body_with_number(w, d, draft->body);
    d->sha256 = sha256_hex(d->body, w->arena);
    return d;
}

struct str order_content_hash(const struct work *w, const struct order_row *o)
{
    struct str text =
        str_format(w->arena, "%lld|%lld|%lld|%.*s|%d|%d", (long long)o->customer_id,
                   (long long)o->account_id, (long long)o->station_id, STR_ARG(o->ship_to),
                   o->cash_basis, o->complete);

    for (size_t i = 0; i < w->order_line.n; i++) {
        const struct order_line_row *l = w->order_line.v[i];

        if (l->order_id == o->id && !l->removed)
            text = str_format(w->arena, "%.*s\n%lld|%lld|%lld|%lld|%lld|%lld", STR_ARG(text),
                              (long long)l->line_no, (long long)l->product_id,
                              (long long)l->ordered.n, (long long)l->granted.n,
                              (long long)l->price.fen, (long long)l->price_per);
    }
    return sha256_hex(text, w->arena);
}
