/*
 * walk_paper.c - a note that is voided, or of which a part is changed: who had to agree, and
 * what is left of it.
 */
#include "tests/core/truths_parts.h"
#include "tests/core/walk_parts.h"

static bool has_left(enum shipment_state s)
{
    return s == SHIPMENT_ISSUED || s == SHIPMENT_CONSIGNED || s == SHIPMENT_FED_BACK ||
           s == SHIPMENT_CONFIRMED || s == SHIPMENT_CONFIRMED_DIFF || s == SHIPMENT_LOST;
}

static enum role role_of(const struct truths *t, int64_t user_id)
{
    enum role role = role_none;

    EACH(t, TABLE_USER_ROLE, user_role_row, r)
    {
        if (r->user_id == user_id)
            role = r->role;
    }
    return role;
}

/* finance and a secretary, the same way, and behind them the store where it has the
 * note; and no goods have left. */
static void void_holds(struct truths *t, const struct step_made *s, const struct note_row *n)
{
    const struct note_row *was = model_find(s->before, TABLE_NOTE, n->id);
    const int64_t actor = s->actor_id;
    bool in_store = was && was->state != NOTE_PRINTED;
    enum role mine = role_of(t, actor), second;

    if (!was || n->state != NOTE_VOID || was->state == NOTE_VOID)
        return;
    second = in_store ? role_of(t, was->void_agreed_by) : mine;
    must(t, was->void_asked_by && was->void_asked_by != actor,
         "a note was voided by one person", n->id);
    must(t, (second == ROLE_FIN) != (was->void_role == ROLE_FIN),
         "a note was voided by one side", n->id);
    must(t,
         !in_store || (was->void_agreed_by && was->void_agreed_by != actor &&
                       was->void_agreed_by != was->void_asked_by &&
                       (mine == ROLE_WH || mine == ROLE_SCR || mine == ROLE_STO)),
         "a note was voided that the store did not give back", n->id);
    must(t, was->void_way == (s->op == OP_NOTE_VOID ? n->void_way : was->void_way),
         "a note was voided in another way than was asked", n->id);
    EACH(t, TABLE_SHIPMENT, shipment_row, x)
    {
        must(t, x->note_id != n->id || !has_left(x->state),
             "a note was voided whose goods have left", n->id);
    }
}

/* A rest is what is left beside something else. */
static void rest_holds(struct truths *t, const struct step_made *s, const struct note_row *n)
{
    int64_t left = 0;

    EACH(t, TABLE_NOTE_LINE, note_line_row, l)
    {
        left += l->note_id == n->id ? l->qty.n - l->closed.n : 0;
    }
    must(t, s->op != OP_ORDER_AMEND_REST || left > 0, "a note of nothing", n->id);
}

void walk_paper_holds(struct truths *t, const struct step_made *s, const struct note_row *n)
{
    void_holds(t, s, n);
    rest_holds(t, s, n);
}
