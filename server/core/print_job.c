/*
 * print_job.c - the queue of printings: taken, done, failed, queued again.
 */
#include "server/core/print_job.h"

#include "common/catalog_roles.h"
#include "server/core/actor.h"
#include "server/core/flow.h"
#include "server/core/load.h"
#include "server/core/note_copies.h"
#include "server/core/order_common.h"

void print_queue(struct work *w, const struct note_row *n, enum paper_form form,
                 int64_t copy_no)
{
    struct print_job_row *j = add_print_job(w);

    j->note_id = n->id;
    j->order_id = n->order_id;
    j->form = form;
    j->state = JOB_QUEUED;
    j->copy_no = copy_no;
    j->printer = w->args->v[P_printer].s;
    j->queued_by = w->actor_id;
    j->queued_at = w->now;
}

void print_call_back(struct work *w, const struct note_row *n)
{
    for (size_t i = 0; i < w->print_job.n; i++) {
        struct print_job_row *j = w->print_job.v[i];

        if (j->note_id != n->id || j->state == JOB_PRINTED || j->state == JOB_VOID)
            continue;
        j->state = JOB_VOID;
        j->ended_at = w->now;
    }
}

/* --- is it out? --------------------------------------------------------------------------- */

int64_t print_out(const struct work *w, const struct note_row *n, enum paper_form form)
{
    int64_t latest = 0;

    for (size_t i = 0; i < w->print_job.n; i++) {
        const struct print_job_row *j = w->print_job.v[i];

        if (j->note_id == n->id && j->form == form && j->state == JOB_PRINTED &&
            j->copy_no > latest)
            latest = j->copy_no;
    }
    return latest;
}

/* The way to a paper: on from where its latest printing stands. */
static void remedy_print(struct work *w, const struct note_row *n, enum paper_form form)
{
    const struct print_job_row *last = NULL;
    enum role desk = form == PAPER_OUTBOUND ? ROLE_CLERK : ROLE_FIN;

    for (size_t i = 0; i < w->print_job.n; i++)
        if (w->print_job.v[i]->note_id == n->id && w->print_job.v[i]->form == form)
            last = w->print_job.v[i];
    say_name(w, "form", str_of(enum_name(ENUM_paper_form, form)));
    if (!last) { /* printed before there was a queue */
        remedy_who(w, "reprint", desk,
                   form == PAPER_OUTBOUND ? OP_NOTE_OUTBOUND : OP_NOTE_REPRINT);
        return;
    }
    say_name(w, "state", str_of(enum_name(ENUM_job_state, last->state)));
    say_count(w, "copy", last->copy_no);
    if (last->state == JOB_QUEUED)
        remedy_who(w, "print", desk, OP_PRINT_TAKE);
    if (last->state != JOB_FAILED)
        remedy_who(w, "came_out", desk, OP_PRINT_DONE);
    if (last->state != JOB_QUEUED)
        remedy_who(w, "queue_again", desk, OP_PRINT_AGAIN);
}

bool print_is_out(struct work *w, const struct note_row *n)
{
    enum paper_form missing = print_out(w, n, PAPER_NOTE) ? paper_form_none : PAPER_NOTE;

    if (!missing && n->two_papers && !print_out(w, n, PAPER_OUTBOUND))
        missing = PAPER_OUTBOUND;
    if (!BREAKS(RULE_NOTE_UNPRINTED, missing))
        return true;
    remedy_print(w, n, missing);
    refused(w, RULE_NOTE_UNPRINTED);
    return false;
}

/* --- the printing in hand ---------------------------------------------------------------- */

static const struct load job_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, NOTE, note, account_id))),
    OWNED(ORDER, ANY_OF(BY_FACT(order, id, NOTE, note, order_id))),
    OWNED(NOTE, ANY_OF(BY_FACT(note, id, PRINT_JOB, print_job, note_id))),
    OWNED(PRINT_JOB, ANY_OF(BY_ARG(print_job, id, P_job))),
};

struct printing {
    struct print_job_row *j;
    struct note_row *n;
    struct order_row *o;
};

static bool desk_ok(struct work *w, enum paper_form form)
{
    role_set may = form == PAPER_OUTBOUND ? SSG_ | CLERK_ : FIN_;

    if (BREAKS(RULE_PRINT_DESK, !(w->roles & may))) {
        say_name(w, "form", str_of(enum_name(ENUM_paper_form, form)));
        remedy_who(w, "ask", form == PAPER_OUTBOUND ? ROLE_CLERK : ROLE_FIN, (int)w->op);
        refused(w, RULE_PRINT_DESK);
        return false;
    }
    if (w->roles & may)
        actor_act_own(w, may);
    return true;
}

/* The printing of P_job in one of two states, and the actor at the desk where it belongs. */
static bool printing_at(struct work *w, enum job_state a, enum job_state b,
                        struct printing *out)
{
    struct print_job_row *j = ONE(w->print_job);

    if (!j) {
        refused_missing(w, "job", str_format(w->arena, "%lld", (long long)w->args->v[P_job].n));
        return false;
    }
    *out = (struct printing){ j, find_note(w, j->note_id), find_order(w, j->order_id) };
    assert(out->n && out->o);
    if (!desk_ok(w, j->form))
        return false;
    if (BREAKS(RULE_PRINT_STATE, j->state != a && j->state != b)) {
        say_name(w, "state", str_of(enum_name(ENUM_job_state, j->state)));
        say_count(w, "copy", j->copy_no);
        if (j->state == JOB_QUEUED)
            remedy_plain(w, "print", OP_PRINT_TAKE);
        if (j->state == JOB_SENT || j->state == JOB_FAILED)
            remedy_plain(w, "queue_again", OP_PRINT_AGAIN);
        refused(w, RULE_PRINT_STATE);
        return false;
    }
    w->ruling.order_id = out->o->id;
    w->ruling.note_id = out->n->id;
    return true;
}

