/*
 * frame.c - line 1, the message line, the key bar, and the order of drawing.
 */
#include "client/term/frame.h"

#include <inttypes.h>

#include "client/show.h"
#include "client/term/screens.h"
#include "client/term/typed.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

#define SLOW_MS     1000
#define NARROW_COLS 60

struct area app_body(const struct app *app)
{
    size_t rows = app->paint.rows > 3 ? app->paint.rows - 3 : 1;

    return (struct area){ 1, 0, rows - tour_rows(app), app->paint.cols };
}

struct area app_box(const struct app *app, size_t rows, size_t cols)
{
    struct area body = app_body(app);

    rows = rows < body.rows ? rows : body.rows;
    cols = cols < body.cols ? cols : body.cols;
    return (struct area){ body.row + (body.rows - rows) / 2, (body.cols - cols) / 2, rows,
                          cols };
}

void app_foot(struct app *app, struct area *in, struct str text)
{
    size_t rows = wrap_rows(text, in->cols), most = in->rows > 3 ? in->rows - 2 : 0;
    bool has_rule = in->rows > 8;

    rows = has_rule && rows < 2 ? 2 : rows; /* most lines need so many: they stay in place */
    rows = rows < most ? rows : most;
    if (!text.n || !rows)
        return;
    (void)wrap_draw(&app->paint,
                    (struct area){ in->row + in->rows - rows, in->col, rows, in->cols },
                    LOOK_TITLE, text, &app->frame);
    in->rows -= rows + has_rule;
    if (has_rule)
        paint_rule(&app->paint, in->row + in->rows, in->col, in->cols, LOOK_DIM);
}

bool frame_is_slow(const struct app *app)
{
    return talk_slow_ms(&app->talk) > SLOW_MS;
}

static struct str connection(struct app *app, enum look *look)
{
    int64_t away = app->talk.lost_at ? (link_clock() - app->talk.lost_at) / 1000 : 0;
    int64_t slow = talk_slow_ms(&app->talk);

    *look = LOOK_WARNING;
    if (app->talk.state == TALK_REFUSED)
        return str_of(_("NO LOGIN"));
    if (app->read_only ||
        (app->talk.state != TALK_READY && app->talk.trouble.code == ERR_READ_ONLY))
        return str_of(_("READ ONLY"));
    if (app->talk.state != TALK_READY && away < 2)
        return str_of(_("CONNECTS"));
    if (app->talk.state != TALK_READY) /* in steps: nothing on the screen ticks */
        return str_format(&app->frame, "%s %" PRId64 ":%02" PRId64, _("OFFLINE"), away / 60,
                          away % 60 / 10 * 10);
    if (slow > SLOW_MS)
        return str_format(&app->frame, "%s %lld.%llds", _("SLOW"), (long long)(slow / 1000),
                          (long long)(slow % 1000 / 100));
    *look = LOOK_GOOD;
    return str_of(_("ONLINE"));
}

/* Line 1: where, who and role, connection, clock, messages. The left side gives way. */
static void draw_title(struct app *app)
{
    struct arena *a = &app->frame;
    struct session *who = &app->talk.who;
    struct screen *s = app->top;
    struct str where, right, state;
    size_t cols = app->paint.cols, width, left;
    enum look look;
    struct str clock = show_instant(typed_now().at, a);

    while (s && s->kind->is_box)
        s = s->below;
    where = s ? s->kind->title(app, s) : STR("");
    clock = (struct str){ clock.p + clock.n - 5, 5 };
    state = connection(app, &look);
    right = cols < NARROW_COLS ? str_format(a, "%.*s  %.*s", STR_ARG(state), STR_ARG(clock))
                               : str_format(a, "%s %s  %.*s  %.*s", who->user, who->roles,
                                            STR_ARG(state), STR_ARG(clock));
    if (app->unread)
        right =
            str_format(a, "%.*s  %s %lld", STR_ARG(right), _("msg"), (long long)app->unread);
    width = text_cells(right);
    width = width < cols * 2 / 3 ? width : cols * 2 / 3;
    left = cols - width - 1;
    paint_text(
        &app->paint, 0, 0, left, LOOK_TITLE,
        str_format(a, "%s  %.*s", who->practice ? _("OSB practice") : "OSB", STR_ARG(where)),
        a);
    paint_right(&app->paint, 0, left + 1, width, LOOK_PLAIN, right, a);
    if (cols >= NARROW_COLS && width == text_cells(right))
        paint_look(&app->paint, 0,
                   left + 1 + text_cells(str_of(who->user)) + 1 +
                       text_cells(str_of(who->roles)) + 2,
                   text_cells(state), look);
}

