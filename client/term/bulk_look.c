/*
 * bulk_look.c - how an act on many documents is drawn and told.
 */
#include "client/term/bulk_own.h"

#include "client/show.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

/* "Print 10 documents, 120,400.00 in all?" */
static struct str question(const struct bulk *b, struct arena *a)
{
    struct money total = { 0 };
    bool known = true;

    for (size_t i = 0; i < b->count; i++)
        known = known && b->jobs[i].item.has_amount &&
                money_add(total, b->jobs[i].item.amount, &total);
    if (!known)
        return str_format(a, _n("%zu document?", "%zu documents?", b->count), b->count);
    return str_format(a,
                      _n("%zu document, %.*s in all?", "%zu documents, %.*s in all?", b->count),
                      b->count, STR_ARG(show_text(money_text(total, a), a)));
}

static struct str numbers(const struct bulk *b, struct arena *a)
{
    struct str all = STR("");

    for (size_t i = 0; i < b->count && all.n < 400; i++)
        all = str_format(a, "%.*s%s%s", STR_ARG(all), i ? " " : "", b->jobs[i].item.no);
    return all;
}

static void draw_box(struct app *app, struct bulk *b)
{
    struct arena *a = &app->frame;
    bool types = b->count > BULK_TYPED;
    struct area box = app_box(app, b->sheet.count + 7 + types, BULK_COLS), in, part;
    size_t row;

    paint_box(&app->paint, box, str_of(catalog[b->op].name), a);
    in = (struct area){ box.row + 1, box.col + 2, box.rows - 2, box.cols - 4 };
    row = in.row;
    paint_text(&app->paint, row++, in.col, in.cols, LOOK_TITLE,
               str_of(words(catalog[b->op].help)), a);
    paint_text(&app->paint, row++, in.col, in.cols, LOOK_WARNING, question(b, a), a);
    paint_text(&app->paint, row++, in.col, in.cols, LOOK_PLAIN, numbers(b, a), a);
    if (b->left_out)
        paint_text(
            &app->paint, row, in.col, in.cols, LOOK_DIM,
            str_format(a,
                       _n("%zu marked row has another next step: left out.",
                          "%zu marked rows have another next step: left out.", b->left_out),
                       b->left_out),
            a);
    row++;
    part = (struct area){ row, in.col, b->sheet.count, in.cols };
    paint_cursor(&app->paint, row, in.col);
    sheet_draw(&b->sheet, &app->paint, part, !b->in_count, a);
    row += b->sheet.count;
    if (types) {
        paint_text(&app->paint, row, in.col + 1, BULK_LABEL, LOOK_PLAIN,
                   str_of(_("how many are they")), a);
        field_draw(&b->typed, &app->paint, row, in.col + BULK_LABEL + 2, 8, LOOK_FIELD,
                   b->in_count, a);
    }
    paint_text(&app->paint, in.row + in.rows - 1, in.col, in.cols, LOOK_DIM,
               b->sheet.count && !b->in_count ? sheet_hint(&b->sheet, a)
                                              : str_of(_("F2 does it, F12 leaves it.")),
               a);
}

static struct str fate_text(const struct job *job)
{
    switch (job->fate) {
    case FATE_WAITS:
        return str_of(_("waits"));
    case FATE_SENT:
        return str_of(_("sent"));
    case FATE_DONE:
        return str_of(_("done"));
    case FATE_HELD:
        return str_of(_("held"));
    case FATE_REFUSED:
        return str_of(_("refused"));
    }
    return STR("");
}

static void draw_job(struct app *app, struct bulk *b, size_t i, struct area line)
{
    static const enum look looks[] = { LOOK_DIM, LOOK_DIM, LOOK_GOOD, LOOK_WARNING,
                                       LOOK_FAULT };
    struct arena *a = &app->frame;
    const struct job *job = &b->jobs[i];
    struct str text =
        str_format(a, "%c %.*s %.*s %s", i == b->at ? '>' : ' ',
                   STR_ARG(text_column(str_of(job->item.no), 16, TEXT_LEFT, a)),
                   STR_ARG(text_column(fate_text(job), 9, TEXT_LEFT, a)), job->text);

    paint_text(&app->paint, line.row, line.col, line.cols,
               i == b->at ? LOOK_SELECTED : looks[job->fate], text, a);
    paint_spot(&app->paint, line, ACT_TO_ROW, (uint32_t)i);
    if (i == b->at)
        paint_cursor(&app->paint, line.row, line.col);
}

static void draw_results(struct app *app, struct bulk *b)
{
    struct arena *a = &app->frame;
    struct str keys =
        str_of(!bulk_is_over(b) ? _("F3 leaves; what was sent goes on, the rest is not sent.")
               : bulk_fated(b, FATE_REFUSED)
                   ? _("Enter shows why and the ways out, F2 tries the refused again.")
                   : _("Enter goes back to the list."));
    size_t rows = wrap_rows(keys, app_box(app, 1, BULK_COLS + 4).cols - 4);
    struct area box = app_box(app, b->count + 3 + rows, BULK_COLS + 4);
    size_t seen = box.rows > 3 + rows ? box.rows - 3 - rows : 1;

    paint_box(&app->paint, box,
              str_format(a, _("%s: %zu of %zu"), catalog[b->op].name,
                         b->count - bulk_fated(b, FATE_WAITS) - bulk_fated(b, FATE_SENT),
                         b->count),
              a);
    if (b->at < b->top)
        b->top = b->at;
    if (b->at >= b->top + seen)
        b->top = b->at - seen + 1;
    for (size_t i = 0; i < seen && b->top + i < b->count; i++)
        draw_job(app, b, b->top + i,
                 (struct area){ box.row + 1 + i, box.col + 2, 1, box.cols - 4 });
    wrap_draw(&app->paint,
              (struct area){ box.row + box.rows - 1 - rows, box.col + 2, rows, box.cols - 4 },
              LOOK_DIM, keys, a);
}

void bulk_tell(struct app *app, struct screen *s, struct tell *t)
{
    struct bulk *b = (struct bulk *)s;
    struct arena *a = &app->frame;

    t->act = &catalog[b->op];
    t->title = str_of(catalog[b->op].name);
    for (size_t i = 0; b->runs && i < b->count; i++)
        tell_choice(t, str_format(a, "%s %.*s %s", b->jobs[i].item.no,
                                  STR_ARG(fate_text(&b->jobs[i])), b->jobs[i].text));
    if (b->runs)
        return;
    tell_line(t, str_of(words(catalog[b->op].help)));
    tell_line(t, question(b, a));
    tell_line(t, numbers(b, a));
    if (b->in_count) {
        t->field = &b->typed;
        t->label = str_of(_("how many are they"));
    } else {
        t->sheet = &b->sheet;
    }
}

void bulk_draw(struct app *app, struct screen *s)
{
    struct bulk *b = (struct bulk *)s;

    if (b->runs)
        draw_results(app, b);
    else
        draw_box(app, b);
}
