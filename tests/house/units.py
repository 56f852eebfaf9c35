#!/usr/bin/env python3
"""units.py - systemd reads the units of docs/examples as they are meant.

`systemd-analyze verify` looks at each of them in a folder where all stand side by side, so that a timer
and a path find what they start; the daemon's program, which is not installed here, is /bin/true. A
planted fault must be found first. Where systemd is not installed nothing is checked, and that is said."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, "..", "..", "docs", "examples")
KINDS = ("service", "timer", "path", "socket")


def told(folder, names):
    """What systemd says about those units; "" when all is well."""
    done = subprocess.run(["systemd-analyze", "--man=no", "verify", *names], cwd=folder, text=True,
                          capture_output=True, check=False, env={**os.environ, "SYSTEMD_UNIT_PATH": folder + ":"})
    lines = [line for line in (done.stdout + done.stderr).splitlines() if any(n in line for n in names)]
    return "\n".join(lines) or ("" if done.returncode == 0 else done.stderr)


def main():
    if not shutil.which("systemd-analyze"):
        print("no systemd here: its units are not checked\n1 passed, 0 failed")
        return 0
    with tempfile.TemporaryDirectory(prefix="osbunits.") as folder:
        names = []
        for path in sorted(p for kind in KINDS for p in glob.glob(os.path.join(EXAMPLES, f"*.{kind}"))):
            with open(path, encoding="utf-8") as text:
                unit = re.sub(r"/usr/local/bin/osb\w*", "/bin/true", text.read())
            names.append(os.path.basename(path))
            with open(os.path.join(folder, names[-1]), "w", encoding="utf-8") as out:
                out.write(unit)
        said = told(folder, names)
        with open(os.path.join(folder, "planted.service"), "w", encoding="utf-8") as out:
            out.write("[Service]\nType=oneshot\nExecStrat=/bin/true\n")
        found = told(folder, ["planted.service"])
    if "ExecStrat" not in found:
        print(f"a planted fault is not found: {found}")
    if said or len(names) < 8:
        print(f"{len(names)} units: {said}")
    failed = ("ExecStrat" not in found) + bool(said or len(names) < 8)
    print(f"{2 - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
