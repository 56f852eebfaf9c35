-- Balances and their ledgers agree at every commit (I03, I04, I11, I13, I17, I18). The triggers
-- are deferred, since a command writes its rows a table at a time, and each looks only at the
-- few rows behind the one that was written. A row may be written twice in a transaction: what
-- is compared is the row as it stands at commit.
set local role osb_owner;
set local search_path = osb;

-- I03. The account's buckets moved by just what its ledger gained behind its last entry.
-- Nothing older is read, so that the cost does not grow with the account.
create function account_follows_ledger() returns trigger language plpgsql as $$
declare
    since  bigint := 0;
    before bigint[] := '{0,0,0,0,0}';
    gained bigint[];
begin
    if tg_op = 'UPDATE' then
        since := coalesce(old.last_entry_id, 0);
        before := array[old.reserved, old.shipped, old.invoiced, old.deposit, old.earmarked];
    end if;
    select array[coalesce(sum(amount) filter (where bucket = 'R'), 0),
                 coalesce(sum(amount) filter (where bucket = 'S'), 0),
                 coalesce(sum(amount) filter (where bucket = 'I'), 0),
                 coalesce(sum(amount) filter (where bucket = 'D'), 0),
                 coalesce(sum(amount) filter (where bucket = 'E'), 0)]
        into gained from osb.exposure
        where account_id = new.id and id > since and id <= coalesce(new.last_entry_id, 0);
    if coalesce(new.last_entry_id, 0) < since
       or array[new.reserved - before[1], new.shipped - before[2], new.invoiced - before[3],
                new.deposit - before[4], new.earmarked - before[5]] <> gained then
        perform osb.violated('credit_account_follows_ledger', 'credit_account',
            format('account %s: buckets and ledger differ behind entry %s', new.id, since));
    end if;
    return null;
end
$$;
create constraint trigger follows_ledger
    after insert or update of reserved, shipped, invoiced, deposit, earmarked, last_entry_id
    on credit_account deferrable initially deferred for each row
    execute function account_follows_ledger();

create function entry_is_counted() returns trigger language plpgsql as $$
begin
    if not exists (select from osb.credit_account
                   where id = new.account_id and last_entry_id >= new.id) then
        perform osb.violated('exposure_is_counted', 'exposure',
            format('entry %s is not in the buckets of account %s', new.id, new.account_id));
    end if;
    return null;
end
$$;
create constraint trigger is_counted after insert on exposure
    deferrable initially deferred for each row execute function entry_is_counted();

-- I04. An order's, receivable's and receipt's own share of the buckets.
create function order_follows_ledger() returns trigger language plpgsql as $$
begin
    if (select (reserved, -earmarked) from osb.orders where id = new.id)
       <> (select (coalesce(sum(amount) filter (where bucket = 'R'), 0)::bigint,
                   coalesce(sum(amount) filter (where bucket = 'E'), 0)::bigint)
           from osb.exposure where order_id = new.id and bucket in ('R', 'E')) then
        perform osb.violated('orders_follows_ledger', 'orders',
            format('order %s: reserved or earmarked differs from the ledger', new.no));
    end if;
    return null;
end
$$;
create constraint trigger follows_ledger after insert or update of reserved, earmarked
    on orders deferrable initially deferred for each row
    execute function order_follows_ledger();

create function receivable_follows_ledger() returns trigger language plpgsql as $$
begin
    if (select (open_s, open_i) from osb.receivable where id = new.id)
       <> (select (coalesce(sum(amount) filter (where bucket = 'S'), 0)::bigint,
                   coalesce(sum(amount) filter (where bucket = 'I'), 0)::bigint)
           from osb.exposure where receivable_id = new.id and bucket in ('S', 'I')) then
        perform osb.violated('receivable_follows_ledger', 'receivable',
            format('receivable %s: what is open differs from the ledger', new.no));
    end if;
    if (select coalesce(sum(amount), 0) from osb.allocation
        where receivable_id = new.id)
       <> (select paid from osb.receivable where id = new.id) then
        perform osb.violated('receivable_follows_allocations', 'receivable',
            format('receivable %s: paid differs from its allocations', new.no));
    end if;
    return null;
