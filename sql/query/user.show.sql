-- one object
-- A person: roles that count now or later with their days, who acts for whom, absences, the units
-- that he answers for, and how he last came in. What can be resumed is a log-in that has not ended.
select json_build_object(
    'user', (select json_strip_nulls(row_to_json(x)) from (select
        u.login, u.name, u.active, w.code warehouse, coalesce(k.failures, 0) failures,
        case when k.locked_until > clock_timestamp() then time_text(k.locked_until) end locked,
        time_text(k.changed_at) password_of, k.must_change,
        (select time_text(max(t.created_at)) from session_token t where t.user_id = u.id)
            last_login) x),
    'roles', (select coalesce(json_agg(json_strip_nulls(row_to_json(x))), '[]') from (select
        r.role, coalesce(m.code, a.code) unit, r.valid_from, r.valid_to
        from user_role r left join market m on m.id = r.unit_id left join area a on a.id = r.unit_id
        where r.user_id = u.id and coalesce(r.valid_to, 'infinity') >= business_today()
        order by r.role, r.valid_from nulls first, r.id) x),
    'substitutes', (select coalesce(json_agg(json_strip_nulls(row_to_json(x))), '[]') from (select
        d.kind, login_of(d.principal_id) principal, login_of(d.delegate_id) delegate, d.role,
        time_text(d.valid_from) "from", time_text(d.valid_to) "to"
        from delegation d
        where u.id in (d.principal_id, d.delegate_id) and d.revoked_at is null
          and coalesce(d.valid_to, 'infinity') > business_now()
        order by d.kind, d.valid_from nulls first, d.id) x),
    'away', (select coalesce(json_agg(json_strip_nulls(row_to_json(x))), '[]') from (select
        time_text(y.away_from) "from", time_text(y.away_to) "to", y.said_by
        from away y where y.user_id = u.id and coalesce(y.away_to, 'infinity') > business_now()
        order by y.away_from nulls first, y.id) x),
    'units', (select coalesce(json_agg(json_strip_nulls(row_to_json(x))), '[]') from (select
        x.role, coalesce(m.code, a.code, c.code) code, x.valid_from, x.valid_to
        from assignment x left join market m on m.id = x.unit_id left join area a on a.id = x.unit_id
             left join customer c on c.id = x.unit_id
        where x.user_id = u.id and coalesce(x.valid_to, 'infinity') >= business_today()
        order by 2, x.role, x.id limit 40) x),
    'sessions', (select coalesce(json_agg(x), '[]') from (select
        time_text(t.created_at) since, time_text(t.expires_at) "to"
        from session_token t where t.user_id = u.id and t.revoked_at is null
          and t.expires_at > clock_timestamp()
        order by t.created_at desc limit 10) x))
from app_user u left join warehouse w on w.id = u.warehouse_id
     left join credential k on k.user_id = u.id
where u.id > 1 and u.login = :user
