"""Refreshes that are killed, or run out of disk, each in a process of its own; tells how it went.

``python -m tests.etl.killed_refresh FOLDER``: the folder of a World after its first refresh.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from pathlib import Path

from etl.versions import damage
from tests.etl.refresh_world import DEAD, DEATHS, ONLINE, PEOPLE, POLICE, World

POINTS = 10
CHANGES = {"os.rename", "os.symlink", "os.mkdir", "os.remove", "os.rmdir"}


def forked(folder: Path, world: World, kill_at: int = 0, file_limit: int = 0) -> tuple[int, int]:
    """Refresh in a child: its wait status, and how many changes to the disk it made."""
    counted, told = os.pipe()
    child = os.fork()
    if child == 0:
        changes = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal changes
            written = (
                event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
            )
            if event in CHANGES or written:
                changes += 1
                if changes == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        if file_limit:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))
        code = world.refresh().exit
        os.write(told, str(changes).encode())
        os._exit(code)
    os.close(told)
    _, status = os.waitpid(child, 0)
    said = os.read(counted, 20)
    os.close(counted)
    return status, int(said or 0)


def main(folder: Path) -> None:
    start = folder.with_name("start")
    shutil.copytree(folder, start, symlinks=True)
    number = 0

    def again() -> World:
        nonlocal number
        number += 1
        copy = folder.with_name(f"copy{number}")
        shutil.copytree(start, copy, symlinks=True)
        world = World(copy)
        world.later(1)
        more = PEOPLE | {"2025": PEOPLE["2025"] + 9}
        world.says = {POLICE: more, DEATHS: DEAD, ONLINE: {"2025": 1}}
        return world

    world = again()
    _, changes = forked(world.folder, world)
    last = [changes - n for n in range(4)]
    points = sorted({*last, *(1 + n * changes // 7 for n in range(6))})[-POINTS:]
    killed = []
    for point in points:
        world = again()
        status, _ = forked(world.folder, world, kill_at=point)
        people = world.shown("people_shot")
        hurt = damage(world.current)
        killed.append({"signal": os.WTERMSIG(status), "damage": hurt, "people": people})
    full = []
    for limit in (1, 700, 6_000):
        world = again()
        status, _ = forked(world.folder, world, file_limit=limit)
        full.append({"exit": os.waitstatus_to_exitcode(status), "damage": damage(world.current)})
    # After all that, on the last of them: a quiet refresh mends everything.
    world.later(1)
    status, _ = forked(world.folder, world)
    left = [str(p) for p in (world.folder / "live").rglob(".making-*")]
    after = {"exit": os.waitstatus_to_exitcode(status), "people": world.shown("people_shot")}
    print(json.dumps({"killed": killed, "full": full, "after": after | {"left": left}}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
