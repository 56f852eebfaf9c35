/*
 * order_effects.c - what many acts do to an order: count it again, make it a new version, take
 * back all that it holds, tell people about it.
 */
#include "server/core/checks.h"
#include "server/core/document.h"

/* What quota granted; what was ordered as long as nobody asked quota. */
static struct qty line_counts(const struct order_line_row *l)
{
    return l->granted.n || l->cut_for ? l->granted : l->ordered;
}

void order_recount(struct work *w, struct order_row *o)
{
    o->total = fen(0);
    for (size_t i = 0; i < w->order_line.n; i++) {
        struct order_line_row *l = w->order_line.v[i];

        if (l->order_id != o->id)
            continue;
        l->amount = fen(0);
        if (l->removed) { /* on file with what was ordered; it is granted and costs nothing */
            l->granted = qty(0);
            l->cut_for = cut_cause_none;
            l->over_quota = qty(0);
            continue;
        }
        /* a line was refused when it could not be held, and granted is at most ordered */
        if (!money_of(l->price, l->price_per, line_counts(l), &l->amount) ||
            !money_add(o->total, l->amount, &o->total))
            w->arena->failed = true;
    }
}

/* Law 5: a signature binds a version. What was signed, with the figures it covered, is void. */
static void signatures_void(struct work *w, struct order_row *o)
{
    for (size_t i = 0; i < w->signature.n; i++) {
        struct signature_row *s = w->signature.v[i];

        if (s->order_id == o->id && s->void_at.us == 0)
            s->void_at = w->now;
    }
    o->signed_excess = fen(0);
    o->signed_overdue = fen(0);
    o->signed_limit = fen(0);
    o->signed_at = (struct instant){ 0 };
    o->granted_at = (struct instant){ 0 };
}

/* A special treatment is granted to one version of one order. */
static void cases_void(struct work *w, const struct order_row *o)
{
    for (size_t i = 0; i < w->st_case.n; i++) {
        struct st_case_row *c = w->st_case.v[i];

        if (c->order_id != o->id || (c->state != CASE_OPEN && c->state != CASE_PASSED))
            continue;
        c->state = CASE_VOID;
        if (c->decided_at.us == 0)
            c->decided_at = w->now;
    }
}

static void requests_withdraw(struct work *w, const struct order_row *o)
{
    for (size_t i = 0; i < w->quota_request.n; i++) {
        struct quota_request_row *r = w->quota_request.v[i];

        if (r->order_id != o->id || r->state != REQUEST_OPEN)
            continue;
        r->state = REQUEST_WITHDRAWN;
        r->decided_by = w->actor_id;
        r->decided_at = w->now;
    }
}

void order_release_all(struct work *w, struct order_row *o)
{
    order_release_quota(w, o);
    order_release_credit(w, o);
    order_release_funds(w, o);
    signatures_void(w, o);
    cases_void(w, o);
    requests_withdraw(w, o);
}

void order_new_version(struct work *w, struct order_row *o)
{
    o->version++;
    signatures_void(w, o);
    o->content_hash = order_content_hash(w, o);
}

/* --- telling ------------------------------------------------------------------------- */

static struct message_row *message_new(struct work *w, enum message_kind kind,
                                       const struct order_row *o, struct instant due,
                                       struct str body)
{
    struct message_row *m = add_message(w);

    m->kind = kind;
    m->order_id = o->id;
    m->customer_id = o->customer_id;
    m->body = body;
    m->at = w->now;
    m->due_at = due;
    return m;
}

void tell_role(struct work *w, enum message_kind kind, const struct order_row *o, enum role to,
               int64_t user_id, struct instant due, struct str body)
{
    struct message_row *m = message_new(w, kind, o, due, body);

    m->to_role = to;
    m->to_user_id = user_id;
}

void tell_customer(struct work *w, enum message_kind kind, const struct order_row *o,
                   struct instant due, struct str body)
{
    (void)message_new(w, kind, o, due, body); /* neither role nor user: the customer */
}
