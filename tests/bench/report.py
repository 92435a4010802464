"""What was measured, as tables: beside the floor, and beside what is to be reached."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.bench.measure import Latency
from tests.bench.targets import LEAST_A_SECOND, TARGETS, Target

COLUMNS = (
    "task",
    "database",
    "things",
    "ms",
    "p95",
    "processor",
    "× least",
    "floor",
    "× floor",
    "target",
    "peer",
    "× faster",
    "statements",
)


@dataclass(frozen=True)
class Row:
    """One task on one board.

    `worked_ms` is what a processor worked for it in the board's processes, however busy the machine was, and
    `times_least` how often that is the work of the smallest page; `floor_ms` is the database's and the server's floor
    together.
    """

    task: str
    engine: str
    size: int
    seen: Latency
    worked_ms: float
    times_least: float
    floor_ms: float


@dataclass
class Report:
    """Filled while it is measured."""

    rows: list[Row] = field(default_factory=list)
    counts: dict[tuple[str, str, int], int] = field(default_factory=dict)
    throughput: list[tuple[str, str, int, float]] = field(default_factory=list)
    facts: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, row: Row) -> None:
        self.rows.append(row)

    def statements(self, task: str, engine: str, size: int, number: int) -> None:
        self.counts[task, engine, size] = number

    def at_once(self, task: str, engine: str, size: int, a_second: float) -> None:
        self.throughput.append((task, engine, size, a_second))

    def fact(self, engine: str, size: int, name: str, what: str) -> None:
        self.facts.append((engine, f"{size:,}", name, what))

    def race(self, engine: str, what: str) -> None:
        self.facts.append((engine, "-", "32 processes, 50 slots", what))

    def told(self) -> str:
        """Everything, as Markdown."""
        parts = [_table(COLUMNS, map(self._cells, self.rows))]
        if self.throughput:
            cells = (
                (task, engine, f"{size:,}", f"{a_second:.0f}", f"≥ {LEAST_A_SECOND.get((task, size), 0)}")
                for task, engine, size, a_second in self.throughput
            )
            parts.append(_table(("task, 8 clients", "database", "things", "a second", "target"), cells))
        parts.append(_table(("database", "things", "what", "measured"), self.facts))
        return "\n\n".join(parts)

    def _cells(self, row: Row) -> tuple[str, ...]:
        target = TARGETS.get((row.task, row.size), Target())
        median = row.seen.median
        faster = f"{target.peer_ms / median:.1f}" if target.peer_ms else "-"
        return (
            row.task, row.engine, f"{row.size:,}", f"{median:.1f}", f"{row.seen.p95:.1f}",
            f"{row.worked_ms:.1f}", f"{row.times_least:.0f}", f"{row.floor_ms:.1f}",
            f"{median / row.floor_ms:.1f}", f"≤ {target.most_ms:g}" if target.most_ms else "-",
            f"{target.peer_ms:g}" if target.peer_ms else "-", faster,
            str(self.counts.get((row.task, row.engine, row.size), "-")),
        )  # fmt: skip


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
