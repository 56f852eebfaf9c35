-- Cheques, acceptance bills and bank drafts count as money when finance marks them cleared (R-152):
-- until then a receipt of them is registered, and nothing stands on it.
set local role osb_owner;
set local search_path = osb;

alter domain receipt_state drop constraint receipt_state_check;
alter domain receipt_state add constraint receipt_state_check
    check (value in ('', 'OPEN', 'REVERSED', 'TO_CLEAR'));

-- What was recorded before counted from the day on which it was received.
alter table receipt
    add column maturity   date,
    add column drawer     line_text not null default '',
    add column brought_by line_text not null default '',
    add column cleared_on date,
    add column cleared_by bigint references app_user deferrable initially deferred;
alter table receipt disable trigger user;
update receipt set cleared_on = received_on;
alter table receipt enable trigger user;
alter table receipt
    alter column drawer drop default,
    alter column brought_by drop default,
    drop constraint receipt_balance,
    add constraint receipt_balance
        check (case state when 'OPEN' then amount = free + earmarked + allocated
            else free = 0 and earmarked = 0 and allocated = 0 end),
    add constraint receipt_cleared
        check (state = 'REVERSED' or (state = 'TO_CLEAR') = (cleared_on is null)),
    add constraint receipt_cleared_when
        check (cleared_on >= received_on and (cleared_by is null or cleared_on is not null)),
    add constraint receipt_paper
        check (method in ('CHEQUE', 'DRAFT', 'ACCEPTANCE') or (maturity is null and drawer = ''
            and state <> 'TO_CLEAR' and cleared_by is null and cleared_on is not null));
create index on receipt (cleared_by);
create index on receipt (maturity, received_on) where state = 'TO_CLEAR';

-- What was registered stays, and so does the day on which it cleared.
create trigger stays_registered before update on receipt for each row
    when (old.maturity is distinct from new.maturity or old.drawer <> new.drawer
          or old.brought_by <> new.brought_by
          or old.cleared_on is not null and (new.cleared_on is distinct from old.cleared_on
              or new.cleared_by is distinct from old.cleared_by))
    execute function never_changed();

-- No promise and no allocation of what is not cleared, by whatever way it came there.
create function money_is_cleared() returns trigger language plpgsql as $$
begin
    if (select cleared_on from osb.receipt where id = new.receipt_id) is null then
        perform osb.violated(tg_table_name || '_' || tg_name, tg_table_name,
            format('%s %s is of a receipt that is not cleared', tg_table_name, new.id));
    end if;
    return null;
end
$$;
create constraint trigger is_cleared after insert on earmark
    deferrable initially deferred for each row execute function money_is_cleared();
create constraint trigger is_cleared after insert on allocation
    deferrable initially deferred for each row execute function money_is_cleared();
