-- What is proposed first, then what was decided and the versions before there were proposals,
-- the latest first. An outdated proposal stands on a version that is no longer in force.
select c.id proposal, c.state, c.bound two_persons, c.settings, c.reason,
       login_of(coalesce(c.made_by, p.made_by)) made_by, time_text(c.at) "at",
       case c.state when 'PROPOSED' then exists (select from policy v where v.id > c.base_id)
       end outdated,
       login_of(c.decided_by) decided_by, time_text(c.decided_at) decided_at, c.answer,
       p.id version, p.valid_from
from policy_change c full join policy p on p.id = c.policy_id
order by coalesce(c.state, '') <> 'PROPOSED', coalesce(c.id, p.id) desc
