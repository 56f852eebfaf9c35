-- Returns: goods that a customer brings back of a shipment, applied for, confirmed, verified,
-- examined, reviewed, and received by a red outbound order (R-176 to R-183).
set local role osb_owner;
set local search_path = osb;

-- As in 0028: the seal's function lets go of the machine's domain, and is as it was behind it.
create or replace function event_hash(before bytea, e event) returns bytea
    language sql immutable parallel safe as 'select null::bytea';
alter domain machine drop constraint machine_check;
alter domain machine add constraint machine_check check (value in ('', 'ORDER', 'NOTE',
    'SHIPMENT', 'RECEIVABLE', 'RECEIPT', 'MASTER', 'CLAIM', 'CARRIER', 'RETURN'));
create or replace function event_hash(before bytea, e event) returns bytea
    language sql immutable parallel safe
    return sha256(coalesce(before, '\x00'::bytea) || convert_to(concat_ws(chr(31),
        e.id, (extract(epoch from e.at) * 1000000)::bigint, e.command_id, e.op, e.machine,
        e.entity_id, e.seq, coalesce(e.order_id, 0), e.step, e.from_state, e.to_state,
        e.outcome, e.rule, e.actor_id, coalesce(e.principal_id, 0),
        coalesce(e.delegation_id, 0), e.role, e.version, e.remark, e.numbers,
        (extract(epoch from e.due_at) * 1000000)::bigint), 'UTF8'));

create domain return_state as text check (value in ('', 'APPLIED', 'CONFIRMED', 'TO_EXAMINE',
    'VERIFIED', 'REVIEWED', 'ISSUED', 'RECEIVED', 'SETTLED', 'REFUSED', 'WITHDRAWN'));
create domain return_why as text check (value in ('', 'QUALITY', 'DOUBT', 'SURPLUS', 'WRONG',
    'OTHER'));
create domain authenticity as text check (value in ('', 'GENUINE', 'FAULTY', 'NOT_GENUINE'));

create table goods_return (
    id           bigint primary key,
    no           line_text not null default '',
    order_id     bigint not null references orders deferrable initially deferred,
    account_id   bigint not null references credit_account deferrable initially deferred,
    note_id      bigint not null references note deferrable initially deferred,
    shipment_id  bigint not null references shipment deferrable initially deferred,
    state        return_state not null,
    why          return_why not null,
    amount       bigint not null,
    reason       prose not null default '',
    applied_by   bigint not null references app_user deferrable initially deferred,
    applied_at   timestamptz not null,
    confirmed_by bigint references app_user deferrable initially deferred,
    confirmed_at timestamptz,
    verified_by  bigint references app_user deferrable initially deferred,
    verified_at  timestamptz,
    examined_by  bigint references app_user deferrable initially deferred,
    examined_at  timestamptz,
    finding      prose not null default '',
    reviewed_by  bigint references app_user deferrable initially deferred,
    reviewed_at  timestamptz,
    issued_by    bigint references app_user deferrable initially deferred,
    issued_at    timestamptz,
    document_id  bigint references document deferrable initially deferred,
    received_by  bigint references app_user deferrable initially deferred,
    received_at  timestamptz,
    ended_by     bigint references app_user deferrable initially deferred,
    ended_at     timestamptz,
    answer       prose not null default '',
    seq          bigint not null,
    constraint goods_return_no_once unique (no),
    constraint goods_return_given check (no <> '' and state <> '' and why <> '' and amount >= 0),
    constraint goods_return_dated check ((confirmed_by is null) = (confirmed_at is null)
        and (verified_by is null) = (verified_at is null)
        and (examined_by is null) = (examined_at is null)
        and (reviewed_by is null) = (reviewed_at is null)
        and (issued_by is null) = (issued_at is null)
        and (received_by is null) = (received_at is null)
        and (ended_by is null) = (ended_at is null)),
    constraint goods_return_three_people check (confirmed_by <> applied_by
        and reviewed_by <> applied_by and reviewed_by <> confirmed_by),
    -- each step stands on the one before; what is dropped may have missed some
    constraint goods_return_step_by_step check (state in ('APPLIED', 'REFUSED', 'WITHDRAWN')
        or confirmed_by is not null and (state = 'CONFIRMED'
        or verified_by is not null and (state = 'TO_EXAMINE'
        or (examined_by is not null or why not in ('QUALITY', 'DOUBT')) and (state = 'VERIFIED'
        or reviewed_by is not null and (state = 'REVIEWED' or issued_by is not null))))),
    constraint goods_return_red_order check ((issued_by is null) = (document_id is null)),
    constraint goods_return_received check ((received_by is not null)
        = (state in ('RECEIVED', 'SETTLED'))),
    constraint goods_return_ended check ((ended_by is not null)
        = (state in ('SETTLED', 'REFUSED', 'WITHDRAWN')))
);
create index on goods_return (order_id);
create index on goods_return (account_id);
create index on goods_return (note_id);
create index on goods_return (shipment_id);
create index on goods_return (document_id);
create index on goods_return (applied_by);
create index on goods_return (confirmed_by);
create index on goods_return (verified_by);
create index on goods_return (examined_by);
create index on goods_return (reviewed_by);
create index on goods_return (issued_by);
create index on goods_return (received_by);
create index on goods_return (ended_by);
create index goods_return_open on goods_return (applied_at)
    where state not in ('SETTLED', 'REFUSED', 'WITHDRAWN');

