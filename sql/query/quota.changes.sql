-- How quota cells were set, split and lent, the newest first; without a month: this one.
select time_text(x.at) at, q.month, p.code product, q.class, q.holder,
       coalesce(a.code, c.code) code, x.kind, x.qty::text, o.no "order", login_of(x.made_by) by
from quota_change x join quota_cell q on q.id = x.cell_id
     left join product p on p.id = q.product_id
     left join area a on q.holder = 'AREA' and a.id = q.holder_id
     left join customer c on q.holder = 'CUSTOMER' and c.id = q.holder_id
     left join orders o on o.id = x.order_id
where q.month = date_trunc('month', coalesce(:month::date, business_today()))::date
  and (:product::text is null or p.code = :product)
  and (:all::boolean or c.id is null or c.id in (select customers_of(:actor::bigint)))
order by x.id desc
