-- Whose turn it is with one order, said the same in every list (R-081, R-328): a person where
-- the order or its customer names one, else the roles of table turn.
set local role osb_owner;
set local search_path = osb;

create function turn_of(o orders, c customer) returns text
    language sql stable
    return (select case
        when t.who like '%CSR%' then coalesce(login_of(o.csr_id), t.who)
        when o.state = 'DRAFT' then coalesce(login_of(c.kam_id), t.who)
        when o.state = 'RETURNED' then coalesce(login_of(c.manager_id), t.who)
        when o.state in ('WAIT_MA', 'WAIT_MGR') then coalesce((
            select a.role from assignment a
            where a.unit_id in (c.id, c.market_id) and a.role in ('GM', 'DIR', 'DDIR')
              and coalesce(a.valid_from, '-infinity') <= business_today()
              and coalesce(a.valid_to, 'infinity') >= business_today()
            order by (a.unit_id = c.id) desc, a.valid_from desc nulls last limit 1), t.who)
        else t.who end
    from turn t where t.state = standing(o));
grant execute on function turn_of to osb_app, osb_read;
