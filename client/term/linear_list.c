/*
 * linear_list.c - worklists, row by row.
 */
#include <stdio.h>
#include <string.h>

#include "client/show.h"
#include "client/term/linear.h"
#include "client/term/wording.h"
#include "client/term/worklist.h"
#include "client/words.h"

static void tell_list(struct linear *l, const struct worklist *w)
{
    struct arena *a = &l->app.frame;
    struct str filter = view_text(&w->view, a);

    linear_put(l,
               str_format(a, "== %s: %.*s%s%.*s", words(worklist_kind(w)->title),
                          STR_ARG(worklist_rows(w, a)), filter.n ? ", " : "", STR_ARG(filter)));
    linear_put(l, str_of(_("Enter next row, a act, m menu, d document, l lists, ? help")));
    if (l->app.unread)
        linear_put(l, str_format(a, _("messages that came: %lld"), (long long)l->app.unread));
}

/* "Next: order.accept, due 2026-11-22 14:05" */
static void tell_next(struct linear *l, const struct worklist *w)
{
    int op = worklist_next(w);
    struct str due = detail_text(&w->detail, "next", "due");
    struct instant at;

    if (op < 0)
        return;
    due = due.n && instant_parse(due, 0, &at) ? show_instant(at, &l->app.frame) : STR("");
    linear_put(l, str_format(&l->app.frame, "%s %s: %s%s%.*s", _("Next:"), catalog[op].name,
                             words(catalog[op].help), due.n ? ", " : "", STR_ARG(due)));
}

static void tell_document(struct linear *l, const struct worklist *w)
{
    struct show show = { .out = stdout, .form = FORM_HUMAN, .arena = &l->app.frame };

    if (!w->detail.loaded)
        linear_put(l, str_of(_("nothing here")));
    else if (json_member(w->detail.reply.body, "road"))
        show_order(&show, w->detail.reply.body);
    else
        show_answer(&show, w->detail.reply.body);
}

static void tell_cursor(struct linear *l, const struct worklist *w)
{
    struct arena *a = &l->app.frame;
    struct str number = w->found ? str_of(w->detail_of) : worklist_number(w, w->list.at);

    if (w->found)
        linear_put(
            l,
            str_format(a, "%s: %s %.*s", _("Found"), w->detail_of,
                       STR_ARG(wording_value(detail_text(&w->detail, "order", "state"), a))));
    else if (w->list.count)
        linear_put(l, str_format(a, "%zu/%zu  %.*s", w->list.at + 1, w->list.count,
                                 STR_ARG(tell_row(&w->list, w->list.at, a))));
    else
        linear_put(l, str_of(_("nothing here")));
    if (editing_of(&l->app, number))
        linear_put(l, editing_text(editing_of(&l->app, number), number, a));
    tell_next(l, w);
}

void linear_list_tell(struct linear *l)
{
    const struct worklist *w = l->tell.worklist;

    if (l->told != l->app.top->serial)
        tell_list(l, w);
    linear_tour_tell(l);
    if (!l->quiet)
        tell_cursor(l, w);
    if (w->list.fresh || w->stale)
        linear_put(l, str_of(_("There is news: F5 takes it in.")));
    printf("%s> ", words(worklist_kind(w)->title));
}

/* --- answers ----------------------------------------------------------------------------- */

static void tell_lists(struct linear *l)
{
    size_t n = 0;

    for (size_t i = 0; i < list_kind_count; i++)
        if (list_kinds[i].who & app_roles(&l->app))
            linear_put(l, str_format(&l->app.frame, "l %zu  %s: %s", ++n,
                                     words(list_kinds[i].title), words(list_kinds[i].help)));
}

static void open_list(struct linear *l, int64_t number)
{
    for (size_t i = 0; i < list_kind_count; i++)
        if ((list_kinds[i].who & app_roles(&l->app)) && --number == 0) {
            linear_press(l, ACT_TO_LIST, (uint32_t)i);
            l->told = 0;
            return;
        }
    tell_lists(l);
}

