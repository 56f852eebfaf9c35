/*
 * flow.c - roads of the machines and the event that each step leaves.
 */
#include "server/core/flow.h"

#include "server/core/clocks.h"

const struct flow_row flow_rows[] = {
#define FLOW(machine, from, event, to) { MACHINE_##machine, from, EVENT_##event, to },
#include "server/core/flow.def"
#undef FLOW
};
const size_t flow_row_count = COUNT(flow_rows);

#ifdef OSB_SWITCHES
uint64_t flow_taken[COUNT(flow_rows)];
bool flow_counting;
#endif

static const char *const event_names[FLOW_EVENT_COUNT] = {
#define V(name) #name,
    FLOW_EVENTS(V)
#undef V
};

const char *flow_event_name(enum flow_event event)
{
    return event_names[event];
}

enum enum_id flow_states(enum machine machine)
{
    switch (machine) {
    case MACHINE_ORDER:
        return ENUM_order_state;
    case MACHINE_NOTE:
        return ENUM_note_state;
    case MACHINE_SHIPMENT:
        return ENUM_shipment_state;
    case MACHINE_RECEIVABLE:
        return ENUM_receivable_state;
    case MACHINE_RECEIPT:
        return ENUM_receipt_state;
    case MACHINE_CLAIM:
        return ENUM_claim_state;
    case MACHINE_CARRIER:
        return ENUM_carrier_state;
    case MACHINE_RETURN:
        return ENUM_return_state;
    case MACHINE_PROBLEM:
        return ENUM_problem_state;
    case MACHINE_MASTER:
    case machine_none:
    case machine_count:
        break;
    }
    return ENUM_ID_NONE;
}

bool flow_knows(enum machine machine, unsigned from, enum flow_event event)
{
    for (size_t i = 0; i < flow_row_count; i++)
        if (flow_rows[i].machine == machine && flow_rows[i].from == from &&
            flow_rows[i].event == event)
            return true;
    return false;
}

static bool flow_has(enum machine machine, unsigned from, enum flow_event event, unsigned to)
{
    for (size_t i = 0; i < flow_row_count; i++)
        if (flow_rows[i].machine == machine && flow_rows[i].from == from &&
            flow_rows[i].event == event && flow_rows[i].to == to) {
#ifdef OSB_SWITCHES
            flow_taken[i] += flow_counting;
#endif
            return true;
        }
    return false;
}

/* "SIGN, REFUSE, CANCEL": what the state does know. */
static struct str events_of(struct work *w, enum machine machine, unsigned state)
{
    bool known[FLOW_EVENT_COUNT] = { false };
    struct str list = STR("");

    for (size_t i = 0; i < flow_row_count; i++)
        if (flow_rows[i].machine == machine && flow_rows[i].from == state)
            known[flow_rows[i].event] = true;
    for (unsigned e = 0; e < FLOW_EVENT_COUNT; e++)
        if (known[e])
            list = str_format(w->arena, "%.*s%s%s", STR_ARG(list), list.n ? ", " : "",
                              event_names[e]);
    return list.n ? list : STR("nothing");
}

bool flow_ready(struct work *w, enum machine machine, unsigned state, struct str number,
                enum flow_event event)
{
    if (!BREAKS(RULE_FLOW, !flow_knows(machine, state, event)))
        return true;
    refused(w, RULE_FLOW); /* an undefined pair is refused with its reason */
    w->ruling.code = ERR_STATE;
    detail(w, str_format(w->arena, "%.*s is %s; %s is not possible there, only: %.*s",
                         STR_ARG(number), enum_name(flow_states(machine), state),
                         event_names[event], STR_ARG(events_of(w, machine, state))));
    return false;
}

static struct event_row *event_new(struct work *w, enum machine machine, int64_t entity_id,
                                   enum step step, struct str remark)
{
    struct event_row *e = add_event(w);

    e->at = w->now;
    e->command_id = w->command_id;
    e->op = str_of(catalog[w->op].name);
    e->machine = machine;
    e->entity_id = entity_id;
    e->step = step;
    e->outcome = OUTCOME_DONE;
    e->actor_id = w->actor_id;
    e->principal_id = w->as.principal_id ? w->as.principal_id : w->actor_id;
    e->delegation_id = w->as.delegation_id;
    e->role = w->as.role;
    e->remark = remark;
    e->numbers = verdict_numbers(w);
    return e;
}

static struct event_row *moved(struct work *w, enum machine machine, int64_t entity_id,
                               unsigned from, enum flow_event event, unsigned to,
                               enum step step, struct str remark)
{
    struct event_row *e;

    bool known = flow_has(machine, from, event, to);

