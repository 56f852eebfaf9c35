-- What the formula proposes, account by account, the latest quarter first; shares and growth in
-- percent, the factor as it multiplies.
select a.code account, p.quarter, p.state, c.code customer, c.name customer_name, p.grade,
       money_text(p.was) was, money_text(p.lim) "limit", money_text(p.formula) formula,
       p.cash_first, p.fresh, money_text(p.shipped) shipped, p.months,
       round(p.growth / 100.0, 2)::text growth, p.term_days, money_text(p.due) due,
       money_text(p.in_time) in_time,
       case when p.due > 0 then round(p.in_time * 100.0 / p.due, 2)::text end in_time_pct,
       money_text(p.bad_debt) bad_debt, round(p.grade_factor / 100.0, 2)::text grade_factor,
       p.policy_id policy, p.version, p.made_at
from limit_proposal p join credit_account a on a.id = p.account_id
     left join lateral (select code, name from customer where account_id = a.id
                        order by id limit 1) c on true
where (:all::boolean or exists (select from customer x where x.account_id = a.id
           and x.id in (select customers_of(:actor::bigint))))
  and (:customer::text is null or exists (select from customer x where x.account_id = a.id
                                          and x.code = :customer))
  and (:quarter::date is null or p.quarter = :quarter::date)
order by p.quarter desc, a.code
