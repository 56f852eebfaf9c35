"""osb --linear: the boxes over lists and forms, asked and answered on plain lines."""
from check_amend import two_lines
from check_linear import Lines, find
from osb_rig import Failed


def check_linear_boxes(company):
    """Sorting, why an order stands where it does, and the words of a choice: each box is read out and answered."""
    number = two_lines(company, "BOX-1")
    csr = Lines(company, "li.na")
    find(csr, "My orders>", number)
    csr.talk("My orders>", "s", "== In which order?", "", "My orders>", "s", "2  Customer", "2", "My orders>",
             ":order.explain", "Search:", "1")
    csr.until("== Why?")
    said = csr.until("Enter goes on:")
    if number not in said or "CC limit" not in said or "It would pass" not in said:
        raise Failed(f"the reasons are not read out: {said}")
    csr.say("")
    csr.talk("My orders>", "n", "Customer (needed):", "shht", "Channel (needed):", "F4", "2  FAX", "2",
             "Channel [FAX]:", "F3", "My orders>", "quit")
    csr.leave()
