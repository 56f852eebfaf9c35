/*
 * side.h - the model's side of a command, as the daemon would run it.
 *
 * The same steps serve the pair, where the daemon gives the time and the ids, and a rehearsal,
 * which runs ahead on a copy.
 */
#ifndef OSB_TESTS_DIFF_SIDE_H
#define OSB_TESTS_DIFF_SIDE_H

#include "tests/world/world.h"

/* What the daemon will read of parameters that were sent as this text; false: it cannot. */
bool side_reads(enum op op, struct str text, struct arena *arena, struct args *out);
/* Loads and decides at the model's time; nothing is applied. Memory: the world's arena. */
struct work *side_decides(struct world *c, enum op op, const char *login,
                          const struct args *args, struct str id);
/* Applies what was decided. */
void side_applies(struct world *c, struct work *w);
/* Refused for want of a role: the daemon's door stands before the command, and no id is used.
 */
bool side_has_no_right(const struct work *w);
/* Orders that the daemon judges again behind this command, in that order: held ones of the
 * accounts that it looked at, oldest arrival first. `out` has room for every order. */
size_t side_judged_again(const struct world *c, const struct work *w,
                         const struct order_row **out);

/* A copy for as long as the original stands unchanged: rows are its own, texts are shared. */
void side_copy(const struct model *m, struct arena *arena, struct model *out);

#endif
