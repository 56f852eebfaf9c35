/*
 * limit.h - what credit limit the house's formula proposes (R-163 .. R-166).
 *
 *     L = S x (T + b) / 30 x Kc x Kg, rounded down to 1,000 yuan
 *
 * S net shipments of a month, mean of the last closed ones; T the payment term; b buffer days;
 * Kc by the customer's credit grade; Kg = 1 + h, where h is half the growth of the last quarter
 * over the one before, held within bounds. Integers throughout, rounded once at the end (law
 * 9).
 *
 * A proposal is no limit: limit_review.c makes it from a customer's history, leaders decide
 * (R-166, R-167).
 */
#ifndef OSB_CORE_LIMIT_H
#define OSB_CORE_LIMIT_H

#include "server/core/tables.h"

/* Grades 1 (best) to 5; 5 pays before the goods. */
#define LIMIT_GRADES 5

/* The formula's parameters (cmr.*). Factors in hundredths, growth in hundredths of a percent.
 */
struct limit_terms {
    int64_t buffer_days;
    int64_t grade_percent[LIMIT_GRADES]; /* r at least this: grade i + 1; the last is 0 */
    int64_t grade_factor[LIMIT_GRADES];  /* Kc x 100; of the last 0 */
    int64_t least_h, most_h;             /* -1000 is -10 % */
    struct money round_to;
};
struct limit_terms limit_terms_of(const struct policy_row *p);

struct limit_facts {
    struct money shipped; /* net, in all those months; what is below zero counts as nothing */
    int64_t months;       /* S is shipped / months, not rounded */
    int64_t term_days;    /* T */
    int64_t grade;        /* 1 .. LIMIT_GRADES */
    int64_t growth;       /* g in hundredths of a percent: 1000 is +10 % */
};

/* The limit that the formula gives; the highest one that can be stored where it is more. */
struct money limit_formula(const struct limit_terms *t, const struct limit_facts *f);
/* The grade of who paid `paid` of what was `due`, by due + 5 days, over four quarters. Nothing
 * due in that time gives the middle: no one was late, no one proved anything. A bad debt gives
 * the last one. */
int64_t limit_grade(const struct limit_terms *t, struct money paid, struct money due,
                    bool bad_debt);
/* Growth of a quarter over the one before, in hundredths of a percent, rounded down. With
 * nothing before there is nothing to compare with: 0. */
int64_t limit_growth(struct money last, struct money before);
/* Does the proposal's customer pay before the goods where no limit is given? Of the last grade
 * he does, and a new one to whom the leaders gave none. */
bool limit_asks_money_first(const struct limit_proposal_row *p);

#endif
