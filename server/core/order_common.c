/*
 * order_common.c - version, number, arrival, header and people of an order.
 */
#include "server/core/order_common.h"

#include "server/core/actor.h"

void refused_at(struct work *w, enum rule rule, const char *field, struct str found)
{
    refused(w, rule);
    w->ruling.field = field;
    w->ruling.detail = found;
}

bool text_blank(struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ' && text.p[i] != '\t' && text.p[i] != '\n' && text.p[i] != '\r')
            return false;
    return true;
}

bool order_version_ok(struct work *w, const struct order_row *o)
{
    const struct arg *shown = &w->args->v[P_version];

    if (BREAKS(RULE_VERSION, shown->given && shown->n != o->version)) {
        say_count(w, "version_shown", shown->n);
        say_count(w, "version_now", o->version);
        remedy_plain(w, "look_again", OP_ORDER_SHOW);
        refused(w, RULE_VERSION);
        w->ruling.code = ERR_VERSION;
        w->ruling.field = "version";
        return false;
    }
    return true;
}

struct order_row *order_at_hand(struct work *w, enum flow_event event)
{
    struct order_row *o = ONE(w->order);
    const struct customer_row *c = o ? find_customer(w, o->customer_id) : NULL;

    if (!o || !c) {
        refused_missing(w, "order", w->args->v[P_order].s);
        return NULL;
    }
    w->ruling.order_id = o->id;
    if (!flow_ready(w, MACHINE_ORDER, o->state, o->no, event))
        return NULL;
    if (!order_version_ok(w, o))
        return NULL;
    return actor_in_scope(w, c) ? o : NULL;
}

/* --- birth --------------------------------------------------------------------------- */

bool order_is_direct(const struct order_row *o)
{
    return o->origin == ORIGIN_CUSTOMER && str_empty(o->contract);
}

const struct destination_row *station_of(const struct work *w, int64_t customer_id,
                                         int64_t station_id)
{
    for (size_t i = 0; i < w->destination.n; i++) {
        const struct destination_row *s = w->destination.v[i];

        if (s->customer_id == customer_id && s->station_id == station_id && s->active)
            return s;
    }
    return NULL;
}

int64_t transit_days(const struct station_row *s, const struct destination_row *by)
{
    return by && by->transit_days ? by->transit_days : s ? s->transit_days : 0;
}

/* The address behind that station, or the customer's own. */
static struct str address_by(const struct work *w, const struct customer_row *c,
                             int64_t station_id)
{
    const struct destination_row *s = station_of(w, c->id, station_id);

    return s && s->ship_to.n ? s->ship_to : c->ship_to;
}

struct order_row *order_born(struct work *w, const struct customer_row *c)
{
    struct order_row *o = add_order(w);

    o->no = str_format(w->arena, "SO%lld", (long long)(o->id / ID_BLOCK));
    o->version = 1;
    o->customer_id = c->id;
    o->account_id = c->account_id;
    o->station_id = c->station_id;
    o->ship_to = address_by(w, c, c->station_id);
    o->keyed_by = w->actor_id;
    o->keyed_at = w->now;
    return o;
}

void order_arrives(struct work *w, struct order_row *o, struct instant at)
{
    o->arrival = at;
    o->business_day = calendar_business_day(&w->calendar, at, (int)w->pol->cutoff_min);
    o->quota_month = day_month_start(o->business_day);
    o->op_due_at = calendar_close(&w->calendar, o->business_day); /* */
}

void order_written(struct work *w, const struct order_row *o)
{
    struct author_row *a = add_author(w);

    a->order_id = o->id;
    a->version = o->version;
    a->user_id = w->actor_id;
    a->at = w->now;
}

void plan_signed(struct work *w, const struct order_row *o, enum sign_kind kind)
{
    struct signature_row *s = add_signature(w);

    s->order_id = o->id;
    s->version = o->version;
    s->content_hash = o->content_hash;
    s->kind = kind;
    s->role = w->as.role;
    s->signer_id = w->actor_id;
    s->principal_id = w->as.principal_id;
    s->delegation_id = w->as.delegation_id;
    s->remark = w->args->v[P_remark].s;
    s->at = w->now;
}

/* --- header -------------------------------------------------------------------------- */

static void changed(struct work *w, struct changes *changes, const char *what, struct str was,
                    struct str is)
{
    if (!changes)
        return;
    changes->text = str_format(w->arena, "%.*s%s%s: %.*s -> %.*s", STR_ARG(changes->text),
                               changes->count++ ? "; " : "", what, STR_ARG(was), STR_ARG(is));
}

