-- What the program knows by itself, written down so that queries can judge by it. The program
-- fills flow and role_op from its own tables after each migration; role_cover changes only
-- with the rule book.
set local role osb_owner;
set local search_path = osb;

-- Every road of the state machines (R-083). '' is the state before birth.
create table flow (
    machine    machine not null,
    from_state line_text not null,
    event      line_text not null,
    to_state   line_text not null,
    primary key (machine, from_state, event, to_state)
);

-- In which roles an operation may be done.
create table role_op (
    role role not null,
    op   line_text not null,
    primary key (role, op)
);

-- A holder of the left role also does the right (R-041), each role itself included.
create table role_cover (
    role   role not null,
    covers role not null,
    primary key (role, covers)
);
insert into role_cover (role, covers) values
    ('SSGL', 'CSR'), ('SSGL', 'BCR'), ('SSGL', 'CLERK'), ('CSR', 'CLERK'), ('BCR', 'CSR'),
    ('BCR', 'CLERK'), ('STO', 'SCR'), ('STO', 'WH'), ('DIR', 'SDM'), ('DDIR', 'SDM'),
    ('GM', 'LEAD'), ('MM', 'BRM'), ('UM', 'BRM');
insert into role_cover (role, covers)
    select r, r from unnest(array['SYSTEM', 'ADM', 'GM', 'DIR', 'DDIR', 'SSGL', 'CSR', 'BCR',
        'SCR', 'STO', 'WH', 'FIN', 'MM', 'UM', 'KAM', 'SR', 'CLERK', 'TECH', 'SDM', 'BRM',
        'LEAD']) r;

-- The business date of an act: the instant on the clock of the parameters that were in force,
-- the newest version whose day had come, among those older than the act's row.
create function business_date(at timestamptz, act_id bigint default 9223372036854775807)
    returns date
    language sql stable parallel safe
    return (select (at at time zone 'UTC' + p.utc_offset_min * interval '1 minute')::date
            from policy p
            where p.id < act_id and p.valid_from
                <= (at at time zone 'UTC' + p.utc_offset_min * interval '1 minute')::date
            order by p.valid_from desc, p.id desc limit 1);

-- The business date now, on the business clock that a practice company may have moved.
create function business_today() returns date
    language sql volatile parallel safe
    return business_date(clock_timestamp() + coalesce(
        (select make_interval(secs => business_clock_offset_us / 1000000.0) from company),
        interval '0'));

-- ---- the sealed log ----

-- What a seal covers: the hash before it and the event's columns, texts as they are, times in
-- microseconds, joined by a character that no text can hold.
create function event_hash(before bytea, e event) returns bytea
    language sql immutable parallel safe
    return sha256(coalesce(before, '\x00'::bytea) || convert_to(concat_ws(chr(31),
        e.id, (extract(epoch from e.at) * 1000000)::bigint, e.command_id, e.op, e.machine,
        e.entity_id, e.seq, coalesce(e.order_id, 0), e.step, e.from_state, e.to_state,
        e.outcome, e.rule, e.actor_id, coalesce(e.principal_id, 0),
        coalesce(e.delegation_id, 0), e.role, e.version, e.remark, e.numbers), 'UTF8'));

-- Seals at most `most` events and gives their number. Only one session may seal at a time
-- (it takes a lock of its own). An event counts as settled when every transaction that could
-- still bring an older one has ended; what committed late is found as long as it was drawn
-- among the last `reach` commands.
create function seal_events(most integer default 1000, reach bigint default 10000)
    returns integer language plpgsql as $$
declare
    last_no   bigint;
    last_hash bytea;
    last_id   bigint;
    sealed    integer := 0;
    horizon   xid := pg_snapshot_xmin(pg_current_snapshot())::xid;
    e         osb.event;
begin
    perform pg_advisory_xact_lock(20471, 2);
    select no, hash into last_no, last_hash from osb.event_seal order by no desc limit 1;
    select max(event_id) into last_id from osb.event_seal;
    for e in select x.* from osb.event x
             where x.id > coalesce(last_id, 0) - reach * 4096 and age(x.xmin) > age(horizon)
               and not exists (select from osb.event_seal s where s.event_id = x.id)
             order by x.id limit most
    loop
        last_no := coalesce(last_no, 0) + 1;
        last_hash := osb.event_hash(last_hash, e);
        insert into osb.event_seal (no, event_id, hash) values (last_no, e.id, last_hash);
        sealed := sealed + 1;
    end loop;
    return sealed;
end
$$;

-- ---- what is kept elsewhere and brought for an audit (sql/invariants.sql I01, I21) ----

-- Answers as clients received them.
create table ack (
    id      text not null,
    op      text not null,
    outcome text not null,
    answer  text not null
);

-- Seals as they were copied to paper, mail or another machine.
create table anchor (
    no       bigint not null,
    hash     bytea not null,
    taken_at timestamptz not null default clock_timestamp()
);
