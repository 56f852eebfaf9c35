-- one object
-- A customer: limit, the one number for exposure, open items, free money, orders under way.
select json_build_object(
    'customer', (select json_strip_nulls(row_to_json(x)) from (select
        c.code, c.name, c.mnemonic, c.type, c.state,
        case when c.core_distributor then true end core_distributor,
        case when c.key_account then true end key_account, m.code market, r.code area,
        login_of(in_force(c.manager_id, c.next_manager_id, c.next_manager_from)) manager,
        (select login_of(x.user_id) from assignment x
         where x.unit_id = c.market_id and x.role = 'MM'
           and coalesce(x.valid_from, '-infinity') <= business_today()
           and coalesce(x.valid_to, 'infinity') >= business_today()
         order by x.valid_from desc nulls last limit 1) market_manager,
        login_of(c.kam_id) kam,
        login_of(coalesce(assigned_to(c.id, array['DIR', 'DDIR']),
            assigned_to(c.market_id, array['DIR', 'DDIR']))) leader,
        login_of(assigned_to(c.market_id, array['BCR'])) bcr,
        in_force(c.cash_first, c.next_cash_first, c.next_cash_from) cash_first,
        in_force(case when c.has_term then c.term_days end, c.next_term, c.next_term_from)::text
            term_days, c.due_from,
        s.code station, c.ship_to, c.receiver, c.phone, c.contact, c.invoice_title, c.tax_no,
        c.version) x),
    'stations', (select coalesce(json_agg(x), '[]') from (select
        y.code station, y.name, d.transport, d.receiver, d.ship_to, d.phone, d.unloading,
        coalesce(nullif(d.transit_days, 0), y.transit_days)::text transit_days
        from destination d join station y on y.id = d.station_id
        where d.customer_id = c.id and d.active and y.active order by y.code) x),
    'announced', (select coalesce(json_agg(x order by x.valid_from, x.fact), '[]') from (
        select 'TERM' fact, c.next_term::text becomes, c.next_term_from valid_from
        union all
        select 'MANAGER', login_of(c.next_manager_id), c.next_manager_from
        union all
        select 'CASH_FIRST', c.next_cash_first::text, c.next_cash_from
        union all
        select 'STATION', (select z.code from station z where z.id = c.next_station_id),
            c.next_station_from
        union all
        select 'LIMIT', money_text(a.next_lim), a.next_lim_from
        union all
        select 'LEADER', login_of(v.user_id), v.valid_from from assignment v
        where v.unit_id = c.id and v.role in ('DIR', 'DDIR')) x
        where x.valid_from > business_today()),
    'account', (select row_to_json(x) from (select
        a.code, a.name, case when c.has_limit or not in_force(c.cash_first, c.next_cash_first, c.next_cash_from)
            then money_text(in_force(a.lim, a.next_lim, a.next_lim_from)) end "limit", a.lim_source,
        case when a.next_lim_from <= business_today() then a.next_lim_from else a.lim_from end
            lim_from, case when a.lim_to >= business_today() then a.lim_to end lim_to,
        money_text(a.reserved) reserved, money_text(a.shipped) shipped,
        money_text(a.invoiced) invoiced, money_text(a.deposit) deposit,
        money_text(a.earmarked) earmarked,
        money_text(a.reserved + a.shipped + a.invoiced + a.deposit) exposure,
        case when c.has_limit or not in_force(c.cash_first, c.next_cash_first, c.next_cash_from)
            then money_text(in_force(a.lim, a.next_lim, a.next_lim_from)
                - (a.reserved + a.shipped + a.invoiced + a.deposit)) end room,
        (select money_text(coalesce(sum(v.open_s + v.open_i), 0)::bigint) from receivable v
         where v.account_id = a.id and v.due < business_today()
           and coalesce(v.exempt_to, '-infinity') < business_today()) overdue, a.version) x),
    'receivables', (select coalesce(json_agg(x), '[]') from (select
        v.no, v.kind, v.state, o.no "order", money_text(v.amount) amount,
        money_text(v.open_s + v.open_i) open, v.due,
        greatest(0, business_today() - v.due) days_late, v.disputed, v.exempt_to
        from receivable v left join orders o on o.id = v.order_id
        where v.account_id = a.id and v.open_s + v.open_i > 0
        order by v.due nulls last, v.id limit 200) x),
    'ageing', (select coalesce(json_agg(x), '[]') from (select
        (array['CURRENT', '1-5', '6-30', '31-60', '61-90', '>90'])[y.late + 1] late,
        count(*) items, money_text(sum(y.open)::bigint) open,
        round(sum(y.open) * 100.0 / sum(sum(y.open)) over (), 1)::text percent
        from (select width_bucket(coalesce(business_today() - v.due, 0), array[1, 6, 31, 61, 91])
            late, v.open_s + v.open_i open
            from receivable v where v.account_id = a.id and v.open_s + v.open_i > 0) y
        group by y.late order by y.late) x),
    'receipts', (select coalesce(json_agg(x), '[]') from (select
        p.no, p.received_on, p.method, money_text(p.amount) amount, money_text(p.free) free,
        money_text(p.earmarked) earmarked, p.maturity, p.cleared_on
        from receipt p where p.account_id = a.id
          and (p.free + p.earmarked > 0 or p.state = 'TO_CLEAR')
        order by p.received_on, p.id limit 200) x),
    'refunds', (select json_agg(x) from (select
        f.no receipt, f.state, money_text(f.amount) amount, f.reason, login_of(f.asked_by) asked_by,
        login_of(f.decided_by) decided_by, f.paid_on, f.bank_ref, d.number paper
        from refund f left join document d on d.id = f.document_id
        where f.account_id = a.id order by f.state <> 'ASKED', f.id desc limit 50) x),
    'orders', (select coalesce(json_agg(x), '[]') from (select
        o.no, o.state, money_text(o.total) total, money_text(o.reserved) reserved,
        time_text(o.due_at) due
        from orders o where o.customer_id = c.id
          and o.state not in ('CLOSED', 'CANCELLED', 'REJECTED')
        order by o.arrival nulls last, o.id limit 200) x))
from customer c left join credit_account a on a.id = c.account_id
     left join market m on m.id = c.market_id left join area r on r.id = c.area_id
     left join station s on s.id = in_force(c.station_id, c.next_station_id, c.next_station_from)
where c.code = :customer and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
