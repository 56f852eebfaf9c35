-- Claims about delivered goods: recorded by one, accepted by others, then posted (R-014, R-140,
-- R-182); what is claimed from the carrier (R-370); goods that came back lie in quarantine.
set local role osb_owner;
set local search_path = osb;

-- The seal's function reads a machine and would hold its domain: a text in its place lets go,
-- and behind the change it is as it was (0021).
create or replace function event_hash(before bytea, e event) returns bytea
    language sql immutable parallel safe as 'select null::bytea';
alter domain machine drop constraint machine_check;
alter domain machine add constraint machine_check check (value in ('',
    'ORDER', 'NOTE', 'SHIPMENT', 'RECEIVABLE', 'RECEIPT', 'MASTER', 'CLAIM', 'CARRIER'));
create or replace function event_hash(before bytea, e event) returns bytea
    language sql immutable parallel safe
    return sha256(coalesce(before, '\x00'::bytea) || convert_to(concat_ws(chr(31),
        e.id, (extract(epoch from e.at) * 1000000)::bigint, e.command_id, e.op, e.machine,
        e.entity_id, e.seq, coalesce(e.order_id, 0), e.step, e.from_state, e.to_state,
        e.outcome, e.rule, e.actor_id, coalesce(e.principal_id, 0),
        coalesce(e.delegation_id, 0), e.role, e.version, e.remark, e.numbers,
        (extract(epoch from e.due_at) * 1000000)::bigint), 'UTF8'));
alter domain move_kind drop constraint move_kind_check;
alter domain move_kind add constraint move_kind_check check (value in ('',
    'OPENING', 'IN', 'ADJUST', 'ISSUE', 'UNISSUE', 'RETURN', 'RELEASE', 'WRITE_OFF'));
create domain claim_state as text check (value in ('',
    'OPEN', 'CONSENTED', 'ACCEPTED', 'SETTLED', 'REFUSED'));
create domain goods_way as text check (value in ('', 'BACK', 'LEFT'));
create domain carrier_state as text check (value in ('', 'OPEN', 'PAID', 'REFUSED', 'DROPPED'));

-- Up to this amount one manager accepts a claim.
alter table policy add column claim_small bigint not null default 50000
    constraint policy_claim_small check (claim_small >= 0);
alter table policy alter column claim_small drop default;

alter table stock add column quarantine bigint not null default 0
    constraint stock_quarantine_not_negative check (quarantine >= 0);
alter table stock alter column quarantine drop default;

alter table stock_move
    add column quarantine boolean not null default false,
    drop constraint stock_move_sign_fits,
    add constraint stock_move_sign_fits check (kind <> '' and case
        when kind in ('ISSUE', 'WRITE_OFF') then qty < 0
        when kind = 'ADJUST' then qty <> 0
        when kind = 'RELEASE' then qty <> 0 and quarantine = (qty < 0)
        else qty > 0 end),
    add constraint stock_move_in_quarantine
        check (case when kind = 'WRITE_OFF' then quarantine
                    when kind in ('RETURN', 'RELEASE') then true else not quarantine end),
    drop constraint stock_move_adjust_has_reason,
    add constraint stock_move_adjust_has_reason
        check (kind not in ('ADJUST', 'WRITE_OFF', 'RELEASE') or reason <> '');
alter table stock_move alter column quarantine drop default;

