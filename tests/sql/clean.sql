-- clean.sql - a sound world that has met every kind of row: the ground on which one thing at a
-- time is spoiled. Ids of fixed rows lie far above those that commands draw.
begin;
set local search_path = osb;

\ir company.sql
select t.put('osb.sale_rule', '{"id": 347, "product_id": 311, "way": "ONLY", "market_id": 201,
    "active": true, "made_by": 113, "at": "2026-01-01 02:00+00", "reason": "a trial"}');
select t.put('osb.policy_change', '{"id": 349, "base_id": 1, "policy_id": 1, "state": "IN_FORCE",
    "bound": true, "settings": "over_pct=20", "reason": "as decided", "made_by": 101,
    "at": "2026-01-01 02:00+00", "decided_by": 102, "decided_at": "2026-01-01 03:00+00"}');
select t.put('osb.printer', '{"id": 351, "code": "LP1", "queue": "laser", "warehouse_id": 203, "active": true}');
select t.put('osb.destination', '{"id": 348, "customer_id": 321, "station_id": 204,
    "active": true}');
select t.put('osb.customer_change', '{"id": 349, "customer_id": 321, "fact": "TERM",
    "becomes": "30", "valid_from": "2026-01-01", "made_by": 113, "at": "2026-01-01 02:00+00",
    "reason": "agreed"}');

-- A: the whole road, in two shipments, invoiced, taken back and invoiced again, paid, closed
select t.draft(900000000, 321, 320, 310, 100, 1000);
select t.accept(900000000, 'WAIT_MA', 'PASS');
select t.cmd('order.sign', 102, 900000000);
select t.sign(900000000, 'MA', 'DIR', 102);
select t.ev('ORDER', 900000000, 'APPROVED', 'MA');
select t.bill(900000000, 900000010);
select t.ship(900000000, 900000010, 900000020, 1, 60, 'CONSIGNED');
select t.ship(900000000, 900000010, 900000030, 2, 40, 'CONSIGNED');
select t.invoice(900000040, 900000020, 60, 'OPEN');
select t.invoice(900000041, 900000020, -60, 'OPEN', 900000040);
select t.invoice(900000042, 900000020, 60, 'OPEN', null, 900000040);
select t.receive(900000050, 321, 320, 150000);
select t.pay(900000050, 900000023, 20000, 'PART_PAID');
select t.pay(900000050, 900000023, 40000, 'PAID');
select t.pay(900000050, 900000033, 40000, 'PAID');
select t.cmd('note.confirm', 104, 900000000);
update osb.shipment set confirmed_on = '2026-11-05', signer = 'Wang' where note_id = 900000010;
select t.ev('SHIPMENT', s, 'CONFIRMED', 'SP7') from unnest(array[900000020, 900000030]) s;
select t.ev('NOTE', 900000010, 'DONE', 'SP7');
select t.cmd('order.close', 104, 900000000);
update osb.orders set closed_at = t.clock() where id = 900000000;
select t.ev('ORDER', 900000000, 'CLOSED', 'BC7');

-- B: signed within 20 % over the limit; part shipped, a receipt bounced, part returned
select t.draft(900000100, 331, 330, 310, 110, 1000);
select t.accept(900000100, 'WAIT_MGR', 'MANAGER');
select t.cmd('order.sign', 102, 900000100);
select t.sign(900000100, 'MA', 'DIR', 102), t.sign(900000100, 'CC53', 'DIR', 102);
select t.ev('ORDER', 900000100, 'APPROVED', 'MA');
select t.bill(900000100, 900000110);
select t.ship(900000100, 900000110, 900000120, 1, 50, 'CONSIGNED');
select t.ship(900000100, 900000110, 900000130, 2, 20, 'ALLOCATED');
select t.receive(900000150, 331, 330, 30000);
select t.pay(900000150, 900000123, 30000, 'PART_PAID');
select t.cmd('receipt.reverse', 107);
select t.put('osb.allocation', jsonb_build_object('id', t.id(), 'receipt_id', 900000150,
    'receivable_id', 900000123, 'amount', -30000, 'reverses_id', max(id), 'made_by', 107,
    'at', t.clock())) from allocation;
