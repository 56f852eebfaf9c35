/*
 * order_talk.c - the discussion of an order, of its special treatment above all.
 */
#include "server/core/actor.h"
#include "server/core/order_common.h"
#include "server/core/order_facts.h"

#define SHA256_HEX 64

static bool is_sha256(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
            return false;
    return s.n == SHA256_HEX;
}

/* Said in any state: what was discussed explains a decision afterwards too. */
static void st_say(struct work *w)
{
    const struct order_row *o = ONE(w->order);
    const struct customer_row *c = o ? find_customer(w, o->customer_id) : NULL;
    const struct args *a = w->args;
    struct thread_row *t;

    if (!c) {
        refused_missing(w, "order", a->v[P_order].s);
        return;
    }
    w->ruling.order_id = o->id;
    if (!actor_in_scope(w, c))
        return;
    if (BREAKS(RULE_SAY_NOTHING, text_blank(a->v[P_text].s))) {
        refused_at(w, RULE_SAY_NOTHING, "text", STR(""));
        return;
    }
    /* a file is bound by its hash, so that nobody can exchange what was shown */
    if (BREAKS(RULE_FILE_HASH, str_empty(a->v[P_file].s) ? !str_empty(a->v[P_sha256].s)
                                                         : !is_sha256(a->v[P_sha256].s))) {
        refused_at(w, RULE_FILE_HASH, "sha256", a->v[P_sha256].s);
        return;
    }
    t = add_thread(w);
    t->order_id = o->id;
    for (size_t i = 0; i < w->st_case.n; i++)
        if (w->st_case.v[i]->state == CASE_OPEN)
            t->case_id = w->st_case.v[i]->id;
    t->author_id = w->actor_id;
    t->at = w->now;
    t->body = a->v[P_text].s;
    t->file_ref = a->v[P_file].s;
    t->file_sha256 = a->v[P_sha256].s;
    done(w);
}

static const struct load say_loads[] = {
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, ORDER, order, customer_id))),
    READ(ORDER, ANY_OF(BY_ARG(order, no, P_order))),
    READ(ST_CASE, ANY_OF(BY_FACT(st_case, order_id, ORDER, order, id))),
    PEOPLE_LOADS,
};
OPERATION(ST_SAY) = { LOADS(say_loads), .decide = st_say };
