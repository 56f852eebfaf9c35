/*
 * note_stop.c - stopping goods that have not left, and letting them go on.
 *
 * A stop bars every step that brings goods nearer to the door; what takes them back (put-back,
 * reversal of an issue, short close) stays possible, and so does all that concerns goods that
 * left (law 4). The clocks of the note rest meanwhile.
 *
 * The customer's responsible manager stops and resumes. A note that stopped because money was
 * taken back goes on when the money is there again, or when all three leaders sign: no single
 * one of them lets unpaid goods go.
 */
#include "server/core/actor.h"
#include "server/core/clocks.h"
#include "server/core/credit.h"
#include "server/core/note.h"
#include "server/core/order_people.h"
#include "server/core/signing.h"

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Microseconds between a and b that count for a shipping limit. */
static int64_t counted_between(const struct work *w, struct instant a, struct instant b)
{
    const struct calendar *c = &w->calendar;
    int64_t sum = 0;

    if (w->pol->hours_mode == HOURS_WORKING)
        return calendar_working_between(c, a, b) * INSTANT_MINUTE;
    if (!w->pol->ship_skip_closed)
        return later(b.us - a.us, 0);
    for (struct day d = calendar_today(c, a); calendar_at(c, d, 0).us < b.us; d.n++)
        if (calendar_works(c, d))
            sum += sooner(b.us, calendar_at(c, day_add(d, 1), 0).us) -
                   later(a.us, calendar_at(c, d, 0).us);
    return sum;
}

/* Where `left` counted microseconds after `from` end. A calendar that works on no day of a year
 * counts as if it worked on all. */
static struct instant counted_add(const struct work *w, struct instant from, int64_t left)
{
    const struct calendar *c = &w->calendar;
    struct day d = calendar_today(c, from);
    struct instant at = from;
    int64_t rest = left;

    if (w->pol->hours_mode == HOURS_WORKING)
        return calendar_add_working(c, from, left / INSTANT_MINUTE);
    if (!w->pol->ship_skip_closed)
        return (struct instant){ from.us + left };
    for (int days = 0; days < 400; days++, d.n++, at = calendar_at(c, d, 0)) {
        int64_t room = calendar_at(c, day_add(d, 1), 0).us - at.us;

        if (!calendar_works(c, d))
            continue;
        if (rest <= room)
            return (struct instant){ at.us + rest };
        rest -= room;
    }
    return (struct instant){ from.us + left };
}

struct instant due_after_pause(const struct work *w, struct instant due, struct instant from,
                               struct instant to)
{
    if (due.us <= from.us) /* none, or missed before */
        return due;
    return counted_add(w, to, counted_between(w, from, due));
}

static const struct load stop_loads[] = { NOTE_LOADS, SHIPMENT_LOADS, PEOPLE_LOADS };

void note_stop(struct work *w, struct note_row *n, struct order_row *o, struct str reason)
{
    struct str body =
        str_format(w->arena, "%.*s is stopped: %.*s", STR_ARG(n->no), STR_ARG(reason));

    n->stopped = true;
    n->stopped_by = w->actor_id;
    n->stopped_at = w->now;
    n->stop_reason = reason;
    note_move(w, n, EVENT_STOP, n->state, STEP_SP5, reason);
    tell_role(w, MESSAGE_STOPPED, o, ROLE_SCR, o->scr_id, clock_same_day(w, w->now), body);
    tell_csr(w, MESSAGE_STOPPED, o, body);
}

/* The actor is the responsible manager, or his secretary while he is away (R-139, App. 4). */
static bool leader_acts(struct work *w, const struct order_row *o)
{
    struct duty leader = leader_duty(w, o);

    return actor_act_for(w, leader.user_id, leader.role, true);
}

static void note_stop_decide(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_STOP, &sp) || !leader_acts(w, sp.o))
        return;
    if (BREAKS(RULE_STOPPED_ALREADY, sp.n->stopped)) {
        say_time(w, "stopped", sp.n->stopped_at);
        refused(w, RULE_STOPPED_ALREADY);
        return;
    }
    if (BREAKS(RULE_NOTHING_TO_STOP, !note_has_goods(w, sp.n))) {
        refused(w, RULE_NOTHING_TO_STOP);
        return;
    }
    note_stop(w, sp.n, sp.o, w->args->v[P_reason].s);
    done(w);
}
OPERATION(NOTE_STOP) = { LOADS(stop_loads), .decide = note_stop_decide };

