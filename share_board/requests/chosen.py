"""Several things chosen at once, by date: each is one word of a form, and all go into the basket together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from share_board import clock, dates, text
from share_board.calendar import actions as calendar
from share_board.calendar.books import Books
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.errors import Refusal, permit
from share_board.requests import basket, filling, lifecycle, policy, wished
from share_board.requests.askers import asker_of_viewer
from share_board.requests.drafts import MOST_ORDERED, USUAL_MINUTES, LineDraft
from share_board.requests.models import RequestLine, ShareRequest
from share_board.resources.models import Kind, Resource

BETWEEN: Final = "~"
LONGEST_WORD: Final = 100
MOMENT: Final = "%Y-%m-%dT%H:%M"


class NothingChosen(Refusal):
    """Nothing was ticked, or nothing that could be read."""


class TakenByYourself(Refusal):
    """It is free, but what lies in the basket takes it; `title` is that."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


@dataclass(frozen=True)
class Choice:
    """One thing at one time, as a form carries it. What is made is chosen by its day alone, without a slot."""

    public_id: str
    day: date
    slot: Slot | None = None
    units: int = 1

    def write(self) -> str:
        """As it stands in the form; `read` reads it again."""
        moments = [f"{moment:{MOMENT}}" for moment in self._moments()] or ["", ""]
        return BETWEEN.join((self.public_id, self.day.isoformat(), *moments, str(self.units)))

    def query(self) -> dict[str, str]:
        """As the form for asking is opened with it: the day, the hours if they are known, and the number."""
        said = {"date": self.day.isoformat(), "units": str(self.units)}
        if moments := self._moments():
            start, end = moments
            said |= {"start": f"{start:%H:%M}", "end_date": f"{end:%Y-%m-%d}", "end": f"{end:%H:%M}"}
        return said

    def _moments(self) -> Sequence[datetime]:
        """Begin and end in Japan; none without a slot."""
        moments = (self.slot.start, self.slot.end) if self.slot else ()
        return [moment.astimezone(clock.TOKYO) for moment in moments]


def read(written: str) -> Choice | None:
    """What was chosen; None for what nobody has written."""
    try:
        public_id, day, start, end, units = written[:LONGEST_WORD].split(BETWEEN)
        slot = Slot(_moment(start), _moment(end)) if start or end else None
        number = text.whole_number(units)
        return Choice(public_id, _meant(date.fromisoformat(day)), slot, number) if number else None
    except ValueError:
        return None


def _moment(written: str) -> datetime:
    moment = datetime.strptime(written, MOMENT).replace(tzinfo=clock.TOKYO)
    _meant(moment.date())
    return moment


def _meant(day: date) -> date:
    """The rule by which the forms read a day, for what no form has read."""
    if not dates.may_be_meant(day):
        raise ValueError("nobody can mean this day")
    return day


def draft(resource: Resource, choice: Choice) -> LineDraft:
    """What is asked for. A lecture lasts as long as it does; of what is made it is the smallest order at least."""
    if resource.kind is Kind.PRODUCT:
        least = resource.product.smallest_order if resource.product else 1
        if choice.units > MOST_ORDERED:
            raise basket.TooMany(MOST_ORDERED)
        return LineDraft(deliver_on=choice.day, units=max(choice.units, least))
    if choice.slot is None:
        raise basket.DayMissing
    if profile := resource.lecture or resource.consultation:
        slot = Slot(choice.slot.start, choice.slot.start + timedelta(minutes=profile.minutes or USUAL_MINUTES))
        return LineDraft(slot=slot, wishes=(slot,))
    return LineDraft(slot=choice.slot, units=choice.units)


@dataclass(frozen=True)
class Refused:
    """One thing that could not be put into the basket, and why."""

    resource: Resource
    refusal: Refusal


def put(
    session: Session,
    held: ShareRequest,
    chosen: Sequence[tuple[Resource, Choice]],
    *,
    by: Viewer,
    at: datetime,
    today: date,
) -> tuple[list[RequestLine], list[Refused]]:
    """Put everything into the basket that can be asked for and had, beside what lies there; the lines, each once, and
    what was refused.

    Raises NothingChosen; Stale if the basket was sent meanwhile.
    """
    permit(policy.may_ask(by))
    if not chosen:
        raise NothingChosen
    basket.hold(session, held)
    asker = asker_of_viewer(session, by)
    lines: list[RequestLine] = []
    refused: list[Refused] = []
    things = _summed(chosen)
    times = [(each.resource, slot) for each in held.lines for slot in filling.draft_of(each).times]
    times += [(resource, choice.slot) for resource, choice in things if choice.slot]
    kept = calendar.look(session, times) if times else None
    for resource, choice in things:
        try:
            wanted = draft(resource, choice)
            line = basket.line_like(held, resource, wanted)
            if line is None:
                basket.require_possible(session, resource, wanted, at=at, today=today, asker=asker)
                if kept is not None and wanted.slot is not None:
                    _require_free(kept, held, resource, wanted.slot, wanted.units)
                line = basket.add(session, held, resource, wanted, at=at)
            lines.append(line)
        except Refusal as refusal:
            refused.append(Refused(resource, refusal))
    return lines, refused


def _summed(chosen: Sequence[tuple[Resource, Choice]]) -> list[tuple[Resource, Choice]]:
    """What was chosen for several wishes at the same time is wanted for each of them; a hall is there once."""
    found: dict[tuple[str, date, Slot | None], tuple[Resource, Choice]] = {}
    for resource, choice in chosen:
        key = choice.public_id, choice.day, choice.slot
        before = found[key][1].units if key in found and resource.kind.is_counted else 0
        found[key] = resource, replace(choice, units=choice.units + before)
    return list(found.values())


def _require_free(kept: Books, held: ShareRequest, resource: Resource, slot: Slot, units: int) -> None:
    """Refuse what somebody else has taken since, and what takes what lies in the basket already."""
    calendar.require_free(kept, resource, slot, units=units)
    lines = [(line, said) for line in held.lines if not line.waits and (said := lifecycle.slot_of(line)) is not None]
    beside = [(line.resource, said, line.units) for line, said in lines]
    found = wished.clash(kept, [*beside, (resource, slot, units)])
    if found is not None and found[0] == len(lines):
        raise TakenByYourself(lines[found[1]][0].resource.title)
