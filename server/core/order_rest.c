/*
 * order_rest.c - what of a note has not been shipped yet is changed (R-122, R-138; decisions 2:
 * a new version for the rest).
 *
 * The rest leaves the note as if it were short-closed, and goes on as an order row of its own
 * that names the first (follows_id): version + 1, the first arrival, its own lines, state,
 * signatures, note and money. What was shipped stays under the old version and note, whose
 * signatures are what let it go. One row cannot be with the store and before the manager at
 * once; two rows, each with a state, each hold what is theirs, and nothing that counts orders,
 * notes or ledgers has to know of rests.
 *
 * What the rest held of limit, quota and deposit is given back and taken again in this one act,
 * under the same locks, so that it is counted once at every moment. A deposit goes along, and
 * stays with the rest where it has to wait for quota.
 */
#include "server/core/actor.h"
#include "server/core/checks.h"
#include "server/core/clocks.h"
#include "server/core/document.h"
#include "server/core/note.h"
#include "server/core/order_common.h"

/* --- what leaves the note ---------------------------------------------------------------- */

static bool names_line(const struct work *w, int64_t line_no)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++)
        if (lines->items[i].has_line && lines->items[i].line == line_no)
            return true;
    return false;
}

static bool names_any(const struct work *w)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++)
        if (lines->items[i].has_line)
            return true;
    return false;
}

/* The lines that the command names; all of them when it changes only what stands above. */
static bool leaves(const struct work *w, const struct note_line_row *l)
{
    return !names_any(w) || names_line(w, line_no_of(w, l->order_line_id));
}

/* What was picked goes out as it was signed. What only is allocated goes back, with all that
 * stands in the same shipment: it is open again, and whoever asks first has it. */
static void allocated_back(struct work *w, struct str why)
{
    for (size_t i = 0; i < w->shipment.n; i++) {
        struct shipment_row *s = w->shipment.v[i];
        bool meant = false;

        for (struct shipment_line_row *l = NULL; (l = shipment_next(w, s, l));)
            meant |= leaves(w, find_note_line(w, l->note_line_id));
        if (meant && s->state == SHIPMENT_ALLOCATED)
            shipment_put_back(w, s, why);
    }
}

/* Every line that is named must be on the note and have something open. */
static bool named_are_open(struct work *w)
{
    const struct arg *lines = &w->args->v[P_lines];

    for (size_t i = 0; i < lines->item_count; i++) {
        const struct note_line_row *l;

        if (!lines->items[i].has_line)
            continue;
        l = note_line_of(w, &lines->items[i]);
        if (!l)
            return false;
        if (BREAKS(RULE_OPEN_QTY, note_line_open(l).n <= 0)) {
            say_count(w, "line", lines->items[i].line);
            say_qty(w, "open", note_line_open(l));
            refused_at(w, RULE_OPEN_QTY, "lines", STR(""));
            return false;
        }
    }
    return true;
}

/* The line as it stands, for what is open of it. */
static void line_carried(struct work *w, const struct order_row *rest,
                         const struct note_line_row *l)
{
    const struct order_line_row *was = find_order_line(w, l->order_line_id);
    struct order_line_row *is = add_order_line(w);

    is->order_id = rest->id;
    is->line_no = was->line_no;
    is->product_id = was->product_id;
    is->ordered = is->granted = note_line_open(l);
    is->price = was->price;
    is->price_per = was->price_per;
    is->remark = was->remark;
}

/* "line 2: 40; line 3: 6" */
static struct str lines_moved(struct work *w, const struct shipping *sp,
                              const struct order_row *rest)
{
    struct str text = STR("");

    for (size_t i = 0; i < w->note_line.n; i++) {
        struct note_line_row *l = w->note_line.v[i];
        struct qty open = note_line_open(l);

        if (!leaves(w, l) || open.n <= 0)
            continue;
        line_carried(w, rest, l);
        (void)note_line_close(w, sp->o, l, open);
        text = str_format(w->arena, "%.*s%sline %lld: %lld", STR_ARG(text), text.n ? "; " : "",
                          (long long)line_no_of(w, l->order_line_id), (long long)open.n);
    }
    return text;
}

