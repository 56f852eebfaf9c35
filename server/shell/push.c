/*
 * push.c - what changed, gathered and sent.
 */
#include "server/shell/push.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "server/db/bind.h"
#include "server/shell/ask.h"
#include "server/shell/editing.h"
#include "server/shell/request.h"
#include "server/shell/trouble.h"

#define PUSH_ARENA_BYTES (4 * 1024 * 1024)
#define ASK_MS           8000

/* What a session wants to hear of. */
struct watch {
    size_t customer_count; /* a field person's, ascending; unused when he sees all */
    int64_t *customers;
    size_t order_count; /* 0: every order */
    char (*orders)[LIMIT_CODE * LIMIT_UTF8_BYTES + 1];
};

struct change {
    enum machine machine;
    int64_t entity_id, customer_id;
    struct str order; /* its number, or empty */
    struct str text;  /* JSON object */
};
struct telling {
    int64_t user_id, customer_id;
    enum role role;
    struct str text;
};

struct push {
    struct daemon *daemon;
    struct arena arena; /* emptied behind each sending */
    struct change changes[PUSH_MOST];
    struct telling tellings[PUSH_MOST];
    size_t change_count, telling_count;
    bool overflow;
    struct event *soon;
};

/* ---- gathering ---- */

static const struct order_row *order_of(const struct work *w, int64_t order_id)
{
    return order_id ? find_order(w, order_id) : NULL;
}

/* The number that people know the document by. */
static struct str number_of(const struct work *w, const struct event_row *e)
{
    const struct shipment_row *s;
    const struct note_row *n = NULL;
    const struct receivable_row *r;
    const struct receipt_row *receipt;
    const struct claim_row *claim;
    const struct carrier_claim_row *carrier;
    const struct goods_return_row *goods;
    const struct problem_row *problem;

    switch (e->machine) {
    case MACHINE_ORDER:
        return order_of(w, e->entity_id) ? order_of(w, e->entity_id)->no : STR("");
    case MACHINE_NOTE:
        n = find_note(w, e->entity_id);
        return n ? n->no : STR("");
    case MACHINE_SHIPMENT:
        s = find_shipment(w, e->entity_id);
        n = s ? find_note(w, s->note_id) : NULL;
        return n ? n->no : STR("");
    case MACHINE_RECEIVABLE:
        r = find_receivable(w, e->entity_id);
        return r ? r->no : STR("");
    case MACHINE_RECEIPT:
        receipt = find_receipt(w, e->entity_id);
        return receipt ? receipt->no : STR("");
    case MACHINE_CLAIM:
        claim = find_claim(w, e->entity_id);
        return claim ? claim->no : STR("");
    case MACHINE_RETURN:
        goods = find_goods_return(w, e->entity_id);
        return goods ? goods->no : STR("");
    case MACHINE_CARRIER:
        carrier = find_carrier_claim(w, e->entity_id);
        return carrier ? carrier->no : STR("");
    case MACHINE_PROBLEM:
        problem = find_problem(w, e->entity_id);
        return problem ? problem->no : STR("");
    case MACHINE_MASTER:
    case machine_none:
    case machine_count:
        break;
    }
    return STR("");
}

static struct str change_text(const struct work *w, const struct event_row *e,
                              const struct order_row *o, struct arena *arena)
{
    const struct customer_row *c = o ? find_customer(w, o->customer_id) : NULL;
    struct json_out out;

    json_out_init(&out, arena);
    json_begin_object(&out);
    json_field_int(&out, "event", e->id);
    json_field_str(&out, "machine", str_of(enum_name(ENUM_machine, e->machine)));
    json_field_str(&out, "no", number_of(w, e));
    json_field_str(&out, "order", o ? o->no : STR(""));
    json_field_str(&out, "step", str_of(enum_name(ENUM_step, e->step)));
    json_field_str(&out, "state", e->to_state);
    json_field_str(&out, "customer", c ? c->code : STR(""));
    json_field_str(&out, "by", w->actor ? w->actor->login : STR(""));
    json_end_object(&out);
    return json_text(&out);
}

/* The place of the document's earlier change, or a new one. */
static struct change *change_at(struct push *push, const struct event_row *e)
{
    for (size_t i = 0; i < push->change_count; i++)
        if (push->changes[i].machine == e->machine &&
            push->changes[i].entity_id == e->entity_id)
            return &push->changes[i];
    if (push->change_count < PUSH_MOST)
        return &push->changes[push->change_count++];
    push->overflow = true;
    return NULL;
}

