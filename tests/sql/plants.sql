-- plants.sql - each invariant must find what is planted against it. This runs in a copy of
-- clean.sql's world without a constraint or a trigger, as a superuser or a broken disk would
-- leave it. Variable `content`: the text of sql/invariants.sql.
set search_path = osb, t;

do $$
declare
    r record;
begin
    for r in select conrelid::regclass tab, conname from pg_constraint
             where connamespace = 'osb'::regnamespace and conrelid <> 0 and contype <> 't'
             order by contype = 'p', contype <> 'f' loop
        execute format('alter table %s drop constraint if exists %I cascade', r.tab, r.conname);
    end loop;
    for r in select contypid::regtype dom, conname from pg_constraint
             where connamespace = 'osb'::regnamespace and contypid <> 0 loop
        execute format('alter domain %s drop constraint %I', r.dom, r.conname);
    end loop;
    for r in select indexrelid::regclass idx from pg_index i join pg_class c on c.oid = i.indexrelid
             where c.relnamespace = 'osb'::regnamespace and indisunique loop
        execute format('drop index %s', r.idx);
    end loop;
    for r in select tgrelid::regclass tab from pg_trigger g join pg_class c on c.oid = tgrelid
             where c.relnamespace = 'osb'::regnamespace loop
        execute format('alter table %s disable trigger all', r.tab);
    end loop;
    for r in select attrelid::regclass tab, attname from pg_attribute a
             join pg_class c on c.oid = attrelid where c.relnamespace = 'osb'::regnamespace
             and c.relkind = 'r' and attnotnull and attnum > 0 loop
        execute format('alter table %s alter %I drop not null', r.tab, r.attname);
    end loop;
end
$$;

create table t.invariant as
    select left(part, 3) no, split_part(part, E'\n', 1) sentence,
           rtrim(substr(part, position(E'\n' in part)), E'; \n') query
    from regexp_split_to_table(:'content', E'\n-- (?=I[0-9][0-9] )') part
    where part ~ '^I[0-9][0-9] ';
select say(count(*) = 22 and min(no) = 'I01' and max(no) = 'I22', 'there are 22 invariants')
from t.invariant;

create function t.rows_of(which text, plant text default 'select 1') returns bigint
    language plpgsql as $$
declare
    q text := (select query from t.invariant where no = which);
    n bigint;
begin
    begin
        execute plant;
        execute format('select count(*) from (%s) q', q) into n;
        raise exception using errcode = 'P0099';
    exception when sqlstate 'P0099' then null;
    end;
    return n;
end
$$;
select say(t.rows_of(no) = 0, no || ' finds nothing in sound data') from t.invariant;

create function t.clone(tab text, changes jsonb, of bigint default null) returns void
    language plpgsql as $$
declare
    src jsonb;
begin
    execute format('select to_jsonb(x) from osb.%I x where $1 is null or id = $1'
                   ' order by id limit 1', tab) into strict src using of;
    execute format('insert into osb.%I select * from jsonb_populate_record(null::osb.%I, $1)',
                   tab, tab) using src || changes;
end
$$;

create table t.plant (no text, name text, statement text);
insert into t.plant values
('I01', 'an answer that is not stored', $$insert into ack values ('none', 'x', 'DONE', '{}')$$),
('I01', 'another outcome', $$insert into ack
   select id, op, 'REFUSED', answer from command where outcome = 'DONE' limit 1$$),
('I01', 'another answer', $$insert into ack
   select id, op, outcome, '{"no": 1}' from command limit 1$$),
('I02', 'one id twice', $$insert into command select * from command limit 1$$),
('I02', 'an event of a refused command', $$update event set command_id = (select id from command
   where outcome = 'REFUSED') where id = (select min(id) from event)$$),
