-- Free money of a receipt is paid back to the customer: one person asks, another pays (R-380).
set local role osb_owner;
set local search_path = osb;

alter domain series_name drop constraint series_name_check;
alter domain series_name add constraint series_name_check check (value in ('',
    'DN', 'VN', 'OB', 'RO', 'IV', 'RI', 'RC', 'RR', 'CN', 'WO', 'PC', 'RF'));
insert into counter (id, series, period, last_no) values (22, 'RF', '', 0);
create domain refund_state as text check (value in ('', 'ASKED', 'PAID', 'DROPPED'));

-- Beside what is free, promised and allocated: what left the house again.
alter table receipt add column refunded bigint not null default 0;
alter table receipt
    alter column refunded drop default,
    drop constraint receipt_balance,
    add constraint receipt_balance
        check (case state when 'OPEN' then amount = free + earmarked + allocated + refunded
            else free = 0 and earmarked = 0 and allocated = 0 and refunded = 0 end),
    add constraint receipt_refunded check (refunded >= 0);

-- `no` is the receipt's, by which people name it.
create table refund (
    id          bigint primary key,
    no          line_text not null,
    receipt_id  bigint not null references receipt deferrable initially deferred,
    account_id  bigint not null references credit_account deferrable initially deferred,
    customer_id bigint not null references customer deferrable initially deferred,
    amount      bigint not null,
    state       refund_state not null,
    reason      prose not null,
    asked_by    bigint not null references app_user deferrable initially deferred,
    asked_at    timestamptz not null,
    decided_by  bigint references app_user deferrable initially deferred,
    decided_at  timestamptz,
    answer      prose not null,
    paid_on     date,
    bank_ref    line_text not null,
    document_id bigint references document deferrable initially deferred,
    constraint refund_given check (no <> '' and state <> '' and amount > 0 and reason <> ''),
    constraint refund_decided
        check ((state = 'ASKED') = (decided_by is null) and (state = 'ASKED') = (decided_at is null)),
    constraint refund_paid
        check ((state = 'PAID') = (paid_on is not null) and (state = 'PAID') = (bank_ref <> '')
            and (state = 'PAID') = (document_id is not null)),
    constraint refund_two_people check (state <> 'PAID' or asked_by <> decided_by)
);
create unique index refund_waits_once on refund (receipt_id) where state = 'ASKED';
create unique index refund_bank_ref_once on refund (bank_ref) where bank_ref <> '';
create unique index refund_document_once on refund (document_id);
create index on refund (no);
create index on refund (receipt_id);
create index on refund (account_id);
create index on refund (customer_id);
create index on refund (asked_by);
create index on refund (decided_by);

create trigger no_delete before delete or truncate on refund
    for each statement execute function never_done();
create trigger frozen before update on refund for each row
    when (old.state <> 'ASKED' or (new.id, new.no, new.receipt_id, new.account_id, new.customer_id,
          new.amount, new.reason, new.asked_by, new.asked_at) is distinct from (old.id, old.no,
          old.receipt_id, old.account_id, old.customer_id, old.amount, old.reason, old.asked_by,
          old.asked_at))
    execute function never_changed();

-- What a receipt says was paid back is what was paid, from either side.
create function receipt_follows_refunds() returns trigger language plpgsql as $$
declare
    of bigint := case tg_table_name when 'receipt' then (to_jsonb(new) ->> 'id')::bigint
                     else (to_jsonb(new) ->> 'receipt_id')::bigint end;
begin
    if (select refunded from osb.receipt where id = of)
       is distinct from (select coalesce(sum(amount), 0) from osb.refund
                         where receipt_id = of and state = 'PAID') then
        perform osb.violated(tg_table_name || '_' || tg_name, tg_table_name,
            format('receipt %s: what was paid back is not its refunds', of));
    end if;
    return null;
end
$$;
create constraint trigger follows_refunds after insert or update of refunded on receipt
    deferrable initially deferred for each row execute function receipt_follows_refunds();
create constraint trigger is_counted after insert or update of state on refund
    deferrable initially deferred for each row when (new.state = 'PAID')
    execute function receipt_follows_refunds();

-- Nor does money go back into the pool of which somebody asked to pay some back.
create function refund_stays_claimed() returns trigger language plpgsql as $$
begin
    if new.account_id is null and exists (select from osb.refund where receipt_id = new.id) then
        perform osb.violated('receipt_refund_stays_claimed', 'receipt',
            format('receipt %s has a refund and goes back into the pool', new.no));
    end if;
    return new;
end
$$;
create trigger refund_stays_claimed before update of account_id on receipt for each row
    execute function refund_stays_claimed();

grant insert, update on refund to osb_app;
grant select on refund to osb_app, osb_read;
