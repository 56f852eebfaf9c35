-- A limit that is raised until a day: its last day, beside what follows it (R-167).
set local role osb_owner;
set local search_path = osb;

alter table credit_account add column lim_to date,
    add constraint credit_account_until
        check (lim_to is null or next_lim_from is not null and next_lim_from <= lim_to + 1);

alter table limit_decision add column valid_to date,
    add constraint limit_decision_until check (valid_to is null or opening_id is null
        and proposal_id is null and (state <> 'IN_FORCE' or valid_from <= valid_to));
drop trigger frozen on limit_decision;
create trigger frozen before update on limit_decision for each row
    when (old.state <> 'PROPOSED' or (new.id, new.account_id, new.was, new.base, new.lim,
          new.three, new.reason, new.proposed_by, new.proposed_at, new.opening_id, new.proposal_id,
          new.valid_to)
          is distinct from (old.id, old.account_id, old.was, old.base, old.lim, old.three,
          old.reason, old.proposed_by, old.proposed_at, old.opening_id, old.proposal_id,
          old.valid_to))
    execute function never_changed();