end
$$;
create constraint trigger follows_ledger after insert or update of open_s, open_i, paid
    on receivable deferrable initially deferred for each row
    execute function receivable_follows_ledger();

-- A receipt that nobody has claimed yet is in no account.
create function receipt_follows_ledger() returns trigger language plpgsql as $$
begin
    if (select (-free, -earmarked) from osb.receipt where id = new.id
        and account_id is not null)
       <> (select (coalesce(sum(amount) filter (where bucket = 'D'), 0)::bigint,
                   coalesce(sum(amount) filter (where bucket = 'E'), 0)::bigint)
           from osb.exposure where receipt_id = new.id and bucket in ('D', 'E')) then
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
create constraint trigger follows_ledger
    after insert or update of account_id, free, earmarked, allocated
    on receipt deferrable initially deferred for each row
    execute function receipt_follows_ledger();

-- I17. An allocation that neither side counts.
create function allocation_is_counted() returns trigger language plpgsql as $$
begin
    if (select coalesce(sum(amount), 0) from osb.allocation where receipt_id = new.receipt_id)
       <> (select allocated from osb.receipt where id = new.receipt_id)
       or (select coalesce(sum(amount), 0) from osb.allocation
           where receivable_id = new.receivable_id)
       <> (select paid from osb.receivable where id = new.receivable_id) then
        perform osb.violated('allocation_is_counted', 'allocation',
            format('allocation %s is not in its receipt and receivable', new.id));
    end if;
    return null;
end
$$;
create constraint trigger is_counted after insert on allocation
    deferrable initially deferred for each row execute function allocation_is_counted();

-- I13. The total is the sum of the lines that stand.
create function order_total_is_sum() returns trigger language plpgsql as $$
begin
    if (select coalesce(sum(amount), 0) from osb.order_line
        where order_id = new.id and not removed)
       <> (select total from osb.orders where id = new.id) then
        perform osb.violated('orders_total_is_sum', 'orders',
            format('order %s: the total is not the sum of its lines', new.no));
    end if;
    return null;
end
$$;
create constraint trigger total_is_sum
    after insert or update of total, version, content_hash, state
    on orders deferrable initially deferred for each row
    execute function order_total_is_sum();

-- I15. What a shipment line moved out and back adds up to nothing or to its quantity, as it
-- says itself: never twice.
create function move_is_once() returns trigger language plpgsql as $$
begin
    if not exists (select from osb.shipment_line l where l.id = new.shipment_line_id
                   and case when l.issued then -l.qty else 0 end
                       = (select sum(m.qty) from osb.stock_move m
                          where m.shipment_line_id = l.id
                            and m.kind in ('ISSUE', 'UNISSUE'))) then
        perform osb.violated('stock_move_is_once', 'stock_move',
            format('shipment line %s moved stock otherwise than it says',
                   new.shipment_line_id));
    end if;
    return null;
end
$$;
create constraint trigger is_once after insert on stock_move
    deferrable initially deferred for each row
    when (new.kind in ('ISSUE', 'UNISSUE')) execute function move_is_once();

create function issue_has_move() returns trigger language plpgsql as $$
begin
    if coalesce((select sum(qty) from osb.stock_move where shipment_line_id = new.id
                 and kind in ('ISSUE', 'UNISSUE')), 0)
       <> (select case when issued then -qty else 0 end from osb.shipment_line
           where id = new.id) then
        perform osb.violated('shipment_line_issue_has_move', 'shipment_line',
            format('shipment line %s: issued, but stock was not moved so', new.id));
    end if;
    return null;
end
$$;
create constraint trigger issue_has_move after insert or update of issued
    on shipment_line deferrable initially deferred for each row
    execute function issue_has_move();

