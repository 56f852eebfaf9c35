-- What changes while the work goes on: orders, notes, shipments, receivables, receipts, and
-- what people are asked and told. An order's states before its acceptance need little; from
-- there on each state has facts without which it is impossible, and they are checked here.
set local role osb_owner;
set local search_path = osb;

-- reserved is the order's share of its account's bucket R, earmarked its share of E (as a
-- positive amount). seq is the seq of its last event. signed_* is what the signer saw and took
-- upon himself, so that printing asks only about what became worse.
create table orders (
    id               bigint primary key,
    no               line_text not null default '',
    state            order_state not null,
    version          bigint not null,
    content_hash     line_text not null default '',
    customer_id      bigint not null,
    account_id       bigint not null,
    origin           origin not null,
    channel          channel not null,
    reference        line_text not null default '',
    contract         line_text not null default '',
    arrival          timestamptz,
    keyed_at         timestamptz not null,
    business_day     date,
    quota_month      date,
    wanted           date,
    station_id       bigint,
    ship_to          prose not null default '',
    total            bigint not null,
    has_stated       boolean not null,
    stated_total     bigint not null,
    cash_basis       boolean not null,
    cash_reason      cash_reason not null,
    keyed_by         bigint not null,
    checked_by       bigint,
    verified_by      bigint,
    verified_at      timestamptz,
    approved_by      bigint,
    approved_at      timestamptz,
    attested_by      line_text not null default '',
    confirmed_by     line_text not null default '',
    csr_id           bigint,
    scr_id           bigint,
    bcr_id           bigint,
    memo             prose not null default '',
    verdict_id       bigint,
    reserved         bigint not null,
    earmarked        bigint not null,
    tolerated        bigint not null,
    quota_held       boolean not null,
    signed_excess    bigint not null,
    signed_overdue   bigint not null,
    signed_limit     bigint not null,
    signed_at        timestamptz,
    granted_at       timestamptz,
    state_since      timestamptz not null,
    due_at           timestamptz,
    ship_due_at      timestamptz,
    note_id          bigint,
    remainder_closed boolean not null,
    returned_for     prose not null default '',
    seq              bigint not null,
    closed_at        timestamptz,
    complete         boolean not null,
    constraint orders_no_once unique (no),
    constraint orders_given check (no <> '' and state <> '' and origin <> '' and channel <> ''),
    constraint orders_sane
        check (version >= 1 and seq >= 0 and total >= 0 and tolerated >= 0),
    constraint orders_amounts_not_negative check (reserved >= 0 and earmarked >= 0),
    constraint orders_cash_has_reason check (cash_basis = (cash_reason <> '')),
    constraint orders_cash_reserves_no_limit check (not cash_basis or reserved = 0),
    constraint orders_reserves_in_its_states
        check (reserved = 0 or state in ('WAIT_MA', 'WAIT_MGR', 'APPROVED', 'FIN_QUEUE',
            'BILLED', 'HANDED_OVER')),
    constraint orders_quota_in_its_states
        check (not quota_held or state not in ('DRAFT', 'VERIFIED', 'RECEIVED', 'RETURNED',
            'REJECTED', 'CANCELLED')),
    constraint orders_accepted_is_complete
        check (state in ('DRAFT', 'VERIFIED', 'RECEIVED', 'CANCELLED') or (csr_id is not null
            and scr_id is not null and bcr_id is not null and memo <> '')),
    constraint orders_received_is_dated
        check (state in ('DRAFT', 'VERIFIED', 'CANCELLED') or (arrival is not null
            and business_day is not null)),
    constraint orders_judged
        check (state not in ('WAIT_MA', 'WAIT_MGR', 'HOLD_CREDIT', 'WAIT_ST', 'WAIT_FUNDS',
            'APPROVED', 'FIN_QUEUE', 'BILLED', 'HANDED_OVER', 'CLOSED')
            or verdict_id is not null),
    constraint orders_billed_has_note
        check (state not in ('BILLED', 'HANDED_OVER', 'CLOSED') or note_id is not null),
    constraint orders_closed_is_dated check (state <> 'CLOSED' or closed_at is not null),
    constraint orders_verified_whole check ((verified_by is null) = (verified_at is null)),
    -- a keyed paper attests when it was approved by somebody who is no user here
    constraint orders_approved_whole
        check (case when approved_by is null then approved_at is null or attested_by <> ''
                    else approved_at is not null end),
    constraint orders_two_people check (verified_by <> approved_by)
);

