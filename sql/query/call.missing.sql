-- Customers with open debts whom nobody called about them in this business week, Monday to
-- Sunday (R-148, R-284): what is read out to them, the longest overdue first. The receivable is the one
-- that is due first; the call is logged with it. `mine`: I collect one of the debts.
with debt as (
    select r.customer_id, count(*) debts, sum(r.open_s + r.open_i) open,
           sum(r.open_s + r.open_i) filter (where r.due < business_today()) overdue,
           min(r.due) due, min(r.promised_on) promised_on,
           (array_agg(r.no order by r.due nulls last, r.id))[1] no,
           (array_agg(r.bcr_id order by r.due nulls last, r.id))[1] bcr_id,
           bool_or(r.bcr_id = :actor::bigint) mine
    from receivable r where r.open_s + r.open_i > 0 group by r.customer_id
), called as (
    select l.customer_id, max(business_date(l.at)) last_call from call_log l
    where l.customer_id in (select debt.customer_id from debt) group by l.customer_id
)
select c.code customer, c.name customer_name, c.contact, c.phone, d.no receivable, d.due,
       greatest(0, business_today() - d.due) days_late, d.debts::text debts,
       money_text(d.open::bigint) open, money_text(d.overdue::bigint) overdue, d.promised_on,
       k.last_call, login_of(d.bcr_id) bcr
from debt d join customer c on c.id = d.customer_id
     left join called k on k.customer_id = d.customer_id
where (k.last_call is null or k.last_call < date_trunc('week'::text, business_today())::date)
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
  and (:mine::boolean is not true or d.mine)
order by d.due nulls last, c.code
