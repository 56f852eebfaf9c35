-- Opening batches: what was announced and what is in. Those that are still open come first.
select b.kind batch, b.as_of, b.closed, b.control_rows, b.rows, money_text(b.control_total) control_total,
       money_text(b.total) total, b.rows = b.control_rows and b.total = b.control_total agrees,
       login_of(b.made_by) made_by, time_text(b.at) "at"
from opening b
order by b.closed, b.at, b.id