select t.entry(330, 'D', -30000, null, 900000123, 900000150),
    t.settle(900000123, 'OPEN', paid => -30000), t.entry(330, 'D', 30000, null, null, 900000150),
    t.doc('RR', null, -30000, (select document_id from receipt where id = 900000150));
update receipt set state = 'REVERSED', reversed_for = 'bounced', allocated = 0
    where id = 900000150;
select t.register(900000160, 331, 330, 700), t.register(900000170, 331, 330, 800);
select t.clear(900000170);
-- nobody claimed it yet
select t.receive(900000180, null, null, 900), t.receive(900000190, null, null, 950),
    t.receive(900000200, null, null, 970);
select t.whose(900000190, 331, 330), t.whose(900000200, 331, 330), t.whose(900000200, null, null);
select t.cmd('note.confirm', 104, 900000100);
update shipment_line set received = 50 where id = 900000121;
update shipment set confirmed_on = '2026-11-06' where id = 900000120;
select t.claim(900000140, 900000120, 5, 'SHORT', 'CREDIT', 5000);
select t.ev('SHIPMENT', 900000120, 'CONFIRMED_DIFF', 'SP7');
select t.cmd('claim.accept', 102, 900000100);
update shipment_line set received = 45, returned = 5, returned_amount = 5000
    where id = 900000121;
select t.put('osb.stock_move', jsonb_build_object('id', t.id(), 'product_id', 310,
    'warehouse_id', 203, 'kind', kind, 'qty', q, 'shipment_line_id', 900000121, 'reason', 'short',
    'made_by', 102, 'at', t.clock(), 'quarantine', true))
    from (values ('RETURN', 5), ('WRITE_OFF', -5)) m (kind, q);
select t.settle(900000123, 'OPEN', credited => 5000);
update claim set state = 'SETTLED', decided_by = 102, decided_at = t.clock(),
    settled_at = t.clock() where id = 900000140;
update orders set claims = 0 where id = 900000100;
select t.ev('CLAIM', 900000140, 'SETTLED', 'SP7');
select t.cmd('claim.record', 104, 900000000); -- A is closed: nothing is open before it is accepted
select t.claim(900000060, 900000020, 2, 'DAMAGED', 'REPLACE', 2000);
select t.ev('SHIPMENT', 900000020, 'CONFIRMED_DIFF', 'SP7');
select t.cmd('carrier-claim.record', 105, 900000000);
select t.put('osb.carrier_claim', jsonb_build_object('id', 900000061, 'no', 'CC1', 'order_id',
    900000000, 'account_id', 320, 'shipment_id', 900000020, 'claim_id', 900000060,
    'state', 'OPEN', 'carrier', 'Wang', 'waybill', 'W1', 'cause', 'DAMAGED', 'amount', 2000,
    'reason', 'wet', 'recorded_by', 105, 'recorded_at', t.clock()));
select t.ev('CARRIER', 900000061, 'OPEN', 'SP7');

-- C: cash first, earmarked with a signed shortfall, shipped, paid from the earmark
select t.draft(900000200, 341, 340, 311, 50, 1000,
    '{"cash_basis": true, "cash_reason": "CUSTOMER"}');
select t.receive(900000250, 341, 340, 45000);
select t.accept(900000200, 'WAIT_MA', 'CASH', 0, 45000);
select t.earmark(900000250, 900000200, 45000);
select t.cmd('order.sign', 102, 900000200);
select t.sign(900000200, 'MA', 'DIR', 102), t.sign(900000200, 'TOLERANCE', 'DIR', 102);
update orders set tolerated = 5000 where id = 900000200;
update credit_account set shortfall = 5000 where id = 340;
select t.ev('ORDER', 900000200, 'APPROVED', 'MA');
select t.bill(900000200, 900000210);
select t.ship(900000200, 900000210, 900000220, 1, 30, 'CONSIGNED');
select t.pay(900000250, 900000223, 30000, 'PAID', 900000200);
select t.cmd('price.correct', 104, 900000200); -- ten percent too low, before the invoice
select t.correct(900000240, 900000220, 33000, 1);
select t.cmd('claim.accept', 102, 900000200);
update shipment_line set raised = 3000 where id = 900000221;
update receivable set amount = 33000, open_s = 3000, state = 'PART_PAID' where id = 900000223;
select t.entry(340, 'S', 3000, 900000200, 900000223), t.doc('PC', 900000200, 3000);
select t.ev('RECEIVABLE', 900000223, 'PART_PAID', 'BC1');
update claim set state = 'SETTLED', decided_by = 102, decided_at = t.clock(),
    settled_at = t.clock() where id = 900000240;
