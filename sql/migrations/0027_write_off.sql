-- A debt may be given up (R-154, R-382): finance asks, the sales leaders sign; what a payment was
-- short by goes within a tolerance.
set local role osb_owner;
set local search_path = osb;

alter domain series_name drop constraint series_name_check;
alter domain series_name add constraint series_name_check check (value in ('',
    'DN', 'VN', 'OB', 'RO', 'IV', 'RI', 'RC', 'RR', 'CN', 'WO'));
insert into counter (id, series, period, last_no) values (20, 'WO', '', 0);
create domain write_off_state as text check (value in ('',
    'ASKED', 'DONE', 'REFUSED', 'WITHDRAWN'));

alter table policy
    add column small_write_off bigint not null default 1000,
    add column leader_write_off bigint not null default 1000000;
alter table policy
    alter column small_write_off drop default,
    alter column leader_write_off drop default,
    add constraint policy_write_off check (small_write_off >= 0 and leader_write_off >= 0);

-- Beside what is paid and credited: what was given up, less what came in for it since.
alter table receivable add column written_off bigint not null default 0;
alter table receivable
    alter column written_off drop default,
    drop constraint receivable_balance,
    add constraint receivable_balance
        check (amount = open_s + open_i + paid + credited + written_off),
    drop constraint receivable_not_negative,
    add constraint receivable_not_negative
        check (amount >= 0 and open_s >= 0 and open_i >= 0 and invoiced >= 0 and paid >= 0
            and credited >= 0 and written_off >= 0),
    drop constraint receivable_state_agrees,
    add constraint receivable_state_agrees
        check (case state when 'OPEN' then paid = 0 and open_s + open_i > 0 when 'PART_PAID'
            then paid > 0 and open_s + open_i > 0 when 'PAID'
            then open_s + open_i = 0 and written_off = 0
            else open_s + open_i = 0 and written_off > 0 end);

-- `no` is the receivable's, by which people name it.
create table write_off (
    id            bigint primary key,
    no            line_text not null,
    receivable_id bigint not null references receivable deferrable initially deferred,
    account_id    bigint not null references credit_account deferrable initially deferred,
    order_id      bigint references orders deferrable initially deferred,
    amount        bigint not null,
    state         write_off_state not null,
    small         boolean not null,
    reason        text not null,
    asked_by      bigint not null references app_user deferrable initially deferred,
    asked_at      timestamptz not null,
    decided_by    bigint references app_user deferrable initially deferred,
    decided_at    timestamptz,
    document_id   bigint references document deferrable initially deferred,
    constraint write_off_given check (no <> '' and state <> '' and amount > 0),
    constraint write_off_decided
        check ((state = 'ASKED') = (decided_by is null) and (state = 'ASKED') = (decided_at is null)),
    constraint write_off_has_paper
        check ((document_id is not null) = (state = 'DONE' and not small)),
    constraint write_off_small_is_done check (not small or state = 'DONE')
);
create unique index write_off_waits_once on write_off (receivable_id) where state = 'ASKED';
create index on write_off (no);
create index on write_off (receivable_id);
create index on write_off (account_id);
create index on write_off (order_id);
create index on write_off (asked_by);
create index on write_off (decided_by);
create index on write_off (document_id);

create table write_off_signature (
    id            bigint primary key,
    write_off_id  bigint not null references write_off deferrable initially deferred,
    role          role not null,
    signer_id     bigint not null references app_user deferrable initially deferred,
    principal_id  bigint not null references app_user deferrable initially deferred,
    delegation_id bigint references delegation deferrable initially deferred,
    consent_at    timestamptz,
    consent_by    line_text not null,
    remark        text not null,
    at            timestamptz not null,
    constraint write_off_signature_post check (role in ('GM', 'DIR', 'DDIR')),
    constraint write_off_signature_delegated
        check ((delegation_id is null) = (signer_id = principal_id)
               and (delegation_id is null) = (consent_at is null)),
    constraint write_off_signed_once unique (write_off_id, role),
    constraint write_off_signed_by_one unique (write_off_id, signer_id)
);
create index on write_off_signature (signer_id);
create index on write_off_signature (principal_id);
create index on write_off_signature (delegation_id);

create trigger append_only before update or delete or truncate on write_off_signature
    for each statement execute function never_done();
create trigger no_delete before delete or truncate on write_off
    for each statement execute function never_done();
create trigger frozen before update on write_off for each row
    when (old.state <> 'ASKED' or (new.id, new.no, new.receivable_id, new.account_id, new.order_id,
          new.amount, new.small, new.reason, new.asked_by, new.asked_at) is distinct from (old.id,
          old.no, old.receivable_id, old.account_id, old.order_id, old.amount, old.small, old.reason,
          old.asked_by, old.asked_at))
    execute function never_changed();

-- A bad debt goes by the signatures of the leaders: one of three posts, or all three.
create function write_off_is_signed() returns trigger language plpgsql as $$
declare
    signed bigint := (select count(*) from osb.write_off_signature where write_off_id = new.id);
begin
    if signed not in (1, 3) then
        perform osb.violated('write_off_is_signed', 'write_off',
            format('the write-off of %s has %s signatures', new.no, signed));
    end if;
    return null;
end
$$;
create constraint trigger is_signed after insert or update of state on write_off
    deferrable initially deferred for each row when (new.state = 'DONE' and not new.small)
    execute function write_off_is_signed();
create function receivable_follows_write_offs() returns trigger language plpgsql as $$
begin
    if new.written_off > (select coalesce(sum(amount), 0) from osb.write_off
                          where receivable_id = new.id and state = 'DONE') then
        perform osb.violated('receivable_follows_write_offs', 'receivable',
            format('receivable %s: more is written off than was decided', new.no));
    end if;
    return null;
end
$$;
create constraint trigger follows_write_offs after insert or update of written_off on receivable
    deferrable initially deferred for each row when (new.written_off > 0)
    execute function receivable_follows_write_offs();

grant insert, update on write_off to osb_app;
grant insert on write_off_signature to osb_app;
grant select on write_off, write_off_signature to osb_app, osb_read;
