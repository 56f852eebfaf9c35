"""Clocks that run out are entered in problem records once, whether the daemon was there or not."""
import random

from check_clock import House, DAY_US, wait_for
from osb_rig import count, expect, sound

# Each time that began with a due time and ended behind it, as the events tell it.
LATE = """with r as (select e.*, lead(at) over (partition by entity_id order by seq) stop
    from osb.event e where machine = 'ORDER'),
    late as (select order_id, due_at from r where to_state in ('RECEIVED', 'WAIT_MA', 'FIN_QUEUE', 'BILLED')
        and due_at < coalesce(stop, osb.business_now())
        and (at <= due_at or to_state = 'RECEIVED' and from_state <> to_state) group by 1, 2),
    kept as (select p.order_id, b.due_at from osb.problem_breach b join osb.problem p on p.id = b.problem_id
        where p.note_id is null) """


def missing(rig):
    return count(rig, LATE + "select count(*) from late full join kept using (order_id, due_at)"
                             " where late is null or kept is null")


def check_stops(rig):
    """a daemon that is stopped at random over days enters each clock that ran out, once"""
    rnd, at, orders = random.Random(271), 0.0, []
    house = House(rig, "--sweep-seconds", "1")
    for turn in range(4):
        orders.append(house.accepted(f"late{turn}", "C001", "1", state="WAIT_MA"))
        for no in orders:
            if rnd.random() < 0.3:
                house.ask("du.dir", "order.sign", order=no)  # once; again it is refused
        stopped = turn % 2 == 0
        if stopped:
            house.leave()
        at += rnd.uniform(0.5, 3)
        rig.psql(f"update osb.company set business_clock_offset_us = {int(at * DAY_US)}")
        if stopped:
            house = House(rig, "--sweep-seconds", "1")
            house.ask("du.dir", "order.sign", order=orders[-1])  # perhaps before it has looked
    wait_for("every clock that ran out", lambda: missing(rig) == 0)
    expect(count(rig, LATE + "select count(*) from late") >= 4, "nothing was late")
    expect(count(rig, "select count(*) - count(distinct order_id) from osb.problem") == 0, "two records of one order")
    expect(count(rig, "select count(*) from osb.problem where opened_by <> 1") == 0, "opened by somebody")
    sound(rig)
    house.leave()
