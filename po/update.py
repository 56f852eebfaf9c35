#!/usr/bin/env python3
"""Collects the sentences that people read and keeps the translations beside them.

    po/update.py            writes po/osb.pot and brings every po/LANGUAGE.po up to it:
                            translations stay, new sentences come in empty, old ones go
    po/update.py --check    writes nothing; says what is stale or lacks a translation

A sentence is known by its English wording. They come from
    server/core/rules.def    why something was refused or waits       must be translated
    common/errors.def        trouble at the door                      must be translated
    client/*.c               labels, marked _("...") or N_("...")     must be translated
                             _n("one", "many", n): one form or two, as the language has
    common/params.def        names of parameters, as labels           must be translated
    common/enums.def         states and choices                       must be translated
    common/catalog.def, params.def   help of operations and parameters
    sql/invariants.sql               what audit.verify proves
    server/core/*.c          names of numbers and of ways out
"""
import glob
import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LITERAL = r'"(?:[^"\\]|\\.)*"'
LITERALS = rf'({LITERAL}(?:\s*{LITERAL})*)'
# Enumerations whose values people read; a word that means something else in one parameter
# stands there with the parameter's name.
SHOWN = ("order_state note_state shipment_state receivable_state receipt_state request_state"
         " case_state outcome origin channel customer_type customer_state product_state holder"
         " st_reason delegation_kind message_kind tell_method tell_result diff_kind claim_action"
         " claim_state goods_way carrier_state pay_method receivable_kind void_way note_fault"
         " due_basis customer_fact hours_mode write_off_state refund_state limit_state"
         " sale_way transport_mode paper_form job_state copy_place move_kind"
         " quota_change_kind policy_state").split()
TWO_SENSES = ["pay_method DRAFT"]
# Pieces of sentences that the daemon puts together: what comes of them stands in client/details.c.
PIECES = (", %s over the limit", "%s of %s waits for your signature: %s%s", " (%s over the limit)",
          "%s; approved by %s%s%s%s%s", "%s %s; approved by %s%s%s%s%s", "%s%sline %s %s", "new %s %s",
          "%s%sline %s: %s", "%s was not signed%s: %s", "%s %s, copy %s%s%s", " line %s",
          "%s%sline %s: %s of %s (%s)", "%s; and %s more", "%s: %s received from %s%s", "%s for %s")
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def text(top, name):
    with open(os.path.join(top, name), encoding="utf-8") as f:
        return f.read()


def value(literals):
    """What C (or PO) literals say, those that stand together joined."""
    parts = re.findall(LITERAL, literals)
    return "".join(re.sub(r"\\(.)", lambda m: ESCAPES[m.group(1)], p[1:-1]) for p in parts)


def quoted(said):
    return '"' + said.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") \
        .replace("\t", "\\t") + '"'


class Sentence:
    def __init__(self, needed):
        self.needed = needed
        self.many = None  # the sentence for more than one
        self.notes = []
        self.files = []


