-- helper.sql - what the other files of this tier count and write with: schema t.
create schema t;
create table t.result (no serial, ok boolean, name text);
set client_min_messages = warning;

create function t.say(good boolean, name text) returns void language sql as $$
    insert into t.result (ok, name) values (coalesce(good, false), name) $$;

-- ---- a small world that is written as the daemon writes it ----
create table t.now (command text, op text, actor bigint, block bigint, next bigint,
                    clock timestamptz);
insert into t.now values ('', '', 1, 0, 0, '2026-11-02 02:00+00');

-- Inserts a row; what is not named is 0, false or ''.
create function t.put(tab text, fields jsonb) returns bigint language plpgsql as $$
declare
    cols text;
    vals text;
begin
    select string_agg(quote_ident(a.attname), ', '),
           string_agg(case when fields ? a.attname then
                   format('(%L::jsonb ->> %L)::%s', fields, a.attname,
                          format_type(a.atttypid, a.atttypmod))
               when not a.attnotnull then 'null'
               when ty.typname in ('int8', 'int4') then '0'
               when ty.typname = 'bool' then 'false' else quote_literal('') end, ', ')
        into cols, vals
        from pg_attribute a join pg_type ty on ty.oid = a.atttypid
        where a.attrelid = tab::regclass and a.attnum > 0 and not a.attisdropped
          and (fields ? a.attname or not a.atthasdef or a.attnotnull);
    execute format('insert into %s (%s) values (%s)', tab, cols, vals);
    return (fields ->> 'id')::bigint;
end
$$;

-- Begins a command: a minute passes, a block of ids is drawn.
create function t.cmd(op text, actor bigint, order_id bigint default null,
                      outcome text default 'DONE') returns text language plpgsql as $$
declare
    b bigint := nextval('osb.id_block');
begin
    update t.now set command = 'c' || b, op = cmd.op, actor = cmd.actor, block = b * 4096,
                     next = b * 4096 + 1, clock = clock + interval '1 minute';
    insert into osb.command (id, op, actor_id, body_sha256, outcome, order_id, answer, at)
        select command, cmd.op, cmd.actor, repeat('0', 64), cmd.outcome, cmd.order_id,
               '{}', clock from t.now;
    return 'c' || b;
end
$$;
create function t.id() returns bigint language sql as $$
    update t.now set next = next + 1 returning next - 1 $$;
create function t.clock() returns timestamptz language sql as $$ select clock from t.now $$;

-- An event of the command under way; it moves the document on from its last event. Where a
-- row's state and amounts are checked together, they are written before.
create function t.ev(machine text, entity bigint, to_state text, step text default '',
                     principal bigint default null, delegation bigint default null,
                     role text default null) returns void language plpgsql as $$
declare
    tab text := case machine when 'ORDER' then 'orders'
        when 'CARRIER' then 'carrier_claim' when 'RETURN' then 'goods_return' else lower(machine) end;
    cur record;
begin
    if machine in ('RECEIPT', 'MASTER') then
        select ''::text state, -1::bigint seq, null::bigint order_id, 0::bigint version
            into cur;
    else
        execute format('update osb.%I set state = $2, seq = seq + 1 where id = $1 returning'
            ' seq - 1 seq, %s order_id, %s version, coalesce((select e.to_state from osb.event e'
            ' where e.machine = $3 and e.entity_id = $1 and e.seq > 0 order by e.seq desc'
            ' limit 1)::text, %L) state', tab,
            case machine when 'ORDER' then 'id' else 'order_id' end,
            case machine when 'ORDER' then 'version' else '0::bigint' end, '')
            into cur using entity, to_state, machine;
    end if;
    perform t.put('osb.event', jsonb_build_object('id', t.id(), 'at', t.clock(),
        'command_id', n.command, 'op', n.op, 'machine', machine, 'entity_id', entity,
        'seq', cur.seq + 1, 'order_id', cur.order_id, 'step', step,
        'from_state', cur.state,
        'to_state', case when cur.seq = -1 then '' else to_state end, 'outcome', 'DONE',
        'actor_id', n.actor, 'principal_id', coalesce(principal, n.actor),
        'delegation_id', delegation, 'version', cur.version, 'numbers', '{}',
        'role', coalesce(role, (select u.role from osb.user_role u
                                where u.user_id = n.actor order by id limit 1))))
        from t.now n;