/* A note that ships nothing at all is no paper for anything. */
static bool note_is_left(struct work *w, const struct shipping *sp)
{
    int64_t left = 0;

    for (size_t i = 0; i < w->note_line.n; i++)
        left += w->note_line.v[i]->qty.n - w->note_line.v[i]->closed.n;
    if (!BREAKS(RULE_REST_WHOLE, left == 0))
        return true;
    remedy_plain(w, "change", OP_NOTE_VOID);
    refused_at(w, RULE_REST_WHOLE, "order", sp->n->no);
    return false;
}

/* --- the order that carries it on ----------------------------------------------------------
 */

/* Whoever wrote the first version, or signed for its plan, did so for the rest of it, too. */
static void authors_copied(struct work *w, const struct order_row *o,
                           const struct order_row *rest)
{
    size_t n = w->author.n;

    for (size_t i = 0; i < n; i++) {
        struct author_row *a;

        if (w->author.v[i]->order_id != o->id)
            continue;
        a = add_author(w);
        a->order_id = rest->id;
        a->version = w->author.v[i]->version;
        a->user_id = w->author.v[i]->user_id;
        a->at = w->author.v[i]->at;
    }
}

/* Header, people, approval and arrival are the first order's; what it holds is its own. The
 * day's clock begins with the change: the first paper was in time or late for itself. */
static struct order_row *rest_born(struct work *w, const struct shipping *sp)
{
    const struct order_row *o = sp->o;
    struct order_row *rest = order_born(w, sp->c);
    struct str no = rest->no;
    int64_t id = rest->id;

    *rest = *o;
    rest->id = id;
    rest->no = no;
    rest->state = order_state_none;
    rest->follows_id = o->id;
    rest->version = o->version + 1;
    rest->approved_version = rest->version; /* changed for who asked for it */
    rest->refused_version = 0;
    rest->changed_by = w->actor_id;
    rest->cash_basis = false;
    rest->cash_reason = cash_reason_none;
    rest->reserved = rest->earmarked = rest->tolerated = rest->bounce_most = fen(0);
    rest->signed_excess = rest->signed_overdue = rest->signed_limit = fen(0);
    rest->signed_at = rest->granted_at = rest->closed_at = (struct instant){ 0 };
    rest->due_at = rest->ship_due_at = rest->state_since = (struct instant){ 0 };
    rest->op_due_at = clock_same_day(w, w->now);
    rest->quota_held = rest->has_stated = rest->remainder_closed = false;
    rest->stated_total = fen(0);
    rest->returned_for = STR("");
    rest->verdict_id = rest->note_id = rest->seq = rest->claims = 0;
    return rest;
}

static bool rest_changed(struct work *w, const struct shipping *sp, struct order_row *rest,
                         struct changes *changes)
{
    if (!order_header(w, rest, changes) || !order_lines_amend(w, rest, sp->c, changes))
        return false;
    if (BREAKS(RULE_AMEND_NOTHING, changes->count == 0)) {
        refused(w, RULE_AMEND_NOTHING);
        return false;
    }
    order_recount(w, rest);
    rest->content_hash = order_content_hash(w, rest);
    return true;
}

/* --- the act --------------------------------------------------------------------------------
 */

static bool may_change(struct work *w, const struct shipping *sp)
{
    if (BREAKS(RULE_AMEND_REQUESTER, text_blank(w->args->v[P_requester].s))) {
        refused_at(w, RULE_AMEND_REQUESTER, "requester", STR(""));
        return false;
    }
    if (BREAKS(RULE_VOID_AGREED, sp->n->void_agreed_by != 0)) {
        remedy_plain(w, "keep", OP_NOTE_KEEP);
        refused(w, RULE_VOID_AGREED);
        return false;
    }
    return true;
}

