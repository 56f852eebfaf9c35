-- Overdue receivables by the post that they have come to (R-154): the BCR asks; from the day
-- after the due day KAM and UM know, six days after it MM, thirty days after it the sales
-- leaders. What a leader exempted until a day has not come to anybody. `mine`: they have come to
-- me, by a post that I hold for the customer.
with late as (
    select * from receivable as r join lateral (values (business_today() - r.due)) v(overdays) on true
    where r.open_s + r.open_i > 0 and r.due < business_today()
      and coalesce(r.exempt_to, '-infinity') < business_today()
), live as (
    select distinct on (a.unit_id, a.role) a.unit_id, a.role, a.user_id from assignment a
    where coalesce(a.valid_from, '-infinity') <= business_today()
      and coalesce(a.valid_to, 'infinity') >= business_today()
    order by a.unit_id, a.role, a.valid_from desc nulls last
), person as (
    select :actor::bigint id
    union
    select d.principal_id from delegation d
    where d.delegate_id = :actor::bigint and d.kind in ('SUBSTITUTE', 'ACTING')
      and d.revoked_at is null and coalesce(d.valid_from, '-infinity') <= business_now()
      and coalesce(d.valid_to, 'infinity') > business_now()
), leader as (
    select from user_role u join person p on p.id = u.user_id
    where u.role in ('GM', 'DIR', 'DDIR')
      and coalesce(u.valid_from, '-infinity') <= business_today()
      and coalesce(u.valid_to, 'infinity') >= business_today()
)
select r.no, c.code customer, c.name customer_name,
       case when r.overdays >= 30 then 'SLT' when r.overdays >= 6 then 'MM' else 'KAM/UM' end escalated,
       r.overdays days_late, r.due, money_text(r.open_s + r.open_i) open,
       case when r.promised_on < business_today() then true end promise_broken, r.promised_on,
       (select business_date(max(l.at)) from call_log l where l.receivable_id = r.id) last_call,
       r.disputed, r.doubtful, o.no "order", login_of(r.bcr_id) bcr, login_of(c.kam_id) kam,
       (select login_of(v.user_id) from live v where v.unit_id = c.market_id and v.role = 'MM')
           market_manager
from late r join customer c on c.id = r.customer_id left join orders o on o.id = r.order_id
where (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
  and (:mine::boolean is not true
       or r.bcr_id = :actor::bigint
       or c.kam_id in (select person.id from person)
       or exists (select from live v where v.unit_id = c.area_id and v.role = 'UM'
                  and v.user_id in (select person.id from person))
       or r.overdays >= 6
          and exists (select from live v where v.unit_id = c.market_id and v.role = 'MM'
                      and v.user_id in (select person.id from person))
       or r.overdays >= 30 and exists (select from leader))
order by r.overdays desc, r.id
