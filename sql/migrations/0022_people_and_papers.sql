-- An order is given to another of its people (R-082), and a note is refused for a coded fault
-- (R-130).
set local role osb_owner;
set local search_path = osb;

alter domain message_kind drop constraint message_kind_check;
alter domain message_kind add constraint message_kind_check check (value in ('',
    'RECEIVED', 'RETURNED', 'CUT', 'HELD', 'ASKED', 'DECIDED', 'TO_SIGN', 'SHIPPED',
    'BACKORDER', 'STOPPED', 'DIFFERENCE', 'MONEY', 'CANCELLED', 'ASSIGNED'));

create domain note_fault as text check (value in ('', 'UNREADABLE', 'ADDRESS', 'STATION',
    'LINES', 'SIGNATURE', 'COPIES', 'OTHER'));
alter table note add column refused_as note_fault not null default '';
alter table note alter column refused_as drop default;
