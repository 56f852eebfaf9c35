/*
 * quota_slt.c - AC-3: more than the quota in special circumstances, by the sales leaders
 * three signatures as for ST, or the responsible manager's alone by parameter.
 *
 * A grant raises the cells by what the order lacks, so that used never exceeds allotted and the
 * history of each cell shows why. Each leader may grant a line less than was asked; the least
 * counts, and the rest is cut.
 */
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/order_common.h"
#include "server/core/order_people.h"
#include "server/core/quota.h"
#include "server/core/quota_ask.h"
#include "server/core/signing.h"

bool quota_month_runs(struct work *w, const struct order_row *o)
{
    if (!BREAKS(RULE_QUOTA_MONTH_OVER, o->quota_month.n < day_month_start(w->today).n))
        return true;
    say_day(w, "month", o->quota_month);
    remedy_plain(w, "new_month", OP_ORDER_QUOTA_MONTH);
    refused(w, RULE_QUOTA_MONTH_OVER);
    return false;
}

void requests_end(struct work *w, const struct order_row *o, enum request_state state,
                  struct str reason)
{
    for (size_t i = 0; i < w->quota_request.n; i++) {
        struct quota_request_row *r = w->quota_request.v[i];

        if (r->order_id != o->id || r->state != REQUEST_OPEN)
            continue;
        r->state = state;
        r->decided_by = w->as.principal_id;
        r->decided_at = w->now;
        if (!str_empty(reason))
            r->reason = reason;
    }
}

/* --- asking -------------------------------------------------------------------------- */

static void ask_line(struct work *w, const struct order_row *o, const struct quota_share *s,
                     struct str reason)
{
    struct quota_request_row *r = add_quota_request(w);

    r->kind = ASK_SLT;
    r->order_id = o->id;
    r->order_line_id = s->line->id;
    r->qty = qty(s->line->ordered.n - s->granted.n);
    r->state = REQUEST_OPEN;
    r->asked_by = w->actor_id;
    r->asked_at = w->now;
    r->reason = reason;
}

static void asked_told(struct work *w, const struct order_row *o, struct str text)
{
    struct str body = str_format(w->arena, "%.*s asks for more than the quota: %.*s",
                                 STR_ARG(o->no), STR_ARG(text));

    if (w->pol->quota_three_sign)
        tell_leaders(w, MESSAGE_TO_SIGN, o, o->due_at, body);
    else
        tell_duty(w, MESSAGE_TO_SIGN, o, leader_duty(w, o), o->due_at, body);
}

static void order_ask_slt(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_ASK_SLT);
    struct str reason = w->args->v[P_reason].s;
    struct quota_plan plan;

    if (!o || !quota_month_runs(w, o))
        return;
    plan = quota_plan(w, o, cut_cause_none);
    if (BREAKS(RULE_QUOTA_ENOUGH, !plan.cut)) {
        remedy_plain(w, "take", OP_ORDER_CUT);
        refused(w, RULE_QUOTA_ENOUGH);
        return;
    }
    for (size_t i = 0; i < plan.n; i++)
        if (plan.v[i].granted.n < plan.v[i].line->ordered.n)
            ask_line(w, o, &plan.v[i], reason);
    quota_propose(w, o, &plan);
    order_move(w, o, EVENT_ASK_SLT, ORDER_WAIT_QUOTA_SLT, STEP_AC, reason);
    asked_told(w, o, quota_cut_text(w, &plan));
    done(w);
}

/* --- granting ------------------------------------------------------------------------ */

static struct quota_request_row *request_of(const struct work *w, const struct order_row *o,
                                            const struct order_line_row *l)
{
    for (size_t i = 0; i < w->quota_request.n; i++) {
        struct quota_request_row *r = w->quota_request.v[i];

        if (r->order_id == o->id && r->order_line_id == l->id && r->kind == ASK_SLT &&
            r->state == REQUEST_OPEN)
            return r;
    }
    return NULL;
}

static struct order_line_row *line_numbered(const struct work *w, const struct order_row *o,
                                            int64_t line_no)
{
    for (size_t i = 0; i < w->order_line.n; i++)
        if (w->order_line.v[i]->order_id == o->id && w->order_line.v[i]->line_no == line_no &&
            !w->order_line.v[i]->removed)
            return w->order_line.v[i];
    return NULL;
}

static void request_closed(struct work *w, struct quota_request_row *r,
                           enum request_state state)
{
    r->state = state;
    r->decided_by = w->as.principal_id;
    r->decided_at = w->now;
}

