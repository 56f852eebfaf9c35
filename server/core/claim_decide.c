/*
 * claim_decide.c - a claim is consented to, accepted, refused or withdrawn; and its goods come
 * back (R-014, R-140, R-182, R-370; App. 4).
 */
#include "server/core/actor.h"
#include "server/core/billing.h"
#include "server/core/checks.h"
#include "server/core/claim_duty.h"
#include "server/core/claim_price.h"
#include "server/core/clocks.h"
#include "server/core/closing.h"
#include "server/core/note_reprice.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"

/* --- who decides ------------------------------------------------------------------------- */

/* A leader's own secretary signs for him; in the field a substitute does. */
static bool is_leader(enum role role)
{
    return role == ROLE_GM || role == ROLE_DIR || role == ROLE_DDIR;
}

/* What was accepted about the shipment until now, in whatever slices and either way. */
static struct money accepted_before(const struct work *w, const struct shipment_row *s)
{
    struct money sum = { 0 };

    for (const struct shipment_line_row *l = NULL; (l = shipment_next(w, s, l));)
        sum.fen += l->returned_amount.fen + l->raised.fen;
    return sum;
}

/* One word is enough for claim_small a shipment, not a claim: else any sum fits, cut up. */
static bool is_small(const struct work *w, const struct case_at_hand *k)
{
    return accepted_before(w, k->sp.s).fen + k->claim->amount.fen <= w->pol->claim_small.fen;
}

static bool stands_for_area(const struct work *w, struct duty d)
{
    return actor_stands_for(w, d.user_id, d.role, is_leader(d.role));
}

/* Does the actor speak for the area (or else for the responsible manager)? It is the duty that
 * counts, not a role that he holds elsewhere. Who has both says first what the claim needs
 * first; who has neither is told who answers for his kind. */
static bool speaks_for_the_area(const struct work *w, const struct case_at_hand *k)
{
    const role_set field = ROLE_BIT(ROLE_UM) | ROLE_BIT(ROLE_MM) | ROLE_BIT(ROLE_KAM);
    struct duty head = claim_accepts(w, k->claim, k->sp.o);
    bool manages = stands_for_area(w, claim_consents(w, k->claim, k->sp.o));
    bool leads = actor_stands_for(w, head.user_id, head.role, true);

    if (manages != leads)
        return manages;
    return manages ? k->claim->state == CLAIM_IS_OPEN && !is_small(w, k) : w->roles & field;
}

/* For the area, or for the customer's responsible manager: whom the actor acts for. */
static bool acts_for_a_manager(struct work *w, const struct case_at_hand *k, bool of_area)
{
    struct duty who =
        of_area ? claim_consents(w, k->claim, k->sp.o) : claim_accepts(w, k->claim, k->sp.o);

    return actor_act_for(w, who.user_id, who.role, is_leader(who.role));
}

/* Neither the hand nor the one for whom it signs recorded the claim; and who consented is not
 * the second one as well. */
static bool is_another(struct work *w, const struct claim_row *c)
{
    int64_t hand = w->actor_id, head = w->as.principal_id;
    bool own = hand == c->recorded_by || head == c->recorded_by ||
               (c->consented_by && (hand == c->consented_by || head == c->consented_by));

    if (!BREAKS(RULE_CLAIM_OWN, own))
        return true;
    say_name(w, "claim", c->no);
    remedy_plain(w, "ask", OP_CLAIM_ACCEPT);
    refused(w, RULE_CLAIM_OWN);
    return false;
}

/* --- what follows ------------------------------------------------------------------------ */

/* What was finished begins again, for as long as the claim takes (decisions 2). */
static void open_again(struct work *w, const struct shipping *sp, struct str reason)
{
    if (sp->o->state == ORDER_CLOSED) {
        order_move(w, sp->o, EVENT_REOPEN, ORDER_HANDED_OVER, STEP_BC7, reason);
        sp->o->closed_at = (struct instant){ 0 };
    }
    if (sp->n->state == NOTE_DONE)
        note_move(w, sp->n, EVENT_REOPEN, NOTE_ACCEPTED, STEP_SP7, reason);
}

