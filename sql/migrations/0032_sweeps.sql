-- The daemon's clock: what a business day brings is done once, by commands of SYSTEM, in a sweep
-- of that day. The newest row tells whether the day's sweep has ended; a sweep that was broken off
-- goes on under its number, which the ids of its commands carry.
set local role osb_owner;
set local search_path = osb;

create table sweep (
    no        bigint primary key,
    day       date not null,   -- the business day it is for
    policy_id bigint not null references policy deferrable initially deferred,
    begun_at  timestamptz not null default clock_timestamp(),
    ended_at  timestamptz,
    acts      bigint not null default 0, -- what came of its commands, counted at its end
    held      bigint not null default 0,
    refused   bigint not null default 0,
    failed    bigint not null default 0, -- that the database would not store
    constraint sweep_sane check (no > 0 and acts >= 0 and held >= 0 and refused >= 0 and failed >= 0),
    constraint sweep_in_time check (ended_at >= begun_at)
);
create index on sweep (policy_id);
create trigger no_delete before delete or truncate on sweep
    for each statement execute function never_done();
grant select, insert, update on sweep to osb_app;
grant select on sweep to osb_read;

-- What a sweep's commands came to. No client may send an id with a slash.
create index command_of_sweep on command (id text_pattern_ops) where id like 'clock/%';
-- Decisions about customers whose day comes.
create index on customer_change (valid_from);
