-- one object
-- The bytes of a printing that the actor took, and its number: from 2 on it is marked.
select json_build_object('job', j.id::text, 'note', n.no, 'form', j.form, 'copy', j.copy_no,
    'printer', j.printer, 'copies', f.copies, 'sha256', f.sha256, 'text', f.body)
from print_job j join note n on n.id = j.note_id join orders o on o.id = j.order_id
     join form f on f.document_id = n.document_id and f.form = j.form
where j.id = :job and j.state = 'SENT' and j.taken_by = :actor::bigint
  and (:all::boolean or o.customer_id in (select customers_of(:actor::bigint)))
