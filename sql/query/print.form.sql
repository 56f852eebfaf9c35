-- one object
-- The bytes of a printing that the actor took, and its number: from 2 on it is marked. A note's
-- text is as it was fixed; papers of other documents are set of what the document says.
select json_build_object('job', j.id::text, 'note', n.no, 'form', j.form, 'copy', j.copy_no,
    'printer', j.printer, 'series', case when n.id is null then d.series end,
    'copies', coalesce(f.copies, copies_of_series(d.series)),
    'sha256', coalesce(f.sha256, d.sha256), 'text', f.body,
    'number', d.number, 'posted', time_text(d.posted_at), 'total', money_text(d.total),
    'by', login_of(d.posted_by),
    'zone_min', (select p.utc_offset_min from policy p order by p.id desc limit 1),
    'paper', coalesce((d.body::json) -> 'paper', d.body::json),
    'of', (select coalesce((v.body::json) -> 'paper', v.body::json) from document v
           where v.id = d.reverses_id))
from print_job j left join note n on n.id = j.note_id
     join document d on d.id = coalesce(n.document_id, j.document_id)
     left join form f on f.document_id = d.id and f.form = j.form
where j.id = :job and j.state = 'SENT' and j.taken_by = :actor::bigint
  and (:all::boolean or d.customer_id in (select customers_of(:actor::bigint)))
