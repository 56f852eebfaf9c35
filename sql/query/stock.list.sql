-- Stock on hand, reserved, and what came back and is not examined.
select p.code product, p.name, w.code warehouse, s.on_hand::text, s.reserved::text,
       (s.on_hand - s.reserved)::text available, s.quarantine::text
from stock s join product p on p.id = s.product_id join warehouse w on w.id = s.warehouse_id
where (:product::text is null or p.code = :product)
  and (:warehouse::text is null or w.code = :warehouse)
order by p.code, w.code
