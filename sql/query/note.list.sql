-- Delivery notes that are not done, the most urgent first.
select n.no, n.state, o.no "order", c.code customer, c.name customer_name, s.code station,
       money_text(n.total) total, n.stopped, time_text(n.handed_at) handed,
       (select count(*) from shipment h where h.note_id = n.id and h.state <> 'VOIDED') parts,
       t.step, t.act, time_text(n.due_at) due
from note n join orders o on o.id = n.order_id join customer c on c.id = o.customer_id
     left join station s on s.id = n.station_id left join turn t on t.state = standing(o)
where n.state in ('PRINTED', 'HANDED', 'ACCEPTED')
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:warehouse::text is null or exists (select from shipment h
       join warehouse w on w.id = h.warehouse_id where h.note_id = n.id and w.code = :warehouse))
order by n.due_at nulls last, n.id