create table goods_return_line (
    id               bigint primary key,
    return_id        bigint not null references goods_return deferrable initially deferred,
    shipment_line_id bigint not null references shipment_line deferrable initially deferred,
    product_id       bigint not null references product deferrable initially deferred,
    qty              bigint not null,
    accepted         bigint not null,
    authenticity     authenticity not null,
    amount           bigint not null,
    good             bigint not null,
    scrap            bigint not null,
    constraint goods_return_line_once unique (return_id, shipment_line_id),
    constraint goods_return_line_sane check (qty > 0 and accepted between 0 and qty
        and amount >= 0 and (accepted > 0 or amount = 0)),
    constraint goods_return_line_sorted check (good >= 0 and scrap >= 0
        and good + scrap <= accepted),
    constraint goods_return_line_genuine check (authenticity <> 'NOT_GENUINE' or accepted = 0)
);
create index on goods_return_line (shipment_line_id);
create index on goods_return_line (product_id);

-- ---- guards ----
create trigger no_delete before delete or truncate on goods_return
    for each statement execute function never_done();
create trigger no_delete before delete or truncate on goods_return_line
    for each statement execute function never_done();
create trigger frozen before update on goods_return for each row
    when ((old.id, old.no, old.order_id, old.account_id, old.note_id, old.shipment_id, old.why,
           old.reason, old.applied_by, old.applied_at)
          is distinct from
          (new.id, new.no, new.order_id, new.account_id, new.note_id, new.shipment_id, new.why,
           new.reason, new.applied_by, new.applied_at))
    execute function never_changed();
-- what a red order says is what is credited
create trigger stays_issued before update on goods_return for each row
    when (old.document_id is not null
          and (new.document_id, new.amount) is distinct from (old.document_id, old.amount))
    execute function never_changed();
create trigger frozen before update on goods_return_line for each row
    when ((old.id, old.return_id, old.shipment_line_id, old.product_id, old.qty)
          is distinct from (new.id, new.return_id, new.shipment_line_id, new.product_id, new.qty))
    execute function never_changed();
create trigger only_shrinks before update on goods_return_line for each row
    when (new.accepted > old.accepted or new.amount > old.amount)
    execute function never_changed();
create constraint trigger state_has_event after insert or update of state, seq on goods_return
    deferrable initially deferred for each row execute function state_has_event('RETURN');

-- R-177, T48: what came back of a line and what returns still bring is at most what was shipped.
create function return_within() returns trigger language plpgsql as $$
declare
    over bigint := (select l.returned - l.qty + coalesce(sum(x.accepted), 0)
                    from osb.shipment_line l
                         left join (osb.goods_return_line x join osb.goods_return r
                                    on r.id = x.return_id and r.state not in ('RECEIVED',
                                        'SETTLED', 'REFUSED', 'WITHDRAWN'))
                         on x.shipment_line_id = l.id
                    where l.id = new.shipment_line_id group by l.id);
begin
    if over > 0 then
        perform osb.violated('goods_return_line_within', 'goods_return_line',
            format('%s more of line %s come back than were shipped', over,
                   new.shipment_line_id));
    end if;
    return null;
end
$$;
create constraint trigger within after insert on goods_return_line
    deferrable initially deferred for each row execute function return_within();
revoke all on function return_within from public;

revoke all on goods_return, goods_return_line from public;
grant select on goods_return, goods_return_line to osb_app, osb_read;
grant insert, update on goods_return, goods_return_line to osb_app;

-- Whom a return waits for, where it is one person: the area's manager, then the customer's leader.
create function return_waits_for(r goods_return, c customer) returns bigint
    language sql stable
    return case r.state
        when 'APPLIED' then coalesce(assigned_to(c.area_id, '{UM}'),
                                     assigned_to(c.market_id, '{MM}'))
        when 'CONFIRMED' then r.applied_by
        when 'VERIFIED' then coalesce(assigned_to(c.id, '{GM,DIR,DDIR}'),
                                      assigned_to(c.market_id, '{GM,DIR,DDIR}')) end;
revoke all on function return_waits_for from public;
grant execute on function return_waits_for to osb_app, osb_read;
