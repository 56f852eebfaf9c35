/*
 * paper.c - the screen of printing: which document, to which printer, on which paper, and what
 * it will look like.
 */
#include "client/term/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/kiosk.h"
#include "client/term/keep.h"
#include "client/term/paper_in.h"
#include "client/term/tell.h"
#include "client/term/wording.h"
#include "client/words.h"

#define KEPT "printer"
/* Words that a spot goes round in. */
#define PAPERS 2
#define PRICES 3

static struct paper *self(struct screen *s)
{
    return (struct paper *)s;
}

bool paper_is_document(const struct paper *p)
{
    return !p->shown;
}

struct str paper_typed(const struct paper *p, enum paper_spot spot)
{
    return field_text(&p->fields[spot]);
}

struct print_wish paper_wish(const struct paper *p, struct arena *arena)
{
    struct str copies = paper_typed(p, SPOT_COPIES);

    return (struct print_wish){ .copies = copies.n ? str_text(arena, copies) : NULL,
                                .a4 = p->paper == PAPER_A4,
                                .prices = settings_prices[p->prices],
                                .look = true };
}

/* What would be printed, as far as a terminal shows it: the grid. A4 says the same. */
static struct error text_of(const struct paper *p, struct arena *arena, struct str *out)
{
    struct print_wish wish = paper_wish(p, arena);
    struct print_paper paper = { 0 };
    struct error err = OK;

    *out = str_of(p->shown ? p->shown : "");
    if (!paper_is_document(p) || !p->form.body)
        return OK;
    wish.a4 = false;
    err = print_make(p->form.body, &wish, arena, &paper);
    *out = paper.bytes;
    return err;
}

/* --- remembered -------------------------------------------------------------------------- */

/* The next line, taken off. */
static struct str take_line(struct str *kept)
{
    const char *end = kept->n ? memchr(kept->p, '\n', kept->n) : NULL;
    size_t n = end ? (size_t)(end - kept->p) : kept->n;
    struct str line = { kept->p, n };

    n += end != NULL;
    *kept = (struct str){ kept->p + n, kept->n - n };
    return str_trim(line);
}

static void read_kept(struct app *app, struct paper *p)
{
    const struct settings *s = &app->settings;
    struct str kept = keep_get(KEPT, &app->frame);
    bool is_kept = kept.n > 0;
    struct str printer = take_line(&kept), copies = take_line(&kept);
    struct str paper = take_line(&kept), prices = take_line(&kept);

    if (!printer.n)
        printer = str_of(s->printer && !s->kiosk ? s->printer : "lp");
    field_set(&p->fields[SPOT_PRINTER], printer);
    field_set(&p->fields[SPOT_COPIES], copies);
    p->paper =
        is_kept && paper.n ? (str_eq(paper, STR("a4")) ? PAPER_A4 : PAPER_GRID) : s->paper;
    for (int i = 0; i < PRICES; i++)
        if (str_eq(prices, str_of(settings_prices[i])))
            p->prices = i;
}

void paper_keep(const struct paper *p, struct arena *arena)
{
    keep_put(KEPT,
             str_format(arena, "%.*s\n%.*s\n%s\n%s\n", STR_ARG(paper_typed(p, SPOT_PRINTER)),
                        STR_ARG(paper_typed(p, SPOT_COPIES)),
                        p->paper == PAPER_A4 ? "a4" : "grid", settings_prices[p->prices]),
             arena);
}

/* --- keys -------------------------------------------------------------------------------- */

/* Another number was typed: its paper. */
static void settle_form(struct app *app, struct paper *p)
{
    struct str typed = str_trim(paper_typed(p, SPOT_FORM));

    if (!typed.n || typed.n >= sizeof(p->number) || str_eq(typed, str_of(p->number)))
        return;
    (void)snprintf(p->number, sizeof(p->number), "%.*s", STR_ARG(typed));
    p->is_outbound = false;
    p->top = 0;
    paper_ask(app, p);
}

static bool has_spot(const struct paper *p, enum paper_spot spot)
{
    return spot == SPOT_PRINTER || paper_is_document(p);
}

static void go(struct app *app, struct paper *p, enum paper_spot spot)
{
    if (p->spot == SPOT_FORM)
        settle_form(app, p);
    if (!has_spot(p, spot))
        return;
    p->spot = spot;
    if (spot < TEXT_SPOTS)
        field_enter(&p->fields[spot]);
}

