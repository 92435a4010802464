"""The real `share-board` in processes of its own, on an instance of its own."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from share_board.database import Database

PATIENCE_S = 180  # a busy machine, and a whole town to be built
PROGRAM = (sys.executable, "-m", "share_board")


def environment(folder: Path, database: Database | None = None, **more: str) -> dict[str, str]:
    """The environment of an installation whose instance is `folder`."""
    said = {"INSTANCE": str(folder), **more}
    if database is not None:
        said["DATABASE_URL"] = database.engine.url.render_as_string(hide_password=False)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHARE_BOARD_")}
    return kept | {f"SHARE_BOARD_{name}": value for name, value in said.items()}


@contextmanager
def running(*arguments: str, env: Mapping[str, str], folder: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """The program, started in `folder`, until the story is over."""
    process = subprocess.Popen(
        [*PROGRAM, *arguments], env=env, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE_S)


def wait_until_open(url: str, process: subprocess.Popen[str]) -> None:
    """Until the board answers; fails with what the program said if it ended instead."""
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        assert process.poll() is None, process.communicate()[0]
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310 - our own address
                assert answer.status == 200
                return
        except OSError:  # nobody listens yet, or the answer takes its time
            time.sleep(0.1)
    raise AssertionError("the board did not open")


def children(pid: int) -> list[int]:
    """The processes that `pid` has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            behind_name = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(behind_name[1]) == pid:
            found.append(int(entry.parent.name))
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone_within(seconds: float, pid: int) -> bool:
    """Whether the process ends in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not is_running(pid):
            return True
        time.sleep(0.1)
    return False
