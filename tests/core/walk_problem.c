/*
 * walk_problem.c - right and words of records of what was late.
 */
#include "server/core/clocks.h"
#include "tests/core/truths_parts.h"
#include "tests/core/walk_parts.h"

/* The record that the act could be about; the newest when there is none such. */
const struct problem_row *walk_problem_of(const struct model *m, enum op op)
{
    const struct problem_row *found = walk_last(m, TABLE_PROBLEM);

    for (size_t i = 0; i < m->tables[TABLE_PROBLEM].n; i++) {
        const struct problem_row *p = m->tables[TABLE_PROBLEM].rows[i];

        if (op == OP_PROBLEM_EXPLAIN  ? p->state == PROBLEM_OPEN
            : op == OP_PROBLEM_REVIEW ? p->state == PROBLEM_EXPLAINED
            : op == OP_PROBLEM_ACTION ? p->state == PROBLEM_REVIEWED
                                      : p->state == PROBLEM_ACTION)
            found = p;
    }
    return found;
}

bool walk_problem_args(struct world *c, const struct act *a)
{
    const struct model *m = &c->model;
    const struct note_row *n = walk_last(m, TABLE_NOTE);

    switch ((int)a->op) {
    case OP_PROBLEM_OPEN:
        give_number(c, P_department, a->n);
        break;
    case OP_PROBLEM_EXPLAIN:
        give_number(c, P_problem_cause, a->n);
        return true;
    case OP_PROBLEM_ACTION:
        give_text(c, P_user, a->text);
        give_number(c, P_due, m->now.us / INSTANT_DAY + a->n);
        return true;
    default:
        break;
    }
    if (a->text && !n)
        return false;
    if (a->text)
        give_text(c, P_note, str_text(c->arena, n->no));
    else
        give_text(
            c, P_order,
            str_text(c->arena, ((const struct order_row *)walk_last(m, TABLE_ORDER))->no));
    return true;
}

/* Steps of the order that ended behind their time, or have not ended; each time once. What a
 * clock began behind the target of the day did not lose it. */
size_t walk_ran_out(const struct model *m, const struct event_row **out, size_t room)
{
    const struct model_table *t = &m->tables[TABLE_EVENT];
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++) {
        const struct event_row *e = t->rows[i], *next = NULL;
        bool again = false;

        if (e->machine != MACHINE_ORDER || !e->due_at.us)
            continue;
        for (size_t k = i + 1; k < t->n && !next; k++) {
            const struct event_row *later = t->rows[k];

            if (later->machine == MACHINE_ORDER && later->entity_id == e->entity_id)
                next = later;
        }
        for (size_t k = 0; k < n; k++)
            again |= out[k]->due_at.us == e->due_at.us && str_eq(out[k]->to_state, e->to_state);
        if (!again && n < room && e->due_at.us < (next ? next->at : m->now).us)
            out[n++] = e;
    }
    return n;
}

/* Who explains it is of the department that lost the time. */
static bool of_department(struct truths *t, int64_t user_id, enum department d)
{
    static const struct {
        enum department department;
        enum role role;
    } people[] = {
        { DEPT_SSG, ROLE_SSGL },    { DEPT_SSG, ROLE_CSR },     { DEPT_SSG, ROLE_BCR },
        { DEPT_LEADERS, ROLE_GM },  { DEPT_LEADERS, ROLE_DIR }, { DEPT_LEADERS, ROLE_DDIR },
        { DEPT_FINANCE, ROLE_FIN }, { DEPT_STORE, ROLE_STO },   { DEPT_STORE, ROLE_SCR },
        { DEPT_STORE, ROLE_WH },    { DEPT_FIELD, ROLE_MM },    { DEPT_FIELD, ROLE_UM },
        { DEPT_FIELD, ROLE_KAM },   { DEPT_FIELD, ROLE_SR },
    };

    EACH(t, TABLE_USER_ROLE, user_role_row, r)
    {
        for (size_t i = 0; i < COUNT(people); i++)
            if (r->user_id == user_id && people[i].department == d && people[i].role == r->role)
                return true;
    }
    return false;
}

/* What was missed waits no longer. */
static bool still_waits(struct truths *t, const struct problem_row *p)
{
    const struct order_row *o = model_find(t->m, TABLE_ORDER, p->order_id);

    EACH(t, TABLE_PROBLEM_BREACH, problem_breach_row, b)
    {
        if (b->problem_id != p->id)
            continue;
        if (p->note_id ? o->note_id == p->note_id && o->state == ORDER_HANDED_OVER &&
                             o->ship_due_at.us && o->ship_due_at.us <= b->due_at.us
                       : clocks[b->clock].state == o->state && o->due_at.us == b->due_at.us)
            return true;
    }
    return false;
}

void walk_problem_holds(struct truths *t, const struct step_made *s,
                        const struct problem_row *p)
{
    must(t, s->op != OP_PROBLEM_EXPLAIN || of_department(t, s->actor_id, p->department),
         "another department explained what was late", p->id);
    must(t, s->op != OP_PROBLEM_ACTION || p->due.n >= walk_day(s, s->after->now).n,
         "an action was due before it was given", p->id);
    must(t, s->op != OP_PROBLEM_CLOSE || !still_waits(t, p),
         "a problem was closed while what was missed waits", p->id);
}
