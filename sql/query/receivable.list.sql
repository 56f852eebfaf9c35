-- Open receivables, oldest due first; `due`: until that day; `due_since`: from that day on, with
-- those that have none yet; `uncalled`: no call is on record;
-- `mine`: I am the one who collects them.
select r.no, r.kind, r.state, c.code customer, c.name customer_name, o.no "order",
       money_text(r.amount) amount, money_text(r.open_s + r.open_i) open,
       money_text(r.open_s) not_invoiced, r.due, greatest(0, business_today() - r.due) days_late,
       r.disputed, r.exempt_to, r.promised_on, login_of(r.bcr_id) bcr
from receivable r join customer c on c.id = r.customer_id left join orders o on o.id = r.order_id
where r.open_s + r.open_i > 0
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
  and (:due::date is null or r.due <= :due::date)
  and (:due_since::date is null or coalesce(r.due, 'infinity') >= :due_since::date)
  and (:uncalled::boolean is not true
       or not exists (select from call_log l where l.receivable_id = r.id))
  and (:mine::boolean is not true or r.bcr_id = :actor::bigint)
order by r.due nulls last, r.id
