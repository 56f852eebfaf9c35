-- To whom products are sold (R-092), by which stations a customer takes goods (R-052), what kind of
-- customer he is (R-053), technical data of products (R-064), and the word of the sales
-- department's manager for a direct order as a signature of his own (R-088).
set local role osb_owner;
set local search_path = osb;

alter table customer
    add column core_distributor boolean,
    add column key_account boolean;
update customer set core_distributor = false, key_account = false;
set constraints all immediate;
alter table customer
    alter column core_distributor set not null,
    alter column key_account set not null;

alter table product
    add column model line_text not null default '',
    add column technical prose not null default '';

create domain sale_way as text check (value in ('', 'ONLY', 'NEVER'));
create table sale_rule (
    id            bigint primary key,
    product_id    bigint not null references product deferrable initially deferred,
    way           sale_way not null,
    market_id     bigint references market deferrable initially deferred,
    area_id       bigint references area deferrable initially deferred,
    customer_type customer_type not null,
    customer_id   bigint references customer deferrable initially deferred,
    active        boolean not null,
    made_by       bigint not null references app_user deferrable initially deferred,
    at            timestamptz not null,
    reason        prose not null default '',
    constraint sale_rule_way_given check (way <> '' and reason <> ''),
    constraint sale_rule_of_one
        check (num_nonnulls(market_id, area_id, customer_id, nullif(customer_type::text, '')) = 1),
    constraint sale_rule_once unique nulls not distinct
        (product_id, way, market_id, area_id, customer_type, customer_id)
);
create index on sale_rule (market_id);
create index on sale_rule (area_id);
create index on sale_rule (customer_id);
create index on sale_rule (made_by);

create domain transport_mode as text check (value in ('', 'ROAD', 'RAIL', 'AIR', 'SEA', 'PARCEL',
    'COLLECTION'));
create table destination (
    id           bigint primary key,
    customer_id  bigint not null references customer deferrable initially deferred,
    station_id   bigint not null references station deferrable initially deferred,
    receiver     line_text not null default '',
    ship_to      prose not null default '',
    phone        line_text not null default '',
    transport    transport_mode not null,
    unloading    prose not null default '',
    transit_days bigint not null,
    active       boolean not null,
    constraint destination_once unique (customer_id, station_id),
    constraint destination_transit_sane check (transit_days >= 0)
);
create index on destination (station_id);

do $$
declare
    t record;
begin
    for t in select * from (values
        ('sale_rule', 'id, product_id, way, market_id, area_id, customer_type, customer_id'),
        ('destination', 'id, customer_id, station_id')) v (name, frozen)
    loop
        execute format('create trigger no_delete before delete or truncate on %I'
                       ' for each statement execute function never_done()', t.name);
        execute format('create trigger frozen before update on %I for each row when (%s)'
                       ' execute function never_changed()', t.name,
            (select string_agg(format('old.%I is distinct from new.%1$I', c), ' or ')
             from regexp_split_to_table(t.frozen, ',\s*') c));
    end loop;
end
$$;
grant select, insert, update on sale_rule, destination to osb_app;
grant select on sale_rule, destination to osb_read;

-- As server/core/qualify.c has it: who is excluded gets none, and where a product is sold only to
-- some he must be among them.
create function sold_to(what bigint, whom bigint) returns boolean language sql stable as $$
    with rule as (
        select r.way, r.customer_id = c.id or r.area_id = c.area_id or r.market_id = c.market_id
               or nullif(r.customer_type::text, '') = c.type::text meant
        from osb.sale_rule r join osb.customer c on c.id = whom
        where r.product_id = what and r.active)
    select not coalesce(bool_or(way = 'NEVER' and coalesce(meant, false)), false)
       and (not coalesce(bool_or(way = 'ONLY'), false)
            or coalesce(bool_or(way = 'ONLY' and coalesce(meant, false)), false))
    from rule $$;
grant execute on function sold_to to osb_app, osb_read;

-- ---- the word for a direct order ----

alter domain sign_kind drop constraint sign_kind_check;
alter domain sign_kind add constraint sign_kind_check check (value in ('',
    'VERIFY', 'APPROVE', 'MA', 'CC53', 'TOLERANCE', 'ST', 'QUOTA', 'RESUME', 'CONFIRM'));
