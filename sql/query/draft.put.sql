-- one object
-- Keeps what is typed under this name: in its place, a free one, or the oldest one's.
with mine as (select d.slot, d.name, d.body, d.at from draft d where d.user_id = :actor::bigint),
     place as (select coalesce(
         (select m.slot from mine m where m.name = :draft limit 1),
         (select min(s) from generate_series(1, 20) s where s not in (select m.slot from mine m)),
         (select m.slot from mine m order by (m.body = '') desc, m.at limit 1)) slot)
insert into draft (user_id, slot, name, body)
select :actor::bigint, p.slot, :draft, :text from place p
on conflict (user_id, slot) do update
    set name = excluded.name, body = excluded.body, at = clock_timestamp()
returning json_build_object('draft', name, 'at', time_text(at))
