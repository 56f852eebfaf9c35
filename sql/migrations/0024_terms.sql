-- What is decided about a customer acts from a day on (R-046), a debt keeps the terms it arose
-- under (R-147), a leader exempts what is disputed (R-106), hours of shipping may be hours of work.
set local role osb_owner;
set local search_path = osb;

-- ---- announced, and in force from its day on ----

alter table credit_account
    add column next_lim bigint not null default 0,
    add column next_lim_from date;
alter table credit_account alter column next_lim drop default;
alter table credit_account add constraint credit_account_announced
    check (next_lim >= 0 and (next_lim_from is not null or next_lim = 0));

alter table customer
    add column next_term bigint,
    add column next_term_from date,
    add column next_manager_id bigint references app_user deferrable initially deferred,
    add column next_manager_from date,
    add column next_cash_first boolean,
    add column next_cash_from date,
    add column next_station_id bigint references station deferrable initially deferred,
    add column next_station_from date;
update customer set next_term = 0, next_cash_first = false;
set constraints all immediate;
alter table customer
    alter column next_term set not null,
    alter column next_cash_first set not null;
alter table customer add constraint customer_announced
    check (next_term >= 0 and (next_term_from is not null or next_term = 0)
           and (next_manager_from is null) = (next_manager_id is null)
           and (next_cash_from is not null or not next_cash_first)
           and (next_station_from is null) = (next_station_id is null));
create index on customer (next_manager_id);
create index on customer (next_station_id);

-- The value in force, as server/core/in_force.c has it: the announced one from its day on.
create function in_force(value anyelement, next anyelement, next_from date) returns anyelement
    language sql stable as $$
    select case when next_from is null then value
                when next_from <= osb.business_today() then next else value end $$;
grant execute on function in_force to osb_app, osb_read;

create or replace function customers_of(actor bigint) returns setof bigint
    language sql stable
begin atomic
    with live as (
        select distinct on (a.unit_id, a.role) a.unit_id, a.role, a.user_id
        from assignment a
        where coalesce(a.valid_from, '-infinity') <= business_today()
          and coalesce(a.valid_to, 'infinity') >= business_today()
        order by a.unit_id, a.role, a.valid_from desc nulls last
    ), person as (
        select actor id
        union
        select d.principal_id from delegation d
        where d.delegate_id = actor and d.kind = 'SUBSTITUTE' and d.revoked_at is null
          and coalesce(d.valid_from, '-infinity') <= business_now()
          and coalesce(d.valid_to, 'infinity') > business_now()
    )
    select c.id from customer c
    where in_force(c.manager_id, c.next_manager_id, c.next_manager_from) in (select id from person) or c.kam_id in (select id from person)
       or exists (select from live l where l.user_id in (select id from person)
                  and (l.unit_id = c.market_id and l.role = 'MM'
                       or l.unit_id = c.area_id and l.role = 'UM'))
       or exists (select from user_role r where r.user_id = actor
                  and r.unit_id in (c.area_id, c.market_id)
                  and coalesce(r.valid_from, '-infinity') <= business_today()
                  and coalesce(r.valid_to, 'infinity') >= business_today());
end;

create or replace function turn_of(o orders, c customer) returns text
    language sql stable
    return (select case
        when t.who like '%CSR%' then coalesce(login_of(o.csr_id), t.who)
        when o.state = 'DRAFT' then coalesce(login_of(c.kam_id), t.who)
        when o.state = 'RETURNED' then coalesce(login_of(in_force(c.manager_id, c.next_manager_id, c.next_manager_from)), t.who)
        when o.state in ('WAIT_MA', 'WAIT_MGR') then coalesce((
            select a.role from assignment a
            where a.unit_id in (c.id, c.market_id) and a.role in ('GM', 'DIR', 'DDIR')
              and coalesce(a.valid_from, '-infinity') <= business_today()
              and coalesce(a.valid_to, 'infinity') >= business_today()
            order by (a.unit_id = c.id) desc, a.valid_from desc nulls last limit 1), t.who)
        else t.who end
    from turn t where t.state = standing(o));

-- ---- who decided what, when, from when on and why ----

create domain customer_fact as text check (value in ('', 'LIMIT', 'TERM', 'MANAGER', 'LEADER',
    'CASH_FIRST', 'STATION', 'BASIS', 'KAM', 'ACCOUNT', 'MARKET', 'AREA', 'STATE', 'TYPE'));
create table customer_change (
    id          bigint primary key,
    customer_id bigint references customer deferrable initially deferred,
    account_id  bigint references credit_account deferrable initially deferred,
    fact        customer_fact not null,
    was         line_text not null default '',
    becomes     line_text not null default '',
    valid_from  date not null,
    made_by     bigint not null references app_user deferrable initially deferred,
    at          timestamptz not null,
    reason      prose not null default '',
    constraint customer_change_fact_given check (fact <> ''),
    constraint customer_change_of_one
        check ((fact = 'LIMIT') = (account_id is not null)
               and (account_id is null) = (customer_id is not null))
);
create index on customer_change (customer_id);
create index on customer_change (account_id);
create index on customer_change (made_by);
create trigger append_only before update or delete or truncate on customer_change
    for each statement execute function never_done();
grant select, insert on customer_change to osb_app;
grant select on customer_change to osb_read;

-- ---- receivables: the terms they arose under, and who exempts a disputed one ----

alter table receivable
    add column due_from due_basis,
    add column term_days bigint,
    add column exempt_to date,
    add column exempt_by bigint references app_user deferrable initially deferred,
    add column exempt_for prose not null default '';
-- What is owed already had the customer's terms until now; money before goods has none.
update receivable r set
    due_from = case when coalesce(o.cash_basis, false) then 'SHIP' else c.due_from end,
    term_days = case when coalesce(o.cash_basis, false) then 0 else c.term_days end
from customer c, receivable x left join orders o on o.id = x.order_id
where c.id = r.customer_id and x.id = r.id;
alter table receivable
    alter column due_from set not null,
    alter column term_days set not null,
    alter column exempt_for drop default,
    add constraint receivable_terms_sane check (due_from <> '' and term_days >= 0),
    add constraint receivable_exempt_whole
        check ((exempt_to is null) = (exempt_by is null)
               and (exempt_to is null) = (exempt_for = '')
               and (exempt_to is null or disputed));
create index on receivable (exempt_by);
create trigger terms_stay before update on receivable for each row
    when (old.due_from is distinct from new.due_from or old.term_days is distinct from new.term_days)
    execute function never_changed();

-- ---- sp.hours_mode ----

create domain hours_mode as text check (value in ('', 'CALENDAR', 'WORKING'));
alter table policy add column hours_mode hours_mode not null default 'CALENDAR';
alter table policy alter column hours_mode drop default;
alter table policy add constraint policy_hours_given check (hours_mode <> '');