static void gather_events(struct push *push, const struct work *w)
{
    for (size_t i = w->event.loaded; i < w->event.n; i++) {
        const struct event_row *e = w->event.v[i];
        const struct order_row *o = order_of(w, e->order_id);
        struct change *change = change_at(push, e);

        if (change)
            *change = (struct change){ e->machine, e->entity_id, o ? o->customer_id : 0,
                                       o ? str_dup(&push->arena, o->no) : STR(""),
                                       change_text(w, e, o, &push->arena) };
    }
}

static void gather_messages(struct push *push, const struct work *w)
{
    for (size_t i = w->message.loaded; i < w->message.n; i++) {
        const struct message_row *m = w->message.v[i];
        const struct order_row *o = order_of(w, m->order_id);
        struct json_out out;

        if (push->telling_count == PUSH_MOST) {
            push->overflow = true;
            return;
        }
        json_out_init(&out, &push->arena);
        json_begin_object(&out);
        json_field_int(&out, "message", m->id);
        json_field_str(&out, "kind", str_of(enum_name(ENUM_message_kind, m->kind)));
        json_field_str(&out, "order", o ? o->no : STR(""));
        json_field_str(&out, "text", m->body);
        json_field_instant(&out, "due", m->due_at);
        json_end_object(&out);
        push->tellings[push->telling_count++] =
            (struct telling){ m->to_user_id, o ? o->customer_id : m->customer_id, m->to_role,
                              json_text(&out) };
    }
}

void push_committed(const struct work *w, void *ctx)
{
    const struct timeval moment = { 0, PUSH_MS * 1000 };
    struct push *push = ((struct daemon *)ctx)->push;

    gather_events(push, w);
    gather_messages(push, w);
    if (push->change_count + push->telling_count > 0 &&
        !event_pending(push->soon, EV_TIMEOUT, NULL))
        evtimer_add(push->soon, &moment);
}

/* ---- sending ---- */

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

bool push_sees(const struct session *s, int64_t customer_id)
{
    return s->who.sees_all ||
           (s->watch && bsearch(&customer_id, s->watch->customers, s->watch->customer_count,
                                sizeof customer_id, by_number));
}

static bool wants(const struct session *s, const struct change *change)
{
    if (!push_sees(s, change->customer_id))
        return false;
    for (size_t i = 0; i < s->watch->order_count; i++)
        if (str_eq(change->order, str_of(s->watch->orders[i])))
            return true;
    return s->watch->order_count == 0;
}

static void send_changes(struct push *push, struct session *s)
{
    struct json_out out;
    size_t n = 0;

    json_out_init(&out, &push->arena);
    json_begin_object(&out);
    json_key(&out, "events");
    json_begin_array(&out);
    for (size_t i = 0; i < push->change_count; i++)
        if (wants(s, &push->changes[i])) {
            json_put_raw(&out, push->changes[i].text);
            n++;
        }
    json_end_array(&out);
    json_end_object(&out);
    if (n)
        session_notify(s, rpc_notice_line(&push->arena, "changed", json_text(&out)));
}

static void send_tellings(struct push *push, struct session *s)
{
    for (size_t i = 0; i < push->telling_count; i++) {
        const struct telling *t = &push->tellings[i];
        bool mine = t->user_id ? t->user_id == s->who.user_id
                               : t->role && s->who.roles & ROLE_BIT(t->role) &&
                                     push_sees(s, t->customer_id);

        if (mine)
            session_notify(s, rpc_notice_line(&push->arena, "told", t->text));
    }
}

static void on_soon(evutil_socket_t fd, short what, void *ctx)
{
    struct push *push = ctx;
    struct session *next;

    (void)fd;
    (void)what;
    for (struct session *s = sessions_first(push->daemon->sessions); s; s = next) {
        next = s->next;
        if (!s->watch || s->ending)
            continue;
        if (push->overflow) {
            session_notify(s,
                           rpc_notice_line(&push->arena, "changed", STR("{\"reload\":true}")));
            continue;
        }
        send_changes(push, s);
        if (!s->gone)
            send_tellings(push, s);
    }
    push->change_count = push->telling_count = 0;
    push->overflow = false;
    arena_reset(&push->arena);
}

struct push *push_new(struct daemon *daemon)
{
    struct push *push = calloc(1, sizeof *push);

    if (!push)
        abort();
    push->daemon = daemon;
    arena_init(&push->arena, PUSH_ARENA_BYTES);
    push->soon = evtimer_new(daemon->base, on_soon, push);
    if (!push->soon)
        abort();
    return push;
}

void push_free(struct push *push)
{
    if (!push)
        return;
    event_free(push->soon);
    arena_release(&push->arena);
    free(push);
}

/* ---- watching ---- */

static const struct db_statement scope_and_newest = {
    .name = "scope_and_newest",
    .sql = "SELECT (SELECT coalesce(max(id), 0) FROM event), c.id"
           " FROM (SELECT) one LEFT JOIN customers_of($1::bigint) c (id) ON true ORDER BY c.id",
    .params = 1,
};

