-- Prices in force or announced: of everybody, of a type of customers, or of one customer.
select p.code product, p.name, x.customer_type type, c.code customer, money_text(x.price) price,
       x.price_per::text, money_text(x.floor) floor, x.valid_from, x.valid_to,
       coalesce(x.valid_from, '-infinity') > business_today() announced
from price x join product p on p.id = x.product_id left join customer c on c.id = x.customer_id
where coalesce(x.valid_to, 'infinity') >= business_today()
  and (:product::text is null or p.code = :product)
  and (:customer::text is null or c.code = :customer)
  and (:all::boolean or c.id is null or c.id in (select customers_of(:actor::bigint)))
order by p.code, c.code nulls first, x.customer_type, x.valid_from nulls first, x.id