end
$$;

-- A ledger entry, counted in its account.
create function t.entry(account bigint, bucket text, amount bigint, order_id bigint,
                        receivable bigint default null, receipt bigint default null)
    returns bigint language plpgsql as $$
declare
    e bigint := t.put('osb.exposure', jsonb_build_object('id', t.id(), 'account_id', account,
        'bucket', bucket, 'amount', amount, 'order_id', order_id, 'receivable_id', receivable,
        'receipt_id', receipt, 'at', t.clock()));
begin
    execute format('update osb.credit_account set %I = %1$I + $1, last_entry_id = $2'
                   ' where id = $3', case bucket when 'R' then 'reserved' when 'S'
        then 'shipped' when 'I' then 'invoiced' when 'D' then 'deposit' else 'earmarked' end)
        using amount, e, account;
    return e;
end
$$;

create function t.doc(series text, order_id bigint, total bigint,
                      reverses bigint default null) returns bigint language plpgsql as $$
declare
    c osb.counter;
    body text;
begin
    update osb.counter k set period = '2611', last_no = last_no + 1, last_at = t.clock()
        where k.series = doc.series returning * into c;
    body := format('{"number": "%s2611-%s"}', series, lpad(c.last_no::text, 6, '0'));
    return t.put('osb.document', jsonb_build_object('id', t.id(), 'series', series,
        'period', '2611', 'no', c.last_no, 'order_id', order_id, 'total', total,
        'number', series || '2611-' || lpad(c.last_no::text, 6, '0'), 'body', body,
        'sha256', encode(sha256(body::bytea), 'hex'), 'posted_at', t.clock(),
        'posted_by', (select actor from t.now), 'reverses_id', reverses));
end
$$;

create function t.sign(oid bigint, kind text, role text, signer bigint,
                       principal bigint default null, delegation bigint default null,
                       st bigint default null) returns bigint language sql as $$
    select t.put('osb.signature', jsonb_build_object('id', t.id(), 'order_id', oid,
        'version', o.version, 'content_hash', o.content_hash, 'kind', kind, 'role', role,
        'signer_id', signer, 'principal_id', coalesce(principal, signer),
        'delegation_id', delegation, 'at', t.clock(), 'case_id', st,
        'consent_at', case when delegation is not null then t.clock() end,
        'consent_by', case when delegation is not null then 'CSR Li' else '' end,
        'flagged', delegation is not null))
    from osb.orders o where o.id = oid $$;

-- The credit check: exposure is what stands in the ledger now; reserves when it may.
create function t.judge(oid bigint, to_state text, result text, overdue bigint default 0,
                        funds bigint default 0) returns void language plpgsql as $$
declare
    o osb.orders;
    a osb.credit_account;
    v bigint;
    e bigint;
begin
    select * into o from osb.orders where id = oid;
    select * into a from osb.credit_account where id = o.account_id;
    v := t.id();
    if result in ('PASS', 'MANAGER') then
        e := t.entry(a.id, 'R', o.total, oid);
    end if;
    perform t.put('osb.verdict', jsonb_build_object('id', v, 'order_id', oid, 'version',
        o.version, 'account_id', a.id, 'policy_id', 1, 'at', t.clock(), 'cash_basis',
        o.cash_basis, 'lim', a.lim, 'exposure', a.reserved + a.shipped + a.invoiced + a.deposit,
        'amount', o.total, 'overdue', overdue, 'funds', funds, 'result', result,
        'seen_id', a.last_entry_id, 'entry_id', e));
    update osb.orders set verdict_id = v, reserved = case when e is null then 0 else total end,
        state = to_state where id = oid;
end
$$;

-- A draft with one line.
create function t.draft(oid bigint, customer bigint, account bigint, product bigint,
                        qty bigint, price bigint, more jsonb default '{}') returns void
    language plpgsql as $$
