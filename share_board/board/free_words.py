"""What the page that begins with the date says of each result, in words; the colour of a word only repeats it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import url_for

from share_board import dates
from share_board.board.cards import Card, card
from share_board.board.choices import day_and_hours
from share_board.board.filters import Filters
from share_board.board.free import Answered, Result
from share_board.board.looks import Answer, Look
from share_board.board.wanted import Wish
from share_board.calendar.availability import DayState
from share_board.calendar.labels import WHY, say_hours
from share_board.calendar.opening import whole_day
from share_board.calendar.slots import Slot
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.i18n import ngettext
from share_board.members.models import Network
from share_board.requests.chosen import Choice
from share_board.resources.labels import DOING, unit_word
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


def line(result: Result, filters: Filters, network: Network, *, ticked_on: date | None = None) -> Line:
    """What is said of one result; on `ticked_on` it is chosen to begin with."""
    resource, look = result.found.resource, result.look
    key = look.answer.name if look.answer is not Answer.NO else NEAR
    looks = result.good or tuple(filter(None, (look if look.answer is not Answer.NO else None, result.near)))
    days = [_day(resource, each, filters, is_ticked=each.day == ticked_on) for each in looks[:MOST_DAYS]]
    ask_url = url_for(
        "requests.ask", public_id=resource.public_id, **(pressed(resource, looks[0], filters) if looks else {})
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


def _day(resource: Resource, look: Look, filters: Filters, *, is_ticked: bool) -> Day | None:
    """What would be put into the basket; None where the time is still to be said."""
    units = filters.units or 1
    if look.answer is Answer.PARTLY:
        units = max(1, min(units, look.free))
        if not look.free:
            return None
    if look.slot is None and resource.kind is not Kind.PRODUCT:
        return None
    label = dates.say_stretch(look.slot.start, look.slot.end) if look.slot else dates.say_short_day(look.day)
    if units > 1:
        label = _("%(when)s, %(units)d %(word)s of it", when=label, units=units, word=unit_word(resource))
    return Day(label, Choice(resource.public_id, look.day, look.slot, units).write(), is_ticked)


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


def not_yet(opens_on: date | None) -> str:
    """That a day is too far ahead; empty if that is not why nothing was found."""
    if opens_on is None:
        return ""
    return _(
        "This day cannot be asked for yet. The first of these can be from %(day)s on.", day=dates.say_day(opens_on)
    )


def what_helps(filters: Filters, *, suits_some_day: bool) -> str:
    """What to try where nothing was found: only what was asked for can be changed. `suits_some_day`: there are such
    things.
    """
    if not suits_some_day:
        return (
            _("Fewer or shorter words often help.")
            if filters.q
            else _("Facilities may also have things that are not on the board yet.")
        )
    if filters.says_hours:
        return (
            _("Another day, another part of the day or fewer words often help.") if filters.q
            else _("Another day or another part of the day often helps.")
        )  # fmt: skip
    return _("Another day or fewer words often help.") if filters.q else _("Another day often helps.")


def title(filters: Filters) -> str:
    """One wish in a few words: テント・2つ."""
    parts = [str(DOING[filters.kind]) if filters.kind else "", _("“%(words)s”", words=filters.q) if filters.q else ""]
    if filters.people:
        parts.append(_("%(people)d people or more", people=filters.people))
    if filters.units:
        parts.append(_("%(units)d or more", units=filters.units))
    return _(", ").join(part for part in parts if part) or _("Anything")


def left_out(wish: Wish, filters: Filters) -> str:
    """What of a wish is no condition of the search that was made of it; empty if all of it is."""
    if wish.people and filters.people is None:
        return _("Things have no seats: we looked without the number of people (%(people)d).", people=wish.people)
    if (wish.units or 1) > 1 and filters.units is None:
        return _(
            "Places and people are asked for one by one: we looked without how many (%(units)d).", units=wish.units
        )
    return ""


def said(answered: Answered, *, on_one_day: bool) -> str:
    """How many suit, and how many were looked at if not all were; empty where there is no such thing."""
    if not answered.pool.total:
        return ""
    if on_one_day:
        total, partly = answered.pool.total, answered.pool.numbers.get(Answer.PARTLY, 0)
        if partly:
            return _(
                "Of %(total)d, %(wholly)d can be asked for as you wish, and %(partly)d in part.",
                total=total, wholly=answered.offered - partly, partly=partly,
            )  # fmt: skip
        return _("%(offered)d of %(total)d can be asked for.", offered=answered.offered, total=total)
    looked, total = len(answered.pool.meant), answered.pool.total
    offered = _(
        "%(offered)d of %(total)d can be asked for on one of these days.", offered=answered.offered, total=total
    )
    if looked == total:
        return offered
    return _(
        "%(offered)d of the nearest %(looked)d can be asked for on one of these days; there are %(total)d in all.",
        offered=answered.offered, looked=looked, total=total,
    )  # fmt: skip


def when(filters: Filters, last: date | None, *, today: date) -> str:
    """12月12日(土)〜12月13日(日) 13:00〜17:00. The year is said if it is not that of `today`."""
    if filters.date is None or last is None or last == filters.date:
        return day_and_hours(filters, today=today)
    days = dates.say_stretch(whole_day(filters.date).start, whole_day(last).end, today=today)
    return " ".join(part for part in (days, hours(filters)) if part)


def hours(filters: Filters) -> str:
    """13:00〜17:00, and how much of it is enough; empty if any time will do."""
    window = filters.window()
    said = say_hours(Slot(*window)) if window else ""
    length = ngettext("any %(num)d hour", "any %(num)d hours", filters.length) if filters.length else ""
    return " ".join(part for part in (said, length) if part)
