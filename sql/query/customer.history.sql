-- What was decided about a customer and his credit account, newest first, with author and reason;
-- `announced`: its day is still to come.
select h.fact, h.was, h.becomes, h.valid_from, h.valid_from > business_today() announced,
       login_of(h.made_by) made_by, time_text(h.at) at, h.reason
from customer c join customer_change h
     on h.customer_id = c.id or h.account_id = c.account_id
where c.code = :customer and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
order by h.id desc
