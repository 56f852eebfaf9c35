-- one object
-- The form of a note as it was posted, and what of it stands in the queue.
select json_build_object(
    'number', d.number, 'posted', time_text(d.posted_at), 'total', money_text(d.total),
    'note', n.no, 'state', n.state, 'form', f.form, 'copies', f.copies,
    'printed', (select count(*) from print_copy p
                where p.document_id = d.id and p.form = f.form),
    'jobs', (select coalesce(json_agg(json_build_object('job', j.id::text, 'state', j.state,
                 'copy', j.copy_no, 'printer', j.printer) order by j.id), '[]')
             from print_job j where j.note_id = n.id and j.form = f.form
                                and j.state in ('QUEUED', 'SENT', 'FAILED')),
    'sha256', f.sha256, 'text', f.body,
    'zone_min', (select p.utc_offset_min from policy p order by p.id desc limit 1),
    'paper', coalesce((d.body::json) -> 'paper', d.body::json))
from note n join document d on d.id = n.document_id
     join orders o on o.id = n.order_id
     join form f on f.document_id = d.id and f.form = coalesce(:form, 'NOTE')
where n.no = :note
  and (:all::boolean or o.customer_id in (select customers_of(:actor::bigint)))
