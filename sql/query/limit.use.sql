-- How far each account's limit is used, the most used first; when a raised one ends, and what then
-- follows. `mine`: those of a customer whom I manage, or whose debts I collect.
select a.code account, c.code customer, c.name customer_name, money_text(l.lim) "limit",
       money_text(l.used) exposure, money_text(l.lim - l.used) room,
       case when l.lim > 0 then round(l.used * 100.0 / l.lim, 2)::text end used_pct,
       case when a.lim_to >= business_today() then a.lim_to end lim_to,
       case when a.next_lim_from > business_today() then money_text(a.next_lim) end follows,
       case when a.next_lim_from > business_today() then a.next_lim_from end valid_from,
       login_of(c.kam_id) kam, login_of(assigned_to(c.market_id, array['BCR'])) bcr
from credit_account a
     cross join lateral (select in_force(a.lim, a.next_lim, a.next_lim_from),
                                a.reserved + a.shipped + a.invoiced + a.deposit) l (lim, used)
     join lateral (select x.code, x.name, x.kam_id, x.market_id from customer x
                   where x.account_id = a.id
                     and (:all::boolean or x.id in (select customers_of(:actor::bigint)))
                     and (:customer::text is null or x.code = :customer)
                     and (:mine::boolean is not true or :actor::bigint in (x.kam_id,
                          assigned_to(x.market_id, array['BCR'])))
                   order by x.id limit 1) c on true
where l.used > 0
order by l.used::numeric / nullif(greatest(l.lim, 0), 0) desc nulls first, a.code
