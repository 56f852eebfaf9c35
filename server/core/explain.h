/*
 * explain.h - why an order stands where it does: what its checks saw then, and what they would
 * see now (order.explain).
 *
 * "Then" comes from what was stored in the same transaction as the verdict; "now" is the core's
 * own judgement of today's rows (rehearsal_judge), of which nothing stays.
 */
#ifndef OSB_CORE_EXPLAIN_H
#define OSB_CORE_EXPLAIN_H

#include "server/core/rehearse.h"

/*
 * The answer as JSON, from that of sql/query/order.explain.sql:
 *     order, judged_at
 *     steps   what happened: at, step, act, by, outcome, from, to, numbers, remark; and where a
 *             rule spoke its code, guard, source (R-number) and sentence; where a check let the
 *             order pass the R-numbers that it asked
 *     facts   step, fact, of, then, now, changed; a fact of which one side is not known lacks
 * it now     the verdict (verdict_answer) if the checks ran now; absent where the order's goods
 *             have left, or it has ended: nothing of it is judged any more
 * An empty text: memory ran out.
 */
struct str explain_answer(struct work *facts, struct str then, struct arena *arena);

#endif
