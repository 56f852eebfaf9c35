-- roles.sql - each statement that a role may not send, to each table, is refused for want of
-- privilege; and what it needs is allowed. Statements meet no row, so that nothing else can
-- refuse them first.
set search_path = osb, t;
grant usage on schema t to public;

create function t.may(role text, statement text) returns boolean language plpgsql as $$
begin
    begin
        execute format('set local role %I', role);
        execute statement;
        raise exception using errcode = 'P0099';
    exception
        when sqlstate 'P0099' then return true;
        when insufficient_privilege then return false;
    end;
end
$$;

create view t.tables as
    select c.relname::text tab, quote_ident((select attname from pg_attribute
               where attrelid = c.oid and attnum = 1)) col,
           case when exists (select from pg_trigger where tgrelid = c.oid
                             and tgname = 'append_only') then 'LEDGER'
                when exists (select from pg_trigger where tgrelid = c.oid
                             and tgname = 'no_delete') then 'MUTABLE' else 'REFERENCE' end kind
    from pg_class c where c.relnamespace = 'osb'::regnamespace and c.relkind = 'r';

create table t.claim (role text, tab text, verb text, allowed boolean);
insert into t.claim
select r, tab, verb, case
    when r = 'osb_app' then case verb
        when 'select' then true
        when 'insert' then (kind <> 'REFERENCE' or tab = 'file_try') and tab not in ('company', 'event_seal',
                                                                   'backup_run')
        when 'update' then (kind = 'MUTABLE' or tab = 'file_try') and tab <> 'company'
        else tab in ('file_try', 'file_bytes') and verb = 'delete' end
    when r = 'osb_read' then verb = 'select' and tab not in ('credential', 'session_token', 'draft')
    when r = 'osb_seal' then tab = 'event_seal' and verb in ('select', 'insert')
                             or tab = 'event' and verb = 'select'
    end
from t.tables, unnest(array['osb_app', 'osb_read', 'osb_seal']) r,
     unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'alter', 'drop', 'trigger',
                  'lock']) verb;
update t.claim set allowed = true where role = 'osb_app' and verb = 'lock' and exists (
    select from t.claim c where c.role = claim.role and c.tab = claim.tab and c.verb = 'update'
    and (c.allowed or c.tab = 'company')); -- a column is enough
update t.claim set allowed = false where role <> 'osb_app' and verb = 'lock';

select say(t.may(c.role, case verb
        when 'select' then format('select from osb.%I where false', c.tab)
        when 'insert' then format('insert into osb.%I select * from osb.%1$I where false', c.tab)
        when 'update' then format('update osb.%I set %s = %2$s where false', c.tab, col)
        when 'delete' then format('delete from osb.%I where false', c.tab)
        when 'truncate' then format('truncate osb.%I', c.tab)
        when 'alter' then format('alter table osb.%I add column extra int', c.tab)
        when 'drop' then format('drop table osb.%I', c.tab)
        when 'trigger' then format('alter table osb.%I disable trigger all', c.tab)
        -- how the daemon locks what it will change
        when 'lock' then format('select from osb.%I where false for no key update', c.tab)
        end) = allowed,
    format('%s %s %s %s', c.role, case when allowed then 'may' else 'may not' end, verb, c.tab))
from t.claim c join t.tables using (tab);

select say(t.may(role, statement) = allowed,
           format('%s %s %s', role, case when allowed then 'may' else 'may not' end, name))
from (values
    ('osb_app', 'draw ids', $$select nextval('osb.id_block')$$, true),
    ('osb_app', 'set the sequence', $$select setval('osb.id_block', 1)$$, false),
    ('osb_app', 'move the practice clock',
     $$update osb.company set business_clock_offset_us = 0 where false$$, true),
    ('osb_app', 'change what the company is',
     $$update osb.company set practice = true where false$$, false),
    ('osb_app', 'look at the server', $$select * from osb.server_look()$$, true),
    ('osb_read', 'look at the server', $$select * from osb.server_look()$$, false),
    ('osb_app', 'read where the data lie', $$select current_setting('data_directory')$$, false),
    ('osb_app', 'make a table', $$create table osb.mine (a int)$$, false),
    ('osb_app', 'make a table in public', $$create table public.mine (a int)$$, false),
    ('osb_app', 'make a temporary table', $$create temporary table mine (a int)$$, false),
    ('osb_app', 'make a function',
     $$create function osb.f() returns int language sql as 'select 1'$$, false),
    ('osb_app', 'make a schema', $$create schema mine$$, false),
    ('osb_app', 'make a role', $$create role mine$$, false),
    ('osb_app', 'switch triggers off', $$set session_replication_role = replica$$, false),
    ('osb_app', 'read files', $$select pg_read_file('/etc/passwd')$$, false),
    ('osb_app', 'run programs', $$copy osb.company to program 'true'$$, false),
    ('osb_app', 'seal', $$select osb.seal_events(0)$$, false),
    ('osb_seal', 'seal', $$select osb.seal_events(0)$$, true),
    ('osb_read', 'make a temporary table', $$create temporary table mine (a int)$$, true),
    ('osb_read', 'draw ids', $$select nextval('osb.id_block')$$, false)
) v (role, name, statement, allowed);

select say(not rolsuper and not rolcreatedb and not rolcreaterole and not rolreplication
           and not rolbypassrls and rolcanlogin = (rolname <> 'osb_owner'),
           rolname || ' has no special powers')
from pg_roles where rolname in ('osb_owner', 'osb_app', 'osb_read', 'osb_seal');
select say(not exists (select from pg_auth_members m where m.member in (
           'osb_app'::regrole, 'osb_read'::regrole, 'osb_seal'::regrole)),
           'the roles that log in are members of nothing');
