-- history.sql - so many customers, each with an account of its own and two years of debts and
-- payments before a day, written past the rules: what limits are computed from (R-164).
-- psql -v customers=N -v quarter=DAY -v codes=PREFIX. Customer k has two debts a month; what he
-- takes, grows or shrinks with k, and how much of it he pays in time, too; every seventh never paid
-- one debt, which was given up, and every ninth began a month ago.
begin;
set local search_path = osb;
set local session_replication_role = replica;

create temporary table k on commit drop as
    select k, 500000000000 + k::bigint id from generate_series(1, :customers) k;
insert into credit_account select (jsonb_populate_record(a, jsonb_build_object('id', k.id,
        'code', :'codes' || k, 'lim', 1000000, 'reserved', 0, 'shipped', 0, 'invoiced', 0,
        'deposit', 0, 'earmarked', 0, 'shortfall', 0, 'bounced', 0, 'last_entry_id', null,
        'next_lim_from', null))).*
    from k, credit_account a where a.id = (select min(id) from credit_account);
insert into customer select (jsonb_populate_record(c, jsonb_build_object('id', k.id,
        'code', :'codes' || k, 'account_id', k.id, 'has_term', true,
        'term_days', 10 + k.k % 80))).*
    from k, customer c where c.id = (select min(id) from customer);

create temporary table debt on commit drop as
    select k.k, k.id customer_id, d.id n, 600000000000 + k.k * 1000::bigint + d.id id,
           (:'quarter'::date - interval '24 months' + (d.id * 15 - 8) * interval '1 day')::date left_on,
           (100000 + (k.k * 7919 + d.id * 104729) % 900000 + (k.k % 11) * d.id * 1000)::bigint amount
    from k, generate_series(case when k.k % 9 = 0 then 47 else 1 end, 48) d (id);
insert into receivable select (jsonb_populate_record(null::receivable, jsonb_build_object('id', d.id,
        'no', :'codes' || d.id, 'kind', 'OPENING', 'account_id', d.customer_id, 'customer_id',
        d.customer_id, 'state', case when d.k % 7 = 0 and d.n = 40 then 'WRITTEN_OFF' else 'PAID' end,
        'amount', d.amount, 'open_s', 0, 'open_i', 0, 'invoiced', d.amount, 'invoiced_before', d.amount,
        'paid', case when d.k % 7 = 0 and d.n = 40 then 0 else d.amount end, 'credited', 0,
        'written_off', case when d.k % 7 = 0 and d.n = 40 then d.amount else 0 end,
        'basis_day', d.left_on, 'due', d.left_on + 30, 'disputed', false, 'doubtful', false,
        'opened_at', d.left_on, 'promised', 0, 'seq', 1, 'due_from', 'SHIP', 'term_days', 30,
        'exempt_for', '', 'opening_id', 1))).* from debt d;
insert into receipt select (jsonb_populate_record(null::receipt, jsonb_build_object('id', d.id,
        'no', :'codes' || d.id, 'account_id', d.customer_id, 'customer_id', d.customer_id,
        'state', 'OPEN', 'method', 'TRANSFER', 'bank_ref', '', 'received_on', d.left_on + p.days,
        'amount', d.amount, 'free', 0, 'earmarked', 0, 'allocated', d.amount, 'refunded', 0, 'recorded_by', 1,
        'recorded_at', d.left_on + p.days, 'opening', false, 'reversed_for', '', 'seq', 1,
        'payer', '', 'drawer', '', 'brought_by', '', 'cleared_on', d.left_on + p.days))).*
    from debt d, lateral (select (case when d.k % 10 >= d.n % 10 then 34 + (d.k + d.n) % 2
                                       else 36 + d.n % 3 end)::integer days) p
    where not (d.k % 7 = 0 and d.n = 40);
insert into allocation select (jsonb_populate_record(null::allocation, jsonb_build_object('id', d.id,
        'receipt_id', d.id, 'receivable_id', d.id, 'amount', d.amount, 'shortfall', 0,
        'made_by', 1, 'at', d.left_on))).*
    from debt d where not (d.k % 7 = 0 and d.n = 40);
insert into write_off select (jsonb_populate_record(null::write_off, jsonb_build_object('id', d.id,
        'no', :'codes' || d.id, 'receivable_id', d.id, 'account_id', d.customer_id,
        'amount', d.amount, 'state', 'DONE', 'small', false, 'reason', 'bankrupt', 'asked_by', 1,
        'asked_at', d.left_on, 'decided_by', 1, 'decided_at', (d.left_on + 60) + time '12:00',
        'document_id', d.id))).*
    from debt d where d.k % 7 = 0 and d.n = 40;
commit;
