-- before.sql - what stood in a company's books before claims, forms and the register of copies:
-- differences that were posted by who registered the slip, and notes without a form.
begin;
set local search_path = osb;
\ir company.sql

-- A slip with a difference, as it was posted then: the units, the remedy, what it came to.
create function t.differed(oid bigint, ship bigint, q bigint, kind text, remedy text, amount bigint)
    returns void language plpgsql as $$
begin
    perform t.cmd('note.confirm', 104, oid);
    update osb.shipment set confirmed_on = '2026-11-06', signer = 'Wang', accurate = false,
        reduction = case when remedy = 'REDUCE' then differed.amount else 0 end,
        reduce_um = case when remedy = 'REDUCE' then 112 end,
        reduce_by = case when remedy = 'REDUCE' then 102 end where id = ship;
    update osb.shipment_line l set diff = kind, diff_qty = q, claim = remedy,
        received = l.qty - case when remedy = 'REDUCE' and kind <> 'SHORT' then 0 else q end,
        returned = case when remedy = 'REDUCE' then 0 else q end,
        returned_amount = differed.amount where id = ship + 1;
    perform t.settle(ship + 3, 'OPEN', credited => amount);
    if remedy = 'REPLACE' then
        update osb.note_line l set allocated = 0, issued = l.issued - q, backorder = q, judged = '2026-11-06'
            from osb.shipment_line s where s.id = ship + 1 and l.id = s.note_line_id;
        perform t.entry(o.account_id, 'R', amount, oid) from osb.orders o where o.id = oid;
        update osb.orders set reserved = reserved + amount where id = oid;
    end if;
    perform t.doc('CN', oid, -amount);
    perform t.ev('SHIPMENT', ship, 'CONFIRMED_DIFF', 'SP7');
end
$$;

-- H: damaged and credited; a price bargained down; refused as a whole
select t.draft(900001000, 321, 320, 310, 100, 1000);
select t.accept(900001000, 'WAIT_MA', 'PASS');
select t.cmd('order.sign', 102, 900001000);
select t.sign(900001000, 'MA', 'DIR', 102);
select t.ev('ORDER', 900001000, 'APPROVED', 'MA');
select t.bill(900001000, 900001010);
select t.ship(900001000, 900001010, 900001020, 1, 50, 'CONSIGNED');
select t.ship(900001000, 900001010, 900001030, 2, 30, 'CONSIGNED');
select t.ship(900001000, 900001010, 900001040, 3, 20, 'CONSIGNED');
select t.differed(900001000, 900001020, 5, 'DAMAGED', 'CREDIT', 5000);
select t.differed(900001000, 900001030, 10, 'WRONG', 'REDUCE', 2500);
select t.cmd('note.refused', 105, 900001000);
update shipment set accurate = false where id = 900001040;
update shipment_line set claim = 'CREDIT', diff = 'WRONG', diff_qty = 20, returned = 20,
    returned_amount = 20000 where id = 900001041;
select t.put('osb.stock_move', jsonb_build_object('id', t.id(), 'product_id', 310,
    'warehouse_id', 203, 'kind', 'RETURN', 'qty', 20, 'shipment_line_id', 900001041,
    'made_by', 105, 'at', t.clock()));
update stock set on_hand = on_hand + 20 where product_id = 310;
select t.doc('RO', 900001000, -20000, (select document_id from shipment where id = 900001040));
select t.settle(900001043, 'PAID', credited => 20000);
select t.ev('SHIPMENT', 900001040, 'REFUSED', 'SP7');

-- I: short, and sent again: the rest is still open
select t.draft(900001100, 331, 330, 310, 40, 1000);
select t.accept(900001100, 'WAIT_MA', 'PASS');
select t.cmd('order.sign', 102, 900001100);
select t.sign(900001100, 'MA', 'DIR', 102);
select t.ev('ORDER', 900001100, 'APPROVED', 'MA');
select t.bill(900001100, 900001110);
select t.ship(900001100, 900001110, 900001120, 1, 40, 'CONSIGNED');
select t.differed(900001100, 900001120, 4, 'SHORT', 'REPLACE', 4000);
commit;
