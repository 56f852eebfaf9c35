-- one object
-- What an order's checks said and the facts that they saw: the stored verdict of credit with the
-- ledger's buckets at its place, and the quota cells as they were when the checks ran.
with o as (
    select o.*, c.area_id, c.code customer
    from orders o join customer c on c.id = o.customer_id
    where o.no = :order and (:all::boolean or c.id in (select customers_of(:actor::bigint)))),
v as (
    select v.*, a.code account, p.over_pct, p.grace_days, p.tolerance
    from verdict v join o on o.id = v.order_id join credit_account a on a.id = v.account_id
         join policy p on p.id = v.policy_id
    order by v.id desc limit 1),
-- the act in which the quota check last ran
run as (
    select coalesce((select max(q.at) from quota_entry q join o on o.id = q.order_id
                     where q.qty > 0),
                    (select max(e.at) from event e join o on o.id = e.order_id
                     where e.step in ('AC', 'CC') and e.machine = 'ORDER')) at),
cells as (
    select q.id, coalesce(p.code, q.class) || ' ' || q.holder ||
           coalesce(' ' || coalesce(a.code, k.code), '') "of",
           (select coalesce(sum(x.qty), 0) from quota_change x
            where x.cell_id = q.id and x.at <= run.at) allotted,
           (select coalesce(sum(x.qty), 0) from quota_entry x
            where x.cell_id = q.id and x.at <= run.at and x.order_id <> o.id) used
    from o cross join run join quota_cell q on q.month = o.quota_month
         left join product p on p.id = q.product_id
         left join area a on q.holder = 'AREA' and a.id = q.holder_id
         left join customer k on q.holder = 'CUSTOMER' and k.id = q.holder_id
    where run.at is not null
      and (q.holder = 'EVERYONE' or q.holder_id in (o.area_id, o.customer_id))
      and exists (select from order_line l join product lp on lp.id = l.product_id
                  where l.order_id = o.id and not l.removed
                    and (q.product_id = lp.id or q.class <> '' and q.class = lp.class))
    order by q.id),
facts as (
    select 1 place, 0 line, 'AC' step, 'granted' fact, l.line_no::text "of",
           'line ' || l.line_no "key", l.granted::text "then"
    from order_line l join o on o.id = l.order_id join run on run.at is not null
    where not l.removed
    union all select 2, k.id, 'AC', f.fact, k."of", k.id::text, f.qty::text
    from cells k cross join lateral (values ('allotted', k.allotted), ('used', k.used)) f (fact, qty)
    union all select 3, f.place, 'CC', f.fact, f."of", '', f.value
    from v cross join lateral (values
        (1, 'limit', v.account, money_text(v.lim)),
        (2, 'exposure', v.account, money_text(v.exposure)),
        (3, 'reserved', v.account, money_text((select coalesce(sum(x.amount), 0)::bigint
            from exposure x where x.account_id = v.account_id and x.bucket = 'R'
              and x.id <= v.seen_id))),
        (4, 'shipped', v.account, money_text((select coalesce(sum(x.amount), 0)::bigint
            from exposure x where x.account_id = v.account_id and x.bucket = 'S'
              and x.id <= v.seen_id))),
        (5, 'invoiced', v.account, money_text((select coalesce(sum(x.amount), 0)::bigint
            from exposure x where x.account_id = v.account_id and x.bucket = 'I'
              and x.id <= v.seen_id))),
        (6, 'deposit', v.account, money_text((select coalesce(sum(x.amount), 0)::bigint
            from exposure x where x.account_id = v.account_id and x.bucket = 'D'
              and x.id <= v.seen_id))),
        (7, 'order', '', money_text(v.amount)),
        (8, 'overdue', v.account, money_text(v.overdue)),
        (9, 'funds', v.account, money_text(v.funds)),
        (10, 'basis', '', case when v.cash_basis then 'CASH' else 'CREDIT' end),
        (11, 'over_pct', '', v.over_pct::text),
        (12, 'grace_days', '', v.grace_days::text),
        (13, 'result', '', v.result::text)) f (place, fact, "of", value))
select json_build_object(
    'order', (select json_build_object('no', o.no, 'state', o.state, 'version', o.version,
        'customer', o.customer, 'total', money_text(o.total)) from o),
    'steps', (select coalesce(json_agg(x), '[]') from (select
        time_text(e.at) at, e.step, e.op act, login_of(e.actor_id) by, e.outcome, e.rule,
        e.from_state "from", e.to_state "to", e.version,
        case when e.numbers like '{%' then e.numbers::json end numbers, e.remark
        from event e join o on o.id = e.order_id
        where e.machine = 'ORDER' order by e.id) x),
    'judged_at', (select time_text(v.at) from v),
    'facts', (select coalesce(json_agg(json_build_object('step', f.step, 'fact', f.fact,
        'of', f."of", 'key', f.key, 'then', f."then") order by f.place, f.line), '[]')
        from facts f))
from o
