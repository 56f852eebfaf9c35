-- Calls about receivables, the newest first: who spoke to whom, what was promised.
select time_text(l.at) at, c.code customer, c.name customer_name, r.no receivable, l.step,
       login_of(l.made_by) by, l.contact, money_text(nullif(l.read_out, 0)) read_out,
       money_text(nullif(l.promised, 0)) promised, l.promised_on, l.remark
from call_log l join customer c on c.id = l.customer_id
     left join receivable r on r.id = l.receivable_id
where (:customer::text is null or c.code = :customer)
  and (:receivable::text is null or r.no = :receivable)
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
order by l.id desc
