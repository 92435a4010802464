"""Acting on lines that have been received: one press of one button, a change, a note."""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from share_board.calendar import actions as calendar
from share_board.calendar.closed_lines import closed_over
from share_board.calendar.models import Occupancy
from share_board.doors import Viewer
from share_board.errors import NotNow, Refusal, Stale, permit
from share_board.i18n import gettext as _
from share_board.members.models import Role
from share_board.members.queries import known_network
from share_board.requests import basket, filling, labels, lifecycle, moving, policy, queries, tell
from share_board.requests.actions import in_line
from share_board.requests.actions.in_line import is_free, serve, stand
from share_board.requests.actions.steps import (
    BY_ITSELF,
    DIRECTLY,
    Act,
    LinesOverlap,
    LineTaken,
    NotThatDay,
    OnBehalf,
    deed,
    keep_time,
    letters,
    require_allowed,
    send,
)
from share_board.requests.actions.submitting import confirm_contact
from share_board.requests.drafts import LineDraft, OccasionDraft
from share_board.requests.lifecycle import Action, Reader
from share_board.requests.models import ContactState, RequestLine, ShareRequest
from share_board.resources.models import Resource


class ClosedSince(NotNow):
    """A closure lies over what is kept for the line: nobody says yes to that."""

    def __init__(self, line: RequestLine, over: Occupancy) -> None:
        super().__init__(line.resource.title)
        self.line, self.over = line, over


STAYS_HELD: Final = lifecycle.YES - {Action.APPROVE}  # of what becomes firm the calendar is asked anyway
KEEPING: Final = frozenset({Action.ASK, Action.APPROVE, Action.SEND_BACK, Action.HAND_OVER})  # nothing falls free


def hold(session: Session, requests: Sequence[ShareRequest]) -> set[int]:
    """Lock what these requests want, and then their own rows: always all at once and in this order, never in a circle.

    Then they and their lines are read anew: a colleague may have been faster.

    Two facilities that answer the same request at the same moment wait for each other; neither answer is lost. Returned
    are the ids of what is held; `require_held` says of each request whether that is still all it wants.
    """
    held = in_line.hold(session, [resource for asked in requests for line in asked.lines for resource in _of(line)])
    session.scalars(queries.held(), {"ids": [asked.id for asked in requests]}).unique().all()
    return held


def hold_with(session: Session, line_ids: Collection[str]) -> tuple[set[int], Sequence[ShareRequest]]:
    """The same for the requests of these lines, which are found by the lines' public ids; what is held, and they."""
    held = in_line.hold_wanted_with(session, line_ids)
    return held, session.scalars(queries.held_with(), {"names": list(line_ids)}).unique().all()


def require_held(asked: ShareRequest, held: Collection[int]) -> None:
    """Raises Stale if a colleague has meanwhile moved a line to a thing that is not held, or offered one for it."""
    if any(resource.id not in held for line in asked.lines for resource in _of(line)):
        raise Stale


def _of(line: RequestLine) -> list[Resource]:
    """The thing it asks for, and the one it has been offered."""
    return [line.resource, *([line.proposal.resource] if line.proposal else [])]


def act(
    session: Session,
    asked: ShareRequest,
    lines: Sequence[RequestLine],
    action: Action,
    *,
    by: Viewer,
    at: datetime,
    today: date,
    note: str = "",
    on_behalf: OnBehalf = DIRECTLY,
    versions: Sequence[int] | None = None,
    wish: int | None = None,
    held: Collection[int] = (),
) -> None:
    """Do one thing to some lines of one request.

    `versions` are the lines' versions the person saw; if a line has changed since, Stale. `wish` is the rank of the
    wished time that a consent is for. `held` is what `hold` returned to a caller who holds several requests at once;
    what `require_held` refuses is refused.

    Raises NotPermitted, WrongStatus, ReasonMissing, NoSuchWish, LineTaken, ClosedSince; then the caller rolls back and
    nothing has changed.

    Nobody's time is kept for a person who may not be reached. When the secretariat does what takes time, it has made
    sure of that.
    """
    held = held or hold(session, [asked])
    require_held(asked, held)
    if versions is not None and [line.version for line in lines] != list(versions):
        raise Stale
    if asked.contact_state is not ContactState.CONFIRMED and any(lifecycle.takes_time(line, action) for line in lines):
        for line in lines:
            permit(lifecycle.STEPS[action].permitted(by, line))
            if not lifecycle.is_possible(line, action):
                raise moving.WrongStatus(line.status, action)
        confirm_contact(session, asked, by=by, at=at, today=today)
        lines = [line for line in lines if lifecycle.is_possible(line, action)]
        if not lines:
            return
    by_office = [line for line in lines if line.proposal and line.proposal.made_by_role == Role.SECRETARIAT]
    done = Act(session, asked, at)
    done.take(lines, action, by=by, today=today, note=note, on_behalf=on_behalf, wish=wish)
    done.write()
    if action is Action.REOPEN:
        done.begin(lines, today=today)
    if action is Action.ACCEPT:
        _pass_on(done, lines, by_office, today=today)
    done.write()
    if action in STAYS_HELD:
        _require_open(session, lines)
    if action not in KEEPING:
        serve(session, held, at=at)


def _require_open(session: Session, lines: Sequence[RequestLine]) -> None:
    closed = closed_over(session, [line.id for line in lines])
    for line in lines:
        if line.id in closed:
            raise ClosedSince(line, closed[line.id])


