-- The rows without which nothing runs: the actor SYSTEM, the first version of the parameters,
-- and the legal series at 0. Their ids lie below 4096, where id_block never comes.
set local role osb_owner;
set local search_path = osb;

insert into app_user (id, login, name, active) values (1, 'SYSTEM', 'OSB', true);
insert into user_role (id, user_id, role, valid_from) values (2, 1, 'SYSTEM', '2000-01-01');

-- docs/RULES.md, chapter 19. China's clock, Monday to Saturday 8:30 to 17:30; orders that
-- arrive after 15:00 count for the next day; amounts in fen.
insert into policy (id, valid_from, made_by,
    utc_offset_min, weekdays, open_min, close_min, cutoff_min,
    notify_minutes, over_pct, tolerance, grace_days, hold_days, st_valid_days,
    quota_auto_cut, quota_three_sign, auto_send, ship_hours, explain_hours, ship_skip_closed,
    second_person, second_person_from, rejudge_days, deemed_days, slip_days, receipt_apart,
    double_days, window_days)
values (1, '2000-01-01', 1,
    480, 63, 510, 1050, 900,
    30, 20, 1000000, 0, 30, 10,
    false, true, true, 24, 48, true,
    true, 0, 5, 30, 3, true,
    30, 5);

insert into counter (id, series, period, last_no)
    select 10 + n, series, '', 0
    from unnest(array['DN', 'VN', 'OB', 'RO', 'IV', 'RI', 'RC', 'RR', 'CN'])
         with ordinality s (series, n);
