/*
 * print_run.c - the printer's side of the queue: take, print, say what came of it.
 *
 * A printing is taken before its first byte leaves, so that whatever happens to this program or
 * the printer, nothing is printed twice without the mark of a reprint.
 */
#include <stdio.h>

#include "client/batch.h"
#include "client/print_out.h"
#include "client/uuid.h"
#include "common/limits.h"
#include "common/paper.h"

struct run {
    struct batch *batch;
    size_t taken; /* in this round */
    const char
        *queue; /* of the seat's printer, where the settings name no other place; or NULL */
};

static struct error call(struct run *run, enum op op, struct str args, struct rpc_reply *reply)
{
    struct batch *b = run->batch;
    struct error err = session_call(&b->session, catalog[op].name, !catalog[op].is_query, args,
                                    b->arena, reply);

    return err.code ? err : session_error(reply, b->arena);
}

static struct str job_params(struct run *run, struct str job, bool is_command,
                             struct str reason)
{
    struct json_out out;

    json_out_init(&out, run->batch->arena);
    json_begin_object(&out);
    json_field_raw(&out, "job", job);
    if (reason.n)
        json_field_str(&out, "reason", reason);
    if (is_command)
        json_field_str(&out, "command", uuid_random(run->batch->arena));
    json_end_object(&out);
    return json_text(&out);
}

/* Gives a command about the printing; *is_done: it was not refused. */
static struct error tell(struct run *run, enum op op, struct str job, struct str reason,
                         bool *is_done)
{
    struct rpc_reply reply;
    struct str outcome = STR("");
    struct error err = call(run, op, job_params(run, job, true, reason), &reply);

    if (err.code)
        return err;
    *is_done =
        json_str(json_member(reply.body, "outcome"), &outcome) && str_eq(outcome, STR("DONE"));
    rpc_reply_release(&reply);
    return OK;
}

/* The queue that the administrator gave this seat's printer (printer.put). */
static struct error find_queue(struct run *run)
{
    const struct settings *s = &run->batch->command.settings;
    struct json_out out;
    struct rpc_reply reply;
    struct str queue = STR("");
    struct error err;

    if (!s->seat || s->printer || s->out || s->pdf)
        return OK;
    json_out_init(&out, run->batch->arena);
    json_begin_object(&out);
    json_field_str(&out, "printer", str_of(s->seat));
    json_end_object(&out);
    err = call(run, OP_PRINTER_LIST, json_text(&out), &reply);
    if (err.code)
        return err;
    if (json_str(json_member(json_first(json_member(reply.body, "rows")), "queue"), &queue) &&
        queue.n)
        run->queue = str_text(run->batch->arena, queue);
    rpc_reply_release(&reply);
    return OK;
}

static struct error put_to_queue(struct run *run, const struct json *form)
{
    const struct settings *s = &run->batch->command.settings;
    struct print_wish wish = batch_wish(s);
    struct print_paper paper;
    struct error err = print_make(form, &wish, run->batch->arena, &paper);

    return err.code
               ? err
               : print_to_queue(s->print_program, run->queue, paper.bytes, run->batch->arena);
}

/* Sets the paper of the printing that was taken, and gives it to the printer. */
static struct error make_and_put(struct run *run, struct str job)
{
    struct rpc_reply reply;
    struct error err = call(run, OP_PRINT_FORM, job_params(run, job, false, STR("")), &reply);

    if (err.code)
        return err;
    err = run->queue ? put_to_queue(run, reply.body) : batch_put(run->batch, reply.body, false);
    rpc_reply_release(&reply);
    return err;
}

/* One printing, whose taking somebody else may have been quicker with. */
static struct error print_one(struct run *run, struct str job)
{
    bool is_done = false;
    struct error err = tell(run, OP_PRINT_TAKE, job, STR(""), &is_done), told;

    if (err.code || !is_done)
        return err;
    run->taken++;
    err = make_and_put(run, job);
    told = tell(run, err.code ? OP_PRINT_FAILED : OP_PRINT_DONE, job,
                err.code ? err.detail : STR(""), &is_done);
    return err.code ? err : told;
}

static struct error print_waiting(struct run *run, const struct json *rows)
{
    struct error err = OK;
    struct str job, state, note;
    int64_t copy = 0;

    for (const struct json *row = json_first(rows); row && !err.code; row = json_next(row)) {
        if (!json_str(json_member(row, "job"), &job) ||
            !json_str(json_member(row, "state"), &state) || !str_eq(state, STR("QUEUED")))
            continue;
        err = print_one(run, job);
        if (!err.code && json_str(json_member(row, "note"), &note) &&
            json_int(json_member(row, "copy"), &copy))
            fprintf(stderr, "osb: %.*s copy %lld\n", STR_ARG(note), (long long)copy);
    }
    return err;
}

static struct error print_round(struct run *run)
{
    const struct settings *s = &run->batch->command.settings;
    struct json_out out;
    struct rpc_reply reply;
    struct error err;

    json_out_init(&out, run->batch->arena);
    json_begin_object(&out);
    if (s->seat)
        json_field_str(&out, "printer", str_of(s->seat));
    json_field_int(&out, "limit_rows", LIMIT_LIST_ROWS);
    json_end_object(&out);
    run->taken = 0;
    err = call(run, OP_PRINT_LIST, json_text(&out), &reply);
    if (err.code)
        return err;
    err = print_waiting(run, json_member(reply.body, "rows"));
    rpc_reply_release(&reply);
    return err;
}

enum exit_code batch_print_run(struct batch *batch)
{
    const struct settings *s = &batch->command.settings;
    struct run run = { .batch = batch };
    unsigned wanted = 0;
    struct error err = paper_set_read(s->copies, batch->arena, &wanted);

    /* one file cannot hold what comes one after the other */
    if (!err.code && s->pdf && !print_is_folder(s->pdf))
        err = refuse_with(ERR_PARAMS, NULL, STR("--pdf: print run needs a folder"));
    if (!err.code)
        err = batch_join(batch);
    if (!err.code)
        err = find_queue(&run);
    if (!err.code)
        err = print_round(&run);
    while (!err.code && run.taken)
        err = print_round(&run);
    return err.code ? batch_fail(batch, err, STR("")) : EXIT_DONE;
}
