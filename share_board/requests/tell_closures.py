"""What is told when a facility closes over a time that is kept for somebody, and when it opens after all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from share_board import dates, outbox
from share_board.calendar.labels import REASON, say_closure
from share_board.calendar.models import Closure, ClosureReason
from share_board.calendar.slots import Slot
from share_board.i18n import gettext as _
from share_board.members.queries import known_network
from share_board.requests import tell
from share_board.requests.lifecycle import times_of
from share_board.requests.models import RequestLine, ShareRequest
from share_board.requests.queries.alternatives import Alternatives


def closed_over(
    session: Session,
    asked: ShareRequest,
    lines: Sequence[RequestLine],
    closure: Closure,
    found: Mapping[int, Alternatives],
    *,
    at: datetime,
) -> None:
    """Closed by the facility: from when until when and why, as it says itself, and what would be free instead."""
    facts = {**_closed(closure), "instead": tell.instead(lines, found)}
    _tell(session, asked, lines, "closed_over", facts, at=at)


def closed_to_who_waits(
    session: Session, asked: ShareRequest, lines: Sequence[RequestLine], closure: Closure, *, at: datetime
) -> None:
    """To the person who asked: nothing will fall free then; the place in line stays, should it open after all. Other
    wished times, if there are any, may still fall free.
    """
    to = tell.person_of(asked)
    closed = {line: [slot for slot in times_of(line) if _is_over(closure, slot)] for line in tell.in_order(lines)}
    facts = {
        **tell.facts_of(asked, lines),
        **_closed(closure),
        "lines": [
            replace(tell.line_facts(line), when=_(", ").join(dates.say_stretch(slot.start, slot.end) for slot in slots))
            for line, slots in closed.items()
        ],
        "waits_for_more": any(len(slots) < len(times_of(line)) for line, slots in closed.items()),
    }
    outbox.post(session, to=to, template="closed_waiting", at=at, request_id=asked.id, facts=facts)


def _is_over(closure: Closure, slot: Slot) -> bool:
    return any(slot.overlaps(Slot(time.starts_at, time.ends_at)) for time in closure.times)


def _closed(closure: Closure) -> dict[str, object]:
    """From when until when and why; what a house's own calendar holds is nobody else's."""
    return {
        "closed_when": say_closure(closure) if closure.calendar_name is None else "",
        "closed_why": "" if closure.reason is ClosureReason.OTHER else str(REASON[closure.reason]),
    }


def opened_again(session: Session, asked: ShareRequest, lines: Sequence[RequestLine], *, at: datetime) -> None:
    """What was closed is open after all."""
    _tell(session, asked, lines, "opened_again", {}, at=at)


def _tell(
    session: Session,
    asked: ShareRequest,
    lines: Sequence[RequestLine],
    template: str,
    facts: Mapping[str, object],
    *,
    at: datetime,
) -> None:
    """To the person who asked and to the secretariat, of what is kept for each line."""
    kept = [tell.taken_facts(line) for line in tell.in_order(lines)]
    about = {**tell.facts_of(asked, lines), "lines": kept, **facts}
    network = known_network(session)
    readers = (
        (tell.person_of(asked), True),
        (outbox.Recipient(network.email, network.secretariat_name), False),
    )
    for to, is_for_asker in readers:
        told = {**about, "is_for_asker": is_for_asker}
        outbox.post(session, to=to, template=template, at=at, request_id=asked.id, facts=told)
