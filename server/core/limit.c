/*
 * limit.c - the formula of a credit limit, in whole numbers.
 */
#include "server/core/limit.h"

#include <assert.h>

/* Products of four factors do not fit into 64 bits. */
__extension__ typedef __int128 wide;

#define DAYS_OF_MONTH 30
/* Nothing that is counted in a calendar or as growth goes beyond these. */
#define TERM_MOST   INT64_C(100000)
#define GROWTH_MOST INT64_C(1000000000)

struct limit_terms limit_terms_of(const struct policy_row *p)
{
    return (struct limit_terms){
        .buffer_days = p->buffer_days,
        .grade_percent = { p->grade_1_pct, p->grade_2_pct, p->grade_3_pct, p->grade_4_pct, 0 },
        .grade_factor = { p->grade_1_factor, p->grade_2_factor, p->grade_3_factor,
                          p->grade_4_factor, 0 },
        .least_h = p->growth_least_pct * 100,
        .most_h = p->growth_most_pct * 100,
        .round_to = p->limit_round,
    };
}

static int64_t held_within(int64_t n, int64_t least, int64_t most)
{
    return n < least ? least : n > most ? most : n;
}

/* 2 x Kg x 10000, so that half of an odd growth is exact. */
static int64_t growth_factor(const struct limit_terms *t, int64_t growth)
{
    return 2 * 10000 + held_within(growth, 2 * t->least_h, 2 * t->most_h);
}

struct money limit_formula(const struct limit_terms *t, const struct limit_facts *f)
{
    const wide whole = (wide)DAYS_OF_MONTH * 100 * (2 * 10000) * f->months;
    const int64_t most = MONEY_MAX_FEN - MONEY_MAX_FEN % t->round_to.fen;
    int64_t days = held_within(f->term_days, 0, TERM_MOST) + t->buffer_days;
    wide limit;

    assert(f->grade >= 1 && f->grade <= LIMIT_GRADES && f->months > 0 && t->round_to.fen > 0);
    if (f->shipped.fen <= 0)
        return fen(0);
    limit = (wide)f->shipped.fen * days * t->grade_factor[f->grade - 1] *
            growth_factor(t, f->growth);
    limit /= whole * t->round_to.fen; /* the only rounding */
    limit *= t->round_to.fen;
    return fen(limit > most ? most : (int64_t)limit);
}

int64_t limit_grade(const struct limit_terms *t, struct money paid, struct money due,
                    bool bad_debt)
{
    if (bad_debt)
        return LIMIT_GRADES;
    if (due.fen <= 0)
        return (LIMIT_GRADES + 1) / 2;
    for (int64_t g = 1; g < LIMIT_GRADES; g++)
        if ((wide)paid.fen * 100 >= (wide)due.fen * t->grade_percent[g - 1])
            return g;
    return LIMIT_GRADES;
}

int64_t limit_growth(struct money last, struct money before)
{
    wide growth;

    if (before.fen <= 0)
        return 0;
    growth = ((wide)last.fen - before.fen) * 10000;
    if (growth < 0) /* down, not towards zero */
        growth -= before.fen - 1;
    growth /= before.fen;
    return growth > GROWTH_MOST    ? GROWTH_MOST
           : growth < -GROWTH_MOST ? -GROWTH_MOST
                                   : (int64_t)growth;
}

bool limit_asks_money_first(const struct limit_proposal_row *p)
{
    return p->grade == LIMIT_GRADES || (p->fresh && p->was.fen == 0);
}
