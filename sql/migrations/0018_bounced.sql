-- What reversed receipts gave back (R-371): how far an account's exposure rose by them, how far it
-- may until an order's verdict falls, and which notes wait for the money.
set local role osb_owner;
set local search_path = osb;

alter table credit_account add column bounced bigint not null default 0;
alter table credit_account alter column bounced drop default;
alter table credit_account add constraint credit_account_bounced check (bounced >= 0);

-- Verdicts of an earlier version counted on every receipt that is there now.
alter table orders add column bounce_most bigint;
alter table orders disable trigger user;
update orders set bounce_most = 0;
alter table orders enable trigger user;
alter table orders alter column bounce_most set not null;
alter table orders add constraint orders_bounce_most check (bounce_most >= 0);

alter table note add column stop_money boolean not null default false;
alter table note alter column stop_money drop default;
alter table note add constraint note_stop_money check (stopped or not stop_money);

-- All three sign that goods go on without it.
alter domain sign_kind drop constraint sign_kind_check;
alter domain sign_kind add constraint sign_kind_check check (value in ('',
    'VERIFY', 'APPROVE', 'MA', 'CC53', 'TOLERANCE', 'ST', 'QUOTA', 'RESUME'));
