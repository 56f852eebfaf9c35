/*
 * whatif.h - what would come of it: a question about an order, as commands of a rehearsal.
 *
 * The question's parameters (order.whatif): an order (P_order), or one that is not keyed yet
 * (P_customer, P_lines and what else order.key takes); and any of
 *     P_limit      the account's limit is so much
 *     P_amount     so much money comes and is cleared
 *     P_receipt    a cheque, bill or draft that was recorded is cleared
 *     P_lines      the order's lines are changed so (of an order that exists)
 *     P_cut        the cut that the quota check proposes is taken
 *     P_sign       whoever has to sign does; P_tolerance: for a shortfall too
 *
 * Each becomes the command that would do it, by whoever may: the asker himself where his roles
 * allow it, else the person who answers for it. They run in that order, and behind each that
 * frees something the account's held orders are judged again, as the daemon does. An order that
 * does not move by any of this is judged again from QC and stays where it is.
 */
#ifndef OSB_CORE_WHATIF_H
#define OSB_CORE_WHATIF_H

#include "server/core/rehearse.h"

/* The number that an order has in a rehearsal before it is keyed. */
#define WHATIF_NEW "NEW"

/*
 * The answer as JSON: the members of the verdict (verdict_answer) about the order, and
 *     acts         what was done for it: act, by, outcome, rule, text
 *     before/after the order's state; before is absent when it was not keyed
 *     judged_again true when nothing of it moved the order
 *     freed        how many other held orders would go on
 *     partial      true when the account has more rows than are looked at
 *
 * `facts` were loaded by rehearsal_facts, with the question as args and the asker as actor; its
 * policy and calendar are prepared here. An empty text: memory ran out, nothing is known.
 */
struct str whatif_answer(struct work *facts, struct arena *arena);

#endif
