-- Go-live (R-368, R-383): what a receivable was invoiced for elsewhere, and control totals that
-- are corrected while their batch is open.
set local role osb_owner;
set local search_path = osb;

-- A receivable that was billed before go-live stands in I from its first day, without an invoice
-- of this house: all of it was, or nothing (then invoice.opening bills it). Those taken over by
-- an earlier version count as not billed and stand in S, as they did.
alter table receivable add column invoiced_before bigint not null default 0;
alter table receivable alter column invoiced_before drop default;
alter table receivable add constraint receivable_billed_before
    check (invoiced_before = 0
           or (kind = 'OPENING' and invoiced_before = amount and invoiced = amount));
-- The batch that brought it, which it may leave again while that is open.
alter table receivable add column opening_id bigint
    references opening deferrable initially deferred;
alter table receivable add constraint receivable_batch_of_opening
    check (opening_id is null or kind = 'OPENING');
create index on receivable (opening_id);

-- What a batch announced may be corrected, on record, until it is closed (stays_closed).
do $$
declare
    t record;
begin
    for t in select * from (values
        ('opening',    'id, kind, as_of, made_by, at'),
        ('receivable', 'id, no, kind, account_id, customer_id, order_id, shipment_id, amount,'
                       ' opened_at, invoiced_before, opening_id')) v (name, frozen)
    loop
        execute format('drop trigger frozen on %I', t.name);
        execute format('create trigger frozen before update on %I for each row when (%s)'
                       ' execute function never_changed()', t.name,
            (select string_agg(format('old.%I is distinct from new.%1$I', c), ' or ')
             from regexp_split_to_table(t.frozen, ',\s*') c));
    end loop;
end
$$;
alter table opening add constraint opening_control_sane
    check (control_rows > 0 and control_total >= 0);
