"""How early and how late one may ask (受付のきまり), as arithmetic on days.

The forms found on real paper are all of one kind: a number of days, of working days or of months before the day of use,
or a day of the month so many months before; and if nobody is at the desk on that day, the next or the last one on which
somebody is.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntFlag, StrEnum
from typing import Final

from share_board import dates
from share_board.members.models import GroupKind

MONTHS_A_YEAR: Final = 12


class Unit(StrEnum):
    """In what a stretch before the day of use is counted."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Shift(StrEnum):
    """What becomes of a day on which the desk is closed: a Saturday, a Sunday, a holiday, a day of the year's end."""

    STAYS = "stays"
    NEXT = "next"
    PREVIOUS = "previous"


@dataclass(frozen=True)
class Before:
    """A day that lies before the day of use: 14日前, 5営業日前, 3か月前の同じ日, 2か月前の1日, 前月の20日.

    `on_day` goes with months; in a shorter month its last day is meant.
    """

    number: int = 0
    unit: Unit = Unit.DAYS
    on_day: int | None = None
    shift: Shift = Shift.STAYS

    def of(self, day: date) -> date:
        """The day that this means when `day` is the day of use. A later day of use never makes it earlier."""
        return shifted(self._as_written(day), self.shift)

    def _as_written(self, day: date) -> date:
        if self.unit is Unit.DAYS:
            return day - timedelta(days=self.number)
        if self.unit is Unit.WORKING_DAYS:
            return dates.working_days_before(day, self.number)
        if self.on_day is None:
            return months_before(day, self.number)
        return day_of_month(months_before(day.replace(day=1), self.number), self.on_day)


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier; in a shorter month its last day."""
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 - months, MONTHS_A_YEAR)
    return day_of_month(date(years, month + 1, 1), day.day)


def day_of_month(month: date, number: int) -> date:
    """The day with this number in the month of `month`, or its last one."""
    return month.replace(day=min(number, monthrange(month.year, month.month)[1]))


def shifted(day: date, shift: Shift) -> date:
    """`day`, or the next or last day on which the desk is open."""
    if shift is Shift.NEXT:
        return dates.add_working_days(day, 0)
    return dates.working_days_before(day, 0) if shift is Shift.PREVIOUS else day


# ---- who asks -------------------------------------------------------------------------------------------------------


class Priority(IntFlag):
    """優先の団体: who may ask earlier than others. A group can be several of these."""

    DISTRICT = 1
    NEIGHBOURHOOD = 2
    SCHOOL = 4
    WELFARE = 8
    MEMBER = 16
    TRUSTED = 32


NOBODY: Final = Priority(0)
_BY_KIND: Final = {
    GroupKind.NEIGHBOURHOOD: Priority.NEIGHBOURHOOD,
    GroupKind.CHILDRENS_ASSOCIATION: Priority.NEIGHBOURHOOD,
    GroupKind.ELEMENTARY_SCHOOL: Priority.SCHOOL,
    GroupKind.JUNIOR_HIGH_SCHOOL: Priority.SCHOOL,
    GroupKind.HIGH_SCHOOL: Priority.SCHOOL,
    GroupKind.SPECIAL_SCHOOL: Priority.SCHOOL,
    GroupKind.NURSERY: Priority.SCHOOL,
    GroupKind.PTA: Priority.SCHOOL,
    GroupKind.WELFARE_COMMISSIONER: Priority.WELFARE,
    GroupKind.SALON: Priority.WELFARE,
    GroupKind.NPO: Priority.WELFARE,
    GroupKind.MEMBER_FACILITY: Priority.MEMBER | Priority.WELFARE,
}


@dataclass(frozen=True)
class Asker:
    """Who asks, as far as the rules care. What is not known gives no priority, and no limit either."""

    kind: GroupKind | None = None
    district_id: int | None = None
    is_trusted: bool = False
    group_id: int | None = None

    @property
    def priorities(self) -> Priority:
        """What the asker is by itself; whether the district is that of the facility only the resource knows."""
        by_kind = _BY_KIND.get(self.kind, NOBODY) if self.kind else NOBODY
        return by_kind | (Priority.TRUSTED if self.is_trusted else NOBODY)


ANYBODY: Final = Asker()
