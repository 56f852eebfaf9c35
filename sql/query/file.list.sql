-- Files of an order with its notes, of a note, a receipt, or of all that a customer has.
select f.sha256, l.name, f.size, c.code customer, o.no "order", n.no note, h.part, r.no receipt,
       login_of(l.added_by) by, time_text(l.at) at, l.remark
from file_link l join file f on f.id = l.file_id join customer c on c.id = l.customer_id
     left join orders o on o.id = l.order_id left join note n on n.id = l.note_id
     left join shipment h on h.id = l.shipment_id left join receipt r on r.id = l.receipt_id
where (:order::text is null or o.no = :order) and (:note::text is null or n.no = :note)
  and (:receipt::text is null or r.no = :receipt)
  and (:customer::text is null or c.code = :customer)
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
order by l.at desc, l.id desc
