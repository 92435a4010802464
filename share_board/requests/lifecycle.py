"""The life of a line: one table. Buttons, permissions, letters and what is held all derive from it.

    draft -> received -> asked -> consented -> approved -> in use -> returned -> done

Nothing else in the code compares or sets a status. *Who* may is asked of the policy (NotPermitted); *when* it is
possible stands here (WrongStatus).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Final, Literal

from share_board.calendar.models import Firmness
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.errors import NotNow, permit
from share_board.members.models import ConsentOrder
from share_board.requests import policy
from share_board.requests.models import Channel, ContactState, HistoryEntry, RequestLine, Status
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


class Reader(Enum):
    """Who is told."""

    ASKER = auto()
    FACILITY = auto()
    SECRETARIAT = auto()


class WrongStatus(NotNow):
    """The line is elsewhere in its life by now."""

    def __init__(self, standing: Status, action: Action) -> None:
        super().__init__(standing, action)
        self.standing, self.action = standing, action


class ReasonMissing(NotNow):
    """This is only done with a reason that people can read later."""


@dataclass(frozen=True)
class Step:
    """One row of the life. `letters` are (who is told, which letter)."""

    sources: frozenset[Status]
    target: Status
    permitted: Callable[[Viewer, RequestLine], bool]
    letters: tuple[tuple[Reader, str], ...] = ()
    needs_reason: bool = False


UNDECIDED: Final = frozenset({Status.RECEIVED, Status.ASKED, Status.CONSENTED})
PENDING: Final = UNDECIDED | {Status.SENT_BACK}
RUNNING: Final = frozenset({Status.APPROVED, Status.IN_USE, Status.RETURNED})
KNOWN_TO_FACILITY: Final = frozenset({Status.ASKED, Status.CONSENTED}) | RUNNING
COUNTED: Final = PENDING | RUNNING | {Status.DONE}  # what a quota counts
GIVEN_BACK: Final = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED, Status.LAPSED})
ENDED: Final = GIVEN_BACK | {Status.DONE}

STEPS: Final[Mapping[Action, Step]] = {
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
        UNDECIDED, Status.DECLINED, policy.may_decide, ((Reader.ASKER, "declined"), (Reader.FACILITY, "not_needed")),
        needs_reason=True,
    ),
    Action.SEND_BACK: Step(
        UNDECIDED, Status.SENT_BACK, policy.may_decide, ((Reader.ASKER, "sent_back"), (Reader.FACILITY, "not_needed")),
        needs_reason=True,
    ),
    Action.CHANGE: Step(
        PENDING, Status.RECEIVED, policy.may_withdraw,
        ((Reader.SECRETARIAT, "changed"), (Reader.FACILITY, "not_needed")),
    ),
    Action.WITHDRAW: Step(
        PENDING, Status.WITHDRAWN, policy.may_withdraw,
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
        PENDING, Status.LAPSED, policy.may_lapse,
        ((Reader.ASKER, "lapsed"), (Reader.SECRETARIAT, "lapsed"), (Reader.FACILITY, "not_needed")),
    ),
}  # fmt: skip

AS_IT_WAS: Final = "as it was"

# What a status means in the calendar; a status that is not named frees the time.
FIRMNESS: Final[Mapping[Status, Firmness | Literal["as it was"]]] = {
    Status.RECEIVED: Firmness.HELD,
    Status.SENT_BACK: AS_IT_WAS,
    Status.ASKED: Firmness.HELD,
    Status.CONSENTED: Firmness.HELD,
    Status.APPROVED: Firmness.FIRM,
    Status.IN_USE: Firmness.FIRM,
}


# Where a line waits for whom; used where lines are listed, and to say whose turn it is before a hold ends.
AT_SECRETARIAT: Final = frozenset({Status.RECEIVED})
AT_FACILITY: Final = frozenset({Status.ASKED})
TO_DECIDE: Final = frozenset({Status.CONSENTED})
AT_ASKER: Final = frozenset({Status.SENT_BACK})


def turn(line: RequestLine) -> Reader | None:
    """Whose move keeps a pending line from lapsing."""
    if line.status in AT_FACILITY:
        return Reader.FACILITY
    if line.status in AT_ASKER or (line.request.contact_state is ContactState.AWAITS_CODE and line.status in UNDECIDED):
        return Reader.ASKER
    return Reader.SECRETARIAT if line.status in UNDECIDED else None


def sources(line: RequestLine, action: Action) -> frozenset[Status]:
    """The statuses from which `action` is possible for this line, whose way may be shorter than the usual one."""
    step, way = STEPS[action], way_of(line)
    if action is Action.APPROVE and not way.facility:
        return frozenset({Status.RECEIVED})
    if action is Action.ASK and not way.facility:
        return frozenset()
    return step.sources


def target(line: RequestLine, action: Action) -> Status:
    """Where `action` leads: a facility's yes is the decision where the secretariat asked for no last word."""
    if action is Action.CONSENT and not way_of(line).secretariat_last:
        return Status.APPROVED
    return STEPS[action].target


