"""くりかえし: a rule becomes lines, and what is done to one of them may be done to those that follow, or to all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar.actions import Asker, SlotTaken, ThenClosed
from share_board.calendar.repetition import Repetition
from share_board.calendar.several import TakenByItself, judge
from share_board.calendar.slots import Slot
from share_board.calendar.time_refusals import OutsideHours
from share_board.doors import Viewer
from share_board.errors import NotNow, Refusal, permit
from share_board.requests import actions, basket, lifecycle, policy
from share_board.requests.actions import DIRECTLY, OnBehalf
from share_board.requests.askers import asker_of_viewer
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import LineSeries, RequestLine, ShareRequest
from share_board.resources.models import Resource

MOVABLE: Final = (SlotTaken, ThenClosed, OutsideHours)
"""What stands in the way of one day and perhaps not of the next."""
STAYS: Final = (SlotTaken, ThenClosed, TakenByItself, basket.TooMany)
"""What no reason sets aside: it is taken or closed, or there are not so many."""
DAYS_A_WEEK: Final = 7
CALLS_OFF: Final = (Action.WITHDRAW, Action.CANCEL)


class Reach(StrEnum):
    """How much of a series is meant."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


class NoDays(NotNow):
    """The rule names no day, or no day of it was chosen."""


@dataclass(frozen=True)
class Occurrence:
    """One day of a rule: what would be asked for, and why it cannot be had; None if it can.

    `instead` is the same on the nearest day on which it can, if there is one before the rule comes round again.
    """

    day: date
    draft: LineDraft
    refusal: Refusal | None
    instead: LineDraft | None = None

    @property
    def may_wait(self) -> bool:
        """Whether it is only somebody else who stands in the way."""
        return isinstance(self.refusal, SlotTaken)

    def with_rules_set_aside(self) -> "Occurrence":
        """As it is when the secretariat sets the rules aside for a reason."""
        return self if isinstance(self.refusal, STAYS) else replace(self, refusal=None)


def occurrences(
    session: Session,
    resource: Resource,
    draft: LineDraft,
    repetition: Repetition,
    *,
    asker: Asker,
    at: datetime,
    chosen: Collection[date] | None = None,
) -> list[Occurrence]:
    """Every day of the rule, judged as it stands now beside the others; the number of statements does not grow with the
    days. Of the others only the `chosen` count, if somebody has chosen.
    """
    if (never := basket.never(resource, draft)) is not None:
        return [Occurrence(day, draft.on(day), never) for day in repetition.days()]

    def judged(days: Iterable[date], *, counting: Collection[Slot], besides: Sequence[Slot] = ()) -> list[Occurrence]:
        slots = {day: _slot_on(draft, day) for day in days}
        found = judge(
            session, resource, [*slots.values()], units=draft.units, at=at, asker=asker, besides=besides,
            counting=counting,
        )  # fmt: skip
        return [Occurrence(day, draft.on(day), each.refusal) for day, each in zip(slots, found, strict=True)]

    own = repetition.days()
    found = judged(own, counting=[_slot_on(draft, day) for day in own if chosen is None or day in chosen])
    near = {each.day: _days_near(each.day, own) for each in found if isinstance(each.refusal, MOVABLE)}
    others = sorted({day for days in near.values() for day in days})
    kept = [_slot_on(draft, each.day) for each in found if each.refusal is None]
    free = {each.day: each.draft for each in judged(others, counting=(), besides=kept) if each.refusal is None}
    for number, each in enumerate(found):
        if (day := next((day for day in near.get(each.day, ()) if day in free), None)) is not None:
            found[number] = replace(each, instead=free.pop(day))  # offered once
    return found


def _slot_on(draft: LineDraft, day: date) -> Slot:
    slot = draft.on(day).slot
    if slot is None:
        raise ValueError("no time")
    return slot


def _days_near(day: date, own: Collection[date]) -> list[date]:
    """The days around `day` up to the same weekday, the nearest first and of two the later; none of the rule's own."""
    around = (day + timedelta(days=sign * number) for number in range(1, DAYS_A_WEEK) for sign in (1, -1))
    return [each for each in around if each not in own]


def wanted(
    found: Sequence[Occurrence], chosen: Collection[date], *, waiting: Collection[date] = ()
) -> list[Occurrence]:
    """The chosen days of a rule, or those offered in place of them, the earliest first; on the days of `waiting` that
    are taken it waits.

    A chosen day that cannot be had keeps its refusal.
    """
    moved = [Occurrence(day_of(each.instead), each.instead, None) for each in found if each.instead]
    in_line = [
        replace(each, draft=replace(each.draft, waits=True), refusal=None)
        for each in found
        if each.may_wait and each.day in waiting
    ]
    days = [*(each for each in (*found, *moved) if each.day in chosen), *in_line]
    return sorted(days, key=lambda each: each.day)


def series_of(rule: Repetition) -> LineSeries:
    """The rule as it is kept with its lines."""
    return LineSeries(
        every=rule.every, interval=rule.interval, first_on=rule.first, until_on=rule.until, times=rule.times,
        skips_holidays=rule.skips_holidays,
    )  # fmt: skip


