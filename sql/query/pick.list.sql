-- What is to be picked for a note's shipments, along the shelves; what has no place comes last.
select h.part, nullif(s.location, '') location, p.code product, p.name, p.spec, y.qty::text,
       p.unit, w.code warehouse, h.state
from shipment h join note n on n.id = h.note_id join orders o on o.id = h.order_id
     join shipment_line y on y.shipment_id = h.id join product p on p.id = y.product_id
     join warehouse w on w.id = h.warehouse_id
     left join stock s on s.product_id = y.product_id and s.warehouse_id = h.warehouse_id
where n.no = :note and (:part::bigint is null or h.part = :part::bigint)
  and h.state in ('ALLOCATED', 'PICKED', 'CHECKED')
  and (:all::boolean or o.customer_id in (select customers_of(:actor::bigint)))
order by h.part, nullif(s.location, '') nulls last, p.code, y.id
