"""What the page that begins with the date says of each result, in words; the colour of a word only repeats it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import url_for

from share_board import dates
from share_board.board.cards import Card, card
from share_board.board.filters import Filters
from share_board.board.free import Result
from share_board.board.looks import Answer, Look
from share_board.calendar.availability import DayState
from share_board.calendar.labels import WHY, say_hours
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.i18n import ngettext
from share_board.members.models import Network
from share_board.requests.chosen import Choice
from share_board.resources.labels import unit_word
from share_board.resources.models import Kind, Resource
from share_board.web import explain

MOST_PIECES: Final = 3
MOST_DAYS: Final = 5
NEAR: Final = "near"
WORD: Final[Mapping[str, Any]] = {
    Answer.FREE.name: _l("Free"),
    Answer.PARTLY.name: _l("Free in part"),
    Answer.ASK.name: _l("Please ask"),
    NEAR: _l("Free on a near day"),
}
TONE: Final[Mapping[str, str]] = {
    Answer.FREE.name: "yes",
    Answer.PARTLY.name: "part",
    Answer.ASK.name: "ask",
    NEAR: "near",
}
SIGN: Final[Mapping[str, str]] = {"yes": "ok", "part": "wait", "ask": "phone", "near": "calendar"}


@dataclass(frozen=True)
class Day:
    """One day on which it can be had: what would be chosen, and whether it is chosen to begin with."""

    label: str
    choice: str
    is_ticked: bool = False


@dataclass(frozen=True)
class Line:
    """One result as templates/board/free_parts.html draws it. `ask_url` leads to asking for it by itself, where what is
    left on the day cannot be chosen by one press.
    """

    card: Card
    word: str
    tone: str
    sign: str
    reasons: tuple[str, ...]
    days: tuple[Day, ...]
    ask_url: str | None


def line(result: Result, filters: Filters, network: Network, *, ticked: tuple[date, int] | None = None) -> Line:
    """What is said of one result; of `ticked`, a day and a number, so many are chosen on it to begin with."""
    resource, look = result.found.resource, result.look
    key = look.answer.name if look.answer is not Answer.NO else NEAR
    looks = result.good or tuple(filter(None, (look if look.answer is not Answer.NO else None, result.near)))
    on, units = ticked or (None, 0)
    days = [_day(resource, each, filters, ticked=units if each.day == on else 0) for each in looks[:MOST_DAYS]]
    ask_url = url_for(
        "requests.ask",
        public_id=resource.public_id,
        **(pressed(resource, looks[0], filters.with_(units=units or filters.units)) if looks else {}),
    )
    return Line(
        card(resource, result.found.photo, network),
        str(WORD[key]),
        TONE[key],
        SIGN[TONE[key]],
        tuple(_reasons(result, filters)),
        tuple(filter(None, days)),
        None if days and days[0] else ask_url,
    )


def pressed(resource: Resource, look: Look, filters: Filters) -> dict[str, Any]:
    """What the form of asking is opened with: the day, and of the hours and the number what can be had."""
    slot, units = look.slot, filters.units or 1
    if look.answer is Answer.PARTLY:
        slot, units = (look.pieces[0], units) if look.pieces else (slot, min(look.free, units) or units)
    said = Choice(resource.public_id, look.day, slot if filters.says_hours else None, units).query()
    if units == 1:  # what is made has a least number of its own
        del said["units"]
    return said


def _day(resource: Resource, look: Look, filters: Filters, *, ticked: int) -> Day | None:
    """What would be put into the basket; None where the time is still to be said. So many of it are `ticked`."""
    units = ticked or filters.units or 1
    if look.answer is Answer.PARTLY:
        units = max(1, min(units, look.free))
        if not look.free:
            return None
    if look.slot is None and resource.kind is not Kind.PRODUCT:
        return None
    label = dates.say_stretch(look.slot.start, look.slot.end) if look.slot else dates.say_short_day(look.day)
    if units > 1:
        label = _("%(when)s, %(units)d %(word)s of it", when=label, units=units, word=unit_word(resource))
    return Day(label, Choice(resource.public_id, look.day, look.slot, units).write(), is_ticked=bool(ticked))


def _reasons(result: Result, filters: Filters) -> list[str]:
    """Why, in a few words each."""
    look, resource = result.look, result.found.resource
    reasons = []
    if look.answer is Answer.FREE:
        reasons.append(_free(look, resource, filters))
    elif look.answer is Answer.PARTLY:
        reasons.append(_partly(look, resource, filters))
    elif look.answer is Answer.ASK:
        reasons.append(_("When it can be used is agreed upon by phone."))
    elif result.state is not None:
        reasons.append(_not_on(result.state, look))
    if len(result.good) > 1:
        reasons = [_days(len(result.good))]
    if result.near is not None:
        reasons.append(_("As you wish on %(day)s.", day=dates.say_short_day(result.near.day)))
    return [reason for reason in reasons if reason]


def _days(number: int) -> str:
    if number > MOST_DAYS:
        return ngettext(
            "Free on %(num)d day; these are the first %(shown)d.",
            "Free on %(num)d days; these are the first %(shown)d.",
            number,
            shown=MOST_DAYS,
        )
    return ngettext("Free on %(num)d day.", "Free on %(num)d days.", number)


def _free(look: Look, resource: Resource, filters: Filters) -> str:
    if resource.kind is Kind.PRODUCT:
        return _("Can be delivered on %(day)s.", day=dates.say_short_day(look.day))
    if look.slot is None:
        return _("%(day)s: %(hours)s", day=dates.say_short_day(look.day), hours=_hours(look)) if look.pieces else ""
    if resource.stock > 1:
        return _("%(free)d %(word)s left at that time.", free=look.free, word=unit_word(resource))
    window = filters.with_(date=look.day).window()
    if window is None or (look.slot.start, look.slot.end) != window:
        return _("To be asked for: %(when)s", when=dates.say_stretch(look.slot.start, look.slot.end))
    return ""


def _partly(look: Look, resource: Resource, filters: Filters) -> str:
    if look.wrong_length is not None:
        return explain(look.wrong_length)
    units = filters.units or 1
    if look.free and look.free < units:
        word = unit_word(resource)
        return _("%(free)d of the %(units)d %(word)s you need are left.", free=look.free, units=units, word=word)
    if look.pieces:
        return _("Only %(hours)s.", hours=_hours(look))
    if resource.stock > 1:
        return _("Part of that time, or fewer than you need.")
    return _("Only a part of that time.")


def _hours(look: Look) -> str:
    return _(", ").join(say_hours(piece) for piece in look.pieces[:MOST_PIECES])


def _not_on(state: DayState, look: Look) -> str:
    day = dates.say_short_day(state.day)
    if state.opens_on is not None:
        return _("Can be asked for from %(day)s on.", day=dates.say_short_day(state.opens_on))
    why = WHY[state.why] if state.why is not None and state.why in WHY else not_then(look)
    return _("%(day)s: %(why)s", day=day, why=why)


def not_then(look: Look) -> str:
    """Why it cannot be had at that time of the day, on which it can be asked for."""
    if look.has_begun:
        return _("that time has begun or is over")
    return _("taken at that time") if look.is_open else _("not open at that time")
