/*
 * paper_sign.c - a leader's signature on paper: kept, and taken for his own.
 */
#include "server/core/paper_sign.h"

#include "server/core/actor.h"
#include "server/core/attest.h"
#include "server/core/order_common.h"
#include "server/core/signing.h"

/* --- as it comes in ------------------------------------------------------------------ */

/* The batch tells how things stood on its day; what is signed later is signed here. */
static bool later_than_batch(const struct work *w)
{
    const struct opening_row *b = ONE(w->opening);

    return b && calendar_today(&w->calendar, arg_time(w->args, P_signed_at)).n > b->as_of.n;
}

bool paper_signature_possible(struct work *w)
{
    const struct arg *who = &w->args->v[P_signed_by], *when = &w->args->v[P_signed_at];
    int64_t signer = person_named(w, P_signed_by);

    if (!who->given && !when->given)
        return true;
    if (!signer) {
        refused_missing(w, "signed_by", who->s);
        return false;
    }
    if (BREAKS(RULE_PAPER_SELF, signer == w->actor_id)) {
        refused_at(w, RULE_PAPER_SELF, "signed_by", who->s);
        w->ruling.code = ERR_RIGHTS;
        return false;
    }
    if (BREAKS(RULE_PAPER_TIME, !when->given || when->n > w->now.us || later_than_batch(w))) {
        say_time(w, "now", w->now);
        if (ONE(w->opening))
            say_day(w, "as_of", ONE(w->opening)->as_of);
        refused_at(w, RULE_PAPER_TIME, "signed_at", STR(""));
        return false;
    }
    return true;
}

void paper_signature_kept(struct work *w, const struct order_row *o,
                          const struct customer_row *c)
{
    struct instant at = arg_time(w->args, P_signed_at);
    int64_t signer = person_named(w, P_signed_by);
    struct signature_row *s;
    enum role role;

    if (!w->args->v[P_signed_by].given)
        return;
    role = leader_then(w, c, signer, at);
    if (BREAKS(RULE_PAPER_SIGNER, role == role_none)) {
        w->ruling.rule = RULE_PAPER_SIGNER;
        return;
    }
    s = add_signature(w);
    s->order_id = o->id;
    s->version = o->version;
    s->content_hash = o->content_hash;
    s->kind = SIGN_PAPER;
    s->role = role == role_none ? ROLE_GM : role;
    s->signer_id = s->principal_id = signer;
    s->at = w->now;
    s->attested_by = w->actor_id;
    s->paper_at = at;
    say_name(w, "signed_by", w->args->v[P_signed_by].s);
}

/* --- after the checks ---------------------------------------------------------------- */

static const struct signature_row *paper_of(const struct work *w, const struct order_row *o)
{
    for (size_t i = 0; i < w->signature.n; i++)
        if (w->signature.v[i]->order_id == o->id && w->signature.v[i]->kind == SIGN_PAPER)
            return w->signature.v[i];
    return NULL;
}

/* Of the quantities, not of the terms: that cash comes before goods asks for no other word. */
static bool was_cut(const struct work *w, const struct order_row *o)
{
    for (size_t i = 0; i < w->order_line.n; i++) {
        const struct order_line_row *l = w->order_line.v[i];

        if (l->order_id == o->id && !l->removed && l->granted.n < l->ordered.n)
            return true;
    }
    return false;
}

void paper_signature_counts(struct work *w, struct order_row *o)
{
    const struct signature_row *s = paper_of(w, o);

    if (!s || (o->state != ORDER_WAIT_MA && o->state != ORDER_WAIT_MGR))
        return;
    if (BREAKS(RULE_PAPER_CONTENT, !signature_live(s, o, SIGN_PAPER) || was_cut(w, o)))
        w->ruling.rule = RULE_PAPER_CONTENT;
    else if (BREAKS(RULE_PAPER_SELF, s->attested_by == w->actor_id))
        w->ruling.rule = RULE_PAPER_SELF; /* two people: one attests, another accepts */
    else if (BREAKS(RULE_SELF_APPROVAL, actor_touched(w, o, s->signer_id)))
        w->ruling.rule = RULE_SELF_APPROVAL;
    else
        order_sign_by_paper(w, o, s);
}
