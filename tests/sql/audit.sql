-- audit.sql - every invariant over the world at hand, after its log was sealed. Variable `content`:
-- the text of sql/invariants.sql. A failure shows the first rows that were found.
set search_path = osb, t;
set role osb_seal;
select osb.seal_events(1000000, 1000000000);
reset role;

create function t.found(query text) returns text language plpgsql as $$
declare
    rows text;
begin
    execute format('select string_agg(x::text, '' '') from (select * from (%s) q limit 3) x', query)
        into rows;
    return rows;
end
$$;
insert into t.result (ok, name)
select found is null, no || ' holds' || coalesce(': ' || found, '')
from (select left(part, 3) no,
             t.found(rtrim(substr(part, position(E'\n' in part)), E'; \n')) found
      from regexp_split_to_table(:'content', E'\n-- (?=I[0-9][0-9] )') part
      where part ~ '^I[0-9][0-9] ') x;
