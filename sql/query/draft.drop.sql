-- one object
-- The draft of this name is not wanted any more.
with gone as (update draft set body = '', at = clock_timestamp()
              where user_id = :actor::bigint and name = :draft and body <> '' returning slot)
select json_build_object('dropped', (select count(*) from gone))
