-- What the daemon asks for beside its commands: the business clock, who a system user is, whose
-- customers somebody sees, whose turn it is, and how values look in an answer.
set local role osb_owner;
set local search_path = osb;

-- ---- the business clock (DESIGN 5) ----

-- Behind the locks of a command: the moment, shifted in a practice company. In PL/pgSQL, whose
-- plans stay: every command asks.
create function business_now() returns timestamptz language plpgsql volatile as $$
begin
    return clock_timestamp() + coalesce((select business_clock_offset_us from osb.company), 0)
           * interval '1 microsecond';
end
$$;

-- The business day, the same throughout a statement: an index may be asked by it, and it is not
-- worked out for every row. In PL/pgSQL since its plans stay; as SQL it cost ten times as much.
create or replace function business_today() returns date language plpgsql stable as $$
declare
    shift    bigint := (select business_clock_offset_us from osb.company);
    from_utc bigint := (select utc_offset_min from osb.policy order by id desc limit 1);
begin
    return ((clock_timestamp() at time zone 'UTC') + coalesce(shift, 0)
            * interval '1 microsecond' + from_utc * interval '1 minute')::date;
end
$$;

-- ---- who comes over the unix socket ----

-- A system user may act as these people. Uid 0 administers the machine and is nobody here.
create table peer_login (
    uid      bigint not null,
    user_id  bigint not null references app_user deferrable initially deferred,
    made_at  timestamptz not null default clock_timestamp(),
    primary key (uid, user_id),
    constraint peer_login_not_root check (uid > 0),
    constraint peer_login_not_system check (user_id > 1)
);
create index on peer_login (user_id);
grant select on peer_login to osb_app, osb_read;

-- ---- scope (R-024) ----

-- The customers of a field person: his own, his area's, his market's, and those of whom he
-- stands in for. The rule is that of server/core/actor.c.
create function customers_of(actor bigint) returns setof bigint
    language sql stable
begin atomic
    with live as (
        select distinct on (a.unit_id, a.role) a.unit_id, a.role, a.user_id
        from assignment a
        where coalesce(a.valid_from, '-infinity') <= business_today()
          and coalesce(a.valid_to, 'infinity') >= business_today()
        order by a.unit_id, a.role, a.valid_from desc nulls last
    ), person as (
        select actor id
        union
        select d.principal_id from delegation d
        where d.delegate_id = actor and d.kind = 'SUBSTITUTE' and d.revoked_at is null
          and coalesce(d.valid_from, '-infinity') <= business_now()
          and coalesce(d.valid_to, 'infinity') > business_now()
    )
    select c.id from customer c
    where c.manager_id in (select id from person) or c.kam_id in (select id from person)
       or exists (select from live l where l.user_id in (select id from person)
                  and (l.unit_id = c.market_id and l.role = 'MM'
                       or l.unit_id = c.area_id and l.role = 'UM'))
       or exists (select from user_role r where r.user_id = actor
                  and r.unit_id in (c.area_id, c.market_id)
                  and coalesce(r.valid_from, '-infinity') <= business_today()
                  and coalesce(r.valid_to, 'infinity') >= business_today());
end;

-- ---- how values look in an answer (docs/PROTOCOL.md 4) ----

create function money_text(fen bigint) returns text
    language sql immutable strict parallel safe
    return round(fen::numeric / 100, 2)::text;
create function time_text(at timestamptz) returns text
    language sql immutable strict parallel safe
    return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
create function login_of(person bigint) returns text
    language sql stable strict
    return (select login from app_user where id = person);

-- ---- whose turn it is (R-081) ----

-- The next act of an order in each state of its paper.
create table turn (
    state text primary key,
    step  step not null,
    act   line_text not null,
    who   line_text not null -- roles that may do it
);
insert into turn (state, step, act, who) values
    ('DRAFT', 'OG', 'order.verify', 'KAM'),
    ('VERIFIED', 'OG', 'order.approve', 'MM'),
    ('RECEIVED', 'OA', 'order.accept', 'CSR'),
    ('RETURNED', 'QC', 'order.resubmit', 'UM'),
    ('QUOTA_CHOICE', 'AC', 'order.cut', 'CSR'),
    ('WAIT_QUOTA_UM', 'AC', 'order.consent', 'UM'),
    ('WAIT_QUOTA_SLT', 'AC', 'order.sign-quota', 'GM DIR DDIR'),
    ('WAIT_MA', 'MA', 'order.sign', 'DIR DDIR GM'),
    ('WAIT_MGR', 'CC', 'order.sign', 'DIR DDIR GM'),
    ('HOLD_CREDIT', 'CC', 'st.apply', 'CSR'),
    ('WAIT_ST', 'ST', 'st.sign', 'GM DIR DDIR'),
    ('WAIT_FUNDS', 'CC', 'receipt.record', 'FIN'),
    ('APPROVED', 'BG', 'order.send', 'CSR'),
    ('FIN_QUEUE', 'BG', 'order.print', 'FIN'),
    ('BILLED', 'BG', 'note.hand-over', 'CSR'),
    ('NOTE HANDED', 'SP1', 'note.accept', 'SCR STO'),
    ('NOTE ACCEPTED', 'SP2', 'note.allocate', 'WH STO'),
    ('SHIPMENT ALLOCATED', 'SP3', 'note.pick', 'WH STO'),
    ('SHIPMENT PICKED', 'SP3', 'note.check', 'WH STO'),
    ('SHIPMENT CHECKED', 'SP4', 'note.issue', 'WH STO'),
    ('SHIPMENT ISSUED', 'SP5', 'note.consign', 'SCR STO'),
    ('SHIPMENT CONSIGNED', 'SP6', 'note.feedback', 'SCR STO'),
    ('SHIPMENT FED_BACK', 'SP7', 'note.confirm', 'CSR'),
    ('TO INVOICE', 'BC2', 'invoice.issue', 'FIN'),
    ('TO PAY', 'BC5', 'receipt.record', 'FIN'),
    ('TO ALLOCATE', 'BC6', 'receipt.allocate', 'FIN'),
    ('TO CLOSE', 'BC7', 'order.close', 'CSR');
grant select on turn to osb_app, osb_read;

-- Where the order stands in those words; null at its end. Of several shipments the one that is
-- least far counts.
create function standing(o orders) returns text
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
            (select 'TO INVOICE' from receivable r
             where r.order_id = o.id and r.open_s > 0 limit 1),
            (select case when exists (select from receipt x where x.account_id = o.account_id
                        and x.free + x.earmarked > 0) then 'TO ALLOCATE' else 'TO PAY' end
             from receivable r where r.order_id = o.id and r.open_i > 0 limit 1),
            'TO CLOSE') end;