create table claim (
    id           bigint primary key,
    no           line_text not null default '',
    order_id     bigint not null references orders deferrable initially deferred,
    account_id   bigint not null references credit_account deferrable initially deferred,
    note_id      bigint not null references note deferrable initially deferred,
    shipment_id  bigint not null references shipment deferrable initially deferred,
    state        claim_state not null,
    remedy       claim_action not null,
    amount       bigint not null,
    reason       prose not null default '',
    recorded_by  bigint not null references app_user deferrable initially deferred,
    recorded_at  timestamptz not null,
    consented_by bigint references app_user deferrable initially deferred,
    consented_at timestamptz,
    decided_by   bigint references app_user deferrable initially deferred,
    decided_at   timestamptz,
    goods        goods_way not null,
    answer       prose not null default '',
    settled_at   timestamptz,
    seq          bigint not null,
    constraint claim_no_once unique (no),
    constraint claim_given check (no <> '' and state <> '' and remedy <> '' and amount >= 0),
    constraint claim_consent_whole check ((consented_by is null) = (consented_at is null)
        and (state <> 'CONSENTED' or consented_by is not null)),
    constraint claim_decision_whole check ((decided_by is null) = (decided_at is null)
        and (decided_by is null) = (state in ('OPEN', 'CONSENTED'))),
    constraint claim_settled_is_dated
        check ((settled_at is null) = (state in ('OPEN', 'CONSENTED', 'ACCEPTED'))),
    constraint claim_waits_for_goods check (state <> 'ACCEPTED' or goods = 'BACK'),
    -- seq 0: posted by one person, before claims were accepted
    constraint claim_two_people check (seq = 0 or decided_by <> recorded_by),
    constraint claim_consent_of_another
        check (consented_by <> recorded_by and consented_by <> decided_by)
);
create index on claim (order_id);
create index on claim (account_id);
create index on claim (note_id);
create index on claim (shipment_id);
create index on claim (recorded_by);
create index on claim (consented_by);
create index on claim (decided_by);
create index claim_open on claim (recorded_at) where state in ('OPEN', 'CONSENTED', 'ACCEPTED');

create table claim_line (
    id               bigint primary key,
    claim_id         bigint not null references claim deferrable initially deferred,
    shipment_line_id bigint not null references shipment_line deferrable initially deferred,
    product_id       bigint not null references product deferrable initially deferred,
    kind             diff_kind not null,
    qty              bigint not null,
    amount           bigint not null,
    constraint claim_line_once unique (claim_id, shipment_line_id),
    constraint claim_line_sane check (kind <> '' and qty > 0 and amount >= 0)
);
create index on claim_line (shipment_line_id);
create index on claim_line (product_id);

create table carrier_claim (
    id          bigint primary key,
    no          line_text not null default '',
    order_id    bigint not null references orders deferrable initially deferred,
    account_id  bigint not null references credit_account deferrable initially deferred,
    shipment_id bigint not null references shipment deferrable initially deferred,
    claim_id    bigint references claim deferrable initially deferred,
    state       carrier_state not null,
    carrier     line_text not null default '',
    station_id  bigint references station deferrable initially deferred,
    waybill     line_text not null default '',
    cause       diff_kind not null,
    amount      bigint not null,
    paid        bigint not null,
    bank_ref    line_text not null default '',
    reason      prose not null default '',
    recorded_by bigint not null references app_user deferrable initially deferred,
    recorded_at timestamptz not null,
    settled_by  bigint references app_user deferrable initially deferred,
    settled_at  timestamptz,
    answer      prose not null default '',
    seq         bigint not null,
    constraint carrier_claim_no_once unique (no),
    constraint carrier_claim_given
        check (no <> '' and state <> '' and cause <> '' and amount > 0),
    constraint carrier_claim_paid_within check (paid between 0 and amount),
    constraint carrier_claim_paid_is_named check ((state = 'PAID') = (paid > 0)
        and (state = 'PAID') = (bank_ref <> '')),
    constraint carrier_claim_settled_whole check ((settled_by is null) = (settled_at is null)
        and (settled_by is null) = (state = 'OPEN'))
);
create index on carrier_claim (order_id);
create index on carrier_claim (account_id);
create index on carrier_claim (shipment_id);
create index on carrier_claim (claim_id);
create index on carrier_claim (station_id);
create index on carrier_claim (recorded_by);
create index on carrier_claim (settled_by);
create index carrier_claim_open on carrier_claim (recorded_at) where state = 'OPEN';

-- ---- what was posted before becomes a settled claim of who posted it ----
-- Its rows stand in the block of ids of the command that it came from, as those of any command.
alter table orders add column claims bigint;
alter table orders disable trigger user;
update orders set claims = 0;
alter table orders enable trigger user;
alter table orders alter column claims set not null,
    add constraint orders_claims check (claims >= 0);

do $$
declare
    s    record;
    l    record;
    base bigint;
    n    bigint;
