-- When each step was due, kept from the first day (R-271). An order's due_at is that of its state
-- and goes with it; its event keeps it. op_due_at is the target of the whole OP (R-121): note
-- printed and with storage-transport.
set local role osb_owner;
set local search_path = osb;

alter table orders add column op_due_at timestamptz;
alter table orders disable trigger user;
update orders set op_due_at = due_at
    where state in ('QUOTA_CHOICE', 'WAIT_MA', 'WAIT_MGR', 'WAIT_FUNDS', 'APPROVED', 'FIN_QUEUE',
                    'BILLED');
update orders set op_due_at = (((business_day + p.close_min * interval '1 minute')
        - p.utc_offset_min * interval '1 minute') at time zone 'UTC')
    from (select close_min, utc_offset_min from policy order by id desc limit 1) p
    where op_due_at is null and arrival is not null and business_day is not null;
alter table orders enable trigger user;

-- When what the event began is due; of an event that moves nothing, what goes on.
alter table event add column due_at timestamptz;

-- The seal covers it. concat_ws passes over a null, so that what was sealed before keeps its hash.
create or replace function event_hash(before bytea, e event) returns bytea
    language sql immutable parallel safe
    return sha256(coalesce(before, '\x00'::bytea) || convert_to(concat_ws(chr(31),
        e.id, (extract(epoch from e.at) * 1000000)::bigint, e.command_id, e.op, e.machine,
        e.entity_id, e.seq, coalesce(e.order_id, 0), e.step, e.from_state, e.to_state,
        e.outcome, e.rule, e.actor_id, coalesce(e.principal_id, 0),
        coalesce(e.delegation_id, 0), e.role, e.version, e.remark, e.numbers,
        (extract(epoch from e.due_at) * 1000000)::bigint), 'UTF8'));
