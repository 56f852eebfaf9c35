-- one object
-- A delivery note with its lines and shipments, and what is next.
select json_build_object(
    'note', (select json_strip_nulls(row_to_json(x)) from (select
        n.no, n.state, o.no "order", c.code customer, c.name customer_name,
        money_text(n.total) total, s.code station, n.ship_to, login_of(n.printed_by) printed_by,
        time_text(n.printed_at) printed, n.copies::text, time_text(n.handed_at) handed,
        login_of(n.handed_by) handed_by, time_text(n.accepted_at) accepted,
        login_of(n.accepted_by) accepted_by, n.stopped, n.stop_reason,
        note_to_print(n) to_print, n.void_asked_by is not null to_void, n.two_papers,
        nullif(n.refused_as, '') refused_as, n.refused_for,
        o.complete, login_of(n.void_asked_by) void_asked_by, n.void_way, n.void_reason,
        login_of(n.void_agreed_by) void_agreed_by,
        time_text(n.due_at) due) x),
    'next', (select json_build_object('step', t.step, 'act', coalesce(f.act, t.act),
        'who', coalesce(f.who, turn_of(o, c)), 'due', time_text(n.due_at))
        from turn t left join lateral (select 'print.again' act,
            case j.form when 'OUTBOUND' then 'CLERK' else 'FIN' end who from print_job j
            where j.note_id = n.id and j.state = 'FAILED' and n.state = 'PRINTED'
            order by j.id limit 1) f on true
        where t.state = standing(o)),
    'printings', (select coalesce(json_agg(json_strip_nulls(row_to_json(x))), '[]') from (select
        j.id::text job, j.form, j.state, j.copy_no copy, nullif(j.printer, '') printer,
        time_text(j.queued_at) queued, j.attempts, nullif(j.fault, '') fault
        from print_job j where j.note_id = n.id and j.state in ('QUEUED', 'SENT', 'FAILED')
        order by j.state <> 'FAILED', j.id) x),
    'lines', (select coalesce(json_agg(x), '[]') from (select
        ol.line_no line, p.code product, p.name, l.qty::text, l.allocated::text,
        l.issued::text, l.backorder::text, l.closed::text, l.promised
        from note_line l join order_line ol on ol.id = l.order_line_id
             join product p on p.id = l.product_id
        where l.note_id = n.id order by ol.line_no) x),
    'shipments', (select coalesce(json_agg(x), '[]') from (select
        h.part, h.state, w.code warehouse, h.outbound_no, login_of(h.picked_by) picked_by,
        login_of(h.checked_by) checked_by, time_text(h.issued_at) issued,
        time_text(h.consigned_at) consigned, h.waybill, h.carrier, t.code station,
        h.packages::text, h.weight_g::text weight, h.expected, h.confirmed_on, h.signer,
        h.deemed, time_text(h.due_at) due,
        (select r.no from receivable r where r.id = h.receivable_id) receivable
        from shipment h left join warehouse w on w.id = h.warehouse_id
             left join station t on t.id = h.station_id
        where h.note_id = n.id order by h.part) x),
    'shipment_lines', (select coalesce(json_agg(x), '[]') from (select
        h.part, ol.line_no line, p.code product, y.qty::text, money_text(y.amount) amount,
        money_text(y.amount + y.raised - y.returned_amount) worth, y.issued, y.invoiced::text, y.returned::text, y.received::text, y.replaced::text,
        (select string_agg(k.no || ' ' || x.qty || ' ' || x.kind || ' ' || k.remedy || ' '
                           || k.state, ', ' order by k.id)
         from claim_line x join claim k on k.id = x.claim_id
         where x.shipment_line_id = y.id) claims
        from shipment_line y join shipment h on h.id = y.shipment_id
             join order_line ol on ol.id = y.order_line_id join product p on p.id = y.product_id
        where h.note_id = n.id order by h.part, ol.line_no) x))
from note n join orders o on o.id = n.order_id join customer c on c.id = o.customer_id
     left join station s on s.id = n.station_id
where n.no = :note and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
