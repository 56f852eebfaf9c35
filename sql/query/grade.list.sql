-- The credit-grade list as it stands now, best grades first: the grade that the account's last review
-- found, limit, use, term, who pays first, what is overdue (R-168, R-236).
select c.code customer, c.name customer_name, a.code account, p.grade, p.quarter,
       case when c.has_limit or not in_force(c.cash_first, c.next_cash_first, c.next_cash_from)
           then money_text(in_force(a.lim, a.next_lim, a.next_lim_from)) end "limit",
       money_text(a.reserved + a.shipped + a.invoiced + a.deposit) exposure,
       in_force(case when c.has_term then c.term_days end, c.next_term, c.next_term_from)::text
           term_days,
       in_force(c.cash_first, c.next_cash_first, c.next_cash_from) cash_first,
       (select money_text(coalesce(sum(r.open_s + r.open_i), 0)::bigint) from receivable r
        where r.account_id = a.id and r.due < business_today()
          and coalesce(r.exempt_to, '-infinity') < business_today()) overdue, m.code market
from customer c join credit_account a on a.id = c.account_id
     left join market m on m.id = c.market_id
     left join lateral (select x.grade, x.quarter from limit_proposal x
                        where x.account_id = a.id order by x.quarter desc limit 1) p on true
where c.state = 'ACTIVE'
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
order by p.grade nulls last, c.code
