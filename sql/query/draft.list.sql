-- One's own drafts, the newest first.
select d.name draft, d.body "text", time_text(d.at) at
from draft d
where d.user_id = :actor::bigint and d.body <> ''
order by d.at desc