/* The due times of the note, of its shipments in the house and of its order move together. */
static void clocks_resume(struct work *w, const struct shipping *sp)
{
    struct note_row *n = sp->n;
    struct instant from = n->stopped_at;

    n->paused_us += counted_between(w, from, w->now);
    n->due_at = due_after_pause(w, n->due_at, from, w->now);
    n->explain_at = due_after_pause(w, n->explain_at, from, w->now);
    for (size_t i = 0; i < w->shipment.n; i++) {
        struct shipment_row *s = w->shipment.v[i];

        if (s->state <= SHIPMENT_ISSUED)
            s->due_at = due_after_pause(w, s->due_at, from, w->now);
    }
    if (sp->o->state == ORDER_HANDED_OVER) {
        sp->o->ship_due_at = due_after_pause(w, sp->o->ship_due_at, from, w->now);
        sp->o->due_at = sp->o->ship_due_at;
    }
}

/* --- money that was taken back ----------------------------------------------------------- */

/* What of the order is neither paid nor there: goods that left on money that bounced, and goods
 * that are to leave. A cash-first customer's free money is taken for them; an order that 5-4
 * switched to cash lives by what was promised to it by name. */
static struct money cash_missing(struct work *w, const struct shipping *sp)
{
    struct money left = note_left(w, sp->n);
    int64_t missing = left.fen - sp->o->earmarked.fen;

    if (sp->o->cash_reason != CASH_HELD)
        missing = order_fund(w, sp->o, left).fen;
    if (missing < 0)
        missing = 0;
    for (size_t i = 0; i < w->receivable.n; i++) {
        const struct receivable_row *r = w->receivable.v[i];

        if (r->order_id == sp->o->id)
            missing += r->open_s.fen + r->open_i.fen;
    }
    return fen(missing);
}

static bool money_is_back(struct work *w, const struct shipping *sp)
{
    struct credit_worse x;

    if (sp->o->cash_basis) {
        struct money missing = cash_missing(w, sp);

        say_money(w, "shortfall", missing);
        return missing.fen <= sp->o->tolerated.fen;
    }
    x = credit_worse_of(w, sp->o);
    say_money(w, "excess", x.excess_now);
    say_money(w, "overdue", x.overdue_now);
    return !x.bounced && !x.overdue;
}

/* One of the three signs that it goes on without the money; true with the third. */
static bool all_three_sign(struct work *w, const struct shipping *sp)
{
    struct str reason = w->args->v[P_reason].s;
    size_t signed_by = 0;

    if (sign_as_one_of_three(w, sp->o))
        signed_by = three_sign(w, sp->o, SIGN_RESUME, 0);
    if (signed_by == 0 || signed_by == 3)
        return signed_by == 3;
    order_step(w, sp->o, STEP_ST, OUTCOME_HELD, RULE_RESUME_MONEY, reason);
    remedy_plain(w, "pay", OP_RECEIPT_RECORD);
    remedy_plain(w, "sign", OP_NOTE_RESUME);
    held(w, RULE_RESUME_MONEY);
    return false;
}

static bool may_resume(struct work *w, const struct shipping *sp)
{
    if (BREAKS(RULE_RESUME_MONEY, sp->n->stop_money && !money_is_back(w, sp)))
        return all_three_sign(w, sp);
    return leader_acts(w, sp->o);
}

static const struct load resume_loads[] = {
    NOTE_LOADS,    SHIPMENT_LOADS, RECEIVABLE_LOADS(READ_FIRST),
    RECEIPT_LOADS, EARMARK_LOADS,  SIGNATURE_LOADS,
    PEOPLE_LOADS,  AUTHOR_LOADS,
};

static void note_resume(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_RESUME, &sp))
        return;
    if (BREAKS(RULE_NOT_STOPPED, !sp.n->stopped)) {
        refused(w, RULE_NOT_STOPPED);
        return;
    }
    if (!may_resume(w, &sp))
        return;
    clocks_resume(w, &sp);
    sp.n->stopped = sp.n->stop_money = false;
    say_count(w, "paused_minutes", sp.n->paused_us / INSTANT_MINUTE);
    note_move(w, sp.n, EVENT_RESUME, sp.n->state, STEP_SP5, w->args->v[P_reason].s);
    tell_role(w, MESSAGE_STOPPED, sp.o, ROLE_SCR, sp.o->scr_id, clock_same_day(w, w->now),
              str_format(w->arena, "%.*s may go on", STR_ARG(sp.n->no)));
    done(w);
}
OPERATION(NOTE_RESUME) = { LOADS(resume_loads), .decide = note_resume };
