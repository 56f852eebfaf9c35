-- What each role may do. The daemon reads everything, adds, and changes what may change; it
-- never deletes, truncates or alters. What it may never change is out of its reach here, and
-- the triggers of 0007 stand behind that.
set local role osb_owner;
set local search_path = osb;

revoke all on all tables in schema osb from public;
grant select on all tables in schema osb to osb_app;
grant usage on sequence id_block to osb_app;

-- rows that change
grant insert, update on
    credit_account, customer, orders, order_line, note, note_line, shipment, shipment_line,
    receivable, receipt, earmark, signature, st_case, quota_request, message, quota_cell, stock,
    opening, counter, app_user, user_role, delegation, away, market, area, assignment, product,
    price, station, warehouse, calendar_day, credential, session_token
    to osb_app;

-- rows that stay
grant insert on
    price_permission, policy, command, verdict, event, exposure, quota_entry, quota_change,
    stock_move, document, print_copy, invoice, invoice_line, allocation, call_log, telling,
    thread, attachment
    to osb_app;

-- The company is founded by osb_owner; a practice company moves its clock. flow, role_op,
-- role_cover, event_seal, ack and anchor are read only.
grant update (name, business_clock_offset_us) on company to osb_app;

-- reports see everything but passwords and sessions
grant select on all tables in schema osb to osb_read;
revoke select on credential, session_token from osb_read;

-- the sealer
grant select on event to osb_seal;
grant select, insert on event_seal to osb_seal;
revoke execute on function seal_events from public;
grant execute on function seal_events to osb_seal;

-- The journal of migrations lies outside; the program shows where it stands (R-376).
reset role;
do $$
begin
    if to_regclass('osb_meta.migration') is not null then
        grant usage on schema osb_meta to osb_app, osb_read;
        grant select on osb_meta.migration to osb_app, osb_read;
    end if;
end
$$;
