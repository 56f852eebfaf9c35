-- Who wrote what an order says now (R-043); who agreed second that an accepted note be voided
-- (R-122); and the order whose rest another one carries on.
set local role osb_owner;
set local search_path = osb;

-- Everybody who amended, cut or submitted an order again, beside who keyed and accepted it. An
-- order that carries on another one's rest has its authors, too.
create table author (
    id       bigint primary key,
    order_id bigint not null references orders deferrable initially deferred,
    version  bigint not null,
    user_id  bigint not null references app_user deferrable initially deferred,
    at       timestamptz not null,
    constraint author_of_a_version check (version > 0)
);
create index on author (order_id);
create index on author (user_id);
insert into author (id, order_id, version, user_id, at)
    select min(e.id), e.order_id, greatest(min(e.version), 1), e.actor_id, min(e.at)
    from event e
    where e.machine = 'ORDER' and e.op in ('order.amend', 'order.cut', 'order.resubmit')
    group by e.order_id, e.actor_id;
create trigger append_only before update or delete or truncate on author
    for each statement execute function never_done();
grant select, insert on author to osb_app;
grant select on author to osb_read;

alter table note
    add column void_agreed_by bigint references app_user deferrable initially deferred,
    add constraint note_void_agreed_by_another
        check (void_agreed_by is null
               or (void_asked_by is not null and void_agreed_by <> void_asked_by));
create index on note (void_agreed_by);

alter table orders
    add column follows_id bigint references orders deferrable initially deferred,
    add constraint orders_follow_another check (follows_id <> id);
create index on orders (follows_id);
create trigger follows_stays before update on orders for each row
    when (old.follows_id is distinct from new.follows_id)
    execute function never_changed();
