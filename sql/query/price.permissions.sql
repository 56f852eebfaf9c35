-- Prices below the floor that were permitted, the newest first; `over`: its last day is past.
select c.code customer, c.name customer_name, p.code product, money_text(x.price) price,
       login_of(x.given_by) given_by, time_text(x.given_at) given, x.valid_to,
       coalesce(x.valid_to, 'infinity') < business_today() "over", x.reason
from price_permission x join customer c on c.id = x.customer_id
     join product p on p.id = x.product_id
where (:customer::text is null or c.code = :customer)
  and (:product::text is null or p.code = :product)
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
order by x.id desc
