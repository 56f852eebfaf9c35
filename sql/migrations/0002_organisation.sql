-- Who works here, where, and by which rules: markets and areas, people and their roles, the
-- calendar, the parameters, and what the daemon keeps about log-ins.
set local role osb_owner;
set local search_path = osb;

-- The eight markets (R-023); a row a market, never deleted.
create table market (
    id   bigint primary key,
    code line_text not null default '',
    name line_text not null default '',
    constraint market_code_once unique (code),
    constraint market_code_given check (code <> '')
);

create table area (
    id        bigint primary key,
    code      line_text not null default '',
    name      line_text not null default '',
    market_id bigint not null,
    constraint area_code_once unique (code),
    constraint area_code_given check (code <> '')
);

create table warehouse (
    id     bigint primary key,
    code   line_text not null default '',
    name   line_text not null default '',
    scr_id bigint,
    constraint warehouse_code_once unique (code),
    constraint warehouse_code_given check (code <> '')
);

-- Consignment stations (R-074).
create table station (
    id           bigint primary key,
    code         line_text not null default '',
    name         line_text not null default '',
    phone        line_text not null default '',
    route        line_text not null default '',
    transit_days bigint not null,
    active       boolean not null,
    constraint station_code_once unique (code),
    constraint station_code_given check (code <> ''),
    constraint station_transit_sane check (transit_days >= 0)
);

-- A person, or SYSTEM (id 1), the actor of what the daemon does by itself. Never deleted:
-- signatures and events name people for as long as the documents live.
create table app_user (
    id           bigint primary key,
    login        line_text not null default '',
    name         line_text not null default '',
    active       boolean not null,
    warehouse_id bigint,
    constraint app_user_login_once unique (login),
    constraint app_user_login_given check (login <> '')
);

-- A role held within dates, both inclusive; unit_id is the market, area or nothing. GM, DIR
-- and DDIR have one holder each at a time (R-001); an acting holder is a delegation.
create table user_role (
    id         bigint primary key,
    user_id    bigint not null,
    role       role not null,
    unit_id    bigint,
    valid_from date,
    valid_to   date,
    constraint user_role_role_given check (role <> ''),
    constraint user_role_dates_run check (valid_to >= valid_from),
    constraint user_role_once
        exclude using gist (user_id with =, (role::text) with =, coalesce(unit_id, 0) with =,
            daterange(valid_from, valid_to, '[]') with &&)
        deferrable initially deferred,
    constraint user_role_one_seat
        exclude using gist ((role::text) with =, daterange(valid_from, valid_to,
            '[]') with &&)
        where (role in ('GM', 'DIR', 'DDIR'))
        deferrable initially deferred
);

-- A secretary who signs for an absent principal, a substitute (R-373) or an acting holder of a
-- vacant seat, whose principal may be missing. Not to oneself.
create table delegation (
    id           bigint primary key,
    kind         delegation_kind not null,
    role         role not null,
    principal_id bigint,
    delegate_id  bigint not null,
    valid_from   timestamptz,
    valid_to     timestamptz,
    revoked_at   timestamptz,
    constraint delegation_kind_given check (kind <> '' and role <> ''),
    constraint delegation_dates_run check (valid_to > valid_from),
    constraint delegation_principal_fits check ((principal_id is not null or kind = 'ACTING')),
    constraint delegation_not_self check (principal_id <> delegate_id),
    constraint delegation_revoked_after check (revoked_at >= valid_from)
);

create table away (
    id          bigint primary key,
    user_id     bigint not null,
    away_from   timestamptz,
    away_to     timestamptz,
    recorded_by bigint,
    said_by     line_text not null default '',
    constraint away_dates_run check (away_to > away_from)
);

-- Who answers for a market, an area or a customer (unit_id names one of the three). Of several
-- live rows the one that began last counts (R-023).
create table assignment (
    id         bigint primary key,
    unit_id    bigint not null,
    role       role not null,
    user_id    bigint not null,
    valid_from date,
    valid_to   date,
    constraint assignment_role_given check (role <> ''),
    constraint assignment_dates_run check (valid_to >= valid_from),
    constraint assignment_once unique nulls not distinct (unit_id, role, valid_from)
);

-- A version of all parameters. Never changed: each verdict names the version it was made
-- under, so that it can be replayed (I06).
create table policy (
    id                 bigint primary key,
    valid_from         date not null,
    made_by            bigint not null,
    utc_offset_min     bigint not null,
    weekdays           bigint not null,
    open_min           bigint not null,
    close_min          bigint not null,
    cutoff_min         bigint not null,
    notify_minutes     bigint not null,
    over_pct           bigint not null,
    tolerance          bigint not null,
    grace_days         bigint not null,
    hold_days          bigint not null,
    st_valid_days      bigint not null,
    quota_auto_cut     boolean not null,
    quota_three_sign   boolean not null,
    auto_send          boolean not null,
    ship_hours         bigint not null,
    explain_hours      bigint not null,
    ship_skip_closed   boolean not null,
    second_person      boolean not null,
    second_person_from bigint not null,
    rejudge_days       bigint not null,
    deemed_days        bigint not null,
    slip_days          bigint not null,
    receipt_apart      boolean not null,
    double_days        bigint not null,
    window_days        bigint not null,
    constraint policy_clock_sane
        check (utc_offset_min between -720 and 840 and weekdays between 1 and 127
            and open_min between 0 and 1439 and close_min between open_min + 1 and 1440
            and cutoff_min between open_min and close_min),
    constraint policy_credit_sane
        check (over_pct between 0 and 1000 and tolerance >= 0 and grace_days >= 0),
    constraint policy_spans_sane
        check (notify_minutes >= 0 and hold_days >= 0 and st_valid_days >= 0
            and ship_hours > 0 and explain_hours >= 0 and second_person_from >= 0
            and rejudge_days >= 0 and deemed_days >= 0 and slip_days >= 0 and double_days >= 0
            and window_days >= 0)
);

-- A day that differs from the rule of policy.weekdays.
create table calendar_day (
    id   bigint primary key,
    day  date not null,
    open boolean not null,
    name line_text not null default '',
    constraint calendar_day_once unique (day)
);

-- The company of this database: one row, written when it is founded. Only a practice
-- company may shift its business clock, and what it is it stays.
create table company (
    one                      boolean primary key default true,
    name                     line_text not null,
    practice                 boolean not null,
    business_clock_offset_us bigint not null default 0,
    created_at               timestamptz not null default clock_timestamp(),
    constraint company_one_row check (one),
    constraint company_real_time check (practice or business_clock_offset_us = 0)
);

create table credential (
    user_id      bigint primary key,
    password     text not null, -- the hash with its parameters, as libsodium writes it
    changed_at   timestamptz not null,
    failures     integer not null default 0, -- in a row; the delay grows with them
    locked_until timestamptz,
    must_change  boolean not null default true,
    constraint credential_failures_sane check (failures >= 0),
    constraint credential_hashed check (password like '$argon2id$%')
);

-- A session that may be resumed. Only the token's hash is kept.
create table session_token (
    sha256     text primary key,
    user_id    bigint not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint session_token_is_hash check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint session_token_ends check (expires_at > created_at)
);
