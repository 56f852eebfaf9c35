-- Every reference whose target is one table, and the indexes by which rows are loaded.
--
-- References are checked at commit, since a command writes its rows a table at a time. Those
-- without one: user_role.unit_id and assignment.unit_id (market, area or customer),
-- quota_cell.holder_id (area or customer), event.entity_id (the document of its machine).
set local role osb_owner;
set local search_path = osb;

alter table credit_account
    add foreign key (last_entry_id) references exposure deferrable initially deferred;
alter table customer
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (market_id) references market deferrable initially deferred,
    add foreign key (area_id) references area deferrable initially deferred,
    add foreign key (manager_id) references app_user deferrable initially deferred,
    add foreign key (kam_id) references app_user deferrable initially deferred,
    add foreign key (station_id) references station deferrable initially deferred;
alter table orders
    add foreign key (customer_id) references customer deferrable initially deferred,
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (station_id) references station deferrable initially deferred,
    add foreign key (keyed_by) references app_user deferrable initially deferred,
    add foreign key (checked_by) references app_user deferrable initially deferred,
    add foreign key (verified_by) references app_user deferrable initially deferred,
    add foreign key (approved_by) references app_user deferrable initially deferred,
    add foreign key (csr_id) references app_user deferrable initially deferred,
    add foreign key (scr_id) references app_user deferrable initially deferred,
    add foreign key (bcr_id) references app_user deferrable initially deferred,
    add foreign key (verdict_id) references verdict deferrable initially deferred,
    add foreign key (note_id) references note deferrable initially deferred;
alter table order_line
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (product_id) references product deferrable initially deferred;
alter table note
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (station_id) references station deferrable initially deferred,
    add foreign key (document_id) references document deferrable initially deferred,
    add foreign key (printed_by) references app_user deferrable initially deferred,
    add foreign key (handed_by) references app_user deferrable initially deferred,
    add foreign key (accepted_by) references app_user deferrable initially deferred,
    add foreign key (stopped_by) references app_user deferrable initially deferred,
    add foreign key (void_asked_by) references app_user deferrable initially deferred;
alter table note_line
    add foreign key (note_id) references note deferrable initially deferred,
    add foreign key (order_line_id) references order_line deferrable initially deferred,
    add foreign key (product_id) references product deferrable initially deferred;
alter table shipment
    add foreign key (note_id) references note deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (warehouse_id) references warehouse deferrable initially deferred,
    add foreign key (document_id) references document deferrable initially deferred,
    add foreign key (allocated_by) references app_user deferrable initially deferred,
    add foreign key (picked_by) references app_user deferrable initially deferred,
    add foreign key (checked_by) references app_user deferrable initially deferred,
    add foreign key (issued_by) references app_user deferrable initially deferred,
    add foreign key (consigned_by) references app_user deferrable initially deferred,
    add foreign key (station_id) references station deferrable initially deferred,
    add foreign key (station_ok_by) references app_user deferrable initially deferred,
    add foreign key (receivable_id) references receivable deferrable initially deferred;
alter table shipment_line
    add foreign key (shipment_id) references shipment deferrable initially deferred,
    add foreign key (note_line_id) references note_line deferrable initially deferred,
    add foreign key (order_line_id) references order_line deferrable initially deferred,
    add foreign key (product_id) references product deferrable initially deferred;
alter table receivable
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (customer_id) references customer deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (shipment_id) references shipment deferrable initially deferred,
    add foreign key (bcr_id) references app_user deferrable initially deferred;
alter table receipt
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (customer_id) references customer deferrable initially deferred,
    add foreign key (recorded_by) references app_user deferrable initially deferred,
    add foreign key (document_id) references document deferrable initially deferred;
alter table earmark
    add foreign key (receipt_id) references receipt deferrable initially deferred,
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred;
alter table signature
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (signer_id) references app_user deferrable initially deferred,
    add foreign key (principal_id) references app_user deferrable initially deferred,
    add foreign key (delegation_id) references delegation deferrable initially deferred,
    add foreign key (case_id) references st_case deferrable initially deferred;
alter table st_case
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (applied_by) references app_user deferrable initially deferred,
    add foreign key (refused_by) references app_user deferrable initially deferred;
alter table quota_request
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (order_line_id) references order_line deferrable initially deferred,
    add foreign key (from_cell_id) references quota_cell deferrable initially deferred,
    add foreign key (to_cell_id) references quota_cell deferrable initially deferred,
    add foreign key (from_area_id) references area deferrable initially deferred,
    add foreign key (asked_by) references app_user deferrable initially deferred,
    add foreign key (decided_by) references app_user deferrable initially deferred;
