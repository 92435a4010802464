"""Who answers for lines. The calendar knows their ids only; the room of requests appoints its keeper when it starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from share_board.calendar.models import Closure, Occupancy
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.resources.models import Resource


@dataclass(frozen=True)
class Mark:
    """What a calendar needs to know a line again: nothing of who asks and what for."""

    public_id: str
    version: int
    changed_at: datetime


class LineKeeper:
    """Knows nothing of any line and tells nobody; a keeper of lines overrides both."""

    def say(self, _session: Session, _line_ids: Sequence[int]) -> Mapping[int, str]:
        """A few words for each line: its number and who asks, as the facility that owns the resource may read it."""
        return {}

    def marks(self, _session: Session, _line_ids: Sequence[int]) -> Mapping[int, Mark]:
        """The mark of each line."""
        return {}

    def freed(self, _session: Session, _resource_id: int, _span: Slot, _since: datetime) -> Sequence[tuple[Mark, Slot]]:
        """Lines within `span` that held their time and have given it back since a moment."""
        return ()

    def waiting(self, _session: Session, _resource_id: int, _span: Slot) -> Sequence[Slot]:
        """The times within `span` for which somebody stands in line, one for each wish; for those who may know."""
        return ()

    def waiting_under(self, _session: Session, _resources: Sequence[Resource], _slots: Sequence[Slot]) -> Sequence[int]:
        """The ids of lines that wait for these things, or for what is made of them, at one of these times."""
        return ()

    def closed(
        self,
        _session: Session,
        _closure: Closure,
        _touched: Sequence[Occupancy],
        _waiting: Sequence[int],
        *,
        by: Viewer,
        at: datetime,
    ) -> None:
        """A closure lies over these promises, and over what these lines wait for; called in its transaction."""

    def opened(self, _session: Session, _line_ids: Sequence[int], *, by: Viewer, at: datetime) -> None:
        """No closure lies over these lines any more; called in the transaction in which it was taken back."""

    def uses(self, _session: Session, _resource_id: int, _group_id: int, _year: tuple[datetime, datetime]) -> int:
        """How often the group uses the resource in a 年度, from a moment until another; what waits counts, too."""
        return 0


_appointed = [LineKeeper()]


def keeper() -> LineKeeper:
    return _appointed[-1]


def appoint(new: LineKeeper) -> None:
    """From now on `new` is asked."""
    _appointed[:] = [new]
