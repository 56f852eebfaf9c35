/*
 * tour.c - two guided minutes inside the terminal.
 *
 * The tour is no screen: it takes a few rows under the screens, which work as always, says what
 * to press next and goes on when the person did it. What it begins with is what is there: no
 * step needs a document, none posts anything.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/term/keep.h"
#include "client/term/screens.h"
#include "client/term/tell.h"
#include "client/words.h"

/* Under which name keep.h remembers that it was taken, or not wanted. */
#define KEPT "tour"
/* Two lines of text between two rules. */
#define ROWS 5
/* It needs a list above it. */
#define LEAST_ROWS 20
#define LEAST_COLS 60

enum place { ANYWHERE, IN_BOX, AT_LIST };
static const struct tour_step {
    enum action action, also; /* what is to be pressed */
    enum place place;         /* and where that leads */
    const char *text;
} steps[] = {
    { ACT_DOWN, ACT_UP, ANYWHERE,
      N_("This list holds what waits for you, the most urgent first; below it stands the "
         "document of the row. Press Down for the next one.") },
    { ACT_TAB, ACT_BACKTAB, ANYWHERE,
      N_("Line 3 names your lists. Press Tab for the next one; Shift+Tab goes back.") },
    { ACT_ENTER, ACT_VIEW, ANYWHERE,
      N_("Press Enter: the document has the whole screen, with all that happened to it.") },
    { ACT_ENTER, ACT_BACK, ANYWHERE, N_("Press Enter again, or F3: the list comes back.") },
    { ACT_MENU, ACT_NONE, IN_BOX,
      N_("Press F10: all that you can do with this document, each act with a word about "
         "it.") },
    { ACT_CANCEL, ACT_BACK, AT_LIST,
      N_("Some letters narrow the menu, Enter would take a line. Press Esc to close it.") },
    { ACT_PALETTE, ACT_NONE, IN_BOX,
      N_("Press Ctrl+P: a few letters find every list, act, customer and document.") },
    { ACT_CANCEL, ACT_BACK, AT_LIST,
      N_("Try it with a word or a number if you like. Press Esc to close it.") },
    { ACT_HELP, ACT_NONE, IN_BOX, N_("Press F1: the keys, wherever you are.") },
    { ACT_CANCEL, ACT_ENTER, AT_LIST,
      N_("Each action has a second way, for terminals without F-keys. Press Esc.") },
    { ACT_DO, ACT_NONE, ANYWHERE,
      N_("F2 does the next step, which stands in the last line of the document. It opens a "
         "form; nothing is done before F2 there. Press F2.") },
    { ACT_BACK, ACT_CANCEL, AT_LIST,
      N_("In a form Enter goes from field to field and F2 sends. F3 leaves it and keeps what "
         "was typed. Press F3.") },
    { ACT_ENTER, ACT_DO, ANYWHERE,
      N_("That was all. Ctrl+Q leaves osb; Ctrl+P and the word tour shows this again. Press "
         "Enter.") },
};

bool tour_end(struct app *app)
{
    bool ran = app->tour > 0;

    app->tour = 0;
    if (ran)
        keep_put(KEPT, STR("done\n"), &app->frame);
    return ran;
}

void tour_begin(struct app *app)
{
    app->tour = 1;
    app->tour_did = false;
}

/* --- going on ---------------------------------------------------------------------------- */

void tour_saw(struct app *app, enum action action)
{
    const struct tour_step *s = app->tour ? &steps[app->tour - 1] : NULL;

    if (s && action != ACT_NONE && (action == s->action || action == s->also))
        app->tour_did = true;
}

void tour_go_on(struct app *app)
{
    const struct tour_step *s = app->tour ? &steps[app->tour - 1] : NULL;
    bool in_box = app->top && app->top->below;

    if (!s || !app->tour_did || (s->place != ANYWHERE && (s->place == IN_BOX) != in_box))
        return;
    app->tour_did = false;
    if (app->tour == COUNT(steps))
        (void)tour_end(app);
    else
        app->tour++;
}

/* --- drawing ----------------------------------------------------------------------------- */