update orders set claims = 0 where id = 900000200;
select t.ev('CLAIM', 900000240, 'SETTLED', 'SP7');
select t.cmd('price.correct', 104, 900000200); -- and once more, taken back
select t.correct(900000241, 900000220, 36000, 1);
select t.cmd('claim.withdraw', 104, 900000200);
update claim set state = 'WITHDRAWN', decided_by = 104, decided_at = t.clock(),
    settled_at = t.clock() where id = 900000241;
update orders set claims = 0 where id = 900000200;
select t.ev('CLAIM', 900000241, 'WITHDRAWN', 'SP7');
select t.cmd('return.apply', 104, 900000200); -- two of thirty come back, another is asked for
select t.brings(900000260, 900000220, 2, 2200);
select t.cmd('return.confirm', 112, 900000200);
update goods_return set confirmed_by = 112, confirmed_at = t.clock() where id = 900000260;
select t.ev('RETURN', 900000260, 'CONFIRMED', 'SP7');
select t.cmd('return.verify', 104, 900000200);
update goods_return set verified_by = 104, verified_at = t.clock() where id = 900000260;
select t.ev('RETURN', 900000260, 'VERIFIED', 'SP7');
select t.cmd('return.review', 102, 900000200);
update goods_return set reviewed_by = 102, reviewed_at = t.clock() where id = 900000260;
select t.ev('RETURN', 900000260, 'REVIEWED', 'SP7');
select t.cmd('return.issue', 104, 900000200);
update goods_return set issued_by = 104, issued_at = t.clock(),
    document_id = t.doc('RO', 900000200, -2200) where id = 900000260;
select t.ev('RETURN', 900000260, 'ISSUED', 'SP7');
select t.cmd('return.receive', 109, 900000200);
update shipment_line set returned = 2, returned_amount = 2200 where id = 900000221;
select t.put('osb.stock_move', jsonb_build_object('id', t.id(), 'product_id', 311,
    'warehouse_id', 203, 'kind', 'RETURN', 'qty', 2, 'shipment_line_id', 900000221, 'reason', 'RT',
    'made_by', 109, 'at', t.clock(), 'quarantine', true));
update stock set quarantine = quarantine + 2 where product_id = 311;
select t.settle(900000223, 'PART_PAID', credited => 2200);
update goods_return set state = 'RECEIVED', received_by = 109, received_at = t.clock()
    where id = 900000260;
select t.ev('RETURN', 900000260, 'RECEIVED', 'SP7');
select t.cmd('return.apply', 104, 900000200);
select t.brings(900000261, 900000220, 20, 22000);

-- D: overdue, special treatment by three, one of them by his secretary
select t.draft(900000300, 331, 330, 310, 10, 1000);
select t.accept(900000300, 'HOLD_CREDIT', 'HOLD', 1);
select t.cmd('st.apply', 104, 900000300);
select t.put('osb.st_case', jsonb_build_object('id', 900000310, 'order_id', 900000300,
    'version', 1, 'reason', 'GROWTH', 'state', 'OPEN', 'applied_by', 104, 'applied_at',
    t.clock()));
