-- Receipts with money that is not allocated, oldest first. `mine`: those that another recorded,
-- because who records money does not allocate it.
select r.no, r.state, c.code customer, c.name customer_name, r.received_on, r.method, r.bank_ref,
       money_text(r.amount) amount, money_text(r.free) free, money_text(r.earmarked) earmarked,
       money_text(r.allocated) allocated, login_of(r.recorded_by) by
from receipt r left join customer c on c.id = r.customer_id
where (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (case when :customer::text is null then r.free + r.earmarked > 0 else c.code = :customer end)
  and (:mine::boolean is not true or r.recorded_by <> :actor::bigint)
order by r.received_on, r.id
