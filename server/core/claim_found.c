/*
 * claim_found.c - goods turn up whose loss was accepted.
 *
 * The customer has his credit or his replacement, and keeps it: nothing of what was posted is
 * taken back. If he wants these goods after all, that is a new order. So the goods are the
 * house's: the store has them in its hands and books them into quarantine against the claim;
 * from there they go like all that came back (stock.release, stock.scrap). What is left to
 * decide is what the carrier still owes, and that is a manager's word, another one's than his
 * who accepted the loss: the claim on the carrier stands (he was late, or brought them broken),
 * or is dropped, and made out anew for what is still missing. What he has paid already is
 * settled with him outside.
 *
 *     SETTLED -> FOUND (and more is found) -> SETTLED
 */
#include "server/core/actor.h"
#include "server/core/claim.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"

/* What was booked about the lines before. */
#define LINE_MOVE_LOADS                                                                        \
    READ(STOCK_MOVE,                                                                           \
         ANY_OF(BY_FACT(stock_move, shipment_line_id, SHIPMENT_LINE, shipment_line, id)))

static struct qty found_of(const struct work *w, const struct claim_line_row *l)
{
    struct qty sum = { 0 };

    for (size_t i = 0; i < w->stock_move.n; i++)
        if (w->stock_move.v[i]->kind == MOVE_FOUND &&
            w->stock_move.v[i]->shipment_line_id == l->shipment_line_id)
            sum.n += w->stock_move.v[i]->qty.n;
    return sum;
}

/* What of the claim's amount stands for units that are still missing. */
static struct money still_missing(const struct work *w, const struct claim_row *c)
{
    struct money sum = { 0 };

    for (struct claim_line_row *l = NULL; (l = claim_next(w, c, l));)
        sum.fen += share_of(l->amount, l->qty, qty(l->qty.n - found_of(w, l).n)).fen;
    return sum;
}

/* --- the store has them ------------------------------------------------------------------- */

static const struct load found_loads[] = {
    CLAIM_LOADS,        SHIPMENT_STOCK_LOADS,  PEOPLE_LOADS,
    NOTE_PRODUCT_LOADS, NOTE_CLAIM_LINE_LOADS, LINE_MOVE_LOADS,
};

static bool is_a_loss(struct work *w, const struct claim_row *c)
{
    if (!BREAKS(RULE_CLAIM_NOT_LOST, claim_next(w, c, NULL)->kind != DIFF_LOST))
        return true;
    refused_at(w, RULE_CLAIM_NOT_LOST, "claim", c->no);
    return false;
}

/* The claim's line that a row of P_lines means. */
static struct claim_line_row *line_meant(struct work *w, const struct claim_row *c,
                                         const struct item *item)
{
    const struct note_line_row *n = note_line_of(w, item);

    for (struct claim_line_row *l = NULL; n && (l = claim_next(w, c, l));)
        if (find_shipment_line(w, l->shipment_line_id)->note_line_id == n->id)
            return l;
    if (n)
        refused_error(w, ERR_PARAMS, "lines", STR("the shipment has no such line"));
    return NULL;
}

static bool found_line(struct work *w, const struct case_at_hand *k, const struct item *item)
{
    struct claim_line_row *l = line_meant(w, k->claim, item);
    int64_t missing;

    if (!l)
        return false;
    missing = l->qty.n - found_of(w, l).n;
    if (BREAKS(RULE_CLAIM_FOUND, !item->has_qty || item->qty.n <= 0 || item->qty.n > missing)) {
        say_qty(w, "missing", qty(missing));
        say_qty(w, "found", item->qty);
        refused_at(w, RULE_CLAIM_FOUND, "lines", STR(""));
        return false;
    }
    stock_quarantine(w, stock_of(w, l->product_id, k->sp.s->warehouse_id), MOVE_FOUND,
                     item->qty, l->shipment_line_id, w->args->v[P_reason].s);
    return true;
}

static void claim_found(struct work *w)
{
    const struct arg *lines = &w->args->v[P_lines];
    struct str reason = w->args->v[P_reason].s, body;
    struct case_at_hand k;

    if (!claim_ready(w, EVENT_FIND, &k) || !is_a_loss(w, k.claim))
        return;
    for (size_t i = 0; i < lines->item_count; i++)
        if (!found_line(w, &k, &lines->items[i]))
            return;
    say_money(w, "missing", still_missing(w, k.claim));
    claim_move(w, k.claim, EVENT_FIND, CLAIM_IS_FOUND, reason);
    body = str_format(w->arena, "%.*s: lost goods were found: %.*s", STR_ARG(k.claim->no),
                      STR_ARG(reason));
    tell_csr(w, MESSAGE_DIFFERENCE, k.sp.o, body);
    tell_kam(w, MESSAGE_DIFFERENCE, &k.sp, body);
    tell_duty(w, MESSAGE_TO_SIGN, k.sp.o, manager_duty(w, k.sp.o), told_promptly(w), body);
    tell_duty(w, MESSAGE_TO_SIGN, k.sp.o, leader_duty(w, k.sp.o), told_promptly(w), body);
    done(w);
}
OPERATION(CLAIM_FOUND) = { LOADS(found_loads), .decide = claim_found };