select t.ev('ORDER', 900000300, 'WAIT_ST', 'ST');
select t.cmd('st.sign', 101, 900000300);
select t.sign(900000300, 'ST', 'GM', 101, null, null, 900000310);
select t.ev('ORDER', 900000300, 'WAIT_ST', 'ST');
select t.cmd('st.sign', 102, 900000300);
select t.sign(900000300, 'ST', 'DIR', 102, null, null, 900000310);
select t.ev('ORDER', 900000300, 'WAIT_ST', 'ST');
select t.cmd('st.sign', 113, 900000300);
select t.sign(900000300, 'ST', 'DDIR', 113, 103, 207, 900000310);
update st_case set state = 'PASSED', decided_at = t.clock() where id = 900000310;
update orders set reserved = 10000, state = 'APPROVED' where id = 900000300;
select t.entry(330, 'R', 10000, 900000300);
select t.ev('ORDER', 900000300, 'APPROVED', 'ST', 103, 207, 'DDIR');
select t.cmd('st.say', 102, 900000300);
select t.put('osb.thread', jsonb_build_object('id', t.id(), 'order_id', 900000300, 'case_id',
    900000310, 'author_id', 102, 'at', t.clock(), 'body', E'agreed,\nsee fax'));

select t.put('osb.author', jsonb_build_object('id', t.id(), 'order_id', 900000300, 'version', 1,
    'user_id', 104, 'at', t.clock()));

-- E: printed, the paper misprinted and voided; then still waiting
select t.draft(900000400, 321, 320, 310, 5, 1000);
select t.accept(900000400, 'WAIT_MA', 'PASS');
-- F: a draft; G: cancelled by what its approver's substitute sent back
select t.cmd('order.plan', 111);
select t.draft(900000500, 321, 320, 311, 1, 1000);
select t.ev('ORDER', 900000500, 'DRAFT', 'OG');

-- an opening receivable, part paid, and a telling, a call, a message, a request, a print
select t.cmd('opening.receivable', 107);
select t.put('osb.opening', '{"id": 900000600, "kind": "RECEIVABLE", "as_of": "2026-11-01",
    "control_total": 7000, "control_rows": 1, "total": 7000, "rows": 1, "made_by": 107,
    "at": "2026-11-01 08:00+00", "closed": true}');
select t.put('osb.receivable', jsonb_build_object('id', 900000610, 'no', 'OP1', 'kind',
    'OPENING', 'due_from', 'SHIP', 'account_id', 320, 'customer_id', 321, 'state', 'OPEN', 'amount', 7000,
    'open_i', 7000, 'invoiced', 7000, 'invoiced_before', 7000, 'opening_id', 900000600, 'due', '2026-11-20',
    'opened_at', t.clock()));
select t.entry(320, 'I', 7000, null, 900000610);
select t.ev('RECEIVABLE', 900000610, 'OPEN', 'BC1');
select t.pay(900000050, 900000610, 3000, 'PART_PAID');
-- goods that left before go-live unbilled, and their invoice
select t.cmd('opening.shipment', 107);
select t.put('osb.receivable', jsonb_build_object('id', 900000620, 'no', 'OP2', 'kind',
    'OPENING', 'due_from', 'SHIP', 'account_id', 320, 'customer_id', 321, 'state', 'OPEN', 'amount', 1130,
    'open_s', 1130, 'due', '2026-11-20', 'opened_at', t.clock()));
select t.entry(320, 'S', 1130, null, 900000620);
select t.ev('RECEIVABLE', 900000620, 'OPEN', 'BC1');
select t.cmd('invoice.opening', 107);
select t.doc('IV', null, 1130);
select t.put('osb.invoice', jsonb_build_object('id', 900000621, 'no', d.number, 'customer_id',
    321, 'account_id', 320, 'document_id', d.id, 'total', 1130, 'net', 1000, 'tax', 130,
    'issued_by', 107, 'issued_at', t.clock()))
    from document d where d.series = 'IV' order by d.id desc limit 1;
select t.put('osb.invoice_line', jsonb_build_object('id', t.id(), 'invoice_id', 900000621,
    'receivable_id', 900000620, 'amount', 1130, 'tax', 130));
select t.settle(900000620, 'OPEN', invoiced => 1130);
-- a debt that was given up
select t.cmd('opening.receivable', 107);
select t.put('osb.receivable', jsonb_build_object('id', 900000630, 'no', 'OP3', 'kind',
    'OPENING', 'account_id', 320, 'customer_id', 321, 'state', 'OPEN', 'amount', 2000,
    'open_i', 2000, 'invoiced', 2000, 'invoiced_before', 2000, 'due', '2026-11-20',
    'due_from', 'SHIP', 'term_days', 30, 'opened_at', t.clock()));
