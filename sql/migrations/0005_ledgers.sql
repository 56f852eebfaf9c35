-- What is only ever added to: commands, events, verdicts, the ledgers behind every balance,
-- legal documents, and what was said. Triggers (0007) and privileges (0009) refuse any change.
set local role osb_owner;
set local search_path = osb;

-- Every command that reached its decision, refusals included, with the first answer: a
-- command sent again gets it again (law 11). The same id with another body or actor is an
-- error, hence the hash.
create table command (
    id          text primary key,
    op          line_text not null,
    actor_id    bigint not null,
    body_sha256 text not null,
    outcome     outcome not null,
    rule        line_text not null default '',
    order_id    bigint,
    answer      text not null,
    at          timestamptz not null, -- the business clock's
    recorded_at timestamptz not null default clock_timestamp(),
    constraint command_id_sane check (id ~ '^[!-~]{1,64}$'),
    constraint command_given check (op <> '' and outcome <> '' and answer <> ''),
    constraint command_is_hash check (body_sha256 ~ '^[0-9a-f]{64}$')
);

-- The facts and the outcome of a credit check (CC). seen_id is the last ledger row that the
-- check saw, entry_id the first it wrote: were another between them, two would have passed
-- where one fits (I05).
create table verdict (
    id         bigint primary key,
    order_id   bigint not null,
    version    bigint not null,
    account_id bigint not null,
    policy_id  bigint not null,
    at         timestamptz not null,
    cash_basis boolean not null,
    lim        bigint not null,
    exposure   bigint not null,
    amount     bigint not null,
    overdue    bigint not null,
    funds      bigint not null,
    result     credit_result not null,
    seen_id    bigint,
    entry_id   bigint,
    constraint verdict_result_given check (result <> ''),
    constraint verdict_sane check (lim >= 0 and amount >= 0 and overdue >= 0 and funds >= 0),
    constraint verdict_order_of_entries check (entry_id > seen_id)
);

-- Every transition and step, the only history. One command may write several; each document
-- (machine, entity) counts its own without a gap, and the last one's to_state is the
-- document's state (I11). Acts on receipts and master rows have no states and no count.
create table event (
    id            bigint primary key,
    at            timestamptz not null,
    command_id    line_text not null default '',
    op            line_text not null default '',
    machine       machine not null,
    entity_id     bigint not null,
    seq           bigint not null,
    order_id      bigint,
    step          step not null,
    from_state    line_text not null default '',
    to_state      line_text not null default '',
    outcome       outcome not null,
    rule          line_text not null default '',
    actor_id      bigint not null,
    principal_id  bigint,
    delegation_id bigint,
    role          role not null,
    version       bigint not null,
    remark        prose not null default '',
    numbers       prose not null default '',
    constraint event_given check (machine <> '' and outcome <> '' and op <> ''),
    constraint event_counted
        check (case when machine in ('MASTER', 'RECEIPT') then seq = 0 else seq >= 1 end),
    constraint event_order_is_entity
        check (machine <> 'ORDER' or order_id is not distinct from entity_id)
);

-- Ledger of the account's buckets: R reserved by orders, S shipped, I invoiced, D free money,
-- E money promised to orders. Ids of one account grow in the order of its lock.
create table exposure (
    id            bigint primary key,
    account_id    bigint not null,
    bucket        bucket not null,
    amount        bigint not null,
    order_id      bigint,
    receivable_id bigint,
    receipt_id    bigint,
    at            timestamptz not null,
    constraint exposure_sane check (bucket <> '' and amount <> 0),
    constraint exposure_belongs
        check (case bucket when 'R' then order_id is not null when 'S'
            then receivable_id is not null when 'I' then receivable_id is not null when 'D'
            then receipt_id is not null else receipt_id is not null and order_id is not null
            end)
);

-- What lines took from a cell, and gave back (negative).
create table quota_entry (
    id            bigint primary key,
    cell_id       bigint not null,
    order_id      bigint not null,
    order_line_id bigint not null,
    qty           bigint not null,
    at            timestamptz not null,
    constraint quota_entry_sane check (qty <> 0)
);

-- How a cell came by its allotment.
create table quota_change (
    id            bigint primary key,
    cell_id       bigint not null,
    other_cell_id bigint,
    kind          quota_change_kind not null,
    qty           bigint not null,
    order_id      bigint,
    made_by       bigint not null,
    at            timestamptz not null,
    constraint quota_change_kind_given check (kind <> ''),
    constraint quota_change_transfer_has_both
        check (kind not in ('TRANSFER_OUT', 'TRANSFER_IN') or other_cell_id is not null),
    constraint quota_change_not_to_itself check (cell_id <> other_cell_id)
);

-- on_hand is the sum of these. A shipment line moves stock at issue and back at a reversal.
create table stock_move (
    id               bigint primary key,
    product_id       bigint not null,
    warehouse_id     bigint not null,
    kind             move_kind not null,
    qty              bigint not null,
    shipment_line_id bigint,
    reason           prose not null default '',
    made_by          bigint not null,
    at               timestamptz not null,
    constraint stock_move_sign_fits
        check (case kind when 'ISSUE' then qty < 0 when 'ADJUST' then qty <> 0 else qty > 0
            end and kind <> ''),
    constraint stock_move_issue_has_line
        check (kind not in ('ISSUE', 'UNISSUE') or shipment_line_id is not null),
    constraint stock_move_adjust_has_reason check (kind <> 'ADJUST' or reason <> '')
);

