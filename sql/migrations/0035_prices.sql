-- Prices of delivered goods are corrected, up and down (R-369): recorded like a claim, accepted by
-- others; then the debt follows and the invoice is issued anew. And who recorded a claim takes it
-- back while nobody decided it.
set local role osb_owner;
set local search_path = osb;

alter domain series_name drop constraint series_name_check;
alter domain series_name add constraint series_name_check check (value in ('',
    'DN', 'VN', 'OB', 'RO', 'IV', 'RI', 'RC', 'RR', 'CN', 'WO', 'PC'));
insert into counter (id, series, period, last_no) values (21, 'PC', '', 0);
-- It reads a claim and would hold the domains; behind the change it is as it was.
drop function claim_waits_for;
alter domain claim_action drop constraint claim_action_check;
alter domain claim_action add constraint claim_action_check check (value in ('',
    'REPLACE', 'CREDIT', 'REDUCE', 'CORRECT'));
alter domain claim_state drop constraint claim_state_check;
alter domain claim_state add constraint claim_state_check check (value in ('',
    'OPEN', 'CONSENTED', 'ACCEPTED', 'SETTLED', 'REFUSED', 'WITHDRAWN'));

-- ---- what is recorded ----
alter table claim
    add column agreed prose not null default '',
    drop constraint claim_two_people,
    add constraint claim_two_people
        check (seq = 0 or state = 'WITHDRAWN' or decided_by <> recorded_by),
    drop constraint claim_consent_of_another,
    add constraint claim_consent_of_another
        check (consented_by <> recorded_by
               and (consented_by <> decided_by or state = 'WITHDRAWN')),
    add constraint claim_correction_has_no_goods
        check (remedy <> 'CORRECT' or (state <> 'ACCEPTED' and goods = '')),
    add constraint claim_agreed_to_a_price check (agreed = '' or remedy = 'CORRECT');
drop trigger frozen on claim;
create trigger frozen before update on claim for each row
    when ((old.id, old.no, old.order_id, old.account_id, old.note_id, old.shipment_id, old.remedy,
           old.amount, old.reason, old.recorded_by, old.recorded_at, old.agreed)
          is distinct from
          (new.id, new.no, new.order_id, new.account_id, new.note_id, new.shipment_id, new.remedy,
           new.amount, new.reason, new.recorded_by, new.recorded_at, new.agreed))
    execute function never_changed();

-- What the line's units cost and should cost; price_per 0: an amount was said, no price.
alter table claim_line
    add column was bigint not null default 0,
    add column worth bigint not null default 0,
    add column price bigint not null default 0,
    add column price_per bigint not null default 0;
alter table claim_line
    alter column was drop default,
    alter column worth drop default,
    alter column price drop default,
    alter column price_per drop default,
    add constraint claim_line_correction_is_whole
        check ((was, worth, price, price_per) = (0, 0, 0, 0)
               or (kind = 'PRICE' and was >= 0 and worth > 0 and amount = abs(worth - was)
                   and amount > 0)),
    add constraint claim_line_price_is_whole
        check (price >= 0 and price_per >= 0 and (price > 0) = (price_per > 0));
create function claim_line_fits_claim() returns trigger language plpgsql as $$
declare
    c osb.claim;
begin
    select * into c from osb.claim where id = new.claim_id;
    if (c.remedy = 'CORRECT') <> (new.worth > 0) or (new.worth > new.was and c.agreed = '') then
        perform osb.violated('claim_line_fits_claim', 'claim_line',
            format('claim %s: a price that is not corrected so, or not agreed', c.no));
    end if;
    return null;
end
$$;
create constraint trigger fits_claim after insert on claim_line
    deferrable initially deferred for each row execute function claim_line_fits_claim();

-- ---- what the line costs ----
-- amount stays as issued; beside it what corrections added. What they took off is returned_amount.
alter table shipment_line add column raised bigint not null default 0;
alter table shipment_line
    alter column raised drop default,
    drop constraint shipment_line_amounts_sane,
    add constraint shipment_line_amounts_sane
        check (invoiced_amount >= 0 and returned_amount >= 0 and raised >= 0),
    drop constraint shipment_line_billed_amount_within,
    add constraint shipment_line_billed_amount_within
        check (invoiced_amount + returned_amount <= amount + raised),
    drop constraint shipment_line_not_before_issue,
    add constraint shipment_line_not_before_issue
        check (issued or (invoiced = 0 and returned = 0 and received = 0 and raised = 0));
create function shipment_line_follows_corrections() returns trigger language plpgsql as $$
begin
    if (select raised from osb.shipment_line where id = new.id)
       <> (select coalesce(sum(x.worth - x.was), 0)
           from osb.claim_line x join osb.claim c on c.id = x.claim_id
           where x.shipment_line_id = new.id and c.state = 'SETTLED' and x.worth > x.was) then
        perform osb.violated('shipment_line_follows_corrections', 'shipment_line',
            format('line %s costs more than was corrected', new.id));
    end if;
    return null;
end
$$;
create constraint trigger follows_corrections after insert or update of raised on shipment_line
    deferrable initially deferred for each row when (new.raised <> 0)
    execute function shipment_line_follows_corrections();

-- ---- the debt ----
-- Its amount grows with what corrections added, to the fen, and never falls: what is owed less is
-- credited. Of an opening debt it stays.
do $$
begin
    drop trigger frozen on receivable;
    execute format('create trigger frozen before update on receivable for each row when (%s)'
                   ' execute function never_changed()',
        (select string_agg(format('old.%I is distinct from new.%1$I', c), ' or ')
         from regexp_split_to_table('id, no, kind, account_id, customer_id, order_id,'
                                    ' shipment_id, opened_at, invoiced_before, opening_id',
                                    ',\s*') c));
end
$$;
create trigger amount_grows before update on receivable for each row
    when (new.amount < old.amount or (new.amount <> old.amount and new.kind <> 'GOODS'))
    execute function never_changed();
create function receivable_follows_corrections() returns trigger language plpgsql as $$
begin
    if (select amount from osb.receivable where id = new.id)
       <> (select coalesce(sum(amount + raised), 0) from osb.shipment_line
           where shipment_id = new.shipment_id) then
        perform osb.violated('receivable_follows_corrections', 'receivable',
            format('receivable %s is not what its goods cost', new.no));
    end if;
    return null;
end
$$;
create constraint trigger follows_corrections after update of amount on receivable
    deferrable initially deferred for each row when (new.amount <> old.amount)
    execute function receivable_follows_corrections();

-- ---- the invoice ----
alter table invoice
    add column replaces_id bigint references invoice deferrable initially deferred,
    add constraint invoice_replaces_with_figures check (replaces_id is null or reverses_id is null);
create unique index invoice_replaced_once on invoice (replaces_id);

-- Whom a claim waits for: the area's manager, then the customer's leader, then the store.
create function claim_waits_for(k claim, o orders, c customer) returns bigint
    language sql stable
    return case k.state
        when 'OPEN' then coalesce(assigned_to(c.area_id, '{UM}'),
                                  assigned_to(c.market_id, '{MM}'))
        when 'CONSENTED' then coalesce(assigned_to(c.id, '{GM,DIR,DDIR}'),
                                       assigned_to(c.market_id, '{GM,DIR,DDIR}'))
        when 'ACCEPTED' then o.scr_id end;
revoke all on function claim_waits_for from public;
grant execute on function claim_waits_for to osb_app, osb_read;