-- A line that was amended away stays, marked removed, for the history. amount is what is
-- granted, or what is ordered as long as no quota check has spoken.
create table order_line (
    id         bigint primary key,
    order_id   bigint not null,
    line_no    bigint not null,
    product_id bigint not null,
    ordered    bigint not null,
    granted    bigint not null,
    cut_for    cut_cause not null,
    price      bigint not null,
    price_per  bigint not null,
    amount     bigint not null,
    over_quota bigint not null,
    closed     bigint not null,
    remark     prose not null default '',
    removed    boolean not null,
    constraint order_line_once
        exclude using btree (order_id with =, line_no with =)
        where (not removed)
        deferrable initially deferred,
    constraint order_line_sane
        check (line_no >= 1 and ordered > 0 and price >= 0 and price_per >= 1),
    constraint order_line_granted_within check (granted between 0 and ordered),
    constraint order_line_over_within check (over_quota between 0 and granted),
    constraint order_line_closed_within check (closed between 0 and granted),
    constraint order_line_amount_is_product
        check (amount = line_amount(granted, price, price_per) or (granted = 0
            and amount = line_amount(ordered, price, price_per)))
);

-- A delivery note (R-118). At most one per order is under way; the next is printed for a
-- remainder that was changed.
create table note (
    id            bigint primary key,
    no            line_text not null default '',
    order_id      bigint not null,
    account_id    bigint not null,
    order_version bigint not null,
    state         note_state not null,
    total         bigint not null,
    station_id    bigint,
    ship_to       prose not null default '',
    copies        bigint not null,
    document_id   bigint not null,
    printed_by    bigint not null,
    printed_at    timestamptz not null,
    handed_at     timestamptz,
    handed_by     bigint,
    accepted_by   bigint,
    accepted_at   timestamptz,
    stopped       boolean not null,
    stopped_by    bigint,
    stopped_at    timestamptz,
    stop_reason   prose not null default '',
    paused_us     bigint not null,
    due_at        timestamptz,
    explain_at    timestamptz,
    refused_for   prose not null default '',
    seq           bigint not null,
    void_asked_by bigint,
    void_role     role not null,
    void_way      void_way not null,
    void_reason   prose not null default '',
    constraint note_no_once unique (no),
    constraint note_document_once unique (document_id),
    constraint note_one_under_way
        exclude using btree (order_id with =)
        where (state in ('PRINTED', 'HANDED', 'ACCEPTED'))
        deferrable initially deferred,
    constraint note_given check (no <> '' and state <> ''),
    constraint note_sane check (total >= 0 and copies >= 1 and paused_us >= 0 and seq >= 0),
    constraint note_handed_is_dated
        check (state not in ('HANDED', 'ACCEPTED', 'DONE') or (handed_at is not null
            and handed_by is not null)),
    constraint note_accepted_is_dated
        check (state not in ('ACCEPTED', 'DONE') or (accepted_at is not null
            and accepted_by is not null)),
    constraint note_void_asked_is_whole
        check ((void_asked_by is null) = (void_way = '')
            and (void_asked_by is null) = (void_role = '')),
    constraint note_stop_is_whole
        check (not stopped or (stopped_by is not null and stopped_at is not null
            and stop_reason <> ''))
);

-- qty = what is to go out. allocated and issued count what is in shipments, backorder waits
-- for stock, closed will never go.
create table note_line (
    id            bigint primary key,
    note_id       bigint not null,
    order_line_id bigint not null,
    product_id    bigint not null,
    qty           bigint not null,
    allocated     bigint not null,
    issued        bigint not null,
    backorder     bigint not null,
    closed        bigint not null,
    closed_amount bigint not null,
    promised      date,
    judged        date,
    constraint note_line_once unique (note_id, order_line_id),
    constraint note_line_sane
        check (qty > 0 and allocated >= 0 and issued >= 0 and backorder >= 0 and closed >= 0
            and closed_amount >= 0),
    constraint note_line_allocated_within check (allocated + backorder + closed <= qty),
    constraint note_line_issued_within check (issued + backorder + closed <= qty)
);