('I02', 'an event of no command', $$delete from command where id = 'c5'$$),
('I02', 'an event of another operation', $$update command set op = 'x' where id = 'c5'$$),
('I02', 'a ledger row beside every command', $$select clone('quota_entry', '{"id": 899999999}')$$),
('I03', 'a bucket moved by itself', $$update credit_account set shipped = shipped + 1
   where id = 320$$),
('I03', 'a ledger row changed', $$update exposure set amount = amount - 1
   where id = (select max(id) from exposure where bucket = 'I')$$),
('I03', 'a ledger row gone', $$delete from exposure where id = (select max(id) from exposure)$$),
('I03', 'a wrong last entry', $$update credit_account set last_entry_id = 1 where id = 320$$),
('I03', 'released before it was reserved', $$
   insert into exposure select e.id - 4000, account_id, 'R', -1, order_id, null, null, at
       from exposure e where bucket = 'R' and order_id = 900000400;
   insert into exposure select e.id + 1, account_id, 'R', 1, order_id, null, null, at
       from exposure e where bucket = 'R' and order_id = 900000400 and amount > 0$$),
('I03', 'a deposit above zero in between', $$
   select clone('exposure', '{"id": 1, "bucket": "D", "amount": 1}');
   select clone('exposure', '{"id": 2, "bucket": "D", "amount": -1}')$$),
('I04', 'a reservation less than the order', $$
   update exposure set amount = amount - 1 where order_id = 900000400 and bucket = 'R';
   update orders set reserved = reserved - 1 where id = 900000400$$),
('I04', 'a reservation after consignment', $$update orders set reserved = 1
   where id = 900000000; select clone('exposure', '{"id": 3, "amount": 1}')$$),
('I04', 'a held order that reserves', $$update orders set state = 'HOLD_CREDIT'
   where id = 900000400$$),
('I04', 'a cash order that reserves', $$update orders set cash_basis = true
   where id = 900000400$$),
('I04', 'an earmark that the order does not know', $$update orders set earmarked = 0
   where id = 900000200$$),
('I04', 'an earmark without its row', $$update earmark set amount = amount + 1$$),
('I04', 'an open amount beside the ledger', $$update receivable set open_s = open_s - 1,
   open_i = open_i + 1 where id = 900000123$$),
('I04', 'more given up than was decided', $$update write_off set amount = amount - 1$$),
('I04', 'more open than is owed', $$update receivable set credited = 0 where id = 900000123$$),
('I04', 'consigned without a receivable', $$update shipment set receivable_id = null
   where id = 900000120$$),
('I04', 'a receivable of another amount', $$update shipment_line set amount = amount + 1
   where id = 900000121$$),
('I04', 'a receivable before consignment', $$update shipment set receivable_id = 900000610
   where id = 900000130$$),
('I04', 'a return that was not credited', $$update shipment_line set returned_amount = 6000
   where id = 900000121$$),
('I05', 'a verdict on another exposure', $$update verdict set exposure = exposure + 1
   where order_id = 900000400$$),
('I05', 'a stranger between verdict and entry', $$insert into exposure
   select (select seen_id + 1 from verdict where order_id = 900000400), account_id, bucket, 1,
          900000000, null, null, at from exposure where order_id = 900000400$$),
('I05', 'a verdict that overlooked an entry', $$update verdict v set exposure = exposure
   - (select amount from exposure where id = v.seen_id),
   seen_id = (select max(id) from exposure where account_id = v.account_id and id < v.seen_id),
   entry_id = null where order_id = 900000400$$),
('I05', 'a verdict on another account', $$update verdict set account_id = 340, exposure = 0
   where order_id = 900000400$$),
('I06', 'a grade that nobody earned', $$update limit_proposal set grade = 1 where id = 900000650$$),
('I06', 'a limit that the formula does not give', $$update limit_proposal set formula = formula + 100000
   where id = 900000650$$),
('I06', 'passed although overdue', $$update verdict set overdue = 1 where order_id = 900000400$$),
('I06', 'passed one fen over', $$update verdict set lim = exposure + amount - 1
   where order_id = 900000400$$),
