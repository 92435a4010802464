"""The workloads: each a task that a person does, done once by `do(client, number)`. What comes back is looked at.

To add one is to write it here and to give it a line in TASKS; what it should reach stands in targets.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from share_board.seeding.plan import Plan
from tests.bench.client import Client, UnexpectedError

WEDNESDAY: Final = date(2027, 3, 17)
FIRST_FRESH: Final = date(2027, 2, 1)
FRESH_DAYS: Final = 300
WEEK_ROWS: Final = 25
WEEKS: Final = 26
CLIENTS: Final = 8
OPENS, USES = 19, 2  # nothing of the seeded board takes place in the evening
SPREAD: Final = 7919  # a prime: neighbours in time are no neighbours on the board


@dataclass(frozen=True)
class Board:
    """The seeded board that is measured, how much was booked on it since, and the lines that wait, as the queue says.

    What a task has done is the difference of two of these.
    """

    plan: Plan
    booked: int
    waiting: Sequence[str]

    def acts_since(self, before: "Board") -> int:
        return self.booked - before.booked + len(before.waiting) - len(self.waiting)

    def thing(self, number: int) -> int:
        return number * SPREAD % self.plan.things + 1

    def public_id(self, number: int) -> str:
        return self.plan.public_id("resource", self.thing(number))


def browse(board: Board, client: Client, _number: int) -> None:
    _hold(f"{board.plan.things}件" in client.get("/resources"), "the number of things")


def narrow(_board: Board, client: Client, _number: int) -> None:
    page = client.get("/resources?people=20&q=%E3%83%97%E3%83%AD%E3%82%B8%E3%82%A7%E3%82%AF%E3%82%BF%E3%83%BC")
    _hold('class="card ' in page, "things that were found")


def month(board: Board, client: Client, number: int) -> None:
    page = client.get(f"/resources/{board.public_id(number)}?month=2027-03")
    _hold('id="calendar"' in page and "3月" in page, "the month")


def search_free(_board: Board, client: Client, number: int) -> None:
    """Each time on another day, so that nothing is remembered from the last time but what people would share."""
    page = client.get(f"/resources?date={day_of(number)}&start=13:00&end=15:00")
    _hold('class="card ' in page, "things that are free")


def day_of(number: int) -> date:
    return WEDNESDAY + timedelta(days=7 * (number % WEEKS))


def search_in_district(board: Board, client: Client, number: int) -> None:
    """The same in one district: what it costs must not depend on how many districts there are."""
    district = number % board.plan.districts + 1
    page = client.get(f"/resources?date={day_of(number)}&start=13:00&end=15:00&district=d{district:03d}")
    _hold('class="card ' in page, "things that are free in the district")


def week(board: Board, client: Client, number: int) -> None:
    """The week of thirty things, as a table; the other boards were asked for twenty-five."""
    district = number % board.plan.districts + 1
    page = client.get(f"/free/matrix?date=2027-03-15&district=d{district:03d}")
    _hold(page.count('<th scope="row"') >= WEEK_ROWS, "the week")


def book(board: Board, client: Client, number: int) -> None:
    """代理入力, the last press: one form, one booking with its number, history and letters."""
    number += board.booked * CLIENTS  # several clients leave gaps, none longer than this
    day = FIRST_FRESH + timedelta(days=number // board.plan.things % FRESH_DAYS)
    key = f"1-{board.public_id(number)}"
    group = number % 40 + 1
    fields = {
        "step": "keep", "thing": key, f"{key}-day": day.isoformat(), f"{key}-start": f"{OPENS}:00",
        f"{key}-end": f"{OPENS + USES}:00", "group_name": f"第{group}町会", "group_kind": "neighbourhood",
        "contact_name": "町会 一郎", "phone": f"03-0000-{1000 + group}", "email": "", "occasion": "集まり",
        "people": "20", "channel": "phone", "purpose": "", "call_times": "", "note": "", "override": "",
    }  # fmt: skip
    _hold("/requests/R" in client.press("/requests/enter", fields), "the new number")


def approve(board: Board, client: Client, number: int) -> None:
    """One line of the queue, one press."""
    said = {"action": "approve", "line": board.waiting[number], "back": "/healthz", "note": ""}
    client.press("/requests/decide", said)


def _hold(is_so: object, what: str) -> None:
    if not is_so:
        raise UnexpectedError(f"the page does not show {what}")


Do = Callable[[Board, Client, int], None]


@dataclass(frozen=True)
class Task:
    """`form` is the page from which the secretariat sends it; what has none is asked by visitors."""

    id: str
    says: str
    do: Do
    form: str = ""


TASKS: Final = (
    Task("W1", "first page of everything", browse),
    Task("W1f", "people and a word", narrow),
    Task("W2", "a month of one thing", month),
    Task("W3", "free at 13-15 on a day", search_free),
    Task("W3d", "the same, in one district", search_in_district),
    Task("W6", "a week of 30 things", week),
    Task("W4", "book", book, form="/requests/enter"),
    Task("W5", "approve", approve, form="/requests"),
)