static void help(struct linear *l)
{
    static const char *const lines[] = {
        N_("Enter  the next row;  -  the one before;  a number: that row"),
        N_("a      do the next step (F2); on all marked rows when some are marked"),
        N_("m      all that can be done here (F10)"),
        N_("d      the whole document, with all that happened"),
        N_("l      the lists; l and a number opens one"),
        N_("/ and a number finds a document;  : and a word finds anything"),
        N_("n      a new order (F6);  f  filter (F9);  s  sort;  p  print"),
        N_("scan   a note after the other, by its number or a scanner"),
        N_("x      mark the row;  *  mark all, or none"),
        N_("F5     ask the daemon again;  F3  back;  language;  quit"),
        N_("In a form: Enter takes what stands there, - empties it, < goes back a field,"),
        N_("       ?  what is expected, F4 looks up, end asks no more, F3 leaves and keeps it."),
        N_("       In a line ^D is the same as above, ^K deletes it, ^T puts one in, ^Z takes back;"),
        N_("       rows of a table can be pasted, an empty line ends them."),
        N_("again  reads the last question with all around it;  tour  two minutes around this"),
    };

    for (size_t i = 0; i < COUNT(lines); i++)
        linear_put(l, str_of(words(lines[i])));
}

/* Letters that the lists of the screens know, too. */
static bool is_letter(struct str line)
{
    return line.n == 1 && strchr("mnfs*py", line.p[0]) != NULL;
}

static void go_to(struct linear *l, struct str line, int64_t number)
{
    const struct worklist *w = l->tell.worklist;

    if (w->shape == SHAPE_DETAIL) /* what was found; the rows are behind it */
        linear_press(l, ACT_BACK, 0);
    if (!line.n)
        linear_press(l, ACT_DOWN, 0);
    else if (line.p[0] == '-')
        linear_press(l, ACT_UP, 0);
    else if (number >= 1 && number <= (int64_t)w->list.count)
        linear_press(l, ACT_TO_ROW, (uint32_t)(number - 1));
    else
        linear_put(l, str_of(_("There is no such number.")));
}

/* '/' or ':' and what is looked for. */
static void look_for(struct linear *l, struct str line)
{
    struct str text = str_trim((struct str){ line.p + 1, line.n - 1 });

    linear_press(l, line.p[0] == '/' ? ACT_FIND : ACT_PALETTE, 0);
    if (text.n)
        linear_type(l, text);
    if (line.p[0] == '/')
        linear_press(l, ACT_ENTER, 0);
    l->quiet = false;
}

/* Space marks and goes to the next row; what was marked is told. */
static void mark(struct linear *l)
{
    const struct worklist *w = l->tell.worklist;
    size_t at = w->list.at;

    linear_press(l, ACT_CHAR, ' ');
    if (at < w->list.count)
        linear_put(l, str_format(&l->app.frame, "%zu/%zu  %.*s", at + 1, w->list.count,
                                 STR_ARG(tell_row(&w->list, at, &l->app.frame))));
    l->quiet = false;
}

void linear_list_answer(struct linear *l, struct str line)
{
    const struct worklist *w = l->tell.worklist;
    int64_t number = 0;
    bool is_number = str_int(line, &number);

    l->quiet = true;
    if (!line.n || str_eq(line, STR("-")) || is_number) {
        l->quiet = false;
        go_to(l, line, number);
    } else if (line.p[0] == '/' || line.p[0] == ':')
        look_for(l, line);
    else if (line.p[0] == 'l' && (line.n == 1 || line.p[1] == ' '))
        open_list(l, str_int(str_trim((struct str){ line.p + 1, line.n - 1 }), &number) ? number
                                                                                        : 0);
    else if (str_eq(line, STR("a")))
        linear_press(l, ACT_DO, 0);
    else if (str_eq(line, STR("d")))
        tell_document(l, w);
    else if (str_eq(line, STR("x")))
        mark(l);
    else if (str_eq(line, STR("scan")) && app_may(&l->app, OP_NOTE_PICK))
        app_push(&l->app, scan_new(&l->app));
    else if (str_eq(line, STR("language")))
        linear_press(l, ACT_LANGUAGE, 0);
    else if (is_letter(line))
        linear_press(l, ACT_CHAR, (unsigned char)line.p[0]);
    else
        help(l);
}