def collect(top):
    """{sentence: Sentence}, in the order in which the sources say them."""
    found = {}

    def put(said, note, name, needed):
        s = found.setdefault(said, Sentence(needed))
        s.needed = s.needed or needed
        if note and note not in s.notes:
            s.notes.append(note)
        if name not in s.files:
            s.files.append(name)

    name = "server/core/rules.def"
    for guard, _, source, said in re.findall(
            rf"^RULE\((\w+),\s*({LITERAL}),\s*({LITERAL}),\s*{LITERALS}\)", text(top, name), re.M):
        put(value(said), f"{guard}, {value(source)}", name, True)
    name = "common/errors.def"
    for code, said in re.findall(rf"^ERROR\((\w+),[\s\d-]+,\s*{LITERALS}\)", text(top, name), re.M):
        put(value(said), code, name, True)
    for name in sorted(glob.glob("client/**/*.c", root_dir=top, recursive=True)):
        for said in re.findall(rf"\bN?_\(\s*{LITERALS}\s*\)", text(top, name)):
            put(value(said), None, name, True)
        for one, many in re.findall(rf"\b_n\(\s*{LITERALS}\s*,\s*{LITERALS}\s*,", text(top, name)):
            put(value(one), None, name, True)
            found[value(one)].many = value(many)
    name = "sql/invariants.sql"
    for invariant, said in re.findall(r"^-- (I\d\d) (.+)$", text(top, name), re.M):
        put(said, invariant, name, True)
    name = "common/catalog.def"
    for op, said in re.findall(rf'^(?:COMMAND|QUERY)\(\w+,\s*"([\w.-]+)",[^"]*{LITERALS}',
                               text(top, name), re.M):
        put(value(said), op, name, False)
    name = "common/params.def"
    for param, said in re.findall(rf"^PARAM\((\w+),\s*\w+,\s*\w+,\s*{LITERALS}\)",
                                  text(top, name), re.M):
        put(value(said), param, name, False)
        put(param.replace("_", " "), "label of a parameter", name, True)
    name = "common/enums.def"
    lists = {}
    for line in text(top, name).replace("\\\n", " ").split("\n"):
        made = re.match(r"#define (\w+)\(V\)", line)
        if made:
            lists[made[1]] = re.findall(r"V\(\w+, (\w+)\)", line)
    for kind, values in re.findall(r"^ENUM\((\w+), \w+, (\w+)\)", text(top, name), re.M):
        for word in lists[values] if kind in SHOWN else ():
            put(word, kind, name, True)
    for word in TWO_SENSES:
        put(word, "only of this parameter", name, True)
    for name in sorted(glob.glob("server/core/*.c", root_dir=top)):
        for call, said in re.findall(rf'\b((?:say|remedy)_\w+)\(w, "(\w+)"', text(top, name)):
            put(said.replace("_", " "), "way out" if call.startswith("remedy") else "number",
                "server/core", False)
    return found


def read_po(content):
    """(header, {sentence: translation}) of a .po file; the form for many is a sentence, too."""
    pairs = {value(a): value(b) for a, b in
             re.findall(rf"^msgid {LITERALS}\s*^msgstr {LITERALS}", content, re.M)}
    for one, many, forms in re.findall(
            rf"^msgid {LITERALS}\s*^msgid_plural {LITERALS}\s*((?:^msgstr\[\d\] {LITERAL}\s*)+)",
            content, re.M):
        told = [value(f) for f in re.findall(rf"^msgstr\[\d\] ({LITERAL})", forms, re.M)]
        pairs[value(one)], pairs[value(many)] = told[0], told[-1]
    return pairs.pop("", ""), pairs


def forms_of(header):
    """How many forms of a word the language has."""
    told = re.search(r"nplurals=(\d)", header)
    return int(told[1]) if told else 2


def write_po(sentences, header, known):
    out = ["msgid \"\"\nmsgstr \"\"\n" + "\n".join(quoted(line + "\n")
                                                   for line in header.splitlines())]
    for said, s in sentences.items():
        entry = [f"#. {note}" for note in s.notes] + [f"#: {name}" for name in s.files]
        if "%" in said:
            entry.append("#, c-format")
        entry.append(f"msgid {quoted(said)}")
        if s.many:
            told = [known.get(said, ""), known.get(s.many, "")][:forms_of(header)]
            entry.append(f"msgid_plural {quoted(s.many)}")
            entry += [f"msgstr[{i}] {quoted(t)}" for i, t in enumerate(told)]
        else:
            entry.append(f"msgstr {quoted(known.get(said, ''))}")
        out.append("\n".join(entry))
    return "\n\n".join(out) + "\n"


HEADER = "Project-Id-Version: osb\nLanguage: \nMIME-Version: 1.0\n" \
         "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n" \
         "Plural-Forms: nplurals=2; plural=(n != 1);"


