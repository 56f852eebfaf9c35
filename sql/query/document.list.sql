-- Legal documents of an order.
select d.number, d.series, d.no::text, money_text(d.total) total, time_text(d.posted_at) posted,
       login_of(d.posted_by) by, (select v.number from document v where v.id = d.reverses_id)
           reverses, (select count(*) from print_copy p where p.document_id = d.id) copies,
       d.sha256
from document d join orders o on o.id = d.order_id
where o.no = :order
  and (:all::boolean or o.customer_id in (select customers_of(:actor::bigint)))
order by d.posted_at, d.id
