-- Who asked for what his roles do not allow: refused at the door, before any command was made.
-- Commands that a decision refused stand in `command`; audit.refusals reads both.
set local role osb_owner;
set local search_path = osb;

create table refusal (
    id      bigint primary key, -- a block of its own
    at      timestamptz not null default clock_timestamp(), -- of the last one, when there are many
    user_id bigint not null references app_user deferrable initially deferred,
    op      line_text not null,
    what    line_text not null, -- "order SO12"; empty where nothing was named
    roles   line_text not null, -- that he held
    peer    line_text not null,
    times   integer not null,   -- more than 1: a summary, of op and what the last is told
    constraint refusal_given check (op <> '' and peer <> ''),
    constraint refusal_counted check (times > 0)
);
create index on refusal (at);
create index on refusal (user_id);
create trigger append_only before update or delete or truncate on refusal
    for each statement execute function never_done();
grant select, insert on refusal to osb_app;
grant select on refusal to osb_read;

create index command_denied on command (recorded_at) where outcome = 'REFUSED'
    and (answer like '%"code":"RIGHTS"%' or answer like '%"code":"SCOPE"%');
