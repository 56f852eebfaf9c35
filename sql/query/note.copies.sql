-- Who holds each copy of a note's papers now; a reprint is a set of its own, a part is the shipment
-- with which the customer's and the carrier's copy went.
select c.form, c.copy_no "set", c.copy, case c.copy when 1 then 'sales file' when 2 then 'warehouse'
           when 3 then 'finance' when 4 then 'customer' else 'carrier' end "name", c.place,
       coalesce(login_of(c.held_by), c.holder) holder, s.part, time_text(c.since) since
from note_copy c join note n on n.id = c.note_id join orders o on o.id = n.order_id
     left join shipment s on s.id = c.shipment_id
where n.no = :note
  and (:all::boolean or o.customer_id in (select customers_of(:actor::bigint)))
order by c.form, c.copy_no, c.copy