def letters(line: RequestLine, action: Action) -> tuple[tuple[Reader, str], ...]:
    """Who is told by which letter, asked before the line is moved.

    A consent that decides also tells what an approval tells. A facility that has not heard of the line yet hears of
    nothing but what it is asked, and what is decided for it.
    """
    told = STEPS[action].letters
    if target(line, action) is Status.APPROVED and action is not Action.APPROVE:
        told = (*told, *STEPS[Action.APPROVE].letters)
    if line.status in KNOWN_TO_FACILITY or action in {Action.ASK, Action.APPROVE}:
        return told
    return tuple((reader, letter) for reader, letter in told if reader is not Reader.FACILITY)


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


def slot_of(line: RequestLine) -> Slot | None:
    """When the line takes place; None for a product."""
    return Slot(line.starts_at, line.ends_at) if line.starts_at and line.ends_at else None


def rank_of(line: RequestLine) -> int | None:
    """Which of its wishes is asked for."""
    for wish in line.wishes:
        if (wish.starts_at, wish.ends_at) == (line.starts_at, line.ends_at):
            return wish.rank
    return None


def available(line: RequestLine, viewer: Viewer) -> tuple[Action, ...]:
    """The buttons `viewer` sees on this line now: possible in this status and permitted to them."""
    return tuple(action for action, step in STEPS.items() if is_possible(line, action) and step.permitted(viewer, line))


def advance(
    line: RequestLine,
    action: Action,
    *,
    by: Viewer,
    at: datetime,
    note: str = "",
    on_behalf_of: str = "",
    channel: Channel = Channel.WEB,
) -> HistoryEntry:
    """Move the line; the entry for the history, which the caller keeps.

    Raises NotPermitted if `by` may never do this, WrongStatus if nobody can now, ReasonMissing without the `note` that
    says why.
    """
    step = STEPS[action]
    permit(step.permitted(by, line))
    if not is_possible(line, action):
        raise WrongStatus(line.status, action)
    if step.needs_reason and not note.strip():
        raise ReasonMissing
    return _move(
        line,
        action,
        target(line, action),
        by=by,
        at=at,
        note=note,
        on_behalf_of=on_behalf_of,
        channel=channel,
    )


def submit(line: RequestLine, order: ConsentOrder, *, by: Viewer, at: datetime, channel: Channel) -> HistoryEntry:
    """A draft becomes a received line; its way is settled now."""
    if line.status is not Status.DRAFT:
        raise WrongStatus(line.status, Action.SUBMIT)
    line.consent_order = order
    return _move(line, Action.SUBMIT, Status.RECEIVED, by=by, at=at, channel=channel)


def give_back(line: RequestLine, *, by: Viewer, at: datetime) -> HistoryEntry:
    """The board gives a line back whose time was taken before anybody could confirm it."""
    return _move(line, Action.SEND_BACK, Status.SENT_BACK, by=by, at=at, channel=Channel.WEB)


def _move(
    line: RequestLine,
    action: Action,
    to_status: Status,
    *,
    by: Viewer,
    at: datetime,
    note: str = "",
    on_behalf_of: str = "",
    channel: Channel = Channel.WEB,
) -> HistoryEntry:
    entry = HistoryEntry(
        request=line.request, line=line, at=at, act=action, from_status=line.status, to_status=to_status,
        by_id=by.user_id, by_role=by.role, by_name=by.name, on_behalf_of=on_behalf_of, channel=channel, note=note,
    )  # fmt: skip
    line.status, line.status_at = to_status, at
    if note and action is not Action.CONSENT:
        line.reason = note
    return entry
