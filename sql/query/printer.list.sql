-- Printers, and names that seats print under though nobody set them; what waits for each, when a paper
-- came out last, what went wrong since, and who set it last.
select k.code printer, p.name, p.queue, h.code warehouse, p.active, q.waiting,
       time_text(q.oldest) oldest, time_text(q.printed) printed, bad.fault,
       login_of(e.actor_id) by, time_text(e.at) at
from (select code from printer union
      select printer from print_job where printer <> '' and state in ('QUEUED', 'SENT', 'FAILED')) k
     left join printer p on p.code = k.code
     left join warehouse h on h.id = p.warehouse_id
     cross join lateral (
        select count(*) filter (where j.state in ('QUEUED', 'SENT', 'FAILED'))::bigint waiting,
               min(j.queued_at) filter (where j.state in ('QUEUED', 'SENT', 'FAILED')) oldest,
               max(j.ended_at) filter (where j.state = 'PRINTED') printed
        from print_job j where j.printer = k.code) q
     left join lateral (
        select j.fault from print_job j
        where j.printer = k.code and j.state = 'FAILED' and j.ended_at > coalesce(q.printed, '-infinity')
        order by j.ended_at desc limit 1) bad on true
     left join lateral (
        select x.actor_id, x.at from event x
        where x.entity_id = p.id and x.seq = 0 and x.op = 'printer.put' order by x.id desc limit 1) e on true
where (:printer::text is null or k.code = :printer)
  and (:find::text is null or k.code ilike '%' || :find || '%' or p.name ilike '%' || :find || '%')
order by k.code
