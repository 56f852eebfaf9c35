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


def invoice(red=False, lines=3, **more):
    """An invoice; a red one takes back what a part of it was."""
    goods, total, taxes, sign = [], 0, 0, -1 if red else 1
    for i in range(lines):
        code, name, spec = NAMES[i % len(NAMES)]
        amount = sign * (113000 + 11300 * i)
        tax = amount * 13 // 113
        total, taxes = total + amount, taxes + tax
        goods.append({"product": code, "name": name, "spec": spec, "unit": "桶", "qty": str(sign * (5 + i)),
                      "amount": money(amount), "tax_bp": 1300, "tax": money(tax)})
    paper = {"note": "DN2611-000001", "order": "SO4213", "customer": "SHHT", "title": "上海華通潤滑油有限公司",
             "tax_no": "91310000MA1FL0001X", "tax_invoice": "" if red else "24312000000012345678",
             "net": money(total - taxes), "tax": money(taxes), "lines": goods}
    if red:
        paper.update({"invoice": "IV2611-000001", "reason": "兩桶破損 damaged on the way"})
    answer = {"number": "RI2611-000001" if red else "IV2611-000001", "series": "RI" if red else "IV",
              "form": "INVOICE", "posted": "2026-11-23T01:00:00.000000Z", "total": money(total), "by": "jin",
              "copies": "1,3,4", "zone_min": 480, "sha256": "0" * 64, "paper": paper}
    answer.update(more)
    return answer


def goods(red=False, whole=True, **more):
    """An outbound order: issued, or taken back whole or in part."""
    lines, total = [], 0
    for i, (code, name, spec) in enumerate(NAMES[:2]):
        amount = 50000 + i * 1000
        total += amount
        lines.append({"line": i + 1, "product": code, "name": name, "spec": spec, "unit": "桶",
                      "qty": str(4 + i), "amount": money(amount)})
    paper = {"note": "DN2611-000001", "part": 1, "order": "SO4213", "outbound": "OB2611-000007",
             "customer": "SHHT", "name": "上海華通潤滑油有限公司", "ship_to": "上海市浦東新區張江路 88 號",
             "lines": lines}
    if red:
        paper["reason"] = "客戶拒收"
        total = -total
    if red and not whole:
        paper["red"] = [{"product": "PX-100", "name": "潤滑油", "spec": "4L×6", "unit": "桶", "qty": "-1",
                         "amount": "-125.00"}]
        total = -12500
    answer = {"number": ("RO" if red else "OB") + "2611-000008", "series": "RO" if red else "OB",
              "form": "GOODS", "posted": "2026-11-23T01:00:00.000000Z", "total": money(total), "by": "lin",
              "copies": "1,2,3" if red else "1,2", "zone_min": 480, "sha256": "0" * 64, "paper": paper}
    answer.update(more)
    return answer


def money_paper(series, total, paper, of=None, **more):
    """A document about money or about what is called back: CN, PC, VN, RC, RR, WO."""
    answer = {"number": series + "2611-000003", "series": series, "form": "CREDIT",
              "posted": "2026-11-23T01:00:00.000000Z", "total": total, "by": "jin",
              "copies": "1,2,3" if series == "VN" else "1,3,4", "zone_min": 480, "sha256": "0" * 64,
              "paper": paper}
    if of:
        answer["of"] = of
    answer.update(more)
    return answer


def credit(lines=1):
    red = [{"line": i + 1, "product": "PX-100", "name": "潤滑油", "spec": "4L×6", "unit": "桶", "qty": "-2",
            "amount": "-113.00", "tax_bp": 1300, "tax": "-13.00"} for i in range(lines)]
    return money_paper("CN", money(-11300 * lines),
                       {**goods()["paper"], "reason": "短少兩桶", "red": red})


def correction(up):
    paper = goods()["paper"]
    paper["changed"] = [{"line": 1, "product": "PX-100", "name": "潤滑油", "spec": "4L×6", "unit": "桶", "qty": "4",
                         "amount": "56.50" if up else "-56.50", "tax_bp": 1300, "tax": "6.50" if up else "-6.50",
                         "was": "500.00", "worth": "556.50" if up else "443.50"}]
    return money_paper("PC", "56.50" if up else "-56.50", paper)


def void():
    was = note(2)
    return money_paper("VN", "-" + was["total"], {
        "voids": was["number"], "order": "SO4213", "customer": "SHHT", "reason": "站點有誤", "copies": 1,
        "asked_by": "li.na", "confirmed_by": "jin"}, was["paper"])


def receipt(red=False):
    paid = {"customer": "SHHT", "name": "上海華通潤滑油有限公司", "method": "CHEQUE", "bank_ref": "B-77",
            "received_on": "2026-11-22", "drawer": "華東貿易", "maturity": "2026-12-22", "brought_by": "陳先生",
            "words": "", "opening": False, "remark": ""}
    if red:
        return money_paper("RR", "-600.00", {"receipt": "RC2611-000001", "customer": "SHHT", "bank_ref": "B-77",
                                             "received_on": "2026-11-22", "reason": "空頭支票"}, paid)
    return money_paper("RC", "600.00", paid)
