-- Delivery notes that are not done, the most urgent first.
select n.no, n.state, o.no "order", c.code customer, c.name customer_name, s.code station,
       money_text(n.total) total, n.stopped, time_text(n.handed_at) handed,
       (select count(*) from shipment h where h.note_id = n.id and h.state <> 'VOIDED') parts,
       (select h.part from shipment h where h.note_id = n.id and h.state in ('ALLOCATED',
            'PICKED', 'CHECKED', 'ISSUED', 'CONSIGNED', 'FED_BACK')
        order by array_position(array['ALLOCATED', 'PICKED', 'CHECKED', 'ISSUED', 'CONSIGNED',
            'FED_BACK'], h.state::text), h.part limit 1) part,
       t.step, t.act, time_text(n.due_at) due
from note n join orders o on o.id = n.order_id join customer c on c.id = o.customer_id
     left join station s on s.id = n.station_id left join turn t on t.state = standing(o)
where n.state in ('PRINTED', 'HANDED', 'ACCEPTED')
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:step::text is null or t.step = upper(:step))
  and (:customer::text is null or c.code = :customer)
  and (:mine::boolean is not true or exists (
       select from (select turn_of(o, c) who offset 0) w -- asked once
       where w.who = login_of(:actor::bigint) or exists (
           select from user_role r join role_cover v on v.role = r.role
           where r.user_id = :actor::bigint
             and v.covers = any (string_to_array(w.who, ' '))
             and coalesce(r.valid_from, '-infinity') <= business_today()
             and coalesce(r.valid_to, 'infinity') >= business_today())))
  and (:warehouse::text is null or exists (select from shipment h
       join warehouse w on w.id = h.warehouse_id where h.note_id = n.id and w.code = :warehouse))
order by n.due_at nulls last, n.id