('I06', 'to the manager beyond 20 %', $$update verdict set lim = (exposure + amount) * 5 / 6 - 1
   where order_id = 900000100$$),
('I06', 'to the manager with a limit of 0', $$update verdict set lim = 0
   where order_id = 900000100$$),
('I06', 'held without a reason', $$update verdict set overdue = 0, lim = 10000000
   where order_id = 900000300$$),
('I06', 'cash judged as credit', $$update verdict set cash_basis = true
   where order_id = 900000400$$),
('I07', 'no signature', $$delete from signature where order_id = 900000000$$),
('I07', 'a void one', $$update signature set void_at = at where order_id = 900000000$$),
('I07', 'one of another version', $$update orders set version = 2 where id = 900000000$$),
('I07', 'one of another content', $$update orders set content_hash = 'x' where id = 900000000$$),
('I07', 'no 5-3', $$delete from signature where order_id = 900000100 and kind = 'CC53'$$),
('I07', 'no tolerance', $$delete from signature where kind = 'TOLERANCE'$$),
('I07', 'two of three', $$delete from signature where kind = 'ST' and role = 'GM'$$),
('I07', 'one role twice', $$update signature set role = 'DIR' where kind = 'ST' and role = 'GM'$$),
('I07', 'MA on a held order', $$delete from signature where kind = 'ST';
   select clone('signature', '{"id": 9, "order_id": 900000300}')$$),
('I07', 'no verdict', $$update orders set verdict_id = null where id = 900000000$$),
('I08', 'one person twice', $$select clone('signature', '{"id": 9, "principal_id": 103}')$$),
('I08', 'one principal twice', $$select clone('signature', '{"id": 9, "signer_id": 113}')$$),
('I09', 'a role that was not held', $$update user_role set role = 'SR' where user_id = 107$$),
('I09', 'a role that had ended', $$update user_role set valid_to = '2026-11-01'
   where user_id = 102$$),
('I09', 'a role that had not begun', $$update user_role set valid_from = '2026-11-03'
   where user_id = 102$$),
('I09', 'a principal without the role', $$delete from user_role where user_id = 103$$),
('I09', 'a delegation revoked before', $$update delegation set revoked_at = '2026-11-01'$$),
('I09', 'a delegation over before', $$update delegation set valid_to = '2026-11-01'$$),
('I09', 'a delegation of another', $$update delegation set delegate_id = 104$$),
('I09', 'a delegation to oneself', $$update delegation set delegate_id = 103;
   update signature set signer_id = 103 where delegation_id = 207$$),
('I09', 'signing for somebody without a delegation', $$update signature set principal_id = 101
   where kind = 'MA' and order_id = 900000000$$),
('I09', 'the principal was there', $$delete from away$$),
('I09', 'without consent', $$update signature set consent_at = null
   where delegation_id is not null$$),
('I09', 'an operation not of that role', $$delete from role_op
   where op = 'order.print' and role = 'FIN'$$),
('I09', 'one who attested what nobody had signed', $$update signature
   set attested_by = 113, paper_at = at where id = (select min(id) from signature where kind = 'MA')$$),
('I10', 'one who verified and approved', $$update orders set approved_by = verified_by
   where id = 900000000$$),
('I10', 'one who recorded and cleared', $$update receipt set cleared_by = 107
   where id = 900000170$$),
('I10', 'one who keyed and signed', $$update orders set keyed_by = 102 where id = 900000000$$),
('I10', 'one who amended and signed', $$insert into author values (1, 900000000, 1, 102, now())$$),
('I10', 'a delegate who checked, unmarked', $$update orders set checked_by = 113
   where id = 900000300; update signature set flagged = false$$),
('I10', 'one who picked and checked', $$update shipment set checked_by = picked_by
   where id = 900000020$$),
('I10', 'one who recorded and allocated', $$update allocation set made_by = 107$$),
('I10', 'a limit raised alone', $$update limit_decision set three = false, opening_id = null
   where id = 900000641$$),