-- One of the parts in which a note leaves. Its lines stand still from issue on but for what is
-- invoiced, returned and found different.
create table shipment (
    id            bigint primary key,
    note_id       bigint not null,
    order_id      bigint not null,
    account_id    bigint not null,
    part          bigint not null,
    state         shipment_state not null,
    warehouse_id  bigint not null,
    outbound_no   line_text not null default '',
    document_id   bigint,
    allocated_by  bigint,
    picked_by     bigint,
    checked_by    bigint,
    issued_by     bigint,
    issued_at     timestamptz,
    consigned_by  bigint,
    consigned_at  timestamptz,
    waybill       line_text not null default '',
    carrier       line_text not null default '',
    station_id    bigint,
    station_ok_by bigint,
    packages      bigint not null,
    weight_g      bigint not null,
    freight       bigint not null,
    fed_back_at   timestamptz,
    expected      date,
    slip_due      date,
    confirmed_on  date,
    signer        line_text not null default '',
    deemed        boolean not null,
    accurate      boolean not null,
    receivable_id bigint,
    due_at        timestamptz,
    seq           bigint not null,
    constraint shipment_part_once unique (note_id, part),
    constraint shipment_outbound_once
        exclude using btree (outbound_no with =)
        where (outbound_no <> '')
        deferrable initially deferred,
    constraint shipment_document_once unique (document_id),
    constraint shipment_receivable_once unique (receivable_id),
    constraint shipment_sane
        check (state <> '' and part >= 1 and packages >= 0 and weight_g >= 0 and freight >= 0
            and seq >= 0),
    constraint shipment_issued_is_dated
        check (state not in ('ISSUED', 'CONSIGNED', 'FED_BACK', 'CONFIRMED', 'CONFIRMED_DIFF',
            'REFUSED', 'LOST') or (picked_by is not null and checked_by is not null
            and issued_at is not null and issued_by is not null)),
    constraint shipment_consigned_is_whole
        check (state not in ('CONSIGNED', 'FED_BACK', 'CONFIRMED', 'CONFIRMED_DIFF',
            'REFUSED', 'LOST') or (consigned_at is not null and consigned_by is not null
            and receivable_id is not null)),
    constraint shipment_receivable_from_consignment
        check (receivable_id is null or state in ('CONSIGNED', 'FED_BACK', 'CONFIRMED',
            'CONFIRMED_DIFF', 'REFUSED', 'LOST')),
    constraint shipment_confirmed_is_dated
        check (state not in ('CONFIRMED', 'CONFIRMED_DIFF') or confirmed_on is not null)
);

-- The changing companion of what was issued: invoice lines and stock moves cannot be locked,
-- this row can. What is invoiced is what no red invoice took back.
create table shipment_line (
    id              bigint primary key,
    shipment_id     bigint not null,
    note_line_id    bigint not null,
    order_line_id   bigint not null,
    product_id      bigint not null,
    qty             bigint not null,
    amount          bigint not null,
    issued          boolean not null,
    invoiced        bigint not null,
    invoiced_amount bigint not null,
    returned        bigint not null,
    returned_amount bigint not null,
    received        bigint not null,
    diff            diff_kind not null,
    diff_qty        bigint not null,
    claim           claim_action not null,
    constraint shipment_line_once unique (shipment_id, note_line_id),
    constraint shipment_line_sane
        check (qty > 0 and amount >= 0 and invoiced >= 0 and returned >= 0 and received >= 0
            and diff_qty >= 0),
    constraint shipment_line_amounts_sane check (invoiced_amount >= 0 and returned_amount >= 0),
    constraint shipment_line_billed_within check (invoiced + returned <= qty),
    constraint shipment_line_billed_amount_within
        check (invoiced_amount + returned_amount <= amount),
    constraint shipment_line_received_within check (received <= qty),
    constraint shipment_line_not_before_issue
        check (issued or (invoiced = 0 and returned = 0 and received = 0)),
    constraint shipment_line_claim_has_difference check (claim = '' or diff <> '')
);

