-- one object
-- A problem record with every clock that ran out, when it was due and what stopped it, and the
-- record's own road. What stopped a clock is the next event of the order behind the due time; goods
-- of a note went with the last consignment. Nothing: it still runs.
select json_build_object(
    'problem', (select json_strip_nulls(row_to_json(x)) from (select
        p.no problem, p.state, p.department, p.step, p.cause, o.no "order", n.no note, c.code customer,
        c.name customer_name, p.reason, login_of(p.opened_by) opened_by, time_text(p.opened_at) opened,
        time_text(case when p.state = 'OPEN' then p.explain_due end) due,
        p.explanation, login_of(p.explained_by) explained_by, time_text(p.explained_at) explained,
        p.review, login_of(p.reviewed_by) reviewed_by, time_text(p.reviewed_at) reviewed,
        p.action, login_of(p.owner_id) owner, p.due action_due,
        p.answer, login_of(p.closed_by) closed_by, time_text(p.closed_at) closed) x),
    'breaches', (select coalesce(json_agg(json_strip_nulls(row_to_json(x))), '[]') from (select
        b.clock, b.department, b.step, time_text(b.due_at) deadline,
        time_text(case when p.note_id is null then
            (select min(e.at) from event e where e.machine = 'ORDER' and e.entity_id = p.order_id
             and e.at > b.due_at and e.from_state <> e.to_state)
        else (select max(s.consigned_at) from shipment s where s.note_id = p.note_id
              and s.consigned_at > b.due_at) end) actual,
        time_text(b.at) entered
        from problem_breach b where b.problem_id = p.id order by b.due_at, b.id) x),
    'events', (select coalesce(json_agg(json_strip_nulls(row_to_json(x))), '[]') from (select
        time_text(e.at) at, e.op, e.from_state "from", e.to_state "to", login_of(e.actor_id) actor,
        e.remark from event e where e.machine = 'PROBLEM' and e.entity_id = p.id order by e.seq) x))
from problem p join orders o on o.id = p.order_id left join note n on n.id = p.note_id
     join customer c on c.id = o.customer_id
where p.no = :problem and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
