-- A note whose paper has not come out of a printer cannot be handed over (R-137): it is with
-- finance, or with the clerk who prints the outbound order, not yet with the secretary.
set local role osb_owner;
set local search_path = osb;

-- Which paper of a printed note is still to come out: 'NOTE', 'OUTBOUND', 'NO OUTBOUND' where that
-- order was not even made, 'OLD' where the note was printed before there was a queue; '': none.
create function note_to_print(n note) returns text language plpgsql stable as $$
begin
    if n.state <> 'PRINTED' then
        return '';
    end if;
    return case
        when n.two_papers and n.outbound_copies = 0 then 'NO OUTBOUND'
        when not exists (select from osb.print_job j where j.note_id = n.id and j.form = 'NOTE')
            then 'OLD'
        when not exists (select from osb.print_job j where j.note_id = n.id and j.form = 'NOTE'
                         and j.state = 'PRINTED') then 'NOTE'
        when n.two_papers and not exists (select from osb.print_job j where j.note_id = n.id
                         and j.form = 'OUTBOUND' and j.state = 'PRINTED') then 'OUTBOUND'
        else '' end;
end
$$;
grant execute on function note_to_print to osb_app, osb_read;

insert into turn (state, step, act, who) values
    ('BILLED NOTE', 'BG', 'print.take', 'FIN'),
    ('BILLED OLD', 'BG', 'note.reprint', 'FIN'),
    ('BILLED OUTBOUND', 'BG', 'print.take', 'CLERK'),
    ('BILLED NO OUTBOUND', 'BG', 'note.outbound', 'CSR');

-- As before; a printed note has its papers first.
create or replace function standing(o orders) returns text language plpgsql stable as $$
begin
    if o.state in ('REJECTED', 'CLOSED', 'CANCELLED') then
        return null;
    end if;
    if o.state = 'BILLED' then
        return rtrim('BILLED ' || coalesce((select osb.note_to_print(n) from osb.note n
            where n.order_id = o.id and n.state = 'PRINTED' limit 1), ''));
    end if;
    if o.state <> 'HANDED_OVER' then
        return o.state::text;
    end if;
    return coalesce(
        (select 'NOTE HANDED' from osb.note n where n.order_id = o.id and n.state = 'HANDED'
         limit 1),
        (select 'SHIPMENT ' || s.state from osb.shipment s
         where s.order_id = o.id and s.state in ('ALLOCATED', 'PICKED', 'CHECKED',
             'ISSUED', 'CONSIGNED', 'FED_BACK')
         order by array_position(array['ALLOCATED', 'PICKED', 'CHECKED', 'ISSUED',
             'CONSIGNED', 'FED_BACK'], s.state::text), s.part limit 1),
        (select 'NOTE ACCEPTED' from osb.note n join osb.note_line l on l.note_id = n.id
         where n.order_id = o.id and n.state = 'ACCEPTED'
           and l.qty > l.allocated + l.issued + l.closed limit 1),
        (select 'CLAIM ' || k.state from osb.claim k
         where o.claims > 0 and k.order_id = o.id
           and k.state in ('OPEN', 'CONSENTED', 'ACCEPTED') order by k.id limit 1),
        (select 'TO INVOICE' from osb.receivable r
         where r.order_id = o.id and r.open_s > 0 limit 1),
        (select case when exists (select from osb.receipt x where x.account_id = o.account_id
                    and x.free + x.earmarked > 0) then 'TO ALLOCATE' else 'TO PAY' end
         from osb.receivable r where r.order_id = o.id and r.open_i > 0 limit 1),
        'TO CLOSE');
end
$$;
