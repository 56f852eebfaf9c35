-- Quota cells with their use; without a month: this one.
select q.month, p.code product, q.class, q.holder, coalesce(a.code, c.code) code,
       q.allotted::text, q.used::text, (q.allotted - q.used)::text "left"
from quota_cell q left join product p on p.id = q.product_id
     left join area a on q.holder = 'AREA' and a.id = q.holder_id
     left join customer c on q.holder = 'CUSTOMER' and c.id = q.holder_id
where q.month = date_trunc('month', coalesce(:month::date, business_today()))::date
  and (:product::text is null or p.code = :product)
  and (:all::boolean or c.id is null or c.id in (select customers_of(:actor::bigint)))
order by p.code nulls last, q.class, q.holder, 5