/* The same question for another amount. */
static void request_again(struct work *w, const struct quota_request_row *was, struct qty q)
{
    struct quota_request_row *r = add_quota_request(w);
    int64_t id = r->id;

    *r = *was;
    r->id = id;
    r->qty = q;
    r->state = REQUEST_OPEN;
    r->decided_by = 0;
    r->decided_at = (struct instant){ 0 };
}

/* What was asked before stays on file, closed by who lowered it: he may take it back. */
static void request_lowered(struct work *w, struct quota_request_row *r, struct qty to)
{
    if (to.n == r->qty.n)
        return;
    request_closed(w, r, to.n ? REQUEST_WITHDRAWN : REQUEST_REFUSED);
    if (to.n)
        request_again(w, r, to);
}

/* P_lines: this leader grants a line less. A line that gets nothing is asked no more. */
static bool grants_lowered(struct work *w, const struct order_row *o)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++) {
        const struct item *item = &lines->items[i];
        struct order_line_row *l = line_numbered(w, o, item->line);
        struct quota_request_row *r = l ? request_of(w, o, l) : NULL;

        if (!r || !item->has_qty) {
            refused_missing(w, "line",
                            str_format(w->arena, "%lld among those that ask for more",
                                       (long long)item->line));
            w->ruling.field = "lines";
            return false;
        }
        if (BREAKS(RULE_GRANT_MORE, item->qty.n < 0 || item->qty.n > r->qty.n)) {
            say_qty(w, "asked", r->qty);
            refused_at(w, RULE_GRANT_MORE, "lines", STR(""));
            return false;
        }
        request_lowered(w, r, item->qty);
    }
    return true;
}

/* --- taking a signature back ------------------------------------------------------------ */

/* The last question about the line, whatever became of it. */
static const struct quota_request_row *last_asked(const struct work *w,
                                                  const struct order_line_row *l)
{
    const struct quota_request_row *last = NULL;

    for (size_t i = 0; i < w->quota_request.n; i++) {
        const struct quota_request_row *r = w->quota_request.v[i];

        if (r->order_line_id == l->id && r->kind == ASK_SLT && (!last || last->id < r->id))
            last = r;
    }
    return last;
}

/* What was asked for the line before that signature lowered it; else what is asked now. */
static struct qty asked_before(const struct work *w, const struct order_line_row *l,
                               const struct signature_row *s, struct qty now)
{
    for (size_t i = 0; i < w->quota_request.n; i++) {
        const struct quota_request_row *r = w->quota_request.v[i];

        if (r->order_line_id == l->id && r->kind == ASK_SLT && r->state != REQUEST_OPEN &&
            r->decided_by == s->principal_id && r->decided_at.us == s->at.us)
            return r->qty;
    }
    return now;
}

/* How many other signatures stand, and whether one came later. */
static size_t others_signed(const struct work *w, const struct order_row *o,
                            const struct signature_row *ended, bool *later)
{
    size_t n = 0;

    *later = false;
    for (size_t i = 0; i < w->signature.n; i++) {
        const struct signature_row *s = w->signature.v[i];

        if (!signature_live(s, o, SIGN_QUOTA))
            continue;
        *later |= s->id > ended->id;
        n++;
    }
    return n;
}

void requests_restored(struct work *w, const struct order_row *o,
                       const struct signature_row *ended)
{
    bool later;
    size_t others = others_signed(w, o, ended, &later);

    for (size_t i = 0; i < w->order_line.n && !later; i++) {
        const struct order_line_row *l = w->order_line.v[i];
        const struct quota_request_row *last = last_asked(w, l);
        struct quota_request_row *open = request_of(w, o, l);
        struct qty now = open ? open->qty : qty(0), then;

        if (l->order_id != o->id || l->removed || l->granted.n >= l->ordered.n || !last)
            continue;
        then = others ? asked_before(w, l, ended, now) : qty(l->ordered.n - l->granted.n);
        if (then.n == now.n)
            continue;
        if (open)
            request_closed(w, open, REQUEST_WITHDRAWN);
        request_again(w, last, then);
    }
}

/* --- complete --------------------------------------------------------------------------- */

/* Raises the cells that bind the line until they hold n, beside what earlier lines take. */
static void cells_raised(struct work *w, const struct order_row *o,
                         const struct order_line_row *l, int64_t n, int64_t *taken)
{
    for (size_t i = 0; i < w->quota_cell.n; i++) {
        struct quota_cell_row *cell = w->quota_cell.v[i];
        int64_t lacks = taken[i] + n - quota_rest(cell).n;

        if (!quota_binds(w, o, l, cell))
            continue;
        if (lacks > 0) {
            cell->allotted.n += lacks;
            quota_change_note(w, o, QCHANGE_GRANT, cell, 0, lacks);
        }
        taken[i] += n;
    }
}

