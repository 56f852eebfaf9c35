/*
 * print_job.c - the queue of printings: taken, done, failed, queued again.
 */
#include "server/core/print_job.h"

#include "common/catalog_roles.h"
#include "server/core/actor.h"
#include "server/core/checks.h"
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

/* Of a note, or of another document: that one's customer says whose account is locked. */
#define PRINTING_LOADS                                                                         \
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, NOTE, note, account_id),           \
                                BY_FACT(credit_account, id, CUSTOMER, customer, account_id))), \
        OWNED(ORDER, ANY_OF(BY_FACT(order, id, NOTE, note, order_id))),                        \
        OWNED(NOTE, ANY_OF(BY_FACT(note, id, PRINT_JOB, print_job, note_id))),                 \
        OWNED(PRINT_JOB, ANY_OF(BY_ARG(print_job, id, P_job)))
#define PRINTED_LOADS                                                                          \
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, DOCUMENT, document, customer_id))),            \
        READ(DOCUMENT, ANY_OF(BY_FACT(document, id, PRINT_JOB, print_job, document_id)))
static const struct load job_loads[] = { PRINTING_LOADS, PRINTED_LOADS };

/* What of a note was printed stands in its order's history; other documents have none. */
struct printing {
    struct print_job_row *j;
    struct note_row *n;  /* NULL: of another document */
    struct order_row *o; /* of a note */
};

static bool desk_ok(struct work *w, enum paper_form form)
{
    bool goods = form == PAPER_OUTBOUND || form == PAPER_GOODS;
    role_set may = goods ? SSG_ | CLERK_ : FIN_;

    if (BREAKS(RULE_PRINT_DESK, !(w->roles & may))) {
        say_name(w, "form", str_of(enum_name(ENUM_paper_form, form)));
        remedy_who(w, "ask", goods ? ROLE_CLERK : ROLE_FIN, (int)w->op);
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
    assert(j->document_id || (out->n && out->o));
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
    w->ruling.order_id = j->order_id;
    w->ruling.note_id = j->note_id;
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
    copy->document_id = p->n ? p->n->document_id : p->j->document_id;
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
static const struct load ended_loads[] = { PRINTING_LOADS, TAKER_LOADS, PRINTED_LOADS };

static void on_record(struct work *w, const struct printing *p, const char *what,
                      struct str detail)
{
    if (p->n)
        order_step(w, p->o, STEP_BG, OUTCOME_DONE, RULE_NONE,
                   str_format(w->arena, "%.*s %s, copy %lld%s%.*s", STR_ARG(p->n->no), what,
                              (long long)p->j->copy_no, detail.n ? ": " : "", STR_ARG(detail)));
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
        on_record(w, &p, "printed elsewhere", where);
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
    on_record(w, &p, "not printed", p.j->fault);
    done(w);
}
OPERATION(PRINT_FAILED) = { LOADS(ended_loads), .decide = print_failed };

/* The next number: of a note among all its printings, of another document behind the printing
 * in hand, which is its last. */
static int64_t next_copy(const struct printing *p)
{
    if (!p->n)
        return p->j->copy_no + 1;
    return p->j->form == PAPER_OUTBOUND ? ++p->n->outbound_copies : ++p->n->copies;
}

static void queue_again(struct work *w, const struct printing *p)
{
    p->j->state = JOB_QUEUED;
    p->j->copy_no = next_copy(p);
    if (p->n)
        copies_born(w, p->n, p->j->form, p->j->copy_no);
    if (w->args->v[P_printer].given)
        p->j->printer = w->args->v[P_printer].s;
    p->j->queued_by = w->actor_id;
    p->j->queued_at = w->now;
    p->j->taken_by = 0;
    p->j->taken_at = p->j->ended_at = (struct instant){ 0 };
    say_count(w, "copy", p->j->copy_no);
}

/* Also for a paper that a seat took and never said more about. */
static void print_again(struct work *w)
{
    struct printing p;

    if (!printing_at(w, JOB_SENT, JOB_FAILED, &p))
        return;
    queue_again(w, &p);
    on_record(w, &p, "to be printed again", STR(""));
    done(w);
}
OPERATION(PRINT_AGAIN) = { LOADS(job_loads), .decide = print_again };

/* --- documents beside the notes ----------------------------------------------------------- */

static const struct load document_loads[] = {
    LOCK(CREDIT_ACCOUNT, ANY_OF(BY_FACT(credit_account, id, CUSTOMER, customer, account_id))),
    OWNED(PRINT_JOB, ANY_OF(BY_FACT(print_job, document_id, DOCUMENT, document, id))),
    READ(CUSTOMER, ANY_OF(BY_FACT(customer, id, DOCUMENT, document, customer_id))),
    READ(DOCUMENT, ANY_OF(BY_ARG(document, number, P_number))),
};

/* A note is printed by its own acts: its paper is fixed, and its copies have holders. */
static enum paper_form form_of(enum series_name series)
{
    static const enum paper_form forms[series_name_count] = {
        [SERIES_IV] = PAPER_INVOICE,   [SERIES_RI] = PAPER_INVOICE, [SERIES_OB] = PAPER_GOODS,
        [SERIES_RO] = PAPER_GOODS,     [SERIES_CN] = PAPER_CREDIT,  [SERIES_PC] = PAPER_PRICE,
        [SERIES_VN] = PAPER_VOID_NOTE, [SERIES_RC] = PAPER_RECEIPT, [SERIES_RR] = PAPER_RECEIPT,
        [SERIES_WO] = PAPER_BAD_DEBT,
    };

    return forms[series];
}

/* The document's last printing; NULL before the first. */
static struct print_job_row *last_printing(const struct work *w)
{
    struct print_job_row *last = NULL;

    for (size_t i = 0; i < w->print_job.n; i++)
        if (!last || w->print_job.v[i]->copy_no > last->copy_no)
            last = w->print_job.v[i];
    return last;
}

static void queue_document(struct work *w, const struct document_row *d, enum paper_form form,
                           int64_t copy_no)
{
    struct print_job_row *j = add_print_job(w);

    j->document_id = d->id;
    j->form = form;
    j->state = JOB_QUEUED;
    j->copy_no = copy_no;
    j->printer = w->args->v[P_printer].s;
    j->queued_by = w->actor_id;
    j->queued_at = w->now;
    say_count(w, "copy", copy_no);
}

/* Posting a document other than a note prints nothing: many stay files. Whoever wants paper
 * queues it; one that waits is not queued twice, one that failed goes on under the next number.
 */
static void document_print(struct work *w)
{
    const struct document_row *d = ONE(w->document);
    struct printing last = { .j = last_printing(w) };
    enum paper_form form = d ? form_of(d->series) : paper_form_none;

    if (!d) {
        refused_missing(w, "number", w->args->v[P_number].s);
        return;
    }
    if (BREAKS(RULE_PRINT_NO_FORM, form == paper_form_none)) {
        if (d->series == SERIES_DN)
            remedy_who(w, "reprint", ROLE_FIN, OP_NOTE_REPRINT);
        refused_at(w, RULE_PRINT_NO_FORM, "number", d->number);
        return;
    }
    if (!desk_ok(w, form))
        return;
    if (!last.j || last.j->state == JOB_PRINTED)
        queue_document(w, d, form, last.j ? last.j->copy_no + 1 : 1);
    else if (last.j->state == JOB_QUEUED)
        say_count(w, "copy", last.j->copy_no);
    else
        queue_again(w, &last);
    done(w);
}
OPERATION(DOCUMENT_PRINT) = { LOADS(document_loads), .decide = document_print };
