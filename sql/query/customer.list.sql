-- Customers by a part of code, name or mnemonic.
select c.code, c.name, c.mnemonic, c.type, c.state, m.code market, r.code area,
       login_of(c.kam_id) kam, a.code account,
       case when c.has_limit or not in_force(c.cash_first, c.next_cash_first, c.next_cash_from)
           then money_text(in_force(a.lim, a.next_lim, a.next_lim_from)) end "limit",
       money_text(a.reserved + a.shipped + a.invoiced + a.deposit) exposure
from customer c left join credit_account a on a.id = c.account_id
     left join market m on m.id = c.market_id left join area r on r.id = c.area_id
where (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:find::text is null or c.code ilike '%' || :find || '%'
       or c.name ilike '%' || :find || '%' or c.mnemonic ilike '%' || :find || '%'
       or c.search like '%' || :search || '%')
order by (c.code ilike :find || '%' or c.mnemonic ilike :find || '%') desc,
         (c.search like :search || '%') desc, c.code
