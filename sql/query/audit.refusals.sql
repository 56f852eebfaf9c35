-- What was refused for want of a right, the newest first: at the door, and by a decision.
select time_text(q.at) at, login_of(q.user_id) login, q.op act, q.what, q.code, q.roles, q.peer, q.times
from (
    select r.at, r.user_id, r.op, r.what, 'RIGHTS' code, r.roles, r.peer, r.times
    from refusal r
    union all
    select c.recorded_at, c.actor_id, c.op,
           coalesce('order ' || o.no, 'note ' || (c.answer::json -> 'note' ->> 'no'), ''),
           c.answer::json ->> 'code', '', '', 1
    from command c left join orders o on o.id = c.order_id
    where c.outcome = 'REFUSED'
      and (c.answer like '%"code":"RIGHTS"%' or c.answer like '%"code":"SCOPE"%')
) q
where (:user::text is null or login_of(q.user_id) = :user)
  and q.at >= coalesce(:from::timestamptz, '-infinity')
  and q.at < coalesce(:to::timestamptz, 'infinity')
order by q.at desc
