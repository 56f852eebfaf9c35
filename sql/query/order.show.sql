-- one object
-- An order with its whole road: who, when, outcome, numbers, remark; what is next, whose turn.
-- The money that paid it belongs to the road, though a receipt belongs to the customer.
select json_build_object(
    'order', (select json_strip_nulls(row_to_json(x)) from (select
        o.no, o.state, o.version, c.code customer, c.name customer_name, o.origin, o.channel,
        o.reference, o.contract, money_text(o.total) total,
        case when o.has_stated then money_text(o.stated_total) end stated,
        o.cash_basis, o.complete, money_text(o.reserved) reserved, money_text(o.earmarked) earmarked,
        time_text(o.arrival) arrival, o.business_day, o.wanted, s.code station, o.ship_to,
        login_of(o.keyed_by) keyed_by, login_of(o.checked_by) checked_by,
        login_of(o.verified_by) verified_by, login_of(o.approved_by) approved_by, o.attested_by,
        login_of(o.csr_id) csr, login_of(o.scr_id) scr, login_of(o.bcr_id) bcr, o.memo,
        (select f.no from orders f where f.id = o.follows_id) follows,
        (select string_agg(f.no, ', ' order by f.id) from orders f where f.follows_id = o.id)
            followed_by,
        o.returned_for, time_text(o.state_since) since, time_text(o.due_at) due,
        time_text(o.op_due_at) op_due,
        time_text(o.ship_due_at) ship_due, time_text(o.closed_at) closed) x),
    'account', (select json_strip_nulls(row_to_json(x)) from (select
        a.code, case when y.has then money_text(in_force(a.lim, a.next_lim, a.next_lim_from)) end
            "limit", money_text(y.used) exposure,
        case when y.has then money_text(in_force(a.lim, a.next_lim, a.next_lim_from) - y.used) end
            room
        from (select a.reserved + a.shipped + a.invoiced + a.deposit used, c.has_limit
            or not in_force(c.cash_first, c.next_cash_first, c.next_cash_from) has) y) x),
    'lines', (select coalesce(json_agg(x), '[]') from (select
        l.line_no line, p.code product, p.name, l.ordered::text, l.granted::text,
        l.cut_for, money_text(l.price) price, l.price_per, money_text(l.amount) amount,
        l.remark
        from order_line l join product p on p.id = l.product_id
        where l.order_id = o.id and not l.removed order by l.line_no) x),
    'road', (select coalesce(json_agg(x), '[]') from (select
        e.id event, time_text(e.at) at, e.machine, e.step, e.op act, login_of(e.actor_id) by,
        u.name by_name, case when e.principal_id <> e.actor_id then login_of(e.principal_id) end
            "for", e.role, e.outcome, e.rule, e.from_state "from", e.to_state "to",
        case when e.numbers like '{%' then e.numbers::json end numbers, e.remark,
        time_text(e.due_at) due
        from event e join app_user u on u.id = e.actor_id
        where e.order_id = o.id or e.machine = 'RECEIPT' and e.order_id is null
              and e.entity_id in (select m.receipt_id from earmark m where m.order_id = o.id
                  union all select a.receipt_id from allocation a where a.order_id = o.id)
        order by e.id) x),
    'next', (select json_build_object('step', t.step, 'act', coalesce(f.act, t.act),
        'who', coalesce(f.who, turn_of(o, c)),
        'due', time_text(coalesce(case when o.state = 'HANDED_OVER' then
            (select min(s2.due_at) from shipment s2 where s2.order_id = o.id
             and s2.state in ('ALLOCATED', 'PICKED', 'CHECKED', 'ISSUED', 'CONSIGNED',
                 'FED_BACK')) end, o.due_at)))
        from turn t left join lateral (select 'print.again' act,
            case j.form when 'OUTBOUND' then 'CLERK' else 'FIN' end who
            from note n join print_job j on j.note_id = n.id
            where n.order_id = o.id and j.state = 'FAILED' and n.state = 'PRINTED'
            order by j.id limit 1) f on true
        where t.state = standing(o)),
    'printings', (select coalesce(json_agg(json_strip_nulls(row_to_json(x))), '[]') from (select
        j.id::text job, n.no note, j.form, j.state, j.copy_no copy,
        nullif(j.printer, '') printer, time_text(j.queued_at) queued, j.attempts,
        nullif(j.fault, '') fault
        from note n join print_job j on j.note_id = n.id
        where n.order_id = o.id and j.state in ('QUEUED', 'SENT', 'FAILED')
        order by j.state <> 'FAILED', j.id) x),
    'notes', (select coalesce(json_agg(x), '[]') from (select
        n.no, n.state, money_text(n.total) total, time_text(n.printed_at) printed,
        time_text(n.handed_at) handed, time_text(n.due_at) due, n.stopped,
        nullif(note_to_print(n), '') to_print, n.void_asked_by is not null to_void, n.two_papers
        from note n where n.order_id = o.id order by n.id) x),
    'shipments', (select coalesce(json_agg(x), '[]') from (select
        n.no note, h.part, h.state, w.code warehouse, h.outbound_no, h.waybill, h.carrier,
        time_text(h.issued_at) issued, time_text(h.consigned_at) consigned, h.expected,
        h.confirmed_on, h.signer
        from shipment h join note n on n.id = h.note_id
             left join warehouse w on w.id = h.warehouse_id
        where h.order_id = o.id order by n.id, h.part) x),
    'claims', (select coalesce(json_agg(x), '[]') from (select
        k.no claim, n.no note, h.part, k.state, k.remedy, money_text(k.amount) amount,
        (select string_agg(ol.line_no || ': ' || y.qty || ' ' || case when y.worth > 0
             then money_text(y.was) || ' -> ' || money_text(y.worth) else y.kind::text end, ', '
             order by ol.line_no)
         from claim_line y join shipment_line sl on sl.id = y.shipment_line_id
              join order_line ol on ol.id = sl.order_line_id where y.claim_id = k.id) what,
        k.reason, nullif(k.agreed, '') agreed, login_of(k.recorded_by) recorded_by, time_text(k.recorded_at) recorded,
        login_of(k.consented_by) consented_by, login_of(k.decided_by) decided_by,
        time_text(k.decided_at) decided, nullif(k.goods, '') goods, nullif(k.answer, '') answer
        from claim k join shipment h on h.id = k.shipment_id join note n on n.id = k.note_id
        where k.order_id = o.id order by k.id) x),
    'carrier_claims', (select coalesce(json_agg(x), '[]') from (select
        k.no carrier_claim, k.state, k.carrier, k.waybill, k.cause, money_text(k.amount) amount,
        money_text(k.paid) paid, nullif(k.bank_ref, '') bank_ref
        from carrier_claim k where k.order_id = o.id order by k.id) x),
    'receivables', (select coalesce(json_agg(x), '[]') from (select
        r.no, r.state, money_text(r.amount) amount, money_text(r.open_s + r.open_i) open,
        money_text(r.invoiced) invoiced, money_text(r.paid) paid, r.due
        from receivable r where r.order_id = o.id order by r.id) x),
    'documents', (select coalesce(json_agg(x), '[]') from (select
        d.number, d.series, money_text(d.total) total, time_text(d.posted_at) posted,
        login_of(d.posted_by) by, (select v.number from document v where v.id = d.reverses_id)
            reverses
        from document d where d.order_id = o.id order by d.posted_at, d.id) x),
    'special_treatment', (select coalesce(json_agg(x), '[]') from (select
        k.state, k.reason why, k.grounds, k.version, login_of(k.applied_by) applied_by,
        time_text(k.applied_at) applied, time_text(k.due_at) due, time_text(k.decided_at) decided,
        login_of(k.refused_by) refused_by,
        case when k.record like '{%' then k.record::json end record
        from st_case k where k.order_id = o.id order by k.id desc) x),
    'thread', (select coalesce(json_agg(x), '[]') from (select
        time_text(t.at) at, login_of(t.author_id) by, t.body "text", nullif(t.file_ref, '') file,
        nullif(t.file_sha256, '') sha256
        from thread t where t.order_id = o.id order by t.id) x),
    'quota_requests', (select coalesce(json_agg(x), '[]') from (select
        q.kind, q.state, l.line_no line, p.code product, a.code area, q.qty::text, q.given::text,
        login_of(q.asked_by) asked_by, time_text(q.asked_at) asked,
        login_of(q.decided_by) decided_by, time_text(q.decided_at) decided,
        nullif(q.reason, '') reason
        from quota_request q join order_line l on l.id = q.order_line_id
             join product p on p.id = l.product_id left join area a on a.id = q.from_area_id
        where q.order_id = o.id order by q.id) x),
    'signatures', (select coalesce(json_agg(x), '[]') from (select
        s.kind, s.role, login_of(s.signer_id) signer, login_of(s.principal_id) principal,
        s.version, time_text(s.at) at, time_text(s.void_at) void, s.remark,
        login_of(s.attested_by) attested_by, time_text(s.paper_at) signed_on_paper
        from signature s where s.order_id = o.id order by s.id) x))
from orders o join customer c on c.id = o.customer_id
     left join credit_account a on a.id = c.account_id left join station s on s.id = o.station_id
where o.no = :order and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
