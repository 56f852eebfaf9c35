-- What the formula proposes, account by account: undecided ones first, then the latest quarter;
-- shares and growth in percent, the factor as it multiplies. `waits`: for signatures.
select a.code account, p.quarter, p.state, c.code customer, c.name customer_name, p.grade,
       money_text(p.was) was, money_text(p.lim) "limit", money_text(p.formula) formula,
       p.cash_first, p.fresh, money_text(p.shipped) shipped, p.months,
       round(p.growth / 100.0, 2)::text growth, p.term_days, money_text(p.due) due,
       money_text(p.in_time) in_time,
       case when p.due > 0 then round(p.in_time * 100.0 / p.due, 2)::text end in_time_pct,
       money_text(p.bad_debt) bad_debt, round(p.grade_factor / 100.0, 2)::text grade_factor,
       nullif(p.reason, '') reason, login_of(p.adjusted_by) adjusted_by,
       login_of(p.submitted_by) submitted_by, login_of(p.decided_by) decided_by,
       nullif(p.answer, '') answer, case when exists (select from limit_decision d
           where d.proposal_id = p.id and d.state = 'PROPOSED') then true end waits,
       p.policy_id policy, p.version, p.made_at
from limit_proposal p join credit_account a on a.id = p.account_id
     left join lateral (select code, name from customer where account_id = a.id
                        order by id limit 1) c on true
where (:all::boolean or exists (select from customer x where x.account_id = a.id
           and x.id in (select customers_of(:actor::bigint))))
  and (:customer::text is null or exists (select from customer x where x.account_id = a.id
                                          and x.code = :customer))
  and (:quarter::date is null or p.quarter = :quarter::date)
  and (:review_state::text is null or p.state = :review_state)
order by p.state not in ('PROPOSED', 'SUBMITTED'), p.quarter desc, a.code
