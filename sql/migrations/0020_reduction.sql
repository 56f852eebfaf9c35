-- A reduction of the price on a slip: consented to and approved before it is posted (R-140).
set local role osb_owner;
set local search_path = osb;

alter table shipment
    add column reduction bigint not null default 0,
    add column reduce_um bigint references app_user deferrable initially deferred,
    add column reduce_by bigint references app_user deferrable initially deferred;
alter table shipment
    alter column reduction drop default,
    add constraint shipment_reduction_is_whole
        check (reduction >= 0 and (reduction > 0) = (reduce_um is not null)
               and (reduce_by is null or reduce_um is not null));
create index on shipment (reduce_um);
create index on shipment (reduce_by);