select t.entry(320, 'I', 2000, null, 900000630);
select t.ev('RECEIVABLE', 900000630, 'OPEN', 'BC1');
select t.cmd('write-off.sign', 103);
select t.put('osb.write_off', jsonb_build_object('id', 900000631, 'no', 'OP3', 'receivable_id',
    900000630, 'account_id', 320, 'amount', 2000, 'state', 'DONE', 'reason', 'bankrupt',
    'asked_by', 107, 'asked_at', t.clock(), 'decided_by', 103, 'decided_at', t.clock(),
    'document_id', t.doc('WO', null, -2000)));
select t.put('osb.write_off_signature', jsonb_build_object('id', t.id(), 'write_off_id',
    900000631, 'role', 'DDIR', 'signer_id', 103, 'principal_id', 103, 'at', t.clock()));
select t.entry(320, 'I', -2000, null, 900000630);
update receivable set open_i = 0, written_off = 2000, state = 'WRITTEN_OFF' where id = 900000630;
select t.ev('RECEIVABLE', 900000630, 'WRITTEN_OFF', 'BC7', role => 'DDIR');
-- money that came twice: some of it was paid back by another than who asked, more waits
select t.receive(900000660, 321, 320, 5000);
select t.cmd('refund.pay', 115);
select t.put('osb.refund', jsonb_build_object('id', 900000661, 'no', r.no, 'receipt_id', r.id,
    'account_id', 320, 'customer_id', 321, 'amount', 2000, 'state', 'PAID', 'reason', 'paid twice',
    'asked_by', 107, 'asked_at', t.clock(), 'decided_by', 115, 'decided_at', t.clock(), 'paid_on',
    '2026-11-06', 'bank_ref', 'OUT-1', 'document_id', t.doc('RF', null, -2000)))
    from receipt r where r.id = 900000660;
select t.entry(320, 'D', 2000, null, null, 900000660);
update receipt set free = 3000, refunded = 2000 where id = 900000660;
select t.ev('RECEIPT', 900000660, '', 'BC5');
select t.cmd('refund.ask', 107);
select t.put('osb.refund', jsonb_build_object('id', 900000662, 'no', r.no, 'receipt_id', r.id,
    'account_id', 320, 'customer_id', 321, 'amount', 1000, 'state', 'ASKED', 'reason', 'paid twice',
    'asked_by', 107, 'asked_at', t.clock()))
    from receipt r where r.id = 900000660;
select t.ev('RECEIPT', 900000660, '', 'BC5');
-- a limit by one leader, and one by all three
select t.cmd('account.limit', 102);
select t.put('osb.limit_decision', jsonb_build_object('id', 900000640, 'account_id', 330, 'state',
    'IN_FORCE', 'was', 100, 'base', 100, 'lim', 110, 'valid_from', '2026-11-06', 'reason', 'a little',
    'proposed_by', 102, 'proposed_at', t.clock(), 'decided_by', 102, 'decided_at', t.clock()));
select t.put('osb.limit_decision', jsonb_build_object('id', 900000641, 'account_id', 320, 'state',
    'IN_FORCE', 'was', 100, 'base', 100, 'lim', 900, 'valid_from', '2026-11-06', 'three', true,
    'reason', 'they grow', 'proposed_by', 103, 'proposed_at', t.clock(), 'decided_by', 101,
    'decided_at', t.clock()));
select t.put('osb.limit_signature', jsonb_build_object('id', t.id(), 'limit_id', 900000641, 'role', r,
    'signer_id', p, 'principal_id', p, 'at', t.clock()))
    from (values ('DDIR', 103), ('DIR', 102), ('GM', 101)) x (r, p);
select t.put('osb.limit_decision', jsonb_build_object('id', 900000642, 'account_id', 330, 'state',
    'PROPOSED', 'was', 110, 'base', 100, 'lim', 900, 'valid_from', '2026-11-06', 'three', true,
    'reason', 'they grow', 'proposed_by', 102, 'proposed_at', t.clock()));
