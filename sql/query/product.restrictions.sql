-- To whom products are sold only, or never: by product, or those that speak of a customer.
select p.code product, p.name product_name, r.way, m.code market, a.code area, r.customer_type,
       k.code customer, r.reason, login_of(r.made_by) made_by, time_text(r.at) at
from sale_rule r join product p on p.id = r.product_id
     left join market m on m.id = r.market_id left join area a on a.id = r.area_id
     left join customer k on k.id = r.customer_id
     left join customer c on c.code = :customer
where r.active and (:product::text is null or p.code = :product)
  and (:customer::text is null or r.customer_id = c.id or r.area_id = c.area_id
       or r.market_id = c.market_id or r.customer_type = c.type)
  and (r.customer_id is null or :all::boolean
       or r.customer_id in (select customers_of(:actor::bigint)))
order by p.code, r.way, r.id
