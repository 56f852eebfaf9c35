-- What is back-ordered, oldest promise first.
select n.no note, o.no "order", c.code customer, c.name customer_name, p.code product, p.name,
       l.backorder::text, l.promised, (select coalesce(sum(s.on_hand - s.reserved), 0)::text
           from stock s where s.product_id = p.id) available
from note_line l join note n on n.id = l.note_id join orders o on o.id = n.order_id
     join customer c on c.id = o.customer_id join product p on p.id = l.product_id
where l.backorder > 0 and n.state in ('PRINTED', 'HANDED', 'ACCEPTED')
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
order by l.promised nulls last, n.id, l.id
