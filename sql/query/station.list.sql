-- Consignment stations; of a customer those by which he takes goods, his default first, and how
-- they reach him from there.
select s.code station, s.name, s.phone station_phone, s.route,
       coalesce(nullif(x.transit_days, 0), s.transit_days)::text transit_days,
       coalesce(nullif(x.receiver, ''), c.receiver) receiver,
       coalesce(nullif(x.ship_to, ''), c.ship_to) ship_to,
       coalesce(nullif(x.phone, ''), c.phone) phone, x.transport, x.unloading
from station s
     left join customer c on c.code = :customer
          and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
     left join destination x on x.customer_id = c.id and x.station_id = s.id and x.active
where s.active
  and (:customer::text is null or x.id is not null
       or s.id = in_force(c.station_id, c.next_station_id, c.next_station_from))
  and (:find::text is null or s.code ilike '%' || :find || '%'
       or s.name ilike '%' || :find || '%')
order by s.id = in_force(c.station_id, c.next_station_id, c.next_station_from) desc nulls last,
         s.code
