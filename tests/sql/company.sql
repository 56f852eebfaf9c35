-- company.sql - people, customers, goods and quota on which the worlds of this tier stand. Only what
-- every version of the schema since the first that could be migrated knows is written here.
select t.put('osb.app_user', jsonb_build_object('id', id, 'login', login, 'name', login,
    'active', true)), t.put('osb.user_role', jsonb_build_object('id', id + 400, 'user_id', id,
    'role', role, 'valid_from', '2026-01-01'))
from (values (101, 'gm', 'GM'), (102, 'dir', 'DIR'), (103, 'ddir', 'DDIR'),
    (104, 'csr', 'CSR'), (105, 'scr', 'SCR'), (106, 'bcr', 'BCR'), (107, 'fin', 'FIN'),
    (109, 'wh1', 'WH'), (110, 'wh2', 'WH'), (111, 'kam', 'KAM'), (112, 'mm', 'MM'),
    (113, 'ssgl', 'SSGL'), (114, 'mm2', 'MM'), (115, 'fin2', 'FIN')) u (id, login, role);
select t.put('osb.market', '{"id": 201, "code": "NE", "name": "東北"}');
select t.put('osb.area', '{"id": 202, "code": "NE1", "name": "哈爾濱", "market_id": 201}');
select t.put('osb.warehouse', '{"id": 203, "code": "W1", "scr_id": 105}');
select t.put('osb.station', '{"id": 204, "code": "S1", "name": "España 29", "active": true}');
select t.put('osb.assignment', '{"id": 205, "unit_id": 201, "role": "DIR", "user_id": 102}');
select t.put('osb.away', '{"id": 206, "user_id": 103, "away_from": "2026-11-01 00:00+00",
    "away_to": "2026-12-01 00:00+00", "recorded_by": 113, "said_by": "himself"}');
select t.put('osb.delegation', '{"id": 207, "kind": "SECRETARY", "role": "DDIR",
    "principal_id": 103, "delegate_id": 113, "valid_from": "2026-01-01 00:00+00"}');
select t.put('osb.delegation', '{"id": 208, "kind": "SUBSTITUTE", "role": "MM",
    "principal_id": 112, "delegate_id": 114, "valid_from": "2026-01-01 00:00+00"}');
select t.put('osb.product', '{"id": 310, "code": "P1", "name": "soap", "pack": 1,
    "state": "SELLABLE", "tax_bp": 1300}');
select t.put('osb.product', '{"id": 311, "code": "P2", "name": "towel", "pack": 1,
    "state": "SELLABLE", "tax_bp": 1300, "class": "SCARCE"}');
select t.put('osb.price', '{"id": 312, "product_id": 310, "price": 1000, "price_per": 1,
    "valid_from": "2026-01-01"}');
select t.put('osb.calendar_day', '{"id": 313, "day": "2026-12-31", "name": "stock-taking"}');
select t.put('osb.credit_account', jsonb_build_object('id', id, 'code', 'A' || id,
    'lim', lim)), t.put('osb.customer', jsonb_build_object('id', id + 1, 'code', 'C' || id,
    'name', 'Kunde ' || id, 'type', 'DISTRIBUTOR', 'state', 'ACTIVE', 'account_id', id,
    'market_id', 201, 'area_id', 202, 'has_limit', true, 'has_term', true, 'term_days', 30))
from (values (320, 1000000), (330, 100000), (340, 0)) a (id, lim);
select t.put('osb.quota_cell', '{"id": 350, "month": "2026-11-01", "product_id": 310,
    "holder": "AREA", "holder_id": 202, "allotted": 5000}');
select t.put('osb.quota_cell', '{"id": 351, "month": "2026-11-01", "product_id": 310,
    "holder": "CUSTOMER", "holder_id": 321, "allotted": 2000}');
select t.put('osb.stock', jsonb_build_object('id', p + 60, 'product_id', p, 'warehouse_id', 203,
    'on_hand', 1000)) from unnest(array[310, 311]) p;
select t.cmd('stock.receive', 109);
select t.put('osb.stock_move', jsonb_build_object('id', t.id(), 'product_id', p,
    'warehouse_id', 203, 'kind', 'IN', 'qty', 1000, 'made_by', 109, 'at', t.clock())),
    t.ev('MASTER', p + 60, '') from unnest(array[310, 311]) p;
