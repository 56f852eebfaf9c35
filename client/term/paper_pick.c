/*
 * paper_pick.c - the box in which one of some papers is chosen.
 */
#include "client/term/paper_pick.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/print_out.h"
#include "client/term/paper.h"
#include "client/term/tell.h"
#include "client/words.h"

struct paper_pick {
    struct screen screen;
    struct paper_refs papers;
    size_t at, top;
};

static struct paper_pick *self(struct screen *s)
{
    return (struct paper_pick *)s;
}

/* --- which there are --------------------------------------------------------------------- */

/* "OB2611-000007". */
bool paper_is_number(struct str text)
{
    const size_t year = 2, dash = 6, most = LIMIT_CODE;

    if (text.n <= dash + 1 || text.n > most || text.p[dash] != '-' ||
        !enum_value(ENUM_series_name, (struct str){ text.p, year }))
        return false;
    for (size_t i = year; i < text.n; i++)
        if (i != dash && (text.p[i] < '0' || text.p[i] > '9'))
            return false;
    return true;
}

void paper_add(struct paper_refs *papers, struct str number, bool is_outbound)
{
    struct paper_ref *ref = &papers->refs[papers->count];

    for (size_t i = 0; i < papers->count; i++)
        if (str_eq(str_of(papers->refs[i].number), number) &&
            papers->refs[i].is_outbound == is_outbound)
            return;
    if (papers->count == PAPERS_MOST || !paper_is_number(number))
        return;
    (void)snprintf(ref->number, sizeof(ref->number), "%.*s", STR_ARG(number));
    ref->is_outbound = is_outbound;
    papers->count++;
}

/* A note with two papers whose second is there. */
static bool has_outbound(const struct json *note)
{
    struct str to_print = STR("");
    bool two = false;

    return json_bool(json_member(note, "two_papers"), &two) && two &&
           !(json_str(json_member(note, "to_print"), &to_print) &&
             str_eq(to_print, STR("NO OUTBOUND")));
}

void paper_collect(struct paper_refs *papers, const struct json *value)
{
    struct str text;

    if (json_str(value, &text)) {
        paper_add(papers, text, false);
        return;
    }
    for (const struct json *v = json_first(value); v; v = json_next(v))
        paper_collect(papers, v);
    if (has_outbound(value) && json_str(json_member(value, "no"), &text))
        paper_add(papers, text, true);
}

/* --- keys -------------------------------------------------------------------------------- */

static struct screen *paper_of(struct app *app, const struct paper_ref *ref)
{
    return paper_new(app, str_of(ref->number), ref->is_outbound);
}

static void take(struct app *app, struct paper_pick *p)
{
    struct paper_ref ref = p->papers.refs[p->at];

    app_over(&p->screen);
    app_push(app, paper_of(app, &ref));
}

static void key(struct app *app, struct screen *s, const struct key *pressed)
{
    struct paper_pick *p = self(s);
    enum action action = pressed->action;

    if (action == ACT_CANCEL || action == ACT_BACK)
        app_over(s);
    else if (action == ACT_UP || action == ACT_WHEEL_UP)
        p->at -= p->at > 0;
    else if (action == ACT_DOWN || action == ACT_WHEEL_DOWN)
        p->at += p->at + 1 < p->papers.count;
    else if (action == ACT_ENTER || action == ACT_DO || action == ACT_PRINT)
        take(app, p);
    else if (action == ACT_TO_ROW && pressed->code < p->papers.count) {
        p->at = pressed->code;
        take(app, p);
    } else if (action == ACT_CHAR && pressed->code >= '1' && pressed->code <= '9' &&
               pressed->code - '1' < p->papers.count) {
        p->at = pressed->code - '1';
        take(app, p);
    } else if (action == ACT_CHAR && pressed->code == 'p')
        take(app, p);
}

/* --- words ------------------------------------------------------------------------------- */

static struct str line_of(const struct paper_ref *ref, struct arena *arena)
{
    return str_format(arena, "%s  %.*s", ref->number,
                      STR_ARG(print_title(str_of(ref->number), ref->is_outbound)));
}

static void draw(struct app *app, struct screen *s)
{
    struct paper_pick *p = self(s);
    struct arena *a = &app->frame;
    struct area box = app_box(app, p->papers.count + 2, 52);
    size_t rows = box.rows > 2 ? box.rows - 2 : 1;

    if (p->at < p->top)
        p->top = p->at;
    if (p->at >= p->top + rows)
        p->top = p->at + 1 - rows;
    paint_box(&app->paint, box, str_of(_("Which paper?")), a);
    for (size_t i = p->top; i < p->papers.count && i - p->top < rows; i++) {
        struct area line = { box.row + 1 + i - p->top, box.col + 2, 1, box.cols - 4 };
        struct str text = str_format(a, "%c %zu  %.*s", i == p->at ? '>' : ' ', i + 1,
                                     STR_ARG(line_of(&p->papers.refs[i], a)));

        paint_text(&app->paint, line.row, line.col, line.cols,
                   i == p->at ? LOOK_SELECTED : LOOK_PLAIN, text, a);
        paint_spot(&app->paint, line, ACT_TO_ROW, (uint32_t)i);
        if (i == p->at)
            paint_cursor(&app->paint, line.row, line.col);
    }
}

static void tell(struct app *app, struct screen *s, struct tell *t)
{
    const struct paper_pick *p = self(s);

    (void)app;
    t->title = str_of(_("Which paper?"));
    for (size_t i = 0; i < p->papers.count; i++)
        tell_choice(t, line_of(&p->papers.refs[i], t->arena));
}

static void release(struct screen *s)
{
    free(s);
}

static const struct bar_item bar[] = {
    { ACT_DO, N_("Take") }, { ACT_BACK, NULL }, { ACT_CANCEL, NULL }, { ACT_NONE, NULL }
};
static const struct screen_kind kind = { bar, true, NULL, draw, key, NULL, NULL, release };

struct screen *paper_open(struct app *app, const struct paper_refs *papers)
{
    struct paper_pick *p;

    if (!papers->count)
        return paper_new(app, STR(""), false);
    if (papers->count == 1)
        return paper_of(app, &papers->refs[0]);
    p = calloc(1, sizeof(*p));
    if (!p)
        abort();
    p->screen.kind = &kind;
    p->screen.tell = tell;
    p->papers = *papers;
    return &p->screen;
}