/* What was signed comes on top of what quota can give now, never on top of more. The plan says
 * what each line has then: asked of the raised cells again, an earlier line of the same product
 * would take what was signed for a later one. */
static struct quota_plan over_quota_granted(struct work *w, struct order_row *o)
{
    struct quota_plan plan = quota_plan(w, o, cut_cause_none);
    int64_t *taken = ARENA_ARRAY(w->arena, w->quota_cell.n + 1, int64_t);

    plan.cut = false;
    for (size_t i = 0; i < plan.n; i++) {
        struct quota_share *s = &plan.v[i];
        struct order_line_row *l = s->line;
        struct quota_request_row *r = request_of(w, o, l);
        const struct product_row *p = find_product(w, l->product_id);
        int64_t lacks = l->ordered.n - s->granted.n;
        int64_t more = r ? r->qty.n < lacks ? r->qty.n : lacks : 0;

        if (p && p->pack.n > 1)
            more -= (s->granted.n + more) % p->pack.n;
        more = more < 0 ? 0 : more;
        s->granted.n += more;
        plan.total.n += more;
        if (s->granted.n == l->ordered.n)
            s->cause = cut_cause_none;
        else
            plan.cut = true;
        cells_raised(w, o, l, s->granted.n, taken);
        l->over_quota.n += more;
        if (r)
            r->given = qty(more);
    }
    requests_end(w, o, REQUEST_GIVEN, STR(""));
    return plan;
}

/* One more signature: true when the decision is complete. The verdict is said otherwise. */
static bool quota_signed(struct work *w, struct order_row *o)
{
    struct str remark = w->args->v[P_remark].s;
    size_t signatures = three_sign(w, o, SIGN_QUOTA, 0);

    if (signatures == 0)
        return false;
    if (w->pol->quota_three_sign && signatures < 3) {
        order_move(w, o, EVENT_SIGN, ORDER_WAIT_QUOTA_SLT, STEP_AC, remark);
        done(w);
        return false;
    }
    order_step(w, o, STEP_AC, OUTCOME_DONE, RULE_NONE, remark);
    return true;
}

static bool over_quota_signer(struct work *w, const struct order_row *o)
{
    return w->pol->quota_three_sign ? sign_as_one_of_three(w, o) : sign_as_leader(w, o);
}

static void order_sign_quota(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_SIGN);
    struct quota_plan plan;

    if (!o ||
        !order_state_served(w, o, o->state == ORDER_WAIT_QUOTA_SLT,
                            o->state == ORDER_WAIT_ST ? OP_ST_SIGN : OP_ORDER_SIGN) ||
        !quota_month_runs(w, o) || !over_quota_signer(w, o) || !grants_lowered(w, o) ||
        !quota_signed(w, o))
        return;
    plan = over_quota_granted(w, o);
    quota_settle(w, o, EVENT_SIGN, &plan);
}

static void order_refuse_quota(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_REFUSE);
    struct str reason = w->args->v[P_reason].s;

    if (!o ||
        !order_state_served(w, o, o->state == ORDER_WAIT_QUOTA_SLT,
                            o->state == ORDER_WAIT_QUOTA_UM ? OP_ORDER_REFUSE_TRANSFER
                            : o->state == ORDER_WAIT_ST     ? OP_ST_REFUSE
                                                            : OP_ORDER_REFUSE) ||
        !over_quota_signer(w, o))
        return;
    requests_end(w, o, REQUEST_REFUSED, reason);
    (void)signatures_end(w, o, KIND_BIT(SIGN_QUOTA), 0);
    order_move(w, o, EVENT_REFUSE, ORDER_QUOTA_CHOICE, STEP_AC, reason);
    tell_duty(
        w, MESSAGE_DECIDED, o, secretary_duty(o), told_promptly(w),
        str_format(w->arena, "no over-quota for %.*s: %.*s", STR_ARG(o->no), STR_ARG(reason)));
    done(w);
}

static const struct load check_loads[] = { CHECK_LOADS };
OPERATION(ORDER_ASK_SLT) = { LOADS(check_loads), .decide = order_ask_slt };
static const struct load sign_loads[] = { CHECK_LOADS, AUTHOR_LOADS };
OPERATION(ORDER_SIGN_QUOTA) = { LOADS(sign_loads), .decide = order_sign_quota };
OPERATION(ORDER_REFUSE_QUOTA) = { LOADS(sign_loads), .decide = order_refuse_quota };
