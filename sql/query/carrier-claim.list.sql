-- What is claimed from carriers and not settled, oldest first; of one order, all of it.
select k.no carrier_claim, k.state, k.carrier, s.code station, k.waybill, o.no "order", n.no note,
       h.part, k.cause, money_text(k.amount) amount, money_text(k.paid) paid, k.bank_ref, k.reason,
       m.no claim, login_of(k.recorded_by) recorded_by, time_text(k.recorded_at) recorded,
       login_of(k.settled_by) settled_by, k.answer
from carrier_claim k join orders o on o.id = k.order_id join shipment h on h.id = k.shipment_id
     join note n on n.id = h.note_id left join station s on s.id = k.station_id
     left join claim m on m.id = k.claim_id join customer c on c.id = o.customer_id
where (k.state = 'OPEN' or o.no = :order)
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:order::text is null or o.no = :order)
order by k.recorded_at, k.id