begin
    for s in
        select h.id, h.order_id, h.account_id, h.note_id, h.warehouse_id, e.id event_id,
               e.actor_id, e.at, e.remark::text remark, x.claim,
               (select sum(y.returned_amount) from shipment_line y
                where y.shipment_id = h.id and y.claim = x.claim) amount
        from shipment h
             join lateral (select distinct y.claim from shipment_line y
                           where y.shipment_id = h.id and y.claim <> ''
                             and h.state <> 'REFUSED') x on true
             join lateral (select * from event v where v.machine = 'SHIPMENT'
                           and v.entity_id = h.id and v.to_state = h.state
                           order by v.seq desc limit 1) e on true
    loop
        base := (s.event_id >> 12 << 12) + 2000;
        insert into claim values (base, 'CL' || (base >> 12), s.order_id, s.account_id, s.note_id,
            s.id, 'SETTLED', s.claim, s.amount, s.remark, s.actor_id, s.at, null, null,
            s.actor_id, s.at, '', '', s.at, 0);
        n := base;
        for l in select * from shipment_line y where y.shipment_id = s.id and y.claim <> ''
                 order by y.id
        loop
            n := n + 1;
            insert into claim_line values (n, base, l.id, l.product_id, l.diff, l.diff_qty,
                l.returned_amount);
            if l.claim <> 'REDUCE' then
                n := n + 2;
                insert into stock_move values
                    (n - 1, l.product_id, s.warehouse_id, 'RETURN', l.returned, l.id,
                     'CL' || (base >> 12), s.actor_id, s.at, true),
                    (n, l.product_id, s.warehouse_id, 'WRITE_OFF', -l.returned, l.id,
                     'CL' || (base >> 12), s.actor_id, s.at, true);
            end if;
        end loop;
    end loop;
end
$$;

alter table shipment_line
    add column replaced bigint not null default 0,
    add column replaced_amount bigint not null default 0;
alter table shipment_line disable trigger user;
update shipment_line set replaced = returned, replaced_amount = returned_amount
    where claim = 'REPLACE';
alter table shipment_line enable trigger user;
alter table shipment_line
    alter column replaced drop default,
    alter column replaced_amount drop default,
    drop column diff, -- with shipment_line_claim_has_difference
    drop column diff_qty cascade, -- with shipment_line_sane
    drop column claim,
    add constraint shipment_line_sane
        check (qty > 0 and amount >= 0 and invoiced >= 0 and returned >= 0 and received >= 0),
    add constraint shipment_line_replaced_within
        check (replaced between 0 and returned
               and replaced_amount between 0 and returned_amount);
-- Consent and approval of a reduction are those of its claim.
alter table shipment
    drop column reduction, -- with shipment_reduction_is_whole
    drop column reduce_um,
    drop column reduce_by;
alter domain diff_kind drop constraint diff_kind_check;
alter domain diff_kind add constraint diff_kind_check check (value in ('',
    'SHORT', 'DAMAGED', 'WRONG', 'LOST', 'PRICE'));

-- ---- guards ----
create trigger append_only before update or delete or truncate on claim_line
    for each statement execute function never_done();
create trigger no_delete before delete or truncate on claim
    for each statement execute function never_done();
create trigger frozen before update on claim for each row
    when ((old.id, old.no, old.order_id, old.account_id, old.note_id, old.shipment_id, old.remedy,
           old.amount, old.reason, old.recorded_by, old.recorded_at)
          is distinct from
          (new.id, new.no, new.order_id, new.account_id, new.note_id, new.shipment_id, new.remedy,
           new.amount, new.reason, new.recorded_by, new.recorded_at))
    execute function never_changed();
create trigger stays_decided before update on claim for each row
    when (old.decided_by is not null
          and (new.decided_by, new.decided_at, new.consented_by, new.goods)
              is distinct from (old.decided_by, old.decided_at, old.consented_by, old.goods))
    execute function never_changed();
create trigger no_delete before delete or truncate on carrier_claim
    for each statement execute function never_done();
