-- Money that nobody has claimed for a customer yet (R-151), oldest first. `customer`: who bears the
-- payer's name, or has it as the title of his invoices; empty when it is nobody's or several'.
select r.no, r.state, r.received_on, greatest(0, business_today() - r.received_on) days_waiting,
       money_text(r.amount) amount, r.payer, r.bank_ref, r.method,
       d.body::json -> 'paper' ->> 'remark' remark,
       (select min(c.code) from customer c
        where lower(r.payer) in (lower(c.name), lower(c.invoice_title))
        having count(*) = 1) customer,
       login_of(r.recorded_by) recorded_by
from receipt r left join document d on d.id = r.document_id
where r.account_id is null and r.state = 'OPEN'
  and (:find::text is null or position(lower(:find) in lower(r.payer || ' ' || r.bank_ref
       || ' ' || coalesce(d.body::json -> 'paper' ->> 'remark', ''))) > 0)
order by r.received_on, r.id
