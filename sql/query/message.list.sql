-- Messages and duties to tell, the most urgent first; of one order all of them.
select m.id message, m.kind, o.no "order", c.code customer, m.to_role, login_of(m.to_user_id)
       to_user, m.body, time_text(m.at) at, time_text(m.due_at) due, time_text(m.done_at) done,
       (select count(*) from telling t where t.message_id = m.id) attempts
from message m left join orders o on o.id = m.order_id
     left join customer c on c.id = coalesce(m.customer_id, o.customer_id)
where (:order::text is null and m.done_at is null or o.no = :order)
  and (:all::boolean or m.to_user_id = :actor::bigint
       or c.id in (select customers_of(:actor::bigint)))
  and (:mine::boolean is not true or m.to_user_id = :actor::bigint
       or m.to_user_id is null and exists (
          select from user_role r join role_cover v on v.role = r.role
          where r.user_id = :actor::bigint and v.covers = m.to_role
            and coalesce(r.valid_from, '-infinity') <= business_today()
            and coalesce(r.valid_to, 'infinity') >= business_today()))
order by m.due_at nulls last, m.id
