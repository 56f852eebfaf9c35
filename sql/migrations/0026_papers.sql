-- The outbox of paper: the form's bytes and its printings, made in the transaction that posts the
-- document; and who holds each copy (R-118, R-137).
set local role osb_owner;
set local search_path = osb;

create domain paper_form as text check (value in ('', 'NOTE', 'OUTBOUND'));
create domain job_state as text check (value in ('', 'QUEUED', 'SENT', 'PRINTED', 'FAILED',
    'VOID'));
create domain copy_place as text check (value in ('', 'FINANCE', 'OFFICE', 'SALES_FILE', 'STORE',
    'CARRIER', 'CUSTOMER', 'CALLED_BACK'));

-- ---- one form or two papers ----
alter table policy add column two_papers boolean not null default false;
alter table policy alter column two_papers drop default;
alter table note
    add column two_papers boolean not null default false,
    add column outbound_copies bigint not null default 0;
alter table note alter column two_papers drop default;
alter table note alter column outbound_copies drop default;
alter table note add constraint note_outbound_of_two
    check (outbound_copies >= 0 and (two_papers or outbound_copies = 0));

-- ---- what is printed ----
create table form (
    id          bigint primary key,
    document_id bigint not null references document deferrable initially deferred,
    form        paper_form not null,
    copies      line_text not null,
    body        paper not null,
    sha256      line_text not null,
    constraint form_once unique (document_id, form),
    constraint form_given check (form <> '' and copies <> '' and body <> ''),
    constraint form_is_whole
        check (sha256 = encode(sha256(convert_to(body::text, 'UTF8')), 'hex'))
);

-- ---- who holds it ----
create table note_copy (
    id      bigint primary key,
    note_id bigint not null references note deferrable initially deferred,
    form    paper_form not null,
    copy    bigint not null,
    place   copy_place not null,
    held_by bigint references app_user deferrable initially deferred,
    holder  line_text not null,
    since   timestamptz not null,
    constraint note_copy_once unique (note_id, form, copy),
    constraint note_copy_sane check (form <> '' and place <> '' and copy between 1 and 5)
);
create index on note_copy (held_by);

-- ---- what is to be printed ----
create table print_job (
    id        bigint primary key,
    note_id   bigint not null references note deferrable initially deferred,
    order_id  bigint not null references orders deferrable initially deferred,
    form      paper_form not null,
    state     job_state not null,
    copy_no   bigint not null,
    printer   line_text not null,
    queued_by bigint not null references app_user deferrable initially deferred,
    queued_at timestamptz not null,
    attempts  bigint not null,
    taken_by  bigint references app_user deferrable initially deferred,
    taken_at  timestamptz,
    ended_at  timestamptz,
    fault     prose not null,
    constraint print_job_once unique (note_id, form, copy_no),
    constraint print_job_sane
        check (form <> '' and state <> '' and copy_no >= 1 and attempts >= 0),
    constraint print_job_taken_is_whole
        check ((taken_by is null) = (taken_at is null)
               and (state <> 'QUEUED' or taken_by is null)
               and (state not in ('SENT', 'PRINTED', 'FAILED') or taken_by is not null)),
    constraint print_job_ended_is_dated
        check ((ended_at is not null) = (state in ('PRINTED', 'FAILED', 'VOID')))
);
create index on print_job (order_id);
create index on print_job (queued_by);
create index on print_job (taken_by);
create index on print_job (queued_at) where state in ('QUEUED', 'SENT', 'FAILED');

-- A printing is of one form; each goes out under a number of its own.
alter table print_copy add column form paper_form not null default 'NOTE';
alter table print_copy alter column form drop default;
alter table print_copy drop constraint print_copy_once;
alter table print_copy add constraint print_copy_once unique (document_id, form, copy_no);

-- ---- guards and rights, as 0007 and 0010 have them ----
create trigger append_only before update or delete or truncate on form
    for each statement execute function never_done();
do $$
declare
    t record;
begin
    for t in select * from (values
        ('note_copy', 'id, note_id, form, copy'),
        ('print_job', 'id, note_id, order_id, form'),
        ('note',      'id, no, order_id, account_id, order_version, total, document_id,'
                      ' printed_by, printed_at, two_papers')) v (name, frozen)
    loop
        if t.name = 'note' then
            drop trigger frozen on note;
        end if;
        execute format('create trigger frozen before update on %I for each row when (%s)'
                       ' execute function never_changed()', t.name,
            (select string_agg(format('old.%I is distinct from new.%1$I', c), ' or ')
             from regexp_split_to_table(t.frozen, ',\s*') c));
    end loop;
    execute 'create trigger no_delete before delete or truncate on note_copy'
            ' for each statement execute function never_done()';
    execute 'create trigger no_delete before delete or truncate on print_job'
            ' for each statement execute function never_done()';
end
$$;
-- a printing that is called back or done stays so; its number only rises
create trigger only_forward before update on print_job for each row
    when (old.state in ('PRINTED', 'VOID') and new.state <> old.state
          or new.copy_no < old.copy_no or new.attempts < old.attempts)
    execute function never_changed();

revoke all on form, note_copy, print_job from public;
grant select on form, note_copy, print_job to osb_app, osb_read;
grant insert on form to osb_app;
grant insert, update on note_copy, print_job to osb_app;
