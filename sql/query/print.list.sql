-- What is to be printed or did not come out, oldest first; of a note, all of its printings.
select j.id::text job, n.no note, o.no "order", j.form, j.state, j.copy_no copy, j.printer,
       time_text(j.queued_at) queued, login_of(j.queued_by) by, login_of(j.taken_by) taken_by,
       time_text(j.taken_at) taken, j.attempts, j.fault
from print_job j join note n on n.id = j.note_id join orders o on o.id = j.order_id
where (j.state in ('QUEUED', 'SENT', 'FAILED') or n.no = :note)
  and (:note::text is null or n.no = :note)
  and (:printer::text is null or j.printer in ('', :printer))
  and (:all::boolean or o.customer_id in (select customers_of(:actor::bigint)))
order by j.queued_at, j.id
