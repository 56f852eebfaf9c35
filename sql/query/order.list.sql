-- Orders, the most urgent first. `step` is where the next act lies; `mine` means: it is my turn.
select o.no, o.state, t.step, t.act, turn_of(o, c) who, c.code customer, c.name customer_name,
       money_text(o.total) total, o.version, time_text(o.arrival) arrival, o.wanted,
       time_text(o.due_at) due, login_of(o.csr_id) csr, o.reference
from orders o join customer c on c.id = o.customer_id left join market m on m.id = c.market_id
     left join turn t on t.state = standing(o)
where (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:state::text is null or o.state = :state)
  and (:state::text is not null or :customer::text is not null
       or o.state not in ('CLOSED', 'CANCELLED', 'REJECTED'))
  and (:step::text is null or t.step = upper(:step))
  and (:customer::text is null or c.code = :customer)
  and (:market::text is null or m.code = :market)
  and (:csr::text is null or login_of(o.csr_id) = :csr)
  and (:mine::boolean is not true or exists (
       select from (select turn_of(o, c) who offset 0) w -- asked once
       where w.who = login_of(:actor::bigint) or exists (
           select from user_role r join role_cover v on v.role = r.role
           where r.user_id = :actor::bigint
             and v.covers = any (string_to_array(w.who, ' '))
             and coalesce(r.valid_from, '-infinity') <= business_today()
             and coalesce(r.valid_to, 'infinity') >= business_today())))
order by o.due_at nulls last, o.arrival, o.id
