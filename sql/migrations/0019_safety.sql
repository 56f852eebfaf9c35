-- Backups, restores and drills, as the database remembers them (R-375, R-376), and what the
-- administrator is told of the server.
set local role osb_owner;
set local search_path = osb;

-- Written by `osbd backup|restore|drill`, which act as the owner; never changed. A backup's row
-- is made behind it, so that it is not in it.
create table backup_run (
    id              bigint primary key, -- a block of its own
    kind            line_text not null,
    begun_at        timestamptz not null,
    ended_at        timestamptz not null default clock_timestamp(),
    good            boolean not null,
    problem         line_text not null default '', -- of one that is not good
    place           line_text not null,            -- the folder, on the machine that ran it
    bytes           bigint not null default 0,
    free_bytes      bigint,                        -- left on that disk behind it
    migration       integer not null default 0,
    event_id        bigint not null default 0,     -- the newest that is in it
    seal_no         bigint not null default 0,
    manifest_sha256 line_text not null default '',
    constraint backup_run_kind check (kind in ('BACKUP', 'RESTORE', 'DRILL')),
    constraint backup_run_told check (good = (problem = '') and place <> ''),
    constraint backup_run_sane check (ended_at >= begun_at and bytes >= 0 and free_bytes >= 0
        and migration >= 0 and event_id >= 0 and seal_no >= 0),
    constraint backup_run_hashed
        check (manifest_sha256 ~ '^([0-9a-f]{64})?$' and (not good or manifest_sha256 <> ''))
);
create index on backup_run (kind, ended_at);
create trigger append_only before update or delete or truncate on backup_run
    for each statement execute function never_done();
revoke all on backup_run from public;
grant select on backup_run to osb_app, osb_read;

-- What only a superuser sees and the administrator should know, and no more than that: where
-- the data lie (to ask how full that disk is), and how long the oldest transaction runs. It
-- belongs to who migrates.
reset role;
create function server_look(out data_folder text, out oldest_s bigint, out sessions integer)
    language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select current_setting('data_directory'),
           coalesce(max(extract(epoch from clock_timestamp() - a.xact_start))
               filter (where a.pid <> pg_backend_pid()), 0)::bigint,
           count(*)::integer
    from pg_stat_activity a
    where a.datname = current_database() and a.backend_type = 'client backend'
$$;
revoke all on function server_look from public;
grant execute on function server_look to osb_app;
