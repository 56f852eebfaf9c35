-- Problem records: what was late of an order or of a delivery note, why, and what was done about
-- it (R-185, R-186). A clock that ran out is entered once.
set local role osb_owner;
set local search_path = osb;

-- The seal's function reads a machine and would hold its domain: behind the change it is as it was.
create or replace function event_hash(before bytea, e event) returns bytea
    language sql immutable parallel safe as 'select null::bytea';
alter domain machine drop constraint machine_check;
alter domain machine add constraint machine_check check (value in ('',
    'ORDER', 'NOTE', 'SHIPMENT', 'RECEIVABLE', 'RECEIPT', 'MASTER', 'CLAIM', 'CARRIER', 'RETURN', 'PROBLEM'));
create or replace function event_hash(before bytea, e event) returns bytea
    language sql immutable parallel safe
    return sha256(coalesce(before, '\x00'::bytea) || convert_to(concat_ws(chr(31),
        e.id, (extract(epoch from e.at) * 1000000)::bigint, e.command_id, e.op, e.machine,
        e.entity_id, e.seq, coalesce(e.order_id, 0), e.step, e.from_state, e.to_state,
        e.outcome, e.rule, e.actor_id, coalesce(e.principal_id, 0),
        coalesce(e.delegation_id, 0), e.role, e.version, e.remark, e.numbers,
        (extract(epoch from e.due_at) * 1000000)::bigint), 'UTF8'));
create domain department as text check (value in ('', 'SSG', 'LEADERS', 'FINANCE', 'STORE', 'FIELD'));
create domain clock as text check (value in ('',
    'RECEIVED', 'QUOTA_CHOICE', 'QUOTA_UM', 'QUOTA_SLT', 'HOLD', 'ST', 'FUNDS', 'MA', 'MGR',
    'RETURNED', 'SEND', 'PRINT', 'HAND_OVER', 'SHIP', 'EXPLAIN', 'FEEDBACK', 'SLIP'));
create domain problem_state as text check (value in ('',
    'OPEN', 'EXPLAINED', 'REVIEWED', 'ACTION', 'CLOSED'));
create domain problem_cause as text check (value in ('',
    'SHORTAGE', 'PEOPLE', 'PAPER', 'SYSTEM', 'CUSTOMER', 'CARRIER', 'OTHER'));

create table problem (
    id           bigint primary key,
    no           line_text not null,
    order_id     bigint not null references orders deferrable initially deferred,
    note_id      bigint references note deferrable initially deferred,
    account_id   bigint not null references credit_account deferrable initially deferred,
    state        problem_state not null,
    department   department not null,
    step         step not null,
    cause        problem_cause not null,
    reason       prose not null default '',
    opened_by    bigint not null references app_user deferrable initially deferred,
    opened_at    timestamptz not null,
    explain_due  timestamptz not null,
    explanation  prose not null default '',
    explained_by bigint references app_user deferrable initially deferred,
    explained_at timestamptz,
    review       prose not null default '',
    reviewed_by  bigint references app_user deferrable initially deferred,
    reviewed_at  timestamptz,
    action       prose not null default '',
    owner_id     bigint references app_user deferrable initially deferred,
    due          date,
    answer       prose not null default '',
    closed_by    bigint references app_user deferrable initially deferred,
    closed_at    timestamptz,
    seq          bigint not null,
    constraint problem_no_once unique (no),
    constraint problem_once unique nulls not distinct (order_id, note_id),
    constraint problem_given check (no <> '' and state <> '' and department <> '' and step <> ''),
    constraint problem_explained check ((explained_by is null) = (explained_at is null)
        and (explained_by is null) = (explanation = '')
        and (state = 'OPEN' or explained_by is not null) and (explained_by is null or cause <> '')),
    constraint problem_reviewed check ((reviewed_by is null) = (reviewed_at is null)
        and (reviewed_by is null) = (review = '')
        and (state in ('OPEN', 'EXPLAINED') or reviewed_by is not null)),
    constraint problem_reviewed_by_another
        check (state not in ('REVIEWED', 'ACTION', 'CLOSED') or reviewed_by <> explained_by),
    constraint problem_in_action check ((owner_id is null) = (due is null)
        and (owner_id is null) = (action = '')
        and (state not in ('ACTION', 'CLOSED') or owner_id is not null)),
    constraint problem_closed check ((closed_by is not null) = (state = 'CLOSED')
        and (closed_by is null) = (closed_at is null) and (closed_by is null) = (answer = ''))
);
create index on problem (note_id);
create index on problem (account_id);
create index on problem (opened_by);
create index on problem (explained_by);
create index on problem (reviewed_by);
create index on problem (owner_id);
create index on problem (closed_by);
create index problem_open on problem (opened_at) where state <> 'CLOSED';

create table problem_breach (
    id         bigint primary key,
    problem_id bigint not null references problem deferrable initially deferred,
    clock      clock not null,
    department department not null,
    step       step not null,
    due_at     timestamptz not null,
    at         timestamptz not null,
    constraint problem_breach_once unique (problem_id, clock, due_at),
    constraint problem_breach_late
        check (clock <> '' and department <> '' and step <> '' and due_at < at)
);
create trigger append_only before update or delete or truncate on problem_breach
    for each statement execute function never_done();
create trigger no_delete before delete or truncate on problem
    for each statement execute function never_done();
create trigger frozen before update on problem for each row
    when ((new.id, new.no, new.order_id, new.note_id, new.account_id, new.opened_by, new.opened_at)
          is distinct from
          (old.id, old.no, old.order_id, old.note_id, old.account_id, old.opened_by, old.opened_at))
    execute function never_changed();
create constraint trigger state_has_event after insert or update of state, seq on problem
    deferrable initially deferred for each row execute function state_has_event('PROBLEM');

revoke all on problem, problem_breach from public;
grant insert, update on problem to osb_app;
grant insert on problem_breach to osb_app;
grant select on problem, problem_breach to osb_app, osb_read;

-- Up to when a sweep has asked which clocks ran out. What ran out before there were records is
-- not made into any.
alter table sweep add column looked_to timestamptz;
update sweep set looked_to = business_now();
create index event_runs_out on event ((greatest(due_at, at)))
    where machine = 'ORDER' and due_at is not null;
create index note_runs_out on note (explain_at) where explain_at is not null;