begin
    perform t.put('osb.orders', jsonb_build_object('id', oid, 'no', 'SO' || oid, 'state',
        'DRAFT', 'version', 1, 'content_hash', repeat('a', 64), 'customer_id', customer,
        'account_id', account, 'origin', 'PLAN', 'channel', 'TERMINAL', 'keyed_at', t.clock(),
        'keyed_by', 111, 'total', qty * price, 'state_since', t.clock(), 'arrival', t.clock(),
        'business_day', '2026-11-02', 'quota_month', '2026-11-01') || more);
    perform t.put('osb.order_line', jsonb_build_object('id', oid + 1, 'order_id', oid,
        'line_no', 1, 'product_id', product, 'ordered', qty, 'granted', qty, 'price', price,
        'price_per', 1, 'amount', qty * price));
end
$$;

-- From draft to accepted by the checks: quota is taken, credit is judged.
create function t.accept(oid bigint, to_state text, result text, overdue bigint default 0,
                         funds bigint default 0) returns void language plpgsql as $$
declare
    q record;
begin
    perform t.cmd('order.plan', 111, oid);
    perform t.ev('ORDER', oid, 'DRAFT', 'OG');
    perform t.cmd('order.verify', 111, oid);
    perform t.ev('ORDER', oid, 'VERIFIED', 'OG');
    update osb.orders set verified_by = 111, verified_at = t.clock() where id = oid;
    perform t.cmd('order.approve', 112, oid);
    perform t.ev('ORDER', oid, 'RECEIVED', 'OG');
    update osb.orders set approved_by = 112, approved_at = t.clock() where id = oid;
    perform t.cmd('order.accept', 104, oid);
    update osb.orders set csr_id = 104, scr_id = 105, bcr_id = 106, memo = 'call back',
        checked_by = 104 where id = oid;
    perform t.ev('ORDER', oid, 'RECEIVED', 'OA');
    for q in select c.id cell, l.id line, l.granted from osb.order_line l
             join osb.orders o on o.id = l.order_id
             join osb.quota_cell c on c.product_id = l.product_id and c.month = o.quota_month
             where o.id = oid and (c.holder = 'AREA' or c.holder_id = o.customer_id) loop
        perform t.put('osb.quota_entry', jsonb_build_object('id', t.id(), 'cell_id', q.cell,
            'order_id', oid, 'order_line_id', q.line, 'qty', q.granted, 'at', t.clock()));
        update osb.quota_cell set used = used + q.granted where id = q.cell;
    end loop;
    perform t.ev('ORDER', oid, 'RECEIVED', 'AC');
    perform t.judge(oid, to_state, result, overdue, funds);
    update osb.orders set quota_held = true where id = oid;
    perform t.ev('ORDER', oid, to_state, 'CC');
end
$$;

-- From APPROVED to the warehouse: printed, handed over, accepted.
create function t.bill(oid bigint, nid bigint) returns void language plpgsql as $$
declare
    d bigint;
begin
    perform t.cmd('order.send', 104, oid);
    perform t.ev('ORDER', oid, 'FIN_QUEUE', 'BG');
    perform t.cmd('order.print', 107, oid);
    d := t.doc('DN', oid, (select total from osb.orders where id = oid));
    perform t.put('osb.note', jsonb_build_object('id', nid, 'no', (select number
        from osb.document where id = d), 'order_id', oid, 'account_id', (select account_id
        from osb.orders where id = oid), 'order_version', 1, 'state', 'PRINTED', 'total',
        (select total from osb.orders where id = oid), 'copies', 1, 'document_id', d,
        'printed_by', 107, 'printed_at', t.clock()));
    perform t.put('osb.note_line', jsonb_build_object('id', nid + 1, 'note_id', nid,
        'order_line_id', oid + 1, 'product_id', l.product_id, 'qty', l.granted))
        from osb.order_line l where l.id = oid + 1;
    update osb.orders set note_id = nid where id = oid;
    perform t.ev('NOTE', nid, 'PRINTED', 'BG');
    perform t.ev('ORDER', oid, 'BILLED', 'BG');
    perform t.cmd('note.hand-over', 104, oid);
    update osb.note set handed_at = t.clock(), handed_by = 104 where id = nid;
    perform t.ev('NOTE', nid, 'HANDED', 'BG');
    perform t.ev('ORDER', oid, 'HANDED_OVER', 'BG');
    perform t.cmd('note.accept', 105, oid);
    update osb.note set accepted_at = t.clock(), accepted_by = 105 where id = nid;
    perform t.ev('NOTE', nid, 'ACCEPTED', 'SP1');
