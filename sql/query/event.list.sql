-- Events after a number, in order: what a terminal missed. Without one: all of an order, or the
-- newest five thousand, which put in another order cost no more in a company with millions.
select e.id event, time_text(e.at) at, e.machine, coalesce(n.no, v.no, r.no, o.no) "no",
       o.no "order", e.step, e.op act, e.outcome, e.rule, e.from_state "from", e.to_state "to",
       c.code customer, login_of(e.actor_id) by, e.remark
from event e left join orders o on o.id = e.order_id
     left join customer c on c.id = o.customer_id
     left join note n on e.machine = 'NOTE' and n.id = e.entity_id
     left join receivable v on e.machine = 'RECEIVABLE' and v.id = e.entity_id
     left join receipt r on e.machine = 'RECEIPT' and r.id = e.entity_id
where e.id > coalesce(:after::bigint, case when :order::text is null then
              (select min(n.event) - 1 from (select id event from event order by id desc limit 5000) n) end, 0)
  and (:order::text is null or o.no = :order)
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
order by e.id
