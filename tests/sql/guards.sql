-- guards.sql - each constraint and trigger, met by one statement that it must refuse. The
-- statements run one by one over clean.sql's world and leave nothing; what they meet is
-- compared by name, so that a refusal for another reason does not count.
set search_path = osb, t;
set client_min_messages = warning;

-- A copy of the table's first row (or of the row named), changed.
create function t.clone(tab text, changes jsonb, of bigint default null) returns void
    language plpgsql as $$
declare
    src jsonb;
begin
    execute format('select to_jsonb(x) from osb.%I x where $1 is null or id = $1'
                   ' order by id limit 1', tab) into strict src using of;
    src := src || '{"id": 899999999}' || changes;
    execute format('insert into osb.%I select * from jsonb_populate_record(null::osb.%I, $1)',
                   tab, tab) using src;
end
$$;

create table t.spoil (guard text, name text, statement text);

-- What the statement violates (all deferred guards included), or null; its effects vanish.
create function t.violation(statement text) returns text language plpgsql as $$
declare
    guard text;
begin
    begin
        execute statement;
        set constraints all immediate;
        raise exception using errcode = 'P0099';
    exception
        when sqlstate 'P0099' then return null;
        when others then
            get stacked diagnostics guard = constraint_name;
            return coalesce(nullif(guard, ''), sqlstate || ' ' || sqlerrm);
    end;
end
$$;

-- ---- codes and names: alike in many tables ----
insert into t.spoil select tab || '_code_once', null, format('select clone(%L, ''{}'')', tab)
    from unnest(array['area', 'credit_account', 'customer', 'market', 'product', 'station',
                      'warehouse', 'printer']) tab;
insert into t.spoil select tab || '_code_given', null,
    format('select clone(%L, ''{"code": ""}'')', tab)
    from unnest(array['area', 'credit_account', 'customer', 'market', 'product', 'station',
                      'warehouse', 'printer']) tab;

-- ---- organisation ----
insert into t.spoil (guard, statement) values
('app_user_login_once', $$select clone('app_user', '{}')$$),
('app_user_login_given', $$select clone('app_user', '{"login": ""}')$$),
('user_role_role_given', $$select clone('user_role', '{"role": ""}')$$),
('user_role_dates_run', $$update user_role set valid_to = '2025-12-31' where id = 504$$),
('user_role_once', $$select clone('user_role', '{"valid_from": "2026-05-01"}', 504)$$),
('user_role_one_seat', $$select clone('user_role', '{"user_id": 111}', 501)$$),
('assignment_once', $$select clone('assignment', '{}')$$),
('assignment_role_given', $$select clone('assignment', '{"role": ""}')$$),
('assignment_dates_run',
 $$select clone('assignment', '{"valid_from": "2026-02-02", "valid_to": "2026-02-01"}')$$),
('delegation_kind_given', $$select clone('delegation', '{"role": ""}')$$),
('delegation_dates_run', $$update delegation set valid_to = valid_from where id = 207$$),
('delegation_not_self', $$select clone('delegation', '{"delegate_id": 103}')$$),
('delegation_principal_fits', $$select clone('delegation', '{"principal_id": null}')$$),
('delegation_revoked_after',
 $$update delegation set revoked_at = '2025-01-01' where id = 207$$),
('delegation_stays_revoked',
 $$update delegation set revoked_at = '2026-06-01';
   update delegation set revoked_at = null$$),
('away_dates_run', $$update away set away_to = '2026-10-01'$$),
('calendar_day_once', $$select clone('calendar_day', '{}')$$),
('policy_clock_sane', $$select clone('policy', '{"cutoff_min": 1051}')$$),
('policy_clock_sane', $$select clone('policy', '{"close_min": 510}')$$),
('policy_credit_sane', $$select clone('policy', '{"over_pct": -1}')$$),
('policy_write_off', $$select clone('policy', '{"small_write_off": -1}')$$),
('policy_spans_sane', $$select clone('policy', '{"ship_hours": 0}')$$),
('company_one_row', $$insert into company (one, name, practice) values (false, 'x', false)$$),
('company_pkey', $$insert into company (name, practice) values ('x', false)$$),
('company_frozen', $$update company set practice = false$$),
('company_real_time',
 $$alter table company disable trigger frozen;
   update company set practice = false, business_clock_offset_us = 1$$),
('credential_failures_sane', $$update credential set failures = -1$$),
('credential_hashed', $$update credential set password = 'secret'$$),
('peer_login_not_root', $$insert into peer_login (uid, user_id) values (0, 104)$$),
('peer_login_not_system', $$insert into peer_login (uid, user_id) values (1000, 1)$$),
('refusal_given', $$insert into refusal (id, user_id, op, what, roles, peer, times)
   values (t.id(), 104, '', '', '', 'unix uid=1000', 1)$$),
('refusal_counted', $$insert into refusal (id, user_id, op, what, roles, peer, times)
   values (t.id(), 104, 'order.sign', '', '', 'unix uid=1000', 0)$$),
('sweep_sane', $$insert into sweep (no, day, policy_id, acts) select 0, current_date, id, 0 from policy$$),
('sweep_in_time', $$insert into sweep (no, day, policy_id, begun_at, ended_at)
   select 9, current_date, id, now(), now() - interval '1 second' from policy$$),
('backup_run_kind', $$insert into backup_run (id, kind, begun_at, good, place, manifest_sha256)
   values (t.id(), 'COPY', now(), true, '/b', repeat('0', 64))$$),
('backup_run_told', $$insert into backup_run (id, kind, begun_at, good, place)
   values (t.id(), 'BACKUP', now(), false, '/b')$$),
('backup_run_sane', $$insert into backup_run (id, kind, begun_at, good, problem, place, bytes)
   values (t.id(), 'BACKUP', now(), false, 'disk full', '/b', -1)$$),
('backup_run_hashed', $$insert into backup_run (id, kind, begun_at, good, place)
   values (t.id(), 'BACKUP', now(), true, '/b')$$),
('session_token_is_hash', $$insert into session_token (sha256, user_id, expires_at)
   values ('token', 104, now() + interval '1 day')$$),
('draft_places', $$update draft set slot = 21$$),
('draft_small', $$update draft set body = repeat('x', 2001)$$),
('session_token_ends', $$update session_token set expires_at = created_at$$),
('session_token_stays_revoked',
 $$update session_token set revoked_at = now(); update session_token set revoked_at = null$$);

-- ---- master data ----
insert into t.spoil (guard, statement) values
('credit_account_bounced', $$update credit_account set bounced = -1 where id = 320$$),
('credit_account_limit_sane', $$update credit_account set lim = -1 where id = 320$$),
('credit_account_debts_not_negative',
 $$update credit_account set shipped = -1 where id = 320$$),
('credit_account_deposits_not_positive',
 $$update credit_account set deposit = 1 where id = 320$$),
('credit_account_announced', $$update credit_account set next_lim = 5 where id = 320$$),
('credit_account_until', $$update credit_account set lim_to = '2026-12-01', next_lim = 0,
   next_lim_from = '2026-12-03' where id = 320$$),
