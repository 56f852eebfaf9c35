-- Users with the roles that they hold today, failed logins since the last good one, and locks.
select u.login, u.name, u.active, w.code warehouse,
       (select coalesce(string_agg(r.role || coalesce(':' || coalesce(m.code, a.code), ''), ' '
            order by r.role), '')
        from user_role r left join market m on m.id = r.unit_id left join area a
             on a.id = r.unit_id
        where r.user_id = u.id and coalesce(r.valid_from, '-infinity') <= business_today()
          and coalesce(r.valid_to, 'infinity') >= business_today()) roles,
       exists (select from away y where y.user_id = u.id
               and coalesce(y.away_from, '-infinity') <= business_now()
               and coalesce(y.away_to, 'infinity') > business_now()) away,
       coalesce(k.failures, 0) failures,
       case when k.locked_until > clock_timestamp() then time_text(k.locked_until) end locked
from app_user u left join warehouse w on w.id = u.warehouse_id
     left join credential k on k.user_id = u.id
where u.id > 1 and (:find::text is null or u.login ilike '%' || :find || '%'
      or u.name ilike '%' || :find || '%')
  and (:role::text is null or u.active and exists (select from user_role h
       where h.user_id = u.id and h.role = :role and coalesce(h.valid_from, '-infinity') <= business_today()
         and coalesce(h.valid_to, 'infinity') >= business_today()))
order by u.login
