-- one object
-- A piece of a file's bytes, for who sees a customer with whom it is filed.
select json_build_object('sha256', f.sha256, 'size', f.size, 'part', b.part,
    'parts', (f.size + 24575) / 24576,
    'content', translate(encode(b.content, 'base64'), E'\n', ''))
from file f join file_bytes b on b.sha256 = f.sha256 and b.user_id = f.added_by
                             and b.attempt = f.attempt
where f.sha256 = :sha256 and b.part = coalesce(:part::bigint, 1)
  and exists (select from file_link l where l.file_id = f.id
              and (:all::boolean or l.customer_id in (select customers_of(:actor::bigint))))