static void draw_bar(struct app *app)
{
    const struct bar_item *bar = app->top ? app->top->kind->bar : NULL;
    size_t col = 0, row = app->paint.rows - 1;

    for (; bar && bar->action != ACT_NONE; bar++) {
        const struct key_row *key = key_row_of(bar->action);
        const char *label = words(bar->label ? bar->label : key->label);
        bool sent = (unsigned)app->term.f_keys >> key->f & 1u;
        struct str name = sent           ? str_format(&app->frame, "%d", key->f)
                          : key->control ? str_format(&app->frame, "^%c", key->control)
                                         : str_of(key->letters);
        size_t width = text_cells(name) + text_cells(str_of(label)) + 1;

        if (col + width > app->paint.cols + 1)
            break;
        paint_spot(&app->paint, (struct area){ row, col, 1, width - 1 }, (int)bar->action, 0);
        col += paint_some(&app->paint, row, col, width, LOOK_KEY, name, &app->frame);
        col += paint_some(&app->paint, row, col, width, LOOK_PLAIN, str_of(label), &app->frame);
        col++;
    }
}

static void draw_screens(struct app *app, struct screen *s)
{
    if (s->kind->is_box && s->below)
        draw_screens(app, s->below);
    app->paint.has_cursor = false;
    paint_no_spots(&app->paint); /* a box hides from the mouse what is below */
    s->kind->draw(app, s);
}

static struct str trouble(struct app *app)
{
    struct talk *t = &app->talk;
    int64_t slow = talk_slow_ms(t);

    if (t->state == TALK_READY && slow > 2 * SLOW_MS)
        return str_format(&app->frame,
                          _("No answer for %lld s; what you type is kept and done then."),
                          (long long)(slow / 1000));
    /* while it is tried again, what was wrong stays wrong: the line does not flicker */
    if (t->state == TALK_READY || !t->trouble.code ||
        (!app->was_ready && (t->state == TALK_GREETING || t->state == TALK_LOGIN)))
        return STR("");
    if (app->was_ready && t->trouble.code == ERR_CONNECTION)
        return str_of(_("No connection: go on typing, it is kept. F5 tries again now."));
    return wording_error(t->trouble, &app->frame);
}

void frame_draw(struct app *app)
{
    struct paint *p = &app->paint;
    struct str message = str_of(app->message);
    enum look look = app->message_look;

    paint_clear(p);
    if (p->rows < TERM_LEAST_ROWS || p->cols < TERM_LEAST_COLS) {
        (void)wrap_draw(p, (struct area){ 0, 0, p->rows, p->cols }, LOOK_PLAIN,
                        str_of(_("The screen needs 40x12; what was typed is kept.")),
                        &app->frame);
        return;
    }
    if (app->top)
        draw_screens(app, app->top);
    draw_title(app);
    draw_bar(app);
    tour_draw(app);
    /* what only says that something is under way gives way to why it is not there yet */
    if (!message.n || (app->message_look == LOOK_PLAIN && trouble(app).n)) {
        message = trouble(app);
        look = LOOK_WARNING;
    }
    if (message.n)
        paint_text(p, p->rows - 2, 0, p->cols, look, message, &app->frame);
    if (!p->has_cursor)
        paint_cursor(p, p->rows - 2, 0);
}

void app_draw(struct app *app)
{
    frame_draw(app);
}
