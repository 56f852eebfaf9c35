-- The quarter's review: proposals are adjusted, handed to the leaders, and accepted or refused; a
-- decision about a limit names the proposal that it accepts (R-166, R-167).
set local role osb_owner;
set local search_path = osb;

alter domain review_state drop constraint review_state_check;
alter domain review_state add constraint review_state_check
    check (value in ('', 'PROPOSED', 'SUBMITTED', 'ACCEPTED', 'REFUSED', 'SUPERSEDED'));

alter table limit_proposal
    add column reason       prose not null default '',
    add column adjusted_by  bigint references app_user deferrable initially deferred,
    add column adjusted_at  timestamptz,
    add column submitted_by bigint references app_user deferrable initially deferred,
    add column submitted_at timestamptz,
    add column decided_by   bigint references app_user deferrable initially deferred,
    add column decided_at   timestamptz,
    add column answer       prose not null default '',
    add constraint limit_proposal_adjusted check ((adjusted_by is null) = (adjusted_at is null)
        and (adjusted_by is null) = (reason = '')),
    add constraint limit_proposal_submitted check ((submitted_by is null) = (submitted_at is null)
        and (state <> 'PROPOSED' or submitted_by is null)
        and (state not in ('SUBMITTED', 'ACCEPTED', 'REFUSED') or submitted_by is not null)),
    add constraint limit_proposal_decided check ((state in ('ACCEPTED', 'REFUSED'))
        = (decided_by is not null) and (decided_by is null) = (decided_at is null));
create index on limit_proposal (adjusted_by);
create index on limit_proposal (submitted_by);
create index on limit_proposal (decided_by);
drop trigger frozen on limit_proposal;
create trigger frozen before update on limit_proposal for each row
    when (old.state not in ('PROPOSED', 'SUBMITTED')
          or (new.id, new.account_id, new.quarter, new.policy_id, new.months,
          new.shipped, new.last_quarter, new.quarter_before, new.growth, new.term_days, new.due,
          new.in_time, new.bad_debt, new.grade, new.grade_factor, new.fresh, new.formula, new.was,
          new.made_at)
          is distinct from (old.id, old.account_id, old.quarter, old.policy_id, old.months,
          old.shipped, old.last_quarter, old.quarter_before, old.growth, old.term_days, old.due,
          old.in_time, old.bad_debt, old.grade, old.grade_factor, old.fresh, old.formula, old.was,
          old.made_at))
    execute function never_changed();

alter table limit_decision
    add column proposal_id bigint references limit_proposal deferrable initially deferred,
    add constraint limit_decision_of_review check (proposal_id is null or opening_id is null);
create index on limit_decision (proposal_id);
drop trigger frozen on limit_decision;
create trigger frozen before update on limit_decision for each row
    when (old.state <> 'PROPOSED' or (new.id, new.account_id, new.was, new.base, new.lim,
          new.three, new.reason, new.proposed_by, new.proposed_at, new.opening_id, new.proposal_id)
          is distinct from (old.id, old.account_id, old.was, old.base, old.lim, old.three,
          old.reason, old.proposed_by, old.proposed_at, old.opening_id, old.proposal_id))
    execute function never_changed();
