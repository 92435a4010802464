"""The verbs of asking, answering and deciding. Each is one act with its history and its letters; a door commits."""

from typing import Final

from share_board.requests.actions.acting import (
    ClosedSince,
    act,
    change,
    change_all,
    hold,
    hold_with,
    redescribe,
    require_held,
    take_note,
)
from share_board.requests.actions.clockwork import expire, lapse, remind, warn
from share_board.requests.actions.in_line import hold_named, serve
from share_board.requests.actions.offering import is_said_already
from share_board.requests.actions.proposing import NobodyReached, NothingElse, ProposalPast, propose
from share_board.requests.actions.steps import (
    BY_ITSELF,
    DIRECTLY,
    LinesOverlap,
    LineTaken,
    NoSuchWish,
    NotThatDay,
    OnBehalf,
)
from share_board.requests.actions.submitting import NothingAsked, confirm_contact, enter, submit

__all__ = [
    "BY_ITSELF", "DIRECTLY", "TAKEN", "ClosedSince", "LineTaken", "LinesOverlap", "NoSuchWish", "NobodyReached",
    "NotThatDay", "NothingAsked", "NothingElse", "OnBehalf", "ProposalPast", "act", "change", "change_all",
    "confirm_contact", "enter", "expire", "hold", "hold_named", "hold_with", "is_said_already", "lapse",
    "propose", "redescribe", "remind", "require_held", "serve", "submit", "take_note", "warn",
]  # fmt: skip

TAKEN: Final = (LineTaken, LinesOverlap)
