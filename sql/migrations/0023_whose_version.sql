-- Who changed an order last (R-043), which version its field people or its paper answer for
-- (R-094), and which version a manager or finance refused (R-117).
set local role osb_owner;
set local search_path = osb;

alter table orders
    add column changed_by bigint,
    add column approved_version bigint,
    add column refused_version bigint;
-- Orders that are on their way keep the approval that they passed with.
alter table orders disable trigger user;
update orders set refused_version = 0, approved_version =
    case when approved_by is not null or attested_by <> '' then version else 0 end;
alter table orders enable trigger user;
alter table orders
    alter column approved_version set not null,
    alter column refused_version set not null,
    add foreign key (changed_by) references app_user deferrable initially deferred,
    add constraint orders_versions_seen check (approved_version between 0 and version
                                               and refused_version between 0 and version);
create index on orders (changed_by);
-- A grant over the quota is for one order and ends with it (R-099).
create index on quota_change (order_id);
