-- A change of parameters has an author, a reason and, where it bounds money or duties, another
-- person who puts it in force (R-374). Each version follows one other, and no two the same.
set local role osb_owner;
set local search_path = osb;

create domain policy_state as text check (value in ('', 'PROPOSED', 'IN_FORCE', 'DROPPED'));
create table policy_change (
    id         bigint primary key,
    base_id    bigint not null references policy deferrable initially deferred,
    policy_id  bigint references policy deferrable initially deferred,
    state      policy_state not null,
    bound      boolean not null,
    settings   prose not null,
    reason     prose not null,
    made_by    bigint not null references app_user deferrable initially deferred,
    at         timestamptz not null,
    decided_by bigint references app_user deferrable initially deferred,
    decided_at timestamptz,
    answer     prose not null default '',
    constraint policy_change_given check (state <> '' and settings <> '' and reason <> ''),
    constraint policy_change_version check ((state = 'IN_FORCE') = (policy_id is not null)),
    constraint policy_change_decided
        check ((decided_by is null) = (decided_at is null)
               and (state <> 'PROPOSED' or decided_by is null)
               and (state <> 'DROPPED' or (decided_by is not null and answer <> ''))),
    constraint policy_change_two_persons
        check (state <> 'IN_FORCE' or not bound
               or (decided_by is not null and decided_by <> made_by))
);
create unique index policy_change_follows on policy_change (base_id) where policy_id is not null;
create unique index policy_change_becomes on policy_change (policy_id);
create index on policy_change (base_id);
create index on policy_change (made_by);
create index on policy_change (decided_by);

create trigger no_delete before delete or truncate on policy_change
    for each statement execute function never_done();
create trigger frozen before update on policy_change for each row
    when (old.id is distinct from new.id or old.base_id is distinct from new.base_id
          or old.bound is distinct from new.bound or old.settings is distinct from new.settings
          or old.reason is distinct from new.reason or old.made_by is distinct from new.made_by
          or old.at is distinct from new.at or old.state <> 'PROPOSED')
    execute function never_changed();
grant select, insert, update on policy_change to osb_app;
grant select on policy_change to osb_read;