alter table message
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (customer_id) references customer deferrable initially deferred,
    add foreign key (to_user_id) references app_user deferrable initially deferred;
alter table quota_cell
    add foreign key (product_id) references product deferrable initially deferred;
alter table stock
    add foreign key (product_id) references product deferrable initially deferred,
    add foreign key (warehouse_id) references warehouse deferrable initially deferred;
alter table opening
    add foreign key (made_by) references app_user deferrable initially deferred;
alter table app_user
    add foreign key (warehouse_id) references warehouse deferrable initially deferred;
alter table user_role
    add foreign key (user_id) references app_user deferrable initially deferred;
alter table delegation
    add foreign key (principal_id) references app_user deferrable initially deferred,
    add foreign key (delegate_id) references app_user deferrable initially deferred;
alter table away
    add foreign key (user_id) references app_user deferrable initially deferred,
    add foreign key (recorded_by) references app_user deferrable initially deferred;
alter table area
    add foreign key (market_id) references market deferrable initially deferred;
alter table assignment
    add foreign key (user_id) references app_user deferrable initially deferred;
alter table price
    add foreign key (product_id) references product deferrable initially deferred,
    add foreign key (customer_id) references customer deferrable initially deferred;
alter table price_permission
    add foreign key (customer_id) references customer deferrable initially deferred,
    add foreign key (product_id) references product deferrable initially deferred,
    add foreign key (given_by) references app_user deferrable initially deferred;
alter table warehouse
    add foreign key (scr_id) references app_user deferrable initially deferred;
alter table policy
    add foreign key (made_by) references app_user deferrable initially deferred;
alter table verdict
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (policy_id) references policy deferrable initially deferred,
    add foreign key (seen_id) references exposure deferrable initially deferred,
    add foreign key (entry_id) references exposure deferrable initially deferred;
alter table event
    add foreign key (command_id) references command deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (actor_id) references app_user deferrable initially deferred,
    add foreign key (principal_id) references app_user deferrable initially deferred,
    add foreign key (delegation_id) references delegation deferrable initially deferred;
alter table exposure
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (receivable_id) references receivable deferrable initially deferred,
    add foreign key (receipt_id) references receipt deferrable initially deferred;
alter table quota_entry
    add foreign key (cell_id) references quota_cell deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (order_line_id) references order_line deferrable initially deferred;
alter table quota_change
    add foreign key (cell_id) references quota_cell deferrable initially deferred,
    add foreign key (other_cell_id) references quota_cell deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (made_by) references app_user deferrable initially deferred;
alter table stock_move
    add foreign key (product_id) references product deferrable initially deferred,
    add foreign key (warehouse_id) references warehouse deferrable initially deferred,
    add foreign key (shipment_line_id) references shipment_line deferrable initially deferred,
    add foreign key (made_by) references app_user deferrable initially deferred;
alter table document
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (customer_id) references customer deferrable initially deferred,
    add foreign key (posted_by) references app_user deferrable initially deferred,
    add foreign key (reverses_id) references document deferrable initially deferred;
alter table print_copy
    add foreign key (document_id) references document deferrable initially deferred,
    add foreign key (printed_by) references app_user deferrable initially deferred;
alter table invoice
    add foreign key (customer_id) references customer deferrable initially deferred,
    add foreign key (account_id) references credit_account deferrable initially deferred,
    add foreign key (document_id) references document deferrable initially deferred,
    add foreign key (issued_by) references app_user deferrable initially deferred,
    add foreign key (reverses_id) references invoice deferrable initially deferred;
alter table invoice_line
    add foreign key (invoice_id) references invoice deferrable initially deferred,
    add foreign key (receivable_id) references receivable deferrable initially deferred,
    add foreign key (shipment_line_id) references shipment_line deferrable initially deferred,
    add foreign key (product_id) references product deferrable initially deferred;
alter table allocation
    add foreign key (receipt_id) references receipt deferrable initially deferred,
    add foreign key (receivable_id) references receivable deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (reverses_id) references allocation deferrable initially deferred,
    add foreign key (made_by) references app_user deferrable initially deferred;
alter table call_log
    add foreign key (customer_id) references customer deferrable initially deferred,
    add foreign key (receivable_id) references receivable deferrable initially deferred,
    add foreign key (made_by) references app_user deferrable initially deferred;
alter table telling
    add foreign key (message_id) references message deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (told_by) references app_user deferrable initially deferred;
