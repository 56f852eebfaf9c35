/*
 * act_confirm.c - the question before an act that costs others work or can not be taken back,
 * with the document's numbers (SCREENS.md 7). Where the form itself is only that question, as
 * for a signature or an issue, F2 in it is the answer.
 */
#include "client/term/act.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/words.h"

bool act_asks(enum op op)
{
    static const enum op asked[] = {
        OP_ORDER_CANCEL,     OP_ORDER_DISCARD,      OP_ORDER_SEND_BACK,
        OP_ORDER_REFUSE,     OP_ORDER_REFUSE_QUOTA, OP_ORDER_REFUSE_TRANSFER,
        OP_ORDER_REJECT,     OP_ORDER_REVOKE,       OP_ST_REFUSE,
        OP_NOTE_VOID,        OP_NOTE_DROP,          OP_NOTE_UNISSUE,
        OP_NOTE_REFUSED,     OP_NOTE_LOST,          OP_NOTE_SHORT_CLOSE,
        OP_CLAIM_REFUSE,     OP_CLAIM_WITHDRAW,     OP_WRITE_OFF_REFUSE,
        OP_LIMIT_REFUSE,     OP_RECEIPT_REVERSE,    OP_OPENING_CLOSE,
        OP_OPENING_WITHDRAW, OP_STOCK_SCRAP,        OP_STOCK_ADJUST,
        OP_USER_LOG_OUT,     OP_POLICY_SET,         OP_POLICY_DROP,
        OP_LIMIT_REJECT,     OP_RETURN_REFUSE,      OP_RETURN_WITHDRAW,
        OP_REFUND_DROP,
    };

    for (size_t i = 0; i < COUNT(asked); i++)
        if (asked[i] == op)
            return true;
    return false;
}

/* "reason: wrong customer   requester: Ms Ye": what was typed. */
static struct str typed(const struct act *a, struct arena *arena)
{
    struct str all = STR("");

    for (size_t i = 0; i < a->sheet.count; i++) {
        const struct sheet_place *p = &a->sheet.places[i];

        if (p->field.n && !p->field.is_secret)
            all = str_format(arena, "%.*s%s%s: %.*s", STR_ARG(all), all.n ? "   " : "",
                             words(p->item.label), STR_ARG(sheet_shown(p, arena)));
    }
    return text_show(all, arena);
}

void act_confirm_tell(const struct act *a, struct str on, struct tell *t)
{
    struct str head = brief_head(&a->brief, t->arena);

    t->title = str_of(_("Do it?"));
    tell_line(t, str_of(words(catalog[a->op].help)));
    tell_line(t, head.n ? head : on);
    tell_line(t, typed(a, t->arena));
    t->confirms = true;
}

void act_confirm_draw(struct app *app, const struct act *a, struct str on)
{
    struct area box = app_box(app, 6, 72);
    struct arena *arena = &app->frame;
    struct str head = brief_head(&a->brief, arena);
    struct area in = { box.row + 1, box.col + 2, 4, box.cols - 4 };

    paint_box(&app->paint, box, str_of(_("Do it?")), arena);
    paint_text(&app->paint, in.row, in.col, in.cols, LOOK_TITLE,
               str_of(words(catalog[a->op].help)), arena);
    paint_text(&app->paint, in.row + 1, in.col, in.cols, LOOK_PLAIN, head.n ? head : on, arena);
    paint_text(&app->paint, in.row + 2, in.col, in.cols, LOOK_PLAIN, typed(a, arena), arena);
    paint_text(&app->paint, in.row + 3, in.col, in.cols, LOOK_DIM,
               str_of(_("Enter or F2 does it; any other key goes back.")), arena);
    paint_cursor(&app->paint, in.row + 3, in.col);
}