-- I18. A counter moves on by just the documents that were posted, and no document goes past it.
create function counter_has_documents() returns trigger language plpgsql as $$
declare
    since bigint := 0;
begin
    -- a new period begins at 1
    if new.period = old.period then
        since := old.last_no;
    end if;
    if (select count(*) from osb.document where series = new.series and period = new.period
        and no > since and no <= new.last_no) <> new.last_no - since then
        perform osb.violated('counter_has_documents', 'counter',
            format('series %s %s: numbers %s to %s are not all posted', new.series,
                   new.period, since + 1, new.last_no));
    end if;
    return null;
end
$$;
create constraint trigger has_documents after update of last_no, period on counter
    deferrable initially deferred for each row
    when (new.last_no <> old.last_no or new.period <> old.period)
    execute function counter_has_documents();

create function document_is_counted() returns trigger language plpgsql as $$
begin
    if not exists (select from osb.counter where series = new.series
                   and (period > new.period or period = new.period and last_no >= new.no)) then
        perform osb.violated('document_is_counted', 'document',
            format('document %s stands before its counter', new.number));
    end if;
    return null;
end
$$;
create constraint trigger is_counted after insert on document
    deferrable initially deferred for each row execute function document_is_counted();

-- I19. What reverses a document is its exact negative (and the only one: 0006).
create function reversal_is_exact() returns trigger language plpgsql as $$
begin
    if (select -total from osb.document where id = new.reverses_id)
       is distinct from new.total then
        perform osb.violated('document_reversal_is_exact', 'document',
            format('document %s is not the exact negative of what it reverses', new.number));
    end if;
    return null;
end
$$;
create constraint trigger reversal_is_exact after insert on document
    deferrable initially deferred for each row when (new.reverses_id is not null)
    execute function reversal_is_exact();

-- I11. Events of a document join without a gap, and the document is where the last one left it.
-- The index event_once holds seq > 0 alone: a plan that stays uses it only where that is said.
create function event_joins() returns trigger language plpgsql as $$
begin
    -- the first one is the document's birth, out of no state
    if new.seq = 1 and new.from_state <> ''
       or new.seq > 1 and not exists (select from osb.event where machine = new.machine
            and entity_id = new.entity_id and seq = new.seq - 1 and seq > 0
            and to_state = new.from_state) then
        perform osb.violated('event_joins', 'event',
            format('event %s of %s %s does not join the one before', new.seq, new.machine,
                   new.entity_id));
    end if;
    return null;
end
$$;
create constraint trigger joins after insert on event
    deferrable initially deferred for each row when (new.seq > 0)
    execute function event_joins();

-- Argument: the machine. The row's last event is its seq and led to its state.
create function state_has_event() returns trigger language plpgsql as $$
declare
    now_state text;
    now_seq   bigint;
begin
    execute format('select state, seq from osb.%I where id = $1', tg_table_name)
        into now_state, now_seq using new.id;
    if not exists (select from osb.event where machine = tg_argv[0] and entity_id = new.id
                   and seq = now_seq and seq > 0 and to_state = now_state) then
        perform osb.violated(tg_table_name || '_state_has_event', tg_table_name,
            format('%s %s is %s without an event', tg_table_name, new.id, now_state));
    end if;
    return null;
end
$$;
create constraint trigger state_has_event after insert or update of state, seq on orders
    deferrable initially deferred for each row execute function state_has_event('ORDER');
create constraint trigger state_has_event after insert or update of state, seq on note
    deferrable initially deferred for each row execute function state_has_event('NOTE');
create constraint trigger state_has_event after insert or update of state, seq on shipment
    deferrable initially deferred for each row execute function state_has_event('SHIPMENT');
create constraint trigger state_has_event after insert or update of state, seq on receivable
    deferrable initially deferred for each row execute function state_has_event('RECEIVABLE');
