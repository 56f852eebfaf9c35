-- Invoices and outbound orders of goods, blue and red, are printed from the same queue as notes: a
-- printing is of a note or of another document (R-079, R-181).
set local role osb_owner;
set local search_path = osb;

alter domain paper_form drop constraint paper_form_check;
alter domain paper_form add constraint paper_form_check
    check (value in ('', 'NOTE', 'OUTBOUND', 'INVOICE', 'GOODS'));

alter table print_job
    alter column note_id drop not null,
    alter column order_id drop not null,
    add column document_id bigint references document deferrable initially deferred,
    add constraint print_job_of_one
        check ((note_id is null) = (document_id is not null)
               and (note_id is null) = (order_id is null)
               and (note_id is null) = (form in ('INVOICE', 'GOODS'))),
    add constraint print_job_of_document_once unique (document_id, copy_no);

drop trigger frozen on print_job;
create trigger frozen before update on print_job for each row
    when ((old.id, old.note_id, old.order_id, old.form, old.document_id)
          is distinct from (new.id, new.note_id, new.order_id, new.form, new.document_id))
    execute function never_changed();
