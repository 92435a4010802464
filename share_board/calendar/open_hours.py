"""Opening hours as VAVAILABILITY (RFC 7953): when something can be used at all, exactly as opening.py says it.

Each day is asked of the rules, so holidays, seasons and the year's end need no second wording here. Days that come
every week are written as a rule with exceptions, the others one by one.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from share_board.calendar import ical, opening
from share_board.calendar.opening import TimeRules
from share_board.calendar.slots import Slot

if TYPE_CHECKING:
    from icalendar import Availability, Available

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS_A_WEEK: Final = 7

Band = tuple[int, int, str]  # minutes after midnight, and the name of the stretch
WHOLE_DAY: Final[Band] = (0, 24 * 60, "")


def availability(
    rules: TimeRules, span: Sequence[date], *, uid: str, name: str, changed_at: datetime
) -> "Availability | None":
    """The hours of all days of `span`; outside of them it is not to be had. None if it is agreed upon by phone.

    Of goods these are whole days: on which of them they may be fetched and brought back is all that `fits` asks.
    """
    if rules.is_by_phone:
        return None
    from icalendar import Availability  # noqa: PLC0415 - as in ical.py

    made = Availability()
    ical.stamp(made, uid, changed_at)
    made.add("summary", ical.said(name))
    made.add("dtstart", ical.local(opening.whole_day(span[0]).start))
    made.add("dtend", ical.local(opening.whole_day(span[-1]).end))
    made.add("busytype", "BUSY-UNAVAILABLE")
    for number, (band, days) in enumerate(sorted(_bands(rules, span).items())):
        weekly, single = split(days, span)
        if weekly:
            made.add_component(_weekly(band, weekly, span, uid=f"week-{number}-{uid}", changed_at=changed_at))
        if single:
            made.add_component(_single(band, single, uid=f"days-{number}-{uid}", changed_at=changed_at))
    return made


def split(days: Iterable[date], span: Sequence[date]) -> tuple[list[date], list[date]]:
    """Those on weekdays that are open more often than not, and the others."""
    chosen = sorted(days)
    usual = {
        weekday
        for weekday in range(DAYS_A_WEEK)
        if 2 * sum(day.weekday() == weekday for day in chosen) > sum(day.weekday() == weekday for day in span)
    }
    return [day for day in chosen if day.weekday() in usual], [day for day in chosen if day.weekday() not in usual]


def _bands(rules: TimeRules, span: Sequence[date]) -> dict[Band, list[date]]:
    found: dict[Band, list[date]] = {}
    for day in span:
        for row in opening.in_force(rules.hours, day, rules.year_end):
            band = WHOLE_DAY if rules.are_only_ends_open else (row.from_minute, row.until_minute, row.band)
            found.setdefault(band, []).append(day)
    return {band: sorted({*days}) for band, days in found.items()}


def _weekly(band: Band, days: Sequence[date], span: Sequence[date], *, uid: str, changed_at: datetime) -> "Available":
    """Every week on these weekdays, but not on the days between that are missing."""
    made = _single(band, days[:1], uid=uid, changed_at=changed_at)
    weekdays = sorted({day.weekday() for day in days})
    last = _slot(band, span[-1]).start.astimezone(UTC)
    made.add("rrule", {"freq": "weekly", "until": last, "byday": [WEEKDAYS[weekday] for weekday in weekdays]})
    held = set(days)
    missing = [day for day in span if day > days[0] and day.weekday() in weekdays and day not in held]
    if missing:
        made.add("exdate", [ical.local(_slot(band, day).start) for day in missing])
    return made


def _single(band: Band, days: Sequence[date], *, uid: str, changed_at: datetime) -> "Available":
    """On these days and no others."""
    from icalendar import Available  # noqa: PLC0415 - as in ical.py

    made = Available()
    ical.stamp(made, uid, changed_at)
    first = _slot(band, days[0])
    made.add("dtstart", ical.local(first.start))
    made.add("dtend", ical.local(first.end))
    if name := ical.said(band[2]):
        made.add("summary", name)
    if len(days) > 1:
        made.add("rdate", [ical.local(_slot(band, day).start) for day in days[1:]])
    return made


def _slot(band: Band, day: date) -> Slot:
    return opening.stretch(day, band[0], band[1])


def days_between(first: date, last: date) -> list[date]:
    """Both ends belong to it."""
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]