end
$$;

-- A shipment up to the state; from CONSIGNED on with its receivable (id + 3).
create function t.ship(oid bigint, nid bigint, ship bigint, part bigint, q bigint,
                       upto text) returns void language plpgsql as $$
declare
    l osb.order_line;
    amount bigint;
    d bigint;
    basis boolean;
begin
    select * into l from osb.order_line where id = oid + 1;
    select not cash_basis into basis from osb.orders where id = oid;
    amount := q * l.price;
    perform t.cmd('note.allocate', 105, oid);
    perform t.put('osb.shipment', jsonb_build_object('id', ship, 'note_id', nid, 'order_id',
        oid, 'account_id', (select account_id from osb.orders where id = oid), 'part', part,
        'state', 'ALLOCATED', 'warehouse_id', 203, 'allocated_by', 105));
    perform t.put('osb.shipment_line', jsonb_build_object('id', ship + 1, 'shipment_id', ship,
        'note_line_id', nid + 1, 'order_line_id', oid + 1, 'product_id', l.product_id,
        'qty', q, 'amount', amount));
    update osb.stock set reserved = reserved + q where product_id = l.product_id;
    update osb.note_line set allocated = allocated + q where id = nid + 1;
    perform t.ev('SHIPMENT', ship, 'ALLOCATED', 'SP2');
    if upto = 'ALLOCATED' then return; end if;
    perform t.cmd('note.pick', 109, oid);
    update osb.shipment set picked_by = 109 where id = ship;
    perform t.ev('SHIPMENT', ship, 'PICKED', 'SP3');
    perform t.cmd('note.check', 110, oid);
    update osb.shipment set checked_by = 110 where id = ship;
    perform t.ev('SHIPMENT', ship, 'CHECKED', 'SP3');
    perform t.cmd('note.issue', 109, oid);
    d := t.doc('OB', oid, amount);
    update osb.shipment set issued_by = 109, issued_at = t.clock(), document_id = d,
        outbound_no = (select number from osb.document where id = d) where id = ship;
    update osb.shipment_line set issued = true where id = ship + 1;
    perform t.put('osb.stock_move', jsonb_build_object('id', t.id(), 'product_id',
        l.product_id, 'warehouse_id', 203, 'kind', 'ISSUE', 'qty', -q, 'shipment_line_id',
        ship + 1, 'made_by', 109, 'at', t.clock()));
    update osb.stock set reserved = reserved - q, on_hand = on_hand - q
        where product_id = l.product_id;
    update osb.note_line set issued = issued + q where id = nid + 1;
    perform t.ev('SHIPMENT', ship, 'ISSUED', 'SP4');
    if upto = 'ISSUED' then return; end if;
    perform t.cmd('note.consign', 105, oid);
    perform t.put('osb.receivable', jsonb_build_object('id', ship + 3, 'no', 'AR' || ship,
        'due_from', 'SHIP', 'term_days', 30,
        'kind', 'GOODS', 'account_id', o.account_id, 'customer_id', o.customer_id, 'order_id',
        oid, 'shipment_id', ship, 'state', 'OPEN', 'amount', amount, 'open_s', amount,
        'basis_day', '2026-11-02', 'due', '2026-12-02', 'opened_at', t.clock()))
        from osb.orders o where o.id = oid;
    if basis then
        perform t.entry(o.account_id, 'R', -amount, oid) from osb.orders o where o.id = oid;
        update osb.orders set reserved = reserved - amount where id = oid;
    end if;
    perform t.entry(o.account_id, 'S', amount, oid, ship + 3) from osb.orders o
        where o.id = oid;
    update osb.shipment set consigned_by = 105, consigned_at = t.clock(), waybill = 'W1',
        receivable_id = ship + 3, state = 'CONSIGNED' where id = ship;
    perform t.ev('RECEIVABLE', ship + 3, 'OPEN', 'BC1');
    perform t.ev('SHIPMENT', ship, 'CONSIGNED', 'SP5');
