-- Goods whose loss was accepted turn up (R-370); and whose word a claim waits for where one
-- person would have to speak twice (R-043).
set local role osb_owner;
set local search_path = osb;

drop function claim_waits_for(claim, orders, customer);
alter domain claim_state drop constraint claim_state_check;
alter domain claim_state add constraint claim_state_check check (value in ('',
    'OPEN', 'CONSENTED', 'ACCEPTED', 'SETTLED', 'REFUSED', 'WITHDRAWN', 'FOUND'));
alter domain move_kind drop constraint move_kind_check;
alter domain move_kind add constraint move_kind_check check (value in ('',
    'OPENING', 'IN', 'ADJUST', 'ISSUE', 'UNISSUE', 'RETURN', 'RELEASE', 'WRITE_OFF', 'FOUND'));
alter table stock_move
    drop constraint stock_move_in_quarantine,
    add constraint stock_move_in_quarantine
        check (case when kind in ('WRITE_OFF', 'FOUND') then quarantine
                    when kind in ('RETURN', 'RELEASE') then true else not quarantine end),
    drop constraint stock_move_issue_has_line,
    add constraint stock_move_issue_has_line
        check (kind not in ('ISSUE', 'UNISSUE', 'FOUND') or shipment_line_id is not null),
    drop constraint stock_move_adjust_has_reason,
    add constraint stock_move_adjust_has_reason
        check (kind not in ('ADJUST', 'WRITE_OFF', 'RELEASE', 'FOUND') or reason <> '');

insert into turn (state, step, act, who) values
    ('CLAIM FOUND', 'SP7', 'claim.close-found', 'UM MM DIR DDIR GM');

-- Whom a claim waits for: the area's manager or, where he recorded it, the market's; then the
-- customer's leader or, where he has spoken, another; then the store. What was found waits for
-- who did not accept the loss.
create function claim_waits_for(k claim, o orders, c customer) returns bigint
    language sql stable
    return case k.state
        when 'OPEN' then
            (select who from (values (1, assigned_to(c.area_id, '{UM}')),
                                     (2, assigned_to(c.market_id, '{MM}'))) x (n, who)
             where who <> k.recorded_by order by n limit 1)
        when 'ACCEPTED' then o.scr_id
        when 'CONSENTED' then
            (select who from (
                select 1 n, coalesce(assigned_to(c.id, '{GM,DIR,DDIR}'),
                                     assigned_to(c.market_id, '{GM,DIR,DDIR}')) who
                union all
                select 2, r.user_id from user_role r
                where r.role in ('GM', 'DIR', 'DDIR')
                  and coalesce(r.valid_from, '-infinity') <= business_today()
                  and coalesce(r.valid_to, 'infinity') >= business_today()) x
             where who not in (k.recorded_by, k.consented_by) order by n, who limit 1)
        when 'FOUND' then
            (select who from (values (1, assigned_to(c.area_id, '{UM}')),
                                     (2, assigned_to(c.market_id, '{MM}')),
                                     (3, assigned_to(c.id, '{GM,DIR,DDIR}')),
                                     (4, assigned_to(c.market_id, '{GM,DIR,DDIR}'))) x (n, who)
             where who <> k.decided_by order by n limit 1) end;
revoke all on function claim_waits_for from public;
grant execute on function claim_waits_for to osb_app, osb_read;
