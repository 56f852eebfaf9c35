-- Days that were closed or opened against the week's rule, from a day on (default today).
select d.day, to_char(d.day, 'ID')::int weekday, d.open, d.name
from calendar_day d where d.day >= coalesce(:day::date, business_today()) order by d.day