end
$$;

-- A claim of `q` units of the shipment's only line.
create function t.claim(kid bigint, ship bigint, q bigint, kind text, remedy text, amount bigint)
    returns void language plpgsql as $$
declare
    s osb.shipment;
begin
    select * into s from osb.shipment where id = ship;
    perform t.put('osb.claim', jsonb_build_object('id', kid, 'no', 'CL' || kid, 'order_id',
        s.order_id, 'account_id', s.account_id, 'note_id', s.note_id, 'shipment_id', ship,
        'state', 'OPEN', 'remedy', remedy, 'amount', amount, 'reason', 'said',
        'recorded_by', 104, 'recorded_at', t.clock()));
    perform t.put('osb.claim_line', jsonb_build_object('id', t.id(), 'claim_id', kid,
        'shipment_line_id', ship + 1, 'product_id', (select product_id from osb.shipment_line
        where id = ship + 1), 'kind', kind, 'qty', q, 'amount', amount));
    update osb.orders set claims = claims + 1 where id = s.order_id;
    perform t.ev('CLAIM', kid, 'OPEN', 'SP7');
end
$$;

-- A return of `q` units of the shipment's only line, applied for.
create function t.brings(rid bigint, ship bigint, q bigint, amount bigint) returns void
    language plpgsql as $$
declare
    s osb.shipment;
begin
    select * into s from osb.shipment where id = ship;
    perform t.put('osb.goods_return', jsonb_build_object('id', rid, 'no', 'RT' || rid,
        'order_id', s.order_id, 'account_id', s.account_id, 'note_id', s.note_id,
        'shipment_id', ship, 'state', 'APPLIED', 'why', 'SURPLUS', 'amount', amount,
        'reason', 'too many', 'applied_by', 104, 'applied_at', t.clock()));
    perform t.put('osb.goods_return_line', jsonb_build_object('id', t.id(), 'return_id', rid,
        'shipment_line_id', ship + 1, 'product_id', (select product_id from osb.shipment_line
        where id = ship + 1), 'qty', q, 'accepted', q, 'amount', amount));
    perform t.ev('RETURN', rid, 'APPLIED', 'SP7');
end
$$;

-- A correction of what the shipment's only line costs, recorded; all of it is kept.
create function t.correct(kid bigint, ship bigint, worth bigint, per bigint) returns void
    language plpgsql as $$
declare
    s osb.shipment;
    l osb.shipment_line;
    was bigint;
begin
    select * into s from osb.shipment where id = ship;
    select * into l from osb.shipment_line where id = ship + 1;
    was := l.amount + l.raised - l.returned_amount;
    perform t.put('osb.claim', jsonb_build_object('id', kid, 'no', 'CL' || kid, 'order_id',
        s.order_id, 'account_id', s.account_id, 'note_id', s.note_id, 'shipment_id', ship,
        'state', 'OPEN', 'remedy', 'CORRECT', 'amount', abs(worth - was), 'reason', 'old list',
        'agreed', 'his fax', 'recorded_by', 104, 'recorded_at', t.clock()));
    perform t.put('osb.claim_line', jsonb_build_object('id', t.id(), 'claim_id', kid,
        'shipment_line_id', l.id, 'product_id', l.product_id, 'kind', 'PRICE', 'qty', l.qty,
        'amount', abs(worth - was), 'was', was, 'worth', worth, 'price', worth / l.qty,
        'price_per', per));
    update osb.orders set claims = claims + 1 where id = s.order_id;
    perform t.ev('CLAIM', kid, 'OPEN', 'SP7');