('customer_announced', $$update customer set next_manager_from = '2026-12-01' where id = 321$$),
('customer_change_fact_given', $$select clone('customer_change', '{"fact": ""}')$$),
('customer_change_of_one', $$select clone('customer_change', '{"account_id": 320}')$$),
('policy_hours_given', $$select clone('policy', '{"hours_mode": ""}')$$),
('receivable_terms_sane', $$select clone('receivable', '{"due_from": ""}')$$),
('receivable_terms_stay', $$update receivable set term_days = term_days + 1$$),
('receivable_exempt_whole', $$update receivable set exempt_to = '2026-12-01'$$),
('policy_change_given', $$select clone('policy_change', '{"reason": ""}')$$),
('policy_change_version', $$select clone('policy_change', '{"state": "PROPOSED", "decided_by": null, "decided_at": null}')$$),
('policy_change_decided', $$select clone('policy_change', '{"policy_id": null, "state": "DROPPED"}')$$),
('policy_change_decided', $$select clone('policy_change', '{"decided_at": null}')$$),
('policy_change_two_persons', $$select clone('policy_change', '{"decided_by": 101}')$$),
('policy_change_two_persons', $$select clone('policy_change', '{"decided_by": null, "decided_at": null}')$$),
('policy_change_follows', $$select clone('policy_change', '{"policy_id": 2}')$$),
('sale_rule_way_given', $$select clone('sale_rule', '{"way": ""}')$$),
('sale_rule_of_one', $$select clone('sale_rule', '{"customer_type": "DEALER"}')$$),
('sale_rule_once', $$select clone('sale_rule', '{}')$$),
('destination_once', $$select clone('destination', '{}')$$),
('destination_transit_sane', $$update destination set transit_days = -1$$),
('customer_kind_given', $$update customer set state = '' where id = 321$$),
('customer_term_sane', $$update customer set has_term = false where id = 321$$),
('customer_active_has_account', $$update customer set account_id = null where id = 321$$),
('product_state_given', $$update product set state = '' where id = 310$$),
('product_pack_sane', $$update product set pack = 0 where id = 310$$),
('product_tax_sane', $$update product set tax_bp = 10001 where id = 310$$),
('station_transit_sane', $$update station set transit_days = -1$$),
('printer_queue_plain', $$update printer set queue = '-o raw'$$),
('price_once', $$select clone('price', '{}')$$),
('price_sane', $$update price set price_per = 0$$),
('price_dates_run', $$update price set valid_to = '2025-01-01'$$),
('price_permission_sane', $$select clone('price_permission', '{"reason": ""}')$$),
('quota_cell_month_start', $$select clone('quota_cell', '{"month": "2026-12-02"}')$$),
('quota_cell_within', $$update quota_cell set used = allotted + 1 where id = 350$$),
('quota_cell_within', $$update quota_cell set used = -1 where id = 350$$),
('quota_cell_one_axis', $$select clone('quota_cell', '{"class": "SCARCE"}')$$),
('quota_cell_holder_fits', $$select clone('quota_cell', '{"holder": "EVERYONE"}')$$),
('quota_cell_once', $$select clone('quota_cell', '{}')$$),
('quota_cell_once', $$select clone('quota_cell', '{"holder": "EVERYONE", "holder_id": null}');
   select clone('quota_cell', '{"id": 899999998, "holder": "EVERYONE", "holder_id": null}')$$),
('stock_within', $$update stock set reserved = on_hand + 1 where id = 370$$),
('stock_within', $$update stock set reserved = -1 where id = 370$$),
('stock_once', $$select clone('stock', '{}')$$),
('counter_once', $$select clone('counter', '{}')$$),
('counter_series_given', $$select clone('counter', '{"series": ""}')$$),
('counter_sane', $$update counter set last_at = null where series = 'DN'$$),
('counter_only_forward', $$update counter set last_no = last_no - 1 where series = 'DN'$$),
('counter_only_forward', $$update counter set period = '2610' where series = 'DN'$$),
('counter_only_forward',
 $$update counter set last_at = last_at - interval '1 second' where series = 'DN'$$),
('counter_has_documents', $$update counter set last_no = last_no + 1 where series = 'DN'$$),
('counter_has_documents',
 $$update counter set last_no = 1, period = '2612' where series = 'DN'$$),
('opening_kind_given', $$select clone('opening', '{"kind": ""}')$$),
('opening_reconciled', $$select clone('opening', '{"total": 6999}')$$),
('opening_stays_closed', $$update opening set closed = false$$),
('opening_stays_closed', $$update opening set control_rows = 2$$),
('opening_control_sane', $$select clone('opening', '{"control_rows": 0, "closed": false}')$$),
('opening_control_sane', $$select clone('opening', '{"control_total": -1, "closed": false}')$$);

-- ---- orders and signatures ----
insert into t.spoil (guard, statement) values
('orders_no_once', $$select clone('orders', '{}')$$),
('orders_given', $$select clone('orders', '{"no": ""}')$$),
('orders_sane', $$update orders set tolerated = -1 where id = 900000000$$),
('orders_bounce_most', $$update orders set bounce_most = -1 where id = 900000000$$),
('orders_versions_seen', $$update orders set approved_version = version + 1 where id = 900000000$$),
('orders_follow_another', $$select clone('orders', '{"no": "x", "id": 900000990, "follows_id": 900000990}')$$),
('orders_follows_stays', $$update orders set follows_id = 900000400 where id = 900000000$$),
('orders_amounts_not_negative', $$update orders set reserved = -1 where id = 900000400$$),
('orders_cash_has_reason', $$update orders set cash_reason = '' where id = 900000200$$),
('orders_cash_reserves_no_limit', $$update orders set cash_basis = true,
   cash_reason = 'HELD' where id = 900000400$$),
('orders_reserves_in_its_states',
 $$update orders set state = 'HOLD_CREDIT' where id = 900000400$$),
('orders_quota_in_its_states',
 $$update orders set state = 'RETURNED', reserved = 0 where id = 900000400$$),
('orders_accepted_is_complete', $$update orders set bcr_id = null where id = 900000400$$),
('orders_accepted_is_complete', $$update orders set memo = '' where id = 900000400$$),
('orders_received_is_dated', $$update orders set arrival = null where id = 900000400$$),
('orders_judged', $$update orders set verdict_id = null where id = 900000400$$),
('orders_billed_has_note', $$update orders set note_id = null where id = 900000100$$),
('orders_closed_is_dated', $$update orders set closed_at = null where id = 900000000$$),
('orders_verified_whole', $$update orders set verified_at = null where id = 900000000$$),
('orders_approved_whole', $$update orders set approved_at = null where id = 900000000$$),
('orders_two_people', $$update orders set approved_by = 111 where id = 900000000$$),
('orders_total_is_sum', $$update orders set total = total + 1 where id = 900000500$$),
('orders_follows_ledger', $$update orders set reserved = reserved + 1 where id = 900000400$$),
('orders_follows_ledger', $$update orders set earmarked = 0 where id = 900000200$$),
('orders_state_has_event', $$update orders set state = 'WAIT_MGR' where id = 900000400$$),
('orders_state_has_event', $$update orders set seq = seq + 1 where id = 900000400$$),
('order_line_once', $$select clone('order_line', '{}')$$),
('order_line_sane', $$update order_line set price_per = 0 where id = 900000001$$),
('order_line_granted_within', $$update order_line set granted = 101, amount = 101000
   where id = 900000001$$),
