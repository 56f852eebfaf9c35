-- Go-live is shut, and opened again, by the parameter opening_open: two persons set it (R-368,
-- R-374).
set local role osb_owner;
set local search_path = osb;

alter table policy add column opening_open boolean not null default true;
alter table policy alter column opening_open drop default;