create trigger frozen before update on carrier_claim for each row
    when ((old.id, old.no, old.order_id, old.account_id, old.shipment_id, old.claim_id,
           old.carrier, old.waybill, old.cause, old.amount, old.reason, old.recorded_by,
           old.recorded_at)
          is distinct from
          (new.id, new.no, new.order_id, new.account_id, new.shipment_id, new.claim_id,
           new.carrier, new.waybill, new.cause, new.amount, new.reason, new.recorded_by,
           new.recorded_at))
    execute function never_changed();
create trigger stays_settled before update on carrier_claim for each row
    when (old.state <> 'OPEN')
    execute function never_changed();
create constraint trigger state_has_event after insert or update of state, seq on claim
    deferrable initially deferred for each row execute function state_has_event('CLAIM');
create constraint trigger state_has_event after insert or update of state, seq on carrier_claim
    deferrable initially deferred for each row execute function state_has_event('CARRIER');

revoke all on claim, claim_line, carrier_claim from public;
grant select on claim, claim_line, carrier_claim to osb_app, osb_read;
grant insert, update on claim, carrier_claim to osb_app;
grant insert on claim_line to osb_app;

-- ---- whose turn it is ----
insert into turn (state, step, act, who) values
    ('CLAIM OPEN', 'SP7', 'claim.accept', 'UM MM'),
    ('CLAIM CONSENTED', 'SP7', 'claim.accept', 'DIR DDIR GM'),
    ('CLAIM ACCEPTED', 'SP7', 'claim.receive', 'WH STO');

-- As before; a claim comes when no shipment is on its way.
create or replace function standing(o orders) returns text
    language sql stable
    return case when o.state in ('REJECTED', 'CLOSED', 'CANCELLED') then null
        when o.state <> 'HANDED_OVER' then o.state::text
        else coalesce(
            (select 'NOTE HANDED' from note n where n.order_id = o.id and n.state = 'HANDED'
             limit 1),
            (select 'SHIPMENT ' || s.state from shipment s
             where s.order_id = o.id and s.state in ('ALLOCATED', 'PICKED', 'CHECKED',
                 'ISSUED', 'CONSIGNED', 'FED_BACK')
             order by array_position(array['ALLOCATED', 'PICKED', 'CHECKED', 'ISSUED',
                 'CONSIGNED', 'FED_BACK'], s.state::text), s.part limit 1),
            (select 'NOTE ACCEPTED' from note n join note_line l on l.note_id = n.id
             where n.order_id = o.id and n.state = 'ACCEPTED'
               and l.qty > l.allocated + l.issued + l.closed limit 1),
            (select 'CLAIM ' || k.state from claim k
             where o.claims > 0 and k.order_id = o.id
               and k.state in ('OPEN', 'CONSENTED', 'ACCEPTED') order by k.id limit 1),
            (select 'TO INVOICE' from receivable r
             where r.order_id = o.id and r.open_s > 0 limit 1),
            (select case when exists (select from receipt x where x.account_id = o.account_id
                        and x.free + x.earmarked > 0) then 'TO ALLOCATE' else 'TO PAY' end
             from receivable r where r.order_id = o.id and r.open_i > 0 limit 1),
            'TO CLOSE') end;

-- Who answers today for a market, an area or a customer in one of these roles.
create function assigned_to(unit bigint, roles text[]) returns bigint
    language sql stable
    return (select a.user_id from assignment a
            where a.unit_id = unit and a.role = any (roles)
              and coalesce(a.valid_from, '-infinity') <= business_today()
              and coalesce(a.valid_to, 'infinity') >= business_today()
            order by a.valid_from desc nulls last, a.id desc limit 1);
-- Whom a claim waits for: the area's manager, then the customer's leader, then the store.
create function claim_waits_for(k claim, o orders, c customer) returns bigint
    language sql stable
    return case k.state
        when 'OPEN' then coalesce(assigned_to(c.area_id, '{UM}'),
                                  assigned_to(c.market_id, '{MM}'))
        when 'CONSENTED' then coalesce(assigned_to(c.id, '{GM,DIR,DDIR}'),
                                       assigned_to(c.market_id, '{GM,DIR,DDIR}'))
        when 'ACCEPTED' then o.scr_id end;
revoke all on function assigned_to, claim_waits_for from public;
grant execute on function assigned_to, claim_waits_for to osb_app, osb_read;
