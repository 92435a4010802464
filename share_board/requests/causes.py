"""Whether what a letter says of a request is still so, asked right before it leaves.

What has been done is not hidden: every change has a letter of its own. But nobody is asked for what was withdrawn, told
of a decision that was taken back, or written to at an address that is no longer theirs.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.i18n import gettext as _
from share_board.members.models import Facility
from share_board.members.queries import known_network
from share_board.outbox import Gone, Letter, LetterState
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.requests.statuses import PENDING, RUNNING

NOT_WITHDRAWN: Final = frozenset(Status) - {Status.WITHDRAWN}
TAKES_PLACE: Final = RUNNING | {Status.DONE}

# A letter is true as long as one of the lines it may be about stands in one of these; others stay true for ever.
TRUE_IN: Final[Mapping[str, frozenset[Status]]] = {
    "received": NOT_WITHDRAWN,
    "awaits_call": NOT_WITHDRAWN,
    "received_secretariat": NOT_WITHDRAWN,
    "asked": frozenset({Status.ASKED}),
    "reminder": frozenset({Status.ASKED}),
    "ending": PENDING,
    "sent_back": frozenset({Status.SENT_BACK}),
    "approved": TAKES_PLACE,
    "approved_facility": TAKES_PLACE,
    "declined": frozenset({Status.DECLINED}),
    "lapsed": frozenset({Status.LAPSED}),
    "unserved": frozenset({Status.LAPSED}),
    "waiting": frozenset({Status.WAITING}),
    "proposed": frozenset({Status.OFFERED}),
    "proposed_office": frozenset({Status.OFFERED}),
}
TO_FACILITY: Final = frozenset({"asked", "reminder", "approved_facility"})
TAKEN_BACK: Final = frozenset({"not_needed", "withdrawn", "cancelled"})  # they speak of what a facility heard before


def gone(session: Session, letter: Letter, at: datetime) -> Gone | None:
    """Why a letter about a request should not be sent, if so."""
    asked = session.get(ShareRequest, letter.request_id) if letter.request_id else None
    if asked is None:
        return None
    theirs = [line for line in asked.lines if line.resource.facility.email == letter.to_email]
    if letter.to_email not in {asked.email, known_network(session).email}:
        if not theirs:
            return Gone(_("The address was changed after this letter was written."), is_settled=False)
        if all(_has_left(line.resource.facility, at) for line in theirs):
            return Gone(_("The facility has left the network."))
        if letter.template in TAKEN_BACK and _never_heard(session, letter):
            return Gone(_("The facility had not been told of it yet."))
    about = theirs if letter.template in TO_FACILITY else asked.lines
    if not _is_any_in(about, TRUE_IN.get(letter.template)):
        return Gone(_("The request went on before this letter could leave."))
    return None


def _is_any_in(lines: list[RequestLine], statuses: frozenset[Status] | None) -> bool:
    return statuses is None or any(line.status in statuses for line in lines)


def _has_left(facility: Facility, at: datetime) -> bool:
    return facility.left_on is not None and facility.left_on <= clock.day_of(at)


def _never_heard(session: Session, letter: Letter) -> bool:
    """Whether all that asked this reader about the request was put away unsent."""
    asking = session.scalars(
        select(Letter.state).where(
            Letter.request_id == letter.request_id, Letter.to_email == letter.to_email, Letter.template.in_(TO_FACILITY)
        )
    ).all()
    return bool(asking) and set(asking) == {LetterState.OBSOLETE}
