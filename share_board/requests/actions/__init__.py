"""The verbs of asking, answering and deciding. Each is one act with its history and its letters; a door commits."""

from share_board.requests.actions.acting import act, change, hold, redescribe, take_note
from share_board.requests.actions.clockwork import lapse, remind, warn
from share_board.requests.actions.steps import BY_ITSELF, DIRECTLY, LineTaken, NoSuchWish, OnBehalf
from share_board.requests.actions.submitting import NothingAsked, confirm_contact, enter, submit

__all__ = [
    "BY_ITSELF", "DIRECTLY", "LineTaken", "NoSuchWish", "NothingAsked", "OnBehalf", "act", "change", "confirm_contact",
    "enter", "hold", "lapse", "redescribe", "remind", "submit", "take_note", "warn",
]  # fmt: skip