def put(
    session: Session,
    held: ShareRequest,
    resource: Resource,
    draft: LineDraft,
    repetition: Repetition,
    chosen: frozenset[date],
    *,
    waiting: frozenset[date] = frozenset(),
    by: Viewer,
    at: datetime,
    today: date,
) -> list[RequestLine]:
    """Put the chosen days of a rule, or those offered in place of them, into the basket, as one thing.

    What lies there already is not put twice.

    On the days of `waiting` that are taken it stands on the waiting list.

    Raises NoDays, BasketFull, and the refusal of the first chosen day that cannot be had any more.
    """
    permit(policy.may_ask(by))
    basket.hold(session, held)
    asker = asker_of_viewer(session, by)
    found = occurrences(session, resource, draft, repetition, asker=asker, at=at, chosen=chosen)
    days = wanted(found, chosen, waiting=waiting)
    if not days:
        raise NoDays
    for each in days:
        if each.refusal is not None:
            raise each.refusal
    new = [each.draft for each in days if basket.line_like(held, resource, each.draft) is None]
    if not new:
        return []
    basket.require_possible(session, resource, new[0], at=at, today=today, asker=asker)
    series = series_of(repetition)
    return [basket.add(session, held, resource, one, at=at, series=series) for one in new]


def day_of(draft: LineDraft) -> date:
    """On which day it begins; call only for what has a time."""
    if draft.slot is None:
        raise ValueError("no day")
    return clock.day_of(draft.slot.start)


def doable(asked: ShareRequest, action: Action, viewer: Viewer, *, at: datetime) -> dict[RequestLine, Action]:
    """The days of series to which the viewer may do it now, each with what it is called there; not what is over."""
    alike = _alike(action, asked, viewer)
    found = {line: next((own for own in alike if _may(viewer, line, own)), None) for line in _coming(asked, at)}
    return {line: own for line, own in found.items() if own is not None}


def _alike(action: Action, asked: ShareRequest, viewer: Viewer) -> tuple[Action, ...]:
    """What says the same of a day that stands elsewhere in its life: what is not decided yet is not called off but
    withdrawn by who asks for it, and declined by who was asked.
    """
    if action is Action.WITHDRAW or (action is Action.CANCEL and policy.is_asker(viewer, asked)):
        return CALLS_OFF
    return (Action.CANCEL, Action.DECLINE, Action.REFUSE) if action is Action.CANCEL else (action,)


def _may(viewer: Viewer, line: RequestLine, action: Action) -> bool:
    return lifecycle.is_possible(line, action) and lifecycle.STEPS[action].permitted(viewer, line)


def reached(
    line: RequestLine, reach: Reach, action: Action, others: Mapping[RequestLine, Action]
) -> dict[RequestLine, Action]:
    """The lines that are meant, the pressed one first, each with what is done to it. `others` is what `doable` says."""
    meant = {other: own for other, own in others.items() if _is_meant(line, reach, other)}
    return {line: action, **meant}


def staying(line: RequestLine, reach: Reach, others: Mapping[RequestLine, Action], *, at: datetime) -> int:
    """How many days that are meant and still to come stay as they are, for it cannot be done to them."""
    return sum(
        _is_meant(line, reach, other) and other not in others and not lifecycle.has_ended(other)
        for other in _coming(line.request, at)
    )


def by_action(meant: Mapping[RequestLine, Action]) -> dict[Action, list[RequestLine]]:
    """The lines to which the same is done; what waits is withdrawn before it is offered what another of them frees."""
    done = [action for action in Action if action in meant.values()]
    return {action: [line for line, own in meant.items() if own is action] for action in done}


def _coming(asked: ShareRequest, at: datetime) -> list[RequestLine]:
    return [line for line in asked.lines if line.series_id is not None and line.ends_at and line.ends_at > at]


def _is_meant(line: RequestLine, reach: Reach, other: RequestLine) -> bool:
    if reach is Reach.ONE or line.series_id is None or other.series_id != line.series_id or other is line:
        return False
    return reach is Reach.ALL or bool(line.starts_at and other.starts_at and other.starts_at > line.starts_at)


def change(
    session: Session,
    lines: Sequence[RequestLine],
    draft: LineDraft,
    *,
    by: Viewer,
    at: datetime,
    today: date,
    version: int | None = None,
    override: str = "",
    on_behalf: OnBehalf = DIRECTLY,
) -> None:
    """Change the first line to `draft`, and the others by as many days, to the same hours and number.

    All or none, and one letter: raises what `actions.change` raises for the first that cannot be changed.
    """
    first = lines[0]
    moved = draft.on(clock.day_of(first.starts_at)) if draft.slot and first.starts_at else draft
    later = clock.day_of(draft.slot.start) - clock.day_of(first.starts_at) if draft.slot and first.starts_at else None
    drafts = {
        line: draft if line is first or later is None or line.starts_at is None
        else moved.on(clock.day_of(line.starts_at) + later)
        for line in lines
    }  # fmt: skip
    # Moved in the direction in which they make room for each other.
    ordered = sorted(drafts, key=lambda line: line.starts_at or at, reverse=bool(later and later.days > 0))
    actions.change_all(
        session, {line: drafts[line] for line in ordered}, by=by, at=at, today=today, override=override,
        on_behalf=on_behalf, versions={} if version is None else {first: version},
    )  # fmt: skip
