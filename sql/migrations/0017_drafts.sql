-- What people are typing, so that another terminal of theirs can go on. The daemon's own memory:
-- no rule sees it, no document rests on it. Twenty places a person, small texts; a place is used
-- again, nothing is deleted.
set local role osb_owner;
set local search_path = osb;

create table draft (
    user_id bigint      not null references app_user deferrable initially deferred,
    slot    integer     not null,
    name    text        not null,
    body    text        not null,
    at      timestamptz not null default clock_timestamp(),
    primary key (user_id, slot),
    constraint draft_places check (slot between 1 and 20),
    constraint draft_small check (length(name) <= 100 and length(body) <= 2000)
);
create trigger no_delete before delete or truncate on draft
    for each statement execute function never_done();
grant select, insert, update on draft to osb_app;
