-- What a leader signed on paper before go-live, attested by who took the order over (R-383).
set local role osb_owner;
set local search_path = osb;

alter domain sign_kind drop constraint sign_kind_check;
alter domain sign_kind add constraint sign_kind_check check (value in ('',
    'VERIFY', 'APPROVE', 'MA', 'CC53', 'TOLERANCE', 'ST', 'QUOTA', 'RESUME', 'CONFIRM', 'PAPER'));
alter table signature
    add column attested_by bigint references app_user deferrable initially deferred,
    add column paper_at timestamptz,
    add constraint signature_attested
        check ((attested_by is null) = (paper_at is null) and (kind <> 'PAPER' or attested_by is not null)
               and attested_by is distinct from signer_id and paper_at <= at);
create index on signature (attested_by);

drop trigger frozen on signature;
create trigger frozen before update on signature for each row
    when (old.id is distinct from new.id or old.order_id is distinct from new.order_id
          or old.version is distinct from new.version
          or old.content_hash is distinct from new.content_hash
          or old.kind is distinct from new.kind or old.role is distinct from new.role
          or old.signer_id is distinct from new.signer_id
          or old.principal_id is distinct from new.principal_id
          or old.delegation_id is distinct from new.delegation_id
          or old.consent_at is distinct from new.consent_at
          or old.consent_by is distinct from new.consent_by
          or old.at is distinct from new.at or old.flagged is distinct from new.flagged
          or old.case_id is distinct from new.case_id
          or old.attested_by is distinct from new.attested_by
          or old.paper_at is distinct from new.paper_at)
    execute function never_changed();
