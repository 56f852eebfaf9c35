/*
 * import_run.c - `osb NOUN import FILE`: read, tell what is wrong, send, count.
 */
#include <string.h>
#include <unistd.h>

#include "client/batch.h"
#include "client/details.h"
#include "client/import.h"
#include "client/import_opening.h"
#include "client/import_send.h"
#include "common/file.h"
#include "common/text.h"

struct import {
    struct batch *batch;
    const char *path;
    struct import_plan plan;
    struct import_jobs jobs;
    struct import_run run;
};

/* FILE:12: column 3 "Qty", "1.5": what would be right. */
static void tell(void *context, const struct import_fault *f)
{
    const struct import *import = context;
    struct arena *arena = import->batch->arena;
    struct json_out out;

    if (import->batch->show.form == FORM_JSON) {
        json_out_init(&out, arena);
        json_begin_object(&out);
        json_field_int(&out, "line", (int64_t)f->line);
        if (f->column) {
            json_field_int(&out, "column", (int64_t)f->column);
            json_field_str(&out, "header", f->header);
            if (f->value.n)
                json_field_str(&out, "value", f->value);
        }
        json_field_str(&out, "text", f->text);
        json_end_object(&out);
        fprintf(import->batch->show.out, "%.*s\n", STR_ARG(json_text(&out)));
        return;
    }
    fprintf(stderr, "%s:%zu: ", import->path, f->line);
    if (f->column)
        fprintf(stderr, "column %zu %.*s: ", f->column, STR_ARG(text_quote(f->header, arena)));
    fprintf(stderr, "%.*s\n", STR_ARG(text_show(details_of(f->text, arena), arena)));
}

/* --- all of it --------------------------------------------------------------------------- */

static struct error prepare(struct import *import)
{
    struct batch *b = import->batch;
    const struct command *c = &b->command;
    const struct import_kind *kind = import_kind_find(c->noun, c->settings.kind);
    struct file file;
    struct error err;

    if (!kind)
        return refuse_with(
            ERR_PARAMS, NULL,
            strcmp(c->noun, "opening") == 0
                ? STR("--kind receivable, shipment, deposit, stock, quota or order "
                      "says what is opened")
                : str_format(b->arena,
                             "'%s' cannot be imported; market, area, user, role, "
                             "unit, warehouse, station, product, price, "
                             "customer, account, quota, stock, receipt, order "
                             "and opening can",
                             c->noun));
    if (c->word_count != 1)
        return refuse_with(ERR_PARAMS, NULL, STR("one file is expected: osb NOUN import FILE"));
    import->path = c->words[0];
    err = import_plan_begin(kind, &c->settings, import->path, b->arena, &import->plan);
    if (!err.code && kind->kind)
        err = opening_plan(b, &import->plan);
    if (!err.code)
        err = file_read(import->path, IMPORT_BYTES, b->arena, &file);
    if (!err.code)
        err = import_read(&import->plan, c->settings.map, file.text, b->arena, tell, import,
                          &import->jobs);
    if (err.code == ERR_FORMAT)
        err.detail = str_format(b->arena, "%s: %.*s", import->path, STR_ARG(err.detail));
    return err;
}

static void summary(const struct import *import, bool sent)
{
    const struct import_count *c = &import->run.count;
    const struct show *show = &import->batch->show;
    struct json_out out;

    if (show->form == FORM_HUMAN) {
        fprintf(show->out, "%zu rows, %zu of them bad; %zu commands", import->jobs.rows,
                import->jobs.bad_rows, import->jobs.n);
        if (sent)
            fprintf(show->out, ": %zu done (%zu now wait), %zu done before, %zu refused",
                    c->done, c->held, c->again, c->refused);
        fprintf(show->out, sent ? "\n" : "; nothing was sent\n");
        return;
    }
    json_out_init(&out, show->arena);
    json_begin_object(&out);
    json_field_int(&out, "rows", (int64_t)import->jobs.rows);
    json_field_int(&out, "bad_rows", (int64_t)import->jobs.bad_rows);
    json_field_int(&out, "commands", (int64_t)import->jobs.n);
    json_field_bool(&out, "sent", sent);
    json_field_int(&out, "done", (int64_t)c->done);
    json_field_int(&out, "held", (int64_t)c->held);
    json_field_int(&out, "again", (int64_t)c->again);
    json_field_int(&out, "refused", (int64_t)c->refused);
    json_end_object(&out);
    fprintf(show->out, "%.*s\n", STR_ARG(json_text(&out)));
}

static enum exit_code send_all(struct import *import)
{
    struct batch *b = import->batch;
    bool opening = import->plan.kind->kind != NULL;
    enum exit_code code = opening ? opening_begin(b, &import->plan) : EXIT_DONE;
    struct error err;

    if (code != EXIT_DONE)
        return code;
    import->run = (struct import_run){ .session = &b->session,
                                       .plan = &import->plan,
                                       .jobs = &import->jobs,
                                       .progress = isatty(STDERR_FILENO) != 0,
                                       .tell = tell,
                                       .context = import };
    err = import_send(&import->run, b->arena);
    summary(import, true);
    if (err.code) {
        code = batch_fail(b, err, STR(""));
        fprintf(stderr, "osb: run it again; what was done is not done twice\n");
        return code;
    }
    if (import->jobs.bad_rows || import->run.count.refused)
        return EXIT_SOME_REFUSED;
    return opening ? opening_close(b, &import->plan, import->run.count.done == 0) : EXIT_DONE;
}

enum exit_code batch_import(struct batch *batch)
{
    struct import import = { .batch = batch };
    struct error err = prepare(&import);

    if (!err.code && batch->command.settings.dry_run) {
        summary(&import, false);
        return import.jobs.bad_rows ? EXIT_SOME_REFUSED : EXIT_DONE;
    }
    if (!err.code)
        err = batch_join(batch);
    return err.code ? batch_fail(batch, err, STR("")) : send_all(&import);
}
