"""One step of some lines: their status, what is held for them, their history and the letters, always in this order."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from share_board import dates
from share_board.calendar import actions as calendar
from share_board.calendar.books import Books
from share_board.calendar.models import Firmness
from share_board.calendar.time_refusals import TimeRefusal
from share_board.doors import BOARD, Viewer
from share_board.errors import NotNow, Refusal
from share_board.members.queries import known_network
from share_board.requests import basket, labels, lifecycle, moving, statuses, tell
from share_board.requests.actions.offering import settle
from share_board.requests.askers import asker_of
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action, Reader
from share_board.requests.models import (
    Channel,
    ContactState,
    LineWish,
    RequestLine,
    ShareRequest,
)
from share_board.requests.moving import Deed
from share_board.resources.models import Resource

Letters = dict[tuple[Reader, str], list[RequestLine]]
Moved = tuple[RequestLine, Action | None]  # the action, if it was the answer to a proposal

BY_ITSELF: Final = Viewer(role=BOARD)


class LineTaken(NotNow):
    """A line cannot be held: `free` units are left in its time, for the reason that `taken` says."""

    def __init__(self, line: RequestLine, taken: calendar.SlotTaken) -> None:
        super().__init__(line.resource.title, taken.free)
        self.line, self.free, self.taken = line, taken.free, taken


class LinesOverlap(NotNow):
    """What a line asks for would be free, but `other`, of the same request, takes it."""

    def __init__(self, line: RequestLine, other: RequestLine) -> None:
        super().__init__(line.resource.title, other.resource.title)
        self.line, self.other = line, other


class NotThatDay(NotNow):
    """Of several lines that are changed together one cannot be: `refusal` says why, and nothing is changed."""

    def __init__(self, line: RequestLine, draft: LineDraft, refusal: Refusal) -> None:
        super().__init__(line.resource.title, draft.slot)
        if isinstance(refusal, TimeRefusal):
            refusal.nearest = None  # it would do for this day only
        self.line, self.draft, self.refusal = line, draft, refusal


class NoSuchWish(Refusal):
    """The line has no wish of this rank."""


@dataclass(frozen=True)
class OnBehalf:
    """Whose word the secretariat enters, and how it came: 代理入力."""

    of: str = ""
    channel: Channel = Channel.WEB


DIRECTLY: Final = OnBehalf()


@dataclass
class Act:
    """What is done to one request at one moment: thought through first, then written at once by `write`.

    It is written always in this order: the lines, the history, what is held for the lines, the letters. The caller
    holds what the lines want. `kept` are the books, read since then, if the lines are new and take nothing yet.
    """

    session: Session
    asked: ShareRequest
    at: datetime
    kept: Books | None = None
    deeds: list[Deed] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    told: Letters = field(default_factory=dict)

    def tell(self, reader: Reader, template: str, about: Sequence[RequestLine]) -> None:
        """One letter a reader, however many lines it is about; nobody is told of nothing."""
        if about:
            self.told.setdefault((reader, template), []).extend(about)

    def take(
        self,
        lines: Sequence[RequestLine],
        action: Action,
        *,
        by: Viewer,
        today: date,
        note: str = "",
        on_behalf: OnBehalf = DIRECTLY,
        wish: int | None = None,
    ) -> None:
        """Move the lines. `wish` is the rank of the wished time that a consent is for."""
        board, at = known_network(self.session), self.at
        for (reader, template), about in letters(lines, action).items():
            self.tell(reader, template, about)
        for line in lines:
            proposal = line.proposal
            self.deeds.append(
                moving.advance(
                    line, action, by=by, at=at, note=note, on_behalf_of=on_behalf.of, channel=on_behalf.channel
                )
            )
            if proposal is not None:
                settle(self.session, line, proposal, action, at=at)
            if action is Action.CONSENT:
                line.facility_note = note
                if wish is not None:
                    self.deeds += _choose(line, wish, by=by, at=at, on_behalf=on_behalf)
            if action is Action.ASK:
                line.answer_due_on = dates.add_working_days(today, board.answer_days)
                line.reminded_at = None
            line.holds_until = until(line, at + timedelta(days=board.hold_days))  # whoever is next has the whole time
            self.moved.append((line, action if proposal else None))
        self.asked.changed_at = at

    def hold(self, lines: Iterable[RequestLine]) -> None:
        """Keep the time of lines that stay where they are."""
        self.moved += [(line, None) for line in lines]

    def begin(self, lines: Iterable[RequestLine], *, today: date) -> None:
        """What the board does by itself as soon as a request is received: ask the facilities, or approve.

        Nothing as long as nobody knows whether the person can be reached: confirming the contact starts it then.
        """
        if self.asked.contact_state is not ContactState.CONFIRMED:
            return
        for action in (Action.ASK, Action.APPROVE):
            ready = [line for line in lines if lifecycle.next_by_itself(line) is action]
            if ready:
                self.take(ready, action, by=BY_ITSELF, today=today)

    def write(self) -> None:
        """Write what was done; raises LineTaken if the time of a line is taken, and then the caller rolls back."""
        moving.keep(self.session, self.deeds)
        if self.kept is None:
            self._keep_times()
        else:
            take_time(self.session, [line for line, _answered in self.moved], self.kept)
        send(self.session, self.asked, self.told, at=self.at)
        self.deeds, self.moved, self.told = [], [], {}

    def _keep_times(self) -> None:
        lost = [line for line, answered in self.moved if not self._keeps_time(line, answered)]
        if lost:
            moving.keep(self.session, [moving.give_back(line, by=BY_ITSELF, at=self.at) for line in lost])
            self.tell(Reader.ASKER, "sent_back", lost)

    def _keeps_time(self, line: RequestLine, answered: Action | None) -> bool:
        """False if a line that goes back to where it was finds its old time taken: then the asker looks at it."""
        try:
            keep_time(self.session, line)
        except LineTaken:
            if answered in lifecycle.NOT_TAKEN and lifecycle.firmness(line) is Firmness.HELD:
                return False
            raise
        return True


def require_allowed(
    session: Session,
    asked: ShareRequest,
    resource: Resource,
    draft: LineDraft,
    *,
    at: datetime,
    today: date,
    override: str,
) -> None:
    """Another time, number or thing for a line of the request: as the rules say, but for a reason to set them aside."""
    if override:
        basket.require_stock(resource, draft)
    else:
        known = replace(asker_of(asked), group_id=None)  # this line is one of the uses that are counted
        basket.require_possible(session, resource, draft, at=at, today=today, asker=known)


def until(line: RequestLine, hold_ends_at: datetime) -> datetime:
    """When the line lapses: there is nothing to wait for once the last time that would do has come."""
    if lifecycle.is_in_line(line):
        return max((slot.start for slot in lifecycle.times_of(line)), default=hold_ends_at)
    return hold_ends_at


def keep_time(session: Session, line: RequestLine) -> None:
    """Make the calendar say what the line's status means: held, firm, or free. Raises LineTaken."""
    slot = lifecycle.slot_of(line)
    firmness = lifecycle.firmness(line)
    if slot is None or firmness == statuses.AS_IT_WAS:
        return
    if firmness is None:
        calendar.release(session, line.id)
        return
    with _told_of(line):
        calendar.occupy(session, line.resource, slot, units=line.units, line_id=line.id, firmness=firmness)


