"""The board as it is served: `share-board seed`, then `share-board serve`, in processes of their own."""

import compileall
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import share_board
from share_board.seeding.plan import Plan
from tests.post_office import free_port
from tests.program import PROGRAM, children, environment, running, wait_until_open

PACKAGE = Path(share_board.__file__).parent


@dataclass(frozen=True)
class Served:
    """Where it listens, how long the start took, and how much memory its processes share out among them."""

    port: int
    start_s: float
    pid: int

    @property
    def memory_mib(self) -> float:
        """PSS: what is shared is counted once."""
        return sum(map(_pss_kib, [self.pid, *children(self.pid)])) / 1024

    @property
    def worked_ms(self) -> float:
        """Milliseconds of a processor that its processes have used so far, whatever else the machine was doing."""
        return sum(map(_worked_ms, [self.pid, *children(self.pid)]))


def seed(folder: Path, url: str, plan: Plan) -> float:
    """Fill the database at `url`; the seconds it took."""
    began = time.monotonic()
    order = [*PROGRAM, "seed", "--resources", str(plan.things), "--year", str(plan.year)]
    subprocess.run(order, env=environment(folder, DATABASE_URL=url), check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


@contextmanager
def serving(folder: Path, url: str) -> Iterator[Served]:
    """The board, until everything is measured."""
    port = free_port()
    compileall.compile_dir(PACKAGE, quiet=1)  # as the first start does, unless PYTHONDONTWRITEBYTECODE is set
    env = environment(folder, DATABASE_URL=url, BASE_URL=f"http://127.0.0.1:{port}")
    began = time.monotonic()
    with running("serve", "--port", str(port), env=env) as process:
        wait_until_open(f"http://127.0.0.1:{port}", process)
        yield Served(port, time.monotonic() - began, process.pid)
    shutil.rmtree(folder / "uploads", ignore_errors=True)


def _pss_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _worked_ms(pid: int) -> float:
    behind_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(behind_name[11]) + int(behind_name[12])) * 1000 / os.sysconf("SC_CLK_TCK")