static bool header_station(struct work *w, struct order_row *o, struct changes *changes)
{
    const struct arg *given = &w->args->v[P_station];
    const struct customer_row *c = find_customer(w, o->customer_id);
    const struct station_row *was = find_station(w, o->station_id);
    const struct station_row *is = NULL;

    if (!given->given)
        return true;
    for (size_t i = 0; i < w->station.n; i++)
        if (str_eq(w->station.v[i]->code, given->s))
            is = w->station.v[i];
    if (!is) {
        refused_missing(w, "station", given->s);
        return false;
    }
    if (BREAKS(RULE_STATION_CLOSED, !is->active)) {
        refused_at(w, RULE_STATION_CLOSED, "station", is->code);
        return false;
    }
    if (BREAKS(RULE_STATION_OTHERS, is->id != o->station_id && is->id != c->station_id &&
                                        !station_of(w, c->id, is->id))) {
        remedy_who(w, "ask", ROLE_SSGL, OP_CUSTOMER_STATION);
        refused_at(w, RULE_STATION_OTHERS, "station", is->code);
        return false;
    }
    if (is->id == o->station_id)
        return true;
    changed(w, changes, "station", was ? was->code : STR(""), is->code);
    o->station_id = is->id;
    if (!w->args->v[P_ship_to].given) {
        struct str to = address_by(w, c, is->id);

        if (!str_eq(to, o->ship_to))
            changed(w, changes, "ship_to", o->ship_to, to);
        o->ship_to = to;
    }
    return true;
}

static bool header_wanted(struct work *w, struct order_row *o, struct changes *changes)
{
    struct day wanted = arg_day(w->args, P_wanted);
    struct day from =
        o->arrival.us && !changes ? calendar_today(&w->calendar, o->arrival) : w->today;

    if (!w->args->v[P_wanted].given)
        return true;
    if (BREAKS(RULE_WANTED_PAST, wanted.n < from.n)) {
        say_day(w, "wanted", wanted);
        say_day(w, "earliest", from);
        refused_at(w, RULE_WANTED_PAST, "wanted", STR(""));
        return false;
    }
    if (wanted.n != o->wanted.n)
        changed(w, changes, "wanted", day_text(o->wanted, w->arena),
                day_text(wanted, w->arena));
    o->wanted = wanted;
    return true;
}

static void header_stated(struct work *w, struct order_row *o, struct changes *changes)
{
    struct money stated = arg_money(w->args, P_stated);
    struct str was = o->has_stated ? money_text(o->stated_total, w->arena) : STR("");

    if (!w->args->v[P_stated].given)
        return;
    if (!o->has_stated || stated.fen != o->stated_total.fen)
        changed(w, changes, "stated", was, money_text(stated, w->arena));
    o->has_stated = true;
    o->stated_total = stated;
}

static void header_text(struct work *w, enum param p, struct str *field,
                        struct changes *changes)
{
    struct str is = str_trim(w->args->v[p].s);

    if (!w->args->v[p].given)
        return;
    if (!str_eq(*field, is))
        changed(w, changes, params[p].name, *field, is);
    *field = is;
}

static void header_complete(struct work *w, struct order_row *o, struct changes *changes)
{
    bool complete = w->args->v[P_complete].n != 0;

    if (!w->args->v[P_complete].given)
        return;
    if (complete != o->complete)
        changed(w, changes, "complete", str_of(o->complete ? "yes" : "no"),
                str_of(complete ? "yes" : "no"));
    o->complete = complete;
}

bool order_header(struct work *w, struct order_row *o, struct changes *changes)
{
    if (!header_station(w, o, changes) || !header_wanted(w, o, changes))
        return false;
    header_stated(w, o, changes);
    header_complete(w, o, changes);
    header_text(w, P_ship_to, &o->ship_to, changes);
    header_text(w, P_contract, &o->contract, changes);
    return true;
}

/* --- people -------------------------------------------------------------------------- */

const struct app_user_row *user_by_login(const struct work *w, struct str login)
{
    for (size_t i = 0; i < w->app_user.n; i++)
        if (w->app_user.v[i]->active && str_eq(w->app_user.v[i]->login, login))
            return w->app_user.v[i];
    return NULL;
}

struct str user_name(const struct work *w, int64_t user_id)
{
    const struct app_user_row *u = find_app_user(w, user_id);

    if (!u)
        return STR("");
    return str_empty(u->name) ? u->login : u->name;
}

bool user_holds(const struct work *w, int64_t user_id, role_set roles)
{
    for (size_t i = 0; i < w->user_role.n; i++) {
        const struct user_role_row *r = w->user_role.v[i];

        if (r->user_id == user_id && r->valid_from.n <= w->today.n &&
            (r->valid_to.n == 0 || w->today.n <= r->valid_to.n) &&
            (role_covers(r->role) & roles) != 0)
            return true;
    }
    return false;
}
