-- Who may touch the database, and the types that every table stands on.
--
-- A migration runs once, in one transaction that the program (or psql -1) opens, and must not
-- end it. It is started by a superuser; what it makes belongs to osb_owner, who cannot log in.
-- Roles belong to the whole cluster, so that another database may have made them already.
--
--   osb_owner  owns tables and functions; migrations act as him
--   osb_app    the daemon: reads, adds, changes what may change; never deletes (0009)
--   osb_read   reports: reads all but passwords and sessions
--   osb_seal   the sealer of the event log
--
-- How they log in is the server's matter (pg_hba.conf: peer with a map on the private socket).
do $$
declare
    r record;
begin
    for r in select * from (values ('osb_owner', 'nologin'), ('osb_app', 'login'),
                                   ('osb_read', 'login'), ('osb_seal', 'login')) v (name, login)
    loop
        if not exists (select from pg_roles where rolname = r.name) then
            execute format('create role %I', r.name);
        end if;
        execute format('alter role %I %s nosuperuser nocreatedb nocreaterole noreplication'
                       ' nobypassrls noinherit', r.name, r.login);
    end loop;
    if not pg_has_role(current_user, 'osb_owner', 'member') then
        execute format('grant osb_owner to %I', current_user);
    end if;

    -- One schema, found without being named. Nobody else makes objects that could be found
    -- before ours, temporary ones included; reports may keep working tables.
    execute format('alter database %I set search_path = osb', current_database());
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to osb_owner, osb_app, osb_read, osb_seal',
                   current_database());
    execute format('grant temporary on database %I to osb_read', current_database());
end
$$;
revoke all on schema public from public;

create schema osb authorization osb_owner;
create extension if not exists pg_trgm schema osb;
create extension if not exists btree_gist schema osb;

set local role osb_owner;
set local search_path = osb;
grant usage on schema osb to osb_app, osb_read, osb_seal;

-- All ids come from here and are unique over all tables: a command draws one number behind
-- its locks (so that ids of one account grow in the order of its lock) and may use n * 4096 up
-- to n * 4096 + 4095. What lies below 4096 is for rows that migrations bring.
create sequence id_block minvalue 1 no cycle cache 1;

-- Text comes composed (NFC) and without what changes how its neighbours are shown: control
-- characters, the soft hyphen, bidirectional overrides, characters of no width, tags. Prose may
-- have tabs and line ends, a paper also page ends.
create domain line_text as text check (value is nfc normalized and char_length(value) <= 500
    and value !~ U&'[\0001-\001F\007F-\009F\00AD\061C\200B-\200F\2028-\202E\2060-\206F\FEFF\FFF9-\FFFB\+0E0000-\+0E007F]');
create domain prose as text check (value is nfc normalized and char_length(value) <= 65536
    and value !~ U&'[\0001-\0008\000B-\001F\007F-\009F\00AD\061C\200B-\200F\2028-\202E\2060-\206F\FEFF\FFF9-\FFFB\+0E0000-\+0E007F]');
create domain paper as text check (value is nfc normalized and char_length(value) <= 1000000
    and value !~ U&'[\0001-\0008\000B\000D-\001F\007F-\009F\00AD\061C\200B-\200F\2028-\202E\2060-\206F\FEFF\FFF9-\FFFB\+0E0000-\+0E007F]');

-- The enumerations of common/enums.def, the empty text standing for none; a column that must
-- have a value says so itself.
create domain role as text check (value in ('',
    'SYSTEM', 'ADM', 'GM', 'DIR', 'DDIR', 'SSGL', 'CSR', 'BCR', 'SCR', 'STO', 'WH', 'FIN',
    'MM', 'UM', 'KAM', 'SR', 'CLERK', 'TECH', 'SDM', 'BRM', 'LEAD'));
create domain order_state as text check (value in ('',
    'DRAFT', 'VERIFIED', 'RECEIVED', 'RETURNED', 'QUOTA_CHOICE', 'WAIT_QUOTA_UM',
    'WAIT_QUOTA_SLT', 'REJECTED', 'WAIT_MA', 'WAIT_MGR', 'HOLD_CREDIT', 'WAIT_ST',
    'WAIT_FUNDS', 'APPROVED', 'FIN_QUEUE', 'BILLED', 'HANDED_OVER', 'CLOSED', 'CANCELLED'));
create domain note_state as text check (value in ('',
    'PRINTED', 'HANDED', 'ACCEPTED', 'DONE', 'VOID'));
create domain shipment_state as text check (value in ('',
    'ALLOCATED', 'PICKED', 'CHECKED', 'ISSUED', 'CONSIGNED', 'FED_BACK', 'CONFIRMED',
    'CONFIRMED_DIFF', 'REFUSED', 'LOST', 'VOIDED'));
create domain receivable_state as text check (value in ('',
    'OPEN', 'PART_PAID', 'PAID', 'WRITTEN_OFF'));
