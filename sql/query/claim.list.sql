-- Claims that are not settled, oldest first, and whom they wait for; of one order, all of them.
-- mine: those that I recorded, whose consent or acceptance is mine, or whose goods I await; and
-- losses of which something was found, for a manager to decide.
select k.no claim, o.no "order", n.no note, h.part, c.code customer, c.name customer_name, k.state,
       k.remedy, money_text(k.amount) amount,
       (select string_agg(ol.line_no || ': ' || y.qty || ' ' || case when y.worth > 0
            then money_text(y.was) || ' -> ' || money_text(y.worth) else y.kind::text end, ', '
            order by ol.line_no)
        from claim_line y join shipment_line sl on sl.id = y.shipment_line_id
             join order_line ol on ol.id = sl.order_line_id where y.claim_id = k.id) what,
       k.reason, nullif(k.agreed, '') agreed, login_of(k.recorded_by) recorded_by, time_text(k.recorded_at) recorded,
       login_of(w.who) waits_for, case k.state when 'ACCEPTED' then 'claim.receive'
           when 'OPEN' then 'claim.accept' when 'CONSENTED' then 'claim.accept'
           when 'FOUND' then 'claim.close-found' end act, k.answer
from claim k join orders o on o.id = k.order_id join note n on n.id = k.note_id
     join shipment h on h.id = k.shipment_id join customer c on c.id = o.customer_id
     cross join lateral (select claim_waits_for(k, o, c) who) w
where (k.state in ('OPEN', 'CONSENTED', 'ACCEPTED', 'FOUND') or o.no = :order)
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
  and (:order::text is null or o.no = :order)
  and (:mine::boolean is not true
       or :actor::bigint in (k.recorded_by, w.who))
order by k.recorded_at, k.id