end
$$;

-- Money received, free; and an allocation of it (from the earmark when one is named).
create function t.receive(rid bigint, customer bigint, account bigint, amount bigint)
    returns void language plpgsql as $$
declare
    d bigint;
begin
    perform t.cmd('receipt.record', 107);
    d := t.doc('RC', null, amount);
    perform t.put('osb.receipt', jsonb_build_object('id', rid, 'no', (select number
        from osb.document where id = d), 'account_id', account, 'customer_id', customer,
        'state', 'OPEN', 'method', 'TRANSFER', 'bank_ref', 'B' || rid, 'received_on',
        '2026-11-02', 'amount', amount, 'free', amount, 'recorded_by', 107, 'recorded_at',
        t.clock(), 'document_id', d, 'cleared_on', '2026-11-02', 'payer', 'a payer'));
    if account is not null then -- else it waits in the pool
        perform t.entry(account, 'D', -amount, null, null, rid);
    end if;
    perform t.ev('RECEIPT', rid, '', 'BC5');
end
$$;
-- Money of the pool becomes a customer's; of nobody (null) it goes back.
create function t.whose(rid bigint, customer bigint, account bigint) returns void
    language plpgsql as $$
declare
    r osb.receipt;
begin
    select * into r from osb.receipt where id = rid;
    perform t.cmd(case when customer is null then 'receipt.unclaim' else 'receipt.claim' end, 107);
    update osb.receipt set customer_id = customer, account_id = account,
        claimed_by = case when customer is not null then 107 end,
        claimed_at = case when customer is not null then t.clock() end where id = rid;
    perform t.entry(coalesce(account, r.account_id), 'D',
        case when customer is null then r.amount else -r.amount end, null, null, rid);
    perform t.ev('RECEIPT', rid, 'OPEN', 'BC5');
end
$$;
-- A bill that is registered, and what becomes of it when the bank paid.
create function t.register(rid bigint, customer bigint, account bigint, amount bigint)
    returns void language plpgsql as $$
declare
    d bigint;
begin
    perform t.cmd('receipt.record', 107);
    d := t.doc('RC', null, amount);
    perform t.put('osb.receipt', jsonb_build_object('id', rid, 'no', (select number
        from osb.document where id = d), 'account_id', account, 'customer_id', customer,
        'state', 'TO_CLEAR', 'method', 'ACCEPTANCE', 'bank_ref', 'B' || rid, 'received_on',
        '2026-11-02', 'amount', amount, 'recorded_by', 107, 'recorded_at', t.clock(),
        'document_id', d, 'maturity', '2026-11-05', 'drawer', 'a bank'));
    perform t.ev('RECEIPT', rid, '', 'BC5');
end
$$;
create function t.clear(rid bigint) returns void language plpgsql as $$
begin
    perform t.cmd('receipt.clear', 115);
    update osb.receipt set state = 'OPEN', free = amount, cleared_on = '2026-11-05',
        cleared_by = 115 where id = rid;
    perform t.entry(r.account_id, 'D', -r.amount, null, null, rid) from osb.receipt r
        where r.id = rid;
    perform t.ev('RECEIPT', rid, '', 'BC5');
end
$$;
-- What was invoiced, paid and credited of a receivable grows by these amounts; what is paid goes
-- off the invoiced part first, what is credited off what is not invoiced.
create function t.settle(rid bigint, to_state text, invoiced bigint default 0,
                         paid bigint default 0, credited bigint default 0) returns void
    language plpgsql as $$
declare
    was  osb.receivable;
    open bigint;
    s    bigint;
begin
    select * into was from osb.receivable where id = rid;
    open := was.amount - was.paid - paid - was.credited - credited;
    s := least(open, greatest(was.amount - was.credited - credited - was.invoiced - invoiced,
                              0));
    if s <> was.open_s then
        perform t.entry(was.account_id, 'S', s - was.open_s, was.order_id, rid);
    end if;
    if open - s <> was.open_i then
        perform t.entry(was.account_id, 'I', open - s - was.open_i, was.order_id, rid);
    end if;
    update osb.receivable r set state = to_state, open_s = s, open_i = open - s,
        invoiced = r.invoiced + settle.invoiced, paid = r.paid + settle.paid,
        credited = r.credited + settle.credited where id = rid;
    perform t.ev('RECEIVABLE', rid, to_state, 'BC6');