/* --- a manager decides -------------------------------------------------------------------- */

static const struct load close_loads[] = {
    CLAIM_LOADS, PEOPLE_LOADS, NOTE_CLAIM_LINE_LOADS, CARRIER_CLAIM_LOADS, LINE_MOVE_LOADS,
};

/* Of the area's and the market's manager and the leaders the one for whom the actor acts, who
 * did not accept the loss; else the customer's own leader, who is named by the refusal. */
static struct duty decides(const struct work *w, const struct case_at_hand *k)
{
    const struct duty who[] = {
        manager_duty(w, k->sp.o),
        market_duty(w, k->sp.o),
        leader_duty(w, k->sp.o),
        { ROLE_GM, holder_of(w, ROLE_GM) },
        { ROLE_DIR, holder_of(w, ROLE_DIR) },
        { ROLE_DDIR, holder_of(w, ROLE_DDIR) },
    };
    struct duty accepted = leader_duty(w, k->sp.o);

    for (size_t i = 0; i < COUNT(who); i++) {
        if (!actor_stands_for(w, who[i].user_id, who[i].role, i >= 2))
            continue;
        accepted = who[i];
        if (who[i].user_id != k->claim->decided_by)
            break;
    }
    return accepted;
}

static bool another_decides(struct work *w, const struct case_at_hand *k)
{
    struct duty who = decides(w, k);
    bool leads = who.role == ROLE_GM || who.role == ROLE_DIR || who.role == ROLE_DDIR;

    if (!actor_act_for(w, who.user_id, who.role, leads))
        return false;
    if (!BREAKS(RULE_CLAIM_FOUND_OTHER, k->claim->decided_by == w->as.principal_id ||
                                            k->claim->decided_by == w->actor_id))
        return true;
    remedy_who(w, "ask", leads ? manager_duty(w, k->sp.o).role : leader_duty(w, k->sp.o).role,
               OP_CLAIM_CLOSE_FOUND);
    refused_at(w, RULE_CLAIM_FOUND_OTHER, "claim", k->claim->no);
    return false;
}

/* Drops what is open on the carrier for this claim; how much that was. */
static bool carrier_dropped(struct work *w, const struct claim_row *c, struct money *out)
{
    size_t n = w->carrier_claim.n;

    *out = fen(0);
    for (size_t i = 0; i < n; i++) {
        struct carrier_claim_row *x = w->carrier_claim.v[i];

        if (x->claim_id != c->id || x->state != CARRIER_OPEN)
            continue;
        if (BREAKS(RULE_CARRIER_OTHER, x->recorded_by == w->actor_id)) {
            say_name(w, "carrier_claim", x->no);
            refused(w, RULE_CARRIER_OTHER);
            return false;
        }
        x->settled_by = w->actor_id;
        x->settled_at = w->now;
        x->answer = w->args->v[P_reason].s;
        carrier_claim_move(w, x, EVENT_SETTLE, CARRIER_DROPPED, x->answer);
        out->fen += x->amount.fen;
    }
    return true;
}

static void claim_close_found(struct work *w)
{
    enum carrier_state to = (enum carrier_state)w->args->v[P_carrier_state].n;
    struct str reason = w->args->v[P_reason].s;
    struct money dropped = { 0 }, missing;
    struct case_at_hand k;

    if (!claim_ready(w, EVENT_SETTLE, &k) || !another_decides(w, &k))
        return;
    if (to != CARRIER_OPEN && to != CARRIER_DROPPED) {
        refused_error(w, ERR_PARAMS, "carrier_state",
                      STR("the claim on the carrier stays OPEN, or is DROPPED"));
        return;
    }
    missing = still_missing(w, k.claim);
    say_money(w, "missing", missing);
    if (to == CARRIER_DROPPED && !carrier_dropped(w, k.claim, &dropped))
        return;
    if (dropped.fen > 0 && missing.fen > 0)
        (void)carrier_claim_open(w, k.sp.s, k.claim->id, DIFF_LOST,
                                 missing.fen < dropped.fen ? missing : dropped, reason);
    claim_move(w, k.claim, EVENT_SETTLE, CLAIM_IS_SETTLED, reason);
    tell_csr(w, MESSAGE_DECIDED, k.sp.o,
             str_format(w->arena, "%.*s: decided about the goods that were found: %.*s",
                        STR_ARG(k.claim->no), STR_ARG(reason)));
    done(w);
}
OPERATION(CLAIM_CLOSE_FOUND) = { LOADS(close_loads), .decide = claim_close_found };
