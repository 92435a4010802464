"""A proposal is opened, and settled: what it was answered becomes what its line asks for, or waits for, from now on."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from share_board.calendar import actions as calendar
from share_board.calendar.slots import Slot
from share_board.requests import after_proposal, filling, lifecycle
from share_board.requests.lifecycle import Action
from share_board.requests.models import Outcome, Proposal, RequestLine

OUTCOMES: Final = {
    Action.ACCEPT: Outcome.ACCEPTED,
    Action.TURN_DOWN: Outcome.TURNED_DOWN,
    Action.EXPIRE: Outcome.LAPSED,
}


def is_said_already(proposal: Proposal | None, action: Action) -> bool:
    """Whether this very answer has been given to it."""
    return proposal is not None and proposal.outcome is not None and proposal.outcome is OUTCOMES.get(action)


def open_proposal(session: Session, line: RequestLine, made: Proposal) -> None:
    """From now on the line awaits an answer to it."""
    made.line_id, line.holds_until = line.id, made.until
    session.add(made)
    session.flush()
    set_committed_value(line, "proposal", made)


def close_proposal(line: RequestLine, proposal: Proposal, outcome: Outcome, *, at: datetime) -> None:
    """The line awaits no answer to it any more."""
    proposal.ended_at, proposal.outcome = at, outcome
    set_committed_value(line, "proposal", None)


def settle(session: Session, line: RequestLine, proposal: Proposal, action: Action, *, at: datetime) -> None:
    """The proposal is answered, or nothing any more; the line has been moved already."""
    close_proposal(line, proposal, OUTCOMES.get(action, Outcome.TAKEN_BACK), at=at)
    if action is not Action.ACCEPT:
        calendar.release(session, line.id)
        is_given_up = lifecycle.is_in_line(line) and action is not Action.SHUT
        if is_given_up and after_proposal.is_what_was_waited_for(line, proposal):
            _wish_no_more(session, line, proposal)
        return
    line.resource = proposal.resource
    line.starts_at, line.ends_at, line.units = proposal.starts_at, proposal.ends_at, proposal.units
    line.deliver_on, line.facility_note = proposal.deliver_on, proposal.note if proposal.has_consent else ""
    line.reason = ""


def _wish_no_more(session: Session, line: RequestLine, proposal: Proposal) -> None:
    """It waits on for its other wishes; the first of them is now the dearest."""
    left = tuple(Slot(wish.starts_at, wish.ends_at) for wish in after_proposal.other_wishes(line, proposal))
    filling.refill(session, line, replace(filling.draft_of(line), slot=left[0], wishes=left))
