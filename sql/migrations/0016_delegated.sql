-- Who acts for another does so while the delegation lives, at the moment of the commit too (I09).
-- A command reads rights without a lock, so that nobody waits for an administrator; a delegation
-- that ends between its reading and its commit is met here. The row is held against its end until
-- the commit, and the failure is one that the daemon answers by running the command again: then
-- it sees the end, and refuses in the rule's own words.
set local role osb_owner;
set local search_path = osb;

create function ended_meanwhile(guard text, relation text, what text) returns void
    language plpgsql as $$
begin
    raise exception '%', what using errcode = '40001', constraint = guard, table = relation;
end
$$;

create function delegated_act_is_live() returns trigger language plpgsql as $$
begin
    perform from osb.delegation where id = new.delegation_id
        and (revoked_at is null or revoked_at > new.at)
        and (valid_to is null or valid_to > new.at) for share;
    if not found then
        perform osb.ended_meanwhile('event_delegation_lives', 'event',
            format('delegation %s ended before event %s', new.delegation_id, new.id));
    end if;
    return null;
end
$$;
create trigger delegation_lives after insert on event for each row
    when (new.delegation_id is not null) execute function delegated_act_is_live();

-- A leader's post held by delegation alone (an acting holder acts in his own name).
create function acting_holder_is_live() returns trigger language plpgsql as $$
begin
    if not exists (select from osb.delegation where kind = 'ACTING'
                   and delegate_id = new.actor_id and role = new.role)
       or exists (select from osb.user_role where user_id = new.actor_id and role = new.role
                  and coalesce(valid_to, 'infinity') >= osb.business_today()) then
        return null;
    end if;
    perform from osb.delegation where kind = 'ACTING' and delegate_id = new.actor_id
        and role = new.role and (revoked_at is null or revoked_at > new.at)
        and (valid_to is null or valid_to > new.at) for share;
    if not found then
        perform osb.ended_meanwhile('event_acting_lives', 'event',
            format('person %s was no longer acting at event %s', new.actor_id, new.id));
    end if;
    return null;
end
$$;
create trigger acting_lives after insert on event for each row
    when (new.role in ('GM', 'DIR', 'DDIR') and new.delegation_id is null)
    execute function acting_holder_is_live();

-- A secretary signs while the leader is away.
create function absence_is_live() returns trigger language plpgsql as $$
begin
    if exists (select from osb.delegation where id = new.delegation_id and kind = 'SECRETARY') then
        perform from osb.away where user_id = new.principal_id
            and (away_from is null or away_from <= new.at)
            and (away_to is null or away_to > new.at) for share;
        if not found then
            perform osb.ended_meanwhile('signature_absence_lives', 'signature',
                format('person %s was back before signature %s', new.principal_id, new.id));
        end if;
    end if;
    return null;
end
$$;
create trigger absence_lives after insert on signature for each row
    when (new.delegation_id is not null) execute function absence_is_live();

grant execute on function ended_meanwhile, delegated_act_is_live, acting_holder_is_live,
    absence_is_live to osb_app;
