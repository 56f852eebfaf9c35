-- one object
-- The parameters in force, with the version that a verdict names.
select (to_jsonb(p) - 'made_by' || jsonb_build_object('made_by', login_of(p.made_by),
        'tolerance', money_text(p.tolerance), 'second_person_from',
        money_text(p.second_person_from), 'small_write_off', money_text(p.small_write_off),
        'leader_write_off', money_text(p.leader_write_off), 'today', business_today(), 'now',
        time_text(business_now())))::json
from policy p where p.valid_from <= business_today()
order by p.valid_from desc, p.id desc limit 1
