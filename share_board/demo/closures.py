"""When the houses of the town are closed: for a day, again and again, some of many, and by a calendar of their own."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, dates
from share_board.calendar import busy_file, own_calendar
from share_board.calendar.closing import ClosureDraft, close
from share_board.calendar.models import ClosureReason
from share_board.calendar.own_calendar import CalendarDraft
from share_board.calendar.repetition import Every, Repetition
from share_board.doors import Viewer
from share_board.resources.models import Resource

EVENTS = (
    ("家族会", 9, (10, 12), ""),
    ("避難訓練", 16, (14, 15), ""),
    ("職員研修", 5, (13, 16), "RRULE:FREQ=MONTHLY;COUNT=6"),
)
"""What stands in the calendar of a house: title, days ahead, hours, rule."""


def write_down(session: Session, *, by: Viewer, at: datetime) -> None:
    today = clock.day_of(at)
    room, tents, hall = (
        session.scalars(select(Resource).where(Resource.title == title)).one()
        for title in ("地域交流室「くも」", "イベントテント(2間×3間)", "ホール「ふなかぜ」")
    )
    event = next(day for ahead in range(20, 40) if dates.is_working_day(day := today + timedelta(days=ahead)))
    drafts = [
        _days(room, event, 2, ClosureReason.OWN_EVENT, note="クリスマス会の準備"),
        _every_month(room, today),
        _days(tents, today, 45, ClosureReason.REPAIR, note="骨組みを直しています", units=1),
    ]
    for draft in drafts:
        close(session, draft, by=by, at=at)
    said = busy_file.read(_calendar(today), at=at)
    own_calendar.take_over(
        session, CalendarDraft(hall.facility_id, hall.id, said.name, said.times), by=by, at=at
    )  # fmt: skip


def _days(
    resource: Resource, first: date, days: int, reason: ClosureReason, *, note: str, units: int | None = None
) -> ClosureDraft:
    span = _moment(first, 0), _moment(first + timedelta(days=days), 0)
    return ClosureDraft(resource.facility_id, resource.id, *span, reason, note, units)


def _every_month(resource: Resource, today: date) -> ClosureDraft:
    """The second Wednesday of each month, in the afternoon: the house cleans."""
    days = (today + timedelta(days=ahead) for ahead in range(1, 40))
    first = next(day for day in days if day.weekday() == 2 and (day.day - 1) // 7 == 1)
    rule = Repetition(Every.NTH_WEEKDAY, first, until=first + timedelta(days=300))
    span = _moment(first, 13), _moment(first, 17)
    return ClosureDraft(resource.facility_id, resource.id, *span, ClosureReason.HOLIDAY, "床のワックスがけ", again=rule)


def _calendar(today: date) -> bytes:
    """A file as the calendar of a house writes it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//demo//demo//JA", "X-WR-CALNAME:ふなかぜ 行事予定"]
    for title, ahead, (begin, end), rule in EVENTS:
        day = today + timedelta(days=ahead)
        lines += [
            "BEGIN:VEVENT", f"UID:{ahead}@demo.example", f"DTSTART;TZID=Asia/Tokyo:{day:%Y%m%d}T{begin:02}0000",
            f"DTEND;TZID=Asia/Tokyo:{day:%Y%m%d}T{end:02}0000", f"SUMMARY:{title}", *([rule] if rule else []), "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.TOKYO)
