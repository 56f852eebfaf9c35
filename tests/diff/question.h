/*
 * question.h - what-if equals what then happens, through the daemon and PostgreSQL.
 *
 * Before a command whose like order.whatif can suppose (accept, resubmit, cut, sign, recheck),
 * the same person asks the daemon. What it says of that act must be the outcome and the rule
 * with which the command then ends.
 */
#ifndef OSB_TESTS_DIFF_QUESTION_H
#define OSB_TESTS_DIFF_QUESTION_H

#include "tests/diff/pair.h"

struct question {
    bool asked;
    struct str outcome, rule; /* of the act; the rule by its code */
    struct str line;          /* the whole answer */
};
/* Asks, where the question means the same as the command at hand. */
void question_ask(struct pair *p, const struct args *args, struct question *q);
/* Did the answer say so? A command that is refused for who gives it proves nothing. */
bool question_met(struct pair *p, const struct question *q, const struct work *w);

#endif
