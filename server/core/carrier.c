/*
 * carrier.c - what the house claims from the carrier for lost and damaged goods.
 *
 * A record of its own: what the customer gets does not wait for it, and it moves no customer's
 * account. An accepted loss makes one by itself, of all that was credited.
 */
#include "server/core/actor.h"
#include "server/core/claim.h"
#include "server/core/order_common.h"

struct carrier_claim_row *carrier_claim_open(struct work *w, const struct shipment_row *s,
                                             int64_t claim_id, enum diff_kind cause,
                                             struct money amount, struct str reason)
{
    struct carrier_claim_row *c = add_carrier_claim(w);

    c->no = str_format(w->arena, "CC%lld", (long long)(c->id / ID_BLOCK));
    c->order_id = s->order_id;
    c->account_id = s->account_id;
    c->shipment_id = s->id;
    c->claim_id = claim_id;
    c->carrier = s->carrier;
    c->station_id = s->station_id;
    c->waybill = s->waybill;
    c->cause = cause;
    c->amount = amount;
    c->reason = reason;
    c->recorded_by = w->actor_id;
    c->recorded_at = w->now;
    say_name(w, "carrier_claim", c->no);
    carrier_claim_move(w, c, EVENT_CLAIM, CARRIER_OPEN, reason);
    return c;
}

static const struct load record_loads[] = {
    NOTE_LOADS,
    SHIPMENT_LOADS,
    READ(CLAIM, ANY_OF(BY_FACT(claim, note_id, NOTE, note, id))),
    CARRIER_CLAIM_LOADS,
};

struct money carrier_claim_room(const struct work *w, const struct shipment_row *s)
{
    struct money room = { 0 };

    for (const struct shipment_line_row *l = NULL; (l = shipment_next(w, s, l));)
        room.fen += l->amount.fen;
    for (size_t i = 0; i < w->carrier_claim.n; i++) {
        const struct carrier_claim_row *c = w->carrier_claim.v[i];

        if (c->shipment_id == s->id && (c->state == CARRIER_OPEN || c->state == CARRIER_PAID))
            room.fen -= c->amount.fen;
    }
    return room;
}

/* The customer's claim that it belongs to, on the same shipment. False when it is another's. */
static bool customers_claim(struct work *w, const struct shipment_row *s, int64_t *out)
{
    const struct arg *named = &w->args->v[P_claim];

    *out = 0;
    for (size_t i = 0; i < w->claim.n; i++)
        if (str_eq(w->claim.v[i]->no, named->s) && w->claim.v[i]->shipment_id == s->id)
            *out = w->claim.v[i]->id;
    if (!named->given || *out)
        return true;
    refused_missing(w, "claim", named->s);
    return false;
}

static bool above_zero(struct work *w, struct money amount, struct money most)
{
    if (!BREAKS(RULE_CARRIER_AMOUNT, amount.fen <= 0 || amount.fen > most.fen))
        return true;
    say_money(w, "amount", amount);
    refused_at(w, RULE_CARRIER_AMOUNT, "amount", STR(""));
    return false;
}

/* The carrier pays for goods once: all that he is asked for is at most what they were worth. */
static bool within_worth(struct work *w, const struct shipment_row *s, struct money amount)
{
    struct money room = carrier_claim_room(w, s);

    if (!BREAKS(RULE_CARRIER_SUM, amount.fen > room.fen))
        return true;
    say_money(w, "amount", amount);
    say_money(w, "left", room);
    refused_at(w, RULE_CARRIER_SUM, "amount", STR(""));
    return false;
}

/* The carrier had the goods: from consignment on. */
static void carrier_claim_record(struct work *w)
{
    struct money amount = arg_money(w->args, P_amount);
    struct shipping sp;
    int64_t claim_id;

    if (!shipping_part_any(w, &sp))
        return;
    if (!sp.s->consigned_at.us) {
        refused_error(w, ERR_STATE, "part", STR("no carrier has these goods"));
        return;
    }
    if (!w->args->v[P_cause].n) {
        refused_error(w, ERR_PARAMS, "cause", STR("what happened to the goods"));
        return;
    }
    if (!above_zero(w, amount, fen(MONEY_MAX_FEN)) || !within_worth(w, sp.s, amount) ||
        !customers_claim(w, sp.s, &claim_id))
        return;
    (void)carrier_claim_open(w, sp.s, claim_id, (enum diff_kind)w->args->v[P_cause].n, amount,
                             w->args->v[P_reason].s);
    done(w);
}
OPERATION(CARRIER_CLAIM_RECORD) = { LOADS(record_loads), .decide = carrier_claim_record };

static const struct load settle_loads[] = {
    LOCK(CREDIT_ACCOUNT,
         ANY_OF(BY_FACT(credit_account, id, CARRIER_CLAIM, carrier_claim, account_id))),
    OWNED(CARRIER_CLAIM, ANY_OF(BY_ARG(carrier_claim, no, P_carrier_claim))),
};

/* Less may be paid than was claimed: then that ends it. */
static bool paid(struct work *w, struct carrier_claim_row *c)
{
    struct money amount = w->args->v[P_amount].given ? arg_money(w->args, P_amount) : c->amount;
    bool by_finance = w->roles & ROLE_BIT(ROLE_FIN) && w->args->v[P_bank_ref].given;

    if (BREAKS(RULE_CARRIER_FIN, !by_finance)) {
        remedy_who(w, "ask", ROLE_FIN, OP_CARRIER_CLAIM_SETTLE);
        refused_at(w, RULE_CARRIER_FIN, "bank_ref", STR(""));
        return false;
    }
    if (!above_zero(w, amount, c->amount))
        return false;
    c->paid = amount;
    c->bank_ref = w->args->v[P_bank_ref].s;
    say_money(w, "paid", amount);
    return true;
}

/* Who says what the carrier owes does not say as well that he owes nothing. */
static bool another_gives_up(struct work *w, const struct carrier_claim_row *c)
{
    if (!BREAKS(RULE_CARRIER_OTHER, c->recorded_by == w->actor_id))
        return true;
    say_name(w, "carrier_claim", c->no);
    remedy_plain(w, "ask", OP_CARRIER_CLAIM_SETTLE);
    refused(w, RULE_CARRIER_OTHER);
    return false;
}

static void carrier_claim_settle(struct work *w)
{
    enum carrier_state to = (enum carrier_state)w->args->v[P_carrier_state].n;
    struct str answer = w->args->v[P_reason].s;
    struct carrier_claim_row *c = ONE(w->carrier_claim);

    if (!c) {
        refused_missing(w, "carrier_claim", w->args->v[P_carrier_claim].s);
        return;
    }
    if (!flow_ready(w, MACHINE_CARRIER, c->state, c->no, EVENT_SETTLE))
        return;
    if (to == CARRIER_OPEN || (to != CARRIER_PAID && str_empty(answer))) {
        refused_error(w, ERR_PARAMS, to == CARRIER_OPEN ? "carrier_state" : "reason",
                      STR("it is paid, or refused or dropped for a reason"));
        return;
    }
    if (to == CARRIER_PAID ? !paid(w, c) : !another_gives_up(w, c))
        return;
    c->settled_by = w->actor_id;
    c->settled_at = w->now;
    c->answer = answer;
    carrier_claim_move(w, c, EVENT_SETTLE, to, answer);
    done(w);
}
OPERATION(CARRIER_CLAIM_SETTLE) = { LOADS(settle_loads), .decide = carrier_claim_settle };