static bool taker_ok(struct work *w, const struct print_job_row *j)
{
    if (!BREAKS(RULE_PRINT_TAKER, j->taken_by != w->actor_id))
        return true;
    say_name(w, "taken_by", user_name(w, j->taken_by));
    remedy_plain(w, "queue_again", OP_PRINT_AGAIN);
    refused(w, RULE_PRINT_TAKER);
    return false;
}

/* --- the acts ---------------------------------------------------------------------------- */

/* From here on the paper may exist: the copy number is used up, whatever comes of it. */
static void take(struct work *w, const struct printing *p, struct str printer)
{
    struct print_copy_row *copy = add_print_copy(w);

    p->j->state = JOB_SENT;
    p->j->attempts++;
    p->j->taken_by = w->actor_id;
    p->j->taken_at = w->now;
    copy->document_id = p->n->document_id;
    copy->form = p->j->form;
    copy->copy_no = p->j->copy_no;
    copy->at = w->now;
    copy->printed_by = w->actor_id;
    copy->printer = printer;
    say_count(w, "copy", p->j->copy_no);
}

static void print_take(struct work *w)
{
    struct printing p;

    if (!printing_at(w, JOB_QUEUED, JOB_QUEUED, &p))
        return;
    take(w, &p, p.j->printer);
    done(w);
}
OPERATION(PRINT_TAKE) = { LOADS(job_loads), .decide = print_take };

#define TAKER_LOADS                                                                            \
    READ(APP_USER,                                                                             \
         ANY_OF(BY_ACTOR(app_user, id), BY_FACT(app_user, id, USER_ROLE, user_role, user_id),  \
                BY_FACT(app_user, id, PRINT_JOB, print_job, taken_by)))
static const struct load ended_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, NOTE, note, account_id))),
    OWNED(ORDER, ANY_OF(BY_FACT(order, id, NOTE, note, order_id))),
    OWNED(NOTE, ANY_OF(BY_FACT(note, id, PRINT_JOB, print_job, note_id))),
    OWNED(PRINT_JOB, ANY_OF(BY_ARG(print_job, id, P_job))),
    TAKER_LOADS,
};

static struct str words_of(struct work *w, const struct printing *p, const char *what,
                           struct str detail)
{
    return str_format(w->arena, "%.*s %s, copy %lld%s%.*s", STR_ARG(p->n->no), what,
                      (long long)p->j->copy_no, detail.n ? ": " : "", STR_ARG(detail));
}

/* A remark says where it came out, when that was no printer of the queue. */
static void print_done(struct work *w)
{
    struct str where = w->args->v[P_remark].s;
    bool elsewhere = !text_blank(where);
    struct printing p;

    if (!printing_at(w, JOB_SENT, elsewhere ? JOB_QUEUED : JOB_SENT, &p))
        return;
    if (elsewhere && p.j->state == JOB_QUEUED)
        take(w, &p, STR(""));
    else if (!taker_ok(w, p.j))
        return;
    p.j->state = JOB_PRINTED;
    p.j->ended_at = w->now;
    p.j->fault = STR("");
    if (elsewhere)
        order_step(w, p.o, STEP_BG, OUTCOME_DONE, RULE_NONE,
                   words_of(w, &p, "printed elsewhere", where));
    done(w);
}
OPERATION(PRINT_DONE) = { LOADS(ended_loads), .decide = print_done };

/* A fault of a printer takes nothing back: the paper waits under "to print". */
static void print_failed(struct work *w)
{
    struct printing p;

    if (!printing_at(w, JOB_SENT, JOB_SENT, &p) || !taker_ok(w, p.j))
        return;
    p.j->state = JOB_FAILED;
    p.j->ended_at = w->now;
    p.j->fault = w->args->v[P_reason].s;
    order_step(w, p.o, STEP_BG, OUTCOME_DONE, RULE_NONE,
               words_of(w, &p, "not printed", p.j->fault));
    done(w);
}
OPERATION(PRINT_FAILED) = { LOADS(ended_loads), .decide = print_failed };

/* Also for a paper that a seat took and never said more about. */
static void print_again(struct work *w)
{
    struct printing p;

    if (!printing_at(w, JOB_SENT, JOB_FAILED, &p))
        return;
    p.j->state = JOB_QUEUED;
    p.j->copy_no = p.j->form == PAPER_OUTBOUND ? ++p.n->outbound_copies : ++p.n->copies;
    copies_born(w, p.n, p.j->form, p.j->copy_no);
    if (w->args->v[P_printer].given)
        p.j->printer = w->args->v[P_printer].s;
    p.j->queued_by = w->actor_id;
    p.j->queued_at = w->now;
    p.j->taken_by = 0;
    p.j->taken_at = p.j->ended_at = (struct instant){ 0 };
    say_count(w, "copy", p.j->copy_no);
    order_step(w, p.o, STEP_BG, OUTCOME_DONE, RULE_NONE,
               words_of(w, &p, "to be printed again", STR("")));
    done(w);
}
OPERATION(PRINT_AGAIN) = { LOADS(job_loads), .decide = print_again };
