"""What customers have, owe and have paid, and where goods lie: counted without the daemon.

Sums are taken over what happened, not step by step: an account owes for each shipment what it
cost less what came back of it, and what was paid beyond that is its own again.
"""


def half_up(value, by):
    """value / by, to the nearest, a half upwards."""
    return (2 * value + by) // (2 * by)


def share(rest, whole, part):
    """Of `rest`, which `whole` units cost, what `part` of them cost; all of them: all."""
    return rest if part == whole else half_up(rest * part, whole)


class Line:
    """Units of a product that were shipped to a customer."""

    def __init__(self, number, product, qty, worth):
        self.number, self.product, self.qty, self.worth = number, product, qty, worth
        self.claimed = False
        self.returns = []

    def under_way(self):
        """(units, fen) of returns that are neither given up nor received."""
        coming = [back.lines[self] for back in self.returns if back.state not in Return.OVER]
        return sum(n for n, _ in coming), sum(fen for _, fen in coming)

    def came(self):
        """(units, fen) that are back."""
        came = [back.lines[self] for back in self.returns if back.state in Return.HERE]
        return sum(n for n, _ in came), sum(fen for _, fen in came)

    def left(self):
        """(units, fen) that the customer keeps, as far as anyone knows."""
        (coming, due), (back, credited) = self.under_way(), self.came()
        return self.qty - coming - back, self.worth - due - credited


class Shipment:
    """One note's goods, all in one part."""

    def __init__(self, note, order, customer, lines):
        self.note, self.order, self.customer, self.lines = note, order, customer, lines
        self.consigned, self.invoiced, self.paid = True, False, 0

    def worth(self):
        return sum(line.worth - line.came()[1] for line in self.lines)


class Return:
    """What is brought back of a shipment: {line: (units, fen)}."""

    HERE = ("RECEIVED", "SETTLED")
    OVER = HERE + ("REFUSED", "WITHDRAWN")

    def __init__(self, shipment, lines):
        self.shipment, self.lines, self.state, self.no = shipment, lines, "APPLIED", ""
        self.good = {}
        for line in lines:
            line.returns.append(self)

    def amount(self):
        return sum(fen for _, fen in self.lines.values())

    def fewer(self, line, units):
        """`units` of the line come, at their share of what more of them cost."""
        before, fen = self.lines[line]
        self.lines[line] = units, share(fen, before, units)


class Book:
    """All shipments and returns, and what was in the store at first."""

    def __init__(self):
        self.shipments, self.returns, self.stocked = [], [], {}

    def ship(self, note, order, customer, lines):
        """The goods leave the store; who has them owes for them."""
        shipment = Shipment(note, order, customer, lines)
        self.shipments.append(shipment)
        return shipment

    def refusal(self, shipment, wanted):
        """Why a return of (line number, units) of the shipment is refused, or None."""
        if not wanted:
            return "PARAMS"
        if not shipment.consigned:
            return "RETURN_SHIPPED"
        named = []
        for number, units in wanted:
            line = next((x for x in shipment.lines if x.number == number), None)
            if line is None or line in named:
                return "PARAMS"
            if line.claimed:
                return "CLAIM_LINE"
            if not 0 < units <= line.left()[0]:
                return "RETURN_QTY"
            named.append(line)
        return None

    def apply(self, shipment, wanted):
        """The return: each line at its share of what the customer has left of it."""
        lines = {}
        for number, units in wanted:
            line = next(x for x in shipment.lines if x.number == number)
            lines[line] = units, share(line.left()[1], line.left()[0], units)
        back = Return(shipment, lines)
        self.returns.append(back)
        return back

    def accounts(self):
        """{customer: (reserved, shipped, invoiced, free money)} in fen. Only what was invoiced
        is ever paid here."""
        sums = {}
        for s in self.shipments:
            reserved, shipped, invoiced, free = sums.get(s.customer, (0, 0, 0, 0))
            owed = s.worth() - s.paid
            if not s.consigned:
                reserved += owed
            elif not s.invoiced:
                shipped += owed
            else:
                invoiced, free = invoiced + max(owed, 0), free + max(-owed, 0)
            sums[s.customer] = reserved, shipped, invoiced, free
        return sums

    def sales(self):
        """{customer: fen} of what left, less what came back."""
        sums = {}
        for s in self.shipments:
            if s.consigned:
                sums[s.customer] = sums.get(s.customer, 0) + s.worth()
        return sums

    def stock(self):
        """{product: (on hand, in quarantine)}."""
        sums = {product: [n, 0] for product, n in self.stocked.items()}
        for s in self.shipments:
            for line in s.lines:
                sums[line.product][0] -= line.qty
        for back in self.returns:
            for line, (units, _) in back.lines.items():
                if back.state == "SETTLED":
                    sums[line.product][0] += back.good.get(line, units)
                if back.state == "RECEIVED":
                    sums[line.product][1] += units
        return {product: tuple(n) for product, n in sums.items()}

    def quota(self):
        """{product: units that stay taken of the month's quota}: what came back is free again."""
        sums = {}
        for s in self.shipments:
            for line in s.lines:
                sums[line.product] = sums.get(line.product, 0) + line.qty - line.came()[0]
        return sums