select t.put('osb.limit_signature', jsonb_build_object('id', t.id(), 'limit_id', 900000642, 'role',
    'DIR', 'signer_id', 102, 'principal_id', 102, 'at', t.clock()));
-- what the formula proposes: 600,000.00 in six months, 91 % of it in time, a tenth more than before
select t.cmd('limit.propose', 1);
select t.put('osb.limit_proposal', jsonb_build_object('id', 900000651, 'account_id', 330, 'quarter',
    '2026-10-01', 'state', 'SUPERSEDED', 'policy_id', (select max(id) from policy), 'months', 6, 'grade', 5, 'bad_debt', 1,
    'cash_first', true, 'made_at', t.clock(), 'version', 1));
select t.put('osb.limit_proposal', jsonb_build_object('id', 900000650, 'account_id', 320, 'quarter',
    '2026-10-01', 'state', 'PROPOSED', 'policy_id', (select max(id) from policy), 'months', 6, 'shipped', 60000000, 'growth', 1000,
    'term_days', 30, 'due', 100, 'in_time', 91, 'grade', 2, 'grade_factor', 100, 'formula', 14000000,
    'was', 100, 'lim', 14000000, 'made_at', t.clock(), 'version', 1));
-- another, of the quarter before: adjusted, handed on and accepted by one
select t.put('osb.limit_proposal', jsonb_build_object('id', 900000652, 'account_id', 330, 'quarter',
    '2026-07-01', 'state', 'ACCEPTED', 'policy_id', (select max(id) from policy), 'months', 6, 'shipped', 60000000, 'growth', 1000,
    'term_days', 30, 'due', 100, 'in_time', 91, 'grade', 2, 'grade_factor', 100, 'formula', 14000000,
    'was', 110, 'lim', 15000000, 'made_at', t.clock(), 'version', 4, 'reason', 'they grow',
    'adjusted_by', 113, 'adjusted_at', t.clock(), 'submitted_by', 113, 'submitted_at', t.clock(),
    'decided_by', 102, 'decided_at', t.clock()));
select t.put('osb.limit_decision', jsonb_build_object('id', 900000643, 'account_id', 330, 'state',
    'IN_FORCE', 'was', 110, 'base', 14000000, 'lim', 15000000, 'valid_from', '2026-11-06', 'reason',
    'they grow', 'proposed_by', 102, 'proposed_at', t.clock(), 'decided_by', 102, 'decided_at',
    t.clock(), 'proposal_id', 900000652));
select t.cmd('receivable.call', 106);
select t.put('osb.call_log', jsonb_build_object('id', t.id(), 'customer_id', 321,
    'receivable_id', 900000610, 'step', 'BC3', 'at', t.clock(), 'made_by', 106));
select t.put('osb.message', jsonb_build_object('id', 900000700, 'kind', 'RECEIVED',
    'order_id', 900000000, 'to_role', 'MM', 'at', t.clock(), 'body', 'received'));
select t.put('osb.telling', jsonb_build_object('id', t.id(), 'message_id', 900000700,
    'order_id', 900000000, 'told_by', 106, 'method', 'PHONE', 'result', 'REACHED',
    'told_at', t.clock()));
select t.put('osb.quota_request', jsonb_build_object('id', 900000710, 'kind', 'TRANSFER',
    'order_id', 900000000, 'order_line_id', 900000001, 'from_area_id', 202, 'qty', 5,
    'given', 5, 'state', 'GIVEN', 'asked_by', 104, 'asked_at', t.clock(), 'decided_by', 112,
    'decided_at', t.clock()));
select t.put('osb.quota_change', jsonb_build_object('id', t.id(), 'cell_id', 350, 'kind', 'SET',
    'qty', 5000, 'made_by', 101, 'at', t.clock()));
select t.put('osb.print_copy', jsonb_build_object('id', t.id(), 'document_id', min(id),
    'copy_no', 1, 'at', t.clock(), 'printed_by', 107, 'form', 'NOTE')) from document;
