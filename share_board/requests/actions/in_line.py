"""キャンセル待ち: whoever waits is served as soon as time falls free, before anybody else can take it.

`serve` is asked in the transaction in which time falls free, and again before anybody takes time of a thing: whatever
freed it, nobody gets in between. The worker asks for everything, for what fell free without anybody pressing.
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from share_board.calendar import actions as calendar
from share_board.calendar.actions import SlotTaken
from share_board.calendar.books import Books
from share_board.calendar.models import Firmness
from share_board.calendar.queries import free as free_units_of
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.members.models import Group
from share_board.members.queries import known_network
from share_board.requests import lifecycle, moving, queries, wished
from share_board.requests.actions.offering import close_proposal, open_proposal
from share_board.requests.actions.steps import BY_ITSELF, letters, send, until
from share_board.requests.lifecycle import Action
from share_board.requests.models import Outcome, Proposal, RequestLine, ShareRequest
from share_board.resources.models import Resource


def is_free(session: Session, line: RequestLine) -> bool:
    """Whether the time that the line asks for can be had; what takes no time is always free."""
    slot = lifecycle.slot_of(line)
    return slot is None or free_units_of(session, line.resource, slot, but_line=line.id) >= line.units


def stand(session: Session, line: RequestLine, *, by: Viewer, at: datetime, since: datetime | None = None) -> None:
    """Let the line stand in line for its time, at the end or where it has stood `since`.

    Nobody is told: `tell.waiting` writes one letter for all that begin to wait at once.
    """
    moving.keep(session, [moving.wait(line, by=by, at=at, since=since)])
    line.holds_until = until(line, at)


def hold(session: Session, resources: Iterable[Resource]) -> set[int]:
    """Lock these things, and what is made of them and waited for, all at once; the ids of all, to be served."""
    return {each.id for each in calendar.hold(session, resources, also=queries.wholes_waited_for)}


def hold_for(session: Session, asked: ShareRequest) -> set[int]:
    """The same of what is asked for, with the group that asks and all that judges the times."""
    things = [line.resource for line in asked.lines]
    held, group = calendar.hold_for(session, things, asked.group_id, also=queries.wholes_waited_for)
    if group is not None:
        set_committed_value(asked, "group", group)
    return {each.id for each in held}


def hold_wanted_with(session: Session, line_ids: Iterable[str]) -> set[int]:
    """The same of all that the requests of these lines want, by the public ids of the lines."""
    held = calendar.hold_found(session, queries.wanted_with, line_ids, also=queries.wholes_waited_for)
    return {each.id for each in held}


def hold_named(
    session: Session, public_ids: Collection[str], *, group_name: str
) -> tuple[Mapping[str, Resource], Group | None]:
    """The same for whoever knows the addresses only; the things by these, and the group of this name."""
    held, group = calendar.hold_named(session, public_ids, group_name=group_name, also=queries.wholes_waited_for)
    return {each.public_id: each for each in held if each.public_id in public_ids}, group


def serve(
    session: Session, resource_ids: Iterable[int], *, at: datetime, but: Container[RequestLine] = ()
) -> list[RequestLine]:
    """Offer what is free of these things to those who wait for it, in their order; the first whose wish fits gets it.

    The caller holds the things: nobody else can look at what is free of them at this moment. The requests of those who
    wait are not locked, only their lines are written: whoever writes these holds the same things. `but` are those that
    are being moved.
    """
    offered = []
    for line in queries.in_line(session, resource_ids):
        if line in but:
            continue
        if any(slot.start > at and _offer(session, line, slot, at=at) for slot in lifecycle.times_of(line)):
            offered.append(line)
    return offered


def look(
    session: Session, resource_ids: Collection[int], wanted: Sequence[wished.Thing], *, at: datetime
) -> Books | None:
    """The books for whoever wants time of what is held, after those who wait for it have been served. Mostly nobody
    does: that is asked with the books.
    """
    kept = wished.look(session, wanted, besides=queries.whether_any_waits(resource_ids))
    if kept is None or not kept.answer:
        return kept
    serve(session, resource_ids, at=at)
    return wished.look(session, wanted)


def _offer(session: Session, line: RequestLine, slot: Slot, *, at: datetime) -> bool:
    if free_units_of(session, line.resource, slot, but_line=line.id) < line.units:
        return False
    try:
        calendar.occupy(session, line.resource, slot, units=line.units, line_id=line.id, firmness=Firmness.HELD)
    except SlotTaken:
        return False
    if line.proposal is not None:
        _take_back(session, line, line.proposal, at=at)
    told = letters([line], Action.PROPOSE)
    kept_until = min(at + timedelta(hours=known_network(session).offer_hours), slot.start)
    made = Proposal(
        resource=line.resource, starts_at=slot.start, ends_at=slot.end, units=line.units, until=kept_until, made_at=at,
        from_status=line.status, made_by_role=BY_ITSELF.role,
    )  # fmt: skip
    moving.keep(session, [moving.advance(line, Action.PROPOSE, by=BY_ITSELF, at=at)])
    open_proposal(session, line, made)
    send(session, line.request, told, at=at)
    return True


def _take_back(session: Session, line: RequestLine, made: Proposal, *, at: datetime) -> None:
    """What was proposed to who stands in line goes, for what they have been waiting for comes."""
    told, resumed = letters([line], Action.RESUME), moving.advance(line, Action.RESUME, by=BY_ITSELF, at=at)
    close_proposal(line, made, Outcome.TAKEN_BACK, at=at)
    moving.keep(session, [resumed])
    send(session, line.request, told, at=at)