('order_line_over_within', $$update order_line set over_quota = 101 where id = 900000001$$),
('order_line_closed_within', $$update order_line set closed = 101 where id = 900000001$$),
('order_line_amount_is_product',
 $$update order_line set amount = amount + 1 where id = 900000001$$),
('signature_given', $$select clone('signature', '{"kind": "", "void_at": "2027-01-01"}')$$),
('signature_attested', $$select clone('signature', '{"attested_by": 113, "void_at": "2027-01-01"}')$$),
('signature_attested', $$select clone('signature', '{"kind": "PAPER", "void_at": "2027-01-01"}')$$),
('signature_attested', $$select clone('signature', '{"attested_by": 102, "signer_id": 102,
   "paper_at": "2026-01-01", "void_at": "2027-01-01"}')$$),
('signature_void_after', $$select clone('signature', '{"void_at": "2026-01-01"}')$$),
('signature_one_per_principal', $$select clone('signature', '{"signer_id": 113}')$$),
('signature_one_per_signer', $$select clone('signature', '{"principal_id": 103}')$$),
('signature_delegated_has_principal', $$select clone('signature',
   '{"kind": "VERIFY", "delegation_id": 207, "principal_id": null}')$$),
('signature_absence_lives', $$update away set away_to = '2026-11-02' where user_id = 103;
   select clone('signature', '{"kind": "VERIFY", "delegation_id": 207, "principal_id": 103,
   "signer_id": 113, "consent_at": "2026-11-03", "consent_by": "x", "at": "2026-11-03"}')$$),
('event_delegation_lives', $$update delegation set revoked_at = '2026-11-02' where id = 207;
   select clone('event', '{"seq": 0, "actor_id": 113, "principal_id": 103, "delegation_id": 207,
   "at": "2026-11-03"}')$$),
('event_acting_lives', $$select clone('delegation', '{"kind": "ACTING", "role": "GM",
   "principal_id": null, "delegate_id": 113, "valid_to": "2026-11-02"}', 208);
   select clone('event', '{"seq": 0, "actor_id": 113, "principal_id": null, "role": "GM",
   "at": "2026-11-03"}')$$),
('signature_stays_void',
 $$update signature set void_at = '2027-01-01'; update signature set void_at = null$$),
('st_case_given', $$update st_case set state = ''$$),
('st_case_other_has_grounds', $$select clone('st_case', '{"reason": "OTHER"}')$$),
('st_case_decided_is_dated', $$update st_case set state = 'OPEN'$$),
('st_case_refused_by_someone', $$update st_case set state = 'REFUSED'$$),
('st_case_one_open', $$select clone('st_case', '{"state": "OPEN", "decided_at": null}');
   select clone('st_case', '{"id": 899999998, "state": "OPEN", "decided_at": null}')$$),
('quota_request_given', $$update quota_request set state = ''$$),
('quota_request_within', $$update quota_request set given = 6$$),
('quota_request_only_shrinks', $$update quota_request set qty = 6$$),
('quota_request_decided_is_dated', $$update quota_request set decided_at = null$$),
('quota_request_given_when_given', $$update quota_request set state = 'REFUSED'$$),
('message_kind_given', $$select clone('message', '{"kind": ""}')$$),
('message_to_somebody', $$update message set to_role = ''$$),
('message_done_after', $$update message set done_at = '2026-01-01'$$);

-- ---- notes and shipments ----
insert into t.spoil (guard, statement) values
('note_no_once', $$select clone('note', '{"document_id": 1}')$$),
('note_document_once', $$select clone('note', '{"no": "x"}')$$),
('note_one_under_way',
 $$select clone('note', jsonb_build_object('no', 'x', 'seq', 4, 'document_id', id), 900000110)
   from document where series = 'RR'$$),
('note_given', $$select clone('note', '{"no": ""}')$$),
('note_sane', $$update note set paused_us = -1 where id = 900000110$$),
('note_handed_is_dated', $$update note set handed_by = null where id = 900000110$$),
('note_accepted_is_dated', $$update note set accepted_by = null where id = 900000110$$),
('note_stop_is_whole', $$update note set stopped = true where id = 900000110$$),
('note_stop_money', $$update note set stop_money = true where id = 900000110$$),
('note_void_asked_is_whole', $$update note set void_way = 'CHANGE' where id = 900000110$$),
('note_void_agreed_by_another', $$update note set void_agreed_by = 107 where id = 900000110$$),
('note_state_has_event', $$update note set state = 'DONE' where id = 900000110$$),
('note_outbound_of_two', $$update note set outbound_copies = 1 where id = 900000110$$),
('form_once', $$select clone('form', '{}')$$),
('form_given', $$select clone('form', '{"form": ""}')$$),
('form_is_whole', $$select clone('form', '{"form": "OUTBOUND", "sha256": "0"}')$$),
('note_copy_once', $$select clone('note_copy', '{}')$$),
('note_copy_sane', $$update note_copy set place = '' where id = 900000721$$),
('note_copy_numbered', $$select clone('note_copy', '{"copy_no": 0}')$$),
('note_copy_goes_with_goods', $$update note_copy set place = 'CARRIER' where id = 900000721$$),
('print_job_once', $$select clone('print_job', '{}')$$),
('print_job_sane', $$select clone('print_job', '{"copy_no": 0}')$$),
('print_job_taken_is_whole', $$select clone('print_job', '{"copy_no": 2, "taken_at": null}')$$),
('print_job_ended_is_dated', $$select clone('print_job', '{"copy_no": 2, "ended_at": null}')$$),
('print_job_of_one', $$select clone('print_job', '{"copy_no": 2, "note_id": null}')$$),
('print_job_of_one', $$select clone('print_job', '{"copy_no": 2, "form": "INVOICE"}')$$),
('print_job_of_document_once',
 $$select clone('print_job', jsonb_build_object('id', 899999996 + i, 'note_id', null, 'order_id', null,
       'form', 'INVOICE', 'document_id', (select document_id from note where id = 900000010)))
   from generate_series(1, 2) i$$),
('print_job_only_forward', $$update print_job set copy_no = 0 where id = 900000730$$),
('note_line_once', $$select clone('note_line', '{}')$$),
('note_line_sane', $$update note_line set closed = -1 where id = 900000111$$),
('note_line_allocated_within',
 $$update note_line set backorder = qty - allocated + 1 where id = 900000111$$),
('note_line_issued_within', $$update note_line set issued = qty + 1 where id = 900000111$$),
('shipment_part_once',
 $$select clone('shipment', '{"outbound_no": "", "document_id": null,
   "receivable_id": null, "state": "ALLOCATED"}')$$),
('shipment_outbound_once',
 $$select clone('shipment', '{"part": 9, "document_id": null,
   "receivable_id": null, "state": "ALLOCATED"}')$$),
('shipment_document_once', $$select clone('shipment', '{"part": 9,
   "outbound_no": "", "receivable_id": null, "state": "ALLOCATED"}')$$),
('shipment_receivable_once', $$select clone('shipment', '{"part": 9, "outbound_no": "",
   "document_id": null}')$$),
('shipment_sane', $$update shipment set weight_g = -1 where id = 900000130$$),
('shipment_issued_is_dated', $$update shipment set checked_by = null where id = 900000020$$),
('shipment_consigned_is_whole',
 $$update shipment set receivable_id = null where id = 900000020$$),
('shipment_receivable_from_consignment',
 $$update shipment set receivable_id = 900000610 where id = 900000130$$),
('shipment_confirmed_is_dated',
 $$update shipment set confirmed_on = null where id = 900000020$$),
('shipment_state_has_event', $$update shipment set state = 'PICKED' where id = 900000130$$),
('shipment_line_once', $$select clone('shipment_line', '{}')$$),
('shipment_line_sane', $$update shipment_line set received = -1 where id = 900000021$$),
('shipment_line_amounts_sane',
 $$update shipment_line set returned_amount = -1 where id = 900000021$$),
('shipment_line_amounts_sane', $$update shipment_line set raised = -1 where id = 900000021$$),
('shipment_line_follows_corrections',
 $$update shipment_line set raised = 1 where id = 900000021$$),
('shipment_line_billed_within', $$update shipment_line set returned = 1 where id = 900000021$$),
('shipment_line_billed_amount_within',
 $$update shipment_line set returned_amount = 1 where id = 900000021$$),
('shipment_line_received_within',
 $$update shipment_line set received = qty + 1 where id = 900000021$$),
('shipment_line_not_before_issue',
 $$update shipment_line set invoiced = 1 where id = 900000131$$),
('shipment_line_replaced_within',
 $$update shipment_line set replaced = 6 where id = 900000121$$),
('shipment_line_stays_issued', $$update shipment_line set qty = qty + 1 where id = 900000021$$),
('shipment_line_issue_has_move',
 $$update shipment_line set issued = true where id = 900000131$$),
('stock_move_is_once', $$select clone('stock_move', '{}', (select min(id) from stock_move
   where kind = 'ISSUE'))$$),
('stock_move_sign_fits', $$select clone('stock_move', '{"qty": -1}')$$),
('stock_move_issue_has_line',
 $$select clone('stock_move', '{"kind": "ISSUE", "qty": -1, "shipment_line_id": null}')$$),
('stock_move_adjust_has_reason', $$select clone('stock_move', '{"kind": "ADJUST"}')$$),
('stock_move_in_quarantine', $$select clone('stock_move', '{"quarantine": true}')$$),
('stock_quarantine_not_negative', $$update stock set quarantine = -1$$),
('policy_claim_small', $$select clone('policy', '{"claim_small": -1}')$$),
('orders_claims', $$update orders set claims = -1 where id = 900000100$$);

-- ---- claims ----
insert into t.spoil (guard, statement) values
('claim_no_once', $$select clone('claim', '{}')$$),
('claim_given', $$update claim set state = '', decided_by = 102, decided_at = '2026-11-06',
   settled_at = '2026-11-06' where id = 900000060$$),
('claim_consent_whole', $$update claim set state = 'CONSENTED' where id = 900000060$$),
('claim_decision_whole', $$update claim set decided_by = 102 where id = 900000060$$),
('claim_settled_is_dated', $$update claim set settled_at = null where id = 900000140$$),
('claim_waits_for_goods', $$update claim set state = 'ACCEPTED', decided_by = 102,
   decided_at = '2026-11-06' where id = 900000060$$),
('claim_two_people', $$update claim set state = 'REFUSED', decided_by = 104,
   decided_at = '2026-11-06', settled_at = '2026-11-06' where id = 900000060$$),
('claim_consent_of_another', $$update claim set state = 'CONSENTED', consented_by = 104,
   consented_at = '2026-11-06' where id = 900000060$$),
('claim_stays_decided', $$update claim set decided_by = 103 where id = 900000140$$),
('claim_state_has_event', $$update claim set seq = seq + 1 where id = 900000060$$),
('claim_line_once', $$select clone('claim_line', '{}')$$),
('claim_line_sane', $$select clone('claim_line', '{"claim_id": 900000060, "qty": 0}')$$),
('claim_correction_has_no_goods', $$select clone('claim', '{"no": "x", "goods": "LEFT"}',
   900000240)$$),
('claim_agreed_to_a_price', $$select clone('claim', '{"no": "x", "agreed": "his fax"}',
   900000060)$$),
('claim_frozen', $$update claim set agreed = 'a letter' where id = 900000240$$),
('claim_line_correction_is_whole', $$select clone('claim_line', '{"claim_id": 900000060,
   "was": 1}')$$),
('claim_line_price_is_whole', $$select clone('claim_line', '{"claim_id": 900000060,
   "price_per": 0}', (select min(id) from claim_line where claim_id = 900000240))$$),
('claim_line_fits_claim', $$select clone('claim_line', '{"claim_id": 900000060}',
   (select min(id) from claim_line where claim_id = 900000240))$$),
('carrier_claim_no_once', $$select clone('carrier_claim', '{}')$$),
('carrier_claim_given', $$select clone('carrier_claim', '{"no": "x", "amount": 0}')$$),
('carrier_claim_paid_within', $$update carrier_claim set paid = 2001, state = 'PAID',
   bank_ref = 'b', settled_by = 107, settled_at = '2026-11-06'$$),
('carrier_claim_paid_is_named', $$update carrier_claim set paid = 1$$),
('carrier_claim_settled_whole', $$update carrier_claim set settled_by = 107$$),
('carrier_claim_stays_settled', $$update carrier_claim set state = 'DROPPED', settled_by = 107,
   settled_at = '2026-11-06'; update carrier_claim set answer = 'x'$$),
('carrier_claim_state_has_event', $$update carrier_claim set seq = seq + 1$$);

-- ---- returns ----
insert into t.spoil (guard, statement) values
('goods_return_no_once', $$select clone('goods_return', '{}')$$),
('goods_return_given', $$select clone('goods_return', '{"no": "x", "amount": -1}')$$),
('goods_return_dated', $$update goods_return set verified_by = 104 where id = 900000261$$),
('goods_return_three_people', $$update goods_return set confirmed_by = 104,
   confirmed_at = '2026-11-06' where id = 900000261$$),
('goods_return_step_by_step', $$update goods_return set state = 'VERIFIED'
   where id = 900000261$$),
('goods_return_red_order', $$update goods_return set issued_by = 104, issued_at = '2026-11-06'
   where id = 900000261$$),
('goods_return_received', $$update goods_return set received_by = 109,
   received_at = '2026-11-06' where id = 900000261$$),
('goods_return_ended', $$update goods_return set state = 'REFUSED' where id = 900000261$$),
('goods_return_frozen', $$update goods_return set why = 'DOUBT' where id = 900000261$$),
('goods_return_stays_issued', $$update goods_return set amount = 1 where id = 900000260$$),
('goods_return_state_has_event', $$update goods_return set seq = seq + 1
   where id = 900000261$$),
('goods_return_line_once', $$select clone('goods_return_line', '{}')$$),
('goods_return_line_sane', $$select clone('goods_return_line', '{"accepted": 3}')$$),
('goods_return_line_sorted', $$update goods_return_line set good = 3
   where return_id = 900000260$$),
('goods_return_line_genuine', $$update goods_return_line set authenticity = 'NOT_GENUINE'
   where return_id = 900000260$$),
('goods_return_line_frozen', $$update goods_return_line set qty = qty + 1$$),
('goods_return_line_only_shrinks', $$update goods_return_line set amount = amount + 1$$),
('goods_return_line_within', $$select clone('goods_return_line', '{"return_id": 900000261, "shipment_line_id": 900000121,
   "qty": 46, "accepted": 46}')$$);
-- ---- problem records ----
insert into t.spoil (guard, statement) values
('problem_no_once', $$select clone('problem', '{"order_id": 900000400}', 900000770)$$),
('problem_once', $$select clone('problem', '{"no": "x"}', 900000770)$$),
('problem_given', $$update problem set step = '' where id = 900000770$$),
('problem_explained', $$update problem set explanation = 'x' where id = 900000772$$),
('problem_reviewed', $$update problem set review = '' where id = 900000770$$),
('problem_reviewed_by_another', $$update problem set state = 'REVIEWED', reviewed_by = 102
   where id = 900000770$$),
('problem_in_action', $$update problem set due = null where id = 900000770$$),
('problem_closed', $$update problem set closed_by = 104 where id = 900000770$$),
('problem_state_has_event', $$update problem set seq = seq + 1 where id = 900000770$$),
('problem_breach_once', $$select clone('problem_breach', '{}')$$),
('problem_breach_late', $$select clone('problem_breach', '{"clock": ""}')$$);

-- ---- money ----
insert into t.spoil (guard, statement) values
('receivable_no_once', $$select clone('receivable', '{"kind": "OPENING", "shipment_id": null}')$$),
('receivable_shipment_once', $$select clone('receivable', '{"no": "x"}')$$),
('receivable_given', $$select clone('receivable', '{"no": ""}')$$),
('receivable_balance', $$update receivable set credited = credited + 1 where id = 900000123$$),
('receivable_not_negative', $$update receivable set paid = -1, credited = credited + 1,
   invoiced = invoiced - 1
   where id = 900000123$$),
('receivable_invoiced_last', $$update receivable set open_s = open_s - 1, open_i = open_i + 1
   where id = 900000123$$),
('receivable_amount_grows',
 $$update receivable set amount = amount - 1, open_i = open_i - 1 where id = 900000610$$),
('receivable_amount_grows',
 $$update receivable set amount = amount - 1, open_s = open_s - 1 where id = 900000123$$),
('receivable_follows_corrections',
 $$update receivable set amount = amount + 1, paid = paid + 1 where id = 900000033$$),
('receivable_state_agrees', $$update receivable set state = 'PAID' where id = 900000123$$),
('receivable_state_agrees', $$update receivable set state = 'OPEN' where id = 900000023$$),
('receivable_billed_before', $$select clone('receivable', '{"no": "x", "invoiced_before": 1}',
   900000610)$$),
('receivable_billed_before', $$select clone('receivable', '{"no": "x", "shipment_id": null,
   "kind": "OPENING", "open_i": 7000, "open_s": 0, "paid": 0, "state": "OPEN", "amount": 7000,
   "invoiced": 7000, "credited": 0, "invoiced_before": 6000}')$$),
('receivable_batch_of_opening', $$select clone('receivable', '{"no": "x",
   "opening_id": 900000600}')$$),
('receivable_goods_have_shipment', $$select clone('receivable', '{"no": "x",
   "shipment_id": null}')$$),
('receivable_goods_have_order', $$select clone('receivable', '{"no": "x", "order_id": null}')$$),
('receivable_dates_run', $$update receivable set due = '2026-01-01' where id = 900000123$$),
('receivable_sane', $$update receivable set promised = -1 where id = 900000123$$),
('receivable_follows_ledger', 
 $$update receivable set open_s = open_s - 1, credited = credited + 1 where id = 900000123$$),
('receivable_follows_allocations', $$alter table exposure disable trigger all;
   update exposure set amount = amount - 1 where receivable_id = 900000610 and bucket = 'I'
       and amount > 0;
   update receivable set paid = paid + 1, open_i = open_i - 1 where id = 900000610$$),
('receivable_state_agrees', $$update receivable set state = 'PAID' where id = 900000630$$),
('receivable_not_negative', $$update receivable set written_off = -1, credited = credited + 1,
   invoiced = invoiced - 1 where id = 900000123$$),
('receivable_follows_write_offs', $$alter table write_off disable trigger all;
   update write_off set amount = 1999;
   update receivable set written_off = written_off where id = 900000630;
   update receivable set credited = credited - 1, written_off = written_off + 1, invoiced = invoiced
   where id = 900000123$$),
('limit_decision_sane', $$select clone('limit_decision', '{"lim": -1}')$$),
('limit_decision_waits_for_three', $$select clone('limit_decision', '{"state": "REFUSED"}')$$),
('limit_decision_decided', $$select clone('limit_decision', '{"decided_by": null}')$$),
('limit_decision_batch', $$select clone('limit_decision', jsonb_build_object('opening_id',
   (select min(id) from opening)), 900000641)$$),
('limit_decision_until', $$select clone('limit_decision', '{"valid_to": "2026-11-05"}', 900000640)$$),
('limit_decision_waits_once', $$select clone('limit_decision', '{}', 900000642)$$),
('limit_decision_is_signed', $$select clone('limit_decision', '{}', 900000641)$$),
('limit_signature_post', $$select clone('limit_signature', '{"role": "FIN"}')$$),
('limit_signature_delegated', $$select clone('limit_signature', '{"limit_id": 900000640,
   "principal_id": 104}')$$),
('limit_signed_once', $$select clone('limit_signature', '{"signer_id": 104,
   "principal_id": 104}')$$),
('limit_signed_by_one', $$select clone('limit_signature', '{"role": "GM"}',
   (select id from limit_signature where limit_id = 900000642))$$),
('limit_proposal_once', $$select clone('limit_proposal', '{}', 900000650)$$),
('limit_proposal_adjusted', $$select clone('limit_proposal', '{"quarter": "2027-01-01",
   "reason": "better"}', 900000650)$$),
('limit_proposal_submitted', $$select clone('limit_proposal', '{"quarter": "2027-01-01",
   "state": "SUBMITTED"}', 900000650)$$),
('limit_proposal_decided', $$select clone('limit_proposal', '{"quarter": "2027-01-01",
   "state": "SUBMITTED"}', 900000652)$$),
('limit_decision_of_review', $$select clone('limit_decision', jsonb_build_object('opening_id',
   (select min(id) from opening)), 900000643)$$),
('limit_proposal_quarter', $$select clone('limit_proposal', '{"quarter": "2026-11-01"}', 900000650)$$),
('limit_proposal_sane', $$select clone('limit_proposal', '{"quarter": "2027-01-01", "months": 0}', 900000650)$$),
('limit_proposal_last_grade', $$select clone('limit_proposal', '{"quarter": "2027-01-01", "grade": 5}',
   900000650)$$),
('policy_limit_months', $$select clone('policy', '{"limit_months": 0}')$$),
('policy_buffer_days', $$select clone('policy', '{"buffer_days": -1}')$$),
('policy_grade_shares', $$select clone('policy', '{"grade_2_pct": 96}')$$),
('policy_grade_factors', $$select clone('policy', '{"grade_4_factor": 81}')$$),
('policy_growth_least', $$select clone('policy', '{"growth_least_pct": 1}')$$),
('policy_growth_most', $$select clone('policy', '{"growth_most_pct": 101}')$$),
('policy_limit_round', $$select clone('policy', '{"limit_round": 0}')$$),
('customer_search', $$select clone('customer', '{"search": "e\u0301"}')$$),
('product_search', $$select clone('product', '{"search": "e\u0301"}')$$),
('policy_limit_pct', $$select clone('policy', '{"limit_pct": 101}')$$),
('write_off_given', $$select clone('write_off', '{"no": ""}')$$),
('write_off_decided', $$select clone('write_off', '{"decided_by": null}')$$),
('write_off_has_paper', $$select clone('write_off', '{"document_id": null}')$$),
('write_off_small_is_done', $$select clone('write_off', '{"small": true, "state": "REFUSED",
   "document_id": null}')$$),
('write_off_waits_once', $$select clone('write_off', '{"id": 899999998, "state": "ASKED",
   "document_id": null, "decided_by": null, "decided_at": null}');
   select clone('write_off', '{"state": "ASKED", "document_id": null, "decided_by": null,
   "decided_at": null}')$$),
('write_off_is_signed', $$select clone('write_off', '{}')$$),
('write_off_signature_post', $$select clone('write_off_signature', '{"role": "FIN"}')$$),
('write_off_signature_delegated', $$select clone('write_off_signature', '{"role": "GM",
   "principal_id": 101}')$$),
('write_off_signed_once', $$select clone('write_off_signature', '{"signer_id": 101,
   "principal_id": 101}')$$),
('write_off_signed_by_one', $$select clone('write_off_signature', '{"role": "GM"}')$$),
('receivable_state_has_event',
 $$update receivable set seq = seq + 1 where id = 900000123$$),
('receipt_no_once', $$select clone('receipt', '{"document_id": null}')$$),
('receipt_document_once', $$select clone('receipt', '{"no": "x"}')$$),
('receipt_bank_ref_once', $$select clone('receipt', '{"no": "x", "document_id": null}')$$),
('receipt_given', $$select clone('receipt', '{"no": ""}')$$),
('receipt_sane', $$update receipt set free = -1, allocated = allocated + 1 + free
   where id = 900000050$$),
('receipt_balance', $$update receipt set free = free - 1 where id = 900000050$$),
('receipt_balance', $$update receipt set free = 1 where id = 900000150$$),
('receipt_balance', $$update receipt set free = 1 where id = 900000160$$),
('receipt_cleared', $$update receipt set cleared_on = '2026-11-05' where id = 900000160$$),
('receipt_cleared', $$update receipt set state = 'OPEN', free = amount where id = 900000160$$),
('receipt_cleared_when', $$update receipt set state = 'OPEN', free = amount,
   cleared_on = '2026-11-01' where id = 900000160$$),
('receipt_cleared_when', $$update receipt set state = 'REVERSED', reversed_for = 'x',
   cleared_by = 106 where id = 900000160$$),
('receipt_paper', $$select clone('receipt', '{"no": "x", "bank_ref": "x", "document_id": null,
   "drawer": "x"}', 900000050)$$),
('receipt_stays_registered', $$update receipt set maturity = null where id = 900000160$$),
('receipt_stays_registered', $$update receipt set cleared_on = '2026-11-06'
   where id = 900000170$$),
('earmark_is_cleared', $$select clone('earmark', '{"receipt_id": 900000160}')$$),
('allocation_is_cleared', $$select clone('allocation', '{"receipt_id": 900000160}')$$),
('receipt_reversal_has_reason', $$update receipt set reversed_for = '' where id = 900000150$$),
('receipt_used_is_claimed',
 $$alter table receipt disable trigger stays_claimed;
   alter table receipt disable trigger goes;
   update receipt set account_id = null where id = 900000050$$),
('receipt_goes', $$update receipt set payer = 'x' where id = 900000050$$),
('receipt_goes', $$update receipt set account_id = 320, customer_id = 321 where id = 900000170$$),
('receipt_goes', $$update receipt set account_id = 320, customer_id = 321 where id = 900000190$$),
('receipt_goes', $$update receipt set account_id = 330, customer_id = 331 where id = 900000180$$),
('receipt_goes', $$update receipt set account_id = null, customer_id = null where id = 900000170$$),
('receipt_goes', $$select clone('earmark', '{"receipt_id": 900000190, "amount": 0, "used": 0}');
   update receipt set account_id = null, customer_id = null, claimed_by = null, claimed_at = null
   where id = 900000190$$),
('receipt_whose', $$select clone('receipt', '{"no": "x", "bank_ref": "x", "document_id": null,
   "account_id": 330}', 900000180)$$),
('receipt_claim', $$select clone('receipt', '{"no": "x", "bank_ref": "x", "document_id": null,
   "claimed_at": null}', 900000190)$$),
('receipt_claim', $$select clone('receipt', '{"no": "x", "bank_ref": "x", "document_id": null,
   "claimed_by": 107, "claimed_at": "2026-11-02 00:00:00Z"}', 900000180)$$),
('receipt_follows_ledger', $$update receipt set account_id = 330, customer_id = 331,
   claimed_by = 107, claimed_at = t.clock() where id = 900000180$$),
('receipt_follows_ledger', $$update receipt set account_id = null, customer_id = null,
   claimed_by = null, claimed_at = null where id = 900000190$$),
('receipt_whose', $$select clone('receipt', '{"no": "x", "bank_ref": "x", "document_id": null,
   "payer": ""}', 900000180)$$),
('receipt_stays_claimed', $$alter table receipt disable trigger goes;
   update receipt set account_id = 330 where id = 900000050$$),
('receipt_follows_ledger', $$update receipt set free = free - 1, earmarked = earmarked + 1
   where id = 900000050$$),
('receipt_follows_allocations', $$alter table exposure disable trigger all;
   update exposure set amount = amount + 1 where receipt_id = 900000050 and bucket = 'D'
       and id = (select max(id) from exposure where receipt_id = 900000050);
   update receipt set free = free - 1, allocated = allocated + 1 where id = 900000050$$),
('receipt_refunded', $$update receipt set refunded = -1, free = 5001 where id = 900000660$$),
('receipt_follows_refunds', $$alter table refund disable trigger all;
   update refund set amount = amount - 1 where id = 900000661;
   update receipt set refunded = refunded where id = 900000660$$),
('receipt_refund_stays_claimed',
 $$alter table receipt disable trigger stays_claimed;
   alter table receipt disable trigger goes;
   update receipt set account_id = null where id = 900000660$$),
('refund_is_counted', $$update refund set state = 'PAID', decided_by = 115,
   decided_at = now(), paid_on = '2026-11-06', bank_ref = 'OUT-2', document_id = (select max(id)
   from document where series = 'IV') where id = 900000662$$),
('refund_given', $$select clone('refund', '{"reason": ""}', 900000662)$$),
('refund_decided', $$select clone('refund', '{"decided_by": 115}', 900000662)$$),
('refund_paid', $$select clone('refund', '{"paid_on": null}', 900000661)$$),
('refund_two_people', $$select clone('refund', '{"decided_by": 107}', 900000661)$$),
('refund_waits_once', $$select clone('refund', '{}', 900000662)$$),
('refund_bank_ref_once', $$select clone('refund', '{"document_id": 1}', 900000661)$$),
('refund_document_once', $$select clone('refund', '{"bank_ref": "OUT-3"}', 900000661)$$),
('earmark_not_negative', $$update earmark set used = -1$$),
('earmark_once', $$select clone('earmark', '{}')$$),
('allocation_sign_fits', $$select clone('allocation', '{"amount": -1}')$$),
('allocation_shortfall_within', $$select clone('allocation', '{"shortfall": -1}')$$),
('allocation_is_counted', $$select clone('allocation', '{"amount": 1}')$$),
('exposure_sane', $$select clone('exposure', '{"amount": 0}')$$),
('exposure_belongs', $$select clone('exposure', '{"bucket": "S", "receivable_id": null}')$$),
('exposure_belongs', $$select clone('exposure', '{"bucket": "D", "receipt_id": null}')$$),
('exposure_is_counted', $$select clone('exposure', '{}')$$),
('credit_account_follows_ledger',
 $$update credit_account set reserved = reserved + 1 where id = 320$$),
('credit_account_follows_ledger',
 $$update credit_account set last_entry_id = (select min(id) from exposure
   where account_id = 320) where id = 320$$),
('credit_account_follows_ledger', $$select clone('exposure', '{}');
   update credit_account set last_entry_id = 899999999 where id = 320$$),
('verdict_result_given', $$select clone('verdict', '{"result": ""}')$$),
('verdict_sane', $$select clone('verdict', '{"overdue": -1}')$$),
('verdict_order_of_entries', $$select clone('verdict', '{"seen_id": 5, "entry_id": 4}')$$),
('quota_entry_sane', $$select clone('quota_entry', '{"qty": 0}')$$),
('quota_change_kind_given', $$select clone('quota_change', '{"kind": ""}')$$),
('quota_change_transfer_has_both', $$select clone('quota_change', '{"kind": "TRANSFER_OUT"}')$$),
('quota_change_not_to_itself', $$select clone('quota_change', '{"other_cell_id": 350}')$$);

-- ---- papers, log, files ----
insert into t.spoil (guard, statement) values
('document_once', $$select clone('document', '{"number": "x"}')$$),
('document_number_once', $$select clone('document', '{"period": "2612", "no": 1}')$$),
('document_given', $$select clone('document', '{"number": "", "no": 99}')$$),
('document_is_whole', $$select clone('document', '{"number": "x", "no": 99, "body": "y"}')$$),
('document_not_itself', $$select clone('document', '{"number": "x", "no": 99,
   "reverses_id": 899999999}')$$),
('document_is_counted', $$select clone('document', '{"number": "x", "no": 99}')$$),
('document_reversed_once', $$select clone('document', '{"number": "x", "no": 99}',
   (select id from document where series = 'RR'))$$),
('document_reversal_is_exact', $$select t.cmd('x', 107), t.doc('VN', 900000100, -1,
   (select document_id from note where id = 900000110))$$),
('print_copy_once', $$select clone('print_copy', '{}')$$),
('print_copy_sane', $$select clone('print_copy', '{"copy_no": 0}')$$),
('invoice_no_once', $$select clone('invoice', '{"document_id": 1}')$$),
('invoice_document_once', $$select clone('invoice', '{"no": "x"}')$$),
('invoice_given', $$select clone('invoice', '{"no": ""}')$$),
('invoice_split', $$select clone('invoice', '{"no": "x", "tax": 0}')$$),
('invoice_sign_fits', $$select clone('invoice', '{"no": "x", "reverses_id": 1}')$$),
('invoice_replaced_once', $$select clone('invoice', '{"no": "x", "document_id": 1}',
   900000042)$$),
('invoice_replaces_with_figures', $$select clone('invoice', '{"no": "x", "document_id": 1,
   "replaces_id": 900000621}', 900000041)$$),
('invoice_line_signs_agree', $$select clone('invoice_line', '{"qty": -1}')$$),
('invoice_line_goods_are_whole', $$select clone('invoice_line', '{"product_id": null}')$$),
('call_log_sane', $$select clone('call_log', '{"read_out": -1}')$$),
('telling_given', $$select clone('telling', '{"result": ""}')$$),
('author_of_a_version', $$select clone('author', '{"version": 0}')$$),
('thread_says_something', $$select clone('thread', '{"body": ""}')$$),
('thread_file_is_hashed', $$select clone('thread', '{"file_ref": "f"}')$$),
('event_given', $$select clone('event', '{"op": ""}')$$),
('event_counted', $$select clone('event', '{"machine": "ORDER", "seq": 0}')$$),
('event_once', $$select clone('event', '{}', (select min(id) from event where seq > 0))$$),
('event_order_is_entity', $$select clone('event', '{"seq": 99, "order_id": null}',
   (select min(id) from event where machine = 'ORDER'))$$),
('event_joins', $$select clone('event', '{"seq": 99}',
   (select min(id) from event where machine = 'ORDER'))$$),
('event_joins', $$select clone('event', '{"machine": "NOTE", "seq": 1, "entity_id": 5,
   "from_state": "DRAFT"}', (select min(id) from event where machine = 'ORDER'))$$),
('event_seal_once', $$insert into event_seal (no, event_id, hash)
   select no + 1000, event_id, hash from event_seal$$),
('event_seal_sane', $$insert into event_seal (no, event_id, hash) values (0, 1, 'x')$$),
('command_given', $$insert into command (id, op, actor_id, body_sha256, outcome, answer, at)
   values ('x', 'x', 1, repeat('0', 64), '', '{}', now())$$),
('command_id_sane', $$insert into command (id, op, actor_id, body_sha256, outcome, answer, at)
   values ('a b', 'x', 1, repeat('0', 64), 'DONE', '{}', now())$$),
('command_is_hash', $$insert into command (id, op, actor_id, body_sha256, outcome, answer, at)
   values ('x', 'x', 1, 'x', 'DONE', '{}', now())$$),
('command_pkey', $$insert into command (id, op, actor_id, body_sha256, outcome, answer, at)
   select id, op, actor_id, body_sha256, outcome, answer, at from command limit 1$$),
('file_once', $$select clone('file', '{}')$$),
('file_sane', $$select clone('file', '{"sha256": "0"}')$$),
('file_bytes_pkey', $$insert into file_bytes select * from file_bytes$$),
('file_link_once', $$select clone('file_link', '{}')$$),
('file_link_named', $$select clone('file_link', '{"name": ""}')$$),
('file_link_sane', $$select clone('file_link', '{"order_id": null}')$$),
('file_bytes_sane', $$insert into file_bytes values (104, '0', 1, 0, 'x')$$),
('policy_file_sane', $$select clone('policy', '{"file_bytes": 0}')$$),
-- references: one of each way to point nowhere
('orders_customer_id_fkey', $$update orders set customer_id = 1 where id = 900000000$$),
('event_command_id_fkey', $$select clone('event', '{"command_id": "none"}')$$),
('orders_verdict_id_fkey', $$update orders set verdict_id = 1 where id = 900000000$$),
('exposure_receipt_id_fkey', $$alter table exposure disable trigger is_counted;
   select clone('exposure', '{"receipt_id": 1}')$$);

-- ---- texts, by each domain, and enumerations ----
insert into t.spoil select 'line_text_check', 'line of U+' || to_hex(c),
    format('update customer set name = %L where id = 321', 'a' || chr(c) || 'b')
    from unnest(array[1, 9, 10, 13, 27, 31, 127, 133, 155, 173, 1564, 8203, 8205, 8207, 8232,
                      8234, 8238, 8288, 8294, 8297, 65279, 65529, 917505]) c;
insert into t.spoil select 'prose_check', 'prose of U+' || to_hex(c),
    format('update orders set memo = %L where id = 900000000', 'a' || chr(c) || 'b')
    from unnest(array[1, 8, 11, 12, 13, 27, 127, 155, 8203, 8238, 65279]) c;
insert into t.spoil select 'paper_check', 'paper of U+' || to_hex(c),
    format($f$select clone('document', '{"number": "x", "no": 99}'::jsonb
        || jsonb_build_object('body', %L))$f$, chr(c)) from unnest(array[13, 27, 8238]) c;
insert into t.spoil (guard, name, statement) values
('line_text_check', 'line not composed', $$update customer set name = U&'n\0303' where id = 321$$),
('line_text_check', 'line too long', $$update customer set name = repeat('x', 501) where id = 321$$),
('prose_check', 'prose too long', $$update orders set memo = repeat('x', 65537)
   where id = 900000000$$);
insert into t.spoil select typname || '_check', null, format('select ''NONSENSE''::osb.%I', typname)
    from pg_type where typnamespace = 'osb'::regnamespace and typtype = 'd'
      and typname not in ('line_text', 'prose', 'paper');

-- ---- what stays as it was written: ledgers as wholes, other tables by their frozen columns ----
insert into t.spoil select c.relname || case when c.relname = 'file_bytes' and s.verb = 'delete'
        then '_piece_goes' else '_append_only' end, c.relname || ' ' || s.verb,
    format(s.statement, c.relname)
    from pg_trigger g join pg_class c on c.oid = g.tgrelid
         cross join (values ('update', 'update %I set %2$I = %2$I'), ('delete', 'delete from %I'),
                            ('truncate', 'truncate %I cascade')) s (verb, statement)
    where g.tgname = 'append_only' and s.verb <> 'update';
insert into t.spoil select c.relname || '_append_only', c.relname || ' update',
    format('update %I set %I = %2$I', c.relname, a.attname)
    from pg_trigger g join pg_class c on c.oid = g.tgrelid
         join pg_attribute a on a.attrelid = c.oid and a.attnum = 1
    where g.tgname = 'append_only';
insert into t.spoil select c.relname || '_no_delete', c.relname || ' ' || s.verb,
    format(s.statement, c.relname)
    from pg_trigger g join pg_class c on c.oid = g.tgrelid
         cross join (values ('delete', 'delete from %I'), ('truncate', 'truncate %I')) s
                    (verb, statement)
    where g.tgname = 'no_delete' and (s.verb = 'delete' or not exists (
        select from pg_constraint f where f.confrelid = c.oid and f.contype = 'f'));
insert into t.spoil select c.relname || '_frozen', c.relname || '.' || f.col || ' changed',
    format('update %I set %I = %s where ctid = (select min(ctid) from %1$I)', c.relname, f.col,
        case when ty.typname in ('int8', 'int4') then format('coalesce(%I, 0) + 1', f.col)
             when ty.typname = 'bool' then format('not %I', f.col)
             when ty.typname = 'date' then format('coalesce(%I, ''2020-01-01'') + 31', f.col)
             when ty.typname = 'timestamptz' then format('coalesce(%I, now()) + ''1 day''', f.col)
             when ty.typtype = 'd' and d.vals is not null then format(
                 '(select v from unnest(%L::text[]) v where v <> %I and v <> '''' limit 1)',
                 d.vals, f.col)
             else format('%I || ''x''', f.col) end)
    from pg_trigger g join pg_class c on c.oid = g.tgrelid
         cross join lateral (select distinct m[1] col from regexp_matches(
             pg_get_triggerdef(g.oid), 'old\.([a-z_0-9]+)', 'g') m) f
         join pg_attribute a on a.attrelid = c.oid and a.attname = f.col
         join pg_type ty on ty.oid = a.atttypid
         left join lateral (select array_agg(m[1]) vals from pg_constraint k,
             regexp_matches(pg_get_constraintdef(k.oid), '''([^'']*)''::text', 'g') m
             where k.contypid = ty.oid and ty.typname not in ('line_text', 'prose', 'paper')) d
             on true
    where g.tgname = 'frozen';

-- ---- run them ----
select say(met is not distinct from guard, format('refuses %s%s', coalesce(name || ': ', ''), guard)
           || case when met is distinct from guard then ' (met ' || coalesce(met, 'nothing')
              || ' with ' || statement || ')' else '' end)
from (select *, t.violation(statement) met from t.spoil) s;

-- every named guard was met at least once
select say(exists (select from t.spoil s where s.guard = g.name), 'meets ' || g.name)
from (select conname::text name from pg_constraint
      where connamespace = 'osb'::regnamespace and contype in ('c', 'u', 'x')
      union
      select c.relname || '_' || g.tgname from pg_trigger g join pg_class c on c.oid = g.tgrelid
      where c.relnamespace = 'osb'::regnamespace and not g.tgisinternal
        and g.tgname not in ('follows_ledger')) g;

-- ---- and what must pass ----
select say(t.violation(statement) is null, 'allows ' || name)
from (values
    ('composed text of many scripts', $$update customer set name = 'Ñandú 東北 Straße 😀 שלום'
      where id = 321$$),
    ('line ends in a memo', E'update orders set memo = E''a\\n\\tb'' where id = 900000000'),
    ('a limit below the exposure', $$update credit_account set lim = 0 where id = 330$$),
    ('voiding and signing again in either order', $$
      select clone('signature', '{"id": 899999998, "signer_id": 102, "principal_id": 102}');
      update signature set void_at = at where order_id = 900000000 and id < 899999998$$),
    ('a new number for a line that was amended away', $$
      select clone('order_line', '{"amount": 0, "price": 0}');
      update order_line set removed = true where id = 900000001;
      update orders set total = 0 where id = 900000000;
      update order_line set amount = 100000, price = 1000 where id = 899999999;
      update orders set total = 100000 where id = 900000000$$),
    ('the first number of a new month', $$update counter set period = '2612', last_no = 0,
      last_at = last_at + interval '1 month' where series = 'DN'$$),
    ('the same bank reference after a reversal', $$
      select t.cmd('receipt.record', 107);
      select t.receive(900000999, 331, 330, 5);
      $$),
    ('two commands on one account in one transaction', $$
      select t.receive(900000998, 331, 330, 5); select t.receive(900000997, 331, 330, 7)$$)
) v (name, statement);
