/*
 * printed.c - what a printed note leaves beside it: form, printing, copies.
 */
#include "common/paper.h"
#include "server/core/document.h"
#include "tests/world/shipping.h"

void shipping_printed(struct world *c, const struct order_row *o, int64_t paper)
{
    struct str body = STR("form\n");
    int64_t fin = world_user(c, "fin");

    world_put(c, TABLE_FORM,
              &(struct form_row){ .document_id = paper,
                                  .form = PAPER_NOTE,
                                  .copies = STR("1,2,3,4,5"),
                                  .body = body,
                                  .sha256 = sha256_hex(body, c->arena) });
    world_put(c, TABLE_PRINT_COPY,
              &(struct print_copy_row){
                  .document_id = paper, .copy_no = 1, .printed_by = fin, .form = PAPER_NOTE });
    world_put(c, TABLE_PRINT_JOB,
              &(struct print_job_row){ .note_id = o->note_id,
                                       .order_id = o->id,
                                       .form = PAPER_NOTE,
                                       .state = JOB_PRINTED,
                                       .copy_no = 1,
                                       .queued_by = fin,
                                       .queued_at = c->model.now,
                                       .attempts = 1,
                                       .taken_by = fin,
                                       .taken_at = c->model.now,
                                       .ended_at = c->model.now });
    for (int64_t copy = 1; copy <= PAPER_COPIES; copy++)
        world_put(c, TABLE_NOTE_COPY,
                  &(struct note_copy_row){ .note_id = o->note_id,
                                           .form = PAPER_NOTE,
                                           .copy = copy,
                                           .copy_no = 1,
                                           .place = PLACE_FINANCE,
                                           .held_by = fin,
                                           .since = c->model.now });
}

void paper_came_out(struct world *c)
{
    const struct model_table *t = &c->model.tables[TABLE_PRINT_JOB];
    const struct work *w;

    give_number(c, P_job, row_id(t->rows[t->n - 1]));
    give_text(c, P_remark, "printed elsewhere");
    w = world_do(c, OP_PRINT_DONE, "fin");
    assert(w->ruling.outcome == OUTCOME_DONE);
    (void)w;
}