size_t tour_rows(const struct app *app)
{
    return app->tour && app->paint.rows >= LEAST_ROWS ? ROWS : 0;
}

/* How many bytes of the text fit into a line of that many cells, whole words where it has
 * blanks. */
static size_t line_of(struct str text, size_t cols, struct arena *arena)
{
    size_t n = text.n;

    if (text_cells(text) <= cols)
        return n;
    n = text_fit(text, cols, arena).n - 1; /* without the sign that it is cut */
    for (size_t at = n; at > n / 2; at--)
        if (text.p[at] == ' ')
            return at;
    while (n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    return n;
}

void tour_draw(struct app *app)
{
    struct paint *p = &app->paint;
    struct arena *a = &app->frame;
    size_t rows = tour_rows(app), row = p->rows - 2 - rows, n;
    struct str text;

    if (!rows)
        return;
    text = str_of(words(steps[app->tour - 1].text));
    paint_rule(p, row, 0, p->cols, LOOK_TITLE);
    paint_some(p, row, 2, p->cols - 4, LOOK_TITLE,
               str_format(a, " %s %zu/%zu ", _("Tour"), app->tour, COUNT(steps)), a);
    for (size_t i = 1; i + 1 < rows; i++) {
        n = line_of(text, p->cols - 2, a);
        paint_text(p, row + i, 0, p->cols, LOOK_TITLE, str_format(a, " %.*s", (int)n, text.p),
                   a);
        text = str_trim((struct str){ text.p + n, text.n - n });
    }
    paint_text(p, row + rows - 1, 0, p->cols, LOOK_DIM,
               str_format(a, " %s", _("Esc at the list leaves the tour.")), a);
}

/* --- the offer --------------------------------------------------------------------------- */

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    bool never = pressed->action == ACT_CHAR && (pressed->code == 'n' || pressed->code == 'N');

    if (pressed->action == ACT_ENTER || pressed->action == ACT_DO) {
        tour_begin(app);
    } else if (never) {
        tour_begin(app);
        (void)tour_end(app);
    } else if (pressed->action != ACT_CANCEL && pressed->action != ACT_BACK) {
        return;
    }
    app_over(s);
}

static void draw(struct app *app, struct screen *s)
{
    static const char *const lines[] = {
        N_("This is a practice company: nothing here costs anybody anything."),
        "",
        N_("Enter  two minutes around the keys, on these screens"),
        N_("Esc    later; it is offered again at the next log-in"),
        N_("n      never; Ctrl+P and the word tour shows it all the same"),
    };
    struct area box = app_box(app, COUNT(lines) + 2, 72);

    (void)s;
    paint_box(&app->paint, box, str_of(_("New here?")), &app->frame);
    for (size_t i = 0; i < COUNT(lines) && i + 2 < box.rows; i++)
        paint_text(&app->paint, box.row + 1 + i, box.col + 2, box.cols - 4, LOOK_PLAIN,
                   str_of(lines[i][0] ? words(lines[i]) : ""), &app->frame);
    paint_cursor(&app->paint, box.row + 3, box.col + 2);
}

static void release(struct screen *s)
{
    free(s);
}

static const struct bar_item bar[] = { { ACT_DO, N_("Begin") },
                                       { ACT_CANCEL, N_("Later") },
                                       { ACT_NONE, NULL } };
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

bool tour_is_new(struct app *app)
{
    return app->talk.who.practice && !keep_get(KEPT, &app->frame).n;
}

/* osb --linear offers and guides in its own words (linear_tour.c). */
static void tell(struct app *app, struct screen *s, struct tell *t)
{
    (void)app;
    (void)s;
    t->title = str_of(_("New here?"));
    t->confirms = true;
}

void tour_offer(struct app *app)
{
    struct screen *s;

    if (app->is_linear || app->top->below || app->paint.rows < LEAST_ROWS ||
        app->paint.cols < LEAST_COLS || !tour_is_new(app))
        return;
    s = calloc(1, sizeof(*s));
    if (!s)
        abort();
    s->kind = &kind;
    s->tell = tell;
    app_push(app, s);
}