end
$$;

-- Pays from free money, or from the order's earmark when the order is named.
create function t.pay(rc bigint, rv bigint, sum bigint, to_state text,
                      oid bigint default null) returns bigint language plpgsql as $$
declare
    a bigint;
begin
    perform t.cmd('receipt.allocate', 106);
    a := t.put('osb.allocation', jsonb_build_object('id', t.id(), 'receipt_id', rc,
        'receivable_id', rv, 'amount', sum, 'made_by', 106, 'at', t.clock()));
    perform t.entry(r.account_id, case when oid is null then 'D' else 'E' end, sum, oid,
                    rv, rc) from osb.receipt r where r.id = rc;
    update osb.receipt set allocated = allocated + sum,
        free = free - case when oid is null then sum else 0 end,
        earmarked = earmarked - case when oid is null then 0 else sum end
        where id = rc;
    update osb.earmark e set amount = e.amount - sum, used = e.used + sum
        where e.receipt_id = rc and e.order_id = oid;
    update osb.orders set earmarked = earmarked - sum where id = oid;
    perform t.settle(rv, to_state, paid => sum);
    return a;
end
$$;

create function t.earmark(receipt bigint, oid bigint, amount bigint) returns void
    language plpgsql as $$
begin
    perform t.cmd('receipt.earmark', 107, oid);
    perform t.put('osb.earmark', jsonb_build_object('id', t.id(), 'receipt_id', receipt,
        'account_id', r.account_id, 'order_id', oid, 'amount', earmark.amount)),
        t.entry(r.account_id, 'D', earmark.amount, oid, null, receipt),
        t.entry(r.account_id, 'E', -earmark.amount, oid, null, receipt)
        from osb.receipt r where r.id = receipt;
    update osb.receipt r set free = free - earmark.amount,
        earmarked = earmarked + earmark.amount where id = receipt;
    update osb.orders set earmarked = earmarked + earmark.amount where id = oid;
    perform t.ev('RECEIPT', receipt, '', 'BC6');
end
$$;

-- Invoices (red: a negative quantity and what it takes back) of a shipment's line.
create function t.invoice(vid bigint, ship bigint, qty bigint, to_state text,
                          reverses bigint default null, replaces bigint default null)
    returns void language plpgsql as $$
declare
    l   osb.shipment_line;
    d   bigint;
    sum bigint;
    tax bigint;
begin
    perform t.cmd('invoice.issue', 107);
    select * into l from osb.shipment_line where id = ship + 1;
    sum := l.amount / l.qty * invoice.qty;
    tax := sum * 13 / 113;
    d := t.doc(case when reverses is null then 'IV' else 'RI' end, null, sum, (select
        document_id from osb.invoice where id = reverses));
    perform t.put('osb.invoice', jsonb_build_object('id', vid, 'no', (select number
        from osb.document where id = d), 'customer_id', r.customer_id, 'account_id',
        r.account_id, 'document_id', d, 'total', sum, 'net', sum - tax, 'tax', tax,
        'issued_by', 107, 'issued_at', t.clock(), 'reverses_id', reverses, 'replaces_id',
        replaces))
        from osb.receivable r where r.id = ship + 3;
    perform t.put('osb.invoice_line', jsonb_build_object('id', t.id(), 'invoice_id', vid,
        'receivable_id', ship + 3, 'shipment_line_id', ship + 1, 'product_id', l.product_id,
        'qty', invoice.qty, 'amount', sum, 'tax', tax));
    update osb.shipment_line x set invoiced = x.invoiced + invoice.qty,
        invoiced_amount = x.invoiced_amount + sum where id = ship + 1;
    perform t.settle(ship + 3, to_state, invoiced => sum);
end
$$;