def fresh(top):
    """{file: (what it should say, sentences that must be translated and are not)}"""
    sentences = collect(top)
    out = {"po/osb.pot": (write_po(sentences, HEADER, {}), [])}
    for name in sorted(glob.glob("po/*.po", root_dir=top)):
        header, known = read_po(text(top, name))
        missing = [s for s in sentences if sentences[s].needed and not known.get(s)]
        missing += [s.many for s in sentences.values() if s.many and not known.get(s.many)]
        out[name] = (write_po(sentences, header, known), missing)
    return out


def columns(top):
    """Names of columns and members in the answers of queries."""
    words = set("desc asc last for end from null true false nulls first".split())
    found = set()
    for name in glob.glob("sql/query/*.sql", root_dir=top):
        sql = re.sub(r"--.*", "", text(top, name))
        found.update(re.findall(r"'([a-z_]*[a-z])',\s", sql))
        found.update(re.findall(r'(?:\)|\w|")\s+"?([a-z_]*[a-z])"?(?=\s*,|\s*\n?\s*from\b)', sql))
    return {n.replace("_", " ") for n in found - words}


def details(top):
    """What the daemon says it found: sentences in which %s stands for a value."""
    found = {}
    call = re.compile(r"\b(?:refuse_with|refused_error|detail|refuse_login|expected|wrong)\((?=[^;{]*;)")
    for name in sorted(glob.glob("server/core/*.c", root_dir=top)
                       + glob.glob("common/catalog_*.c", root_dir=top)
                       + glob.glob("server/shell/log*.c", root_dir=top)
                       + ["server/shell/door.c", "server/shell/request.c", "server/shell/session.c"]):
        if not os.path.exists(os.path.join(top, name)) or name.endswith("login_token.c"):
            continue
        source = re.sub(r"/\*.*?\*/", "", text(top, name), flags=re.S)
        for at in call.finditer(source):
            said = value(" ".join(re.findall(rf"(?:STR\(|arena, |\? |: )({LITERAL}(?:\s*{LITERAL})*)",
                                             source[at.end():source.index(";", at.end())])[:1]))
            said = re.sub(r"%(?:\.\*)?(?:zu|lld|s|d)", "%s", said).replace('\\"', '"')
            if re.search(r"[a-z] [a-z%]", said):
                found.setdefault(said, name)
    said = re.compile(rf"str_format\(\s*[\w>.\-]*arena,\s*{LITERALS}")
    for name in sorted(glob.glob("server/core/*.c", root_dir=top)):
        if os.path.basename(name) in ("load.c", "document.c"):  # broken promises, numbers of papers
            continue
        source = re.sub(r"/\*.*?\*/", "", text(top, name), flags=re.S)
        for literals in said.findall(source):
            sentence = re.sub(r"%(?:\.\*)?(?:zu|lld|s|d)", "%s", value(literals))
            if re.search(r"[a-z]{2}", sentence.replace("%s", "")) and sentence not in PIECES:
                found.setdefault(sentence, name)
    return found


def faults(top):
    out = []
    said = collect(top)
    out += [f"sql/query: the column \"{n}\" has no name in client/columns.c"
            for n in sorted(columns(top) - set(said))]
    out += [f"{name}: client/details.c does not know {quoted(s)}"
            for s, name in details(top).items() if s not in said]
    for name, (content, missing) in fresh(top).items():
        if not os.path.exists(os.path.join(top, name)) or text(top, name) != content:
            out.append(f"{name} is stale: run po/update.py")
        out += [f"{name}: no translation of {quoted(s)}" for s in missing]
    return out


def main():
    if sys.argv[1:] == ["--check"]:
        found = faults(TOP)
        print("\n".join(found) or "every sentence is there and every refusal is translated")
        return bool(found)
    for name, (content, missing) in fresh(TOP).items():
        with open(os.path.join(TOP, name), "w", encoding="utf-8") as f:
            f.write(content)
        empty = content.count('\nmsgstr ""\n') - 1
        print(f"{name}: {content.count(chr(10) + 'msgid ') } sentences, {empty} empty,"
              f" {len(missing)} of them needed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