-- Every fen of amount is open (not invoiced: open_s, the account's S; invoiced: open_i, its
-- I), paid or credited (returned, reduced, written off). What is paid goes off the invoiced
-- part first; what is credited was either never invoiced or is taken back by a red invoice. An
-- OPENING one came with the opening balances and has no shipment.
create table receivable (
    id          bigint primary key,
    no          line_text not null default '',
    kind        receivable_kind not null,
    account_id  bigint not null,
    customer_id bigint not null,
    order_id    bigint,
    shipment_id bigint,
    state       receivable_state not null,
    amount      bigint not null,
    open_s      bigint not null,
    open_i      bigint not null,
    invoiced    bigint not null,
    paid        bigint not null,
    credited    bigint not null,
    basis_day   date,
    due         date,
    disputed    boolean not null,
    doubtful    boolean not null,
    bcr_id      bigint,
    opened_at   timestamptz not null,
    promised_on date,
    promised    bigint not null,
    seq         bigint not null,
    constraint receivable_no_once unique (no),
    constraint receivable_shipment_once unique (shipment_id),
    constraint receivable_given check (no <> '' and kind <> '' and state <> ''),
    constraint receivable_balance check (amount = open_s + open_i + paid + credited),
    constraint receivable_not_negative
        check (amount >= 0 and open_s >= 0 and open_i >= 0 and invoiced >= 0 and paid >= 0
            and credited >= 0),
    constraint receivable_invoiced_last
        check (open_s = least(open_s + open_i, greatest(amount - credited - invoiced, 0))),
    constraint receivable_state_agrees
        check (case state when 'OPEN' then paid = 0 and open_s + open_i > 0 when 'PART_PAID'
            then paid > 0 and open_s + open_i > 0 else open_s + open_i = 0 end),
    constraint receivable_goods_have_shipment
        check ((kind = 'GOODS') = (shipment_id is not null)),
    constraint receivable_goods_have_order check (kind <> 'GOODS' or order_id is not null),
    constraint receivable_dates_run check (due >= basis_day),
    constraint receivable_sane check (promised >= 0 and seq >= 0)
);