static void claim_over(struct work *w, struct case_at_hand *k)
{
    k->claim->settled_at = w->now;
    k->sp.o->claims--;
}

/* Only what the customer has can come back: damaged and wrong goods that he is to give up. */
static bool can_come_back(const struct claim_row *c, const struct claim_line_row *l)
{
    return c->remedy != CLAIM_REDUCE && (l->kind == DIFF_DAMAGED || l->kind == DIFF_WRONG);
}

/* The goods of a line are no sale any more; what of them is missing is written off. */
static void goods_return(struct work *w, const struct shipping *sp,
                         const struct claim_line_row *l, int64_t missing, struct str reason)
{
    struct stock_row *st = stock_of(w, l->product_id, sp->s->warehouse_id);

    assert(st);
    stock_quarantine(w, st, MOVE_RETURN, l->qty, l->shipment_line_id, reason);
    if (missing)
        stock_quarantine(w, st, MOVE_WRITE_OFF, qty(-missing), l->shipment_line_id, reason);
}

/* Goods to be sent again have the shipping time of a note that is handed over now. */
static void replacement_due(struct work *w, const struct shipping *sp)
{
    sp->o->ship_due_at = clock_due(w, CLOCK_SHIP, w->now);
    sp->o->due_at = sp->o->ship_due_at;
}

/* Papers and money of the whole claim, and the goods that do not come back. */
static void claim_post(struct work *w, struct case_at_hand *k, struct str words)
{
    struct claim_row *c = k->claim;
    struct note_credit credit;

    if (c->remedy == CLAIM_CORRECT) {
        note_reprice(w, &k->sp, c, words);
        return;
    }
    note_credit_init(w, &credit, &k->sp);
    for (struct claim_line_row *l = NULL; (l = claim_next(w, c, l));) {
        struct shipment_line_row *sl = find_shipment_line(w, l->shipment_line_id);

        note_credit_line(w, &credit, sl, c->remedy, l->qty, l->amount);
        if (c->remedy != CLAIM_REDUCE || l->kind == DIFF_SHORT)
            sl->received.n -= l->qty.n < sl->received.n ? l->qty.n : sl->received.n;
        if (c->remedy != CLAIM_REDUCE && (!can_come_back(c, l) || c->goods == GOODS_LEFT))
            goods_return(w, &k->sp, l, l->qty.n, words);
    }
    note_credit_post(w, &credit, c->goods == GOODS_BACK ? SERIES_RO : SERIES_CN, words);
    if (c->remedy == CLAIM_REPLACE)
        replacement_due(w, &k->sp);
}

static bool is_loss(const struct work *w, const struct claim_row *c)
{
    return claim_next(w, c, NULL)->kind == DIFF_LOST;
}

/* BACK unless said otherwise, none where nothing can come back. */
static enum goods_way goods_of(const struct work *w, const struct claim_row *c)
{
    for (struct claim_line_row *l = NULL; (l = claim_next(w, c, l));)
        if (can_come_back(c, l))
            return w->args->v[P_goods].given ? (enum goods_way)w->args->v[P_goods].n
                                             : GOODS_BACK;
    return goods_way_none;
}

static void decided_tell(struct work *w, const struct case_at_hand *k, const char *what,
                         struct str words)
{
    struct str body =
        str_format(w->arena, "%.*s %s: %.*s", STR_ARG(k->claim->no), what, STR_ARG(words));

    tell_csr(w, MESSAGE_DECIDED, k->sp.o, body);
    tell_kam(w, MESSAGE_DECIDED, &k->sp, body);
}

/* --- consent and acceptance --------------------------------------------------------------- */

static const struct load accept_loads[] = {
    CLAIM_LOADS,  CREDIT_MONEY_LOADS, SHIPMENT_STOCK_LOADS,  COUNTER_LOADS5(CN, RO, RI, IV, PC),
    PEOPLE_LOADS, CREDIT_PAPER_LOADS, NOTE_CLAIM_LINE_LOADS, CARRIER_CLAIM_LOADS,
};

