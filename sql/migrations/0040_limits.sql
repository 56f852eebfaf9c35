-- A limit that rises far, or over an overdue debt, takes the three leaders' signatures; every
-- decision about a limit is kept (R-166, R-169). At go-live it comes in a batch (R-383).
set local role osb_owner;
set local search_path = osb;

alter table policy add column limit_pct bigint not null default 20
    constraint policy_limit_pct check (limit_pct between 0 and 100);
alter table policy alter column limit_pct drop default;

create domain limit_state as text check (value in ('',
    'PROPOSED', 'IN_FORCE', 'REFUSED', 'WITHDRAWN'));
create table limit_decision (
    id          bigint primary key,
    account_id  bigint not null references credit_account deferrable initially deferred,
    state       limit_state not null,
    was         bigint not null,
    base        bigint not null,
    lim         bigint not null,
    valid_from  date,
    three       boolean not null,
    reason      prose not null default '',
    proposed_by bigint not null references app_user deferrable initially deferred,
    proposed_at timestamptz not null,
    decided_by  bigint references app_user deferrable initially deferred,
    decided_at  timestamptz,
    opening_id  bigint references opening deferrable initially deferred,
    constraint limit_decision_sane check (state <> '' and was >= 0 and base >= 0 and lim >= 0),
    constraint limit_decision_waits_for_three check (three or state = 'IN_FORCE'),
    constraint limit_decision_decided check ((state = 'PROPOSED') = (decided_by is null)
        and (state = 'PROPOSED') = (decided_at is null)),
    constraint limit_decision_batch check (opening_id is null or not three)
);
create unique index limit_decision_waits_once on limit_decision (account_id)
    where state = 'PROPOSED';
create index on limit_decision (account_id);
create index on limit_decision (proposed_by);
create index on limit_decision (decided_by);
create index on limit_decision (opening_id);

create table limit_signature (
    id            bigint primary key,
    limit_id      bigint not null references limit_decision deferrable initially deferred,
    role          role not null,
    signer_id     bigint not null references app_user deferrable initially deferred,
    principal_id  bigint not null references app_user deferrable initially deferred,
    delegation_id bigint references delegation deferrable initially deferred,
    consent_at    timestamptz,
    consent_by    line_text not null default '',
    remark        prose not null default '',
    at            timestamptz not null,
    constraint limit_signature_post check (role in ('GM', 'DIR', 'DDIR')),
    constraint limit_signature_delegated
        check ((delegation_id is null) = (signer_id = principal_id)
               and (delegation_id is null) = (consent_at is null)),
    constraint limit_signed_once unique (limit_id, role),
    constraint limit_signed_by_one unique (limit_id, signer_id)
);
create index on limit_signature (signer_id);
create index on limit_signature (principal_id);
create index on limit_signature (delegation_id);

create trigger append_only before update or delete or truncate on limit_signature
    for each statement execute function never_done();
create trigger no_delete before delete or truncate on limit_decision
    for each statement execute function never_done();
create trigger frozen before update on limit_decision for each row
    when (old.state <> 'PROPOSED' or (new.id, new.account_id, new.was, new.base, new.lim,
          new.three, new.reason, new.proposed_by, new.proposed_at, new.opening_id)
          is distinct from (old.id, old.account_id, old.was, old.base, old.lim, old.three,
          old.reason, old.proposed_by, old.proposed_at, old.opening_id))
    execute function never_changed();

-- What takes three has three when it comes in force.
create function limit_is_signed() returns trigger language plpgsql as $$
declare
    signed bigint := (select count(*) from osb.limit_signature where limit_id = new.id);
begin
    if signed <> 3 then
        perform osb.violated('limit_decision_is_signed', 'limit_decision',
            format('limit decision %s has %s signatures', new.id, signed));
    end if;
    return null;
end
$$;
create constraint trigger is_signed after insert or update of state on limit_decision
    deferrable initially deferred for each row when (new.state = 'IN_FORCE' and new.three)
    execute function limit_is_signed();

revoke all on limit_decision, limit_signature from public;
grant insert, update on limit_decision to osb_app;
grant insert on limit_signature to osb_app;
grant select on limit_decision, limit_signature to osb_app, osb_read;
