-- What each line's goods brought, and on which day that changed (R-183): sold when they left,
-- less from the day on which they came back, a claim about them was accepted, their price was
-- corrected or the delivery was refused. A line's rows sum to what its customer keeps.
set local role osb_owner;
set local search_path = osb;

create view sales_move as
with corrected as (
    select x.shipment_line_id, business_date(c.decided_at) as day,
           case when c.remedy in ('REPLACE', 'CREDIT') then -x.qty else 0 end qty,
           case when c.remedy = 'CORRECT' then x.worth - x.was else -x.amount end amount
    from claim c join claim_line x on x.claim_id = c.id
    where c.state in ('ACCEPTED', 'SETTLED', 'FOUND')
)
select o.customer_id, l.product_id, l.id shipment_line_id, business_date(h.consigned_at) as day,
       l.qty, l.amount, 'SOLD' kind
from shipment_line l join shipment h on h.id = l.shipment_id join orders o on o.id = h.order_id
where h.consigned_at is not null
union all
select o.customer_id, x.product_id, x.shipment_line_id, business_date(r.received_at),
       -x.accepted, -x.amount, 'RETURNED'
from goods_return r join goods_return_line x on x.return_id = r.id
     join orders o on o.id = r.order_id
where r.received_at is not null
union all
select o.customer_id, l.product_id, l.id, x.day, x.qty, x.amount, 'CORRECTED'
from corrected x join shipment_line l on l.id = x.shipment_line_id
     join shipment h on h.id = l.shipment_id join orders o on o.id = h.order_id
union all
select o.customer_id, l.product_id, l.id, business_date(e.at), -l.qty - coalesce(y.qty, 0),
       -l.amount - coalesce(y.amount, 0), 'RETURNED'
from shipment h join shipment_line l on l.shipment_id = h.id join orders o on o.id = h.order_id
     join event e on e.machine = 'SHIPMENT' and e.entity_id = h.id and e.to_state = 'REFUSED'
     left join (select shipment_line_id, sum(qty)::bigint qty, sum(amount)::bigint amount
                from corrected group by 1) y on y.shipment_line_id = l.id
where h.state = 'REFUSED' and h.consigned_at is not null;

revoke all on sales_move from public;
grant select on sales_move to osb_app, osb_read;
