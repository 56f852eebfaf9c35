-- one object
-- What a document beside the delivery note says, blue or red, and what of it stands in the queue.
-- "of": what the document that it takes back said.
select json_build_object(
    'number', d.number, 'series', d.series, 'posted', time_text(d.posted_at),
    'total', money_text(d.total), 'by', login_of(d.posted_by),
    'form', form_of_series(d.series), 'copies', copies_of_series(d.series),
    'printed', (select count(*) from print_copy p where p.document_id = d.id),
    'jobs', (select coalesce(json_agg(json_build_object('job', j.id::text, 'state', j.state,
                 'copy', j.copy_no, 'printer', j.printer) order by j.id), '[]')
             from print_job j where j.document_id = d.id and j.state in ('QUEUED', 'SENT', 'FAILED')),
    'sha256', d.sha256,
    'zone_min', (select p.utc_offset_min from policy p order by p.id desc limit 1),
    'paper', coalesce((d.body::json) -> 'paper', d.body::json),
    'of', (select coalesce((v.body::json) -> 'paper', v.body::json) from document v
           where v.id = d.reverses_id))
from document d
where d.number = :number and form_of_series(d.series) is not null
  and (:all::boolean or d.customer_id in (select customers_of(:actor::bigint)))
