-- Receipts with money that is not allocated, or that is not cleared, oldest first; what nobody has
-- claimed is in receipt.pool, what waited there names who claimed it. `mine`: those that another
-- recorded, because who records money neither allocates nor clears it. `uncleared`: cheques, bills
-- and drafts that wait for the bank, by maturity.
select r.no, r.state, c.code customer, c.name customer_name, r.received_on, r.method, r.bank_ref,
       money_text(r.amount) amount, money_text(r.free) free, money_text(r.earmarked) earmarked,
       money_text(r.allocated) allocated, login_of(r.recorded_by) by,
       r.maturity, r.drawer, r.brought_by, r.cleared_on, login_of(r.cleared_by) cleared_by,
       login_of(r.claimed_by) claimed_by
from receipt r join customer c on c.id = r.customer_id
where (:all::boolean or c.id in (select customers_of(:actor::bigint)))
  and case when :uncleared::boolean then r.state = 'TO_CLEAR'
           when :mine::boolean then r.free + r.earmarked > 0
           else :customer::text is not null or r.free + r.earmarked > 0 or r.state = 'TO_CLEAR' end
  and (:customer::text is null or c.code = :customer)
  and (:mine::boolean is not true or r.recorded_by <> :actor::bigint)
order by case when :uncleared::boolean then coalesce(r.maturity, r.received_on) end,
         r.received_on, r.id
