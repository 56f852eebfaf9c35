/*
 * admin_policy.c - versions of the parameters, and the calendar.
 *
 * A change of parameters is a new version of all of them; the old one stays, since verdicts
 * name the version they were made under (I06). What bounds money or duties is proposed by an
 * administrator and put in force by GM, DIR or DDIR: the administrator does no business act,
 * and they answer for credit (R-374, Appendix 4). Each change is a row of `policy_change`,
 * which names the version that it was made against and the one that it became.
 */
#include "server/core/master.h"
#include "server/core/settings.h"

/* --- parameters ---------------------------------------------------------------------- */

static bool reason_named(struct work *w)
{
    if (!BREAKS(RULE_REASON_GIVEN, text_blank(w->args->v[P_reason].s)))
        return true;
    refused_at(w, RULE_REASON_GIVEN, "reason", STR(""));
    return false;
}

/* The version in force, to be changed; the database numbers it when it becomes one. */
static struct policy_row next_version(struct work *w)
{
    struct policy_row next = *w->pol;

    next.valid_from = w->today;
    return next;
}

static void comes_in_force(struct work *w, struct policy_change_row *change,
                           const struct policy_row *next)
{
    struct policy_row *p = add_policy(w);
    int64_t id = p->id;

    *p = *next;
    p->id = id;
    p->made_by = change->made_by;
    change->policy_id = id;
    change->state = POLICY_IN_FORCE;
    say_day(w, "from", p->valid_from);
}

static void policy_set(struct work *w)
{
    const struct arg *settings = &w->args->v[P_settings];
    struct policy_row next = next_version(w);
    struct policy_change_row *change;
    struct settings_taken taken;

    if (!not_backdated(w) || !reason_named(w))
        return;
    if (BREAKS(RULE_POLICY_LATER, first_day(w).n > w->today.n)) {
        refused_at(w, RULE_POLICY_LATER, "valid_from", STR(""));
        return;
    }
    if (!settings_take(w, settings->items, settings->item_count, &next, &taken))
        return;
    change = add_policy_change(w);
    change->base_id = w->pol->id;
    change->state = POLICY_PROPOSED;
    change->bound = taken.bound;
    change->settings = taken.text;
    change->reason = str_trim(w->args->v[P_reason].s);
    change->made_by = w->actor_id;
    change->at = w->now;
    say_count(w, "settings", (int64_t)settings->item_count);
    say_name(w, "proposal", str_format(w->arena, "%lld", (long long)change->id));
    if (BREAKS(RULE_POLICY_SECOND, taken.bound)) {
        remedy_who(w, "ask", ROLE_GM, OP_POLICY_CONFIRM);
        held(w, RULE_POLICY_SECOND);
    } else {
        comes_in_force(w, change, &next);
        done(w);
    }
    master_event(w, change->id, taken.log);
}

/* The version in force comes with every command (common_loads). */
OPERATION(POLICY_SET) = { .loads = NULL, .load_count = 0, .decide = policy_set };

static const struct load proposal_loads[] = {
    LOCK(POLICY_CHANGE, ANY_OF(BY_ARG(policy_change, id, P_proposal))),
};

/* The proposal that the command names, when nobody has decided about it; else refused. */
static struct policy_change_row *open_proposal(struct work *w)
{
    struct policy_change_row *change = ONE(w->policy_change);

    if (!change) {
        refused_missing(w, "proposal",
                        str_format(w->arena, "%lld", (long long)w->args->v[P_proposal].n));
        return NULL;
    }
    if (BREAKS(RULE_POLICY_DECIDED, change->state != POLICY_PROPOSED)) {
        refused_at(w, RULE_POLICY_DECIDED, "proposal", change->settings);
        w->ruling.code = ERR_STATE;
        return NULL;
    }
    return change;
}

static void decided_now(struct work *w, struct policy_change_row *change)
{
    change->decided_by = w->actor_id;
    change->decided_at = w->now;
}

static void policy_confirm(struct work *w)
{
    struct policy_change_row *change = open_proposal(w);
    struct policy_row next = next_version(w);
    struct settings_taken taken;

    if (!change)
        return;
    if (BREAKS(RULE_POLICY_SELF, change->made_by == w->actor_id)) {
        remedy_who(w, "ask", ROLE_GM, OP_POLICY_CONFIRM);
        refused_at(w, RULE_POLICY_SELF, "proposal", change->settings);
        w->ruling.code = ERR_RIGHTS;
        return;
    }
    if (BREAKS(RULE_POLICY_MOVED, change->base_id != w->pol->id)) {
        say_day(w, "changed_from", w->pol->valid_from);
        remedy_who(w, "ask", ROLE_ADM, OP_POLICY_SET);
        refused_at(w, RULE_POLICY_MOVED, "proposal", change->settings);
        return;
    }
    if (!settings_take_text(w, change->settings, &next, &taken))
        return;
    decided_now(w, change);
    comes_in_force(w, change, &next);
    master_event(w, change->id, taken.log);
    done(w);
}

OPERATION(POLICY_CONFIRM) = { LOADS(proposal_loads), .decide = policy_confirm };

static void policy_drop(struct work *w)
{
    struct policy_change_row *change = open_proposal(w);

    if (!change || !reason_named(w))
        return;
    decided_now(w, change);
    change->state = POLICY_DROPPED;
    change->answer = str_trim(w->args->v[P_reason].s);
    say_name(w, "settings", change->settings);
    master_event(w, change->id, change->answer);
    done(w);
}

OPERATION(POLICY_DROP) = { LOADS(proposal_loads), .decide = policy_drop };

/* --- calendar ------------------------------------------------------------------------ */

/* The days that due times need, as every command has them, and the one that is named. */
static const struct load calendar_loads[] = {
    { .table = TABLE_CALENDAR_DAY,
      .hold = HOLD_LOCK,
      .order_by = COL_calendar_day_day,
      .matches = { ANY_OF({ .kind = MATCH_DAY_NEAR, .column = COL_calendar_day_day },
                          BY_ARG(calendar_day, day, P_day)) } },
};

static struct calendar_day_row *exception_of(struct work *w, struct day day)
{
    struct calendar_day_row *fresh;

    for (size_t i = 0; i < w->calendar_day.n; i++)
        if (w->calendar_day.v[i]->day.n == day.n)
            return w->calendar_day.v[i];
    fresh = add_calendar_day(w);
    fresh->day = day;
    return fresh;
}

static void calendar_set(struct work *w)
{
    struct day day = arg_day(w->args, P_day);
    struct calendar_day_row *d;

    if (BREAKS(RULE_CALENDAR_PAST, day.n < w->today.n)) {
        say_day(w, "today", w->today);
        refused_at(w, RULE_CALENDAR_PAST, "day", STR(""));
        return;
    }
    d = exception_of(w, day);
    d->open = w->args->v[P_open].n != 0;
    d->name = w->args->v[P_name].s;
    say_day(w, "day", day);
    say_count(w, "open", d->open);
    master_event(w, d->id, d->name);
    done(w);
}

OPERATION(CALENDAR_SET) = { LOADS(calendar_loads), .decide = calendar_set };
