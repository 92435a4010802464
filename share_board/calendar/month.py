"""The month view as templates/components/calendar.html draws it."""

import calendar
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from share_board import clock, dates
from share_board.calendar import labels, opening, queries
from share_board.calendar.availability import DayState, Why
from share_board.calendar.line_keeper import keeper
from share_board.calendar.slots import Slot
from share_board.i18n import gettext as _
from share_board.resources.models import Resource

SUNDAY_FIRST: Final = calendar.Calendar(firstweekday=calendar.SUNDAY)
DAYS_A_WEEK: Final = 7
MOST_MONTHS_AHEAD: Final = 24
PREVIEW_WEEKS: Final = 8


@dataclass(frozen=True)
class Day:
    """One square. `text` says in full words what the mark means; `waiting` is how many stand in line for that day."""

    number: int
    iso: str
    weekday: int
    holiday: str | None
    mark: str
    text: str
    url: str | None
    is_today: bool
    waiting: int = 0


@dataclass(frozen=True)
class Grid:
    """Weeks from Sunday to Saturday; None where a day belongs to another month."""

    title: str
    weeks: Sequence[Sequence[Day | None]]
    previous_url: str | None = None
    next_url: str | None = None


DayUrl = Callable[[date], str | None]
Leads = Callable[[DayState], bool]


def can_be_asked(state: DayState) -> bool:
    """Whoever asks presses a day that can be had."""
    return state.can_be_asked


def can_be_closed(state: DayState) -> bool:
    """Whoever lends presses any day that comes and is not closed yet."""
    return state.why not in {Why.OVER, Why.CLOSURE}


def parse_month(written: str | None, today: date) -> date:
    """The first day of the month written as 2026-12, if it lies within what can be looked at; else of this month."""
    this_month = today.replace(day=1)
    try:
        year, month = (int(part) for part in (written or "").split("-"))
        asked = date(year, month, 1)
    except ValueError:
        return this_month
    return min(max(asked, this_month), opening.months_before(this_month, -MOST_MONTHS_AHEAD))


def grid(
    session: Session,
    resource: Resource,
    *,
    year: int,
    month: int,
    at: datetime,
    rules: opening.TimeRules | None = None,
    day_url: DayUrl,
    month_url: Callable[[str], str],
    leads: Leads = can_be_asked,
    says_who_waits: bool = False,
) -> Grid:
    """One month of a resource. `day_url` makes the address of a day that `leads` somewhere, `month_url` of 2026-12.

    `rules` are those of the resource, if they have been read already. `says_who_waits` is for who may see how many.
    """
    first, viewer_today = date(year, month, 1), clock.day_of(at)
    following = opening.months_before(first, -1)
    span = [first + timedelta(days=number) for number in range((following - first).days)]
    under = rules or queries.time_rules(session, resource)
    states = {state.day: state for state in queries.days_under(under, session, resource, span, at=at)}
    waiting = _waiting(session, resource, span) if says_who_waits else Counter()
    this_month = viewer_today.replace(day=1)
    last = opening.months_before(this_month, -MOST_MONTHS_AHEAD)
    return Grid(
        title=_("%(month)d/%(year)d", year=year, month=month),
        weeks=[
            [_day(states.get(day), resource, viewer_today, day_url, leads, waiting[day]) for day in week]
            for week in SUNDAY_FIRST.monthdatescalendar(year, month)
        ],
        previous_url=month_url(f"{opening.months_before(first, 1):%Y-%m}") if first > this_month else None,
        next_url=month_url(f"{following:%Y-%m}") if first < last else None,
    )


def _waiting(session: Session, resource: Resource, span: Sequence[date]) -> Counter[date]:
    """How many stand in line for each of these days; who waits for several days is counted on each."""
    whole = Slot(opening.whole_day(span[0]).start, opening.whole_day(span[-1]).end)
    return Counter(
        clock.day_of(slot.start) + timedelta(days=number)
        for slot in keeper().waiting(session, resource.id, whole)
        for number in range((opening.last_day_of(slot) - clock.day_of(slot.start)).days + 1)
    )


def coming_weeks(session: Session, resource: Resource, rules: opening.TimeRules, *, at: datetime) -> Grid:
    """The next weeks under `rules`, whatever is too late or too early to be asked for: for whoever sets the hours."""
    today = clock.day_of(at)
    sunday = today - timedelta(days=(today.weekday() + 1) % DAYS_A_WEEK)
    span = [sunday + timedelta(days=number) for number in range(PREVIEW_WEEKS * DAYS_A_WEEK)]
    states = queries.days_under(rules, session, resource, span, at=at)
    squares = [_day(state, resource, today, lambda _: None) for state in states]
    return Grid(
        title=_("%(begin)s to %(end)s", begin=dates.say_short_day(span[0]), end=dates.say_short_day(span[-1])),
        weeks=[squares[start : start + DAYS_A_WEEK] for start in range(0, len(squares), DAYS_A_WEEK)],
    )


def _day(
    state: DayState | None,
    resource: Resource,
    today: date,
    url: DayUrl,
    leads: Leads = can_be_asked,
    waiting: int = 0,
) -> Day | None:
    if state is None:
        return None
    day = state.day
    return Day(
        number=day.day,
        iso=day.isoformat(),
        weekday=day.weekday(),
        holiday=dates.holiday_name(day),
        mark=state.mark,
        text=labels.say_day(state, resource.stock),
        url=url(day) if leads(state) else None,
        is_today=day == today,
        waiting=waiting,
    )