    assert(known || !RULE_LIVE(RULE_FLOW));
    (void)known;
    e = event_new(w, machine, entity_id, step, remark);
    e->from_state = str_of(enum_name(flow_states(machine), from));
    e->to_state = str_of(enum_name(flow_states(machine), to));
    return e;
}

void order_move(struct work *w, struct order_row *o, enum flow_event event, enum order_state to,
                enum step step, struct str remark)
{
    struct event_row *e = moved(w, MACHINE_ORDER, o->id, o->state, event, to, step, remark);

    if (to == ORDER_HOLD_CREDIT || to == ORDER_QUOTA_CHOICE || to == ORDER_RETURNED ||
        to == ORDER_WAIT_FUNDS)
        e->outcome = OUTCOME_HELD;
    if (o->state != to || event == EVENT_PLAN || event == EVENT_KEY)
        o->state_since = w->now;
    if (clock_restarts(o->state, to, event))
        o->op_due_at = clock_same_day(w, w->now);
    e->order_id = o->id;
    e->version = o->version;
    e->seq = ++o->seq;
    o->state = to;
    o->due_at = clock_order_due(w, o);
    e->due_at = o->due_at;
    if (to == ORDER_CLOSED)
        o->closed_at = w->now;
    w->ruling.order_id = o->id;
}

void note_move(struct work *w, struct note_row *n, enum flow_event event, enum note_state to,
               enum step step, struct str remark)
{
    struct event_row *e = moved(w, MACHINE_NOTE, n->id, n->state, event, to, step, remark);

    e->order_id = n->order_id;
    e->version = n->order_version;
    e->seq = ++n->seq;
    n->state = to;
    e->due_at = n->due_at;
    w->ruling.note_id = n->id;
}

void shipment_move(struct work *w, struct shipment_row *s, enum flow_event event,
                   enum shipment_state to, enum step step, struct str remark)
{
    struct event_row *e = moved(w, MACHINE_SHIPMENT, s->id, s->state, event, to, step, remark);

    e->order_id = s->order_id;
    e->seq = ++s->seq;
    s->state = to;
    e->due_at = s->due_at;
    w->ruling.note_id = s->note_id;
}

void receivable_move(struct work *w, struct receivable_row *r, enum flow_event event,
                     enum receivable_state to, enum step step, struct str remark)
{
    struct event_row *e =
        moved(w, MACHINE_RECEIVABLE, r->id, r->state, event, to, step, remark);

    e->order_id = r->order_id;
    e->seq = ++r->seq;
    r->state = to;
}

void claim_move(struct work *w, struct claim_row *c, enum flow_event event, enum claim_state to,
                struct str remark)
{
    struct event_row *e = moved(w, MACHINE_CLAIM, c->id, c->state, event, to, STEP_SP7, remark);

    e->order_id = c->order_id;
    e->seq = ++c->seq;
    c->state = to;
    w->ruling.order_id = c->order_id;
}

void return_move(struct work *w, struct goods_return_row *r, enum flow_event event,
                 enum return_state to, struct str remark)
{
    struct event_row *e =
        moved(w, MACHINE_RETURN, r->id, r->state, event, to, STEP_SP7, remark);

    e->order_id = r->order_id;
    e->seq = ++r->seq;
    r->state = to;
    w->ruling.order_id = r->order_id;
}

void carrier_claim_move(struct work *w, struct carrier_claim_row *c, enum flow_event event,
                        enum carrier_state to, struct str remark)
{
    struct event_row *e =
        moved(w, MACHINE_CARRIER, c->id, c->state, event, to, STEP_SP7, remark);

    e->order_id = c->order_id;
    e->seq = ++c->seq;
    c->state = to;
}

void problem_move(struct work *w, struct problem_row *p, enum flow_event event,
                  enum problem_state to, enum step step, struct str remark)
{
    struct event_row *e = moved(w, MACHINE_PROBLEM, p->id, p->state, event, to, step, remark);

    e->order_id = p->order_id;
    e->seq = ++p->seq;
    p->state = to;
    if (to == PROBLEM_OPEN)
        e->due_at = p->explain_due;
    w->ruling.order_id = p->order_id;
}

void order_step(struct work *w, struct order_row *o, enum step step, enum outcome outcome,
                enum rule rule, struct str remark)
{
    struct event_row *e = event_new(w, MACHINE_ORDER, o->id, step, remark);

    e->from_state = str_of(enum_name(ENUM_order_state, o->state));
    e->to_state = e->from_state;
    e->outcome = outcome;
    e->rule = str_of(rules[rule].code);
    e->due_at = o->due_at;
    e->order_id = o->id;
    e->version = o->version;
    e->seq = ++o->seq;
    w->ruling.order_id = o->id;
}

void plain_event(struct work *w, enum machine machine, int64_t entity_id, enum step step,
                 struct str remark)
{
    (void)event_new(w, machine, entity_id, step, remark);
}
