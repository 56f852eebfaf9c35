-- A customer who takes his goods only as a whole (R-131), and the first of the two persons who
-- void a printed note (R-122).
set local role osb_owner;
set local search_path = osb;

alter table orders add column complete boolean not null default false;

create domain void_way as text check (value in ('', 'MISPRINT', 'CHANGE', 'CANCEL'));
alter table note
    add column void_asked_by bigint,
    add column void_role     role not null default '',
    add column void_way      void_way not null default '',
    add column void_reason   prose not null default '',
    add constraint note_void_asked_whole
        check ((void_asked_by is null) = (void_way = '')
            and (void_asked_by is null) = (void_role = '')),
    add constraint note_void_asked_by_fkey foreign key (void_asked_by) references app_user
        deferrable initially deferred;
