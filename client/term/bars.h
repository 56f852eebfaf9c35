/*
 * bars.h - amounts as bars: numbers first, the bar behind them (SCREENS.md 11).
 *
 * A bar never tells more than is there: what is not nothing has a mark, what is not all leaves
 * one free. Bars that stand together have one scale, which is written. Where a line gets short
 * the bar goes first; a number is never cut.
 */
#ifndef OSB_CLIENT_TERM_BARS_H
#define OSB_CLIENT_TERM_BARS_H

#include "common/money.h"

/* "######....": so much of `whole` in `cells` signs. Below nothing is nothing, above the whole
 * is the whole. */
struct str bars_fill(int64_t amount, int64_t whole, size_t cells, struct arena *arena);

/* The same of a share in percent, as an answer says it: "18.2" of a bar that is 100 %. */
struct str bars_percent(struct str percent, size_t cells, struct arena *arena);

/* "31-60   1,204,500.00   18.2 %  ###......": what a bar stands for, its number and share, then
 * the bar in what the cells leave, a full one is 100 %. */
struct str bars_line(struct str label, struct str amount, struct str percent, size_t cells,
                     struct arena *arena);

/* "[######....]", of ten signs or as many as fit in the cells; "" where a gauge would say
 * nothing that numbers do not. */
struct str bars_box(struct money used, struct money limit, size_t cells, struct arena *arena);

/* "limit 200,000.00  used 120,000.00  [######....]" in so many cells; without the gauge, which
 * may be longer then, where they do not take it all. is_over: more is used than the limit,
 * which the text says, too. */
struct str bars_gauge(struct money limit, struct money used, size_t cells, struct arena *arena,
                      bool *is_over);

#endif
