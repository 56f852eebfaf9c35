-- What the formula proposes, account by account: undecided ones first, then the latest quarter.
-- The formula's factors as it multiplies them: `monthly` is S, `term_days` T, `buffer_days` b,
-- `grade_factor` Kc, `growth_factor` Kg; `manual` is M, what was added to its result (R-164).
-- `exposure`: now. `waits`: for signatures.
select a.code account, p.quarter, p.state,
       case when p.state = 'PROPOSED' then 'limit.submit'
            when p.state = 'SUBMITTED' and w.waits then 'limit.sign'
            when p.state = 'SUBMITTED' then 'limit.accept' end act,
       case when p.state = 'PROPOSED' then 'SSGL'
            when p.state = 'SUBMITTED' then 'DIR DDIR GM' end who,
       c.code customer, c.name customer_name, p.grade, money_text(p.was) was,
       money_text(p.lim) "limit", money_text(p.formula) formula,
       money_text(p.lim - p.formula) manual,
       money_text(a.reserved + a.shipped + a.invoiced + a.deposit) exposure,
       p.cash_first, p.fresh, money_text(p.shipped) shipped, p.months,
       money_text(p.shipped / nullif(p.months, 0)) monthly, p.term_days, y.buffer_days,
       round(p.grade_factor / 100.0, 2)::text grade_factor,
       round(1 + greatest(y.growth_least_pct * 200, least(y.growth_most_pct * 200, p.growth))
                 / 20000.0, 4)::text growth_factor,
       money_text(p.last_quarter) last_quarter, money_text(p.quarter_before) quarter_before,
       round(p.growth / 100.0, 2)::text growth, money_text(p.due) due,
       money_text(p.in_time) in_time,
       case when p.due > 0 then round(p.in_time * 100.0 / p.due, 2)::text end in_time_pct,
       money_text(p.bad_debt) bad_debt,
       nullif(p.reason, '') reason, login_of(p.adjusted_by) adjusted_by,
       login_of(p.submitted_by) submitted_by, login_of(p.decided_by) decided_by,
       nullif(p.answer, '') answer, case when w.waits then true end waits,
       p.policy_id policy, p.version, p.made_at
from limit_proposal p join credit_account a on a.id = p.account_id
     join policy y on y.id = p.policy_id
     left join lateral (select code, name from customer where account_id = a.id
                        order by id limit 1) c on true
     cross join lateral (select exists (select from limit_decision d
           where d.proposal_id = p.id and d.state = 'PROPOSED') waits) w
where (:all::boolean or exists (select from customer x where x.account_id = a.id
           and x.id in (select customers_of(:actor::bigint))))
  and (:customer::text is null or exists (select from customer x where x.account_id = a.id
                                          and x.code = :customer))
  and (:quarter::date is null or p.quarter = :quarter::date)
  and (:review_state::text is null or p.state = :review_state)
order by p.state not in ('PROPOSED', 'SUBMITTED'), p.quarter desc, a.code
