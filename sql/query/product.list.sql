-- Products with the price in force (a customer's own, his type's, everyone's), stock and quota.
select p.code, p.name, p.spec, p.unit, p.pack::text, p.class, p.state,
       money_text(r.price) price, r.price_per::text,
       (select coalesce(sum(s.on_hand - s.reserved), 0)::text from stock s
        where s.product_id = p.id) available,
       (select sum(q.allotted - q.used)::text from quota_cell q
        where (q.product_id = p.id or q.class = p.class and q.class <> '')
          and q.month = date_trunc('month', business_today())::date
          and (q.holder = 'EVERYONE' or q.holder_id in (k.id, k.area_id))) quota_left,
       p.model, p.barcode,
       case when k.id is not null and not sold_to(p.id, k.id) then true end not_sold, p.version
from product p left join customer k on k.code = :customer
     and (:all::boolean or k.id in (select customers_of(:actor::bigint)))
     left join lateral (select x.price, x.price_per from price x
        where x.product_id = p.id and x.valid_from <= business_today()
          and coalesce(x.valid_to, 'infinity') >= business_today()
          and (x.customer_id = k.id or x.customer_id is null
               and x.customer_type in ('', coalesce(k.type, '')))
        order by (x.customer_id is not null) desc, (x.customer_type <> '') desc,
                 x.valid_from desc limit 1) r on true
where :find::text is null or p.code ilike '%' || :find || '%'
   or p.name ilike '%' || :find || '%' or p.barcode = :find
   or p.search like '%' || :search || '%'
order by (p.code ilike :find || '%') desc, (p.search like :search || '%') desc, p.code
