/*
 * note_stop.c - stopping goods that have not left, and letting them go on.
 *
 * A stop bars every step that brings goods nearer to the door; what takes them back (put-back,
 * reversal of an issue, short close) stays possible, and so does all that concerns goods that
 * left (law 4). The clocks of the note rest meanwhile.
 */
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/note.h"

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

static const struct load stop_loads[] = { NOTE_LOADS, SHIPMENT_LOADS };

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

static void note_stop_decide(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_STOP, &sp))
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

static void note_resume(struct work *w)
{
    struct shipping sp;

    if (!shipping_note(w, EVENT_RESUME, &sp))
        return;
    if (BREAKS(RULE_NOT_STOPPED, !sp.n->stopped)) {
        refused(w, RULE_NOT_STOPPED);
        return;
    }
    clocks_resume(w, &sp);
    sp.n->stopped = false;
    say_count(w, "paused_minutes", sp.n->paused_us / INSTANT_MINUTE);
    note_move(w, sp.n, EVENT_RESUME, sp.n->state, STEP_SP5, w->args->v[P_reason].s);
    tell_role(w, MESSAGE_STOPPED, sp.o, ROLE_SCR, sp.o->scr_id, clock_same_day(w, w->now),
              str_format(w->arena, "%.*s may go on", STR_ARG(sp.n->no)));
    done(w);
}
OPERATION(NOTE_RESUME) = { LOADS(stop_loads), .decide = note_resume };
