-- one object
-- The paper of a note as it was posted; how many copies were printed.
select json_build_object(
    'number', d.number, 'posted', time_text(d.posted_at), 'total', money_text(d.total),
    'note', n.no, 'state', n.state,
    'copy', (select count(*) from print_copy p where p.document_id = d.id),
    'sha256', d.sha256,
    'paper', coalesce((d.body::json) -> 'paper', d.body::json))
from note n join document d on d.id = n.document_id
     join orders o on o.id = n.order_id
where n.no = :note
  and (:all::boolean or o.customer_id in (select customers_of(:actor::bigint)))
