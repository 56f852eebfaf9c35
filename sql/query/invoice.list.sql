-- Invoices of a customer or an order, the newest first; what a red one reverses.
select i.no, c.code customer, i.title, money_text(i.total) total, money_text(i.net) net,
       money_text(i.tax) tax, nullif(i.tax_invoice_no, '') tax_invoice,
       (select v.no from invoice v where v.id = i.reverses_id) reverses,
       (select string_agg(distinct r.no, ', ') from invoice_line y join receivable r
            on r.id = y.receivable_id where y.invoice_id = i.id) receivables,
       login_of(i.issued_by) issued_by, time_text(i.issued_at) issued
from invoice i join customer c on c.id = i.customer_id
where (:customer::text is null or c.code = :customer)
  and (:order::text is null or exists (select from invoice_line y join receivable r
       on r.id = y.receivable_id join orders o on o.id = r.order_id
       where y.invoice_id = i.id and o.no = :order))
  and (:all::boolean or c.id in (select customers_of(:actor::bigint)))
order by i.id desc
