-- What is open by the days that it is late (R-154), each bucket of the six, with its share of all
-- and the due dates that it has; what has no due date yet is not late. `mine`: I collect it.
select (array['CURRENT', '1-5', '6-30', '31-60', '61-90', '>90'])[b + 1] late,
       count(o.open) items, money_text(coalesce(sum(o.open), 0)::bigint) open,
       coalesce(round(sum(o.open) * 100.0 / nullif(sum(sum(o.open)) over (), 0), 1), 0.0)::text
           percent,
       business_today() - (array[0, 5, 30, 60, 90])[b + 1] due_since,
       business_today() - (array[1, 6, 31, 61, 91])[b] due
from generate_series(0, 5) b left join (
    select width_bucket(coalesce(business_today() - r.due, 0), array[1, 6, 31, 61, 91]) late,
           r.open_s + r.open_i open
    from receivable r join customer c on c.id = r.customer_id
    where r.open_s + r.open_i > 0
      and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
      and (:customer::text is null or c.code = :customer)
      and (:mine::boolean is not true or r.bcr_id = :actor::bigint)) o on o.late = b
group by b
order by b