static void key_to_spot(struct app *app, struct paper *p, const struct key *pressed)
{
    if (p->spot < TEXT_SPOTS)
        (void)field_key(&p->fields[p->spot], pressed, &app->frame);
    else if (pressed->action != ACT_CHAR && pressed->action != ACT_LEFT &&
             pressed->action != ACT_RIGHT)
        return;
    else if (p->spot == SPOT_PAPER)
        p->paper = (p->paper + 1) % PAPERS;
    else
        p->prices = (p->prices + 1) % PRICES;
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct paper *p = self(s);
    enum action action = pressed->action;

    if (action == ACT_BACK || action == ACT_CANCEL) {
        app_over(s);
    } else if (action == ACT_DO || action == ACT_PRINT) {
        settle_form(app, p);
        if (!app_hold(app, s, pressed))
            paper_print(app, p);
    } else if (action == ACT_TAB || action == ACT_ENTER) {
        go(app, p, (p->spot + 1) % SPOTS);
    } else if (action == ACT_BACKTAB) {
        go(app, p, (p->spot + SPOTS - 1) % SPOTS);
    } else if (action == ACT_TO_FIELD) {
        go(app, p, pressed->code < SPOTS ? (enum paper_spot)pressed->code : p->spot);
    } else if (action == ACT_NEXT) {
        p->top += 10;
    } else if (action == ACT_PREV) {
        p->top = p->top > 10 ? p->top - 10 : 0;
    } else if (action == ACT_DOWN || action == ACT_WHEEL_DOWN) {
        p->top++;
    } else if (action == ACT_UP || action == ACT_WHEEL_UP) {
        p->top -= p->top > 0;
    } else {
        key_to_spot(app, p, pressed);
    }
}

/* --- drawing ----------------------------------------------------------------------------- */

static const char *label_of(enum paper_spot spot)
{
    static const char *const labels[SPOTS] = { N_("Printer:"), N_("Copies:"), N_("Form:"),
                                               N_("Paper:"), N_("Prices:") };

    return _(labels[spot]);
}

/* The word that a spot without a field shows. */
static const char *word_of(const struct paper *p, enum paper_spot spot)
{
    static const char *const papers[PAPERS] = { N_("80x33 text"), N_("A4 PDF") };
    static const char *const prices[PRICES] = { N_("as the copy"), N_("with prices"),
                                                N_("without prices") };

    return spot == SPOT_PAPER ? _(papers[p->paper]) : _(prices[p->prices]);
}

static size_t draw_spot(struct app *app, struct paper *p, struct area in, size_t col,
                        enum paper_spot spot, size_t width)
{
    struct str label = str_of(label_of(spot));
    size_t cells = text_cells(label);
    bool here = p->spot == spot;

    paint_text(&app->paint, in.row, col, cells, LOOK_TITLE, label, &app->frame);
    if (spot < TEXT_SPOTS) {
        field_draw(&p->fields[spot], &app->paint, in.row, col + cells + 1, width, LOOK_FIELD,
                   here, &app->frame);
    } else {
        paint_text(
            &app->paint, in.row, col + cells + 1, width, here ? LOOK_SELECTED : LOOK_FIELD,
            text_column(str_of(word_of(p, spot)), width, TEXT_LEFT, &app->frame), &app->frame);
        if (here)
            paint_cursor(&app->paint, in.row, col + cells + 1);
    }
    paint_spot(&app->paint, (struct area){ in.row, col, 1, cells + width + 1 }, ACT_TO_FIELD,
               (uint32_t)spot);
    return col + cells + width + 3;
}

/* A document that takes back stands in red letters (SCREENS.md 8). */
static enum look look_of(const struct paper *p)
{
    struct str total;

    return json_str(json_member(p->form.body, "total"), &total) && total.n && total.p[0] == '-'
               ? LOOK_RED
               : LOOK_PLAIN;
}

/* The lines of the paper, from the first that is seen on. */
static size_t draw_lines(struct app *app, struct paper *p, struct area in, struct str text)
{
    size_t line = 0;

    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        size_t n = end ? (size_t)(end - text.p) : text.n;

        if (line >= p->top && line - p->top < in.rows)
            paint_text(&app->paint, in.row + line - p->top, in.col, in.cols, look_of(p),
                       text_show((struct str){ text.p, n }, &app->frame), &app->frame);
        line++;
        n += end != NULL;
        text = (struct str){ text.p + n, text.n - n };
    }
    return line;
}

