/*
 * note_void.c - a note of which nothing was issued is voided by two persons, and by the store
 * where it has the paper.
 *
 * Finance printed it and the secretaries follow the order: one side asks, a person of the other
 * side gives the same command and so confirms. A printed note is void then. One that the store
 * accepted stands still until a third person, of storage-transport, gives back all copies of
 * the paper and puts the goods back: who holds paper and goods has the last word. A paper in
 * force is not edited but reversed by another (law 6).
 */
#include "common/catalog_roles.h"
#include "common/json.h"
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/document.h"
#include "server/core/note.h"
#include "server/core/note_copies.h"
#include "server/core/order_common.h"
#include "server/core/print_job.h"
#include "server/core/signing.h"

/* Quota is released on the cells that it was taken from, whatever month they are of. */
static const struct load void_loads[] = {
    NOTE_LOADS,
    COPY_LOADS,
    PRINT_JOB_LOADS,
    SHIPMENT_LOADS,
    RECEIPT_LOADS,
    EARMARK_LOADS,
    SIGNATURE_LOADS,
    CASE_LOADS,
    REQUEST_LOADS,
    LOCK(QUOTA_CELL, ANY_OF(BY_FACT(quota_cell, id, QUOTA_ENTRY, quota_entry, cell_id))),
    SHIPMENT_STOCK_LOADS,
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
    n->void_asked_by = n->void_agreed_by = 0;
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

/* Who confirms something else than what was asked for confirms nothing. */
static bool same_way(struct work *w, const struct note_row *n)
{
    if (!BREAKS(RULE_VOID_WAY, n->void_way && n->void_way != w->args->v[P_way].n))
        return true;
    say_name(w, "asked_for", str_of(enum_name(ENUM_void_way, n->void_way)));
    say_name(w, "asked_by", user_name(w, n->void_asked_by));
    remedy_plain(w, "same_way", OP_NOTE_VOID);
    refused_at(w, RULE_VOID_WAY, "way", n->void_reason);
    return false;
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
    if (!same_way(w, n))
        return false;
    if (w->roles & may)
        actor_act_own(w, may);
    return true;
}

/* --- the third, of the store ---------------------------------------------------------------
 */

static void store_asked(struct work *w, const struct shipping *sp)
{
    sp->n->void_agreed_by = w->actor_id;
    note_move(w, sp->n, EVENT_ASK_VOID, sp->n->state, STEP_BG, w->args->v[P_reason].s);
    tell_role(w, MESSAGE_TO_SIGN, sp->o, ROLE_SCR, sp->o->scr_id, clock_same_day(w, w->now),
              str_format(w->arena, "%.*s is to be voided (%s): %.*s", STR_ARG(sp->n->no),
                         enum_name(ENUM_void_way, sp->n->void_way),
                         STR_ARG(sp->n->void_reason)));
    remedy_who(w, "ask", ROLE_SCR, OP_NOTE_VOID);
    held(w, RULE_VOID_STORE);
}

/* A third person has the paper with all its copies, and the goods, and gives them back. */
static bool given_back(struct work *w, const struct shipping *sp)
{
    const struct note_row *n = sp->n;

    if (BREAKS(RULE_VOID_STORE, !(w->roles & STORE_) || !n->void_agreed_by ||
                                    n->void_asked_by == w->actor_id ||
                                    n->void_agreed_by == w->actor_id)) {
        remedy_who(w, "ask", n->void_agreed_by ? ROLE_SCR : ROLE_FIN, OP_NOTE_VOID);
        remedy_plain(w, "keep", OP_NOTE_KEEP);
        refused(w, RULE_VOID_STORE);
        return false;
    }
    if (!same_way(w, n))
        return false;
    actor_act_own(w, STORE_);
    return true;
}

/* Is it void with this command? Else something was asked, held or refused. */
static bool void_agreed(struct work *w, const struct shipping *sp)
{
    if (sp->n->void_agreed_by || !(w->roles & (FIN_ | SSG_)))
        return given_back(w, sp);
    actor_act_own(w, FIN_ | SSG_);
    if (!void_confirmed(w, sp))
        return false;
    if (sp->n->state == NOTE_PRINTED)
        return true;
    store_asked(w, sp);
    return false;
}

/* --- what stands against it ------------------------------------------------------------------
 */

/* After goods issue the way back is unissue, then a return. */
static bool nothing_issued(struct work *w, const struct shipping *sp)
{
    struct qty issued = { 0 };

    for (size_t i = 0; i < w->shipment_line.n; i++) {
        const struct shipment_line_row *l = w->shipment_line.v[i];

        issued.n += l->issued ? l->qty.n : 0;
    }
    if (!BREAKS(RULE_VOID_ISSUED, issued.n > 0))
        return true;
    say_qty(w, "issued", issued);
    remedy_plain(w, "unissue", OP_NOTE_UNISSUE);
    remedy_plain(w, "short_close", OP_NOTE_SHORT_CLOSE);
    refused_at(w, RULE_VOID_ISSUED, "note", sp->n->no);
    return false;
}

/* What is printed again is the whole order: it must still be whole. */
static bool whole_to_print(struct work *w, const struct shipping *sp)
{
    struct qty closed = { 0 };

    for (size_t i = 0; i < w->order_line.n; i++)
        closed.n += w->order_line.v[i]->closed.n;
    if (!BREAKS(RULE_VOID_CLOSED, w->args->v[P_way].n == VOID_MISPRINT && closed.n > 0))
        return true;
    say_qty(w, "closed", closed);
    remedy_plain(w, "change", OP_NOTE_VOID);
    refused_at(w, RULE_VOID_CLOSED, "way", sp->n->no);
    return false;
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
    json_field_int(&out, "copies", sp->n->copies); /* all of them are called back */
    json_field_str(&out, "asked_by", user_name(w, sp->n->void_asked_by));
    json_field_str(&out, "confirmed_by",
                   user_name(w, sp->n->void_agreed_by ? sp->n->void_agreed_by : w->actor_id));
    if (sp->n->void_agreed_by)
        json_field_str(&out, "given_back_by", user_name(w, w->actor_id));
    json_end_object(&out);
    (void)document_post(w, &(struct document_draft){ .series = SERIES_VN,
                                                     .order_id = sp->o->id,
                                                     .customer_id = sp->c->id,
                                                     .reverses_id = sp->n->document_id,
                                                     .total = fen(-sp->n->total.fen),
                                                     .body = json_text(&out) });
}

/* Allocated, picked or checked: on the shelves again, free for whoever asks first. */
static void goods_back(struct work *w, struct str reason)
{
    for (size_t i = 0; i < w->shipment.n; i++)
        if (flow_knows(MACHINE_SHIPMENT, w->shipment.v[i]->state, EVENT_DROP))
            shipment_put_back(w, w->shipment.v[i], reason);
}

/* What was given up while the note stood stays given up: the order is for the rest now. A
 * cancelled one only has to forget what its note had closed. */
static void closed_taken_out(struct work *w, struct order_row *o, enum flow_event event)
{
    bool any = false;

    for (size_t i = 0; i < w->order_line.n; i++) {
        struct order_line_row *l = w->order_line.v[i];

        if (l->closed.n == 0)
            continue;
        if (event == EVENT_VOID_CHANGE) {
            l->granted.n -= l->closed.n;
            l->removed = l->granted.n == 0; /* on file with what was ordered */
            if (!l->removed)
                l->ordered = l->granted;
            l->cut_for = cut_cause_none;
            l->over_quota = qty(0);
            any = true;
        }
        l->closed = qty(0);
    }
    if (!any)
        return;
    o->has_stated = false; /* it was the sum of other lines */
    order_recount(w, o);
    order_new_version(w, o);
    o->approved_version = o->version; /* given up at the word of who asked for it */
}

/* What the order holds stays held only where the same order is printed again. */
static void order_without_note(struct work *w, struct order_row *o, enum flow_event event,
                               struct str reason)
{
    o->note_id = 0;
    /* three let this paper's goods go on, not those of the next one */
    (void)signatures_end(w, o, KIND_BIT(SIGN_RESUME), 0);
    o->ship_due_at = (struct instant){ 0 };
    o->remainder_closed = false;
    if (event != EVENT_VOID_MISPRINT)
        order_release_all(w, o);
    if (event == EVENT_VOID_CHANGE)
        o->returned_for = reason;
    closed_taken_out(w, o, event);
}

static void void_told(struct work *w, const struct shipping *sp, const struct void_road *road,
                      struct str reason)
{
    struct str body = str_format(w->arena, "%.*s was voided (%s): %.*s", STR_ARG(sp->n->no),
                                 road->words, STR_ARG(reason));

    tell_kam(w, road->kind, sp, body);
    tell_csr(w, road->kind, sp->o, body);
}

/* A note printed anew would not be stopped any more: a leader's word is not printed away
 * . Changed or cancelled, the order meets its leader again or ends. */
static bool is_not_stopped(struct work *w, const struct shipping *sp, enum flow_event event)
{
    if (!BREAKS(RULE_VOID_STOPPED,
                event == EVENT_VOID_MISPRINT && sp->n->stopped && !sp->n->stop_money))
        return true;
    say_name(w, "reason", sp->n->stop_reason);
    remedy_plain(w, "resume", OP_NOTE_RESUME);
    refused_at(w, RULE_VOID_STOPPED, "way", sp->n->no);
    return false;
}

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
        !flow_ready(w, MACHINE_ORDER, sp.o->state, sp.o->no, road.event) ||
        !is_not_stopped(w, &sp, road.event) || !nothing_issued(w, &sp) ||
        !whole_to_print(w, &sp) || !void_agreed(w, &sp))
        return;
    reason = void_reason(w, sp.n);
    void_document(w, &sp, reason);
    goods_back(w, reason);
    note_move(w, sp.n, road.event, NOTE_VOID, STEP_BG, reason);
    copies_void(w, sp.n);
    print_call_back(w, sp.n);
    sp.n->stopped = sp.n->stop_money = false;
    order_without_note(w, sp.o, road.event, reason);
    order_move(w, sp.o, road.event, road.to, STEP_BG, reason);
    if (road.kind)
        void_told(w, &sp, &road, reason);
    done(w);
}
OPERATION(NOTE_VOID) = { LOADS(void_loads), .decide = note_void, .frees = true };

/* --- or not ----------------------------------------------------------------------------------
 */

/* Any of the three sides may say that the note stands: too late for the store, or not wanted
 * any more. */
static void note_keep(struct work *w)
{
    struct str reason = w->args->v[P_reason].s;
    struct shipping sp;

    if (!shipping_note(w, EVENT_KEEP, &sp))
        return;
    if (BREAKS(RULE_VOID_NOT_ASKED, !sp.n->void_asked_by)) {
        refused(w, RULE_VOID_NOT_ASKED);
        return;
    }
    note_void_forget(sp.n);
    note_move(w, sp.n, EVENT_KEEP, sp.n->state, STEP_BG, reason);
    tell_csr(
        w, MESSAGE_DECIDED, sp.o,
        str_format(w->arena, "%.*s is not voided: %.*s", STR_ARG(sp.n->no), STR_ARG(reason)));
    done(w);
}

static const struct load keep_loads[] = { NOTE_LOADS };
OPERATION(NOTE_KEEP) = { LOADS(keep_loads), .decide = note_keep };
