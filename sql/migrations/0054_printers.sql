-- Printers as rows that the administrator keeps (R-374): a seat's name, the queue of its print system,
-- and the warehouse whose papers it gets. A queue is a name; no program is started by what stands here.
set local role osb_owner;
set local search_path = osb;

create table printer (
    id           bigint primary key,
    code         line_text not null,
    name         line_text not null default '',
    queue        line_text not null,
    warehouse_id bigint references warehouse deferrable initially deferred,
    active       boolean not null default true,
    constraint printer_code_once unique (code),
    constraint printer_code_given check (code <> ''),
    constraint printer_queue_plain check (queue ~ '^[A-Za-z0-9._][A-Za-z0-9._-]*$')
);
create index on printer (warehouse_id);

create trigger no_delete before delete or truncate on printer
    for each statement execute function never_done();
create trigger frozen before update on printer for each row
    when (old.id is distinct from new.id or old.code is distinct from new.code)
    execute function never_changed();

grant select, insert, update on printer to osb_app;
grant select on printer to osb_read;
