-- What came into stock and went out, the newest first, with its document or reason.
select time_text(x.at) at, p.code product, w.code warehouse, x.kind, x.qty::text,
       case when x.quarantine then true end quarantine, n.no note, h.part::text,
       h.outbound_no, x.reason, login_of(x.made_by) by
from stock_move x join product p on p.id = x.product_id join warehouse w on w.id = x.warehouse_id
     left join shipment_line l on l.id = x.shipment_line_id
     left join shipment h on h.id = l.shipment_id left join note n on n.id = h.note_id
where (:product::text is null or p.code = :product)
  and (:warehouse::text is null or w.code = :warehouse)
order by x.id desc