static void consented(struct work *w, struct case_at_hand *k, struct str words)
{
    struct claim_row *c = k->claim;

    if (!flow_ready(w, MACHINE_CLAIM, c->state, c->no, EVENT_CONSENT))
        return;
    c->consented_by = w->as.principal_id;
    c->consented_at = w->now;
    say_money(w, "claimed", c->amount);
    claim_move(w, c, EVENT_CONSENT, CLAIM_IS_CONSENTED, words);
    tell_duty(w, MESSAGE_TO_SIGN, k->sp.o, claim_waits_for(w, c, k->sp.o), told_promptly(w),
              str_format(w->arena, "%.*s: a claim of %.*s waits for you", STR_ARG(c->no),
                         STR_ARG(money_text(c->amount, w->arena))));
    done(w);
}

static bool has_consent(struct work *w, const struct case_at_hand *k)
{
    const struct claim_row *c = k->claim;

    if (!BREAKS(RULE_CLAIM_CONSENT, !is_small(w, k) && !c->consented_by))
        return true;
    say_money(w, "claimed", c->amount);
    say_money(w, "accepted", accepted_before(w, k->sp.s));
    say_money(w, "small", w->pol->claim_small);
    remedy_who(w, "ask", claim_consents(w, c, k->sp.o).role, OP_CLAIM_ACCEPT);
    refused(w, RULE_CLAIM_CONSENT);
    return false;
}

static void accepted(struct work *w, struct case_at_hand *k, struct str words)
{
    struct claim_row *c = k->claim;
    struct str cause = c->reason.n ? c->reason : c->no;
    struct money room = carrier_claim_room(w, k->sp.s);
    struct money asked = c->amount.fen < room.fen ? c->amount : room;
    enum claim_state to;

    c->goods = goods_of(w, c);
    to = c->goods == GOODS_BACK ? CLAIM_IS_ACCEPTED : CLAIM_IS_SETTLED;
    c->decided_by = w->as.principal_id;
    c->decided_at = w->now;
    c->answer = words;
    open_again(w, &k->sp, c->no);
    claim_post(w, k, cause);
    if (is_loss(w, c) && asked.fen > 0)
        (void)carrier_claim_open(w, k->sp.s, c->id, DIFF_LOST, asked, cause);
    if (to == CLAIM_IS_SETTLED)
        claim_over(w, k);
    claim_move(w, c, EVENT_ACCEPT, to, words);
    decided_tell(w, k, "was accepted", cause);
    if (c->remedy == CLAIM_CORRECT) /* who collects it learns that the debt is another */
        tell_money(
            w, MESSAGE_MONEY, k->sp.c, k->sp.o, ROLE_BCR, bcr_of(w, k->sp.c, k->sp.o),
            str_format(w->arena, "%.*s was accepted: %.*s", STR_ARG(c->no), STR_ARG(cause)));
    if (c->goods == GOODS_BACK)
        tell_role(w, MESSAGE_DIFFERENCE, k->sp.o, ROLE_SCR, k->sp.o->scr_id,
                  clock_same_day(w, w->now),
                  str_format(w->arena, "%.*s: goods come back", STR_ARG(c->no)));
    note_finish(w, &k->sp);
    done(w);
}

static void claim_accept(struct work *w)
{
    struct str words = w->args->v[P_remark].s;
    struct case_at_hand k;
    bool of_area;

    if (!claim_ready(w, EVENT_ACCEPT, &k))
        return;
    of_area = speaks_for_the_area(w, &k);
    if (!acts_for_a_manager(w, &k, of_area) || !is_another(w, k.claim))
        return;
    if (of_area && !is_small(w, &k)) {
        consented(w, &k, words);
        return;
    }
    if (has_consent(w, &k) && (k.claim->remedy != CLAIM_CORRECT || price_may_change(w, &k.sp)))
        accepted(w, &k, words);
}
OPERATION(CLAIM_ACCEPT) = { LOADS(accept_loads), .decide = claim_accept, .frees = true };

