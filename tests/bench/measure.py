"""Clocks: one client in turn, or several at once."""

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

WARM_UP = 5


@dataclass(frozen=True)
class Latency:
    """Milliseconds."""

    median: float
    p95: float
    times: int


def latency(act: Callable[[int], object], *, times: int, most_s: float) -> Latency:
    """Do it one after the other, at most `most_s` seconds; the first tries do not count."""
    seen: list[float] = []
    ends = time.monotonic() + most_s
    for number in range(times + WARM_UP):
        began = time.perf_counter()
        act(number)
        if number >= WARM_UP:
            seen.append((time.perf_counter() - began) * 1000)
        if time.monotonic() > ends and len(seen) >= WARM_UP:
            break
    seen.sort()
    return Latency(statistics.median(seen), seen[int(0.95 * (len(seen) - 1))], len(seen))


def a_second(acts: Sequence[Callable[[int], object]], *, seconds: float) -> float:
    """How often all of them together do it in a second; each has numbers of its own."""

    def go(who: int) -> int:
        done = 0
        while time.monotonic() < ends:
            acts[who](done * len(acts) + who)
            done += 1
        return done

    ends = time.monotonic() + seconds
    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(go, range(len(acts)))) / seconds