struct watching {
    struct request *request;
    int64_t after;
    struct watch watch; /* its orders, until it is the session's */
};

void push_unwatch(struct session *session)
{
    if (!session->watch)
        return;
    free(session->watch->customers);
    free(session->watch->orders);
    free(session->watch);
    session->watch = NULL;
}

static void *memory(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size);

    if (!p)
        abort();
    return p;
}

/* The list of a field person's customers is as it was when he began to watch. */
static bool begin_watch(struct session *session, const struct watching *watching,
                        const struct db_result *rows, int64_t *newest)
{
    struct watch *watch = memory(1, sizeof *watch);

    push_unwatch(session);
    *watch = watching->watch;
    watch->orders = memory(watch->order_count, sizeof *watch->orders);
    if (watch->order_count)
        memcpy(watch->orders, watching->watch.orders,
               watch->order_count * sizeof *watch->orders);
    watch->customers = memory(rows->rows, sizeof *watch->customers);
    session->watch = watch;
    if (rows->rows == 0 || !db_read_int(rows, 0, 0, newest))
        return false;
    for (size_t i = 0; i < rows->rows; i++)
        if (!db_is_null(db_value(rows, i, 1)) &&
            db_read_int(rows, i, 1, &watch->customers[watch->customer_count]))
            watch->customer_count++;
    return true;
}

static void on_scope(const struct db_outcome *outcome, void *ctx)
{
    struct watching *watching = ctx;
    struct request *request = watching->request;
    struct session *session = request->session;
    int64_t newest = 0;

    if (outcome->fate != DB_ANSWERED || db_first_failure(outcome)) {
        request_fail(request, trouble_of(outcome, "watch"));
        return;
    }
    if (!session || !begin_watch(session, watching, outcome->results, &newest)) {
        request_fail(request, refuse(ERR_DATABASE, NULL));
        return;
    }
    if (watching->after && watching->after < newest)
        session_notify(session,
                       rpc_notice_line(&request->arena, "changed", STR("{\"reload\":true}")));
    request_answer(request, str_format(&request->arena, "{\"event\":%lld}", (long long)newest));
    if (!session->who.sees_all && session->editing) /* whom he may hear of is known now */
        editing_tell(session);
}

/* "orders": ["SO12", ...], at most a page of them. */
static struct error read_orders(const struct json *list, struct watch *watch,
                                struct arena *arena)
{
    size_t room = json_count(list);

    if (json_kind(list) != JSON_ARRAY || room == 0 || room > LIMIT_LIST_ROWS)
        return refuse_with(ERR_PARAMS, "orders",
                           str_format(arena, "1 to %d order numbers", LIMIT_LIST_ROWS));
    watch->orders = arena_array(arena, room, sizeof *watch->orders);
    for (const struct json *v = json_first(list); v; v = json_next(v)) {
        struct str no;
        struct arg arg;
        struct error err;

        if (!json_str(v, &no))
            return refuse_with(ERR_PARAMS, "orders", STR("order numbers are texts"));
        err = arg_read_text(P_order, no, 0, arena, &arg);
        if (err.code)
            return err;
        memcpy(watch->orders[watch->order_count++], arg.s.p, arg.s.n);
    }
    return OK;
}

static struct error read_watch(const struct json *in, struct watching *out, struct arena *arena)
{
    struct error err = OK;

    for (const struct json *m = json_first(in); m && !err.code; m = json_next(m)) {
        if (str_eq(json_name(m), STR("orders")))
            err = read_orders(m, &out->watch, arena);
        else if (!str_eq(json_name(m), STR("after")))
            err = refuse_with(
                ERR_PARAMS, NULL,
                str_format(arena, "there is no parameter %.*s", STR_ARG(json_name(m))));
        else if (!json_int(m, &out->after) || out->after < 0)
            err = refuse_with(ERR_PARAMS, "after", STR("an event's number is expected"));
    }
    return err;
}

void push_watch(struct request *request)
{
    struct watching *watching = ARENA_NEW(&request->arena, struct watching);
    const struct session *session = request->session;
    struct error err;
    struct db_batch batch;
    struct str user;

    watching->request = request;
    err = read_watch(request->rpc.params, watching, &request->arena);
    if (err.code) {
        request_fail(request, err);
        return;
    }
    user = session->who.sees_all /* nobody's customers need to be listed */
               ? STR("0")
               : str_format(&request->arena, "%lld", (long long)session->who.user_id);
    db_batch_init(&batch, &request->arena);
    db_batch_add(&batch, &scope_and_newest, &user);
    db_batch_sync(&batch);
    if (!ask(session->daemon->pool, &batch, ASK_MS, on_scope, watching))
        request_fail(request, refuse(ERR_BUSY, NULL));
}
