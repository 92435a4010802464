"""Who may do what with a request. Predicates without clock and database; *when* is said by the lifecycle."""

from datetime import date

from share_board.doors import BOARD, VISITOR, Viewer
from share_board.members.models import Role
from share_board.requests.models import Feed, HistoryEntry, RequestLine, ShareRequest, Status
from share_board.resources.models import Resource

ASKING = frozenset({VISITOR, Role.GROUP})  # whose acts in a history are those of the person who asks
SAID_YES = frozenset({Status.CONSENTED, Status.APPROVED, Status.IN_USE, Status.RETURNED, Status.DONE})


OPEN_TO_FACILITY = frozenset({Status.ASKED, Status.CONSENTED, Status.WAITING})  # where it may propose something else


def is_secretariat(viewer: Viewer) -> bool:
    return viewer.role == Role.SECRETARIAT


def is_board(viewer: Viewer) -> bool:
    return viewer.role == BOARD


def is_asker(viewer: Viewer, request: ShareRequest) -> bool:
    """The group or facility that asks, the person who asked, or who holds the request's link."""
    if viewer.follows_id is not None:
        return viewer.follows_id == request.id
    return (
        (viewer.user_id is not None and viewer.user_id == request.requester_id)
        or (viewer.group_id is not None and viewer.group_id == request.group_id)
        or (request.facility_id is not None and request.facility_id in viewer.facility_ids)
    )


def acts_for(viewer: Viewer, resource: Resource) -> bool:
    """Whether the viewer acts for the facility whose resource this is."""
    return resource.facility_id in viewer.facility_ids


def owns(viewer: Viewer, line: RequestLine) -> bool:
    """Whether the viewer acts for the facility that is asked by this line."""
    return acts_for(viewer, line.resource)


def may_see(viewer: Viewer, request: ShareRequest) -> bool:
    """The asker, the secretariat, the administrator, and every facility that is asked for something."""
    if viewer.role in {Role.SECRETARIAT, Role.ADMINISTRATOR} or is_asker(viewer, request):
        return True
    return any(owns(viewer, line) for line in request.lines)


def may_see_contact(viewer: Viewer, request: ShareRequest) -> bool:
    """Name and phone of the asker: the secretariat and the asker always, a facility once it has said yes."""
    if is_secretariat(viewer) or is_asker(viewer, request):
        return True
    return any(owns(viewer, line) and line.status in SAID_YES for line in request.lines)


def may_read(viewer: Viewer, line: RequestLine) -> bool:
    """What was said about a line: by whoever asks, its own facility and those who look after everything.

    A facility does not read what another facility answered to the same group.
    """
    return viewer.role in {Role.SECRETARIAT, Role.ADMINISTRATOR} or is_asker(viewer, line.request) or owns(viewer, line)


def may_read_entry(viewer: Viewer, entry: HistoryEntry) -> bool:
    """Like `may_read`; the secretariat's notes are its own."""
    if entry.act == "take_note":
        return is_secretariat(viewer)
    return entry.line is None or may_read(viewer, entry.line)


def may_ask(viewer: Viewer) -> bool:
    """Everybody, with or without an account; those who only watch do not."""
    return viewer.role not in {Role.WARD, Role.ADMINISTRATOR}


def may_enter(viewer: Viewer) -> bool:
    """代理入力: for somebody who phones, faxes or stands at the counter."""
    return is_secretariat(viewer)


def may_override(viewer: Viewer) -> bool:
    """Setting the rules of a resource aside, for a reason that is kept."""
    return is_secretariat(viewer)


def may_receive(viewer: Viewer, _line: RequestLine) -> bool:
    """受付: passing a line on to the facility; the board does it where the network's order says so."""
    return is_secretariat(viewer) or is_board(viewer)


def may_answer(viewer: Viewer, line: RequestLine) -> bool:
    """The facility says whether it can; the secretariat says it for a facility that phoned."""
    return is_secretariat(viewer) or owns(viewer, line)


def may_decide(viewer: Viewer, _line: RequestLine) -> bool:
    """The secretariat decides; the board where a trusted group needs nobody."""
    return is_secretariat(viewer) or is_board(viewer)


def may_propose(viewer: Viewer, line: RequestLine) -> bool:
    """代替案: the secretariat, and the facility that was asked; the board offers what has fallen free."""
    if is_secretariat(viewer) or is_board(viewer):
        return True
    return owns(viewer, line) and line.status in OPEN_TO_FACILITY


def may_accept(viewer: Viewer, line: RequestLine) -> bool:
    """Whoever asks answers what was proposed; the secretariat enters what they say by phone."""
    return may_withdraw(viewer, line)


def may_withdraw(viewer: Viewer, line: RequestLine) -> bool:
    return is_secretariat(viewer) or is_asker(viewer, line.request)


def may_cancel(viewer: Viewer, line: RequestLine) -> bool:
    """After the decision each of the three may have to call it off."""
    return may_withdraw(viewer, line) or owns(viewer, line)


def may_look_after(viewer: Viewer, line: RequestLine) -> bool:
    """Hand over, take back, close."""
    return may_answer(viewer, line)


def may_reopen(viewer: Viewer, _line: RequestLine) -> bool:
    return is_secretariat(viewer)


def may_lapse(viewer: Viewer, _line: RequestLine) -> bool:
    return is_board(viewer)


def may_change(viewer: Viewer, request: ShareRequest) -> bool:
    return is_secretariat(viewer) or is_asker(viewer, request)


def may_have_feed(viewer: Viewer, *, facility_id: int | None = None, group_id: int | None = None) -> bool:
    """Facilities and groups give out the addresses of their own calendars, the secretariat that of its desk."""
    if facility_id is not None:
        return facility_id in viewer.facility_ids
    return viewer.group_id == group_id if group_id is not None else is_secretariat(viewer)


def reader_of(feed: Feed) -> Viewer:
    """As whom a calendar program reads: somebody of the facility, the group or the secretariat, without a name."""
    if feed.facility_id is not None:
        return Viewer(role=Role.FACILITY, facility_ids=frozenset({feed.facility_id}))
    if feed.group_id is not None:
        return Viewer(role=Role.GROUP, group_id=feed.group_id)
    return Viewer(role=Role.SECRETARIAT)


def may_be_read(feed: Feed, today: date) -> bool:
    """Not after the facility or group has left."""
    owner = feed.facility or feed.group
    return owner is None or owner.left_on is None or owner.left_on > today
