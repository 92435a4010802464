"""How late and how early one may ask, as plain numbers; a room above says when it starts what they come to."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from share_board.errors import Refusal


class Numbers(Protocol):
    """Days of the deadline, and how many months ahead; None is as usual in the network."""

    @property
    def deadline_days(self) -> int | None: ...
    @property
    def horizon_months(self) -> int | None: ...


class NobodyCanAsk(Refusal):
    """Asking for some day would begin only after its last day."""


Judge = Callable[[Session, Numbers, tuple[int, int], int | None, date], None]
_judges: list[Judge] = []


def judged_by(judge: Judge) -> Judge:
    """From now on `judge` refuses numbers under which nobody can ask."""
    _judges.append(judge)
    return judge


def require(
    session: Session, numbers: Numbers, *, usual: tuple[int, int], today: date, resource_id: int | None = None
) -> None:
    """Raises NobodyCanAsk. `usual` are the network's numbers; what has this `resource_id` may have rules of its own."""
    for judge in _judges:
        judge(session, numbers, usual, resource_id, today)
