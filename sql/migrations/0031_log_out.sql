-- An administrator ends all of a person's sessions (R-374): what was begun before this moment
-- of the business clock is void, the tokens to resume it included.
set local role osb_owner;
set local search_path = osb;

alter table app_user add column out_at timestamptz;
