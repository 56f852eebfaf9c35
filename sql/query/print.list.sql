-- What is to be printed or did not come out, oldest first; of a note, all of its printings. What is
-- no note's stands there under its own number. A printer gets what names it; of what names none, or
-- one that was switched off, that of its warehouse, and a printer of no warehouse what no other serves.
select j.id::text job, coalesce(n.no, d.number) note, o.no "order", j.form, j.state,
       j.copy_no copy, j.printer, time_text(j.queued_at) queued, login_of(j.queued_by) by,
       login_of(j.taken_by) taken_by, time_text(j.taken_at) taken, j.attempts, j.fault
from print_job j left join note n on n.id = j.note_id
     join document d on d.id = coalesce(n.document_id, j.document_id)
     left join orders o on o.id = d.order_id
     left join lateral (
        select min(s.warehouse_id) warehouse from shipment s
        where (s.note_id = j.note_id or s.document_id = j.document_id)
          and exists (select from printer x where x.active and x.warehouse_id = s.warehouse_id)
     ) served on true
     left join printer here on here.code = :printer and here.active
where (j.state in ('QUEUED', 'SENT', 'FAILED') or n.no = :note)
  and (:note::text is null or n.no = :note)
  and (:printer::text is null or j.printer = :printer
       or coalesce(here.warehouse_id, 0) = coalesce(served.warehouse, 0)
          and (j.printer = '' or exists (select from printer x
                                         where x.code = j.printer and not x.active)))
  and (:all::boolean or d.customer_id in (select customers_of(:actor::bigint)))
order by j.queued_at, j.id
