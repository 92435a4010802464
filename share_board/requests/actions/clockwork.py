"""What the clock does to lines: it reminds, warns and lets go. The jobs of the worker call it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from share_board.calendar.closed_lines import closed_over
from share_board.requests import lifecycle, moving, tell
from share_board.requests.actions.acting import act
from share_board.requests.actions.steps import BY_ITSELF, Letters, deed, send
from share_board.requests.lifecycle import Action, Reader
from share_board.requests.models import RequestLine, ShareRequest

WARNINGS: Final[Mapping[Reader | None, tuple[tuple[Reader, str], ...]]] = {
    Reader.FACILITY: ((Reader.FACILITY, "reminder"), (Reader.SECRETARIAT, "ending")),
    Reader.ASKER: ((Reader.ASKER, "ending"), (Reader.SECRETARIAT, "ending")),
    Reader.SECRETARIAT: ((Reader.SECRETARIAT, "ending"),),
    None: (),
}


def remind(session: Session, lines: Iterable[RequestLine], *, at: datetime) -> int:
    """Ask facilities once more whose answer is overdue; how many lines. The caller holds their requests."""
    by_request: dict[int, list[RequestLine]] = {}
    for line in lines:
        line.reminded_at = at
        by_request.setdefault(line.request_id, []).append(line)
    for about in by_request.values():
        tell.reader(session, Reader.FACILITY, about[0].request, about, "reminder", at=at)
        moving.keep(session, [deed(about[0].request, "remind", by=BY_ITSELF, at=at)])
    return sum(map(len, by_request.values()))


def warn(session: Session, lines: Iterable[RequestLine], *, at: datetime) -> int:
    """Say that a hold ends soon, to whoever can still act and to the secretariat; how many lines.

    A facility is reminded with the link by which it answers. The history keeps it, so that it is said once for each
    step: `queries.ending` does not find a line again until it has been moved.
    """
    told: dict[int, Letters] = {}
    requests: dict[int, ShareRequest] = {}
    deeds = []
    for line in lines:
        requests[line.request_id] = line.request
        letters = told.setdefault(line.request_id, {})
        for letter in WARNINGS[lifecycle.turn(line)]:
            letters.setdefault(letter, []).append(line)
        deeds.append(deed(line.request, "warn", by=BY_ITSELF, at=at, line=line))
    moving.keep(session, deeds)
    for request_id, letters in told.items():
        send(session, requests[request_id], letters, at=at)
    return len(deeds)


def lapse(session: Session, lines: Iterable[RequestLine], *, at: datetime, today: date) -> int:
    """Let go of what nobody decided in time; how many lines."""
    return _let_go(session, lines, Action.LAPSE, at=at, today=today)


def expire(session: Session, lines: Iterable[RequestLine], *, at: datetime, today: date) -> int:
    """Let go of what was offered and not answered in time; whoever is next in line is served. How many lines.

    Over what the facility has closed since nobody could say yes: that is no silence.
    """
    due = list(lines)
    closed = closed_over(session, [line.id for line in due])
    silent, shut = ([line for line in due if (line.id in closed) is is_shut] for is_shut in (False, True))
    return _let_go(session, silent, Action.EXPIRE, at=at, today=today) + _let_go(
        session, shut, Action.SHUT, at=at, today=today
    )


def _let_go(session: Session, lines: Iterable[RequestLine], action: Action, *, at: datetime, today: date) -> int:
    by_request: dict[int, list[RequestLine]] = {}
    for line in lines:
        by_request.setdefault(line.request_id, []).append(line)
    for about in by_request.values():
        act(session, about[0].request, about, action, by=BY_ITSELF, at=at, today=today)
    return sum(map(len, by_request.values()))
