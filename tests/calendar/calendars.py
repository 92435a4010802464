"""Generated calendars: weeks, seasons, bands, bookings and closures as people might make them, and stranger."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.orm import Session

from share_board.calendar import opening, queries
from share_board.calendar.hours import USUAL_YEAR_END, YearEnd
from share_board.calendar.models import (
    EVERY_WEEK,
    HOLIDAY,
    LAST_WEEK,
    NO_YEAR_END,
    Closure,
    ClosureReason,
    Firmness,
    Occupancy,
    OpeningRule,
)
from share_board.calendar.slots import Slot
from share_board.resources.models import Kind, Resource
from tests.town import MORNING

# A Monday that is a holiday, the Tuesday after it, the year's end (a Tuesday; a holiday on a Friday), a leap day.
# Few days, weekdays and minutes, so that much meets on the same edge.
DAYS = [
    date(2026, 11, 23),
    date(2026, 11, 23),
    date(2026, 11, 24),
    date(2026, 12, 29),
    date(2027, 1, 1),
    date(2028, 2, 29),
]
WEEKDAYS = [0, 0, 1, 1, 4, 6, HOLIDAY, HOLIDAY]
MARKS = [0, 9 * 60, 12 * 60, 13 * 60, 17 * 60, 24 * 60]
SEASON_ENDS = [101, 102, 103, 104, 229, 401, 1120, 1123, 1130, 1228, 1229, 1230, 1231]


@dataclass(frozen=True)
class Row:
    """A row of 利用できる時間 outside the database."""

    weekday: int
    from_minute: int
    until_minute: int
    band: str = ""
    season_from: int | None = None
    season_until: int | None = None
    week: int | None = None
    is_moved: bool = False
    day: date | None = None


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Of a weekday mostly; of the nth weekday of a month, or of one date."""
    weekday = draw(st.sampled_from(WEEKDAYS))
    begin, end = sorted(draw(st.lists(st.sampled_from(MARKS), min_size=2, max_size=2, unique=True)))
    of = draw(st.sampled_from(["weekday", "weekday", "weekday", "week", "day"]))
    if of == "day":
        day = draw(st.sampled_from(DAYS))
        begin, end = draw(st.sampled_from([(begin, end), (0, 0)]))
        return Row(day.weekday(), begin, end, draw(bands), day=day)
    season = draw(st.none() | st.none() | st.tuples(st.sampled_from(SEASON_ENDS), st.sampled_from(SEASON_ENDS)))
    week = draw(st.sampled_from(WEEKS)) if of == "week" and weekday != HOLIDAY else None
    if (weekday == HOLIDAY or week is not None) and draw(st.booleans()):
        begin = end = 0
    is_moved = week is not None and end == 0 and draw(st.booleans())
    first, last = season or (None, None)
    return Row(weekday, begin, end, draw(bands), first, last, week, is_moved)


WEEKS = [EVERY_WEEK, 4, 4, 5, LAST_WEEK]  # those of the days above
bands = st.sampled_from(["", "午前", "午後"])
weeks = st.lists(rows(), max_size=10)
year_ends = st.sampled_from(
    [YearEnd(), YearEnd(), YearEnd(1228, 104), YearEnd(1230, 0), YearEnd(NO_YEAR_END, 103), YearEnd(NO_YEAR_END, 0)]
)
minutes = st.sampled_from([*MARKS, 9 * 60 + 30, 14 * 60])


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    """Within a day mostly, over several sometimes."""
    first = draw(st.sampled_from(DAYS))
    last = first + timedelta(days=draw(st.sampled_from([0, 0, 0, 0, 1])))
    begin, end = draw(minutes), draw(minutes)
    start = opening.whole_day(first).start + timedelta(minutes=begin)
    finish = opening.whole_day(last).start + timedelta(minutes=end)
    return Slot(start, finish if finish > start else start + timedelta(minutes=60))


@st.composite
def long_slots(draw: st.DrawFn) -> Slot:
    """Some are lent for weeks, exactly as long as counts as short, or until further notice."""
    slot = draw(slots())
    days = draw(st.sampled_from([0, 0, 0, 0, 6, 7, 8, 40, 400]))
    return Slot(slot.start - timedelta(days=days), slot.end + timedelta(days=draw(st.sampled_from([0, 0, 0, 7, 400]))))


bookings = st.lists(st.tuples(long_slots(), st.integers(1, 3)), max_size=8)
kinds = st.sampled_from([Kind.ROOM, Kind.GOODS, Kind.LECTURE])
buffers = st.sampled_from([0, 0, 15, 30, 90])


@dataclass(frozen=True)
class Calendar:
    """One resource with its rules and what is taken of it, possibly more than there is."""

    kind: Kind
    stock: int
    before: int
    after: int
    week: list[Row]
    bookings: list[tuple[Slot, int]]
    year_end: YearEnd = USUAL_YEAR_END
    shortest: int | None = None
    longest: int | None = None

    def write(self, session: Session, resource: Resource) -> None:
        """Make `resource` like this. Bookings are written as closures: only these may overlap as they like."""
        resource.kind, resource.stock = self.kind, self.stock
        resource.buffer_before_minutes, resource.buffer_after_minutes = self.before, self.after
        session.flush()
        for row in self.week:
            session.add(OpeningRule(resource_id=resource.id, **vars(row)))
        own = queries.own_rules(session, resource)
        own.year_end_from, own.year_end_until = self.year_end.first, self.year_end.last
        own.shortest_minutes, own.longest_minutes = self.shortest, self.longest
        session.add(own)
        closure = Closure(
            facility_id=resource.facility_id, resource_id=resource.id, starts_at=MORNING, reason=ClosureReason.OTHER,
            made_at=MORNING,
        )  # fmt: skip
        session.add(closure)
        session.flush()
        if self.bookings:
            session.execute(insert(Occupancy), [self._row(resource, closure, *booking) for booking in self.bookings])

    def _row(self, resource: Resource, closure: Closure, slot: Slot, units: int) -> dict[str, Any]:
        return {
            "resource_id": resource.id, "closure_id": closure.id, "firmness": Firmness.CLOSED, "units": units,
            "starts_at": slot.start, "ends_at": slot.end,
        }  # fmt: skip


calendars = st.builds(
    Calendar, kind=kinds, stock=st.integers(1, 5), before=buffers, after=buffers, week=weeks, bookings=bookings,
    year_end=year_ends, shortest=st.sampled_from([None, None, 60, 180]),
    longest=st.sampled_from([None, None, 180, 600]),
)  # fmt: skip
