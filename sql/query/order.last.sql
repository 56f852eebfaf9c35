-- A customer's last orders, the one keyed last first (a plan has not arrived yet): a model for the next.
select o.no, time_text(o.arrival) arrival, o.business_day::text "day", o.state, o.reference,
       money_text(o.total) total,
       (select count(*) from order_line l where l.order_id = o.id and not l.removed)::int line_count,
       (select coalesce(json_agg(x), '[]') from (select p.code product, l.ordered::text
        from order_line l join product p on p.id = l.product_id
        where l.order_id = o.id and not l.removed order by l.line_no) x) lines
from orders o join customer c on c.id = o.customer_id
where c.code = :customer
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
order by o.id desc
