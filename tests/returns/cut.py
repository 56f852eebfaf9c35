#!/usr/bin/env python3
"""cut.py FILE - of the retail data set, what the checks of returns need: > retail.csv

Every cancellation line, and of the earlier documents of those customers the lines that one of
them could reverse; of a document without such a line the first, so that a cancellation can name
a shipment that does not have its goods.
"""
import sys

HEAD = """# Lines of D. Chen, Online Retail, UCI Machine Learning Repository, 2015,
# https://doi.org/10.24432/C5BW33, CC BY 4.0. Cut by cut.py: nothing else is changed.
"""


def fields(line):
    return line.rstrip("\r\n").split(";")


def main():
    with open(sys.argv[1], encoding="utf-8-sig") as text:
        head, *lines = [line.rstrip("\r\n") for line in text]
    rows = [fields(line) for line in lines]
    sold, keep, back = {}, set(), set()
    for i, row in enumerate(rows):
        if row[0].startswith("C"):
            keep.add(i)
            for document in sold.get(row[6], {}).values():
                back.update(k for k in document if rows[k][1] == row[1])
                keep.add(document[0])
        elif row[6]:
            sold.setdefault(row[6], {}).setdefault(row[0], []).append(i)
    named = {rows[k][0] for k in back}
    keep = {k for k in keep | back if k in back or rows[k][0] not in named}
    sys.stdout.write(HEAD + head + "\n" + "".join(lines[k] + "\n" for k in sorted(keep)))


if __name__ == "__main__":
    main()
