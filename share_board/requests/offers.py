"""What is said of what was offered to a line: the thing, how long it is kept, and what becomes of what was there."""

from dataclasses import dataclass

from share_board import dates
from share_board.doors import BOARD
from share_board.i18n import gettext as _
from share_board.requests import after_proposal, labels, lifecycle
from share_board.requests.models import Proposal, RequestLine
from share_board.requests.statuses import IN_LINE, PENDING


@dataclass(frozen=True)
class OfferFacts:
    """What was offered, in words; `until` is the last moment for an answer.

    `otherwise`: what becomes of what was asked for, while the answer is awaited and if it is no; "" once it is there.
    """

    title: str
    facility: str
    when: str
    units: int
    until: str
    note: str
    public_id: str
    is_freed: bool
    otherwise: str


def offer_facts(made: Proposal) -> OfferFacts:
    return OfferFacts(
        title=made.resource.title,
        facility=made.resource.facility.name,
        when=_when_offered(made),
        units=made.units,
        until=dates.say_moment(made.until),
        note=made.note,
        public_id=made.public_id,
        is_freed=made.made_by_role == BOARD,
        otherwise="" if made.ended_at else _otherwise(made.line, made),
    )


def _when_offered(made: Proposal) -> str:
    """The time or the day of delivery of what was offered, and which of several wishes it is."""
    slot = lifecycle.slot_of(made)
    rank = lifecycle.rank_of(made.line, slot) if len(made.line.wishes) > 1 else None
    return labels.wished(rank, slot) if rank and slot else labels.when(made)


def before_proposing(line: RequestLine) -> str:
    """To whoever is about to propose something else: what the group gives up for it."""
    if lifecycle.is_in_line(line):
        return _(
            "The group keeps its place in line. If what it waits for falls free before it has answered,"
            " that is offered to it instead."
        )
    if lifecycle.is_pending(line) and line.starts_at:
        return _(
            "As soon as it is offered, the time kept until now (%(when)s) is let go,"
            " and goes to whoever is next in line.",
            when=labels.when(line),
        )
    return ""


def _otherwise(line: RequestLine, made: Proposal) -> str:
    if after_proposal.is_what_was_waited_for(line, made):
        others = after_proposal.other_wishes(line, made)
        if not others:
            return _("If the answer is no, or does not come in time, the place on the waiting list is given up.")
        said = labels.all_wished(others)
        return _(
            "If the answer is no, or does not come in time, you wait on for your other wishes: %(said)s.", said=said
        )
    if made.from_status in IN_LINE:
        return _(
            "You keep your place in line: if what you wait for falls free before you have answered, we offer you that"
            " instead. If the answer is no, you wait on."
        )
    if made.from_status in PENDING and line.starts_at:
        return _(
            "For this the time you asked for (%(when)s) has been let go."
            " If the answer is no, it is kept for you again if it is still free by then.",
            when=labels.when(line),
        )
    return ""