-- A legal paper, numbered without gaps at posting, with its bytes. It can only be reversed by
-- another (law 6).
create table document (
    id          bigint primary key,
    series      series_name not null,
    period      line_text not null default '',
    no          bigint not null,
    number      line_text not null default '',
    order_id    bigint,
    customer_id bigint,
    total       bigint not null,
    body        paper not null default '',
    sha256      line_text not null default '',
    posted_at   timestamptz not null,
    posted_by   bigint not null,
    reverses_id bigint,
    constraint document_once unique (series, period, no),
    constraint document_number_once unique (number),
    constraint document_given check (series <> '' and no >= 1 and number <> '' and body <> ''),
    constraint document_is_whole
        check (sha256 = encode(sha256(convert_to(body::text, 'UTF8')), 'hex')),
    constraint document_not_itself check (reverses_id <> id)
);

-- Each printing; from the second on it says copy n.
create table print_copy (
    id          bigint primary key,
    document_id bigint not null,
    copy_no     bigint not null,
    at          timestamptz not null,
    printed_by  bigint not null,
    printer     line_text not null default '',
    constraint print_copy_once unique (document_id, copy_no),
    constraint print_copy_sane check (copy_no >= 1)
);

-- A red invoice is negative and names the one that it takes back.
create table invoice (
    id             bigint primary key,
    no             line_text not null default '',
    customer_id    bigint not null,
    account_id     bigint not null,
    document_id    bigint not null,
    total          bigint not null,
    net            bigint not null,
    tax            bigint not null,
    title          line_text not null default '',
    tax_no         line_text not null default '',
    tax_invoice_no line_text not null default '',
    issued_by      bigint not null,
    issued_at      timestamptz not null,
    reverses_id    bigint,
    constraint invoice_no_once unique (no),
    constraint invoice_document_once unique (document_id),
    constraint invoice_given check (no <> ''),
    constraint invoice_split check (total = net + tax),
    constraint invoice_sign_fits
        check ((reverses_id is null and total >= 0) or (reverses_id is not null
            and total <= 0))
);

-- A line without a shipment line bills an opening receivable.
create table invoice_line (
    id               bigint primary key,
    invoice_id       bigint not null,
    receivable_id    bigint not null,
    shipment_line_id bigint,
    product_id       bigint,
    qty              bigint not null,
    amount           bigint not null,
    tax              bigint not null,
    constraint invoice_line_signs_agree
        check ((qty >= 0 and amount >= 0 and tax between 0 and amount) or (qty <= 0
            and amount <= 0 and tax between amount and 0)),
    constraint invoice_line_goods_are_whole
        check ((shipment_line_id is null) = (product_id is null))
);

-- A receipt pays a receivable; a negative row takes one back, in whole or in part.
create table allocation (
    id            bigint primary key,
    receipt_id    bigint not null,
    receivable_id bigint not null,
    order_id      bigint,
    amount        bigint not null,
    shortfall     bigint not null,
    reverses_id   bigint,
    made_by       bigint not null,
    at            timestamptz not null,
    constraint allocation_sign_fits
        check ((reverses_id is null and amount > 0) or (reverses_id is not null
            and amount < 0)),
    constraint allocation_shortfall_within
        check (shortfall between least(amount, 0) and greatest(amount, 0))
);

-- Weekly calls and dunning (R-148).
create table call_log (
    id            bigint primary key,
    customer_id   bigint not null,
    receivable_id bigint,
    step          step not null,
    at            timestamptz not null,
    made_by       bigint not null,
    contact       line_text not null default '',
    read_out      bigint not null,
    promised      bigint not null,
    promised_on   date,
    remark        prose not null default '',
    constraint call_log_sane check (read_out >= 0 and promised >= 0)
);

-- Attempts to tell somebody: when, how, with what result (R-090).
create table telling (
    id         bigint primary key,
    message_id bigint,
    order_id   bigint,
    told_by    bigint not null,
    told_whom  line_text not null default '',
    method     tell_method not null,
    result     tell_result not null,
    told_at    timestamptz not null,
    remark     prose not null default '',
    constraint telling_given check (method <> '' and result <> '')
);

-- The discussion of a special treatment (R-110).
create table thread (
    id          bigint primary key,
    order_id    bigint not null,
    case_id     bigint,
    author_id   bigint not null,
    at          timestamptz not null,
    body        prose not null default '',
    file_ref    line_text not null default '',
    file_sha256 line_text not null default '',
    constraint thread_says_something check (body <> '' or file_ref <> ''),
    constraint thread_file_is_hashed
        check ((file_ref = '') = (file_sha256 = '') and file_sha256 ~ '^([0-9a-f]{64})?$')
);

-- The hash chain over the events, written behind the transactions by one sealer: in them it
-- would be one lock in front of everybody. no runs without a gap; each hash covers its
-- event's bytes and the hash before (0007).
create table event_seal (
    no        bigint primary key,
    event_id  bigint not null,
    hash      bytea not null,
    sealed_at timestamptz not null default clock_timestamp(),
    constraint event_seal_once unique (event_id),
    constraint event_seal_sane check (no >= 1 and octet_length(hash) = 32)
);
