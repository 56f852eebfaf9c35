-- Problem records that are not closed, the oldest first; of one order or in one state: all of them.
-- mine: those whose next act is mine: to explain for the department concerned, to remark on for a
-- leader, to act on and to close for the leader of the secretaries.
select p.no problem, p.state, p.department, p.step, p.cause, o.no "order", n.no note, c.code customer,
       c.name customer_name, b.missed, time_text(b.first) deadline,
       time_text(case when p.state = 'OPEN' then p.explain_due end) due, p.reason, p.explanation,
       p.review, p.action, login_of(p.owner_id) owner, p.due action_due,
       case p.state when 'OPEN' then 'problem.explain' when 'EXPLAINED' then 'problem.review'
           when 'REVIEWED' then 'problem.action' when 'ACTION' then 'problem.close' end act
from problem p join orders o on o.id = p.order_id left join note n on n.id = p.note_id
     join customer c on c.id = o.customer_id
     cross join lateral (select count(*) missed, min(x.due_at) first
                         from problem_breach x where x.problem_id = p.id) b
where (p.state <> 'CLOSED' or o.no = :order or p.state = :problem_state)
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:order::text is null or o.no = :order)
  and (:department::text is null or p.department = :department)
  and (:problem_state::text is null or p.state = :problem_state)
  and (:mine::boolean is not true or exists (select from user_role r
       where r.user_id = :actor::bigint and r.valid_from <= business_today()
         and (r.valid_to is null or r.valid_to >= business_today())
         and case p.state
             when 'OPEN' then case p.department
                 when 'SSG' then r.role in ('SSGL', 'CSR', 'BCR')
                 when 'LEADERS' then r.role in ('GM', 'DIR', 'DDIR')
                 when 'FINANCE' then r.role = 'FIN'
                 when 'STORE' then r.role in ('STO', 'SCR', 'WH')
                 when 'FIELD' then r.role in ('MM', 'UM', 'KAM', 'SR') end
             when 'EXPLAINED' then r.role in ('GM', 'DIR', 'DDIR')
             else r.role = 'SSGL' end))
order by p.opened_at, p.id
