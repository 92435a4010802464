"""Why a time cannot be asked for: one refusal for each rule, with the facts that its sentence tells."""

from collections.abc import Sequence
from datetime import date, datetime

from share_board.calendar.asking import NOBODY, Priority
from share_board.calendar.models import ClosureReason
from share_board.calendar.slots import Open, Slot
from share_board.errors import NotNow, Refusal


class TimeRefusal(Refusal):
    """The time does not fit the rules. `nearest` is the nearest day on which the same hours would; None if unknown.

    `rank` says which it is of several times that would do, the dearest first.
    """

    title = ""
    rank = 1

    def __init__(self, nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.nearest = nearest


class OutsideHours(TimeRefusal):
    """Not open then. `hours` are those of the day asked for; empty if it is closed all day."""

    def __init__(self, hours: Sequence[Open], nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.hours = tuple(hours)


class TooLate(TimeRefusal):
    """It had to be asked for by `last_day`."""

    def __init__(self, last_day: date, nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.last_day = last_day


class HasBegun(TimeRefusal):
    """The time lies behind us, or has begun: of this day only later hours can be asked for."""


class DayOver(TimeRefusal):
    """The day lies behind us."""


class TooEarly(TimeRefusal):
    """It can be asked for from `opens_on`; by others, the groups of `first_for`, from `first_on`."""

    def __init__(
        self,
        opens_on: date,
        nearest: date | None = None,
        *,
        first_for: Priority = NOBODY,
        first_on: date | None = None,
    ) -> None:
        super().__init__(nearest)
        self.opens_on, self.first_for, self.first_on = opens_on, first_for, first_on


class NeverInTime(TimeRefusal):
    """Asking for that day begins only after its last day: the rules contradict each other."""


class WrongLength(TimeRefusal):
    """One use may not last so short or so long a time, but `minutes`."""

    def __init__(self, minutes: int) -> None:
        super().__init__()
        self.minutes = minutes


class UseTooShort(WrongLength):
    """One use lasts so many minutes at least."""


class UseTooLong(WrongLength):
    """One use lasts so many minutes at most."""


class QuotaUsed(TimeRefusal):
    """A group may use it `limit` times in a 年度, and has done so or asked for it in `year`."""

    def __init__(self, limit: int, year: int, nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.limit, self.year = limit, year


class ThenClosed(TimeRefusal):
    """The facility has closed it for a time; `until` None is until further notice."""

    status = NotNow.status

    def __init__(self, reason: ClosureReason, until: datetime | None, nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.reason, self.until = reason, until


class SlotTaken(NotNow):
    """Not enough units are free then: `free` are, at the busiest moment of the slot and its buffers.

    `lacks_part`: there would be enough of the resource itself; `part` is the title of what is in use elsewhere, if
    everybody may know it. `closed`: nobody has taken it, it is closed then.
    """

    def __init__(
        self,
        resource_id: int,
        slot: Slot,
        free: int,
        *,
        title: str = "",
        part: str = "",
        lacks_part: bool = False,
        closed: ThenClosed | None = None,
    ) -> None:
        super().__init__(resource_id, slot, free)
        self.resource_id, self.slot, self.free, self.title = resource_id, slot, free, title
        self.part, self.lacks_part, self.closed = part, lacks_part, closed
