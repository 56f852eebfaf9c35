-- Who has signed what three sign is not asked again: it is the others' turn.
set local role osb_owner;
set local search_path = osb;

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
        when o.state in ('WAIT_ST', 'WAIT_QUOTA_SLT') then coalesce((
            select string_agg(r.role, ' ' order by r.n)
            from unnest(string_to_array(everybody, ' ')) with ordinality r(role, n)
            where not exists (select from osb.signature s
                where s.order_id = o.id and s.version = o.version and s.role = r.role
                  and s.void_at is null
                  and s.kind = case o.state when 'WAIT_ST' then 'ST' else 'QUOTA' end)), everybody)
        else everybody end;
end
$$;
