-- Money whose customer is not known waits in a pool, in no account, until somebody claims it
-- (R-151). `payer`: who paid, as the bank names him.
set local role osb_owner;
set local search_path = osb;

alter table receipt add column payer line_text not null default '';
alter table receipt
    alter column payer drop default,
    add constraint receipt_whose
        check ((account_id is null) = (customer_id is null)
            and (account_id is not null or payer <> '' and method in ('TRANSFER', 'CASH')));
create index on receipt (received_on, id) where account_id is null and state = 'OPEN';

-- Once claimed it stays the customer's, used or not: a wrong claim is mended by a reversal.
create trigger stays_whose before update on receipt for each row
    when (old.payer <> new.payer or old.account_id is not null
          and (new.account_id, new.customer_id) is distinct from (old.account_id, old.customer_id))
    execute function never_changed();
