-- The formula of credit limits (R-163 .. R-167): its parameters, the history that it reads, and
-- what it proposes for an account in a quarter, with every input.
set local role osb_owner;
set local search_path = osb;

alter table policy
    add column limit_months     bigint not null default 6
        constraint policy_limit_months check (limit_months between 1 and 24),
    add column buffer_days      bigint not null default 10
        constraint policy_buffer_days check (buffer_days between 0 and 365),
    add column grade_1_pct      bigint not null default 95,
    add column grade_2_pct      bigint not null default 90,
    add column grade_3_pct      bigint not null default 80,
    add column grade_4_pct      bigint not null default 60
        constraint policy_grade_shares check (grade_1_pct between grade_2_pct and 100
            and grade_2_pct >= grade_3_pct and grade_3_pct >= grade_4_pct and grade_4_pct >= 0),
    add column grade_1_factor   bigint not null default 120,
    add column grade_2_factor   bigint not null default 100,
    add column grade_3_factor   bigint not null default 80,
    add column grade_4_factor   bigint not null default 50
        constraint policy_grade_factors check (grade_1_factor between grade_2_factor and 1000
            and grade_2_factor >= grade_3_factor and grade_3_factor >= grade_4_factor
            and grade_4_factor >= 0),
    add column growth_least_pct bigint not null default -10
        constraint policy_growth_least check (growth_least_pct between -100 and 0),
    add column growth_most_pct  bigint not null default 30
        constraint policy_growth_most check (growth_most_pct between 0 and 100),
    add column limit_round      bigint not null default 100000
        constraint policy_limit_round check (limit_round > 0);
alter table policy
    alter column limit_months drop default, alter column buffer_days drop default,
    alter column grade_1_pct drop default, alter column grade_2_pct drop default,
    alter column grade_3_pct drop default, alter column grade_4_pct drop default,
    alter column grade_1_factor drop default, alter column grade_2_factor drop default,
    alter column grade_3_factor drop default, alter column grade_4_factor drop default,
    alter column growth_least_pct drop default, alter column growth_most_pct drop default,
    alter column limit_round drop default;

-- What a customer took and how he paid, month by month: server/core/history.h says what counts
-- when. Asked for a few customers it reads their debts by index, and nobody else's.
create view customer_month as
select x.customer_id * 4096 + (extract(year from x.month)::bigint - 1970) * 12
           + extract(month from x.month)::bigint id,
       x.customer_id, x.month, sum(x.shipped)::bigint shipped, sum(x.due)::bigint due,
       sum(x.in_time)::bigint in_time, sum(x.bad_debt)::bigint bad_debt
from (
    select r.customer_id,
           date_trunc('month', case when r.kind = 'OPENING' then r.basis_day
               else ((r.opened_at at time zone 'UTC')
                     + (select p.utc_offset_min from policy p order by p.id desc limit 1)
                       * interval '1 minute')::date end::timestamp)::date as month,
           r.amount - r.credited shipped, 0::bigint due, 0::bigint in_time, 0::bigint bad_debt
    from receivable r
    union all
    select r.customer_id, date_trunc('month', (r.due + 5)::timestamp)::date, 0,
           r.amount - r.credited, 0, 0
    from receivable r where r.due is not null
    union all
    select r.customer_id, date_trunc('month', (r.due + 5)::timestamp)::date, 0, 0, a.amount, 0
    from receivable r join allocation a on a.receivable_id = r.id
         join receipt m on m.id = a.receipt_id
    where coalesce(m.cleared_on, m.received_on) <= r.due + 5
    union all
    select r.customer_id,
           date_trunc('month', ((w.decided_at at time zone 'UTC')
               + (select p.utc_offset_min from policy p order by p.id desc limit 1)
                 * interval '1 minute'))::date, 0, 0, 0, w.amount
    from receivable r join write_off w on w.receivable_id = r.id
    where w.state = 'DONE' and not w.small and r.written_off > 0
) x
group by x.customer_id, x.month;

create domain review_state as text check (value in ('', 'PROPOSED', 'SUPERSEDED'));
create table limit_proposal (
    id             bigint primary key,
    account_id     bigint not null references credit_account deferrable initially deferred,
    quarter        date not null,
    state          review_state not null,
    policy_id      bigint not null references policy deferrable initially deferred,
    months         bigint not null,
    shipped        bigint not null,
    last_quarter   bigint not null,
    quarter_before bigint not null,
    growth         bigint not null, -- hundredths of a percent
    term_days      bigint not null,
    due            bigint not null,
    in_time        bigint not null,
    bad_debt       bigint not null,
    grade          bigint not null,
    grade_factor   bigint not null, -- hundredths
    fresh          boolean not null,
    formula        bigint not null,
    was            bigint not null,
    lim            bigint not null,
    cash_first     boolean not null,
    made_at        timestamptz not null,
    version        bigint not null,
    constraint limit_proposal_once unique (account_id, quarter),
    constraint limit_proposal_quarter check (quarter = date_trunc('quarter', quarter::timestamp)::date),
    constraint limit_proposal_sane check (state <> '' and months > 0 and term_days >= 0
        and bad_debt >= 0 and grade between 1 and 5 and grade_factor >= 0 and formula >= 0
        and was >= 0 and lim >= 0 and version > 0),
    constraint limit_proposal_last_grade check (grade < 5 or grade_factor = 0 and formula = 0
        and cash_first)
);
create index on limit_proposal (policy_id);
create index on limit_proposal (quarter, account_id);

create trigger no_delete before delete or truncate on limit_proposal
    for each statement execute function never_done();
create trigger frozen before update on limit_proposal for each row
    when (old.state <> 'PROPOSED' or (new.id, new.account_id, new.quarter, new.policy_id, new.months,
          new.shipped, new.last_quarter, new.quarter_before, new.growth, new.term_days, new.due,
          new.in_time, new.bad_debt, new.grade, new.grade_factor, new.fresh, new.formula, new.was,
          new.made_at)
          is distinct from (old.id, old.account_id, old.quarter, old.policy_id, old.months,
          old.shipped, old.last_quarter, old.quarter_before, old.growth, old.term_days, old.due,
          old.in_time, old.bad_debt, old.grade, old.grade_factor, old.fresh, old.formula, old.was,
          old.made_at))
    execute function never_changed();

revoke all on limit_proposal, customer_month from public;
grant insert, update on limit_proposal to osb_app;
grant select on limit_proposal, customer_month to osb_app, osb_read;
