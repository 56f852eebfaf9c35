-- Signed slips that are not back though the goods should have arrived (R-372), longest missing
-- first. Deemed receipt ends it.
select n.no note, h.part, o.no "order", c.code customer, c.name customer_name, h.waybill, h.carrier,
       time_text(h.consigned_at) consigned, h.expected, h.slip_due, business_today() - h.slip_due
       days_missing, login_of(o.scr_id) scr, login_of(o.csr_id) csr, h.state
from shipment h join note n on n.id = h.note_id join orders o on o.id = h.order_id
     join customer c on c.id = o.customer_id
where h.state in ('CONSIGNED', 'FED_BACK') and h.slip_due < business_today()
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
  and (:mine::boolean is not true or :actor::bigint in (o.scr_id, o.csr_id))
order by h.slip_due, h.id