/* The old note knows which order has what left it. */
static void note_goes_on(struct work *w, const struct shipping *sp,
                         const struct order_row *rest, struct str moved)
{
    struct str text =
        str_format(w->arena, "%.*s: changed, goes on as %.*s; asked by %.*s", STR_ARG(moved),
                   STR_ARG(rest->no), STR_ARG(str_trim(w->args->v[P_requester].s)));

    sp->o->remainder_closed = note_nothing_open(w);
    if (!note_has_goods(w, sp->n))
        sp->o->ship_due_at = (struct instant){ 0 };
    note_move(w, sp->n, EVENT_CHANGE_REST, sp->n->state, STEP_SP2, text);
    order_move(w, sp->o, EVENT_CHANGE_REST, sp->o->state, STEP_OA, text);
    text = str_format(w->arena, "%.*s: a part is changed and goes on as %.*s",
                      STR_ARG(sp->n->no), STR_ARG(rest->no));
    tell_role(w, MESSAGE_DECIDED, sp->o, ROLE_SCR, sp->o->scr_id, clock_same_day(w, w->now),
              text);
    tell_kam(w, MESSAGE_DECIDED, sp, text);
    note_finish(w, sp);
}

static void order_change_rest(struct work *w)
{
    struct order_row *o = order_at_hand(w, EVENT_CHANGE_REST);
    struct shipping sp = { .n = ONE(w->note), .o = o };
    struct changes changes = { STR(""), 0 };
    struct order_row *rest;
    struct str moved;
    int64_t promised;

    if (!o || !sp.n || !flow_ready(w, MACHINE_NOTE, sp.n->state, sp.n->no, EVENT_CHANGE_REST) ||
        !may_change(w, &sp))
        return;
    sp.c = find_customer(w, o->customer_id);
    promised = o->earmarked.fen;
    allocated_back(w, w->args->v[P_remark].s);
    if (!named_are_open(w))
        return;
    rest = rest_born(w, &sp);
    moved = lines_moved(w, &sp, rest);
    if (BREAKS(RULE_NOTHING_OPEN, moved.n == 0)) {
        refused(w, RULE_NOTHING_OPEN);
        return;
    }
    if (!note_is_left(w, &sp) || !rest_changed(w, &sp, rest, &changes))
        return;
    note_free_surplus(w, sp.n, o);
    promised -= o->earmarked.fen;
    note_goes_on(w, &sp, rest, moved);
    authors_copied(w, o, rest);
    order_written(w, rest);
    say_name(w, "follows", o->no);
    say_money(w, "total", rest->total);
    order_move(w, rest, EVENT_CHANGE_REST, ORDER_RECEIVED, STEP_OA,
               str_format(w->arena, "the rest of %.*s; %.*s; asked by %.*s", STR_ARG(o->no),
                          STR_ARG(changes.text), STR_ARG(str_trim(w->args->v[P_requester].s))));
    (void)order_fund(w, rest, fen(promised < rest->total.fen ? promised : rest->total.fen));
    checks_run(w, rest, EVENT_ACCEPT);
}

/* The order's and its note's, and what the checks of the rest need. */
static const struct load rest_loads[] = {
    ORDER_LOADS,
    OWNED(NOTE, ANY_OF(BY_FACT(note, id, ORDER, order, note_id))),
    OWNED(NOTE_LINE, ANY_OF(BY_FACT(note_line, note_id, NOTE, note, id))),
    SHIPMENT_LOADS,
    RECEIVABLE_LOADS(READ_FIRST),
    RECEIPT_LOADS,
    EARMARK_LOADS,
    QUOTA_LOADS,
    SHIPMENT_STOCK_LOADS,
    PEOPLE_LOADS,
    PRODUCT_LOADS,
    QUOTA_ENTRY_LOADS,
    READ(STATION, ANY_OF(BY_ARG(station, code, P_station),
                         BY_FACT(station, id, ORDER, order, station_id))),
    DESTINATION_LOADS,
    AUTHOR_LOADS,
};
OPERATION(ORDER_AMEND_REST) = { LOADS(rest_loads), .decide = order_change_rest, .frees = true };