('I10', 'a proposal accepted alone beyond the room', $$update limit_decision set lim = 16800001
   where id = 900000643$$),
('I10', 'a room about another formula', $$update limit_decision set base = 15000000 where id = 900000643$$),
('I10', 'a limit without a signature', $$delete from limit_signature where role = 'GM'$$),
('I10', 'one who recorded a claim and accepted it', $$update claim set decided_by = 104
   where id = 900000140$$),
('I10', 'a claim accepted without consent', $$update claim set amount = 60000, seq = 2
   where id = 900000140$$),
('I10', 'one who proposed and confirmed parameters', $$update policy_change
   set decided_by = made_by$$),
('I10', 'slices of a claim accepted without consent', $$update claim set amount = 30000, seq = 2
   where id = 900000140; select clone('claim', '{"no": "CL9"}', 900000140)$$),
('I11', 'a claim by itself', $$update claim set state = 'REFUSED' where id = 900000060$$),
('I11', 'a road that is not there', $$delete from flow where event = 'HAND_OVER'$$),
('I11', 'a gap', $$delete from event where machine = 'ORDER' and entity_id = 900000000
   and seq = 5$$),
('I11', 'a leap', $$update event set from_state = 'CLOSED' where machine = 'ORDER'
   and entity_id = 900000000 and seq = 5$$),
('I11', 'another state than the last event''s', $$update orders set state = 'APPROVED'
   where id = 900000400$$),
('I11', 'a note by itself', $$update note set state = 'DONE' where id = 900000110$$),
('I11', 'an order without events', $$delete from event where entity_id = 900000500$$),
('I11', 'events without an order', $$delete from orders where id = 900000500$$),
('I12', 'use beside the entries', $$update quota_cell set used = used + 1 where id = 350$$),
('I12', 'more than allotted', $$update quota_cell set allotted = used - 1 where id = 350$$),
('I12', 'a line booked in part', $$update quota_entry set qty = qty - 1
   where order_id = 900000400; update quota_cell set used = used - 1$$),
('I12', 'a line not booked in one cell', $$delete from quota_entry where order_id = 900000400
   and cell_id = 351; update quota_cell set used = used - 5 where id = 351$$),
('I12', 'quota of a cancelled order', $$update orders set quota_held = false
   where id = 900000400$$),
('I13', 'more granted than ordered', $$update order_line set ordered = 1 where id = 900000001$$),
('I13', 'another amount', $$update order_line set amount = amount + 1 where id = 900000001$$),
('I13', 'another total', $$update orders set total = total + 1 where id = 900000000$$),
('I13', 'another invoice total', $$update invoice set total = total + 1 where id = 900000040$$),
('I13', 'another tax', $$update invoice_line set tax = tax + 1 where invoice_id = 900000040$$),
('I14', 'stock by itself', $$update stock set on_hand = on_hand + 1 where product_id = 310$$),
('I14', 'a move lost', $$delete from stock_move where kind = 'IN' and product_id = 311$$),
('I14', 'a reservation by itself', $$update stock set reserved = reserved + 1
   where product_id = 310$$),
('I14', 'moves without stock', $$delete from stock where product_id = 311$$),
('I14', 'quarantine by itself', $$update stock set quarantine = 1 where product_id = 310$$),
('I15', 'returned, and never back', $$delete from stock_move where kind = 'RETURN'$$),
('I15', 'more found than lost', $$select clone('stock_move', '{"kind": "FOUND", "qty": 1}',
   (select id from stock_move where kind = 'RETURN' limit 1))$$),
('I16', 'returned without a claim', $$delete from claim_line where claim_id = 900000140$$),
('I16', 'a claim that its order forgot', $$update orders set claims = 0
   where id = 900000000$$),
('I16', 'a price by itself', $$update shipment_line set raised = raised + 1
   where id = 900000021; update receivable set amount = amount + 1, open_s = open_s + 1
   where id = 900000023$$),
