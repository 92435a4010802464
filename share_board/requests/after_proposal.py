"""Where a line goes once its proposal is accepted, turned down, or was not answered in time."""

from share_board.doors import BOARD
from share_board.members.models import Role
from share_board.requests.models import LineWish, Proposal, RequestLine, Status
from share_board.requests.statuses import IN_LINE, PENDING
from share_board.requests.ways import way_of


def accepted(line: RequestLine, proposal: Proposal) -> Status:
    """Whoever proposed has said yes already; whose yes is missing is asked for next."""
    way, by = way_of(line), proposal.made_by_role
    if by == BOARD or not (proposal.has_consent or not way.facility):
        return Status.RECEIVED
    return Status.APPROVED if by == Role.SECRETARIAT or not way.secretariat_last else Status.CONSENTED


def turned_down(line: RequestLine, proposal: Proposal) -> Status:
    """What was waited for and is not wanted any more is over, but for other wishes; after anything else the line is
    where it was. Where it was undecided the secretariat looks what else can be done.
    """
    if is_what_was_waited_for(line, proposal):
        return Status.WAITING if other_wishes(line, proposal) else Status.WITHDRAWN
    return where_it_was(line, proposal)


def where_it_was(_line: RequestLine, proposal: Proposal) -> Status:
    """What is not answered, for it could not be or need not be, gives up nothing, no place in line either."""
    return Status.RECEIVED if proposal.from_status in PENDING else proposal.from_status


def expired(line: RequestLine, proposal: Proposal) -> Status:
    """Whoever did not answer in time stands in line no more; else as if it had been turned down."""
    to = turned_down(line, proposal)
    return Status.LAPSED if to is Status.WITHDRAWN else to


def is_what_was_waited_for(line: RequestLine, proposal: Proposal) -> bool:
    return proposal.from_status in IN_LINE and is_as_wished(line, proposal)


def is_besides_waiting(proposal: Proposal | None) -> bool:
    """Whether somebody has offered something else to who stands in line, and goes on standing there."""
    return proposal is not None and proposal.from_status in IN_LINE and proposal.made_by_role != BOARD


def other_wishes(line: RequestLine, proposal: Proposal) -> list[LineWish]:
    """What can still be waited for without that which was offered."""
    offered = (proposal.starts_at, proposal.ends_at)
    return [
        wish for wish in line.wishes if wish.starts_at > proposal.made_at and (wish.starts_at, wish.ends_at) != offered
    ]


def is_as_wished(line: RequestLine, proposal: Proposal) -> bool:
    """Whether it is the very thing, time and number (or one of the wished times) that was asked for."""
    times = {(line.starts_at, line.ends_at), *((wish.starts_at, wish.ends_at) for wish in line.wishes)}
    return (
        proposal.resource_id == line.resource_id
        and (proposal.starts_at, proposal.ends_at) in times
        and proposal.units == line.units
        and proposal.deliver_on == line.deliver_on
    )