create domain machine as text check (value in ('',
    'ORDER', 'NOTE', 'SHIPMENT', 'RECEIVABLE', 'RECEIPT', 'MASTER'));
create domain step as text check (value in ('',
    'OG', 'OA', 'QC', 'AC', 'CC', 'ST', 'MA', 'BG', 'SP1', 'SP2', 'SP3', 'SP4', 'SP5',
    'SP6', 'SP7', 'BC1', 'BC2', 'BC3', 'BC4', 'BC5', 'BC6', 'BC7'));
create domain outcome as text check (value in ('', 'DONE', 'HELD', 'REFUSED'));
create domain bucket as text check (value in ('', 'R', 'S', 'I', 'D', 'E'));
create domain credit_result as text check (value in ('', 'PASS', 'MANAGER', 'HOLD', 'CASH'));
create domain sign_kind as text check (value in ('',
    'VERIFY', 'APPROVE', 'MA', 'CC53', 'TOLERANCE', 'ST', 'QUOTA'));
create domain origin as text check (value in ('', 'PLAN', 'CONTRACT', 'CUSTOMER'));
create domain channel as text check (value in ('',
    'TERMINAL', 'FAX', 'PHONE', 'MAIL', 'IMPORT'));
create domain customer_type as text check (value in ('',
    'DISTRIBUTOR', 'WHOLESALER', 'DEALER', 'END_USER', 'OEM', 'GOVERNMENT'));
create domain customer_state as text check (value in ('', 'NEW', 'ACTIVE', 'BLOCKED'));
create domain product_state as text check (value in ('', 'SELLABLE', 'NEW', 'STOPPED'));
create domain holder as text check (value in ('', 'AREA', 'CUSTOMER', 'EVERYONE'));
create domain cut_cause as text check (value in ('', 'AREA', 'CUSTOMER', 'PACK', 'EVERYONE'));
create domain quota_change_kind as text check (value in ('',
    'SET', 'TRANSFER_OUT', 'TRANSFER_IN', 'GRANT'));
create domain request_state as text check (value in ('',
    'OPEN', 'GIVEN', 'REFUSED', 'WITHDRAWN', 'LAPSED'));
create domain request_kind as text check (value in ('', 'TRANSFER', 'SLT'));
create domain case_state as text check (value in ('',
    'OPEN', 'PASSED', 'REFUSED', 'WITHDRAWN', 'PAID', 'VOID'));
create domain st_reason as text check (value in ('', 'ORDER_FAIR', 'GROWTH', 'OTHER'));
create domain cash_reason as text check (value in ('', 'CUSTOMER', 'HELD'));
create domain delegation_kind as text check (value in ('',
    'SECRETARY', 'SUBSTITUTE', 'ACTING'));
create domain message_kind as text check (value in ('',
    'RECEIVED', 'RETURNED', 'CUT', 'HELD', 'ASKED', 'DECIDED', 'TO_SIGN', 'SHIPPED',
    'BACKORDER', 'STOPPED', 'DIFFERENCE', 'MONEY', 'CANCELLED'));
create domain tell_method as text check (value in ('', 'PHONE', 'FAX', 'MAIL', 'SCREEN'));
create domain tell_result as text check (value in ('', 'REACHED', 'NO_ANSWER', 'WRONG_NUMBER'));
create domain move_kind as text check (value in ('',
    'OPENING', 'IN', 'ADJUST', 'ISSUE', 'UNISSUE', 'RETURN'));
create domain diff_kind as text check (value in ('',
    'SHORT', 'DAMAGED', 'WRONG', 'REFUSED', 'LOST'));
create domain claim_action as text check (value in ('', 'REPLACE', 'CREDIT', 'REDUCE'));
create domain series_name as text check (value in ('',
    'DN', 'VN', 'OB', 'RO', 'IV', 'RI', 'RC', 'RR', 'CN'));
create domain receipt_state as text check (value in ('', 'OPEN', 'REVERSED'));
create domain pay_method as text check (value in ('',
    'TRANSFER', 'CASH', 'CHEQUE', 'DRAFT', 'ACCEPTANCE'));
create domain receivable_kind as text check (value in ('', 'GOODS', 'OPENING'));
create domain due_basis as text check (value in ('', 'SHIP', 'SIGN_OFF', 'INVOICE'));
create domain limit_source as text check (value in ('', 'FORMULA', 'MANUAL', 'ST', 'OPENING'));
create domain void_way as text check (value in ('', 'MISPRINT', 'CHANGE', 'CANCEL'));

-- What a quantity costs: price is for price_per base units, rounded half up once (R-369's
-- corrections included). Amounts and quantities are not negative here.
create function line_amount(qty bigint, price bigint, price_per bigint) returns bigint
    language sql immutable strict parallel safe
    return div(2 * qty::numeric * price + price_per, nullif(2 * price_per::numeric, 0))::bigint;
