"""The bookings of the seeded board: requests with a number, their lines, their history, and the time they take."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from share_board import dates
from share_board.calendar.models import Occupancy
from share_board.doors import Viewer
from share_board.members.models import Group, Role
from share_board.requests.models import ContactState, HistoryEntry, NumberSeries, RequestLine, ShareRequest
from share_board.requests.numbers import number
from share_board.seeding.lives import Life, lives
from share_board.seeding.plan import Booking, Plan
from share_board.seeding.pouring import Pourer, Row
from share_board.seeding.things import order

AT_ONCE: Final = 5_000
PEOPLE: Final = 20
REQUEST: Final = (
    "id", "public_id", "number", "fiscal_year", "serial", "created_at", "changed_at", "submitted_at", "group_id",
    "contact_state", "group_name", "group_kind", "district_id", "contact_name", "phone", "phone_key", "email",
    "occasion", "people",
)  # fmt: skip
LINE: Final = (
    "id", "public_id", "request_id", "resource_id", "position", "status", "status_at", "consent_order", "starts_at",
    "ends_at", "holds_until",
)  # fmt: skip
ENTRY: Final = ("request_id", "line_id", "at", "act", "from_status", "to_status", "by_id", "by_role", "by_name")
OCCUPANCY: Final = ("id", "resource_id", "starts_at", "ends_at", "firmness", "line_id", "is_sole")


def pour(pourer: Pourer, plan: Plan, groups: Sequence[Group], *, secretary_id: int, secretary_name: str) -> None:
    """Some thousands at a time, table by table, in the order in which they refer to each other."""
    asker = Viewer(role=Role.GROUP, name=groups[0].representative)
    secretary = Viewer(user_id=secretary_id, role=Role.SECRETARIAT, name=secretary_name)
    ways = lives(plan.opened_at, asker=asker, secretary=secretary)
    fiscal_year = dates.fiscal_year(plan.opened_at.date())
    rest = plan.all_bookings()
    while some := list(islice(rest, AT_ONCE)):
        lived = [(booking, ways[order(plan, booking.area), booking.is_pending]) for booking in some]
        pourer.pour(ShareRequest, REQUEST, _requests(plan, lived, groups, fiscal_year))
        pourer.pour(RequestLine, LINE, _lines(plan, lived))
        pourer.pour(HistoryEntry, ENTRY, _history(lived))
        with pourer.counted_by_constraints(Occupancy):  # of everything there is one: nothing may overlap
            pourer.pour(Occupancy, OCCUPANCY, _occupancies(lived))
    pourer.pour(NumberSeries, ("fiscal_year", "last"), [(fiscal_year, plan.bookings)])


Lived = Iterable[tuple[Booking, Life]]


def _requests(plan: Plan, lived: Lived, groups: Sequence[Group], fiscal_year: int) -> Iterator[Row]:
    for booking, life in lived:
        group, at = groups[booking.group - 1], booking.asked_at
        yield (
            booking.id, plan.public_id("request", booking.id), number(fiscal_year, booking.id), fiscal_year, booking.id,
            at, at + life.answered_after, at, group.id, ContactState.CONFIRMED, group.name, group.kind,
            group.district_id, group.representative, group.phone, group.phone_key, group.email,
            f"集まり {booking.id}", PEOPLE,
        )  # fmt: skip


def _lines(plan: Plan, lived: Lived) -> Iterator[Row]:
    for booking, life in lived:
        yield (
            booking.id, plan.public_id("line", booking.id), booking.id, booking.thing, 1, life.status,
            booking.asked_at + life.answered_after, life.order, booking.slot.start, booking.slot.end, booking.slot.end,
        )  # fmt: skip


def _history(lived: Lived) -> Iterator[Row]:
    for booking, life in lived:
        for told in life.history:
            yield (
                booking.id, booking.id if told.is_of_line else None, booking.asked_at + told.after, told.act,
                told.from_status, told.to_status, told.by_id, told.by_role, told.by_name,
            )  # fmt: skip


def _occupancies(lived: Lived) -> Iterator[Row]:
    for booking, life in lived:
        yield booking.id, booking.thing, booking.slot.start, booking.slot.end, life.firmness, booking.id, True
