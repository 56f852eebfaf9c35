-- after.sql - what became of before.sql's rows.
set search_path = osb, t;

-- 0028: each difference is a settled claim of who posted it, its goods are written off
select say((select count(*) from claim) = 3, 'each difference of old is a claim, a refusal is none');
select say(exists (select from claim c join claim_line l on l.claim_id = c.id
               where c.shipment_id = w.ship and c.state = 'SETTLED' and c.remedy = w.remedy
                 and c.amount = w.amount and l.shipment_line_id = w.ship + 1 and l.kind = w.kind
                 and l.qty = w.qty and l.amount = w.amount and c.seq = 0
                 and c.recorded_by = 104 and c.decided_by = 104
                 and c.settled_at = c.recorded_at
                 and c.recorded_at = (select max(e.at) from event e where e.machine = 'SHIPMENT'
                                      and e.entity_id = w.ship)),
           format('the %s of %s is a claim of who posted it', w.remedy, w.kind))
from (values (900001020, 'CREDIT', 'DAMAGED', 5, 5000), (900001030, 'REDUCE', 'WRONG', 10, 2500),
    (900001120, 'REPLACE', 'SHORT', 4, 4000)) w (ship, remedy, kind, qty, amount);
select say((select array_agg(m.kind || ' ' || m.qty || ' ' || m.quarantine order by m.id)
            from stock_move m where m.shipment_line_id = w.line and m.kind <> 'ISSUE')
           is not distinct from w.moves, 'stock of line ' || w.line)
from (values (900001021, array['RETURN 5 true', 'WRITE_OFF -5 true']), (900001031, null),
    (900001041, array['RETURN 20 false']),
    (900001121, array['RETURN 4 true', 'WRITE_OFF -4 true'])) w (line, moves);
select say((select on_hand || ' ' || quarantine from stock where product_id = 310) = '880 0',
           'the stock is what it was');
select say((select replaced || ' ' || replaced_amount from shipment_line where id = w.line)
           = w.replaced, 'replaced of line ' || w.line)
from (values (900001021, '0 0'), (900001031, '0 0'), (900001041, '0 0'), (900001121, '4 4000'))
    w (line, replaced);
select say((select array_agg(claims) from orders where id in (900001000, 900001100)) = '{0,0}',
           'no claim is open');

-- sets of copies: what was on record is what the store got, the others are with who printed them
select say((select string_agg(copy_no || place || coalesce(shipment_id::text, '-'), ' '
                              order by copy_no, copy) from note_copy
            where note_id = 900001010 and copy in (1, 4))
           = '1FINANCE- 1FINANCE- 2SALES_FILE- 2CUSTOMER900001020 3FINANCE- 3FINANCE-',
           'the copies of a note that was printed three times');
select say((select count(*) from note_copy where note_id = 900001010) = 15,
           'five copies of each printing');
select say(not exists (select from note_copy where note_id = 900001110),
           'of a note from before the register nothing is claimed');
