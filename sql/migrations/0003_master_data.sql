-- What is agreed before an order comes: credit accounts, customers, products, prices, quota,
-- stock, numbers, opening balances. What every order touches leaves room on its pages, so that
-- an update stays on the page and leaves the indexes alone.
set local role osb_owner;
set local search_path = osb;

-- One number for exposure (law 1). Each bucket is the sum of its ledger (exposure), which a
-- deferred trigger proves at commit (0007); last_entry_id is the ledger's last row, and with
-- it the next verdict can show that nobody came between (I05). lim may lie below what is used:
-- a lowered limit is legal and meets the next order (R-167).
create table credit_account (
    id            bigint primary key,
    code          line_text not null default '',
    name          line_text not null default '',
    lim           bigint not null,
    lim_source    limit_source not null,
    lim_from      date,
    reserved      bigint not null,
    shipped       bigint not null,
    invoiced      bigint not null,
    deposit       bigint not null,
    earmarked     bigint not null,
    shortfall     bigint not null,
    last_entry_id bigint,
    version       bigint not null,
    constraint credit_account_code_once unique (code),
    constraint credit_account_code_given check (code <> ''),
    constraint credit_account_limit_sane check (lim >= 0),
    constraint credit_account_debts_not_negative
        check (reserved >= 0 and shipped >= 0 and invoiced >= 0 and shortfall >= 0),
    constraint credit_account_deposits_not_positive check (deposit <= 0 and earmarked <= 0)
) with (fillfactor = 50);

create table customer (
    id            bigint primary key,
    code          line_text not null default '',
    name          line_text not null default '',
    mnemonic      line_text not null default '',
    type          customer_type not null,
    state         customer_state not null,
    account_id    bigint,
    market_id     bigint,
    area_id       bigint,
    manager_id    bigint,
    kam_id        bigint,
    has_limit     boolean not null,
    cash_first    boolean not null,
    has_term      boolean not null,
    term_days     bigint not null,
    due_from      due_basis not null,
    station_id    bigint,
    ship_to       prose not null default '',
    receiver      line_text not null default '',
    phone         line_text not null default '',
    contact       line_text not null default '',
    invoice_title line_text not null default '',
    tax_no        line_text not null default '',
    version       bigint not null,
    constraint customer_code_once unique (code),
    constraint customer_code_given check (code <> ''),
    constraint customer_kind_given check (type <> '' and state <> ''),
    constraint customer_term_sane check (term_days >= 0 and (has_term or term_days = 0)),
    constraint customer_active_has_account check (state <> 'ACTIVE' or account_id is not null)
);

-- A pack is a number of base units; class is the word that a quota cell may name instead of a
-- product. tax_bp is the rate contained in the gross price, in hundredths of a per cent.
create table product (
    id      bigint primary key,
    code    line_text not null default '',
    name    line_text not null default '',
    spec    line_text not null default '',
    unit    line_text not null default '',
    pack    bigint not null,
    state   product_state not null,
    class   line_text not null default '',
    tax_bp  bigint not null,
    barcode line_text not null default '',
    version bigint not null,
    constraint product_code_once unique (code),
    constraint product_code_given check (code <> ''),
    constraint product_state_given check (state <> ''),
    constraint product_pack_sane check (pack >= 1),
    constraint product_tax_sane check (tax_bp between 0 and 10000)
);

-- Gross, for price_per base units; the customer's own price stands before his type's, that
-- before everyone's; of several live ones the one that began last counts.
create table price (
    id            bigint primary key,
    product_id    bigint not null,
    customer_type customer_type not null,
    customer_id   bigint,
    price         bigint not null,
    price_per     bigint not null,
    floor         bigint not null,
    valid_from    date not null,
    valid_to      date,
    constraint price_sane check (price >= 0 and price_per >= 1 and floor >= 0),
    constraint price_dates_run check (valid_to >= valid_from),
    constraint price_once
        unique nulls not distinct (product_id, customer_type, customer_id, valid_from)
);

-- Leave to sell below the floor (R-313).
create table price_permission (
    id          bigint primary key,
    customer_id bigint not null,
    product_id  bigint not null,
    price       bigint not null,
    given_by    bigint not null,
    given_at    timestamptz not null,
    valid_to    date,
    reason      prose not null default '',
    constraint price_permission_sane check (price >= 0 and reason <> '')
);

-- Month x (product, class or everything else) x (area, customer or everyone else). No cell
-- means not controlled, a cell of 0 means nothing (law 8).
create table quota_cell (
    id         bigint primary key,
    month      date not null,
    product_id bigint,
    class      line_text not null default '',
    holder     holder not null,
    holder_id  bigint,
    allotted   bigint not null,
    used       bigint not null,
    constraint quota_cell_month_start check (extract(day from month) = 1),
    constraint quota_cell_within check (used between 0 and allotted),
    constraint quota_cell_one_axis check (product_id is null or class = ''),
    constraint quota_cell_holder_fits
        check ((holder in ('AREA', 'CUSTOMER') and holder_id is not null)
            or (holder = 'EVERYONE' and holder_id is null)),
    constraint quota_cell_once
        unique nulls not distinct (month, product_id, class, holder, holder_id)
) with (fillfactor = 50);

-- reserved is allocated to shipments that are not issued yet.
create table stock (
    id           bigint primary key,
    product_id   bigint not null,
    warehouse_id bigint not null,
    on_hand      bigint not null,
    reserved     bigint not null,
    constraint stock_within check (reserved between 0 and on_hand),
    constraint stock_once unique (product_id, warehouse_id)
) with (fillfactor = 50);

-- The last number of a legal series (DN VN OB RO IV RI RC RR CN) in its period ("2611": the
-- business month) and when it was posted. A series has one row, which moves on with the month.
-- A locked row and not a sequence, since a sequence leaves gaps where a transaction fails.
create table counter (
    id      bigint primary key,
    series  series_name not null,
    period  line_text not null default '',
    last_no bigint not null,
    last_at timestamptz,
    constraint counter_series_given check (series <> ''),
    constraint counter_once unique (series),
    constraint counter_sane check (last_no >= 0 and (last_no = 0 or last_at is not null))
) with (fillfactor = 50);

-- An import of opening balances (R-368). It closes only on its control total.
create table opening (
    id            bigint primary key,
    kind          line_text not null default '',
    as_of         date not null,
    control_total bigint not null,
    control_rows  bigint not null,
    total         bigint not null,
    rows          bigint not null,
    made_by       bigint not null,
    at            timestamptz not null,
    closed        boolean not null,
    constraint opening_kind_given check (kind <> ''),
    constraint opening_reconciled
        check (not closed or (total = control_total and rows = control_rows))
);
