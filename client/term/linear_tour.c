/*
 * linear_tour.c - two guided minutes of questions and answers.
 *
 * As on the screens (tour.c) the tour needs no document and posts nothing: it says what to
 * answer at a list and goes on when that was answered. It ends by itself, or with "tour".
 */
#include "client/term/linear.h"
#include "client/term/screens.h"
#include "client/words.h"

static const struct tour_step {
    const char *answer; /* how it begins; "": Enter alone */
    const char *text;
} steps[] = {
    { "", N_("This list holds what waits for you, the most urgent first. Press Enter: it reads "
             "the next row.") },
    { "d", N_("Type d and Enter: the whole document, with all that happened to it.") },
    { "l", N_("Type l: your lists, each with what it is for; l and a number opens one.") },
    { "m", N_("Type m: all that you can do with this document. A number takes an act, Enter "
              "alone comes back here.") },
    { ":", N_("Type : and a word: lists, acts, customers and documents that fit. Enter alone "
              "comes back here.") },
    { "a", N_("Type a: the form of the next step. Nothing is done before you say so at its "
              "end; F3 leaves it and keeps what was typed.") },
    { "?", N_("Type ?: all answers that a list takes, and what a form takes.") },
};

void linear_tour_tell(struct linear *l)
{
    struct arena *a = &l->app.frame;

    if (l->app.tour) { /* the palette began that of the screens */
        l->app.tour = 0;
        l->tour = 1;
    }
    if (l->tour)
        linear_put(l, str_format(a, "%s %zu/%zu: %s", _("Tour"), l->tour, COUNT(steps),
                                 words(steps[l->tour - 1].text)));
    else if (!l->offered && tour_is_new(&l->app))
        linear_put(l, str_of(_("New here? The answer tour leads around for two minutes; it "
                               "costs nothing in this practice company.")));
    l->offered = true;
}

static void end(struct linear *l)
{
    l->tour = 0;
    tour_begin(&l->app);
    (void)tour_end(&l->app); /* not offered again */
    linear_put(l, str_of(_("The tour is over; the answer tour leads around again.")));
}

static bool fits(struct str line, struct str wanted)
{
    return wanted.n ? line.n >= wanted.n && line.p[0] == wanted.p[0] : !line.n;
}

bool linear_tour_answer(struct linear *l, struct str line)
{
    if (!l->tell.worklist)
        return false;
    if (str_eq(line, STR("tour"))) {
        if (l->tour)
            end(l);
        else
            l->tour = 1;
        return true;
    }
    if (!l->tour || !fits(line, str_of(steps[l->tour - 1].answer)))
        return false;
    if (l->tour == COUNT(steps))
        end(l);
    else
        l->tour++;
    return false;
}
