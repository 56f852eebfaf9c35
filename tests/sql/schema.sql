-- schema.sql - tables, columns, enumerations and roles as the program's own lists have them.
-- run.sh has loaded what print_tables says into t.columns, t.kinds, t.enums and t.covers.
set search_path = osb, t;

create view t.has as
    select c.relname::text tab, row_number() over (partition by c.oid order by a.attnum) place,
           a.attname::text col, a.attnotnull strict,
           case when d.typname in ('line_text', 'prose', 'paper') then 'text'
                when d.typtype = 'd' then d.typname
                else format_type(a.atttypid, a.atttypmod) end type
    from pg_class c join pg_attribute a on a.attrelid = c.oid
         join pg_type d on d.oid = a.atttypid
    where c.relnamespace = 'osb'::regnamespace and c.relkind in ('r', 'v') and a.attnum > 0
      and not a.attisdropped;

-- A REF may be stricter than the metadata asks: a line without its order makes no sense.
select say(h.col is not null and h.type = m.type and (h.strict or m.nullable <> 'not null'),
           format('column %s.%s', m.tab, m.col))
from columns m left join has h on h.tab = m.tab and h.place = m.place and h.col = m.col;
select say(not exists (select from has h where h.tab = k.tab and not exists (select from columns m
           where m.tab = h.tab and m.col = h.col)), 'no other column in ' || k.tab)
from kinds k;
select say(exists (select from pg_trigger g where g.tgrelid = k.tab::regclass
               and g.tgname = case k.kind when 'LEDGER' then 'append_only' else 'no_delete' end)
           and not exists (select from pg_trigger g where g.tgrelid = k.tab::regclass
               and g.tgname = case k.kind when 'LEDGER' then 'no_delete' else 'append_only' end),
           k.tab || ' is kept as ' || k.kind)
from kinds k;

select say(array_agg(e.name order by e.place) = (
        select array_agg(m[1]) from (select regexp_matches(pg_get_constraintdef(k.oid),
            '''([^'']+)''::text', 'g') m from pg_constraint k
            where k.contypid = ('osb.' || e.enum)::regtype) x), 'enumeration ' || e.enum)
from enums e where to_regtype('osb.' || e.enum) is not null group by e.enum;
-- only enumerations that a column stores need a domain
select say(to_regtype('osb.' || enum) is not null
           or not exists (select from columns c where c.type = enum), 'domain for ' || enum)
from (select distinct enum from enums) e;
select say(not exists ((table covers except select role, covers from osb.role_cover)
           union all (select role, covers from osb.role_cover except table covers)),
           'roles cover each other as in the program');

select say(relowner = 'osb_owner'::regrole, relname || ' belongs to osb_owner')
from pg_class where relnamespace = 'osb'::regnamespace and relkind in ('r', 'S', 'i');
select say(not prosecdef and provolatile is not null, 'function ' || proname || ' runs as its caller')
from pg_proc where pronamespace = 'osb'::regnamespace and proowner = 'osb_owner'::regrole;
select say(condeferrable and condeferred, conname || ' is checked at commit')
from pg_constraint where connamespace = 'osb'::regnamespace and contype = 'f';
select say(exists (select from pg_constraint f where f.contype = 'f'
                   and f.conrelid = ('osb.' || tab)::regclass
                   and f.conkey = array[(select attnum from pg_attribute
                       where attrelid = f.conrelid and attname = col)]),
           format('%s.%s is a reference', tab, col))
from columns where type = 'bigint' and nullable = 'null'
  and (tab, col) not in (('quota_cell', 'holder_id'), ('user_role', 'unit_id'),
                         ('assignment', 'unit_id'), ('event', 'entity_id'));

select say((select setconfig from pg_db_role_setting where setrole = 0
            and setdatabase = (select oid from pg_database where datname = current_database()))
           @> array['search_path=osb'], 'the search path is fixed');
select say((select count(*) from policy) = 1 and (select count(*) from counter) = 12
           and (select login from app_user where id = 1) = 'SYSTEM', 'the seed is there');
select say(not exists (select from pg_class c join pg_attribute a on a.attrelid = c.oid
               where c.relnamespace = 'osb'::regnamespace and a.attname = 'id' and c.relkind = 'r'
                 and a.atthasdef), 'no table draws ids by itself');
select say(nextval('id_block') >= 1, 'ids begin behind those of the seed');
