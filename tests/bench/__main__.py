"""`poe bench`: measure the served board and the floor under it in one run, and print both with what is to be reached.

poe bench                                       both databases, 1,000 and 10,000 things; some minutes
poe bench --size 100 --engine sqlite --task W3  one thing
poe bench --seeded sqlite:///board.db           a board that was seeded before; W4 and W5 change it
"""

import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click
from sqlalchemy import func, select

from share_board.database import Database
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.resources.models import Resource
from share_board.seeding.plan import Plan
from tests.bench import counting, floors, http_floor, racing, served
from tests.bench.client import Client, UnexpectedError
from tests.bench.measure import WARM_UP, a_second, latency
from tests.bench.report import Report, Row
from tests.bench.targets import (
    LARGE,
    LEAST_A_SECOND,
    MEDIUM,
    MOST_MEMORY_MIB,
    MOST_PAGE_KB,
    MOST_REQUESTS,
    MOST_START_S,
)
from tests.bench.workloads import CLIENTS, TASKS, Board, Task
from tests.engines import Engines


@click.command(help=__doc__)
@click.option("--size", "sizes", type=int, multiple=True, default=(MEDIUM, LARGE), show_default=True)
@click.option("--engine", "engines", type=click.Choice(["sqlite", "postgresql"]), multiple=True,
              default=("sqlite", "postgresql"), show_default=True)  # fmt: skip
@click.option("--task", "tasks", type=click.Choice([task.id for task in TASKS]), multiple=True)
@click.option("--seeded", "urls", multiple=True, help="The address of a board that was seeded before.")
@click.option("--times", default=60, show_default=True, help="How often each task is done.")
@click.option("--seconds", default=4.0, show_default=True, help="How long eight clients go on.")
@click.option("--race/--no-race", default=True, help="32 processes that want the same slots.")
def main(
    *,
    sizes: tuple[int, ...],
    engines: tuple[str, ...],
    tasks: tuple[str, ...],
    urls: tuple[str, ...],
    times: int,
    seconds: float,
    race: bool,
) -> None:
    chosen = [task for task in TASKS if not tasks or task.id in tasks]
    report = Report()
    with tempfile.TemporaryDirectory(prefix="share-board-bench-") as made:
        folder, server = Path(made), Engines(Path(made))
        try:
            for engine in engines if not urls else ():
                for size in sizes:
                    url = _fresh(server, engine, folder)
                    report.fact(engine, size, "seeded in", f"{served.seed(folder, url, Plan(size)):.0f} s")
                    _measure(report, server, folder, url, chosen, times=times, seconds=seconds)
                if race:
                    report.race(engine, racing.race(server.fresh(engine, folder)))
            for url in urls:
                _measure(report, server, folder, url, chosen, times=times, seconds=seconds)
        except KeyboardInterrupt:
            click.echo("Stopped: what was measured until now.", err=True)
        finally:
            server.stop()
    click.echo(report.told())


def _fresh(server: Engines, engine: str, folder: Path) -> str:
    database = server.fresh(engine, folder)
    url = database.engine.url.render_as_string(hide_password=False)
    database.dispose()
    return url


def _measure(
    report: Report, server: Engines, folder: Path, url: str, tasks: Iterable[Task], *, times: int, seconds: float
) -> None:
    board, database = _board(url), Database(url)
    engine, size = database.engine.dialect.name, board.plan.things
    click.echo(f"{engine}, {size} things …", err=True)
    under = floors.of_database(_fresh(server, engine, folder), board.plan, times=times)
    with served.serving(folder, url) as opened:
        report.fact(engine, size, "cold start", f"{opened.start_s:.1f} s (≤ {MOST_START_S})")
        http, least = http_floor.of_server(workers=1 if database.is_sqlite else 2, times=times)
        report.fact(engine, size, "floor of the server", f"{http.median:.2f} ms, processor {least:.2f} ms")
        for task in tasks:
            client = _ready(opened.port, task)
            before, board = opened.worked_ms, _board(url)
            seen = latency(partial(task.do, board, client), times=times, most_s=15)
            worked = (opened.worked_ms - before) / (seen.times + WARM_UP)
            if task.form and (done := _board(url).acts_since(board)) != seen.times + WARM_UP:
                raise UnexpectedError(f"{task.id}: {done} of {seen.times + WARM_UP} were done")
            report.add(
                Row(task.id, engine, size, seen, worked, worked / least, floor_ms=under[task.id].median + http.median)
            )
            if (task.id, size) in LEAST_A_SECOND:
                clients = [_ready(opened.port, task) for _ in range(CLIENTS)]
                acts = [partial(task.do, _board(url), each) for each in clients]
                report.at_once(task.id, engine, size, a_second(acts, seconds=seconds))
        report.fact(engine, size, "memory", f"{opened.memory_mib:.0f} MiB (≤ {MOST_MEMORY_MIB})")
        report.fact(
            engine, size, "page", f"{counting.weight(Client(opened.port), '/')} (≤ {MOST_REQUESTS}, {MOST_PAGE_KB})"
        )
    for task in tasks:
        report.statements(task.id, engine, size, counting.statements(database, url, folder, _board(url), task))
    database.dispose()


def _ready(port: int, task: Task) -> Client:
    client = Client(port)
    if task.form:
        client.sign_in()
        client.read_token(client.get(task.form))
    return client


def _board(url: str) -> Board:
    """How large the board is that was seeded, and how much was booked and approved since."""
    database = Database(url)
    with database.reading() as session:
        plan = Plan(session.scalar(select(func.count(Resource.id))) or 0)
        last = session.scalar(select(func.max(ShareRequest.id))) or 0
        waiting = session.execute(
            select(RequestLine.public_id, RequestLine.version)
            .where(RequestLine.status == Status.RECEIVED, RequestLine.request_id <= plan.bookings)
            .order_by(RequestLine.id)
        ).all()
    database.dispose()
    return Board(plan, last - plan.bookings, [f"{public_id}.{version}" for public_id, version in waiting])


if __name__ == "__main__":
    main()
