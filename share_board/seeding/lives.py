"""The lives of a seeded booking, lived once by the verbs of the lifecycle and copied from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from share_board.calendar.models import Firmness
from share_board.doors import Viewer
from share_board.members.models import ConsentOrder
from share_board.requests import lifecycle, moving
from share_board.requests.actions import BY_ITSELF
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, RequestLine, ShareRequest, Status
from share_board.requests.moving import Deed

DECIDED_AFTER: Final = timedelta(hours=20)


@dataclass(frozen=True)
class Told:
    """One entry of the history: `after` how long since the booking was asked for."""

    after: timedelta
    act: str
    from_status: Status | None
    to_status: Status | None
    by_id: int | None
    by_role: str
    by_name: str
    is_of_line: bool


@dataclass(frozen=True)
class Life:
    """Whose consent a line needs, where it stands and since when, how it takes its time, and what is told of it."""

    order: ConsentOrder
    status: Status
    answered_after: timedelta
    firmness: Firmness | Literal["as it was"] | None
    history: Sequence[Told]


Ways = Mapping[tuple[ConsentOrder, bool], Life]  # whose consent is needed, and whether it is still waited for


def lives(at: datetime, *, asker: Viewer, secretary: Viewer) -> Ways:
    """What waits for the secretariat, what it has decided, and what the board decided by itself."""
    waits = _lived(ConsentOrder.SECRETARIAT_ONLY, at, asker=asker)
    decided = _lived(ConsentOrder.SECRETARIAT_ONLY, at, asker=asker, decides=secretary, after=DECIDED_AFTER)
    by_itself = _lived(ConsentOrder.AUTOMATIC_IF_TRUSTED, at, asker=asker, decides=BY_ITSELF)
    return {
        (ConsentOrder.SECRETARIAT_ONLY, True): waits,
        (ConsentOrder.SECRETARIAT_ONLY, False): decided,
        (ConsentOrder.AUTOMATIC_IF_TRUSTED, False): by_itself,
    }


def _lived(
    order: ConsentOrder, at: datetime, *, asker: Viewer, decides: Viewer | None = None, after: timedelta = timedelta(0)
) -> Life:
    line = RequestLine(request=ShareRequest(), status=Status.DRAFT)
    deeds = [
        Deed(line.request, None, Action.SUBMIT, asker, at),
        moving.submit(line, order, by=asker, at=at, channel=Channel.WEB),
    ]
    if decides is not None:
        deeds.append(moving.advance(line, Action.APPROVE, by=decides, at=at + after))
    return Life(order, line.status, after, lifecycle.firmness(line), [_told(deed, at) for deed in deeds])


def _told(deed: Deed, since: datetime) -> Told:
    return Told(
        deed.at - since, deed.act, deed.from_status, deed.to_status, deed.by.user_id, deed.by.role, deed.by.name,
        is_of_line=deed.line is not None,
    )  # fmt: skip