select t.put('osb.form', jsonb_build_object('id', t.id(), 'document_id', document_id, 'form',
    'NOTE', 'copies', '1,2', 'body', '發貨單', 'sha256', encode(sha256('發貨單'), 'hex')))
    from note where id = 900000010;
select t.put('osb.note_copy', jsonb_build_object('id', 900000720 + c, 'note_id', 900000010, 'form',
    'NOTE', 'copy_no', 1, 'copy', c, 'place', 'STORE', 'held_by', 105, 'since', t.clock()))
    from generate_series(1, 5) c;
select t.put('osb.print_job', jsonb_build_object('id', 900000730, 'note_id', 900000010, 'order_id',
    900000000, 'form', 'NOTE', 'state', 'PRINTED', 'copy_no', 1, 'queued_by', 107, 'queued_at',
    t.clock(), 'attempts', 1, 'taken_by', 107, 'taken_at', t.clock(), 'ended_at', t.clock()));
select t.put('osb.price_permission', jsonb_build_object('id', t.id(), 'customer_id', 321,
    'product_id', 310, 'price', 900, 'given_by', 102, 'given_at', t.clock(), 'reason', 'fair'));
insert into file_bytes values (104, encode(sha256('fax'), 'hex'), 1, 1, 'fax');
select t.put('osb.file', jsonb_build_object('id', 900000740, 'sha256', sha256, 'size', 3, 'at',
    t.clock(), 'added_by', 104, 'attempt', 1)) from file_bytes;
select t.put('osb.file_link', jsonb_build_object('id', 900000741, 'file_id', 900000740, 'name',
    'fax.txt', 'customer_id', 321, 'order_id', 900000000, 'note_id', 900000010, 'added_by', 104,
    'at', t.clock()));
insert into company (name, practice) values ('OSB', true);
insert into credential (user_id, password, changed_at) values (104, '$argon2id$v=19$x', now());
insert into sweep (no, day, policy_id, ended_at, acts)
    select 1, current_date, max(id), clock_timestamp() + interval '1 second', 1 from policy;
insert into draft (user_id, slot, name, body) values (104, 1, 'order.key', '{}');
insert into session_token (sha256, user_id, expires_at)
    values (repeat('0', 64), 104, now() + interval '1 day');
-- what was late: of a closed order, to the end; of a note, still to be explained
select t.cmd('problem.breach', 1);
select t.put('osb.problem', jsonb_build_object('id', 900000770, 'no', 'PB1', 'order_id', 900000000,
    'account_id', 320, 'state', 'OPEN', 'department', 'LEADERS', 'step', 'MA', 'cause', 'PEOPLE',
    'opened_by', 1, 'opened_at', t.clock(), 'explain_due', t.clock() + interval '1 day',
    'explanation', 'away', 'explained_by', 102, 'explained_at', t.clock(), 'review', 'seen',
    'reviewed_by', 101, 'reviewed_at', t.clock(), 'action', 'another learns it', 'owner_id', 104,
    'due', '2026-12-01', 'seq', 0));
select t.put('osb.problem_breach', jsonb_build_object('id', 900000771, 'problem_id', 900000770,
    'clock', 'MA', 'department', 'LEADERS', 'step', 'MA', 'due_at', t.clock() - interval '1 hour',
    'at', t.clock()));
select t.ev('PROBLEM', 900000770, 'OPEN', 'MA');
select t.put('osb.problem', jsonb_build_object('id', 900000772, 'no', 'PB2', 'order_id', 900000000,
    'note_id', 900000010, 'account_id', 320, 'state', 'OPEN', 'department', 'STORE', 'step', 'SP5',
    'opened_by', 1, 'opened_at', t.clock(), 'explain_due', t.clock() + interval '1 day', 'seq', 0));
select t.ev('PROBLEM', 900000772, 'OPEN', 'SP5');
-- a refused command leaves nothing
select t.cmd('order.sign', 104, 900000400, 'REFUSED');
commit;

-- a first part of the log sealed, and the head of it kept
begin;
set local search_path = osb;
select seal_events(50), seal_events(1000);
insert into anchor select no, hash from event_seal order by no desc limit 1;
commit;
