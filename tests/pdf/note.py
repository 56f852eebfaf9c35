"""Answers of the daemon for osb-pdf, as note.form and document.form give them."""
import hashlib
import json

NAMES = [("PX-100", "潤滑油", "4L×6"), ("PX-200", "齒輪油 極壓重負荷", "18L"), ("PX-310", "刹车液", "1L×12"),
         ("PX-400", "Aceite hidráulico ñandú", "208L")]


def money(fen):
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def note(lines=4, copies="1,2,3,4,5", **more):
    """A delivery note of so many lines."""
    goods, total = [], 0
    for i in range(lines):
        code, name, spec = NAMES[i % len(NAMES)]
        qty, price = 10 + i, 12345 + 100 * i
        total += qty * price
        goods.append({"line": i + 1, "product": code, "name": name, "spec": spec, "unit": "桶",
                      "qty": str(qty), "price": money(price), "price_per": 1,
                      "amount": money(qty * price), "tax_bp": 1300 if i % 2 else 900})
    paper = {"form": "delivery note", "order": "SO4213", "version": 2, "customer": "SHHT",
             "customer_name": "上海華通潤滑油有限公司", "ship_to": "上海市浦東新區張江路 88 號 3 號倉庫",
             "receiver": "陳先生", "phone": "021-5555 1234", "station": "SH-01",
             "station_name": "上海北站", "station_phone": "021-6666 0001", "route": "華東 2 線",
             "transit_days": 2, "transport": "TRUCK", "unloading": "僅限上午卸貨", "wanted": "2026-11-25",
             "basis": "credit", "lines": goods, "words": "",
             "signed": [{"kind": "MA", "role": "MM", "by": "zhao for wu", "at": "2026-11-22T05:30:00Z"},
                        {"kind": "ST", "role": "GM", "by": "zhou", "at": "2026-11-22T05:40:00Z"}],
             "printed_by": "jin"}
    answer = {"number": "DN2611-000001", "posted": "2026-11-22T06:05:09.000000Z",
              "total": money(total), "note": "DN2611-000001", "form": "NOTE", "copies": copies,
              "zone_min": 480, "paper": paper}
    answer.update(more)
    answer["sha256"] = hashlib.sha256(json.dumps(paper).encode()).hexdigest()
    return answer
