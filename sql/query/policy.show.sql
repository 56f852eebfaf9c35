-- one object
-- The parameters in force, with the version that a verdict names, who made it and why.
select (to_jsonb(p) - 'made_by' || jsonb_build_object('made_by', login_of(p.made_by),
        'confirmed_by', login_of(c.decided_by), 'reason', coalesce(c.reason, ''),
        'tolerance', money_text(p.tolerance), 'second_person_from',
        money_text(p.second_person_from), 'small_write_off', money_text(p.small_write_off),
        'leader_write_off', money_text(p.leader_write_off), 'claim_small',
        money_text(p.claim_small), 'limit_round', money_text(p.limit_round), 'today', business_today(), 'now',
        time_text(business_now())))::json
from policy p left join policy_change c on c.policy_id = p.id
where p.valid_from <= business_today()
order by p.valid_from desc, p.id desc limit 1
