-- What waits for signatures first, oldest first; then what was decided, the latest first. `by`:
-- the posts that signed.
select f.no receivable, f.state, f.small, c.code customer, c.name customer_name, o.no "order",
       money_text(f.amount) amount, money_text(r.written_off) written_off,
       money_text(r.open_s + r.open_i) open, f.reason, login_of(f.asked_by) asked_by, f.asked_at,
       (select string_agg(s.role, ' ' order by s.id) from write_off_signature s
        where s.write_off_id = f.id) "by",
       f.decided_at, d.number paper
from write_off f join receivable r on r.id = f.receivable_id
     join customer c on c.id = r.customer_id left join orders o on o.id = f.order_id
     left join document d on d.id = f.document_id
where (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and (:customer::text is null or c.code = :customer)
order by f.state <> 'ASKED', case f.state when 'ASKED' then f.id else -f.id end
