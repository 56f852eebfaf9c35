#!/usr/bin/env python3
"""cut.py FILE CUSTOMER... - of the invoices' file, all those of some customers: > invoices.csv"""
import sys

HEAD = """# Lines of the sample data "Accounts Receivable" of IBM Watson Analytics. Cut by cut.py,
# all the invoices of {}: nothing else is changed.
"""


def main():
    with open(sys.argv[1], encoding="utf-8-sig") as text:
        head, *lines = [line.rstrip("\r\n") for line in text]
    sys.stdout.write(HEAD.format(", ".join(sys.argv[2:])) + head + "\n" + "".join(
        line + "\n" for line in lines if line.split(",")[1] in sys.argv[2:]))


if __name__ == "__main__":
    main()
