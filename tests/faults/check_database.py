"""PostgreSQL ends, hangs, or does not say what became of a COMMIT."""
import random
import time

from cluster import Cluster
from osb_rig import count, expect, plan, sound
from storm import storm


def check_connections_cut(rig):
    """the database ends the daemon's sessions again and again: retry, nothing lost or doubled"""
    dice = random.Random(2)

    def disturb():
        time.sleep(dice.uniform(0.02, 0.2))
        rig.psql("select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                 f" '{rig.name}' and usename = 'osb_app' order by state <> 'idle' desc, random()"
                 " limit 2")
    storm(rig, "connections cut", 4, disturb, 25)


def check_postgres_killed(rig):
    """PostgreSQL is killed and comes back: the daemon lives, nothing acknowledged is lost"""
    with Cluster(rig, safe=True) as cluster:
        def disturb():
            time.sleep(0.3)
            cluster.run("crash")
            cluster.run("start")
        storm(cluster.rig, "PostgreSQL killed", 3, disturb, 3)


def check_standby_gone(rig):
    """a COMMIT whose standby is gone is answered as unknown, and the resend tells what became of it"""
    rig.psql("alter role osb_app set synchronous_commit = on")
    try:
        rig.start(["--commit-timeout-ms", "500"])
        session = rig.session("li.na")
        rig.psql("alter system set synchronous_standby_names = 'nobody'")
        rig.psql("select pg_reload_conf()")
        time.sleep(0.3)
        began = time.monotonic()
        answer = session.command("order.key", plan("alone"), "alone")
        expect(answer.get("error") == "UNKNOWN", answer)
        expect(time.monotonic() - began < 3, "the answer took long")
        session.call("policy.show")  # the daemon serves on
        rig.psql("alter system reset synchronous_standby_names")
        rig.psql("select pg_reload_conf()")
        answer = {}
        until = time.monotonic() + 10
        while "outcome" not in answer and time.monotonic() < until:
            answer = session.command("order.key", plan("alone"), "alone")
        expect(answer.get("outcome") == "DONE" and answer.get("again") is True, answer)
        sound(rig)
        rig.stop()
    finally:
        rig.psql("alter system reset synchronous_standby_names")
        rig.psql("select pg_reload_conf()")
        rig.psql("alter role osb_app reset synchronous_commit")
