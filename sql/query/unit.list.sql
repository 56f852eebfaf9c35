-- Who answers for a market, an area or a customer, from which day to which; those to come too.
select case when m.id is not null then 'MARKET' when a.id is not null then 'AREA' else 'CUSTOMER' end
       unit, coalesce(m.code, a.code, c.code) code, coalesce(m.name, a.name, c.name) name, x.role,
       login_of(x.user_id) "user", x.valid_from, x.valid_to
from assignment x left join market m on m.id = x.unit_id left join area a on a.id = x.unit_id
     left join customer c on c.id = x.unit_id
where coalesce(x.valid_to, 'infinity') >= business_today()
  and (:code::text is null or coalesce(m.code, a.code, c.code) = :code)
  and (:user::text is null or login_of(x.user_id) = :user)
  and (:all::boolean or c.id is null or c.id in (select customers_of(:actor::bigint)))
order by (m.id is null), (a.id is null), 2, x.role, x.valid_from nulls first, x.id
