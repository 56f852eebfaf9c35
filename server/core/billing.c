/*
 * billing.c - roads and messages of receivables and receipts.
 */
#include "server/core/billing.h"

#include "server/core/actor.h"
#include "server/core/clocks.h"
#include "server/core/order_common.h"

struct money receivable_open(const struct receivable_row *r)
{
    return fen(r->open_s.fen + r->open_i.fen);
}

static enum receivable_state state_of(const struct receivable_row *r)
{
    if (receivable_open(r).fen == 0)
        return r->written_off.fen ? RECEIVABLE_WRITTEN_OFF : RECEIVABLE_PAID;
    return r->paid.fen ? RECEIVABLE_PART_PAID : RECEIVABLE_OPEN;
}

void receivable_settle(struct work *w, struct receivable_row *r, enum flow_event event,
                       enum step step, struct str remark)
{
    receivable_move(w, r, event, state_of(r), step, remark);
}

/* States of the event that plain_event() has just written. */
static struct event_row *between(struct work *w, enum enum_id states, unsigned from,
                                 unsigned to)
{
    struct event_row *e = w->event.v[w->event.n - 1];

    e->from_state = str_of(enum_name(states, from));
    e->to_state = str_of(enum_name(states, to));
    return e;
}

void receivable_step(struct work *w, struct receivable_row *r, enum step step,
                     struct str remark)
{
    struct event_row *e;

    plain_event(w, MACHINE_RECEIVABLE, r->id, step, remark);
    e = between(w, ENUM_receivable_state, r->state, r->state);
    e->seq = ++r->seq;
    e->order_id = r->order_id;
}

void receipt_step(struct work *w, const struct receipt_row *r, enum receipt_state from,
                  enum step step, struct str remark)
{
    plain_event(w, MACHINE_RECEIPT, r->id, step, remark);
    (void)between(w, ENUM_receipt_state, from, r->state);
}

struct receipt_row *receipt_at_hand(struct work *w)
{
    struct str no = w->args->v[P_receipt].s;

    for (size_t i = 0; i < w->receipt.n; i++) {
        struct receipt_row *r = w->receipt.v[i];

        if (!str_eq(r->no, no))
            continue;
        if (!BREAKS(RULE_RECEIPT_GONE, r->state == RECEIPT_REVERSED))
            return r;
        refused_at(w, RULE_RECEIPT_GONE, "receipt", r->reversed_for);
        w->ruling.code = ERR_STATE;
        return NULL;
    }
    refused_missing(w, "receipt", no);
    return NULL;
}

int64_t bcr_of(const struct work *w, const struct customer_row *c, const struct order_row *o)
{
    int64_t now = c ? assigned_user(w, c->market_id, ROLE_BCR) : 0;

    return now ? now : o ? o->bcr_id : 0;
}

void tell_money(struct work *w, enum message_kind kind, const struct customer_row *c,
                const struct order_row *o, enum role to, int64_t user_id, struct str body)
{
    struct message_row *m = add_message(w);

    m->kind = kind;
    m->order_id = o ? o->id : 0;
    m->customer_id = c ? c->id : o ? o->customer_id : 0;
    m->to_role = to;
    m->to_user_id = user_id;
    m->body = body;
    m->at = w->now;
    m->due_at = clock_same_day(w, w->now);
}
