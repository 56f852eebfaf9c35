-- Returns that are not settled, oldest first, and whom they wait for; of one order, all of them.
-- mine: those that I applied for, that wait for my confirmation or review, whose red order I issue,
-- whose goods I await; and those that wait for a desk of mine: the technical department's, the
-- clerk's, the store's.
select r.no goods_return, o.no "order", n.no note, h.part, c.code customer, c.name customer_name,
       r.state, r.why, money_text(-r.amount) amount,
       (select string_agg(ol.line_no || ': ' || p.code || ' ' || -y.accepted, ', '
            order by ol.line_no)
        from goods_return_line y join shipment_line sl on sl.id = y.shipment_line_id
             join order_line ol on ol.id = sl.order_line_id join product p on p.id = y.product_id
        where y.return_id = r.id) what,
       r.reason, nullif(r.finding, '') finding, d.number paper, login_of(r.applied_by) applied_by,
       time_text(r.applied_at) applied, login_of(w.who) waits_for,
       case r.state when 'APPLIED' then 'return.confirm' when 'CONFIRMED' then 'return.verify'
           when 'TO_EXAMINE' then 'return.examine' when 'VERIFIED' then 'return.review'
           when 'REVIEWED' then 'return.issue' when 'ISSUED' then 'return.receive'
           when 'RECEIVED' then 'return.settle' end act, nullif(r.answer, '') answer
from goods_return r join orders o on o.id = r.order_id join note n on n.id = r.note_id
     join shipment h on h.id = r.shipment_id join customer c on c.id = o.customer_id
     left join document d on d.id = r.document_id
     cross join lateral (select case when r.state in ('ISSUED', 'RECEIVED') then o.scr_id
                                     when r.state = 'REVIEWED' then o.csr_id
                                     else return_waits_for(r, c) end who) w
where (r.state not in ('SETTLED', 'REFUSED', 'WITHDRAWN') or o.no = :order)
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
  and (:order::text is null or o.no = :order)
  and (:mine::boolean is not true
       or :actor::bigint in (r.applied_by, w.who)
       or r.state in ('TO_EXAMINE', 'REVIEWED', 'ISSUED', 'RECEIVED')
          and exists (select from user_role u
            where u.user_id = :actor
              and case r.state when 'TO_EXAMINE' then u.role = 'TECH'
                      when 'REVIEWED' then u.role = 'CLERK' else u.role in ('STO', 'WH') end
              and coalesce(u.valid_from, '-infinity') <= business_today()
              and coalesce(u.valid_to, 'infinity') >= business_today()))
order by r.applied_at, r.id
