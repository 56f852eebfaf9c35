-- What was let through against the credit rule (R-169): an order beyond the limit (5-3), money that
-- was missing (5-6), special treatment; the latest first. A signature counts for who gave it and for
-- whom. `excess`, `overdue` and `missing` are what the last credit check before it saw.
select time_text(s.at) at, s.kind, o.no "order", c.code customer, c.name customer_name,
       money_text(coalesce(v.amount, o.total)) amount,
       money_text(greatest(0, v.exposure + v.amount - v.lim)) excess,
       money_text(v.overdue) overdue,
       case when s.kind = 'TOLERANCE' then money_text(greatest(0, v.amount - v.funds)) end missing,
       money_text(v.lim) "limit", login_of(s.signer_id) signer, s.role,
       case when s.principal_id <> s.signer_id then login_of(s.principal_id) end principal,
       nullif(s.remark, '') remark, t.reason ground, time_text(s.void_at) void
from signature s join orders o on o.id = s.order_id join customer c on c.id = o.customer_id
     left join st_case t on t.id = s.case_id
     left join lateral (select v.amount, v.exposure, v.lim, v.overdue, v.funds from verdict v
                        where v.order_id = s.order_id and v.at <= s.at
                        order by v.id desc limit 1) v on true
where s.kind in ('CC53', 'TOLERANCE', 'ST')
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
  and (:user::text is null or :user in (login_of(s.signer_id), login_of(s.principal_id)))
  and (:month::date is null or date_trunc('month', business_date(s.at)::timestamp)::date
       = date_trunc('month', :month::timestamp)::date)
order by s.id desc
