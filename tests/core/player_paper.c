/*
 * player_paper.c - what the player does about printings, and who does it.
 */
#include "tests/core/player.h"

const struct print_job_row *player_job(const struct player *p)
{
    const struct model_table *t = &p->world->model.tables[TABLE_PRINT_JOB];
    const struct print_job_row *newest = NULL;

    for (size_t i = 0; p->note && i < t->n; i++) {
        const struct print_job_row *j = t->rows[i];

        if (j->note_id != p->note->id)
            continue;
        if (j->state != JOB_PRINTED && j->state != JOB_VOID)
            return j;
        newest = j;
    }
    return newest;
}

const char *player_login(const struct player *p, int64_t user_id)
{
    const struct app_user_row *u = model_find(&p->world->model, TABLE_APP_USER, user_id);

    return str_text(p->world->arena, u->login);
}

enum op player_paper(struct player *p)
{
    static const uint8_t sent[] = { OP_PRINT_DONE, OP_PRINT_DONE,   OP_PRINT_DONE,
                                    OP_PRINT_DONE, OP_PRINT_FAILED, OP_PRINT_AGAIN };
    const struct print_job_row *j = player_job(p);

    if (!j || j->state == JOB_PRINTED || j->state == JOB_VOID)
        return chance_percent(&p->chance, 50) ? OP_NOTE_REPRINT : OP_NOTE_OUTBOUND;
    if (j->state == JOB_SENT)
        return sent[player_pick(p, sizeof sent)];
    if (j->state == JOB_FAILED)
        return OP_PRINT_AGAIN;
    return chance_percent(&p->chance, 30) ? OP_PRINT_DONE : OP_PRINT_TAKE;
}

bool player_waits_for_paper(const struct player *p)
{
    const struct print_job_row *j = player_job(p);

    return p->order->state == ORDER_BILLED && j && j->state != JOB_PRINTED &&
           j->state != JOB_VOID;
}

const char *player_printer(struct player *p, enum op op)
{
    const struct print_job_row *j = player_job(p);

    if (j && j->state == JOB_SENT && op != OP_PRINT_AGAIN)
        return player_login(p, j->taken_by);
    return j && j->form == PAPER_OUTBOUND ? "clerk" : "fin";
}
