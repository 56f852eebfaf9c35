/*
 * sweep_late.h - which clocks ran out, as SQL made from server/core/clocks.def.
 *
 * A clock runs out at its due time, whoever looks when: it is enough to ask for the due times
 * between the last sweep's look and this one. `span` (since, upto) says which; SWEEP_SLACK
 * before it covers commands that were under way then. What server/core/problem.c finds is the
 * same: it judges, these questions only name the documents, each while it has something that
 * is not entered.
 */
#ifndef OSB_SHELL_SWEEP_LATE_H
#define OSB_SHELL_SWEEP_LATE_H

#define SWEEP_SLACK "interval '10 minutes'"

/* clang-format off */
#define CLOCK(name, machine, state, step, length, department, warn, breach, source, text) \
    "('" #name "','" #state "','" #length "','" #breach "'),"
/* " WITH span AS (...), " SWEEP_CLOCKS, then #include "server/core/clocks.def", then
 * SWEEP_CLOCKS_END: of each clock its name, its state with the machine before it, its length, and
 * what a miss does. */
#define SWEEP_CLOCKS     " k (clock, state, length, breach) AS (VALUES "
#define SWEEP_CLOCKS_END "('', '', '', ''))"
/* Steps of an order. */
#define SWEEP_LATE_ORDERS \
    "SELECT o.id, o.no FROM span JOIN event e ON e.machine = 'ORDER' AND e.due_at IS NOT NULL" \
    " AND greatest(e.due_at, e.at) >= span.since AND greatest(e.due_at, e.at) < span.upto" \
    " JOIN k ON k.state = 'ORDER_' || e.to_state AND k.breach = 'PROBLEM'" \
    " JOIN orders o ON o.id = e.entity_id" \
    " LEFT JOIN event n ON n.machine = 'ORDER' AND n.entity_id = e.entity_id AND n.seq = e.seq + 1" \
    " WHERE (e.at <= e.due_at OR k.length = 'NOTIFY' AND e.from_state <> e.to_state)" \
    " AND coalesce(n.at, span.upto) > e.due_at" \
    " AND NOT EXISTS (SELECT FROM problem p JOIN problem_breach b ON b.problem_id = p.id" \
    " WHERE p.order_id = o.id AND p.note_id IS NULL AND b.clock = k.clock AND b.due_at = e.due_at)"
/* Goods of a note: they left behind the time, or are still here and not stopped before it. */
#define SWEEP_LATE_NOTES \
    "SELECT d.id, d.no FROM span JOIN note d ON d.explain_at >= span.since" \
    " AND d.explain_at < span.upto JOIN orders o ON o.id = d.order_id" \
    " WHERE (EXISTS (SELECT FROM shipment x WHERE x.note_id = d.id AND x.consigned_at > d.explain_at)" \
    " OR o.note_id = d.id AND o.ship_due_at <= d.explain_at AND d.state IN ('HANDED', 'ACCEPTED')" \
    " AND (NOT d.stopped OR d.stopped_at > d.explain_at))" \
    " AND NOT EXISTS (SELECT FROM problem p JOIN problem_breach b ON b.problem_id = p.id" \
    " WHERE p.note_id = d.id AND b.clock = 'EXPLAIN' AND b.due_at = d.explain_at)"
/* clang-format on */

#endif
