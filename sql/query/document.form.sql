-- one object
-- What an invoice or an outbound order of goods says, blue or red, and what of it stands in the
-- queue. Copies as R-137 names them: a red one goes to the warehouse (R-181) and to finance.
select json_build_object(
    'number', d.number, 'series', d.series, 'posted', time_text(d.posted_at),
    'total', money_text(d.total), 'by', login_of(d.posted_by),
    'form', case when d.series in ('IV', 'RI') then 'INVOICE' else 'GOODS' end,
    'copies', case d.series when 'OB' then '1,2' when 'RO' then '1,2,3' else '1,3,4' end,
    'printed', (select count(*) from print_copy p where p.document_id = d.id),
    'jobs', (select coalesce(json_agg(json_build_object('job', j.id::text, 'state', j.state,
                 'copy', j.copy_no, 'printer', j.printer) order by j.id), '[]')
             from print_job j where j.document_id = d.id and j.state in ('QUEUED', 'SENT', 'FAILED')),
    'sha256', d.sha256,
    'zone_min', (select p.utc_offset_min from policy p order by p.id desc limit 1),
    'paper', coalesce((d.body::json) -> 'paper', d.body::json))
from document d
where d.number = :number and d.series in ('IV', 'RI', 'OB', 'RO')
  and (:all::boolean or d.customer_id in (select customers_of(:actor::bigint)))