/* --- refusal ------------------------------------------------------------------------------ */

static const struct load refuse_loads[] = {
    CLAIM_LOADS,
    CLOSING_RECEIVABLE_LOADS,
    PEOPLE_LOADS,
    NOTE_CLAIM_LINE_LOADS,
};

/* Goods that were not lost are on their way again; the slip is asked for again. */
static void found_again(struct work *w, const struct shipping *sp, struct str reason)
{
    struct shipment_row *s = sp->s;

    open_again(w, sp, reason);
    s->due_at = s->fed_back_at.us ? calendar_close(&w->calendar, s->slip_due)
                                  : clock_same_day(w, w->now);
    shipment_move(w, s, EVENT_FIND, s->fed_back_at.us ? SHIPMENT_FED_BACK : SHIPMENT_CONSIGNED,
                  STEP_SP7, reason);
}

/* It ends and nothing was posted. */
static void dropped(struct work *w, struct case_at_hand *k, enum flow_event event,
                    enum claim_state to, const char *what)
{
    struct str reason = w->args->v[P_reason].s;

    k->claim->decided_at = w->now;
    k->claim->answer = reason;
    if (is_loss(w, k->claim))
        found_again(w, &k->sp, reason);
    claim_over(w, k);
    claim_move(w, k->claim, event, to, reason);
    decided_tell(w, k, what, reason);
    (void)order_close_if_done(w, k->sp.o);
    done(w);
}

/* Either manager may refuse. */
static void claim_refuse(struct work *w)
{
    struct case_at_hand k;

    if (!claim_ready(w, EVENT_REFUSE, &k) ||
        !acts_for_a_manager(w, &k, speaks_for_the_area(w, &k)) || !is_another(w, k.claim))
        return;
    k.claim->decided_by = w->as.principal_id;
    dropped(w, &k, EVENT_REFUSE, CLAIM_IS_REFUSED, "was refused");
}
OPERATION(CLAIM_REFUSE) = { LOADS(refuse_loads), .decide = claim_refuse };

/* What nobody decided is taken back by who recorded it: a slip of the pen needs no manager. For
 * one who is not there his group's leader does it. */
static void claim_withdraw(struct work *w)
{
    struct case_at_hand k;

    if (!claim_ready(w, EVENT_WITHDRAW, &k))
        return;
    if (BREAKS(RULE_CLAIM_MINE,
               k.claim->recorded_by != w->actor_id && !(w->roles & ROLE_BIT(ROLE_SSGL)))) {
        say_name(w, "claim", k.claim->no);
        remedy_who(w, "ask", ROLE_SSGL, OP_CLAIM_WITHDRAW);
        refused(w, RULE_CLAIM_MINE);
        w->ruling.code = ERR_RIGHTS;
        return;
    }
    k.claim->decided_by = w->actor_id;
    dropped(w, &k, EVENT_WITHDRAW, CLAIM_IS_WITHDRAWN, "was withdrawn");
}
OPERATION(CLAIM_WITHDRAW) = { LOADS(refuse_loads), .decide = claim_withdraw };

/* --- the goods ---------------------------------------------------------------------------- */

static const struct load receive_loads[] = {
    CLAIM_LOADS,  CLOSING_RECEIVABLE_LOADS, SHIPMENT_STOCK_LOADS,
    PEOPLE_LOADS, NOTE_PRODUCT_LOADS,       NOTE_CLAIM_LINE_LOADS,
};

/* How many of the line's units did not arrive: a line that is not named came whole. */
static bool missing_of(struct work *w, const struct claim_line_row *l, int64_t *out)
{
    const struct arg *lines = &w->args->v[P_lines];
    const struct shipment_line_row *sl = find_shipment_line(w, l->shipment_line_id);
    int64_t came = l->qty.n;

    for (size_t i = 0; i < lines->item_count; i++) {
        const struct note_line_row *n = note_line_of(w, &lines->items[i]);

        if (!n)
            return false;
        if (n->id == sl->note_line_id && lines->items[i].has_qty)
            came = lines->items[i].qty.n;
    }
    *out = l->qty.n - came;
    if (!BREAKS(RULE_CLAIM_BACK, came < 0 || came > l->qty.n))
        return true;
    say_count(w, "line", line_no_of(w, sl->order_line_id));
    say_qty(w, "accepted", l->qty);
    say_qty(w, "came", qty(came));
    refused(w, RULE_CLAIM_BACK);
    return false;
}

