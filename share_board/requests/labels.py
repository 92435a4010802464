"""The words of asking: statuses, actions, channels, and the one sentence 「いまどうなってる?」."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from typing import Any, Final

from share_board import clock, dates
from share_board.calendar.slots import Slot
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.i18n import ngettext
from share_board.requests.lifecycle import Action, slot_of
from share_board.requests.models import (
    Channel,
    ContactState,
    LineWish,
    Outcome,
    Proposal,
    RequestLine,
    ShareRequest,
    Status,
)
from share_board.requests.queries import Waiting
from share_board.requests.statuses import AWAITS_ANSWER, IN_LINE, TO_REACH
from share_board.requests.ways import way_of

STATUS: Final[Mapping[Status, Any]] = {
    Status.DRAFT: _l("Not sent yet"),
    Status.RECEIVED: _l("Received"),
    Status.ASKED: _l("Being checked with the facility"),
    Status.CONSENTED: _l("The facility can; being decided"),
    Status.APPROVED: _l("Decided: you can use it"),
    Status.IN_USE: _l("In use"),
    Status.RETURNED: _l("Returned"),
    Status.DONE: _l("Finished"),
    Status.SENT_BACK: _l("Please look at it once more"),
    Status.DECLINED: _l("Not possible this time"),
    Status.WITHDRAWN: _l("Withdrawn"),
    Status.CANCELLED: _l("Called off"),
    Status.LAPSED: _l("Closed because time ran out"),
    Status.WAITING: _l("On the waiting list"),
    Status.OFFERED: _l("Offered to you: please answer"),
}

# The tone of the badge: shape and word say it, colour only helps.
TONE: Final[Mapping[Status, str]] = {
    Status.DRAFT: "quiet",
    Status.RECEIVED: "wait",
    Status.ASKED: "wait",
    Status.CONSENTED: "wait",
    Status.APPROVED: "ok",
    Status.IN_USE: "ok",
    Status.RETURNED: "ok",
    Status.DONE: "quiet",
    Status.SENT_BACK: "note",
    Status.DECLINED: "no",
    Status.WITHDRAWN: "quiet",
    Status.CANCELLED: "no",
    Status.LAPSED: "quiet",
    Status.WAITING: "wait",
    Status.OFFERED: "note",
}

ACTION: Final[Mapping[Action, Any]] = {
    Action.SUBMIT: _l("Send the request"),
    Action.ASK: _l("Ask the facility"),
    Action.CONSENT: _l("We can"),
    Action.REFUSE: _l("It is difficult"),
    Action.APPROVE: _l("Decide: they can use it"),
    Action.DECLINE: _l("Decline"),
    Action.SEND_BACK: _l("Send back for correction"),
    Action.CHANGE: _l("Change"),
    Action.WITHDRAW: _l("Withdraw"),
    Action.CANCEL: _l("Call off"),
    Action.HAND_OVER: _l("Handed over"),
    Action.RETURN: _l("Returned it"),
    Action.FINISH: _l("Finish"),
    Action.REOPEN: _l("Open again"),
    Action.LAPSE: _l("Time ran out"),
    Action.WAIT: _l("Wait for it"),
    Action.PROPOSE: _l("Propose something else"),
    Action.ACCEPT: _l("Accept it"),
    Action.TURN_DOWN: _l("Turn it down"),
    Action.EXPIRE: _l("Time ran out"),
    Action.SHUT: _l("Time ran out"),
    Action.RESUME: _l("Waits again"),
}

# What the history says was done, for acts on the whole request as well.
DONE: Final[Mapping[str, Any]] = {
    "submit": _l("asked"),
    "ask": _l("asked the facility"),
    "consent": _l("answered that it is possible"),
    "refuse": _l("answered that it is difficult"),
    "approve": _l("decided that it can be used"),
    "decline": _l("declined"),
    "send_back": _l("sent it back for correction"),
    "change": _l("changed the line"),
    "withdraw": _l("withdrew"),
    "cancel": _l("called it off"),
    "hand_over": _l("handed it over"),
    "return": _l("took it back"),
    "finish": _l("finished it"),
    "reopen": _l("opened it again"),
    "lapse": _l("let it go because time ran out"),
    "wait": _l("put it on the waiting list"),
    "set_aside": _l("made an exception from the opening rules"),
    "propose": _l("offered a time, or something else"),
    "accept": _l("accepted what was offered"),
    "turn_down": _l("turned down what was offered"),
    "expire": _l("let the offer go because it was not answered in time"),
    "resume": _l("let the offer go because what was waited for has fallen free"),
    "shut": _l("let the offer go because the facility is closed then"),
    "confirm_contact": _l("confirmed the contact"),
    "describe": _l("changed contact or occasion"),
    "take_note": _l("wrote a note for the secretariat"),
    "remind": _l("reminded the facility"),
    "closed_over": _l("closed that time"),
    "opened_again": _l("opened that time again"),
    "choose_wish": _l("chose another of the wished times"),
    "warn": _l("said that the time kept for it ends soon"),
}

CHANNEL: Final[Mapping[Channel, Any]] = {
    Channel.WEB: _l("this board"),
    Channel.PHONE: _l("phone"),
    Channel.FAX: _l("FAX"),
    Channel.COUNTER: _l("counter"),
    Channel.MAIL: _l("mail"),
    Channel.LINE: _l("LINE"),
    Channel.PAPER: _l("paper"),
}


def status_label(status: Status) -> Any:
    return STATUS[status]


def now(line: RequestLine) -> str:
    """いまどうなってる?: one plain sentence about one line, good enough to be read out over the phone."""
    if line.status in TO_REACH and line.request.contact_state is ContactState.AWAITS_CODE:
        return _("We have not received the six digits from your mail yet.")
    if line.status in TO_REACH and line.request.contact_state is ContactState.AWAITS_CALL:
        return _("The secretariat will call you to confirm.")
    if line.status is Status.ASKED and line.answer_due_on:
        return _(
            "We are checking with the facility. You will hear from us by %(day)s.",
            day=dates.say_day(line.answer_due_on),
        )
    if line.status is Status.OFFERED and line.proposal:
        return _(
            "Something has been offered to you, and is kept until %(until)s. Please tell us whether you take it.",
            until=dates.say_moment(line.proposal.until),
        )
    if line.status is Status.RECEIVED and not way_of(line).facility:
        return _("The secretariat is looking at it and will answer within a few days.")
    return str(NOW[line.status])


def wishes(line: RequestLine, free: Container[int]) -> dict[int, str]:
    """The wished times by rank, if there are several to choose from. `free` are the ids of those still to be had."""
    if len(line.wishes) < 2:  # noqa: PLR2004 - nothing to choose from
        return {}
    return {wish.rank: _wish(wish, is_free=wish.id in free) for wish in line.wishes}


def _wish(wish: LineWish, *, is_free: bool) -> str:
    slot = Slot(wish.starts_at, wish.ends_at)
    if is_free:
        return wished(wish.rank, slot)
    return _("Wish %(rank)d: %(when)s (taken now)", rank=wish.rank, when=dates.say_stretch(slot.start, slot.end))


def wished(rank: int, slot: Slot) -> str:
    """A wished time, as letters and pages say it."""
    return _("Wish %(rank)d: %(when)s", rank=rank, when=dates.say_stretch(slot.start, slot.end))


def when(line: RequestLine | Proposal) -> str:
    """The time or delivery day of a line, or of what was offered to it, in words."""
    if slot := slot_of(line):
        return dates.say_stretch(slot.start, slot.end)
    return dates.say_day(line.deliver_on) if line.deliver_on else ""


def when_and_how_many(line: RequestLine) -> str:
    """The same with the number, as the history says it."""
    return f"{when(line)} × {line.units}" if line.units > 1 else when(line)


def when_wished(line: RequestLine) -> str:
    """When it is, with all the wishes of what waits for any of them or has been offered something in their place."""
    if len(line.wishes) > 1 and line.status in IN_LINE | AWAITS_ANSWER:
        return all_wished(line.wishes)
    return when(line)


def all_wished(wishes: Iterable[LineWish]) -> str:
    return _(", ").join(wished(wish.rank, Slot(wish.starts_at, wish.ends_at)) for wish in wishes)


def age(asked: ShareRequest, today: date) -> str:
    """How long a request has waited, in days."""
    days = (today - clock.day_of(asked.submitted_at or asked.created_at)).days
    return ngettext("%(num)d day", "%(num)d days", days) if days else _("Since today")


NOW: Final[Mapping[Status, Any]] = {
    Status.DRAFT: _l("It has not been sent yet."),
    Status.RECEIVED: _l("We have received it. The secretariat will ask the facility."),
    Status.ASKED: _l("We are checking with the facility."),
    Status.CONSENTED: _l("The facility says yes. The secretariat is deciding."),
    Status.APPROVED: _l("It is decided: you can use it. Please call the facility about the details."),
    Status.IN_USE: _l("It is in use now."),
    Status.RETURNED: _l("It has been returned. Thank you."),
    Status.DONE: _l("It is finished. Thank you."),
    Status.SENT_BACK: _l("Please look at it once more: something has to be corrected."),
    Status.DECLINED: _l("It is not possible this time. We are sorry."),
    Status.WITHDRAWN: _l("It has been withdrawn."),
    Status.CANCELLED: _l("It has been called off."),
    Status.LAPSED: _l("The time for an answer has passed, so it was closed. Please call us."),
    Status.WAITING: _l("It is taken at that time. As soon as it falls free we offer it to you."),
    Status.OFFERED: _l("Something has been offered to you. Please tell us whether you take it."),
}

OUTCOME: Final[Mapping[Outcome, Any]] = {
    Outcome.ACCEPTED: _l("You have taken it."),
    Outcome.TURNED_DOWN: _l("You have turned it down."),
    Outcome.LAPSED: _l("It was not answered in time."),
    Outcome.TAKEN_BACK: _l("It is not kept any more."),
}

# What a facility said, on the page where it said it.
ANSWERED: Final[Mapping[Action, Any]] = {
    Action.CONSENT: _l("We can"),
    Action.REFUSE: _l("It is difficult this time"),
}

# The tabs of the secretariat's queue.
WAITING: Final[Mapping[Waiting, Any]] = {
    Waiting.ALL: _l("All that waits"),
    Waiting.TO_CALL: _l("To be called"),
    Waiting.TO_RECEIVE: _l("To be passed on"),
    Waiting.AT_FACILITY: _l("Waiting for facilities"),
    Waiting.TO_DECIDE: _l("To be decided"),
    Waiting.SENT_BACK: _l("Sent back"),
    Waiting.IN_LINE: _l("Waiting list"),
    Waiting.OFFERED: _l("Offered, not answered yet"),
    Waiting.RUNNING: _l("Decided and in use"),
}

# What the secretariat's page says after one button was pressed for many lines.
DECIDED: Final[Mapping[Action, Callable[[int], str]]] = {
    Action.ASK: lambda num: ngettext(
        "%(num)d thing was passed on to its facility.", "%(num)d things were passed on to their facilities.", num
    ),
    Action.APPROVE: lambda num: ngettext(
        "%(num)d thing was decided: it can be used.", "%(num)d things were decided: they can be used.", num
    ),
    Action.DECLINE: lambda num: ngettext("%(num)d thing was declined.", "%(num)d things were declined.", num),
    Action.SEND_BACK: lambda num: ngettext("%(num)d thing was sent back.", "%(num)d things were sent back.", num),
    Action.WITHDRAW: lambda num: ngettext("%(num)d thing was withdrawn.", "%(num)d things were withdrawn.", num),
    Action.FINISH: lambda num: ngettext("%(num)d thing was finished.", "%(num)d things were finished.", num),
}
