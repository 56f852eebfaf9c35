-- Who used a month's quota: what each order has booked on each cell, cell by cell, the latest
-- first; without a month: this one. What was used before go-live has no order.
select q.month, p.code product, q.class, q.holder, coalesce(a.code, c.code) code,
       o.no "order", k.code customer, k.name customer_name, o.state, sum(x.qty)::text used,
       q.allotted::text, (q.allotted - q.used)::text "left", time_text(max(x.at)) at
from quota_entry x join quota_cell q on q.id = x.cell_id
     left join orders o on o.id = x.order_id left join customer k on k.id = o.customer_id
     left join product p on p.id = q.product_id
     left join area a on q.holder = 'AREA' and a.id = q.holder_id
     left join customer c on q.holder = 'CUSTOMER' and c.id = q.holder_id
where q.month = date_trunc('month', coalesce(:month::date, business_today()))::date
  and (:product::text is null or p.code = :product)
  and (:customer::text is null or k.code = :customer)
  and (:all::boolean or k.id in (select customers_of(:actor::bigint)))
group by q.id, p.code, a.code, c.code, o.no, k.code, k.name, o.state
having sum(x.qty) <> 0
order by q.id, max(x.id) desc
