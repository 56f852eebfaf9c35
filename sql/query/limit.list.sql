-- What waits for signatures first, oldest first; then what was decided, the latest first. `by`:
-- the posts that signed.
select a.code account, d.state, c.code customer, c.name customer_name, money_text(d.was) was,
       money_text(d.lim) "limit", money_text(d.base) base, d.valid_from, d.valid_to, d.three, d.reason,
       login_of(d.proposed_by) proposed_by, d.proposed_at,
       (select string_agg(s.role, ' ' order by s.id) from limit_signature s
        where s.limit_id = d.id) "by",
       login_of(d.decided_by) decided_by, d.decided_at
from limit_decision d join credit_account a on a.id = d.account_id
     left join lateral (select code, name from customer where account_id = a.id
                        order by id limit 1) c on true
where (:all::boolean or exists (select from customer x where x.account_id = a.id
           and x.id in (select customers_of(:actor::bigint))))
  and (:customer::text is null or exists (select from customer x where x.account_id = a.id
                                          and x.code = :customer))
order by d.state <> 'PROPOSED', case d.state when 'PROPOSED' then d.id else -d.id end
