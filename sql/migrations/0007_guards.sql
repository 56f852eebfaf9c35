-- What no statement may do, whoever sends it: change a ledger, delete a document, rename what is
-- printed on paper, turn a counter back. A violation is an error of class 23 that names its
-- guard as the constraint. (A superuser can switch triggers off; against him stand the sealed
-- log and its anchors elsewhere.)
set local role osb_owner;
set local search_path = osb;

create function violated(guard text, relation text, what text) returns void
    language plpgsql as $$
begin
    raise exception '%', what using errcode = '23000', constraint = guard, table = relation;
end
$$;

-- Of a statement: it is refused even where it meets no row.
create function never_done() returns trigger language plpgsql as $$
begin
    perform osb.violated(tg_table_name || '_' || tg_name, tg_table_name,
                         format('%s of %s is never done', lower(tg_op), tg_table_name));
    return null;
end
$$;

-- Of a row: the trigger's WHEN has found a column changed that stays as it was written.
create function never_changed() returns trigger language plpgsql as $$
begin
    perform osb.violated(tg_table_name || '_' || tg_name, tg_table_name,
                         format('%s %s: what may not change was changed', tg_table_name,
                                to_jsonb(old) ->> 'id'));
    return null;
end
$$;

do $$
declare
    t    record;
    cols text;
begin
    -- ledgers are added to
    foreach cols in array array['price_permission', 'policy', 'command', 'verdict', 'event',
        'exposure', 'quota_entry', 'quota_change', 'stock_move', 'document', 'print_copy',
        'invoice', 'invoice_line', 'allocation', 'call_log', 'telling', 'thread', 'event_seal',
        'attachment']
    loop
        execute format('create trigger append_only before update or delete or truncate on %I'
                       ' for each statement execute function never_done()', cols);
    end loop;

    -- everything else is changed, never deleted; and these columns stay
    for t in select * from (values
        ('credit_account',   'id, code'),
        ('customer',         'id, code'),
        ('orders',           'id, no, keyed_by, keyed_at'),
        ('order_line',       'id, order_id, line_no'),
        ('note',             'id, no, order_id, account_id, order_version, total, document_id,'
                             ' printed_by, printed_at'),
        ('note_line',        'id, note_id, order_line_id, product_id, qty'),
        ('shipment',         'id, note_id, order_id, account_id, part'),
        ('shipment_line',    'id, shipment_id, note_line_id, order_line_id, product_id'),
        ('receivable',       'id, no, kind, account_id, customer_id, order_id, shipment_id,'
                             ' amount, opened_at'),
        ('receipt',          'id, no, amount, method, bank_ref, received_on, recorded_by,'
                             ' recorded_at, opening'),
        ('earmark',          'id, receipt_id, account_id, order_id'),
        ('signature',        'id, order_id, version, content_hash, kind, role, signer_id,'
                             ' principal_id, delegation_id, consent_at, consent_by, at, flagged,'
                             ' case_id'),
        ('st_case',          'id, order_id, version, reason, applied_by, applied_at'),
        ('quota_request',    'id, kind, order_id, order_line_id, asked_by, asked_at'),
        ('message',          'id, kind, order_id, body, at'),
        ('quota_cell',       'id, month, product_id, class, holder, holder_id'),
        ('stock',            'id, product_id, warehouse_id'),
        ('opening',          'id, kind, as_of, control_total, control_rows, made_by, at'),
        ('counter',          'id, series'),
        ('app_user',         'id, login'),
        ('user_role',        'id, user_id, role, unit_id, valid_from'),
        ('delegation',       'id, kind, role, principal_id, delegate_id, valid_from'),
        ('away',             'id, user_id, away_from'),
        ('market',           'id, code'),
        ('area',             'id, code'),
        ('assignment',       'id, unit_id, role, valid_from'),
        ('product',          'id, code'),
        ('price',            'id, product_id, customer_type, customer_id, valid_from'),
        ('station',          'id, code'),
        ('warehouse',        'id, code'),
        ('calendar_day',     'id, day'),
        ('company',          'one, practice, created_at'),
        ('credential',       'user_id'),
        ('session_token',    'sha256, user_id, created_at')) v (name, frozen)
    loop
        execute format('create trigger no_delete before delete or truncate on %I'
                       ' for each statement execute function never_done()', t.name);
        execute format('create trigger frozen before update on %I for each row when (%s)'
                       ' execute function never_changed()', t.name,
            (select string_agg(format('old.%I is distinct from new.%1$I', c), ' or ')
             from regexp_split_to_table(t.frozen, ',\s*') c));
    end loop;
end
$$;

-- ---- what goes one way ----
create trigger only_forward before update on counter for each row
    when (new.period < old.period or new.last_at < old.last_at
          or new.period = old.period and new.last_no < old.last_no)
    execute function never_changed();
-- who signs may give a part of what was asked, not more
create trigger only_shrinks before update on quota_request for each row
    when (new.qty > old.qty)
    execute function never_changed();
create trigger stays_void before update on signature for each row
    when (old.void_at is not null and new.void_at is distinct from old.void_at)
    execute function never_changed();
create trigger stays_revoked before update on delegation for each row
    when (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
    execute function never_changed();
create trigger stays_revoked before update on session_token for each row
    when (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
    execute function never_changed();
create trigger stays_closed before update on opening for each row
    when (old.closed)
    execute function never_changed();
create trigger stays_issued before update on shipment_line for each row
    when (old.issued and new.issued and (new.qty <> old.qty or new.amount <> old.amount))
    execute function never_changed();
create trigger stays_claimed before update on receipt for each row
    when (old.allocated + old.earmarked > 0 and new.state <> 'REVERSED'
          and new.account_id is distinct from old.account_id)
    execute function never_changed();