('I16', 'a price that went up and nobody agreed', $$update claim set agreed = ''
   where id = 900000240$$),
('I16', 'an invoice issued anew that stands', $$update invoice set replaces_id = null
   where id = 900000042; update invoice set replaces_id = 900000621 where id = 900000042$$),
('I04', 'a debt that did not grow with its price', $$update receivable set amount = amount - 3000,
   paid = paid - 3000 where id = 900000223$$),
('I11', 'a return by itself', $$update goods_return set state = 'CONFIRMED'
   where id = 900000261$$),
('I16', 'returned without a return', $$delete from goods_return_line
   where return_id = 900000260$$),
('I16', 'returns of more than was shipped', $$update goods_return_line set accepted = 29
   where return_id = 900000261$$),
('I16', 'a return that is not its lines', $$update goods_return set amount = amount + 1
   where id = 900000261$$),
('I16', 'a red order of another amount', $$update goods_return set amount = 1
   where id = 900000260; update goods_return_line set amount = 1
   where return_id = 900000260$$),
('I16', 'a claim on another line', $$update claim_line set shipment_line_id = 900000021
   where claim_id = 900000140$$),
('I15', 'issued twice', $$select clone('stock_move', '{"id": 9}', (select id from stock_move
   where shipment_line_id = 900000021))$$),
('I15', 'issued without a move', $$delete from stock_move where shipment_line_id = 900000021$$),
('I15', 'gone without being issued', $$update shipment set state = 'ISSUED'
   where id = 900000130$$),
('I15', 'more than the note', $$update note_line set qty = 99 where id = 900000011$$),
('I15', 'more noted than granted', $$update order_line set granted = 99 where id = 900000001$$),
('I15', 'a line of another note', $$update shipment_line set note_line_id = 900000111
   where id = 900000021$$),
('I16', 'billed twice', $$select clone('invoice_line', '{"id": 9}')$$),
('I16', 'billed and returned', $$update shipment_line set returned = 1 where id = 900000021$$),
('I16', 'billed unissued', $$update shipment_line set issued = false where id = 900000021$$),
('I16', 'an amount that no invoice has', $$update receivable set invoiced = 1
   where id = 900000123$$),
('I16', 'billed to another receivable', $$update invoice_line set receivable_id = 900000123
   where invoice_id = 900000042$$),
('I16', 'billed before go-live and here again', $$update receivable
   set invoiced_before = amount, invoiced = 2 * amount where id = 900000620$$),
('I16', 'an opening item with goods', $$update invoice_line set receivable_id = 900000610
   where invoice_id = 900000042$$),
('I17', 'allocated by itself', $$update receipt set allocated = allocated + 1, free = free - 1
   where id = 900000050$$),
('I17', 'uncleared money that is free', $$update receipt set free = amount
   where id = 900000160$$),
('I17', 'uncleared money that was promised', $$select clone('earmark',
   '{"receipt_id": 900000160, "amount": 0, "used": 0}')$$),
('I17', 'money of nobody in an account', $$select t.put('osb.exposure', jsonb_build_object('id',
   t.id(), 'account_id', 330, 'bucket', 'D', 'amount', -900, 'receipt_id', 900000180,
   'at', t.clock()))$$),
('I17', 'a claim that no ledger knows of', $$update receipt set account_id = 330,
   customer_id = 331 where id = 900000180$$),
('I17', 'claimed money that stayed in the account when it went back', $$update receipt
   set account_id = null, customer_id = null, claimed_by = null where id = 900000190$$),
('I17', 'claimed for one, entered for another', $$update receipt set account_id = 320,
   customer_id = 321 where id = 900000190$$),
('I17', 'taken out of an account that it had left', $$select t.put('osb.exposure',
   jsonb_build_object('id', t.id(), 'account_id', 330, 'bucket', 'D', 'amount', 970,
   'receipt_id', 900000200, 'at', t.clock()))$$),
