/*
 * next_line.c - the next step in words.
 */
#include "client/term/next_line.h"

#include <string.h>

#include "client/show.h"
#include "client/term/typed.h"
#include "client/term/wording.h"
#include "client/term/wrap.h"
#include "client/words.h"

/* More lines than this would leave a small screen without rows. */
#define ROWS_MOST 3
/* "2026-11-22 14:05": where the day of the year begins, and the clock. */
#define DAY_AT   5
#define CLOCK_AT 11

struct said {
    struct str text;
    struct str when;  /* in the text: with its day, so that lines break alike all day long */
    struct str clock; /* drawn in its place: today needs no day */
    enum look look;
};

/* Of the document that is shown when it tells of the same step, else of the row. */
static struct str fact(const struct worklist *w, const char *name)
{
    const struct json *row = w->found ? NULL : list_row(&w->list);
    struct str of_document = w->detail_of[0] && !worklist_row_leads(w)
                                 ? detail_text(&w->detail, "next", name)
                                 : STR("");

    if (of_document.n)
        return of_document;
    return list_text(row, worklist_row_leads(w) && !strcmp(name, "who") ? "waits_for" : name);
}

/* "SCR STO": are you one of them? */
static bool names_me(struct app *app, struct str who)
{
    struct arena *a = &app->frame;
    const char *padded = str_text(a, str_format(a, " %.*s ", STR_ARG(who)));
    const char *me = str_text(a, str_format(a, " %s ", app->talk.who.user));

    if (strstr(padded, me))
        return true;
    for (const char *p = app->talk.who.roles; *p;) {
        size_t n = strcspn(p, " ");
        struct str role = str_format(a, " %.*s ", (int)n, p);

        if (n && strstr(padded, str_text(a, role)))
            return true;
        p += n + (p[n] == ' ');
    }
    return false;
}

static void say_when(struct app *app, const struct worklist *w, struct said *said)
{
    struct instant due = { 0 };
    struct arena *a = &app->frame;
    struct str full, today, text = fact(w, "due");

    if (!text.n && w->found)
        text = detail_text(&w->detail,
                           detail_text(&w->detail, "note", "no").n ? "note" : "order", "due");
    if (!instant_parse(text, 0, &due))
        return;
    full = show_instant(due, a);
    today = show_instant(typed_now().at, a);
    said->when = (struct str){ full.p + DAY_AT, full.n - DAY_AT };
    said->clock = memcmp(full.p, today.p, CLOCK_AT)
                      ? said->when
                      : (struct str){ full.p + CLOCK_AT, full.n - CLOCK_AT };
    if (due.us < typed_now().at.us)
        said->look = LOOK_WARNING;
}

static struct str what(struct app *app, const struct worklist *w, int op, bool *is_mine)
{
    const struct json *next = json_member(w->detail.reply.body, "next");

    *is_mine = op >= 0 && app_may(app, (enum op)op);
    if (op >= 0)
        return wording_act((enum op)op, &app->frame);
    if (w->detail_of[0] && w->detail.loaded && next && json_kind(next) != JSON_OBJECT)
        return str_of(_("nothing is open"));
    return str_of(_("F10 shows what can be done here"));
}

static struct said say(struct app *app, const struct worklist *w)
{
    struct said said = { .look = LOOK_KEY };
    struct arena *a = &app->frame;
    int op = worklist_next(w);
    struct str who = fact(w, "who"), text;
    bool is_mine, has_who;

    if (!w->found && !list_row(&w->list))
        return said;
    text = str_format(a, "%s %.*s", _("Next:"), STR_ARG(what(app, w, op, &is_mine)));
    has_who = op >= 0 && who.n && !(is_mine && names_me(app, who));
    if (has_who)
        text = str_format(a, "%.*s%s%.*s", STR_ARG(text), _(", with "), STR_ARG(who));
    if (op >= 0)
        say_when(app, w, &said);
    if (said.when.n) {
        /* no blank in it: a line never breaks between day and clock */
        said.when = str_format(a, "%.5s_%.5s", said.when.p, said.when.p + 6);
        text = str_format(a, "%.*s%.*s", STR_ARG(text),
                          STR_ARG(str_format(a, has_who ? _(", by %.*s") : _(" by %.*s"),
                                             STR_ARG(said.when))));
    }
    said.text = str_format(a, "%.*s%s", STR_ARG(text), is_mine ? " (F2)" : "");
    return said;
}

/* The line with the time as it is read. */
static struct str with_clock(const struct said *said, struct str line, struct arena *a)
{
    for (size_t at = 0; said->when.n && at + said->when.n <= line.n; at++)
        if (!memcmp(line.p + at, said->when.p, said->when.n))
            return str_format(a, "%.*s%.*s%.*s", (int)at, line.p, STR_ARG(said->clock),
                              (int)(line.n - at - said->when.n), line.p + at + said->when.n);
    return line;
}

size_t next_line_rows(struct app *app, const struct worklist *w, size_t cells)
{
    size_t rows = wrap_rows(say(app, w).text, cells - 2);

    return rows < ROWS_MOST ? rows : ROWS_MOST;
}

void next_line_draw(struct app *app, const struct worklist *w, struct area area)
{
    struct said said = say(app, w);
    struct str rest = said.text;

    for (size_t row = 0; rest.n && row < area.rows; row++)
        paint_text(&app->paint, area.row + row, area.col + 1, area.cols - 1, said.look,
                   with_clock(&said, wrap_take(&rest, area.cols - 2), &app->frame),
                   &app->frame);
    paint_spot(&app->paint, area, ACT_DO, 0);
}
