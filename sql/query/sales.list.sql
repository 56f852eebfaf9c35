-- Sales of a month, without one of this: what left, what came back, what claims and corrected prices
-- took off or added, and what is left of it, by customer; of one customer by product. Each counts in
-- the month in which it happened (R-183).
select to_char(x.month, 'YYYY-MM') "month", c.code customer, c.name customer_name, p.code product,
       money_text(x.sold) sold, money_text(x.returned) returned, money_text(x.corrected) corrected,
       money_text(x.sold + x.returned + x.corrected) sales, x.units::text units
from (select m.month, s.customer_id, case when :customer::text is not null then s.product_id end
             product, sum(s.qty)::bigint units,
             coalesce(sum(s.amount) filter (where s.kind = 'SOLD'), 0)::bigint sold,
             coalesce(sum(s.amount) filter (where s.kind = 'RETURNED'), 0)::bigint returned,
             coalesce(sum(s.amount) filter (where s.kind = 'CORRECTED'), 0)::bigint corrected
      from (select date_trunc('month', coalesce(:month::date, business_today())::timestamp)::date as month) m
           join sales_move s on s.day >= m.month and s.day < (m.month + interval '1 month')::date
           join customer k on k.id = s.customer_id
      where (:customer::text is null or k.code = :customer)
        and (:product::text is null
             or s.product_id = (select q.id from product q where q.code = :product))
        and (:all::boolean or k.id in (select customers_of(:actor::bigint)))
      group by 1, 2, 3) x
     join customer c on c.id = x.customer_id left join product p on p.id = x.product
order by x.sold + x.returned + x.corrected desc, c.code, p.code
