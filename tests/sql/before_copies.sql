-- before_copies.sql - a note of before.sql that was printed three times when the register had one
-- row of each copy: the second came out and went to the store.
begin;
set local search_path = osb;
update note set copies = 3 where id = 900001010;
select t.cmd('note.reprint', 107, 900001000);
select t.put('osb.note_copy', jsonb_build_object('id', t.id(), 'note_id', 900001010, 'form', 'NOTE',
    'copy', c, 'place', place, 'held_by', held, 'holder', holder, 'since', t.clock()))
    from (values (1, 'SALES_FILE', 104, ''), (2, 'STORE', 105, ''), (3, 'FINANCE', 107, ''),
        (4, 'CUSTOMER', null, 'Kunde 320'), (5, 'CARRIER', null, 'Rail')) v (c, place, held, holder);
select t.put('osb.print_job', jsonb_build_object('id', t.id(), 'note_id', 900001010, 'order_id',
    900001000, 'form', 'NOTE', 'state', v.state, 'copy_no', v.copy, 'queued_by', 107, 'queued_at',
    n.handed_at - interval '2 minutes', 'attempts', 1, 'taken_by', 107, 'taken_at',
    n.handed_at - interval '1 minute', 'ended_at', n.handed_at + shift))
    from note n, (values (1, 'FAILED', interval '-1 minute'), (2, 'PRINTED', interval '-1 minute'),
        (3, 'PRINTED', interval '1 hour')) v (copy, state, shift) where n.id = 900001010;
commit;
