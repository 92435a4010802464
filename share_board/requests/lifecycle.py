"""The life of a line: one table. Buttons, permissions, letters and what is held all derive from it.

    draft -> received -> asked -> consented -> approved -> in use -> returned -> done

Where the time is taken a line may stand in line instead (waiting). What has fallen free, or something else, is offered;
an answer of whoever asked leads back into the life above. Where to is said by `target`, for it depends on the proposal.

*Who* may is asked of the policy (NotPermitted); *when* it is possible stands here (WrongStatus). moving.py alone sets
a status.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final, Literal

from share_board.calendar.models import Firmness
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.members.models import Role
from share_board.requests import after_proposal, policy
from share_board.requests.models import ContactState, Proposal, RequestLine, Status
from share_board.requests.statuses import (
    AT_ASKER,
    AT_FACILITY,
    AWAITS_ANSWER,
    ENDED,
    FIRMNESS,
    GIVEN_BACK,
    IN_LINE,
    KNOWN_TO_FACILITY,
    MAY_BE_OFFERED,
    PENDING,
    UNDECIDED,
)
from share_board.requests.ways import way_of


class Action(StrEnum):
    """What can be done to a line."""

    SUBMIT = "submit"
    ASK = "ask"
    CONSENT = "consent"
    REFUSE = "refuse"
    APPROVE = "approve"
    DECLINE = "decline"
    SEND_BACK = "send_back"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    HAND_OVER = "hand_over"
    RETURN = "return"
    FINISH = "finish"
    REOPEN = "reopen"
    LAPSE = "lapse"
    WAIT = "wait"
    PROPOSE = "propose"
    ACCEPT = "accept"
    TURN_DOWN = "turn_down"
    EXPIRE = "expire"
    SHUT = "shut"
    RESUME = "resume"


class Reader(Enum):
    """Who is told."""

    ASKER = auto()
    FACILITY = auto()
    SECRETARIAT = auto()


@dataclass(frozen=True)
class Step:
    """One row of the life. `letters` are (who is told, which letter)."""

    sources: frozenset[Status]
    target: Status
    permitted: Callable[[Viewer, RequestLine], bool]
    letters: tuple[tuple[Reader, str], ...] = ()
    needs_reason: bool = False


STEPS: Final[Mapping[Action, Step]] = {
    Action.ACCEPT: Step(
        AWAITS_ANSWER, Status.RECEIVED, policy.may_accept,
        ((Reader.ASKER, "accepted"), (Reader.SECRETARIAT, "accepted"), (Reader.FACILITY, "accepted")),
    ),
    Action.TURN_DOWN: Step(
        AWAITS_ANSWER, Status.RECEIVED, policy.may_accept,
        ((Reader.SECRETARIAT, "turned_down"), (Reader.FACILITY, "turned_down")),
    ),
    Action.ASK: Step(
        frozenset({Status.RECEIVED}), Status.ASKED, policy.may_receive, ((Reader.FACILITY, "asked"),)
    ),
    Action.CONSENT: Step(
        frozenset({Status.ASKED}), Status.CONSENTED, policy.may_answer, ((Reader.SECRETARIAT, "answered"),)
    ),
    Action.REFUSE: Step(
        frozenset({Status.ASKED}), Status.DECLINED, policy.may_answer,
        ((Reader.SECRETARIAT, "answered"), (Reader.ASKER, "declined")), needs_reason=True,
    ),
    Action.APPROVE: Step(
        frozenset({Status.CONSENTED}), Status.APPROVED, policy.may_decide,
        ((Reader.ASKER, "approved"), (Reader.FACILITY, "approved_facility")),
    ),
    Action.DECLINE: Step(
        UNDECIDED | IN_LINE | AWAITS_ANSWER, Status.DECLINED, policy.may_decide,
        ((Reader.ASKER, "declined"), (Reader.FACILITY, "not_needed")), needs_reason=True,
    ),
    Action.SEND_BACK: Step(
        UNDECIDED, Status.SENT_BACK, policy.may_decide, ((Reader.ASKER, "sent_back"), (Reader.FACILITY, "not_needed")),
        needs_reason=True,
    ),
    Action.CHANGE: Step(
        PENDING | IN_LINE, Status.RECEIVED, policy.may_withdraw,
        ((Reader.SECRETARIAT, "changed"), (Reader.FACILITY, "not_needed")),
    ),
    Action.WITHDRAW: Step(
        PENDING | IN_LINE | AWAITS_ANSWER, Status.WITHDRAWN, policy.may_withdraw,
        ((Reader.SECRETARIAT, "withdrawn"), (Reader.FACILITY, "withdrawn")),
    ),
    Action.HAND_OVER: Step(frozenset({Status.APPROVED}), Status.IN_USE, policy.may_look_after),
    Action.RETURN: Step(frozenset({Status.IN_USE}), Status.RETURNED, policy.may_look_after),
    Action.FINISH: Step(
        frozenset({Status.APPROVED, Status.IN_USE, Status.RETURNED}), Status.DONE, policy.may_look_after
    ),
    Action.CANCEL: Step(
        frozenset({Status.APPROVED}), Status.CANCELLED, policy.may_cancel,
        ((Reader.ASKER, "cancelled"), (Reader.FACILITY, "cancelled"), (Reader.SECRETARIAT, "cancelled")),
        needs_reason=True,
    ),
    Action.REOPEN: Step(
        frozenset({Status.DECLINED, Status.CANCELLED, Status.WITHDRAWN, Status.LAPSED}), Status.RECEIVED,
        policy.may_reopen, ((Reader.ASKER, "reopened"),), needs_reason=True,
    ),
    Action.LAPSE: Step(
        PENDING | IN_LINE, Status.LAPSED, policy.may_lapse,
        ((Reader.ASKER, "lapsed"), (Reader.SECRETARIAT, "lapsed"), (Reader.FACILITY, "not_needed")),
    ),
    Action.PROPOSE: Step(
        MAY_BE_OFFERED, Status.OFFERED, policy.may_propose,
        ((Reader.ASKER, "proposed"), (Reader.SECRETARIAT, "proposed_office"), (Reader.FACILITY, "not_needed")),
    ),
    Action.EXPIRE: Step(
        AWAITS_ANSWER, Status.RECEIVED, policy.may_lapse,
        ((Reader.ASKER, "expired"), (Reader.SECRETARIAT, "expired"), (Reader.FACILITY, "not_answered")),
    ),
    Action.SHUT: Step(
        AWAITS_ANSWER, Status.RECEIVED, policy.may_lapse, ((Reader.ASKER, "shut"), (Reader.SECRETARIAT, "shut"))
    ),
    Action.RESUME: Step(
        AWAITS_ANSWER, Status.WAITING, policy.may_lapse, ((Reader.ASKER, "superseded"), (Reader.FACILITY, "superseded"))
    ),
}  # fmt: skip


YES: Final = frozenset({Action.CONSENT, Action.APPROVE, Action.ACCEPT})
"""What says yes to a time, and so is not done while a closure lies over it."""
NOT_TAKEN: Final = frozenset({Action.TURN_DOWN, Action.EXPIRE, Action.SHUT})
"""What ends a proposal without a yes: by a no, by silence, or by a closure that lay over it until its time was up."""


def turn(line: RequestLine) -> Reader | None:
    """Whose move keeps a pending line from lapsing."""
    if line.status in AT_FACILITY:
        return Reader.FACILITY
    if line.status in AT_ASKER | AWAITS_ANSWER or (
        line.request.contact_state is ContactState.AWAITS_CODE and line.status in UNDECIDED
    ):
        return Reader.ASKER
    return Reader.SECRETARIAT if line.status in UNDECIDED else None


def is_pending(line: RequestLine) -> bool:
    """Whether it is still to be decided, or to be corrected by whoever asked."""
    return line.status in PENDING


def is_in_line(line: RequestLine) -> bool:
    """Whether it waits for a time that is taken."""
    return line.status in IN_LINE


def keeps_place(line: RequestLine) -> bool:
    """Whether what falls free is offered to it in its turn: also while it has not answered to something else."""
    return is_in_line(line) or (line.status in AWAITS_ANSWER and after_proposal.is_besides_waiting(line.proposal))


def is_given_back(line: RequestLine) -> bool:
    """Whether it has ended without taking place."""
    return line.status in GIVEN_BACK


def has_ended(line: RequestLine) -> bool:
    return line.status in ENDED


def sources(line: RequestLine, action: Action) -> frozenset[Status]:
    """The statuses from which `action` is possible for this line, whose way may be shorter than the usual one."""
    step, way = STEPS[action], way_of(line)
    if action is Action.APPROVE and not way.facility:
        return frozenset({Status.RECEIVED})
    if action is Action.ASK and not way.facility:
        return frozenset()
    return step.sources


AFTER_PROPOSAL: Final[Mapping[Action, Callable[[RequestLine, Proposal], Status]]] = {
    Action.ACCEPT: after_proposal.accepted,
    Action.TURN_DOWN: after_proposal.turned_down,
    Action.EXPIRE: after_proposal.expired,
    Action.SHUT: after_proposal.where_it_was,
    Action.RESUME: after_proposal.where_it_was,
}


def target(line: RequestLine, action: Action) -> Status:
    """Where `action` leads: a facility's yes is the decision where the secretariat asked for no last word.

    After a proposal it depends on who made it, and on where the line stood.
    """
    if action is Action.CONSENT and not way_of(line).secretariat_last:
        return Status.APPROVED
    if line.proposal is not None and action in AFTER_PROPOSAL:
        return AFTER_PROPOSAL[action](line, line.proposal)
    return STEPS[action].target


def letters(line: RequestLine, action: Action) -> tuple[tuple[Reader, str], ...]:
    """Who is told by which letter, asked before the line is moved.

    A consent that decides also tells what an approval tells. A facility that has not heard of the line yet hears of
    nothing but what it is asked, and what is decided for it.
    """
    told = STEPS[action].letters
    if action is Action.LAPSE and is_in_line(line):  # it held nothing that could be let go
        told = ((Reader.ASKER, "unserved"), (Reader.SECRETARIAT, "unserved"))
    if target(line, action) is Status.APPROVED and action is not Action.APPROVE:
        own = [letter for letter in told if letter[0] is Reader.SECRETARIAT]
        told = (*own, *STEPS[Action.APPROVE].letters)
    if is_known_to_facility(line) or action is Action.ASK or target(line, action) is Status.APPROVED:
        return told
    return tuple((reader, letter) for reader, letter in told if reader is not Reader.FACILITY)


def is_known_to_facility(line: RequestLine) -> bool:
    """Whether the facility has been asked, or has proposed what is offered."""
    if line.status in AWAITS_ANSWER and line.proposal is not None:
        return line.proposal.made_by_role == Role.FACILITY or line.proposal.from_status in KNOWN_TO_FACILITY
    return line.status in KNOWN_TO_FACILITY


def next_by_itself(line: RequestLine) -> Action | None:
    """What the board does without anybody pressing, once a line is received from somebody who can be reached."""
    way = way_of(line)
    if line.status is not Status.RECEIVED or way.secretariat_first:
        return None
    return Action.ASK if way.facility else Action.APPROVE


def is_possible(line: RequestLine, action: Action) -> bool:
    return line.status in sources(line, action)


def firmness(line: RequestLine) -> Firmness | Literal["as it was"] | None:
    """How the line's time is taken: held, firm, not at all (None), or unchanged while the asker corrects something."""
    return FIRMNESS.get(line.status)