/* Printer and form above, what the paper is like below; *in is what is left. */
static void draw_spots(struct app *app, struct paper *p, struct area *in)
{
    size_t room = in->cols > 44 ? in->cols - 44 : 10, col;

    col = draw_spot(app, p, *in, 1, SPOT_PRINTER, room < 36 ? room : 36);
    if (paper_is_document(p)) {
        (void)draw_spot(app, p, *in, col, SPOT_FORM, 15);
        in->row++;
        in->rows--;
        col = draw_spot(app, p, *in, 1, SPOT_COPIES, 10);
        col = draw_spot(app, p, *in, col, SPOT_PAPER, 12);
        (void)draw_spot(app, p, *in, col, SPOT_PRICES, 15);
    }
    paint_rule(&app->paint, in->row + 1, 0, in->cols, LOOK_DIM);
    in->row += 2;
    in->rows -= 2;
}

static void draw(struct app *app, struct screen *s)
{
    struct paper *p = self(s);
    struct area in = app_body(app);
    struct str text;
    struct error err = text_of(p, &app->frame, &text);
    size_t lines;

    draw_spots(app, p, &in);
    if (err.code) {
        paint_text(&app->paint, in.row, 1, in.cols - 1, LOOK_FAULT,
                   wording_error(err, &app->frame), &app->frame);
        return;
    }
    lines = draw_lines(app, p, in, text);
    if (p->top >= lines)
        p->top = lines ? lines - 1 : 0;
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    struct paper *p = self(s);

    (void)app;
    t->title = str_of(_("Print"));
    if (p->spot >= TEXT_SPOTS)
        p->spot = SPOT_PRINTER;
    t->label = str_of(label_of(p->spot));
    t->field = &p->fields[p->spot];
}

/* --- the screen -------------------------------------------------------------------------- */

static struct str title(struct app *app, const struct screen *s)
{
    (void)app;
    (void)s;
    return str_of(_("Print"));
}

static void release(struct screen *s)
{
    struct paper *p = self(s);

    rpc_reply_release(&p->form);
    for (size_t i = 0; i < TEXT_SPOTS; i++)
        field_release(&p->fields[i]);
    free(p->shown);
    free(p);
}

static const struct bar_item bar[] = {
    { ACT_HELP, NULL }, { ACT_DO, N_("Print") }, { ACT_BACK, NULL }, { ACT_PREV, NULL },
    { ACT_NEXT, NULL }, { ACT_CANCEL, NULL },    { ACT_NONE, NULL },
};
static const struct screen_kind kind = { bar, false,        title, draw,
                                         key, paper_answer, NULL,  release };

/* The screen as text, blanks at the ends of lines left out. */
static char *shown_now(struct app *app)
{
    struct str all = STR("");
    char *text;

    for (size_t row = 0; row + 1 < app->paint.rows; row++) {
        struct str line = paint_line(&app->paint, row, &app->frame);

        while (line.n && line.p[line.n - 1] == ' ')
            line.n--;
        all = str_format(&app->frame, "%.*s%.*s\n", STR_ARG(all), STR_ARG(line));
    }
    text = strndup(all.p, all.n);
    if (!text)
        abort();
    return text;
}

/* A kiosk has its own printers; the kept one may be none of them. */
static void settle_kiosk(struct app *app, struct paper *p)
{
    const char *first;

    if (!app->settings.kiosk ||
        kiosk_printer(&app->settings, paper_typed(p, SPOT_PRINTER), &app->frame))
        return;
    first = kiosk_printer(&app->settings, STR(""), &app->frame);
    field_set(&p->fields[SPOT_PRINTER], str_of(first ? first : ""));
}

struct screen *paper_new(struct app *app, struct str number, bool is_outbound)
{
    struct paper *p = calloc(1, sizeof(*p));

    if (!p)
        abort();
    p->screen.kind = &kind;
    p->screen.tell = tell;
    field_init(&p->fields[SPOT_PRINTER], LIMIT_NAME);
    field_init(&p->fields[SPOT_COPIES], 10);
    field_init(&p->fields[SPOT_FORM], LIMIT_CODE);
    read_kept(app, p);
    settle_kiosk(app, p);
    if (number.n && number.n < sizeof(p->number) && app_may(app, OP_NOTE_FORM)) {
        (void)snprintf(p->number, sizeof(p->number), "%.*s", STR_ARG(number));
        p->is_outbound = is_outbound;
        field_set(&p->fields[SPOT_FORM], number);
        paper_ask(app, p);
    } else {
        app_draw(app);
        p->shown = shown_now(app);
    }
    return &p->screen;
}