('I17', 'one who claimed what is in the pool', $$update receipt set claimed_by = 107
   where id = 900000180$$),
('I17', 'a customer of what is in the pool', $$update receipt set customer_id = 331
   where id = 900000180$$),
('I17', 'a promise of what is in the pool', $$select clone('earmark',
   '{"receipt_id": 900000180, "amount": 0, "used": 0}')$$),
('I17', 'more free than came', $$update receipt set free = free + 1 where id = 900000050$$),
('I17', 'a reversed receipt that holds money', $$update receipt set free = 1
   where id = 900000150$$),
('I17', 'paid back by nobody', $$update receipt set free = free - 1, refunded = refunded + 1
   where id = 900000660$$),
('I17', 'a refund of another receipt', $$update refund set no = 'x' where id = 900000661$$),
('I10', 'one who asked for a refund and paid it', $$update refund set decided_by = asked_by
   where id = 900000661$$),
('I17', 'paid by itself', $$update receivable set paid = paid + 1 where id = 900000023$$),
('I17', 'an allocation lost', $$delete from allocation
   where id = (select min(id) from allocation)$$),
('I17', 'taken back twice', $$select clone('allocation', '{"id": 9}', (select id from allocation
   where amount < 0))$$),
('I18', 'a gap', $$delete from document where series = 'OB' and no = 2$$),
('I18', 'a number twice', $$select clone('document', '{"id": 9}')$$),
('I18', 'a counter ahead', $$update counter set last_no = last_no + 1 where series = 'DN'$$),
('I18', 'a counter in an old month', $$update counter set period = '2610', last_no = 0
   where series = 'DN'$$),
('I18', 'a series without a counter', $$delete from counter where series = 'DN'$$),
('I18', 'posted before its predecessor', $$update document set posted_at = '2026-01-01'
   where series = 'OB' and no = 2$$),
('I18', 'a note of another number', $$update note set no = 'x' where id = 900000010$$),
('I18', 'an invoice of another series', $$update document set series = 'DN', period = '2612',
   no = 1 where id = (select document_id from invoice where id = 900000040)$$),
('I18', 'a document without its note', $$delete from note where id = 900000010$$),
('I19', 'bytes changed', $$update document set body = '{}' where series = 'DN'$$),
('I19', 'hash changed', $$update document set sha256 = repeat('0', 64) where series = 'DN'$$),
('I19', 'reversed twice', $$select clone('document', '{"id": 9, "no": 9}', (select id
   from document where series = 'RR'))$$),
('I19', 'not the negative', $$update document set total = total + 1 where series = 'RR'$$),
('I20', 'an event changed', $$update event set remark = 'x'
   where id = (select event_id from event_seal where no = 7)$$),
('I20', 'an event''s time changed by a microsecond', $$update event
   set at = at + interval '1 microsecond'
   where id = (select event_id from event_seal where no = 7)$$),
('I20', 'an event gone', $$delete from event
   where id = (select event_id from event_seal where no = 7)$$),
('I20', 'a seal gone', $$delete from event_seal where no = 7$$),
('I20', 'two seals changed places', $$update event_seal set no = 15 - no where no in (7, 8)$$),
('I21', 'the tail cut off', $$delete from event_seal where no > 90$$),
('I21', 'everything written anew', $$update event set remark = 'x';
   delete from event_seal; select seal_events(100000, 1000000)$$),
('I22', 'an event brought in later', $$update command set recorded_at = recorded_at
       - interval '1 hour';
   select clone('event', '{"id": 7, "seq": 99}')$$),
('I22', 'a seal without an event', $$delete from event
   where id = (select event_id from event_seal where no = 7)$$);

select say(t.rows_of(no, statement) > 0, format('%s finds %s', no, name)) from t.plant;
select say(exists (select from t.plant p where p.no = i.no), 'something was planted for ' || no)
from t.invariant i;
