"""A backup on demand: the daemon asks, and cannot do more than ask."""
import os
import tempfile

from osb_rig import expect


def check_requests(rig):
    """a backup is asked for by an empty file, once, by the administrator only, where a folder is named"""
    rig.start()
    adm = rig.session("root.adm")
    answer = adm.call("admin.backup", {})
    expect(answer.get("error") == "CONFIG" and "requests" in answer["detail"], answer)
    adm.close()
    rig.stop()
    folder = tempfile.mkdtemp(prefix="asked.", dir=rig.dir)
    os.chmod(folder, 0o777)
    rig.start(["--requests", folder])
    adm = rig.session("root.adm")
    for what in ("backup", "drill"):
        answer = adm.call(f"admin.{what}", {})
        expect(answer == {"asked": what, "already": False}, answer)
        expect(adm.call(f"admin.{what}", {}).get("already") is True, "asked twice, made twice")
        path = os.path.join(folder, what)
        expect(os.path.getsize(path) == 0 and os.stat(path).st_mode & 0o137 == 0, oct(os.stat(path).st_mode))
        os.unlink(path)
        expect(adm.call(f"admin.{what}", {}).get("already") is False, "what was taken can be asked for again")
    os.unlink(os.path.join(folder, "drill"))
    os.symlink(os.path.join(rig.dir, "elsewhere"), os.path.join(folder, "drill"))
    adm.call("admin.drill", {})
    expect(not os.path.exists(os.path.join(rig.dir, "elsewhere")), "a link led out of the folder")
    expect(rig.session("li.na").call("admin.backup", {}).get("error") == "RIGHTS", "a secretary")
    adm.close()
    rig.stop()
