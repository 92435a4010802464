"""代替: what could be had instead of something that is taken, declined or closed.

Something else of the same kind nearby at the same time; the same thing at the nearest free time; so many of it as are
wanted, from two facilities together. What is free and what is open is asked of the calendar; the number of statements
does not grow with the number of wishes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import queries as calendar
from share_board.calendar.nearest import Sought, nearest
from share_board.calendar.pooled import two_of
from share_board.calendar.slots import Slot
from share_board.doors import VISITOR, Viewer
from share_board.members.models import Network, Role
from share_board.requests.lifecycle import slot_of
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.requests.queries.alike import Search, Wanted, load
from share_board.resources import thesaurus
from share_board.resources.models import Kind, Resource

__all__ = ["Alternative", "Alternatives", "Wanted", "find", "instead_of", "reader_of", "wanted_by"]

MOST: Final = 3
DID_NOT_WORK: Final = frozenset({Status.DECLINED, Status.SENT_BACK, Status.WAITING})
MOST_TOGETHER: Final = 12  # of so many that have some two are chosen that have enough
USUAL: Final = (Network.deadline_days, Network.horizon_months)


@dataclass(frozen=True)
class Alternative:
    """So many units of a thing at a time, or on a day for what is made."""

    resource: Resource
    slot: Slot | None
    units: int
    deliver_on: date | None = None

    @property
    def day(self) -> date | None:
        return clock.day_of(self.slot.start) if self.slot else self.deliver_on


@dataclass(frozen=True)
class Alternatives:
    """`elsewhere`: other things, each of which would do. `near`: the same thing at other times, the same day first.
    `together`: two things that would do together; empty where one has enough.
    """

    elsewhere: Sequence[Alternative] = ()
    near: Sequence[Alternative] = ()
    together: Sequence[Alternative] = ()

    def __bool__(self) -> bool:
        return bool(self.elsewhere or self.near or self.together)


def wanted_by(line: RequestLine) -> Wanted:
    """What a line asks for."""
    return Wanted(
        line.resource, slot_of(line), line.deliver_on, line.units, line.request.people, line.request.district_id
    )


def _kept_for(line: RequestLine) -> Wanted:
    wanted, made = wanted_by(line), line.proposal
    if made is None:
        return wanted
    return replace(wanted, resource=made.resource, slot=slot_of(made), deliver_on=made.deliver_on, units=made.units)


def instead_of(
    session: Session, lines: Sequence[RequestLine], viewer: Viewer, *, at: datetime, also: Collection[int] = ()
) -> Mapping[int, Alternatives]:
    """What would do instead of lines that did not work out, by the id of the line; lines for which nothing is found are
    not in it. Whoever has declined is not suggested again. `also` are lines that cannot stay as they are: what is kept
    for them, be it what they ask for or what they were offered, is closed since.
    """
    failed = [line for line in lines if line.status in DID_NOT_WORK or line.id in also]
    wanted = [
        replace(_kept_for(line), but_facility_id=line.resource.facility_id if line.status is Status.DECLINED else None)
        for line in failed
    ]
    found = find(session, wanted, viewer, at=at)
    return {line.id: others for line, others in zip(failed, found, strict=True) if others}


def reader_of(asked: ShareRequest) -> Viewer:
    """Who reads what is suggested in a letter to whoever asks: it names nothing that they could not find themselves."""
    role = Role.FACILITY if asked.facility_id else Role.GROUP if asked.group_id else VISITOR
    return Viewer(role=role, group_id=asked.group_id)


def find(session: Session, wanted: Sequence[Wanted], viewer: Viewer, *, at: datetime) -> list[Alternatives]:
    """What would do instead of each of these, in their order, as far as `viewer` may see it."""
    if not wanted:
        return []
    viewer = replace(viewer, today=clock.day_of(at))
    synonyms, usual = thesaurus.synonyms(session), session.execute(select(*USUAL).where(Network.id == 1)).one()
    search = Search(viewer, at, synonyms, (usual.deadline_days, usual.horizon_months))
    elsewhere = _elsewhere(session, wanted, search)
    near = _near(session, wanted, at)
    together = _together(session, [(n, one) for n, one in enumerate(wanted) if not elsewhere[n]], search)
    return [
        Alternatives(elsewhere[number], near.get(number, ()), together.get(number, ())) for number in range(len(wanted))
    ]


# ---- the three sorts -------------------------------------------------------------------------------------------------


def _elsewhere(session: Session, wanted: Sequence[Wanted], search: Search) -> list[list[Alternative]]:
    queries = [
        search.like(number, one, units=one.units, limit=MOST + 1)  # itself may be among them, at another place
        for number, one in enumerate(wanted)
    ]
    return [
        [Alternative(other, one.slot, one.units, one.deliver_on) for other in found if other is not one.resource][:MOST]
        for one, found in zip(wanted, load(session, queries, len(wanted)), strict=True)
    ]


def _near(session: Session, wanted: Sequence[Wanted], at: datetime) -> Mapping[int, list[Alternative]]:
    timed = [
        (number, Sought(one.resource, one.slot, one.units))
        for number, one in enumerate(wanted)
        if one.slot is not None and one.resource.facility_id != one.but_facility_id
    ]
    if not timed:
        return {}
    found = nearest(session, [sought for _number, sought in timed], at=at)
    return {
        number: [Alternative(sought.resource, slot, sought.units) for slot in slots]
        for (number, sought), slots in zip(timed, found, strict=True)
    }


def _together(
    session: Session, wanted: Sequence[tuple[int, Wanted]], search: Search
) -> Mapping[int, list[Alternative]]:
    several = [(number, one) for number, one in wanted if one.units > 1 and one.resource.kind is Kind.GOODS]
    if not several:
        return {}
    queries = [
        search.like(place, one, units=1, limit=MOST_TOGETHER) for place, (_number, one) in enumerate(several)
    ]  # fmt: skip
    candidates = load(session, queries, len(several))
    things = [
        (other, one.slot)
        for (_number, one), found in zip(several, candidates, strict=True)
        for other in found
        if one.slot is not None
    ]
    if not things:
        return {}
    kept = calendar.look(session, things)
    return {
        number: _two_of(
            one,
            [(other, kept.free(other, calendar.with_buffers(other, one.slot))) for other in _own_first(one, found)],
        )
        for (number, one), found in zip(several, candidates, strict=True)
        if one.slot is not None
    }


def _own_first(one: Wanted, found: Sequence[Resource]) -> list[Resource]:
    return sorted(found, key=lambda other: other is not one.resource)


def _two_of(one: Wanted, free: Sequence[tuple[Resource, int]]) -> list[Alternative]:
    """The nearest two that have enough together."""
    return [Alternative(other, one.slot, units) for other, units in two_of(one.units, combinations(free, 2))]
