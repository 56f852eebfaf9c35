-- Who signs or acts for whom, and who is away and who said so; what is over is left out.
select q.kind, q.principal, q.delegate, q.role, time_text(q.valid_from) "from",
       time_text(q.valid_to) "to", q.said_by
from (
    select d.kind, login_of(d.principal_id) principal, login_of(d.delegate_id) delegate, d.role,
           d.valid_from, d.valid_to, null said_by, d.id
    from delegation d
    where d.revoked_at is null and coalesce(d.valid_to, 'infinity') > business_now()
    union all
    select 'AWAY', login_of(y.user_id), null, '', y.away_from, y.away_to, y.said_by, y.id
    from away y where coalesce(y.away_to, 'infinity') > business_now()
) q
where :user::text is null or :user in (q.principal, q.delegate)
order by q.principal, q.kind, q.valid_from nulls first, q.id
