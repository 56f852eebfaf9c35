-- Goods that come back in the month whose quota they took give it back, by parameter (R-183).
set local role osb_owner;
set local search_path = osb;

alter table policy add column quota_restore boolean not null default true;
alter table policy alter column quota_restore drop default;
