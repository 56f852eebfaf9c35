-- What waits to be paid first, oldest first; then what was paid or dropped, the latest first.
-- `mine`: what waits and another asked for, because who asks does not pay.
select f.no receipt, f.state, c.code customer, c.name customer_name, money_text(f.amount) amount,
       money_text(r.free) free, f.reason, login_of(f.asked_by) asked_by, f.asked_at,
       login_of(f.decided_by) decided_by, f.decided_at, f.paid_on, f.bank_ref, d.number paper,
       f.answer
from refund f join receipt r on r.id = f.receipt_id join customer c on c.id = f.customer_id
     left join document d on d.id = f.document_id
where (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
  and (:mine::boolean is not true or f.state = 'ASKED' and f.asked_by <> :actor::bigint)
order by f.state <> 'ASKED', case f.state when 'ASKED' then f.id else -f.id end
