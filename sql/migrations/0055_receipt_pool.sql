-- Money whose customer is not known waits in a pool, in no account, until somebody claims it
-- (R-151). `payer`: who paid, as the bank names him; `claimed_by`: who said whose it is, of
-- money that was in the pool.
set local role osb_owner;
set local search_path = osb;

alter table receipt
    add column payer line_text not null default '',
    add column claimed_by bigint references app_user deferrable initially deferred,
    add column claimed_at timestamptz;
alter table receipt
    alter column payer drop default,
    add constraint receipt_whose
        check ((account_id is null) = (customer_id is null)
            and (account_id is not null or payer <> '' and method in ('TRANSFER', 'CASH'))),
    add constraint receipt_claim
        check ((claimed_by is null) = (claimed_at is null)
            and (claimed_by is null or account_id is not null and payer <> ''));
create index on receipt (claimed_by);
create index on receipt (received_on, id) where account_id is null and state = 'OPEN';

-- A receipt goes from the pool to a customer by a claim, and back as long as nothing of it was
-- ever used; never from one customer to another.
create function receipt_goes() returns trigger language plpgsql as $$
begin
    if old.payer <> new.payer
       or old.account_id is null and new.account_id is not null and new.claimed_by is null
       or old.account_id is not null
          and ((new.account_id, new.customer_id, new.claimed_by, new.claimed_at)
               is distinct from (old.account_id, old.customer_id, old.claimed_by, old.claimed_at))
          and (new.account_id is not null or old.claimed_by is null or new.state <> 'OPEN'
               or exists (select from osb.allocation where receipt_id = new.id)
               or exists (select from osb.earmark where receipt_id = new.id)) then
        perform osb.violated('receipt_goes', 'receipt',
            format('receipt %s goes where no claim leads', new.no));
    end if;
    return new;
end
$$;
create trigger goes before update on receipt for each row execute function receipt_goes();

-- Its free money is in its account; where it was before, nothing of it is left.
create or replace function receipt_follows_ledger() returns trigger language plpgsql as $$
begin
    if exists (select from osb.receipt r
               left join lateral (select coalesce(sum(x.amount) filter (where x.bucket = 'D'), 0) d,
                                         coalesce(sum(x.amount) filter (where x.bucket = 'E'), 0) e
                                  from osb.exposure x
                                  where x.receipt_id = r.id and x.account_id = r.account_id) s
                   on true
               where r.id = new.id and r.account_id is not null
                 and (-r.free, -r.earmarked) <> (s.d, s.e))
       or exists (select from osb.receipt r join osb.exposure x on x.receipt_id = r.id
                  where r.id = new.id and x.account_id is distinct from r.account_id
                  group by x.account_id having sum(x.amount) <> 0) then
        perform osb.violated('receipt_follows_ledger', 'receipt',
            format('receipt %s: free or earmarked differs from the ledger', new.no));
    end if;
    if (select coalesce(sum(amount), 0) from osb.allocation
        where receipt_id = new.id)
       <> (select allocated from osb.receipt where id = new.id) then
        perform osb.violated('receipt_follows_allocations', 'receipt',
            format('receipt %s: allocated differs from its allocations', new.no));
    end if;
    return null;
end
$$;