def take_time(session: Session, lines: Sequence[RequestLine], kept: Books) -> None:
    """The same for new lines, which take nothing yet: judged by the books, and written with one statement."""
    claims = {}
    for line in lines:
        slot, firmness = lifecycle.slot_of(line), lifecycle.firmness(line)
        if slot is not None and isinstance(firmness, Firmness):
            with _told_of(line):
                claims[line] = calendar.claim(
                    kept, line.resource, slot, units=line.units, line_id=line.id, firmness=firmness
                )
    if claims:
        with _told_of(next(iter(claims))):
            calendar.occupy_claimed(session, list(claims.values()))


@contextmanager
def _told_of(line: RequestLine) -> Iterator[None]:
    """Of the line that cannot have its time."""
    try:
        yield
    except calendar.SlotTaken as taken:
        raise LineTaken(line, taken) from taken


def _choose(line: RequestLine, rank: int, *, by: Viewer, at: datetime, on_behalf: OnBehalf) -> list[Deed]:
    """The wish that suits; that it is not the one that was asked for is kept in the history."""
    wish = wish_of(line, rank)
    if (line.starts_at, line.ends_at) == (wish.starts_at, wish.ends_at):
        return []
    line.starts_at, line.ends_at = wish.starts_at, wish.ends_at
    return [deed(line.request, "choose_wish", by=by, at=at, note=labels.when(line), on_behalf=on_behalf, line=line)]


def wish_of(line: RequestLine, rank: int) -> LineWish:
    """The wished time of this rank. Raises NoSuchWish."""
    for wish in line.wishes:
        if wish.rank == rank:
            return wish
    raise NoSuchWish


def letters(lines: Iterable[RequestLine], action: Action) -> Letters:
    """One letter a reader, however many lines it is about; asked before the lines are moved."""
    told: Letters = {}
    for line in lines:
        for letter in lifecycle.letters(line, action):
            told.setdefault(letter, []).append(line)
    return told


def send(session: Session, asked: ShareRequest, told: Letters, *, at: datetime) -> None:
    for (reader, template), about in told.items():
        tell.reader(session, reader, asked, about, template, at=at)


def deed(
    asked: ShareRequest,
    act: str,
    *,
    by: Viewer,
    at: datetime,
    note: str = "",
    on_behalf: OnBehalf = DIRECTLY,
    line: RequestLine | None = None,
) -> Deed:
    """What the history keeps of an act that moves no line."""
    return Deed(asked, line, act, by, at, note, on_behalf_of=on_behalf.of, channel=on_behalf.channel)
