-- Each printing of a note's papers is a set of copies of its own; the customer's and the carrier's
-- copy go with one shipment and come back only with that (R-137).
set local role osb_owner;
set local search_path = osb;

alter table note_copy
    add column copy_no bigint not null default 1,
    add column shipment_id bigint references shipment deferrable initially deferred;
alter table note_copy alter column copy_no drop default;
create index on note_copy (shipment_id);

-- What was on record is the set that the store got, or the last that came out.
update note_copy c
set copy_no = coalesce((select max(j.copy_no) from print_job j join note n on n.id = j.note_id
                        where j.note_id = c.note_id and j.form = c.form and j.state = 'PRINTED'
                          and j.ended_at <= coalesce(n.handed_at, 'infinity')), 1),
    shipment_id = case when c.place in ('CUSTOMER', 'CARRIER')
                       then (select s.id from shipment s
                             where s.note_id = c.note_id and s.consigned_at is not null
                             order by s.consigned_at, s.part limit 1) end;
set constraints all immediate;
alter table note_copy drop constraint note_copy_once;
alter table note_copy
    add constraint note_copy_once unique (note_id, form, copy_no, copy),
    add constraint note_copy_numbered check (copy_no >= 1),
    add constraint note_copy_goes_with_goods
        check (shipment_id is not null or place not in ('CUSTOMER', 'CARRIER'));
drop trigger frozen on note_copy;
create trigger frozen before update on note_copy for each row
    when ((old.id, old.note_id, old.form, old.copy, old.copy_no)
          is distinct from (new.id, new.note_id, new.form, new.copy, new.copy_no))
    execute function never_changed();

-- The other sets are with who had them printed; the rows stand in the block of ids of the command
-- that printed the note.
insert into note_copy (id, note_id, form, copy, place, held_by, holder, since, copy_no)
select (n.id >> 12 << 12) + case c.form when 'NOTE' then 2500 else 3200 end + s.set_no * 5 + c.copy,
       n.id, c.form, c.copy,
       case when n.state = 'VOID' then 'CALLED_BACK' when c.form = 'NOTE' then 'FINANCE'
            else 'OFFICE' end,
       coalesce(p.printed_by, j.queued_by, n.printed_by), '',
       coalesce(p.at, j.queued_at, n.printed_at), s.set_no
from note_copy c join note n on n.id = c.note_id
     cross join lateral generate_series(1, least(100,
         case c.form when 'NOTE' then n.copies else n.outbound_copies end)) s (set_no)
     left join print_copy p on p.document_id = n.document_id and p.form = c.form
                           and p.copy_no = s.set_no
     left join print_job j on j.note_id = n.id and j.form = c.form and j.copy_no = s.set_no
where s.set_no <> c.copy_no;