def takes_time(line: RequestLine, action: Action) -> bool:
    """Whether the line holds or has its time once `action` is done."""
    return FIRMNESS.get(target(line, action)) in {Firmness.HELD, Firmness.FIRM}


def slot_of(line: RequestLine | Proposal) -> Slot | None:
    """When the line, or what is offered to it, takes place; None for a product."""
    return Slot(line.starts_at, line.ends_at) if line.starts_at and line.ends_at else None


def times_of(line: RequestLine) -> list[Slot]:
    """The times that would do: any of its wishes for what stands in line, else the one asked for; of a product none."""
    if keeps_place(line) and line.wishes:
        return [Slot(wish.starts_at, wish.ends_at) for wish in line.wishes]
    slot = slot_of(line)
    return [slot] if slot else []


def rank_of(line: RequestLine, slot: Slot | None) -> int | None:
    """Which of its wishes this time is."""
    for wish in line.wishes:
        if slot == Slot(wish.starts_at, wish.ends_at):
            return wish.rank
    return None


def available(line: RequestLine, viewer: Viewer) -> tuple[Action, ...]:
    """The buttons `viewer` sees on this line now: possible in this status and permitted to them."""
    return tuple(action for action, step in STEPS.items() if is_possible(line, action) and step.permitted(viewer, line))