static bool missing_is_explained(struct work *w, int64_t missing)
{
    if (!BREAKS(RULE_CLAIM_MISSING, missing > 0 && str_empty(str_trim(w->args->v[P_reason].s))))
        return true;
    say_qty(w, "missing", qty(missing));
    refused_at(w, RULE_CLAIM_MISSING, "reason", STR(""));
    return false;
}

/* How many units of the whole claim did not arrive. */
static bool missing_in_all(struct work *w, const struct case_at_hand *k, int64_t *out)
{
    *out = 0;
    for (struct claim_line_row *l = NULL; (l = claim_next(w, k->claim, l));) {
        int64_t missing = 0;

        if (can_come_back(k->claim, l) && !missing_of(w, l, &missing))
            return false;
        *out += missing;
    }
    return missing_is_explained(w, *out);
}

/* The store has the goods in its hands: that all came is its word. What is missing the customer
 * keeps, and the money too: that is a decision on the claim as leaving them there is, and taken
 * by the same managers. */
static bool may_count(struct work *w, const struct case_at_hand *k, int64_t missing)
{
    const role_set store = ROLE_BIT(ROLE_STO) | ROLE_BIT(ROLE_SCR) | ROLE_BIT(ROLE_WH);
    struct duty area = claim_consents(w, k->claim, k->sp.o);
    struct duty head = claim_accepts(w, k->claim, k->sp.o);
    bool manages =
        stands_for_area(w, area) || actor_stands_for(w, head.user_id, head.role, true);

    if (BREAKS(RULE_CLAIM_COUNT, missing ? !manages : !(w->roles & store))) {
        say_qty(w, "missing", qty(missing));
        remedy_who(w, "ask", missing ? area.role : ROLE_WH, OP_CLAIM_RECEIVE);
        refused(w, RULE_CLAIM_COUNT);
        return false;
    }
    return !missing || !manages ||
           (acts_for_a_manager(w, k, speaks_for_the_area(w, k)) && is_another(w, k->claim));
}

/* Whoever answers for the customer learns that he keeps goods that he does not pay for. */
static void missing_tell(struct work *w, const struct case_at_hand *k, int64_t missing,
                         struct str reason)
{
    struct str body = str_format(w->arena, "%.*s: %lld units did not come back: %.*s",
                                 STR_ARG(k->claim->no), (long long)missing, STR_ARG(reason));

    tell_csr(w, MESSAGE_DIFFERENCE, k->sp.o, body);
    tell_kam(w, MESSAGE_DIFFERENCE, &k->sp, body);
    tell_duty(w, MESSAGE_DIFFERENCE, k->sp.o, leader_duty(w, k->sp.o), told_promptly(w), body);
}

static void claim_receive(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct case_at_hand k;
    int64_t missing;

    if (!claim_ready(w, EVENT_RECEIVE, &k) || !missing_in_all(w, &k, &missing) ||
        !may_count(w, &k, missing))
        return;
    for (struct claim_line_row *l = NULL; (l = claim_next(w, k.claim, l));) {
        int64_t of_line;

        if (!can_come_back(k.claim, l))
            continue;
        if (!missing_of(w, l, &of_line))
            return;
        goods_return(w, &k.sp, l, of_line, reason.n ? reason : k.claim->no);
    }
    if (missing)
        missing_tell(w, &k, missing, reason);
    claim_over(w, &k);
    claim_move(w, k.claim, EVENT_RECEIVE, CLAIM_IS_SETTLED, reason);
    (void)order_close_if_done(w, k.sp.o);
    done(w);
}
OPERATION(CLAIM_RECEIVE) = { LOADS(receive_loads), .decide = claim_receive };
