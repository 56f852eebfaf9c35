"""Files: handed in by pieces, kept once, given back as they were (R-385)."""
import base64
import hashlib
import os
import subprocess

from osb_rig import Failed

PIECE = 24576


def hand_in(session, data, digest=None):
    """The answers to each piece."""
    digest = digest or hashlib.sha256(data).hexdigest()
    return digest, [session.call("file.piece", {
        "sha256": digest, "part": at // PIECE + 1, "size": len(data),
        "content": base64.b64encode(data[at:at + PIECE]).decode()})
        for at in range(0, len(data), PIECE)]


def fetch(session, digest):
    parts, got, part = 1, b"", 1
    while part <= parts:
        answer = session.call("file.get", {"sha256": digest, "part": part})
        parts, part = answer["parts"], part + 1
        got += base64.b64decode(answer["content"])
    return got


def check_a_slip_is_kept(rig):
    """A file comes back byte for byte, is kept once, and is filed where it was said."""
    rig.start()
    data = os.urandom(3 * PIECE + 17)
    clerk, csr = rig.session("li.na"), rig.session("su.ssgl")
    digest, answers = hand_in(clerk, data)
    if [a["whole"] for a in answers] != [False, False, False, True]:
        raise Failed(f"pieces: {answers}")
    filed = clerk.command("file.put", {"sha256": digest, "name": "slip.pdf", "customer": "C001"})
    if filed.get("outcome") != "DONE":
        raise Failed(f"not filed: {filed}")
    again = csr.command("file.put", {"sha256": digest, "name": "x.pdf", "customer": "C001"})
    if again.get("guard") != "FILE_TWICE":
        raise Failed(f"filed twice: {again}")
    _, answers = hand_in(csr, data)
    if not all(a["whole"] for a in answers):
        raise Failed("bytes that are there were taken again")
    if fetch(csr, digest) != data:
        raise Failed("other bytes came back")
    rows = csr.call("file.list", {"customer": "C001"})["rows"]
    if [(r["sha256"], r["name"], r["size"]) for r in rows] != [(digest, "slip.pdf", len(data))]:
        raise Failed(f"listed: {rows}")
    if rig.psql("select count(*) from osb.file_bytes").strip() != "4":
        raise Failed("the bytes are there twice")


def check_what_is_no_file_is_refused(rig):
    """Too large, or not the bytes that were said: refused with the numbers, nothing is kept."""
    rig.start()
    session = rig.session("li.na")
    answer = session.call("file.piece", {"sha256": "0" * 64, "part": 1, "size": 5000000,
                                         "content": "eA=="})
    if answer.get("guard") != "FILE_SIZE" or answer["numbers"]["most"] != "4194304":
        raise Failed(f"too large: {answer}")
    digest, answers = hand_in(session, b"not these bytes", hashlib.sha256(b"these").hexdigest())
    if answers[0].get("guard") != "FILE_HASH":
        raise Failed(f"other bytes: {answers}")
    refused = session.command("file.put", {"sha256": digest, "name": "x", "customer": "C001"})
    if refused.get("error") != "NOT_FOUND" and refused.get("outcome") != "REFUSED":
        raise Failed(f"filed without bytes: {refused}")
    _, answers = hand_in(session, b"these", digest)
    if not answers[0].get("whole"):
        raise Failed("who sent it wrong once cannot mend it")
    for statement in ("update osb.file_bytes set content = 'x'", "delete from osb.file"):
        if rig.psql("do $$ begin " + statement + "; raise exception 'x' using errcode = 'P0098';"
                    " exception when sqlstate '23000' then null; end $$") is None:
            raise Failed(statement)


def check_what_was_left_half_goes(rig):
    """Pieces of an upload that broke off go with another's upload a day later; files stay."""
    rig.start()
    session, other = rig.session("li.na"), rig.session("su.ssgl")
    whole, half, young, next_one = (os.urandom(3 * PIECE) for _ in range(4))
    kept, _ = hand_in(session, whole)
    session.command("file.put", {"sha256": kept, "name": "slip.pdf", "customer": "C001"})

    def begin(data):
        digest = hashlib.sha256(data).hexdigest()
        for part in (1, 2):
            session.call("file.piece", {
                "sha256": digest, "part": part, "size": len(data),
                "content": base64.b64encode(data[(part - 1) * PIECE:part * PIECE]).decode()})
        return digest

    def pieces(digest):
        return rig.psql(f"select count(*) from osb.file_bytes where sha256 = '{digest}'").strip()

    left, begun = begin(half), begin(young)
    for digest in (left, kept):
        rig.psql(f"update osb.file_try set at = at - interval '25 hours' where sha256 = '{digest}'")
    hand_in(other, next_one)
    if (pieces(left), pieces(begun), pieces(kept)) != ("0", "2", "3"):
        raise Failed(f"left {pieces(left)}, begun {pieces(begun)}, kept {pieces(kept)}")
    if fetch(session, kept) != whole:
        raise Failed("other bytes came back")
    if not hand_in(session, half)[1][-1]["whole"] or not hand_in(session, young)[1][-1]["whole"]:
        raise Failed("what broke off cannot be handed in again")
    if rig.psql("select count(*) from osb.file_try").strip() != "0":
        raise Failed("a whole file is still under way")
    for statement in ("delete from osb.file_bytes", "truncate osb.file_bytes"):
        if rig.psql("do $$ begin " + statement + "; raise exception 'x' using errcode = 'P0098';"
                    " exception when sqlstate '23000' then null; end $$") is None:
            raise Failed(statement)


def check_the_batch_client(rig):
    """osb file put takes a path, osb file get gives the same bytes; print run empties the queue."""
    rig.start()
    osb = os.path.join(os.path.dirname(rig.osbd), "osb")
    if not os.path.exists(osb):
        return "without osb"
    token = rig.token_file
    path, back = os.path.join(rig.dir, "slip.pdf"), os.path.join(rig.dir, "back.pdf")
    data = os.urandom(PIECE + 1)
    with open(path, "wb") as out:
        out.write(data)

    def run(user, *words):
        done = subprocess.run([osb, "--socket", rig.socket, "--demo", token, "--user", user, *words],
                              capture_output=True, check=False)
        if done.returncode:
            raise Failed(f"osb {words}: {done.stdout} {done.stderr}")
        return done.stdout

    run("li.na", "file", "put", "--customer", "C001", path)
    run("li.na", "file", "get", hashlib.sha256(data).hexdigest(), "--out", back)
    with open(back, "rb") as got:
        if got.read() != data:
            raise Failed("other bytes came back")
    run("fin.zhao", "print", "run")
    return None