def _pass_on(done: Act, lines: Sequence[RequestLine], by_office: Container[RequestLine], *, today: date) -> None:
    """What was accepted goes on its way. A facility is asked at once for what the secretariat has proposed."""
    done.begin(lines, today=today)
    ready = [line for line in lines if line in by_office and lifecycle.is_possible(line, Action.ASK)]
    if ready:
        done.take(ready, Action.ASK, by=BY_ITSELF, today=today)


def change(
    session: Session,
    line: RequestLine,
    draft: LineDraft,
    *,
    by: Viewer,
    at: datetime,
    today: date,
    override: str = "",
    on_behalf: OnBehalf = DIRECTLY,
    version: int | None = None,
) -> None:
    """Another time, number or answer before the decision; the line is received anew and its new time is held.

    `version` is the one the person saw; Stale if the line has changed since. `override` is the reason for which the
    secretariat sets the rules aside; whether it is free never is.
    """
    change_all(
        session, {line: draft}, by=by, at=at, today=today, override=override, on_behalf=on_behalf,
        versions={} if version is None else {line: version},
    )  # fmt: skip


def change_all(
    session: Session,
    drafts: Mapping[RequestLine, LineDraft],
    *,
    by: Viewer,
    at: datetime,
    today: date,
    override: str = "",
    on_behalf: OnBehalf = DIRECTLY,
    versions: Mapping[RequestLine, int],
) -> None:
    """The same for several lines of one request, in this order, with one letter for each reader.

    Raises LineTaken, or LinesOverlap where only another line of the request is in the way; of several lines NotThatDay.
    """
    asked = next(iter(drafts)).request
    held = in_line.hold(session, [line.resource for line in drafts])
    for line in drafts:
        session.refresh(line)
        if line.resource_id not in held or versions.get(line, line.version) != line.version:
            raise Stale
    lines = [line for line in asked.lines if line in drafts]
    told = letters(lines, Action.CHANGE)
    before = {letter: told.pop(letter) for letter in [*told] if letter[0] is Reader.FACILITY}
    send(session, asked, before, at=at)  # what need not be prepared is what was asked for
    for line, draft in drafts.items():
        was, waited, since = labels.when_and_how_many(line), lifecycle.is_in_line(line), _place_kept(line, draft)
        moved = moving.advance(
            line, Action.CHANGE, by=by, at=at, note=override, on_behalf_of=on_behalf.of, channel=on_behalf.channel
        )
        session.flush()
        if override:
            permit(policy.may_override(by))
        with _that_day(line, draft, len(drafts)):
            require_allowed(session, asked, line.resource, draft, at=at, today=today, override=override)
        serve(session, held, at=at, but=drafts)  # whoever waits for what was free already comes first
        calendar.release(session, line.id)
        filling.refill(session, line, replace(draft, waits=draft.waits or waited))
        line.facility_note = line.reason = ""
        moving.keep(session, [replace(moved, note=_what_changed(was, labels.when_and_how_many(line), override))])
        if line.waits and not is_free(session, line):
            stand(session, line, by=by, at=at, since=since)
        elif asked.contact_state is ContactState.CONFIRMED:
            with _that_day(line, draft, len(drafts)):
                _keep_new_time(session, line)
            line.holds_until = at + timedelta(days=known_network(session).hold_days)
    send(session, asked, told, at=at)
    if asked.contact_state is ContactState.CONFIRMED:
        tell.waiting(session, asked, [line for line in lines if lifecycle.is_in_line(line)], at=at)
    done = Act(session, asked, at)
    done.begin(lines, today=today)
    done.write()
    serve(session, held, at=at)


@contextmanager
def _that_day(line: RequestLine, draft: LineDraft, number: int) -> Iterator[None]:
    """Where several are changed, which of them it is that cannot be."""
    try:
        yield
    except Refusal as refusal:
        if number == 1:
            raise
        raise NotThatDay(line, draft, refusal) from refusal


def _keep_new_time(session: Session, line: RequestLine) -> None:
    """Raises LinesOverlap if nothing is in its way but another line of its own request."""
    try:
        keep_time(session, line)
    except LineTaken as refusal:
        slot, others = refusal.taken.slot, {other.id: other for other in line.request.lines if other is not line}
        kept, near = calendar.look(session, [(line.resource, slot)]), calendar.with_buffers(line.resource, slot)
        if (id_ := kept.in_the_way(line.resource, near, line.units, others)) is not None:
            raise LinesOverlap(line, others[id_]) from refusal
        raise


def _place_kept(line: RequestLine, draft: LineDraft) -> datetime | None:
    """Since when it has stood in line, if it wants no more than what it has waited for."""
    wants_more = draft.units > line.units or not {*draft.times} <= {*lifecycle.times_of(line)}
    return line.waits_since if lifecycle.is_in_line(line) and not wants_more else None


def _what_changed(was: str, becomes: str, reason: str) -> str:
    said = was if was == becomes else _("%(was)s → %(becomes)s", was=was, becomes=becomes)
    return _("%(said)s (reason: %(reason)s)", said=said, reason=reason) if reason else said


def redescribe(session: Session, asked: ShareRequest, draft: OccasionDraft, *, by: Viewer, at: datetime) -> None:
    """Another contact, occasion or number of people; the history keeps that it was changed, and by whom."""
    permit(policy.may_change(by, asked))
    basket.describe(asked, draft, at=at)
    moving.keep(session, [deed(asked, "describe", by=by, at=at)])


def take_note(session: Session, asked: ShareRequest, note: str, *, by: Viewer, at: datetime) -> None:
    """The secretariat's own note; no one else reads it."""
    permit(policy.is_secretariat(by))
    asked.internal_note, asked.changed_at = note, at
    moving.keep(session, [deed(asked, "take_note", by=by, at=at)])
