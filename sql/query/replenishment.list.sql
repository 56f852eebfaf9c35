-- A customer's replenishment record: what he was sent of each product in each month, and when last;
-- what came back is taken off, a corrected price counts as corrected. What is owed to him stands in backorder.list (R-131).
select to_char(m.month, 'YYYY-MM') "month", p.code product, p.name, m.qty::text qty,
       money_text(m.amount::bigint) amount, m.deliveries, m.last
from (select date_trunc('month', business_date(h.consigned_at))::date as month, l.product_id,
             sum(l.qty - l.returned) qty, sum(l.amount + l.raised - l.returned_amount) amount, count(distinct h.id) deliveries,
             max(business_date(h.consigned_at)) as last
      from shipment_line l join shipment h on h.id = l.shipment_id
           join orders o on o.id = h.order_id join customer c on c.id = o.customer_id
      where h.consigned_at is not null and h.state not in ('VOIDED', 'REFUSED', 'LOST')
        and c.code = :customer
        and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
        and (:from::timestamptz is null or h.consigned_at >= :from::timestamptz)
        and (:to::timestamptz is null or h.consigned_at < :to::timestamptz)
      group by 1, 2) m join product p on p.id = m.product_id
where :product::text is null or p.code = :product
order by m.month desc, p.code
