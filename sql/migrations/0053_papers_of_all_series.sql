-- Every document but the note is printed when somebody asks for paper: credit notes, price
-- corrections, void notes, receipts and their reversals, write-offs (R-079).
set local role osb_owner;
set local search_path = osb;

alter domain paper_form drop constraint paper_form_check;
alter domain paper_form add constraint paper_form_check
    check (value in ('', 'NOTE', 'OUTBOUND', 'INVOICE', 'GOODS', 'CREDIT', 'PRICE', 'VOID_NOTE',
                     'RECEIPT', 'BAD_DEBT'));

alter table print_job drop constraint print_job_of_one;
alter table print_job add constraint print_job_of_one
    check ((note_id is null) = (document_id is not null)
           and (note_id is null) = (order_id is null)
           and (note_id is null) = (form not in ('NOTE', 'OUTBOUND')));

-- The paper of a series; copies as R-137 names them: a red outbound order goes to the warehouse
-- (R-181) and to finance, a void note to all who may have the note's, a write-off stays here.
create function form_of_series(series text) returns text language sql immutable parallel safe
    return case series when 'OB' then 'GOODS' when 'RO' then 'GOODS' when 'IV' then 'INVOICE'
        when 'RI' then 'INVOICE' when 'CN' then 'CREDIT' when 'PC' then 'PRICE'
        when 'VN' then 'VOID_NOTE' when 'RC' then 'RECEIPT' when 'RR' then 'RECEIPT'
        when 'WO' then 'BAD_DEBT' end;
create function copies_of_series(series text) returns text language sql immutable parallel safe
    return case series when 'OB' then '1,2' when 'RO' then '1,2,3' when 'VN' then '1,2,3'
        when 'WO' then '1,3' else '1,3,4' end;
grant execute on function form_of_series, copies_of_series to osb_app, osb_read;
