-- The invariants I01 to I22 (docs/RULES.md, chapter 22): each query names what breaks one, and
-- finds no row in sound data. They run after every fault and race test, on restored backups,
-- and as `osb audit verify`, one by one; the comment before a query is its name.
--
-- Most are guarded by constraints and triggers as well (sql/migrations). The queries look at
-- everything, also at what a superuser, a restored backup or a broken disk brought in.
--
-- What is kept elsewhere is compared by I01 and I21: ack and anchor are empty tables until
-- someone brings it, in rows or in temporary tables of these names, which come first.

-- I01 every command that was answered is stored with exactly that answer
select a.id, c.outcome
from ack a left join command c using (id)
where (c.op::text, c.outcome::text, c.answer) is distinct from (a.op, a.outcome, a.answer);

-- I02 one command id, one effect: each event belongs to a command that was done; a refused one left none
-- (ids of one command share their block of 4096, so that a ledger row finds its command's event)
select 'command' what, id from command group by id having count(*) > 1
union all
select 'event', e.id::text
from event e left join command c on c.id = e.command_id
where c.id is null or c.outcome = 'REFUSED' or c.op <> e.op or c.actor_id <> e.actor_id
union all
select x.what, x.id::text
from (select 'exposure' what, id from exposure union all select 'quota_entry', id from quota_entry
      union all select 'stock_move', id from stock_move
      union all select 'allocation', id from allocation
      union all select 'document', id from document
      union all select 'verdict', id from verdict
      union all select 'signature', id from signature) x
where x.id >= 4096
  and not exists (select from event e
                  where e.id between x.id >> 12 << 12 and (x.id >> 12 << 12) + 4095);

-- I03 an account's R, S, I, D and E equal the sums of its ledger, and no bucket had the wrong sign at any point of history
select 'account' what, a.id
from credit_account a
     left join (select account_id, max(id) last,
                       coalesce(sum(amount) filter (where bucket = 'R'), 0) r,
                       coalesce(sum(amount) filter (where bucket = 'S'), 0) s,
                       coalesce(sum(amount) filter (where bucket = 'I'), 0) i,
                       coalesce(sum(amount) filter (where bucket = 'D'), 0) d,
                       coalesce(sum(amount) filter (where bucket = 'E'), 0) e
                from exposure group by account_id) x on x.account_id = a.id
where (a.reserved, a.shipped, a.invoiced, a.deposit, a.earmarked)
      <> (coalesce(x.r, 0), coalesce(x.s, 0), coalesce(x.i, 0), coalesce(x.d, 0),
          coalesce(x.e, 0))
   or a.last_entry_id is distinct from x.last
union all
select 'history', id
from (select id, bucket,
             sum(amount) over (partition by account_id, bucket order by id) of_account,
             sum(amount) over (partition by bucket, case bucket when 'R' then order_id
                 when 'S' then receivable_id when 'I' then receivable_id
                 else receipt_id end order by id) of_paper
      from exposure) h
where case when bucket in ('D', 'E') then of_account > 0 or of_paper > 0
           else of_account < 0 or of_paper < 0 end;

-- I04 each unit lies in one bucket: reserved in the reserving states until consigned, then open in S and I until paid, credited or given up
-- (what was closed will never be consigned, what is replaced will be once more)
with consigned as (
    select l.order_line_id, l.shipment_id, s.receivable_id, l.amount,
           l.amount + l.raised debt, l.replaced_amount again
    from shipment_line l join shipment s on s.id = l.shipment_id
    where s.state in ('CONSIGNED', 'FED_BACK', 'CONFIRMED', 'CONFIRMED_DIFF', 'REFUSED', 'LOST')
), due as (
    select o.id, sum(l.amount - coalesce(c.amount, 0) - coalesce(n.amount, 0)) amount
    from orders o join order_line l on l.order_id = o.id and not l.removed
         left join (select order_line_id, sum(amount - again) amount from consigned
                    group by 1) c on c.order_line_id = l.id
         left join (select order_line_id, sum(closed_amount) amount from note_line
                    join note on note.id = note_id and note.state <> 'VOID'
                    group by 1) n on n.order_line_id = l.id
    group by o.id
), ledger as (
    select order_id, sum(amount) filter (where bucket = 'R') r,
           sum(amount) filter (where bucket = 'E') e
    from exposure where bucket in ('R', 'E') group by order_id
)
select 'order' what, o.id
from orders o left join due on due.id = o.id left join ledger x on x.order_id = o.id
where o.reserved <> coalesce(x.r, 0) or o.earmarked <> -coalesce(x.e, 0)
   or o.reserved <> case when o.cash_basis then 0
           when o.state in ('WAIT_MA', 'WAIT_MGR', 'APPROVED', 'FIN_QUEUE', 'BILLED',
                            'HANDED_OVER') then coalesce(due.amount, 0)
           else 0 end
union all
select 'earmark', o.id
from orders o left join (select order_id, sum(amount) amount from earmark
                         group by 1) e on e.order_id = o.id
where o.earmarked <> coalesce(e.amount, 0)
union all
select 'receivable', d.id
from receivable d
     left join (select receivable_id, sum(amount) filter (where bucket = 'S') s,
                       sum(amount) filter (where bucket = 'I') i
                from exposure where bucket in ('S', 'I')
                group by 1) x on x.receivable_id = d.id
where (d.open_s, d.open_i) <> (coalesce(x.s, 0), coalesce(x.i, 0))
   or d.open_s + d.open_i <> d.amount - d.paid - d.credited - d.written_off
union all
select 'written off', d.id
from receivable d
where d.written_off > (select coalesce(sum(f.amount), 0) from write_off f
                       where f.receivable_id = d.id and f.state = 'DONE')
union all
select 'consigned', s.id
from shipment s
     left join (select shipment_id, sum(debt) amount from consigned
                group by 1) c on c.shipment_id = s.id
     left join receivable d on d.id = s.receivable_id
where (c.shipment_id is not null
       and (d.id is null or d.shipment_id is distinct from s.id or d.amount <> c.amount))
   or (c.shipment_id is null and d.id is not null)
union all
select 'returned', d.id
from receivable d join shipment_line l on l.shipment_id = d.shipment_id
group by d.id, d.credited having d.credited < sum(l.returned_amount);

-- I05 each verdict saw the exposure that the ledger shows at its place, and nothing came between verdict and entry
-- (the ids of an account's ledger grow in the order of its lock, so that another command's row
-- behind seen_id is a race)
with ledger as (
    select id, account_id, lag(id) over account prev,
           coalesce(sum(amount) filter (where bucket <> 'E') over account, 0) run
    from exposure
    window account as (partition by account_id order by id)
)
select v.id, v.order_id
from verdict v
     left join ledger s on s.id = v.seen_id
     left join ledger e on e.id = v.entry_id
where v.exposure <> coalesce(s.run, 0)
   or s.account_id <> v.account_id or e.account_id <> v.account_id
   or v.entry_id is not null and e.prev is distinct from v.seen_id
   or exists (select from exposure x where x.account_id = v.account_id
              and x.id > coalesce(v.seen_id, 0) and x.id < v.id >> 12 << 12);

-- I06 each stored verdict follows again from its stored facts and the parameters of its day by the decision table
select v.id, v.result
from verdict v join policy p on p.id = v.policy_id
where v.result <> case
    when v.cash_basis and v.funds < v.amount then 'CASH'
    when v.cash_basis then 'PASS'
    when v.overdue > 0 or (v.lim = 0 and v.amount > 0) then 'HOLD'
    when v.exposure + v.amount <= v.lim then 'PASS'
    when v.lim > 0 and (v.exposure::numeric + v.amount - v.lim) * 100
                       <= v.lim::numeric * p.over_pct then 'MANAGER'
    else 'HOLD' end
union all
-- a proposed limit likewise, from its inputs
select p.id, p.formula::text
from limit_proposal p join policy y on y.id = p.policy_id
     cross join lateral (select case
         when p.bad_debt > 0 then 5
         when p.due <= 0 then 3
         when p.in_time::numeric * 100 >= p.due::numeric * y.grade_1_pct then 1
         when p.in_time::numeric * 100 >= p.due::numeric * y.grade_2_pct then 2
         when p.in_time::numeric * 100 >= p.due::numeric * y.grade_3_pct then 3
         when p.in_time::numeric * 100 >= p.due::numeric * y.grade_4_pct then 4
         else 5 end grade) g
     cross join lateral (select (array[y.grade_1_factor, y.grade_2_factor, y.grade_3_factor,
         y.grade_4_factor, 0])[g.grade] factor) k
where (p.grade, p.grade_factor) is distinct from (g.grade, k.factor)
   or p.formula <> least(
       div(greatest(p.shipped, 0)::numeric * (p.term_days + y.buffer_days) * k.factor
           * (20000 + least(greatest(p.growth, y.growth_least_pct * 200), y.growth_most_pct * 200)),
           p.months::numeric * 30 * 100 * 20000 * y.limit_round) * y.limit_round,
       1000000000000 / y.limit_round * y.limit_round);

-- I07 whatever went beyond APPROVED carries the signatures that its verdict demanded, valid for version and content
select o.id, v.result, s.ma, s.cc53, s.tolerance, s.st
from orders o
     left join verdict v on v.id = o.verdict_id and v.order_id = o.id
     cross join lateral (
        select count(*) filter (where kind = 'MA') ma,
               count(*) filter (where kind = 'CC53') cc53,
               count(*) filter (where kind = 'TOLERANCE') tolerance,
               count(distinct role) filter (where kind = 'ST'
                                            and role in ('GM', 'DIR', 'DDIR')) st
        from signature
        where order_id = o.id and version = o.version and content_hash = o.content_hash
          and void_at is null) s
where o.state in ('APPROVED', 'FIN_QUEUE', 'BILLED', 'HANDED_OVER', 'CLOSED')
  and (v.id is null
       or not (s.st = 3
               or (v.result = 'PASS' and s.ma > 0)
               or (v.result = 'MANAGER' and s.ma > 0 and s.cc53 > 0)
               or (v.result = 'CASH' and s.ma > 0 and (o.tolerated = 0 or s.tolerance > 0))));

-- I08 nobody signs one order version twice for one matter, nor for two principals
select order_id, version, kind, 'signer' twice, signer_id person
from signature where void_at is null
group by order_id, version, kind, signer_id having count(*) > 1
union all
select order_id, version, kind, 'principal', coalesce(principal_id, signer_id)
from signature where void_at is null
group by order_id, version, kind, coalesce(principal_id, signer_id) having count(*) > 1;

-- I09 each act and signature lies within a role then held or a delegation then live, neither to oneself nor passed on
-- (an acting holder has his role from a delegation; a delegate acts in his principal's role; who
-- hands a role over from today on acted rightly today until then; a customer without a KAM is his
-- manager's, who then acts as KAM, R-086)
with act as (
    select 'event' what, id, op, role, actor_id actor, coalesce(principal_id, actor_id) principal,
           delegation_id, at
    from event
    union all
    select 'signature', id, null, role, signer_id, coalesce(principal_id, signer_id),
           delegation_id, at
    from signature where attested_by is null
), held as (
    select u.id, u.user_id, u.role given, c.covers role, coalesce(u.valid_from, '-infinity') since,
           coalesce(u.valid_to, 'infinity') until
    from user_role u join role_cover c on c.role = u.role
         or c.role = 'KAM' and c.covers = 'KAM' and u.role in ('UM', 'MM')
), doubtful as materialized (
    -- most acts lie days within their role: only the others' business date is worked out
    select a.*, business_date(a.at, a.id) on_day
    from act a
    where not exists (select from held h where h.user_id = a.principal and h.role = a.role
                      and h.since < (a.at at time zone 'UTC')::date
                      and h.until > (a.at at time zone 'UTC')::date)
)
select a.what, a.id
from doubtful a
where not exists (select from held h where h.user_id = a.principal and h.role = a.role
                  and h.since <= a.on_day
                  and (a.on_day <= h.until
                       or exists (select from user_role next where next.role = h.given
                                  and next.id > a.id and next.valid_from = h.until + 1
                                  and next.valid_from = a.on_day)))
  and not exists (select from delegation d
                  where d.kind = 'ACTING' and d.delegate_id = a.principal and d.role = a.role
                    and (d.valid_from is null or d.valid_from <= a.at)
                    and (d.valid_to is null or a.at < d.valid_to)
                    and (d.revoked_at is null or a.at < d.revoked_at))
union all
select a.what, a.id
from act a
where (a.actor <> a.principal or a.delegation_id is not null)
  and not exists (select from delegation d
                  where d.id = a.delegation_id and d.kind in ('SECRETARY', 'SUBSTITUTE')
                    and d.principal_id = a.principal and d.delegate_id = a.actor
                    and d.principal_id <> d.delegate_id and d.role = a.role
                    and (d.valid_from is null or d.valid_from <= a.at)
                    and (d.valid_to is null or a.at < d.valid_to)
                    and (d.revoked_at is null or a.at < d.revoked_at)
                    and (d.kind <> 'SECRETARY' or a.what <> 'signature'
                         or exists (select from away w where w.user_id = a.principal
                                    and (w.away_from is null or w.away_from <= a.at)
                                    and (w.away_to is null or a.at < w.away_to))))
union all
select a.what, a.id
from act a
where a.op is not null and exists (select from role_op)
  and not exists (select from role_op r where r.op = a.op and r.role = a.role)
union all
select 'attested', s.id
from signature s
where s.attested_by = s.signer_id
   or s.attested_by is not null and s.kind <> 'PAPER'
      and not exists (select from signature p
                      where p.order_id = s.order_id and p.version = s.version
                        and p.kind = 'PAPER' and p.id < s.id
                        and p.signer_id = s.signer_id and p.attested_by = s.attested_by)
union all
select 'consent', s.id
from signature s join delegation d on d.id = s.delegation_id
where d.kind = 'SECRETARY'
  and (s.consent_at is null or s.consent_by = '' or s.consent_at > s.at);

-- I10 conflicting duties on one order have different people; allowed exceptions carry their mark
select 'verify and approve' what, id
from orders where verified_by = approved_by
union all
select 'sign what one wrote', s.id
from signature s join orders o on o.id = s.order_id
where s.kind in ('MA', 'CC53', 'TOLERANCE', 'ST', 'QUOTA')
  and (s.signer_id in (o.keyed_by, o.checked_by)
       or exists (select from author a where a.order_id = o.id and a.user_id = s.signer_id
                                         and a.id < s.id))
  and (s.signer_id = coalesce(s.principal_id, s.signer_id) or not s.flagged)
union all
select 'pick and check', s.id
from shipment s join note n on n.id = s.note_id
     cross join lateral (select second_person, second_person_from from policy
                         where id < s.id order by id desc limit 1) p
where s.picked_by = s.checked_by and p.second_person and n.total >= p.second_person_from
union all
select 'raise a limit alone', d.id
from limit_decision d
     cross join lateral (select limit_pct from policy where id < d.id order by id desc limit 1) p
where d.state = 'IN_FORCE' and d.lim > d.was and d.opening_id is null
  and case when d.three then (select count(distinct s.signer_id) from limit_signature s
                              where s.limit_id = d.id) <> 3
      else (d.lim - d.base) * 100 > d.base * p.limit_pct and d.proposal_id is null end
union all
select 'accept a limit alone', d.id
from limit_decision d join limit_proposal r on r.id = d.proposal_id
     cross join lateral (select limit_pct from policy where id < d.id order by id desc limit 1) p
where r.account_id <> d.account_id or r.formula <> d.base
   or d.state = 'IN_FORCE' and not d.three and d.lim <> d.was
      and abs(d.lim - d.base) * 100 > d.base * p.limit_pct
union all
select 'record and decide a claim', c.id
from claim c
where c.seq > 0 and (c.recorded_by = c.consented_by
                     or c.state <> 'WITHDRAWN' and (c.decided_by = c.recorded_by
                                                    or c.consented_by = c.decided_by))
   or c.seq > 0 and c.state in ('ACCEPTED', 'SETTLED', 'FOUND') and c.consented_by is null
      -- with all that was accepted about the shipment before: a large claim is not cut up
      and (select sum(x.amount) from claim x
           where x.shipment_id = c.shipment_id and x.state in ('ACCEPTED', 'SETTLED', 'FOUND')
             and x.decided_at <= c.decided_at)
          > (select p.claim_small from policy p
                      where p.id < (select max(e.id) from event e where e.machine = 'CLAIM'
                                    and e.entity_id = c.id and e.op = 'claim.accept')
                      order by p.id desc limit 1)
union all
select 'propose and confirm parameters', c.id
from policy_change c
where c.state = 'IN_FORCE' and c.bound and coalesce(c.decided_by, c.made_by) = c.made_by
union all
select 'record and allocate', a.id
from allocation a join receipt r on r.id = a.receipt_id
     cross join lateral (select receipt_apart from policy
                         where id < a.id order by id desc limit 1) p
where a.amount > 0 and a.made_by = r.recorded_by and p.receipt_apart
  -- what was promised to the order pays at consignment by itself: nobody allocates it
  and not exists (select from event e where e.id between a.id >> 12 << 12
                  and (a.id >> 12 << 12) + 4095 and e.op = 'note.consign')
union all
select 'record and clear', r.id
from receipt r
where r.cleared_by = r.recorded_by
  and (select p.receipt_apart from policy p
       where p.id < (select max(e.id) from event e where e.machine = 'RECEIPT'
                     and e.entity_id = r.id and e.op = 'receipt.clear')
       order by p.id desc limit 1)
union all
select 'ask and pay a refund', f.id
from refund f where f.state = 'PAID' and f.asked_by = f.decided_by;

-- I11 transitions are in the table, join without a gap, and the last is the current state
-- (a step that leaves the state as it is needs no road)
with road as (
    select id, machine, entity_id, seq, from_state, to_state,
           lag(to_state::text, 1, '') over w before, row_number() over w place
    from event where machine not in ('MASTER', 'RECEIPT')
    window w as (partition by machine, entity_id order by seq)
), last as (
    select distinct on (machine, entity_id) machine, entity_id, seq, to_state
    from road order by machine, entity_id, seq desc
), paper as (
    select 'ORDER' machine, id, state::text, seq from orders
    union all select 'NOTE', id, state, seq from note
    union all select 'SHIPMENT', id, state, seq from shipment
    union all select 'RECEIVABLE', id, state, seq from receivable
    union all select 'CLAIM', id, state, seq from claim where seq > 0 -- 0: before there were any
    union all select 'CARRIER', id, state, seq from carrier_claim
    union all select 'RETURN', id, state, seq from goods_return
    union all select 'PROBLEM', id, state, seq from problem
)
select 'not in the table' what, r.id
from road r
where exists (select from flow f where f.machine = r.machine)
  and not exists (select from flow f where (f.machine, f.from_state, f.to_state)
                                           = (r.machine, r.from_state, r.to_state))
  and not (r.from_state = r.to_state and r.seq > 1)
union all
select 'does not join', id from road where from_state <> before or seq <> place
union all
select 'not the current state', coalesce(p.id, l.entity_id)
from paper p full join last l on l.machine = p.machine and l.entity_id = p.id
where (p.state, p.seq) is distinct from (l.to_state::text, l.seq);

-- I12 a quota cell's use is the sum of its entries, within the allotment; a controlled line is booked in every cell that covers it
-- (every cell that was there at its last check, as customer and product were then; what was
-- returned may have been given back)
with booked as (
    select cell_id, order_line_id, sum(qty) qty from quota_entry group by 1, 2
), line as (
    select l.id, l.product_id, o.customer_id, o.quota_month, o.quota_held,
           (select max(e.id) from event e where e.order_id = o.id and e.step = 'AC'
            and e.machine = 'ORDER' and e.from_state = e.to_state) checked,
           l.removed, l.granted - l.closed most,
           l.granted - l.closed - coalesce((select sum(s.returned) from shipment_line s
                                            where s.order_line_id = l.id), 0) least
    from order_line l join orders o on o.id = l.order_id
)
select 'cell' what, q.id
from quota_cell q left join quota_entry e on e.cell_id = q.id
group by q.id, q.used, q.allotted
having q.used <> coalesce(sum(e.qty), 0) or q.used < 0 or q.used > q.allotted
union all
select 'line', b.order_line_id
from booked b join line l on l.id = b.order_line_id
     join quota_cell q on q.id = b.cell_id
where case when l.quota_held and not l.removed and q.month = l.quota_month
           then b.qty not between l.least and l.most else b.qty <> 0 end
union all
select 'not booked', l.id
from line l join product p on p.id = l.product_id join customer c on c.id = l.customer_id
     join quota_cell q on q.month = l.quota_month
          and (q.product_id = p.id or (q.product_id is null and q.class <> ''
                                       and q.class = p.class))
          and (q.holder = 'CUSTOMER' and q.holder_id = c.id
               or q.holder = 'AREA' and q.holder_id = c.area_id)
     left join booked b on b.cell_id = q.id and b.order_line_id = l.id
where l.quota_held and not l.removed and l.least > 0 and b.cell_id is null
  and q.id < l.checked >> 12 << 12
  and not exists (select from event e where e.seq = 0 and e.id > l.checked
                  and e.entity_id in (l.customer_id, l.product_id));

-- I13 0 <= granted <= ordered; amounts are quantity x price rounded once; totals are the sums of their lines
select 'line' what, id
from order_line
where granted < 0 or granted > ordered or closed < 0 or closed > granted
   or amount not in (line_amount(granted, price, price_per),
                     case when granted = 0 then line_amount(ordered, price, price_per)
                          else line_amount(granted, price, price_per) end)
union all
select 'order', o.id
from orders o left join order_line l on l.order_id = o.id and not l.removed
group by o.id, o.total having o.total <> coalesce(sum(l.amount), 0)
union all
select 'invoice', v.id
from invoice v left join invoice_line l on l.invoice_id = v.id
group by v.id, v.total, v.tax
having v.total <> coalesce(sum(l.amount), 0) or v.tax <> coalesce(sum(l.tax), 0);

-- I14 stock and quarantine are the sums of their movements; 0 <= reserved <= on hand, and reserved is what unissued shipments hold
select coalesce(s.product_id, m.product_id) product_id,
       coalesce(s.warehouse_id, m.warehouse_id) warehouse_id
from stock s
     full join (select product_id, warehouse_id,
                       sum(qty) filter (where not quarantine) qty,
                       sum(qty) filter (where quarantine) quarantine
                from stock_move group by 1, 2) m using (product_id, warehouse_id)
     full join (select l.product_id, h.warehouse_id, sum(l.qty) qty
                from shipment_line l join shipment h on h.id = l.shipment_id
                where h.state in ('ALLOCATED', 'PICKED', 'CHECKED')
                group by 1, 2) a using (product_id, warehouse_id)
where coalesce(s.on_hand, 0) <> coalesce(m.qty, 0)
   or coalesce(s.reserved, 0) <> coalesce(a.qty, 0)
   or coalesce(s.quarantine, 0) <> coalesce(m.quarantine, 0) or s.quarantine < 0
   or s.reserved < 0 or s.reserved > s.on_hand;

-- I15 nothing ships twice: one movement per issued line, issued <= note, notes <= granted; what is returned came back, or is awaited
select 'issue' what, l.id
from shipment_line l
     join shipment s on s.id = l.shipment_id
     left join stock_move m on m.shipment_line_id = l.id and m.kind in ('ISSUE', 'UNISSUE')
group by l.id, l.qty, l.issued, s.state
having coalesce(sum(m.qty), 0) <> case when l.issued then -l.qty else 0 end
    or l.issued <> (s.state in ('ISSUED', 'CONSIGNED', 'FED_BACK', 'CONFIRMED',
                                'CONFIRMED_DIFF', 'REFUSED', 'LOST'))
union all
select 'note', n.id
from note_line n
     join shipment_line l on l.note_line_id = n.id
     join shipment s on s.id = l.shipment_id and s.state <> 'VOIDED'
group by n.id, n.qty
having sum(l.qty - l.replaced) > n.qty
union all
select 'back', l.id
from shipment_line l
     left join (select shipment_line_id, sum(qty) qty from stock_move where kind = 'RETURN'
                group by 1) m on m.shipment_line_id = l.id
     left join (select x.shipment_line_id, sum(x.qty) qty
                from claim_line x join claim c on c.id = x.claim_id
                where c.state = 'ACCEPTED' and x.kind in ('DAMAGED', 'WRONG')
                group by 1) w on w.shipment_line_id = l.id
where l.returned <> coalesce(m.qty, 0) + coalesce(w.qty, 0)
union all
select 'found', m.shipment_line_id
from stock_move m
where m.kind = 'FOUND'
group by m.shipment_line_id
having sum(m.qty) > coalesce((select sum(x.qty) from claim_line x join claim c on c.id = x.claim_id
                              where x.shipment_line_id = m.shipment_line_id and x.kind = 'LOST'
                                and c.state in ('SETTLED', 'FOUND')), 0)
union all
select 'granted', l.id
from order_line l
     join note_line n on n.order_line_id = l.id
     join note h on h.id = n.note_id and h.state <> 'VOID'
group by l.id, l.granted
having sum(n.qty) > l.granted
union all
select 'elsewhere', l.id
from shipment_line l
     join note_line n on n.id = l.note_line_id
     join shipment s on s.id = l.shipment_id
where n.order_line_id <> l.order_line_id or n.note_id <> s.note_id
   or n.product_id <> l.product_id;

-- I16 nothing is billed twice or unissued: invoiced <= issued - returned; returned <= issued; a line costs what it was issued for and corrected to; opening items have their own branch
select 'shipment line' what, l.id
from shipment_line l
     left join (select shipment_line_id, sum(qty) qty, sum(amount) amount from invoice_line
                group by 1) v on v.shipment_line_id = l.id
where l.invoiced <> coalesce(v.qty, 0) or l.invoiced_amount <> coalesce(v.amount, 0)
   or l.invoiced < 0 or l.invoiced + l.returned > l.qty or l.returned > l.qty
   or not l.issued and (l.invoiced > 0 or l.returned > 0)
union all
select 'claimed', l.id
from shipment_line l join shipment s on s.id = l.shipment_id
     left join (select x.shipment_line_id,
                       sum(x.amount) filter (where x.worth <= x.was) amount,
                       sum(x.worth - x.was) filter (where x.worth > x.was) raised,
                       sum(x.qty) filter (where c.remedy not in ('REDUCE', 'CORRECT')) qty,
                       sum(x.qty) filter (where c.remedy = 'REPLACE') again,
                       sum(x.amount) filter (where c.remedy = 'REPLACE') again_amount
                from claim_line x join claim c on c.id = x.claim_id
                where c.state in ('ACCEPTED', 'SETTLED', 'FOUND')
                group by 1) c on c.shipment_line_id = l.id
     left join (select x.shipment_line_id,
                       sum(x.accepted) filter (where r.received_by is not null) qty,
                       sum(x.amount) filter (where r.received_by is not null) amount,
                       sum(x.accepted) filter (where r.received_by is null) coming
                from goods_return_line x join goods_return r on r.id = x.return_id
                where r.state not in ('REFUSED', 'WITHDRAWN')
                group by 1) b on b.shipment_line_id = l.id
where (l.raised, l.returned, l.returned_amount, l.replaced, l.replaced_amount)
      <> (coalesce(c.raised, 0),
          case s.state when 'REFUSED' then l.qty
                       else coalesce(c.qty, 0) + coalesce(b.qty, 0) end,
          case s.state when 'REFUSED' then l.amount + l.raised
                       else coalesce(c.amount, 0) + coalesce(b.amount, 0) end,
          coalesce(c.again, 0), coalesce(c.again_amount, 0))
   or l.returned + coalesce(b.coming, 0) > l.qty
union all
select 'return', r.id
from goods_return r left join goods_return_line x on x.return_id = r.id
     left join shipment_line l on l.id = x.shipment_line_id
     join shipment s on s.id = r.shipment_id
     left join document d on d.id = r.document_id
     left join document v on v.reverses_id = d.id
group by r.id, r.amount, r.state, r.shipment_id, r.note_id, r.order_id, r.account_id, s.note_id,
         s.order_id, s.account_id, d.id, d.series, d.total, v.id
having r.amount <> coalesce(sum(x.amount), 0)
    or bool_or(l.shipment_id is distinct from r.shipment_id or l.product_id <> x.product_id)
    or (r.note_id, r.order_id, r.account_id) <> (s.note_id, s.order_id, s.account_id)
    or bool_or(x.good + x.scrap <> case r.state when 'SETTLED' then x.accepted else 0 end)
    or (d.series, d.total) <> ('RO', -r.amount)
    or d.id is not null and (v.id is not null) <> (r.state in ('REFUSED', 'WITHDRAWN'))
union all
select 'claim', c.id
from claim c left join claim_line x on x.claim_id = c.id
     left join shipment_line l on l.id = x.shipment_line_id
     join shipment s on s.id = c.shipment_id
group by c.id, c.amount, c.shipment_id, c.note_id, c.order_id, c.account_id, s.note_id, s.order_id,
         s.account_id
having c.amount <> coalesce(sum(x.amount), 0)
    or bool_or(l.shipment_id is distinct from c.shipment_id or l.product_id <> x.product_id)
    or (c.note_id, c.order_id, c.account_id) <> (s.note_id, s.order_id, s.account_id)
union all
select 'corrected', x.id
from claim_line x join claim c on c.id = x.claim_id
where (c.remedy = 'CORRECT') <> (x.worth > 0) or x.worth > x.was and c.agreed = ''
   or c.remedy = 'CORRECT' and (x.kind <> 'PRICE' or x.amount <> abs(x.worth - x.was)
                                or x.amount = 0 or c.goods <> '')
union all
select 'open claims', o.id
from orders o left join claim c on c.order_id = o.id
                                   and c.state in ('OPEN', 'CONSENTED', 'ACCEPTED')
group by o.id, o.claims, o.state
having o.claims <> count(c.id)
    or o.state = 'CLOSED' and coalesce(bool_or(c.state = 'ACCEPTED'), false)
union all
select 'receivable', d.id
from receivable d
     left join (select receivable_id, sum(amount) amount from invoice_line
                group by 1) v on v.receivable_id = d.id
where d.invoiced - d.invoiced_before <> coalesce(v.amount, 0)
   or d.invoiced < 0 or d.invoiced > d.amount
union all
select 'issued anew', v.id
from invoice v
     left join invoice o on o.id = v.replaces_id
     left join (select reverses_id, sum(total) total, sum(tax) tax from invoice
                where reverses_id is not null group by 1) r on r.reverses_id = v.replaces_id
where v.replaces_id is not null
  and ((o.total + r.total, o.tax + r.tax) is distinct from (0::numeric, 0::numeric)
       or (v.customer_id, v.account_id, v.title) is distinct from (o.customer_id, o.account_id, o.title)
       or v.reverses_id is not null)
union all
select 'invoice line', v.id
from invoice_line v
     left join receivable d on d.id = v.receivable_id
     left join shipment_line l on l.id = v.shipment_line_id
where case d.kind when 'GOODS' then l.id is null or l.shipment_id <> d.shipment_id
                  when 'OPENING' then v.shipment_line_id is not null or d.invoiced_before > 0
                  else true end;

-- I17 a receipt is its allocations, its earmarks and its free money; nothing is over-allocated
select 'receipt' what, r.id
from receipt r
     left join (select receipt_id, sum(amount) amount from allocation
                group by 1) a on a.receipt_id = r.id
     left join (select receipt_id, sum(amount) amount from earmark
                group by 1) e on e.receipt_id = r.id
     left join (select receipt_id, account_id, sum(amount) filter (where bucket = 'D') d,
                       sum(amount) filter (where bucket = 'E') e
                from exposure where bucket in ('D', 'E') group by 1, 2) x
         on x.receipt_id = r.id and x.account_id = r.account_id
     left join (select receipt_id, sum(amount) amount from refund
                where state = 'PAID' group by 1) f on f.receipt_id = r.id
where r.refunded <> coalesce(f.amount, 0) or r.allocated <> coalesce(a.amount, 0)
   or r.earmarked <> coalesce(e.amount, 0)
   or r.free < 0 or r.earmarked < 0 or r.allocated < 0
   or r.free + r.earmarked + r.allocated + r.refunded
      <> case r.state when 'OPEN' then r.amount else 0 end
   or r.cleared_on is null and (a.receipt_id is not null or e.receipt_id is not null
                                or x.receipt_id is not null)
   or r.account_id is null and (r.customer_id is not null or r.claimed_by is not null
                                or a.receipt_id is not null or e.receipt_id is not null)
   or r.account_id is not null
      and (r.free, r.earmarked) <> (-coalesce(x.d, 0), -coalesce(x.e, 0))
union all -- of money that waits in the pool, or was claimed again, nothing is left elsewhere
select 'astray', r.id
from exposure x join receipt r on r.id = x.receipt_id
where x.account_id is distinct from r.account_id
group by r.id, x.account_id, x.bucket
having sum(x.amount) <> 0 or x.bucket <> 'D'
union all
select 'receivable', d.id
from receivable d left join allocation a on a.receivable_id = d.id
group by d.id, d.paid, d.amount
having d.paid <> coalesce(sum(a.amount), 0) or d.paid > d.amount
union all
select 'taken back', a.id
from allocation a join allocation b on b.reverses_id = a.id
group by a.id, a.amount, a.receipt_id, a.receivable_id
having sum(b.amount) < -a.amount
    or bool_or((b.receipt_id, b.receivable_id) <> (a.receipt_id, a.receivable_id))
union all
select 'refund', f.id
from refund f join receipt r on r.id = f.receipt_id left join document d on d.id = f.document_id
where (f.no::text, f.account_id, f.customer_id)
      is distinct from (r.no::text, r.account_id, r.customer_id)
   or (f.state = 'PAID') <> (d.id is not null)
   or d.id is not null and (d.series <> 'RF' or d.total <> -f.amount);

-- I18 legal numbers run 1 to n without gap or double, in order of posting, one document each
with numbers as (
    select series, period, count(*) n, count(distinct no) different, max(no) last
    from document group by series, period
)
select 'gap' what, series || period number
from numbers where n <> last or different <> last
union all
select 'counter', c.series || c.period
from counter c left join numbers n on n.series = c.series and n.period = c.period
where c.last_no <> coalesce(n.last, 0)
   or exists (select from numbers x where x.series = c.series and x.period > c.period)
union all
select 'no counter', n.series || n.period
from numbers n where not exists (select from counter c where c.series = n.series)
union all
select 'order of posting', number
from (select number, posted_at,
             lag(posted_at) over (partition by series order by period, no) before
      from document) x
where posted_at < before
union all
select 'document of ' || p.what, p.no
from (select 'note' what, no, document_id, 'DN' series from note
      union all select 'invoice', no, document_id,
                       case when reverses_id is null then 'IV' else 'RI' end from invoice
      union all select 'receipt', no, document_id, 'RC' from receipt
                where document_id is not null
      union all select 'shipment', outbound_no, document_id, 'OB' from shipment
                where document_id is not null) p
     left join document d on d.id = p.document_id
where (d.series::text, d.number::text) is distinct from (p.series, p.no::text)
union all
select 'paper of', d.number
from document d
where d.series = 'DN' and not exists (select from note n where n.document_id = d.id)
   or d.series in ('IV', 'RI')
      and not exists (select from invoice v where v.document_id = d.id);

-- I19 a posted document's bytes still match their hash; it is reversed at most once, by its exact negative
select 'bytes' what, number
from document where sha256 <> encode(sha256(convert_to(body::text, 'UTF8')), 'hex')
union all
select 'reversed twice', min(number::text)
from document where reverses_id is not null group by reverses_id having count(*) > 1
union all
select 'not the negative', r.number
from document r left join document d on d.id = r.reverses_id
where r.reverses_id is not null and d.total is distinct from -r.total;

-- I20 the sealed log is dense and each link fits
select no
from (select s.no, s.hash, e,
             lag(s.hash) over w before, row_number() over w place
      from event_seal s left join event e on e.id = s.event_id
      window w as (order by s.no)) x
where no <> place or hash is distinct from event_hash(before, e);

-- I21 every anchor kept elsewhere is still found in the log
select a.no
from anchor a left join event_seal s using (no, hash)
where s.no is null;

-- I22 events and log tell the same story: once sealing goes on, no settled event stays out
select e.id
from event e
     join command c on c.id = e.command_id
     left join event_seal s on s.event_id = e.id
where s.no is null
  and c.recorded_at < (select max(sealed_at) from event_seal) - interval '1 minute'
union all
select s.event_id
from event_seal s left join event e on e.id = s.event_id
where e.id is null;
