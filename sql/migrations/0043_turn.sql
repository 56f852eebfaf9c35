-- Where an order stands and whose turn it is, in a language that keeps its plans. As functions
-- in SQL both were planned anew for each order of a list, one inside the other: a list of five
-- thousand orders took seconds.
set local role osb_owner;
set local search_path = osb;

create or replace function standing(o orders) returns text language plpgsql stable as $$
begin
    if o.state in ('REJECTED', 'CLOSED', 'CANCELLED') then
        return null;
    end if;
    if o.state <> 'HANDED_OVER' then
        return o.state::text;
    end if;
    return coalesce(
        (select 'NOTE HANDED' from osb.note n where n.order_id = o.id and n.state = 'HANDED'
         limit 1),
        (select 'SHIPMENT ' || s.state from osb.shipment s
         where s.order_id = o.id and s.state in ('ALLOCATED', 'PICKED', 'CHECKED',
             'ISSUED', 'CONSIGNED', 'FED_BACK')
         order by array_position(array['ALLOCATED', 'PICKED', 'CHECKED', 'ISSUED',
             'CONSIGNED', 'FED_BACK'], s.state::text), s.part limit 1),
        (select 'NOTE ACCEPTED' from osb.note n join osb.note_line l on l.note_id = n.id
         where n.order_id = o.id and n.state = 'ACCEPTED'
           and l.qty > l.allocated + l.issued + l.closed limit 1),
        (select 'CLAIM ' || k.state from osb.claim k
         where o.claims > 0 and k.order_id = o.id
           and k.state in ('OPEN', 'CONSENTED', 'ACCEPTED') order by k.id limit 1),
        (select 'TO INVOICE' from osb.receivable r
         where r.order_id = o.id and r.open_s > 0 limit 1),
        (select case when exists (select from osb.receipt x where x.account_id = o.account_id
                    and x.free + x.earmarked > 0) then 'TO ALLOCATE' else 'TO PAY' end
         from osb.receivable r where r.order_id = o.id and r.open_i > 0 limit 1),
        'TO CLOSE');
end
$$;

create or replace function turn_of(o orders, c customer) returns text
    language plpgsql stable as $$
declare
    everybody text;
begin
    select t.who into everybody from osb.turn t where t.state = (select osb.standing(o));
    return case
        when everybody like '%CSR%' then coalesce(osb.login_of(o.csr_id), everybody)
        when o.state = 'DRAFT' then coalesce(osb.login_of(c.kam_id), everybody)
        when o.state = 'RETURNED' then coalesce(osb.login_of(osb.in_force(c.manager_id,
            c.next_manager_id, c.next_manager_from)), everybody)
        when o.state in ('WAIT_MA', 'WAIT_MGR') then coalesce((
            select a.role from osb.assignment a
            where a.unit_id in (c.id, c.market_id) and a.role in ('GM', 'DIR', 'DDIR')
              and coalesce(a.valid_from, '-infinity') <= osb.business_today()
              and coalesce(a.valid_to, 'infinity') >= osb.business_today()
            order by (a.unit_id = c.id) desc, a.valid_from desc nulls last limit 1), everybody)
        else everybody end;
end
$$;
