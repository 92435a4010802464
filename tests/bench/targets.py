"""What is to be reached: milliseconds of one client, and how often a second with eight. None: nothing was set."""

from dataclasses import dataclass
from typing import Final

SMALL, MEDIUM, LARGE = 100, 1_000, 10_000


@dataclass(frozen=True)
class Target:
    """`most_ms` for one client; `peer_ms` is the best of the boards measured on the same machine."""

    most_ms: float | None = None
    peer_ms: float | None = None


TARGETS: Final = {
    ("W1", LARGE): Target(15, 161),
    ("W1f", LARGE): Target(15, 110),
    ("W2", LARGE): Target(10, 35),
    ("W3", LARGE): Target(25, 512),
    ("W3", MEDIUM): Target(10, 80),
    ("W4", MEDIUM): Target(10, 21),
    ("W4", LARGE): Target(10, 40),
    ("W5", MEDIUM): Target(7, 15),
    ("W5", LARGE): Target(7, 16),
    ("W6", MEDIUM): Target(12, 37),
    ("W6", LARGE): Target(12, 47),
}
LEAST_A_SECOND: Final = {("W4", MEDIUM): 320, ("W3", LARGE): 60}
MOST_STATEMENTS: Final = {"GET": 6, "POST": 10}
MOST_MEMORY_MIB: Final = 130
MOST_START_S: Final = 1.5
MOST_PAGE_KB: Final = 60
MOST_REQUESTS: Final = 8
