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

-- R-183: the sales of all months are what customers keep, line by line.
insert into t.result (ok, name)
select found is null, 'sales are what was kept' || coalesce(': ' || found, '')
from (select t.found($$
    select l.id, sum(m.amount), l.amount + l.raised - l.returned_amount, sum(m.qty), l.qty - l.returned
    from osb.shipment_line l join osb.shipment h on h.id = l.shipment_id
         left join osb.sales_move m on m.shipment_line_id = l.id
    where h.consigned_at is not null
    group by l.id
    having sum(m.amount) is distinct from l.amount + l.raised - l.returned_amount
           or sum(m.qty) is distinct from l.qty - l.returned$$) found) x;
