-- An account of the last grade pays before goods, unless the quarter's review gives it a limit: then
-- the three sign it (R-165, R-166). The constraint was older than the review and refused that.
set local role osb_owner;
set local search_path = osb;

alter table limit_proposal drop constraint limit_proposal_last_grade;
alter table limit_proposal add constraint limit_proposal_last_grade
    check (grade < 5 or grade_factor = 0 and formula = 0 and (cash_first or lim > 0));