-- Money that came. Every fen of amount is free (the account's D), promised to an order (its E)
-- or allocated to receivables; a reversed receipt holds nothing any more.
create table receipt (
    id           bigint primary key,
    no           line_text not null default '',
    account_id   bigint,
    customer_id  bigint,
    state        receipt_state not null,
    method       pay_method not null,
    bank_ref     line_text not null default '',
    received_on  date not null,
    amount       bigint not null,
    free         bigint not null,
    earmarked    bigint not null,
    allocated    bigint not null,
    recorded_by  bigint not null,
    recorded_at  timestamptz not null,
    opening      boolean not null,
    reversed_for prose not null default '',
    document_id  bigint,
    seq          bigint not null,
    constraint receipt_no_once unique (no),
    constraint receipt_bank_ref_once
        exclude using btree (bank_ref with =)
        where (bank_ref <> '' and state <> 'REVERSED')
        deferrable initially deferred,
    constraint receipt_given check (no <> '' and state <> ''),
    constraint receipt_sane
        check (amount > 0 and free >= 0 and earmarked >= 0 and allocated >= 0 and seq >= 0),
    constraint receipt_balance
        check (case state when 'REVERSED' then free = 0 and earmarked = 0 and allocated = 0
            else amount = free + earmarked + allocated end),
    constraint receipt_reversal_has_reason check ((state = 'REVERSED') = (reversed_for <> '')),
    constraint receipt_used_is_claimed
        check (account_id is not null or (earmarked = 0 and allocated = 0)),
    constraint receipt_document_once unique (document_id)
);

-- Money of a receipt promised to one order: gone from D, so that it makes no room for others.
-- amount is what is still promised, used what went to the order's receivables.
create table earmark (
    id         bigint primary key,
    receipt_id bigint not null,
    account_id bigint not null,
    order_id   bigint not null,
    amount     bigint not null,
    used       bigint not null,
    constraint earmark_not_negative check (amount >= 0 and used >= 0),
    constraint earmark_once unique (receipt_id, order_id)
);

-- Binds a version and a content (law 5). Only void_at is ever written afterwards. While it is
-- live a person signs once, and is signed for once, per order version and kind (I08).
create table signature (
    id            bigint primary key,
    order_id      bigint not null,
    version       bigint not null,
    content_hash  line_text not null default '',
    kind          sign_kind not null,
    role          role not null,
    signer_id     bigint not null,
    principal_id  bigint,
    delegation_id bigint,
    consent_at    timestamptz,
    consent_by    line_text not null default '',
    remark        prose not null default '',
    at            timestamptz not null,
    void_at       timestamptz,
    flagged       boolean not null,
    case_id       bigint,
    constraint signature_given check (kind <> '' and role <> '' and content_hash <> ''),
    constraint signature_void_after check (void_at >= at),
    constraint signature_one_per_principal
        exclude using btree (order_id with =, version with =, (kind::text) with =,
            coalesce(principal_id, signer_id) with =)
        where (void_at is null)
        deferrable initially deferred,
    constraint signature_one_per_signer
        exclude using btree (order_id with =, version with =, (kind::text) with =,
            signer_id with =)
        where (void_at is null)
        deferrable initially deferred,
    constraint signature_delegated_has_principal
        check (delegation_id is null or principal_id is not null)
);

-- One application for special treatment (R-109 to R-114); one open case an order.
create table st_case (
    id            bigint primary key,
    order_id      bigint not null,
    version       bigint not null,
    reason        st_reason not null,
    grounds       prose not null default '',
    record        prose not null default '',
    state         case_state not null,
    applied_by    bigint not null,
    applied_at    timestamptz not null,
    due_at        timestamptz,
    strict_due_at timestamptz,
    decided_at    timestamptz,
    refused_by    bigint,
    constraint st_case_given check (reason <> '' and state <> ''),
    constraint st_case_other_has_grounds check (reason <> 'OTHER' or grounds <> ''),
    constraint st_case_decided_is_dated check ((state = 'OPEN') = (decided_at is null)),
    constraint st_case_refused_by_someone check (state <> 'REFUSED' or refused_by is not null),
    constraint st_case_one_open
        exclude using btree (order_id with =)
        where (state = 'OPEN')
        deferrable initially deferred
);

-- An order asks another area (R-173) or the SLT (R-099) for quota.
create table quota_request (
    id            bigint primary key,
    kind          request_kind not null,
    order_id      bigint not null,
    order_line_id bigint,
    from_cell_id  bigint,
    to_cell_id    bigint,
    from_area_id  bigint,
    qty           bigint not null,
    given         bigint not null,
    state         request_state not null,
    asked_by      bigint not null,
    asked_at      timestamptz not null,
    decided_by    bigint,
    decided_at    timestamptz,
    reason        prose not null default '',
    constraint quota_request_given check (kind <> '' and state <> ''),
    constraint quota_request_within check (qty > 0 and given between 0 and qty),
    constraint quota_request_decided_is_dated check ((state = 'OPEN') = (decided_at is null)),
    constraint quota_request_given_when_given check (given = 0 or state = 'GIVEN')
);

-- What somebody is to be told or asked (R-008), until done_at.
create table message (
    id          bigint primary key,
    kind        message_kind not null,
    order_id    bigint,
    customer_id bigint,
    to_role     role not null,
    to_user_id  bigint,
    body        prose not null default '',
    at          timestamptz not null,
    due_at      timestamptz,
    done_at     timestamptz,
    constraint message_kind_given check (kind <> ''),
    constraint message_to_somebody
        check (to_role <> '' or to_user_id is not null or customer_id is not null),
    constraint message_done_after check (done_at >= at)
);

-- A file that belongs to a paper (R-385), kept whole; thread.file_sha256 names one too.
create table attachment (
    id          bigint primary key,
    order_id    bigint,
    shipment_id bigint,
    customer_id bigint,
    document_id bigint,
    name        line_text not null,
    media_type  line_text not null,
    sha256      text not null,
    content     bytea not null,
    added_by    bigint not null,
    added_at    timestamptz not null,
    constraint attachment_named check (name <> ''),
    constraint attachment_is_whole check (sha256 = encode(sha256(content), 'hex')),
    constraint attachment_sane check (octet_length(content) between 1 and 16 * 1024 * 1024),
    constraint attachment_belongs
        check (num_nonnulls(order_id, shipment_id, customer_id, document_id) >= 1)
);
