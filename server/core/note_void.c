/*
 * note_void.c - a printed note is voided by two persons, before it goes to the store.
 *
 * Finance printed it and the secretaries follow the order: one side asks, a person of the other
 * side gives the same command and so confirms. Until then the note stands. A paper in force is
 * not edited but reversed by another (law 6).
 */
#include "common/catalog_roles.h"
#include "common/json.h"
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/document.h"
#include "server/core/note.h"
#include "server/core/order_common.h"

/* Quota is released on the cells that it was taken from, whatever month they are of. */
static const struct load void_loads[] = {
    NOTE_LOADS,
    RECEIPT_LOADS,
    EARMARK_LOADS,
    SIGNATURE_LOADS,
    CASE_LOADS,
    REQUEST_LOADS,
    LOCK(QUOTA_CELL, ANY_OF(BY_FACT(quota_cell, id, QUOTA_ENTRY, quota_entry, cell_id))),
    COUNTER_LOADS(VN),
    QUOTA_ENTRY_LOADS,
    READ(APP_USER,
         ANY_OF(BY_ACTOR(app_user, id), BY_FACT(app_user, id, NOTE, note, void_asked_by),
                BY_FACT(app_user, id, USER_ROLE, user_role, user_id))),
};

struct void_road {
    enum flow_event event;
    enum order_state to;
    enum message_kind kind;
    const char *words;
};

static struct void_road void_road_of(enum void_way way)
{
    switch (way) {
    case VOID_MISPRINT:
        return (struct void_road){ EVENT_VOID_MISPRINT, ORDER_FIN_QUEUE, message_kind_none,
                                   "misprint" };
    case VOID_CHANGE:
        return (struct void_road){ EVENT_VOID_CHANGE, ORDER_RETURNED, MESSAGE_RETURNED,
                                   "to be changed" };
    case VOID_CANCEL:
        return (struct void_road){ EVENT_VOID_CANCEL, ORDER_CANCELLED, MESSAGE_CANCELLED,
                                   "cancelled" };
    case void_way_none:
    case void_way_count:
        break;
    }
    return (struct void_road){ 0 };
}

/* --- the first of two --------------------------------------------------------------------- */

/* The roles of the other side. */
static role_set other_side(enum role role)
{
    return ROLE_BIT(role) & FIN_ ? SSG_ : FIN_;
}

void note_void_forget(struct note_row *n)
{
    n->void_asked_by = 0;
    n->void_role = role_none;
    n->void_way = void_way_none;
    n->void_reason = STR("");
}

/* The latest word of a side is what the other one confirms. */
static void void_asked(struct work *w, const struct shipping *sp)
{
    struct str reason = w->args->v[P_reason].s;
    enum role ask = other_side(w->as.role) & FIN_ ? ROLE_FIN : ROLE_CSR;

    sp->n->void_asked_by = w->actor_id;
    sp->n->void_role = w->as.role;
    sp->n->void_way = (enum void_way)w->args->v[P_way].n;
    sp->n->void_reason = reason;
    note_move(w, sp->n, EVENT_ASK_VOID, sp->n->state, STEP_BG, reason);
    tell_role(w, MESSAGE_TO_SIGN, sp->o, ask, ask == ROLE_CSR ? sp->o->csr_id : 0,
              clock_same_day(w, w->now),
              str_format(w->arena, "%.*s is to be voided (%s): %.*s", STR_ARG(sp->n->no),
                         enum_name(ENUM_void_way, sp->n->void_way), STR_ARG(reason)));
    remedy_who(w, "ask", ask, OP_NOTE_VOID);
    held(w, RULE_VOID_TWO);
}

/* Has the other side asked for the same? Else this command is the asking. */
static bool void_confirmed(struct work *w, const struct shipping *sp)
{
    const struct note_row *n = sp->n;
    role_set may = n->void_asked_by ? other_side(n->void_role) : 0;

    if (BREAKS(RULE_VOID_TWO, n->void_asked_by == w->actor_id || !(w->roles & may))) {
        void_asked(w, sp);
        return false;
    }
    if (BREAKS(RULE_VOID_WAY, n->void_way && n->void_way != w->args->v[P_way].n)) {
        say_name(w, "asked_for", str_of(enum_name(ENUM_void_way, n->void_way)));
        say_name(w, "asked_by", user_name(w, n->void_asked_by));
        remedy_plain(w, "same_way", OP_NOTE_VOID);
        refused_at(w, RULE_VOID_WAY, "way", n->void_reason);
        return false;
    }
    if (w->roles & may)
        actor_act_own(w, may);
    return true;
}

/* --- the second --------------------------------------------------------------------------- */

static struct str void_reason(const struct work *w, const struct note_row *n)
{
    struct str reason = w->args->v[P_reason].s;

    if (str_empty(n->void_reason) || str_eq(n->void_reason, reason))
        return reason;
    return str_format(w->arena, "%.*s; %.*s", STR_ARG(n->void_reason), STR_ARG(reason));
}

static void void_document(struct work *w, const struct shipping *sp, struct str reason)
{
    struct json_out out;

    json_out_init(&out, w->arena);
    json_begin_object(&out);
    json_field_str(&out, "voids", sp->n->no);
    json_field_str(&out, "order", sp->o->no);
    json_field_str(&out, "customer", sp->c->code);
    json_field_str(&out, "reason", reason);
    json_field_str(&out, "asked_by", user_name(w, sp->n->void_asked_by));
    json_field_str(&out, "confirmed_by", user_name(w, w->actor_id));
    json_end_object(&out);
    (void)document_post(w, &(struct document_draft){ .series = SERIES_VN,
                                                     .order_id = sp->o->id,
                                                     .customer_id = sp->c->id,
                                                     .reverses_id = sp->n->document_id,
                                                     .total = fen(-sp->n->total.fen),
                                                     .body = json_text(&out) });
}

/* What the order holds stays held only where the same order is printed again. */
static void note_void(struct work *w)
{
    struct void_road road = void_road_of((enum void_way)w->args->v[P_way].n);
    struct shipping sp;
    struct str reason;

    if (!road.words) {
        refused_error(w, ERR_PARAMS, "way", STR("misprint, change or cancel"));
        return;
    }
    if (!shipping_note(w, road.event, &sp) ||
        !flow_ready(w, MACHINE_ORDER, sp.o->state, sp.o->no, road.event))
        return;
    if (!void_confirmed(w, &sp))
        return;
    reason = void_reason(w, sp.n);
    void_document(w, &sp, reason);
    note_move(w, sp.n, road.event, NOTE_VOID, STEP_BG, reason);
    sp.n->stopped = sp.n->stop_money = false;
    sp.o->note_id = 0;
    if (road.event != EVENT_VOID_MISPRINT)
        order_release_all(w, sp.o);
    if (road.event == EVENT_VOID_CHANGE)
        sp.o->returned_for = reason;
    order_move(w, sp.o, road.event, road.to, STEP_BG, reason);
    if (road.kind) {
        struct str body = str_format(w->arena, "%.*s was voided (%s): %.*s", STR_ARG(sp.n->no),
                                     road.words, STR_ARG(reason));

        tell_kam(w, road.kind, &sp, body);
        tell_csr(w, road.kind, sp.o, body);
    }
    done(w);
}
OPERATION(NOTE_VOID) = { LOADS(void_loads), .decide = note_void, .frees = true };