alter table thread
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (case_id) references st_case deferrable initially deferred,
    add foreign key (author_id) references app_user deferrable initially deferred;
alter table command
    add foreign key (actor_id) references app_user deferrable initially deferred,
    add foreign key (order_id) references orders deferrable initially deferred;
alter table credential
    add foreign key (user_id) references app_user deferrable initially deferred;
alter table session_token
    add foreign key (user_id) references app_user deferrable initially deferred;
alter table attachment
    add foreign key (order_id) references orders deferrable initially deferred,
    add foreign key (shipment_id) references shipment deferrable initially deferred,
    add foreign key (customer_id) references customer deferrable initially deferred,
    add foreign key (document_id) references document deferrable initially deferred,
    add foreign key (added_by) references app_user deferrable initially deferred;
alter table event_seal
    add foreign key (event_id) references event deferrable initially deferred;


-- ---- by what is loaded ----
create index on credit_account (last_entry_id);
create index on customer (account_id);
create index on customer (market_id, area_id);
create index on customer (kam_id);
create index on orders (account_id, state);
create index on orders (customer_id, reference) where reference <> '';
create index on orders (customer_id, arrival);
create index on order_line (order_id);
create index on order_line (product_id);
create index on note (order_id);
create index on note (account_id);
create index on note_line (order_line_id);
create index on shipment (order_id);
create index on shipment (account_id);
create index on shipment_line (note_line_id);
create index on shipment_line (order_line_id);
create index on receivable (account_id, due) where state in ('OPEN', 'PART_PAID');
create index on receivable (account_id);
create index on receivable (customer_id, due);
create index on receivable (order_id);
create index on receipt (account_id, received_on);
create index on receipt (customer_id);
create index on earmark (receipt_id);
create index on earmark (order_id);
create index on earmark (account_id);
create index on signature (order_id, version);
create index on st_case (order_id);
create index on quota_request (order_id);
create index on message (order_id);
create index on price_permission (customer_id, product_id);
create index on quota_cell (product_id, month);
create index on delegation (delegate_id);
create index on delegation (principal_id);
create index on away (user_id, away_from);
create index on area (market_id);
create index on attachment (order_id) where order_id is not null;
create index on attachment (shipment_id) where shipment_id is not null;
create index on attachment (customer_id) where customer_id is not null;
create index on attachment (document_id) where document_id is not null;
create index on verdict (order_id);
create index on verdict (account_id, id);
create index on event (order_id, id);
create unique index event_once on event (machine, entity_id, seq) where seq > 0;
create index on event (entity_id) where seq = 0;
create index on event (command_id);
create index on exposure (account_id, id);
create index on exposure (order_id);
create index on exposure (receivable_id);
create index on exposure (receipt_id);
create index on quota_entry (cell_id);
create index on quota_entry (order_id);
create index on quota_entry (order_line_id);
create index on quota_change (cell_id);
create index on stock_move (product_id, warehouse_id);
create index on stock_move (shipment_line_id);
create index on document (order_id);
create index on document (customer_id);
create unique index document_reversed_once on document (reverses_id);
create index on invoice (customer_id, issued_at);
create index on invoice (account_id);
create index on invoice_line (invoice_id);
create index on invoice_line (receivable_id);
create index on invoice_line (shipment_line_id);
create index on allocation (receipt_id);
create index on allocation (receivable_id);
create index on allocation (order_id);
create index on call_log (customer_id, at);
create index on call_log (receivable_id);
create index on telling (message_id);
create index on telling (order_id);
create index on thread (order_id);
create index on session_token (user_id);

-- ---- worklists ----
create index on orders (state, arrival);
create index on orders (csr_id, state);
create index on note (state, due_at);
create index on shipment (state, due_at);
create index on receivable (due) where state in ('OPEN', 'PART_PAID');
create index on receivable (bcr_id, due) where state in ('OPEN', 'PART_PAID');
create index on receipt (received_on) where free > 0;
create index on st_case (due_at) where state = 'OPEN';
create index on quota_request (from_area_id) where state = 'OPEN';
create index on message (to_role) where done_at is null;
create index on message (to_user_id) where done_at is null;
create index on note_line (product_id) where backorder > 0;
create index on event (at);
create index on document (posted_at);

-- ---- look-up by a piece of the name ----
create index on customer using gin (name gin_trgm_ops);
create index on customer using gin (mnemonic gin_trgm_ops);
create index on product using gin (name gin_trgm_ops);
create index on product (barcode) where barcode <> '';
create index on orders using gin (reference gin_trgm_ops) where reference <> '';
