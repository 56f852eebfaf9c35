"""Orders one after another, each sent until it was answered, while something breaks."""
import json
import threading
import time

from osb_rig import Failed, count, expect, plan, sound

AGAIN = ("RETRY", "UNKNOWN", "BUSY", "CLOSING")


class Worker(threading.Thread):
    """Keys orders until it is told to end; each with one id, until it was answered."""

    def __init__(self, rig, name):
        super().__init__()
        self.rig, self.tag, self.ending = rig, name, False
        self.answers, self.sendings, self.errors, self.problem = [], 0, {}, None

    def connect(self, until):
        while time.monotonic() < until:
            try:
                return self.rig.session("li.na")
            except (OSError, Failed):
                time.sleep(0.02)
        raise Failed("the daemon does not come back")

    def run(self):
        try:
            session = None
            while not self.ending:
                command, answer = f"{self.tag}-{len(self.answers)}", None
                until = time.monotonic() + 60
                while answer is None:
                    if time.monotonic() > until:
                        raise Failed(f"{command} was never answered")
                    try:
                        session = session or self.connect(until)
                        self.sendings += 1
                        answer = session.command("order.key", plan(command), command)
                        error = answer.get("error")
                        if error in AGAIN:
                            self.errors[error] = self.errors.get(error, 0) + 1
                            answer = None
                            time.sleep(0.02)
                    except OSError:
                        session = None
                self.answers.append((command, answer))
        except Exception as problem:  # pylint: disable=broad-except
            self.problem = problem


def acknowledged(rig, answers):
    """Each answer that was given is stored, word by word; each order exists once (I01, I02)."""
    stored = dict(line.split(" ", 1) for line in rig.psql(
        "select id || ' ' || answer from command where op = 'order.key'").splitlines())
    for command, answer in answers:
        expect(answer.get("outcome") == "DONE", (command, answer))
        said = {k: v for k, v in answer.items() if k not in ("event", "again")}
        expect(json.loads(stored.get(command, "null")) == said, f"{command} is lost: {answer}")
    for what in ("count(*)", "count(distinct reference)"):
        expect(count(rig, f"select {what} from orders where reference like 'w%'") == len(answers),
               "an order was lost or doubled")


def storm(rig, name, workers, disturb, times):
    """Workers key orders while disturb() happens so often; then all must be there once."""
    rig.start()
    threads = [Worker(rig, f"w{n}") for n in range(workers)]
    for t in threads:
        t.start()
    try:
        for _ in range(times):
            disturb()
    finally:
        for t in threads:
            t.ending = True
        for t in threads:
            t.join()
    for t in threads:
        if t.problem:
            raise t.problem
    answers = [a for t in threads for a in t.answers]
    acknowledged(rig, answers)
    sound(rig)
    rig.stop()
    again = sum("again" in answer for _, answer in answers)
    errors = {e: sum(t.errors.get(e, 0) for t in threads) for e in AGAIN}
    told = ", ".join(f"{n} {e}" for e, n in errors.items() if n)
    print(f"figure: {name}: {times} times, {len(answers)} orders in"
          f" {sum(t.sendings for t in threads)} sendings, {again} had been done,"
          f" {told or 'no error'}; none lost or doubled", flush=True)
