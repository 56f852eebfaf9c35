-- one object
-- A test page of 33 lines by 80 cells (common/paper.h): line 30 is blank, the edges are drawn.
select json_build_object('number', p.code, 'queue', p.queue, 'copies', '1', 'copy', 1, 'text',
    (select string_agg(coalesce(said.line, ''), E'\n' order by n) || E'\n'
     from generate_series(0, 32) n left join (values
        (0, '+' || repeat('-', 78) || '+'),
        (2, '   OSB  打印測試 Test page of a printer'),
        (4, '   Printer    ' || left(p.code, 30)),
        (5, '              ' || left(p.name, 30)),
        (6, '   Queue      ' || left(p.queue, 60)),
        (7, '   Warehouse  ' || coalesce(left(h.code, 30), '-')),
        (8, '   In use     ' || case when p.active then 'yes' else 'no' end),
        (10, '   ' || time_text(clock_timestamp()) || '  ' || coalesce(login_of(:actor::bigint), '')),
        (12, '   ABCDEFGHIJKLMNOPQRSTUVWXYZ  abcdefghijklmnopqrstuvwxyz  0123456789'),
        (13, '   áéíóú ñ Ñ ü ¿Qué? ¡Sí!   12,345.00  -1,234.50  #%&/()=@'),
        (14, '   简体 订单 发货 收款     繁體 訂單 發貨 收款     零壹貳參肆伍陸柒捌玖拾佰仟萬億圓'),
        (16, repeat('1234567890', 8)),
        (17, '         1         2         3         4         5         6         7         8'),
        (32, '+' || repeat('-', 78) || '+')) said (at, line) on said.at = n))
from printer p left join warehouse h on h.id = p.warehouse_id
where p.code = :printer
