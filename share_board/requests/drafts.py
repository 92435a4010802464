"""What a form hands over: frozen, typed, checked for shape only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from share_board import clock
from share_board.calendar.slots import Slot
from share_board.members.models import GroupKind
from share_board.requests.lifecycle import Action
from share_board.resources.models import Resource

MOST_ORDERED: Final = 99_999  # of what is made; more is agreed upon by phone
USUAL_MINUTES: Final = 60  # of a lecture that says nothing of how long it lasts


@dataclass(frozen=True)
class OccasionDraft:
    """Who asks, for what occasion, and how to reach them."""

    group_name: str
    contact_name: str
    phone: str
    occasion: str
    email: str = ""
    group_kind: GroupKind = GroupKind.OTHER
    district_id: int | None = None
    call_times: str = ""
    purpose: str = ""
    people: int | None = None
    venue: str = ""
    note: str = ""
    wants_call: bool = False


@dataclass(frozen=True)
class LineDraft:
    """One resource: when (or which day it is delivered), how many, and the answers to the questions of its kind.

    `wishes` are the first to third wish of a lecture; `slot` is the first of them. `waits`: in line, where it is taken.
    """

    slot: Slot | None = None
    deliver_on: date | None = None
    units: int = 1
    wishes: tuple[Slot, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    waits: bool = False

    @property
    def times(self) -> tuple[Slot, ...]:
        """The times that would do, the dearest first; none for what takes no time."""
        return self.wishes or ((self.slot,) if self.slot else ())

    def on(self, day: date) -> "LineDraft":
        """The same on another day; a loan of several days begins on it. Only for what has a slot and no wishes."""
        if self.slot is None:
            raise ValueError("what has no time cannot return")
        return replace(self, slot=self.slot.shifted(day - clock.day_of(self.slot.start)))


@dataclass(frozen=True)
class ProposalDraft:
    """What is offered instead; `has_consent`: its facility has said to the secretariat that it can. `override` is the
    reason for which the rules of the thing are set aside.
    """

    resource: Resource
    slot: Slot | None
    units: int = 1
    deliver_on: date | None = None
    note: str = ""
    has_consent: bool = False
    override: str = ""


@dataclass(frozen=True)
class AnswerDraft:
    """What a facility says about one line: yes or no, its conditions or reason, and which of the wished times suits."""

    action: Action
    note: str = ""
    wish: int | None = None
